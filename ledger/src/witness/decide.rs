//! The witness's side: whether to cosign.

use sha2::{Digest as _, Sha256};

use super::body::AddCheckpoint;
use crate::checkpoint::{
    Checkpoint, CheckpointError, Cosigner, Note, NoteError, NoteSignature, OpenError, SignError,
    SignedCheckpoint, VerifierKey,
};
use crate::merkle::{Hash, check_consistency, empty_root};

/// A log that this witness follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownLog {
    /// Its origin.
    pub origin: String,
    /// The keys it may sign with; more than one while it rotates them.
    pub keys: Vec<VerifierKey>,
}

/// Why a witness does not cosign. Listed in the order in which the causes are looked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WitnessRefusal {
    /// 400: the signed text is no checkpoint.
    #[error("request does not carry a checkpoint")]
    NotACheckpoint(#[source] CheckpointError),
    /// 404: this witness does not follow the log.
    #[error("log {origin} is not known here")]
    UnknownOrigin {
        /// The origin the checkpoint states.
        origin: String,
    },
    /// 403: no known key of the log has signed, or one has signed falsely.
    #[error("checkpoint is not signed by its log")]
    NotSigned(#[source] NoteError),
    /// 400: the old size is above the new one.
    #[error("old size {old} is above the checkpoint's size {size}")]
    OldAboveNew {
        /// The old size in the request.
        old: u64,
        /// The checkpoint's size.
        size: u64,
    },
    /// 409: the old size is not that of the last checkpoint cosigned. The answer names that size.
    #[error("last cosigned checkpoint has size {cosigned}, not the given old size")]
    OldIsNotLast {
        /// Size of the last checkpoint cosigned for the log; 0 if none was.
        cosigned: u64,
        /// The request, where it shows another root at that very size: the log has two histories.
        shown: Option<Box<AddCheckpoint>>,
    },
    /// 422: the new tree is not shown to extend the old one. Keep the request: it may show misbehaviour.
    #[error("checkpoint is not shown to extend the last cosigned one")]
    Inconsistent {
        /// The request, of its note the lines by the log's keys.
        shown: Box<AddCheckpoint>,
    },
}

impl WitnessRefusal {
    /// The HTTP status of the answer.
    pub fn status(&self) -> u16 {
        match self {
            Self::NotACheckpoint(_) | Self::OldAboveNew { .. } => 400,
            Self::NotSigned(_) => 403,
            Self::UnknownOrigin { .. } => 404,
            Self::OldIsNotLast { .. } => 409,
            Self::Inconsistent { .. } => 422,
        }
    }

    /// The request that does not fit what was cosigned: to be kept beside that.
    pub fn inconsistent(&self) -> Option<&AddCheckpoint> {
        match self {
            Self::Inconsistent { shown } => Some(shown),
            Self::OldIsNotLast { shown, .. } => shown.as_deref(),
            Self::NotACheckpoint(_)
            | Self::UnknownOrigin { .. }
            | Self::NotSigned(_)
            | Self::OldAboveNew { .. } => None,
        }
    }

    /// The body of the answer: for 409 the size alone, of media type [`super::SIZE_CONTENT_TYPE`].
    pub fn body(&self) -> String {
        match self {
            Self::OldIsNotLast { cosigned, .. } => format!("{cosigned}\n"),
            _ => format!("{self}\n"),
        }
    }
}

/// A checkpoint that may be cosigned.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "cosign, make the note durable, and only then let the cosignature out"]
pub struct Accepted {
    checkpoint: Checkpoint,
    note: Note,
}

impl Accepted {
    /// What is cosigned.
    pub fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// The note with the lines of its log and the cosignature, and the cosignature alone, whose line (ended by a newline) is
    /// the 200 answer's body. `time` is in seconds since 1970. Persist the note as the last cosigned one of its origin before
    /// the line leaves the process.
    ///
    /// # Errors
    /// `time` is past the format's limit, or the log has signed so often that no line fits in.
    pub fn cosign(&self, cosigner: &Cosigner, time: u64) -> Result<(Note, NoteSignature), SignError> {
        let line = cosigner.cosign(self.note.unverified_text(), time)?;
        let mut note = self.note.clone();
        note.add(line.clone()).map_err(SignError::NotANote)?;
        Ok((note, line))
    }
}

/// Decides about a request, against the known logs and the last checkpoint cosigned for the origin asked
/// for (nothing if there is none). Pure: what it accepts is not yet recorded anywhere.
///
/// # Errors
/// The first reason not to, each with its HTTP status.
pub fn decide(
    logs: &[KnownLog],
    last_cosigned: impl FnOnce(&str) -> Option<(u64, Hash)>,
    request: &AddCheckpoint,
) -> Result<Accepted, WitnessRefusal> {
    let claimed =
        Checkpoint::parse(request.note.unverified_text()).map_err(WitnessRefusal::NotACheckpoint)?;
    let log = logs
        .iter()
        .find(|log| log.origin == claimed.origin)
        .ok_or_else(|| WitnessRefusal::UnknownOrigin { origin: claimed.origin.clone() })?;
    let SignedCheckpoint { checkpoint, signatures: _ } = SignedCheckpoint::open(&request.note, &log.keys)
        .map_err(|error| match error {
            OpenError::Checkpoint(fault) => WitnessRefusal::NotACheckpoint(fault),
            OpenError::Note(fault) => WitnessRefusal::NotSigned(fault),
            OpenError::NotByItsLog { .. } => WitnessRefusal::NotSigned(NoteError::NotSigned),
        })?;
    let (old, size) = (request.old, checkpoint.size);
    if old > size {
        return Err(WitnessRefusal::OldAboveNew { old, size });
    }
    let (cosigned, cosigned_root) = last_cosigned(&checkpoint.origin).unwrap_or((0, empty_root()));
    // Lines by others are worth nothing to anybody who reads what is kept.
    let note = request.note.only_by(&log.keys);
    let shown = || Box::new(AddCheckpoint { note: note.clone(), ..request.clone() });
    if old != cosigned {
        let split = size == cosigned && checkpoint.root != cosigned_root;
        return Err(WitnessRefusal::OldIsNotLast { cosigned, shown: split.then(shown) });
    }
    check_consistency(&request.proof, old, cosigned_root, size, checkpoint.root)
        .map_err(|_| WitnessRefusal::Inconsistent { shown: shown() })?;
    Ok(Accepted { checkpoint, note })
}

/// Where a witness serves the last checkpoint it cosigned for a log, below its monitoring prefix:
/// `<hex of SHA-256(origin)>/checkpoint`.
pub fn monitoring_path(origin: &str) -> String {
    format!("{}/checkpoint", Hash(Sha256::digest(origin).into()))
}
