//! The real disk.
//!
//! Every path is looked up from a handle of the root that is opened once. So what is locked is what is written to: whoever
//! moves the directory away and puts a copy in its place takes nothing from us and gives us nothing of his.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read as _};
use std::os::fd::OwnedFd;
use std::os::unix::fs::{DirBuilderExt as _, FileExt as _, MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustix::fs::{AtFlags, Dir, FallocateFlags, FileType, FlockOperation, Mode, OFlags, RenameFlags, Stat};
use rustix::fs::{fallocate, flock, mkdirat, openat, renameat, renameat_with, statat, unlinkat};
use rustix::io::{Errno, retry_on_intr};

use super::reserve::{Handle, Reserve};
use super::{FileError, Files, Held, Kind, Open, OpenFile, SyncPoint, Taken, check_path, parent};

/// Zeros are written in pieces of this size, which bounds the memory it takes.
const ZEROS: &[u8] = &[0; 64 * 1024];
/// Mode of every file that is created: its owner's alone.
const FILE_MODE: Mode = Mode::RUSR.union(Mode::WUSR);
/// Mode of every directory that is created: likewise.
const FOLDER_MODE: Mode = Mode::RWXU;
/// The permission bits of a mode.
const PERMISSIONS: u32 = 0o7777;
/// How a directory is opened.
const FOLDER: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);

/// A directory of the real file system.
#[derive(Debug)]
pub struct RealFiles {
    root: PathBuf,
    /// The same from the root of the file system, its symbolic links unresolved: also the right one after the working
    /// directory was moved.
    absolute: PathBuf,
    top: Arc<File>,
    reserve: Arc<Reserve>,
    /// Directories with unsynced changes, open since before the first of them.
    changed: Mutex<BTreeMap<String, Handle>>,
}

impl RealFiles {
    /// Everything below `root`, which must be an existing directory.
    pub fn at(root: &Path) -> Result<RealFiles, FileError> {
        let wrong = |source| FileError::new("open directory", &root.display().to_string(), source);
        let absolute = std::path::absolute(root).map_err(wrong)?;
        let top =
            openat(rustix::fs::CWD, root, FOLDER, Mode::empty()).map_err(|errno| wrong(errno.into()))?;
        let top = Arc::new(File::from(top));
        let reserve = Arc::new(Reserve::new(Arc::clone(&top)));
        Ok(RealFiles { root: root.to_owned(), absolute, top, reserve, changed: Mutex::default() })
    }

