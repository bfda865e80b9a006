//! Gross grant equivalents: exact, rounded half-up to the cent once, at the end (rules F1 to F15).
//!
//! `market` says what a form comes to at the rates and prices of its date, `real` holds what no fraction can, `harbour`
//! judges loans, guarantees and capital, `by_rate` values loans by reference rate, `settle` applies cap, share and rounding.

mod by_rate;
mod discount;
mod exact;
mod harbour;
mod market;
mod real;
mod settle;
#[cfg(test)]
pub(crate) mod tests;

use chrono::NaiveDate;
use ledger::event::aid::{Aid, CountsAs, Form, Funding, Regime};
use ledger::ids::{MemberState, UndertakingId};
use ledger::money::{Cents, Currency, Money};
use ledger::verdict::{Code, Figure};
use num_rational::BigRational;
use rust_decimal::Decimal;

use crate::state::{Face, State};

pub(crate) use by_rate::{ByRate, by_rate, formula_years, is_unrated};
pub(crate) use discount::{days, present, rate as discount_rate};
pub(crate) use exact::fraction;
pub(crate) use harbour::{asked, known, of_capital, pair};
pub(crate) use market::Priced;
pub(crate) use settle::{counts, share};

use market::{Amount, Market};
use settle::{Counting, cap_counts};

/// What a form of aid is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Worth {
    /// A figure or a range; a range without a high end counts nowhere.
    Known(Figure),
    /// A currency has no rate within the days the pack allows.
    NoRate(Currency),
    /// Neither the statement nor a published table gives the price of a unit.
    NoPrice,
    /// The granting State has no base rate to discount with.
    NoBaseRate,
    /// The form has a figure only within a safe harbour, and it is outside.
    Barred,
    /// No pack has a rule for the form and the method stated.
    NotCovered,
    /// A person decides.
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
    /// What stands in the way of the aid.
    codes: Vec<Code>,
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

impl Worth {
    /// Why there is no figure, as a code; none where there is one, or where the gates have said it.
    #[must_use]
    pub fn code(self) -> Option<Code> {
        match self {
            Self::Known(_) | Self::Barred => None,
            Self::NoRate(_) => Some(Code::UnknownCurrencyRate),
            Self::NoPrice => Some(Code::UnknownPrice),
            Self::NoBaseRate => Some(Code::UnknownReference),
            Self::NotCovered => Some(Code::NotCovered),
            Self::NotJudged | Self::TooLarge => Some(Code::NeedsReview),
        }
    }
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
        self.codes.clone()
    }
}

/// Values aid as of its granting date.
#[must_use]
pub(crate) fn value(state: &State, aided: Aided<'_>, to: Grantee<'_>) -> Valuation {
    let mut market = Market::new(state, to.into());
    let form = &aided.aid.form;
    let cap_counts = aided.aid.cap.is_some_and(|(_, counts_as)| counts_as != CountsAs::Exact);
    let barred = market.barred(form, cap_counts, to.beneficiary);
    // What is outside a safe harbour has no figure; capital above its limit has one.
    let outside = !barred.is_empty() && !matches!(form, Form::Capital(_));
    let figure = market.figure(aided).filter(|_| !outside);
    let worth = match (market.missing.first(), figure) {
        (Some(missing), _) => *missing,
        (None, None) => Worth::Barred,
        (None, Some(figure)) => Worth::Known(figure),
    };
    let mut codes = barred;
    codes.extend(market.missing.iter().filter_map(|worth| worth.code()));
    codes.sort_unstable();
    codes.dedup();
    Valuation { worth, rates: market.rates, codes }
}

/// What an award comes to in full, against which draws and usage are held: the quantity of computing time, else the face of
/// the form in euro at the rates of the grant, at most the cap. Nothing is drawn yet.
#[must_use]
pub(crate) fn face(state: &State, aided: Aided<'_>, to: Grantee<'_>) -> Face {
    if let Form::Compute(compute) = &aided.aid.form {
        let (quantity, unit) = (Some(compute.quantity.value()), Some(compute.unit));
        return Face { quantity, unit, ..Face::default() };
    }
    let euro = exact_face(state, aided, to);
    Face { value: euro.and_then(|euro| exact::round_half_up(&euro).ok()), ..Face::default() }
}

/// The face of a form other than computing time before it is rounded, euro.
pub(crate) fn exact_face(state: &State, aided: Aided<'_>, to: Grantee<'_>) -> Option<BigRational> {
    let mut market = Market::new(state, to.into());
    let amounts = face_amounts(&aided.aid.form);
    let euro = amounts.iter().map(|amount| market.euro_of(*amount)).sum::<Option<BigRational>>();
    let euro = euro.filter(|_| !amounts.is_empty());
    let cap = aided.aid.cap.map(|(cap, _)| market.euro_of(cap));
    match cap {
        // Beyond the one of the two that is known is beyond the smaller of both.
        Some(cap) => [euro, cap].into_iter().flatten().min(),
        None => euro,
    }
}

