//! What a valuation says.

use chrono::NaiveDate;
use ledger::money::Currency;
use ledger::verdict::{Code, Figure, Flag};
use rust_decimal::Decimal;

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
    /// It has neither a figure nor a cap (F18).
    NotTransparent,
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
    pub(super) codes: Vec<Code>,
    /// What is to know of how the figure was found.
    pub(super) flags: Vec<Flag>,
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
            Self::NotTransparent => Some(Code::NotTransparentAid),
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

    /// What is to know of how the figure was found.
    #[must_use]
    pub fn flags(&self) -> &[Flag] {
        &self.flags
    }
}
