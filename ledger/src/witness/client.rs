//! The log's side: asking for a cosignature, and believing only what verifies.

use super::SIZE_CONTENT_TYPE;
use super::body::AddCheckpoint;
use crate::checkpoint::{
    Checkpoint, CheckpointError, Note, NoteError, NoteSignature, VerifierKey, parse_signatures, verify_line,
};
use crate::merkle::{HashSource, ProveError, decimal, prove_consistency};

/// Why a request cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RequestError<E> {
    /// The note is no checkpoint.
    #[error("note to be cosigned is no checkpoint")]
    Checkpoint(#[source] CheckpointError),
    /// The consistency proof cannot be made.
    #[error("consistency proof cannot be made")]
    Proof(#[source] ProveError<E>),
}

/// What a witness answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Cosignatures that verify over the checkpoint sent: to be added to the note.
    Cosigned(Vec<NoteSignature>),
    /// The witness has another size on record: ask again from it, with a proof from there.
    Retry {
        /// The size to ask with.
        old: u64,
    },
    /// The witness has cosigned a larger tree than this. Either this log was rolled back, or there are two
    /// of it. Asking again cannot help.
    WitnessAhead {
        /// The size it has cosigned.
        cosigned: u64,
    },
    /// The witness says that this log's tree does not extend the one it has cosigned: a 422, or a 409 that names no other
    /// size, as witnesses answered another root at the same size before C2SP 95978ca. Asking again cannot help.
    Inconsistent,
    /// Any other status; 404 and 403 will not change by asking again.
    Refused {
        /// The HTTP status.
        status: u16,
    },
}

/// Why an answer is not one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AnswerError {
    /// The checkpoint that was sent does not parse.
    #[error("note that was sent is no checkpoint")]
    Checkpoint(#[source] CheckpointError),
    /// A signature line is malformed, or falsely signed by the witness's own key, or none is by a key known.
    #[error("witness sent no usable cosignature")]
    Cosignatures(#[source] NoteError),
    /// The body of a 200 is not text, or does not end in a newline.
    #[error("witness answer is not lines of text")]
    NotLines,
}

/// Makes the request to cosign `note`, a checkpoint over the first leaves of `source`, for a witness that is
/// thought to have cosigned `old` leaves (0 if unknown).
///
/// # Errors
/// The note is no checkpoint, or the proof cannot be made; for instance `old` is above its size.
pub fn request<S: HashSource>(
    source: &S,
    old: u64,
    note: Note,
) -> Result<AddCheckpoint, RequestError<S::Error>> {
    let size = Checkpoint::parse(note.unverified_text()).map_err(RequestError::Checkpoint)?.size;
    let proof = prove_consistency(source, old, size).map_err(RequestError::Proof)?;
    Ok(AddCheckpoint { old, proof, note })
}

/// Reads a witness's answer to `sent`. Signatures by other keys than `witness_keys` are dropped.
///
/// # Errors
/// The answer breaks the protocol; nothing of it may be used.
pub fn read_answer(
    sent: &AddCheckpoint,
    witness_keys: &[VerifierKey],
    status: u16,
    content_type: Option<&str>,
    body: &[u8],
) -> Result<Answer, AnswerError> {
    match status {
        200 => read_cosignatures(sent.note.unverified_text(), witness_keys, body).map(Answer::Cosigned),
        409 => read_conflict(sent, content_type, body),
        422 => Ok(Answer::Inconsistent),
        _ => Ok(Answer::Refused { status }),
    }
}

/// Whether the media type is that of a size; parameters after it change nothing.
fn is_size(content_type: Option<&str>) -> bool {
    content_type.and_then(|value| value.split(';').next()).map(str::trim) == Some(SIZE_CONTENT_TYPE)
}

/// Only another size is a reason to ask again; the same one again would make an endless loop of retries.
fn read_conflict(
    sent: &AddCheckpoint,
    content_type: Option<&str>,
    body: &[u8],
) -> Result<Answer, AnswerError> {
    let size = Checkpoint::parse(sent.note.unverified_text()).map_err(AnswerError::Checkpoint)?.size;
    let text = std::str::from_utf8(body).ok().and_then(|text| text.strip_suffix('\n'));
    Ok(match text.filter(|_| is_size(content_type)).and_then(decimal) {
        Some(cosigned) if cosigned > size => Answer::WitnessAhead { cosigned },
        Some(old) if old != sent.old => Answer::Retry { old },
        Some(_) | None => Answer::Inconsistent,
    })
}

fn read_cosignatures(
    checkpoint_text: &str,
    witness_keys: &[VerifierKey],
    body: &[u8],
) -> Result<Vec<NoteSignature>, AnswerError> {
    let body = std::str::from_utf8(body).map_err(|_| AnswerError::NotLines)?;
    let lines = body.strip_suffix('\n').ok_or(AnswerError::NotLines)?;
    let mut verified = Vec::new();
    for signature in parse_signatures(lines).map_err(AnswerError::Cosignatures)? {
        let by = verify_line(checkpoint_text, &signature, witness_keys).map_err(AnswerError::Cosignatures)?;
        // A signature without a time is no cosignature, whoever made it.
        if by.is_some_and(|by| by.time.is_some()) {
            verified.push(signature);
        }
    }
    if verified.is_empty() { Err(AnswerError::Cosignatures(NoteError::NotSigned)) } else { Ok(verified) }
}
