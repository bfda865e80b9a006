//! What was used and drawn of awards: running totals by day, sums by currency.

use chrono::NaiveDate;
use imbl::{HashMap, OrdMap};
use ledger::ids::ScopedId;
use ledger::money::{Currency, Money};
use rust_decimal::Decimal;

use super::id_hash::IdHash;

/// Running totals of use, by award and day, which never fall along the days of an award; and what was drawn.
#[derive(Debug, Clone, Default)]
pub struct Usage {
    /// Of each day the first total stated and the last, which is the largest.
    totals: HashMap<IdHash, OrdMap<NaiveDate, (Decimal, Decimal)>>,
    drawn: HashMap<IdHash, OrdMap<Currency, Decimal>>,
}

impl Usage {
    /// What was drawn of an award, by currency.
    #[must_use]
    pub fn drawn(&self, award: &ScopedId) -> OrdMap<Currency, Decimal> {
        self.drawn.get(&IdHash::of(&[award.as_str()])).cloned().unwrap_or_default()
    }

    /// The largest running total of use of an award; `None` where none was stated.
    #[must_use]
    pub fn largest_total(&self, award: &ScopedId) -> Option<Decimal> {
        let totals = self.totals.get(&IdHash::of(&[award.as_str()]));
        totals.and_then(|totals| totals.get_max()).map(|(_, (_, last))| *last)
    }

    /// What was drawn of an award, by currency, with an amount drawn now.
    #[must_use]
    pub fn drawn_with(&self, award: &ScopedId, now: Money) -> OrdMap<Currency, Decimal> {
        let mut drawn = self.drawn(award);
        let sum = drawn.get(&now.currency()).copied().unwrap_or_default().saturating_add(now.amount());
        drawn.insert(now.currency(), sum);
        drawn
    }

    pub(crate) fn draw(&mut self, award: &ScopedId, now: Money) {
        let drawn = self.drawn_with(award, now);
        self.drawn.insert(IdHash::of(&[award.as_str()]), drawn);
    }

    /// Whether a running total on a day fits between those before (the day included) and those after: of several stated of one
    /// later day it must not be above the first, which was read before the others.
    #[must_use]
    pub fn fits(&self, award: &ScopedId, to: NaiveDate, total: Decimal) -> bool {
        let Some(totals) = self.totals.get(&IdHash::of(&[award.as_str()])) else { return true };
        let before = totals.get_prev(&to).map(|(_, (_, before))| *before);
        let after = to.succ_opt().and_then(|next| totals.get_next(&next)).map(|(_, (after, _))| *after);
        before.is_none_or(|before| before <= total) && after.is_none_or(|after| total <= after)
    }

    /// Whether nothing is on record as drawn or used of an award.
    #[must_use]
    pub fn is_untouched(&self, award: &ScopedId) -> bool {
        let id = IdHash::of(&[award.as_str()]);
        let drawn = self.drawn.get(&id).into_iter().flat_map(OrdMap::values);
        let used = self.totals.get(&id).into_iter().flat_map(OrdMap::values).map(|(_, last)| last);
        drawn.chain(used).all(Decimal::is_zero)
    }

    /// Puts a total on record.
    pub(crate) fn record(&mut self, award: &ScopedId, to: NaiveDate, total: Decimal) {
        let totals = self.totals.entry(IdHash::of(&[award.as_str()])).or_default();
        totals.entry(to).or_insert((total, total)).1 = total;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_never_fall_along_the_days() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
        let award: ScopedId = "a".parse::<ledger::ids::ScopedRef>().unwrap().full(&"p".parse().unwrap());
        let mut usage = Usage::default();
        assert!(usage.fits(&award, day(10), Decimal::ZERO));
        usage.record(&award, day(10), Decimal::from(5));
        usage.record(&award, day(20), Decimal::from(9));
        for (on, total, fits) in [
            (9, 5, true),
            (9, 6, false),
            (10, 4, false),
            (10, 5, true),
            (10, 9, true),
            (10, 10, false),
            (15, 4, false),
            (15, 9, true),
            (15, 10, false),
            (20, 8, false),
            (21, 8, false),
            (21, 9, true),
        ] {
            assert_eq!(usage.fits(&award, day(on), Decimal::from(total)), fits, "{total} on the {on}th");
        }
        usage.record(&award, day(20), Decimal::from(11));
        assert!(!usage.fits(&award, day(20), Decimal::from(10)), "the later total of a day stands");
        assert!(!usage.fits(&award, day(15), Decimal::from(10)), "9 were read on the 20th before 11 were");
    }
}
