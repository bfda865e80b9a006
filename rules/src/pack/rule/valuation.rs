//! How aid that is not money given becomes a gross grant equivalent.

use std::collections::BTreeMap;

use ledger::event::aid::Origin;
use ledger::event::undertaking::CreditBand;
use ledger::money::Currency;
use rust_decimal::Decimal;

use crate::calendar::Boundary;
use crate::pack::param::{LoanFormula, PerState};
use crate::pack::regime::{Regime, Regimes};
use crate::pack::timeline::Dated;

use super::head::Head;
use super::option::StateOption;
use super::reader::RuleReader;

/// No year has more days; the search for roots of a discount rate is bounded by it.
const YEAR_DAYS_MAX: u32 = 366;

/// How old the exchange rate of an award in another currency may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForexRule {
    /// Id, title, dates, citation.
    pub head: Head,
    /// The regimes.
    pub regimes: Regimes,
    /// Days between the rate's date and the grant date; an older rate is no rate.
    pub max_age_days: Dated<u32>,
}

/// Rates at which currencies that the euro replaced are converted for good, under every regime.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConversionRule {
    /// Id, title, dates, citation.
    pub head: Head,
    /// Units of a currency for one euro; before its first day a currency has none.
    pub rates: BTreeMap<Currency, Dated<Decimal>>,
}

/// Whose money is State aid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FundingRule {
    /// Id, title, dates, citation.
    pub head: Head,
    /// The regimes.
    pub regimes: Regimes,
    /// Where money comes from that counts as the State's, until somebody decides otherwise.
    pub origins: Vec<Origin>,
}

impl FundingRule {
    /// Whether money from there counts as the State's.
    pub fn counts(&self, origin: Origin) -> bool {
        self.origins.contains(&origin)
    }
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
    /// Whether insolvency and rating shut out the formula alone, and no other method.
    pub gates_the_formula_alone: bool,
    /// What stands in the place of its figures where the State has chosen so.
    pub option: Option<StateOption>,
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
    pub regimes: Regimes,
    /// Percentage points added to the base rate of the granting State.
    pub margin_percent: Dated<Decimal>,
    /// Days of a year in the exponent of the annual compounding.
    pub year_days: Dated<u32>,
    /// Days before the grant after which a base rate is said to be old.
    pub base_rate_age: Dated<u32>,
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
    /// What stands in its place where the State has chosen so.
    pub option: Option<StateOption>,
}

/// Up to which cap another instrument is transparent aid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CappedRule {
    /// Id, title, dates, citation.
    pub head: Head,
    /// The regime.
    pub regime: Regime,
    /// The largest cap, in euro; exactly so much is transparent.
    pub limit: Dated<Decimal>,
    /// What stands in its place where the State has chosen so.
    pub option: Option<StateOption>,
}

/// What guarantees on a portfolio of loans are worth to the intermediary that gives them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PortfolioRule {
    /// Id, title, dates, citation.
    pub head: Head,
    /// The regime.
    pub regime: Regime,
    /// The regime's ceiling, in euro.
    pub ceiling: Dated<Decimal>,
    /// Of which the loans must be less.
    pub total: Dated<Decimal>,
    /// The same where no loan is above `small_loan`.
    pub total_small: Dated<Decimal>,
    /// The largest loan then.
    pub small_loan: Dated<Decimal>,
    /// Highest cover, in percent.
    pub cover_max_percent: Dated<Decimal>,
    /// The least rating band of borrowers.
    pub least_band: Dated<CreditBand>,
    /// Over how many years loans are added up.
    pub years: u32,
    /// Whether the first day of them counts.
    pub boundary: PerState<Boundary>,
}

pub(super) fn portfolio(rule: &mut RuleReader<'_, '_>) -> Option<PortfolioRule> {
    let regime = rule.regime();
    let [ceiling, total, total_small, small_loan] =
        ["ceiling", "total", "total_small", "small_loan"].map(|key| rule.eur(key));
    let cover = rule.percent("cover_max");
    let least_band = rule.credit_band("least_band");
    let years = rule.block.whole("years");
    if years.is_some_and(|years| !(1..=30).contains(&years)) {
        rule.block.refuse("years", "no or too many years", "1 to 30");
    }
    let boundary = rule.boundary("boundary");
    Some(PortfolioRule {
        head: rule.head()?,
        regime: regime?,
        ceiling: ceiling?,
        total: total?,
        total_small: total_small?,
        small_loan: small_loan?,
        cover_max_percent: cover?,
        least_band: least_band?,
        years: years?,
        boundary: boundary?,
    })
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
    /// Whether losses must be borne in proportion.
    pub asks_for_losses: bool,
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
    /// To how many decimals the years of a loan are rounded before they enter the formula.
    pub years_decimals: Dated<u32>,
    /// Percentage points above the base rate for an undertaking without a rating.
    pub margin_percent: Dated<Decimal>,
    /// The least rating band of a large undertaking.
    pub least_band: Dated<CreditBand>,
    /// Days before the grant after which a base rate is said to be old.
    pub base_rate_age: Dated<u32>,
}

pub(super) fn conversion(rule: &mut RuleReader<'_, '_>) -> Option<ConversionRule> {
    let rates = rule.conversion_rates("rates");
    Some(ConversionRule { head: rule.head()?, rates: rates? })
}

