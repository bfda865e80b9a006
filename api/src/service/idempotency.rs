//! Which statement has which position: one answer for one statement, for ever.

use std::collections::HashMap;

use ledger::event::Event;
use ledger::index::{Found, Id128, IdHasher, IdMap, IndexError};

/// Source and id of every recorded statement, as keyed 128-bit hashes.
pub(super) struct Ids {
    hasher: IdHasher,
    map: IdMap,
}

impl Ids {
    /// None yet.
    pub(super) fn new() -> Result<Self, IndexError> {
        Ok(Self { hasher: IdHasher::random()?, map: IdMap::new() })
    }

    /// The key of a statement.
    pub(super) fn key(&self, event: &Event) -> Id128 {
        self.hasher.event(event.source.as_str(), event.id.as_str())
    }

    /// Where a statement was recorded.
    pub(super) fn position(&self, key: &Id128) -> Option<u64> {
        self.map.get(key).map(|found| found.position)
    }

    /// Notes a recorded statement; answers the earlier position if the id was used before.
    pub(super) fn insert(&mut self, key: Id128, position: u64) -> Option<u64> {
        self.map.insert(key, Found { position, payload: 0 }).map(|found| found.position)
    }

    /// How many, and about how many bytes they take.
    pub(super) fn memory(&self) -> (usize, usize) {
        (self.map.len(), self.map.allocated_bytes())
    }
}

/// Those of the group being decided.
pub(super) type Pending = HashMap<Id128, u64>;
