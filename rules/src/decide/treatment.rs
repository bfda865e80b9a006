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

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::valuation::tests::{World, eur, grant};
    use super::unfit;

    fn ground(ground: &str, mut change: Value) -> Value {
        change["treatment"] = json!({"no-aid": {"ground": ground}});
        change["member_state"] = Value::Null;
        if change.get("basis").is_none() {
            change["basis"] = json!({"kind": "ad-hoc", "regime": "no-aid"});
        }
        change
    }

    fn from(origins: &[(&str, &str)]) -> Value {
        let parts: Vec<_> =
            origins.iter().map(|(origin, share)| json!({"origin": origin, "share_percent": share})).collect();
        json!({"funding": parts})
    }

    fn compute(economic: Option<bool>, quantity: &str) -> Value {
        let mut aid = json!({"form": "compute", "system": "s", "unit": "gpu-hour", "quantity": quantity, "price_paid": eur("10.00"),
            "unit_price": {"rate": "0.5", "currency": "EUR", "evidence": {"method": "m", "sha256": "0".repeat(64)}}, "access": {}});
        if let Some(economic) = economic {
            aid["access"]["economic"] = json!(economic);
        }
        aid
    }

    fn fits(aid: Value, change: Value) -> bool {
        !unfit(&World::new().state, &grant(aid, change))
    }

    #[test]
    fn no_state_money_is_no_aid() {
        let aid = || json!({"form": "grant", "nominal": eur("5.00")});
        for word in ["union-central", "private"] {
            assert!(fits(aid(), ground(word, from(&[("union-central", "60"), ("private", "40")]))));
            assert!(fits(aid(), ground(word, from(&[("union-central", "100"), ("state", "0")]))));
            for origin in ["state", "shared-management", "ms-donated", "undetermined"] {
                assert!(
                    !fits(aid(), ground(word, from(&[("union-central", "99.999999"), (origin, "0.000001")]))),
                    "{origin}"
                );
            }
        }
    }

    #[test]
    fn the_market_price_is_no_aid() {
        assert!(fits(compute(None, "20"), ground("market-price", json!({}))));
        assert!(fits(compute(None, "19"), ground("market-price", json!({}))));
        assert!(!fits(compute(None, "20.02"), ground("market-price", json!({}))));
        // A price that is not known is not shown to be paid.
        let unpriced = json!({"form": "compute", "system": "s", "unit": "gpu-hour", "quantity": "0", "price_paid": eur("10.00")});
        assert!(!fits(unpriced, ground("market-price", json!({}))));
        // A cap of nothing makes no price.
        let mut capped = compute(None, "21");
        capped["cap"] = eur("0.00");
        capped["counts_as"] = json!("cap");
        assert!(!fits(capped, ground("market-price", json!({}))));
    }

    #[test]
    fn research_that_is_no_economic_activity_is_no_aid() {
        assert!(fits(compute(Some(false), "9"), ground("non-economic-use", json!({}))));
        assert!(!fits(compute(Some(true), "9"), ground("non-economic-use", json!({}))));
        assert!(!fits(compute(None, "9"), ground("non-economic-use", json!({}))));
        assert!(!fits(
            json!({"form": "grant", "nominal": eur("5.00")}),
            ground("non-economic-use", json!({}))
        ));
    }

    #[test]
    fn any_other_ground_or_regime_is_for_a_person_and_no_claim_is_none() {
        assert!(!fits(compute(Some(false), "9"), ground("charity", json!({}))));
        let regime = json!({"basis": {"kind": "ad-hoc", "regime": "eu-2023-2831"}});
        assert!(!fits(compute(Some(false), "9"), ground("non-economic-use", regime)));
        assert!(fits(compute(Some(true), "9"), json!({})));
    }
}
