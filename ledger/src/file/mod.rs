//! The one door to the disk, and its twin that loses power.
//!
//! Everything the ledger keeps goes through [`Files`]: the journal, the published log, packs, keys. The port is
//! small so that the twin ([`simulated::SimulatedFiles`]) can be exact about the only question that matters: what
//! is still there after the power went? Promises of an implementation:
//!
//! - Paths are relative to one root, with `/` between names; `""` is the root itself. No name is empty, `.` or `..`.
//! - A write, a creation, a rename or a removal is visible at once and durable only after the matching
//!   [`OpenFile::sync_data`] or [`Files::sync_dir`] returned `Ok`. Until then it may be lost, torn or reordered.
//! - After `Err` from a sync nothing is known and asking again proves nothing (Linux marks the pages clean). So no
//!   caller here ever repeats a sync: it stops, and the next start writes the unproven bytes anew.
//! - A handle stays open from the write to the sync, and a directory's handle is held from its first unsynced change
//!   to its sync, because Linux reports a write-back error only to handles that were open when it happened. So a
//!   directory that was changed needs no new handle for its sync.
//! - An operation of [`Files`] that found no descriptor or no memory before it had changed anything says so
//!   ([`FileError::is_scarce`]); it may be tried again. An error of an [`OpenFile`], or of a sync, never says so.
//! - A lock is on the directory or the file itself, not on a name: removing, renaming or replacing a name gives it to
//!   nobody. Whether the name still stands for what is locked is a question of its own ([`Held::check`],
//!   [`OpenFile::check_named`]).
//! - What is created is for its owner alone: files 0600, directories 0700.
//!
//! Each sync names its call site with a [`SyncPoint`], so that a test can switch one kind off and prove that the
//! ledger is worse without it.

mod durable;
mod finding;
mod limit;
mod patient;
mod point;
mod real;
mod reserve;
pub mod simulated;

use std::fmt;
use std::io;

pub use durable::{Durable, write_durably};
pub(crate) use durable::{is_scratch, scratch_name, write_scratch};
pub use finding::{Fault, Finding, FindingKind};
pub use limit::{FILE_SIZE_SIGNAL, private_by_default, raise_descriptor_limit};
pub(crate) use patient::Patient;
pub use point::SyncPoint;
pub use real::RealFiles;

/// One root directory and what may be done below it.
pub trait Files: Send + Sync + fmt::Debug {
    /// Opens the file at `path`. Fails if `how` asks for a new file and the name is taken, or the reverse.
    fn open(&self, path: &str, how: Open) -> Result<Box<dyn OpenFile>, FileError>;
    /// The whole content, or `None` if there is no such name.
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, FileError>;
    /// What `path` names, or `None` if nothing.
    fn kind(&self, path: &str) -> Result<Option<Kind>, FileError>;
    /// The names in a directory, sorted. An absent directory is an error.
    fn list(&self, dir: &str) -> Result<Vec<String>, FileError>;
    /// Makes one directory; its parent must exist. A directory that is already there is no error.
    fn create_dir(&self, path: &str) -> Result<(), FileError>;
    /// Gives a file another name, in one step.
    fn rename(&self, from: &str, to: &str, taken: Taken) -> Result<(), FileError>;
    /// Removes a file or an empty directory.
    fn remove(&self, path: &str) -> Result<(), FileError>;
    /// Makes the names in `dir` durable.
    fn sync_dir(&self, dir: &str, at: SyncPoint) -> Result<(), FileError>;
    /// Takes the exclusive lock on the directory `dir` itself, by whatever path it was reached. Fails at once when
    /// somebody holds it ([`FileError::is_locked`]). The lock ends when the answer is dropped, or with the process.
    fn hold(&self, dir: &str) -> Result<Box<dyn Held>, FileError>;
    /// The permission bits of what `path` names (`0o600`), or `None` if nothing has that name.
    fn mode(&self, path: &str) -> Result<Option<u32>, FileError>;
    /// Keeps up to so many descriptors back for whatever changes files here, so that it goes on when all others are
    /// taken. Fewer where the system gives fewer.
    fn reserve(&self, descriptors: usize);
}

/// An open file. Offsets and lengths are bytes.
pub trait OpenFile: Send + fmt::Debug {
    /// Writes all of `bytes` at `offset`, growing the file if need be.
    fn write_at(&mut self, offset: u64, bytes: &[u8]) -> Result<(), FileError>;
    /// Reads up to `len` bytes at `offset`; fewer only at the end of the file.
    fn read_at(&self, offset: u64, len: usize) -> Result<Vec<u8>, FileError>;
    /// Makes the bytes `from..to` zeros on allocated blocks, so that a later write there needs no more space.
    fn fill_zeros(&mut self, from: u64, to: u64) -> Result<(), FileError>;
    /// Makes content and length durable.
    fn sync_data(&mut self, at: SyncPoint) -> Result<(), FileError>;
    /// Takes the exclusive lock on the file itself, whatever names it has, until it is closed. Fails at once when
    /// somebody holds it ([`FileError::is_locked`]).
    fn lock(&mut self) -> Result<(), FileError>;
    /// Fails ([`FileError::is_lost`]) unless `path` still names this file.
    fn check_named(&self, path: &str) -> Result<(), FileError>;
    /// Whether it has more than one name: somebody made a copy by hard links.
    fn has_other_names(&self) -> Result<bool, FileError>;
    /// The length now.
    fn len(&self) -> Result<u64, FileError>;
    /// Whether there is no byte in it.
    fn is_empty(&self) -> Result<bool, FileError> {
        Ok(self.len()? == 0)
    }
}

