//! Witnessing (C2SP tlog-witness, `add-checkpoint`): the protocol's logic for both roles, without a socket.
//!
//! A witness keeps, for each log, the largest checkpoint it has cosigned, and cosigns a new one only when it
//! extends that one. A log that has shown one history to one witness can then show no other.
//!
//! Contract for the **witness**: read the last cosigned checkpoint, [`decide`], persist
//! [`Accepted::checkpoint`] durably, then [`Accepted::cosign_once_persisted`], all under one lock. Two
//! requests decided against the same last checkpoint would let the later one roll the earlier one back; a
//! cosignature sent before its checkpoint is durable would be contradicted after a crash.
//!
//! Contract for the **log**: [`request`] with the size the witness is thought to have, send, [`read_answer`].
//! [`Answer::Retry`] names the size to ask with next; [`Answer::WitnessAhead`] means that the witness has
//! cosigned more than this log now has, which is a rollback or a second history: stop, do not retry.

mod body;
mod client;
mod decide;

pub(crate) use body::parse_proof;
pub use body::{AddCheckpoint, BodyError, MAX_REQUEST_BYTES};
pub use client::{Answer, AnswerError, RequestError, read_answer, request};
pub use decide::{Accepted, KnownLog, WitnessRefusal, decide, monitoring_path};

/// Media type of the 409 answer, whose body is a size in decimal and a newline.
pub const SIZE_CONTENT_TYPE: &str = "text/x.tlog.size";

#[cfg(test)]
mod tests;
