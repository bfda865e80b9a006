//! What a group holds of an award (H2 to H6): steps in their order, and ends that nobody settled.

use std::collections::BTreeSet;

use super::awards::Award;
use super::group::{Group, View, alone};
use super::record::{Record, Undertaking, eve};
use super::steps::Until;
use crate::ops::Day;

/// Cents by weights, to the largest remainders (H3).
pub fn divide(cents: i128, weights: &[(Undertaking, i128)]) -> Vec<(Undertaking, i128)> {
    let sum: i128 = weights.iter().map(|(_, weight)| weight).sum();
    if sum <= 0 {
        return weights.iter().map(|(who, _)| (*who, 0)).collect();
    }
    let mut parts: Vec<(Undertaking, i128)> =
        weights.iter().map(|(who, weight)| (*who, cents * weight / sum)).collect();
    let left = cents - parts.iter().map(|(_, part)| part).sum::<i128>();
    let mut order: Vec<(i128, usize)> =
        weights.iter().enumerate().map(|(n, (_, weight))| (-(cents * weight % sum), n)).collect();
    order.sort_unstable();
    for (_, (_, n)) in (0..left).zip(order) {
        if let Some((_, part)) = parts.get_mut(n) {
            *part += 1;
        }
    }
    parts
}

/// Who holds how much; `joint` are wholes that several hold at once, each in a hand of its own (H4).
#[derive(Debug, Clone, Default)]
pub struct Held {
    /// What each holds, as one sum.
    pub parts: Vec<(Undertaking, i128)>,
    joint: Vec<(i128, Vec<Held>)>,
}

impl Held {
    /// One holds all of it.
    pub fn all_with(who: Undertaking, cents: i128) -> Self {
        Self { parts: vec![(who, cents)], joint: Vec::new() }
    }

    /// Something comes to one.
    pub fn gets(&mut self, who: Undertaking, cents: i128) {
        match self.parts.iter_mut().find(|(of, _)| *of == who) {
            Some((_, part)) => *part += cents,
            None => self.parts.push((who, cents)),
        }
    }

    fn take(&mut self, who: Undertaking) -> Option<i128> {
        let own = self.parts.iter().find(|(of, _)| *of == who).map(|(_, part)| *part);
        self.parts.retain(|(of, _)| *of != who);
        own
    }

    /// Does something to every hand, as if it alone held.
    pub fn in_each_hand(&mut self, does: &mut dyn FnMut(&mut Self)) {
        for hand in self.joint.iter_mut().flat_map(|(_, hands)| hands) {
            hand.in_each_hand(does);
        }
        does(self);
    }

    /// What one holds goes to another.
    pub fn moves(&mut self, from: Undertaking, to: Undertaking) {
        self.in_each_hand(&mut |hand| {
            if let Some(whole) = hand.take(from) {
                hand.gets(to, whole);
            }
        });
    }

    /// What one holds is divided by weights; by weights that are all zero it stays.
    pub fn splits(&mut self, who: Undertaking, weights: &[(Undertaking, i128)]) {
        if weights.iter().all(|(_, weight)| *weight == 0) {
            return;
        }
        self.in_each_hand(&mut |hand| {
            if let Some(whole) = hand.take(who) {
                for (who, part) in divide(whole, weights) {
                    hand.gets(who, part);
                }
            }
        });
    }

    /// What one holds is held whole by each of several.
    pub fn whole_with_each(&mut self, who: Undertaking, all: &[(Undertaking, i128)]) {
        self.in_each_hand(&mut |hand| {
            if let Some(whole) = hand.take(who) {
                let hands = all.iter().map(|(who, _)| Self::all_with(*who, whole)).collect();
                hand.joint.push((whole, hands));
            }
        });
    }

    /// What members of a group hold, in all.
    pub fn within(&self, group: Group) -> i128 {
        let own = self.parts.iter().filter(|(who, _)| group & alone(*who) != 0);
        let own: i128 = own.map(|(_, part)| part).sum();
        let joint = self.joint.iter().map(|(most, hands)| {
            let all: i128 = hands.iter().map(|hand| hand.within(group)).sum();
            all.min(*most)
        });
        own + joint.sum::<i128>()
    }
}

