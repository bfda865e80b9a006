//! States of the past: a few are kept, the rest is folded from the nearest one.

use ledger::entry::Entry;
use rules::pack::PackLibrary;
use rules::state::State;

use super::core::{Core, lock};
use super::{ReadError, Service};

/// States kept at most.
const KEPT_MAX: usize = 256;
/// Entries between two kept states, before the first thinning.
const STEP: u64 = 1_024;
/// Entries read at once while folding.
const READ: u64 = 256;

/// Kept states by size. They share almost everything with each other.
pub(super) struct History {
    kept: Vec<State>,
    step: u64,
}

impl Default for History {
    fn default() -> Self {
        Self { kept: Vec::new(), step: STEP }
    }
}

impl History {
    /// Keeps a state if the last kept one is far enough behind; drops every second one when there are too many.
    pub(super) fn note(&mut self, state: &State) {
        let last = self.kept.last().map_or(0, State::size);
        if state.size().saturating_sub(last) < self.step {
            return;
        }
        self.kept.push(state.clone());
        if self.kept.len() > KEPT_MAX {
            let mut odd = false;
            self.kept.retain(|_| {
                odd = !odd;
                !odd
            });
            self.step = self.step.saturating_mul(2);
        }
    }

    /// The newest kept state of at most `size` entries.
    fn before(&self, size: u64) -> Option<&State> {
        self.kept.get(..self.kept.partition_point(|state| state.size() <= size)).and_then(<[State]>::last)
    }
}

impl Service {
    /// The state after the entry at `position`: the recorded outcomes folded, as the newest release would fold them.
    ///
    /// # Errors
    /// [`ReadError::Beyond`] for a position that is not there; others when the log can't be read.
    pub fn state_at(&self, position: u64) -> Result<State, ReadError> {
        state_at(&self.core, position)
    }
}

fn state_at(core: &Core, position: u64) -> Result<State, ReadError> {
    let view = core.view();
    let size = view.head.size;
    if position >= size {
        return Err(ReadError::Beyond { position, size });
    }
    let wanted = position.saturating_add(1);
    if wanted == size {
        return Ok(view.state.clone());
    }
    let packs = core.packs();
    let mut state = lock(&core.history).before(wanted).cloned().unwrap_or_default();
    while state.size() < wanted {
        let to = state.size().saturating_add(READ).min(wanted);
        for entry in core.store.read(state.size()..to)? {
            fold(&mut state, &packs, &entry)?;
        }
    }
    Ok(state)
}

/// Folds one stored entry's recorded outcome; it was verified when it was recorded or replayed.
fn fold(state: &mut State, packs: &PackLibrary, bytes: &[u8]) -> Result<(), ReadError> {
    let position = state.size();
    let unsound = |why: String| ReadError::Unsound { position, why };
    let entry = Entry::decode(bytes).map_err(|error| unsound(error.to_string()))?;
    let statement = entry.statement().map_err(|error| unsound(error.to_string()))?;
    if position == 0 {
        state.apply_founding(statement.event(), bytes, entry.at);
    } else {
        state.apply(statement.event(), &entry.verdict, entry.at, packs);
    }
    Ok(())
}
