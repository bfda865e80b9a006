//! Why the service does not start.

use std::fmt;

use ledger::file::FileError;
use ledger::index::IndexError;
use ledger::store::{OpenError, RangeError};
use ledger::time::At;

use super::cosigner::CosignError;
use super::keys::KeysError;
use super::modes::ModeError;
use super::witness_role::WitnessError;

/// Why the service does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The disk failed.
    #[error(transparent)]
    Disk(#[from] FileError),
    /// The store does not open.
    #[error(transparent)]
    Store(#[from] OpenError),
    /// The entries can't be read.
    #[error(transparent)]
    Read(#[from] RangeError),
    /// The keys can't be used.
    #[error(transparent)]
    Keys(#[from] KeysError),
    /// `log/vkey` is no verifier key.
    #[error("`log/vkey` is no verifier key line: {0}")]
    Vkey(String),
    /// `log/vkey` is gone and can't be worked out again.
    #[error(
        "`log/vkey` is missing and can't be written again: {0}; restore the file from a mirror or a backup, it holds the \
         line that `init` printed as `vkey`"
    )]
    VkeyLost(String),
    /// A key is open to others, or the modes can't be looked at.
    #[error(transparent)]
    Modes(#[from] ModeError),
    /// The key at hand is not the log's.
    #[error("`keys/{0}.jwk` is not the key that the ledger names for it: restore the right one")]
    OtherKey(&'static str),
    /// There is no entry 0.
    #[error(
        "the ledger was never founded (it has no entry 0): its creation did not finish; remove it and run `init`"
    )]
    NotFounded,
    /// A stored entry is unsound.
    #[error("the entry at position {position} is unsound: {why}")]
    Unsound {
        /// Its position.
        position: u64,
        /// What is wrong.
        why: String,
    },
    /// An adopted pack is gone.
    #[error("the pack that position {position} adopts is missing: restore log/pack/{sha256}")]
    PackMissing {
        /// Position of its adoption.
        position: u64,
        /// Its digest.
        sha256: String,
    },
    /// No randomness for the id map.
    #[error(transparent)]
    Ids(#[from] IndexError),
    /// The witness role does not start.
    #[error(transparent)]
    Witness(#[from] WitnessError),
    /// A key with two purposes.
    #[error(
        "the key of witness `{0}` is a key of this ledger or of one of its parties already: one key, one purpose; give the witness its own"
    )]
    WitnessKey(String),
    /// A witness has cosigned what this journal lacks.
    #[error(transparent)]
    Cosigner(#[from] CosignError),
    /// The clock is far after the last entry.
    #[error(
        "the clock shows {now}, {gap} after the last entry ({last}): either nothing was recorded since, or the clock is wrong. Compare it with another clock. If it is right, start once with --accept-clock; if not, correct it first: `at` never goes back, and an entry made while the clock is ahead holds all later ones at its instant"
    )]
    Quiet {
        /// What the clock shows.
        now: At,
        /// When the last entry was recorded.
        last: At,
        /// Between the two.
        gap: Gap,
    },
    /// The clock is behind the last entry.
    #[error(
        "the clock shows {now}, {gap} before the last entry ({last}): either the clock is behind, or it was ahead when that entry was made. Compare it with another clock. If it is behind, correct it; if it is right, start once with --accept-clock: as `at` never goes back, new entries then carry the last one's instant until the clock passes it"
    )]
    Behind {
        /// What the clock shows.
        now: At,
        /// When the last entry was recorded.
        last: At,
        /// Between the two.
        gap: Gap,
    },
    /// The operating system gave no thread.
    #[error("no thread to be had: {0}")]
    Thread(#[source] std::io::Error),
}

/// The time from the last entry to now, in microseconds; below zero where the clock is behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap(i64);

impl Gap {
    pub(super) fn between(last: At, now: At) -> Self {
        Self(now.micros().saturating_sub(last.micros()))
    }

    pub(super) fn micros(self) -> i64 {
        self.0
    }
}

impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.saturating_abs() / 1_000_000;
        match seconds {
            0..120 => write!(f, "{seconds} s"),
            120..172_800 => write!(f, "{} min", seconds / 60),
            _ => write!(f, "{} days", seconds / 86_400),
        }
    }
}
