//! The same award seen twice.

use ledger::directory::AuthorisedEvent;
use ledger::event::award::{AwardMatched, AwardUnmatched};
use ledger::verdict::Code;

use super::Findings;
use crate::state::State;

/// `award.matched`
pub(super) fn matched(_: &State, _: &AuthorisedEvent, _: &AwardMatched) -> Findings {
    Findings::with(vec![Code::NeedsReview])
}

/// `award.unmatched`
pub(super) fn unmatched(_: &State, _: &AuthorisedEvent, _: &AwardUnmatched) -> Findings {
    Findings::with(vec![Code::NeedsReview])
}
