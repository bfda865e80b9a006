//! Fiscal years of undertakings: what was stated of them, and the calendars that follow (rules-sectors D1, D2).
//!
//! Where nobody stated when the years of an undertaking end, every day of a year gives a calendar: what all of them say is sure,
//! what one of them says may be.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{Datelike, Days, Months, NaiveDate};
use imbl::{OrdMap, OrdSet};
use ledger::event::field::MonthDay;
use ledger::event::undertaking::{UndertakingAssessed, UndertakingRegistered};

use super::undertaking::Handle;

/// The day of a year on which fiscal years end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum YearEnd {
    /// Month and day.
    On(u32, u32),
    /// The last day of February.
    LastOfFebruary,
}

/// The last day of February in a leap year, as month and day.
const LEAP_DAY: (u32, u32) = (2, 29);
/// The day after February.
const MARCH: (u32, u32) = (3, 1);
const MONTHS_OF_YEAR: u32 = 12;
/// Days of the months of a leap year.
const DAYS_OF_MONTHS: [u32; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/// How many days before and after a day are asked about where nobody said when years end: those on which an end next to it turns.
const NEAR_DAYS: usize = 4;

impl YearEnd {
    const NEW_YEARS_EVE: Self = Self::On(12, 31);
    const COMMON_FEBRUARY: Self = Self::On(2, 28);

    fn read(text: &MonthDay) -> Option<Self> {
        let mut parts = text.as_str().trim_start_matches('-').split('-');
        let (month, day) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        Some(Self::of(month, day))
    }

    fn of(month: u32, day: u32) -> Self {
        if (month, day) == LEAP_DAY { Self::LastOfFebruary } else { Self::On(month, day) }
    }

    fn in_year(self, year: i32) -> NaiveDate {
        let found = match self {
            Self::On(month, day) => NaiveDate::from_ymd_opt(year, month, day),
            Self::LastOfFebruary => {
                let (month, day) = MARCH;
                NaiveDate::from_ymd_opt(year, month, day).and_then(|day| day.pred_opt())
            }
        };
        // A year lies within what dates can say, and every month and day was read as one.
        found.unwrap_or(NaiveDate::MAX)
    }

    fn on_or_after(self, day: NaiveDate) -> NaiveDate {
        let this = self.in_year(day.year());
        if day <= this { this } else { self.in_year(day.year().saturating_add(1)) }
    }

    /// Every one that there is.
    fn all() -> impl Iterator<Item = Self> {
        let days = DAYS_OF_MONTHS.into_iter().zip(1..);
        days.flat_map(|(days, month)| (1..=days).map(move |day| Self::of(month, day)))
    }
}

/// A fiscal year; whether it is listed, was cut off, or is the first after a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Year {
    from: NaiveDate,
    until: NaiveDate,
    is_odd: bool,
}

/// The calendars of one undertaking.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Calendars {
    /// When its years end by one statement or another; empty: on any day.
    ends: BTreeSet<YearEnd>,
    /// From when on they end on another day, in order.
    changes: Vec<(NaiveDate, YearEnd)>,
    /// Years as they were.
    listed: Vec<(NaiveDate, NaiveDate)>,
}

/// The earliest and the latest first day of a window that ends on a day, by all calendars.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Starts {
    /// From here on an award is perhaps in it.
    pub perhaps: NaiveDate,
    /// From here on surely.
    pub surely: NaiveDate,
}

impl Starts {
    /// Of one reading alone.
    pub fn only(day: NaiveDate) -> Self {
        Self { perhaps: day, surely: day }
    }

    /// What holds by these and by others.
    pub fn and(self, other: Self) -> Self {
        Self { perhaps: self.perhaps.min(other.perhaps), surely: self.surely.max(other.surely) }
    }
}

/// The same day so many years earlier; of 29 February the 28th.
fn years_before(day: NaiveDate, years: u32) -> NaiveDate {
    day.checked_sub_months(Months::new(years.saturating_mul(MONTHS_OF_YEAR))).unwrap_or(NaiveDate::MIN)
}

fn next(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap_or(day)
}

fn eve(day: NaiveDate) -> NaiveDate {
    day.pred_opt().unwrap_or(day)
}

