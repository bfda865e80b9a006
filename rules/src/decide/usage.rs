//! What was drawn and used of an award: running totals, never a second count.

use ledger::directory::AuthorisedEvent;
use ledger::event::award::{AwardDrawn, UsageReported};
use ledger::verdict::Code;

use super::Findings;
use crate::state::State;

/// `award.drawn`
pub(super) fn drawn(_: &State, _: &AuthorisedEvent, _: &AwardDrawn) -> Findings {
    Findings::with(vec![Code::NeedsReview])
}

/// `usage.reported`
pub(super) fn reported(_: &State, _: &AuthorisedEvent, _: &UsageReported) -> Findings {
    Findings::with(vec![Code::NeedsReview])
}
