//! The twin of the disk that loses power.
//!
//! It behaves like [`RealFiles`](super::RealFiles) for whoever reads and writes, and keeps beside each file and each
//! directory what of it is durable. [`SimulatedFiles::after_power_cut`] answers with a disk as it may look when the
//! power comes back: every unsynced write lost, whole, torn at a byte or at sectors in any order, every unsynced
//! change of a directory there or not, each decided by a [`Fate`]. Faults to inject: the power going at a step, an
//! error at a step (a failed sync *loses* what it should have kept, as Linux does, while readers still see it), a
//! full disk, a shortage of descriptors or memory ([`Shortage`]), and one [`SyncPoint`] that does nothing. What is locked
//! is a node, not a name, so that tests can take a directory away from whoever holds it.
//!
//! What it does not model: write caches that lie about a sync, bit rot (tests flip bits themselves), and a failed
//! directory sync, whose changes stay pending instead of being lost, because a file system that cannot write its own
//! journal goes read-only.

mod fate;
mod state;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, ErrorKind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub use fate::{Enumerated, Fate, Seeded};
pub use state::SECTOR;

use super::{FileError, Files, Held, Kind, Open, OpenFile, SyncPoint, Taken, check_path, parent};
use state::{Change, Content, Names, Node, ROOT, State, Write};

/// A disk in memory. Clones are handles on the same disk.
#[derive(Clone, Debug)]
pub struct SimulatedFiles {
    inner: Arc<Mutex<Inner>>,
}

#[derive(Debug)]
struct Inner {
    state: State,
    /// Changing operations so far, failed ones included.
    steps: u64,
    faults: Faults,
    /// Nodes whose lock is held.
    locked: BTreeSet<u64>,
    /// Directories with unsynced changes: their handle is open already.
    open_folders: BTreeSet<String>,
    /// Handles asked for so far, refused ones included.
    handles: u64,
    /// Another directory stands at the root's own path.
    root_replaced: bool,
    /// How often each sync was asked for.
    syncs: BTreeMap<SyncPoint, u64>,
}

/// What goes wrong, and when. Steps count changing operations from 0.
#[derive(Clone, Debug, Default)]
pub struct Faults {
    /// From this step on nothing is done any more: the power is gone.
    pub power_off_at: Option<u64>,
    /// This step fails with an input/output error.
    pub error_at: Option<u64>,
    /// Whether what failed in a failed sync is on the disk nevertheless.
    pub fails_but_persists: bool,
    /// From this step on, whatever needs room finds none.
    pub full_from: Option<u64>,
    /// This sync does nothing and says that it did.
    pub disabled: Option<SyncPoint>,
    /// Handles that are not to be had.
    pub shortage: Option<Shortage>,
}

/// The system has no handle to give, for a while. Handles are counted from 0 ([`SimulatedFiles::handles`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shortage {
    /// The first request that is refused.
    pub from: u64,
    /// How many in a row.
    pub times: u64,
    /// What the system says: the number of EMFILE, ENFILE or ENOMEM.
    pub errno: i32,
}

impl Default for SimulatedFiles {
    fn default() -> SimulatedFiles {
        SimulatedFiles::new()
    }
}

impl SimulatedFiles {
    /// An empty disk without faults.
    pub fn new() -> SimulatedFiles {
        SimulatedFiles::over(State::new())
    }