/// A directory whose lock is held; dropping it lets go.
pub trait Held: Send + Sync + fmt::Debug {
    /// Fails ([`FileError::is_lost`]) unless the path still names the directory that is held. Costs one look at the
    /// path and takes no descriptor.
    fn check(&self) -> Result<(), FileError>;
}

/// How to open a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Open {
    /// Must exist; read and write.
    Existing,
    /// Must not exist yet.
    New,
    /// Created, or emptied if it exists: for temporary names only.
    Scratch,
    /// As `Scratch`, but never the file that was left under that name: for keys.
    PrivateScratch,
}

/// What a rename does when the new name is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// Takes its place, in one step.
    Replace,
    /// Fails ([`FileError::is_taken`]): for files that are written once.
    Refuse,
}

/// What a path names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A file and its length in bytes.
    File(u64),
    /// A directory.
    Directory,
}

/// An operation on the disk failed: the disk, the operating system or a permission is at fault.
#[derive(Debug, thiserror::Error)]
#[error("cannot {doing} `{path}`: {source}")]
pub struct FileError {
    /// What was tried: `open`, `sync`, ..
    pub doing: &'static str,
    /// Path below the root; the root itself by its own path.
    pub path: String,
    /// What the system said.
    #[source]
    pub source: io::Error,
    /// The system was short of something before anything was done.
    scarce: bool,
}

impl FileError {
    /// An error of `doing` at `path`.
    pub fn new(doing: &'static str, path: &str, source: io::Error) -> FileError {
        FileError { doing, path: path.to_owned(), source, scarce: false }
    }

    /// As [`FileError::new`], where the error says that nothing was done.
    pub(crate) fn before(doing: &'static str, path: &str, source: io::Error) -> FileError {
        let scarce = is_shortage(&source);
        FileError { scarce, ..FileError::new(doing, path, source) }
    }

    /// The same error, after something was done already: it must not be tried again.
    pub(crate) fn after_all(self) -> FileError {
        FileError { scarce: false, ..self }
    }

    /// `path` no longer names what is held.
    pub(crate) fn lost(path: &str) -> FileError {
        FileError::new("keep", path, io::Error::other(Lost))
    }

    /// Nothing has that name.
    pub fn is_absent(&self) -> bool {
        self.source.kind() == io::ErrorKind::NotFound
    }

    /// The disk or the quota is full.
    pub fn is_full(&self) -> bool {
        matches!(self.source.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
    }

    /// The file would become longer than this process may make one (`ulimit -f`), or than the file system can.
    pub fn is_too_large(&self) -> bool {
        self.source.kind() == io::ErrorKind::FileTooLarge
    }

    /// The name is taken.
    pub fn is_taken(&self) -> bool {
        self.source.kind() == io::ErrorKind::AlreadyExists
    }

    /// Somebody else holds the lock.
    pub fn is_locked(&self) -> bool {
        self.source.kind() == io::ErrorKind::WouldBlock
    }

    /// What was held is no longer there by its name: it was moved, replaced or removed.
    pub fn is_lost(&self) -> bool {
        self.source.get_ref().is_some_and(|inner| inner.is::<Lost>())
    }

    /// The system had no descriptor or no memory to give (EMFILE, ENFILE, ENOMEM), or was interrupted (EINTR), before
    /// anything was done: the same may be tried again.
    pub fn is_scarce(&self) -> bool {
        self.scarce
    }
}

/// Something else, or nothing, stands where the held directory or file was.
#[derive(Debug, thiserror::Error)]
#[error("it was moved, replaced or removed while in use")]
struct Lost;

/// Whether the system was short of something that others may give back.
fn is_shortage(error: &io::Error) -> bool {
    use rustix::io::Errno;
    let short = [Errno::MFILE, Errno::NFILE, Errno::NOMEM, Errno::INTR];
    error.raw_os_error().is_some_and(|code| short.iter().any(|errno| errno.raw_os_error() == code))
}

/// The directory part of a path: `a/b` of `a/b/c`, `""` of `c`.
pub fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(parent, _)| parent)
}

/// Refuses names that could lead outside the root.
fn check_path(doing: &'static str, path: &str) -> Result<(), FileError> {
    let sound = |name: &str| !matches!(name, "" | "." | "..") && !name.contains(['\0', '\\']);
    if path.is_empty() || path.split('/').all(sound) {
        return Ok(());
    }
    Err(FileError::new(doing, path, io::Error::new(io::ErrorKind::InvalidInput, "not a plain relative path")))
}
