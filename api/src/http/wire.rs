//! Responses: how shapes and files become HTTP answers.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use ledger::store::Head;
use rules::words::Language;
use serde::Serialize;

use super::problem::Problem;
use super::tongue::spoken;

/// Version of this interface.
pub(super) const API_VERSION: &str = "1.0.0";
/// Whether the answer is the first one again.
pub(super) const REPLAYED: HeaderName = HeaderName::from_static("aidledger-replayed");

/// 200 with JSON.
pub(super) fn json(value: &impl Serialize) -> Result<Response, Problem> {
    let text = serde_json::to_string(value).map_err(|error| Problem::of_error("internal", error))?;
    Ok(content("application/json", text))
}

/// 200 with JSON whose sentences are told in a language.
pub(super) fn told(value: &impl Serialize, language: Language) -> Result<Response, Problem> {
    json(value).map(|response| spoken(response, language))
}

/// 200 with some content.
pub(super) fn content(media: &'static str, body: impl Into<Body>) -> Response {
    let mut response = body.into().into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    response
}

/// How long others may keep an answer, where the table shows it to all: its door takes this back where it does not.
pub(super) fn kept(mut response: Response, how: &'static str) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(how));
    response
}

/// 200 with content that never changes under its address.
pub(super) fn immutable(media: &'static str, body: Vec<u8>) -> Response {
    kept(content(media, body), "public, max-age=31536000, immutable")
}

/// The same answer with another status.
pub(super) fn with_status(mut response: Response, status: u16) -> Response {
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response
}

/// Names the next page (RFC 8288).
pub(super) fn linked(mut response: Response, next: &str) -> Response {
    if let Ok(link) = HeaderValue::from_str(&format!("<{next}>; rel=\"next\"")) {
        response.headers_mut().insert(header::LINK, link);
    }
    response
}

/// The head as an entity tag; `more` is what else the answer hangs on.
pub(super) fn etag(head: &Head, more: &str) -> String {
    let root: String = head.root.to_base64().chars().filter(char::is_ascii_alphanumeric).take(16).collect();
    let sep = if more.is_empty() { "" } else { "-" };
    format!("\"{}-{root}{sep}{more}\"", head.size)
}