    fn over(state: State) -> SimulatedFiles {
        let faults = Faults::default();
        let inner = Inner {
            state,
            steps: 0,
            faults,
            locked: BTreeSet::new(),
            open_folders: BTreeSet::new(),
            handles: 0,
            root_replaced: false,
            syncs: BTreeMap::new(),
        };
        SimulatedFiles { inner: Arc::new(Mutex::new(inner)) }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sets what goes wrong from now on.
    pub fn set_faults(&self, faults: Faults) {
        self.inner().faults = faults;
    }

    /// Changing operations so far.
    pub fn steps(&self) -> u64 {
        self.inner().steps
    }

    /// Handles asked for so far: every open of a file or directory.
    pub fn handles(&self) -> u64 {
        self.inner().handles
    }

    /// How often each sync was asked for.
    pub fn syncs(&self) -> BTreeMap<SyncPoint, u64> {
        self.inner().syncs.clone()
    }

    /// This disk as it may look after a power cut now; without faults and unlocked. The old disk stays as it is.
    pub fn after_power_cut(&self, fate: &mut dyn Fate) -> SimulatedFiles {
        SimulatedFiles::over(self.inner().state.after_power_cut(fate))
    }

    /// This disk as the next process finds it when only the process died: everything visible stays so, nothing
    /// becomes durable by it.
    pub fn after_kill(&self) -> SimulatedFiles {
        SimulatedFiles::over(self.inner().state.clone())
    }

    /// Every path with its content (`None`: a directory) as readers see it: to compare disks.
    pub fn image(&self) -> BTreeMap<String, Option<Arc<Vec<u8>>>> {
        self.inner().state.image()
    }

    /// Changes a file behind everybody's back, durably: bit rot, an operator's mistake, an attacker. `false` if
    /// there is no such file.
    pub fn tamper(&self, path: &str, change: impl FnOnce(&mut Vec<u8>)) -> bool {
        let mut inner = self.inner();
        let Some(number) = inner.state.find(path) else { return false };
        let Some(Node::File(content)) = inner.state.nodes.get_mut(&number) else { return false };
        change(Arc::make_mut(&mut content.visible));
        content.durable = content.visible.clone();
        content.pending.clear();
        true
    }

    /// Removes a file behind everybody's back, durably. `false` if there is no such file.
    pub fn lose(&self, path: &str) -> bool {
        let mut inner = self.inner();
        let name = path.rsplit('/').next().unwrap_or(path);
        let Ok(folder) = inner.state.folder("lose", parent(path)) else { return false };
        folder.durable.remove(name);
        folder.visible.remove(name).is_some()
    }

    /// Moves what `path` names away and puts a copy in its place (`mv path away; cp -a away path`), durably, behind
    /// everybody's back; `""` is the whole disk, whose copy is nobody's. `false` if there is no such name.
    pub fn replace_by_copy(&self, path: &str) -> bool {
        let mut inner = self.inner();
        if path.is_empty() {
            inner.root_replaced = true;
            return true;
        }
        let Some(number) = inner.state.find(path) else { return false };
        let copy = inner.state.copy(number);
        let name = last_name(path);
        let Ok(folder) = inner.state.folder("replace", parent(path)) else { return false };
        folder.durable.insert(name.clone(), copy);
        folder.visible.insert(name, copy);
        true
    }
}

impl State {
    fn find(&self, path: &str) -> Option<u64> {
        let mut number = ROOT;
        for name in path.split('/').filter(|name| !name.is_empty()) {
            match self.nodes.get(&number) {
                Some(Node::Folder(names)) => number = *names.visible.get(name)?,
                _ => return None,
            }
        }
        Some(number)
    }

    /// A copy of a node and everything below it, as readers see it.
    fn copy(&mut self, number: u64) -> u64 {
        match self.nodes.get(&number).cloned() {
            Some(Node::Folder(names)) => {
                let copied: BTreeMap<String, u64> =
                    names.visible.into_iter().map(|(name, child)| (name, self.copy(child))).collect();
                let names = Names { visible: copied.clone(), durable: copied, pending: Vec::new() };
                self.add(Node::Folder(names))
            }
            Some(Node::File(content)) => {
                let (visible, durable) = (content.visible.clone(), content.visible);
                self.add(Node::File(Content { visible, durable, pending: Vec::new() }))
            }
            None => number,
        }
    }

    fn folder(&mut self, doing: &'static str, path: &str) -> Result<&mut Names, FileError> {
        let absent = || FileError::new(doing, path, ErrorKind::NotFound.into());
        let number = self.find(path).ok_or_else(absent)?;
        match self.nodes.get_mut(&number) {
            Some(Node::Folder(names)) => Ok(names),
            _ => Err(FileError::new(doing, path, ErrorKind::NotADirectory.into())),
        }
    }
}

impl Inner {
    /// Counts a changing operation and lets it fail if it is its turn.
    fn step(&mut self, doing: &'static str, path: &str, needs_room: bool) -> Result<(), FileError> {
        let step = self.steps;
        self.steps = step.saturating_add(1);
        let wrong = |source| Err(FileError::new(doing, path, source));
        if self.faults.power_off_at.is_some_and(|at| step >= at) {
            return wrong(io::Error::other("the power is off"));
        }
        if self.faults.error_at == Some(step) {
            return wrong(io::Error::other("injected input/output error"));
        }
        if needs_room && self.faults.full_from.is_some_and(|at| step >= at) {
            return wrong(ErrorKind::StorageFull.into());
        }
        Ok(())
    }

