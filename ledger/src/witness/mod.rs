//! Witnessing (C2SP tlog-witness, `add-checkpoint`): the protocol's logic for both roles, without a socket.
//!
//! A witness keeps, for each log, the largest checkpoint it has cosigned, and cosigns a new one only when it
//! extends that one. A log that has shown one history to one witness can then show no other.
//!
//! Contract for the **witness**: read the last cosigned checkpoint, [`decide`], [`Accepted::cosign`], persist the
//! note durably, then let the cosignature out, all under one lock: [`Witness`] does. Two requests decided against the
//! same last checkpoint would let the later one roll the earlier one back; a cosignature sent before its checkpoint is
//! durable would be contradicted after a crash. What does not extend it is kept with what it does not extend.
//!
//! Contract for the **log**: [`request`] with the size the witness is thought to have, send, [`read_answer`].
//! [`Answer::Retry`] names the size to ask with next; [`Answer::WitnessAhead`] means that the witness has
//! cosigned more than this log now has, [`Answer::Inconsistent`] that it has cosigned something else: a rollback or a
//! second history. Stop, do not retry.

mod body;
mod client;
mod decide;
mod keep;

pub(crate) use body::parse_proof;
pub use body::{AddCheckpoint, BodyError, MAX_REQUEST_BYTES};
pub use client::{Answer, AnswerError, RequestError, read_answer, request};
pub use decide::{Accepted, KnownLog, WitnessRefusal, decide, monitoring_path};
pub use keep::{KeptError, Places, Reply, Witness};

/// Media type of the 409 answer, whose body is a size in decimal and a newline.
pub const SIZE_CONTENT_TYPE: &str = "text/x.tlog.size";
/// Media type of every other answer.
pub const TEXT_CONTENT_TYPE: &str = "text/plain; charset=utf-8";

#[cfg(test)]
mod tests;