/// The sum of amounts in several currencies at the rates of a date, euro, not rounded.
pub(crate) fn exact_sum(
    state: &State,
    amounts: &[(Currency, Decimal)],
    to: Grantee<'_>,
) -> Result<BigRational, Worth> {
    let mut market = Market::new(state, to.into());
    amounts.iter().map(|(currency, amount)| market.euro(fraction(*amount), *currency)).sum()
}

/// The amounts that together are the face of a form.
fn face_amounts(form: &Form) -> Vec<Money> {
    match form {
        Form::Grant(grant) => vec![grant.nominal],
        Form::Credits(credits) => vec![credits.face_value],
        Form::Service(service) => vec![service.market_value],
        Form::Loan(loan) => vec![loan.principal],
        Form::Guarantee(guarantee) => vec![guarantee.guaranteed],
        Form::Capital(capital) => vec![capital.injection],
        Form::Instalments(plan) | Form::InterestSubsidy(plan) => {
            plan.payments.iter().map(|payment| payment.amount).collect()
        }
        Form::Declared(declared) => {
            let high = declared.gge_range.and_then(|range| range.high);
            declared.gge.or(high).into_iter().collect()
        }
        Form::Compute(_) => Vec::new(),
    }
}

/// Whether a form comes to nothing at the market of its date: it is given at its price.
pub(super) fn comes_to_nothing(state: &State, form: &Form, to: Priced) -> bool {
    let mut market = Market::new(state, to);
    let counting = Counting { cap: None, share: exact::whole(1) };
    let figure = market.form(form).map(|amount| counting.figure(amount));
    market.missing.is_empty() && figure == Some(Ok(Figure::exact(Cents::ZERO)))
}

/// Whether a correction of the date could change the figure, or what stands in the way of it.
pub(crate) fn hangs_on_date(aid: &Aid) -> bool {
    let converted = currencies(aid).into_iter().any(|currency| currency != Currency::EUR);
    let dated = match &aid.form {
        Form::Instalments(_) | Form::InterestSubsidy(_) => true,
        Form::Loan(_) | Form::Guarantee(_) | Form::Capital(_) => true,
        Form::Compute(compute) => compute.unit_price.is_none(),
        Form::Grant(_) | Form::Credits(_) | Form::Service(_) | Form::Declared(_) => false,
    };
    converted || dated
}

/// Every currency that a statement of aid names.
pub(crate) fn currencies(aid: &Aid) -> Vec<Currency> {
    let of = |amounts: &[Money]| amounts.iter().map(|money| money.currency()).collect::<Vec<_>>();
    let mut named = match &aid.form {
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
        form => of(&face_amounts(form)),
    };
    named.extend(aid.cap.map(|(cap, _)| cap.currency()));
    named
}

/// How old a rate may be: the pack's word for the regime, or a week where no pack speaks of the regime.
pub(crate) fn max_age_days(state: &State, regime: Regime, granted_on: NaiveDate) -> u32 {
    const WEEK: u32 = 7;
    let stated = state.packs().forex(&regime, granted_on);
    stated.and_then(|rule| rule.max_age_days.on(granted_on)).map_or(WEEK, |entry| entry.value)
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
    let mut market = Market::new(state, Priced { ms, regime, granted_on: on });
    let mut euro = |money: Money| market.euro(fraction(money.amount()), money.currency());
    let money = euro(money)?;
    match less {
        Some(less) => exact::round_half_up(&(money - euro(less)?)),
        None => exact::round_half_up(&money),
    }
}

impl Market<'_> {
    /// What counts of stated aid; `None` with a note of all that is missing.
    fn figure(&mut self, aided: Aided<'_>) -> Option<Figure> {
        let Some((cap, counts_as)) = aided.aid.cap else {
            return self.counted(&aided.aid.form, None, aided.funding);
        };
        let cap = self.cap(cap, counts_as, aided.by_scheme);
        if counts_as != CountsAs::Exact {
            let (cap, _) = cap?;
            let counting = Counting { cap: None, share: share(aided.funding) };
            let figure = counting.figure(Amount::Exact(cap));
            return self.noted(figure);
        }
        // Everything that is missing is noted, of the cap and of the form.
        let Some((cap, _)) = cap else {
            self.form(&aided.aid.form);
            return None;
        };
        self.counted(&aided.aid.form, Some(cap), aided.funding)
    }

    /// What a form comes to, at most the cap.
    fn counted(&mut self, form: &Form, cap: Option<BigRational>, funding: &[Funding]) -> Option<Figure> {
        let amount = self.form(form)?;
        let counting = Counting { cap, share: share(funding) };
        let figure = counting.figure(amount);
        self.noted(figure)
    }

    /// A cap in euro, and whether it is what counts.
    fn cap(&mut self, cap: Money, counts_as: CountsAs, by_scheme: bool) -> Option<(BigRational, bool)> {
        let (euro, counted) = (self.euro_of(cap), self.noted(cap_counts(counts_as, by_scheme)));
        euro.zip(counted)
    }
}
