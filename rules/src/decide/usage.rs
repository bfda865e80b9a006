//! What was drawn and used of an award: running totals, never a second count.

use ledger::directory::AuthorisedEvent;
use ledger::event::award::{AwardDrawn, UsageReported};
use ledger::money::Cents;
use ledger::verdict::{Code, Flag};
use num_rational::BigRational;

use super::change::in_effect;
use super::correct::on_its_terms;
use super::valuation::{exact_face, exact_sum};
use super::{Findings, Grantee, Worth, valuation};
use crate::state::{Award, Face, State};

/// `award.drawn`
pub(super) fn drawn(state: &State, event: &AuthorisedEvent, drawn: &AwardDrawn) -> Findings {
    let award = match in_effect(state, &drawn.award.full(event.signer())) {
        Ok(award) => award,
        Err(unknown) => return Findings::with(vec![unknown]),
    };
    let exceeds = match award.face().quantity {
        // What is awarded in hours is drawn in hours, whatever a rate would say.
        Some(quantity) => Ok(after_draw(award, drawn, Cents::ZERO).drawn_quantity > quantity),
        None => exceeds_face(state, award, drawn),
    };
    let mut found = Findings::default();
    match exceeds {
        Ok(true) => found.flag(Flag::DrawExceedsAward),
        Ok(false) => {}
        Err(_) => found.code(Code::UnknownCurrencyRate),
    }
    found
}

/// Whether more was drawn than there is, both exact: what was rounded part by part would exceed by itself. Of what has no
/// face nobody can say.
fn exceeds_face(state: &State, award: &Award, drawn: &AwardDrawn) -> Result<bool, Worth> {
    let Some(beneficiary) = state.undertakings.id(award.beneficiary) else { return Ok(false) };
    let to = Grantee { beneficiary, ms: award.state, regime: award.regime, granted_on: award.granted_on };
    let amounts: Vec<_> = state.usage.drawn_with(&award.id, drawn.value).into_iter().collect();
    let sum = exact_sum(state, &amounts, to)?;
    let kept = award.aided.as_deref().and_then(|kept| exact_face(state, on_its_terms(award, &kept.aid), to));
    let recorded = || award.face().value.map(|Cents(cents)| BigRational::new(cents.into(), 100.into()));
    Ok(kept.or_else(recorded).is_some_and(|face| sum > face))
}

/// The value of a draw, at the rates of the grant.
pub(crate) fn drawn_value(state: &State, award: &Award, drawn: &AwardDrawn) -> Result<Cents, Worth> {
    valuation::difference(state, drawn.value, None, award.state, award.regime, award.granted_on)
}

/// The award with what is drawn now added to what was drawn before.
pub(crate) fn after_draw(award: &Award, drawn: &AwardDrawn, value: Cents) -> Face {
    let before = award.face();
    Face {
        drawn_quantity: before.drawn_quantity.saturating_add(drawn.quantity.value()),
        drawn_value: before.drawn_value + value,
        ..before
    }
}

/// `usage.reported`: a running total, that neither falls nor runs ahead of what was said of later days.
pub(super) fn reported(state: &State, event: &AuthorisedEvent, used: &UsageReported) -> Findings {
    let id = used.award.full(event.signer());
    let award = match in_effect(state, &id) {
        Ok(award) => award,
        Err(unknown) => return Findings::with(vec![unknown]),
    };
    let mut found = Findings::default();
    let total = used.quantity.value();
    if !state.usage.fits(&id, used.to.date(), total) {
        found.code(Code::ContradictsRecord);
    }
    if award.face().quantity.is_some_and(|awarded| total > awarded) {
        found.flag(Flag::DrawExceedsAward);
    }
    found
}
