//! Whose awards are added up, and which statements say that they are one undertaking's.

use std::collections::BTreeSet;

use ledger::ids::UndertakingId;

use super::build::cut;
use super::{LIST_MAX, Say, Trace, step};
use crate::state::{Handle, State};

/// The handles of a group with the positions of the statements that made them one.
pub(super) fn group(state: &State, beneficiary: &UndertakingId, members: &BTreeSet<Handle>) -> Trace {
    if members.is_empty() {
        return step("group", Say::Unregistered(beneficiary));
    }
    step("group", Say::Group(members.len())).with(cut(members.iter().map(|handle| member(state, *handle))))
}

fn member(state: &State, handle: Handle) -> Trace {
    let Some(id) = state.undertakings.id(handle) else { return step("member", Say::More(1)) };
    let grounds = state.undertakings.grounds(handle);
    let registered = grounds.registered.iter().take(LIST_MAX);
    let registered = registered.map(|at| step("statement", Say::RegisteredAt(*at)).at(*at));
    let same = grounds.same_as.iter().take(LIST_MAX).filter_map(|(other, at)| {
        let other = state.undertakings.id(*other)?;
        Some(step("statement", Say::SameBy(other, *at)).at(*at))
    });
    step("member", Say::Member(id)).with(registered.chain(same).collect())
}
