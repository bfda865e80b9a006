//! Day-exact windows: sums of what one group holds of counted awards over any stretch of days.
//!
//! Sums are kept per (handle or pool, State, regime, day) and by month. Days that lie in every window that is asked for are
//! added up by the month, the others by the day, however long the history is and however many awards a day holds.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use ledger::event::aid::Regime;
use ledger::money::Cents;

use super::State;
use super::award::{Award, Held};
use super::days::{DayBucket, DaySums, SumKey, Total};
use super::group::{Piece, Scope, Shared, Spans};
use super::undertaking::Handle;
use crate::calendar::{Boundary, look_back_start};

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

/// What a group holds of counted awards in one State and some regimes, by day, over a stretch of days.
///
/// Running totals make a window's sum two searches, however many days it holds; only reductions and what is open are
/// looked at one by one. Where the group changes from day to day there is one stretch for every group in which a window ends.
#[derive(Debug, Clone, Default)]
pub struct Timeline {
    stretches: Vec<Stretch>,
    core: Option<Core>,
}

/// First and last of the days that lie in every window that is asked for: what they come to is not told apart.
type Core = (NaiveDate, NaiveDate);

/// Which windows a timeline is asked for: the one that ends on a day, and those that end later where an award counts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ends {
    /// The first of them.
    pub first: NaiveDate,
    /// How long each of them is.
    pub years: u32,
}

/// The days that count in windows that end in a span of one group.
#[derive(Debug, Clone)]
struct Stretch {
    from: NaiveDate,
    until: NaiveDate,
    days: Vec<Day>,
    changes: Vec<Adjust>,
    /// First and last day on which an award may have been granted of which no more is known.
    open_dated: Vec<(NaiveDate, NaiveDate)>,
}

/// What changes the sum of a date in windows that end on a day or later, for events dated not after another.
#[derive(Debug, Clone, Copy)]
struct Adjust {
    date: NaiveDate,
    on: NaiveDate,
    until: NaiveDate,
    sums: DaySums,
}

#[derive(Debug, Clone, Copy)]
struct Day {
    date: NaiveDate,
    unchecked_high: Cents,
    counted: bool,
    /// Until when an open award of the day counts for events.
    open_until: NaiveDate,
    /// Of this day and all before it.
    total: Total,
}

/// The days of a group, put together as it changes.
struct Gather<'a> {
    state: &'a State,
    scope: &'a Scope<'a>,
    /// Whose days are added up by the month, and which of them.
    by_month: BTreeSet<Handle>,
    core: Option<Core>,
    days: Vec<(NaiveDate, DaySums)>,
    changes: Vec<(Handle, Adjust)>,
    /// Whose, which award, and the last day on which it may lie.
    open_dated: Vec<(Handle, u32, NaiveDate)>,
}

