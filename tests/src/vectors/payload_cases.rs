//! Payloads that must be refused: a valid event, one edit, and the faults that the reader must name.

mod envelope;
mod json;
mod rules;
mod values;

use ledger::event::EventType;

use super::{compact_template, edited};

/// One edit of a template and what it breaks.
#[derive(Debug, Clone)]
pub struct PayloadCase {
    /// File name.
    pub name: String,
    /// What is wrong, in words.
    pub what: String,
    /// Whether a JSON Schema can see it: the document parses and one of its values has the wrong shape.
    pub shape: bool,
    /// The payload.
    pub payload: Vec<u8>,
    /// Code and pointer of every fault, in the order found.
    pub faults: Vec<(String, String)>,
}

/// All payloads that must be refused.
#[must_use]
pub fn payload_cases() -> Vec<PayloadCase> {
    let mut cases = json::cases();
    cases.extend(envelope::cases());
    cases.extend(values::cases());
    cases.extend(rules::cases());
    cases
}

/// Which template, which edits, which faults (code, pointer).
fn case(
    name: &str,
    what: &str,
    of: EventType,
    edits: &[(&str, &str)],
    faults: &[(&str, &str)],
) -> PayloadCase {
    let payload = edits.iter().fold(compact_template(of), |text, (from, to)| edited(&text, from, to));
    raw_case(name, what, payload.into_bytes(), faults)
}

fn raw_case(name: &str, what: &str, payload: Vec<u8>, faults: &[(&str, &str)]) -> PayloadCase {
    PayloadCase {
        name: name.to_owned(),
        what: what.to_owned(),
        shape: false,
        payload,
        faults: faults.iter().map(|(code, pointer)| ((*code).to_owned(), (*pointer).to_owned())).collect(),
    }
}

impl PayloadCase {
    /// Says that a JSON Schema sees this fault too.
    fn seen_by_schema(mut self) -> Self {
        self.shape = true;
        self
    }
}
