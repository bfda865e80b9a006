//! Figures and days as a language writes them in prose. Nothing is rounded or left out; JSON figures never pass here.
//!
//! English keeps the forms of the wire. The others write as the Official Journal does in its prose: digits in groups of
//! three with a no-break space, a comma before decimals, and the month in words.

use chrono::{Datelike as _, NaiveDate};

use super::language::Language;

const NO_BREAK: char = '\u{a0}';

/// Digits in groups of three, with a no-break space as the SI brochure has it.
pub(super) fn grouped(whole: &str) -> String {
    let digits = whole.chars().filter(char::is_ascii_digit).count();
    let mut left = digits;
    let mut out = String::new();
    for char in whole.chars() {
        if char.is_ascii_digit() {
            if left < digits && left % 3 == 0 {
                out.push(NO_BREAK);
            }
            left = left.saturating_sub(1);
        }
        out.push(char);
    }
    out
}

/// A decimal number with its digits in groups, in a language's form.
pub(super) fn grouped_number(text: &str, language: Language) -> String {
    match language {
        Language::English => {
            let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
            let whole = grouped(whole);
            if decimals.is_empty() { whole } else { format!("{whole}.{decimals}") }
        }
        Language::French | Language::German | Language::Polish => number(text, language),
    }
}

/// A decimal number as it was written, in a language's form.
pub(super) fn number(text: &str, language: Language) -> String {
    match language {
        Language::English => text.to_owned(),
        Language::French | Language::German | Language::Polish => {
            let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
            let whole = grouped(whole);
            if decimals.is_empty() { whole } else { format!("{whole},{decimals}") }
        }
    }
}

/// Every number inside a formula, in a language's form.
pub(super) fn numbers(formula: &str, language: Language) -> String {
    let is_part = |char: char| char.is_ascii_digit() || char == '.';
    let mut out = String::new();
    let mut rest = formula;
    while let Some(char) = rest.chars().next() {
        let end = rest.find(|other| is_part(other) != is_part(char)).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        let formed = run.starts_with(|char: char| char.is_ascii_digit()) && run.matches('.').count() <= 1;
        out.push_str(&if formed { number(run, language) } else { run.to_owned() });
        rest = after;
    }
    out
}

/// The months from January on, in the form that stands in a date.
fn months(language: Language) -> &'static str {
    match language {
        // English writes a date as the wire does.
        Language::English => "",
        Language::French => {
            "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
        }
        Language::German => {
            "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"
        }
        Language::Polish => {
            "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia"
        }
    }
}

/// A civil date in prose.
pub(super) fn day(date: NaiveDate, language: Language) -> String {
    let (year, day) = (date.year(), date.day());
    let number = usize::try_from(date.month0()).unwrap_or_default();
    let month = months(language).split(' ').nth(number).unwrap_or_default();
    match language {
        Language::English => date.to_string(),
        Language::French if day == 1 => format!("{day}er{NO_BREAK}{month} {year}"),
        Language::French => format!("{day}{NO_BREAK}{month} {year}"),
        Language::German => format!("{day}.{NO_BREAK}{month} {year}"),
        Language::Polish => format!("{day}{NO_BREAK}{month} {year}{NO_BREAK}r."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_written_whole_in_each_language() {
        let all = [Language::English, Language::French, Language::German, Language::Polish];
        let told = |text| all.map(|language| number(text, language));
        let grouped = "1\u{a0}234\u{a0}567,80";
        assert_eq!(told("1234567.80"), ["1234567.80", grouped, grouped, grouped]);
        assert_eq!(told("-1000.5")[2], "-1\u{a0}000,5");
        assert_eq!(told("12")[3], "12");
        assert_eq!(told("0.00")[1], "0,00");
        let formula = "(300000.00 EUR / 11.0345) x 80 - 0.50 EUR";
        assert_eq!(numbers(formula, Language::English), formula);
        assert_eq!(numbers(formula, Language::German), "(300\u{a0}000,00 EUR / 11,0345) x 80 - 0,50 EUR");
        assert_eq!(numbers("a ... b .5", Language::German), "a ... b .5");
    }

    #[test]
    fn days_are_written_as_each_language_does() {
        let date = |day| NaiveDate::from_ymd_opt(2024, 3, day).unwrap();
        assert_eq!(day(date(4), Language::English), "2024-03-04");
        assert_eq!(day(date(1), Language::French), "1er\u{a0}mars 2024");
        assert_eq!(day(date(4), Language::French), "4\u{a0}mars 2024");
        assert_eq!(day(date(4), Language::German), "4.\u{a0}März 2024");
        assert_eq!(day(date(4), Language::Polish), "4\u{a0}marca 2024\u{a0}r.");
    }
}
