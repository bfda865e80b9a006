//! Exact figures: money, unit prices and exchange rates, percentages, quantities. Never a float.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;

/// ISO 4217 codes with their minor units, ended ones included (BGN, HRK, LTL, LVL and the like): old awards name them.
const CURRENCIES: &[(u8, &str)] = &[
    (0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
    (
        2,
        "AED AFN ALL AMD ANG AOA ARS ATS AUD AWG AZN BAM BBD BDT BEF BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF \
         CNY COP CRC CUP CVE CYP CZK DEM DKK DOP DZD EEK EGP ERN ESP ETB EUR FIM FJD FKP FRF GBP GEL GHS GIP GMD GRD GTQ \
         GYD HKD HNL HRK HTG HUF IDR IEP ILS INR IRR ITL JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL LTL LUF LVL MAD \
         MDL MGA MKD MMK MNT MOP MRU MTL MUR MVR MWK MXN MYR MZN NAD NGN NIO NLG NOK NPR NZD PAB PEN PGK PHP PKR PLN PTE \
         QAR ROL RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SIT SKK SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD \
         TWD TZS UAH USD UYU UZS VES WST XCD YER ZAR ZMW ZWG",
    ),
    (3, "BHD IQD JOD KWD LYD OMR TND"),
    (4, "CLF UYW"),
];

/// A currency by its ISO 4217 code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

impl Currency {
    /// The euro, the unit of every ceiling.
    pub const EUR: Self = Self(*b"EUR");

    /// The code.
    #[must_use]
    pub fn code(&self) -> &str {
        // The constructor admits ASCII only.
        std::str::from_utf8(&self.0).unwrap_or("???")
    }

    /// How many decimals the currency has.
    #[must_use]
    pub fn minor_units(self) -> u8 {
        let code = self.code();
        CURRENCIES
            .iter()
            .find(|(_, codes)| codes.split(' ').any(|c| c == code))
            .map_or(2, |(units, _)| *units)
    }
}

impl FromStr for Currency {
    type Err = FigureError;
    fn from_str(text: &str) -> Result<Self, FigureError> {
        let bytes: [u8; 3] = text.as_bytes().try_into().map_err(|_| FigureError::UnknownCurrency)?;
        let known = CURRENCIES.iter().any(|(_, codes)| codes.split(' ').any(|code| code.as_bytes() == bytes));
        if known { Ok(Self(bytes)) } else { Err(FigureError::UnknownCurrency) }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// Why a text is not a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FigureError {
    /// Sign, blank, exponent, leading zero, missing digit or too many of them.
    #[error("not a plain decimal of this kind")]
    Form,
    /// More decimals than the currency has minor units.
    #[error("more decimals than the currency has minor units")]
    OverPrecise,
    /// Not an ISO 4217 code, current or ended.
    #[error("not an ISO 4217 currency code")]
    UnknownCurrency,
    /// Beyond the range of the kind.
    #[error("out of range")]
    OutOfRange,
}

/// Reads `(0|[1-9][0-9]*)(\.[0-9]+)?` with bounds on both sides of the point.
fn plain_decimal(text: &str, integer_digits: usize, decimals: usize) -> Result<Decimal, FigureError> {
    let (integer, fraction) = match text.split_once('.') {
        Some((integer, fraction)) => (integer, Some(fraction)),
        None => (text, None),
    };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let canonical = integer == "0" || !integer.starts_with('0');
    let fraction_fits = fraction.is_none_or(|f| digits(f) && f.len() <= decimals);
    if !digits(integer) || !canonical || integer.len() > integer_digits || !fraction_fits {
        return Err(FigureError::Form);
    }
    Decimal::from_str_exact(text).map_err(|_| FigureError::Form)
}

/// An amount of money: at most 15 digits before the point and the currency's minor units (at most two) after it, no sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    amount: Decimal,
    currency: Currency,
}

impl Money {
    /// Reads the two members of a Money object.
    ///
    /// # Errors
    /// [`FigureError`] saying which rule the text breaks.
    pub fn new(amount: &str, currency: Currency) -> Result<Self, FigureError> {
        let amount = plain_decimal(amount, 15, 2)?;
        if amount.scale() > u32::from(currency.minor_units()) {
            return Err(FigureError::OverPrecise);
        }
        Ok(Self { amount, currency })
    }

    /// The amount in units of the currency.
    #[must_use]
    pub fn amount(self) -> Decimal {
        self.amount
    }

    /// The currency.
    #[must_use]
    pub fn currency(self) -> Currency {
        self.currency
    }
}

macro_rules! figure {
    ($(#[$doc:meta])* $name:ident, $integer:literal, $decimals:literal, $max:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Decimal);

        impl $name {
            /// The figure.
            #[must_use]
            pub fn value(self) -> Decimal {
                self.0
            }
        }

        impl FromStr for $name {
            type Err = FigureError;
            fn from_str(text: &str) -> Result<Self, FigureError> {
                let value = plain_decimal(text, $integer, $decimals)?;
                let max: Option<u32> = $max;
                if max.is_some_and(|max| value > Decimal::from(max)) {
                    return Err(FigureError::OutOfRange);
                }
                Ok(Self(value))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

figure!(
    /// A unit price or exchange rate: up to 12 digits before and 12 after the point.
    Rate, 12, 12, None
);
figure!(
    /// A percentage from 0 to 100 with up to six decimals.
    Percent, 3, 6, Some(100)
);
figure!(
    /// A quantity of some unit: up to 15 digits before and six after the point.
    Quantity, 15, 6, None
);

/// An interest rate in percent, which may be below zero, with up to six decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SignedPercent(Decimal);

impl SignedPercent {
    /// The figure.
    #[must_use]
    pub fn value(self) -> Decimal {
        self.0
    }
}

impl FromStr for SignedPercent {
    type Err = FigureError;
    fn from_str(text: &str) -> Result<Self, FigureError> {
        match text.strip_prefix('-') {
            Some(rest) => {
                let value = plain_decimal(rest, 3, 6)?;
                if value.is_zero() { Err(FigureError::Form) } else { Ok(Self(-value)) }
            }
            None => Ok(Self(plain_decimal(text, 3, 6)?)),
        }
    }
}

/// A ratio such as debt to equity, with at most six decimals; below zero where its parts are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ratio(Decimal);

impl Ratio {
    /// The figure.
    #[must_use]
    pub fn value(self) -> Decimal {
        self.0
    }
}

impl FromStr for Ratio {
    type Err = FigureError;
    fn from_str(text: &str) -> Result<Self, FigureError> {
        match text.strip_prefix('-') {
            Some(rest) => {
                let value = plain_decimal(rest, 9, 6)?;
                if value.is_zero() { Err(FigureError::Form) } else { Ok(Self(-value)) }
            }
            None => Ok(Self(plain_decimal(text, 9, 6)?)),
        }
    }
}

/// Euro cents: every figure of a verdict. Sums of recorded amounts fit by far; differences may be below zero.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cents(pub i128);

impl Cents {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// Reads the one canonical text: two decimals, no leading zero, a minus only before an amount that is not zero.
    #[must_use]
    pub fn parse_canonical(text: &str) -> Option<Self> {
        let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
        let (euros, cents) = digits.split_once('.')?;
        if cents.len() != 2 || euros.len() > 30 || !digits.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
            return None;
        }
        let value = Self(sign * (euros.parse::<i128>().ok()? * 100 + cents.parse::<i128>().ok()?));
        (value.to_string() == text).then_some(value)
    }

    /// This or zero, whichever is more.
    #[must_use]
    pub fn or_zero(self) -> Self {
        self.max(Self::ZERO)
    }
}

impl std::ops::Add for Cents {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl std::ops::Sub for Cents {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl std::ops::AddAssign for Cents {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl std::iter::Sum for Cents {
    fn sum<I: Iterator<Item = Self>>(items: I) -> Self {
        items.fold(Self::ZERO, std::ops::Add::add)
    }
}

impl fmt::Display for Cents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let absolute = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", absolute / 100, absolute % 100)
    }
}

impl serde::Serialize for Cents {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_exact_and_strict() {
        let eur = Currency::EUR;
        assert_eq!(Money::new("40000.00", eur).unwrap().amount().to_string(), "40000.00");
        for (text, error) in [
            ("-1.00", FigureError::Form),
            ("+1", FigureError::Form),
            ("1.", FigureError::Form),
            (".5", FigureError::Form),
            ("01", FigureError::Form),
            ("1e3", FigureError::Form),
            ("1.005", FigureError::Form),
            ("1 000", FigureError::Form),
            ("1000000000000000", FigureError::Form),
            ("\u{661}", FigureError::Form),
        ] {
            assert_eq!(Money::new(text, eur), Err(error), "{text}");
        }
        let yen: Currency = "JPY".parse().unwrap();
        assert_eq!(Money::new("10.5", yen), Err(FigureError::OverPrecise));
        assert_eq!("XXX".parse::<Currency>(), Err(FigureError::UnknownCurrency));
        assert_eq!("eur".parse::<Currency>(), Err(FigureError::UnknownCurrency));
    }

    #[test]
    fn ended_currencies_are_known() {
        for code in ["HRK", "LTL", "LVL", "BGN", "EEK", "DEM", "FIM"] {
            assert!(code.parse::<Currency>().is_ok(), "{code}");
        }
    }

    #[test]
    fn figures_keep_their_bounds() {
        assert!("100".parse::<Percent>().is_ok());
        assert_eq!("100.1".parse::<Percent>(), Err(FigureError::OutOfRange));
        assert!("0.000000000001".parse::<Rate>().is_ok());
        assert!("0.0000000000001".parse::<Rate>().is_err());
        assert!("-0.45".parse::<SignedPercent>().is_ok());
        assert!("-0".parse::<SignedPercent>().is_err());
    }
}
