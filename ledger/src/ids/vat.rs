//! VAT numbers: form and check digits by State, as the Union's VAT information exchange system has them.

use super::IdError;
use super::check::{digits, luhn, mod_11_10, mod_97_10, remainder, two_rounds, weighted};
use super::national::{
    is_belgian, is_bulgarian, is_cif, is_cypriot, is_czech, is_danish, is_dutch, is_finnish, is_greek,
    is_hungarian, is_nip, is_portuguese, is_romanian, is_slovene_tax,
};

/// The one spelling of what follows the country, given in capitals and without blanks, dots and dashes.
///
/// # Errors
/// [`IdError::Form`] and [`IdError::Check`].
pub(super) fn canonical(country: &str, body: &str) -> Result<String, IdError> {
    let body = current(country, body);
    let numbers = digits(&body);
    let fits = match numbers {
        Some(digits) => fits_digits(country, &body, &digits)?,
        None => fits_letters(country, &body)?,
    };
    if fits { Ok(body) } else { Err(IdError::Check) }
}

/// Older forms that papers still show, as they are written today.
fn current(country: &str, body: &str) -> String {
    match (country, body.len()) {
        ("BE", 9) | ("EL", 8) => format!("0{body}"),
        // Digit, letter or sign, five digits, letter: the first digit moved behind.
        ("IE", 8) if body.get(1..2).is_some_and(|second| digits(second).is_none()) => {
            let part = |from, to| body.get(from..to).unwrap_or_default();
            format!("0{}{}{}", part(2, 7), part(0, 1), part(7, 8))
        }
        // Three digits more name a branch of the trader.
        ("GB" | "XI", 12) if digits(body).is_some() => body.get(..9).unwrap_or(body).to_owned(),
        _ => body.to_owned(),
    }
}

/// Whether the check digits fit a number of digits alone.
fn fits_digits(country: &str, body: &str, digits: &[u32]) -> Result<bool, IdError> {
    let first = digits.first().copied().unwrap_or(0);
    let (rest, check) = super::check::last(digits);
    Ok(match (country, digits.len()) {
        ("BE", 10) => is_belgian(digits),
        ("BG", 9) => is_bulgarian(digits),
        ("BG", 10) => super::check::to_eleven(weighted(rest, &[4, 3, 2, 7, 6, 5, 4, 3, 2])) == check,
        ("CZ", 8) => first != 9 && is_czech(digits),
        ("CZ", 9) if first == 6 => is_czech_special(digits),
        ("DE", 9) => first != 0 && mod_11_10(digits),
        ("DK", 8) => is_danish(digits),
        ("EE", 9) => weighted(digits, &[3, 7, 1, 3, 7, 1, 3, 7, 1]).is_multiple_of(10),
        ("EL", 9) => is_greek(digits),
        ("FI", 8) => is_finnish(digits),
        ("FR", 11) => french(body, digits)?,
        ("GB" | "XI", 9) => is_british(digits),
        ("HR", 11) => mod_11_10(digits),
        ("HU", 8) => is_hungarian(digits),
        ("IT", 11) => is_italian(body, digits),
        ("LT", 9 | 12) => is_lithuanian(digits),
        ("LU", 8) => {
            remainder(digits.get(..6).unwrap_or_default(), 89)
                == remainder(digits.get(6..).unwrap_or_default(), 100)
        }
        ("LV", 11) => first > 3 && weighted(digits, &[9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1]) % 11 == 3,
        ("MT", 8) => first != 0 && weighted(digits, &[3, 4, 6, 7, 8, 9, 10, 1]).is_multiple_of(37),
        ("PL", 10) => is_nip(digits),
        ("PT", 9) => is_portuguese(digits),
        ("RO", 2..=10) => is_romanian(digits),
        ("SE", 12) => body.ends_with("01") && luhn(digits.get(..10).unwrap_or_default()) == 0,
        ("SI", 8) => is_slovene_tax(digits),
        ("SK", 10) => {
            first != 0 && matches!(digits.get(2), Some(2 | 3 | 4 | 7 | 8 | 9)) && remainder(digits, 11) == 0
        }
        _ => return Err(IdError::Form),
    })
}

/// Whether the check characters fit a number that holds a letter.
fn fits_letters(country: &str, body: &str) -> Result<bool, IdError> {
    match (country, body.len()) {
        ("AT", 9) => austrian(body),
        ("CY", 9) if body.get(..8).and_then(digits).is_some() => Ok(is_cypriot(body)),
        ("ES", 9) => Ok(is_cif(body)),
        ("FR", 11) => french(body, &digits(body.get(2..).unwrap_or_default()).ok_or(IdError::Form)?),
        ("GB" | "XI", 5 | 11) => british_body(body),
        ("IE", 8 | 9) => irish(body),
        ("NL", 12) => dutch(body),
        _ => Err(IdError::Form),
    }
}

