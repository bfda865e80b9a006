//! Where the judgement of a grant asks other rooms. Each question is asked here and nowhere else.

use chrono::NaiveDate;
use ledger::ids::{PartyId, ScopedId};
use ledger::verdict::Figure;

use super::award::Case;
use super::procedure::ProcedureCase;
use super::{Findings, matching, procedure};
use crate::state::State;

/// Notes which duties before a grant are not met.
pub(super) fn duties_of(state: &State, signer: &PartyId, case: &Case<'_>, found: &mut Findings) {
    let duties = ProcedureCase {
        beneficiary: case.beneficiary,
        ms: case.state,
        regime: case.regime,
        granted_on: case.granted_on,
        enforced: case.enforced,
        signer,
        viewer: &case.viewer,
    };
    procedure::duties(state, &duties, found);
}

/// Whether an award looks like another one on record.
pub(super) fn possible_duplicate(
    state: &State,
    case: &Case<'_>,
    gge: Option<Figure>,
    reported: bool,
    own: Option<&ScopedId>,
) -> bool {
    matching::possible_duplicate(state, case.beneficiary, case.granted_on, gge, reported, own, &case.viewer)
}

/// Whether a project was opened.
pub(super) fn has_project(state: &State, project: &ScopedId) -> bool {
    state.facts.has_project(project)
}

/// Whether a scheme was registered.
pub(super) fn has_scheme(state: &State, scheme: &ScopedId) -> bool {
    state.facts.has_scheme(scheme)
}

/// How long a reservation may live at most, where the packs say it.
pub(super) fn last_day(state: &State, case: &Case<'_>) -> Option<NaiveDate> {
    let life = state.packs().reservation_life(&case.regime, case.granted_on)?;
    let days = life.days.on(case.granted_on)?.value;
    case.granted_on.checked_add_days(chrono::Days::new(u64::from(days)))
}
