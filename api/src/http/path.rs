//! The one normal form of a request's path, brought about before anything is matched.
//!
//! Two spellings of one path must not meet two doors: what decides who may ask and what finds the answer see the same
//! text. RFC 3986 section 6.2.2 calls percent-encoded unreserved characters equal to the plain ones; those are
//! normalised. Everything else that has no business in a path of this interface is refused, not repaired.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// Longest path that is looked at, bytes: an id of 128 bytes, every byte encoded, has room.
const PATH_BYTES_MAX: usize = 2_048;

/// What stands encoded in a segment of a normal path: all but `pchar` of RFC 3986 section 3.3.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@');

/// The normal form of a raw path; `None` for one that nothing here is called: without a leading slash, too long, with
/// an empty segment (`//`, a trailing slash), a dot segment in any spelling, a percent sign without two digits, a
/// control character, or bytes that are no UTF-8.
#[must_use]
pub fn normal(path: &str) -> Option<String> {
    if path.len() > PATH_BYTES_MAX {
        return None;
    }
    if path == "/" {
        return Some(path.to_owned());
    }
    let mut out = String::with_capacity(path.len());
    for segment in path.strip_prefix('/')?.split('/') {
        let decoded = decoded(segment)?;
        if matches!(decoded.as_str(), "" | "." | "..") || decoded.chars().any(char::is_control) {
            return None;
        }
        out.push('/');
        out.extend(utf8_percent_encode(&decoded, ENCODED));
    }
    Some(out)
}

/// Percent-decodes text once; `None` where it is not properly encoded UTF-8.
pub(super) fn decoded(segment: &str) -> Option<String> {
    let is_hex = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_hexdigit);
    let bytes = segment.as_bytes();
    let sound = bytes.iter().enumerate().all(|(at, byte)| {
        let digits = at.saturating_add(1)..at.saturating_add(3);
        *byte != b'%' || bytes.get(digits).is_some_and(|two| is_hex(two.first()) && is_hex(two.last()))
    });
    if !sound {
        return None;
    }
    Some(percent_decode_str(segment).decode_utf8().ok()?.into_owned())
}

/// Text as one segment of a path or one value of a query: everything but unreserved characters encoded.
pub(super) fn encoded(text: &str) -> String {
    const STRICT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    utf8_percent_encode(text, STRICT).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_path_are_one_path() {
        for (raw, wanted) in [
            ("/", "/"),
            ("/tile/%65ntries/000", "/tile/entries/000"),
            ("/%74%69le/0/000", "/tile/0/000"),
            ("/v1/undertakings/NID%3aFI%3A1", "/v1/undertakings/NID:FI:1"),
            ("/v1/undertakings/NID:DE:HRB%2f1", "/v1/undertakings/NID:DE:HRB%2F1"),
            ("/tile/%2565ntries/000", "/tile/%2565ntries/000"),
            ("/a%20b", "/a%20b"),
            ("/\u{e9}", "/%C3%A9"),
        ] {
            assert_eq!(normal(raw).as_deref(), Some(wanted), "{raw}");
            assert_eq!(normal(wanted).as_deref(), Some(wanted), "the normal form is its own");
        }
    }

    #[test]
    fn what_is_no_path_of_ours_is_refused() {
        for raw in [
            "",
            "*",
            "v1",
            "//",
            "/v1/",
            "/v1//events",
            "/./v1",
            "/v1/..",
            "/v1/%2e%2E/x",
            "/%2e",
            "/%",
            "/%4",
            "/%zz",
            "/%00",
            "/a%0ab",
            "/%7f",
            "/%ff",
            "/%c3%28",
            "/%C2%85",
        ] {
            assert_eq!(normal(raw), None, "{raw}");
        }
        assert_eq!(normal(&"/1".repeat(1_100)), None, "too long");
    }

    #[test]
    fn encoding_leaves_nothing_that_could_end_a_segment() {
        assert_eq!(encoded("NID:DE:a/b c?d"), "NID%3ADE%3Aa%2Fb%20c%3Fd");
    }
}
