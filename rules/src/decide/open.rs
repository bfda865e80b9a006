//! Reservations and conditional awards: confirming them, and setting them free.

use ledger::directory::AuthorisedEvent;
use ledger::ids::{ScopedId, ScopedRef};
use ledger::money::Cents;
use ledger::verdict::Code;

use super::case::viewer;
use super::correct::used_by_then;
use super::findings::Findings;
use super::grant::{Grant, ValuedBy};
use crate::state::{Award, Open, State};
use crate::statement::Confirmation;

/// `award.confirmed`, `award.condition-met`: the award as of that date, judged anew without itself.
pub(super) fn confirmed(state: &State, event: &AuthorisedEvent, confirmation: Confirmation<'_>) -> Findings {
    match open_one(state, &confirmation.award.full(event.signer())) {
        // A reservation waits for its confirmation, a conditional award for its condition; neither for the other's.
        Ok((_, open)) if open.grant.is_conditional() != confirmation.conditional => {
            Findings::just(Code::AwardIdUsed)
        }
        Ok((award, open)) => confirm(state, event, (award, open), confirmation),
        Err(code) => Findings::just(code),
    }
}

/// `award.released`, `award.condition-failed`: what is open may be freed; on which day changes nothing.
pub(super) fn freed(state: &State, event: &AuthorisedEvent, award: &ScopedRef) -> Findings {
    open_one(state, &award.full(event.signer())).err().map(Findings::just).unwrap_or_default()
}

/// An award that is open still: what was freed is as unknown as what never was, what is confirmed is taken.
fn open_one<'a>(state: &'a State, id: &ScopedId) -> Result<(&'a Award, &'a Open), Code> {
    let award = state.awards.in_effect(id).ok_or(Code::UnknownAward)?;
    award.open().map(|open| (award, open)).ok_or(Code::AwardIdUsed)
}

/// Judges an open award as granted on a date, perhaps with less aid, in a state that does not hold it.
fn confirm(
    state: &State,
    event: &AuthorisedEvent,
    (award, open): (&Award, &Open),
    Confirmation { on, aid, .. }: Confirmation<'_>,
) -> Findings {
    let mut grant = Grant::open(&open.grant, viewer(event));
    let mut found = Findings::default();
    if on < grant.case.granted_on {
        found.code(Code::ContradictsRecord);
    }
    // A right that is binding already stands, late or not.
    if open.until < on && grant.case.enforced {
        found.code(Code::ReservationExpired);
    }
    grant.case.granted_on = on;
    grant.costs = award.eligible_costs.as_deref();
    let mut without = state.clone();
    without.awards.hide(&award.id);
    let reserved = high(&grant, &without);
    if let Some(aid) = aid {
        grant.worth = ValuedBy::Aid(aid);
        let more = high(&grant, &without).zip(reserved).is_some_and(|(now, reserved)| now > reserved);
        if more {
            found.code(Code::ContradictsRecord);
        }
    }
    grant.judge_new(&without, &mut found);
    grant.note_publication(state, &mut found);
    used_by_then(state, award, Some(aid.unwrap_or(open.grant.grant().aid())), &grant.case, &mut found);
    found
}

fn high(grant: &Grant<'_>, state: &State) -> Option<Cents> {
    grant.figure(state).and_then(|figure| figure.high)
}
