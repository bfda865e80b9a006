//! The text of a checkpoint: which log, how many entries, which root (C2SP tlog-checkpoint).

use super::name::{NameError, check_name};
use super::note::{Note, NoteError, Opened};
use super::vkey::{KeyKind, VerifierKey};
use crate::merkle::{Hash, HashTextError, decimal};

/// What a log claims: its first `size` entries have this `root`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Checkpoint {
    /// The log's name, unique in the world: a schema-less URL.
    pub origin: String,
    /// Number of entries.
    pub size: u64,
    /// Root of the tree over them.
    pub root: Hash,
}

/// Why a text is no checkpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// Lines after the root. No monitor can check what they say, so none are written and none are read.
    #[error("checkpoint has extension lines, which cannot be audited and are not accepted")]
    Extension,
    /// Fewer than three lines, or the last one without its newline.
    #[error("checkpoint is not three lines (origin, size, root), each ended by a newline")]
    Lines,
    /// The first line is no origin.
    #[error("checkpoint origin is not a name")]
    Origin(#[source] NameError),
    /// The third line is not a hash.
    #[error("checkpoint root is not a hash")]
    Root(#[source] HashTextError),
    /// The second line is not a canonical number.
    #[error("checkpoint size is not a number without leading zeros, up to 64 bits")]
    Size,
}

impl Checkpoint {
    /// The text that is signed. `parse` reads it back, provided that the origin is one.
    pub fn to_text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, self.root.to_base64())
    }

    /// Reads a checkpoint's text: exactly three lines, one spelling for each value.
    ///
    /// # Errors
    /// Which line is wrong.
    pub fn parse(text: &str) -> Result<Self, CheckpointError> {
        let mut lines = text.splitn(4, '\n');
        let (Some(origin), Some(size), Some(root), Some(rest)) =
            (lines.next(), lines.next(), lines.next(), lines.next())
        else {
            return Err(CheckpointError::Lines);
        };
        check_name(origin).map_err(CheckpointError::Origin)?;
        let size = decimal(size).ok_or(CheckpointError::Size)?;
        let root = Hash::from_base64(root).map_err(CheckpointError::Root)?;
        if !rest.is_empty() {
            return Err(CheckpointError::Extension);
        }
        Ok(Self { origin: origin.to_owned(), size, root })
    }
}

/// A checkpoint that its log's key has signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedCheckpoint {
    /// What the log claims.
    pub checkpoint: Checkpoint,
    /// Who has signed it, the log included.
    pub signatures: Opened,
}

/// Why a note is not believed to be a log's checkpoint.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// The signed text is no checkpoint.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// The note is malformed, falsely signed, or signed by nobody known.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// Only others have signed: no log key that bears the origin as its name.
    #[error("checkpoint of {origin} is not signed by a known key of that log")]
    NotByItsLog {
        /// The origin it states.
        origin: String,
    },
}

impl SignedCheckpoint {
    /// Opens `note` under `keys` and demands the signature of a log key (type 01) whose name is the origin.
    /// A witness's signature alone, or one by another log, is not enough.
    ///
    /// # Errors
    /// The note, its text or its signer is not as it must be.
    pub fn open(note: &Note, keys: &[VerifierKey]) -> Result<Self, OpenError> {
        let signatures = note.open(keys)?;
        let checkpoint = Checkpoint::parse(&signatures.text)?;
        let by_its_log =
            |key: &VerifierKey| key.kind() == KeyKind::Ed25519 && key.name() == checkpoint.origin;
        if !signatures.verified.iter().any(|signature| by_its_log(&signature.key)) {
            return Err(OpenError::NotByItsLog { origin: checkpoint.origin });
        }
        Ok(Self { checkpoint, signatures })
    }
}
