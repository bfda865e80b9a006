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
//!   to its sync, because Linux reports a write-back error only to handles that were open when it happened.
//!
//! Each sync names its call site with a [`SyncPoint`], so that a test can switch one kind off and prove that the
//! ledger is worse without it.

mod durable;
mod finding;
mod limit;
mod point;
mod real;
pub mod simulated;

use std::fmt;
use std::io;

pub use durable::{Durable, write_durably};
pub(crate) use durable::{is_scratch, scratch_name, write_scratch};
pub use finding::{Fault, Finding, FindingKind};
pub use limit::{FILE_SIZE_SIGNAL, private_by_default, raise_descriptor_limit};
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
    /// Takes the exclusive lock on the file at `path`, creating it. Fails at once when somebody holds it
    /// ([`FileError::is_locked`]). The lock ends when the answer is dropped, or with the process.
    fn lock(&self, path: &str) -> Result<Box<dyn Held>, FileError>;
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
    /// The length now.
    fn len(&self) -> Result<u64, FileError>;
    /// Whether there is no byte in it.
    fn is_empty(&self) -> Result<bool, FileError> {
        Ok(self.len()? == 0)
    }
}

/// A lock that is held; dropping it lets go.
pub trait Held: Send + Sync + fmt::Debug {}

/// How to open a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Open {
    /// Must exist; read and write.
    Existing,
    /// Must not exist yet.
    New,
    /// Created, or emptied if it exists: for temporary names only.
    Scratch,
    /// As `Scratch`, readable and writable by its owner alone (mode 0600): for keys.
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
    /// Path below the root.
    pub path: String,
    /// What the system said.
    #[source]
    pub source: io::Error,
}

impl FileError {
    /// An error of `doing` at `path`.
    pub fn new(doing: &'static str, path: &str, source: io::Error) -> FileError {
        FileError { doing, path: path.to_owned(), source }
    }

    /// Nothing has that name.
    pub fn is_absent(&self) -> bool {
        self.source.kind() == io::ErrorKind::NotFound
    }

    /// The disk or the quota is full.
    pub fn is_full(&self) -> bool {
        matches!(self.source.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
    }

    /// The name is taken.
    pub fn is_taken(&self) -> bool {
        self.source.kind() == io::ErrorKind::AlreadyExists
    }

    /// Somebody else holds the lock.
    pub fn is_locked(&self) -> bool {
        self.source.kind() == io::ErrorKind::WouldBlock
    }
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
