//! Sectors and conditions to which a regime is closed, dates on which it may not be used, and claims that cannot be (S1 to S8).

use ledger::event::aid::{BasisKind, Nace};
use ledger::verdict::{Code, Flag};

use super::case::Case;
use super::findings::Findings;
use crate::limit::limits_on;
use crate::pack::Validity;
use crate::pack::rule::{ConditionExclusion, Effect, InForce, SectorExclusion, Separated};
use crate::state::{Aside, Award, State, Terms};

/// Notes what closes a regime to a new grant.
pub(super) fn judge(state: &State, case: &Case<'_>, terms: &Terms, found: &mut Findings) {
    in_force(state, case, serves_scheme(state, case, terms), found);
    let (packs, on) = (state.packs(), case.granted_on);
    if let Some(nace) = &terms.nace {
        for rule in packs.sector_exclusions(&case.regime, on) {
            match rule.effect(nace) {
                Some(Effect::Excluded) => found.code(rule.code),
                Some(Effect::Review) => found.code(Code::NeedsReview),
                None => {}
            }
        }
    }
    for rule in strongest(packs.condition_exclusions(&case.regime, on).into_iter(), terms) {
        match rule {
            (rule, Effect::Excluded) => found.code(rule.code),
            (_, Effect::Review) => found.code(Code::NeedsReview),
        }
    }
    let apart = terms.conditions.as_ref().and_then(|conditions| conditions.separated_activities);
    let rules: Vec<&Separated> = packs.separations(&case.regime, on).collect();
    if rules.is_empty() {
        if apart == Some(false) && has_excluded_activity(state, case) {
            found.code(Code::NeedsReview);
        }
        return;
    }
    for rule in rules {
        // What is ensured is not asked, nor is what nobody has to say.
        let code = match apart {
            Some(true) => continue,
            Some(false) => rule.code,
            None if rule.not_stated_is_review => Code::NeedsReview,
            None => continue,
        };
        if is_in_another_world(state, case, rule) {
            found.code(code);
        }
    }
}

/// Whether an undertaking is known to be active in the other world of a rule (rules-sectors D14).
fn is_in_another_world(state: &State, case: &Case<'_>, rule: &Separated) -> bool {
    if !rule.beside.is_empty() {
        let tests = limits_on(state, &case.whose(state), &case.occasion());
        if tests.iter().any(|test| test.holds_of(state, &rule.beside)) {
            return true;
        }
    }
    let Some(handle) = state.undertakings.find(case.beneficiary).filter(|_| !rule.sectors.is_empty()) else {
        return false;
    };
    let same = state.one_undertaking(handle, &case.viewer);
    state
        .awards
        .of(&same)
        .any(|award| tells_activity(award) && award.nace().is_some_and(|nace| rule.is_of_the_other(nace)))
}

/// Whether it is granted under a scheme that a tail may serve: one that is known to begin after the act has ended did not exist
/// then (rules-sectors D17).
fn serves_scheme(state: &State, case: &Case<'_>, terms: &Terms) -> bool {
    let named = terms.grant.as_ref().and_then(|grant| grant.scheme.as_ref());
    let began = named.and_then(|scheme| state.facts.scheme_from(scheme));
    let ended = |rule: &InForce| rule.head.until.filter(|_| rule.is_in_tail(case.granted_on));
    let mut ends = state.packs().validities(&case.regime, case.granted_on).filter_map(ended);
    let is_late = began.is_some_and(|began| ends.any(|end| end < began));
    terms.by_scheme() && !is_late
}

/// What rules say of stated conditions; of several those that say the most (S4).
fn strongest<'a>(
    rules: impl Iterator<Item = &'a ConditionExclusion>,
    terms: &Terms,
) -> Vec<(&'a ConditionExclusion, Effect)> {
    let (conditions, nace) = (terms.conditions.as_ref(), terms.nace.as_ref());
    let said: Vec<_> = rules.filter_map(|rule| Some((rule, rule.effect(conditions, nace)?))).collect();
    let weaker = |(rule, effect): &(&ConditionExclusion, Effect)| {
        said.iter()
            .any(|(other, more)| rule.asks_for_a_service() == other.asks_for_a_service() && effect < more)
    };
    said.iter().filter(|one| !weaker(one)).copied().collect()
}

/// Notes a regime that has run out, has not begun, or that no pack knows.
fn in_force(state: &State, case: &Case<'_>, by_scheme: bool, found: &mut Findings) {
    let (packs, regime, on) = (state.packs(), &case.regime, case.granted_on);
    match packs.validity(regime, on, by_scheme) {
        Validity::InForce(_) if packs.limits(regime, on).is_empty() => found.code(Code::NotCovered),
        Validity::InForce(_) => {}
        Validity::NotInForce => found.code(Code::RegimeNotInForce),
        Validity::NotCovered => found.code(Code::NotCovered),
    }
}

/// Whether the activity that an award names is one of its undertaking.
fn tells_activity(award: &Award) -> bool {
    !award.is_freed() && award.set_aside() != Some(Aside::NotCounted)
}

/// Whether another award of the undertaking names an activity that the regime does not serve (S6).
pub(crate) fn has_excluded_activity(state: &State, case: &Case<'_>) -> bool {
    let Some(handle) = state.undertakings.find(case.beneficiary) else { return false };
    let rules = state.packs().sector_exclusions(&case.regime, case.granted_on);
    let same = state.one_undertaking(handle, &case.viewer);
    state.awards.of(&same).any(|award| {
        tells_activity(award) && award.nace().is_some_and(|nace| is_excluded(rules.iter().copied(), nace))
    })
}

fn is_excluded<'a>(mut rules: impl Iterator<Item = &'a SectorExclusion>, nace: &Nace) -> bool {
    rules.any(|rule| rule.effect(nace) == Some(Effect::Excluded))
}

/// Why an award on record cannot be under the regime that it claims (S8).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Doubt {
    /// Its date is after the last day of the regime.
    Date,
    /// Its activity is one that the regime does not serve.
    Activity,
    /// A condition of it excludes it.
    Condition,
    /// The regime is for services, and none is named.
    NoService,
}

/// Notes that an award that stands anyway cannot be what it claims.
pub(super) fn judge_claim(state: &State, case: &Case<'_>, terms: &Terms, found: &mut Findings) {
    if !doubts(state, case, terms).is_empty() {
        found.flag(Flag::ClaimDoubtful);
    }
}

/// Everything for which an award that stands anyway cannot be under its regime; nothing for what was not stated.
pub(crate) fn doubts(state: &State, case: &Case<'_>, terms: &Terms) -> Vec<Doubt> {
    let (packs, regime, on) = (state.packs(), &case.regime, case.granted_on);
    let mut doubts = Vec::new();
    if packs.is_past(regime, on, terms.kind != Some(BasisKind::AdHoc)) {
        doubts.push(Doubt::Date);
    }
    if terms
        .nace
        .as_ref()
        .is_some_and(|nace| is_excluded(packs.sectors_claimed(regime, on).into_iter(), nace))
    {
        doubts.push(Doubt::Activity);
    }
    for rule in packs.conditions_claimed(regime, on) {
        let effect = rule.effect(terms.conditions.as_ref(), terms.nace.as_ref());
        if effect == Some(Effect::Excluded) {
            let doubt = if rule.asks_for_a_service() { Doubt::NoService } else { Doubt::Condition };
            if !doubts.contains(&doubt) {
                doubts.push(doubt);
            }
        }
    }
    doubts
}
