//! Powers of a discount factor, enclosed as closely as wanted: the cent that comes out is that of the exact real number.
//!
//! A payment is worth amount / growth^(days / year). Where the exponent is no whole number that is no fraction, so it is
//! held between two fixed-point numbers, each computed with integers alone and rounded away from the other:
//!
//! 1. the daily factor b = growth^(-1/year) is found by bisection. A point y is below b if growth * y^year <= 1 with y^year
//!    rounded up, above if >= 1 with it rounded down; where neither is proven, the bracket so far stands. The bracket is
//!    therefore right whatever the precision; more bits only make it narrower.
//! 2. b^days is the low end raised with every product rounded down, and the high end with every product rounded up.
//!
//! If both ends, with cap and share applied, round to the same cent, that is the cent of the real number. If not, the
//! precision is doubled. This ends: a sum of such powers with positive weights lies on half a cent only if it is a fraction,
//! and it is a fraction only if every exponent is whole once growth is written as the highest power that it is (x^n - a has
//! no factor over the fractions unless a is a p-th power for a prime p that divides n). That case is calculated exactly.

use num_rational::BigRational;

use super::exact::whole;

/// Bits after the binary point, one try after the other. The first leaves some 35 decimal digits behind the cents of the
/// largest figures; that the last does not decide either is out of reach of any statement, and then a person does.
pub(super) const PRECISIONS: [u32; 5] = [160, 320, 640, 1280, 2560];

/// Bits by which the bracket of the daily factor is held finer than the powers made of it.
const GUARD_BITS: u32 = 32;

/// Amounts in euro, each so many days after the grant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stream {
    /// One plus the yearly rate; above zero.
    pub growth: BigRational,
    /// Days of a year.
    pub year_days: u32,
    /// Days from the grant, and the amount then.
    pub payments: Vec<(u32, BigRational)>,
}

impl Stream {
    /// The value today where it is a fraction.
    pub(super) fn exact(&self) -> Option<BigRational> {
        let (base, days) = highest_power(&self.growth, self.year_days);
        let due = self.payments.iter().filter(|(_, amount)| *amount != whole(0));
        let worth = due.map(|(after, amount)| {
            let times = i32::try_from(after / days).ok().filter(|_| after % days == 0)?;
            Some(amount / base.pow(times))
        });
        worth.sum::<Option<BigRational>>()
    }

    /// Two fractions between which the value today lies.
    pub(super) fn between(&self, bits: u32) -> (BigRational, BigRational) {
        let daily = daily_factor(&self.growth, self.year_days, bits + GUARD_BITS);
        let unit = whole(2).pow(i32::try_from(bits + GUARD_BITS).unwrap_or(i32::MAX));
        let mut ends = (whole(0), whole(0));
        for (after, amount) in &self.payments {
            let low = power(&daily.0, *after, bits + GUARD_BITS, Towards::Low) / &unit;
            let high = power(&daily.1, *after, bits + GUARD_BITS, Towards::High) / &unit;
            ends = (ends.0 + amount * low, ends.1 + amount * high);
        }
        ends
    }
}

/// Growth as the highest power that it is: the base, and how many days raise by it.
///
/// Only divisors of the days of a year matter: growth^(days / year) = base^(days * divisor / year).
fn highest_power(growth: &BigRational, year_days: u32) -> (BigRational, u32) {
    let divisors = (1..=year_days).rev().filter(|divisor| year_days.is_multiple_of(*divisor));
    let found =
        divisors.filter_map(|divisor| Some((root_of_fraction(growth, divisor)?, year_days / divisor)));
    found.take(1).next().unwrap_or_else(|| (growth.clone(), year_days))
}

/// The root of a fraction above zero, where it is a fraction.
fn root_of_fraction(value: &BigRational, degree: u32) -> Option<BigRational> {
    let numerator = whole_root(&BigRational::from_integer(value.numer().clone()), degree)?;
    let denominator = whole_root(&BigRational::from_integer(value.denom().clone()), degree)?;
    Some(numerator / denominator)
}

/// The root of a whole number above zero, where it is whole: bisection between one and a power of two above it.
fn whole_root(value: &BigRational, degree: u32) -> Option<BigRational> {
    let times = i32::try_from(degree).ok()?;
    let bits = value.numer().bits() / u64::from(degree) + 1;
    let (mut low, mut high) = (whole(1), whole(2).pow(i32::try_from(bits).ok()?));
    for _ in 0..=bits {
        let middle = ((&low + &high) / whole(2)).floor();
        if middle.pow(times) <= *value { low = middle } else { high = middle }
    }
    (low.pow(times) == *value).then_some(low)
}

/// Two fixed-point numbers between which growth^(-1/year) lies.
fn daily_factor(growth: &BigRational, year_days: u32, bits: u32) -> (BigRational, BigRational) {
    let one = whole(2).pow(i32::try_from(bits).unwrap_or(i32::MAX));
    // A root lies between the number and one.
    let inverse = &one / growth;
    let (mut low, mut high) =
        if *growth >= whole(1) { (inverse.floor(), one.clone()) } else { (one.clone(), inverse.ceil()) };
    let steps = (&high - &low).to_integer().bits();
    for _ in 0..steps {
        let middle = ((&low + &high) / whole(2)).floor();
        let raised = |towards| power(&middle, year_days, bits, towards) * growth;
        if raised(Towards::High) <= one {
            low = middle;
        } else if raised(Towards::Low) >= one {
            high = middle;
        } else {
            break;
        }
    }
    (low, high)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Towards {
    Low,
    High,
}

/// A fixed-point number raised to a whole power, every product rounded towards one side.
fn power(base: &BigRational, exponent: u32, bits: u32, towards: Towards) -> BigRational {
    let mut square = base.to_integer();
    let mut product = whole(2).pow(i32::try_from(bits).unwrap_or(i32::MAX)).to_integer();
    let up = u32::from(towards == Towards::High);
    let mut left = exponent;
    while left > 0 {
        if left % 2 == 1 {
            product = ((&product * &square) >> bits) + up;
        }
        left /= 2;
        if left > 0 {
            square = ((&square * &square) >> bits) + up;
        }
    }
    BigRational::from_integer(product)
}
