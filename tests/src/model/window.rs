//! Windows of three years: which are tested, what they hold, and the tightest of them.

use std::collections::BTreeSet;

use super::Model;
use super::dates::start;
use super::law::{Ceiling, half_open};
use super::record::{Award, Right};
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
    /// The window with the least left; the earliest on a tie.
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

    /// Whether an award that counts nowhere may lie in a tested window.
    pub fn uncounted(&self) -> bool {
        self.windows.iter().any(|window| window.uncounted)
    }

    /// Whether an amount fits only when others came later that day.
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
#[derive(Debug, Clone)]
pub struct Test {
    /// Names of the undertaking.
    pub names: BTreeSet<&'static str>,
    /// Granting State.
    pub state: &'static str,
    /// Granting date.
    pub on: Day,
    /// An award thought away.
    pub without: Option<u32>,
}

impl Model {
    fn held(&self, test: &Test, regimes: &[&str]) -> Vec<Award> {
        let of = |award: &Award| {
            test.names.contains(award.who)
                && award.state == test.state
                && regimes.contains(&award.regime)
                && Some(award.number) != test.without
        };
        self.awards().into_iter().filter(of).collect()
    }

    /// The window from `from` to `to` over these awards.
    fn window(awards: &[Award], from: Day, to: Day, asked: Day) -> Window {
        let mut window = Window { from, to, low: 0, high: 0, same_day: 0, uncounted: false };
        for award in awards {
            if award.uncounted {
                window.uncounted |= award.may_lie_in(from, to);
            }
            let Some((low, high)) = award.counts(to).filter(|_| from <= award.on && award.on <= to) else {
                continue;
            };
            window.low += low;
            window.high += high;
            if award.on == asked && award.right != Right::Admitted {
                window.same_day += high;
            }
        }
        window
    }

    /// All windows for a ceiling, under a reading of the boundary day, with or without what is unsettled.
    pub(super) fn reading(
        &self,
        test: &Test,
        ceiling: &Ceiling,
        open: bool,
        with_unsettled: bool,
    ) -> Reading {
        let mut regimes = ceiling.counted.to_vec();
        if with_unsettled {
            regimes.extend(ceiling.unsettled);
        }
        let awards = self.held(test, &regimes);
        let mut ends = BTreeSet::from([test.on]);
        for award in &awards {
            if award.counts(award.on).is_some() && award.on > test.on && start(award.on, open) <= test.on {
                ends.insert(award.on);
            }
        }
        let windows =
            ends.into_iter().map(|to| Self::window(&awards, start(to, open), to, test.on)).collect();
        Reading { windows, limit: ceiling.limit }
    }

    /// The one window that ends on a day, under the reading of the Member State.
    pub(super) fn own_window(&self, test: &Test, ceiling: &Ceiling) -> (Window, Vec<Award>) {
        let awards = self.held(test, ceiling.counted);
        let from = start(test.on, half_open(test.state));
        let window = Self::window(&awards, from, test.on, test.on);
        (window, awards)
    }
}
