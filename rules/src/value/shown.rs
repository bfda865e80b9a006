//! Exact fractions as people write figures.

use num_rational::BigRational;

use super::exact::whole;

/// The most decimals that a figure is written with.
const DECIMALS_MAX: u32 = 20;

/// A figure with all its decimals; one that has no end is rounded half-up.
pub(crate) fn exact(figure: &BigRational) -> String {
    let fits = (0..DECIMALS_MAX).find(|places| (figure * power(*places)).is_integer());
    rounded(figure, fits.unwrap_or(DECIMALS_MAX))
}

/// A figure rounded half-up to so many decimals.
pub(crate) fn to_places(figure: &BigRational, places: u32) -> BigRational {
    let half = BigRational::new(1.into(), 2.into());
    (figure * power(places) + half).floor() / power(places)
}

/// A figure rounded half-up to so many decimals, written with all of them.
pub(crate) fn rounded(figure: &BigRational, places: u32) -> String {
    let digits = (to_places(figure, places) * power(places)).to_integer();
    let text = digits.to_string();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text.as_str()),
    };
    let width = usize::try_from(places).unwrap_or(0);
    let digits = format!("{digits:0>least$}", least = width.saturating_add(1));
    let (before, after) = digits.split_at(digits.len().saturating_sub(width));
    if width == 0 { format!("{sign}{before}") } else { format!("{sign}{before}.{after}") }
}

fn power(places: u32) -> BigRational {
    whole(10).pow(i32::try_from(places).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_written_exactly_and_money_to_the_cent() {
        let third = BigRational::new(1.into(), 3.into());
        assert_eq!(rounded(&third, 2), "0.33");
        assert_eq!(rounded(&(whole(2) * &third), 2), "0.67");
        assert_eq!(rounded(&whole(15), 2), "15.00");
        assert_eq!(rounded(&BigRational::new((-1).into(), 4.into()), 2), "-0.25");
        assert_eq!(exact(&BigRational::new(125.into(), 2.into())), "62.5");
        assert_eq!(exact(&whole(50)), "50");
        assert_eq!(exact(&whole(0)), "0");
        assert_eq!(exact(&third), "0.33333333333333333333");
    }
}
