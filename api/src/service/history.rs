//! States of the past: a few are kept, the rest is folded from the nearest one.

use rules::state::State;

/// States kept at most.
const KEPT_MAX: usize = 256;
/// Entries between two kept states, before the first thinning.
const STEP: u64 = 1_024;

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
    pub(super) fn before(&self, size: u64) -> Option<&State> {
        self.kept.get(..self.kept.partition_point(|state| state.size() <= size)).and_then(<[State]>::last)
    }
}
