//! What aid may not meet, whatever the ceilings: a service that is paid for already (C1), costs that are (C2).

use std::collections::BTreeMap;

use ledger::event::aid::{CostShare, EligibleCosts, Regime};
use ledger::event::procedure::CostLine;
use ledger::ids::{Id, ScopedId};
use ledger::verdict::{Code, Flag};
use num_rational::BigRational;

use super::case::Case;
use super::findings::Findings;
use crate::pack::rule::{SameCosts, SameService};
use crate::state::{Aside, Award, State, Terms};
use crate::value::{Priced, Worth, exact_euro};

/// Notes that the service of an enforced grant is paid for already, or may be.
pub(super) fn judge(state: &State, case: &Case<'_>, service: Option<&Id>, found: &mut Findings) {
    let Some(paid) = paid_already(state, case, service) else { return };
    if paid.awards.iter().any(|award| award.regime != Regime::Unknown) {
        found.code(paid.rule.code);
    } else if !paid.awards.is_empty() {
        // What came under a regime that nobody knows may be de minimis aid: no refusal of law.
        found.code(Code::NeedsReview);
    } else if paid.is_perhaps_paid {
        // Some compensation is on record, and nobody says for which service (rules-sectors D26).
        found.code(Code::NeedsReview);
    } else if !paid.in_doubt.is_empty() {
        found.flag(Flag::Interpretation);
    }
}

/// By which awards a service is paid for already.
pub(crate) struct Paid<'a> {
    pub rule: &'a SameService,
    /// Those that bar another one.
    pub awards: Vec<&'a Award>,
    /// Those that the pack spares by a reading of the text.
    pub in_doubt: Vec<&'a Award>,
    /// Whether some compensation is on record that names no service.
    pub is_perhaps_paid: bool,
}

/// By which awards the group of a grant is paid for its service already; `None` where it names none, or no rule binds its
/// regime.
pub(crate) fn paid_already<'a>(state: &'a State, case: &Case<'_>, service: Option<&Id>) -> Option<Paid<'a>> {
    let service = service?;
    let rule = state.packs().same_service(&case.regime, case.granted_on)?;
    let whose = case.whose(state);
    let Some(handle) = whose.handle else {
        return Some(Paid { rule, awards: Vec::new(), in_doubt: Vec::new(), is_perhaps_paid: false });
    };
    let group = state.group_on(handle, case.granted_on, &case.view(state, &whose));
    // A sighting of an award that counts elsewhere pays for the service like the other.
    let pays = |award: &&Award| {
        !award.is_freed()
            && award.set_aside() != Some(Aside::NotCounted)
            && !rule.except.contains(&award.regime)
            && case.granted_on <= award.counts_until()
            && !came_to_nothing(state, case, award)
    };
    let awards = group.into_iter().flat_map(|member| state.awards.for_services(member));
    let (named, unnamed): (Vec<&Award>, Vec<&Award>) =
        awards.filter(pays).partition(|award| award.service().is_some());
    let is_perhaps_paid = unnamed.iter().any(|award| !rule.except_in_doubt.contains(&award.regime));
    let named = named.into_iter().filter(|award| award.service() == Some(service));
    let (in_doubt, awards) = named.partition(|award| rule.except_in_doubt.contains(&award.regime));
    Some(Paid { rule, awards, in_doubt, is_perhaps_paid })
}

/// Whether an award was withdrawn by the date of a grant, and nothing of it was kept, drawn or used.
pub(super) fn came_to_nothing(state: &State, case: &Case<'_>, award: &Award) -> bool {
    let sightings: Vec<&Award> = state.awards.alike(&award.id).collect();
    // A withdrawal of a report that is nobody's own takes back its row alone (A6).
    let acts = |other: &Award| other.id == award.id || !other.is_row();
    sightings.iter().any(|other| acts(other) && other.was_given_back(case.granted_on))
        && sightings.iter().all(|other| state.usage.is_untouched(&other.id))
}

/// A cost line for which a grant pays, and what else pays for it.
pub(crate) struct Line<'a> {
    pub line: &'a CostLine,
    /// In euro, at the rates of the grant.
    pub amount: BigRational,
    /// What the grant itself pays.
    pub own: BigRational,
    /// What State aid pays.
    pub state_aid: BigRational,
    /// The same with awards of which nobody knows the regime.
    pub perhaps: BigRational,
}

