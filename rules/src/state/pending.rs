//! Deferred statements, kept whole until a review resolves them.

use std::sync::Arc;

use imbl::HashMap;
use ledger::event::Event;

use super::id_hash::IdHash;

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

    pub(crate) fn keep(&mut self, event: &Event) {
        self.events.insert(IdHash::of(&[event.source.as_str(), event.id.as_str()]), Arc::new(event.clone()));
    }

    pub(crate) fn close(&mut self, source: &str, id: &str) {
        self.events.remove(&IdHash::of(&[source, id]));
    }
}
