//! Day-exact windows: sums of one group's counted awards over any stretch of days.
//!
//! Sums are kept per (handle, State, regime, day), so a window of three years costs at most some thousand steps however
//! long the history is.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
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
    /// By award, how much less it counts from when on.
    reductions: Vec<(u32, Less)>,
    awards: Vec<u32>,
}

/// How much less an award counts in windows that end on a day or later.
#[derive(Debug, Clone, Copy)]
struct Less {
    on: NaiveDate,
    low: Cents,
    high: Cents,
    /// The part of `high` that belongs to what nobody checked beforehand.
    unchecked_high: Cents,
}

/// An amount of an award, if nobody checked it beforehand.
fn unchecked(award: &Award, amount: Cents) -> Cents {
    if award.right == Right::Admitted { Cents::ZERO } else { amount }
}

impl DayBucket {
    pub(super) fn add(&mut self, index: u32, award: &Award) {
        self.awards.push(index);
        match award.counted(NaiveDate::MIN) {
            Some(figures) => {
                self.counted += 1;
                self.low += figures.low;
                self.high += figures.high;
                self.unchecked_high += unchecked(award, figures.high);
                self.reductions.extend(award.steps().into_iter().map(|(on, Figures { low, high })| {
                    (index, Less { on, low, high, unchecked_high: unchecked(award, high) })
                }));
            }
            None => self.uncounted += 1,
        }
    }

    pub(super) fn remove(&mut self, index: u32, award: &Award) {
        self.awards.retain(|other| *other != index);
        match award.counted(NaiveDate::MIN) {
            Some(figures) => {
                self.counted = self.counted.saturating_sub(1);
                self.low = self.low - figures.low;
                self.high = self.high - figures.high;
                self.unchecked_high = self.unchecked_high - unchecked(award, figures.high);
                self.reductions.retain(|(other, _)| *other != index);
            }
            None => self.uncounted = self.uncounted.saturating_sub(1),
        }
    }

    pub(super) fn awards(&self) -> impl Iterator<Item = u32> + '_ {
        self.awards.iter().copied()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.awards.is_empty()
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
#[derive(Debug, Clone, Default)]
pub struct Timeline {
    days: BTreeMap<NaiveDate, Day>,
    open_dated: Vec<OpenDated>,
}

/// An award of which it is known only between which days it was granted: it may lie in every window they touch.
#[derive(Debug, Clone, Copy)]
struct OpenDated {
    first: NaiveDate,
    last: NaiveDate,
    award: u32,
}

#[derive(Debug, Clone, Default)]
struct Day {
    low: Cents,
    high: Cents,
    unchecked_high: Cents,
    counted: u32,
    uncounted: u32,
    reductions: Vec<Less>,
    awards: Vec<u32>,
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
        let mut days: BTreeMap<NaiveDate, Day> = BTreeMap::new();
        let mut open_dated = Vec::new();
        for handle in group {
            for regime in regimes {
                let open = state.awards.open_dated.get(&(*handle, ms, *regime));
                open_dated.extend(open.into_iter().flatten().filter_map(|index| {
                    let award = state.awards.get(*index)?;
                    Some(OpenDated { first: award.granted_on, last: award.granted_until?, award: *index })
                }));
                let range = (*handle, ms, *regime, from)..=(*handle, ms, *regime, to);
                for (key, bucket) in state.awards.days.range(range) {
                    let day = days.entry(key.3).or_default();
                    day.low += bucket.low;
                    day.high += bucket.high;
                    day.unchecked_high += bucket.unchecked_high;
                    day.counted += bucket.counted;
                    day.uncounted += bucket.uncounted;
                    day.reductions.extend(bucket.reductions.iter().map(|(_, less)| *less));
                    day.awards.extend(&bucket.awards);
                }
            }
        }
        Self { days, open_dated }
    }

    /// The sum of the window from `from` to `to`; `unchecked_high` is that of the day `of` alone.
    #[must_use]
    pub fn sum(&self, from: NaiveDate, to: NaiveDate, of: NaiveDate) -> WindowSum {
        let mut sum = WindowSum {
            from,
            to,
            low: Cents::ZERO,
            high: Cents::ZERO,
            unchecked_high: Cents::ZERO,
            uncounted: false,
        };
        if from > to {
            return sum;
        }
        sum.uncounted = self.open_dated(from, to).next().is_some();
        for (date, day) in self.days.range(from..=to) {
            sum.low += day.low;
            sum.high += day.high;
            sum.uncounted |= day.uncounted > 0;
            if *date == of {
                sum.unchecked_high += day.unchecked_high;
            }
            for less in day.reductions.iter().filter(|less| less.on <= to) {
                sum.low = sum.low - less.low;
                sum.high = sum.high - less.high;
                if *date == of {
                    sum.unchecked_high = sum.unchecked_high - less.unchecked_high;
                }
            }
        }
        sum
    }

    /// Days after `date`, and before `end`, on which an award counts: where later windows end.
    pub fn later_ends(&self, date: NaiveDate, end: NaiveDate) -> impl Iterator<Item = NaiveDate> + '_ {
        let counts = move |(on, day): &(&NaiveDate, &Day)| **on > date && **on < end && day.counted > 0;
        self.days.iter().filter(counts).map(|(on, _)| *on)
    }

    /// Numbers of the awards from `from` to `to`, and of those that may lie there.
    pub fn awards(&self, from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = u32> + '_ {
        let range = if from <= to { Some(self.days.range(from..=to)) } else { None };
        let dated = range.into_iter().flatten().flat_map(|(_, day)| day.awards.iter().copied());
        dated.chain(self.open_dated(from, to))
    }

    fn open_dated(&self, from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = u32> + '_ {
        self.open_dated
            .iter()
            .filter(move |open| open.first <= to && from <= open.last)
            .map(|open| open.award)
    }
}
