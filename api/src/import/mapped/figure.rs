//! Amounts and dates as a mapping says they are written. What could be read two ways is not read.

use chrono::NaiveDate;
use ledger::money::{Currency, FigureError, Money};
use ledger::time::LegalDate;

use super::fault::Why;
use crate::import::text::shortened;

/// How the file writes figures.
#[derive(Debug, Clone)]
pub(super) struct Notation {
    /// `.` or `,`.
    pub(super) decimal: char,
    /// What parts groups of three digits, if anything does; a blank stands for every kind of blank.
    pub(super) thousands: Option<char>,
    /// How dates are written.
    pub(super) dates: Vec<DateForm>,
}

/// A way to write a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DateForm {
    /// As the mapping names it.
    pub(super) name: &'static str,
    pattern: &'static str,
}

/// Every form that can be named. Each has four digits for the year and two each for day and month.
pub(super) const DATE_FORMS: &[DateForm] = &[
    DateForm { name: "yyyy-mm-dd", pattern: "%Y-%m-%d" },
    DateForm { name: "dd/mm/yyyy", pattern: "%d/%m/%Y" },
    DateForm { name: "mm/dd/yyyy", pattern: "%m/%d/%Y" },
    DateForm { name: "dd.mm.yyyy", pattern: "%d.%m.%Y" },
    DateForm { name: "dd-mm-yyyy", pattern: "%d-%m-%Y" },
    DateForm { name: "yyyy/mm/dd", pattern: "%Y/%m/%d" },
    DateForm { name: "yyyymmdd", pattern: "%Y%m%d" },
];

impl DateForm {
    fn read(self, cell: &str) -> Option<NaiveDate> {
        let shaped = cell.len() == self.name.len()
            && cell.bytes().zip(self.name.bytes()).all(|(found, form)| {
                if form.is_ascii_alphabetic() { found.is_ascii_digit() } else { found == form }
            });
        shaped.then(|| NaiveDate::parse_from_str(cell, self.pattern).ok()).flatten()
    }
}

impl Notation {
    /// A date as an event writes it.
    pub(super) fn date(&self, cell: &str) -> Result<String, Why> {
        let read = self.dates.iter().find_map(|form| form.read(cell));
        let legal = read.and_then(|date| LegalDate::new(date).ok());
        legal.map(|date| date.to_string()).ok_or_else(|| Why::DateForm {
            cell: shortened(cell),
            forms: self.dates.iter().map(|form| form.name).collect::<Vec<_>>().join(" or "),
        })
    }

    /// An amount as an event writes it, with all the minor units of its currency.
    pub(super) fn amount(&self, cell: &str, currency: &str) -> Result<(String, Money), Why> {
        let form = || Why::AmountForm { cell: shortened(cell), example: self.example() };
        let (integer, fraction) = match cell.split_once(self.decimal) {
            Some((_, "")) => return Err(form()),
            Some((integer, fraction)) => (integer, fraction),
            None => (cell, ""),
        };
        let integer = self.ungrouped(integer).ok_or_else(form)?;
        let code: Currency = currency.parse().map_err(|_| form())?;
        // Events hold cents at most, whatever the currency has.
        let units = usize::from(code.minor_units().min(2));
        let plain = if fraction.is_empty() { integer } else { format!("{integer}.{fraction}") };
        let too_precise = || Why::AmountTooPrecise { cell: shortened(cell), currency: currency.to_owned() };
        if fraction.len() > units && fraction.bytes().all(|b| b.is_ascii_digit()) {
            return Err(too_precise());
        }
        let money = Money::new(&plain, code).map_err(|error| match error {
            FigureError::OverPrecise => too_precise(),
            _ => form(),
        })?;
        let shown = match plain.split_once('.') {
            _ if units == 0 => plain,
            Some((integer, fraction)) => format!("{integer}.{fraction:0<units$}"),
            None => format!("{plain}.{:0<units$}", ""),
        };
        Ok((shown, money))
    }

    /// A number as an event writes it.
    pub(super) fn number(&self, cell: &str) -> Result<String, Why> {
        let (integer, fraction) = cell.split_once(self.decimal).unwrap_or((cell, ""));
        let whole = self.ungrouped(integer).map(|integer| match fraction {
            "" if !cell.contains(self.decimal) => integer,
            fraction => format!("{integer}.{fraction}"),
        });
        whole
            .filter(|number| is_number(number))
            .ok_or_else(|| Why::NumberForm { cell: shortened(cell), example: self.example() })
    }

    /// The digits before the decimal sign, without the signs that part groups of three.
    fn ungrouped(&self, integer: &str) -> Option<String> {
        let Some(sign) = self.thousands else { return Some(integer.to_owned()) };
        let parts = |c: char| if is_blank(sign) { is_blank(c) } else { c == sign };
        if !integer.contains(parts) {
            return Some(integer.to_owned());
        }
        let mut groups = integer.split(parts);
        let first = groups.next().filter(|first| (1..=3).contains(&first.len()))?;
        let mut whole = first.to_owned();
        for group in groups {
            if group.len() != 3 {
                return None;
            }
            whole.push_str(group);
        }
        Some(whole)
    }

    fn example(&self) -> String {
        let group = self.thousands.map(String::from).unwrap_or_default();
        format!("1{group}234{}56", self.decimal)
    }
}

