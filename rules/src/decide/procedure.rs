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
use crate::pack::rule::{DeclaredYears, Mode};
use crate::state::State;

/// Notes what is missing of the declaration and of the attested group. The declaration is made to who grants: the signer.
pub(super) fn duties(state: &State, signer: &PartyId, case: &Case<'_>, found: &mut Findings) {
    let policy = state.procedure();
    let (Some(member_state), Some(asked)) = (case.member_state, Declaring::of(state, case)) else { return };
    if policy == Procedure::Off {
        return;
    }
    if !is_covered(state, member_state, case, asked) && !is_declared(state, signer, case, asked.start) {
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
fn is_covered(state: &State, member_state: MemberState, case: &Case<'_>, asked: Declaring) -> bool {
    let start = asked.covered_since;
    let limits = state.packs().limits(&case.regime, case.granted_on);
    let counted = limits.iter().flat_map(|limit| limit.regimes(Mode::Counted));
    let open = counted.filter(|regime| state.packs().is_open_from(regime, start));
    let since = |regime| match asked.national_register {
        true => state.reference.national_covers_from(member_state, regime),
        false => state.reference.covers_from(member_state, regime),
    };
    let covers = |regime| since(regime).is_some_and(|from| from <= start);
    open.chain([case.regime]).all(covers)
}

/// Since when other aid is declared, and since when a register must cover it to replace the declaration.
#[derive(Clone, Copy)]
struct Declaring {
    start: NaiveDate,
    covered_since: NaiveDate,
    national_register: bool,
}

impl Declaring {
    /// What is asked of a grant; `None` where the packs have no such duty.
    fn of(state: &State, case: &Case<'_>) -> Option<Self> {
        let duty = state.packs().declaration_duty(&case.regime, case.granted_on)?;
        let on = case.granted_on;
        let (start, covered_since) = match &duty.years {
            DeclaredYears::Years(years) => {
                // The day itself belongs to what is declared, whichever way the boundary of a ceiling is read.
                let start = look_back_start(on, years.on(on)?.value, Boundary::Closed);
                (start, start)
            }
            DeclaredYears::FiscalYears(years) => {
                let years = years.on(on)?.value;
                let handle = state.undertakings.find(case.beneficiary);
                let same = handle.map(|handle| state.one_undertaking(handle, &case.viewer));
                let calendars = state.fiscal.of(&same.unwrap_or_default());
                (calendars.starts(on, years).perhaps, calendars.whole_years_before(on, years))
            }
        };
        Some(Self { start, covered_since, national_register: duty.national_register })
    }
}

fn is_declared(state: &State, signer: &PartyId, case: &Case<'_>, start: NaiveDate) -> bool {
    let Some(handle) = state.undertakings.find(case.beneficiary) else { return false };
    state.one_undertaking(handle, &case.viewer).into_iter().any(|same| {
        let mut declared = state.facts.declarations(same);
        declared.any(|declared| declared.by == *signer && declared.covers(start, case.granted_on))
    })
}