impl Gather<'_> {
    /// The last day of a piece that counts.
    fn last(&self, piece: Piece) -> Option<NaiveDate> {
        match piece.before {
            Some(before) => before.pred_opt().map(|last| last.min(self.scope.to)),
            None => Some(self.scope.to),
        }
    }

    fn add(&mut self, piece: Piece) {
        let Scope { ms, regimes, from, .. } = *self.scope;
        let Some(to) = self.last(piece) else { return };
        for regime in regimes {
            let open = self.state.awards.open_dated_numbers(piece.handle, Some(ms), *regime);
            let dated: Vec<(Handle, u32, NaiveDate)> =
                open.filter_map(|index| self.may_be(index, piece)).collect();
            self.open_dated.extend(dated);
            if from <= to {
                self.add_days((piece.handle, Some(ms), *regime), from, to);
            }
        }
    }

    fn add_days(&mut self, whose: SumKey, from: NaiveDate, to: NaiveDate) {
        let days = &self.state.awards.days;
        let (single, lump) = self.parts(whose.0, from, to);
        let change =
            |date: NaiveDate, bucket: &DayBucket, changes: &mut Vec<(Handle, Adjust)>| {
                changes.extend(bucket.changes().map(|(on, change)| {
                    (whose.0, Adjust { date, on, until: change.until, sums: change.sums })
                }));
            };
        for (date, bucket) in single.into_iter().flatten().flat_map(|(from, to)| days.range(whose, from, to))
        {
            self.days.push((date, bucket.sums));
            change(date, bucket, &mut self.changes);
        }
        if let Some((from, to)) = lump {
            self.days.push((from, days.total(whose, from, to).into()));
            for (date, bucket) in days.changed(whose, from, to) {
                change(date, bucket, &mut self.changes);
            }
        }
    }

    fn remove_days(&mut self, whose: SumKey, from: NaiveDate, to: NaiveDate) {
        let days = &self.state.awards.days;
        let (single, lump) = self.parts(whose.0, from, to);
        let none = DaySums::default();
        for (date, bucket) in single.into_iter().flatten().flat_map(|(from, to)| days.range(whose, from, to))
        {
            self.days.push((date, none.minus(bucket.sums)));
        }
        if let Some((from, to)) = lump {
            self.days.push((from, none.minus(days.total(whose, from, to).into())));
        }
    }

    /// Which days of a stretch are looked at one by one, and which are added up together.
    fn parts(&self, handle: Handle, from: NaiveDate, to: NaiveDate) -> ([Option<Core>; 2], Option<Core>) {
        let some = |from: NaiveDate, to: NaiveDate| (from <= to).then_some((from, to));
        let core = self.core.filter(|_| self.by_month.contains(&handle));
        let lump = core.and_then(|(first, last)| some(first.max(from), last.min(to)));
        let Some((first, last)) = lump else { return ([some(from, to), None], None) };
        let before = first.pred_opt().and_then(|eve| some(from, eve));
        let after = last.succ_opt().and_then(|next| some(next, to));
        ([before, after], lump)
    }

    /// An award of unknown date, if it may lie before the day up to which a piece counts.
    fn may_be(&self, index: u32, piece: Piece) -> Option<(Handle, u32, NaiveDate)> {
        let award = self.state.awards.get(index).filter(|award| award.stands())?;
        let before = piece.before.unwrap_or(NaiveDate::MAX);
        let last = award.granted_until?.min(before.pred_opt().unwrap_or(before));
        (award.granted_on <= last).then_some((piece.handle, index, last))
    }

    fn remove(&mut self, piece: Piece) {
        let Scope { ms, regimes, from, .. } = *self.scope;
        let Some(to) = self.last(piece).filter(|to| from <= *to) else { return };
        for regime in regimes {
            self.remove_days((piece.handle, Some(ms), *regime), from, to);
        }
    }

    fn remove_all(&mut self, removed: &[Piece]) {
        if removed.is_empty() {
            return;
        }
        for piece in removed {
            self.remove(*piece);
        }
        let gone: BTreeSet<Handle> = removed.iter().map(|piece| piece.handle).collect();
        self.changes.retain(|(handle, _)| !gone.contains(handle));
        self.open_dated.retain(|(handle, ..)| !gone.contains(handle));
    }

    /// Adds up what stands for each day.
    fn settle(&mut self) {
        // Stable, and next to free for the usual case of one handle and one regime, which comes in order.
        self.days.sort_by_key(|(date, _)| *date);
        self.days.dedup_by(|later, kept| {
            let same = later.0 == kept.0;
            if same {
                kept.1 = kept.1.plus(later.1);
            }
            same
        });
        self.changes.sort_by_key(|(_, change)| change.date);
    }

    /// Whether a window of the event may end in the span: on its first day, or where an award counts.
    fn has_end(&self, from: NaiveDate, until: NaiveDate) -> bool {
        let first = self.days.partition_point(|(date, _)| *date < from);
        self.days.get(first).is_some_and(|(date, _)| *date < until)
    }

    fn stretch(&self, from: NaiveDate, until: NaiveDate, shared: Option<&Shared>) -> Stretch {
        let mut days: Vec<Day> = Vec::with_capacity(self.days.len());
        let mut total = Total::default();
        for (date, sums) in &self.days {
            total = total.plus(*sums);
            let (unchecked_high, counted) = (sums.unchecked_high, sums.counted > 0);
            days.push(Day { date: *date, unchecked_high, counted, open_until: NaiveDate::MIN, total });
        }
        let mut changes: Vec<Adjust> = self.changes.iter().map(|(_, change)| *change).collect();
        for change in changes.iter().filter(|change| change.sums.counted > 0) {
            if let Ok(at) = days.binary_search_by_key(&change.date, |day| day.date)
                && let Some(day) = days.get_mut(at)
            {
                day.open_until = day.open_until.max(change.until);
            }
        }
        let range = |(_, index, last): &(Handle, u32, NaiveDate)| {
            let award = self.state.awards.get(*index)?;
            let looked_at = shared.is_some_and(|shared| shared.looks_at(*index, award));
            (!looked_at).then_some((award.granted_on, *last))
        };
        let mut open_dated: Vec<(NaiveDate, NaiveDate)> = self.open_dated.iter().filter_map(range).collect();
        if let Some(shared) = shared {
            self.one_by_one(shared, from, &mut changes, &mut open_dated);
            changes.sort_by_key(|change| change.date);
        }
        Stretch { from, until, days, changes, open_dated }
    }

    /// Puts what is truly held of awards that are divided in the place of what their recipients count in full.
    fn one_by_one(
        &self,
        shared: &Shared,
        span: NaiveDate,
        changes: &mut Vec<Adjust>,
        open_dated: &mut Vec<(NaiveDate, NaiveDate)>,
    ) {
        let Scope { ms, regimes, from, to } = *self.scope;
        for index in self.state.one_by_one(shared, Some(ms), regimes, (from, to)) {
            let Some(award) = self.state.awards.get(index) else { continue };
            if award.granted_until.is_some() {
                open_dated.extend(shared.may_be_held(self.state, (index, award), span));
                continue;
            }
            let full = shared.counts_in_full(award);
            let mut days: Vec<NaiveDate> = award.reductions.iter().map(|(on, _)| *on).collect();
            days.push(NaiveDate::MIN);
            days.sort_unstable();
            days.dedup();
            let until = award.counts_until();
            let mut before = DaySums::default();
            for on in days {
                let held = sums_of(award, shared.held_on(self.state, (index, award), span, on));
                let added_up = if full { sums_of(award, award.counts(on)) } else { DaySums::default() };
                let now = held.minus(added_up);
                let sums = now.minus(before);
                if sums != DaySums::default() {
                    changes.push(Adjust { date: award.granted_on, on, until, sums });
                }
                before = now;
            }
        }
    }
}