    /// Counts a handle that is asked for, and refuses it if there is none to be had.
    fn handle(&mut self, doing: &'static str, path: &str) -> Result<(), FileError> {
        let number = self.handles;
        self.handles = number.saturating_add(1);
        match self.faults.shortage {
            Some(short) if number >= short.from && number.saturating_sub(short.from) < short.times => {
                Err(FileError::before(doing, path, io::Error::from_raw_os_error(short.errno)))
            }
            _ => Ok(()),
        }
    }

    /// As the real disk: the handle of a directory that changes stays open until its sync.
    fn hold_parent(&mut self, path: &str) -> Result<(), FileError> {
        let dir = parent(path);
        if !self.open_folders.contains(dir) {
            self.handle("open directory", dir)?;
            self.open_folders.insert(dir.to_owned());
        }
        Ok(())
    }

    fn take_lock(&mut self, path: &str, node: u64) -> Result<(), FileError> {
        if self.locked.insert(node) {
            return Ok(());
        }
        Err(FileError::new("lock", path, ErrorKind::WouldBlock.into()))
    }

    fn is_off(&self) -> bool {
        self.faults.power_off_at.is_some_and(|at| self.steps > at)
    }

    /// Counts a sync; `Ok(false)` if it is switched off.
    fn sync(&mut self, path: &str, at: SyncPoint) -> Result<bool, FileError> {
        let count = self.syncs.entry(at).or_default();
        *count = count.saturating_add(1);
        self.step("sync", path, false)?;
        Ok(self.faults.disabled != Some(at))
    }
}

fn last_name(path: &str) -> String {
    path.rsplit('/').next().unwrap_or(path).to_owned()
}

impl Files for SimulatedFiles {
    fn open(&self, path: &str, how: Open) -> Result<Box<dyn OpenFile>, FileError> {
        check_path("open", path)?;
        let mut inner = self.inner();
        if how != Open::Existing {
            inner.hold_parent(path)?;
        }
        inner.handle("open", path)?;
        let found = inner.state.find(path);
        let wrong = |kind: ErrorKind| Err(FileError::new("open", path, kind.into()));
        let node = match (found, how) {
            (None, Open::Existing) => return wrong(ErrorKind::NotFound),
            (Some(_), Open::New) => return wrong(ErrorKind::AlreadyExists),
            (Some(node), Open::Existing) => node,
            (Some(node), _) => {
                inner.step("open", path, false)?;
                if let Some(Node::File(content)) = inner.state.nodes.get_mut(&node) {
                    content.write(Write { offset: 0, bytes: Arc::default(), truncates: true });
                }
                node
            }
            (None, _) => {
                inner.step("open", path, true)?;
                inner.state.folder("open", parent(path))?;
                let node = inner.state.add(Node::File(Content::default()));
                inner.state.folder("open", parent(path))?.change(Change::Bind(last_name(path), node));
                node
            }
        };
        match inner.state.nodes.get(&node) {
            Some(Node::File(_)) => {
                Ok(Box::new(SimulatedFile { disk: self.clone(), node, path: path.to_owned(), locked: false }))
            }
            _ => wrong(ErrorKind::IsADirectory),
        }
    }

    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, FileError> {
        check_path("read", path)?;
        let mut inner = self.inner();
        inner.handle("read", path)?;
        match inner.state.find(path).and_then(|node| inner.state.nodes.get(&node)) {
            None => Ok(None),
            Some(Node::File(content)) => Ok(Some(content.visible.as_ref().clone())),
            Some(Node::Folder(_)) => Err(FileError::new("read", path, ErrorKind::IsADirectory.into())),
        }
    }

