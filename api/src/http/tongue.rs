//! In which language an answer is told: what `lang` asks for, else what `Accept-Language` prefers, else English.
//!
//! The outermost layer finds it, takes `lang` out of the query (no row has it, every row takes it), and tells whatever
//! problem comes back: a problem is made anywhere as messages. **Invariant:** nothing but sentences hangs on it.

use std::convert::Infallible;

use axum::body::Body;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderMap, HeaderValue, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use rules::words::{Language, LanguageError, Message};

use super::escape::safe;
use super::problem::Problem;

/// Ranges of `Accept-Language` that are looked at; a browser sends a handful.
const RANGES_MAX: usize = 32;

/// In which language, and where the reader is.
#[derive(Debug, Clone, Default)]
pub(super) struct Tongue {
    /// The language.
    pub language: Language,
    /// Whether the query named it; links of a page then name it too.
    pub named: bool,
    /// Path and query without `lang`.
    pub here: String,
}

/// A query whose `lang` is none: told by whoever counts requests.
#[derive(Debug, Clone)]
pub(super) struct BadLanguage(pub Problem);

impl Tongue {
    /// A message as the content of an element or attribute.
    pub fn told(&self, message: &Message) -> String {
        safe(&message.text(self.language))
    }

    /// A path of this server, in the same language where the query named one.
    pub fn link(&self, path: &str) -> String {
        if self.named { format!("{path}?lang={}", self.language.code()) } else { path.to_owned() }
    }

    /// This page in another language.
    pub fn elsewhere(&self, language: Language) -> String {
        // Relative, so that a page says nothing of how its own path was spelled.
        match self.here.split_once('?') {
            Some((_, query)) => format!("?{query}&lang={}", language.code()),
            None => format!("?lang={}", language.code()),
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Tongue {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_default())
    }
}

/// Who answers a bad `lang`: a layer behind this one, or this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Faults {
    Behind,
    Here,
}

/// Finds the language, hands it on, and tells the problem that comes back, if one does.
pub(super) async fn told(State(faults): State<Faults>, mut request: Request, next: Next) -> Response {
    let preferred = preferred(request.headers());
    let (tongue, fault) = match asked(request.uri()) {
        Ok((named, here)) => {
            let tongue = Tongue { language: named.unwrap_or(preferred), named: named.is_some(), here };
            (tongue, None)
        }
        Err(problem) => (Tongue { language: preferred, ..Tongue::default() }, Some(problem)),
    };
    let language = tongue.language;
    if tongue.named {
        *request.uri_mut() = moved(request.uri(), &tongue.here);
    }
    let response = match fault {
        Some(problem) if faults == Faults::Here => problem.into_response(),
        fault => {
            request.extensions_mut().insert(tongue);
            if let Some(problem) = fault {
                request.extensions_mut().insert(BadLanguage(problem));
            }
            next.run(request).await
        }
    };
    in_language(response, language)
}

/// The answer with its problem told, and with the headers of an answer that is told.
fn in_language(mut response: Response, language: Language) -> Response {
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        let (mut parts, _) = response.into_parts();
        parts.headers.remove(header::CONTENT_LENGTH);
        response = spoken(Response::from_parts(parts, Body::from(problem.text(language))), language);
    }
    if response.headers().contains_key(header::CONTENT_LANGUAGE) {
        response.headers_mut().append(header::VARY, HeaderValue::from_static("accept-language"));
    }
    response
}

/// Says in which language an answer is told.
pub(super) fn spoken(mut response: Response, language: Language) -> Response {
    response.headers_mut().insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(language.code()));
    response
}

/// What `lang` names, and path and query without it.
fn asked(uri: &Uri) -> Result<(Option<Language>, String), Problem> {
    let Some(query) = uri.query() else { return Ok((None, uri.path().to_owned())) };
    let is_ours = |pair: &&str| pair.split_once('=').map_or(*pair, |(name, _)| name) == "lang";
    let (ours, others): (Vec<&str>, Vec<&str>) = query.split('&').partition(is_ours);
    let rest = others.join("&");
    let here = if rest.is_empty() { uri.path().to_owned() } else { format!("{}?{rest}", uri.path()) };
    let fault = |message: &str, hint: &str| Problem::parameter("/query/lang", message, hint);
    match ours.as_slice() {
        [] => Ok((None, here)),
        [one] => {
            let tag = one.split_once('=').map_or("", |(_, tag)| tag);
            let language = tag.parse::<Language>();
            let shown = tag.chars().take(32).collect::<String>();
            language.map(|language| (Some(language), here)).map_err(|_| {
                fault(&format!("no catalogue for `{}`", shown.escape_debug()), LanguageError::HINT)
            })
        }
        _ => Err(fault("given twice", "give it once")),
    }
}

/// The same address with another path and query.
fn moved(uri: &Uri, here: &str) -> Uri {
    let mut parts = uri.clone().into_parts();
    let Ok(path) = PathAndQuery::try_from(here) else { return uri.clone() };
    parts.path_and_query = Some(path);
    Uri::from_parts(parts).unwrap_or_else(|_| uri.clone())
}