/// What is added up for what is held of an award.
fn sums_of(award: &Award, held: Held) -> DaySums {
    match held {
        Held::Nothing => DaySums::default(),
        Held::Uncounted => DaySums { uncounted: 1, ..DaySums::default() },
        Held::Counted(figures) => DaySums::of(award, figures),
    }
}

impl Timeline {
    /// Collects what the groups of some spans hold, for windows that end on some days; `None` is any.
    pub(crate) fn of(state: &State, spans: &Spans, scope: &Scope<'_>, ends: Option<Ends>) -> Self {
        let pieces = || spans.list.iter().flat_map(|span| &span.added).map(|piece| piece.handle);
        let by_month: BTreeSet<Handle> = match ends {
            Some(_) => pieces().filter(|handle| state.awards.days.has_months(*handle)).collect(),
            None => BTreeSet::new(),
        };
        let ends = ends.filter(|_| !by_month.is_empty());
        let core = ends.and_then(|ends| core(state, pieces(), scope, ends));
        let (days, changes, open_dated) = (Vec::new(), Vec::new(), Vec::new());
        let mut gather = Gather { state, scope, by_month, core, days, changes, open_dated };
        let mut stretches = Vec::new();
        for (at, span) in spans.list.iter().enumerate() {
            gather.remove_all(&span.removed);
            for piece in &span.added {
                gather.add(*piece);
            }
            gather.settle();
            // The first holds the event's own window, whether or not an award stands there.
            if at == 0 || gather.has_end(span.from, span.until) {
                stretches.push(gather.stretch(span.from, span.until, span.shared.as_deref()));
            }
        }
        Self { stretches, core }
    }

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

/// The days that lie in every window that ends on the first of some days or on a later one with awards.
fn core(state: &State, handles: impl Iterator<Item = Handle>, scope: &Scope<'_>, ends: Ends) -> Option<Core> {
    let last_of = |handle: Handle, regime: Regime| {
        let mut later = state.awards.days.range((handle, Some(scope.ms), regime), ends.first, scope.to);
        later.next_back().map(|(day, _)| day)
    };
    let later =
        handles.flat_map(|handle| scope.regimes.iter().filter_map(move |regime| last_of(handle, *regime)));
    let last = later.max().unwrap_or(ends.first).max(ends.first);
    // Half-open windows begin last.
    let first = look_back_start(last, ends.years, Boundary::HalfOpen);
    ends.first.pred_opt().filter(|eve| first <= *eve).map(|eve| (first, eve))
}

impl Stretch {
    /// The total of all days that `earlier` holds for.
    fn total(&self, earlier: impl Fn(NaiveDate) -> bool) -> Total {
        let count = self.days.partition_point(|day| earlier(day.date));
        count.checked_sub(1).and_then(|last| self.days.get(last)).map(|day| day.total).unwrap_or_default()
    }

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
        let may_lie = self.open_dated.iter().any(|(first, last)| *first <= to && from <= *last);
        WindowSum {
            from,
            to,
            low: sums.low,
            high: sums.high,
            unchecked_high: sums.unchecked_high,
            uncounted: sums.uncounted > 0 || may_lie,
        }
    }

    fn ends(&self, date: NaiveDate, end: NaiveDate) -> impl Iterator<Item = NaiveDate> + '_ {
        let first = self.days.partition_point(|day| day.date <= date || day.date < self.from);
        let later =
            self.days.iter().skip(first).take_while(move |day| day.date < end && day.date < self.until);
        later.filter(move |day| day.counted || day.open_until >= date).map(|day| day.date)
    }
}
