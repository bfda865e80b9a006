//! Majorities of votes that nobody declared as a link (G17, G18).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::view::{Reliance, View};
use super::walk::Walk;
use crate::state::State;
use crate::state::undertaking::Handle;

/// What part of the votes in an undertaking a holder has, by one statement.
#[derive(Debug, Clone)]
pub(crate) struct Share {
    pub holder: Handle,
    pub held: Handle,
    /// Percent.
    pub votes: Decimal,
    pub from: NaiveDate,
    pub reach: Reliance,
    pub position: u64,
}

/// Whether a part in percent is more than all that is left.
pub(crate) fn is_majority(percent: Decimal) -> bool {
    percent > Decimal::ONE_HUNDRED.saturating_sub(percent)
}

impl State {
    /// Whether some holders whose links are looked at together have the majority of the votes in an undertaking on a day
    /// (G18).
    fn have_majority(
        &self,
        holders: &BTreeSet<Handle>,
        held: Handle,
        (day, view): (NaiveDate, &View),
    ) -> bool {
        let mut looked_at = holders.clone();
        looked_at.retain(|holder| {
            !self.is_unlinked_body(*holder, day, view) && !self.is_unlinked_person(*holder, view)
        });
        self.have_votes(&looked_at, held, (day, view), None)
    }

    /// Whether a handle is of a body whose links are not looked at on a day (G3).
    pub(crate) fn is_unlinked_body(&self, handle: Handle, day: NaiveDate, view: &View) -> bool {
        self.unlinked_from(handle, view).is_some_and(|from| from <= day)
    }

    /// Whether some holders together have the majority of the votes in an undertaking on a day, by the newest holding of each
    /// pair that a view relies on, and by one more.
    pub(crate) fn have_votes(
        &self,
        holders: &BTreeSet<Handle>,
        held: Handle,
        (day, view): (NaiveDate, &View),
        more: Option<&Share>,
    ) -> bool {
        let all = self.identity(held, view);
        let stated = all.iter().flat_map(|same| self.groups.shares_of(*same));
        let stated = stated.filter(|share| all.contains(&share.held) && view.relies_on(&share.reach));
        let mut newest: BTreeMap<Handle, &Share> = BTreeMap::new();
        for share in stated.map(Arc::as_ref).chain(more).filter(|share| share.from <= day) {
            let pair = newest.entry(self.one_of(share.holder, view)).or_insert(share);
            if (pair.from, pair.position) < (share.from, share.position) {
                *pair = share;
            }
        }
        let is_own = |holder: &Handle| self.identity(*holder, view).iter().any(|same| holders.contains(same));
        let own = newest.iter().filter(|(holder, _)| is_own(holder));
        is_majority(own.map(|(_, share)| share.votes).fold(Decimal::ZERO, Decimal::saturating_add))
    }

    /// The group of a handle on a day, with undeclared majorities where the view looks at them.
    pub(super) fn group_seen(&self, handle: Handle, day: NaiveDate, view: &View) -> BTreeSet<Handle> {
        if view.undeclared { self.widened(handle, day, view) } else { self.group_on(handle, day, view) }
    }

    /// The group of a handle on a day with undeclared majorities added, until nothing is.
    pub(crate) fn widened(&self, seed: Handle, day: NaiveDate, view: &View) -> BTreeSet<Handle> {
        let mut group = self.group_on(seed, day, view);
        loop {
            let near: Vec<Arc<Share>> =
                group.iter().flat_map(|handle| self.groups.shares_of(*handle)).cloned().collect();
            let mut came = BTreeSet::new();
            for share in near.iter().filter(|share| view.relies_on(&share.reach) && share.from <= day) {
                if group.contains(&share.holder) && !group.contains(&share.held) {
                    if self.have_majority(&group, share.held, (day, view)) {
                        came.extend(self.group_on(share.held, day, view));
                    }
                } else if group.contains(&share.held) && !group.contains(&share.holder) {
                    let others = self.group_on(share.holder, day, view);
                    if self.have_majority(&others, share.held, (day, view)) {
                        came.extend(others);
                    }
                }
            }
            let before = group.len();
            group.extend(came);
            if group.len() == before {
                return group;
            }
        }
    }

    /// The next day up to a last one on which a widened group may be another.
    pub(super) fn next_widening(
        &self,
        group: &BTreeSet<Handle>,
        (day, last): (NaiveDate, NaiveDate),
        view: &View,
    ) -> Option<NaiveDate> {
        let shares = group.iter().flat_map(|handle| self.groups.shares_of(*handle)).map(|share| share.from);
        // Groups of whoever is near change by their own ties.
        let near = group.iter().flat_map(|handle| self.groups.shares_of(*handle));
        let near: BTreeSet<Handle> =
            near.flat_map(|share| [share.holder, share.held]).chain(group.iter().copied()).collect();
        let mut open = near;
        let mut next = shares.filter(|on| day < *on && *on <= last).min();
        while let Some(handle) = open.pop_first() {
            let walk = Walk::new(self, view, handle, day, last);
            open.retain(|other| !walk.members.contains(other));
            next = next.into_iter().chain(walk.next_change()).min();
        }
        next
    }
}