    fn kind(&self, path: &str) -> Result<Option<Kind>, FileError> {
        check_path("look at", path)?;
        let inner = self.inner();
        Ok(inner.state.find(path).and_then(|node| inner.state.nodes.get(&node)).map(|node| match node {
            Node::File(content) => Kind::File(u64::try_from(content.visible.len()).unwrap_or(u64::MAX)),
            Node::Folder(_) => Kind::Directory,
        }))
    }

    fn list(&self, dir: &str) -> Result<Vec<String>, FileError> {
        check_path("list", dir)?;
        let mut inner = self.inner();
        inner.handle("list", dir)?;
        Ok(inner.state.folder("list", dir)?.visible.keys().cloned().collect())
    }

    fn create_dir(&self, path: &str) -> Result<(), FileError> {
        check_path("create directory", path)?;
        let mut inner = self.inner();
        inner.hold_parent(path)?;
        if inner.state.find(path).is_some() {
            return inner.state.folder("create directory", path).map(|_| ());
        }
        inner.step("create directory", path, true)?;
        inner.state.folder("create directory", parent(path))?;
        let node = inner.state.add(Node::Folder(Names::default()));
        let folder = inner.state.folder("create directory", parent(path))?;
        folder.change(Change::Bind(last_name(path), node));
        Ok(())
    }

    /// Both names must be in one directory; the ledger never renames across.
    fn rename(&self, from: &str, to: &str, taken: Taken) -> Result<(), FileError> {
        check_path("rename", to)?;
        let mut inner = self.inner();
        inner.hold_parent(to)?;
        let wrong = |kind: ErrorKind| Err(FileError::new("rename", to, kind.into()));
        if parent(from) != parent(to) {
            return wrong(ErrorKind::CrossesDevices);
        }
        let Some(node) = inner.state.find(from) else { return wrong(ErrorKind::NotFound) };
        if taken == Taken::Refuse && inner.state.find(to).is_some() {
            return wrong(ErrorKind::AlreadyExists);
        }
        inner.step("rename", to, false)?;
        let folder = inner.state.folder("rename", parent(to))?;
        folder.change(Change::Rename(last_name(from), last_name(to), node));
        Ok(())
    }

    fn remove(&self, path: &str) -> Result<(), FileError> {
        check_path("remove", path)?;
        let mut inner = self.inner();
        inner.hold_parent(path)?;
        let Some(node) = inner.state.find(path) else {
            return Err(FileError::new("remove", path, ErrorKind::NotFound.into()));
        };
        if matches!(inner.state.nodes.get(&node), Some(Node::Folder(names)) if !names.visible.is_empty()) {
            return Err(FileError::new("remove", path, ErrorKind::DirectoryNotEmpty.into()));
        }
        inner.step("remove", path, false)?;
        inner.state.folder("remove", parent(path))?.change(Change::Unbind(last_name(path)));
        // What is gone is never synced.
        inner.open_folders.remove(path);
        Ok(())
    }

    fn sync_dir(&self, dir: &str, at: SyncPoint) -> Result<(), FileError> {
        check_path("sync directory", dir)?;
        let mut inner = self.inner();
        if !inner.open_folders.remove(dir) {
            inner.handle("open directory", dir)?;
        }
        if inner.sync(dir, at)? {
            inner.state.folder("sync directory", dir)?.settle();
        }
        Ok(())
    }

    fn hold(&self, dir: &str) -> Result<Box<dyn Held>, FileError> {
        check_path("lock", dir)?;
        let mut inner = self.inner();
        inner.handle("open directory", dir)?;
        inner.state.folder("lock", dir)?;
        let Some(node) = inner.state.find(dir) else {
            return Err(FileError::new("lock", dir, ErrorKind::NotFound.into()));
        };
        inner.take_lock(dir, node)?;
        Ok(Box::new(SimulatedLock { disk: self.clone(), node, dir: dir.to_owned() }))
    }

    fn mode(&self, path: &str) -> Result<Option<u32>, FileError> {
        // Nobody but its owner is on this disk.
        Ok(self.kind(path)?.map(|kind| if kind == Kind::Directory { 0o700 } else { 0o600 }))
    }

