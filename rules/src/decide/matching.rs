//! The same award seen twice.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use ledger::directory::AuthorisedEvent;
use ledger::event::aid::Regime;
use ledger::event::award::{AwardMatched, AwardUnmatched};
use ledger::ids::{ScopedId, ScopedRef};
use ledger::verdict::{Code, Figure, Flag};

use super::case::{Case, viewer};
use super::findings::Findings;
use crate::state::{Award, Figures, Handle, State, View};

/// `award.matched`: sightings of one award, so of one State and of one undertaking, or of one that took the other over.
pub(super) fn matched(state: &State, event: &AuthorisedEvent, matched: &AwardMatched) -> Findings {
    let mut found = Findings::default();
    let Some(awards) = named(state, event, &matched.award, &matched.same_as) else {
        return Findings::with(vec![Code::UnknownAward]);
    };
    let class: BTreeSet<u32> = awards
        .iter()
        .filter_map(|award| state.awards.index(&award.id))
        .flat_map(|index| state.awards.numbers_of_class(index))
        .collect();
    let all: Vec<&Award> = class.into_iter().filter_map(|index| state.awards.get(index)).collect();
    // What was set free is compared in State and recipient, and shows nothing else (A11).
    let states: BTreeSet<_> = all.iter().filter_map(|award| award.member_state).collect();
    let view = View::of(viewer(event));
    if states.len() > 1 || !are_of_one(state, &all, &view) {
        found.code(Code::ContradictsRecord);
    }
    let seen: Vec<&&Award> = all.iter().filter(|award| !award.is_freed()).collect();
    if seen.iter().enumerate().any(|(at, one)| seen.iter().skip(at + 1).any(|other| differ(one, other))) {
        found.flag(Flag::SourcesDiffer);
    }
    found
}

/// Whether awards were received by one undertaking, or any two by such that one took over the other by mergers.
fn are_of_one(state: &State, awards: &[&Award], view: &View) -> bool {
    let recipients: BTreeSet<Handle> = awards.iter().map(|award| award.beneficiary).collect();
    let taken_over = |handle: Handle| state.taken_over_by(handle, view);
    let recipients: Vec<(Handle, BTreeSet<Handle>)> =
        recipients.into_iter().map(|handle| (handle, taken_over(handle))).collect();
    let one = |(a, from_a): &(Handle, BTreeSet<Handle>), (b, from_b): &(Handle, BTreeSet<Handle>)| {
        from_a.contains(b) || from_b.contains(a)
    };
    recipients.iter().enumerate().all(|(at, a)| recipients.iter().skip(at + 1).all(|b| one(a, b)))
}

/// Whether two sightings differ in date, regime or figure: the recorded one, or of a report what its row shows against what
/// the other counted by the day on which it was retrieved, if that is less.
fn differ(one: &Award, other: &Award) -> bool {
    let dated = |award: &Award| award.granted_until.is_none().then_some(award.granted_on);
    let known = |award: &Award| (award.regime != Regime::Unknown).then_some(award.regime);
    let dates = dated(one).zip(dated(other)).is_some_and(|(one, other)| one != other);
    let regimes = known(one).zip(known(other)).is_some_and(|(one, other)| one != other);
    dates || regimes || figures_differ(one, other)
}

/// What a row shows stands against what the other counts by then, by the statements about that other alone; of two rows in
/// either direction.
fn figures_differ(one: &Award, other: &Award) -> bool {
    let figures = |award: &Award| {
        let gge = award.gge?;
        Some(Figures { low: gge.low, high: gge.high? })
    };
    let Some((own, others)) = figures(one).zip(figures(other)) else { return false };
    let read = |award: &Award| award.retrieved_on.filter(|_| award.is_row());
    let against = |day: NaiveDate, shows: Figures, other: &Award, recorded: Figures| {
        other.lessened_alone(recorded, day) != shows
    };
    match (read(one), read(other)) {
        (None, None) => own != others,
        (one_read, other_read) => {
            one_read.is_some_and(|day| against(day, own, other, others))
                || other_read.is_some_and(|day| against(day, others, one, own))
        }
    }
}

/// `award.unmatched`
pub(super) fn unmatched(state: &State, event: &AuthorisedEvent, unmatched: &AwardUnmatched) -> Findings {
    let mut found = Findings::default();
    if named(state, event, &unmatched.award, &unmatched.same_as).is_none() {
        found.code(Code::UnknownAward);
    }
    let award = unmatched.award.full(event.signer());
    let mut others = unmatched.same_as.iter().map(|other| other.full(event.signer()));
    if !others.all(|other| state.awards.is_pair(&award, &other)) {
        found.code(Code::UnknownReference);
    }
    found
}

/// The awards that an event names, the first being matched with each of the others; `None` where one is unknown.
fn named<'a>(
    state: &'a State,
    event: &AuthorisedEvent,
    award: &ScopedRef,
    same_as: &[ScopedRef],
) -> Option<Vec<&'a Award>> {
    let references = std::iter::once(award).chain(same_as);
    references.map(|reference| state.awards.in_effect(&reference.full(event.signer()))).collect()
}

/// Whether an award looks like another one: the same undertaking, granting date and figure, and no other State.
///
/// It is matched with nothing unless it is on record already, as `own`.
pub(super) fn possible_duplicate(
    state: &State,
    case: &Case<'_>,
    gge: Option<Figure>,
    own: Option<&ScopedId>,
) -> bool {
    let (Some(gge), Some(handle)) = (gge, state.undertakings.find(case.beneficiary)) else { return false };
    let alike = |award: &Award| {
        !award.is_freed()
            && (award.member_state == case.member_state
                || award.member_state.is_none()
                || case.member_state.is_none())
            && own.is_none_or(|own| !state.awards.are_matched(own, &award.id))
    };
    let group = state.one_undertaking(handle, &case.viewer);
    group.into_iter().any(|same| state.awards.figured_on(same, case.granted_on, gge).any(alike))
}
