//! The discount rate of a granting date: the granting State's base rate and a margin (Communication 2008/C 14/02).

use chrono::NaiveDate;
use num_rational::BigRational;
use rust_decimal::Decimal;

use super::aided::Priced;
use super::exact::{percent, whole};
use super::worth::Worth;
use crate::pack::rule::DiscountRule;
use crate::state::{PublishedBaseRate, State};

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
    /// Days before the grant after which the base rate is old.
    pub base_rate_age: u32,
    /// Where margin and year are written.
    pub rule: &'a DiscountRule,
    /// One plus the rate.
    pub growth: BigRational,
}

/// The rate for a grant.
///
/// # Errors
/// Where no pack says how to discount, where the State has no base rate, or where the rate would leave nothing to divide by.
pub(crate) fn rate(state: &State, to: Priced) -> Result<DiscountRate<'_>, Worth> {
    let on = to.granted_on;
    let rule = state.packs().discount(&to.regime, on).ok_or(Worth::NotCovered)?;
    let margin = rule.margin_percent.on(on).ok_or(Worth::NotCovered)?.value;
    let year_days = rule.year_days.on(on).ok_or(Worth::NotCovered)?.value;
    let base_rate_age = rule.base_rate_age.on(on).ok_or(Worth::NotCovered)?.value;
    let base = to.member_state.and_then(|member_state| state.reference.base_rate(member_state, on));
    let (from, base) = base.ok_or(Worth::NoBaseRate)?;
    let growth = whole(1) + percent(base.percent) + percent(margin);
    let rate = DiscountRate { from, base, margin, year_days, base_rate_age, rule, growth };
    if rate.growth > whole(0) { Ok(rate) } else { Err(Worth::NoBaseRate) }
}

/// Days from the grant to a payment; none to one that was due before.
pub(crate) fn days(granted_on: NaiveDate, due: NaiveDate) -> u32 {
    u32::try_from(due.signed_duration_since(granted_on).num_days()).unwrap_or(0)
}
