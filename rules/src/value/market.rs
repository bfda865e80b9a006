//! What a form of aid comes to in euro at the rates and prices of its granting date.

use chrono::NaiveDate;
use ledger::event::aid::{Compute, Declared, Form, LoanMethod, Payment, Regime};
use ledger::money::{Currency, Money};
use num_rational::BigRational;
use rust_decimal::Decimal;

use super::aided::Priced;
use super::discount;
use super::exact::fraction;
use super::real::Stream;
use super::worth::Worth;
use crate::state::State;

/// What a form comes to before cap, share and rounding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Amount {
    /// A fraction of euro.
    Exact(BigRational),
    /// A range; without a high end it counts nowhere.
    Range(BigRational, Option<BigRational>),
    /// Payments to come.
    Stream(Stream),
}

/// Rates and prices as they stood on a granting date, and what was not to be had.
pub(super) struct Market<'a> {
    pub state: &'a State,
    pub to: Priced,
    pub rates: Vec<(Currency, NaiveDate, Decimal)>,
    /// Why there is no figure: every reason once, in the order found.
    pub missing: Vec<Worth>,
    /// Whether the State's part is inside a limit and the whole outside (F16).
    pub part_decides: bool,
    /// Whether a base rate was used that is older than the packs have it (F17).
    pub base_rate_is_old: bool,
    /// What a portfolio comes to in euro, where a pack has the method.
    pub portfolio: Option<Option<BigRational>>,
    /// How old a rate may be; `None` where no pack says.
    max_age_days: Option<u32>,
}

impl<'a> Market<'a> {
    pub(super) fn new(state: &'a State, to: Priced) -> Self {
        let max_age_days = max_age_days(state, to.regime, to.granted_on);
        let (rates, missing) = (Vec::new(), Vec::new());
        Self {
            state,
            to,
            rates,
            missing,
            part_decides: false,
            base_rate_is_old: false,
            portfolio: None,
            max_age_days,
        }
    }

    /// What was found, or a note of what was not.
    pub(super) fn noted<T>(&mut self, found: Result<T, Worth>) -> Option<T> {
        match found {
            Ok(found) => Some(found),
            Err(worth) => {
                if !self.missing.contains(&worth) {
                    self.missing.push(worth);
                }
                None
            }
        }
    }

    /// What a form comes to; of loans, guarantees and capital what a share of them does, the State's part. `None` with a note
    /// of all that is missing.
    pub(super) fn form(&mut self, form: &Form, share: &BigRational) -> Option<Amount> {
        match form {
            Form::Grant(grant) => self.euro_of(grant.nominal).map(Amount::Exact),
            Form::Credits(credits) => self.difference(credits.face_value, credits.price_paid),
            Form::Service(service) => self.difference(service.market_value, service.price_paid),
            Form::Capital(capital) => self.euro_of(capital.injection).map(|euro| Amount::Exact(euro * share)),
            Form::Compute(compute) => self.compute(compute),
            Form::Declared(declared) => self.declared(declared),
            Form::Instalments(plan) | Form::InterestSubsidy(plan) => self.stream(&plan.payments),
            Form::Portfolio(_) if self.portfolio.is_some() => {
                let euro = self.portfolio.clone().flatten();
                self.noted(euro.ok_or(Worth::Barred)).map(Amount::Exact)
            }
            // A regime with a ceiling of its own and no proportion for a portfolio knows no such aid (rules-sectors D22).
            Form::Portfolio(_) if self.knows_no_portfolio() => self.noted(Err(Worth::NotTransparent)),
            Form::Portfolio(_)
            | Form::RepayableAdvance(_)
            | Form::Asset(_)
            | Form::IpTransfer(_)
            | Form::TaxRelief(_) => self.noted(Err(Worth::NotCovered)),
            Form::Loan(loan) if loan.method == LoanMethod::ReferenceRate => {
                self.saved(loan, share).map(Amount::Exact)
            }
            Form::Loan(_) | Form::Guarantee(_) => self.equivalent(form, share).map(Amount::Exact),
        }
    }

    fn knows_no_portfolio(&self) -> bool {
        let packs = self.state.packs();
        !packs.limits(&self.to.regime, self.to.granted_on).is_empty()
            && packs.portfolio(&self.to.regime, self.to.granted_on).is_none()
    }

