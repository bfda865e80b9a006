//! What was used of an award, as aid: its figure in the share that was drawn or used of the whole (A22).

use imbl::OrdMap;
use ledger::event::aid::{Aid, Form};
use ledger::money::{Cents, Currency};
use num_rational::BigRational;
use rust_decimal::Decimal;

use super::aided::{Aided, Grantee};
use super::exact::{fraction, round_half_up, whole};
use super::face::{exact_face, exact_sum};
use crate::state::{Award, State};

/// Everything drawn and used of a sighting.
#[derive(Debug, Clone)]
pub(crate) struct Used {
    /// Amounts drawn, by currency.
    pub drawn: OrdMap<Currency, Decimal>,
    /// Quantity drawn, in the unit awarded.
    pub quantity: Decimal,
    /// The largest running total of use, where one was stated.
    pub total: Option<Decimal>,
}

impl Used {
    /// What is on record of a sighting.
    pub fn of(state: &State, award: &Award) -> Self {
        Self {
            drawn: state.usage.drawn(&award.id),
            quantity: award.face().drawn_quantity,
            total: state.usage.largest_total(&award.id),
        }
    }

    /// What it comes to of a sighting with a high end, aid as stated (`None`: as on record) and terms; `None` where nothing was
    /// drawn or used, or no share is known.
    pub fn comes_to(
        &self,
        state: &State,
        award: &Award,
        (high, aid): (Cents, Option<&Aid>),
        to: Grantee<'_>,
    ) -> Option<Cents> {
        if self.drawn.is_empty() && self.total.is_none() {
            return None;
        }
        let aid = aid.or(award.aid.as_deref());
        let quantity = match aid.map(|aid| &aid.form) {
            Some(Form::Compute(compute)) => Some(compute.quantity.value()),
            Some(_) => None,
            None => award.face().quantity,
        };
        let share = match quantity {
            Some(quantity) => {
                share(fraction(self.quantity.max(self.total.unwrap_or_default())), fraction(quantity))
            }
            None => {
                let amounts: Vec<_> =
                    self.drawn.iter().map(|(currency, amount)| (*currency, *amount)).collect();
                let stated = aid.and_then(|aid| exact_face(state, Aided::on_terms_of(award, aid), to));
                let recorded =
                    || award.face().value.map(|Cents(cents)| BigRational::new(cents.into(), 100.into()));
                let face = stated.or_else(recorded);
                let drawn = if amounts.is_empty() { None } else { exact_sum(state, &amounts, to).ok() };
                drawn.zip(face).and_then(|(drawn, face)| share(drawn, face))
            }
        };
        let euro = share? * BigRational::new(high.0.into(), 100.into());
        // Beyond the largest figure there is no more to count than that.
        Some(round_half_up(&euro).unwrap_or(high))
    }
}

/// A share of a whole; none of nothing.
fn share(part: BigRational, of: BigRational) -> Option<BigRational> {
    (of > whole(0)).then(|| part / of)
}
