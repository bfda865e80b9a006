//! What folding one statement needs.

use ledger::event::Event;
use ledger::time::At;
use ledger::verdict::Verdict;

use crate::state::Reliance;

/// A statement that took effect, with all that folding it needs.
pub(super) struct Effect<'a> {
    pub event: &'a Event,
    pub verdict: &'a Verdict,
    pub position: u64,
    pub at: At,
    /// Who may rely on it.
    pub reach: Reliance,
}
