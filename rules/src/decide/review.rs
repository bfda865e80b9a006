//! Reviews: what a person decided of a deferred statement or an award.

use ledger::directory::AuthorisedEvent;
use ledger::event::procedure::ReviewDecided;
use ledger::time::At;
use ledger::verdict::Code;

use super::Findings;
use crate::state::{PackSource, State};

/// `review.decided`
pub(super) fn decided(
    _: &State,
    _: &AuthorisedEvent,
    _: &ReviewDecided,
    _: At,
    _: &dyn PackSource,
) -> Findings {
    Findings::with(vec![Code::NeedsReview])
}
