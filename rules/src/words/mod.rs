//! What is said to people: every message a key with arguments, rendered last, from a catalogue.
//!
//! - A message is made by a function of [`say`], which names its arguments with their types; a sentence is what
//!   [`Message::text`] makes of it in a [`Language`]. Trees, reports and answers carry messages, not sentences.
//! - **To add a message**: a line in `say.rs`, a text of the same name in each catalogue, and its use. A word that is added to
//!   codes, flags, outcomes or event types needs its text alone. Tests name a text without a key, a key without a user,
//!   and an argument that only one of the two has.
//! - **To add a language**: `xx.ftl` beside `en.ftl`, and a variant of [`Language`] with its line in `catalogue.rs`.
//! - Here stands what people read of a ledger: judgements and their reasons, pages with their headings and labels, problems with
//!   title and detail, the report of an audit with what it found. A test finds sentences in Rust where those are made.
//! - No text holds a figure of the law, and none cites an act where a rule of a pack stands behind it: the pack says both.
//! - In English in Rust stay: errors (`Display`: what went wrong in a program) and the faults of what was read (pointer, message,
//!   hint), help and messages of commands, log lines and metrics for operators, the description of the HTTP interface.
//!
//! **Invariant:** nothing that is recorded, hashed or decided is made of a text; a catalogue can change in any release.

mod catalogue;
mod family;
mod message;
pub mod say;
#[cfg(test)]
mod tests;

pub use catalogue::Language;
pub use family::{CodeText, FlagText, code, code_way_out, flag};
pub(crate) use family::{
    code_citation, code_meaning, effect, event, flag_meaning, flag_source, outcome, pack_key, pack_kind,
    pack_unit, pack_word,
};
pub use message::{Arg, Count, Message};
