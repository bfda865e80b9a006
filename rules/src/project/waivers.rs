//! Earlier awards that make room when they are waived: alone, or the fewest together.

use std::collections::BTreeMap;

use ledger::ids::{PartyId, ScopedId};
use ledger::money::Cents;
use serde::Serialize;

use crate::limit::Test;
use crate::state::{Award, Held, State};

/// Most awards of one combination.
pub const WAIVABLE_MAX: usize = 16;
/// Most combinations named.
pub const COMBINATIONS_MAX: usize = 4;
/// Most windows without room that are looked at; behind more, no combination is named.
const WINDOWS_MAX: usize = 64;

/// Awards that do together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Combination {
    /// Each of them, the youngest first.
    pub awards: Vec<Waivable>,
}

/// An award that counts in the tightest window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Waivable {
    /// Full id.
    pub award: ScopedId,
    /// Position that brought it.
    pub position: u64,
    /// What it counts there, euro.
    pub counted: Cents,
}

/// A window without room for the amount: what is missing, and what each award holds of it.
struct Full {
    missing: Cents,
    held: BTreeMap<(u64, ScopedId), Cents>,
}

impl Full {
    fn has_room_without(&self, awards: &[&Waivable]) -> bool {
        let freed = awards.iter().filter_map(|one| self.held.get(&(one.position, one.award.clone())));
        freed.copied().sum::<Cents>() >= self.missing
    }
}

/// The combinations of awards that make room for an amount in every window of every limit; of `asker` alone where it is named.
pub(super) fn enough(
    state: &State,
    tests: &[Test<'_>],
    amount: Cents,
    asker: Option<&PartyId>,
) -> Vec<Combination> {
    let full: Vec<Full> =
        tests.iter().flat_map(|test| full(state, test, amount)).take(WINDOWS_MAX + 1).collect();
    let mut awards = waivable(state, tests, asker);
    if full.len() > WINDOWS_MAX {
        return Vec::new();
    }
    let does = |awards: &[&Waivable]| full.iter().all(|window| window.has_room_without(awards));
    let alone = awards.iter().filter(|one| does(&[*one])).take(COMBINATIONS_MAX);
    let alone: Vec<Combination> = alone.map(|one| Combination { awards: vec![one.clone()] }).collect();
    if !alone.is_empty() {
        return alone;
    }
    // The largest first, as long as something is missing; then whatever is not needed after all is left out again.
    awards.sort_by_key(|one| std::cmp::Reverse((one.counted, one.position)));
    let most = awards.len().min(WAIVABLE_MAX);
    let enough = (1..=most).find_map(|count| {
        let first: Vec<&Waivable> = awards.iter().take(count).collect();
        does(&first).then_some(first)
    });
    let Some(mut together) = enough else { return Vec::new() };
    for at in (0..together.len()).rev() {
        let fewer: Vec<&Waivable> =
            together.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, one)| *one).collect();
        if does(&fewer) {
            together = fewer;
        }
    }
    vec![Combination { awards: together.into_iter().cloned().collect() }]
}

/// The windows of a limit without room for an amount.
fn full(state: &State, test: &Test<'_>, amount: Cents) -> Vec<Full> {
    let windows = test.windows(test.boundary, &test.timeline).into_iter();
    let over =
        windows.filter(|window| window.high + amount > test.ceiling_of(window.to)).take(WINDOWS_MAX + 1);
    over.map(|window| {
        let held = test.holdings(state, (window.from, window.to), window.to);
        let counted = held.into_iter().filter_map(|(award, held)| Some((key(award), counted(held)?)));
        Full { missing: window.high + amount - test.ceiling_of(window.to), held: counted.collect() }
    })
    .collect()
}

fn key(award: &Award) -> (u64, ScopedId) {
    (award.position, award.id.clone())
}

fn counted(held: Held) -> Option<Cents> {
    match held {
        Held::Counted(figures) => Some(figures.high).filter(|high| *high > Cents::ZERO),
        Held::Uncounted | Held::Nothing => None,
    }
}

/// The awards of the tightest window, the youngest first.
fn waivable(state: &State, tests: &[Test<'_>], asker: Option<&PartyId>) -> Vec<Waivable> {
    let Some(test) = tests.iter().min_by_key(|test| test.remaining()) else { return Vec::new() };
    let window = test.tightest(test.boundary).window;
    let mut held = test.holdings(state, (window.from, window.to), window.to);
    held.retain(|(award, _)| asker.is_none_or(|asker| award.id.party() == asker.as_str()));
    held.sort_by_key(|(award, _)| std::cmp::Reverse((award.granted_on, award.position)));
    let line = |(award, held): (&Award, Held)| {
        let counted = counted(held)?;
        Some(Waivable { award: award.id.clone(), position: award.position, counted })
    };
    held.into_iter().filter_map(line).collect()
}
