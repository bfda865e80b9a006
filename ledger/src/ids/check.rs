//! The arithmetic of check digits, each under the name its standard gives it.

/// The digits of a text that holds nothing else and is not empty.
pub(super) fn digits(text: &str) -> Option<Vec<u32>> {
    let digits: Option<Vec<u32>> = text.chars().map(|c| c.to_digit(10)).collect();
    digits.filter(|digits| !digits.is_empty())
}

/// The sum of each digit times its weight; the longer of the two is cut.
pub(super) fn weighted(digits: &[u32], weights: &[u32]) -> u32 {
    digits.iter().zip(weights).map(|(digit, weight)| digit * weight).sum()
}

/// The sum of Luhn's method (ISO/IEC 7812-1) modulo 10, the last digit counted once: 0 where it is sound.
pub(super) fn luhn(digits: &[u32]) -> u32 {
    let doubled =
        |(at, digit): (usize, &u32)| if at % 2 == 1 { digit * 2 / 10 + digit * 2 % 10 } else { *digit };
    digits.iter().rev().enumerate().map(doubled).sum::<u32>() % 10
}

/// ISO 7064 mod 11,10: whether the last digit fits.
pub(super) fn mod_11_10(digits: &[u32]) -> bool {
    let step = |check: u32, digit: &u32| ((if check == 0 { 10 } else { check }) * 2 % 11 + digit) % 10;
    digits.iter().fold(5, step) == 1
}

/// ISO 7064 mod 97-10 over letters (A is 10) and digits: 1 where the two check digits fit.
pub(super) fn mod_97_10(text: &str) -> u32 {
    text.chars().filter_map(|c| c.to_digit(36)).fold(0, |sum, digit| {
        let shift = if digit > 9 { 100 } else { 10 };
        (sum * shift + digit) % 97
    })
}

/// The number that digits make, modulo `by`.
pub(super) fn remainder(digits: &[u32], by: u32) -> u32 {
    digits.iter().fold(0, |sum, digit| (sum * 10 + digit) % by)
}

/// The last digit and those before it.
pub(super) fn last(digits: &[u32]) -> (&[u32], u32) {
    digits.split_last().map_or((digits, 0), |(last, rest)| (rest, *last))
}

/// What is missing to the next multiple of eleven, from 0 to 10.
pub(super) fn to_eleven(sum: u32) -> u32 {
    (11 - sum % 11) % 11
}

/// Weights that count up from `first` modulo 9 (1 to 9), a second round from `second` where the first gives 10 (BG, EE, LT).
pub(super) fn two_rounds(digits: &[u32], first: u32, second: u32) -> u32 {
    let round = |start: u32| -> u32 {
        (start - 1..).zip(digits).map(|(at, digit)| (at % 9 + 1) * digit).sum::<u32>() % 11
    };
    let check = round(first);
    (if check == 10 { round(second) } else { check }) % 10
}