    /// As [`RealFiles::at`], making the directory (one level, mode 0700) if it is absent, and its name durable.
    pub fn create(root: &Path) -> Result<RealFiles, FileError> {
        let shown = root.display().to_string();
        let wrong = |source| FileError::new("create directory", &shown, source);
        match fs::DirBuilder::new().mode(FOLDER_MODE.bits()).create(root) {
            Ok(()) => {
                let above = root.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
                File::open(above).and_then(|dir| dir.sync_all()).map_err(wrong)?;
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(wrong(error)),
        }
        RealFiles::at(root)
    }

    /// Makes the root for its owner alone (0700), whatever it was.
    pub fn make_private(&self) -> Result<(), FileError> {
        fs::set_permissions(&self.root, fs::Permissions::from_mode(0o700))
            .map_err(|source| FileError::new("make private", &self.root.display().to_string(), source))
    }

    /// The root directory, as it was named.
    pub fn root(&self) -> &Path {
        &self.root
    }

    fn changed(&self) -> MutexGuard<'_, BTreeMap<String, Handle>> {
        self.changed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// An error before anything was done.
    fn wrong(&self, doing: &'static str, path: &str, source: impl Into<io::Error>) -> FileError {
        FileError::before(doing, &self.shown(path), source.into())
    }

    /// A path for messages: the root has no name below itself.
    fn shown(&self, path: &str) -> String {
        if path.is_empty() { self.root.display().to_string() } else { path.to_owned() }
    }

    fn folder(&self, path: &str) -> Result<Handle, FileError> {
        let open = || openat(self.top.as_ref(), below(path), FOLDER, Mode::empty());
        self.reserve.open(open).map_err(|error| self.wrong("open directory", path, error))
    }

    fn status(&self, doing: &'static str, path: &str) -> Result<Option<Stat>, FileError> {
        check_path(doing, path)?;
        match statat(self.top.as_ref(), below(path), AtFlags::empty()) {
            Ok(stat) => Ok(Some(stat)),
            Err(Errno::NOENT | Errno::NOTDIR) => Ok(None),
            Err(errno) => Err(self.wrong(doing, path, errno)),
        }
    }

    /// Opens the directory of `path` before it changes, so that its sync sees every write-back error since, and needs no
    /// descriptor.
    fn hold_parent(&self, path: &str) -> Result<(), FileError> {
        let dir = parent(path);
        let mut changed = self.changed();
        if !changed.contains_key(dir) {
            changed.insert(dir.to_owned(), self.folder(dir)?);
        }
        Ok(())
    }
}

impl Files for RealFiles {
    fn open(&self, path: &str, how: Open) -> Result<Box<dyn OpenFile>, FileError> {
        check_path("open", path)?;
        if how != Open::Existing {
            self.hold_parent(path)?;
        }
        let more = match how {
            Open::Existing => OFlags::empty(),
            Open::New => OFlags::CREATE | OFlags::EXCL,
            Open::Scratch => OFlags::CREATE | OFlags::TRUNC,
            Open::PrivateScratch => {
                // A left-over of the same name might have a wider mode, or be open elsewhere.
                match unlinkat(self.top.as_ref(), path, AtFlags::empty()) {
                    Ok(()) | Err(Errno::NOENT) => OFlags::CREATE | OFlags::EXCL,
                    Err(errno) => return Err(self.wrong("remove", path, errno)),
                }
            }
        };
        let flags = OFlags::RDWR | OFlags::CLOEXEC | more;
        let open = || openat(self.top.as_ref(), path, flags, FILE_MODE);
        let handle = self.reserve.open(open).map_err(|error| self.wrong("open", path, error))?;
        Ok(Box::new(RealFile { handle, top: Arc::clone(&self.top), path: path.to_owned(), place: None }))
    }

    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, FileError> {
        check_path("read", path)?;
        // Not from the reserve: readers are many.
        let flags = OFlags::RDONLY | OFlags::CLOEXEC;
        let mut file = match retry_on_intr(|| openat(self.top.as_ref(), below(path), flags, Mode::empty())) {
            Ok(fd) => File::from(fd),
            Err(Errno::NOENT | Errno::NOTDIR) => return Ok(None),
            Err(errno) => return Err(self.wrong("read", path, errno)),
        };
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(|error| self.wrong("read", path, error))?;
        Ok(Some(bytes))
    }

    fn kind(&self, path: &str) -> Result<Option<Kind>, FileError> {
        let Some(stat) = self.status("look at", path)? else { return Ok(None) };
        Ok(Some(match FileType::from_raw_mode(stat.st_mode) {
            FileType::Directory => Kind::Directory,
            _ => Kind::File(u64::try_from(stat.st_size).unwrap_or(0)),
        }))
    }

    fn list(&self, dir: &str) -> Result<Vec<String>, FileError> {
        check_path("list", dir)?;
        let wrong = |errno: Errno| self.wrong("list", dir, errno);
        // Not from the reserve, as reading.
        let fd: OwnedFd = openat(self.top.as_ref(), below(dir), FOLDER, Mode::empty()).map_err(wrong)?;
        let mut names = Vec::new();
        for item in Dir::new(fd).map_err(wrong)? {
            // A name that is not UTF-8 is none of ours; it is shown, so that somebody notices.
            let name = item.map_err(wrong)?.file_name().to_string_lossy().into_owned();
            if !matches!(name.as_str(), "." | "..") {
                names.push(name);
            }
        }
        names.sort();
        Ok(names)
    }

    fn create_dir(&self, path: &str) -> Result<(), FileError> {
        check_path("create directory", path)?;
        self.hold_parent(path)?;
        match retry_on_intr(|| mkdirat(self.top.as_ref(), path, FOLDER_MODE)) {
            Ok(()) => Ok(()),
            Err(Errno::EXIST) if self.kind(path)? == Some(Kind::Directory) => Ok(()),
            Err(errno) => Err(self.wrong("create directory", path, errno)),
        }
    }

