//! The same award seen twice.

use std::collections::BTreeSet;

use ledger::directory::AuthorisedEvent;
use ledger::event::award::{AwardMatched, AwardUnmatched};
use ledger::ids::{ScopedId, ScopedRef};
use ledger::verdict::{Code, Figure, Flag};

use super::case::{Case, viewer};
use super::findings::Findings;
use crate::state::{Award, State};

/// `award.matched`
pub(super) fn matched(state: &State, event: &AuthorisedEvent, matched: &AwardMatched) -> Findings {
    let mut found = Findings::default();
    let Some(awards) = named(state, event, &matched.award, &matched.same_as) else {
        return Findings::with(vec![Code::UnknownAward]);
    };
    let Some((first, others)) = awards.split_first() else { return found };
    let received = state.one_undertaking(first.beneficiary, &viewer(event));
    if others.iter().any(|award| !received.contains(&award.beneficiary)) {
        found.code(Code::ContradictsRecord);
    }
    if differ(&awards) {
        found.flag(Flag::SourcesDiffer);
    }
    found
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

/// Whether the awards named have different figures, of those that have one.
fn differ(awards: &[&Award]) -> bool {
    let figures: BTreeSet<_> =
        awards.iter().filter_map(|award| award.gge).map(|gge| (gge.low, gge.high)).collect();
    figures.len() > 1
}

/// Whether an award looks like another one: the same undertaking, granting date and figure.
///
/// It is matched with nothing unless it is on record already, as `own`.
pub(super) fn possible_duplicate(
    state: &State,
    case: &Case<'_>,
    gge: Option<Figure>,
    own: Option<&ScopedId>,
) -> bool {
    let (Some(gge), Some(handle)) = (gge, state.undertakings.find(case.beneficiary)) else { return false };
    let alike =
        |award: &Award| !award.is_freed() && own.is_none_or(|own| !state.awards.are_matched(own, &award.id));
    let group = state.one_undertaking(handle, &case.viewer);
    group.into_iter().any(|same| state.awards.figured_on(same, case.granted_on, gge).any(alike))
}
