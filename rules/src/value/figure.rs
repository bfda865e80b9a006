//! From stated aid to its figure.

use ledger::event::aid::{Form, Payment};
use ledger::money::{Cents, Money};
use ledger::verdict::{Figure, Flag};
use num_rational::BigRational;

use super::aided::{Aided, Grantee, Priced};
use super::discount::{self, DiscountRate};
use super::exact::{fraction, round_half_up, whole};
use super::market::{Amount, Market};
use super::real::{PRECISIONS, Stream};
use super::settle::{Counted, Counting, by_part, share, stream};
use super::worth::{Valuation, Worth};
use crate::state::{Award, State};

/// Values aid as of its granting date.
#[must_use]
pub(crate) fn value(state: &State, aided: Aided<'_>, to: Grantee<'_>) -> Valuation {
    let mut market = Market::new(state, to.into());
    let form = &aided.aid.form;
    let of_the_state = share(state, aided.funding, to.into());
    let share = market.noted(of_the_state).unwrap_or_else(|| whole(1));
    let counted = market.noted(Counted::of(aided));
    let mut codes = market.barred(aided.aid, counted, &share, to.beneficiary);
    if let Form::Portfolio(portfolio) = form
        && let Some(judged) = market.portfolio(portfolio, to.beneficiary)
    {
        market.part_decides |= judged.is_open;
        market.portfolio = Some(judged.euro.filter(|_| judged.codes.is_empty()));
        codes.extend(judged.codes);
    }
    // What is outside a safe harbour has no figure; capital or a cap above its limit has one.
    let outside = matches!(form, Form::Loan(_) | Form::Guarantee(_)) && !codes.is_empty();
    let figure = counted.and_then(|counted| market.figure(form, counted, &share)).filter(|_| !outside);
    let worth = match (market.missing.first(), figure) {
        (Some(missing), _) => *missing,
        (None, None) => Worth::Barred,
        (None, Some(figure)) => Worth::Known(figure),
    };
    codes.extend(market.missing.iter().filter_map(|worth| worth.code()));
    codes.sort_unstable();
    codes.dedup();
    let old = matches!(worth, Worth::Known(_)) && market.base_rate_is_old;
    let open = market.part_decides.then_some(Flag::Interpretation);
    let flags = open.into_iter().chain(old.then_some(Flag::ReferenceOld)).collect();
    Valuation { worth, rates: market.rates, codes, flags }
}

/// Whether a form comes to nothing at the market of its date: it is given at its price.
pub(crate) fn comes_to_nothing(state: &State, form: &Form, to: Priced) -> bool {
    let mut market = Market::new(state, to);
    let counting = Counting { cap: None, share: whole(1) };
    let figure = market.form(form, &whole(1)).map(|amount| counting.figure(amount));
    market.missing.is_empty() && figure == Some(Ok(Figure::exact(Cents::ZERO)))
}

/// Money less other money, in euro cents at the rates of an award's grant, never below zero and rounded once: for amounts that
/// are stated of it afterwards.
pub(crate) fn difference(
    state: &State,
    award: &Award,
    money: Money,
    less: Option<Money>,
) -> Result<Cents, Worth> {
    let mut market = Market::new(state, Priced::of(award));
    let mut euro = |money: Money| market.euro(fraction(money.amount()), money.currency());
    let money = euro(money)?;
    match less {
        Some(less) => round_half_up(&(money - euro(less)?)),
        None => round_half_up(&money),
    }
}

/// Money in euro at the rates of a grant, not rounded.
///
/// # Errors
/// Where there is no rate, or no pack says how to convert.
pub(crate) fn exact_euro(state: &State, to: Priced, money: Money) -> Result<BigRational, Worth> {
    Market::new(state, to).euro(fraction(money.amount()), money.currency())
}

/// What one payment is worth on the day of the grant, rounded for showing.
pub(crate) fn present(
    state: &State,
    to: Priced,
    rate: &DiscountRate<'_>,
    payment: &Payment,
) -> Option<Cents> {
    let euro = Market::new(state, to).euro_of(payment.amount)?;
    let payments = vec![(discount::days(to.granted_on, payment.due.date()), euro)];
    let due = Stream { growth: rate.growth.clone(), year_days: rate.year_days, payments };
    stream(&due, &PRECISIONS, |euro| euro).ok()
}

impl Market<'_> {
    /// What counts of stated aid; `None` with a note of all that is missing.
    fn figure(&mut self, form: &Form, counted: Counted, share: &BigRational) -> Option<Figure> {
        let (amount, cap) = match counted {
            Counted::Form => (self.form(form, share)?, None),
            Counted::Cap(cap) => (Amount::Exact(self.euro_of(cap)?), None),
            Counted::AtMost(cap) => {
                // Everything that is missing is noted, of the cap and of the form.
                let (cap, amount) = (self.euro_of(cap), self.form(form, share));
                (amount?, Some(cap?))
            }
        };
        // Of these the State's part was taken already.
        let taken = matches!(counted, Counted::Form) && by_part(form);
        let share = if taken { whole(1) } else { share.clone() };
        let figure = Counting { cap, share }.figure(amount);
        self.noted(figure)
    }
}
