//! Calendar arithmetic of State-aid periods: pure functions of dates, no clock, no time zone.
//!
//! Two directions, two manners (Regulation (EEC, Euratom) No 1182/71, Art. 3):
//! - **Looking back** from a grant: the same date some years earlier, 29 February falling on 28 February. A look-back
//!   never moves for a weekend or a holiday (Art. 3(4), second sentence).
//! - **Counting forward** for a duty: working days, or a date that rolls to the next working day.
//!
//! A look-back has no inverse formula: "three years later" is wrong around 28 and 29 February. So [`release_day`]
//! searches, in a few steps, for the first day whose own look-back has passed the grant.
//!
//! Every function is total on the dates a ledger can hold (1990-01-01 to 2199-12-31, and years beyond); nothing panics.

use std::collections::BTreeSet;

use chrono::{Datelike, Months, NaiveDate, Weekday};

/// Whether the day that lies exactly `years` before a grant still counts in its window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Boundary {
    /// The day counts: `[G - years, G]`. The stricter reading and the default.
    Closed,
    /// The day is out: `(G - years, G]`.
    HalfOpen,
}

impl Boundary {
    /// The word a pack uses: `closed` or `half-open`.
    pub fn as_str(self) -> &'static str {
        match self {
            Boundary::Closed => "closed",
            Boundary::HalfOpen => "half-open",
        }
    }

    /// Reads the word a pack uses; anything else is `None`.
    pub fn parse(word: &str) -> Option<Boundary> {
        match word {
            "closed" => Some(Boundary::Closed),
            "half-open" => Some(Boundary::HalfOpen),
            _ => None,
        }
    }
}

/// 29 February falls on this day of February in a year that has none.
const LAST_OF_FEBRUARY: u32 = 28;

/// The same date `years` earlier; 29 February becomes 28 February where that year has none.
fn same_date_earlier(date: NaiveDate, years: u32) -> NaiveDate {
    let year = i32::try_from(years).ok().and_then(|y| date.year().checked_sub(y)).unwrap_or(i32::MIN);
    date.with_year(year)
        .or_else(|| NaiveDate::from_ymd_opt(year, date.month(), LAST_OF_FEBRUARY))
        .unwrap_or(NaiveDate::MIN)
}

/// The first day that counts in the window of `years` years ending on `date` (both ends included).
///
/// Closed: the same date `years` earlier (29 February -> 28 February). Half-open: the day after that.
pub fn look_back_start(date: NaiveDate, years: u32, boundary: Boundary) -> NaiveDate {
    let same = same_date_earlier(date, years);
    match boundary {
        Boundary::Closed => same,
        Boundary::HalfOpen => same.succ_opt().unwrap_or(same),
    }
}

/// The first day on which an award granted on `granted_on` has left the window that ends on that day.
///
/// Equals: the first day whose look-back start is later than the grant date (closed), or whose same date `years`
/// earlier is not earlier than it (half-open).
pub fn release_day(granted_on: NaiveDate, years: u32, boundary: Boundary) -> NaiveDate {
    // At most four days separate this first guess from the answer: it may be early by the day the boundary adds,
    // by a 29 February, and by the day subtracted here; it is never late.
    const STEPS: usize = 8;
    let forward =
        i32::try_from(years).ok().and_then(|y| granted_on.year().checked_add(y)).unwrap_or(i32::MAX);
    let mut day = granted_on
        .with_year(forward)
        .or_else(|| NaiveDate::from_ymd_opt(forward, granted_on.month(), LAST_OF_FEBRUARY))
        .and_then(|d| d.pred_opt())
        .unwrap_or(NaiveDate::MAX);
    for _ in 0..STEPS {
        if look_back_start(day, years, boundary) > granted_on {
            return day;
        }
        day = day.succ_opt().unwrap_or(day);
    }
    day
}

/// The day on which a period of so many months from a day expires: the same date, or the last day of the month where that has no
/// such date (Art. 3(2)(c)). The last day that a date can name where that lies beyond it.
pub fn months_later(date: NaiveDate, months: u32) -> NaiveDate {
    date.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX)
}

/// As [`months_later`], of years.
pub fn years_later(date: NaiveDate, years: u32) -> NaiveDate {
    let year = i32::try_from(years).ok().and_then(|years| date.year().checked_add(years)).unwrap_or(i32::MAX);
    date.with_year(year)
        .or_else(|| NaiveDate::from_ymd_opt(year, date.month(), LAST_OF_FEBRUARY))
        .unwrap_or(NaiveDate::MAX)
}

/// Months of a quarter.
const QUARTER: u32 = 3;

/// The quarter that ended last before a day: its first and last day, and its number.
pub fn quarter_before(day: NaiveDate) -> Option<(NaiveDate, NaiveDate, u32)> {
    let month = day.month0().checked_div(QUARTER)?.checked_mul(QUARTER)?;
    let last = day.with_day(1)?.with_month0(month)?.pred_opt()?;
    let first = last.with_day(1)?.checked_sub_months(Months::new(QUARTER.saturating_sub(1)))?;
    Some((first, last, last.month0().checked_div(QUARTER)?.saturating_add(1)))
}