impl Record {
    /// The earliest granting date of an award's sightings, were this one granted on a day (H2).
    pub fn earliest(&self, award: &Award, own: Day) -> Day {
        let others = self.filled.iter().filter(|other| {
            other.number != award.number && award.class.contains(&other.number) && !other.freed
        });
        others.map(|other| other.on).min().map_or(own, |other| other.min(own))
    }

    /// What a group holds of so many cents of an award by the steps up to a day (H5 (i)).
    pub fn by_steps(&self, group: Group, day: Day, view: View, award: &Award, cents: i128) -> i128 {
        let granted = self.earliest(award, award.on);
        self.after(Until::Day(day), view, award, granted, cents).within(group)
    }

    /// What a group as of a day holds of so many cents of an award (H5).
    fn of_cents(&self, group: Group, day: Day, view: View, award: &Award, cents: i128) -> i128 {
        let granted = self.earliest(award, award.on);
        let reached = self.reached(group, day, view, granted);
        let held = |(then, day): &(Group, Day)| self.by_steps(*then, *day, view, award, cents);
        reached.iter().map(held).max().unwrap_or(0)
    }

    /// A group as of a day, and all those that it leads back to over ends that nobody settled, each with its day (H5).
    fn reached(&self, group: Group, day: Day, view: View, granted: Day) -> BTreeSet<(Group, Day)> {
        let mut reached = BTreeSet::from([(group, day)]);
        let mut next = vec![(group, day)];
        while let Some((group, day)) = next.pop() {
            for then in self.unsettled(group, day, view, granted) {
                if reached.insert(then) {
                    next.push(then);
                }
            }
        }
        reached
    }

    /// For each end that nobody settled and that a group bears: the group of the day before, and that day.
    fn unsettled(&self, group: Group, day: Day, view: View, granted: Day) -> Vec<(Group, Day)> {
        let mut found = Vec::new();
        for link in &self.links {
            let Some(end) = link.end else { continue };
            let unsettled = link.settled_by.is_none() && end <= day && granted < end;
            if !unsettled || !self.looked_at(link, eve(end), view) {
                continue;
            }
            let pair = (link.controller, link.controlled);
            if group & self.bearers(pair, end, day) != 0 {
                found.push((self.group(link.controller, eve(end), view), eve(end)));
            }
        }
        found
    }

    /// What a group holds of an award in a window that ends on a day, low and high; `None` where it counts nowhere.
    pub fn holds(&self, group: Group, end: Day, view: View, award: &Award) -> Option<(i128, i128)> {
        let (low, high) = self.amount(award, end).filter(|_| !award.uncounted)?;
        let held = |cents| self.of_cents(group, end, view, award, cents);
        let of_high = held(high);
        Some((if low == high { of_high } else { held(low) }, of_high))
    }

    /// Whether a group holds something of an award on a day, were it granted on `granted` (H6).
    fn has_share(&self, group: Group, end: Day, view: View, award: &Award, granted: Day) -> bool {
        let granted = self.earliest(award, granted);
        let holds =
            |(then, day): &(Group, Day)| self.holders(Until::Day(*day), view, award, granted) & *then != 0;
        self.reached(group, end, view, granted).iter().any(holds)
    }

    /// Whether a group has any share of an award.
    pub fn shares(&self, group: Group, end: Day, view: View, award: &Award) -> bool {
        self.has_share(group, end, view, award, award.on)
    }

    /// Whether a group may have a share of an award granted between two days, in a window that ends on a third.
    pub fn may_be_held(
        &self,
        group: Group,
        (from, to): (Day, Day),
        end: Day,
        view: View,
        award: &Award,
    ) -> bool {
        let (first, last) = (award.on.max(from), award.until.unwrap_or(award.on).min(to));
        if last < first {
            return false;
        }
        // Whether there is a share changes only where something is divided or ends.
        let mut days = vec![first, last];
        let ends = self.links.iter().filter_map(|link| link.end);
        for day in self.steps.iter().map(|step| step.day).chain(ends) {
            days.extend([day, eve(day)].into_iter().filter(|day| first <= *day && *day <= last));
        }
        days.into_iter().any(|day| self.has_share(group, end, view, award, day))
    }
}
