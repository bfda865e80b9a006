//! "Aid element, expressed as full amount": a plain number in the row's currency, or one of the register's ranges.
//!
//! Ranges are in euro whatever the currency column says: Annex III to Regulation (EU) No 651/2014 fixes them in euro.
//! No figure is rounded, converted or completed: an open range stays open.

use serde::Serialize;

use super::fault::Why;
use crate::import::text::shortened;

/// Money as an event writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Money {
    amount: String,
    currency: &'static str,
}

/// The aid element of one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum AidElement {
    /// A figure, in the row's currency.
    Exact(Money),
    /// A range in euro; one end may be open, never both.
    Range { low: Option<Money>, high: Option<Money> },
}

/// Currencies of the States that publish in the register (with those the euro replaced), and their minor units.
const CURRENCIES: &[(&str, usize)] = &[
    ("BGN", 2),
    ("CHF", 2),
    ("CZK", 2),
    ("DKK", 2),
    ("EUR", 2),
    ("GBP", 2),
    ("HRK", 2),
    ("HUF", 2),
    ("ISK", 0),
    ("LTL", 2),
    ("LVL", 2),
    ("NOK", 2),
    ("PLN", 2),
    ("RON", 2),
    ("SEK", 2),
    ("USD", 2),
];

/// Most digits before the point that an amount may have.
const INTEGER_DIGITS_MAX: usize = 15;

/// Reads the aid element.
pub(super) fn aid_element(cell: &str, currency: &str) -> Result<AidElement, Why> {
    let cell = cell.trim();
    if cell.is_empty() {
        return Err(Why::NoAmount);
    }
    match range(cell) {
        Some((low, high)) => checked_range(cell, low, high),
        None => {
            let money = plain(cell, currency)?;
            let zero = money.amount.bytes().all(|b| b == b'0' || b == b'.');
            if zero { Err(Why::AmountZero) } else { Ok(AidElement::Exact(money)) }
        }
    }
}

/// Reads a plain number in `currency`, written with all the minor units the currency has.
pub(super) fn plain(cell: &str, currency: &str) -> Result<Money, Why> {
    let cell = cell.trim();
    let form = || Why::AmountForm(shortened(cell));
    let (integer, fraction) = match cell.split_once('.') {
        Some((integer, fraction)) if digits(fraction) => (integer, fraction),
        Some(_) => return Err(form()),
        None => (cell, ""),
    };
    let canonical = digits(integer) && (integer == "0" || !integer.starts_with('0'));
    if !canonical || integer.len() > INTEGER_DIGITS_MAX {
        return Err(form());
    }
    let currency = currency.trim();
    let (code, units) = CURRENCIES
        .iter()
        .find(|(code, _)| *code == currency)
        .ok_or_else(|| Why::UnknownCurrency(shortened(currency)))?;
    // "1.234" may be a thousand written with a point; what has more decimals than the currency is not read at all.
    if fraction.len() > *units {
        return Err(Why::AmountTooPrecise { cell: shortened(cell), currency: code });
    }
    let amount = if *units == 0 { integer.to_owned() } else { format!("{integer}.{fraction:0<units$}") };
    Ok(Money { amount, currency: code })
}

type Ends<'a> = (Option<&'a str>, Option<&'a str>);

/// The two ends of `< H`, `> L`, `L - H` or `> L - H`; `None` where the cell is not written as a range.
fn range(cell: &str) -> Option<Ends<'_>> {
    if let Some(high) = cell.strip_prefix('<') {
        return Some((None, Some(high.trim())));
    }
    let above = cell.strip_prefix('>');
    match above.unwrap_or(cell).split_once(['-', '–']) {
        Some((low, high)) => Some((Some(low.trim()), Some(high.trim()))),
        None => above.map(|low| (Some(low.trim()), None)),
    }
}