/// The first day of a year, where there is one.
pub fn first_of(year: i32) -> Option<NaiveDate> {
    NaiveDate::from_yo_opt(year, 1)
}

/// The last day of a year, where there is one.
pub fn last_of(year: i32) -> Option<NaiveDate> {
    first_of(year.checked_add(1)?)?.pred_opt()
}

/// Which days are working days: not a weekend day, not a holiday of the place where the action is due
/// (Regulation 1182/71 Art. 2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkingDays {
    weekend: Vec<Weekday>,
    holidays: BTreeSet<NaiveDate>,
}

impl WorkingDays {
    /// A calendar with these weekend days and these public holidays.
    pub fn new(weekend: Vec<Weekday>, holidays: BTreeSet<NaiveDate>) -> WorkingDays {
        WorkingDays { weekend, holidays }
    }

    /// Whether `date` is neither a weekend day nor a holiday.
    fn is_working_day(&self, date: NaiveDate) -> bool {
        !self.weekend.contains(&date.weekday()) && !self.holidays.contains(&date)
    }

    /// The `n`-th working day after `from`; the day itself is not counted (Art. 3(1)). `n = 0` gives `from`.
    ///
    /// A calendar without any working day, or a count beyond the calendar's end, gives the last day searched.
    pub fn add(&self, from: NaiveDate, n: u32) -> NaiveDate {
        let (mut day, mut left) = (from, n);
        for _ in 0..LONGEST_SEARCH {
            if left == 0 {
                break;
            }
            let Some(next) = day.succ_opt() else { break };
            day = next;
            if self.is_working_day(day) {
                left = left.saturating_sub(1);
            }
        }
        day
    }

    /// How many working days lie after `from`, up to `to` and it included.
    pub fn count(&self, from: NaiveDate, to: NaiveDate) -> u32 {
        let days = from.iter_days().skip(1).take_while(|day| *day <= to).take(LONGEST_SEARCH as usize);
        u32::try_from(days.filter(|day| self.is_working_day(*day)).count()).unwrap_or(u32::MAX)
    }

    /// The day itself if it is a working day, else the next one: where the last day of a forward period falls on a
    /// weekend or holiday (Art. 3(4)). Never used for a look-back.
    pub fn roll_forward(&self, date: NaiveDate) -> NaiveDate {
        let mut day = date;
        for _ in 0..LONGEST_SEARCH {
            if self.is_working_day(day) {
                return day;
            }
            let Some(next) = day.succ_opt() else { break };
            day = next;
        }
        date
    }
}