    fn difference(&mut self, worth: Money, paid: Money) -> Option<Amount> {
        let (worth, paid) = (self.euro_of(worth), self.euro_of(paid));
        Some(Amount::Exact(worth? - paid?))
    }

    /// Quantity times price less price paid.
    fn compute(&mut self, compute: &Compute) -> Option<Amount> {
        let price = self.price(compute);
        let price = self.noted(price.ok_or(Worth::NoPrice));
        let worth = price.and_then(|(price, currency)| {
            let amount = fraction(price) * fraction(compute.quantity.value());
            let euro = self.euro(amount, currency);
            self.noted(euro)
        });
        let paid = self.euro_of(compute.price_paid);
        Some(Amount::Exact(worth? - paid?))
    }

    /// The price of one unit: as stated with evidence, else as published for the granting date.
    fn price(&self, compute: &Compute) -> Option<(Decimal, Currency)> {
        if let Some(stated) = &compute.unit_price {
            return Some((stated.rate.value(), stated.currency));
        }
        let (_, row) = self.state.reference.price(
            &compute.system,
            compute.partition.as_ref(),
            compute.unit,
            self.to.granted_on,
        )?;
        Some((row.price, row.currency))
    }

    fn declared(&mut self, declared: &Declared) -> Option<Amount> {
        if let Some(gge) = declared.gge {
            return self.euro_of(gge).map(Amount::Exact);
        }
        let range = self.noted(declared.gge_range.ok_or(Worth::NotTransparent))?;
        let low = range.low.map_or(Some(super::exact::whole(0)), |low| self.euro_of(low))?;
        let high = match range.high {
            Some(high) => Some(self.euro_of(high)?),
            None => None,
        };
        Some(Amount::Range(low, high))
    }

    /// Payments to come, at the discount rate of the granting date.
    fn stream(&mut self, payments: &[Payment]) -> Option<Amount> {
        let amounts: Vec<_> = payments.iter().map(|payment| self.euro_of(payment.amount)).collect();
        let rate = self.noted(discount::rate(self.state, self.to))?;
        self.note_age(rate.from, rate.base_rate_age);
        let due = payments.iter().map(|payment| discount::days(self.to.granted_on, payment.due.date()));
        let payments = due.zip(amounts).map(|(days, amount)| Some((days, amount?)));
        let payments = payments.collect::<Option<Vec<_>>>()?;
        Some(Amount::Stream(Stream { growth: rate.growth, year_days: rate.year_days, payments }))
    }

    /// Notes a base rate that began more days before the grant than it may be old.
    pub(super) fn note_age(&mut self, from: NaiveDate, days: u32) {
        let age = self.to.granted_on.signed_duration_since(from).num_days();
        self.base_rate_is_old |= age > i64::from(days);
    }

    /// Money in euro, unrounded, or a note of the rate that is missing.
    pub(super) fn euro_of(&mut self, money: Money) -> Option<BigRational> {
        let euro = self.euro(fraction(money.amount()), money.currency());
        self.noted(euro)
    }

    /// EUR = amount / rate, the rate being units of the currency for one euro.
    pub(super) fn euro(&mut self, amount: BigRational, currency: Currency) -> Result<BigRational, Worth> {
        if currency == Currency::EUR {
            return Ok(amount);
        }
        let to = self.to;
        if let Some((_, fixed)) = self.state.packs().conversion(currency, to.granted_on) {
            self.note_rate(currency, fixed.from, fixed.value);
            return Ok(amount / fraction(fixed.value));
        }
        let days = self.max_age_days.ok_or(Worth::NotCovered)?;
        let found = self.state.reference.rate(to.member_state, currency, to.granted_on, days);
        let (date, rate) = found.filter(|(_, rate)| !rate.is_zero()).ok_or(Worth::NoRate(currency))?;
        self.note_rate(currency, date, rate);
        Ok(amount / fraction(rate))
    }

    fn note_rate(&mut self, currency: Currency, date: NaiveDate, rate: Decimal) {
        if !self.rates.iter().any(|(known, _, _)| *known == currency) {
            self.rates.push((currency, date, rate));
        }
    }
}

/// How old a rate may be; `None` where no pack says.
pub(crate) fn max_age_days(state: &State, regime: Regime, granted_on: NaiveDate) -> Option<u32> {
    let stated = state.packs().forex(&regime, granted_on);
    stated.and_then(|rule| rule.max_age_days.on(granted_on)).map(|entry| entry.value)
}