    fn rename(&self, from: &str, to: &str, taken: Taken) -> Result<(), FileError> {
        check_path("rename", from)?;
        check_path("rename", to)?;
        self.hold_parent(from)?;
        self.hold_parent(to)?;
        let top = self.top.as_ref();
        let done = match taken {
            Taken::Replace => renameat(top, from, top, to),
            Taken::Refuse => rename_once(top, from, to),
        };
        done.map_err(|errno| self.wrong("rename", to, errno))
    }

    fn remove(&self, path: &str) -> Result<(), FileError> {
        check_path("remove", path)?;
        self.hold_parent(path)?;
        let is_folder = self.kind(path)? == Some(Kind::Directory);
        let flags = if is_folder { AtFlags::REMOVEDIR } else { AtFlags::empty() };
        unlinkat(self.top.as_ref(), path, flags).map_err(|errno| self.wrong("remove", path, errno))?;
        if is_folder {
            // What is gone is never synced.
            self.changed().remove(path);
        }
        Ok(())
    }

    fn sync_dir(&self, dir: &str, _at: SyncPoint) -> Result<(), FileError> {
        check_path("sync directory", dir)?;
        let held = self.changed().remove(dir);
        let handle = held.map_or_else(|| self.folder(dir), Ok)?;
        let wrong = |source| FileError::new("sync directory", &self.shown(dir), source);
        handle.with(File::sync_all).map_err(wrong)
    }

    fn hold(&self, dir: &str) -> Result<Box<dyn Held>, FileError> {
        check_path("lock", dir)?;
        // A handle of its own: the lock belongs to it, and ends with it.
        let handle = self.folder(dir)?;
        let wrong = |source| self.wrong("lock", dir, source);
        handle.with(try_lock).map_err(wrong)?;
        let place = handle.with(place_of).map_err(wrong)?;
        let whole = dir.is_empty().then(|| self.absolute.clone());
        let held = RealHeld {
            _handle: handle,
            place,
            top: Arc::clone(&self.top),
            whole,
            dir: dir.to_owned(),
            shown: self.shown(dir),
        };
        held.check()?;
        Ok(Box::new(held))
    }

    fn mode(&self, path: &str) -> Result<Option<u32>, FileError> {
        Ok(self.status("look at", path)?.map(|stat| stat.st_mode & PERMISSIONS))
    }

    fn reserve(&self, descriptors: usize) {
        self.reserve.fill(descriptors);
    }
}

/// A path as the system takes it: the root itself is `.`.
fn below(path: &str) -> &str {
    if path.is_empty() { "." } else { path }
}

/// Renames unless the name is taken. Where the file system has no such call, the directory lock makes us the only
/// writer, so looking first is as good.
fn rename_once(top: &File, from: &str, to: &str) -> Result<(), Errno> {
    match renameat_with(top, from, top, to, RenameFlags::NOREPLACE) {
        Err(Errno::INVAL | Errno::NOSYS) => match statat(top, to, AtFlags::SYMLINK_NOFOLLOW) {
            Ok(_) => Err(Errno::EXIST),
            Err(_) => renameat(top, from, top, to),
        },
        done => done,
    }
}

/// `flock`: on the inode, by the open file; the system ends it with the last descriptor.
fn try_lock(file: &File) -> io::Result<()> {
    Ok(retry_on_intr(|| flock(file, FlockOperation::NonBlockingLockExclusive))?)
}

/// Device and inode: no other file has them as long as this one is open.
fn place_of(file: &File) -> io::Result<(u64, u64)> {
    file.metadata().map(|meta| (meta.dev(), meta.ino()))
}

/// What `path` names below `top`.
fn place_below(top: &File, path: &str) -> Result<Option<(u64, u64)>, Errno> {
    match statat(top, below(path), AtFlags::empty()) {
        Ok(stat) => Ok(Some((stat.st_dev, stat.st_ino))),
        Err(Errno::NOENT | Errno::NOTDIR) => Ok(None),
        Err(errno) => Err(errno),
    }
}

/// Closing the directory ends the lock.
#[derive(Debug)]
struct RealHeld {
    _handle: Handle,
    place: (u64, u64),
    top: Arc<File>,
    /// For the root: its path, which is looked at from the root of the file system.
    whole: Option<PathBuf>,
    dir: String,
    shown: String,
}

impl Held for RealHeld {
    fn check(&self) -> Result<(), FileError> {
        let found = match &self.whole {
            Some(path) => match fs::metadata(path) {
                Ok(meta) => Ok(Some((meta.dev(), meta.ino()))),
                Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                    Ok(None)
                }
                Err(error) => Err(error),
            },
            None => place_below(&self.top, &self.dir).map_err(io::Error::from),
        };
        match found {
            Ok(Some(place)) if place == self.place => Ok(()),
            Ok(_) => Err(FileError::lost(&self.shown)),
            Err(error) => Err(FileError::before("look at", &self.shown, error)),
        }
    }
}

