//! The twin of the disk that loses power.
//!
//! It behaves like [`RealFiles`](super::RealFiles) for whoever reads and writes, and keeps beside each file and each
//! directory what of it is durable. [`SimulatedFiles::after_power_cut`] answers with a disk as it may look when the
//! power comes back: every unsynced write lost, whole, torn at a byte or at sectors in any order, every unsynced
//! change of a directory there or not, each decided by a [`Fate`]. Faults to inject: the power going at a step, an
//! error at a step (a failed sync *loses* what it should have kept, as Linux does, while readers still see it), a
//! full disk, and one [`SyncPoint`] that does nothing.
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
    locked: BTreeSet<String>,
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
        let inner = Inner { state, steps: 0, faults, locked: BTreeSet::new(), syncs: BTreeMap::new() };
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
                Ok(Box::new(SimulatedFile { disk: self.clone(), node, path: path.to_owned() }))
            }
            _ => wrong(ErrorKind::IsADirectory),
        }
    }

    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, FileError> {
        check_path("read", path)?;
        let inner = self.inner();
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
        Ok(self.inner().state.folder("list", dir)?.visible.keys().cloned().collect())
    }

    fn create_dir(&self, path: &str) -> Result<(), FileError> {
        check_path("create directory", path)?;
        let mut inner = self.inner();
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
        let Some(node) = inner.state.find(path) else {
            return Err(FileError::new("remove", path, ErrorKind::NotFound.into()));
        };
        if matches!(inner.state.nodes.get(&node), Some(Node::Folder(names)) if !names.visible.is_empty()) {
            return Err(FileError::new("remove", path, ErrorKind::DirectoryNotEmpty.into()));
        }
        inner.step("remove", path, false)?;
        inner.state.folder("remove", parent(path))?.change(Change::Unbind(last_name(path)));
        Ok(())
    }

    fn sync_dir(&self, dir: &str, at: SyncPoint) -> Result<(), FileError> {
        check_path("sync directory", dir)?;
        let mut inner = self.inner();
        if inner.sync(dir, at)? {
            inner.state.folder("sync directory", dir)?.settle();
        }
        Ok(())
    }

    fn lock(&self, path: &str) -> Result<Box<dyn Held>, FileError> {
        check_path("lock", path)?;
        let mut inner = self.inner();
        if !inner.locked.insert(path.to_owned()) {
            return Err(FileError::new("lock", path, ErrorKind::WouldBlock.into()));
        }
        Ok(Box::new(SimulatedLock { disk: self.clone(), path: path.to_owned() }))
    }
}

#[derive(Debug)]
struct SimulatedLock {
    disk: SimulatedFiles,
    path: String,
}

impl Held for SimulatedLock {}

impl Drop for SimulatedLock {
    fn drop(&mut self) {
        self.disk.inner().locked.remove(&self.path);
    }
}

/// An open file knows its node, not its name: it survives a rename.
#[derive(Debug)]
struct SimulatedFile {
    disk: SimulatedFiles,
    node: u64,
    path: String,
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

    fn len(&self) -> Result<u64, FileError> {
        let mut inner = self.disk.inner();
        self.with(&mut inner, |content| u64::try_from(content.visible.len()).unwrap_or(u64::MAX))
    }
}
