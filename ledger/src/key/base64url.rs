//! base64url without padding (RFC 7515 section 2), strictly: one spelling for each byte string.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The bytes, or `None` for padding, line breaks, foreign characters or trailing bits that are not zero.
#[must_use]
pub fn base64url(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

/// The text of some bytes.
#[must_use]
pub fn to_base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_spelling_only() {
        assert_eq!(base64url("_-8"), Some(vec![0xff, 0xef]));
        for text in ["_-8=", "/+8", "_-9", "_-8\n", " _-8", "_"] {
            assert_eq!(base64url(text), None, "{text:?}");
        }
    }
}
