//! One replayed entry as a line of JSON: what `replay` prints.

use ledger::event::{Event, EventType};
use ledger::ids::PartyId;
use ledger::money::Cents;
use ledger::verdict::{Affects, Check, Code, Figure, Flag, Outcome, Verdict};
use serde::Serialize;

use super::mention::{Mention, mentioned};
use crate::engine::Replayed;
use crate::state::State;
use crate::words::{self, Arg, Language, say};

/// A line of `replay`: the verdict as recomputed, or as recorded where this release cannot recompute it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Position of the entry, or number of the line of facts.
    pub position: u64,
    /// The event's id.
    pub id: String,
    /// Short name of the type.
    #[serde(rename = "type")]
    pub event_type: &'static str,
    /// Who signed it.
    pub party: PartyId,
    /// The main object.
    pub subject: String,
    /// When it was recorded; absent of facts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded_at: Option<String>,
    /// The awards it speaks of, with beneficiary and granting date.
    pub awards: Vec<Mention>,
    /// What became of it.
    pub outcome: Outcome,
    /// Why not.
    pub codes: Vec<Code>,
    /// What else to know.
    pub flags: Vec<Flag>,
    /// Gross grant equivalent.
    pub gge: Option<Figure>,
    /// Limits tested.
    pub checks: Vec<CheckLine>,
    /// Later awards that it pushes over a limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub affects: Option<Affects>,
    /// For a log: whether the recorded verdict is the recomputed one; `null` where it cannot be reproduced.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agrees: Option<Option<bool>>,
    /// For facts: members that were missing and stand at their plainest value.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub assumed: Vec<&'static str>,
}

/// A check as it stands in the leaf, with what an auditor would compute from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckLine {
    /// As in the leaf.
    #[serde(flatten)]
    pub check: Check,
    /// The sum before this award, as an array like `after`; absent for a set, whose members have no figure each.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Figure>,
    /// Limit minus the last of `after`; below zero when exceeded.
    pub remaining: Cents,
    /// Where the rule is written, such as `Regulation (EU) 2023/2831 Art. 3(2)`.
    pub citation: Option<String>,
}

impl Line {
    /// The line of an entry of a log; `state` is the state after it.
    #[must_use]
    pub fn of_entry(state: &State, replayed: &Replayed) -> Self {
        let verdict = replayed.recomputed.as_ref().unwrap_or(&replayed.entry.verdict);
        let line = Self::of(state, replayed.position, &replayed.event, verdict);
        let recorded_at = Some(replayed.entry.at.to_string());
        Self { agrees: Some(replayed.agrees()), recorded_at, ..line }
    }

    /// The line of a verdict.
    #[must_use]
    pub fn of(state: &State, position: u64, event: &Event, verdict: &Verdict) -> Self {
        Self {
            position,
            id: event.id.to_string(),
            event_type: event.body.event_type().name(),
            party: event.source.clone(),
            subject: event.subject.as_str().to_owned(),
            recorded_at: None,
            awards: mentioned(state, event),
            outcome: verdict.outcome,
            codes: verdict.codes.clone(),
            flags: verdict.flags.clone(),
            gge: verdict.gge,
            checks: verdict
                .checks
                .iter()
                .map(|check| check_line(state, check, own(event, verdict)))
                .collect(),
            affects: verdict.affects.clone(),
            agrees: None,
            assumed: Vec::new(),
        }
    }

    /// The line for people.
    #[must_use]
    pub fn to_text(&self, language: Language) -> String {
        let noted: Vec<&str> = self
            .codes
            .iter()
            .map(|code| code.as_str())
            .chain(self.flags.iter().map(|flag| flag.as_str()))
            .collect();
        let mut text =
            format!("{:>8}  {:<9} {}", self.position, words::became(self.outcome).text(language), self.id);
        if let Some(gge) = &self.gge {
            text.push_str(&format!("  {}", say::eur(*gge).text(language)));
        }
        if !noted.is_empty() {
            text.push_str(&format!("  [{}]", noted.join(", ")));
        }
        let stated = say::line_stated(self.event_type, &self.party);
        text.push_str(&format!("\n          {}", stated.text(language)));
        for Mention { award, beneficiary, granted_on, .. } in &self.awards {
            let award = say::line_award(award, beneficiary.as_ref(), *granted_on);
            text.push_str(&format!(": {}", award.text(language)));
        }
        for line in &self.checks {
            let check = &line.check;
            let day = |day: Option<chrono::NaiveDate>| day.map_or_else(|| "-".into(), Arg::from);
            let (from, to) = (day(check.from), day(check.to));
            let said = say::check_line(&check.rule, from, to, check.after, check.limit, line.remaining);
            let citation = line.citation.as_ref().map(|citation| format!("  ({citation})"));
            let under = citation.unwrap_or_default();
            text.push_str(&format!("\n          {}{under}", said.text(language)));
        }
        if self.agrees == Some(Some(false)) {
            text.push_str(&format!("\n          {}", say::differs().text(language)));
        }
        text
    }
}

/// What the event itself adds to the sum of its checks.
fn own(event: &Event, verdict: &Verdict) -> Option<Figure> {
    let zero = Figure::exact(Cents::ZERO);
    (event.body.event_type() != EventType::AwardSet).then(|| verdict.gge.unwrap_or(zero))
}

fn check_line(state: &State, check: &Check, own: Option<Figure>) -> CheckLine {
    let after = check.after.high.unwrap_or(check.after.low);
    let before = |own: Figure| Figure {
        low: check.after.low - own.low,
        high: check.after.high.map(|sum| sum - own.high.unwrap_or(own.low)),
    };
    CheckLine {
        check: check.clone(),
        before: own.map(before),
        remaining: check.limit - after,
        citation: citation(state, check),
    }
}

/// Where a check's rule is written, by the newest adopted pack that has it.
pub(super) fn citation(state: &State, check: &Check) -> Option<String> {
    let rules = state.packs().packs().flat_map(|pack| &pack.rules);
    let heads: Vec<_> = rules.map(|rule| rule.head()).filter(|head| head.id == check.rule).collect();
    let mut judging = heads.iter().filter(|head| check.to.is_none_or(|to| head.holds_on(to)));
    judging.next_back().or(heads.last()).map(|head| head.citation.to_string())
}
