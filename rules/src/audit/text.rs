//! The report for people.

use std::fmt::Write as _;

use super::report::{Listed, Report};
use crate::words::{Count, Language, Message, say};

/// Most notes of a list that the text shows; the JSON has more.
const SHOWN: usize = 10;

impl Report {
    /// The report as text: the answer first, then the faults, then the scope.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        line(&mut out, &say::report_answer(&self.exit().meaning(), u32::from(self.exit().code())));
        if let Some(first) = self.first() {
            let _ = writeln!(out, "  {first}");
        }
        for (name, value) in self.about() {
            let _ = writeln!(out, "{:<9} {value}", told(&name));
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
            list(&mut out, &title, listed);
        }
        let scope = [(say::report_checked(), &self.checked), (say::report_not_checked(), &self.not_checked)];
        for (title, lines) in scope {
            line(&mut out, &title);
            for line in lines {
                let _ = writeln!(out, "  - {line}");
            }
        }
        out
    }

    /// Which log it is, and how much of it: names with values.
    #[must_use]
    pub fn about(&self) -> Vec<(Message, String)> {
        let known = |value: Option<String>| value.unwrap_or_else(|| say::report_unknown().into());
        let pinned = self.identity.pinned_by;
        vec![
            (say::report_ledger(), known(self.identity.ledger_id.clone())),
            (say::report_origin(), known(self.identity.origin.clone())),
            (
                say::report_pinned_by(),
                pinned.map_or_else(|| say::report_nothing().into(), |by| by.as_str().to_owned()),
            ),
            (say::report_size(), known(self.size.map(|size| size.to_string()))),
            (say::report_root(), known(self.root.clone())),
        ]
    }

    /// The entries by type and outcome, a line for each type.
    pub fn counted(&self) -> impl Iterator<Item = Message> {
        self.counts.iter().map(|(event_type, outcomes)| {
            let each = outcomes.iter().map(|(outcome, count)| say::report_count(Count(*count), outcome));
            let each: Vec<String> = each.map(String::from).collect();
            say::report_counts(event_type, &each.join(", "))
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

fn told(message: &Message) -> String {
    message.text(Language::default())
}

fn line(out: &mut String, message: &Message) {
    let _ = writeln!(out, "{}", told(message));
}

fn list(out: &mut String, title: &Message, listed: &Listed) {
    if listed.count == 0 {
        return;
    }
    line(out, title);
    for note in listed.first.iter().take(SHOWN) {
        let _ = writeln!(out, "  {}  {}", note.position, note.what);
    }
    if listed.count > u64::try_from(SHOWN).unwrap_or(u64::MAX) {
        let _ = writeln!(out, "  {}", told(&say::report_more()));
    }
}
