//! What an auditor wants to see of a log besides its faults.

use std::collections::{BTreeMap, HashMap};

use ledger::event::EventType;
use ledger::verdict::{Flag, Outcome};

use super::report::{Listed, Report};
use crate::engine::Replayed;
use crate::state::State;
use crate::words::{self, say};

/// Counts and lists, filled entry by entry.
#[derive(Debug, Default)]
pub(super) struct Tally {
    counts: BTreeMap<EventType, BTreeMap<&'static str, u64>>,
    bypasses: Listed,
    interpretations: Listed,
    governance: Listed,
    /// Positions by the key that signed them.
    signed: HashMap<String, Vec<u64>>,
    replayed: u64,
}

impl Tally {
    pub fn add(&mut self, replayed: &Replayed) {
        let (position, verdict) = (replayed.position, &replayed.entry.verdict);
        let event_type = replayed.event.body.event_type();
        self.replayed = self.replayed.saturating_add(1);
        let count = self.counts.entry(event_type).or_default().entry(verdict.outcome.as_str()).or_default();
        *count = count.saturating_add(1);
        self.signed.entry(replayed.kid.clone()).or_default().push(position);
        let took_effect = matches!(verdict.outcome, Outcome::Admitted | Outcome::Recorded);
        let subject =
            say::note_subject(event_type.name(), replayed.event.subject.as_str(), &replayed.event.source);
        let passed_by = [Flag::OwnAwardReported, Flag::GrantedWithoutCheck];
        if let Some(flag) = passed_by.iter().find(|flag| verdict.flags.contains(flag)).filter(|_| took_effect)
        {
            self.bypasses.push(position, say::note_bypass(flag.as_str(), subject.clone()));
        }
        let open = [Flag::Interpretation, Flag::BoundaryDispute];
        if let Some(flag) = open.iter().find(|flag| verdict.flags.contains(flag)) {
            let mut rules: Vec<&str> = verdict.checks.iter().map(|check| check.rule.as_str()).collect();
            rules.dedup();
            let (rules, outcome) = (rules.join(", "), words::became(verdict.outcome));
            let noted = say::note_interpretation(flag.as_str(), &rules, outcome, subject.clone());
            self.interpretations.push(position, noted);
        }
        if replayed.event.body.row().governs && took_effect {
            self.governance.push(position, subject);
        }
    }

    /// Hands everything over; whose keys were compromised is known only at the end.
    pub fn into_report(self, state: &State, report: &mut Report) {
        let mut suspect: Vec<(u64, &str)> = Vec::new();
        for (kid, positions) in &self.signed {
            let from = state.directory.key(kid).and_then(|record| record.compromised_from);
            let listed = positions.iter().filter(|position| from.is_some_and(|from| **position >= from));
            suspect.extend(listed.map(|position| (*position, kid.as_str())));
        }
        suspect.sort_unstable();
        for (position, kid) in suspect {
            report.signed_by_compromised_key.push(position, say::note_signed_by(kid));
        }
        let named = |counts: BTreeMap<&'static str, u64>| {
            counts.into_iter().map(|(outcome, count)| (outcome.to_owned(), count)).collect()
        };
        report.counts = self
            .counts
            .into_iter()
            .map(|(event_type, counts)| (event_type.to_string(), named(counts)))
            .collect();
        report.replayed = self.replayed;
        report.bypasses = self.bypasses;
        report.interpretations = self.interpretations;
        report.governance = self.governance;
    }
}
