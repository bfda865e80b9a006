//! What becomes of an award: reductions, withdrawals, corrections. All act forward; none rewrites a verdict.

use chrono::NaiveDate;
use ledger::directory::AuthorisedEvent;
use ledger::event::award::{
    AwardCorrected, AwardReduced, AwardRestated, AwardWaived, AwardWithdrawn, CreditsExpired, Repaid,
};
use ledger::money::{Cents, Money};
use ledger::verdict::{Code, Figure, Flag};

use super::award::{Case, viewer};
use super::valuation::Aided;
use super::{Findings, exclusion, valuation};
use crate::state::{Award, Reliance, Right, State};

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
    let set = &correction.set;
    let Some(case) = corrected_case(state, award, correction, viewer(event)) else { return unknown() };
    let mut without = state.clone();
    without.awards.hide(&id);
    let mut found = Findings::default();
    if !state.known(case.beneficiary, &case.viewer) {
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
    refigure(&without, award, correction, &case, &mut found);
    found
}

/// What a corrected award is judged by.
pub(crate) fn corrected_case<'a>(
    state: &'a State,
    award: &Award,
    correction: &AwardCorrected,
    viewer: Reliance,
) -> Option<Case<'a>> {
    let set = &correction.set;
    Some(Case {
        beneficiary: state.undertakings.id(award.beneficiary)?,
        state: award.state,
        regime: set.basis.as_ref().map_or(award.regime, |basis| basis.regime),
        granted_on: set.granted_on.map_or(award.granted_on, |date| date.date()),
        enforced: award.right == Right::Admitted,
        viewer,
    })
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

/// The aid that a correction values anew: as stated now, or as stated before where nothing fixes its figure.
pub(crate) fn revalued<'a>(
    award: &'a Award,
    correction: &'a AwardCorrected,
    case: &Case<'_>,
) -> Option<Aided<'a>> {
    let before = award.aided.as_deref();
    let funding = before.map(|before| before.funding.as_slice()).unwrap_or_default();
    let by_scheme = before.is_some_and(|before| before.by_scheme);
    let aid = match &correction.set.aid {
        Some(aid) => aid,
        None => &before.filter(|_| fixed(award, case).is_none())?.aid,
    };
    Some(Aided { aid, funding, by_scheme })
}

/// A figure is fixed at the grant: rates published since reprice nothing while the date stands.
fn fixed(award: &Award, case: &Case<'_>) -> Option<Figure> {
    award.gge.filter(|_| award.aided.is_none() || case.granted_on == award.granted_on)
}

/// The figure of the corrected award: of the new aid, as recorded, or of the old aid at the new date.
fn refigure(
    without: &State,
    award: &Award,
    correction: &AwardCorrected,
    case: &Case<'_>,
    found: &mut Findings,
) {
    match (revalued(award, correction, case), fixed(award, case)) {
        (Some(aided), _) => case.judge(without, aided, found),
        (None, Some(fixed)) => case.judge_figure(without, fixed, found),
        (None, None) => case.unresolved(Code::NeedsReview, found),
    }
}

/// `award.waived`
pub(super) fn waived(_: &State, _: &AuthorisedEvent, _: &AwardWaived) -> Findings {
    Findings::with(vec![Code::NeedsReview])
}

/// `credits.expired`
pub(super) fn expired(_: &State, _: &AuthorisedEvent, _: &CreditsExpired) -> Findings {
    Findings::with(vec![Code::NeedsReview])
}

/// `award.restated`
pub(super) fn restated(_: &State, _: &AuthorisedEvent, _: &AwardRestated) -> Findings {
    Findings::with(vec![Code::NeedsReview])
}
