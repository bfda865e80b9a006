//! From what a form comes to, to what counts: cap, share of the State's money, and the one rounding.

use ledger::event::aid::{Aid, CountsAs, Declared, Form, Funding};
use ledger::money::{Cents, Money};
use ledger::verdict::Figure;
use num_rational::BigRational;
use rust_decimal::Decimal;

use super::aided::{Aided, Priced};
use super::exact::{percent, round_half_up, whole};
use super::market::Amount;
use super::real::{PRECISIONS, Stream};
use super::worth::Worth;
use crate::state::State;

/// How much of a form counts.
pub(super) struct Counting {
    /// The most that counts, in euro.
    pub cap: Option<BigRational>,
    /// The share that is State aid.
    pub share: BigRational,
}

/// The share of funding that counts as State aid. Where none is stated there is nothing to leave out.
///
/// # Errors
/// Where no pack says whose money counts.
pub(crate) fn share(state: &State, funding: &[Funding], to: Priced) -> Result<BigRational, Worth> {
    if funding.is_empty() {
        return Ok(whole(1));
    }
    let rule = state.packs().funding(&to.regime, to.granted_on).ok_or(Worth::NotCovered)?;
    let of_the_state = funding.iter().filter(|part| rule.counts(part.origin));
    Ok(of_the_state.map(|part| percent(part.share_percent.value())).sum())
}

/// So many percent of an amount.
pub(crate) fn share_of(amount: &BigRational, of_hundred: Decimal) -> BigRational {
    amount * percent(of_hundred)
}

/// Which of form and cap is counted (F10, F18).
#[derive(Debug, Clone, Copy)]
pub(super) enum Counted {
    /// What the form comes to.
    Form,
    /// The cap, whatever the form comes to.
    Cap(Money),
    /// What the form comes to, at most the cap.
    AtMost(Money),
}

impl Counted {
    /// Of aid as stated.
    ///
    /// # Errors
    /// A fixed sum without a scheme, and an instrument with neither figure nor cap.
    pub fn of(aided: Aided<'_>) -> Result<Self, Worth> {
        let bare = is_bare(&aided.aid.form);
        match aided.aid.cap {
            // A fixed sum is what a scheme announced (Art. 7(4)); without one a person decides.
            Some((cap, CountsAs::SchemeFixedSum)) if aided.by_scheme => Ok(Self::Cap(cap)),
            Some((_, CountsAs::SchemeFixedSum)) => Err(Worth::NotJudged),
            // What a cap says of other instruments is not for these (2831 Art. 4(8), 2832 Art. 4(7)).
            Some(_) if by_part(&aided.aid.form) || matches!(aided.aid.form, Form::Portfolio(_)) => {
                Ok(Self::Form)
            }
            Some((cap, CountsAs::Cap)) => Ok(Self::Cap(cap)),
            Some((cap, CountsAs::Exact)) if bare => Ok(Self::Cap(cap)),
            Some((cap, CountsAs::Exact)) => Ok(Self::AtMost(cap)),
            None if bare => Err(Worth::NotTransparent),
            None => Ok(Self::Form),
        }
    }
}

/// Forms of which the State's part is held against limits, and from which their figure is found (F16).
pub(crate) fn by_part(form: &Form) -> bool {
    matches!(form, Form::Loan(_) | Form::Guarantee(_) | Form::Capital(_))
}

/// Other instruments, which may have a cap in place of a figure (F10).
pub(super) fn is_other_instrument(form: &Form) -> bool {
    matches!(form, Form::Compute(_) | Form::Credits(_) | Form::Service(_) | Form::Declared(_))
}

/// Whether a source declares neither figure nor range.
fn is_bare(form: &Form) -> bool {
    matches!(form, Form::Declared(Declared { gge: None, gge_range: None, .. }))
}

/// Whether what a form comes to, its rates and its prices are not asked, since its cap is a fixed sum.
pub(super) fn is_fixed_sum(aid: &Aid) -> bool {
    matches!(aid.cap, Some((_, CountsAs::SchemeFixedSum)))
}

impl Counting {
    fn of(&self, euro: BigRational) -> BigRational {
        let capped = match &self.cap {
            Some(cap) if euro > *cap => cap.clone(),
            _ => euro,
        };
        capped * &self.share
    }

    /// The figure of an amount.
    pub(super) fn figure(&self, amount: Amount) -> Result<Figure, Worth> {
        let cents = |euro: BigRational| round_half_up(&self.of(euro));
        match amount {
            Amount::Exact(euro) => cents(euro).map(Figure::exact),
            Amount::Range(low, high) => {
                // What has no high end of its own is at most the cap.
                let high = high.or_else(|| self.cap.clone());
                Ok(Figure { low: cents(low)?, high: high.map(cents).transpose()? })
            }
            Amount::Stream(payments) => {
                stream(&payments, &PRECISIONS, |euro| self.of(euro)).map(Figure::exact)
            }
        }
    }
}

/// The cent of what payments to come are worth, `finish` being applied before rounding; it never falls as its argument
/// rises.
pub(super) fn stream(
    payments: &Stream,
    precisions: &[u32],
    finish: impl Fn(BigRational) -> BigRational,
) -> Result<Cents, Worth> {
    if let Some(euro) = payments.exact() {
        return round_half_up(&finish(euro));
    }
    for bits in precisions {
        let (low, high) = payments.between(*bits);
        let (low, high) = (round_half_up(&finish(low))?, round_half_up(&finish(high)));
        if high.as_ref() == Ok(&low) {
            return high;
        }
    }
    Err(Worth::NotJudged)
}
