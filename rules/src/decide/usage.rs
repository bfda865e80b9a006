//! What was drawn and used of an award: running totals, never a second count.

use ledger::directory::AuthorisedEvent;
use ledger::event::award::{AwardDrawn, UsageReported};
use ledger::money::Cents;
use ledger::verdict::{Code, Flag};
use num_rational::BigRational;

use super::findings::Findings;
use crate::state::{Award, State};
use crate::value::{Aided, Grantee, Worth, exact_face, exact_sum};

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
    let total = used.quantity.value();
    if !state.usage.fits(&id, used.to.date(), total) {
        found.code(Code::ContradictsRecord);
    }
    if award.face().quantity.is_some_and(|awarded| total > awarded) {
        found.flag(Flag::DrawExceedsAward);
    }
    found
}
