//! Loans valued by the difference to the reference rate of the granting date, where a State has a formula (Art. 4(3)(c)).

use ledger::event::aid::Loan;
use ledger::event::undertaking::CreditBand;
use num_rational::BigRational;
use rust_decimal::{Decimal, RoundingStrategy};

use super::aided::Priced;
use super::exact::{fraction, percent};
use super::market::Market;
use super::worth::Worth;
use crate::pack::rule::Head;
use crate::pack::{Entry, LoanFormula};
use crate::state::{Known, State};

/// The rule on loans by reference rate with its values for a State and a granting date.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ByRate<'a> {
    pub head: &'a Head,
    pub formula: &'a Entry<LoanFormula>,
    /// Decimals of the years in the formula.
    pub years_decimals: &'a Entry<u32>,
    /// Percentage points above the base rate for an undertaking without a rating.
    pub margin: &'a Entry<Decimal>,
    pub least_band: &'a Entry<CreditBand>,
    /// Days before the grant after which a base rate is old.
    pub base_rate_age: u32,
}

/// The formula of the granting State for loans by reference rate; `None` where no pack has one.
pub(crate) fn by_rate(state: &State, to: Priced) -> Option<ByRate<'_>> {
    let (rule, on) = (state.packs().reference_rate_loan(&to.regime, to.granted_on)?, to.granted_on);
    let formula = rule.formula.on(to.member_state?.as_str(), on)?;
    let by_rate = ByRate {
        head: &rule.head,
        formula,
        years_decimals: rule.years_decimals.on(on)?,
        margin: rule.margin_percent.on(on)?,
        least_band: rule.least_band.on(on)?,
        base_rate_age: rule.base_rate_age.on(on)?.value,
    };
    (formula.value == LoanFormula::Undiscounted).then_some(by_rate)
}

impl ByRate<'_> {
    /// The years of a loan as they enter the formula.
    pub(crate) fn years(&self, loan: &Loan) -> Decimal {
        let years = loan.years.value();
        years.round_dp_with_strategy(self.years_decimals.value, RoundingStrategy::MidpointAwayFromZero)
    }
}

/// Whether the margin for an undertaking without a rating is its own.
pub(crate) fn is_unrated(known: &Known) -> bool {
    known.credit_band.is_none_or(|(band, _)| band == CreditBand::Unrated)
}

impl Market<'_> {
    /// What is missing for a loan by reference rate: the formula, and for a rating a margin.
    pub(super) fn lacks_by_rate(&mut self, known: &Known) {
        let rule = by_rate(self.state, self.to);
        if self.noted(rule.ok_or(Worth::NotCovered)).is_some() && !is_unrated(known) {
            self.noted::<()>(Err(Worth::NotCovered));
        }
    }

    /// The interest that a share of a loan saves against the reference rate over all its years, not discounted.
    pub(super) fn saved(&mut self, loan: &Loan, share: &BigRational) -> Option<BigRational> {
        let rule = by_rate(self.state, self.to);
        let rule = self.noted(rule.ok_or(Worth::NotCovered))?;
        let base =
            self.to.member_state.and_then(|own| self.state.reference.base_rate(own, self.to.granted_on));
        let base = self.noted(base.ok_or(Worth::NoBaseRate));
        // Without the rate of the loan nobody can say what it saves.
        let own = self.noted(loan.rate_percent.ok_or(Worth::NotJudged));
        let euro = self.euro_of(loan.principal)?;
        let (from, base) = base?;
        self.note_age(from, rule.base_rate_age);
        let below = percent(base.percent) + percent(rule.margin.value) - percent(own?.value());
        Some(euro * share * fraction(rule.years(loan)) * below)
    }
}
