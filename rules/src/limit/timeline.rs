//! Day-exact sums of what one group holds of the awards that count, over any stretch of days.
//!
//! Sums are kept per (handle or pool, State, regime, day) and by month. Days that lie in every window that is asked for are
//! added up by the month, the others by the day, however long the history is and however many awards a day holds.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use ledger::money::Cents;

use crate::state::{DaySums, Sightings, Total};

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

/// What a group holds of the awards that a limit counts, by day, over a stretch of days.
///
/// Running totals make a window's sum two searches, however many days it holds; only reductions and what is open are
/// looked at one by one. Where the group changes from day to day there is one stretch for every group in which a window ends.
#[derive(Debug, Clone, Default)]
pub struct Timeline {
    pub(super) stretches: Vec<Stretch>,
    pub(super) core: Option<Core>,
}

/// First and last of the days that lie in every window that is asked for: what they come to is not told apart.
pub(super) type Core = (NaiveDate, NaiveDate);

/// The days that count in windows that end in a span of one group.
#[derive(Debug, Clone)]
pub(super) struct Stretch {
    pub from: NaiveDate,
    pub until: NaiveDate,
    pub days: Vec<Day>,
    pub changes: Vec<Adjust>,
    /// First and last day on which an award may have been granted of which no more is known.
    pub open_dated: Vec<(NaiveDate, NaiveDate)>,
    /// Awards of several sightings, of which another may count in another window.
    pub seen: Vec<Sightings>,
}

/// What changes the sum of a date in windows that end on a day or later, for events dated not after another.
#[derive(Debug, Clone, Copy)]
pub(super) struct Adjust {
    pub date: NaiveDate,
    pub on: NaiveDate,
    pub until: NaiveDate,
    pub sums: DaySums,
}

/// A day with awards.
#[derive(Debug, Clone, Copy)]
pub(super) struct Day {
    pub date: NaiveDate,
    pub unchecked_high: Cents,
    pub counted: bool,
    /// Until when an open award of the day counts for events.
    pub open_until: NaiveDate,
    /// Of this day and all before it.
    pub total: Total,
}

impl Timeline {
    /// The sum of the window from `from` to `to`, for an event dated `of`; `unchecked_high` is that of its day alone.
    #[must_use]
    pub fn sum(&self, from: NaiveDate, to: NaiveDate, of: NaiveDate) -> WindowSum {
        let none = WindowSum {
            from,
            to,
            low: Cents::ZERO,
            high: Cents::ZERO,
            unchecked_high: Cents::ZERO,
            uncounted: false,
        };
        let told_apart = |(first, last): Core| from <= first && last < to;
        debug_assert!(self.core.is_none_or(told_apart), "a window cuts through days that were added up");
        let at = self.stretches.partition_point(|stretch| stretch.from <= to).saturating_sub(1);
        let stretch = self.stretches.get(at).filter(|_| from <= to);
        stretch.map_or(none, |stretch| stretch.sum(from, to, of))
    }

    /// By which sightings awards count in a window, where that is asked for every window.
    pub(crate) fn counted_by(&self, window: (NaiveDate, NaiveDate), of: NaiveDate) -> BTreeSet<u32> {
        let at = self.stretches.partition_point(|stretch| stretch.from <= window.1).saturating_sub(1);
        let seen = self.stretches.get(at).into_iter().flat_map(|stretch| &stretch.seen);
        let counts = seen.filter_map(|sightings| sightings.counts(window, of));
        counts.filter(|counts| counts.figures.high > Cents::ZERO).map(|counts| counts.index).collect()
    }

    /// Days after `date`, and before `end`, on which an award counts for an event of `date`: where later windows end.
    pub fn later_ends(&self, date: NaiveDate, end: NaiveDate) -> impl Iterator<Item = NaiveDate> + '_ {
        self.stretches.iter().flat_map(move |stretch| stretch.ends(date, end))
    }

    /// Days from `from` on on which an award counts for events of that very day, or may.
    pub(crate) fn days(&self, from: NaiveDate) -> impl Iterator<Item = NaiveDate> + '_ {
        self.stretches.iter().flat_map(move |stretch| {
            let (first, until) = (stretch.from.max(from), stretch.until);
            let begin = stretch.days.partition_point(|day| day.date < first);
            let days = stretch.days.iter().skip(begin).take_while(move |day| day.date < until);
            days.filter(|day| day.counted || day.open_until >= day.date).map(|day| day.date)
        })
    }
}

impl Stretch {
    /// The total of all days that `earlier` holds for.
    fn total(&self, earlier: impl Fn(NaiveDate) -> bool) -> Total {
        let count = self.days.partition_point(|day| earlier(day.date));
        count.checked_sub(1).and_then(|last| self.days.get(last)).map(|day| day.total).unwrap_or_default()
    }

    /// The sum of the window from `from` to `to`, for an event dated `of`.
    fn sum(&self, from: NaiveDate, to: NaiveDate, of: NaiveDate) -> WindowSum {
        let (before, upto) = (self.total(|date| date < from), self.total(|date| date <= to));
        let on_day = |at: usize| self.days.get(at).filter(|_| from <= of && of <= to);
        let day = self.days.binary_search_by_key(&of, |day| day.date).ok().and_then(on_day);
        let mut sums = DaySums {
            low: upto.low - before.low,
            high: upto.high - before.high,
            unchecked_high: day.map_or(Cents::ZERO, |day| day.unchecked_high),
            counted: 0,
            uncounted: upto.uncounted.saturating_sub(before.uncounted),
        };
        let first = self.changes.partition_point(|change| change.date < from);
        let in_window = self.changes.iter().skip(first).take_while(|change| change.date <= to);
        for change in in_window.filter(|change| change.on <= to && of <= change.until) {
            let unchecked_high = sums.unchecked_high;
            sums = sums.plus(change.sums);
            if change.date != of {
                sums.unchecked_high = unchecked_high;
            }
        }
        let mut waits = false;
        for seen in &self.seen {
            if let Some(counts) = seen.counts((from, to), of) {
                sums.low += counts.figures.low;
                sums.high += counts.figures.high;
                sums.unchecked_high += counts.unchecked.high;
            }
            waits |= seen.waits((from, to), of).next().is_some();
        }
        let may_lie = self.open_dated.iter().any(|(first, last)| *first <= to && from <= *last);
        WindowSum {
            from,
            to,
            low: sums.low,
            high: sums.high,
            unchecked_high: sums.unchecked_high,
            uncounted: sums.uncounted > 0 || may_lie || waits,
        }
    }

    fn ends(&self, date: NaiveDate, end: NaiveDate) -> impl Iterator<Item = NaiveDate> + '_ {
        let first = self.days.partition_point(|day| day.date <= date || day.date < self.from);
        let later =
            self.days.iter().skip(first).take_while(move |day| day.date < end && day.date < self.until);
        later.filter(move |day| day.counted || day.open_until >= date).map(|day| day.date)
    }
}