/// U and eight digits: six less Luhn's sum over the first seven.
fn austrian(body: &str) -> Result<bool, IdError> {
    let digits = body.strip_prefix('U').and_then(digits).ok_or(IdError::Form)?;
    let (rest, check) = super::check::last(&digits);
    Ok((16 - luhn(rest)) % 10 == check)
}

/// Nine digits from 6: the first aside, weights 8 to 2.
fn is_czech_special(digits: &[u32]) -> bool {
    let (body, check) = super::check::last(digits.get(1..).unwrap_or_default());
    let sum = weighted(body, &[8, 7, 6, 5, 4, 3, 2]) % 11;
    // (8 - (10 - sum) mod 11) mod 10, without going below zero.
    (18 - (21 - sum) % 11) % 10 == check
}

/// Two characters and a SIREN (Monaco's from 000 aside): digits modulo 97, or letters among them modulo 11.
fn french(body: &str, digits: &[u32]) -> Result<bool, IdError> {
    const LETTERS: &str = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    let key: Vec<u32> = body.chars().take(2).filter_map(|c| u32::try_from(LETTERS.find(c)?).ok()).collect();
    let [one, two] = key.as_slice() else { return Err(IdError::Form) };
    let siren = if digits.len() == 11 { digits.get(2..).unwrap_or_default() } else { digits };
    let monaco = siren.starts_with(&[0, 0, 0]);
    let company = monaco || luhn(siren) == 0;
    if *one < 10 && *two < 10 {
        return Ok(company && one * 10 + two == remainder(&[siren, &[1, 2]].concat(), 97));
    }
    let check = if *one < 10 { (one * 24 + two).checked_sub(10) } else { (one * 34 + two).checked_sub(100) };
    Ok(company && check.is_some_and(|check| (remainder(siren, 11) + 1 + check / 11) % 11 == check % 11))
}

/// Weights 8 to 2 and 10: modulo 97 it is 0, or 42 or 55 from 100 on.
fn is_british(digits: &[u32]) -> bool {
    let sum = weighted(digits, &[8, 7, 6, 5, 4, 3, 2, 10, 1]) % 97;
    sum == 0 || (remainder(digits.get(..3).unwrap_or_default(), 1000) >= 100 && matches!(sum, 42 | 55))
}

/// A government department (`GD`, to 499) or a health authority (`HA`, from 500).
fn british_body(body: &str) -> Result<bool, IdError> {
    let (letters, rest) = body.split_at_checked(2).ok_or(IdError::Form)?;
    let (rest, long) = if body.len() == 11 {
        (rest.strip_prefix("8888").ok_or(IdError::Form)?, true)
    } else {
        (rest, false)
    };
    let digits = digits(rest).ok_or(IdError::Form)?;
    let number = remainder(digits.get(..3).unwrap_or_default(), 1000);
    match letters {
        "GD" if number < 500 => {}
        "HA" if number >= 500 => {}
        _ => return Err(IdError::Form),
    }
    Ok(!long || number % 97 == remainder(digits.get(3..).unwrap_or_default(), 100))
}

/// Seven digits and one or two letters, the first of them the check character.
fn irish(body: &str) -> Result<bool, IdError> {
    const LETTERS: &str = "WABCDEFGHIJKLMNOPQRSTUV";
    let value =
        |at: usize| body.get(at..=at).and_then(|c| LETTERS.find(c)).and_then(|at| u32::try_from(at).ok());
    let digits = body.get(..7).and_then(digits).ok_or(IdError::Form)?;
    let check = value(7).ok_or(IdError::Form)?;
    let second = if body.len() == 9 { value(8).ok_or(IdError::Form)? } else { 0 };
    Ok((weighted(&digits, &[8, 7, 6, 5, 4, 3, 2]) + 9 * second) % 23 == check)
}

/// Eleven digits: Luhn's method, the province from the eighth on.
fn is_italian(body: &str, digits: &[u32]) -> bool {
    let province = remainder(digits.get(7..10).unwrap_or_default(), 1000);
    let known = (1..=100).contains(&province) || matches!(province, 120 | 121 | 888 | 999);
    !body.starts_with("0000000") && known && luhn(digits) == 0
}

/// The digit before the last is 1; weights 1 to 9 over and over, then from 3.
fn is_lithuanian(digits: &[u32]) -> bool {
    let (body, check) = super::check::last(digits);
    body.last() == Some(&1) && two_rounds(body, 1, 3) == check
}

/// Nine digits, B and two digits: of a company by its RSIN, of any other by ISO 7064 mod 97-10 over the whole.
fn dutch(body: &str) -> Result<bool, IdError> {
    let (number, rest) = body.split_at_checked(9).ok_or(IdError::Form)?;
    let parts = (digits(number), rest.strip_prefix('B').and_then(digits));
    let (Some(number), Some(suffix)) = parts else { return Err(IdError::Form) };
    let counted = suffix.iter().any(|digit| *digit != 0) && number.iter().any(|digit| *digit != 0);
    if !counted {
        return Err(IdError::Form);
    }
    Ok(is_dutch(&number) || mod_97_10(&format!("NL{body}")) == 1)
}
