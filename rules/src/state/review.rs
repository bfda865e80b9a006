//! What a review is about: a deferred statement, or an award.

use std::sync::Arc;

use ledger::event::Event;
use ledger::ids::{Id, PartyId, ScopedId, ScopedRef};

use super::State;

/// What a review is about.
#[derive(Debug, Clone)]
pub(crate) enum Subject {
    /// A deferred statement.
    Statement(Arc<Event>),
    /// An award in effect.
    Award(ScopedId),
}

impl Subject {
    /// Who signed it.
    pub fn is_of(&self, party: &PartyId) -> bool {
        match self {
            Self::Statement(event) => event.source == *party,
            Self::Award(award) => award.party() == party.as_str(),
        }
    }
}

/// The deferred statement `<party>/<event id>`, or else the award `<party>/<local id>`.
pub(crate) fn subject(state: &State, about: &Id) -> Option<Subject> {
    let (party, local) = about.as_str().split_once('/')?;
    if let Some(event) = state.pending.find(party, local) {
        return Some(Subject::Statement(event.clone()));
    }
    let award = about.as_str().parse::<ScopedRef>().ok()?.full(&party.parse().ok()?);
    state.awards.in_effect(&award).map(|award| Subject::Award(award.id.clone()))
}
