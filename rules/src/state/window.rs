//! Day-exact windows: sums of one group's counted awards over any stretch of days.
//!
//! Sums are kept per (handle, State, regime, day), so a decision looks at some thousand days at most, however long the
//! history is and however many awards a day holds.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use imbl::{OrdMap, OrdSet};
use ledger::event::aid::Regime;
use ledger::ids::MemberState;
use ledger::money::Cents;

use super::State;
use super::award::{Award, Figures, Right};
use super::undertaking::Handle;

/// What one day's awards of one handle, State and regime come to.
#[derive(Debug, Clone, Default)]
pub struct DayBucket {
    low: Cents,
    high: Cents,
    /// The part of `high` that nobody checked beforehand: conferred and reported.
    unchecked_high: Cents,
    counted: u32,
    uncounted: u32,
    /// (award, from when on) and how much less from there.
    reductions: OrdMap<(u32, NaiveDate), Figures>,
    /// The lowest award number; most days have no other, and one number needs no tree.
    first: Option<u32>,
    others: OrdSet<u32>,
}

impl DayBucket {
    pub(super) fn add(&mut self, index: u32, award: &Award) {
        match self.first {
            None => self.first = Some(index),
            Some(first) => {
                self.first = Some(first.min(index));
                self.others.insert(first.max(index));
            }
        }
        match award.counted(NaiveDate::MIN) {
            Some(figures) => {
                self.counted += 1;
                self.low += figures.low;
                self.high += figures.high;
                if award.right != Right::Admitted {
                    self.unchecked_high += figures.high;
                }
                for (on, less) in award.steps() {
                    self.reductions.insert((index, on), less);
                }
            }
            None => self.uncounted += 1,
        }
    }

    pub(super) fn remove(&mut self, index: u32, award: &Award) {
        if self.first == Some(index) {
            self.first = self.others.get_min().copied();
        }
        // The number that moved up to the front leaves the others too.
        self.others.remove(&self.first.unwrap_or(index));
        self.others.remove(&index);
        match award.counted(NaiveDate::MIN) {
            Some(figures) => {
                self.counted = self.counted.saturating_sub(1);
                self.low = self.low - figures.low;
                self.high = self.high - figures.high;
                if award.right != Right::Admitted {
                    self.unchecked_high = self.unchecked_high - figures.high;
                }
                for (on, _) in award.steps() {
                    self.reductions.remove(&(index, on));
                }
            }
            None => self.uncounted = self.uncounted.saturating_sub(1),
        }
    }

    /// Numbers of the day's awards, ascending.
    pub(super) fn awards(&self) -> impl Iterator<Item = u32> + '_ {
        self.first.into_iter().chain(self.others.iter().copied())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.first.is_none()
    }
}

/// The sum of a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WindowSum {
    /// First day counted.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// Sum of the low ends.
    pub low: Cents,
    /// Sum of the high ends.
    pub high: Cents,
    /// The part of `high` on the day asked for that nobody checked beforehand.
    pub unchecked_high: Cents,
    /// Whether an uncounted award lies in the window.
    pub uncounted: bool,
}

/// The counted awards of a group in one State and some regimes, by day, over a stretch of days.
///
/// Running totals make a window's sum two searches, however many days it holds; only reductions are looked at one by one.
#[derive(Debug, Clone, Default)]
pub struct Timeline {
    days: Vec<Day>,
    /// (date of the award, from when on, how much less), by date of the award.
    reductions: Vec<(NaiveDate, NaiveDate, Figures)>,
}

#[derive(Debug, Clone, Copy)]
struct Day {
    date: NaiveDate,
    unchecked_high: Cents,
    counted: bool,
    /// Of this day and all before it.
    total: Total,
}

#[derive(Debug, Clone, Copy, Default)]
struct Total {
    low: Cents,
    high: Cents,
    uncounted: u64,
}

impl Timeline {
    /// Collects the days from `from` to `to`.
    #[must_use]
    pub fn of(
        state: &State,
        group: &BTreeSet<Handle>,
        ms: Option<MemberState>,
        regimes: &[Regime],
        from: NaiveDate,
        to: NaiveDate,
    ) -> Self {
        let mut found: Vec<(NaiveDate, &DayBucket)> = Vec::new();
        if from <= to {
            for handle in group {
                for regime in regimes {
                    found.extend(state.awards.days_of(*handle, ms, *regime, from, to));
                }
            }
        }
        // Stable, and next to free for the usual case of one handle and one regime, which comes in order.
        found.sort_by_key(|(date, _)| *date);
        let mut timeline = Self { days: Vec::with_capacity(found.len()), reductions: Vec::new() };
        for (date, bucket) in found {
            timeline.add(date, bucket);
        }
        timeline
    }

    fn add(&mut self, date: NaiveDate, bucket: &DayBucket) {
        let of_bucket = bucket.reductions.iter().map(|((_, on), less)| (date, *on, *less));
        self.reductions.extend(of_bucket);
        let before = self.days.last().map(|day| day.total).unwrap_or_default();
        let total = Total {
            low: before.low + bucket.low,
            high: before.high + bucket.high,
            uncounted: before.uncounted + u64::from(bucket.uncounted),
        };
        match self.days.last_mut().filter(|day| day.date == date) {
            Some(day) => {
                day.total = total;
                day.unchecked_high += bucket.unchecked_high;
                day.counted |= bucket.counted > 0;
            }
            None => {
                let (unchecked_high, counted) = (bucket.unchecked_high, bucket.counted > 0);
                self.days.push(Day { date, unchecked_high, counted, total });
            }
        }
    }

    /// Whether no award lies in the stretch.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.days.is_empty()
    }

    /// The total of all days that `earlier` holds for.
    fn total(&self, earlier: impl Fn(NaiveDate) -> bool) -> Total {
        let count = self.days.partition_point(|day| earlier(day.date));
        count.checked_sub(1).and_then(|last| self.days.get(last)).map(|day| day.total).unwrap_or_default()
    }

    /// The sum of the window from `from` to `to`; `unchecked_high` is that of the day `of` alone.
    #[must_use]
    pub fn sum(&self, from: NaiveDate, to: NaiveDate, of: NaiveDate) -> WindowSum {
        let (before, upto) = if from <= to {
            (self.total(|date| date < from), self.total(|date| date <= to))
        } else {
            (Total::default(), Total::default())
        };
        let on_day = |at: usize| self.days.get(at).filter(|_| from <= of && of <= to);
        let day = self.days.binary_search_by_key(&of, |day| day.date).ok().and_then(on_day);
        let mut sum = WindowSum {
            from,
            to,
            low: upto.low - before.low,
            high: upto.high - before.high,
            unchecked_high: day.map_or(Cents::ZERO, |day| day.unchecked_high),
            uncounted: upto.uncounted > before.uncounted,
        };
        let first = self.reductions.partition_point(|(date, _, _)| *date < from);
        let in_window = self.reductions.iter().skip(first).take_while(|(date, _, _)| *date <= to);
        for (_, _, less) in in_window.filter(|(_, on, _)| *on <= to) {
            sum.low = sum.low - less.low;
            sum.high = sum.high - less.high;
        }
        sum
    }

    /// Days after `date`, and before `end`, on which an award counts: where later windows end.
    pub fn later_ends(&self, date: NaiveDate, end: NaiveDate) -> impl Iterator<Item = NaiveDate> + '_ {
        let first = self.days.partition_point(|day| day.date <= date);
        let later = self.days.iter().skip(first).take_while(move |day| day.date < end);
        later.filter(|day| day.counted).map(|day| day.date)
    }
}
