//! Questions to the calculators as plain JSON, for other implementations to be held against.

pub mod interest;
pub mod size;

use std::error::Error;

use ledger::money::Cents;
use num_rational::BigRational;
use rust_decimal::Decimal;
use serde::Deserialize;

/// Why a line is no question.
pub type NoQuestion = Box<dyn Error + Send + Sync>;

/// A decimal, read as an exact fraction.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "String")]
pub struct Exact(BigRational);

impl TryFrom<String> for Exact {
    type Error = rust_decimal::Error;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Decimal::from_str_exact(&text).map(|value| Self(fraction(value)))
    }
}

/// A decimal as a fraction.
#[must_use]
pub fn fraction(value: Decimal) -> BigRational {
    let ten = BigRational::from_integer(10.into());
    BigRational::from_integer(value.mantissa().into()) / ten.pow(value.scale().try_into().unwrap_or(0))
}

/// Rounded half-up to the cent.
#[must_use]
pub fn cents(euro: &BigRational) -> Cents {
    let half = BigRational::new(1.into(), 2.into());
    let cents = (euro * BigRational::from_integer(100.into()) + half).floor().to_integer();
    Cents(cents.try_into().unwrap_or(0))
}