/// What `Accept-Language` prefers of the languages there are (RFC 9110 section 12.5.4, by lookup of RFC 4647 section 3.4: `de-AT`
/// is content with German). English where it prefers none of them: an answer in another language is better than none.
fn preferred(headers: &HeaderMap) -> Language {
    let values = headers.get_all(header::ACCEPT_LANGUAGE).iter().filter_map(|value| value.to_str().ok());
    let ranges: Vec<(&str, u16)> =
        values.flat_map(|value| value.split(',')).take(RANGES_MAX).filter_map(range).collect();
    let quality = |language: Language| {
        let of = |(_, (tag, quality)): (usize, &(&str, u16))| -> Option<u16> {
            (tag.parse() == Ok(language)).then_some(*quality)
        };
        let named = ranges.iter().enumerate().filter_map(of).max();
        let any = || ranges.iter().find(|(tag, _)| *tag == "*").map(|(_, quality)| *quality);
        named.or_else(any).unwrap_or(0)
    };
    let place = |language: Language| {
        let named = ranges.iter().position(|(tag, _)| tag.parse() == Ok(language));
        named.or_else(|| ranges.iter().position(|(tag, _)| *tag == "*")).unwrap_or(usize::MAX)
    };
    let wanted = Language::ALL.iter().copied().filter(|language| quality(*language) > 0);
    // Of equals the one that was named first; of those that only `*` names, the default.
    wanted
        .min_by_key(|language| (std::cmp::Reverse(quality(*language)), place(*language)))
        .unwrap_or_default()
}

/// A range with its quality in thousandths; none where it is not formed as one.
fn range(text: &str) -> Option<(&str, u16)> {
    let (tag, weight) = text.split_once(';').map_or((text, None), |(tag, weight)| (tag, Some(weight)));
    let tag = tag.trim();
    let formed = tag == "*"
        || tag.split('-').all(|part| {
            (1..=8).contains(&part.len()) && part.chars().all(|char| char.is_ascii_alphanumeric())
        });
    let quality = match weight {
        None => 1_000,
        Some(weight) => {
            let (name, value) = weight.trim().split_once('=')?;
            name.trim().eq_ignore_ascii_case("q").then(|| thousandths(value.trim()))??
        }
    };
    formed.then_some((tag, quality))
}

/// `0`, `1`, and up to three decimals between.
fn thousandths(text: &str) -> Option<u16> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let digits = decimals.len() <= 3 && decimals.bytes().all(|byte| byte.is_ascii_digit());
    let parts = format!("{decimals:0<3}").parse::<u16>().ok().filter(|_| digits)?;
    match whole {
        "0" => Some(parts),
        "1" if parts == 0 => Some(1_000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(lines: &[&str]) -> Language {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(header::ACCEPT_LANGUAGE, HeaderValue::from_str(line).unwrap());
        }
        preferred(&headers)
    }

    #[test]
    fn the_highest_quality_wins_and_of_equals_the_first() {
        for (lines, wanted) in [
            (&[][..], Language::English),
            (&["de"], Language::German),
            (&["fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5"], Language::French),
            (&["en;q=0.1, pl;q=0.2"], Language::Polish),
            (&["pl, de"], Language::Polish),
            (&["de;q=0.5", "pl;q=0.501"], Language::Polish),
            (&["de-AT"], Language::German),
            (&["DE ; Q=0.4 , en;q=0.3"], Language::German),
            (&["nl, sv;q=0.5"], Language::English),
            (&["*"], Language::English),
            (&["en;q=0, *"], Language::French),
            (&["de;q=0"], Language::English),
            (&["de;q=2, fr;q=0.1"], Language::French),
            (&["de;q=0.1234, pl;q=0.1"], Language::Polish),
            (&["de;level=1, pl"], Language::Polish),
            (&[";;,,q=1, =, de"], Language::German),
            (&["nl, de;q=0.1"], Language::German),
        ] {
            assert_eq!(of(lines), wanted, "{lines:?}");
        }
        let many = format!("{}, de", vec!["nl"; RANGES_MAX].join(","));
        assert_eq!(of(&[&many]), Language::English, "what stands far behind is not looked at");
    }

    #[test]
    fn lang_is_taken_out_of_the_query_and_a_bad_one_is_said() {
        let of = |uri: &str| asked(&uri.parse().unwrap()).map_err(|problem| problem.text(Language::English));
        assert_eq!(of("/a?b=1&lang=pl&c=2"), Ok((Some(Language::Polish), "/a?b=1&c=2".to_owned())));
        assert_eq!(of("/a?lang=de"), Ok((Some(Language::German), "/a".to_owned())));
        assert_eq!(of("/a?language=de"), Ok((None, "/a?language=de".to_owned())));
        for (uri, said) in [
            ("/a?lang=nl", "no catalogue for `nl`"),
            ("/a?lang=", "no catalogue for ``"),
            ("/a?lang", "no catalogue for ``"),
            ("/a?lang=de&lang=fr", "given twice"),
        ] {
            let problem = of(uri).unwrap_err();
            assert!(problem.contains(said) && problem.contains("/query/lang"), "{uri}: {problem}");
        }
        let absolute: Uri = "http://localhost:80/a?lang=de&b=1".parse().unwrap();
        assert_eq!(moved(&absolute, "/a?b=1").to_string(), "http://localhost:80/a?b=1");
    }
}
