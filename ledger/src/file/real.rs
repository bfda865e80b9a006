//! The real disk.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{DirBuilderExt, FileExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rustix::fs::{CWD, FallocateFlags, FlockOperation, RenameFlags};

use super::{FileError, Files, Held, Kind, Open, OpenFile, SyncPoint, Taken, check_path, parent};

/// Zeros are written in pieces of this size, which bounds the memory it takes.
const ZEROS: &[u8] = &[0; 64 * 1024];

/// A directory of the real file system.
#[derive(Debug)]
pub struct RealFiles {
    root: PathBuf,
    /// Directories with unsynced changes, open since before the first of them.
    changed: Mutex<BTreeMap<String, File>>,
}

impl RealFiles {
    /// Everything below `root`, which must be an existing directory.
    pub fn at(root: &Path) -> Result<RealFiles, FileError> {
        let shown = root.display().to_string();
        let meta = fs::metadata(root).map_err(|source| FileError::new("open directory", &shown, source))?;
        if !meta.is_dir() {
            return Err(FileError::new("open directory", &shown, ErrorKind::NotADirectory.into()));
        }
        Ok(RealFiles { root: root.to_owned(), changed: Mutex::default() })
    }

    /// As [`RealFiles::at`], making the directory (one level) if it is absent, and its name durable.
    pub fn create(root: &Path) -> Result<RealFiles, FileError> {
        RealFiles::create_as(root, &fs::DirBuilder::new())
    }

    /// As [`RealFiles::create`], a new directory for its owner alone (0700).
    pub fn create_private(root: &Path) -> Result<RealFiles, FileError> {
        RealFiles::create_as(root, fs::DirBuilder::new().mode(0o700))
    }

    /// Makes the root for its owner alone (0700), whatever it was.
    pub fn make_private(&self) -> Result<(), FileError> {
        fs::set_permissions(&self.root, fs::Permissions::from_mode(0o700))
            .map_err(|source| FileError::new("make private", &self.root.display().to_string(), source))
    }

    fn create_as(root: &Path, builder: &fs::DirBuilder) -> Result<RealFiles, FileError> {
        let shown = root.display().to_string();
        let wrong = |source| FileError::new("create directory", &shown, source);
        match builder.create(root) {
            Ok(()) => {
                let above = root.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
                File::open(above).and_then(|dir| dir.sync_all()).map_err(wrong)?;
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(wrong(error)),
        }
        RealFiles::at(root)
    }

    /// The root directory.
    pub fn root(&self) -> &Path {
        &self.root
    }

    fn full(&self, doing: &'static str, path: &str) -> Result<PathBuf, FileError> {
        check_path(doing, path)?;
        Ok(if path.is_empty() { self.root.clone() } else { self.root.join(path) })
    }

    /// Opens the directory of `path` before it changes, so that its sync sees every write-back error since.
    fn hold_parent(&self, path: &str) -> Result<(), FileError> {
        let dir = parent(path);
        let mut changed = self.changed.lock().unwrap_or_else(PoisonError::into_inner);
        if !changed.contains_key(dir) {
            let full = self.full("open directory", dir)?;
            let handle = File::open(full).map_err(|source| FileError::new("open directory", dir, source))?;
            changed.insert(dir.to_owned(), handle);
        }
        Ok(())
    }
}

impl Files for RealFiles {
    fn open(&self, path: &str, how: Open) -> Result<Box<dyn OpenFile>, FileError> {
        let full = self.full("open", path)?;
        let mut options = OpenOptions::new();
        options.read(true).write(true);
        match how {
            Open::Existing => {}
            Open::New => {
                options.create_new(true);
            }
            Open::Scratch => {
                options.create(true).truncate(true);
            }
            Open::PrivateScratch => {
                // A left-over of the same name might have a wider mode, which creation would keep.
                match fs::remove_file(&full) {
                    Err(error) if error.kind() != ErrorKind::NotFound => {
                        return Err(FileError::new("remove", path, error));
                    }
                    _ => {}
                }
                options.create_new(true).mode(0o600);
            }
        }
        if how != Open::Existing {
            self.hold_parent(path)?;
        }
        let file = options.open(full).map_err(|source| FileError::new("open", path, source))?;
        Ok(Box::new(RealFile { file, path: path.to_owned() }))
    }

    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, FileError> {
        match fs::read(self.full("read", path)?) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if is_no_such_name(&error) => Ok(None),
            Err(error) => Err(FileError::new("read", path, error)),
        }
    }

    fn kind(&self, path: &str) -> Result<Option<Kind>, FileError> {
        match fs::metadata(self.full("look at", path)?) {
            Ok(meta) if meta.is_dir() => Ok(Some(Kind::Directory)),
            Ok(meta) => Ok(Some(Kind::File(meta.len()))),
            Err(error) if is_no_such_name(&error) => Ok(None),
            Err(error) => Err(FileError::new("look at", path, error)),
        }
    }

