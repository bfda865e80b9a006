//! What is no aid at all: no State gives it, or nobody is favoured (F12).

use ledger::event::aid::{Form, Regime};
use ledger::event::award::Granting;

use super::valuation::{Priced, comes_to_nothing, counts};
use crate::state::State;

/// Whether a grant claims to be no aid on a ground that what it states does not bear out: then a person decides.
///
/// False where no treatment is claimed, and where the claim fits.
pub(super) fn unfit(state: &State, grant: &impl Granting) -> bool {
    let Some(treatment) = grant.treatment() else { return false };
    let fits = match treatment.no_aid.ground.as_str() {
        // The State's control makes a resource a State resource (Art. 107(1)), so no such source may be among them.
        "union-central" | "private" => !by_the_state(grant),
        "market-price" => at_its_price(state, grant),
        "non-economic-use" => not_economic(&grant.aid().form),
        _ => false,
    };
    grant.basis().regime != Regime::NoAid || !fits
}

fn by_the_state(grant: &impl Granting) -> bool {
    let parts = grant.funding().iter();
    grant.funding().is_empty()
        || parts.filter(|part| counts(part.origin)).any(|part| !part.share_percent.value().is_zero())
}

/// Whether the recipient pays what it gets.
fn at_its_price(state: &State, grant: &impl Granting) -> bool {
    let to = Priced {
        ms: grant.member_state(),
        regime: grant.basis().regime,
        granted_on: grant.granted_on().date(),
    };
    comes_to_nothing(state, &grant.aid().form, to)
}

/// Computing time for research that no undertaking makes a market of.
fn not_economic(form: &Form) -> bool {
    match form {
        Form::Compute(compute) => compute.access.as_ref().and_then(|access| access.economic) == Some(false),
        _ => false,
    }
}
