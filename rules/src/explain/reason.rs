//! The tree that explanations are built of, before any language: message, rule and citation, figure, inputs.

use ledger::money::Cents;
use ledger::verdict::Figure;

use super::trace::Trace;
use crate::words::{Arg, Language, Message, say};

/// A step of an explanation with the steps it rests on.
#[derive(Debug, Clone)]
pub(super) struct Reason {
    /// What kind of step this is, a stable word.
    kind: &'static str,
    message: Message,
    result: Option<Arg>,
    rule: Option<String>,
    citation: Option<Arg>,
    position: Option<u64>,
    figure: Option<Figure>,
    inputs: Vec<Reason>,
}

/// A step that says something.
pub(super) fn step(kind: &'static str, message: Message) -> Reason {
    Reason {
        kind,
        message,
        result: None,
        rule: None,
        citation: None,
        position: None,
        figure: None,
        inputs: Vec::new(),
    }
}

impl Reason {
    /// The same, of a rule.
    pub fn of_rule(mut self, rule: &str) -> Self {
        self.rule = Some(rule.to_owned());
        self
    }

    /// The same, written at this place of the law.
    pub fn cited(mut self, citation: impl Into<Arg>) -> Self {
        self.citation = Some(citation.into());
        self
    }

    /// The same, coming to an amount.
    pub fn comes_to(mut self, figure: Figure) -> Self {
        self.figure = Some(figure);
        self.results_in(figure)
    }

    /// The same, coming to an amount where there is one.
    pub fn comes_to_any(self, figure: Option<Figure>) -> Self {
        match figure {
            Some(figure) => self.comes_to(figure),
            None => self,
        }
    }

    /// The same, with a result that is no figure to be added up.
    pub fn results_in(mut self, result: impl Into<Arg>) -> Self {
        self.result = Some(result.into());
        self
    }

    /// The same, with an amount in euro that is no figure to be added up.
    pub fn in_euro(self, cents: Cents) -> Self {
        self.results_in(say::eur(Figure::exact(cents)))
    }

    /// The same, about an entry.
    pub fn at(mut self, position: u64) -> Self {
        self.position = Some(position);
        self
    }

    /// The same, about an entry where there is one.
    pub fn at_any(mut self, position: Option<u64>) -> Self {
        self.position = position;
        self
    }

    /// The same, resting on these steps.
    pub fn with(mut self, inputs: impl IntoIterator<Item = Self>) -> Self {
        self.inputs = inputs.into_iter().collect();
        self
    }

    /// The tree in a language.
    pub fn told(self, language: Language) -> Trace {
        Trace {
            step: self.kind.to_owned(),
            text: self.message.text(language),
            result: self.result.map(|result| result.text(language)),
            rule: self.rule,
            citation: self.citation.map(|citation| citation.text(language)),
            position: self.position,
            figure: self.figure,
            inputs: self.inputs.into_iter().map(|input| input.told(language)).collect(),
        }
    }
}
