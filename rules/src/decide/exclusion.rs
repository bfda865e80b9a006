//! Sectors and conditions to which a regime is closed, and dates on which it may not be used.

use chrono::NaiveDate;
use ledger::event::aid::{Nace, Regime};
use ledger::verdict::Code;

use super::findings::Findings;
use crate::pack::Validity;
use crate::pack::rule::StatedCondition;
use crate::state::{GrantTerms, State};

/// Notes what closes a regime to a new grant.
pub(super) fn judge(
    state: &State,
    regime: Regime,
    granted_on: NaiveDate,
    terms: Option<&GrantTerms>,
    found: &mut Findings,
) {
    in_force(state, regime, granted_on, found);
    let Some(terms) = terms else { return };
    let conditions = &terms.conditions;
    sector(state, regime, granted_on, &terms.nace, found);
    for rule in state.packs().condition_exclusions(&regime, granted_on) {
        let stated = match rule.statement {
            StatedCondition::ExportLinked => conditions.export_linked,
            StatedCondition::DomesticGoods => conditions.domestic_goods,
            StatedCondition::PriceQuantityLinked => conditions.price_quantity_linked,
        };
        if stated {
            found.code(rule.code);
        }
    }
    if conditions.separated_activities == Some(true) {
        found.code(Code::NeedsReview);
    }
}

/// Notes a regime that has run out, has not begun, or that no pack knows.
fn in_force(state: &State, regime: Regime, granted_on: NaiveDate, found: &mut Findings) {
    match state.packs().validity(&regime, granted_on) {
        Validity::InForce(_) if state.packs().limits(&regime, granted_on).is_empty() => {
            found.code(Code::NotCovered)
        }
        Validity::InForce(_) => {}
        Validity::NotInForce => found.code(Code::RegimeNotInForce),
        Validity::NotCovered => found.code(Code::NotCovered),
    }
}

/// Notes an activity in a sector the regime does not serve.
fn sector(state: &State, regime: Regime, granted_on: NaiveDate, nace: &Nace, found: &mut Findings) {
    for rule in state.packs().sector_exclusions(&regime, granted_on) {
        let (Some(code), Some(revision)) = (&nace.code, nace.revision) else {
            found.code(Code::NeedsReview);
            continue;
        };
        match rule.excludes(code.as_str(), revision.as_str()) {
            Some(true) => found.code(rule.code),
            Some(false) => {}
            None => found.code(Code::NeedsReview),
        }
    }
}