/// Days one search may walk: some 270 years, more than any two dates of a ledger lie apart.
const LONGEST_SEARCH: u32 = 100_000;

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// Saturdays and Sundays, and these holidays.
    fn european(holidays: &[&str]) -> WorkingDays {
        let holidays = holidays.iter().map(|day| d(day)).collect();
        WorkingDays::new(vec![Weekday::Sat, Weekday::Sun], holidays)
    }

    /// Working days after `from`, up to and including `to`, counted day by day.
    fn counted(days: &WorkingDays, from: NaiveDate, to: NaiveDate) -> usize {
        from.iter_days().skip(1).take_while(|day| *day <= to).filter(|day| days.is_working_day(*day)).count()
    }

    fn every_day() -> impl Iterator<Item = NaiveDate> {
        d("1990-01-01").iter_days().take_while(|day| *day <= d("2199-12-31"))
    }

    #[test]
    fn look_back_follows_the_published_examples() {
        let table = [
            ("2024-01-05", "2021-01-05", "2021-01-06"),
            ("2024-02-10", "2021-02-10", "2021-02-11"),
            ("2024-02-29", "2021-02-28", "2021-03-01"),
            ("2027-02-28", "2024-02-28", "2024-02-29"),
            ("2027-03-01", "2024-03-01", "2024-03-02"),
            ("2028-02-29", "2025-02-28", "2025-03-01"),
        ];
        for (grant, closed, half_open) in table {
            assert_eq!(look_back_start(d(grant), 3, Boundary::Closed), d(closed), "{grant}");
            assert_eq!(look_back_start(d(grant), 3, Boundary::HalfOpen), d(half_open), "{grant}");
        }
    }

    #[test]
    fn release_around_february_is_not_three_years_later() {
        assert_eq!(release_day(d("2025-02-28"), 3, Boundary::Closed), d("2028-03-01"));
        assert_eq!(release_day(d("2024-02-29"), 3, Boundary::HalfOpen), d("2027-03-01"));
        assert_eq!(release_day(d("2023-11-23"), 3, Boundary::Closed), d("2026-11-24"));
        assert_eq!(release_day(d("2023-11-23"), 3, Boundary::HalfOpen), d("2026-11-23"));
    }

    /// The plain definition, walked day by day over two centuries, against the short search.
    #[test]
    fn release_day_agrees_with_brute_force() {
        let mut seen = 0;
        for boundary in [Boundary::Closed, Boundary::HalfOpen] {
            for years in [1, 2, 3, 4, 10] {
                let mut day = d("1990-01-01");
                for granted in every_day() {
                    // The release day never goes back as grants move on, so one pointer walks the whole range.
                    day = day.max(granted);
                    while look_back_start(day, years, boundary) <= granted {
                        day = day.succ_opt().unwrap();
                    }
                    assert_eq!(release_day(granted, years, boundary), day, "{granted} {years} {boundary:?}");
                    assert!(look_back_start(day.pred_opt().unwrap(), years, boundary) <= granted);
                    seen += 1;
                }
            }
        }
        assert_eq!(seen, 2 * 5 * 76_701);
    }

    #[test]
    fn look_back_never_goes_back_as_days_go_on() {
        for boundary in [Boundary::Closed, Boundary::HalfOpen] {
            let mut last = NaiveDate::MIN;
            for day in every_day() {
                let start = look_back_start(day, 3, boundary);
                assert!(last <= start && start <= day, "{day}");
                last = start;
            }
        }
    }

    #[test]
    fn twenty_working_days_skip_weekends_and_holidays() {
        let plain = european(&[]);
        // Friday 20 November 2026: the twentieth working day is Friday 18 December.
        assert_eq!(plain.add(d("2026-11-20"), 20), d("2026-12-18"));
        assert_eq!(european(&["2026-12-06", "2026-12-08"]).add(d("2026-11-20"), 20), d("2026-12-21"));
        assert_eq!(plain.add(d("2026-11-21"), 0), d("2026-11-21"));
        assert_eq!(counted(&plain, d("2026-11-20"), d("2026-12-18")), 20);
        assert_eq!(counted(&plain, d("2026-12-18"), d("2026-11-20")), 0);
    }

    #[test]
    fn adding_and_counting_working_days_agree() {
        let days = european(&["2026-12-25", "2027-01-01", "2027-01-06"]);
        for start in d("2026-11-01").iter_days().take(120) {
            for n in 1..40 {
                let end = days.add(start, u32::try_from(n).unwrap());
                assert_eq!(counted(&days, start, end), n);
                assert_eq!(counted(&days, start, end.pred_opt().unwrap()), n - 1);
            }
        }
    }

    #[test]
    fn forward_duties_roll_over_weekends() {
        let days = european(&[]);
        assert_eq!(days.roll_forward(d("2026-10-10")), d("2026-10-12"));
        assert_eq!(days.roll_forward(d("2027-01-10")), d("2027-01-11"));
        assert_eq!(days.roll_forward(d("2026-07-10")), d("2026-07-10"));
    }

    #[test]
    fn the_quarter_before_a_day_is_the_last_whole_one() {
        for (day, first, last, number) in [
            ("2026-04-01", "2026-01-01", "2026-03-31", 1),
            ("2026-06-30", "2026-01-01", "2026-03-31", 1),
            ("2026-10-10", "2026-07-01", "2026-09-30", 3),
            ("2027-01-01", "2026-10-01", "2026-12-31", 4),
        ] {
            assert_eq!(quarter_before(d(day)), Some((d(first), d(last), number)), "{day}");
        }
    }

    #[test]
    fn a_month_without_the_date_ends_the_period_with_its_last_day() {
        for (from, months, end) in [
            ("2026-08-31", 6, "2027-02-28"),
            ("2026-08-28", 6, "2027-02-28"),
            ("2027-08-31", 6, "2028-02-29"),
            ("2026-11-20", 6, "2027-05-20"),
            ("2028-02-29", 120, "2038-02-28"),
        ] {
            assert_eq!(months_later(d(from), months), d(end), "{from}");
        }
        assert_eq!(years_later(d("2028-02-29"), 10), d("2038-02-28"));
    }

    #[test]
    fn extremes_do_not_panic() {
        assert_eq!(years_later(NaiveDate::MAX, 1), NaiveDate::MAX);
        assert_eq!(years_later(d("2026-01-01"), u32::MAX), NaiveDate::MAX);
        for boundary in [Boundary::Closed, Boundary::HalfOpen] {
            for day in [NaiveDate::MIN, NaiveDate::MAX, d("2199-12-31")] {
                for years in [0, 3, u32::MAX] {
                    look_back_start(day, years, boundary);
                    release_day(day, years, boundary);
                }
            }
        }
        let week = [
            Weekday::Mon,
            Weekday::Tue,
            Weekday::Wed,
            Weekday::Thu,
            Weekday::Fri,
            Weekday::Sat,
            Weekday::Sun,
        ];
        let never = WorkingDays::new(week.to_vec(), BTreeSet::new());
        never.add(d("2026-01-01"), 1);
        never.add(NaiveDate::MAX, u32::MAX);
        assert_eq!(never.roll_forward(d("2026-01-01")), d("2026-01-01"));
    }
}
