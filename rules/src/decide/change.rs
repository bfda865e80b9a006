//! What becomes of an award: reductions, withdrawals, corrections. All act forward; none rewrites a verdict.

use chrono::NaiveDate;
use ledger::directory::AuthorisedEvent;
use ledger::event::award::{AwardCorrected, AwardReduced, AwardWithdrawn, Repaid};
use ledger::ids::ScopedId;
use ledger::money::{Cents, Money};
use ledger::verdict::{Affects, Code, Figure, Flag};

use super::award::Case;
use super::hindsight::{Moved, newly_over};
use super::{Findings, exclusion, valuation};
use crate::state::{Award, Right, State};

/// `award.reduced`
pub(super) fn reduced(state: &State, event: &AuthorisedEvent, reduced: &AwardReduced) -> Findings {
    let Some(award) = state.awards.find(&reduced.award.full(event.signer())) else { return unknown() };
    lessened(
        state,
        award,
        Some(reduced.gge_after),
        reduced.benefit_kept,
        reduced.repaid.as_ref(),
        reduced.on.date(),
    )
}

/// `award.withdrawn`
pub(super) fn withdrawn(state: &State, event: &AuthorisedEvent, withdrawn: &AwardWithdrawn) -> Findings {
    let Some(award) = state.awards.find(&withdrawn.award.full(event.signer())) else { return unknown() };
    lessened(state, award, None, withdrawn.benefit_kept, withdrawn.repaid.as_ref(), withdrawn.on.date())
}

fn unknown() -> Findings {
    let mut found = Findings::default();
    found.code(Code::UnknownAward);
    found
}

/// Counts min(old, max(after, kept - repaid)): never less than what was had and not given back.
fn lessened(
    state: &State,
    award: &Award,
    after: Option<Money>,
    kept: Money,
    repaid: Option<&Repaid>,
    on: NaiveDate,
) -> Findings {
    let mut found = Findings::default();
    // At the rates of the grant: a figure is never revalued.
    let euro = |money: Money| valuation::money(state, money, award.state, award.regime, award.granted_on);
    let amounts = (
        after.map_or(Ok(Cents::ZERO), euro),
        euro(kept),
        repaid.map_or(Ok(Cents::ZERO), |repaid| euro(repaid.amount)),
    );
    let (Ok(after), Ok(kept), Ok(repaid)) = amounts else {
        found.code(Code::UnknownCurrencyRate);
        return found;
    };
    let had = (kept - repaid).or_zero();
    if had > after {
        found.flag(Flag::BenefitNotRepaid);
    }
    let most = after.max(had);
    match award.counted(on) {
        Some(old) => found.gge = Some(Figure { low: old.low.min(most), high: Some(old.high.min(most)) }),
        None => found.flag(Flag::Uncounted),
    }
    found
}

/// `award.corrected`: decided as if new, without its old self.
pub(super) fn corrected(state: &State, event: &AuthorisedEvent, correction: &AwardCorrected) -> Findings {
    let id = correction.award.full(event.signer());
    let Some(award) = state.awards.find(&id) else { return unknown() };
    let set = &correction.set;
    let Some(case) = corrected_case(state, award, correction) else { return unknown() };
    let mut without = state.clone();
    without.awards.hide(&id);
    let mut found = Findings::default();
    if case.enforced {
        exclusion::in_force(state, case.regime, case.granted_on, &mut found);
        if let Some(activity) = &set.activity {
            exclusion::sector(state, case.regime, case.granted_on, &activity.nace, &mut found);
        }
    } else {
        carried_flags(state, award, set.granted_on.is_some(), &mut found);
    }
    refigure(&without, award, set.aid.as_ref(), &case, &mut found);
    if !case.enforced && found.codes.is_empty() {
        let uncounted = found.flags.contains(&Flag::Uncounted);
        found.affects = Affects::of(&pushed_over(state, &id, award, &case, found.gge, uncounted));
    }
    found
}

/// What a corrected award is judged by.
pub(crate) fn corrected_case<'a>(
    state: &'a State,
    award: &Award,
    correction: &AwardCorrected,
) -> Option<Case<'a>> {
    let set = &correction.set;
    Some(Case {
        beneficiary: state.undertakings.id(award.beneficiary)?,
        state: award.state,
        regime: set.basis.as_ref().map_or(award.regime, |basis| basis.regime),
        granted_on: set.granted_on.map_or(award.granted_on, |date| date.date()),
        enforced: award.right == Right::Admitted,
    })
}

/// Position and excess of the awards that a correction pushes over.
pub(crate) fn pushed_over(
    state: &State,
    id: &ScopedId,
    award: &Award,
    case: &Case<'_>,
    gge: Option<Figure>,
    uncounted: bool,
) -> Vec<(u64, Cents)> {
    let after = state.pretend_corrected(id, case, gge, uncounted);
    let moved = Moved {
        after: case.granted_on.min(award.granted_on),
        holding: case.granted_on.max(award.granted_on),
    };
    newly_over(state, &after, case.beneficiary, Some(moved))
}

/// What stays true of a fact whatever is put right, and what stays open.
fn carried_flags(state: &State, award: &Award, dated_now: bool, found: &mut Findings) {
    if award.right == Right::Conferred {
        found.flag(Flag::GrantedWithoutCheck);
    }
    let beneficiary_open = state
        .undertakings
        .id(award.beneficiary)
        .is_none_or(|id| state.undertakings.registered(id).is_empty());
    if beneficiary_open || (award.granted_until.is_some() && !dated_now) {
        found.flag(Flag::Uncounted);
    }
}

/// The figure of the corrected award: of the new aid, of the old aid at the new date, or as recorded.
fn refigure(
    without: &State,
    award: &Award,
    aid: Option<&ledger::event::aid::Aid>,
    case: &Case<'_>,
    found: &mut Findings,
) {
    let recorded = award.figures.map(|figures| Figure { low: figures.low, high: Some(figures.high) });
    match (aid, &award.aid, recorded) {
        (Some(aid), _, _) => case.judge(without, aid, found),
        (None, Some(aid), _) => case.judge(without, aid, found),
        (None, None, Some(recorded)) => case.judge_figure(without, recorded, found),
        (None, None, None) => case.unresolved(Code::NeedsReview, found),
    }
}

impl State {
    fn pretend_corrected(
        &self,
        id: &ScopedId,
        case: &Case<'_>,
        gge: Option<Figure>,
        uncounted: bool,
    ) -> State {
        let mut after = self.clone();
        after.awards.change(id, |award| {
            award.granted_on = case.granted_on;
            award.regime = case.regime;
            award.uncounted = uncounted;
            award.figures = gge.and_then(|gge| Some(crate::state::Figures { low: gge.low, high: gge.high? }));
        });
        after
    }
}
