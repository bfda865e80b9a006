//! What becomes of an award: reductions, withdrawals, corrections. All act forward; none rewrites a verdict.

use chrono::NaiveDate;
use ledger::directory::AuthorisedEvent;
use ledger::event::award::{AwardCorrected, AwardReduced, AwardWithdrawn, Repaid};
use ledger::money::{Cents, Money};
use ledger::verdict::{Code, Figure, Flag};

use super::award::Case;
use super::window_cap::newly_over;
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
    let euro = |money: Money, less: Option<Money>| {
        valuation::difference(state, money, less, award.state, award.regime, award.granted_on)
    };
    let after = after.map_or(Ok(Cents::ZERO), |after| euro(after, None));
    let (Ok(after), Ok(had)) = (after, euro(kept, repaid.map(|repaid| repaid.amount))) else {
        found.code(Code::UnknownCurrencyRate);
        return found;
    };
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
    let Some(beneficiary) = state.undertakings.id(award.beneficiary) else { return unknown() };
    let set = &correction.set;
    let mut without = state.clone();
    without.awards.hide(&id);
    let case = Case {
        beneficiary,
        state: award.state,
        regime: set.basis.as_ref().map_or(award.regime, |basis| basis.regime),
        granted_on: set.granted_on.map_or(award.granted_on, |date| date.date()),
        enforced: award.right == Right::Admitted,
    };
    let mut found = Findings::default();
    if state.undertakings.registered(beneficiary).is_empty() {
        case.unresolved(Code::UnknownUndertaking, &mut found);
    }
    if case.enforced {
        exclusion::in_force(state, case.regime, case.granted_on, &mut found);
        if let Some(activity) = &set.activity {
            exclusion::sector(state, case.regime, case.granted_on, &activity.nace, &mut found);
        }
    } else {
        carried_flags(award, set.granted_on.is_some(), &mut found);
    }
    refigure(&without, award, set.aid.as_ref(), &case, &mut found);
    if !case.enforced && found.codes.is_empty() {
        let uncounted = found.flags.contains(&Flag::Uncounted);
        let after = state.pretend_corrected(&id, &case, set.granted_on.is_some(), found.gge, uncounted);
        found.affects = newly_over(state, &after, beneficiary, Some(case.granted_on));
    }
    found
}

/// What stays true of a fact whatever is put right, and what stays open.
fn carried_flags(award: &Award, dated_now: bool, found: &mut Findings) {
    if award.right == Right::Conferred {
        found.flag(Flag::GrantedWithoutCheck);
    }
    if award.granted_until.is_some() && !dated_now {
        found.flag(Flag::Uncounted);
    }
}

/// The figure of the corrected award: of the new aid, as recorded, or of the old aid at the new date.
fn refigure(
    without: &State,
    award: &Award,
    aid: Option<&ledger::event::aid::Aid>,
    case: &Case<'_>,
    found: &mut Findings,
) {
    // A figure is fixed at the grant: rates published since reprice nothing while the date stands.
    let fixed = award.gge.filter(|_| award.aid.is_none() || case.granted_on == award.granted_on);
    match (aid, fixed, &award.aid) {
        (Some(aid), _, _) => case.judge(without, aid, found),
        (None, Some(fixed), _) => case.judge_figure(without, fixed, found),
        (None, None, Some(aid)) => case.judge(without, aid, found),
        (None, None, None) => case.unresolved(Code::NeedsReview, found),
    }
}

impl State {
    fn pretend_corrected(
        &self,
        id: &ledger::ids::ScopedId,
        case: &Case<'_>,
        dated_now: bool,
        gge: Option<Figure>,
        uncounted: bool,
    ) -> State {
        let mut after = self.clone();
        after.awards.change(id, |award| {
            award.granted_on = case.granted_on;
            award.granted_until = award.granted_until.filter(|_| !dated_now);
            award.regime = case.regime;
            award.uncounted = uncounted;
            award.gge = gge;
        });
        after
    }
}
