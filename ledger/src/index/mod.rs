//! The event store's read side, on sled: which entries speak of this subject, this undertaking, this issuer.
//!
//! # Contract
//! - **Never the source of truth.** The journal and the log are; this folder can be deleted at any time and is
//!   rebuilt from them by the same [`Follower::apply`] that feeds it live. Nothing here is read before an answer
//!   is given, so nothing here can make a receipt wrong.
//! - **Answers are right or refused.** [`Index::open`] reads every row and compares it with a count and a digest
//!   that were written in the same atomic batch; what sled itself lost, reordered or misread comes out as
//!   [`IndexError::Damaged`], also where sled panics. What this cannot see stands in `docs/spec/index.md`.
//! - **It knows how far it got.** The [`Cursor`] holds the number of entries and a running hash of their leaf
//!   hashes. The caller compares it with its log ([`Cursor::check`]) before it believes the index: that is how an
//!   index of another ledger, or one that is ahead of a log rolled back, is noticed.
//! - **No plain text on disk.** Names are stored as keyed 128-bit hashes; the key is drawn when the folder is
//!   created, so an erased subject's rows say nothing and a rebuild changes them all.
//! - **No background flush.** sled's timer is off; the caller says when ([`Follower::flush`]). A crash loses at most
//!   what was applied since, and the follower takes it up again from the log.
//!
//! One [`Follower`] writes; any number of [`Index`] clones read beside it and see whole batches only.

mod cursor;
mod follower;
mod guarded;
mod idmap;
mod postings;
mod query;
mod scan;

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

pub use cursor::Cursor;
pub use follower::{Follower, Indexed, MAX_BATCH, MAX_KEYS};
pub use idmap::{Found, Id128, IdHasher, IdMap};
pub use query::{MAX_FILTER_KEYS, MAX_PAGE, Page};

use guarded::Guarded;

/// Version of the row format in `docs/spec/index.md`; another number on disk means rebuild.
pub const FORMAT: u32 = 2;

/// What kind of name a posting is filed under. The numbers are on disk and never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Kind {
    /// The CloudEvents `subject`: an award, a project, a scheme.
    Subject = 1,
    /// The event type, such as `award.granted`.
    Type = 2,
    /// The party that signed, the CloudEvents `source`.
    Issuer = 3,
    /// An undertaking the event names, in its normalised form.
    Undertaking = 4,
    /// The outcome of the verdict.
    Outcome = 5,
    /// An award the event names, by its full id.
    Award = 6,
    /// A flag of the verdict.
    Flag = 7,
    /// A code of the verdict.
    Code = 8,
}

/// One name an entry is filed under, and one term of a filter.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The kind of name.
    pub kind: Kind,
    /// The name itself, already normalised: the index compares bytes.
    pub name: String,
}

impl Key {
    /// A key of the given kind and name.
    pub fn new(kind: Kind, name: impl Into<String>) -> Self {
        Self { kind, name: name.into() }
    }
}

/// Why the index gives no answer.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// What is on disk is not what was written, or sled failed on it. The folder is of no more use.
    #[error("the index is damaged ({what}); remove its folder and run `reindex`, nothing is lost")]
    Damaged {
        /// What was found, for the operator's log.
        what: String,
    },
    /// The index belongs to another ledger, or to more entries than this log holds.
    #[error("the index is of another log ({what}); remove its folder and run `reindex`, nothing is lost")]
    NotThisLog {
        /// Where the two part.
        what: String,
    },
    /// The operating system refused; the folder may be sound.
    #[error("cannot {doing} the index: {source}; mend the cause and open it again")]
    Io {
        /// What was being done.
        doing: &'static str,
        /// The refusal.
        #[source]
        source: std::io::Error,
    },
    /// Another handle, in this process or another, has the folder open.
    #[error("the index folder {path} is in use; stop the process that holds it")]
    Busy {
        /// The folder.
        path: PathBuf,
    },
    /// An earlier failure stopped this handle: what reached the disk is unknown until it is opened anew.
    #[error("the index stopped at an earlier error; open it again")]
    Stopped,
    /// A batch that does not go on where the cursor stands. Nothing was applied.
    #[error(
        "the batch holds position {found} where the index expects {expected}; feed it the log from there"
    )]
    Sequence {
        /// The cursor's next position.
        expected: u64,
        /// The position in the batch.
        found: u64,
    },
    /// More of something than the room takes at once. Nothing was done.
    #[error("{found} {what} are more than the {limit} taken at once")]
    TooMany {
        /// What there was too much of.
        what: &'static str,
        /// How many were given.
        found: usize,
        /// How many are taken.
        limit: usize,
    },
}

