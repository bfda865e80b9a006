//! What holds in every language: nothing of an answer but its sentences changes, and no sentence is a raw key.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use ledger::event::Event;
use ledger::verdict::{Code, Flag, Verdict};
use rules::explain::{Trace, explain_in};
use rules::state::State;
use rules::words::Language;
use serde_json::Value;

/// Members that are told.
const TOLD: &[&str] = &[
    "text",
    "result",
    "citation",
    "title",
    "detail",
    "way_out",
    "reason",
    "no_date",
    "what",
    "checked",
    "not_checked",
    "meaning",
];

/// Keys of the catalogue that no identifier of the vocabulary has too.
static KEYS: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("../../rules/src/words/en.ftl").lines();
    let keys = lines.filter_map(|line| line.split_once(" = ").map(|(key, _)| key));
    let is_word = |key: &str| {
        Code::ALL.iter().any(|code| code.as_str() == key) || Flag::ALL.iter().any(|flag| flag.as_str() == key)
    };
    keys.filter(|key| key.contains('_') && !key.starts_with([' ', '#']) && !is_word(key)).collect()
});

/// What is raw in a text: a key, or what a catalogue writes around names.
#[must_use]
pub fn raw(text: &str) -> Option<String> {
    let words = text.split(|char: char| !char.is_ascii_alphanumeric() && char != '_');
    let key = words.into_iter().find(|word| KEYS.contains(word)).map(str::to_owned);
    key.or_else(|| text.contains(['{', '}', '$']).then(|| text.to_owned()))
}

/// Every text of a JSON answer that is told.
#[must_use]
pub fn told(value: &Value) -> Vec<String> {
    let strings = |value: &Value| match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(all) => all.iter().filter_map(|one| one.as_str().map(str::to_owned)).collect(),
        _ => Vec::new(),
    };
    match value {
        Value::Object(members) => members
            .iter()
            .flat_map(|(name, value)| {
                let own = if TOLD.contains(&name.as_str()) { strings(value) } else { Vec::new() };
                own.into_iter().chain(told(value))
            })
            .collect(),
        Value::Array(all) => all.iter().flat_map(told).collect(),
        _ => Vec::new(),
    }
}

/// The same answer without its sentences.
#[must_use]
pub fn machine(value: &Value) -> Value {
    match value {
        Value::Object(members) => members
            .iter()
            .filter(|(name, _)| !TOLD.contains(&name.as_str()))
            .map(|(name, value)| (name.clone(), machine(value)))
            .collect(),
        Value::Array(all) => all.iter().map(machine).collect(),
        other => other.clone(),
    }
}

/// The explanation in English, after it was told in every language, as text and as JSON.
///
/// # Errors
/// A raw key, a text that is the English one throughout, or a member that changed with the language.
pub fn explanation(before: &State, event: &Event, verdict: &Verdict) -> Result<Trace, String> {
    let english = explain_in(Language::English, before, event, verdict);
    let value = |trace: &Trace| serde_json::to_value(trace).map_err(|error| error.to_string());
    let machine_english = machine(&value(&english)?);
    for language in Language::ALL {
        let trace = explain_in(*language, before, event, verdict);
        let (text, json) = (trace.to_text_in(*language), value(&trace)?);
        for said in told(&json).iter().chain([&text]) {
            if let Some(raw) = raw(said) {
                return Err(format!("{language:?}: `{raw}` is raw in:\n{said}"));
            }
        }
        if machine(&json) != machine_english {
            return Err(format!("{language:?} changes more than sentences:\n{text}"));
        }
        if *language != Language::English && trace.text == english.text {
            return Err(format!("{language:?} speaks English: {}", trace.text));
        }
    }
    Ok(english)
}
