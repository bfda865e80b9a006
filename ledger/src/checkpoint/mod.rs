//! What the log signs: checkpoints, in C2SP's signed notes, with witnesses' cosignatures beside it.
//!
//! Contract of this room: text and keys in, text or a named refusal out. Every parser is total on any input
//! and accepts one spelling of each thing, so that what was checked and what is shown are the same bytes.
//! The text of a [`Note`] counts for nothing until [`Note::open`] has verified it against keys the caller
//! chose beforehand: a key is never taken from what it signed.
//!
//! - [`VerifierKey`] and [`NoteSigner`] / [`Cosigner`]: the two sides of a key.
//! - [`Note`]: text and signatures, of any algorithm; unknown ones are carried along and ignored.
//! - [`Checkpoint`]: origin, size and root; the only text a log key signs.

mod name;
mod note;
mod signer;
mod text;
mod vkey;

pub use name::{NameError, check_name};
pub use note::{
    LineFault, MAX_NOTE_BYTES, MAX_SIGNATURES, Note, NoteError, NoteSignature, Opened, VerifiedSignature,
    parse_note,
};
pub(crate) use note::{parse_signatures, verify_line};
pub use signer::{Cosigner, NoteSigner, SignError, sign_note};
pub use text::{Checkpoint, CheckpointError, OpenError, SignedCheckpoint};
pub use vkey::{KeyKind, VerifierKey, VkeyError};

#[cfg(test)]
mod tests;
