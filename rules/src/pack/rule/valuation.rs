//! How aid that is not money given becomes a gross grant equivalent.

use rust_decimal::Decimal;

use crate::pack::fault::Faults;
use crate::pack::read::Block;
use crate::pack::regime::Regime;
use crate::pack::timeline::Dated;

use super::{Head, Resolver, read_regime, read_regimes};

/// How old the exchange rate of an award in another currency may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForexRule {
    /// Id, title, dates, citation.
    pub head: Head,
    /// The regimes.
    pub regimes: Vec<Regime>,
    /// Days between the rate's date and the grant date; an older rate is no rate.
    pub max_age_days: Dated<u32>,
}

/// The two branches of a safe harbour. Within both, the grant equivalent is ceiling x (amount / short amount) x
/// (years / short years); beyond `long_amount` and `short_years` together there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SafeHarbour {
    /// The regime.
    pub regime: Regime,
    /// The regime's ceiling, in euro.
    pub ceiling: Dated<Decimal>,
    /// Largest amount for the shorter term, in euro.
    pub short_amount: Dated<Decimal>,
    /// The shorter term, in years.
    pub short_years: Dated<u32>,
    /// Largest amount for the longer term, in euro.
    pub long_amount: Dated<Decimal>,
    /// The longer term, in years.
    pub long_years: Dated<u32>,
}

/// Loans within the safe harbour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoanSafeHarbour {
    /// Id, title, dates, citation.
    pub head: Head,
    /// The branches; amounts are principals.
    pub harbour: SafeHarbour,
    /// Least collateral, in percent of the loan.
    pub collateral_min_percent: Dated<Decimal>,
}

/// Guarantees within the safe harbour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuaranteeSafeHarbour {
    /// Id, title, dates, citation.
    pub head: Head,
    /// The branches; amounts are amounts guaranteed.
    pub harbour: SafeHarbour,
    /// Highest cover at any moment, in percent of the underlying loan.
    pub cover_max_percent: Dated<Decimal>,
}

pub(super) fn forex(
    head: Option<Head>,
    block: &Block<'_>,
    resolver: &mut Resolver<'_>,
    faults: &mut Faults,
) -> Option<ForexRule> {
    let regimes = read_regimes(block, faults);
    let max_age_days = resolver.count("max_age", "day", head.as_ref(), block, faults);
    Some(ForexRule { head: head?, regimes: regimes?, max_age_days: max_age_days? })
}

fn harbour(
    head: Option<&Head>,
    block: &Block<'_>,
    resolver: &mut Resolver<'_>,
    faults: &mut Faults,
) -> Option<SafeHarbour> {
    let regime = read_regime(block, faults);
    let ceiling = resolver.eur("ceiling", head, block, faults);
    let short_amount = resolver.eur("short_amount", head, block, faults);
    let short_years = resolver.count("short_years", "year", head, block, faults);
    let long_amount = resolver.eur("long_amount", head, block, faults);
    let long_years = resolver.count("long_years", "year", head, block, faults);
    Some(SafeHarbour {
        regime: regime?,
        ceiling: ceiling?,
        short_amount: short_amount?,
        short_years: short_years?,
        long_amount: long_amount?,
        long_years: long_years?,
    })
}

pub(super) fn loan(
    head: Option<Head>,
    block: &Block<'_>,
    resolver: &mut Resolver<'_>,
    faults: &mut Faults,
) -> Option<LoanSafeHarbour> {
    let harbour = harbour(head.as_ref(), block, resolver, faults);
    let collateral = resolver.percent("collateral_min", head.as_ref(), block, faults);
    Some(LoanSafeHarbour { head: head?, harbour: harbour?, collateral_min_percent: collateral? })
}

pub(super) fn guarantee(
    head: Option<Head>,
    block: &Block<'_>,
    resolver: &mut Resolver<'_>,
    faults: &mut Faults,
) -> Option<GuaranteeSafeHarbour> {
    let harbour = harbour(head.as_ref(), block, resolver, faults);
    let cover = resolver.percent("cover_max", head.as_ref(), block, faults);
    Some(GuaranteeSafeHarbour { head: head?, harbour: harbour?, cover_max_percent: cover? })
}
