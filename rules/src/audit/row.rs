//! A log as a table: one row for each award that a statement speaks of, one for a statement that speaks of none.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use ledger::event::naming::undertakings_named;
use ledger::event::{Event, EventType};
use ledger::ids::{PartyId, ScopedId, UndertakingId};
use ledger::json::parse;
use ledger::submission::base64url;
use ledger::time::At;
use ledger::verdict::{Code, Figure, Flag, Outcome};
use serde::{Serialize, Serializer};

use super::mention::{Mention, mentioned};
use crate::decide::pushed_over;
use crate::engine::Replayed;
use crate::state::State;

/// A row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Position of the entry.
    pub position: u64,
    /// When it was recorded.
    #[serde(serialize_with = "as_text")]
    pub recorded_at: At,
    /// Short name of the type.
    #[serde(rename = "type", serialize_with = "as_text")]
    pub event_type: EventType,
    /// Who signed it.
    pub party: PartyId,
    /// The main object.
    pub subject: String,
    /// The award it speaks of.
    pub award: Option<ScopedId>,
    /// Who receives that.
    pub beneficiary: Option<UndertakingId>,
    /// When it is granted, or the first day on which it may have been.
    pub granted_on: Option<NaiveDate>,
    /// The last such day, where a report knows no single one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub granted_until: Option<NaiveDate>,
    /// What became of the statement.
    pub outcome: Outcome,
    /// Why not.
    pub codes: Vec<Code>,
    /// What else to know.
    pub flags: Vec<Flag>,
    /// The equivalent; of a set the sum.
    pub gge: Option<Figure>,
    /// Whether the award was over a limit when it came, or a later statement pushed it over.
    pub over: bool,
    /// Whether somebody has objected to the award.
    pub disputed: bool,
    /// Every undertaking that the statement names.
    pub undertakings: Vec<UndertakingId>,
}

fn as_text<S: Serializer>(value: &impl ToString, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&value.to_string())
}

/// Rows in the making: fed entry by entry, asked at the end.
#[derive(Default)]
pub struct Rows {
    rows: Vec<Row>,
    /// Positions of awards that later statements pushed over a limit.
    pushed: BTreeSet<u64>,
    before: Option<State>,
}

impl Rows {
    /// The next entry, with the state after it.
    pub fn add(&mut self, state: &State, replayed: &Replayed) {
        let verdict = &replayed.entry.verdict;
        let before = self.before.replace(state.clone()).unwrap_or_default();
        if verdict.affects.is_some() {
            let pushed = pushed_over(&before, &replayed.event, verdict);
            self.pushed.extend(pushed.into_iter().map(|(position, _)| position));
        }
        let mentioned = mentioned(state, &replayed.event);
        let named = named(replayed);
        if mentioned.is_empty() {
            self.rows.push(row(replayed, &named, None));
        }
        self.rows.extend(mentioned.into_iter().map(|mention| row(replayed, &named, Some(mention))));
    }

    /// All rows and the last state: whether an award is over or disputed is known only now.
    #[must_use]
    pub fn finish(self) -> (Vec<Row>, State) {
        let Self { mut rows, pushed, before } = self;
        let state = before.unwrap_or_default();
        for row in &mut rows {
            let award = row.award.as_ref().and_then(|award| state.awards.find(award));
            let is_it = award.is_some_and(|award| award.position == row.position);
            row.over = row.flags.contains(&Flag::OverCeiling) || (is_it && pushed.contains(&row.position));
            row.disputed = award.is_some_and(crate::state::Award::is_disputed);
        }
        (rows, state)
    }
}

fn row(replayed: &Replayed, named: &[UndertakingId], mention: Option<Mention>) -> Row {
    let Event { source, subject, body, .. } = &replayed.event;
    let verdict = &replayed.entry.verdict;
    let (award, beneficiary, granted_on, granted_until) = match mention {
        Some(Mention { award, beneficiary, granted_on, granted_until }) => {
            (Some(award), beneficiary, granted_on, granted_until)
        }
        None => (None, None, None, None),
    };
    Row {
        position: replayed.position,
        recorded_at: replayed.entry.at,
        event_type: body.event_type(),
        party: source.clone(),
        subject: subject.as_str().to_owned(),
        award,
        beneficiary,
        granted_on,
        granted_until,
        outcome: verdict.outcome,
        codes: verdict.codes.clone(),
        flags: verdict.flags.clone(),
        gge: verdict.gge,
        over: false,
        disputed: false,
        undertakings: named.to_vec(),
    }
}

fn named(replayed: &Replayed) -> Vec<UndertakingId> {
    let payload = replayed.entry.jws.split('.').nth(1).and_then(base64url);
    let payload = payload.and_then(|payload| parse(&payload).ok());
    payload.as_ref().and_then(|payload| payload.member("data")).map(undertakings_named).unwrap_or_default()
}
