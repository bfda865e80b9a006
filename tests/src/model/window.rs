//! Windows of three years: which are tested, what they hold, and the tightest of them.

use std::collections::BTreeSet;

use super::awards::{Award, Right};
use super::dates::start;
use super::group::View;
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
    /// The part of `high` that others granted on the day asked for.
    pub same_day: i128,
    /// Whether an award that counts nowhere may lie in it.
    pub uncounted: bool,
}

/// All windows that a grant is tested in, under one reading of the law.
#[derive(Debug, Clone)]
pub struct Reading {
    windows: Vec<Window>,
    limit: i128,
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
        self.limit - self.windows.iter().map(|window| window.high - window.same_day).max().unwrap_or(0)
    }

    /// Whether an award that counts nowhere may lie in a tested window (W6).
    pub fn uncounted(&self) -> bool {
        self.windows.iter().any(|window| window.uncounted)
    }

    /// Whether an amount fits only when others came later that day (W5).
    pub fn order_decides(&self, amount: i128) -> bool {
        amount > self.left() && amount <= self.left_without_same_day()
    }

    /// What the reading says of an amount, to a grant that asks or to a fact that does not.
    pub fn says(&self, amount: i128, enforced: bool) -> Says {
        let exceeds = amount > self.left();
        match (exceeds, enforced) {
            (true, true) if self.order_decides(amount) => Says::Open,
            (true, _) => Says::Exceeds,
            (false, true) if self.uncounted() => Says::Open,
            (false, _) => Says::Fits,
        }
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

impl Record {
    /// The awards that count or block for an event of a day: in effect, not reviewed away, not run out, and of those
    /// that are matched only the one that stands for all (A2, A11, A15).
    pub fn countable(&self, asked: Day, without: Option<u32>) -> Vec<&Award> {
        // What may run out stands for others only where nothing matched with it lasts longer.
        // What is matched with one that is thought away is the same aid, and thought away with it (A8, A9).
        let there = |award: &&Award| !award.freed && award.set_aside.is_none();
        let all: Vec<&Award> = self.awards.iter().filter(there).collect();
        let stands = |award: &Award| {
            let same = self.matched_with(award.number);
            let others = all.iter().enumerate().filter(|(_, other)| same.contains(&other.number));
            // Reading: a figure is one that can count, as recorded and not as it was lessened since.
            let figure =
                |award: &Award| (!award.uncounted).then(|| award.gge.and_then(|(_, high)| high)).flatten();
            let ranked = others.filter_map(|(place, other)| {
                let lasts = other.open.map_or((true, None), |until| (false, Some(until)));
                Some((lasts, figure(other)?, std::cmp::Reverse((other.position, place)), other.number))
            });
            ranked.max().is_none_or(|(_, _, _, number)| number == award.number)
        };
        let away = without.map(|number| self.matched_with(number)).unwrap_or_default();
        all.iter()
            .copied()
            .filter(|award| stands(award) && !award.has_run_out(asked) && !away.contains(&award.number))
            .collect()
    }

    /// Every award matched with one, directly or through others, itself included.
    pub fn matched_with(&self, number: u32) -> BTreeSet<u32> {
        let mut same = BTreeSet::from([number]);
        loop {
            let before = same.len();
            for (one, other) in &self.pairs {
                if same.contains(one) || same.contains(other) {
                    same.extend([*one, *other]);
                }
            }
            if same.len() == before {
                return same;
            }
        }
    }

    fn relevant(&self, test: &Test, regimes: &[&str]) -> Vec<&Award> {
        let mut awards = self.countable(test.on, test.without);
        awards.retain(|award| award.state == Some(test.state) && regimes.contains(&award.regime));
        awards
    }

    /// The window that ends on `to`, with the group of that day (W3).
    fn window(&self, test: &Test, view: View, awards: &[&Award], from: Day, to: Day) -> Window {
        let group = self.group(test.who, to, view);
        let mut window = Window { from, to, low: 0, high: 0, same_day: 0, uncounted: false };
        for award in awards {
            if award.uncounted && !window.uncounted {
                window.uncounted = self.may_block(group, from, to, view, award);
            }
            if award.on < from || to < award.on {
                continue;
            }
            let Some((low, high)) = self.holds(group, to, view, award) else { continue };
            window.low += low;
            window.high += high;
            if award.on == test.on && award.right != Right::Admitted {
                window.same_day += high;
            }
        }
        window
    }

    /// All windows for a ceiling, under a reading of the boundary day, with or without what is unsettled (W2).
    pub fn reading(
        &self,
        test: &Test,
        view: View,
        ceiling: &Ceiling,
        open: bool,
        with_unsettled: bool,
    ) -> Reading {
        let mut regimes = ceiling.counted.to_vec();
        if with_unsettled {
            regimes.extend(ceiling.unsettled);
        }
        let awards = self.relevant(test, &regimes);
        let mut ends = BTreeSet::from([test.on]);
        for award in &awards {
            let later = award.on > test.on && start(award.on, open) <= test.on;
            if later && award.counts(award.on).is_some() && !ends.contains(&award.on) {
                let group = self.group(test.who, award.on, view);
                if self.shares(group, award.on, view, award) {
                    ends.insert(award.on);
                }
            }
        }
        let windows =
            ends.into_iter().map(|to| self.window(test, view, &awards, start(to, open), to)).collect();
        Reading { windows, limit: ceiling.limit }
    }

    /// The one window that ends on a day, under the reading of the Member State, and the awards that may lie in it.
    pub fn own_window(&self, test: &Test, view: View, ceiling: &Ceiling) -> (Window, Vec<&Award>) {
        let awards = self.relevant(test, ceiling.counted);
        let from = start(test.on, half_open(test.state));
        let window = self.window(test, view, &awards, from, test.on);
        (window, awards)
    }
}
