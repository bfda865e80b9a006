//! What was drawn and used of an award: running totals, never a second count.

use ledger::directory::AuthorisedEvent;
use ledger::event::award::{AwardDrawn, UsageReported};
use ledger::money::Cents;
use ledger::verdict::{Code, Flag};

use super::change::in_effect;
use super::{Findings, Worth, valuation};
use crate::state::{Award, Face, State};

/// `award.drawn`
pub(super) fn drawn(state: &State, event: &AuthorisedEvent, drawn: &AwardDrawn) -> Findings {
    let award = match in_effect(state, &drawn.award.full(event.signer())) {
        Ok(award) => award,
        Err(unknown) => return unknown,
    };
    let mut found = Findings::default();
    let value = drawn_value(state, award, drawn);
    // What is awarded in hours is drawn in hours, whatever a rate would say.
    if value.is_err() && award.face().quantity.is_none() {
        found.code(Code::UnknownCurrencyRate);
        return found;
    }
    if exceeds(after_draw(award, drawn, value.unwrap_or(Cents::ZERO))) {
        found.flag(Flag::DrawExceedsAward);
    }
    found
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

/// Whether more was drawn than there is; of what has no measure nobody can say.
fn exceeds(face: Face) -> bool {
    match face.quantity {
        Some(quantity) => face.drawn_quantity > quantity,
        None => face.value.is_some_and(|value| face.drawn_value > value),
    }
}

/// `usage.reported`: a running total, that neither falls nor runs ahead of what was said of later days.
pub(super) fn reported(state: &State, event: &AuthorisedEvent, used: &UsageReported) -> Findings {
    let id = used.award.full(event.signer());
    let award = match in_effect(state, &id) {
        Ok(award) => award,
        Err(unknown) => return unknown,
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
