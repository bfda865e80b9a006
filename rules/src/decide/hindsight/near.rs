//! Whether any award lies where a statement may push one over: a few searches, which spare most late facts the rest.

use super::concern::Concern;
use crate::pack::rule::{Length, UnlinkedHolder};
use crate::state::{Handle, State};

/// Whether no award lies on the days that count, of anybody who may be in the group then.
pub(super) fn nothing_lies_there(state: &State, concern: &Concern) -> bool {
    let longest = state.packs().every_limit().map(|limit| limit.length_with(state.fiscal.longest())).max();
    // Where history moves between groups, whose awards lie there is not known before it has.
    if concern.moves() {
        return false;
    }
    let (from, to) = concern.days(longest.unwrap_or(Length::Years(0)));
    let through_public = looks_through_public(state);
    let nothing = |handle: Handle| {
        let all = state.joined_ever(handle, from, through_public);
        all.is_some_and(|all| !all.iter().any(|own| state.awards.has_days(*own, from, to)))
    };
    concern.handles(state).into_iter().all(nothing)
}

/// Whether a limit takes enterprises as linked through a public body.
pub(super) fn looks_through_public(state: &State) -> bool {
    state.packs().every_limit().any(|limit| !limit.is_unlinked_through(UnlinkedHolder::PublicBody))
}
