//! Who may write to a ledger's directory: whoever holds the directories themselves.
//!
//! A lock file can be removed, and whoever creates it anew holds another lock. So the lock is on the inodes of what is
//! written to: the data directory, its `journal/`, and the segment that records go to ([`Shelf::lock_last`]). It is found by
//! every path: a symbolic link, a bind mount, another spelling, the directory's next name. What can still be done is to
//! put a copy in its place; then the writer notices, because the path names another inode ([`Hold::check`]).
//!
//! [`Shelf::lock_last`]: crate::journal::Shelf::lock_last

use crate::file::{FileError, Files, Held};
use crate::journal;

/// The locks on a ledger's directories. Dropping it lets go.
#[derive(Debug)]
pub struct Hold {
    root: Box<dyn Held>,
    journal: Option<Box<dyn Held>>,
}

impl Hold {
    /// Takes the locks of the data directory and of its journal, if it has one. Changes nothing on the disk.
    ///
    /// # Errors
    /// [`FileError::is_locked`] where another process has one of them.
    pub fn take(files: &dyn Files) -> Result<Hold, FileError> {
        let root = files.hold("")?;
        let journal = files.kind(journal::FOLDER)?.map(|_| files.hold(journal::FOLDER)).transpose()?;
        Ok(Hold { root, journal })
    }

    /// Whether the paths still name what is held. Two looks at paths, no descriptor.
    ///
    /// # Errors
    /// [`FileError::is_lost`] where they do not.
    pub fn check(&self) -> Result<(), FileError> {
        self.root.check()?;
        self.journal.as_ref().map_or(Ok(()), |journal| journal.check())
    }
}
