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

/// Whether the votes of some holders are more than half of all.
fn is_majority_of(votes: impl Iterator<Item = (Handle, Decimal)>) -> bool {
    is_majority(votes.map(|(_, votes)| votes).fold(Decimal::ZERO, Decimal::saturating_add))
}

impl State {
    /// Whether a handle is of a body whose links are not looked at on a day (G3).
    pub(crate) fn is_unlinked_body(&self, handle: Handle, day: NaiveDate, view: &View) -> bool {
        self.unlinked_from(handle, view).is_some_and(|from| from <= day)
    }

    /// Whether the links of a handle are not looked at on a day, so that its votes join nobody (G18).
    fn is_unlinked(&self, handle: Handle, day: NaiveDate, view: &View) -> bool {
        self.is_unlinked_body(handle, day, view) || self.is_unlinked_person(handle, view)
    }

    /// The votes in an undertaking on a day, by the handle that stands for each holder: of each pair the newest holding that a
    /// view relies on, and one more.
    fn votes_in(
        &self,
        held: Handle,
        (day, view): (NaiveDate, &View),
        more: Option<&Share>,
    ) -> BTreeMap<Handle, Decimal> {
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
        newest.into_iter().map(|(holder, share)| (holder, share.votes)).collect()
    }

    /// Whether some holders together have the majority of the votes in an undertaking on a day, with one more holding.
    pub(crate) fn have_votes(
        &self,
        holders: &BTreeSet<Handle>,
        held: Handle,
        (day, view): (NaiveDate, &View),
        more: Option<&Share>,
    ) -> bool {
        let votes = self.votes_in(held, (day, view), more).into_iter();
        is_majority_of(votes.filter(|(holder, _)| self.is_among(*holder, holders, view)))
    }

    /// Whether a holder is one of some handles, by any number of it.
    fn is_among(&self, holder: Handle, handles: &BTreeSet<Handle>, view: &View) -> bool {
        self.identity(holder, view).iter().any(|same| handles.contains(same))
    }

    /// The group of a handle on a day, with undeclared majorities where the view looks at them.
    pub(super) fn group_seen(&self, handle: Handle, day: NaiveDate, view: &View) -> BTreeSet<Handle> {
        if view.undeclared { self.widened(handle, day, view) } else { self.group_on(handle, day, view) }
    }

    /// The group of a handle on a day with undeclared majorities added, until nothing is.
    ///
    /// Each member is asked once, when it comes: in whom it holds, and who holds in it. More members never lessen what a group
    /// has, so the order makes no difference.
    pub(crate) fn widened(&self, seed: Handle, day: NaiveDate, view: &View) -> BTreeSet<Handle> {
        let mut group = self.group_on(seed, day, view);
        let mut open: Vec<Handle> = group.iter().copied().collect();
        while let Some(member) = open.pop() {
            let mut came = BTreeSet::new();
            for held in self.near(member, (day, view), |share| (share.holder, share.held)) {
                if !group.contains(&held) {
                    let votes = self.votes_in(held, (day, view), None).into_iter();
                    let own = votes.filter(|(holder, _)| {
                        self.is_among(*holder, &group, view) && !self.is_unlinked(*holder, day, view)
                    });
                    if is_majority_of(own) {
                        came.extend(self.group_on(held, day, view));
                    }
                }
            }
            let mut holders = self.near(member, (day, view), |share| (share.held, share.holder));
            holders.retain(|holder| !group.contains(holder));
            if !holders.is_empty() {
                let votes = self.votes_in(member, (day, view), None);
                for holder in holders {
                    let others = self.group_on(holder, day, view);
                    let names: BTreeSet<Handle> =
                        others.iter().map(|other| self.one_of(*other, view)).collect();
                    let own = names.into_iter().filter_map(|name| Some((name, *votes.get(&name)?)));
                    if is_majority_of(own.filter(|(name, _)| !self.is_unlinked(*name, day, view))) {
                        came.extend(others);
                    }
                }
            }
            open.extend(came.into_iter().filter(|new| group.insert(*new)));
        }
        group
    }

    /// Who is at the other end of the holdings of a handle that a view relies on by a day; `ends` tells this end from that one.
    fn near(
        &self,
        handle: Handle,
        (day, view): (NaiveDate, &View),
        ends: impl Fn(&Share) -> (Handle, Handle),
    ) -> BTreeSet<Handle> {
        let shares = self.groups.shares_of(handle).map(Arc::as_ref);
        let relied_on = shares.filter(|share| view.relies_on(&share.reach) && share.from <= day);
        relied_on.map(ends).filter(|(this, _)| *this == handle).map(|(_, that)| that).collect()
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
            for member in &walk.members {
                open.remove(member);
            }
            next = next.into_iter().chain(walk.next_change()).min();
        }
        next
    }
}
