//! The driver without a disk: for tests, for simulation, and to show what the port means.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use super::{
    AppendError, Appended, Head, NoteCheck, Pace, RangeError, Seal, Store, StoreError, Superseded, blob_name,
    check_group, check_range, check_seal, index, is_same_head,
};
use crate::file::Fault;
use crate::journal::lock;
use crate::merkle::{Edge, leaf_hash};
use crate::publish::PUBLISH_EVERY_MS;

/// A log in memory. It is as durable as the process.
pub struct MemoryStore {
    check: Arc<dyn NoteCheck>,
    state: Mutex<State>,
    grown: Condvar,
}

struct State {
    entries: Vec<Arc<[u8]>>,
    edge: Edge,
    head: Head,
    blobs: BTreeMap<String, Vec<u8>>,
    /// Size and time of the last published head.
    published: (u64, Option<u64>),
    note: Option<Arc<str>>,
    epoch: u64,
}

impl MemoryStore {
    /// An empty log; `note` is the signed head of size 0.
    pub fn new(check: Arc<dyn NoteCheck>, note: &str) -> MemoryStore {
        let edge = Edge::new();
        let head = Head { size: 0, root: edge.root(), note: note.into() };
        let state = State {
            entries: Vec::new(),
            edge,
            head,
            blobs: BTreeMap::new(),
            published: (0, None),
            note: None,
            epoch: 0,
        };
        MemoryStore { check, state: Mutex::new(state), grown: Condvar::new() }
    }
}

impl Store for MemoryStore {
    fn append_group(
        &self,
        expected: &Head,
        entries: &[Arc<[u8]>],
        seal: Seal<'_>,
    ) -> Result<Appended, AppendError> {
        let mut state = lock(&self.state);
        check_group(entries).map_err(AppendError::Group)?;
        if !state.head.is_same_log(expected) {
            return Err(AppendError::Stale { head: state.head.clone() });
        }
        let mut edge = state.edge.clone();
        entries.iter().for_each(|entry| edge.push(leaf_hash(entry)));
        let (size, root) = (edge.size(), edge.root());
        let note = seal(size, root)?;
        check_seal(self.check.as_ref(), &note, size, root)?;
        let first = state.head.size;
        state.entries.extend(entries.iter().cloned());
        state.edge = edge;
        state.head = Head { size, root, note: note.into() };
        self.grown.notify_all();
        Ok(Appended { first, head: state.head.clone() })
    }

    fn read(&self, range: Range<u64>) -> Result<Vec<Arc<[u8]>>, RangeError> {
        let state = lock(&self.state);
        check_range(&range, state.head.size)?;
        Ok(state.entries.get(index(range.start)..index(range.end)).unwrap_or(&[]).to_vec())
    }

    fn head(&self) -> Head {
        lock(&self.state).head.clone()
    }

    fn publish_head(&self, now_ms: u64, pace: Pace) -> Result<u64, StoreError> {
        let mut state = lock(&self.state);
        let (size, at) = state.published;
        let waited = at.is_none_or(|at| now_ms < at || now_ms.saturating_sub(at) >= PUBLISH_EVERY_MS);
        if state.head.size > size && (waited || pace == Pace::Now) {
            state.published = (state.head.size, Some(now_ms));
            state.note = Some(state.head.note.clone());
        }
        Ok(state.published.0)
    }

    fn published(&self) -> Option<Arc<str>> {
        lock(&self.state).note.clone()
    }

    fn publish_cosigned(&self, note: &str) -> Result<bool, StoreError> {
        let mut state = lock(&self.state);
        let same = |published: &Arc<str>| is_same_head(self.check.as_ref(), published, note);
        if !state.note.as_ref().is_some_and(same) {
            return Ok(false);
        }
        state.note = Some(note.into());
        Ok(true)
    }

    fn await_head(&self, size: u64, timeout: Duration) -> Head {
        let state = lock(&self.state);
        let waited = self.grown.wait_timeout_while(state, timeout, |state| state.head.size <= size);
        waited.unwrap_or_else(PoisonError::into_inner).0.head.clone()
    }

    fn put_blob(&self, bytes: &[u8]) -> Result<String, StoreError> {
        let name = blob_name(bytes);
        lock(&self.state).blobs.insert(name.clone(), bytes.to_vec());
        Ok(name)
    }

    fn get_blob(&self, sha256: &str) -> Result<Option<Vec<u8>>, Fault> {
        Ok(lock(&self.state).blobs.get(sha256).cloned())
    }

    fn lease(&self, epoch: u64) -> Result<(), Superseded> {
        let mut state = lock(&self.state);
        if epoch < state.epoch {
            return Err(Superseded { current: state.epoch });
        }
        state.epoch = epoch;
        Ok(())
    }
}
