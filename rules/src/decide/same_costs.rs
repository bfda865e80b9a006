//! Aid and State aid for the same costs: not above the highest intensity or amount (rules-sectors D23, D24).

use std::collections::{BTreeMap, BTreeSet};

use ledger::event::aid::{CostShare, EligibleCosts, Regime};
use ledger::event::procedure::CostLine;
use ledger::ids::{Id, ScopedId};
use ledger::money::Cents;
use ledger::verdict::{Check, Code, Figure, Flag};
use num_rational::BigRational;

use super::case::Case;
use super::cumulation::came_to_nothing;
use super::findings::Findings;
use super::intensity::allowed;
use crate::pack::rule::{Measure, SameCosts};
use crate::state::{Award, State, Terms};
use crate::value::{Priced, Worth, exact_euro, rounded, share_of};

/// What stands on a cost line of a project beside an event.
struct OnLine {
    /// In euro, at the rates of the event.
    amount: BigRational,
    /// State aid and de minimis aid of others.
    others: BigRational,
    /// The same with aid of which nobody knows the regime.
    perhaps: BigRational,
    /// The largest least and the largest most of the State aid on it; `None` where there is none.
    limits: Option<(BigRational, BigRational)>,
}

fn nothing() -> BigRational {
    BigRational::from_integer(0.into())
}

/// Notes that a cost line of an event is paid for beyond the highest intensity, or may be.
pub(super) fn judge(
    state: &State,
    case: &Case<'_>,
    (terms, costs): (&Terms, Option<&EligibleCosts>),
    found: &mut Findings,
) {
    let Some(rule) = state.packs().same_costs(&case.regime, case.granted_on).filter(|rule| rule.highest)
    else {
        return;
    };
    let judged = match (costs, &terms.project) {
        (Some(EligibleCosts::Lines(shares)), Some(project)) => {
            judge_lines(state, case, rule, (project, shares), found)
        }
        (Some(EligibleCosts::Unknown), _) if case.enforced => judge_unknown(state, case, rule, found),
        _ => Ok(()),
    };
    if let Err(worth) = judged {
        case.unresolved(worth.code().unwrap_or(Code::NeedsReview), found);
    }
}

fn judge_lines(
    state: &State,
    case: &Case<'_>,
    rule: &SameCosts,
    (project, shares): (&ScopedId, &[CostShare]),
    found: &mut Findings,
) -> Result<(), Worth> {
    let to = Priced { member_state: case.member_state, regime: case.regime, granted_on: case.granted_on };
    let lines = state.facts.cost_lines(project);
    let mut codes: BTreeSet<Code> = BTreeSet::new();
    for line in lines.iter().filter(|line| shares.iter().any(|share| share.id == line.id)) {
        let on = on_line(state, case, rule, (project, line))?;
        let high = found.gge.and_then(|gge| gge.high);
        let own: BigRational = shares
            .iter()
            .filter(|share| share.id == line.id)
            .map(|share| part(state, to, share, high))
            .sum::<Result<_, _>>()?;
        let sum = &own + &on.others;
        if let Some((least, most)) = &on.limits {
            found.checks.push(Check {
                rule: rule.head.id.clone(),
                member_state: case.member_state,
                from: None,
                to: None,
                unit: Measure::Euro.unit(),
                bound: None,
                after: Figure::exact(rounded(&sum)?),
                limit: rounded(most)?,
            });
            if sum > *most {
                codes.insert(rule.code);
            } else if sum > *least {
                codes.insert(Code::NeedsReview);
            }
        }
        if own + &on.perhaps > on.amount && on.perhaps > on.others && codes.is_empty() {
            codes.insert(Code::NeedsReview);
        }
    }
    let unknown = shares.iter().filter(|share| !lines.iter().any(|line| line.id == share.id));
    let mut unknown = unknown.map(|share| &share.id);
    if unknown.any(|id| is_named_by_state_aid(state, case, rule, (project, id))) {
        codes.insert(Code::NeedsReview);
    }
    if case.enforced {
        codes.into_iter().for_each(|code| found.code(code));
    } else if codes.contains(&rule.code) {
        found.flag(Flag::OverCeiling);
    }
    Ok(())
}

