//! Facts that count as no aid: whether what they refer to is on record, and whether they contradict it.

use ledger::directory::AuthorisedEvent;
use ledger::event::Body;
use ledger::verdict::Code;

use super::Findings;
use crate::state::State;

/// A fact on record; `None` for what is no fact of this room.
pub(super) fn judge(state: &State, event: &AuthorisedEvent) -> Option<Findings> {
    match &event.event().body {
        Body::StatementRetracted(retracted) => {
            let known = state.retractable(retracted.source.0.as_str(), retracted.id.as_str()).is_some();
            Some(Findings::with((!known).then_some(Code::UnknownReference).into_iter().collect()))
        }
        _ => None,
    }
}