    fn list(&self, dir: &str) -> Result<Vec<String>, FileError> {
        let wrong = |source| FileError::new("list", dir, source);
        let mut names = Vec::new();
        for item in fs::read_dir(self.full("list", dir)?).map_err(wrong)? {
            // A name that is not UTF-8 is none of ours; it is shown, so that somebody notices.
            names.push(item.map_err(wrong)?.file_name().to_string_lossy().into_owned());
        }
        names.sort();
        Ok(names)
    }

    fn create_dir(&self, path: &str) -> Result<(), FileError> {
        let full = self.full("create directory", path)?;
        self.hold_parent(path)?;
        match fs::create_dir(&full) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists || !full.is_dir() => {
                Err(FileError::new("create directory", path, error))
            }
            _ => Ok(()),
        }
    }

    fn rename(&self, from: &str, to: &str, taken: Taken) -> Result<(), FileError> {
        let (source, target) = (self.full("rename", from)?, self.full("rename", to)?);
        self.hold_parent(from)?;
        self.hold_parent(to)?;
        let done = match taken {
            Taken::Replace => fs::rename(source, target),
            Taken::Refuse => rename_once(&source, &target),
        };
        done.map_err(|error| FileError::new("rename", to, error))
    }

    fn remove(&self, path: &str) -> Result<(), FileError> {
        let full = self.full("remove", path)?;
        let done = if full.is_dir() { fs::remove_dir(full) } else { fs::remove_file(full) };
        done.map_err(|error| FileError::new("remove", path, error))
    }

    fn sync_dir(&self, dir: &str, _at: SyncPoint) -> Result<(), FileError> {
        let full = self.full("sync directory", dir)?;
        let held = self.changed.lock().unwrap_or_else(PoisonError::into_inner).remove(dir);
        let wrong = |source| FileError::new("sync directory", dir, source);
        let handle = held.map_or_else(|| File::open(full), Ok).map_err(wrong)?;
        handle.sync_all().map_err(wrong)
    }

    fn lock(&self, path: &str) -> Result<Box<dyn Held>, FileError> {
        let full = self.full("lock", path)?;
        let wrong = |source| FileError::new("lock", path, source);
        let file = OpenOptions::new().write(true).create(true).truncate(false).open(full).map_err(wrong)?;
        match rustix::fs::flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => Ok(Box::new(RealLock { _file: file })),
            Err(errno) => Err(wrong(errno.into())),
        }
    }
}

/// A path through a file that is no directory names nothing either.
fn is_no_such_name(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

/// Renames unless the name is taken. Where the file system has no such call, the directory lock makes us the only
/// writer, so looking first is as good.
fn rename_once(source: &Path, target: &Path) -> io::Result<()> {
    match rustix::fs::renameat_with(CWD, source, CWD, target, RenameFlags::NOREPLACE) {
        Ok(()) => Ok(()),
        Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS) => {
            if fs::symlink_metadata(target).is_ok() {
                return Err(ErrorKind::AlreadyExists.into());
            }
            fs::rename(source, target)
        }
        Err(errno) => Err(errno.into()),
    }
}

/// Closing the file ends the lock (`flock` belongs to the open file).
#[derive(Debug)]
struct RealLock {
    _file: File,
}

impl Held for RealLock {}

#[derive(Debug)]
struct RealFile {
    file: File,
    path: String,
}

impl RealFile {
    fn wrong(&self, doing: &'static str, source: io::Error) -> FileError {
        FileError::new(doing, &self.path, source)
    }
}

impl OpenFile for RealFile {
    fn write_at(&mut self, offset: u64, bytes: &[u8]) -> Result<(), FileError> {
        self.file.write_all_at(bytes, offset).map_err(|error| self.wrong("write", error))
    }

    fn read_at(&self, offset: u64, len: usize) -> Result<Vec<u8>, FileError> {
        let mut bytes = vec![0; len];
        let mut done = 0;
        while let Some(rest) = bytes.get_mut(done..).filter(|rest| !rest.is_empty()) {
            let at = offset.saturating_add(u64::try_from(done).unwrap_or(u64::MAX));
            match self.file.read_at(rest, at) {
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
        match rustix::fs::fallocate(&self.file, FallocateFlags::empty(), from, to.saturating_sub(from)) {
            Ok(()) | Err(rustix::io::Errno::OPNOTSUPP | rustix::io::Errno::INVAL) => {}
            Err(errno) => return Err(self.wrong("reserve space for", errno.into())),
        }
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
        self.file.sync_data().map_err(|error| self.wrong("sync", error))
    }

    fn len(&self) -> Result<u64, FileError> {
        self.file.metadata().map(|meta| meta.len()).map_err(|error| self.wrong("look at", error))
    }
}
