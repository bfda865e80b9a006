//! Exact fractions of cents, and what lies between two of them where no fraction is exact.

use num_rational::BigRational;

/// A fraction of any size.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fraction(BigRational);

impl Fraction {
    /// `above / below`; `below` is never zero here.
    pub fn of(above: i128, below: i128) -> Self {
        if below == 0 { Self::whole(0) } else { Self(BigRational::new(above.into(), below.into())) }
    }

    /// A whole number.
    pub fn whole(number: i128) -> Self {
        Self(BigRational::from_integer(number.into()))
    }

    /// This and another.
    pub fn plus(&self, other: &Self) -> Self {
        Self(&self.0 + &other.0)
    }

    /// This less another.
    pub fn less(&self, other: &Self) -> Self {
        Self(&self.0 - &other.0)
    }

    /// This times another.
    pub fn times(&self, other: &Self) -> Self {
        Self(&self.0 * &other.0)
    }

    /// This divided by another, which is never zero here.
    pub fn over(&self, other: &Self) -> Self {
        Self(&self.0 / &other.0)
    }

    fn power(&self, times: u32) -> Self {
        Self(self.0.pow(i32::try_from(times).unwrap_or(0)))
    }

    /// Whole cents, a half going up, never below zero.
    pub fn cents(&self) -> i128 {
        let half_up = (&self.0 + Self::of(1, 2).0).floor().to_integer();
        i128::try_from(&half_up).unwrap_or(i128::MAX).max(0)
    }
}

/// A figure that lies from one fraction to another, mostly the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Between(pub Fraction, pub Fraction);

impl Between {
    /// Exactly this.
    pub fn exactly(figure: Fraction) -> Self {
        Self(figure.clone(), figure)
    }

    /// This and another.
    pub fn plus(&self, other: &Self) -> Self {
        Self(self.0.plus(&other.0), self.1.plus(&other.1))
    }

    /// At most another.
    pub fn at_most(self, most: &Fraction) -> Self {
        Self(self.0.min(most.clone()), self.1.min(most.clone()))
    }

    /// This times a fraction of zero or more.
    pub fn times(&self, by: &Fraction) -> Self {
        Self(self.0.times(by), self.1.times(by))
    }

    /// Whole cents. The two ends are so close that no half cent lies between them, unless it is both of them.
    pub fn cents(&self) -> i128 {
        self.0.cents()
    }

    /// Whether the two ends round alike.
    #[cfg(test)]
    fn is_settled(&self) -> bool {
        self.0.cents() == self.1.cents()
    }
}

/// How many digits of a root are found.
const DIGITS: u32 = 24;

/// What is due after some days is worth today: `amount / rate^(days / 365)`, with `rate` above zero.
///
/// Whole years are a power. The rest is the 365th root of a power, of which so many digits are found that the two
/// fractions between which it lies part after the twentieth.
pub fn discounted(amount: &Fraction, rate: &Fraction, days: u32) -> Between {
    let years = amount.over(&rate.power(days / 365));
    let rest = rate.power(days % 365);
    let scale = Fraction::whole(10).power(DIGITS);
    let scaled = rest.times(&scale.power(365));
    let whole = scaled.0.floor().to_integer().nth_root(365);
    let root = Fraction(BigRational::from_integer(whole));
    let exact = root.power(365) == scaled;
    let above = if exact { root.clone() } else { root.plus(&Fraction::whole(1)) };
    Between(years.times(&scale).over(&above), years.times(&scale).over(&root))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cents(amount: i128, percent_e2: i128, days: u32) -> i128 {
        let worth = discounted(&Fraction::whole(amount), &Fraction::of(10_000 + percent_e2, 10_000), days);
        assert!(worth.is_settled());
        worth.cents()
    }

    #[test]
    fn a_half_goes_up_and_nothing_goes_below_zero() {
        assert_eq!(Fraction::of(5, 2).cents(), 3);
        assert_eq!(Fraction::of(249, 100).cents(), 2);
        assert_eq!(Fraction::of(-7, 2).cents(), 0);
    }

    #[test]
    fn whole_years_divide_and_no_time_leaves_all() {
        assert_eq!(cents(10_000_000, 319, 0), 10_000_000);
        // 310 000 in a year at 3.19 %.
        assert_eq!(cents(31_000_000, 319, 365), 30_041_671);
        assert_eq!(cents(12_100, 1000, 730), 10_000);
    }

    #[test]
    fn half_a_year_is_a_root() {
        // 1.21 ^ (1/2) = 1.1, and half of 365 days does not exist: 730 days at 10 % and 365 at 21 % are the same.
        assert_eq!(cents(12_100, 2100, 365), 10_000);
        // 100 000.00 after 182 days at 3.19 %: 100 000 / 1.0319 ^ (182/365) = 98 446.41.
        assert_eq!(cents(10_000_000, 319, 182), 9_844_641);
        // A rate below zero makes later money worth more.
        assert!(cents(10_000_000, -50, 100) > 10_000_000);
    }
}
