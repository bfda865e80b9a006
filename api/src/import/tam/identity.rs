//! National identifiers: from a register's spelling to the handle of an undertaking.
//!
//! The ledger drops ASCII blanks, dots and dashes of a `NID` and nothing else. A source's other blanks (no-break space,
//! tab) and stray byte order marks are dropped here, because they are blanks of the source, not of the number. Country
//! prefixes (`DK`, `CVR`) and leading zeros stay: whether two spellings are one undertaking is for a register to say.

use super::fault::Why;
use crate::import::text::{BYTE_ORDER_MARK, shortened};

/// Longest handle in bytes.
const HANDLE_BYTES_MAX: usize = 128;

/// Prefixes under which prepared files hide natural persons: of an identifier, of a name.
const MASKS: (&str, &str) = ("NP-ID-", "NATURAL-PERSON-");

/// Whether whoever prepared the file masked this beneficiary as a natural person.
pub(in crate::import) fn is_masked(identifier: &str, name: &str) -> bool {
    let starts = |cell: &str, mask: &str| cell.trim_start_matches(BYTE_ORDER_MARK).trim().starts_with(mask);
    starts(identifier, MASKS.0) || starts(name, MASKS.1)
}

/// The normalised handle `NID:<country>:<number>`.
pub(super) fn handle(cell: &str, country: &'static str) -> Result<String, Why> {
    let number: String = cell
        .chars()
        .filter(|c| !c.is_whitespace() && *c != BYTE_ORDER_MARK && !matches!(c, '.' | '-'))
        .map(|c| c.to_ascii_uppercase())
        .collect();
    if cell.chars().all(|c| c.is_whitespace() || c == BYTE_ORDER_MARK) {
        return Err(Why::NoIdentifier);
    }
    if !number.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b':' | b'/')) {
        return Err(Why::IdentifierForm(shortened(cell)));
    }
    // Every national register numbers with digits: "n/a", "dk", "-" and "0" say that there is no number.
    if !number.bytes().any(|b| (b'1'..=b'9').contains(&b)) {
        return Err(Why::PlaceholderIdentifier(shortened(cell)));
    }
    if is_personal(&number, country) {
        return Err(Why::PersonalNumber(country));
    }
    let handle = format!("NID:{country}:{number}");
    if handle.len() > HANDLE_BYTES_MAX { Err(Why::IdentifierForm(shortened(cell))) } else { Ok(handle) }
}

/// Whether a number can only be a natural person's, in States whose two number series do not overlap.
///
/// A guard, not a proof: numbers of other States, and sole traders under an ordinary number, pass.
pub(in crate::import) fn is_personal(number: &str, country: &str) -> bool {
    let digits = number.bytes().all(|b| b.is_ascii_digit());
    let two = |at: usize| number.get(at..at + 2).and_then(|text| text.parse::<u8>().ok()).unwrap_or(0);
    let month = |at| (1..=12).contains(&two(at));
    let day = |at| (1..=31).contains(&two(at));
    match (country, number.len()) {
        // Yymmddnnnn, with or without century; companies have 20 or more in the month's place.
        ("SE", 10) => digits && month(2),
        ("SE", 12) => digits && matches!(two(0), 19 | 20) && month(4),
        // Ddmmyynnnn; companies have eight digits.
        ("DK", 10) => digits && day(0) && month(2),
        // Ddmmyynnnnn, since 2017 "32" and nine digits; companies start with 4, 5 or 9.
        ("LV", 11) => digits && ((day(0) && month(2)) || two(0) == 32),
        // Eleven digits starting with century and sex, then yymmdd; companies have eight.
        ("EE", 11) => digits && month(3) && day(5),
        // Ddmmyy, nnn and a check character (the sign of the century may be a dropped dash); companies have eight digits.
        ("FI", 10 | 11) => number.bytes().take(6).all(|b| b.is_ascii_digit()) && day(0) && month(2),
        // Sixteen characters, six letters for the name first; companies have eleven digits.
        ("IT", 16) => {
            number.bytes().take(6).all(|b| b.is_ascii_uppercase())
                && number.bytes().last().is_some_and(|b| b.is_ascii_uppercase())
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_dots_and_dashes_go_and_prefixes_and_zeros_stay() {
        assert_eq!(handle("556084-0976", "SE").unwrap(), "NID:SE:5560840976");
        assert_eq!(handle("90000065720\u{a0}", "LV").unwrap(), "NID:LV:90000065720");
        assert_eq!(handle("\u{feff}CVR 13 03.81-39", "DK").unwrap(), "NID:DK:CVR13038139");
        assert_eq!(handle("01385778914", "SE").unwrap(), "NID:SE:01385778914");
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
    fn personal_numbers_are_turned_away_and_companies_like_them_are_not() {
        for (cell, country) in [
            ("850709-9805", "SE"),
            ("19850709-9805", "SE"),
            ("070761-4285", "DK"),
            ("161175-19997", "LV"),
            ("32123456789", "LV"),
            ("37605030299", "EE"),
            ("131052-308T", "FI"),
            ("131052A308T", "FI"),
            ("rssmra85t10a562s", "IT"),
        ] {
            assert_eq!(handle(cell, country), Err(Why::PersonalNumber(country)), "{cell}");
        }
        for (cell, country) in [
            ("556084-0976", "SE"),
            ("36456469", "DK"),
            ("48503018367", "LV"),
            ("10066299", "EE"),
            ("1234567-8", "FI"),
            ("850709-9805", "GB"),
            ("01234567890", "IT"),
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
