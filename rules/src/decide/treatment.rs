//! What is no aid at all: no State gives it, or nobody is favoured (F12).

use chrono::NaiveDate;
use ledger::event::aid::{Aid, Form, Funding, Regime, Treatment};
use ledger::ids::MemberState;

use crate::pack::rule::NoAidTest;
use crate::state::State;
use crate::value::{Priced, comes_to_nothing};

/// That a grant is no aid, as it is stated or put right.
pub(super) struct Claim<'a> {
    pub treatment: &'a Treatment,
    pub regime: Regime,
    pub member_state: Option<MemberState>,
    pub granted_on: NaiveDate,
    pub aid: &'a Aid,
    /// Where the money comes from; empty stands for the State alone.
    pub funding: &'a [Funding],
}

impl Claim<'_> {
    /// Whether what is stated bears out the ground of the claim: if not, a person decides.
    pub fn fits(&self, state: &State) -> bool {
        let rule = state.packs().no_aid(&self.regime, self.granted_on);
        match rule.and_then(|rule| rule.test(self.treatment.no_aid.ground.as_str())) {
            Some(NoAidTest::NoStateMoney) => self.is_none_of_the_states(state),
            Some(NoAidTest::MarketPrice) => self.at_its_price(state),
            Some(NoAidTest::NonEconomicUse) => not_economic(&self.aid.form),
            None => false,
        }
    }

    /// Whether where the money comes from is stated, and none of it counts as the State's.
    fn is_none_of_the_states(&self, state: &State) -> bool {
        let Some(rule) = state.packs().funding(&self.regime, self.granted_on) else { return false };
        let mut counting = self.funding.iter().filter(|part| rule.counts(part.origin));
        !self.funding.is_empty() && counting.all(|part| part.share_percent.value().is_zero())
    }

    /// Whether the recipient pays what it gets.
    fn at_its_price(&self, state: &State) -> bool {
        let to = Priced { member_state: self.member_state, regime: self.regime, granted_on: self.granted_on };
        comes_to_nothing(state, &self.aid.form, to)
    }
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

    use super::Claim;
    use crate::value::tests::{World, eur, grant};

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
        let grant = grant(aid, change);
        let claim = Claim {
            treatment: grant.treatment.as_ref().unwrap(),
            regime: grant.basis.regime,
            member_state: grant.member_state,
            granted_on: grant.granted_on.date(),
            aid: &grant.aid,
            funding: &grant.funding,
        };
        claim.fits(&World::new().state)
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
    fn any_other_ground_or_regime_is_for_a_person() {
        assert!(!fits(compute(Some(false), "9"), ground("charity", json!({}))));
        let regime = json!({"basis": {"kind": "ad-hoc", "regime": "eu-2023-2831"}});
        assert!(!fits(compute(Some(false), "9"), ground("non-economic-use", regime)));
    }
}
