//! The body of `add-checkpoint`: `old` size, consistency proof, empty line, checkpoint note.

use std::fmt;

use crate::checkpoint::{MAX_NOTE_BYTES, Note, NoteError, parse_note};
use crate::merkle::{Hash, HashTextError, MAX_PROOF_HASHES, decimal};

/// The longest body read: the longest note, and room for 63 hashes.
pub const MAX_REQUEST_BYTES: usize = MAX_NOTE_BYTES + 4096;

/// A request to cosign a checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddCheckpoint {
    /// Size of the checkpoint that the witness is thought to have cosigned last; 0 for none.
    pub old: u64,
    /// Proof that the new tree extends the old one (RFC 6962 §2.1.2); at most 63 hashes.
    pub proof: Vec<Hash>,
    /// The checkpoint, as the log signed it.
    pub note: Note,
}

/// Why a body is no such request.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BodyError {
    /// A line of the proof is not a hash.
    #[error("consistency proof line {line}: {fault}")]
    Hash {
        /// Its number, from 1.
        line: usize,
        /// What is wrong with it.
        fault: HashTextError,
    },
    /// The checkpoint is not a note.
    #[error("checkpoint is not a signed note")]
    Note(#[source] NoteError),
    /// Not UTF-8.
    #[error("request is not UTF-8")]
    NotUtf8,
    /// The first line is not `old <size>`.
    #[error("first line is not old, a space and a size without leading zeros")]
    Old,
    /// No empty line ends the proof.
    #[error("no empty line between consistency proof and checkpoint")]
    Separator,
    /// More bytes than [`MAX_REQUEST_BYTES`].
    #[error("request has {bytes} bytes, more than {MAX_REQUEST_BYTES}")]
    TooLong {
        /// Its length.
        bytes: usize,
    },
    /// More than 63 hashes.
    #[error("consistency proof has more than {MAX_PROOF_HASHES} hashes")]
    TooManyHashes,
}

impl AddCheckpoint {
    /// Reads a request body.
    ///
    /// # Errors
    /// Where it departs from the format. A witness answers 400.
    pub fn parse(body: &[u8]) -> Result<Self, BodyError> {
        if body.len() > MAX_REQUEST_BYTES {
            return Err(BodyError::TooLong { bytes: body.len() });
        }
        let body = std::str::from_utf8(body).map_err(|_| BodyError::NotUtf8)?;
        let (head, note) = body.split_once("\n\n").ok_or(BodyError::Separator)?;
        let mut lines = head.split('\n');
        let old = lines.next().and_then(|line| line.strip_prefix("old ")).and_then(decimal);
        let old = old.ok_or(BodyError::Old)?;
        let proof = parse_proof(lines).map_err(|(line, fault)| match fault {
            Some(fault) => BodyError::Hash { line, fault },
            None => BodyError::TooManyHashes,
        })?;
        Ok(Self { old, proof, note: parse_note(note).map_err(BodyError::Note)? })
    }
}

/// Reads proof lines. The error is the line and its fault; no fault means that there are too many.
pub(crate) fn parse_proof<'a>(
    lines: impl Iterator<Item = &'a str>,
) -> Result<Vec<Hash>, (usize, Option<HashTextError>)> {
    let mut proof = Vec::new();
    for (line, text) in (1..).zip(lines) {
        if proof.len() == MAX_PROOF_HASHES {
            return Err((line, None));
        }
        proof.push(Hash::from_base64(text).map_err(|fault| (line, Some(fault)))?);
    }
    Ok(proof)
}

impl fmt::Display for AddCheckpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "old {}", self.old)?;
        self.proof.iter().try_for_each(|hash| writeln!(f, "{}", hash.to_base64()))?;
        write!(f, "\n{}", self.note)
    }
}
