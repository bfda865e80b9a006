//! Reservations and conditional awards: confirming them, and setting them free.

use chrono::NaiveDate;
use ledger::directory::AuthorisedEvent;
use ledger::event::aid::Aid;
use ledger::event::award::{AwardConfirmed, AwardReleased, ConditionFailed, ConditionMet};
use ledger::ids::ScopedId;
use ledger::money::Cents;
use ledger::verdict::Code;

use super::Findings;
use super::award::viewer;
use super::change::in_effect;
use super::grant::{Grant, Stated};
use crate::state::{Award, Open, State};

/// `award.confirmed`: the reservation of that date, judged anew without itself.
pub(super) fn confirmed(state: &State, event: &AuthorisedEvent, confirmed: &AwardConfirmed) -> Findings {
    let id = confirmed.award.full(event.signer());
    let date = confirmed.granted_on.date();
    match open_one(state, &id).and_then(|found| of_kind(found, false)) {
        Ok((award, open)) => confirm(state, event, award, open, date, confirmed.aid.as_ref()),
        Err(code) => Findings::with(vec![code]),
    }
}

/// `award.condition-met`: confirms a conditional award as of the day the condition was met.
pub(super) fn condition_met(state: &State, event: &AuthorisedEvent, met: &ConditionMet) -> Findings {
    let id = met.award.full(event.signer());
    match open_one(state, &id).and_then(|found| of_kind(found, true)) {
        Ok((award, open)) => confirm(state, event, award, open, met.on.date(), None),
        Err(code) => Findings::with(vec![code]),
    }
}

/// `award.released`
pub(super) fn released(state: &State, event: &AuthorisedEvent, released: &AwardReleased) -> Findings {
    set_free(state, &released.award.full(event.signer()))
}

/// `award.condition-failed`
pub(super) fn condition_failed(state: &State, event: &AuthorisedEvent, failed: &ConditionFailed) -> Findings {
    set_free(state, &failed.award.full(event.signer()))
}

/// What is open may be freed; on which day changes nothing.
fn set_free(state: &State, id: &ScopedId) -> Findings {
    Findings::with(open_one(state, id).err().into_iter().collect())
}

/// An award that is open still: what was freed is as unknown as what never was, what is confirmed is taken.
fn open_one<'a>(state: &'a State, id: &ScopedId) -> Result<(&'a Award, &'a Open), Code> {
    let award = in_effect(state, id)?;
    award.open.as_ref().map(|open| (award, open)).ok_or(Code::AwardIdUsed)
}

/// A reservation waits for its confirmation, a conditional award for its condition; neither for the other's.
fn of_kind<'a>(
    (award, open): (&'a Award, &'a Open),
    conditional: bool,
) -> Result<(&'a Award, &'a Open), Code> {
    if open.conditional == conditional { Ok((award, open)) } else { Err(Code::AwardIdUsed) }
}

/// Judges an open award as granted on a date, perhaps with less aid, in a state that does not hold it.
fn confirm(
    state: &State,
    event: &AuthorisedEvent,
    award: &Award,
    open: &Open,
    date: NaiveDate,
    aid: Option<&Aid>,
) -> Findings {
    let Some(mut grant) = Grant::kept(&open.grant, viewer(event)) else {
        return Findings::with(vec![Code::AwardIdUsed]);
    };
    let mut found = Findings::default();
    if date < grant.case.granted_on {
        found.code(Code::ContradictsRecord);
    }
    // A right that is binding already stands, late or not.
    if open.until < date && grant.case.enforced {
        found.code(Code::ReservationExpired);
    }
    grant.case.granted_on = date;
    let mut without = state.clone();
    without.awards.hide(&award.id);
    let reserved = high(&grant, &without);
    if let Some(aid) = aid {
        grant.worth = Stated::Aid(aid);
        let more = high(&grant, &without).zip(reserved).is_some_and(|(now, reserved)| now > reserved);
        if more {
            found.code(Code::ContradictsRecord);
        }
    }
    grant.judge_new(&without, &mut found);
    found
}

fn high(grant: &Grant<'_>, state: &State) -> Option<Cents> {
    grant.figure(state).and_then(|figure| figure.high)
}
