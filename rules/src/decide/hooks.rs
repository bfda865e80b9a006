//! Where the judgement of a grant asks other rooms. Each question is asked here and nowhere else.

use chrono::NaiveDate;
use ledger::ids::{PartyId, ScopedId};
use ledger::verdict::Figure;

use super::Findings;
use super::award::Case;
use crate::state::State;

/// Notes which duties before a grant are not met.
pub(super) fn duties_of(_state: &State, _signer: &PartyId, _case: &Case<'_>, _found: &mut Findings) {}

/// Whether an award looks like another one on record.
pub(super) fn possible_duplicate(
    _state: &State,
    _case: &Case<'_>,
    _gge: Option<Figure>,
    _reported: bool,
) -> bool {
    false
}

/// Whether a project was opened.
pub(super) fn has_project(_state: &State, _project: &ScopedId) -> bool {
    true
}

/// Whether a scheme was registered.
pub(super) fn has_scheme(_state: &State, _scheme: &ScopedId) -> bool {
    true
}

/// How long a reservation may live at most, where the packs say it.
pub(super) fn last_day(state: &State, case: &Case<'_>) -> Option<NaiveDate> {
    let life = state.packs().reservation_life(&case.regime, case.granted_on)?;
    let days = life.days.on(case.granted_on)?.value;
    case.granted_on.checked_add_days(chrono::Days::new(u64::from(days)))
}
