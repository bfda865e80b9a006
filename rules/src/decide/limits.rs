//! Every numeric limit on an award, in the view of its signer, and whether it hangs on what others see otherwise.

use std::collections::BTreeSet;

use ledger::verdict::{Code, Figure, Flag};

use super::Findings;
use super::award::Case;
use super::window_cap::{Whose, test_cap};
use crate::state::{Handle, State, View, Weak};

/// Tests an award of this figure against every limit of its regime.
pub(super) fn judge(state: &State, case: &Case<'_>, gge: Figure, found: &mut Findings) {
    let handle = state.undertakings.find(case.beneficiary);
    let view = View::of(case.viewer.clone());
    let whose = Whose::new(handle, view.clone());
    let own = limits(state, case, gge, &whose);
    if let Some(handle) = handle {
        let through = |view: View| limits(state, case, gge, &Whose::new(Some(handle), view));
        let differs = |other: &Findings| own.codes != other.codes || own.checks != other.checks;
        // Where a cluster never held a statement of the kind, leaving it out or adding it changes nothing.
        if state.groups.holds_weak(handle) {
            let without = through(View { weak: Weak::LeftOut, ..view.clone() });
            if differs(&without) || differs(&through(View { weak: Weak::Everyones, ..view.clone() })) {
                found.flag(Flag::GroupEvidenceWeak);
            }
        }
        if state.groups.crosses_borders(handle)
            && differs(&limits(state, case, gge, &Whose { borders_reversed: true, ..whose.clone() }))
        {
            found.flag(Flag::GroupCrossBorder);
        }
        if case.enforced && !refuses(&own) && state.groups.hangs_on_parties(handle) {
            let all = through(View { others: true, ..view });
            if refuses(&all) {
                found.code(Code::NeedsReview);
            }
        }
    }
    for code in own.codes {
        found.code(code);
    }
    for flag in own.flags {
        found.flag(flag);
    }
    found.checks.extend(own.checks);
}

/// What the limits say, and nothing else.
fn limits(state: &State, case: &Case<'_>, gge: Figure, whose: &Whose) -> Findings {
    let mut found = Findings::default();
    for test in test_cap(state, whose, case.state, case.regime, case.granted_on) {
        test.judge(gge, case.state, case.enforced, &mut found);
    }
    found
}

fn refuses(found: &Findings) -> bool {
    found.codes.iter().any(|code| !code.defers())
}

impl Case<'_> {
    /// Whose awards are added up, in the signer's view.
    pub(crate) fn whose(&self, state: &State) -> Whose {
        Whose::new(state.undertakings.find(self.beneficiary), View::of(self.viewer.clone()))
    }

    /// The beneficiary's group on the granting date, in the signer's view and as the regime's ceiling takes links.
    pub(crate) fn group(&self, state: &State) -> BTreeSet<Handle> {
        let whose = self.whose(state);
        let caps = state.packs().window_caps(&self.regime, self.granted_on);
        let view = match (caps.first(), self.state) {
            (Some(cap), Some(ms)) => whose.view_under(cap, ms, self.granted_on),
            _ => whose.view,
        };
        whose.handle.map(|handle| state.group_on(handle, self.granted_on, &view)).unwrap_or_default()
    }
}