/// Blanks that part groups of digits: plain, no-break, thin, of a digit's width, narrow no-break.
pub(super) fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{2009}' | '\u{2007}' | '\u{202f}')
}

/// A plain decimal without sign, with at most 15 digits before the point and 6 behind it.
pub(super) fn is_number(text: &str) -> bool {
    let digits =
        |text: &str, max: usize| (1..=max).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    let (integer, fraction) = text.split_once('.').unwrap_or((text, "0"));
    digits(integer, 15) && (integer == "0" || !integer.starts_with('0')) && digits(fraction, 6)
}

/// First and last day of a month written `yyyy-mm`.
pub(super) fn month(text: &str) -> Option<(String, String)> {
    let first = DateForm { name: "yyyy-mm-dd", pattern: "%Y-%m-%d" }.read(&format!("{text}-01"))?;
    let last = first.checked_add_months(chrono::Months::new(1))?.pred_opt()?;
    Some((LegalDate::new(first).ok()?.to_string(), LegalDate::new(last).ok()?.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notation(decimal: char, thousands: Option<char>) -> Notation {
        Notation {
            decimal,
            thousands,
            dates: DATE_FORMS.iter().filter(|f| f.name != "mm/dd/yyyy").copied().collect(),
        }
    }

    fn amount(
        cell: &str,
        decimal: char,
        thousands: Option<char>,
        currency: &str,
    ) -> Result<String, &'static str> {
        notation(decimal, thousands).amount(cell, currency).map(|(text, _)| text).map_err(|why| why.kind())
    }

    #[test]
    fn amounts_take_the_minor_units_of_their_currency() {
        assert_eq!(amount("5040.00", '.', None, "EUR").as_deref(), Ok("5040.00"));
        assert_eq!(amount("1.234.567,8", ',', Some('.'), "EUR").as_deref(), Ok("1234567.80"));
        assert_eq!(amount("1234567", ',', Some('.'), "EUR").as_deref(), Ok("1234567.00"));
        assert_eq!(amount("100", '.', None, "ISK").as_deref(), Ok("100"));
        assert_eq!(amount("0.01", '.', None, "EUR").as_deref(), Ok("0.01"));
        assert_eq!(amount("999999999999999.99", '.', None, "EUR").as_deref(), Ok("999999999999999.99"));
    }

    /// Spreadsheets and registers write a blank that no line breaks at; which of them nobody sees.
    #[test]
    fn a_blank_between_thousands_is_every_kind_of_blank() {
        for named in [' ', '\u{a0}', '\u{202f}'] {
            for blank in [' ', '\u{a0}', '\u{2009}', '\u{2007}', '\u{202f}'] {
                let cell = format!("184{blank}122,10");
                assert_eq!(amount(&cell, ',', Some(named), "EUR").as_deref(), Ok("184122.10"), "{cell:?}");
            }
        }
        assert_eq!(amount("184\u{a0}122,10", ',', Some('.'), "EUR"), Err("unreadable amount"));
        assert_eq!(amount("18\u{a0}41\u{a0}22", ',', Some(' '), "EUR"), Err("unreadable amount"));
    }

    #[test]
    fn numbers_are_plain_decimals() {
        let number = |cell: &str| notation(',', Some('.')).number(cell).ok();
        assert_eq!(number("20.000,5").as_deref(), Some("20000.5"));
        assert_eq!(number("80").as_deref(), Some("80"));
        for cell in ["", "-1", "1,", ",5", "1.5", "007", "1,1234567", "1e3"] {
            assert_eq!(number(cell), None, "{cell}");
        }
    }

    #[test]
    fn what_could_be_read_two_ways_is_not_read() {
        for cell in
            ["1,234.00", "-5", "1e6", "007", ".5", "5.", "1 000", "", "1000000000000000", "١", "EUR 5"]
        {
            assert_eq!(amount(cell, '.', None, "EUR"), Err("unreadable amount"), "{cell}");
        }
        for cell in ["1.23,00", "1.2345,00", "1234.567,00", ".123,00", "1..234"] {
            assert_eq!(amount(cell, ',', Some('.'), "EUR"), Err("unreadable amount"), "{cell}");
        }
        assert_eq!(amount("1.234", '.', None, "EUR"), Err("amount with more decimals than its currency"));
        assert_eq!(amount("1.5", '.', None, "ISK"), Err("amount with more decimals than its currency"));
    }

    #[test]
    fn dates_are_read_in_the_forms_named_only() {
        let read = |cell: &str| notation('.', None).date(cell).ok();
        for cell in ["2025-02-28", "28/02/2025", "28.02.2025", "28-02-2025", "2025/02/28", "20250228"] {
            assert_eq!(read(cell).as_deref(), Some("2025-02-28"), "{cell}");
        }
        for cell in
            ["29/02/2025", "2/28/2025", "02/28/2025", "28/2/2025", "28/02/25", "1989-12-31", "2200-01-01", ""]
        {
            assert_eq!(read(cell), None, "{cell}");
        }
    }

    #[test]
    fn a_month_is_its_days() {
        assert_eq!(month("2024-02"), Some(("2024-02-01".into(), "2024-02-29".into())));
        assert_eq!(month("2025-12"), Some(("2025-12-01".into(), "2025-12-31".into())));
        for text in ["2025-13", "2025-00", "02/2025", "2025-2", "1989-12", ""] {
            assert_eq!(month(text), None, "{text}");
        }
    }
}
