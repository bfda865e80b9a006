//! What aid comes to in full, against which draws and usage are held, and on which rates its figure hangs.

use ledger::event::aid::{Aid, Form};
use ledger::money::{Currency, Money};
use num_rational::BigRational;
use rust_decimal::Decimal;

use super::aided::{Aided, Grantee};
use super::exact::{fraction, round_half_up};
use super::market::Market;
use super::worth::Worth;
use crate::state::{Face, State};

/// What an award comes to in full, against which draws and usage are held: the quantity of computing time, else the face of
/// the form in euro at the rates of the grant, at most the cap. Nothing is drawn yet.
#[must_use]
pub(crate) fn face(state: &State, aided: Aided<'_>, to: Grantee<'_>) -> Face {
    if let Form::Compute(compute) = &aided.aid.form {
        let (quantity, unit) = (Some(compute.quantity.value()), Some(compute.unit));
        return Face { quantity, unit, ..Face::default() };
    }
    let euro = exact_face(state, aided, to);
    Face { value: euro.and_then(|euro| round_half_up(&euro).ok()), ..Face::default() }
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
        Form::RepayableAdvance(advance) => vec![advance.nominal],
        Form::Asset(asset) => vec![asset.market_value],
        Form::IpTransfer(rights) => vec![rights.value],
        Form::TaxRelief(relief) => vec![relief.investment],
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
        // Loans to others are no face of what the intermediary gains.
        Form::Compute(_) | Form::Portfolio(_) => Vec::new(),
    }
}

/// Whether a correction of the date could change the figure, or what stands in the way of it.
pub(crate) fn hangs_on_date(aid: &Aid) -> bool {
    let converted = currencies(aid).into_iter().any(|currency| currency != Currency::EUR);
    let dated = match &aid.form {
        Form::Instalments(_) | Form::InterestSubsidy(_) => true,
        Form::Loan(_) | Form::Guarantee(_) | Form::Capital(_) => true,
        Form::Compute(compute) => compute.unit_price.is_none(),
        // What no rule covers yet may be covered on another day.
        Form::Portfolio(_)
        | Form::RepayableAdvance(_)
        | Form::Asset(_)
        | Form::IpTransfer(_)
        | Form::TaxRelief(_) => true,
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
        Form::Portfolio(portfolio) => of(&[portfolio.loans, portfolio.largest_loan]),
        Form::Asset(asset) => of(&[asset.market_value, asset.price_paid]),
        Form::IpTransfer(rights) => of(&[rights.value, rights.contribution, rights.remuneration]),
        form => of(&face_amounts(form)),
    };
    named.extend(aid.cap.map(|(cap, _)| cap.currency()));
    named
}
