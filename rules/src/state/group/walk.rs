//! The group of an undertaking, and how it changes from day to day.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use chrono::NaiveDate;

use super::edge::{Edge, Tie};
use super::view::{Reliance, View};
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
    /// Who will join whom; enough of them to find everybody who comes.
    starts: BTreeMap<NaiveDate, Vec<(Handle, Handle)>>,
    /// Whom the ties that end connect; enough of them to find everybody who goes.
    ends: BTreeMap<NaiveDate, BTreeSet<(Handle, Handle)>>,
}

/// Who came and who went.
#[derive(Debug, Default)]
pub(crate) struct Moved {
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
            ends: BTreeMap::new(),
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
                        self.ends.entry(end).or_default().insert((edge.a, edge.b));
                    }
                } else if self.day < from && from <= self.horizon {
                    self.starts.entry(from).or_default().push((handle, edge.other(handle)));
                }
            }
        }
        added
    }

    /// The next day on which somebody may come or go, if the horizon holds one.
    pub(crate) fn next_change(&self) -> Option<NaiveDate> {
        let start = self.starts.keys().next().copied();
        let end = self.ends.keys().next().copied();
        start.into_iter().chain(end).min()
    }

    /// Goes on to a later day that is not after the next change.
    pub(crate) fn go_to(&mut self, day: NaiveDate) -> Moved {
        let ended = self.ends.get(&day).filter(|_| !self.starts.contains_key(&day));
        let pair = ended.filter(|pairs| pairs.len() == 1).and_then(|pairs| pairs.first().copied());
        self.day = day;
        // Several ties that end together may leave more than two groups; with one, the smaller side is soon found.
        pair.and_then(|(a, b)| self.part(a, b)).unwrap_or_else(|| self.go_to_afresh(day))
    }

    /// As [`Walk::go_to`], looking at everybody again where a tie ends, so that every later change of a tie is stopped at.
    pub(crate) fn go_to_afresh(&mut self, day: NaiveDate) -> Moved {
        self.day = day;
        if self.ends.contains_key(&day) {
            return self.look_again();
        }
        let mut step = Moved::default();
        if let Some(others) = self.starts.remove(&day) {
            step.added = self.visit(others.into_iter().map(|(_, other)| other).collect());
            // A start may bring in whoever starts or ends that very day; both were looked at as of it.
            step.added.sort_unstable();
        }
        // The one who came may carry an end that is past by now only if it lies before today: none is noted.
        step
    }

    /// The only tie that ends today connected these two: whoever goes with it. `None` where somebody has to look again:
    /// they stay connected, maybe by ties of which no end was noted, or it is the seed that goes.
    fn part(&mut self, a: Handle, b: Handle) -> Option<Moved> {
        let today = self.day;
        let in_force = |from: NaiveDate, end: NaiveDate| from <= today && today < end;
        let gone = self.state.apart((a, b), self.view, &in_force)?;
        if gone.contains(&self.seed) {
            return None;
        }
        self.ends.remove(&today);
        for handle in &gone {
            self.members.remove(handle);
        }
        for joining in self.starts.values_mut() {
            joining.retain(|(from, _)| !gone.contains(from));
        }
        for parting in self.ends.values_mut() {
            parting.retain(|(one, _)| !gone.contains(one));
        }
        self.starts.retain(|_, joining| !joining.is_empty());
        self.ends.retain(|_, parting| !parting.is_empty());
        Some(Moved { added: Vec::new(), removed: gone.into_iter().collect() })
    }

    fn look_again(&mut self) -> Moved {
        let fresh = Self::new(self.state, self.view, self.seed, self.day, self.horizon);
        let mut step = Moved {
            added: fresh.members.difference(&self.members).copied().collect(),
            removed: self.members.difference(&fresh.members).copied().collect(),
        };
        step.added.sort_unstable();
        step.removed.sort_unstable();
        *self = fresh;
        step
    }
}

/// What a search from one handle has seen, and whom it has still to look at.
struct Side {
    seen: BTreeSet<Handle>,
    open: Vec<Handle>,
}

impl Side {
    fn new(handle: Handle) -> Self {
        Self { seen: BTreeSet::from([handle]), open: vec![handle] }
    }
}

impl State {
    /// One side of two handles that no tie of a kind connects, the first one found whole; `None` where they are connected.
    ///
    /// Both sides are searched in turn, so that a leaf that leaves a large group costs no walk through the group.
    pub(super) fn apart(
        &self,
        (a, b): (Handle, Handle),
        view: &View,
        connects: &dyn Fn(NaiveDate, NaiveDate) -> bool,
    ) -> Option<BTreeSet<Handle>> {
        let (mut near, mut far) = (Side::new(a), Side::new(b));
        loop {
            let Some(next) = near.open.pop() else { return Some(near.seen) };
            let same = self.undertakings.grounds(next).same_as.iter().map(|(other, _)| *other);
            let tied = self
                .groups
                .edges_of(next)
                .filter(|edge| self.in_force(edge, view).is_some_and(|(from, end)| connects(from, end)));
            for other in same.chain(tied.map(|edge| edge.other(next))) {
                if far.seen.contains(&other) {
                    return None;
                }
                if near.seen.insert(other) {
                    near.open.push(other);
                }
            }
            std::mem::swap(&mut near, &mut far);
        }
    }

    /// From when, and until before which day, an edge connects in a view; `None` where it never does.
    pub(crate) fn in_force(&self, edge: &Edge, view: &View) -> Option<(NaiveDate, NaiveDate)> {
        if !edge.is_seen(view) {
            return None;
        }
        let mut end = edge.ended(view).map_or(NaiveDate::MAX, |ended| ended.on);
        if let Tie::Control { .. } = edge.tie {
            if self.is_unlinked_person(edge.a, view) {
                return None;
            }
            if let Some(from) = self.unlinked_from(edge.a, view) {
                end = end.min(from);
            }
        }
        (edge.from < end).then_some((edge.from, end))
    }

    /// Whether a controller is a natural person that is no enterprise, and such links are not looked at (G3, U6).
    pub(crate) fn is_unlinked_person(&self, controller: Handle, view: &View) -> bool {
        if view.through_persons
            || !self.groups.clusters.traits(controller).is_some_and(|traits| traits.person)
        {
            return false;
        }
        let all = self.identity(controller, view);
        let is_person =
            all.iter().filter_map(|handle| self.undertakings.id(*handle)).any(|id| id.is_person());
        let is_asked = view.enterprise.is_some_and(|asked| all.contains(&asked));
        is_person && !is_asked && self.awards.of(&all).next().is_none()
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

    /// Every handle of an undertaking, as far as a viewer relies on who it is.
    pub(crate) fn one_undertaking(&self, handle: Handle, viewer: &Reliance) -> BTreeSet<Handle> {
        self.identity(handle, &View::of(viewer.clone()))
    }

    /// An undertaking and all that it took over by mergers, directly or through others, on whatever day, in a view.
    pub(crate) fn taken_over_by(&self, handle: Handle, view: &View) -> BTreeSet<Handle> {
        let mut found = BTreeSet::new();
        let mut open: Vec<Handle> = self.identity(handle, view).into_iter().collect();
        while let Some(next) = open.pop() {
            if !found.insert(next) {
                continue;
            }
            let mergers = self.groups.edges_of(next).filter(|edge| edge.tie == Tie::Merger && edge.a == next);
            let absorbed = mergers.filter(|edge| edge.is_seen(view)).map(|edge| edge.b);
            open.extend(absorbed.flat_map(|one| self.identity(one, view)));
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
