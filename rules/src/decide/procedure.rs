//! Duties before a grant (Art. 7(4)): the applicant's declaration of other aid, and the search for its group.
//!
//! The ledger's founding says whether they are left aside, flagged or enforced.

use chrono::NaiveDate;
use ledger::event::governance::Procedure;
use ledger::ids::{MemberState, PartyId};
use ledger::verdict::{Code, Flag};

use super::case::Case;
use super::findings::Findings;
use crate::calendar::{Boundary, look_back_start};
use crate::pack::rule::Mode;
use crate::state::State;

/// Notes what is missing of the declaration and of the attested group. The declaration is made to who grants: the signer.
pub(super) fn duties(state: &State, signer: &PartyId, case: &Case<'_>, found: &mut Findings) {
    let policy = state.procedure();
    let (Some(member_state), Some(years)) = (case.member_state, years_declared(state, case)) else { return };
    if policy == Procedure::Off {
        return;
    }
    // The day itself belongs to what is declared, whichever way the boundary of a ceiling is read.
    let start = look_back_start(case.granted_on, years, Boundary::Closed);
    if !is_covered(state, member_state, case, start) && !is_declared(state, signer, case, start) {
        if policy == Procedure::Enforce && case.enforced {
            found.code(Code::DeclarationMissing);
        } else {
            found.flag(Flag::DeclarationMissing);
        }
    }
    if !state.is_attested(case.beneficiary, (case.member_state, case.granted_on), &case.viewer) {
        found.flag(Flag::GroupNotAttested);
    }
}

/// Whether the State's register covers, since the look-back start, everything that the regime's ceiling counts and that was open to some
/// aid since then.
fn is_covered(state: &State, member_state: MemberState, case: &Case<'_>, start: NaiveDate) -> bool {
    let limits = state.packs().limits(&case.regime, case.granted_on);
    let counted = limits.iter().flat_map(|limit| limit.regimes(Mode::Counted));
    let open = counted.filter(|regime| state.packs().is_open_from(regime, start));
    let covers = |regime| state.reference.covers_from(member_state, regime).is_some_and(|from| from <= start);
    open.chain([case.regime]).all(covers)
}

/// Years before the grant of which a declaration must speak; `None` where the packs have no such duty.
fn years_declared(state: &State, case: &Case<'_>) -> Option<u32> {
    let duty = state.packs().declaration_duty(&case.regime, case.granted_on)?;
    duty.years.on(case.granted_on).map(|dated| dated.value)
}

fn is_declared(state: &State, signer: &PartyId, case: &Case<'_>, start: NaiveDate) -> bool {
    let Some(handle) = state.undertakings.find(case.beneficiary) else { return false };
    state.one_undertaking(handle, &case.viewer).into_iter().any(|same| {
        let mut declared = state.facts.declarations(same);
        declared.any(|declared| declared.by == *signer && declared.covers(start, case.granted_on))
    })
}
