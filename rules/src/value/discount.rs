//! The discount rate of a granting date: the granting State's base rate and a margin (Communication 2008/C 14/02).

use chrono::NaiveDate;
use num_rational::BigRational;
use rust_decimal::Decimal;

use super::aided::Priced;
use super::exact::{percent, whole};
use crate::pack::rule::DiscountRule;
use crate::state::{PublishedBaseRate, State};

/// The margin and the days of a year where no pack speaks of the regime: legacy awards are discounted like new ones.
const MARGIN_PERCENT: Decimal = Decimal::ONE;
const YEAR_DAYS: u32 = 365;

/// No year has more days; the search for roots is bounded by it.
const YEAR_DAYS_MAX: u32 = 366;

/// The rate at which payments to come are discounted, with what it is made of.
#[derive(Debug, Clone)]
pub(crate) struct DiscountRate<'a> {
    /// First day for which the base rate holds.
    pub from: NaiveDate,
    /// The base rate.
    pub base: &'a PublishedBaseRate,
    /// Percentage points on top.
    pub margin: Decimal,
    /// Days of a year.
    pub year_days: u32,
    /// Where margin and year are written; `None` where no pack speaks of the regime.
    pub rule: Option<&'a DiscountRule>,
    /// One plus the rate.
    pub growth: BigRational,
}

/// The rate for a grant; `None` without a base rate, or where it would leave nothing to divide by.
pub(crate) fn rate(state: &State, to: Priced) -> Option<DiscountRate<'_>> {
    let (from, base) = state.reference.base_rate(to.member_state?, to.granted_on)?;
    let rule = state.packs().discount(&to.regime, to.granted_on);
    let margin =
        rule.and_then(|rule| rule.margin_percent.on(to.granted_on)).map_or(MARGIN_PERCENT, |e| e.value);
    let year_days = rule.and_then(|rule| rule.year_days.on(to.granted_on)).map_or(YEAR_DAYS, |e| e.value);
    let growth = whole(1) + percent(base.percent) + percent(margin);
    let divides = growth > whole(0) && (1..=YEAR_DAYS_MAX).contains(&year_days);
    divides.then_some(DiscountRate { from, base, margin, year_days, rule, growth })
}

/// Days from the grant to a payment; none to one that was due before.
pub(crate) fn days(granted_on: NaiveDate, due: NaiveDate) -> u32 {
    u32::try_from(due.signed_duration_since(granted_on).num_days()).unwrap_or(0)
}
