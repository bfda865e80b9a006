//! What a group holds of an award (H2 to H6): divisions in their order, and ends that nobody settled.

use super::awards::Award;
use super::group::{Group, View, alone};
use super::record::{Record, Undertaking, eve};
use crate::ops::Day;

/// Among whom something is divided.
#[derive(Debug, Clone)]
pub enum Among {
    /// By weights.
    Weights(Vec<(Undertaking, i128)>),
    /// By nothing: each holds the whole (H4).
    Undivided(Vec<Undertaking>),
}

/// What one undertaking holds is divided on a day.
#[derive(Debug, Clone)]
pub struct Division {
    /// On which day.
    pub day: Day,
    /// Position of the statement.
    pub position: u64,
    /// What this one holds ..
    pub who: Undertaking,
    /// .. of this award, or of every award.
    pub award: Option<u32>,
    /// Among whom.
    pub among: Among,
    /// Of the ends of which links it says something, by their number; of none: a split.
    pub ends: Vec<usize>,
    /// Awards divided in another way.
    pub attributed: Vec<(u32, Vec<(Undertaking, i128)>)>,
}

/// Cents by weights, to the largest remainders (H3).
pub fn divide(cents: i128, weights: &[(Undertaking, i128)]) -> Vec<(Undertaking, i128)> {
    let sum: i128 = weights.iter().map(|(_, weight)| weight).sum();
    if sum <= 0 {
        return Vec::new();
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

/// Who holds how much; `joint` are wholes that several hold at once.
#[derive(Debug, Clone, Default)]
struct Held {
    most: Option<i128>,
    parts: Vec<(Undertaking, i128)>,
    joint: Vec<Held>,
}

impl Held {
    fn take(&mut self, who: Undertaking) -> Option<i128> {
        let own: Vec<i128> = self.parts.iter().filter(|(of, _)| *of == who).map(|(_, part)| *part).collect();
        self.parts.retain(|(of, _)| *of != who);
        (!own.is_empty()).then(|| own.iter().sum())
    }

    fn divide(&mut self, who: Undertaking, among: &Among) {
        for joint in &mut self.joint {
            joint.divide(who, among);
        }
        let Some(whole) = self.take(who) else { return };
        match among {
            // Reading: nothing by weights of nothing stays where it is.
            Among::Weights(weights) if weights.iter().all(|(_, weight)| *weight == 0) => {
                self.parts.push((who, whole));
            }
            Among::Weights(weights) => self.parts.extend(divide(whole, weights)),
            Among::Undivided(all) => self.joint.push(Self {
                most: Some(whole),
                parts: all.iter().map(|who| (*who, whole)).collect(),
                joint: Vec::new(),
            }),
        }
    }

    fn within(&self, group: Group) -> i128 {
        let own = self.parts.iter().filter(|(who, _)| group & alone(*who) != 0);
        let own: i128 = own.map(|(_, part)| part).sum();
        let joint: i128 = self.joint.iter().map(|joint| joint.within(group)).sum();
        self.most.map_or(own + joint, |most| most.min(own + joint))
    }
}

/// So large an award that whoever holds any share of it holds a cent.
const LARGE: i128 = 1_000_000_000_000;

impl Record {
    /// What members of a group hold of so many cents of an award by the divisions up to a day.
    fn by_divisions(
        &self,
        group: Group,
        day: Day,
        view: View,
        award: &Award,
        granted: Day,
        cents: i128,
    ) -> i128 {
        let mut held = Held { most: None, parts: vec![(self.by(award.who), cents)], joint: Vec::new() };
        for division in &self.divisions {
            let of_it = division.award.is_none_or(|number| number == award.number);
            // The end of a link that is not looked at divides nothing.
            let seen = |number: &usize| {
                self.links.get(*number).is_some_and(|link| self.looked_at(link, eve(division.day), view))
            };
            let there = division.ends.is_empty() || division.ends.iter().any(seen);
            if of_it && there && division.day <= day && granted < division.day {
                let attributed = division.attributed.iter().find(|(number, _)| *number == award.number);
                match attributed {
                    Some((_, weights)) => held.divide(division.who, &Among::Weights(weights.clone())),
                    None => held.divide(division.who, &division.among),
                }
            }
        }
        held.within(group)
    }

    /// What a group as of a day holds of so many cents of an award granted on a day (H5).
    fn of_cents(&self, group: Group, day: Day, view: View, award: &Award, granted: Day, cents: i128) -> i128 {
        let mut most = self.by_divisions(group, day, view, award, granted, cents);
        for link in &self.links {
            let Some(end) = link.end else { continue };
            let unsettled = link.settled_by.is_none() && end <= day && granted < end;
            if !unsettled || !self.looked_at(link, eve(end), view) {
                continue;
            }
            // The day before both sides were in one group.
            let sides = alone(link.controller) | alone(link.controlled);
            if group & sides != 0 {
                let then = self.group(link.controller, eve(end), view);
                most = most.max(self.of_cents(then, eve(end), view, award, granted, cents));
            }
        }
        most
    }

    /// What a group holds of an award in a window that ends on a day, low and high; `None` where it counts nowhere.
    pub fn holds(&self, group: Group, end: Day, view: View, award: &Award) -> Option<(i128, i128)> {
        let (low, high) = award.counts(end)?;
        let held = |cents| self.of_cents(group, end, view, award, award.on, cents);
        let of_high = held(high);
        Some((if low == high { of_high } else { held(low) }, of_high))
    }

    /// Whether a group has any share of an award in a window that ends on a day, were it granted on `granted`.
    fn has_share(&self, group: Group, end: Day, view: View, award: &Award, granted: Day) -> bool {
        self.of_cents(group, end, view, award, granted, LARGE) > 0
    }

    /// Whether a group has any share of an award.
    pub fn shares(&self, group: Group, end: Day, view: View, award: &Award) -> bool {
        self.has_share(group, end, view, award, award.on)
    }

    /// Whether an award of an open date may lie in a window with a share of the group (H6, W6).
    pub fn may_block(&self, group: Group, from: Day, to: Day, view: View, award: &Award) -> bool {
        self.may_be_held(group, (from, to), to, view, award)
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
        for day in self.divisions.iter().map(|division| division.day).chain(ends) {
            days.extend([day, eve(day)].into_iter().filter(|day| first <= *day && *day <= last));
        }
        days.into_iter().any(|day| self.has_share(group, end, view, award, day))
    }
}
