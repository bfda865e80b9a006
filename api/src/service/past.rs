//! The state after any entry, folded from the nearest one that is kept.

use ledger::entry::Entry;
use rules::pack::PackLibrary;
use rules::state::State;

use super::core::Core;
use super::locks::lock;
use super::{ReadError, Service};

/// Entries read at once while folding.
const READ: u64 = 256;

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
