//! Numbers that can only be a natural person's, in the States whose two series of numbers can be told apart.
//!
//! A guard, not a proof. It can't tell where persons and companies have numbers of one series: tax numbers of Croatia,
//! Cyprus, Greece, Ireland, Italy (eleven digits), the Netherlands, Poland (NIP), Slovenia, and of the United States.

use super::check::{digits, luhn, mod_11_10, remainder, weighted};

/// Two digits of a number as a figure; 0 where there are none.
fn two(number: &str, at: usize) -> u32 {
    number.get(at..at + 2).and_then(|text| text.parse().ok()).unwrap_or(0)
}

fn month(number: &str, at: usize) -> bool {
    (1..=12).contains(&two(number, at))
}

fn day(number: &str, at: usize) -> bool {
    (1..=31).contains(&two(number, at))
}

/// `first` letters or digits of the set given, then `digits` digits, then one of the letters `end`.
fn is_made_of(number: &str, first: &str, count: usize, end: &str) -> bool {
    let mut rest = number;
    if !first.is_empty() {
        let Some(after) = rest.strip_prefix(|c: char| first.contains(c)) else { return false };
        rest = after;
    }
    let Some(middle) = rest.strip_suffix(|c: char| end.contains(c)) else { return false };
    middle.len() == count && digits(middle).is_some()
}

const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// Whether a number, in capitals and without blanks, dots and dashes, can only be a natural person's in this country.
pub(super) fn is_person(country: &str, number: &str) -> bool {
    match digits(number) {
        Some(digits) => is_digits_of_person(country, number, &digits),
        None => is_letters_of_person(country, number),
    }
}

/// Series that hold a letter.
fn is_letters_of_person(country: &str, number: &str) -> bool {
    match (country, number.len()) {
        // DNI: eight digits and a letter; NIE: X, Y or Z before; K, L, M: persons without either. Companies begin with another letter.
        ("ES", 9) => is_made_of(number, "", 8, LETTERS) || is_made_of(number, "XYZKLM", 7, LETTERS),
        // Ddmmyy, nnn and a check character (the sign of the century may be a dropped dash); companies have eight digits.
        ("FI", 10 | 11) => {
            number.get(..6).is_some_and(|date| digits(date).is_some()) && day(number, 0) && month(number, 2)
        }
        // Sixteen characters, six letters for the name first; companies have eleven digits.
        ("IT", 16) => {
            number.bytes().take(6).all(|b| b.is_ascii_uppercase())
                && number.bytes().last().is_some_and(|b| b.is_ascii_uppercase())
        }
        // National insurance number: two letters, six digits, A to D; companies have no letter at the end.
        ("GB", 9) => {
            number.get(..1).is_some_and(|c| LETTERS.contains(c))
                && number.get(1..).is_some_and(|rest| is_made_of(rest, LETTERS, 6, "ABCD"))
        }
        // Identity card: up to seven digits and one of these letters; companies begin with C.
        ("MT", 4..=8) => is_made_of(number, "", number.len() - 1, "MGAPLHBZ"),
        // Fifteen characters of which Corsica's department has a letter; companies have nine or fourteen digits.
        ("FR", 13 | 15) => is_french(&number.replacen(['A', 'B'], "0", 1)),
        _ => false,
    }
}

fn is_french(number: &str) -> bool {
    digits(number).is_some() && number.starts_with(['1', '2', '3', '4', '7', '8'])
}