#[derive(Debug)]
struct RealFile {
    handle: Handle,
    top: Arc<File>,
    path: String,
    /// Looked up when it was locked.
    place: Option<(u64, u64)>,
}

impl RealFile {
    fn wrong(&self, doing: &'static str, source: io::Error) -> FileError {
        FileError::new(doing, &self.path, source)
    }
}

impl OpenFile for RealFile {
    fn write_at(&mut self, offset: u64, bytes: &[u8]) -> Result<(), FileError> {
        self.handle.with(|file| file.write_all_at(bytes, offset)).map_err(|error| self.wrong("write", error))
    }

    fn read_at(&self, offset: u64, len: usize) -> Result<Vec<u8>, FileError> {
        let mut bytes = vec![0; len];
        let mut done = 0;
        while let Some(rest) = bytes.get_mut(done..).filter(|rest| !rest.is_empty()) {
            let at = offset.saturating_add(u64::try_from(done).unwrap_or(u64::MAX));
            match self.handle.with(|file| file.read_at(rest, at)) {
                Ok(0) => break,
                Ok(more) => done = done.saturating_add(more),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(self.wrong("read", error)),
            }
        }
        bytes.truncate(done);
        Ok(bytes)
    }

    fn fill_zeros(&mut self, from: u64, to: u64) -> Result<(), FileError> {
        // Reserve first: a full disk is noticed before anything is written. Then write real zeros, so that a later
        // `fdatasync` of a record has no block map to change. Not every file system can reserve.
        let len = to.saturating_sub(from);
        let reserve =
            |file: &File| match retry_on_intr(|| fallocate(file, FallocateFlags::empty(), from, len)) {
                Ok(()) | Err(Errno::OPNOTSUPP | Errno::INVAL) => Ok(()),
                Err(errno) => Err(errno.into()),
            };
        self.handle.with(reserve).map_err(|error| self.wrong("reserve space for", error))?;
        let mut at = from;
        while at < to {
            let left = usize::try_from(to.saturating_sub(at)).unwrap_or(usize::MAX);
            let piece = ZEROS.get(..left).unwrap_or(ZEROS);
            self.write_at(at, piece)?;
            at = at.saturating_add(u64::try_from(piece.len()).unwrap_or(u64::MAX));
        }
        Ok(())
    }

    fn sync_data(&mut self, _at: SyncPoint) -> Result<(), FileError> {
        self.handle.with(File::sync_data).map_err(|error| self.wrong("sync", error))
    }

    fn lock(&mut self) -> Result<(), FileError> {
        self.handle.with(try_lock).map_err(|error| self.wrong("lock", error))?;
        self.place = Some(self.handle.with(place_of).map_err(|error| self.wrong("look at", error))?);
        Ok(())
    }

    fn check_named(&self, path: &str) -> Result<(), FileError> {
        check_path("look at", path)?;
        let ours = match self.place {
            Some(place) => place,
            None => self.handle.with(place_of).map_err(|error| self.wrong("look at", error))?,
        };
        match place_below(&self.top, path) {
            Ok(Some(place)) if place == ours => Ok(()),
            Ok(_) => Err(FileError::lost(path)),
            Err(errno) => Err(FileError::before("look at", path, errno.into())),
        }
    }

    fn has_other_names(&self) -> Result<bool, FileError> {
        let links = self.handle.with(File::metadata).map_err(|error| self.wrong("look at", error))?.nlink();
        Ok(links > 1)
    }

    fn len(&self) -> Result<u64, FileError> {
        let meta = self.handle.with(File::metadata).map_err(|error| self.wrong("look at", error))?;
        Ok(meta.len())
    }
}
