//! From any spelling of an undertaking's identifier to its one handle, scheme by scheme.

use super::check::mod_97_10;
use super::country::of_scheme;
use super::person::is_person;
use super::{IdError, Scheme, all, id_byte, national, vat};

/// The handle `SCHEME:value` of a spelling.
///
/// # Errors
/// [`IdError`], by the rules of the scheme.
pub(super) fn normalise(text: &str) -> Result<String, IdError> {
    // Blanks are admitted here because registers write them; every other character is printable ASCII or refused.
    if !all(text, |b| id_byte(b) || b == b' ' || b == b'+' || b == b'*') {
        return Err(IdError::Form);
    }
    let (scheme, rest) = text.trim().split_once(':').ok_or(IdError::Scheme)?;
    let handle = match scheme.to_ascii_uppercase().as_str() {
        "NID" => nid(rest)?,
        "EUID" => euid(rest)?,
        "LEI" => format!("LEI:{}", lei(rest)?),
        "VAT" => format!("VAT:{}", of_country(Scheme::Vat, rest)?),
        "EORI" => format!("EORI:{}", of_country(Scheme::Eori, rest)?),
        "PIC" if rest.len() == 9 && rest.bytes().all(|b| b.is_ascii_digit()) => format!("PIC:{rest}"),
        "PRS" if rest.len() == 32 && rest.bytes().all(|b| b.is_ascii_hexdigit()) => {
            format!("PRS:{}", rest.to_ascii_lowercase())
        }
        "PIC" | "PRS" => return Err(IdError::Form),
        _ => return Err(IdError::Scheme),
    };
    if handle.len() > super::ID_BYTES_MAX { Err(IdError::Form) } else { Ok(handle) }
}

/// Upper case without blanks, dots and dashes.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !" .-".contains(*c)).collect::<String>().to_ascii_uppercase()
}

/// Refuses what can only be a natural person's number.
fn no_person(country: &str, number: &str) -> Result<(), IdError> {
    let country = if country == "GR" { "EL" } else { country };
    let bare = national::without_prefix(country, number);
    // Sweden's VAT number of a sole trader is the personal number with 01 behind.
    let swedish = bare.strip_suffix("01").filter(|rest| country == "SE" && rest.len() == 10);
    let personal =
        [Some(number), Some(bare), swedish].into_iter().flatten().any(|number| is_person(country, number));
    if personal { Err(IdError::Person) } else { Ok(()) }
}

fn nid(rest: &str) -> Result<String, IdError> {
    let (country, number) = rest.split_once(':').ok_or(IdError::CountryOf(Scheme::Nid))?;
    let country = country.trim().to_ascii_uppercase();
    let country = of_scheme(Scheme::Nid, &country)?;
    let number = squeezed(number);
    if !all(&number, |b| b.is_ascii_alphanumeric() || b"_:/".contains(&b)) {
        return Err(IdError::Form);
    }
    // A birth number is printed with a slash before the last four digits.
    no_person(country, &number.replace('/', ""))?;
    Ok(format!("NID:{country}:{}", national::canonical(country, &number)?))
}

/// `<country><register>.<number>`; the number in the register alone where it is the national number too.
fn euid(rest: &str) -> Result<String, IdError> {
    let value = rest.to_ascii_uppercase();
    let (register, number) = value.split_once('.').ok_or(IdError::Form)?;
    let (country, register) = register.split_at_checked(2).ok_or(IdError::Form)?;
    if !country.bytes().all(|b| b.is_ascii_uppercase())
        || !register.bytes().all(|b| b.is_ascii_alphanumeric())
        || !all(number, id_byte)
    {
        return Err(IdError::Form);
    }
    let country = of_scheme(Scheme::Euid, country)?;
    let bare = squeezed(number);
    no_person(country, &bare)?;
    match same_number(country, register, &bare)? {
        Some(national) => Ok(format!("NID:{country}:{national}")),
        None => Ok(format!("EUID:{country}{register}.{number}")),
    }
}

/// The national number, in the States whose register of companies and EUID have one number.
fn same_number(country: &str, register: &str, number: &str) -> Result<Option<String>, IdError> {
    let digits = number.bytes().all(|b| b.is_ascii_digit());
    let same = match (country, register) {
        // One number for everything, with check digits: whichever register prints it. A wrong one is no number at all.
        ("BE", _) => digits && number.len() == 10,
        ("BG" | "NO", _) => digits && number.len() == 9,
        ("CZ" | "DK" | "EE" | "FI", _) => digits && number.len() == 8,
        ("SE", _) => digits && number.len() == 10,
        ("LV", _) => digits && number.len() == 11,
        // Every court's register has the one number of the company, the SIREN.
        ("FR", _) => digits && number.len() == 9,
        // One register, whose number has no check digit.
        ("LT", _) => digits && matches!(number.len(), 7 | 9),
        ("NL", "NHR") => digits && number.len() == 8,
        ("IE", "CRO") => digits,
        ("PL", "KRS") => digits && number.len() == 10 && number.starts_with("000"),
        ("EL", "GEMI") => digits && number.len() == 12,
        ("MT", "ROC") => number.starts_with('C'),
        ("CY", "DRCOR") => number.starts_with("HE"),
        _ => false,
    };
    if same { national::canonical(country, number).map(Some) } else { Ok(None) }
}

/// ISO 17442: 18 letters or digits and two check digits by ISO 7064 mod 97-10, which makes 02 to 98 and no other.
fn lei(rest: &str) -> Result<String, IdError> {
    let value = rest.to_ascii_uppercase();
    let digits = value.get(18..).filter(|check| check.bytes().all(|b| b.is_ascii_digit()));
    if value.len() != 20 || !value.bytes().all(|b| b.is_ascii_alphanumeric()) || digits.is_none() {
        return Err(IdError::Form);
    }
    let made = !matches!(digits, Some("00" | "01" | "99"));
    if made && mod_97_10(&value) == 1 { Ok(value) } else { Err(IdError::Check) }
}

/// `<country><number>` of the customs and tax authorities. Customs numbers have no check digits of their own.
fn of_country(scheme: Scheme, rest: &str) -> Result<String, IdError> {
    let value = squeezed(rest);
    let (country, body) = value.split_at_checked(2).ok_or(IdError::Form)?;
    let signed = |b: u8| scheme == Scheme::Vat && country == "IE" && b"+*".contains(&b);
    let formed =
        (1..=15).contains(&body.len()) && body.bytes().all(|b| b.is_ascii_alphanumeric() || signed(b));
    if !formed || !country.bytes().all(|b| b.is_ascii_uppercase()) {
        return Err(IdError::Form);
    }
    let country = of_scheme(scheme, country)?;
    no_person(country, body)?;
    let body = if scheme == Scheme::Vat { vat::canonical(country, body)? } else { body.to_owned() };
    Ok(format!("{country}{body}"))
}
