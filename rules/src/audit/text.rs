//! The report for people.

use std::fmt::Write as _;

use super::report::{Listed, Report};
use crate::words::{self, Between, Count, Language, Message, are_verified, say};

/// Most notes of a list that the text shows; the JSON has more.
const SHOWN: usize = 10;

impl Report {
    /// The report as text: the answer first, then the faults, then the scope.
    #[must_use]
    pub fn to_text(&self) -> String {
        self.to_text_in(Language::default())
    }

    /// The same in a language.
    #[must_use]
    pub fn to_text_in(&self, language: Language) -> String {
        let told = |message: &Message| message.text(language);
        let mut out = String::new();
        let line = |out: &mut String, message: &Message| {
            out.push_str(&told(message));
            out.push('\n');
        };
        line(&mut out, &say::report_answer(self.exit().meaning(), u32::from(self.exit().code())));
        if let Some(first) = self.first() {
            let _ = writeln!(out, "  {}", told(&first.said()));
        }
        let about = self.about();
        let width = about.iter().map(|(name, _)| told(name).chars().count()).max().unwrap_or_default();
        for (name, value) in about {
            let _ = writeln!(out, "{:<width$} {}", told(&name), told(&value));
        }
        if self.findings.len() > 1 {
            line(&mut out, &say::report_findings(self.findings.len()));
            for finding in &self.findings {
                let _ = writeln!(out, "  {}", told(&finding.line()));
            }
        }
        if !self.counts.is_empty() {
            line(&mut out, &say::report_entries());
        }
        for counted in self.counted() {
            let _ = writeln!(out, "  {}", told(&counted));
        }
        for (title, listed) in self.lists() {
            list(&mut out, &title, listed, language);
        }
        let scope = [(say::report_checked(), &self.checked), (say::report_not_checked(), &self.not_checked)];
        for (title, lines) in scope {
            line(&mut out, &title);
            for line in lines {
                let _ = writeln!(out, "  - {}", told(line.message()));
            }
        }
        if !are_verified(language) {
            line(&mut out, &say::terms_unverified());
        }
        out
    }

    /// Which log it is, and how much of it: names with values.
    #[must_use]
    pub fn about(&self) -> Vec<(Message, Message)> {
        let known =
            |value: Option<String>| value.map_or_else(say::report_unknown, |value| say::as_said(&value));
        let pinned = self.identity.pinned_by;
        vec![
            (say::report_ledger(), known(self.identity.ledger_id.clone())),
            (say::report_origin(), known(self.identity.origin.clone())),
            (
                say::report_pinned_by(),
                pinned.map_or_else(say::report_nothing, |by| say::as_said(by.as_str())),
            ),
            (say::report_size(), known(self.size.map(|size| size.to_string()))),
            (say::report_root(), known(self.root.clone())),
        ]
    }

    /// The entries by type and outcome, a line for each type.
    pub fn counted(&self) -> impl Iterator<Item = Message> {
        self.counts.iter().map(|(event_type, outcomes)| {
            let each = outcomes.iter().map(|(outcome, count)| {
                let word = outcome.parse().map_or_else(|_| say::as_said(outcome), words::became);
                say::report_count(Count(*count), word)
            });
            say::report_counts(event_type, words::Listed::new(Between::Comma, each))
        })
    }

    /// The lists of what is no fault, each with its title.
    #[must_use]
    pub fn lists(&self) -> [(Message, &Listed); 4] {
        [
            (say::report_bypasses(Count(self.bypasses.count)), &self.bypasses),
            (say::report_interpretations(Count(self.interpretations.count)), &self.interpretations),
            (
                say::report_compromised(Count(self.signed_by_compromised_key.count)),
                &self.signed_by_compromised_key,
            ),
            (say::report_governance(Count(self.governance.count)), &self.governance),
        ]
    }
}

fn list(out: &mut String, title: &Message, listed: &Listed, language: Language) {
    if listed.count == 0 {
        return;
    }
    let _ = writeln!(out, "{}", title.text(language));
    for note in listed.first.iter().take(SHOWN) {
        let _ = writeln!(out, "  {}  {}", note.position, note.what.message().text(language));
    }
    if listed.count > u64::try_from(SHOWN).unwrap_or(u64::MAX) {
        let _ = writeln!(out, "  {}", say::report_more().text(language));
    }
}
