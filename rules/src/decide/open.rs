//! Reservations and conditional awards: confirming them, and setting them free.

use ledger::directory::AuthorisedEvent;
use ledger::event::award::{AwardConfirmed, AwardReleased, ConditionFailed, ConditionMet};
use ledger::verdict::Code;

use super::Findings;
use crate::state::State;

/// `award.confirmed`
pub(super) fn confirmed(_: &State, _: &AuthorisedEvent, _: &AwardConfirmed) -> Findings {
    Findings::with(vec![Code::NeedsReview])
}

/// `award.released`
pub(super) fn released(_: &State, _: &AuthorisedEvent, _: &AwardReleased) -> Findings {
    Findings::with(vec![Code::NeedsReview])
}

/// `award.condition-met`
pub(super) fn condition_met(_: &State, _: &AuthorisedEvent, _: &ConditionMet) -> Findings {
    Findings::with(vec![Code::NeedsReview])
}

/// `award.condition-failed`
pub(super) fn condition_failed(_: &State, _: &AuthorisedEvent, _: &ConditionFailed) -> Findings {
    Findings::with(vec![Code::NeedsReview])
}
