//! The number that a State's own register gives a company: its form, check digits, older forms, and the one we keep.
//!
//! Only a number of exactly the form that the State prints is held to that State's check digits, and only where the State
//! publishes them. Anything else may be a number of another register (associations, trusts, courts) and stays as written.

use super::IdError;
use super::check::{digits, last, luhn, mod_11_10, remainder, to_eleven, two_rounds, weighted};

/// What a text is to a State's register of companies.
enum Form {
    /// A number of the register, in the one spelling that is kept.
    Sound(String),
    /// A number of the register's form whose check digits do not fit.
    Wrong,
    /// Of no form that this register has.
    Other,
}

/// The one spelling of a national number given in capitals and without blanks, dots and dashes.
///
/// # Errors
/// [`IdError::Check`] where it has the form of the State's company number and the check digits do not fit.
pub(super) fn canonical(country: &str, number: &str) -> Result<String, IdError> {
    if let Form::Sound(bare) = form(country, without_prefix(country, number)) {
        return Ok(bare);
    }
    match form(country, number) {
        Form::Sound(number) => Ok(number),
        Form::Wrong => Err(IdError::Check),
        Form::Other => Ok(number.to_owned()),
    }
}

/// The number without the letters that exports put before it: the country's code, or the register's name.
pub(super) fn without_prefix<'a>(country: &str, number: &'a str) -> &'a str {
    let prefixes: &[&str] = match country {
        "EL" => &["EL", "GR"],
        "DK" => &["DK", "CVR"],
        _ => &[country],
    };
    prefixes.iter().find_map(|prefix| number.strip_prefix(prefix)).unwrap_or(number)
}

/// A number whose check digits fit or not.
fn held(fits: bool, number: impl Into<String>) -> Form {
    if fits { Form::Sound(number.into()) } else { Form::Wrong }
}

/// An older or shortened form, taken only where its check digits fit.
fn older(fits: bool, number: impl Into<String>) -> Form {
    if fits { Form::Sound(number.into()) } else { Form::Other }
}

fn form(country: &str, number: &str) -> Form {
    match digits(number) {
        Some(digits) => form_of_digits(country, number, &digits),
        None => form_of_letters(country, number),
    }
}

/// Numbers that hold a letter.
fn form_of_letters(country: &str, number: &str) -> Form {
    match (country, number.len()) {
        ("ES", 9) if "ABCDEFGHJNPQRSUVW".contains(first_letter(number)) && middle(number).is_some() => {
            held(is_cif(number), number)
        }
        ("CY", 9) if number.get(..8).and_then(digits).is_some() => held(is_cypriot(number), number),
        ("CH", 12) => match number.strip_prefix("CHE").and_then(digits) {
            Some(digits) => held(is_swiss(&digits), number),
            None => Form::Other,
        },
        _ => Form::Other,
    }
}

fn first_letter(number: &str) -> char {
    number.chars().next().unwrap_or(' ')
}

/// The digits between the first character and the last.
fn middle(number: &str) -> Option<Vec<u32>> {
    number.get(1..number.len().checked_sub(1)?).and_then(digits)
}