/// Series of digits alone.
fn is_digits_of_person(country: &str, number: &str, digits: &[u32]) -> bool {
    let first = digits.first().copied().unwrap_or(0);
    match (country, digits.len()) {
        // Yymmddnnnn, with or without century; companies have 20 or more in the month's place.
        ("SE", 10) => month(number, 2),
        ("SE", 12) => matches!(two(number, 0), 19 | 20) && month(number, 4),
        // Ddmmyynnnn; companies have eight digits.
        ("DK", 10) => day(number, 0) && month(number, 2),
        // All digits where the check character is one; companies have eight.
        ("FI", 10) => day(number, 0) && month(number, 2),
        // Ddmmyynnnnn, since 2017 "32" and nine digits; companies start with 4, 5 or 9.
        ("LV", 11) => (day(number, 0) && month(number, 2)) || two(number, 0) == 32,
        // Eleven digits; companies have 8 (EE), 7 or 9 (LT), 10 (BE), 9 (NO), 9, 10 or 14 (PL).
        ("BE" | "EE" | "LT" | "NO" | "PL", 11) => true,
        // Companies have 40 added to the day.
        ("IS", 10) => !(4..=7).contains(&first),
        // Companies have at most ten digits.
        ("RO", 13) => first != 0,
        // EGN (date and check digit) or the number of a foreigner; companies have nine or thirteen digits.
        ("BG", 10) => is_bulgarian(number, digits),
        ("CZ", 9 | 10) => is_birth_number(number, digits, &[0, 20, 50, 70]),
        // Tax numbers of ten digits have 2, 3, 4, 7, 8 or 9 in the third place, and never begin with 0.
        ("SK", 9 | 10) => {
            is_birth_number(number, digits, if first == 0 { &[0, 20, 50, 70] } else { &[0, 50] })
        }
        // Ddmmyyynnnnnc; companies have seven, eight or ten digits (SI), eleven (HR).
        ("SI" | "HR", 13) => day(number, 0) && month(number, 2),
        ("FR", 13 | 15) => is_french(number),
        // 1, 2, 3 and 45 are persons.
        ("PT", 9) => matches!(first, 1..=3) || two(number, 0) == 45,
        // AMKA: ddmmyy; companies have nine or twelve digits.
        ("EL", 11) => day(number, 0) && month(number, 2) && luhn(digits) == 0,
        ("CH", 13) => number.starts_with("756"),
        // Number of social insurance: the check digit stands fourth, ddmmyy last.
        ("AT", 10) => {
            weighted(digits, &[3, 7, 9, 0, 5, 8, 4, 2, 1, 6]) % 11 == digits.get(3).copied().unwrap_or(0)
                && first != 0
                && day(number, 4)
                && (1..=15).contains(&two(number, 6))
        }
        // Tax identification number: of the first ten digits one stands twice or thrice, the others at most once.
        ("DE", 11) => first != 0 && mod_11_10(digits) && is_german_pattern(digits),
        // Yyyymmddnnnnn; companies have eleven digits.
        ("LU", 13) => matches!(two(number, 0), 18..=20) && month(number, 4) && day(number, 6),
        // A person's tax number begins with 8; companies' numbers in the register with the court, 01 to 20.
        ("HU", 10) => {
            first == 8
                && weighted(digits, &[1, 2, 3, 4, 5, 6, 7, 8, 9]) % 11 == digits.last().copied().unwrap_or(0)
        }
        ("HU", 11) => first != 0 && first != 9 && month(number, 3) && day(number, 5) && is_hungarian(digits),
        _ => false,
    }
}

/// Yymmdd with 20 or 40 added to the month, and a check digit; or the foreigner's check digit.
fn is_bulgarian(number: &str, digits: &[u32]) -> bool {
    let last = digits.last().copied().unwrap_or(0);
    let born = [0, 20, 40].iter().any(|add| (1 + add..=12 + add).contains(&two(number, 2))) && day(number, 4);
    let egn = weighted(digits, &[2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11 % 10 == last;
    let foreigner = weighted(digits, &[21, 19, 17, 13, 11, 9, 7, 3, 1]) % 10 == last;
    (born && egn) || foreigner
}

/// Yymmddnnn to 1953 (from 1880), with a check digit since: the whole divides by eleven.
fn is_birth_number(number: &str, digits: &[u32], added: &[u32]) -> bool {
    let born = added.iter().any(|add| (1 + add..=12 + add).contains(&two(number, 2))) && day(number, 4);
    let (rest, last) = super::check::last(digits);
    born && if digits.len() == 9 {
        !(54..80).contains(&two(number, 0))
    } else {
        remainder(rest, 11) % 10 == last
    }
}

fn is_german_pattern(digits: &[u32]) -> bool {
    let counts: Vec<usize> =
        (0..10).map(|digit| digits.iter().take(10).filter(|d| **d == digit).count()).collect();
    let repeated: Vec<&usize> = counts.iter().filter(|count| **count > 1).collect();
    matches!(repeated.as_slice(), [2 | 3])
}

/// The check digit of a personal identifier, to 1996 with weights upwards, since with weights downwards.
fn is_hungarian(digits: &[u32]) -> bool {
    let last = digits.last().copied().unwrap_or(0);
    let up = weighted(digits, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) % 11;
    let down = weighted(digits, &[10, 9, 8, 7, 6, 5, 4, 3, 2, 1]) % 11;
    up == last || down == last
}