impl IndexError {
    /// Whether the remedy is to drop the folder and feed the log again.
    pub fn wants_rebuild(&self) -> bool {
        matches!(self, Self::Damaged { .. } | Self::NotThisLog { .. })
    }

    fn damaged(what: impl Into<String>) -> Self {
        Self::Damaged { what: what.into() }
    }
}

/// The read handle: cheap to clone, safe to use beside the follower.
#[derive(Clone, Debug)]
pub struct Index {
    shared: Arc<Shared>,
}

/// What [`Index::open`] hands out.
#[derive(Debug)]
pub struct Opened {
    /// The read handle.
    pub index: Index,
    /// The one writer.
    pub follower: Follower,
    /// How far the index had got; to be compared with the log by [`Cursor::check`].
    pub cursor: Cursor,
}

#[derive(Debug)]
struct Shared {
    db: Guarded,
    hasher: IdHasher,
    view: RwLock<View>,
}

/// What readers see of the last whole batch: published together, after sled took it.
#[derive(Debug)]
struct View {
    cursor: Cursor,
    ids: IdMap,
}

impl Shared {
    // A poisoned lock only means that some reader panicked; the view is replaced whole, so it is sound.
    fn view(&self) -> RwLockReadGuard<'_, View> {
        self.view.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn view_mut(&self) -> RwLockWriteGuard<'_, View> {
        self.view.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Index {
    /// Opens the folder, creating it when absent, and reads all of it once (sequential, about a second per million
    /// entries): every row's check, the count and digest of all rows, and the event ids into memory.
    /// `cache_bytes` bounds sled's page cache; at least [`MIN_CACHE`](Self::MIN_CACHE) is used.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] for anything not as written, foreign formats and panics inside sled included;
    /// [`IndexError::Busy`] and [`IndexError::Io`] where the folder may be sound.
    pub fn open(path: &Path, cache_bytes: u64) -> Result<Opened, IndexError> {
        let db = Guarded::open(path, cache_bytes.max(Self::MIN_CACHE))?;
        let scan::Scanned { meta, ids } = scan::read_or_create(&db)?;
        let cursor = meta.cursor;
        let view = RwLock::new(View { cursor, ids });
        let shared = Arc::new(Shared { db, hasher: meta.hasher.clone(), view });
        let follower = Follower::new(Arc::clone(&shared), meta);
        Ok(Opened { index: Self { shared }, follower, cursor })
    }

    /// The smallest page cache worth having, in bytes.
    pub const MIN_CACHE: u64 = 1 << 20;

    /// How far readers can see: the number of entries applied and the running hash over them.
    pub fn cursor(&self) -> Cursor {
        self.shared.view().cursor
    }

    /// The position of the event `id` of `source`, if it has been applied; the first one, should the log hold two.
    /// Answered from memory; the lag of the follower is the caller's to cover.
    pub fn find_event(&self, source: &str, id: &str) -> Option<u64> {
        let key = self.shared.hasher.event(source, id);
        self.shared.view().ids.get(&key).map(|found| found.position)
    }

    /// How many event ids are held in memory, and about how many bytes they take.
    pub fn id_memory(&self) -> (usize, usize) {
        let view = self.shared.view();
        (view.ids.len(), view.ids.allocated_bytes())
    }
}

#[cfg(test)]
mod tests;
