//! Pools: large groups that stand today, with the sums of all their members' awards kept together.
//!
//! A pool is everybody connected for good by what everybody relies on: on days after its last change it is the group, and
//! an award event need not walk its members. Small groups are walked, which is faster than keeping their sums twice.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use imbl::{HashMap, OrdSet};

use super::cluster::Traits;
use super::view::{Reliance, View, Weak};
use crate::state::State;
use crate::state::undertaking::Handle;

/// Groups up to this size have no pool.
pub(crate) const WALKED_MAX: usize = 8;

/// A group that is connected for good.
#[derive(Debug, Clone)]
struct Pool {
    members: OrdSet<Handle>,
    /// From this day on the group is exactly these members.
    settled: NaiveDate,
}

/// Every pool, by the handle under which its sums are kept.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pools {
    all: HashMap<Handle, Arc<Pool>>,
    made: u32,
}

/// Who is connected for good, and the last day on which that changes.
struct ForGood {
    members: BTreeSet<Handle>,
    settled: NaiveDate,
}

/// Whether what a view sees in a cluster is what pools are kept for.
fn sees_what_all_see(view: &View, traits: &Traits) -> bool {
    let parties = !traits.party || (view.viewer == Reliance::Everybody && !view.others);
    let weak = !traits.weak || view.weak == Weak::ReliedOn;
    let public = !traits.public || !view.through_public;
    let non_profit = !traits.non_profit || view.through_non_profit;
    let persons = !traits.person || view.through_persons;
    parties && weak && public && non_profit && persons && (!traits.crossing || view.across_borders)
}

impl State {
    /// The pool that is the group of a handle in a view on every day from `from` on.
    pub(crate) fn pool_for(&self, handle: Handle, from: NaiveDate, view: &View) -> Option<Handle> {
        let pool = self.awards.pool_of(handle)?;
        let fits = sees_what_all_see(view, self.groups.clusters.traits(handle)?);
        let settled = self.groups.pools.all.get(&pool)?.settled;
        (fits && settled <= from).then_some(pool)
    }

    /// Everybody connected with a handle for good, in the view of everybody.
    fn standing(&self, handle: Handle) -> ForGood {
        let view = View::everybody();
        let mut standing = ForGood { members: BTreeSet::new(), settled: NaiveDate::MIN };
        let mut open = vec![handle];
        while let Some(next) = open.pop() {
            if !standing.members.insert(next) {
                continue;
            }
            open.extend(self.undertakings.grounds(next).same_as.iter().map(|(other, _)| *other));
            for edge in self.groups.edges_of(next) {
                let Some((from, end)) = self.in_force(edge, &view) else { continue };
                if end == NaiveDate::MAX {
                    open.push(edge.other(next));
                    standing.settled = standing.settled.max(from);
                } else {
                    standing.settled = standing.settled.max(end);
                }
            }
        }
        standing
    }

    /// A tie came that connects two handles for good from a day on.
    pub(crate) fn pools_join(&mut self, a: Handle, b: Handle, from: NaiveDate) {
        let (mut at, mut other) = (a, b);
        if self.awards.pool_of(at).is_none() {
            std::mem::swap(&mut at, &mut other);
        }
        match (self.awards.pool_of(at), self.awards.pool_of(other)) {
            (Some(one), Some(two)) if one == two => self.unsettle(one, from),
            (Some(one), Some(two)) => self.merge(one, two, from),
            (Some(pool), None) => self.take_in(pool, other, from),
            (None, _) => {
                let standing = self.standing(at);
                if standing.members.len() > WALKED_MAX {
                    self.new_pool(standing);
                }
            }
        }
    }

    /// A tie came that connects two handles up to a day only.
    pub(crate) fn pools_touch(&mut self, a: Handle, b: Handle, end: NaiveDate) {
        for pool in [a, b].into_iter().filter_map(|handle| self.awards.pool_of(handle)).collect::<Vec<_>>() {
            self.unsettle(pool, end);
        }
    }

    fn unsettle(&mut self, pool: Handle, until: NaiveDate) {
        if let Some(pool) = self.groups.pools.all.get_mut(&pool)
            && pool.settled < until
        {
            Arc::make_mut(pool).settled = until;
        }
    }

    /// Takes the small group of a handle into a pool.
    fn take_in(&mut self, pool: Handle, handle: Handle, from: NaiveDate) {
        let view = View::everybody();
        let mut settled = from;
        let mut open = vec![handle];
        while let Some(next) = open.pop() {
            if self.awards.pool_of(next) == Some(pool) {
                continue;
            }
            self.place(next, Some(pool));
            open.extend(self.undertakings.grounds(next).same_as.iter().map(|(other, _)| *other));
            for edge in self.groups.edges_of(next) {
                let Some((from, end)) = self.in_force(edge, &view) else { continue };
                settled = settled.max(if end == NaiveDate::MAX { from } else { end });
                if end == NaiveDate::MAX {
                    open.push(edge.other(next));
                }
            }
        }
        self.unsettle(pool, settled);
    }

    fn merge(&mut self, one: Handle, two: Handle, from: NaiveDate) {
        let of = |pool: Handle| self.groups.pools.all.get(&pool).cloned();
        let (Some(first), Some(second)) = (of(one), of(two)) else { return };
        let settled = first.settled.max(second.settled).max(from);
        let (large, small) =
            if first.members.len() < second.members.len() { (two, first) } else { (one, second) };
        for handle in &small.members {
            self.place(*handle, Some(large));
        }
        self.unsettle(large, settled);
    }

