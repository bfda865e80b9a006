//! What a late fact does to awards already on record: which of them stand over a ceiling now and did not before.
//!
//! Looked at day by day, not award by award: all awards of one day, State and regime share their windows.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use ledger::event::aid::Regime;
use ledger::ids::{MemberState, UndertakingId};
use ledger::money::Cents;

use super::window_cap::cents;
use crate::calendar::{Boundary, look_back_start, release_day};
use crate::pack::rule::{Mode, Rule, Scope, WindowCap};
use crate::state::{Handle, State, Timeline};

/// The dates between which a late award moved: only windows that end after the first and hold the last can change.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moved {
    /// The earlier date; awards granted later are looked at.
    pub after: NaiveDate,
    /// The later date; awards whose window no longer holds it are not.
    pub holding: NaiveDate,
}

impl Moved {
    /// A late award of one date.
    pub(crate) fn on(date: NaiveDate) -> Self {
        Self { after: date, holding: date }
    }
}

/// Whether any ceiling counts awards of a regime: the others push nobody over.
pub(super) fn counts_somewhere(state: &State, regime: Regime) -> bool {
    let counts =
        |cap: &WindowCap| cap.counts.iter().any(|row| row.mode == Mode::Counted && row.regime == regime);
    window_caps(state).any(counts)
}

/// Position and excess of the awards that stand over a ceiling after a late fact and did not before, of the undertaking
/// `of`, by position.
pub(crate) fn newly_over(
    before: &State,
    after: &State,
    of: &UndertakingId,
    moved: Option<Moved>,
) -> Vec<(u64, Cents)> {
    let Some(handle) = after.undertakings.find(of) else { return Vec::new() };
    let over_now = over(after, &after.undertakings.same(handle), moved);
    let mut earlier: BTreeMap<BTreeSet<Handle>, BTreeMap<u64, Over>> = BTreeMap::new();
    let mut lines = Vec::new();
    for (position, now) in &over_now {
        // Handles are numbered as they come, so both states know an undertaking by the same one.
        let group = before.undertakings.same(now.beneficiary);
        let over_before = earlier.entry(group).or_insert_with_key(|group| over(before, group, moved));
        if !over_before.contains_key(position) {
            lines.push((*position, now.excess));
        }
    }
    lines
}

struct Over {
    excess: Cents,
    beneficiary: Handle,
}

/// Every judged award, by position, whose own window exceeds its ceiling.
fn over(state: &State, group: &BTreeSet<Handle>, moved: Option<Moved>) -> BTreeMap<u64, Over> {
    let mut found = BTreeMap::new();
    for (ms, regime) in state.awards.pots(group) {
        if let Some(ms) = ms {
            pot_over(state, group, ms, regime, moved, &mut found);
        }
    }
    found
}

/// The awards of one State and regime: a running total per ceiling, and two searches in it per day.
fn pot_over(
    state: &State,
    group: &BTreeSet<Handle>,
    ms: MemberState,
    regime: Regime,
    moved: Option<Moved>,
    found: &mut BTreeMap<u64, Over>,
) {
    let longest = window_caps(state).map(|cap| cap.years).max().unwrap_or(0);
    let from = moved.map_or(NaiveDate::MIN, |moved| moved.after.succ_opt().unwrap_or(moved.after));
    let to = moved.map_or(NaiveDate::MAX, |moved| release_day(moved.holding, longest, Boundary::Closed));
    let mut known: Vec<(&WindowCap, Timeline)> = Vec::new();
    for date in state.awards.dates(group, Some(ms), regime, from, to) {
        for cap in state.packs().window_caps(&regime, date) {
            let widest = look_back_start(date, cap.years, Boundary::Closed);
            let held = moved.is_none_or(|moved| widest <= moved.holding);
            let (Some(ceiling), Some(boundary)) = (
                cap.ceiling.on(date).and_then(|entry| cents(entry.value)),
                cap.boundary.on(ms.as_str(), date),
            ) else {
                continue;
            };
            if cap.scope != Scope::MemberState || !held {
                continue;
            }
            if !known.iter().any(|(other, _)| std::ptr::eq(*other, cap)) {
                // Dates ascend, so what the first of them looks back to is enough for all.
                let counted = cap.counts.iter().filter(|row| row.mode == Mode::Counted);
                let counted: Vec<Regime> = counted.map(|row| row.regime).collect();
                known.push((cap, Timeline::of(state, group, Some(ms), &counted, widest, to)));
            }
            let Some((_, timeline)) = known.iter().find(|(other, _)| std::ptr::eq(*other, cap)) else {
                continue;
            };
            let start = look_back_start(date, cap.years, boundary.value);
            let excess = timeline.sum(start, date, date).high - ceiling;
            if excess > Cents::ZERO {
                note(state, group, (ms, regime, date), excess, found);
            }
        }
    }
}

/// Every ceiling of the adopted packs.
fn window_caps(state: &State) -> impl Iterator<Item = &WindowCap> {
    let rules = state.packs().packs().flat_map(|pack| &pack.rules);
    rules.filter_map(|rule| if let Rule::WindowCap(cap) = rule { Some(cap) } else { None })
}

fn note(
    state: &State,
    group: &BTreeSet<Handle>,
    (ms, regime, date): (MemberState, Regime, NaiveDate),
    excess: Cents,
    found: &mut BTreeMap<u64, Over>,
) {
    for award in state.awards.between(group, Some(ms), &[regime], date, date) {
        if award.counted(date).is_some_and(|figures| figures.high > Cents::ZERO) {
            found.insert(award.position, Over { excess, beneficiary: award.beneficiary });
        }
    }
}
