//! Days on which there may be more room, and the first of them that has enough.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use ledger::money::Cents;

use crate::limit::national::{self, NationalWindow};
use crate::limit::{Occasion, Test, Whose, limits_on};
use crate::pack::rule::{Measure, NationalCap};
use crate::state::State;

/// Most days tried one after another; of what lies behind them the first is searched for by halves.
pub const CANDIDATE_DAYS_MAX: usize = 256;

/// The limits whose room is an amount of money, as that of a grant is.
pub(super) fn in_euro<'a>(state: &'a State, whose: &Whose, occasion: &Occasion) -> Vec<Test<'a>> {
    let mut tests = limits_on(state, whose, occasion);
    tests.retain(|test| test.limit.measure == Measure::Euro && !test.reaches_back);
    tests
}

/// Of the ceilings in euro the one that leaves least; sums stand beside it.
pub(super) fn tightest_in_euro<'a>(state: &'a State, whose: &Whose, occasion: &Occasion) -> Option<Test<'a>> {
    let mut tests = in_euro(state, whose, occasion);
    tests.retain(|test| !test.limit.sum && test.judges_its_date());
    match tests.len() {
        // Usually there is one, and nothing to compare.
        0 | 1 => tests.pop(),
        _ => tests.into_iter().min_by_key(Test::remaining),
    }
}

/// What the State may still grant under each national cap, and whether what it granted elsewhere is unknown.
pub(super) fn nationally<'a>(
    state: &'a State,
    whose: &Whose,
    occasion: &Occasion,
) -> (Vec<(&'a NationalCap, NationalWindow)>, bool) {
    let Some(member_state) = occasion.member_state else { return (Vec::new(), false) };
    let award = national::Award {
        member_state,
        regime: occasion.regime,
        granted_on: occasion.granted_on,
        beneficiary: whose.handle,
        sector: None,
        high: Cents::ZERO,
        enforced: true,
    };
    national::left(state, award)
}

/// What the ceiling, the sums and the national cap leave together (rules-sectors D32); less than nothing where one is over. `None`
/// where no ceiling holds.
pub(super) fn left_of(state: &State, whose: &Whose, occasion: &Occasion) -> Option<Cents> {
    let tests = in_euro(state, whose, occasion);
    tests.iter().find(|test| !test.limit.sum && test.judges_its_date())?;
    let (caps, _) = nationally(state, whose, occasion);
    let caps = caps.iter().map(|(_, window)| window.remaining());
    tests.iter().map(Test::remaining).chain(caps).min()
}

/// Room grows only on days when an award leaves the window, comes to count less, the group changes or the ceiling is raised.
pub(super) fn days_of_more(state: &State, tests: &[Test<'_>]) -> BTreeSet<NaiveDate> {
    tests.iter().flat_map(|test| test.changing_days(state)).collect()
}

/// The first day that will do. Among the first [`CANDIDATE_DAYS_MAX`] it is the very first; behind them it is one that does,
/// and the first where room only grows.
pub(super) fn first(days: &BTreeSet<NaiveDate>, does: impl Fn(NaiveDate) -> bool) -> Option<NaiveDate> {
    let near = days.iter().copied().take(CANDIDATE_DAYS_MAX).find(|day| does(*day));
    if near.is_some() {
        return near;
    }
    let far: Vec<NaiveDate> = days.iter().copied().skip(CANDIDATE_DAYS_MAX).collect();
    let at = far.partition_point(|day| !does(*day));
    far.get(at).copied()
}

/// The first day from which on more is left than `than`, with what is left then.
pub(super) fn more_from(
    state: &State,
    whose: &Whose,
    occasion: &Occasion,
    than: Cents,
) -> Option<(NaiveDate, Cents)> {
    let left = |granted_on: NaiveDate| {
        let then = Occasion { granted_on, ..*occasion };
        left_of(state, whose, &then)
    };
    let days = days_of_more(state, &in_euro(state, whose, occasion));
    let day = first(&days, |day| left(day).is_some_and(|left| left > than.or_zero()))?;
    Some((day, left(day)?))
}
