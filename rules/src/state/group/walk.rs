//! The group of an undertaking, and how it changes from day to day.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use chrono::NaiveDate;

use super::edge::{Edge, Tie};
use super::view::View;
use crate::state::State;
use crate::state::undertaking::Handle;

/// A group as it is on a day, ready to go on to the next day on which it may be another.
pub(crate) struct Walk<'a> {
    state: &'a State,
    view: &'a View,
    seed: Handle,
    /// The day it stands on.
    pub day: NaiveDate,
    /// The last day that is asked for.
    horizon: NaiveDate,
    /// Everybody in the group.
    pub members: HashSet<Handle>,
    starts: BTreeMap<NaiveDate, Vec<Handle>>,
    ends: BTreeSet<NaiveDate>,
}

/// Who came and who went.
#[derive(Debug, Default)]
pub(crate) struct Step {
    pub added: Vec<Handle>,
    pub removed: Vec<Handle>,
}

impl<'a> Walk<'a> {
    /// Looks at the group of `seed` on `day`; changes after `horizon` are not asked for.
    pub(crate) fn new(
        state: &'a State,
        view: &'a View,
        seed: Handle,
        day: NaiveDate,
        horizon: NaiveDate,
    ) -> Self {
        let mut walk = Self {
            state,
            view,
            seed,
            day,
            horizon,
            members: HashSet::new(),
            starts: BTreeMap::new(),
            ends: BTreeSet::new(),
        };
        walk.visit(vec![seed]);
        walk
    }

    /// Takes in everything that is connected with these today.
    fn visit(&mut self, mut open: Vec<Handle>) -> Vec<Handle> {
        let mut added = Vec::new();
        while let Some(handle) = open.pop() {
            if !self.members.insert(handle) {
                continue;
            }
            added.push(handle);
            for (other, _) in self.state.undertakings.grounds(handle).same_as {
                open.push(*other);
            }
            for edge in self.state.groups.edges_of(handle) {
                let Some((from, end)) = self.state.in_force(edge, self.view) else { continue };
                if from <= self.day && self.day < end {
                    open.push(edge.other(handle));
                    if end <= self.horizon {
                        self.ends.insert(end);
                    }
                } else if self.day < from && from <= self.horizon {
                    self.starts.entry(from).or_default().push(edge.other(handle));
                }
            }
        }
        added
    }

    /// The next day on which somebody may come or go, if the horizon holds one.
    pub(crate) fn next_change(&self) -> Option<NaiveDate> {
        let start = self.starts.keys().next().copied();
        let end = self.ends.first().copied();
        start.into_iter().chain(end).min()
    }

    /// Goes on to a later day that is not after the next change.
    pub(crate) fn go_to(&mut self, day: NaiveDate) -> Step {
        self.day = day;
        if self.ends.contains(&day) {
            return self.look_again();
        }
        let mut step = Step::default();
        if let Some(others) = self.starts.remove(&day) {
            step.added = self.visit(others);
            // A start may bring in whoever starts or ends that very day; both were looked at as of it.
            step.added.sort_unstable();
        }
        // The one who came may carry an end that is past by now only if it lies before today: none is noted.
        step
    }

    fn look_again(&mut self) -> Step {
        let fresh = Self::new(self.state, self.view, self.seed, self.day, self.horizon);
        let mut step = Step {
            added: fresh.members.difference(&self.members).copied().collect(),
            removed: self.members.difference(&fresh.members).copied().collect(),
        };
        step.added.sort_unstable();
        step.removed.sort_unstable();
        *self = fresh;
        step
    }
}

impl State {
    /// From when, and until before which day, an edge connects in a view; `None` where it never does.
    pub(crate) fn in_force(&self, edge: &Edge, view: &View) -> Option<(NaiveDate, NaiveDate)> {
        if !edge.is_seen(view) {
            return None;
        }
        let mut end = edge.ended(view).map_or(NaiveDate::MAX, |ended| ended.on);
        if let Tie::Control { .. } = edge.tie
            && let Some(from) = self.unlinked_from(edge.a, view)
        {
            end = end.min(from);
        }
        (edge.from < end).then_some((edge.from, end))
    }

    /// From when the links of a controller are not looked at.
    pub(crate) fn unlinked_from(&self, controller: Handle, view: &View) -> Option<NaiveDate> {
        let traits = self.groups.clusters.traits(controller)?;
        let asked =
            (traits.public && !view.through_public) || (traits.non_profit && !view.through_non_profit);
        if !asked {
            return None;
        }
        let all = self.identity(controller, view);
        all.iter().filter_map(|handle| self.groups.unlinked_holder(*handle, view)).min()
    }

    /// Every handle that is the same undertaking as this one in a view, itself included.
    pub(crate) fn identity(&self, handle: Handle, view: &View) -> BTreeSet<Handle> {
        let mut found = self.undertakings.same(handle);
        if !self.groups.clusters.traits(handle).is_some_and(|traits| traits.party) {
            return found;
        }
        let mut open: Vec<Handle> = found.iter().copied().collect();
        while let Some(next) = open.pop() {
            let ties = self.groups.edges_of(next).filter(|edge| edge.tie == Tie::Same && edge.is_seen(view));
            for other in ties.map(|edge| edge.other(next)) {
                for same in self.undertakings.same(other) {
                    if found.insert(same) {
                        open.push(same);
                    }
                }
            }
        }
        found
    }

    /// The one handle that stands for an undertaking in a view.
    pub(crate) fn one_of(&self, handle: Handle, view: &View) -> Handle {
        self.identity(handle, view).first().copied().unwrap_or(handle)
    }

    /// The single undertaking of a handle on a day in a view: every handle in it.
    #[must_use]
    pub fn group_on(&self, handle: Handle, day: NaiveDate, view: &View) -> BTreeSet<Handle> {
        Walk::new(self, view, handle, day, day).members.into_iter().collect()
    }
}
