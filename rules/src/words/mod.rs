//! What is said to people: every message a key with arguments, rendered last, from a catalogue.
//!
//! - A message is made by a function of [`say`], which names its arguments with their types; a sentence is what
//!   [`Message::text`] makes of it in a [`Language`]. Trees, reports and answers carry messages, not sentences.
//! - **To add a message**: a line in `say.rs`, a text of the same name in each catalogue, and its use. A word that is added to
//!   codes, flags, outcomes or event types needs its text alone. Tests name a text without a key, a key without a user,
//!   and an argument that only one of the two has.
//! - **To add a language**: `xx.ftl` beside `en.ftl`, a variant of [`Language`] (`language.rs`) with its lines in `catalogue.rs`, a column in the table of
//!   terms, and how it writes figures and days (`number.rs`).
//! - A term of the law is `{ -term }` in a text, or `{ -term(form: "gen") }`; it stands in `docs/reference/legal-terms.csv`.
//! - Here stands what people read of a ledger: judgements and their reasons, pages with their headings and labels, problems with
//!   title and detail, the report of an audit with what it found. A test finds sentences in Rust where those are made.
//! - No text holds a figure of the law, and none cites an act where a rule of a pack stands behind it: the pack says both.
//! - In English in Rust stay: errors (`Display`: what went wrong in a program) and the faults of what was read (pointer, message,
//!   hint), help and messages of commands, log lines and metrics for operators, the description of the HTTP interface.
//!
//! **Invariant:** nothing that is recorded, hashed or decided is made of a text; a catalogue can change in any release.

mod catalogue;
mod family;
mod language;
mod message;
mod number;
pub mod say;
mod terms;
#[cfg(test)]
mod tests;
mod told;

pub use family::{CodeText, FlagText, became, code, code_meaning, code_way_out, flag, flag_meaning, outcome};
pub(crate) use family::{
    code_citation, effect, event, flag_source, form, pack_key, pack_kind, pack_unit, pack_word, size, stands,
};
pub use language::{Language, LanguageError};
pub use message::{Arg, Between, Count, Formula, Grouped, Listed, Message};
pub use terms::{Term, are_verified, terms};
pub use told::Told;