pub(super) fn capped(rule: &mut RuleReader<'_, '_>) -> Option<CappedRule> {
    let regime = rule.regime();
    let limit = rule.eur("limit");
    let option = StateOption::read(rule, &["limit"]);
    Some(CappedRule { head: rule.head()?, regime: regime?, limit: limit?, option: option? })
}

pub(super) fn forex(rule: &mut RuleReader<'_, '_>) -> Option<ForexRule> {
    let regimes = rule.regimes_or_any_other();
    let max_age_days = rule.count("max_age", "day");
    Some(ForexRule { head: rule.head()?, regimes: regimes?, max_age_days: max_age_days? })
}

pub(super) fn funding(rule: &RuleReader<'_, '_>) -> Option<FundingRule> {
    let regimes = rule.regimes_or_any_other();
    let words = rule.block.words("origins")?;
    let all = Origin::ALL.iter().map(|origin| origin.as_str()).collect::<Vec<_>>().join(", ");
    let mut origins: Vec<Origin> = Vec::new();
    for word in &words {
        match word.parse() {
            Ok(origin) => origins.push(origin),
            Err(_) => {
                rule.block.refuse("origins", &format!("unknown origin `{word}`"), &format!("any of {all}"));
            }
        }
    }
    if words.is_empty() {
        let message = format!("{} counts no money", rule.block.name());
        rule.block.refuse("origins", &message, &format!("any of {all}"));
    }
    Some(FundingRule { head: rule.head()?, regimes: regimes?, origins })
}

pub(super) fn discount(rule: &mut RuleReader<'_, '_>) -> Option<DiscountRule> {
    let regimes = rule.regimes_or_any_other();
    let margin_percent = rule.percent("margin");
    let year_days = rule.count("year_days", "day");
    let base_rate_age = rule.count("base_rate_age", "day");
    let mut days = year_days.iter().flat_map(Dated::entries).map(|entry| entry.value);
    if let Some(days) = days.find(|days| !(1..=YEAR_DAYS_MAX).contains(days)) {
        let message = format!("{} has a year of {days} days", rule.block.name());
        rule.block.refuse("year_days", &message, "name a parameter of 365, or 360");
        return None;
    }
    Some(DiscountRule {
        head: rule.head()?,
        regimes: regimes?,
        margin_percent: margin_percent?,
        year_days: year_days?,
        base_rate_age: base_rate_age?,
    })
}

pub(super) fn capital(rule: &mut RuleReader<'_, '_>) -> Option<CapitalRule> {
    let regime = rule.regime();
    let limit = rule.eur("limit");
    let option = StateOption::read(rule, &["limit"]);
    Some(CapitalRule { head: rule.head()?, regime: regime?, limit: limit?, option: option? })
}

fn harbour(rule: &mut RuleReader<'_, '_>) -> Option<SafeHarbour> {
    let regime = rule.regime();
    let ceiling = rule.eur("ceiling");
    let short_amount = rule.eur("short_amount");
    let short_years = rule.count("short_years", "year");
    let long_amount = rule.eur("long_amount");
    let long_years = rule.count("long_years", "year");
    let least_band = rule.credit_band("least_band");
    let gate = either(rule, "gate", ("every-method", "formula"));
    let option = StateOption::read(rule, &["ceiling", "short_amount", "long_amount"]);
    Some(SafeHarbour {
        regime: regime?,
        ceiling: ceiling?,
        short_amount: short_amount?,
        short_years: short_years?,
        long_amount: long_amount?,
        long_years: long_years?,
        least_band: least_band?,
        gates_the_formula_alone: gate?,
        option: option?,
    })
}

/// Whether the second of two words stands at a key, of which the first need not be written.
fn either(rule: &RuleReader<'_, '_>, key: &str, (first, second): (&str, &str)) -> Option<bool> {
    if !rule.block.has(key) {
        return Some(false);
    }
    let word = |word: &str| (word == first || word == second).then(|| word == second);
    rule.block.word(key, &format!("{first}, {second}"), word)
}

pub(super) fn loan(rule: &mut RuleReader<'_, '_>) -> Option<LoanSafeHarbour> {
    let harbour = harbour(rule);
    let collateral = rule.percent("collateral_min");
    Some(LoanSafeHarbour { head: rule.head()?, harbour: harbour?, collateral_min_percent: collateral? })
}

pub(super) fn guarantee(rule: &mut RuleReader<'_, '_>) -> Option<GuaranteeSafeHarbour> {
    let harbour = harbour(rule);
    let cover = rule.percent("cover_max");
    let not_asked = either(rule, "losses", ("proportional", "not-asked"));
    Some(GuaranteeSafeHarbour {
        head: rule.head()?,
        harbour: harbour?,
        cover_max_percent: cover?,
        asks_for_losses: !not_asked?,
    })
}

pub(super) fn reference_rate(rule: &mut RuleReader<'_, '_>) -> Option<ReferenceRateLoan> {
    let regime = rule.regime();
    let formula = rule.loan_formula("formula");
    let years_decimals = rule.count("years_decimals", "decimals");
    let margin_percent = rule.percent("margin");
    let least_band = rule.credit_band("least_band");
    let base_rate_age = rule.count("base_rate_age", "day");
    Some(ReferenceRateLoan {
        head: rule.head()?,
        regime: regime?,
        formula: formula?,
        years_decimals: years_decimals?,
        margin_percent: margin_percent?,
        least_band: least_band?,
        base_rate_age: base_rate_age?,
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
