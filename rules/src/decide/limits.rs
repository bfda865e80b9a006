//! Every numeric limit on an award, in the view of its signer.

use std::collections::BTreeSet;

use ledger::verdict::Figure;

use super::Findings;
use super::award::Case;
use super::window_cap::test_cap;
use crate::state::{Handle, State};

/// Tests an award of this figure against every limit of its regime.
pub(super) fn judge(state: &State, case: &Case<'_>, gge: Figure, found: &mut Findings) {
    for test in test_cap(state, &case.group(state), case.state, case.regime, case.granted_on) {
        test.judge(gge, case.state, case.enforced, found);
    }
}

impl Case<'_> {
    /// The beneficiary's group.
    pub(crate) fn group(&self, state: &State) -> BTreeSet<Handle> {
        let handle = state.undertakings.find(self.beneficiary);
        handle.map(|handle| state.undertakings.same(handle)).unwrap_or_default()
    }
}
