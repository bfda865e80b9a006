//! The tree of an explanation: step, rule and citation, inputs as children, result.

use ledger::verdict::Figure;
use serde::Serialize;

/// One step of an explanation with the steps it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Trace {
    /// What kind of step this is, a stable word.
    pub step: String,
    /// The step in words.
    pub text: String,
    /// What came out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<String>,
    /// Rule id in its pack.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// Where it is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub citation: Option<String>,
    /// The entry it speaks of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<u64>,
    /// The result as an amount in euro: `["x"]`, or `["low","high"]`. What a window or check comes to is the sum of these.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub figure: Option<Figure>,
    /// What it rests on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub inputs: Vec<Trace>,
}

impl Trace {
    /// A step without inputs.
    #[must_use]
    pub fn step(step: &str, text: &str, result: Option<String>) -> Self {
        let (step, text) = (step.to_owned(), text.to_owned());
        Self {
            step,
            text,
            result,
            rule: None,
            citation: None,
            position: None,
            figure: None,
            inputs: Vec::new(),
        }
    }

    /// The same, under a rule and its citation.
    #[must_use]
    pub fn under(mut self, rule: &str, citation: &str) -> Self {
        self.rule = Some(rule.to_owned());
        self.citation = Some(citation.to_owned());
        self
    }

    /// The same, coming to an amount.
    #[must_use]
    pub fn comes_to(mut self, figure: Figure) -> Self {
        self.result = Some(super::english::amount(figure));
        self.figure = Some(figure);
        self
    }

    /// The same, written at this place of the law.
    #[must_use]
    pub fn cited(mut self, citation: &str) -> Self {
        self.citation = Some(citation.to_owned());
        self
    }

    /// The same, about an entry.
    #[must_use]
    pub fn at(mut self, position: u64) -> Self {
        self.position = Some(position);
        self
    }

    /// The same, resting on these steps.
    #[must_use]
    pub fn with(mut self, inputs: Vec<Self>) -> Self {
        self.inputs = inputs;
        self
    }
}
