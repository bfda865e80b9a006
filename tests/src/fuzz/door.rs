//! What stands at the door of the server: the path of a request, a key, a token.

use api::service::token::verify;
use ledger::json::parse;
use ledger::submission::{PublicKey, SecretKey};
use ledger::time::At;

use super::seeds;

/// The normal form under test.
fn normal(raw: &str) -> Option<String> {
    api::http::path::normal(raw)
}

/// A path has one normal form, which is its own and holds nothing that could be read in two ways.
pub(super) fn path(bytes: &[u8]) {
    let Ok(raw) = std::str::from_utf8(bytes) else { return };
    let found = normal(raw);
    if raw.len() <= 600 {
        assert_eq!(found, slowly(raw), "two readers of `{raw}`");
    }
    let Some(path) = found else { return };
    assert_eq!(normal(&path).as_deref(), Some(path.as_str()), "`{raw}` became `{path}`");
    assert!(path.starts_with('/') && path.is_ascii() && !path.bytes().any(|byte| byte.is_ascii_control()));
    for segment in path.split('/').skip(1).filter(|_| path != "/") {
        assert!(!["", ".", ".."].contains(&segment), "`{path}`");
        for (at, _) in segment.match_indices('%') {
            let digits = segment.get(at + 1..at + 3).expect("two digits");
            let byte = u8::from_str_radix(digits, 16).expect("hexadecimal");
            assert_eq!(digits, format!("{byte:02X}"), "one spelling of a byte");
            let plain = byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
            assert!(!plain, "an unreserved character stands encoded in `{path}`");
        }
    }
}

/// RFC 3986 section 6.2.2, said as slowly as possible: decode every segment once, refuse what has no business in a path,
/// and encode what is no `pchar`.
fn slowly(raw: &str) -> Option<String> {
    if raw == "/" {
        return Some(raw.to_owned());
    }
    if raw.len() > 2_048 {
        return None;
    }
    let mut out = String::new();
    for segment in raw.strip_prefix('/')?.split('/') {
        let mut decoded = Vec::new();
        let mut rest = segment.as_bytes().to_vec();
        while !rest.is_empty() {
            if rest[0] == b'%' {
                let digits = String::from_utf8(rest.get(1..3)?.to_vec()).ok()?;
                if !digits.chars().all(|digit| digit.is_ascii_hexdigit()) {
                    return None;
                }
                decoded.push(u8::from_str_radix(&digits, 16).ok()?);
                rest.drain(..3);
            } else {
                decoded.push(rest.remove(0));
            }
        }
        let decoded = String::from_utf8(decoded).ok()?;
        if decoded.is_empty() || decoded == "." || decoded == ".." || decoded.chars().any(char::is_control) {
            return None;
        }
        out.push('/');
        for byte in decoded.bytes() {
            let pchar = byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@".contains(&byte);
            out += &if pchar { char::from(byte).to_string() } else { format!("%{byte:02X}") };
        }
    }
    Some(out)
}

/// A public key file gives the key it names or nothing; a private one is never taken for public.
pub(super) fn jwk(bytes: &[u8]) {
    if let Ok(key) = PublicKey::from_jwk(bytes) {
        let json = parse(bytes).expect("a JWK is JSON");
        assert!(json.member("d").is_none(), "a private part");
        assert_eq!(PublicKey::from_jwk(key.jwk().to_string().as_bytes()), Ok(key));
        assert_eq!(PublicKey::from_x(&key.x()), Ok(key));
        assert_eq!(key.kid().len(), 43);
    }
    if let Ok(key) = SecretKey::from_jwk(bytes) {
        assert!(PublicKey::from_jwk(bytes).is_err(), "a private key passes as public");
        assert_eq!(
            SecretKey::from_jwk(key.jwk().to_string().as_bytes()).map(|key| key.seed()).ok(),
            Some(key.seed())
        );
    }
}

/// A token opens what it was issued for: one changed byte and it opens nothing.
pub(super) fn token(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let key = seeds::token_key().public();
    let now = At::from_micros(seeds::TOKEN_ISSUED).unwrap();
    if let Ok(claims) = verify(seeds::TOKEN_LEDGER, text, &key, now) {
        assert!(seeds::good_tokens().contains(&(text.to_owned(), claims)), "forged: {text}");
    }
    assert!(verify("another ledger", text, &key, now).is_err());
    let late = At::from_micros(i64::MAX / 2_000).unwrap();
    assert!(verify(seeds::TOKEN_LEDGER, text, &key, late).is_err(), "for ever");
}
