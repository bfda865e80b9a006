//! The store: where entries get their positions. A port and its drivers.
//!
//! # Contract
//! All drivers keep it alike; `tests/tests/store_contract.rs` asks each of them the same questions.
//!
//! - The log is a sequence of opaque entries of at most [`ENTRY_BYTES_MAX`] bytes. Positions
//!   start at 0, have no gaps, and never change.
//! - [`Store::append_group`] adds a group of 1 to [`MAX_GROUP`](crate::journal::MAX_GROUP) entries as a whole or not
//!   at all, and only at the head the caller decided on. `seal` signs the new head *before* anything is durable; the
//!   note leaves the store only after the group is. `Ok` means: durable, in these positions, under this note.
//! - `Stale` means that somebody else was first; nothing was written; decide again. `Unknown` means that the group
//!   may or may not be there; nobody may be told either; the caller reads the head again (on a directory: after a
//!   restart) and looks. It is never answered with a second attempt. [`Fatal`] means that the store has stopped
//!   acknowledging for good; reading goes on.
//! - [`Scarce`] means that the system was short of descriptors or memory before anything was done, for longer than the
//!   store waits. Nothing is lost and nothing has stopped: ask again.
//! - [`Store::read`] and [`Store::head`] see exactly what was acknowledged, at once.
//! - [`Store::publish_head`] makes the head visible to those who read files; a published head is never taken back.
//! - [`Store::publish_cosigned`] adds cosignatures to the published note and changes nothing else: another head, or a note
//!   the log's key did not sign, is not taken. The next head is published without them.
//! - [`Store::put_blob`] is durable before it answers; the name is the SHA-256 of the bytes.
//! - [`Store::lease`] fences writers of a medium that several processes share: once somebody claimed a higher epoch, a
//!   claim of a lower one is refused, and so are appends of a handle that holds one. A directory and a memory have
//!   one writer, so there only the claims are compared.
//! - Calls block and may come from any thread.

mod dir;
mod examine;
mod hold;
mod memory;
mod walk;

use std::fmt;
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use sha2::{Digest as _, Sha256};

use crate::checkpoint::{Checkpoint, MAX_NOTE_BYTES};
use crate::entry::ENTRY_BYTES_MAX;
use crate::file::{Fault, FileError};
use crate::journal::{MAX_GROUP, MAX_NOTE};
use crate::merkle::Hash;
pub use crate::publish::Pace;
pub use dir::{AnchorError, CreateError, DirOptions, DirStore, OpenError, Opened, look_for};
pub use examine::{Anchor, fsck};
pub use hold::Hold;
pub use memory::MemoryStore;

/// A ledger's log. See the contract above.
pub trait Store: Send + Sync {
    /// Adds a group right after `expected`, sealed by `seal`.
    fn append_group(
        &self,
        expected: &Head,
        entries: &[Arc<[u8]>],
        seal: Seal<'_>,
    ) -> Result<Appended, AppendError>;
    /// The entries at these positions, all of them.
    fn read(&self, range: Range<u64>) -> Result<Vec<Arc<[u8]>>, RangeError>;
    /// The last acknowledged head.
    fn head(&self) -> Head;
    /// Lets readers of files see the head; at most once a second unless `pace` says now. `now_ms`: milliseconds of
    /// any clock that mostly goes forward. Answers the size that is published.
    fn publish_head(&self, now_ms: u64, pace: Pace) -> Result<u64, StoreError>;
    /// The note that [`Store::publish_head`] or [`Store::publish_cosigned`] published last; `None` before the first.
    fn published(&self) -> Option<Arc<str>>;
    /// Publishes `note` in place of the published one: the same head, signed by the log, with cosignatures beside.
    /// Durable before it answers `true`. `false`: it is not that head (a newer one may be published by now), the log's
    /// signature does not verify, or it is longer than a note may be; nothing was written.
    fn publish_cosigned(&self, note: &str) -> Result<bool, StoreError>;
    /// Waits until the log has more than `size` entries, or until `timeout`; the head then.
    fn await_head(&self, size: u64, timeout: Duration) -> Head;
    /// Keeps bytes under their SHA-256; answers it as 64 lower-case hex digits. Keeping them again is no error.
    fn put_blob(&self, bytes: &[u8]) -> Result<String, StoreError>;
    /// The bytes of that SHA-256, checked, or `None`.
    fn get_blob(&self, sha256: &str) -> Result<Option<Vec<u8>>, Fault>;
    /// Claims the right to append as `epoch`; again with the same epoch is no error.
    fn lease(&self, epoch: u64) -> Result<(), Superseded>;
}

