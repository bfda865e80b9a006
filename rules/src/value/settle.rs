//! From what a form comes to, to what counts: cap, share of the State's money, and the one rounding.

use ledger::event::aid::{CountsAs, Funding, Origin};
use ledger::money::Cents;
use ledger::verdict::Figure;
use num_rational::BigRational;

use super::exact::{percent, round_half_up, whole};
use super::market::Amount;
use super::real::{PRECISIONS, Stream};
use super::worth::Worth;

/// How much of a form counts.
pub(super) struct Counting {
    /// The most that counts, in euro.
    pub cap: Option<BigRational>,
    /// The share that is State aid.
    pub share: BigRational,
}

/// Whether money from there counts as the State's until somebody decides otherwise.
pub(crate) fn counts(origin: Origin) -> bool {
    match origin {
        Origin::State | Origin::SharedManagement | Origin::MsDonated | Origin::Undetermined => true,
        Origin::UnionCentral | Origin::Private => false,
    }
}

/// The share of funding that counts as State aid; nothing stated is the State alone.
pub(crate) fn share(funding: &[Funding]) -> BigRational {
    if funding.is_empty() {
        return whole(1);
    }
    let of_the_state = funding.iter().filter(|part| counts(part.origin));
    of_the_state.map(|part| percent(part.share_percent.value())).sum()
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