/// Numbers of digits alone.
fn form_of_digits(country: &str, number: &str, digits: &[u32]) -> Form {
    match (country, digits.len()) {
        ("BE", 9 | 10) => belgian(number, digits),
        ("BG", 9) => held(is_bulgarian(digits), number),
        // Four digits more name a branch, which is the same company.
        ("BG", 13) => head(number, digits, 9, is_bulgarian),
        ("CH", 9) => older(is_swiss(digits), format!("CHE{number}")),
        ("CZ", 8) => held(is_czech(digits), number),
        ("DK", 8) => held(is_danish(digits), number),
        ("EE", 8) => held(is_estonian(digits), number),
        ("EL", 8 | 9) => greek(number, digits),
        ("FI", 7 | 8) => finnish(number, digits),
        // Numbers from 000 are Monaco's.
        ("FR", 9) if !number.starts_with("000") => held(luhn(digits) == 0, number),
        ("FR", 14) => french_establishment(number, digits),
        ("HR", 11) => held(mod_11_10(digits), number),
        // Spreadsheets drop the zero that the number begins with.
        ("HR", 10) => older(mod_11_10(&[&[0], digits].concat()), format!("0{number}")),
        ("HU", 8) => held(is_hungarian(digits), number),
        // The tax number with the kind of taxation and the county, which change while the company stays.
        ("HU", 11) => head(number, digits, 8, is_hungarian),
        ("IT", 11) => held(luhn(digits) == 0, number),
        ("LV", 11) => held(weighted(digits, &[9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1]) % 11 == 3, number),
        ("NL", 9) => held(is_dutch(digits), number),
        ("NO", 9) => held(weighted(digits, &[3, 2, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11), number),
        ("PL", 9) => held(is_regon(digits), number),
        ("PL", 14) => head(number, digits, 9, is_regon),
        // Numbers from 000 are the court register's, which has no check digit.
        ("PL", 10) if !number.starts_with("000") => held(is_nip(digits), number),
        ("PT", 9) => held(is_portuguese(digits), number),
        ("RO", 2..=10) => held(is_romanian(digits), number),
        ("SE", 10) => held(luhn(digits) == 0, number),
        // The tax agency writes 16 before the number of an organisation.
        ("SE", 12) => swedish_tax(number, digits),
        ("SI", 7) => held(is_slovene(digits), number),
        // Three digits more name a part of the company.
        ("SI", 10) => head(number, digits, 7, is_slovene),
        ("SI", 8) => held(is_slovene_tax(digits), number),
        _ => Form::Other,
    }
}

/// A number whose first digits are the company's and whose rest names a part of it.
fn head(number: &str, digits: &[u32], length: usize, fits: fn(&[u32]) -> bool) -> Form {
    match (number.get(..length), digits.get(..length)) {
        (Some(head), Some(digits)) => held(fits(digits), head),
        _ => Form::Other,
    }
}

fn belgian(number: &str, digits: &[u32]) -> Form {
    if digits.len() == 9 {
        older(is_belgian(digits), format!("0{number}"))
    } else {
        held(is_belgian(digits), number)
    }
}

/// Modulo 97; the number begins with 0 or 1.
pub(super) fn is_belgian(digits: &[u32]) -> bool {
    let (body, check) = digits.split_at(digits.len().saturating_sub(2));
    let begins = digits.len() == 9 || matches!(digits.first(), Some(0 | 1));
    begins
        && (remainder(body, 97) + remainder(check, 97)).is_multiple_of(97)
        && digits.iter().any(|digit| *digit != 0)
}

/// EIK: weights 1 to 8, then 3 to 10.
pub(super) fn is_bulgarian(digits: &[u32]) -> bool {
    let (body, check) = last(digits);
    let once = weighted(body, &[1, 2, 3, 4, 5, 6, 7, 8]) % 11;
    let twice = weighted(body, &[3, 4, 5, 6, 7, 8, 9, 10]) % 11;
    (if once == 10 { twice } else { once }) % 10 == check
}

/// UID: weights 5 4 3 2 7 6 5 4.
fn is_swiss(digits: &[u32]) -> bool {
    let (body, check) = last(digits);
    digits.len() == 9 && to_eleven(weighted(body, &[5, 4, 3, 2, 7, 6, 5, 4])) == check
}

/// Tax code of eight digits and a letter; 12 is not given out.
pub(super) fn is_cypriot(number: &str) -> bool {
    const ODD: [u32; 10] = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21];
    let Some(digits) = number.get(..8).and_then(digits) else { return false };
    let value = |(at, digit): (usize, &u32)| -> u32 {
        let odd = usize::try_from(*digit).ok().and_then(|digit| ODD.get(digit)).copied().unwrap_or(0);
        if at % 2 == 0 { odd } else { *digit }
    };
    let sum: u32 = digits.iter().enumerate().map(value).sum();
    let letter = char::from_digit(sum % 26 + 10, 36).map(|c| c.to_ascii_uppercase());
    !number.starts_with("12") && number.chars().nth(8) == letter
}

/// ICO: weights 8 to 2.
pub(super) fn is_czech(digits: &[u32]) -> bool {
    let (body, check) = last(digits);
    let left = to_eleven(weighted(body, &[8, 7, 6, 5, 4, 3, 2]));
    (if left == 0 { 1 } else { left }) % 10 == check
}