/// Signs the head (size, root) after a group: answers the signed note's text. Called at most once, before the sync.
pub type Seal<'a> = Box<dyn FnOnce(u64, Hash) -> Result<String, SealError> + 'a>;

/// A head: what the log was when it had `size` entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Number of entries.
    pub size: u64,
    /// Merkle root over them (RFC 6962).
    pub root: Hash,
    /// Signed note over both (C2SP signed-note).
    pub note: Arc<str>,
}

impl Head {
    /// Whether both are the same log at the same size.
    pub fn is_same_log(&self, other: &Head) -> bool {
        (self.size, self.root) == (other.size, other.root)
    }
}

/// A group that is durable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appended {
    /// Position of its first entry.
    pub first: u64,
    /// The head after it.
    pub head: Head,
}

/// Opens a signed note: checks origin and signature, and answers what it says. Given by the caller, who knows the
/// keys; the store knows none. The error is one line for people.
pub trait NoteCheck: Send + Sync {
    /// The checkpoint in `note`, if the log's key signed it.
    fn check(&self, note: &str) -> Result<Checkpoint, String>;
}

impl<F: Fn(&str) -> Result<Checkpoint, String> + Send + Sync> NoteCheck for F {
    fn check(&self, note: &str) -> Result<Checkpoint, String> {
        self(note)
    }
}

/// The head could not be signed, or what was signed is not this head. The key or the caller is at fault.
#[derive(Debug, thiserror::Error)]
#[error("cannot seal the head: {0}")]
pub struct SealError(pub String);

/// The store has stopped acknowledging.
///
/// Going on would be worse: after a failed write or sync the disk holds something between the old state and the new
/// one, asking it again proves nothing (Linux forgets the failed pages), and a receipt given now might not survive
/// the next power cut. The next start reads what is really there and writes it anew. Reading goes on meanwhile.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the ledger has stopped acknowledging: {why}; {remedy}")]
pub struct Fatal {
    /// What happened, with the file it happened to.
    pub why: Arc<str>,
    /// What to do before the restart.
    pub remedy: Remedy,
}

/// What to do about a store that has stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// The disk or the quota is full.
    MakeRoom,
    /// A file would become longer than this process may make one.
    AllowLongerFiles,
    /// The directory or a file in it was moved or replaced while in use.
    RestoreDirectory,
    /// Something else failed.
    CheckDisk,
}

impl fmt::Display for Remedy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Remedy::MakeRoom => "make room, then restart",
            Remedy::AllowLongerFiles => "raise the limit on the length of files (`ulimit -f`), then restart",
            Remedy::RestoreDirectory => {
                "two copies may go on separately: stop everything that runs on either, put back the directory that was \
                 taken away, then restart"
            }
            Remedy::CheckDisk => "check the disk, then restart",
        })
    }
}

impl From<FileError> for Fatal {
    fn from(error: FileError) -> Fatal {
        let remedy = if error.is_full() {
            Remedy::MakeRoom
        } else if error.is_too_large() {
            Remedy::AllowLongerFiles
        } else if error.is_lost() {
            Remedy::RestoreDirectory
        } else {
            Remedy::CheckDisk
        };
        Fatal { why: error.to_string().into(), remedy }
    }
}

impl From<Fault> for Fatal {
    fn from(fault: Fault) -> Fatal {
        match fault {
            Fault::Disk(error) => error.into(),
            Fault::Unsound(finding) => Fatal { why: finding.to_string().into(), remedy: Remedy::CheckDisk },
        }
    }
}

/// The system was short of something before anything was done, for longer than the store waits. The store goes on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("nothing was changed, because the system is short of descriptors or memory: {why}; try again")]
pub struct Scarce {
    /// What was tried, and what the system said.
    pub why: Arc<str>,
}

impl From<FileError> for Scarce {
    fn from(error: FileError) -> Scarce {
        Scarce { why: error.to_string().into() }
    }
}

