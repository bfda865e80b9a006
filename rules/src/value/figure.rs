//! From stated aid to its figure.

use ledger::event::aid::{CountsAs, Form, Funding, Payment};
use ledger::money::{Cents, Money};
use ledger::verdict::Figure;
use num_rational::BigRational;

use super::aided::{Aided, Grantee, Priced};
use super::discount::{self, DiscountRate};
use super::exact::{fraction, round_half_up, whole};
use super::market::{Amount, Market};
use super::real::{PRECISIONS, Stream};
use super::settle::{Counting, cap_counts, share, stream};
use super::worth::{Valuation, Worth};
use crate::state::{Award, State};

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

/// Whether a form comes to nothing at the market of its date: it is given at its price.
pub(crate) fn comes_to_nothing(state: &State, form: &Form, to: Priced) -> bool {
    let mut market = Market::new(state, to);
    let counting = Counting { cap: None, share: whole(1) };
    let figure = market.form(form).map(|amount| counting.figure(amount));
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
    fn figure(&mut self, aided: Aided<'_>) -> Option<Figure> {
        let Some((cap, counts_as)) = aided.aid.cap else {
            return self.counted(&aided.aid.form, None, aided.funding);
        };
        let cap = self.cap(cap, counts_as, aided.by_scheme);
        if counts_as != CountsAs::Exact {
            let (cap, _) = cap?;
            let share = share(self.state, aided.funding, self.to);
            let counting = Counting { cap: None, share: self.noted(share)? };
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
        let (amount, share) = (self.form(form), share(self.state, funding, self.to));
        let counting = Counting { cap, share: self.noted(share)? };
        let amount = amount?;
        let figure = counting.figure(amount);
        self.noted(figure)
    }

    /// A cap in euro, and whether it is what counts.
    fn cap(&mut self, cap: Money, counts_as: CountsAs, by_scheme: bool) -> Option<(BigRational, bool)> {
        let (euro, counted) = (self.euro_of(cap), self.noted(cap_counts(counts_as, by_scheme)));
        euro.zip(counted)
    }
}