/// Costs that are not known: beside State aid to the same undertaking on a line with less room than the aid needs, a person looks.
fn judge_unknown(
    state: &State,
    case: &Case<'_>,
    rule: &SameCosts,
    found: &mut Findings,
) -> Result<(), Worth> {
    let Some(handle) = state.undertakings.find(case.beneficiary) else { return Ok(()) };
    let Some(high) = found.gge.and_then(|gge| gge.high) else { return Ok(()) };
    let same = state.one_undertaking(handle, &case.viewer);
    let high = BigRational::new(high.0.into(), 100.into());
    let mut seen: BTreeSet<(ScopedId, Id)> = BTreeSet::new();
    for award in state.awards.of(&same).filter(|award| rule.is_state_aid(&award.regime)) {
        let (Some(project), Some(EligibleCosts::Lines(shares))) =
            (award.project(), award.eligible_costs.as_deref())
        else {
            continue;
        };
        for line in state.facts.cost_lines(project) {
            let is_named = shares.iter().any(|share| share.id == line.id);
            if !is_named || !counts(state, case, award) || !seen.insert((project.clone(), line.id.clone())) {
                continue;
            }
            let on = on_line(state, case, rule, (project, line))?;
            if on.limits.is_some_and(|(least, _)| &on.others + &high > least) {
                found.code(Code::NeedsReview);
                return Ok(());
            }
        }
    }
    Ok(())
}

/// What others pay for a line.
fn on_line(
    state: &State,
    case: &Case<'_>,
    rule: &SameCosts,
    (project, line): (&ScopedId, &CostLine),
) -> Result<OnLine, Worth> {
    let to = Priced { member_state: case.member_state, regime: case.regime, granted_on: case.granted_on };
    let amount = exact_euro(state, to, line.amount)?;
    // Seen several times, an award pays once, with the largest part.
    let mut classes: BTreeMap<u32, (BigRational, BigRational)> = BTreeMap::new();
    let mut limits: Option<(BigRational, BigRational)> = None;
    for (index, award) in state.awards.for_project(project) {
        let is_state_aid = rule.is_state_aid(&award.regime);
        let is_known = is_state_aid || is_de_minimis(award.regime);
        if !(is_known || award.regime == Regime::Unknown) || !counts(state, case, award) {
            continue;
        }
        let Some(EligibleCosts::Lines(shares)) = award.eligible_costs.as_deref() else { continue };
        let high = award.gge.and_then(|gge| gge.high);
        let stated: BigRational = shares
            .iter()
            .filter(|share| share.id == line.id)
            .map(|share| part(state, Priced::of(award), share, high))
            .sum::<Result<_, _>>()?;
        let aid = stated * what_is_left(award, case);
        let (sure, perhaps) =
            classes.entry(state.awards.first_of(index)).or_insert_with(|| (nothing(), nothing()));
        if is_known && aid > *sure {
            *sure = aid.clone();
        }
        if aid > *perhaps {
            *perhaps = aid.clone();
        }
        if is_state_aid && aid > nothing() {
            let allowed = allowed(state, award, &amount)?;
            limits = Some(match limits {
                Some((least, most)) => (least.max(allowed.least), most.max(allowed.most)),
                None => (allowed.least, allowed.most),
            });
        }
    }
    let add = |(a, b): (BigRational, BigRational), (c, d)| (a + c, b + d);
    let (others, perhaps) = classes.into_values().fold((nothing(), nothing()), add);
    Ok(OnLine { amount, others, perhaps, limits })
}

/// Whether an award is looked at for an event.
fn counts(state: &State, case: &Case<'_>, award: &Award) -> bool {
    case.granted_on <= award.counts_until()
        && !award.is_freed()
        && award.set_aside().is_none()
        && !award.terms.as_deref().is_some_and(Terms::no_aid)
        && !came_to_nothing(state, case, award)
}

fn is_de_minimis(regime: Regime) -> bool {
    regime.to_string().starts_with("eu-")
}

/// Which share of its recorded figure an award counts on the date of an event.
fn what_is_left(award: &Award, case: &Case<'_>) -> BigRational {
    let whole = BigRational::from_integer(1.into());
    let Some(high) = award.gge.and_then(|gge| gge.high).filter(|high| *high > Cents::ZERO) else {
        return whole;
    };
    let Some(now) = award.recorded_on(case.granted_on) else { return whole };
    if now.high < high { BigRational::new(now.high.0.into(), high.0.into()) } else { whole }
}

/// What an award pays for a line: the amount stated, or a share of its figure.
fn part(state: &State, to: Priced, share: &CostShare, high: Option<Cents>) -> Result<BigRational, Worth> {
    if let Some(aid) = share.aid {
        return exact_euro(state, to, aid);
    }
    let (Some(percent), Some(high)) = (share.share_percent, high) else { return Err(Worth::NotJudged) };
    Ok(share_of(&BigRational::new(high.0.into(), 100.into()), percent.value()))
}

fn is_named_by_state_aid(
    state: &State,
    case: &Case<'_>,
    rule: &SameCosts,
    (project, id): (&ScopedId, &Id),
) -> bool {
    state.awards.for_project(project).any(|(_, award)| {
        let Some(EligibleCosts::Lines(shares)) = award.eligible_costs.as_deref() else { return false };
        rule.is_state_aid(&award.regime)
            && shares.iter().any(|share| share.id == *id)
            && counts(state, case, award)
    })
}
