//! National identifiers: from a register's spelling to the handle of an undertaking.
//!
//! A source's own blanks (no-break space, tab) and stray byte order marks are dropped here, because they are blanks of the
//! source, not of the number. All else is the ledger's: its rules of the scheme say what is a number, and one handle of it.

use ledger::ids::{IdError, UndertakingId};

use super::fault::Why;
use crate::import::text::{BYTE_ORDER_MARK, number_with_name, shortened};

/// Prefixes under which prepared files hide natural persons: of an identifier, of a name.
const MASKS: (&str, &str) = ("NP-ID-", "NATURAL-PERSON-");

/// Whether whoever prepared the file masked this beneficiary as a natural person.
pub(in crate::import) fn is_masked(identifier: &str, name: &str) -> bool {
    let starts = |cell: &str, mask: &str| cell.trim_start_matches(BYTE_ORDER_MARK).trim().starts_with(mask);
    starts(identifier, MASKS.0) || starts(name, MASKS.1)
}

/// The normalised handle `NID:<country>:<number>`.
pub(super) fn handle(cell: &str, country: &'static str) -> Result<String, Why> {
    let number: String = cell.chars().filter(|c| !c.is_whitespace() && *c != BYTE_ORDER_MARK).collect();
    if number.is_empty() {
        return Err(Why::NoIdentifier);
    }
    if number_with_name(cell) {
        return Err(Why::NumberWithName);
    }
    let plain =
        number.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b':' | b'/' | b'.' | b'-'));
    if !plain {
        return Err(Why::IdentifierForm(shortened(cell)));
    }
    // Every national register numbers with digits: "n/a", "dk", "-" and "0" say that there is no number.
    if !number.bytes().any(|b| (b'1'..=b'9').contains(&b)) {
        return Err(Why::PlaceholderIdentifier(shortened(cell)));
    }
    match format!("NID:{country}:{number}").parse::<UndertakingId>() {
        Ok(handle) => Ok(handle.to_string()),
        Err(IdError::Person) => Err(Why::PersonalNumber(country)),
        Err(IdError::Check) => Err(Why::CheckDigits(shortened(cell), country)),
        Err(IdError::Form | IdError::Scheme | IdError::Country | IdError::CountryOf(_)) => {
            Err(Why::IdentifierForm(shortened(cell)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_dots_and_dashes_go_and_older_forms_become_the_one_of_today() {
        assert_eq!(handle("556084-0976", "SE").unwrap(), "NID:SE:5560840976");
        assert_eq!(handle("90000065720\u{a0}", "LV").unwrap(), "NID:LV:90000065720");
        assert_eq!(handle("\u{feff}CVR 13 03.81-39", "DK").unwrap(), "NID:DK:13038139");
        assert_eq!(handle("DK28097417", "DK").unwrap(), "NID:DK:28097417");
        assert_eq!(handle("01385778914", "SE").unwrap(), "NID:SE:01385778914");
        assert_eq!(handle("1385778914", "HR").unwrap(), "NID:HR:01385778914");
        assert_eq!(handle("sc123456", "GB").unwrap(), "NID:GB:SC123456");
    }

    #[test]
    fn placeholders_and_foreign_characters_are_turned_away() {
        for cell in ["n/a", "N/A", "0", "000-000", "dk", "-", "unknown"] {
            assert_eq!(handle(cell, "DK"), Err(Why::PlaceholderIdentifier(cell.into())));
        }
        assert_eq!(handle(" \u{a0}", "DK"), Err(Why::NoIdentifier));
        for cell in ["12\u{2010}34", "1234ä", "12,34", "12\u{0}34", "１２３４"] {
            assert!(matches!(handle(cell, "DK"), Err(Why::IdentifierForm(_))), "{cell}");
        }
        assert!(matches!(handle(&"1".repeat(122), "DK"), Err(Why::IdentifierForm(_))));
        assert_eq!(handle(&"1".repeat(121), "DK").unwrap().len(), 128);
    }

    #[test]
    fn wrong_check_digits_are_turned_away() {
        for (cell, country) in [("14262942", "DK"), ("556056-6222", "SE"), ("1234567-8", "FI")] {
            assert!(matches!(handle(cell, country), Err(Why::CheckDigits(_, _))), "{cell}");
        }
    }

    #[test]
    fn a_number_and_a_name_in_one_cell_are_turned_away() {
        for cell in [
            "10066299 Example AS",
            "Example AS, 10066299",
            "Reg. nr 10066299 (Example)",
            "10066299/Example AS",
        ] {
            assert_eq!(handle(cell, "EE"), Err(Why::NumberWithName), "{cell}");
        }
        for (cell, country) in [
            ("CVR 13 03 81 39", "DK"),
            ("HRB 12345 B", "DE"),
            ("SC 123456", "GB"),
            ("DK 28097417", "DK"),
            ("HRB 395 KI", "DE"),
            ("923609016 MVA", "NO"),
        ] {
            assert!(handle(cell, country).is_ok(), "{cell}");
        }
    }

    #[test]
    fn personal_numbers_are_turned_away_and_companies_like_them_are_not() {
        for (cell, country) in [
            ("850709-9805", "SE"),
            ("19850709-9805", "SE"),
            ("070761-4285", "DK"),
            ("DK 070761-4285", "DK"),
            ("161175-19997", "LV"),
            ("32123456789", "LV"),
            ("37605030299", "EE"),
            ("33309240064", "LT"),
            ("131052-308T", "FI"),
            ("131052A308T", "FI"),
            ("rssmra85t10a562s", "IT"),
            ("54362315-K", "ES"),
            ("X-5253868-R", "ES"),
            ("7103192745", "CZ"),
            ("710319/2745", "CZ"),
        ] {
            assert_eq!(handle(cell, country), Err(Why::PersonalNumber(country)), "{cell}");
        }
        for (cell, country) in [
            ("556084-0976", "SE"),
            ("36456469", "DK"),
            ("40003032949", "LV"),
            ("10066299", "EE"),
            ("2315078-1", "FI"),
            ("850709-9805", "GB"),
            ("A13585625", "ES"),
        ] {
            assert!(handle(cell, country).is_ok(), "{cell}");
        }
    }

    #[test]
    fn masks_are_seen_in_either_column() {
        assert!(is_masked("NP-ID-203381e9ce", "Firm Ltd"));
        assert!(is_masked("12345678", "NATURAL-PERSON-3a5489f481"));
        assert!(!is_masked("34734445", "NATURE ENERGY A/S"));
    }
}
