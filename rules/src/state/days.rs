//! Awards by day, and what they come to: by day, and by month where a month has more than a few days.

use std::ops::Bound;
use std::sync::Arc;

use chrono::{Datelike as _, Months, NaiveDate};
use imbl::{OrdMap, OrdSet};
use ledger::event::aid::Regime;
use ledger::ids::MemberState;
use ledger::money::Cents;

use super::award::{Award, Figures, Held};
use super::undertaking::Handle;
use crate::pack::rule::Measure;

/// Whose, which State, which regime.
pub(crate) type SumKey = (Handle, Option<MemberState>, Regime);

/// Key of a day bucket: whose, which State, which regime, which day. A month has the key of its first day. Every bucket has a
/// regime; none stands before all of them, where a search begins.
type DayKey = (Handle, Option<MemberState>, Option<Regime>, NaiveDate);

/// A month with no more days than this is added up day by day: most undertakings have few, and need no second tree.
const FEW: usize = if cfg!(test) { 1 } else { 4 };

/// What awards of a day come to; as a difference, what more they come to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct DaySums {
    pub low: Cents,
    pub high: Cents,
    /// The part of `high` that nobody checked beforehand: conferred and reported.
    pub unchecked_high: Cents,
    pub counted: i64,
    pub uncounted: i64,
}

impl DaySums {
    pub fn of(award: &Award, Figures { low, high }: Figures) -> Self {
        let unchecked_high = if award.is_checked() { Cents::ZERO } else { high };
        Self { low, high, unchecked_high, counted: 0, uncounted: 0 }
    }

    pub fn plus(self, other: Self) -> Self {
        Self {
            low: self.low + other.low,
            high: self.high + other.high,
            unchecked_high: self.unchecked_high + other.unchecked_high,
            counted: self.counted.saturating_add(other.counted),
            uncounted: self.uncounted.saturating_add(other.uncounted),
        }
    }

    pub fn minus(self, other: Self) -> Self {
        Self {
            low: self.low - other.low,
            high: self.high - other.high,
            unchecked_high: self.unchecked_high - other.unchecked_high,
            counted: self.counted.saturating_sub(other.counted),
            uncounted: self.uncounted.saturating_sub(other.uncounted),
        }
    }
}

/// What changes in windows that end on a day or later, for events dated not after another.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Change {
    /// The last granting date of an event for which it holds: the end of an open reservation.
    pub until: NaiveDate,
    pub sums: DaySums,
}

/// What one day's awards of one handle, State and regime come to.
#[derive(Debug, Clone, Default)]
pub struct DayBucket {
    pub(crate) sums: DaySums,
    /// By award and from when on: reductions, and all of what is open.
    changes: OrdMap<(u32, NaiveDate), Change>,
    /// The lowest award number; most days have no other, and one number needs no tree.
    first: Option<u32>,
    others: OrdSet<u32>,
}

/// What an award adds to the sums of its day for every event, and what changes from when on.
pub(crate) fn entries(award: &Award, measure: Measure) -> (DaySums, Vec<(NaiveDate, Change)>) {
    if award.is_apart() {
        return Default::default();
    }
    let until = award.counts_until();
    let sums = match award.counts_in(measure, NaiveDate::MIN) {
        Held::Nothing => return Default::default(),
        Held::Uncounted => DaySums { uncounted: 1, ..DaySums::default() },
        Held::Counted(figures) => DaySums { counted: 1, ..DaySums::of(award, figures) },
    };
    let less = |(on, less)| (on, Change { until, sums: DaySums::default().minus(DaySums::of(award, less)) });
    let steps = award.steps(measure).into_iter().map(less);
    if award.open().is_some() {
        let whole = (NaiveDate::MIN, Change { until, sums });
        return (DaySums::default(), std::iter::once(whole).chain(steps).collect());
    }
    (sums, steps.collect())
}

impl DayBucket {
    fn add(&mut self, index: u32, award: &Award) {
        match self.first {
            None => self.first = Some(index),
            Some(first) => {
                self.first = Some(first.min(index));
                self.others.insert(first.max(index));
            }
        }
        let (sums, changes) = entries(award, Measure::Euro);
        self.sums = self.sums.plus(sums);
        for (on, change) in changes {
            self.changes.insert((index, on), change);
        }
    }

