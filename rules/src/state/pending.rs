//! Deferred statements, kept whole until a review resolves them.

use std::sync::Arc;

use imbl::HashMap;
use ledger::event::{Body, Event};

use super::award::IdHash;

/// Deferred statements by source and event id.
#[derive(Debug, Clone, Default)]
pub struct Pending {
    events: HashMap<IdHash, Arc<Event>>,
}

impl Pending {
    /// The deferred statement of a party under an event id.
    #[must_use]
    pub fn find(&self, source: &str, id: &str) -> Option<&Arc<Event>> {
        self.events.get(&IdHash::of(&[source, id]))
    }

    pub(super) fn keep(&mut self, event: &Event) {
        // A review never waits, whatever a log claims: one that is about itself would be looked up without an end.
        if matches!(event.body, Body::ReviewDecided(_)) {
            return;
        }
        self.events.insert(IdHash::of(&[event.source.as_str(), event.id.as_str()]), Arc::new(event.clone()));
    }

    pub(super) fn close(&mut self, source: &str, id: &str) {
        self.events.remove(&IdHash::of(&[source, id]));
    }
}