impl Line<'_> {
    pub fn is_over(&self) -> bool {
        &self.own + &self.state_aid > self.amount
    }

    fn may_be_over(&self) -> bool {
        &self.own + &self.perhaps > self.amount
    }
}

/// Notes that a cost line of an enforced grant is paid for beyond its amount, or may be.
pub(super) fn judge_costs(
    state: &State,
    case: &Case<'_>,
    terms: &Terms,
    costs: Option<&EligibleCosts>,
    found: &mut Findings,
) {
    let Some((rule, lines)) = cost_lines(state, case, terms, costs) else { return };
    let lines = match lines {
        Ok(lines) => lines,
        Err(Worth::NotCovered) => return found.code(Code::NotCovered),
        Err(_) => return found.code(Code::UnknownCurrencyRate),
    };
    if lines.iter().any(Line::is_over) {
        found.code(rule.code);
    } else if lines.iter().any(Line::may_be_over) {
        found.code(Code::NeedsReview);
    }
}

/// The lines of its project that a grant pays for, and the rule that binds it; `None` where it names none, or none binds it.
pub(crate) fn cost_lines<'a>(
    state: &'a State,
    case: &Case<'_>,
    terms: &Terms,
    costs: Option<&EligibleCosts>,
) -> Option<(&'a SameCosts, Result<Vec<Line<'a>>, Worth>)> {
    let (project, Some(EligibleCosts::Lines(shares))) = (terms.project.as_ref()?, costs) else { return None };
    let rule = state.packs().same_costs(&case.regime, case.granted_on).filter(|rule| !rule.highest)?;
    let priced = Priced { member_state: case.member_state, regime: case.regime, granted_on: case.granted_on };
    let of = |line: &'a CostLine| -> Result<Line<'a>, Worth> {
        let own = shares.iter().filter(|share| share.id == line.id);
        let (state_aid, perhaps) = others(state, case, (project, rule), line)?;
        let amount = exact_euro(state, priced, line.amount)?;
        Ok(Line { line, amount, own: sum(state, priced, own)?, state_aid, perhaps })
    };
    let named = |line: &&CostLine| shares.iter().any(|share| share.id == line.id);
    Some((rule, state.facts.cost_lines(project).iter().filter(named).map(of).collect()))
}

/// What other awards pay for a line: State aid, and with awards of which nobody knows the regime.
fn others(
    state: &State,
    case: &Case<'_>,
    (project, rule): (&ScopedId, &SameCosts),
    line: &CostLine,
) -> Result<(BigRational, BigRational), Worth> {
    let nothing = || BigRational::from_integer(0.into());
    // Seen several times, an award pays once, with the largest aid for the line.
    let mut classes: BTreeMap<u32, (BigRational, BigRational)> = BTreeMap::new();
    for (index, award) in state.awards.for_project(project) {
        let is_state_aid = rule.is_state_aid(&award.regime);
        let lasts = case.granted_on <= award.counts_until();
        let counts =
            lasts && !award.is_freed() && award.set_aside().is_none() && !came_to_nothing(state, case, award);
        if !counts || !(is_state_aid || award.regime == Regime::Unknown) {
            continue;
        }
        let Some(EligibleCosts::Lines(shares)) = award.eligible_costs.as_deref() else { continue };
        let aid = shares.iter().filter(|share| share.id == line.id);
        let aid = sum(state, Priced::of(award), aid)?;
        let (sure, perhaps) =
            classes.entry(state.awards.first_of(index)).or_insert_with(|| (nothing(), nothing()));
        if is_state_aid && aid > *sure {
            *sure = aid.clone();
        }
        if aid > *perhaps {
            *perhaps = aid;
        }
    }
    let add = |(a, b): (BigRational, BigRational), (c, d)| (a + c, b + d);
    Ok(classes.into_values().fold((nothing(), nothing()), add))
}

/// What is paid for a line. A part of the equivalent is no amount yet: no pack has a rule that asks for it.
fn sum<'a>(
    state: &State,
    priced: Priced,
    shares: impl Iterator<Item = &'a CostShare>,
) -> Result<BigRational, Worth> {
    shares.map(|share| exact_euro(state, priced, share.aid.ok_or(Worth::NotCovered)?)).sum()
}
