//! Windows of three years: which are tested, what they hold, and the tightest of them.

use std::collections::{BTreeMap, BTreeSet};

use super::awards::{Award, Right};
use super::dates::start;
use super::group::{Group, View};
use super::law::{Ceiling, half_open};
use super::record::{Record, Undertaking};
use crate::ops::Day;

/// A window and what it holds.
#[derive(Debug, Clone, Copy)]
pub struct Window {
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// Sum of low ends.
    pub low: i128,
    /// Sum of high ends.
    pub high: i128,
    /// The same without what others granted on the day asked for.
    pub without_same_day: i128,
    /// Whether an award that counts nowhere may lie in it.
    pub uncounted: bool,
}

/// All windows that a grant is tested in, under one reading of the law.
#[derive(Debug, Clone)]
pub struct Reading {
    windows: Vec<Window>,
    limit: i128,
    /// The last day of the window of the grant itself.
    own: Day,
}

/// What a reading says of a grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says {
    /// It fits.
    Fits,
    /// A person must decide.
    Open,
    /// It is too much.
    Exceeds,
}

impl Reading {
    /// The window with the least left; the earliest on a tie (W8).
    pub fn tightest(&self) -> Option<Window> {
        let mut tightest: Option<Window> = None;
        for window in &self.windows {
            if tightest.is_none_or(|other| window.high > other.high) {
                tightest = Some(*window);
            }
        }
        tightest
    }

    /// What is left in the tightest; below zero where it is exceeded.
    pub fn left(&self) -> i128 {
        self.limit - self.windows.iter().map(|window| window.high).max().unwrap_or(0)
    }

    fn left_without_same_day(&self) -> i128 {
        self.limit - self.windows.iter().map(|window| window.without_same_day).max().unwrap_or(0)
    }

    /// Whether an award that counts nowhere may lie in a tested window (W6).
    pub fn uncounted(&self) -> bool {
        self.windows.iter().any(|window| window.uncounted)
    }

    /// Whether an amount fits only when others came later that day (W5).
    pub fn order_decides(&self, amount: i128) -> bool {
        amount > self.left() && amount <= self.left_without_same_day()
    }

    /// Whether an amount is too much in the window that ends on its own date (W4).
    pub fn over_now(&self, amount: i128) -> bool {
        let own = self.windows.iter().find(|window| window.to == self.own);
        amount > 0 && own.is_some_and(|window| window.high + amount > self.limit)
    }

    /// What the reading says of an amount, to a grant that asks or to a fact that does not.
    pub fn says(&self, amount: i128, enforced: bool) -> Says {
        if !enforced {
            return if self.over_now(amount) { Says::Exceeds } else { Says::Fits };
        }
        if amount > self.left() {
            return if self.order_decides(amount) { Says::Open } else { Says::Exceeds };
        }
        if self.uncounted() { Says::Open } else { Says::Fits }
    }

    /// The windows that are tested.
    pub fn tested(&self) -> Vec<(Day, Day)> {
        self.windows.iter().map(|window| (window.from, window.to)).collect()
    }
}

/// What is tested: whose, where, when, and which award is thought away.
#[derive(Debug, Clone, Copy)]
pub struct Test {
    /// Whose group.
    pub who: Undertaking,
    /// Granting State.
    pub state: &'static str,
    /// Granting date.
    pub on: Day,
    /// An award thought away.
    pub without: Option<u32>,
}

/// Which of an award's sightings counts in a window, and what the group holds of it (W10).
type Counting<'a> = (&'a Award, (i128, i128));

impl Record {
    /// The sightings that may count or block for an event of a day: in effect, not reviewed away, not run out.
    pub fn countable(&self, asked: Day, without: Option<u32>) -> Vec<&Award> {
        let away = without.map(|number| self.matched_with(number)).unwrap_or_default();
        let fits =
            |award: &&Award| award.there() && !award.has_run_out(asked) && !away.contains(&award.number);
        self.filled.iter().filter(fits).collect()
    }

    /// Every award matched with one, directly or through others, itself included.
    pub fn matched_with(&self, number: u32) -> BTreeSet<u32> {
        let own = self.awards.iter().find(|award| award.number == number);
        own.map_or_else(|| BTreeSet::from([number]), |award| award.class.clone())
    }

    fn relevant(&self, test: &Test, regimes: &[&str]) -> Vec<&Award> {
        let mut awards = self.countable(test.on, test.without);
        awards.retain(|award| award.state == Some(test.state) && award.under(regimes));
        awards
    }

