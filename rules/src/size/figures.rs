//! Heads, turnover and balance sheet total.

use num_rational::BigRational;

use crate::value::whole;

/// A sum of figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    /// Annual work units.
    pub heads: BigRational,
    /// Euro of turnover.
    pub turnover: BigRational,
    /// Euro of the balance sheet total.
    pub balance: BigRational,
    /// Whether nothing is missing; else it is at least so much.
    pub is_complete: bool,
}

impl Figures {
    /// Nothing, of which nothing is missing.
    pub(super) fn nothing() -> Self {
        Self { heads: whole(0), turnover: whole(0), balance: whole(0), is_complete: true }
    }
}