/// CVR: weights 2 7 6 5 4 3 2 1, never from 0.
pub(super) fn is_danish(digits: &[u32]) -> bool {
    digits.first() != Some(&0) && weighted(digits, &[2, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11)
}

/// Registry code: begins with 1, 7, 8 or 9; weights 1 to 7, then 3 to 9.
fn is_estonian(digits: &[u32]) -> bool {
    let (body, check) = last(digits);
    matches!(digits.first(), Some(1 | 7 | 8 | 9)) && two_rounds(body, 1, 3) == check
}

fn greek(number: &str, digits: &[u32]) -> Form {
    if digits.len() == 8 {
        older(is_greek(digits), format!("0{number}"))
    } else {
        held(is_greek(digits), number)
    }
}

/// AFM: powers of two.
pub(super) fn is_greek(digits: &[u32]) -> bool {
    let (body, check) = last(digits);
    let sum = body.iter().fold(0, |sum, digit| sum * 2 + digit);
    sum * 2 % 11 % 10 == check && digits.iter().any(|digit| *digit != 0)
}

fn finnish(number: &str, digits: &[u32]) -> Form {
    if digits.len() == 7 {
        older(is_finnish(&[&[0], digits].concat()), format!("0{number}"))
    } else {
        held(is_finnish(digits), number)
    }
}

/// Business ID: weights 7 9 10 5 8 4 2; a remainder of 1 is not given out.
pub(super) fn is_finnish(digits: &[u32]) -> bool {
    weighted(digits, &[7, 9, 10, 5, 8, 4, 2, 1]).is_multiple_of(11)
}

/// SIRET: five digits after the company's SIREN. Those of La Poste divide by five instead.
fn french_establishment(number: &str, digits: &[u32]) -> Form {
    let post = number.starts_with("356000000") && digits.iter().sum::<u32>() % 5 == 0;
    let siren = |digits: &[u32]| luhn(digits) == 0;
    if luhn(digits) == 0 || post { head(number, digits, 9, siren) } else { Form::Wrong }
}

/// First eight digits of the tax number: weights 9 7 3 1.
pub(super) fn is_hungarian(digits: &[u32]) -> bool {
    weighted(digits, &[9, 7, 3, 1, 9, 7, 3, 1]).is_multiple_of(10)
}

/// RSIN: weights 9 to 2, the last digit taken away.
pub(super) fn is_dutch(digits: &[u32]) -> bool {
    let (body, check) = last(digits);
    weighted(body, &[9, 8, 7, 6, 5, 4, 3, 2]) % 11 == check && digits.iter().any(|digit| *digit != 0)
}

fn is_regon(digits: &[u32]) -> bool {
    let (body, check) = last(digits);
    weighted(body, &[8, 9, 2, 3, 4, 5, 6, 7]) % 11 % 10 == check
}

/// NIP: weights 6 5 7 2 3 4 5 6 7.
pub(super) fn is_nip(digits: &[u32]) -> bool {
    let (body, check) = last(digits);
    weighted(body, &[6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 == check
}

/// NIPC: weights 9 to 2, never from 0.
pub(super) fn is_portuguese(digits: &[u32]) -> bool {
    let (body, check) = last(digits);
    digits.first() != Some(&0) && to_eleven(weighted(body, &[9, 8, 7, 6, 5, 4, 3, 2])) % 10 == check
}

/// CUI: weights 7 5 3 2 1 7 5 3 2 from the right, never from 0.
pub(super) fn is_romanian(digits: &[u32]) -> bool {
    let (body, check) = last(digits);
    let mut weights = [2, 3, 5, 7, 1, 2, 3, 5, 7].into_iter();
    let sum: u32 = body.iter().rev().map(|digit| digit * weights.next().unwrap_or(0)).sum();
    digits.first() != Some(&0) && sum * 10 % 11 % 10 == check
}

fn swedish_tax(number: &str, digits: &[u32]) -> Form {
    match (number.strip_prefix("16"), digits.get(2..)) {
        (Some(rest), Some(digits)) => held(luhn(digits) == 0, rest),
        _ => Form::Other,
    }
}

/// Number in the business register: weights 7 to 2; a remainder of 0 is not given out.
fn is_slovene(digits: &[u32]) -> bool {
    let (body, check) = last(digits);
    let left = to_eleven(weighted(body, &[7, 6, 5, 4, 3, 2]));
    left != 0 && left % 10 == check
}

/// Tax number: weights 8 to 2, never from 0.
pub(super) fn is_slovene_tax(digits: &[u32]) -> bool {
    let (body, check) = last(digits);
    let left = 11 - weighted(body, &[8, 7, 6, 5, 4, 3, 2]) % 11;
    digits.first() != Some(&0) && (if left == 10 { 0 } else { left }) == check
}

/// CIF: a letter, seven digits with Luhn's method, a digit or the letter that stands for it.
pub(super) fn is_cif(number: &str) -> bool {
    let Some(middle) = middle(number) else { return false };
    let check = (10 - luhn(&[middle.as_slice(), &[0]].concat())) % 10;
    let letter = usize::try_from(check).ok().and_then(|at| "JABCDEFGHI".chars().nth(at));
    let end = number.chars().last();
    "ABCDEFGHJNPQRSUVW".contains(first_letter(number))
        && (end == letter || end == char::from_digit(check, 10))
}