    fn remove(&mut self, index: u32, award: &Award) {
        if self.first == Some(index) {
            self.first = self.others.get_min().copied();
        }
        // The number that moved up to the front leaves the others too.
        self.others.remove(&self.first.unwrap_or(index));
        self.others.remove(&index);
        let (sums, changes) = entries(award, Measure::Euro);
        self.sums = self.sums.minus(sums);
        for (on, _) in changes {
            self.changes.remove(&(index, on));
        }
    }

    /// Numbers of the day's awards, ascending.
    pub(crate) fn awards(&self) -> impl Iterator<Item = u32> + '_ {
        self.first.into_iter().chain(self.others.iter().copied())
    }

    /// What changes the day's sums, and from when on.
    pub(crate) fn changes(&self) -> impl Iterator<Item = (NaiveDate, Change)> + '_ {
        self.changes.iter().map(|((_, on), change)| (*on, *change))
    }

    fn is_empty(&self) -> bool {
        self.first.is_none()
    }
}

/// What awards of a stretch of days come to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Total {
    pub low: Cents,
    pub high: Cents,
    pub uncounted: i64,
}

impl Total {
    pub fn plus(self, more: DaySums) -> Self {
        Self {
            low: self.low + more.low,
            high: self.high + more.high,
            uncounted: self.uncounted.saturating_add(more.uncounted),
        }
    }
}

impl From<Total> for DaySums {
    fn from(Total { low, high, uncounted }: Total) -> Self {
        Self { low, high, uncounted, ..Self::default() }
    }
}

/// What the days of a month come to together, changes aside.
#[derive(Debug, Clone, Copy, Default)]
struct Month {
    total: Total,
    /// On how many days there are awards.
    days: u32,
}

fn month_begin(date: NaiveDate) -> NaiveDate {
    date.with_day(1).unwrap_or(date)
}

fn month_end(date: NaiveDate) -> NaiveDate {
    let next = month_begin(date).checked_add_months(Months::new(1));
    next.and_then(|next| next.pred_opt()).unwrap_or(NaiveDate::MAX)
}

/// Every award of a known date, by whose it is, State, regime and day.
#[derive(Debug, Clone, Default)]
pub(crate) struct Days {
    by_day: OrdMap<DayKey, Arc<DayBucket>>,
    /// Of months that came to have more than a few days.
    months: OrdMap<DayKey, Month>,
    /// The days that hold a change: what is added up by the month has to find them.
    changed: OrdSet<DayKey>,
}

impl Days {
    /// The days from `from` to `to` on which there are awards; `from` is not after `to`.
    pub fn range(
        &self,
        whose: SumKey,
        from: NaiveDate,
        to: NaiveDate,
    ) -> impl DoubleEndedIterator<Item = (NaiveDate, &DayBucket)> {
        let range = self.by_day.range(key_of(whose, from)..=key_of(whose, to));
        range.map(|(key, bucket)| (key.3, bucket.as_ref()))
    }

    /// Every day of a handle, by State and regime.
    pub fn all_of(&self, handle: Handle) -> impl Iterator<Item = &DayBucket> {
        self.by_day.range(first_key(handle)..first_key(handle.next())).map(|(_, bucket)| bucket.as_ref())
    }

