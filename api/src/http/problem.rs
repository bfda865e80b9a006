//! Problem documents (RFC 9457): one shape for everything that is not an answer.

use std::borrow::Cow;

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ledger::json::Fault;

use super::shapes;
use crate::service::Turned;

/// The header with the ledger's signature under a refusal.
pub(super) const REFUSAL: HeaderName = HeaderName::from_static("aidledger-refusal");

/// Every problem of this interface: code, status, title. `docs/errors.md` says more of each; a test compares them.
pub const PROBLEMS: &[(&str, u16, &str)] = &[
    ("too_large", 413, "The body is too large"),
    ("quota_exceeded", 429, "Too many requests"),
    ("malformed", 400, "The request is malformed"),
    ("wrong_ledger", 400, "The statement is for another ledger"),
    ("granted_before_statement", 400, "The grant is older than its statement"),
    ("unknown_signer", 401, "The signer is not known here"),
    ("key_revoked", 401, "The key is revoked"),
    ("bad_signature", 401, "The signature does not verify"),
    ("party_suspended", 403, "The party is suspended"),
    ("event_id_reused", 409, "The event id was used for other bytes"),
    ("read_only", 503, "No statements are taken now"),
    ("token_required", 401, "A token is required"),
    ("not_allowed", 403, "Not for this caller"),
    ("not_found", 404, "Not found"),
    ("method_not_allowed", 405, "The path has other methods"),
    ("request_timeout", 408, "The body did not arrive in time"),
    ("pack_mismatch", 409, "The bytes are not the pack of that name"),
    ("unsupported_media_type", 415, "Another media type is wanted"),
    ("state_needed", 400, "The granting State is needed"),
    ("no_ceiling", 404, "No ceiling is known"),
    ("index_behind", 503, "The read side is behind or closed"),
    ("look_not_recorded", 503, "Nothing is shown that can't be recorded"),
    ("too_busy", 503, "Too many requests at once"),
    ("internal", 500, "The server failed"),
];

/// Something that is not an answer.
#[derive(Debug, Clone)]
pub(crate) struct Problem {
    pub status: u16,
    pub code: &'static str,
    pub title: Cow<'static, str>,
    pub detail: String,
    pub faults: Vec<Fault>,
    pub headers: Vec<(HeaderName, String)>,
}

impl Problem {
    /// A problem of the table.
    pub fn new(code: &'static str, detail: impl Into<String>) -> Self {
        let row = PROBLEMS.iter().find(|(known, _, _)| *known == code);
        let (status, title) = row.map_or((500, "The server failed"), |(_, status, title)| (*status, *title));
        Self {
            status,
            code,
            title: title.into(),
            detail: detail.into(),
            faults: Vec::new(),
            headers: Vec::new(),
        }
    }

    /// Nothing is free to answer now; the same request may do in a moment.
    pub fn too_busy(detail: &str) -> Self {
        Self::new("too_busy", detail).with_header(header::RETRY_AFTER, "1")
    }

    pub fn not_found(what: &str) -> Self {
        Self::new("not_found", what)
    }

    /// A malformed parameter, body or id.
    pub fn malformed(faults: Vec<Fault>) -> Self {
        let detail = faults.first().map_or_else(|| "malformed".to_owned(), ToString::to_string);
        Self { faults, ..Self::new("malformed", detail) }
    }

    /// A fault of one query or path parameter.
    pub fn parameter(place: &str, message: impl Into<String>, hint: &str) -> Self {
        Self::malformed(vec![parameter_fault(place, message, hint)])
    }

    pub fn with_header(mut self, name: HeaderName, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// The connection ends with this answer: what the client still sends is not read.
    pub fn closing(self) -> Self {
        self.with_header(header::CONNECTION, "close")
    }

    /// The document.
    pub(super) fn shape(&self) -> shapes::Problem {
        shapes::Problem {
            type_: format!("/docs/errors#{}", self.code),
            title: self.title.clone(),
            status: self.status,
            detail: self.detail.clone(),
            code: self.code,
            faults: self.faults.iter().map(Into::into).collect(),
            refusal: None,
        }
    }
}

/// The problem of a statement that was turned away.
pub(super) fn turned(turned: &Turned) -> Problem {
    let mut problem = Problem::new(turned.code(), turned.detail());
    problem.status = turned.status();
    problem.faults = turned.faults().to_vec();
    match turned {
        Turned::Quota { retry_after_s } => {
            problem.with_header(header::RETRY_AFTER, retry_after_s.to_string())
        }
        // Why is for whoever runs the ledger: words of a failed disk name files of the server.
        Turned::ReadOnly { .. } => {
            problem.detail =
                "nothing is recorded until the operator has looked; the server's log says why".into();
            problem.with_header(header::RETRY_AFTER, "60")
        }
        Turned::Busy { .. } => {
            problem.detail = "not recorded now; send the same bytes again in a moment".into();
            problem.with_header(header::RETRY_AFTER, "1")
        }
        Turned::Clock { .. } => problem.with_header(header::RETRY_AFTER, "60"),
        _ => problem,
    }
}

/// A fault whose pointer names a parameter: `/query/<name>` or `/path/<name>`.
pub(super) fn parameter_fault(place: &str, message: impl Into<String>, hint: &str) -> Fault {
    Fault { pointer: place.to_owned(), code: "bad_parameter", message: message.into(), hint: hint.to_owned() }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let text = serde_json::to_string(&self.shape()).unwrap_or_default();
        let mut response = (status, text).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        for (name, value) in self.headers {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(name, value);
            }
        }
        response
    }
}
