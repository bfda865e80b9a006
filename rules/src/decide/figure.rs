//! What the aid of a case is worth, held against the limits.

use ledger::verdict::{Code, Figure, Flag};

use super::case::Case;
use super::findings::Findings;
use super::limits;
use crate::limit::Added;
use crate::state::State;
use crate::value::{Aided, value};

impl Case<'_> {
    /// Values the aid and tests the limits.
    pub(super) fn judge(&self, state: &State, aided: Aided<'_>, found: &mut Findings) {
        let valuation = value(state, aided, self.grantee());
        for code in valuation.codes() {
            // A figure that is known counts, whatever else stands in the way of a new grant.
            if valuation.figure().is_none() || self.enforced {
                self.unresolved(code, found);
            }
        }
        valuation.flags().iter().for_each(|flag| found.flag(*flag));
        if let Some(gge) = valuation.figure() {
            self.judge_added(state, &Added::of(gge, aided.aid), found);
        }
    }

    /// Tests the limits with a figure already known.
    pub(super) fn judge_figure(&self, state: &State, gge: Figure, found: &mut Findings) {
        self.judge_added(state, &Added::figure(gge), found);
    }

    fn judge_added(&self, state: &State, added: &Added, found: &mut Findings) {
        found.gge = Some(added.gge);
        if added.gge.high.is_none() {
            self.unresolved(Code::NeedsReview, found);
        }
        // What is uncounted for another reason is tested against nothing either.
        if !found.flags.contains(&Flag::Uncounted) {
            limits::judge(state, self, &added.at_least(self.least), found);
        }
    }
}
