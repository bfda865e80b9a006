//! Messages about words of the wire: the catalogue has one for each word of a closed list.

use ledger::event::EventType;
use ledger::verdict::{Code, Flag, Outcome};

use super::catalogue::Language;
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

pub(crate) fn code_meaning(code: Code) -> Message {
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

pub(crate) fn flag_meaning(flag: Flag) -> Message {
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

pub(crate) fn outcome(outcome: Outcome) -> Message {
    Message::of_word("outcome", outcome.as_str(), None)
}
