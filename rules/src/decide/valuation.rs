//! Gross grant equivalents: exact fractions, rounded half-up to the cent once, at the end.

use chrono::NaiveDate;
use ledger::event::aid::{Aid, Compute, Form, Funding, Regime};
use ledger::ids::{MemberState, UndertakingId};
use ledger::money::{Cents, Currency, Money};
use ledger::verdict::{Code, Figure};
use num_rational::BigRational;
use rust_decimal::Decimal;

use crate::state::State;

/// The largest figure a ledger counts: beyond it, sums of awards could leave what is exactly representable elsewhere.
const LARGEST: i128 = 100_000_000_000_000_000;

/// What a form of aid is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Worth {
    /// A figure or a range; a range without a high end counts nowhere.
    Known(Figure),
    /// A currency has no rate within the days the pack allows.
    NoRate(Currency),
    /// The form, or a cap on it, is not judged by this release.
    NotJudged,
    /// Beyond the largest figure a ledger counts.
    TooLarge,
}

/// A valuation with the rates it used, for explanations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Valuation {
    /// The result.
    pub worth: Worth,
    /// Currency, date of the rate, units of the currency for one euro.
    pub rates: Vec<(Currency, NaiveDate, Decimal)>,
}

/// Aid as it was stated, with what of its award decides how much of it counts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Aided<'a> {
    pub aid: &'a Aid,
    /// Where the money comes from; empty stands for the State alone.
    pub funding: &'a [Funding],
    /// Whether it is granted under a scheme.
    pub by_scheme: bool,
}

/// To whom, by which State, under which regime and when.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Grantee<'a> {
    pub beneficiary: &'a UndertakingId,
    pub ms: Option<MemberState>,
    pub regime: Regime,
    pub granted_on: NaiveDate,
}

/// Values aid as of its granting date.
#[must_use]
pub(crate) fn value(state: &State, aided: Aided<'_>, to: Grantee<'_>) -> Valuation {
    let mut market = Market {
        state,
        ms: to.ms,
        granted_on: to.granted_on,
        max_age_days: max_age_days(state, to.regime, to.granted_on),
        rates: Vec::new(),
    };
    let worth = if aided.aid.cap.is_some() {
        Worth::NotJudged
    } else {
        market.form(&aided.aid.form).unwrap_or_else(|worth| worth)
    };
    Valuation { worth, rates: market.rates }
}

impl Valuation {
    /// The figure, where there is one.
    #[must_use]
    pub fn figure(&self) -> Option<Figure> {
        if let Worth::Known(figure) = self.worth { Some(figure) } else { None }
    }

    /// What stands in the way of the aid, whether or not it has a figure.
    #[must_use]
    pub fn codes(&self) -> Vec<Code> {
        match self.worth {
            Worth::Known(_) => Vec::new(),
            Worth::NoRate(_) => vec![Code::UnknownCurrencyRate],
            Worth::NotJudged | Worth::TooLarge => vec![Code::NeedsReview],
        }
    }
}

/// Every currency that a form's figure needs.
pub(crate) fn currencies(aid: &Aid) -> Vec<Currency> {
    let of = |amounts: &[Money]| amounts.iter().map(|money| money.currency()).collect();
    match &aid.form {
        Form::Grant(grant) => of(&[grant.nominal]),
        Form::Credits(credits) => of(&[credits.face_value, credits.price_paid]),
        Form::Service(service) => of(&[service.market_value, service.price_paid]),
        Form::Compute(compute) => {
            let price = compute.unit_price.as_ref().map(|price| price.currency);
            price.into_iter().chain([compute.price_paid.currency()]).collect()
        }
        Form::Declared(declared) => {
            let range = declared.gge_range.and_then(|range| range.low.or(range.high));
            declared.gge.or(range).map(|money| money.currency()).into_iter().collect()
        }
        Form::Capital(capital) => of(&[capital.injection]),
        Form::Loan(loan) => of(&[loan.principal]),
        Form::Guarantee(guarantee) => of(&[guarantee.guaranteed]),
        Form::Instalments(plan) | Form::InterestSubsidy(plan) => {
            plan.payments.iter().map(|p| p.amount.currency()).collect()
        }
    }
}

/// How old a rate may be: the pack's word for the regime, or a week where no pack speaks of the regime.
pub(crate) fn max_age_days(state: &State, regime: Regime, granted_on: NaiveDate) -> u32 {
    const WEEK: u32 = 7;
    let stated = state.packs().forex(&regime, granted_on);
    stated.and_then(|rule| rule.max_age_days.on(granted_on)).map_or(WEEK, |entry| entry.value)
}