impl Calendars {
    /// Years that end on 31 December.
    pub fn of_calendar_years() -> Self {
        Self { ends: BTreeSet::from([YearEnd::NEW_YEARS_EVE]), ..Self::default() }
    }

    /// The calendars to be asked about a day: all, or of those that differ in nothing but the day on which years end the ones
    /// that say the most and the least.
    fn ends_asked(&self, day: NaiveDate) -> Vec<YearEnd> {
        if !self.ends.is_empty() {
            return self.ends.iter().copied().collect();
        }
        if !self.changes.is_empty() || !self.listed.is_empty() {
            // In a leap year 28 February is a day of its own.
            return YearEnd::all().collect();
        }
        let near = day.checked_sub_days(Days::new(2)).unwrap_or(day).iter_days().take(NEAR_DAYS);
        near.map(|day| YearEnd::of(day.month(), day.day()))
            .chain([YearEnd::COMMON_FEBRUARY, YearEnd::LastOfFebruary])
            .collect()
    }

    /// The first day of the window of so many fiscal years that ends on a day, by every reading (D2).
    pub fn starts(&self, day: NaiveDate, years: u32) -> Starts {
        let mut found: Option<Starts> = None;
        for end in self.ends_asked(day) {
            for start in self.readings(end, day, years) {
                let only = Starts::only(start);
                found = Some(found.map_or(only, |found| found.and(only)));
            }
        }
        found.unwrap_or(Starts::only(years_before(day, years)))
    }

    /// The earliest first day of the so many whole years before the one that holds a day (D30).
    pub fn whole_years_before(&self, day: NaiveDate, years: u32) -> NaiveDate {
        let first = |end: YearEnd| {
            let (all, at) = self.around(end, day, years);
            let first = at.checked_sub(years as usize).and_then(|first| all.get(first));
            first.map_or(years_before(day, years.saturating_add(1)), |year| year.from)
        };
        self.ends_asked(day).into_iter().map(first).min().unwrap_or(day)
    }

    fn readings(&self, end: YearEnd, day: NaiveDate, years: u32) -> Vec<NaiveDate> {
        let (all, at) = self.around(end, day, years);
        let first = at.saturating_sub(years.saturating_sub(1) as usize);
        let window = all.get(first..=at).unwrap_or_default();
        let mut found: Vec<NaiveDate> = window.first().map(|year| year.from).into_iter().collect();
        if window.iter().any(|year| year.is_odd) {
            found.extend(window.last().map(|year| next(years_before(year.until, years))));
        }
        found
    }

    /// The years of a calendar around a day, and which of them holds it.
    fn around(&self, end: YearEnd, day: NaiveDate, years: u32) -> (Vec<Year>, usize) {
        let odd = self.changes.len().saturating_add(self.listed.len().saturating_mul(2));
        let back = years.saturating_add(2).saturating_add(u32::try_from(odd).unwrap_or(u32::MAX));
        let low = self.changes.first().map_or(day, |(on, _)| day.min(*on));
        let all = self.listed_in(self.by_changes(end, years_before(low, back), day));
        let at = all.partition_point(|year| year.from <= day).saturating_sub(1);
        (all, at)
    }

    /// Years from one day to another, changes made.
    fn by_changes(&self, end: YearEnd, low: NaiveDate, high: NaiveDate) -> Vec<Year> {
        let before = end.in_year(end.on_or_after(low).year().saturating_sub(1));
        let mut stretches = vec![(next(before), end, false)];
        stretches.extend(self.changes.iter().map(|(on, end)| (*on, *end, true)));
        let mut years = Vec::new();
        for (at, (begin, end, changed)) in stretches.iter().enumerate() {
            let cut = stretches.get(at.saturating_add(1)).map(|(next, ..)| eve(*next));
            let last = cut.unwrap_or(high).min(high);
            let (mut from, mut first) = (*begin, *changed);
            while from <= last {
                let whole = end.on_or_after(from);
                let until = cut.map_or(whole, |cut| whole.min(cut));
                years.push(Year { from, until, is_odd: first || until < whole });
                (from, first) = (next(until), false);
                if until == NaiveDate::MAX {
                    break;
                }
            }
        }
        years
    }

