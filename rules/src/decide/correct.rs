//! What puts an award right: corrections by who granted or reported it, and a register's newer figure.

use std::sync::Arc;

use chrono::NaiveDate;
use ledger::directory::AuthorisedEvent;
use ledger::event::aid::{Aid, BasisKind, Form};
use ledger::event::award::{AwardCorrected, AwardRestated};
use ledger::money::Cents;
use ledger::verdict::{Code, Flag};

use super::award::{Sighting, lives_too_long};
use super::case::{Case, viewer};
use super::findings::Findings;
use super::grant::{Grant, ValuedBy, looks_twice};
use crate::state::{Award, Reliance, Right, State, Terms, sector_of};
use crate::value::{Aided, Used};

/// `award.corrected`: decided as if new, without its old self.
pub(super) fn corrected(state: &State, event: &AuthorisedEvent, correction: &AwardCorrected) -> Findings {
    let id = correction.award.full(event.signer());
    let Some(award) = state.awards.in_effect(&id) else {
        return Findings::just(Code::UnknownAward);
    };
    let Some(case) = corrected_case(state, award, correction, viewer(event)) else {
        return Findings::just(Code::UnknownAward);
    };
    let mut without = state.clone();
    without.awards.hide(&id);
    let mut found = Findings::default();
    if award.is_report() && award.right == Right::Conferred {
        found.flag(Flag::OwnAwardReported);
    }
    // What stays open: in which windows the award lies.
    if award.granted_until.is_some() && correction.set.granted_on.is_none() {
        found.flag(Flag::Uncounted);
    }
    let dated = correction.set.granted_on.map(|on| on.date());
    if dated.zip(award.retrieved_on).is_some_and(|(on, retrieved)| retrieved < on) {
        // The row was read before it, so it shows aid that is yet to come (A21).
        found.flag(Flag::ClaimDoubtful);
    }
    let mut grant = Grant {
        right: award.right,
        signer: event.signer(),
        worth: stated(award, correction, &case),
        terms: Arc::new(award.corrected_terms(event.signer(), correction)),
        costs: correction.set.eligible_costs.as_ref().or(award.eligible_costs.as_deref()),
        case,
    };
    not_below_use(state, award, correction.set.aid.as_ref(), &mut grant, &without, &mut found);
    grant.judge(&without, &mut found);
    used_by_then(state, award, correction.set.aid.as_ref(), &grant.case, &mut found);
    if award.granted_until.is_none() || correction.set.granted_on.is_some() {
        looks_twice(&without, &grant.case, None, &mut found);
    }
    still_open(state, award, &grant.case, &mut found);
    if correction.set.granted_on.is_some() && is_behind_a_deed(state, award, grant.case.granted_on) {
        found.code(Code::ContradictsRecord);
    }
    found
}

/// What was used of an award counts, whatever it is put right to (A8).
fn not_below_use(
    state: &State,
    award: &Award,
    aid: Option<&Aid>,
    grant: &mut Grant<'_>,
    without: &State,
    found: &mut Findings,
) {
    let figure = match grant.worth {
        ValuedBy::Fixed(figure) => Some(figure),
        ValuedBy::Aid(_) => grant.figure(without),
        ValuedBy::Nothing => None,
    };
    let Some(high) = figure.and_then(|gge| gge.high) else { return };
    grant.case.least = still_used(state, award, (high, aid), &grant.case);
    if grant.case.least > high {
        found.flag(Flag::BenefitNotRepaid);
    }
}

/// The used value of an award with a new figure and aid, less what was repaid up to the day it is judged by (A8).
pub(crate) fn still_used(
    state: &State,
    award: &Award,
    (high, aid): (Cents, Option<&Aid>),
    case: &Case<'_>,
) -> Cents {
    let Some(index) = state.awards.index(&award.id) else { return Cents::ZERO };
    let class = state.awards.numbers_of_class(index);
    let stated = state.awards.stated_of(index, &class);
    let repaid: Cents = stated.iter().map(|lessened| lessened.repaid_by(case.granted_on)).sum();
    let now = Used::of(state, award).comes_to(state, award, (high, aid), case.grantee());
    (now.unwrap_or(Cents::ZERO).max(state.awards.used_of(&class)) - repaid).or_zero()
}

/// Notes what was used of an award by now, where it has a figure (A22, A24).
pub(super) fn used_by_then(
    state: &State,
    award: &Award,
    aid: Option<&Aid>,
    case: &Case<'_>,
    found: &mut Findings,
) {
    if let Some(high) = found.gge.and_then(|gge| gge.high) {
        let used = Used::of(state, award).comes_to(state, award, (high, aid), case.grantee());
        found.amounts = used.into_iter().collect();
    }
}

