//! Key names and origins (C2SP signed-note, "Format"; tlog-checkpoint, "Note text").

/// Why a text is not a key name or origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// A control character would break the line the name stands in.
    #[error("key name contains a control character")]
    Control,
    /// There is nothing.
    #[error("key name is empty")]
    Empty,
    /// `+` separates the fields of a verifier key.
    #[error("key name contains +")]
    Plus,
    /// A space, of any Unicode kind, separates the fields of a signature line.
    #[error("key name contains a space")]
    Space,
}

/// Checks that `name` can name a key: non-empty, without spaces of any Unicode kind, `+` or control
/// characters. Origins obey the same rule here, because a log's key bears the log's origin as its name.
///
/// # Errors
/// The first rule broken.
pub fn check_name(name: &str) -> Result<(), NameError> {
    if name.is_empty() {
        return Err(NameError::Empty);
    }
    if name.contains('+') {
        return Err(NameError::Plus);
    }
    if name.chars().any(|c| c < ' ') {
        return Err(NameError::Control);
    }
    if name.contains(char::is_whitespace) { Err(NameError::Space) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_hold_no_separator() {
        assert_eq!(check_name("ledger.example/log1"), Ok(()));
        assert_eq!(check_name("hämeen.example"), Ok(()));
        let bad = [
            ("", NameError::Empty),
            ("a+b", NameError::Plus),
            ("a b", NameError::Space),
            ("a\u{a0}b", NameError::Space),
            ("a\u{2028}b", NameError::Space),
            ("a\u{3000}", NameError::Space),
            ("a\u{85}b", NameError::Space),
            ("a\nb", NameError::Control),
            ("a\0", NameError::Control),
        ];
        for (name, expected) in bad {
            assert_eq!(check_name(name), Err(expected), "{name:?}");
        }
    }
}