/// Why something other than a group was not published or kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The store has stopped.
    #[error(transparent)]
    Fatal(#[from] Fatal),
    /// Not now; the store goes on.
    #[error(transparent)]
    Scarce(#[from] Scarce),
}

impl From<StoreError> for AppendError {
    fn from(error: StoreError) -> AppendError {
        match error {
            StoreError::Fatal(fatal) => AppendError::Fatal(fatal),
            StoreError::Scarce(scarce) => AppendError::Scarce(scarce),
        }
    }
}

/// Why a group was not acknowledged.
#[derive(Debug, thiserror::Error)]
pub enum AppendError {
    /// Readers of files are too far behind; nothing was written. Call [`Store::publish_head`] and try again.
    #[error("too many entries wait to be cut into bundles: publish first")]
    Behind,
    /// Nothing was written, nor will be.
    #[error(transparent)]
    Fatal(#[from] Fatal),
    /// The group breaks a limit; nothing was written. The caller is at fault.
    #[error("{0}")]
    Group(GroupFault),
    /// Nothing was written; try again.
    #[error(transparent)]
    Scarce(#[from] Scarce),
    /// The head could not be signed; nothing was written.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The log has another head than the one decided on; nothing was written.
    #[error("the log has {} entries, not those this group was decided on", .head.size)]
    Stale {
        /// The head now.
        head: Head,
    },
    /// Somebody else writes now; nothing was written.
    #[error(transparent)]
    Superseded(#[from] Superseded),
    /// The group may or may not be in the log. The store is fatal from here on.
    #[error("it is unknown whether the group is in the log: {0}")]
    Unknown(#[source] Fatal),
}

/// Which limit a group breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GroupFault {
    /// No entries.
    #[error("a group has at least one entry")]
    Empty,
    /// An entry above [`ENTRY_BYTES_MAX`] bytes.
    #[error("entry {index} of the group has {len} bytes, more than {ENTRY_BYTES_MAX}")]
    EntryTooLong {
        /// Its number in the group, from 0.
        index: usize,
        /// Its length in bytes.
        len: usize,
    },
    /// More than [`MAX_GROUP`](crate::journal::MAX_GROUP) entries.
    #[error("a group of {len} entries, more than 1000")]
    TooMany {
        /// How many there are.
        len: usize,
    },
}

/// A higher epoch has been claimed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("epoch {current} has taken over the writing of this ledger")]
pub struct Superseded {
    /// The epoch that may write.
    pub current: u64,
}

/// Why entries cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum RangeError {
    /// The range ends beyond the log, or before it starts.
    #[error("positions {start}..{end} are not in a log of {size} entries")]
    Beyond {
        /// First position asked for.
        start: u64,
        /// Position after the last.
        end: u64,
        /// Size of the log.
        size: u64,
    },
    /// The disk failed, or what stands on it is not what was written.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// Checks a group's limits, the same for every driver.
fn check_group(entries: &[Arc<[u8]>]) -> Result<(), GroupFault> {
    let len = entries.len();
    if len == 0 {
        return Err(GroupFault::Empty);
    }
    if len > MAX_GROUP {
        return Err(GroupFault::TooMany { len });
    }
    match entries.iter().enumerate().find(|(_, entry)| entry.len() > ENTRY_BYTES_MAX) {
        Some((index, entry)) => Err(GroupFault::EntryTooLong { index, len: entry.len() }),
        None => Ok(()),
    }
}

/// Checks that the note says what was sealed, the same for every driver.
fn check_seal(check: &dyn NoteCheck, note: &str, size: u64, root: Hash) -> Result<(), SealError> {
    if note.len() > MAX_NOTE {
        return Err(SealError(format!("a note of {} bytes, more than {MAX_NOTE}", note.len())));
    }
    let said = check.check(note).map_err(SealError)?;
    if (said.size, said.root) != (size, root) {
        return Err(SealError(format!("the note is over another head than size {size}")));
    }
    Ok(())
}

/// Whether `note` says what the published one says, the same for every driver.
fn is_same_head(check: &dyn NoteCheck, published: &str, note: &str) -> bool {
    if note.len() > MAX_NOTE_BYTES {
        return false;
    }
    match (check.check(published), check.check(note)) {
        (Ok(published), Ok(said)) => published == said,
        _ => false,
    }
}

fn check_range(range: &Range<u64>, size: u64) -> Result<(), RangeError> {
    if range.start > range.end || range.end > size {
        return Err(RangeError::Beyond { start: range.start, end: range.end, size });
    }
    Ok(())
}

/// SHA-256 as 64 lower-case hex digits.
fn blob_name(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn is_blob_name(name: &str) -> bool {
    name.len() == 64 && name.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// A position as an index in memory.
fn index(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

/// A length in memory as a number of positions.
fn count(len: usize) -> u64 {
    u64::try_from(len).unwrap_or(u64::MAX)
}
