//! The `.tlog-proof` file (C2SP tlog-proof): index, audit path and checkpoint, in one text.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::policy::{Policy, PolicyRefusal, Trusted};
use crate::checkpoint::{MAX_NOTE_BYTES, NoteError, parse_note};
use crate::merkle::{Hash, HashTextError, InvalidProof, MAX_PROOF_HASHES, check_inclusion, decimal};
use crate::witness::parse_proof;

/// The longest proof read: the longest note, 63 hashes, and as much again as extra data.
pub const MAX_PROOF_BYTES: usize = 2 * MAX_NOTE_BYTES + 4096;

/// The first line.
const HEADER: &str = "c2sp.org/tlog-proof@v1";

/// A proof that an entry is in a log, not yet verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlogProof {
    /// Data for the application, authenticated by nothing. AidLedger writes none and reads none.
    pub extra: Option<Vec<u8>>,
    /// Position of the entry, from 0.
    pub index: u64,
    /// Audit path, the leaf's sibling first (RFC 6962 §2.1.1).
    pub hashes: Vec<Hash>,
    /// The checkpoint note with its signatures, verbatim.
    pub checkpoint: String,
}

/// Why a text is no proof.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// The checkpoint is not a note.
    #[error("checkpoint is not a signed note")]
    Checkpoint(#[source] NoteError),
    /// The extra data is not canonical padded base64.
    #[error("extra line is not canonical padded base64")]
    Extra,
    /// A line of the audit path is not a hash.
    #[error("audit path line {line}: {fault}")]
    Hash {
        /// Its number, from 1.
        line: usize,
        /// What is wrong with it.
        fault: HashTextError,
    },
    /// The first line is not that of a proof.
    #[error("first line is not {HEADER}")]
    Header,
    /// The index line is missing or not `index <number>`.
    #[error("no line of index, a space and a number without leading zeros")]
    Index,
    /// No empty line ends the audit path.
    #[error("no empty line between audit path and checkpoint")]
    Separator,
    /// More bytes than [`MAX_PROOF_BYTES`].
    #[error("proof has {bytes} bytes, more than {MAX_PROOF_BYTES}")]
    TooLong {
        /// Its length.
        bytes: usize,
    },
    /// More than 63 hashes.
    #[error("audit path has more than {MAX_PROOF_HASHES} hashes")]
    TooManyHashes,
}

/// Why a proof proves nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError {
    /// The checkpoint in the proof is not a note.
    #[error("checkpoint is not a signed note")]
    Note(#[source] NoteError),
    /// The audit path does not lead from the entry to the checkpoint's root.
    #[error("entry is not proven to stand at position {index}")]
    Path {
        /// Position claimed.
        index: u64,
        /// The failed check.
        source: InvalidProof,
    },
    /// The policy does not accept the checkpoint.
    #[error("checkpoint is not accepted by the policy")]
    Policy(#[source] PolicyRefusal),
}

/// What a verified proof shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Position of the entry in the log.
    pub index: u64,
    /// The checkpoint it is under, and who has signed that.
    pub trusted: Trusted,
}

impl TlogProof {
    /// Reads a proof. Verifies nothing: see [`TlogProof::verify`].
    ///
    /// # Errors
    /// Where it departs from the format.
    pub fn parse(text: &str) -> Result<Self, ProofError> {
        if text.len() > MAX_PROOF_BYTES {
            return Err(ProofError::TooLong { bytes: text.len() });
        }
        let rest =
            text.strip_prefix(HEADER).and_then(|rest| rest.strip_prefix('\n')).ok_or(ProofError::Header)?;
        let (head, checkpoint) = rest.split_once("\n\n").ok_or(ProofError::Separator)?;
        let mut lines = head.split('\n').peekable();
        let extra = match lines.peek().and_then(|line| line.strip_prefix("extra ")) {
            None => None,
            Some(data) => {
                let data = STANDARD.decode(data).map_err(|_| ProofError::Extra)?;
                lines.next();
                Some(data)
            }
        };
        let index = lines.next().and_then(|line| line.strip_prefix("index ")).and_then(decimal);
        let index = index.ok_or(ProofError::Index)?;
        let hashes = parse_proof(lines).map_err(|(line, fault)| match fault {
            Some(fault) => ProofError::Hash { line, fault },
            None => ProofError::TooManyHashes,
        })?;
        parse_note(checkpoint).map_err(ProofError::Checkpoint)?;
        Ok(Self { extra, index, hashes, checkpoint: checkpoint.to_owned() })
    }

    /// Verifies that the entry with this leaf hash stands at [`TlogProof::index`] in a log that `policy`
    /// accepts. The caller hashes the entry itself ([`crate::merkle::leaf_hash`]); a leaf taken from beside
    /// the proof would prove the proof, not the entry.
    ///
    /// # Errors
    /// The checkpoint is not accepted, or the path does not lead to it.
    pub fn verify(&self, leaf: Hash, policy: &Policy) -> Result<Verified, VerifyError> {
        let note = parse_note(&self.checkpoint).map_err(VerifyError::Note)?;
        let trusted = policy.open(&note).map_err(VerifyError::Policy)?;
        let (size, root) = (trusted.checkpoint.size, trusted.checkpoint.root);
        check_inclusion(&self.hashes, self.index, size, leaf, root)
            .map_err(|source| VerifyError::Path { index: self.index, source })?;
        Ok(Verified { index: self.index, trusted })
    }
}

impl fmt::Display for TlogProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEADER}")?;
        if let Some(extra) = &self.extra {
            writeln!(f, "extra {}", STANDARD.encode(extra))?;
        }
        writeln!(f, "index {}", self.index)?;
        self.hashes.iter().try_for_each(|hash| writeln!(f, "{}", hash.to_base64()))?;
        write!(f, "\n{}", self.checkpoint)
    }
}