    /// The keys of a handle under which it has awards: a search for each.
    pub fn keys(&self, handle: Handle) -> impl Iterator<Item = SumKey> + '_ {
        let end = first_key(handle.next());
        let after = move |last: &DayKey| {
            let last = (last.0, last.1, last.2, NaiveDate::MAX);
            let beyond = (Bound::Excluded(last), Bound::Excluded(end));
            self.by_day.range(beyond).next().map(|(key, _)| *key)
        };
        let first = self.by_day.range(first_key(handle)..end).next().map(|(key, _)| *key);
        let days = std::iter::successors(first, after);
        days.filter_map(|(handle, member_state, regime, _)| Some((handle, member_state, regime?)))
    }

    /// Whether some of a handle's days are added up by the month.
    pub fn has_months(&self, handle: Handle) -> bool {
        self.months.range(first_key(handle)..first_key(handle.next())).next().is_some()
    }

    /// What the awards granted from `from` to `to` come to, changes aside.
    pub fn total(&self, whose: SumKey, from: NaiveDate, to: NaiveDate) -> Total {
        // The first and the last month that lie in the stretch as a whole.
        let first = if from == month_begin(from) { Some(from) } else { month_end(from).succ_opt() };
        let last = if to == month_end(to) { Some(to) } else { month_begin(to).pred_opt() };
        let whole = first.zip(last).filter(|(first, last)| first <= last);
        let months = whole
            .into_iter()
            .flat_map(|(first, last)| self.months.range(key_of(whose, first)..=key_of(whose, last)));
        let mut total = Total::default();
        let mut next = Some(from);
        for ((.., begin), month) in months {
            if let Some((from, to)) = next.zip(begin.pred_opt()) {
                total = self.by_days(total, whose, from, to);
            }
            total = total.plus(month.total.into());
            next = month_end(*begin).succ_opt();
        }
        next.map_or(total, |next| self.by_days(total, whose, next, to))
    }

    fn by_days(&self, total: Total, whose: SumKey, from: NaiveDate, to: NaiveDate) -> Total {
        if from > to {
            return total;
        }
        self.range(whose, from, to).fold(total, |total, (_, bucket)| total.plus(bucket.sums))
    }

    /// The days from `from` to `to` that hold a change; `from` is not after `to`.
    pub fn changed(
        &self,
        whose: SumKey,
        from: NaiveDate,
        to: NaiveDate,
    ) -> impl Iterator<Item = (NaiveDate, &DayBucket)> {
        let keys = self.changed.range(key_of(whose, from)..=key_of(whose, to));
        keys.filter_map(|key| self.by_day.get(key).map(|bucket| (key.3, bucket.as_ref())))
    }

    /// Adds an award to its day with a handle: its beneficiary, or the pool of its group.
    pub fn add(&mut self, home: Handle, index: u32, award: &Award) {
        let key = key_of((home, award.member_state, award.regime), award.granted_on);
        let bucket = Arc::make_mut(self.by_day.entry(key).or_default());
        let (comes, before) = (bucket.is_empty(), bucket.sums);
        bucket.add(index, award);
        let more = bucket.sums.minus(before);
        if !bucket.changes.is_empty() {
            self.changed.insert(key);
        }
        self.note(key, more, i32::from(comes));
    }

    /// Takes an award out of its day again.
    pub fn remove(&mut self, home: Handle, index: u32, award: &Award) {
        let key = key_of((home, award.member_state, award.regime), award.granted_on);
        let Some(bucket) = self.by_day.get_mut(&key) else { return };
        let bucket = Arc::make_mut(bucket);
        let (before, changed) = (bucket.sums, !bucket.changes.is_empty());
        bucket.remove(index, award);
        let goes = bucket.is_empty();
        let after = if goes { DaySums::default() } else { bucket.sums };
        if changed && (goes || bucket.changes.is_empty()) {
            self.changed.remove(&key);
        }
        if goes {
            self.by_day.remove(&key);
        }
        self.note(key, after.minus(before), -i32::from(goes));
    }

    /// Keeps the month of a day in step.
    fn note(&mut self, (handle, member_state, regime, day): DayKey, more: DaySums, days: i32) {
        let of_day = |day| (handle, member_state, regime, day);
        let key = of_day(month_begin(day));
        if let Some(month) = self.months.get(&key) {
            let month = Month { total: month.total.plus(more), days: month.days.saturating_add_signed(days) };
            if month.days == 0 {
                self.months.remove(&key);
            } else {
                self.months.insert(key, month);
            }
        } else if days > 0 {
            let all = || self.by_day.range(key..=of_day(month_end(day))).map(|(_, bucket)| bucket);
            if all().nth(FEW).is_some() {
                let total = all().fold(Total::default(), |total, bucket| total.plus(bucket.sums));
                let days = u32::try_from(all().count()).unwrap_or(u32::MAX);
                self.months.insert(key, Month { total, days });
            }
        }
    }
}

/// Before every key of a handle.
fn first_key(handle: Handle) -> DayKey {
    (handle, None, None, NaiveDate::MIN)
}

fn key_of((handle, member_state, regime): SumKey, day: NaiveDate) -> DayKey {
    (handle, member_state, Some(regime), day)
}

#[cfg(test)]
mod tests {
    use chrono::{Days as DayCount, NaiveDate};
    use ledger::event::aid::Regime;
    use ledger::ids::ScopedRef;
    use ledger::money::Cents;
    use ledger::verdict::Figure;
    use proptest::prelude::*;

    use super::{Days, FEW, SumKey, Total, month_begin};
    use crate::state::undertaking::Handle;
    use crate::state::{Award, RecordedAs, Right};

    fn date(day: u16) -> NaiveDate {
        NaiveDate::from_ymd_opt(2023, 12, 1).unwrap() + DayCount::new(u64::from(day))
    }

    #[derive(Debug, Clone)]
    struct Drawn {
        home: u32,
        day: u16,
        cents: i128,
        uncounted: bool,
        reduced: Option<u16>,
    }

