//! Why somebody looks, in the words of whoever does: short, of a closed alphabet, never empty.

use std::fmt;
use std::str::FromStr;

/// Fewest characters: two say nothing.
pub const PURPOSE_CHARS_MIN: usize = 3;
/// Most characters: an application's number and a line about it; no room for a person's story.
pub const PURPOSE_CHARS_MAX: usize = 200;

/// Exactly what [`Purpose`] reads, as an ECMA-262 pattern for schemas: blanks around it do not count. The characters are those
/// in which the official languages of the Union are written (Latin, Greek, Cyrillic, composed) and their punctuation, so that
/// nothing in a record that people read is invisible, runs backwards or moves the cursor.
pub const PURPOSE_PATTERN: &str = "^ *[0-9A-Za-z\\u00C0-\\u024F\\u0370-\\u03FF\\u0400-\\u04FF\\u1E00-\\u1FFF]\
[ -~\\u00A1-\\u00AC\\u00AE-\\u024F\\u0370-\\u03FF\\u0400-\\u04FF\\u1E00-\\u1FFF\\u2010-\\u2015\\u2018-\\u201F\\u2026\\u20AC\\u2116]{1,198}\
[!-~\\u00A1-\\u00AC\\u00AE-\\u024F\\u0370-\\u03FF\\u0400-\\u04FF\\u1E00-\\u1FFF\\u2010-\\u2015\\u2018-\\u201F\\u2026\\u20AC\\u2116] *$";

/// A stated purpose: 3 to 200 characters, the first a letter or a digit, without blanks around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purpose(String);

/// Why a text is no purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PurposeError {
    /// Too short or too long.
    #[error("a purpose has {PURPOSE_CHARS_MIN} to {PURPOSE_CHARS_MAX} characters")]
    Length,
    /// It begins with punctuation.
    #[error("a purpose begins with a letter or a digit")]
    Start,
    /// A character beyond the alphabet.
    #[error(
        "a purpose is printable text in Latin, Greek or Cyrillic letters: no control or invisible characters"
    )]
    Character,
}

impl PurposeError {
    /// How to mend it.
    pub const HINT: &'static str = "say what for, such as the application's number: application 2026-17";
}

impl Purpose {
    /// The text, without the blanks around it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Purpose {
    type Err = PurposeError;

    fn from_str(text: &str) -> Result<Self, PurposeError> {
        let text = text.trim_matches(' ');
        // One more than the bound tells as much as counting a megabyte.
        let length = text.chars().take(PURPOSE_CHARS_MAX.saturating_add(1)).count();
        if !(PURPOSE_CHARS_MIN..=PURPOSE_CHARS_MAX).contains(&length) {
            return Err(PurposeError::Length);
        }
        if !text.chars().all(|char| is_word(char) || is_mark(char)) {
            return Err(PurposeError::Character);
        }
        if !text.starts_with(is_word) {
            return Err(PurposeError::Start);
        }
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Display for Purpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Letters and digits.
fn is_word(char: char) -> bool {
    char.is_ascii_alphanumeric()
        || matches!(char, '\u{C0}'..='\u{24F}' | '\u{370}'..='\u{4FF}' | '\u{1E00}'..='\u{1FFF}')
}

/// Blank and punctuation: all printable of ASCII and Latin-1, dashes, quotation marks, `…`, `€`, `№`.
fn is_mark(char: char) -> bool {
    matches!(char, ' '..='~' | '\u{A1}'..='\u{AC}' | '\u{AE}'..='\u{BF}')
        || matches!(char, '\u{2010}'..='\u{2015}' | '\u{2018}'..='\u{201F}' | '\u{2026}' | '\u{20AC}' | '\u{2116}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_purpose_says_something_that_people_can_read() {
        let longest = format!("a{}z", "\u{20AC}".repeat(198));
        for (text, read) in [
            ("application 2026-17", "application 2026-17"),
            ("  R17  ", "R17"),
            (
                "Hakemus n:o 5 \u{2013} \u{2116} 7, EUR 100\u{20AC}",
                "Hakemus n:o 5 \u{2013} \u{2116} 7, EUR 100\u{20AC}",
            ),
            (
                "\u{0397} \u{03B1}\u{03AF}\u{03C4}\u{03B7}\u{03C3}\u{03B7}",
                "\u{0397} \u{03B1}\u{03AF}\u{03C4}\u{03B7}\u{03C3}\u{03B7}",
            ),
            (longest.as_str(), longest.as_str()),
        ] {
            assert_eq!(text.parse::<Purpose>().as_ref().map(Purpose::as_str), Ok(read));
        }
        let too_long = format!("a{}z", "\u{20AC}".repeat(199));
        for (text, error) in [
            ("", PurposeError::Length),
            ("  ", PurposeError::Length),
            (" ab ", PurposeError::Length),
            (too_long.as_str(), PurposeError::Length),
            ("...", PurposeError::Start),
            ("-- x", PurposeError::Start),
            ("abc\n", PurposeError::Character),
            ("a\u{0}c", PurposeError::Character),
            ("ab\u{202E}c", PurposeError::Character),
            ("ab\u{200B}c", PurposeError::Character),
            ("ab\u{AD}c", PurposeError::Character),
            ("ab\u{A0}c", PurposeError::Character),
        ] {
            assert_eq!(text.parse::<Purpose>(), Err(error), "{text:?}");
        }
    }
}
