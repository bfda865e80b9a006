//! Dates by walking the calendar: no look-back or release formula of the product is used.

use chrono::{Datelike as _, Days, NaiveDate};

use crate::ops::Day;

/// The date with these fields.
pub fn day(year: i32, month: u32, day: u32) -> Day {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or(NaiveDate::MAX)
}

/// The day after.
pub fn next(date: Day) -> Day {
    date.succ_opt().unwrap_or(date)
}

/// First day of the three years that end on `end`: the same date, or the last day of that month where it lacks the date.
pub fn start(end: Day, half_open: bool) -> Day {
    let mut same = None;
    // 31 down to the day itself is no more than four steps: only 29 February has no namesake.
    for number in (1..=end.day()).rev() {
        if same.is_none() {
            same = NaiveDate::from_ymd_opt(end.year() - 3, end.month(), number);
        }
    }
    let same = same.unwrap_or(end);
    if half_open { next(same) } else { same }
}

/// The first day whose three years no longer hold `granted`.
pub fn release(granted: Day, half_open: bool) -> Day {
    let mut date = granted + Days::new(1090);
    while start(date, half_open) <= granted {
        date = next(date);
    }
    date
}
