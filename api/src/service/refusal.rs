//! What is said to a submission that gets no position, and to a question that has no answer.

use std::sync::Arc;

use ledger::file::Fault as DiskFault;
use ledger::index::IndexError;
use ledger::json::Fault;
use ledger::store::RangeError;
use ledger::submission::CheckError;

/// A submission that was turned away: nothing is recorded of it but a count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Turned {
    /// More bytes than a JWS may have; how many came.
    TooLarge(usize),
    /// The party has used up its quota of the day.
    Quota {
        /// Seconds until the next day (UTC) begins.
        retry_after_s: u64,
    },
    /// Not a well-formed statement; every fault at once.
    Malformed(Vec<Fault>),
    /// Addressed to this other ledger.
    WrongLedger(String),
    /// No party has the key that `kid` names.
    UnknownSigner,
    /// The key was revoked.
    KeyRevoked,
    /// The key belongs to another party than `source` names.
    NotOfSource,
    /// The signature is not the key's.
    BadSignature,
    /// The party is suspended.
    Suspended,
    /// The source has used this event id for other bytes.
    IdReused {
        /// Where.
        position: u64,
    },
    /// The machine is short of something now; nothing has stopped.
    Busy {
        /// What it is short of.
        why: Arc<str>,
    },
    /// Nothing is recorded any more until a restart.
    ReadOnly {
        /// Why.
        why: Arc<str>,
    },
    /// Nothing is recorded while the clock is not where it should be; it goes on by itself when it is.
    Clock {
        /// What it shows, and what was counted.
        why: Arc<str>,
    },
}

impl Turned {
    /// HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            Self::TooLarge(_) => 413,
            Self::Quota { .. } => 429,
            Self::Malformed(_) | Self::WrongLedger(_) => 400,
            Self::UnknownSigner | Self::KeyRevoked | Self::NotOfSource | Self::BadSignature => 401,
            Self::Suspended => 403,
            Self::IdReused { .. } => 409,
            Self::Busy { .. } | Self::ReadOnly { .. } | Self::Clock { .. } => 503,
        }
    }

    /// Stable name, listed in `docs/errors.md`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge(_) => "too_large",
            Self::Quota { .. } => "quota_exceeded",
            Self::Malformed(_) => "malformed",
            Self::WrongLedger(_) => "wrong_ledger",
            Self::UnknownSigner | Self::NotOfSource => "unknown_signer",
            Self::KeyRevoked => "key_revoked",
            Self::BadSignature => "bad_signature",
            Self::Suspended => "party_suspended",
            Self::IdReused { .. } => "event_id_reused",
            Self::Busy { .. } => "too_busy",
            Self::ReadOnly { .. } | Self::Clock { .. } => "read_only",
        }
    }

    /// What is wrong with a malformed submission, place by place; empty for every other reason.
    #[must_use]
    pub fn faults(&self) -> &[Fault] {
        match self {
            Self::Malformed(faults) => faults,
            _ => &[],
        }
    }

    /// One sentence for people: what, and how to mend it.
    #[must_use]
    pub fn detail(&self) -> String {
        match self {
            Self::TooLarge(bytes) => CheckError::TooLarge(*bytes).to_string(),
            Self::Quota { retry_after_s } => {
                format!("the party's quota of the day is used up; the next day begins in {retry_after_s} s")
            }
            Self::Malformed(faults) => CheckError::Malformed(faults.clone()).to_string(),
            Self::WrongLedger(other) => {
                format!("the event addresses ledger `{}`; sign it for this ledger's id", other.escape_debug())
            }
            Self::UnknownSigner => "no party of this ledger has the key that `kid` names".into(),
            Self::KeyRevoked => "the key was revoked; sign with a key that is in force".into(),
            Self::NotOfSource => "the key belongs to another party than `source` names".into(),
            Self::BadSignature => "the signature is not that of the key that `kid` names".into(),
            Self::Suspended => "the party is suspended; the operator reinstates it".into(),
            Self::IdReused { position } => {
                format!("the event id was used for another statement at position {position}; choose a new id")
            }
            Self::Busy { why } => format!("not recorded now; send the same bytes again in a moment: {why}"),
            Self::ReadOnly { why } => format!("nothing is recorded until the operator restarts: {why}"),
            Self::Clock { why } => {
                format!("nothing is recorded until the operator corrects the clock, then it goes on: {why}")
            }
        }
    }
}

impl From<CheckError> for Turned {
    fn from(error: CheckError) -> Self {
        match error {
            CheckError::TooLarge(bytes) => Self::TooLarge(bytes),
            CheckError::Malformed(faults) => Self::Malformed(faults),
            CheckError::WrongLedger(other) => Self::WrongLedger(other),
            CheckError::BadSignature(_) => Self::BadSignature,
        }
    }
}

impl From<ledger::directory::Turned> for Turned {
    fn from(turned: ledger::directory::Turned) -> Self {
        use ledger::directory::Turned as Why;
        match turned {
            Why::UnknownKey(_) | Why::UnknownParty(_) => Self::UnknownSigner,
            Why::RevokedKey(..) => Self::KeyRevoked,
            Why::NotOfSource { .. } => Self::NotOfSource,
            Why::Suspended(_) => Self::Suspended,
        }
    }
}

/// Why a question about the log has no answer.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The position or head asked for is not there yet.
    #[error("position {position} is not in a ledger of {size} entries")]
    Beyond {
        /// What was asked for.
        position: u64,
        /// How many there are.
        size: u64,
    },
    /// The entries could not be read, or are not what was written.
    #[error(transparent)]
    Store(#[from] RangeError),
    /// A file could not be read, or is not what was written.
    #[error(transparent)]
    File(#[from] DiskFault),
    /// A stored entry is unsound: run `fsck`.
    #[error("the entry at position {position} is unsound ({why}); run `aidledger fsck --explain`")]
    Unsound {
        /// Its position.
        position: u64,
        /// What is wrong with it.
        why: String,
    },
    /// The index gave no answer; it is rebuilt by itself.
    #[error(transparent)]
    Index(#[from] IndexError),
}

impl ReadError {
    /// Whether the system was only short of descriptors or memory: the same question may be asked again.
    #[must_use]
    pub fn is_scarce(&self) -> bool {
        let fault = match self {
            Self::Store(RangeError::Fault(fault)) | Self::File(fault) => fault,
            _ => return false,
        };
        matches!(fault, DiskFault::Disk(error) if error.is_scarce())
    }
}

/// Why a pack was not kept.
#[derive(Debug, thiserror::Error)]
pub enum PutPackError {
    /// The bytes have another SHA-256 than the name says.
    #[error(
        "the bytes have SHA-256 {found}, not the one named; send the canonical bytes that `pack digest` hashes"
    )]
    Mismatch {
        /// Their SHA-256 in hex.
        found: String,
    },
    /// Not a sound pack.
    #[error("not a sound pack")]
    Malformed(#[from] rules::pack::PackErrors),
    /// The machine is short of something now; nothing has stopped.
    #[error("not kept now; send the same bytes again in a moment: {0}")]
    Busy(Arc<str>),
    /// The store has stopped.
    #[error("not kept: {0}")]
    Fatal(Arc<str>),
}
