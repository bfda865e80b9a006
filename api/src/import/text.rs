//! Free text of a source, made fit for an event: printable, NFC, at most 500 bytes, or not taken at all.

use unicode_normalization::UnicodeNormalization;

/// Longest free text an event may carry, in bytes of UTF-8.
pub const TEXT_BYTES_MAX: usize = 500;

/// Why a text cannot be carried by an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextFault {
    /// Nothing is left once blanks are taken away.
    #[error("empty")]
    Empty,
    /// A control, formatting or private-use character that no reader would see.
    #[error("holds a character that cannot be printed")]
    Unprintable,
    /// Longer than [`TEXT_BYTES_MAX`]. Cutting it would invent a new text, so it is not taken.
    #[error("longer than 500 bytes")]
    TooLong,
}

/// The text of a cell as an event carries it.
///
/// Every Unicode blank (no-break space, tab, line end) becomes one ASCII blank, byte order marks inside a cell vanish,
/// blanks at both ends are cut, the rest is composed (NFC). Letters are never changed: mojibake stays as it came.
///
/// # Errors
/// [`TextFault`] where the text cannot be carried whole.
pub fn free_text(cell: &str) -> Result<String, TextFault> {
    let spaced: String = cell.chars().filter(|c| *c != BYTE_ORDER_MARK).map(blank_to_space).collect();
    let text: String = spaced.trim().nfc().collect();
    if text.is_empty() {
        return Err(TextFault::Empty);
    }
    if !text.chars().all(is_printable) {
        return Err(TextFault::Unprintable);
    }
    if text.len() > TEXT_BYTES_MAX {
        return Err(TextFault::TooLong);
    }
    Ok(text)
}

/// U+FEFF, left inside cells by tools that paste whole files together.
pub const BYTE_ORDER_MARK: char = '\u{feff}';

fn blank_to_space(c: char) -> char {
    if c.is_whitespace() { ' ' } else { c }
}

/// Controls, invisible formatting (bidirectional overrides can make a name read as another), private use, non-characters.
fn is_printable(c: char) -> bool {
    let invisible = matches!(u32::from(c),
        0xAD | 0x61C | 0x180E | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F
        | 0xE000..=0xF8FF | 0xFFF9..=0xFFFB | 0xE0000..);
    let non_character = u32::from(c) & 0xFFFE == 0xFFFE || matches!(u32::from(c), 0xFDD0..=0xFDEF);
    !c.is_control() && !invisible && !non_character
}

/// Whether a cell that should hold a number holds a name beside it: a digit, and a word that no register writes there.
///
/// Registers write a short word or two before a number (`CVR`, `HRB`, `Reg. nr`), one letter behind it, Norway `MVA`, and
/// German courts two letters of their place.
#[must_use]
pub fn number_with_name(cell: &str) -> bool {
    const GERMAN: [&str; 6] = ["HRA", "HRB", "VR", "GNR", "PR", "GSR"];
    let words: Vec<&str> =
        cell.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty()).collect();
    let is_name = |word: &&&str| word.chars().all(char::is_alphabetic);
    let Some(at) = words.iter().position(|word| word.chars().any(|c| c.is_ascii_digit())) else {
        return false;
    };
    let (before, behind) = words.split_at(at);
    let court = before.first().is_some_and(|word| GERMAN.contains(&word.to_ascii_uppercase().as_str()));
    let most = if court { 2 } else { 1 };
    before.iter().filter(is_name).any(|word| word.chars().count() > 4)
        || before.iter().filter(is_name).count() > 2
        || behind
            .iter()
            .filter(is_name)
            .any(|word| word.chars().count() > most && !word.eq_ignore_ascii_case("mva"))
}

/// A cell shortened for a message, so that one wild cell cannot flood a report.
#[must_use]
pub fn shortened(cell: &str) -> String {
    const SHOWN: usize = 60;
    let mut text: String = cell.chars().take(SHOWN).collect();
    if cell.chars().nth(SHOWN).is_some() {
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_and_marks_are_tidied_and_letters_kept() {
        assert_eq!(free_text("\u{feff} Mets\u{fffd}liitto\u{a0}Oy\n").unwrap(), "Mets\u{fffd}liitto Oy");
        assert_eq!(free_text("e\u{301}").unwrap(), "\u{e9}");
    }

    #[test]
    fn what_cannot_be_shown_is_not_taken() {
        assert_eq!(free_text("a\u{202e}b"), Err(TextFault::Unprintable));
        assert_eq!(free_text("a\u{7}b"), Err(TextFault::Unprintable));
        assert_eq!(free_text(" \u{a0} "), Err(TextFault::Empty));
        assert_eq!(free_text(&"x".repeat(501)), Err(TextFault::TooLong));
        assert_eq!(free_text(&"x".repeat(500)).unwrap().len(), 500);
    }
}