    /// Of each award the sighting of which a group holds most in a window (W10).
    pub fn counting<'a>(
        &self,
        group: Group,
        view: View,
        awards: &[&'a Award],
        (from, to): (Day, Day),
    ) -> Vec<Counting<'a>> {
        let mut best: BTreeMap<u32, Counting<'a>> = BTreeMap::new();
        for award in awards {
            if award.on < from || to < award.on {
                continue;
            }
            let Some((low, high)) = self.holds(group, to, view, award) else { continue };
            let rank = |award: &Award, (low, high): (i128, i128)| {
                (high, low, std::cmp::Reverse((award.position, self.place(award))))
            };
            let class = award.class.first().copied().unwrap_or(award.number);
            let more =
                best.get(&class).is_none_or(|(other, held)| rank(other, *held) < rank(award, (low, high)));
            if more {
                best.insert(class, (award, (low, high)));
            }
        }
        best.into_values().collect()
    }

    /// The place of an award among those of its position: members of a set have one.
    fn place(&self, award: &Award) -> usize {
        self.awards.iter().position(|other| other.number == award.number).unwrap_or(usize::MAX)
    }

    /// Whether an award was checked here, by any sighting of a day (W5).
    fn checked(&self, award: &Award, day: Day) -> bool {
        let seen = self.awards.iter().filter(|other| award.class.contains(&other.number) && !other.freed);
        seen.into_iter().any(|other| other.right == Right::Admitted && other.on == day)
    }

    /// The window that ends on `to`, with the group of that day (W3).
    fn window(&self, test: &Test, view: View, awards: &[&Award], from: Day, to: Day) -> Window {
        let group = self.group(test.who, to, view);
        let counting = self.counting(group, view, awards, (from, to));
        let sum = |counting: &[Counting<'_>]| -> i128 { counting.iter().map(|(_, (_, high))| high).sum() };
        let mut before = awards.to_vec();
        before.retain(|award| award.on != test.on || self.checked(award, test.on));
        let blocks =
            |award: &&&Award| award.uncounted && self.may_be_held(group, (from, to), to, view, award);
        Window {
            from,
            to,
            low: counting.iter().map(|(_, (low, _))| low).sum(),
            high: sum(&counting),
            without_same_day: sum(&self.counting(group, view, &before, (from, to))),
            uncounted: awards.iter().any(|award| blocks(&award)),
        }
    }

    /// All windows for a ceiling, under a reading of the boundary day, with awards of these regimes (W2).
    pub fn reading(&self, test: &Test, view: View, limit: i128, open: bool, regimes: &[&str]) -> Reading {
        let awards = self.relevant(test, regimes);
        let mut ends = BTreeSet::from([test.on]);
        for award in &awards {
            let later = award.on > test.on && start(award.on, open) <= test.on;
            if later && !award.uncounted && !ends.contains(&award.on) {
                let group = self.group(test.who, award.on, view);
                if self.shares(group, award.on, view, award) {
                    ends.insert(award.on);
                }
            }
        }
        let windows =
            ends.into_iter().map(|to| self.window(test, view, &awards, start(to, open), to)).collect();
        Reading { windows, limit, own: test.on }
    }

    /// The one window that ends on a day, under the reading of the Member State, and the awards that may lie in it.
    pub fn own_window(&self, test: &Test, view: View, ceiling: &Ceiling) -> (Window, Vec<&Award>) {
        let awards = self.relevant(test, &ceiling.counted());
        let from = start(test.on, half_open(test.state));
        let window = self.window(test, view, &awards, from, test.on);
        (window, awards)
    }

    /// Whether a window holds an award of unknown regime of which its group holds something (W11).
    pub fn beside_unknown(&self, test: &Test, view: View, (from, to): (Day, Day)) -> bool {
        let group = self.group(test.who, to, view);
        self.countable(test.on, test.without).into_iter().any(|award| {
            let matched = |other: &&Award| award.class.contains(&other.number) && other.there();
            self.awards.iter().filter(matched).all(|other| other.regime == "unknown")
                && award.state.is_none_or(|state| state == test.state)
                && self.may_be_held(group, (from, to), to, view, award)
                && (award.uncounted || self.holds(group, to, view, award).is_some_and(|(_, high)| high > 0))
        })
    }
}
