//! What the reference tables say: exchange rates (F2), base rates (F5), prices (F4), holidays.

use chrono::{Datelike as _, Days, Weekday};

use super::fraction::Fraction;
use super::law::irrevocable;
use super::{Past, dates};
use crate::ops::aid::HourPrice;
use crate::ops::{Day, HolidayRow, Op, RateRow, Sum};

/// Millionths of the currency for one euro that hold on a day (F2).
fn rate(past: &[Past], state: Option<&str>, currency: &str, on: Day) -> Option<i128> {
    if currency == "EUR" {
        return Some(1_000_000);
    }
    if let Some((from, micro)) = irrevocable(currency)
        && from <= on
    {
        return Some(micro);
    }
    let mut rows = Vec::new();
    for past in past {
        if let Op::Rates(published) = &past.op {
            rows.extend(published.iter().filter(|row| row.currency == currency));
        }
    }
    let own = rows.iter().any(|row| row.state.is_some() && row.state == state);
    let of_source = |row: &&&RateRow| if own { row.state == state } else { row.state.is_none() };
    let holding = rows.iter().filter(of_source).filter(|row| row.date <= on && on <= holds_until(row));
    // The newest, and of equals the last one published.
    let newest = holding.enumerate().max_by_key(|(place, row)| (row.date, *place));
    newest.map(|(_, row)| row.rate_e4 * 100)
}

/// The last day on which a row holds.
fn holds_until(row: &RateRow) -> Day {
    row.until.unwrap_or_else(|| {
        if !row.monthly {
            return row.date + Days::new(7);
        }
        let mut last = row.date;
        while dates::next(last).month() == row.date.month() {
            last = dates::next(last);
        }
        last
    })
}

/// A sum in euro cents, exactly.
pub(super) fn euro(past: &[Past], sum: Sum, state: Option<&str>, on: Day) -> Option<Fraction> {
    let rate = rate(past, state, sum.currency, on)?;
    Some(Fraction::of(sum.minor * 1_000_000, rate))
}

/// The base rate of a State in hundredths of a percent, and since when it is.
pub(super) fn base_rate(past: &[Past], state: Option<&str>, on: Day) -> Option<(Day, i128)> {
    let mut newest: Option<(Day, i128)> = None;
    for past in past {
        let Op::BaseRates(rows) = &past.op else { continue };
        for row in rows {
            let fits = Some(row.state) == state && row.from <= on;
            if fits && newest.is_none_or(|(from, _)| from <= row.from) {
                newest = Some((row.from, row.percent_e2));
            }
        }
    }
    newest
}

/// The price of an hour in the table.
///
/// Reading: rows of the partition are looked for at any date; only where it has none at all, those without one serve.
pub(super) fn price(
    past: &[Past],
    system: &str,
    partition: Option<&str>,
    unit: &str,
    on: Day,
) -> Option<HourPrice> {
    let mut rows = Vec::new();
    for past in past {
        if let Op::Prices(published) = &past.op {
            rows.extend(published.iter().filter(|row| row.system == system && row.unit == unit));
        }
    }
    let own = rows.iter().any(|row| row.partition == partition);
    let mut newest: Option<(Day, HourPrice)> = None;
    for row in rows {
        let of_partition = if own { row.partition == partition } else { row.partition.is_none() };
        if of_partition && row.from <= on && newest.is_none_or(|(from, _)| from <= row.from) {
            newest = Some((row.from, row.price));
        }
    }
    newest.map(|(_, price)| price)
}

/// Whether what was granted on a day came too late on another (P9, P10).
pub(super) fn is_late(past: &[Past], state: &str, granted: Day, measured: Day) -> bool {
    let mut rows: Vec<&HolidayRow> = Vec::new();
    for past in past {
        if let Op::Holidays(published) = &past.op {
            rows.extend(published.iter().filter(|row| row.state.is_none_or(|of| of == state)));
        }
    }
    let of = |year: i32, official: bool| {
        let own = |row: &&&HolidayRow| row.state.is_some() && row.date.year() == year;
        rows.iter().filter(own).any(|row| row.official || !official)
    };
    let is_holiday = |day: Day| {
        let official = of(day.year(), true);
        let counts = |row: &&HolidayRow| row.state.is_none() || row.official || !official;
        rows.iter().any(|row| row.date == day && counts(row))
    };
    let works = |day: Day| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !is_holiday(day);
    let mut date = granted;
    let mut working = 0;
    while date < measured {
        date = dates::next(date);
        working += i32::from(works(date));
    }
    let years = || dates::next(granted).year()..=measured.year();
    let term = 20;
    let least = if years().all(|year| of(year, true)) {
        1
    } else if years().all(|year| of(year, false)) {
        3
    } else {
        20
    };
    working - term >= least
}
