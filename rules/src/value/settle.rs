//! From what a form comes to, to what counts: cap, share of the State's money, and the one rounding.

use ledger::event::aid::{CountsAs, Funding};
use ledger::money::Cents;
use ledger::verdict::Figure;
use num_rational::BigRational;

use super::aided::Priced;
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

/// Whether the cap itself is counted, whatever the form comes to; if not, it only bounds.
pub(super) fn cap_counts(counts_as: CountsAs, by_scheme: bool) -> Result<bool, Worth> {
    match counts_as {
        CountsAs::Exact => Ok(false),
        CountsAs::Cap => Ok(true),
        // A fixed sum is what a scheme announced (Art. 7(4)); without one a person decides.
        CountsAs::SchemeFixedSum if by_scheme => Ok(true),
        CountsAs::SchemeFixedSum => Err(Worth::NotJudged),
    }
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