    /// The same with the listed years in their days.
    fn listed_in(&self, mut years: Vec<Year>) -> Vec<Year> {
        for (from, until) in &self.listed {
            let mut left: Vec<Year> = Vec::with_capacity(years.len().saturating_add(2));
            for year in years {
                if year.until < *from || *until < year.from {
                    left.push(year);
                    continue;
                }
                let parts = [(year.from, eve(*from)), (next(*until), year.until)];
                let parts = parts
                    .into_iter()
                    .filter(|(first, last)| first <= last && year.from <= *first && *last <= year.until);
                left.extend(parts.map(|(from, until)| Year { from, until, is_odd: true }));
            }
            left.push(Year { from: *from, until: *until, is_odd: true });
            left.sort_by_key(|year| year.from);
            years = left;
        }
        years
    }
}

/// What a registration says.
#[derive(Debug, Clone, Copy)]
enum Stated {
    /// Years end so.
    End(YearEnd),
    /// From a day on they do.
    Change(NaiveDate, YearEnd),
}

/// First and last day of each year that was listed.
type Years = Arc<[(NaiveDate, NaiveDate)]>;

/// Everything stated of fiscal years, in effect.
#[derive(Debug, Clone, Default)]
pub(crate) struct FiscalYears {
    /// Of whom, and by the statement at which position.
    stated: OrdMap<(Handle, u64), Stated>,
    /// Of whom, as of which day, by which statement.
    listed: OrdMap<(Handle, NaiveDate, u64), Years>,
    resting: OrdSet<(u64, Handle)>,
    /// The days of the longest year that anybody listed.
    longest: u32,
}

impl FiscalYears {
    pub fn register(&mut self, handle: Handle, registered: &UndertakingRegistered, position: u64) -> bool {
        let end = registered.fiscal_year_end.as_ref().and_then(YearEnd::read);
        let Some(end) = end else { return false };
        let stated = match registered.fiscal_year_from {
            Some(from) => Stated::Change(from.date(), end),
            None => Stated::End(end),
        };
        self.stated.insert((handle, position), stated);
        self.resting.insert((position, handle));
        true
    }

    pub fn assess(&mut self, handle: Handle, assessed: &UndertakingAssessed, position: u64) -> bool {
        let Some(years) = &assessed.fiscal_years else { return false };
        let years: Arc<[_]> = years.iter().map(|year| (year.from.date(), year.until.date())).collect();
        let days = years.iter().map(|(from, until)| until.signed_duration_since(*from).num_days());
        let longest = days.max().unwrap_or(0).saturating_add(1);
        self.longest = self.longest.max(u32::try_from(longest).unwrap_or(0));
        self.listed.insert((handle, assessed.on.date(), position), years);
        self.resting.insert((position, handle));
        true
    }

    /// Takes back what the statement at a position said; of whom.
    pub fn retract(&mut self, position: u64) -> Vec<Handle> {
        let of = (position, Handle::FIRST)..=(position, Handle::LAST);
        let handles: Vec<Handle> = self.resting.range(of).map(|(_, handle)| *handle).collect();
        for handle in &handles {
            self.resting.remove(&(position, *handle));
            self.stated.remove(&(*handle, position));
            let listed =
                self.listed.range((*handle, NaiveDate::MIN, 0)..=(*handle, NaiveDate::MAX, u64::MAX));
            let keys: Vec<_> = listed.map(|(key, _)| *key).filter(|key| key.2 == position).collect();
            for key in keys {
                self.listed.remove(&key);
            }
        }
        handles
    }

    /// The days of the longest year that anybody listed.
    pub fn longest(&self) -> u32 {
        self.longest
    }

    /// Whether nothing was stated of anybody.
    pub fn is_empty(&self) -> bool {
        self.stated.is_empty() && self.listed.is_empty()
    }

