//! What the reference tables say: exchange rates (F2), base rates (F5), prices (F4), holidays.

use chrono::Days;

use super::Past;
use super::fraction::Fraction;
use crate::ops::aid::HourPrice;
use crate::ops::{Day, Op, Sum};

/// Ten-thousandths of the currency for one euro: of the day or up to seven days before it.
fn rate(past: &[Past], state: Option<&str>, currency: &str, on: Day) -> Option<i128> {
    if currency == "EUR" {
        return Some(10_000);
    }
    let mut rows = Vec::new();
    for past in past {
        if let Op::Rates(published) = &past.op {
            rows.extend(published.iter().filter(|row| row.currency == currency));
        }
    }
    let own = rows.iter().any(|row| row.state.is_some() && row.state == state);
    for back in 0..=7 {
        let date = on - Days::new(back);
        // The last one published for a day holds.
        for row in rows.iter().rev() {
            let of_source = if own { row.state == state } else { row.state.is_none() };
            if of_source && row.date == date {
                return Some(row.rate_e4);
            }
        }
    }
    None
}

/// A sum in euro cents, exactly.
pub(super) fn euro(past: &[Past], sum: Sum, state: Option<&str>, on: Day) -> Option<Fraction> {
    let rate = rate(past, state, sum.currency, on)?;
    Some(Fraction::of(sum.minor * 10_000, rate))
}

/// The base rate of a State in hundredths of a percent.
pub(super) fn base_rate(past: &[Past], state: Option<&str>, on: Day) -> Option<i128> {
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
    newest.map(|(_, percent_e2)| percent_e2)
}

/// One and the rate that discounts: base rate and one percentage point.
pub(super) fn discount(past: &[Past], state: Option<&str>, on: Day) -> Option<Fraction> {
    base_rate(past, state, on).map(|percent_e2| Fraction::of(10_000 + percent_e2 + 100, 10_000))
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

/// Public holidays of a State, and those of all.
pub(super) fn holidays(past: &[Past], state: Option<&str>) -> Vec<Day> {
    let mut days = Vec::new();
    for past in past {
        if let Op::Holidays(rows) = &past.op {
            let here = rows.iter().filter(|(of, _)| of.is_none_or(|of| Some(of) == state));
            days.extend(here.map(|(_, date)| *date));
        }
    }
    days
}
