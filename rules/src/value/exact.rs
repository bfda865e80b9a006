//! Exact fractions, and the one rounding.

use ledger::money::Cents;
use num_rational::BigRational;
use rust_decimal::Decimal;

use super::worth::Worth;

/// The largest figure a ledger counts: beyond it, sums of awards could leave what is exactly representable elsewhere.
const LARGEST: i128 = 100_000_000_000_000_000;

/// A decimal as a fraction.
pub(crate) fn fraction(value: Decimal) -> BigRational {
    // A Decimal has at most 28 decimals.
    let decimals = i32::try_from(value.scale()).unwrap_or(28);
    whole(value.mantissa()) / whole(10).pow(decimals)
}

/// A percentage as a fraction of one.
pub(super) fn percent(value: Decimal) -> BigRational {
    fraction(value) / whole(100)
}

/// A whole number as a fraction.
pub(crate) fn whole(value: i128) -> BigRational {
    BigRational::from_integer(value.into())
}

/// Euro in cents: aid is never below zero; a half cent goes up.
pub(crate) fn round_half_up(euro: &BigRational) -> Result<Cents, Worth> {
    let half = BigRational::new(1.into(), 2.into());
    let cents = (euro * whole(100) + half).floor().to_integer();
    let cents = i128::try_from(cents).map_err(|_| Worth::TooLarge)?.max(0);
    if cents > LARGEST { Err(Worth::TooLarge) } else { Ok(Cents(cents)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_cent_goes_up_and_nothing_is_below_zero() {
        let cents = |text: &str| round_half_up(&fraction(text.parse().unwrap()));
        assert_eq!(cents("0.005"), Ok(Cents(1)));
        assert_eq!(cents("0.004999999999999999999999999"), Ok(Cents(0)));
        assert_eq!(cents("-0.01"), Ok(Cents(0)));
        assert_eq!(cents("1000000000000000.00"), Ok(Cents(LARGEST)));
        assert_eq!(cents("1000000000000000.01"), Err(Worth::TooLarge));
    }
}