/// Whether an award that is dated so comes to lie behind a day on which something was done about it (A21).
fn is_behind_a_deed(state: &State, award: &Award, granted_on: NaiveDate) -> bool {
    let Some(index) = state.awards.index(&award.id) else { return false };
    let class = state.awards.class_of(index);
    let others = class.iter().copied().filter(|other| other.id != award.id && !other.is_freed());
    let reserved = award.reserved_on();
    let began = others.map(Award::first_date).chain([granted_on]).chain(reserved).min();
    let elsewhere = class.iter().filter_map(|one| state.facts.first_deed(&one.id));
    let first = elsewhere.chain(state.awards.first_deed(index)).min();
    began.zip(first).is_some_and(|(began, first)| first < began)
}

/// An open reservation keeps its end, wherever its date is moved.
fn still_open(state: &State, award: &Award, case: &Case<'_>, found: &mut Findings) {
    let Some(open) = award.open() else { return };
    if open.until < case.granted_on {
        found.code(Code::ContradictsRecord);
    }
    if !open.grant.is_conditional() && !award.terms.as_deref().is_some_and(Terms::no_aid) {
        lives_too_long(state, case, open.until, found);
    }
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
        member_state: award.member_state,
        regime: set.basis.as_ref().map_or(award.regime, |basis| basis.regime),
        granted_on: set.granted_on.map_or(award.granted_on, |date| date.date()),
        enforced: award.right == Right::Admitted,
        least: Cents::ZERO,
        sector: set.activity.as_ref().map_or(award.product_sector(), sector_of),
        viewer,
    })
}

/// The aid that a correction values anew: as stated now, or as stated before where nothing fixes its figure.
pub(crate) fn revalued<'a>(
    award: &'a Award,
    correction: &'a AwardCorrected,
    case: &Case<'_>,
) -> Option<Aided<'a>> {
    let ValuedBy::Aid(aid) = stated(award, correction, case) else { return None };
    Some(Aided { by_scheme: comes_by_scheme(award, correction), ..Aided::on_terms_of(award, aid) })
}

fn comes_by_scheme(award: &Award, correction: &AwardCorrected) -> bool {
    let before = award.terms.as_ref().is_some_and(|terms| terms.by_scheme());
    correction.set.basis.as_ref().map_or(before, |basis| basis.kind == BasisKind::Scheme)
}

/// What the corrected award is worth: its new aid, the figure as recorded, or the old aid at the new date.
fn stated<'a>(award: &'a Award, correction: &'a AwardCorrected, case: &Case<'_>) -> ValuedBy<'a> {
    if let Some(aid) = &correction.set.aid {
        return ValuedBy::Aid(aid);
    }
    // A figure is fixed at the grant: what is published since reprices nothing while all stands on which it hangs.
    let dated = case.granted_on == award.granted_on;
    let by_scheme = award.terms.as_ref().is_some_and(|terms| terms.by_scheme());
    let same = |aid: &Aid| {
        let by_regime = matches!(aid.form, Form::Loan(_) | Form::Guarantee(_) | Form::Capital(_));
        (case.regime == award.regime || !by_regime)
            && (comes_by_scheme(award, correction) == by_scheme || aid.cap.is_none())
    };
    match (award.aid.as_deref(), award.gge) {
        (None, Some(figure)) => ValuedBy::Fixed(figure),
        (Some(aid), Some(figure)) if dated && same(aid) => ValuedBy::Fixed(figure),
        (Some(aid), _) => ValuedBy::Aid(aid),
        (None, None) => ValuedBy::Nothing,
    }
}

/// `award.restated`: the register's newer figure of what it reported, valued at the granting date.
pub(super) fn restated(state: &State, event: &AuthorisedEvent, restated: &AwardRestated) -> Findings {
    let id = restated.award.full(event.signer());
    let Some(award) = state.awards.in_effect(&id) else {
        return Findings::just(Code::UnknownAward);
    };
    let Some(case) = restated_case(state, award, viewer(event)).filter(|_| award.is_report()) else {
        return Findings::just(Code::ContradictsRecord);
    };
    let mut without = state.clone();
    without.awards.hide(&id);
    let mut found = Findings::default();
    if restated.source_row.retrieved_on.date() < award.granted_on {
        // A row that was read before shows aid that is yet to come (A21).
        found.flag(Flag::ClaimDoubtful);
    }
    let plain = Terms::default();
    let sighting = Sighting {
        id: Some(&id),
        own: award.right == Right::Conferred,
        open_dated: award.granted_until.is_some(),
        aided: Aided::on_terms_of(award, &restated.aid),
        terms: award.terms.as_deref().unwrap_or(&plain),
    };
    sighting.judge(&without, &case, &mut found);
    used_by_then(state, award, Some(&restated.aid), &case, &mut found);
    found
}

/// What the newer figure of a reported award is judged by.
pub(crate) fn restated_case<'a>(state: &'a State, award: &Award, viewer: Reliance) -> Option<Case<'a>> {
    Some(Case {
        beneficiary: state.undertakings.id(award.beneficiary)?,
        member_state: award.member_state,
        regime: award.regime,
        granted_on: award.granted_on,
        enforced: false,
        least: Cents::ZERO,
        sector: award.product_sector(),
        viewer,
    })
}