    fn reserve(&self, _descriptors: usize) {}
}

#[derive(Debug)]
struct SimulatedLock {
    disk: SimulatedFiles,
    node: u64,
    dir: String,
}

impl Held for SimulatedLock {
    fn check(&self) -> Result<(), FileError> {
        let inner = self.disk.inner();
        let is_moved = self.dir.is_empty() && inner.root_replaced;
        if inner.state.find(&self.dir) == Some(self.node) && !is_moved {
            return Ok(());
        }
        Err(FileError::lost(&self.dir))
    }
}

impl Drop for SimulatedLock {
    fn drop(&mut self) {
        self.disk.inner().locked.remove(&self.node);
    }
}

/// An open file knows its node, not its name: it survives a rename.
#[derive(Debug)]
struct SimulatedFile {
    disk: SimulatedFiles,
    node: u64,
    path: String,
    locked: bool,
}

impl Drop for SimulatedFile {
    fn drop(&mut self) {
        if self.locked {
            self.disk.inner().locked.remove(&self.node);
        }
    }
}

impl SimulatedFile {
    fn with<T>(&self, inner: &mut Inner, work: impl FnOnce(&mut Content) -> T) -> Result<T, FileError> {
        match inner.state.nodes.get_mut(&self.node) {
            Some(Node::File(content)) => Ok(work(content)),
            _ => Err(FileError::new("use", &self.path, ErrorKind::NotFound.into())),
        }
    }
}

impl OpenFile for SimulatedFile {
    fn write_at(&mut self, offset: u64, bytes: &[u8]) -> Result<(), FileError> {
        let mut inner = self.disk.inner();
        let offset = usize::try_from(offset).unwrap_or(usize::MAX);
        let grows = self.with(&mut inner, |c| offset.saturating_add(bytes.len()) > c.visible.len())?;
        inner.step("write", &self.path, grows)?;
        let bytes = Arc::new(bytes.to_vec());
        self.with(&mut inner, |content| content.write(Write { offset, bytes, truncates: false }))
    }

    fn read_at(&self, offset: u64, len: usize) -> Result<Vec<u8>, FileError> {
        let mut inner = self.disk.inner();
        let offset = usize::try_from(offset).unwrap_or(usize::MAX);
        self.with(&mut inner, |content| {
            let rest = content.visible.get(offset..).unwrap_or(&[]);
            rest.get(..len).unwrap_or(rest).to_vec()
        })
    }

    fn fill_zeros(&mut self, from: u64, to: u64) -> Result<(), FileError> {
        let len = usize::try_from(to.saturating_sub(from)).unwrap_or(0);
        if len == 0 { Ok(()) } else { self.write_at(from, &vec![0; len]) }
    }

    fn sync_data(&mut self, at: SyncPoint) -> Result<(), FileError> {
        let mut inner = self.disk.inner();
        match inner.sync(&self.path, at) {
            Ok(true) => self.with(&mut inner, Content::settle),
            Ok(false) => Ok(()),
            Err(error) => {
                if !inner.is_off() {
                    let persists = inner.faults.fails_but_persists;
                    self.with(&mut inner, |content| {
                        if persists {
                            content.settle();
                        }
                        // Readers still see what was written; no later sync will write it.
                        content.pending.clear();
                    })?;
                }
                Err(error)
            }
        }
    }

    fn lock(&mut self) -> Result<(), FileError> {
        if !self.locked {
            self.disk.inner().take_lock(&self.path, self.node)?;
            self.locked = true;
        }
        Ok(())
    }

    fn check_named(&self, path: &str) -> Result<(), FileError> {
        match self.disk.inner().state.find(path) {
            Some(node) if node == self.node => Ok(()),
            _ => Err(FileError::lost(path)),
        }
    }

    fn has_other_names(&self) -> Result<bool, FileError> {
        Ok(false)
    }

    fn len(&self) -> Result<u64, FileError> {
        let mut inner = self.disk.inner();
        self.with(&mut inner, |content| u64::try_from(content.visible.len()).unwrap_or(u64::MAX))
    }
}
