//! From method and raw path to a row of the table, with the path's parameters decoded.

use super::access::{ROUTES, Row};

/// What a request's line leads to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A row, with its parameters.
    Row(&'static Row, Vec<(&'static str, String)>),
    /// The path exists under these methods only.
    OtherMethod(Vec<&'static str>),
    /// No such path.
    Nothing,
}

/// Looks a request up: rows are tried in their order, so the more specific pattern stands first in the table.
pub(super) fn find(method: &str, path: &str) -> Found {
    let method = if method == "HEAD" { "GET" } else { method };
    let mut others = Vec::new();
    for row in ROUTES {
        match matched(row.path, path) {
            Some(params) if row.method == method => return Found::Row(row, params),
            Some(_) => others.push(row.method),
            None => {}
        }
    }
    // A greedy pattern also covers what a specific one names; only the other methods of the path are of interest.
    others.dedup();
    if others.is_empty() { Found::Nothing } else { Found::OtherMethod(others) }
}

/// The parameters, if the raw path fits the pattern. `{x...}` takes one segment or more, the rest must match behind it.
fn matched(pattern: &'static str, path: &str) -> Option<Vec<(&'static str, String)>> {
    let pattern: Vec<&'static str> = pattern.split('/').collect();
    let path: Vec<&str> = path.split('/').collect();
    let mut params = Vec::new();
    let greedy = pattern.iter().position(|part| part.ends_with("...}"));
    let spare = match greedy {
        Some(_) => path.len().checked_sub(pattern.len())?,
        None if path.len() == pattern.len() => 0,
        None => return None,
    };
    let mut rest = path.iter();
    for (index, part) in pattern.iter().enumerate() {
        let taken = if Some(index) == greedy { spare + 1 } else { 1 };
        let segments: Vec<&str> = rest.by_ref().take(taken).copied().collect();
        let Some(name) = part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) else {
            if segments != [*part] {
                return None;
            }
            continue;
        };
        let value = decode(&segments.join("/")).filter(|value| !value.is_empty())?;
        params.push((name.trim_end_matches("..."), value));
    }
    Some(params)
}

/// Percent-decodes (RFC 3986 section 2.1) to UTF-8 text; `None` where it is not.
fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || char::from(rest.next()?).to_digit(16);
        let value = digit()? * 16 + digit()?;
        bytes.push(u8::try_from(value).ok()?);
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::super::access::Route;
    use super::*;

    fn route(method: &str, path: &str) -> (Route, Vec<String>) {
        match find(method, path) {
            Found::Row(row, params) => (row.route, params.into_iter().map(|(_, value)| value).collect()),
            other => panic!("{method} {path}: {other:?}"),
        }
    }

    #[test]
    fn ids_may_hold_colons_and_slashes_plain_or_encoded() {
        for path in [
            "/v1/undertakings/NID:DE:HRB/123/headroom",
            "/v1/undertakings/NID%3ADE%3AHRB%2F123/headroom",
            "/v1/undertakings/NID%3aDE:HRB%2f123/headroom",
        ] {
            assert_eq!(route("GET", path), (Route::Headroom, vec!["NID:DE:HRB/123".into()]));
        }
        let (found, id) = route("HEAD", "/v1/undertakings/NID:FI:12345678");
        assert_eq!((found, id), (Route::Undertaking, vec!["NID:FI:12345678".to_owned()]));
    }

    #[test]
    fn the_more_specific_pattern_wins() {
        assert_eq!(route("GET", "/v1/events/stream").0, Route::EventStream);
        assert_eq!(route("GET", "/v1/events/7").0, Route::Event);
        assert_eq!(route("GET", "/tile/entries/x001/234").0, Route::EntryTile);
        assert_eq!(route("GET", "/tile/0/x001/234.p/5").0, Route::HashTile);
        assert_eq!(route("GET", "/").0, Route::Home);
    }

    #[test]
    fn the_unknown_is_told_from_the_wrong_method() {
        assert_eq!(find("GET", "/v1/nothing"), Found::Nothing);
        assert_eq!(find("GET", "/v1/events/"), Found::Nothing);
        assert_eq!(find("GET", "/v1/events/%zz"), Found::Nothing);
        assert_eq!(find("DELETE", "/v1/events"), Found::OtherMethod(vec!["POST", "GET"]));
    }

    #[test]
    fn every_row_is_found_by_its_own_path() {
        for row in ROUTES {
            let path = row.path.replace("{position}", "7").replace("...", "").replace(['{', '}'], "");
            assert_eq!(route(row.method, &path).0, row.route, "{path}");
        }
    }
}
