//! What was drawn and used of an award: running totals, never a second count, and a floor for what the award counts.

use chrono::NaiveDate;
use ledger::directory::AuthorisedEvent;
use ledger::event::award::{AwardDrawn, UsageReported};
use ledger::money::Cents;
use ledger::verdict::{Code, Flag};
use num_rational::BigRational;

use super::facts::is_before_grant;
use super::findings::Findings;
use crate::state::{Award, State};
use crate::value::{Aided, Grantee, Used, Worth, exact_face, exact_sum};

/// `award.drawn`
pub(super) fn drawn(state: &State, event: &AuthorisedEvent, drawn: &AwardDrawn) -> Findings {
    let Some(award) = state.awards.in_effect(&drawn.award.full(event.signer())) else {
        return Findings::just(Code::UnknownAward);
    };
    let exceeds = match award.face().quantity {
        // What is awarded in hours is drawn in hours, whatever a rate would say.
        Some(quantity) => {
            Ok(award.face().drawn(drawn.quantity.value(), Cents::ZERO).drawn_quantity > quantity)
        }
        None => exceeds_face(state, award, drawn),
    };
    let mut found = Findings::default();
    match exceeds {
        Ok(true) => found.flag(Flag::DrawExceedsAward),
        Ok(false) => {}
        Err(_) => found.code(Code::UnknownCurrencyRate),
    }
    let on = drawn.on.date();
    if is_before_grant(state, award, on) {
        found.code(Code::ContradictsRecord);
    }
    let before = Used::of(state, award);
    let used = Used {
        drawn: state.usage.drawn_with(&award.id, drawn.value),
        quantity: before.quantity.saturating_add(drawn.quantity.value()),
        ..before
    };
    floor(state, award, &used, on, &mut found);
    found
}

/// Whether more was drawn than there is, both exact: what was rounded part by part would exceed by itself. Of what has no
/// face nobody can say.
fn exceeds_face(state: &State, award: &Award, drawn: &AwardDrawn) -> Result<bool, Worth> {
    let Some(to) = Grantee::of(state, award) else { return Ok(false) };
    let amounts: Vec<_> = state.usage.drawn_with(&award.id, drawn.value).into_iter().collect();
    let sum = exact_sum(state, &amounts, to)?;
    let kept = award.aid.as_deref().and_then(|aid| exact_face(state, Aided::on_terms_of(award, aid), to));
    let recorded = || award.face().value.map(|Cents(cents)| BigRational::new(cents.into(), 100.into()));
    Ok(kept.or_else(recorded).is_some_and(|face| sum > face))
}

/// `usage.reported`: a running total, that neither falls nor runs ahead of what was said of later days.
pub(super) fn reported(state: &State, event: &AuthorisedEvent, used: &UsageReported) -> Findings {
    let id = used.award.full(event.signer());
    let Some(award) = state.awards.in_effect(&id) else {
        return Findings::just(Code::UnknownAward);
    };
    let mut found = Findings::default();
    let (to, total) = (used.to.date(), used.quantity.value());
    if !state.usage.fits(&id, to, total) || is_before_grant(state, award, to) {
        found.code(Code::ContradictsRecord);
    }
    if award.face().quantity.is_some_and(|awarded| total > awarded) {
        found.flag(Flag::DrawExceedsAward);
    }
    let before = Used::of(state, award);
    let used = Used { total: before.total.max(Some(total)), ..before };
    floor(state, award, &used, to, &mut found);
    found
}

/// What use comes to of an award that has a figure, and what it says of what was given up (A6, A13, A22).
fn floor(state: &State, award: &Award, used: &Used, day: NaiveDate, found: &mut Findings) {
    let high = award.gge.and_then(|gge| gge.high);
    let (Some(high), Some(to), Some(index)) =
        (high, Grantee::of(state, award), state.awards.index(&award.id))
    else {
        return;
    };
    let Some(comes_to) = used.comes_to(state, award, (high, None), to) else { return };
    found.amounts = vec![comes_to];
    let class = state.awards.numbers_of_class(index);
    let stated = state.awards.stated_of(index, &class);
    let of_this = comes_to.max(award.used());
    let repaid: Cents = stated.iter().map(|lessened| lessened.repaid_by(day)).sum();
    let targets = stated.iter().filter(|lessened| lessened.on <= day).map(|lessened| lessened.target);
    if targets.chain([high]).any(|most| of_this - repaid > most) {
        found.flag(Flag::DrawExceedsAward);
    }
    let days = stated
        .iter()
        .flat_map(|lessened| std::iter::once(lessened.on).chain(lessened.repaid.map(|(on, _)| on)));
    let counts = |day, used| state.awards.would_count(index, day, None, used).map(|figures| figures.high);
    if days.into_iter().any(|day| counts(day, comes_to) > counts(day, Cents::ZERO)) {
        found.flag(Flag::BenefitNotRepaid);
    }
}