fn checked_range(cell: &str, low: Option<&str>, high: Option<&str>) -> Result<AidElement, Why> {
    let form = || Why::AmountForm(shortened(cell));
    let end = |text: Option<&str>| text.map(|text| grouped(text).ok_or_else(form)).transpose();
    let (low, high) = (end(low)?, end(high)?);
    let rising = match (&low, &high) {
        // Without leading zeros a longer number is a larger one, and equal lengths compare as text.
        (Some(low), Some(high)) => (low.len(), low) < (high.len(), high),
        (None, Some(high)) => high != "0",
        _ => true,
    };
    let euro = |whole: String| Money { amount: format!("{whole}.00"), currency: "EUR" };
    if rising { Ok(AidElement::Range { low: low.map(euro), high: high.map(euro) }) } else { Err(form()) }
}

/// A whole number, bare or in groups of three parted by commas, without its commas.
fn grouped(text: &str) -> Option<String> {
    let mut groups = text.split(',');
    let first = groups.next().unwrap_or_default();
    let mut whole = first.to_owned();
    let mut parted = false;
    for group in groups {
        if group.len() != 3 {
            return None;
        }
        whole.push_str(group);
        parted = true;
    }
    let canonical = digits(&whole) && (whole == "0" || !whole.starts_with('0'));
    let grouped_well = !parted || (1..=3).contains(&first.len());
    (canonical && grouped_well && whole.len() <= INTEGER_DIGITS_MAX).then_some(whole)
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(cell: &str, currency: &str) -> String {
        match aid_element(cell, currency) {
            Ok(AidElement::Exact(money)) => format!("{} {}", money.amount, money.currency),
            Ok(AidElement::Range { low, high }) => {
                let end =
                    |end: Option<Money>| end.map_or("..".into(), |m| format!("{} {}", m.amount, m.currency));
                format!("[{}, {}]", end(low), end(high))
            }
            Err(why) => why.kind().to_owned(),
        }
    }

    #[test]
    fn plain_numbers_keep_their_currency_and_take_its_minor_units() {
        assert_eq!(read("708673", "EUR"), "708673.00 EUR");
        assert_eq!(read("8363808.5", "HRK"), "8363808.50 HRK");
        assert_eq!(read("100", "ISK"), "100 ISK");
        assert_eq!(read("999999999999999.99", "EUR"), "999999999999999.99 EUR");
    }

    #[test]
    fn ranges_are_in_euro_and_open_ends_stay_open() {
        assert_eq!(read("500,000 - 1,000,000", "EUR"), "[500000.00 EUR, 1000000.00 EUR]");
        assert_eq!(read("> 1,000,000 - 2,000,000", "SEK"), "[1000000.00 EUR, 2000000.00 EUR]");
        assert_eq!(read("500001 - 1000000", "EUR"), "[500001.00 EUR, 1000000.00 EUR]");
        assert_eq!(read("< 500,000", "GBP"), "[.., 500000.00 EUR]");
        assert_eq!(read("> 30,000,000", "EUR"), "[30000000.00 EUR, ..]");
    }

    #[test]
    fn what_could_be_read_two_ways_is_not_read() {
        for cell in [
            "500,000",
            "1.234.567",
            "1 000",
            "-5",
            "1e6",
            "007",
            ".5",
            "5.",
            "2,000 - 1,000",
            "5 - 5",
            "1,00 - 2,000",
            "1 - 2 - 3",
            "< 0",
            ">",
            "1000000000000000",
            "١٢٣",
        ] {
            assert_eq!(read(cell, "EUR"), Why::AmountForm(String::new()).kind(), "{cell}");
        }
        assert_eq!(read("1.234", "EUR"), "amount with more decimals than its currency");
        assert_eq!(read("1.5", "ISK"), "amount with more decimals than its currency");
        assert_eq!(read("5", "XXX"), "unknown currency");
        assert_eq!(read("", "EUR"), "empty amount");
        assert_eq!(read("0.00", "EUR"), "amount 0");
    }
}
