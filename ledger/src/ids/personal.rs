//! A natural person's number, as a pseudonym is made of it: one spelling of one kind of number for each State.

use super::check::{digits, last, luhn, mod_11_10, two_rounds, weighted};
use super::national::{is_dutch, without_prefix};
use super::person::is_person;
use super::{IdError, MemberState};

/// Fewest and most characters of a number whose form is not known here.
const LENGTH: std::ops::RangeInclusive<usize> = 5..=20;

/// The one spelling of a natural person's number of a State: capitals, without blanks, dots, dashes and slashes.
///
/// # Errors
/// [`IdError::Form`] where it is no such number of this State, [`IdError::Check`] where its check digits do not fit. Neither is
/// known of every State.
pub fn personal_number(state: MemberState, text: &str) -> Result<String, IdError> {
    let country = match state.as_str() {
        "XI" | "UK" => "GB",
        code => code,
    };
    let number: String =
        text.chars().filter(|c| !" .-/".contains(*c)).collect::<String>().to_ascii_uppercase();
    if !number.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Err(IdError::Form);
    }
    let bare = without_prefix(country, &number);
    let number = if is_of_kind(country, bare) { bare } else { &number };
    if !is_of_kind(country, number) {
        return Err(IdError::Form);
    }
    if fits(country, number) { Ok(number.to_owned()) } else { Err(IdError::Check) }
}

/// Whether it is of the one kind of number that pseudonyms of the State are made of.
fn is_of_kind(country: &str, number: &str) -> bool {
    match country {
        // Without the century two persons may share the ten digits.
        "SE" => number.len() == 12 && is_person(country, number),
        "HR" => number.len() == 11 && digits(number).is_some(),
        "NL" => number.len() == 9 && digits(number).is_some(),
        "CY" | "IE" | "LI" => LENGTH.contains(&number.len()) && number.bytes().any(|b| b.is_ascii_digit()),
        _ => is_person(country, number),
    }
}

/// Whether the check digits fit, where they are asked here.
fn fits(country: &str, number: &str) -> bool {
    let numbers = digits(number).unwrap_or_default();
    let (body, check) = last(&numbers);
    match country {
        "EE" | "LT" => two_rounds(body, 1, 3) == check,
        "ES" => spanish(number),
        "FI" => finnish(number),
        "HR" => mod_11_10(&numbers),
        "NL" => is_dutch(&numbers),
        "PL" => (10 - weighted(body, &[1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10) % 10 == check,
        "SE" => luhn(numbers.get(2..).unwrap_or_default()) == 0,
        _ => true,
    }
}

/// The remainder of a number of digits names a character.
fn names(text: &str, letters: &str, end: Option<char>) -> bool {
    let remainder = text.parse::<usize>().ok().and_then(|number| number.checked_rem(letters.len()));
    remainder.and_then(|at| letters.chars().nth(at)) == end
}

/// DNI and NIE (X, Y, Z count as 0, 1, 2); K, L and M are left out.
fn spanish(number: &str) -> bool {
    let end = number.chars().last();
    let digits = number.get(..number.len().saturating_sub(1)).unwrap_or_default();
    let digits = digits.replacen('X', "0", 1).replacen('Y', "1", 1).replacen('Z', "2", 1).replacen(
        ['K', 'L', 'M'],
        "",
        1,
    );
    names(&digits, "TRWAGMYFPDXBNJZSQVHLCKE", end)
}

/// Ddmmyy and nnn, with or without the sign of the century, modulo 31.
fn finnish(number: &str) -> bool {
    let digits: Option<String> = number
        .get(..6)
        .zip(number.get(number.len().saturating_sub(4)..number.len().saturating_sub(1)))
        .map(|(date, serial)| format!("{date}{serial}"));
    digits.is_some_and(|digits| names(&digits, "0123456789ABCDEFHJKLMNPRSTUVWXY", number.chars().last()))
}