    fn new_pool(&mut self, standing: ForGood) {
        self.groups.pools.made = self.groups.pools.made.saturating_add(1);
        let pool = Handle::of_pool(self.groups.pools.made);
        let empty = Pool { members: OrdSet::new(), settled: standing.settled };
        self.groups.pools.all.insert(pool, Arc::new(empty));
        for handle in standing.members {
            self.place(handle, Some(pool));
        }
    }

    /// Puts a handle and its awards where it belongs from here on.
    fn place(&mut self, handle: Handle, pool: Option<Handle>) {
        let before = self.awards.pool_of(handle);
        if before == pool {
            return;
        }
        if let Some(before) = before
            && let Some(left) = self.groups.pools.all.get_mut(&before)
        {
            Arc::make_mut(left).members.remove(&handle);
            if left.members.is_empty() {
                self.groups.pools.all.remove(&before);
            }
        }
        if let Some(pool) = pool.and_then(|pool| self.groups.pools.all.get_mut(&pool)) {
            Arc::make_mut(pool).members.insert(handle);
        }
        self.awards.place(handle, pool);
    }

    /// The ties of two handles end on a day: whoever they alone connected parts, the others stay where their sums are.
    pub(crate) fn pools_part(&mut self, a: Handle, b: Handle, on: NaiveDate) {
        let pool = self.awards.pool_of(a).filter(|pool| self.awards.pool_of(b) == Some(*pool));
        let for_good = |_: NaiveDate, end: NaiveDate| end == NaiveDate::MAX;
        let parted = pool.and_then(|_| self.apart((a, b), &View::everybody(), &for_good));
        let (Some(pool), Some(parted)) = (pool, parted) else {
            self.pools_touch(a, b, on);
            return;
        };
        let members = self.groups.pools.all.get(&pool).into_iter().flat_map(|pool| &pool.members);
        let stay = members.filter(|member| !parted.contains(member));
        // One more than is walked says that the rest stays a pool.
        let stay: Vec<Handle> = stay.take(WALKED_MAX + 1).copied().collect();
        let (few_part, few_stay) = (parted.len() <= WALKED_MAX, stay.len() <= WALKED_MAX);
        if few_stay {
            stay.into_iter().for_each(|member| self.place(member, None));
        }
        if few_part {
            parted.into_iter().for_each(|member| self.place(member, None));
        } else if !few_stay && let Some(standing) = parted.first().map(|first| self.standing(*first)) {
            self.new_pool(standing);
        }
        self.unsettle(pool, on);
    }

    /// Something ended, was taken back or is no longer looked at: the pools of these handles are found anew. What stays
    /// together stays where its sums are; only who parts is moved.
    pub(crate) fn pools_anew(&mut self, handles: &[Handle]) {
        // A link that is looked at again may touch a pool without connecting for good: whoever it leads to is asked, too.
        let near = |handle: &Handle| {
            let own = self.standing(*handle).members.into_iter();
            own.flat_map(|member| self.groups.edges_of(member).map(move |edge| edge.other(member)))
        };
        let mut todo: BTreeSet<Handle> = handles.iter().flat_map(near).collect();
        todo.extend(handles);
        // Each pool once, however many of its members are touched.
        let pools: BTreeSet<Handle> = todo.iter().filter_map(|handle| self.awards.pool_of(*handle)).collect();
        for pool in pools.iter().filter_map(|pool| self.groups.pools.all.get(pool)) {
            todo.extend(&pool.members);
        }
        let mut found: Vec<ForGood> = Vec::new();
        while let Some(next) = todo.pop_first() {
            let standing = self.standing(next);
            for member in &standing.members {
                todo.remove(member);
            }
            found.push(standing);
        }
        // The largest first, so that it keeps its sums.
        found.sort_by_key(|standing| std::cmp::Reverse(standing.members.len()));
        let mut claimed: BTreeSet<Handle> = BTreeSet::new();
        for standing in found {
            if standing.members.len() <= WALKED_MAX {
                for member in standing.members {
                    self.place(member, None);
                }
                continue;
            }
            match self.most_at_home(&standing, &claimed) {
                Some(pool) => {
                    claimed.insert(pool);
                    self.settle(pool, standing);
                }
                None => {
                    self.new_pool(standing);
                    claimed.insert(Handle::of_pool(self.groups.pools.made));
                }
            }
        }
    }

    /// The pool that holds most of a group already.
    fn most_at_home(&self, standing: &ForGood, claimed: &BTreeSet<Handle>) -> Option<Handle> {
        let mut counts: BTreeMap<Handle, usize> = BTreeMap::new();
        for pool in standing.members.iter().filter_map(|member| self.awards.pool_of(*member)) {
            *counts.entry(pool).or_default() += 1;
        }
        counts
            .into_iter()
            .filter(|(pool, _)| !claimed.contains(pool))
            .max_by_key(|(_, count)| *count)
            .map(|(pool, _)| pool)
    }

    fn settle(&mut self, pool: Handle, standing: ForGood) {
        for member in &standing.members {
            self.place(*member, Some(pool));
        }
        if let Some(pool) = self.groups.pools.all.get_mut(&pool) {
            Arc::make_mut(pool).settled = standing.settled;
        }
    }
}

/// What a pool must be, found by walking: for tests.
#[cfg(test)]
impl State {
    pub(crate) fn assert_pools_are_sound(&self, handles: &[Handle]) {
        for handle in handles {
            let standing = self.standing(*handle);
            match self.awards.pool_of(*handle) {
                Some(pool) => {
                    let pool = &self.groups.pools.all[&pool];
                    let members: BTreeSet<Handle> = pool.members.iter().copied().collect();
                    assert_eq!(members, standing.members, "a pool is not what is connected for good");
                    assert!(pool.settled >= standing.settled, "a pool is used before it stands");
                }
                None => assert!(standing.members.len() <= WALKED_MAX, "a large group has no pool"),
            }
        }
    }
}
