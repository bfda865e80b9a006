//! Duties before a grant (Art. 7(4)): the applicant's declaration of other aid, and the search for its group.
//!
//! The ledger's founding says whether they are left aside, flagged or enforced.

use chrono::NaiveDate;
use ledger::event::aid::Regime;
use ledger::event::governance::Procedure;
use ledger::ids::{MemberState, PartyId, UndertakingId};
use ledger::verdict::{Code, Flag};

use super::Findings;
use super::facts::one_undertaking;
use crate::calendar::{Boundary, look_back_start};
use crate::state::{Reliance, State};

/// A grant as these duties look at it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ProcedureCase<'a> {
    pub beneficiary: &'a UndertakingId,
    /// Granting State; `None` where no State grants.
    pub ms: Option<MemberState>,
    pub regime: Regime,
    pub granted_on: NaiveDate,
    /// Whether it is admitted or refused, rather than recorded.
    pub enforced: bool,
    /// Who grants: the declaration is made to the same party.
    pub signer: &'a PartyId,
    /// In whose view: whose attestations hold.
    pub viewer: &'a Reliance,
}

/// Notes what is missing of the declaration and of the attested group.
pub(crate) fn duties(state: &State, case: &ProcedureCase<'_>, found: &mut Findings) {
    let policy = state.procedure();
    let (Some(ms), Some(years)) = (case.ms, years_declared(state, case)) else { return };
    if policy == Procedure::Off {
        return;
    }
    // The day itself belongs to what is declared, whichever way the boundary of a ceiling is read.
    let start = look_back_start(case.granted_on, years, Boundary::Closed);
    let covered = state.reference.covers_from(ms, case.regime).is_some_and(|from| from <= start);
    if !covered && !is_declared(state, case, start) {
        if policy == Procedure::Enforce && case.enforced {
            found.code(Code::DeclarationMissing);
        } else {
            found.flag(Flag::DeclarationMissing);
        }
    }
    if !state.is_attested(case.beneficiary, case.granted_on, case.viewer) {
        found.flag(Flag::GroupNotAttested);
    }
}

/// Years before the grant of which a declaration must speak; `None` where the packs have no such duty.
fn years_declared(state: &State, case: &ProcedureCase<'_>) -> Option<u32> {
    let duty = state.packs().declaration_duty(&case.regime, case.granted_on)?;
    duty.years.on(case.granted_on).map(|dated| dated.value)
}

fn is_declared(state: &State, case: &ProcedureCase<'_>, start: NaiveDate) -> bool {
    let Some(handle) = state.undertakings.find(case.beneficiary) else { return false };
    one_undertaking(state, handle, case.viewer).into_iter().any(|same| {
        let mut declared = state.facts.declarations(same);
        declared.any(|declared| declared.by == *case.signer && declared.covers(start, case.granted_on))
    })
}