    fn drawn() -> impl Strategy<Value = Drawn> {
        // Four months around a 29 February, their first and last days more often.
        let day =
            prop_oneof![3 => 0u16..122, 1 => prop::sample::select(vec![0u16, 30, 31, 61, 62, 90, 91, 121])];
        let reduced = prop::option::weighted(0.2, 0u16..122);
        (0u32..2, day, 1i128..1_000_000, 0u8..6, reduced).prop_map(
            |(home, day, cents, uncounted, reduced)| Drawn {
                home,
                day,
                cents,
                uncounted: uncounted == 0,
                reduced,
            },
        )
    }

    fn award(at: u32, drawn: &Drawn) -> Award {
        let id = format!("a{at}").parse::<ScopedRef>().unwrap().full(&"p".parse().unwrap());
        let (regime, on) = (Regime::Eu2023_2831, date(drawn.day));
        let award = Award {
            member_state: "FI".parse().ok(),
            gge: Some(Figure { low: Cents(drawn.cents / 2), high: Some(Cents(drawn.cents)) }),
            recorded_as: RecordedAs::uncounted_if(drawn.uncounted),
            ..Award::new(id, u64::from(at), Handle::of_pool(drawn.home), regime, on, Right::Reported)
        };
        drawn.reduced.iter().fold(award, |award, on| award.with_less(date(*on), Cents::ZERO))
    }

    /// The same from the awards one by one.
    fn plain(kept: &[(u32, &Drawn)], home: u32, from: NaiveDate, to: NaiveDate) -> (Total, Vec<NaiveDate>) {
        let mut total = Total::default();
        let mut changed = Vec::new();
        for (_, one) in kept.iter().filter(|(_, one)| one.home == home) {
            let day = date(one.day);
            if day < from || to < day {
                continue;
            }
            if one.uncounted {
                total.uncounted += 1;
                continue;
            }
            total.low += Cents(one.cents / 2);
            total.high += Cents(one.cents);
            if one.reduced.is_some() {
                changed.push(day);
            }
        }
        changed.sort_unstable();
        changed.dedup();
        (total, changed)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

        /// Whatever comes and goes, a stretch comes to what its awards come to.
        #[test]
        fn months_say_what_awards_one_by_one_say(
            all in prop::collection::vec(drawn(), 1..60),
            gone in prop::collection::vec(any::<prop::sample::Index>(), 0..60),
            stretches in prop::collection::vec((0u16..122, 0u16..122), 1..20),
        ) {
            let mut days = Days::default();
            let mut kept: Vec<(u32, &Drawn)> = Vec::new();
            let mut gone = gone.into_iter();
            for (at, one) in (0u32..).zip(&all) {
                days.add(Handle::of_pool(one.home), at, &award(at, one));
                kept.push((at, one));
                // Every other one goes again, or another before it.
                if at % 2 == 1 && let Some(pick) = gone.next() {
                    let (at, one) = kept.swap_remove(pick.index(kept.len()));
                    days.remove(Handle::of_pool(one.home), at, &award(at, one));
                }
                for home in 0..2 {
                    let whose: SumKey = (Handle::of_pool(home), "FI".parse().ok(), Regime::Eu2023_2831);
                    for (from, to) in stretches.iter().map(|(a, b)| (date(*a.min(b)), date(*a.max(b)))) {
                        let (total, changed) = plain(&kept, home, from, to);
                        prop_assert_eq!(days.total(whose, from, to), total);
                        let found: Vec<NaiveDate> = days.changed(whose, from, to).map(|(day, _)| day).collect();
                        prop_assert_eq!(found, changed);
                    }
                }
            }
        }

        /// A month is kept once it has more than a few days, and no longer than it has any.
        #[test]
        fn a_month_goes_with_its_last_day(all in prop::collection::vec(drawn(), 1..40)) {
            let mut days = Days::default();
            for (at, one) in (0u32..).zip(&all) {
                days.add(Handle::of_pool(one.home), at, &award(at, one));
            }
            for (key, month) in &days.months {
                let of_month = days.by_day.keys().filter(|day| (day.0, month_begin(day.3)) == (key.0, key.3));
                prop_assert_eq!(of_month.count(), month.days as usize);
                prop_assert!(month.days as usize > FEW);
            }
            for (at, one) in (0u32..).zip(&all) {
                days.remove(Handle::of_pool(one.home), at, &award(at, one));
            }
            prop_assert!(days.by_day.is_empty() && days.months.is_empty() && days.changed.is_empty());
        }
    }
}