    /// The calendars of an undertaking, by all its handles (D1).
    pub fn of(&self, undertaking: &BTreeSet<Handle>) -> Calendars {
        let mut calendars = Calendars::default();
        if self.is_empty() {
            return calendars;
        }
        let mut changes: Vec<(NaiveDate, u64, YearEnd)> = Vec::new();
        let mut listed: Option<(NaiveDate, u64, &Years)> = None;
        for handle in undertaking {
            for ((_, position), stated) in self.stated.range((*handle, 0)..=(*handle, u64::MAX)) {
                match stated {
                    Stated::End(end) => {
                        calendars.ends.insert(*end);
                        if *end == YearEnd::COMMON_FEBRUARY {
                            calendars.ends.insert(YearEnd::LastOfFebruary);
                        }
                    }
                    Stated::Change(from, end) => changes.push((*from, *position, *end)),
                }
            }
            let of = (*handle, NaiveDate::MIN, 0)..=(*handle, NaiveDate::MAX, u64::MAX);
            if let Some(((_, on, position), years)) = self.listed.range(of).next_back()
                && listed.is_none_or(|(day, at, _)| (day, at) < (*on, *position))
            {
                listed = Some((*on, *position, years));
            }
        }
        changes.sort_unstable_by_key(|(from, position, _)| (*from, *position));
        for (from, _, end) in changes {
            // Of one day the last holds.
            calendars.changes.retain(|(day, _)| *day != from);
            calendars.changes.push((from, end));
        }
        calendars.listed = listed.map(|(.., years)| years.to_vec()).unwrap_or_default();
        calendars
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn starts(calendars: &Calendars, day: &str) -> (String, String) {
        let Starts { perhaps, surely } = calendars.starts(d(day), 3);
        (perhaps.to_string(), surely.to_string())
    }

    fn pair(perhaps: &str, surely: &str) -> (String, String) {
        (perhaps.to_owned(), surely.to_owned())
    }

    #[test]
    fn without_a_statement_every_day_of_a_year_gives_a_calendar() {
        let any = Calendars::default();
        assert_eq!(starts(&any, "2026-05-10"), pair("2023-05-11", "2024-05-10"));
        assert_eq!(starts(&any, "2027-02-28"), pair("2024-02-29", "2025-02-28"));
        // All of them, one by one, say nothing else.
        let all = Calendars { ends: YearEnd::all().collect(), ..Calendars::default() };
        for offset in 0..1500 {
            let day = d("2023-01-01").checked_add_days(Days::new(offset)).unwrap();
            assert_eq!(any.starts(day, 3), all.starts(day, 3), "{day}");
        }
    }

    #[test]
    fn a_stated_end_gives_one_calendar_and_28_february_two() {
        let of =
            |ends: &[YearEnd]| Calendars { ends: ends.iter().copied().collect(), ..Calendars::default() };
        assert_eq!(starts(&of(&[YearEnd::On(12, 31)]), "2026-05-10"), pair("2024-01-01", "2024-01-01"));
        assert_eq!(starts(&of(&[YearEnd::On(6, 30)]), "2026-07-01"), pair("2024-07-01", "2024-07-01"));
        let february = of(&[YearEnd::COMMON_FEBRUARY, YearEnd::LastOfFebruary]);
        assert_eq!(starts(&february, "2024-02-29"), pair("2021-03-01", "2022-03-01"));
    }

    #[test]
    fn a_changed_year_has_a_second_reading() {
        let changed = Calendars {
            ends: BTreeSet::from([YearEnd::NEW_YEARS_EVE]),
            changes: vec![(d("2026-01-01"), YearEnd::On(6, 30))],
            ..Calendars::default()
        };
        // The years are 2024, 2025 and the six months: or three years back from 30 June 2026.
        assert_eq!(starts(&changed, "2026-05-10"), pair("2023-07-01", "2024-01-01"));
        assert_eq!(starts(&changed, "2025-12-31"), pair("2023-01-01", "2023-01-01"));
    }

    #[test]
    fn listed_years_stand_on_their_days_and_cut_off_others() {
        let listed = Calendars {
            ends: BTreeSet::from([YearEnd::NEW_YEARS_EVE]),
            listed: vec![(d("2025-01-01"), d("2026-03-31"))],
            ..Calendars::default()
        };
        // 2023, 2024 and the fifteen months.
        assert_eq!(starts(&listed, "2026-03-31"), pair("2023-01-01", "2023-04-01"));
        // What is left of 2026 is a year.
        assert_eq!(starts(&listed, "2026-04-01"), pair("2024-01-01", "2024-01-01"));
        assert_eq!(listed.whole_years_before(d("2026-04-01"), 3), d("2023-01-01"));
    }
}
