//! Problem documents (RFC 9457): one shape for everything that is not an answer.

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ledger::json::Fault;
use rules::words::{Language, Message, say};

use super::shapes;
use crate::service::Turned;

/// The header with the ledger's signature under a refusal.
pub(super) const REFUSAL: HeaderName = HeaderName::from_static("aidledger-refusal");

/// The catalogue's sentence that is a problem's title.
pub type Title = fn() -> Message;

/// Every problem of this interface: code, status, title. `docs/errors.md` says more of each; a test compares them.
pub const PROBLEMS: &[(&str, u16, Title)] = &[
    ("too_large", 413, say::problem_too_large),
    ("quota_exceeded", 429, say::problem_quota_exceeded),
    ("malformed", 400, say::problem_malformed),
    ("wrong_ledger", 400, say::problem_wrong_ledger),
    ("granted_before_statement", 400, say::problem_granted_before_statement),
    ("unknown_signer", 401, say::problem_unknown_signer),
    ("key_revoked", 401, say::problem_key_revoked),
    ("bad_signature", 401, say::problem_bad_signature),
    ("party_suspended", 403, say::problem_party_suspended),
    ("event_id_reused", 409, say::problem_event_id_reused),
    ("read_only", 503, say::problem_read_only),
    ("token_required", 401, say::problem_token_required),
    ("not_allowed", 403, say::problem_not_allowed),
    ("not_found", 404, say::problem_not_found),
    ("method_not_allowed", 405, say::problem_method_not_allowed),
    ("request_timeout", 408, say::problem_request_timeout),
    ("pack_mismatch", 409, say::problem_pack_mismatch),
    ("unsupported_media_type", 415, say::problem_unsupported_media_type),
    ("state_needed", 400, say::problem_state_needed),
    ("no_ceiling", 404, say::problem_no_ceiling),
    ("index_behind", 503, say::problem_index_behind),
    ("look_not_recorded", 503, say::problem_look_not_recorded),
    ("too_busy", 503, say::problem_too_busy),
    ("internal", 500, say::problem_internal),
];

/// Something that is not an answer.
#[derive(Debug, Clone)]
pub(crate) struct Problem {
    pub status: u16,
    pub code: &'static str,
    pub title: Box<Message>,
    pub detail: Box<Message>,
    pub faults: Vec<Fault>,
    pub headers: Vec<(HeaderName, String)>,
}

impl Problem {
    /// A problem of the table.
    pub fn new(code: &'static str, detail: &Message) -> Self {
        let row = PROBLEMS.iter().find(|(known, _, _)| *known == code);
        let unknown = || (500, say::problem_internal());
        let (status, title) = row.map_or_else(unknown, |(_, status, title)| (*status, title()));
        let (title, detail) = (Box::new(title), Box::new(detail.clone()));
        let (faults, headers) = (Vec::new(), Vec::new());
        Self { status, code, title, detail, faults, headers }
    }

    /// A problem of the table, in the words of an error.
    pub fn of_error(code: &'static str, error: impl ToString) -> Self {
        Self::new(code, &say::as_said(&error.to_string()))
    }

    /// Nothing is free to answer now; the same request may do in a moment.
    pub fn too_busy(detail: &Message) -> Self {
        Self::new("too_busy", detail).with_header(header::RETRY_AFTER, "1")
    }

    pub fn not_found(what: &Message) -> Self {
        Self::new("not_found", what)
    }

    /// A malformed parameter, body or id.
    pub fn malformed(faults: Vec<Fault>) -> Self {
        let detail = faults.first().map_or_else(String::new, ToString::to_string);
        Self { faults, ..Self::of_error("malformed", detail) }
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

    /// The document's text in a language.
    pub(super) fn text(&self, language: Language) -> String {
        serde_json::to_string(&self.shape(language)).unwrap_or_default()
    }

    /// The document in a language. Faults of what was sent stay in the words of whoever read it.
    pub(super) fn shape(&self, language: Language) -> shapes::Problem {
        shapes::Problem {
            type_: format!("/docs/errors#{}", self.code),
            title: self.title.text(language),
            status: self.status,
            detail: self.detail.text(language),
            code: self.code,
            faults: self.faults.iter().map(Into::into).collect(),
            refusal: None,
        }
    }
}

/// The problem of a statement that was turned away.
pub(super) fn turned(turned: &Turned) -> Problem {
    let mut problem = Problem::of_error(turned.code(), turned.detail());
    problem.status = turned.status();
    problem.faults = turned.faults().to_vec();
    match turned {
        Turned::Quota { retry_after_s } => {
            problem.with_header(header::RETRY_AFTER, retry_after_s.to_string())
        }
        // Why is for whoever runs the ledger: words of a failed disk name files of the server.
        Turned::ReadOnly { .. } => {
            *problem.detail = say::why_until_looked();
            problem.with_header(header::RETRY_AFTER, "60")
        }
        Turned::Busy { .. } => {
            *problem.detail = say::why_not_recorded();
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
        let mut response = (status, self.text(Language::default())).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        for (name, value) in &self.headers {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(name, value);
            }
        }
        // The outermost layer tells it again, in the language of whoever asked.
        response.extensions_mut().insert(self);
        response
    }
}
