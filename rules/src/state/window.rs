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
    /// By award and from when on, how much less it counts.
    reductions: OrdMap<(u32, NaiveDate), Less>,
    /// The lowest award number; most days have no other, and one number needs no tree.
    first: Option<u32>,
    others: OrdSet<u32>,
}

/// How much less an award counts from a reduction on.
#[derive(Debug, Clone, Copy)]
struct Less {
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
                self.unchecked_high += unchecked(award, figures.high);
                for (on, Figures { low, high }) in award.steps() {
                    let less = Less { low, high, unchecked_high: unchecked(award, high) };
                    self.reductions.insert((index, on), less);
                }
            }
            None if award.stands() => self.uncounted += 1,
            None => {}
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
                self.unchecked_high = self.unchecked_high - unchecked(award, figures.high);
                for (on, _) in award.steps() {
                    self.reductions.remove(&(index, on));
                }
            }
            None if award.stands() => self.uncounted = self.uncounted.saturating_sub(1),
            None => {}
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
    reductions: Vec<Reduction>,
    /// First and last day on which an award may have been granted of which no more is known.
    open_dated: Vec<(NaiveDate, NaiveDate)>,
}

/// How much less an award of a date counts in windows that end on a day or later.
#[derive(Debug, Clone, Copy)]
struct Reduction {
    date: NaiveDate,
    on: NaiveDate,
    less: Less,
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
        let mut timeline = Self::default();
        for handle in group {
            for regime in regimes {
                let open = state.awards.open_dated_of(*handle, ms, *regime).filter(|award| award.stands());
                let known = |award: &Award| Some((award.granted_on, award.granted_until?));
                timeline.open_dated.extend(open.filter_map(known));
                if from <= to {
                    found.extend(state.awards.days_of(*handle, ms, *regime, from, to));
                }
            }
        }
        // Stable, and next to free for the usual case of one handle and one regime, which comes in order.
        found.sort_by_key(|(date, _)| *date);
        timeline.days.reserve(found.len());
        for (date, bucket) in found {
            timeline.add(date, bucket);
        }
        timeline
    }

    fn add(&mut self, date: NaiveDate, bucket: &DayBucket) {
        let reductions = bucket.reductions.iter();
        self.reductions.extend(reductions.map(|((_, on), less)| Reduction { date, on: *on, less: *less }));
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

    /// Whether no award lies in the stretch or may lie there.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.days.is_empty() && self.open_dated.is_empty()
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
            uncounted: upto.uncounted > before.uncounted || self.may_lie(from, to),
        };
        let first = self.reductions.partition_point(|reduction| reduction.date < from);
        let in_window = self.reductions.iter().skip(first).take_while(|reduction| reduction.date <= to);
        for Reduction { date, less, .. } in in_window.filter(|reduction| reduction.on <= to) {
            sum.low = sum.low - less.low;
            sum.high = sum.high - less.high;
            if *date == of {
                sum.unchecked_high = sum.unchecked_high - less.unchecked_high;
            }
        }
        sum
    }

    /// Whether an award of unknown date may lie in the window.
    fn may_lie(&self, from: NaiveDate, to: NaiveDate) -> bool {
        from <= to && self.open_dated.iter().any(|(first, last)| *first <= to && from <= *last)
    }

    /// Days after `date`, and before `end`, on which an award counts: where later windows end.
    pub fn later_ends(&self, date: NaiveDate, end: NaiveDate) -> impl Iterator<Item = NaiveDate> + '_ {
        let first = self.days.partition_point(|day| day.date <= date);
        let later = self.days.iter().skip(first).take_while(move |day| day.date < end);
        later.filter(|day| day.counted).map(|day| day.date)
    }
}
