//! Fractions of whole numbers, and euro by the exchange rates on record.

use chrono::Days;

use super::{Gge, Model};
use crate::ops::{Aid, Day, Op, RateRow, Sum};

/// A fraction of cents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fraction {
    above: i128,
    below: i128,
}

fn common(a: i128, b: i128) -> i128 {
    if b == 0 { a } else { common(b, a % b) }
}

impl Fraction {
    fn new(above: i128, below: i128) -> Self {
        let by = common(above.abs(), below).max(1);
        Self { above: above / by, below: below / by }
    }

    /// This less another.
    pub fn less(self, other: Self) -> Self {
        Self::new(self.above * other.below - other.above * self.below, self.below * other.below)
    }

    /// Whole cents, a half going up, never below zero.
    pub fn cents(self) -> i128 {
        let doubled = 2 * self.above + self.below;
        if doubled < 0 { 0 } else { doubled / (2 * self.below) }
    }
}

impl Model {
    fn rates(&self) -> Vec<&RateRow> {
        let mut rows = Vec::new();
        for past in &self.past {
            if let Op::Rates(published) = &past.op {
                rows.extend(published);
            }
        }
        rows
    }

    /// Ten-thousandths of the currency for one euro: of the day or up to seven days before it.
    fn rate(&self, state: &str, currency: &str, on: Day) -> Option<i128> {
        if currency == "EUR" {
            return Some(10_000);
        }
        let rows = self.rates();
        let own = rows.iter().any(|row| row.currency == currency && row.state == Some(state));
        for back in 0..=7 {
            let date = on - Days::new(back);
            // The last one published for a day holds.
            for row in rows.iter().rev() {
                let of_source = if own { row.state == Some(state) } else { row.state.is_none() };
                if of_source && row.currency == currency && row.date == date {
                    return Some(row.rate_e4);
                }
            }
        }
        None
    }

    /// A sum in euro cents, exactly.
    pub(super) fn euro(&self, sum: Sum, state: &str, on: Day) -> Option<Fraction> {
        Some(Fraction::new(sum.minor * 10_000, self.rate(state, sum.currency, on)?))
    }

    /// The gross grant equivalent; `None` where a rate is missing.
    pub(super) fn worth(&self, aid: &Aid, state: &str, on: Day) -> Option<Gge> {
        let euro = |sum: &Sum| self.euro(*sum, state, on);
        let exact = |cents: i128| (cents, Some(cents));
        Some(match aid {
            Aid::Grant(sum) | Aid::Declared(sum) => exact(euro(sum)?.cents()),
            Aid::Credits { face: value, paid } | Aid::Service { value, paid } => {
                exact(euro(value)?.less(euro(paid)?).cents())
            }
            Aid::Compute { micro_rate, currency, milli_hours, paid } => {
                // Millionths times thousandths of the currency, in hundredths: seven places too many.
                let price = Fraction::new(
                    micro_rate * milli_hours * 10_000,
                    self.rate(state, currency, on)? * 10_000_000,
                );
                exact(price.less(euro(paid)?).cents())
            }
            Aid::Range { low, high } => {
                let low = match low {
                    Some(low) => euro(low)?.cents(),
                    None => 0,
                };
                let high = match high {
                    Some(high) => Some(euro(high)?.cents()),
                    None => None,
                };
                (low, high)
            }
        })
    }
}
