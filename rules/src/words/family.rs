//! Messages about words of the wire: the catalogue has one for each word of a closed list.

use ledger::event::EventType;
use ledger::event::aid::Form;
use ledger::event::undertaking::Size;
use ledger::verdict::{Code, Flag, Outcome};

use super::language::Language;
use super::message::Message;

/// A code in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeText {
    /// What it says.
    pub meaning: String,
    /// Where that is written.
    pub citation: String,
    /// What can be done.
    pub way_out: String,
}

/// A flag in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlagText {
    /// What it says.
    pub meaning: String,
    /// Where that comes from.
    pub source: String,
}

/// A refusal or deferral code in words.
#[must_use]
pub fn code(code: Code, language: Language) -> CodeText {
    CodeText {
        meaning: code_meaning(code).text(language),
        citation: code_citation(code).text(language),
        way_out: code_way_out(code).text(language),
    }
}

/// A flag in words.
#[must_use]
pub fn flag(flag: Flag, language: Language) -> FlagText {
    FlagText { meaning: flag_meaning(flag).text(language), source: flag_source(flag).text(language) }
}

/// What a code says.
#[must_use]
pub fn code_meaning(code: Code) -> Message {
    Message::of_word("code", code.as_str(), None)
}

pub(crate) fn code_citation(code: Code) -> Message {
    Message::of_word("code", code.as_str(), Some("citation"))
}

/// What can be done about a code.
#[must_use]
pub fn code_way_out(code: Code) -> Message {
    Message::of_word("code", code.as_str(), Some("way_out"))
}

/// What a flag says.
#[must_use]
pub fn flag_meaning(flag: Flag) -> Message {
    Message::of_word("flag", flag.as_str(), None)
}

pub(crate) fn flag_source(flag: Flag) -> Message {
    Message::of_word("flag", flag.as_str(), Some("source"))
}

/// What kind of statement it is.
pub(crate) fn event(kind: EventType) -> Message {
    Message::of_word("event", kind.name(), None)
}

/// What a statement of the kind changes where it takes effect.
pub(crate) fn effect(kind: EventType) -> Message {
    Message::of_word("event", kind.name(), Some("effect"))
}

/// What a kind of rule of a pack says, and a form of it.
pub(crate) fn pack_kind(kind: &str, form: &str) -> Message {
    let word = if form.is_empty() { kind.to_owned() } else { format!("{kind}_{form}") };
    Message::of_word("pack_kind", &word, None)
}

/// What stands at a key of a rule.
pub(crate) fn pack_key(key: &str) -> Message {
    Message::of_word("pack_key", key, None)
}

/// What a word of a closed list says at a key, or as a value of a unit.
pub(crate) fn pack_word(key: &str, word: &str) -> Message {
    Message::of_word("pack_word", &format!("{key}_{word}"), None)
}

/// What a figure of a unit is counted in.
pub(crate) fn pack_unit(unit: &str) -> Message {
    Message::of_word("pack_unit", unit, None)
}

/// A form of aid in prose.
pub(crate) fn form(form: &Form) -> Message {
    Message::of_word("form", form.word(), None)
}

/// The size of an undertaking in prose.
pub(crate) fn size(size: Size) -> Message {
    Message::of_word("size", size.as_str(), None)
}

/// How an award stands, by its word in an answer.
pub(crate) fn stands(standing: &str) -> Message {
    Message::of_word("stands", standing, None)
}

/// What became of a statement, as one word.
#[must_use]
pub fn became(outcome: Outcome) -> Message {
    Message::of_word("became", outcome.as_str(), None)
}

/// What became of a statement, in words.
#[must_use]
pub fn outcome(outcome: Outcome) -> Message {
    Message::of_word("outcome", outcome.as_str(), None)
}