struct Market<'a> {
    state: &'a State,
    ms: Option<MemberState>,
    granted_on: NaiveDate,
    max_age_days: u32,
    rates: Vec<(Currency, NaiveDate, Decimal)>,
}

impl Market<'_> {
    fn form(&mut self, form: &Form) -> Result<Worth, Worth> {
        match form {
            Form::Grant(grant) => exact(self.euro_of(grant.nominal)?),
            Form::Credits(credits) => self.difference(credits.face_value, credits.price_paid),
            Form::Service(service) => self.difference(service.market_value, service.price_paid),
            Form::Compute(compute) => self.compute(compute),
            Form::Declared(declared) => match (declared.gge, declared.gge_range) {
                (Some(gge), _) => exact(self.euro_of(gge)?),
                (None, Some(range)) => {
                    let low = range.low.map(|low| self.cents(low)).transpose()?.unwrap_or(Cents::ZERO);
                    let high = range.high.map(|high| self.cents(high)).transpose()?;
                    Ok(Worth::Known(Figure { low, high }))
                }
                (None, None) => Ok(Worth::NotJudged),
            },
            _ => Ok(Worth::NotJudged),
        }
    }

    fn compute(&mut self, compute: &Compute) -> Result<Worth, Worth> {
        // Published price tables are not judged yet; a host states its price with evidence.
        let Some(price) = &compute.unit_price else { return Ok(Worth::NotJudged) };
        let amount = fraction(price.rate.value()) * fraction(compute.quantity.value());
        let worth = self.euro(amount, price.currency)?;
        let paid = self.euro_of(compute.price_paid)?;
        exact(worth - paid)
    }

    fn difference(&mut self, worth: Money, paid: Money) -> Result<Worth, Worth> {
        let (worth, paid) = (self.euro_of(worth)?, self.euro_of(paid)?);
        exact(worth - paid)
    }

    fn cents(&mut self, money: Money) -> Result<Cents, Worth> {
        round_half_up(self.euro_of(money)?)
    }

    fn euro_of(&mut self, money: Money) -> Result<BigRational, Worth> {
        self.euro(fraction(money.amount()), money.currency())
    }

    /// EUR = amount / rate, the rate being units of the currency for one euro.
    fn euro(&mut self, amount: BigRational, currency: Currency) -> Result<BigRational, Worth> {
        if currency == Currency::EUR {
            return Ok(amount);
        }
        let found = self.state.reference.rate(self.ms, currency, self.granted_on, self.max_age_days);
        let (date, rate) = found.filter(|(_, rate)| !rate.is_zero()).ok_or(Worth::NoRate(currency))?;
        if !self.rates.iter().any(|(known, _, _)| *known == currency) {
            self.rates.push((currency, date, rate));
        }
        Ok(amount / fraction(rate))
    }
}

fn exact(euro: BigRational) -> Result<Worth, Worth> {
    Ok(Worth::Known(Figure::exact(round_half_up(euro)?)))
}

fn fraction(value: Decimal) -> BigRational {
    // A Decimal has at most 28 decimals.
    let decimals = i32::try_from(value.scale()).unwrap_or(28);
    BigRational::from_integer(value.mantissa().into()) / BigRational::from_integer(10.into()).pow(decimals)
}

/// Aid is never below zero; a half cent goes up.
fn round_half_up(euro: BigRational) -> Result<Cents, Worth> {
    let hundred = BigRational::from_integer(100.into());
    let half = BigRational::new(1.into(), 2.into());
    let cents = (euro * hundred + half).floor().to_integer();
    let cents = i128::try_from(cents).map_err(|_| Worth::TooLarge)?.max(0);
    if cents > LARGEST { Err(Worth::TooLarge) } else { Ok(Cents(cents)) }
}

/// Money less other money, in euro cents as of a date, never below zero and rounded once: for amounts after the grant.
pub(crate) fn difference(
    state: &State,
    money: Money,
    less: Option<Money>,
    ms: Option<MemberState>,
    regime: Regime,
    on: NaiveDate,
) -> Result<Cents, Worth> {
    let mut market = Market {
        state,
        ms,
        granted_on: on,
        max_age_days: max_age_days(state, regime, on),
        rates: Vec::new(),
    };
    let money = market.euro_of(money)?;
    match less {
        Some(less) => round_half_up(money - market.euro_of(less)?),
        None => round_half_up(money),
    }
}
