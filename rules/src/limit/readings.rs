//! What all limits say of an award in the view of its signer, and whether it hangs on what others see otherwise.

use ledger::verdict::{Check, Code, Flag};

use super::applied::limits_on;
use super::asked::{Added, Occasion, Whose};
use crate::state::{State, View, Weak};

/// What limits say of an award.
#[derive(Debug, Clone, Default)]
pub struct Said {
    /// Why it may not be granted, or not yet.
    pub codes: Vec<Code>,
    /// What else to know.
    pub flags: Vec<Flag>,
    /// The limits tested.
    pub checks: Vec<Check>,
}

impl Said {
    pub(super) fn code(&mut self, code: Code) {
        if !self.codes.contains(&code) {
            self.codes.push(code);
        }
    }

    pub(super) fn flag(&mut self, flag: Flag) {
        if !self.flags.contains(&flag) {
            self.flags.push(flag);
        }
    }

    fn refuses(&self) -> bool {
        self.codes.iter().any(|code| !code.defers())
    }
}

/// How a group may be looked at otherwise than in the signer's own view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Otherwise {
    /// Without the links that are only declared (G6 a).
    WithoutWeak,
    /// With those that any other party only declared (G6 b).
    WithAllWeak,
    /// Links across a border the other way round than the pack takes them (G6 c).
    Borders,
    /// Links of natural persons that are no enterprises the other way round than the pack takes them (G6 d).
    Persons,
    /// With majorities of votes that nobody declared (G6 e).
    Undeclared,
    /// With whatever any other party stated, weak links aside (G7).
    AllParties,
}

/// What the limits say where the group is looked at otherwise, and it is not the same.
#[derive(Debug, Clone)]
pub(crate) struct Reread {
    pub otherwise: Otherwise,
    pub whose: Whose,
    pub found: Said,
}

/// A new award as limits see it.
#[derive(Clone, Copy)]
pub(crate) struct Candidate<'a> {
    pub occasion: &'a Occasion,
    pub added: &'a Added,
    /// Whether the limits bind it; otherwise it stands, and they say what is to know.
    pub enforced: bool,
}

/// What the limits say in the signer's view, and every other reading on which the answer turns.
pub(crate) fn readings(state: &State, whose: Whose, candidate: Candidate<'_>) -> (Said, Vec<Reread>) {
    let own = said(state, candidate, &whose);
    let Some(handle) = whose.handle else { return (own, Vec::new()) };
    let mut others = Vec::new();
    let mut look = |otherwise: Otherwise, whose: Whose, turns: &dyn Fn(&Said) -> bool| {
        let found = said(state, candidate, &whose);
        if turns(&found) {
            others.push(Reread { otherwise, whose, found });
        }
    };
    let through = |view: View| Whose::new(Some(handle), view);
    let view = &whose.view;
    let over = |said: &Said| said.flags.contains(&Flag::OverCeiling);
    let differs =
        |other: &Said| own.codes != other.codes || own.checks != other.checks || over(&own) != over(other);
    // Where a cluster never held a statement of the kind, leaving it out or adding it changes nothing.
    if state.groups.holds_weak(handle) {
        let without = through(View { weak: Weak::LeftOut, ..view.clone() });
        look(Otherwise::WithoutWeak, without, &differs);
        let with = through(View { weak: Weak::Everyones, ..view.clone() });
        look(Otherwise::WithAllWeak, with, &differs);
    }
    if state.groups.crosses_borders(handle) {
        let reversed = Whose { borders_reversed: true, ..whose.clone() };
        look(Otherwise::Borders, reversed, &differs);
    }
    if state.groups.holds_persons(handle) {
        let reversed = Whose { persons_reversed: true, ..whose.clone() };
        look(Otherwise::Persons, reversed, &differs);
    }
    if state.groups.holds_shares(handle) {
        look(Otherwise::Undeclared, through(View { undeclared: true, ..view.clone() }), &differs);
    }
    if candidate.enforced && !own.refuses() && state.groups.hangs_on_parties(handle) {
        look(Otherwise::AllParties, through(View { others: true, ..view.clone() }), &Said::refuses);
    }
    (own, others)
}

/// What the limits say in one view.
fn said(state: &State, candidate: Candidate<'_>, whose: &Whose) -> Said {
    let mut said = Said::default();
    for test in limits_on(state, whose, candidate.occasion) {
        if test.reaches_back && candidate.enforced {
            continue;
        }
        test.judge(state, candidate.added, candidate.enforced, &mut said);
    }
    said
}
