//! How aid that is not money given becomes a gross grant equivalent.

use ledger::event::undertaking::CreditBand;
use rust_decimal::Decimal;

use crate::pack::fault::Faults;
use crate::pack::param::{LoanFormula, PerState};
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
    /// The least rating band of a large undertaking.
    pub least_band: Dated<CreditBand>,
}

/// Whether a rating band is as good as `least` or better; `unrated` never is.
pub fn band_suffices(band: CreditBand, least: CreditBand) -> bool {
    let rank = |wanted: CreditBand| {
        CreditBand::ALL.iter().filter(|b| **b != CreditBand::Unrated).position(|b| *b == wanted)
    };
    match (rank(band), rank(least)) {
        (Some(band), Some(least)) => band <= least,
        _ => false,
    }
}

/// At which rate payments to come are discounted to the day of the grant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiscountRule {
    /// Id, title, dates, citation.
    pub head: Head,
    /// The regimes.
    pub regimes: Vec<Regime>,
    /// Percentage points added to the base rate of the granting State.
    pub margin_percent: Dated<Decimal>,
    /// Days of a year in the exponent of the annual compounding.
    pub year_days: Dated<u32>,
}

/// Up to which amount a capital injection is transparent aid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CapitalRule {
    /// Id, title, dates, citation.
    pub head: Head,
    /// The regime.
    pub regime: Regime,
    /// The largest injection, in euro; exactly so much is transparent.
    pub limit: Dated<Decimal>,
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

/// Loans whose grant equivalent is the interest they save against a reference rate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferenceRateLoan {
    /// Id, title, dates, citation.
    pub head: Head,
    /// The regime.
    pub regime: Regime,
    /// By which formula, per granting State.
    pub formula: PerState<LoanFormula>,
    /// Percentage points above the base rate for an undertaking without a rating.
    pub margin_percent: Dated<Decimal>,
    /// The least rating band of a large undertaking.
    pub least_band: Dated<CreditBand>,
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

pub(super) fn discount(
    head: Option<Head>,
    block: &Block<'_>,
    resolver: &mut Resolver<'_>,
    faults: &mut Faults,
) -> Option<DiscountRule> {
    let regimes = read_regimes(block, faults);
    let margin_percent = resolver.percent("margin", head.as_ref(), block, faults);
    let year_days = resolver.count("year_days", "day", head.as_ref(), block, faults);
    if year_days.iter().flat_map(Dated::entries).any(|entry| entry.value == 0) {
        block.refuse("year_days", "a year of no days", "365, or 360", faults);
        return None;
    }
    Some(DiscountRule {
        head: head?,
        regimes: regimes?,
        margin_percent: margin_percent?,
        year_days: year_days?,
    })
}

pub(super) fn capital(
    head: Option<Head>,
    block: &Block<'_>,
    resolver: &mut Resolver<'_>,
    faults: &mut Faults,
) -> Option<CapitalRule> {
    let regime = read_regime(block, faults);
    let limit = resolver.eur("limit", head.as_ref(), block, faults);
    Some(CapitalRule { head: head?, regime: regime?, limit: limit? })
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
    let least_band = resolver.credit_band("least_band", head, block, faults);
    Some(SafeHarbour {
        regime: regime?,
        ceiling: ceiling?,
        short_amount: short_amount?,
        short_years: short_years?,
        long_amount: long_amount?,
        long_years: long_years?,
        least_band: least_band?,
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

pub(super) fn reference_rate(
    head: Option<Head>,
    block: &Block<'_>,
    resolver: &mut Resolver<'_>,
    faults: &mut Faults,
) -> Option<ReferenceRateLoan> {
    let regime = read_regime(block, faults);
    let formula = resolver.loan_formula("formula", head.as_ref(), block, faults);
    let margin_percent = resolver.percent("margin", head.as_ref(), block, faults);
    let least_band = resolver.credit_band("least_band", head.as_ref(), block, faults);
    Some(ReferenceRateLoan {
        head: head?,
        regime: regime?,
        formula: formula?,
        margin_percent: margin_percent?,
        least_band: least_band?,
    })
}

#[cfg(test)]
mod tests {
    use ledger::event::undertaking::CreditBand;

    use super::band_suffices;

    #[test]
    fn a_band_suffices_from_the_least_one_upwards_and_no_rating_never_does() {
        for good in [CreditBand::Aaa, CreditBand::Bbb, CreditBand::Bb, CreditBand::B] {
            assert!(band_suffices(good, CreditBand::B), "{good}");
        }
        for bad in [CreditBand::Ccc, CreditBand::Unrated] {
            assert!(!band_suffices(bad, CreditBand::B), "{bad}");
        }
        assert!(band_suffices(CreditBand::Ccc, CreditBand::Ccc));
        assert!(!band_suffices(CreditBand::Unrated, CreditBand::Unrated));
    }
}
