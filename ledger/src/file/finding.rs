//! One thing that is not as it must be in the ledger's files, named so that somebody can go and look.

use std::fmt;

use super::FileError;

/// What is wrong, in the order in which an auditor cares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FindingKind {
    /// Present, but not what it must be: flipped, cut, too long, swapped.
    Wrong,
    /// Not there at all.
    Absent,
    /// The disk or the network did not give it.
    Unreadable,
}

/// A file that is absent, wrong or unreadable.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Finding {
    /// Path below the data directory or, from a log reader, below the log.
    pub file: String,
    /// First byte that is wrong, if it can be told.
    pub offset: Option<u64>,
    /// Absent, wrong or unreadable.
    pub kind: FindingKind,
    /// What is the matter, in words.
    pub what: String,
}

impl Finding {
    /// Something wrong at a byte of a file.
    pub fn wrong(file: impl Into<String>, offset: u64, what: impl Into<String>) -> Finding {
        let (file, what) = (file.into(), what.into());
        Finding { file, offset: Some(offset), kind: FindingKind::Wrong, what }
    }

    /// A file that should be there.
    pub fn absent(file: impl Into<String>, what: impl Into<String>) -> Finding {
        Finding { file: file.into(), offset: None, kind: FindingKind::Absent, what: what.into() }
    }

    /// A file that could not be read.
    pub fn unreadable(file: impl Into<String>, what: impl Into<String>) -> Finding {
        Finding { file: file.into(), offset: None, kind: FindingKind::Unreadable, what: what.into() }
    }

    /// A file whose bytes should be `expected`: the first difference, if there is one.
    pub(crate) fn difference(file: &str, found: &[u8], expected: &[u8], what: &str) -> Option<Finding> {
        if found == expected {
            return None;
        }
        let same = found.iter().zip(expected).take_while(|(a, b)| a == b).count();
        Some(Finding::wrong(file, u64::try_from(same).unwrap_or(u64::MAX), what))
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.kind {
            FindingKind::Wrong => "is wrong",
            FindingKind::Absent => "is absent",
            FindingKind::Unreadable => "cannot be read",
        };
        write!(f, "`{}` {kind}", self.file)?;
        if let Some(offset) = self.offset {
            write!(f, " at byte {offset}")?;
        }
        write!(f, ": {}", self.what)
    }
}

impl From<FileError> for Finding {
    fn from(error: FileError) -> Finding {
        Finding::unreadable(error.path.clone(), error.to_string())
    }
}

/// Why work on the ledger's files ended: the disk, or what stands on it.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The disk or the operating system failed.
    #[error(transparent)]
    Disk(#[from] FileError),
    /// The bytes are not what they must be.
    #[error(transparent)]
    Unsound(#[from] Finding),
}
