//! The shapes that cross the wire: answers to submissions, entries, and the responses that carry them.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use ledger::entry::Entry;
use ledger::event::Event;
use ledger::json::Json;
use ledger::store::Head;
use ledger::submission::base64url;
use ledger::verdict::{Outcome, Verdict};
use rules::project::{WaysOut, ways_out};
use rules::state::State;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::problem::Problem;
use crate::service::{Receipt, Turned};

/// Whether the answer is the first one again.
pub(super) const REPLAYED: HeaderName = HeaderName::from_static("aidledger-replayed");

/// 200 with JSON.
pub(super) fn json(value: &impl Serialize) -> Result<Response, Problem> {
    let text = serde_json::to_string(value).map_err(|error| Problem::new("internal", error.to_string()))?;
    Ok(content("application/json", text))
}

/// 200 with some content.
pub(super) fn content(media: &'static str, body: impl Into<Body>) -> Response {
    let mut response = body.into().into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    response
}

/// 200 with content that never changes under its address.
pub(super) fn immutable(media: &'static str, body: Vec<u8>) -> Response {
    let mut response = content(media, body);
    let forever = HeaderValue::from_static("public, max-age=31536000, immutable");
    response.headers_mut().insert(header::CACHE_CONTROL, forever);
    response
}

/// The members that every judged statement is answered with.
pub(super) fn answer(position: Option<u64>, verdict: &Verdict) -> Map<String, Value> {
    let mut body = Map::new();
    let mut put = |name: &str, value: Value| body.insert(name.to_owned(), value);
    put("position", json!(position));
    put("outcome", json!(verdict.outcome));
    put("codes", json!(verdict.codes));
    put("flags", json!(verdict.flags));
    put("gge", json!(verdict.gge));
    put("checks", json!(verdict.checks));
    put("affects", json!(verdict.affects));
    body
}

/// What a submission came to, ready for a response of its own or a line of a batch.
pub(super) struct Answer {
    pub status: u16,
    pub body: Value,
    pub replayed: bool,
}

/// The answer to a statement that has a position. `state` is as of now: ways out are for now, also in a replay.
pub(super) fn receipt(receipt: &Receipt, state: &State) -> Answer {
    let mut body = answer(Some(receipt.position), &receipt.verdict);
    let entry = String::from_utf8_lossy(&receipt.entry);
    body.insert("receipt".into(), json!({"proof": receipt.proof, "entry": entry}));
    if took_effect(receipt.verdict.outcome) {
        return Answer { status: 201, body: Value::Object(body), replayed: receipt.replayed };
    }
    let event = Entry::decode(&receipt.entry).ok().and_then(|entry| entry.statement().ok());
    let ways = event.and_then(|statement| ways_out(state, statement.event(), &receipt.verdict));
    body.insert("ways_out".into(), json!(ways));
    let problem = verdict_problem(&receipt.verdict, ways.as_ref(), receipt.position);
    let body = Problem { more: Box::new(body), ..problem }.body();
    Answer { status: 422, body, replayed: receipt.replayed }
}

/// Whether the statement took effect: 201; otherwise 422.
pub(super) fn took_effect(outcome: Outcome) -> bool {
    matches!(outcome, Outcome::Admitted | Outcome::Recorded)
}

fn verdict_problem(verdict: &Verdict, ways: Option<&WaysOut>, position: u64) -> Problem {
    let code = verdict.codes.first().map_or("needs_review", |code| code.as_str());
    let deferred = verdict.outcome == Outcome::Deferred;
    let title = if deferred { "Deferred: a person must decide" } else { "Refused" };
    let mut detail = format!("recorded at position {position} as {}: {code}", verdict.outcome);
    if let Some(largest) = ways.and_then(|ways| ways.largest_amount_now) {
        detail.push_str(&format!("; the ceilings leave EUR {largest} on that date"));
    }
    if let Some(day) = ways.and_then(|ways| ways.first_date_for_full_amount) {
        detail.push_str(&format!("; the full amount fits on {day}"));
    }
    let mut problem = Problem::new("internal", detail);
    (problem.status, problem.code, problem.title) = (422, code, title);
    problem
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
        Turned::ReadOnly { .. } => problem.with_header(header::RETRY_AFTER, "60"),
        _ => problem,
    }
}

/// JSON with a status; 422 is a problem document.
pub(super) fn respond(answer: &Answer) -> Response {
    let media = if answer.status == 422 { "application/problem+json" } else { "application/json" };
    let mut response = content(media, answer.body.to_string());
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if answer.replayed {
        response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
    }
    response
}

/// A stored entry for readers: who said what when, what was said of it, and the bytes themselves.
#[derive(Serialize)]
pub(super) struct EntryItem {
    pub position: u64,
    at: String,
    kid: String,
    /// The signed payload as parsed.
    event: Json,
    verdict: Verdict,
    /// The exact bytes that are hashed.
    entry: String,
    #[serde(skip)]
    pub statement: Event,
}

impl EntryItem {
    /// What the entry says of the statement.
    pub fn verdict(&self) -> &Verdict {
        &self.verdict
    }

    /// Reads stored bytes.
    pub fn read(position: u64, bytes: &[u8]) -> Result<Self, Problem> {
        let broken = |why: String| {
            Problem::new("internal", format!("the entry at position {position} can't be read: {why}"))
        };
        let entry = Entry::decode(bytes).map_err(|error| broken(error.to_string()))?;
        let statement = entry.statement().map_err(|error| broken(error.to_string()))?;
        let payload = entry.jws.split('.').nth(1).and_then(base64url).unwrap_or_default();
        let event = ledger::json::parse(&payload).map_err(|_| broken("its payload is no JSON".to_owned()))?;
        Ok(Self {
            position,
            at: entry.at.to_string(),
            kid: statement.kid().to_owned(),
            event,
            verdict: entry.verdict.clone(),
            entry: String::from_utf8_lossy(bytes).into_owned(),
            statement: statement.event().clone(),
        })
    }
}

/// A head as JSON.
pub(super) fn head(head: &Head) -> Value {
    json!({"size": head.size, "root": head.root.to_base64()})
}

/// The head as an entity tag; `more` is what else the answer hangs on.
pub(super) fn etag(head: &Head, more: &str) -> String {
    let root: String = head.root.to_base64().chars().filter(char::is_ascii_alphanumeric).take(16).collect();
    let sep = if more.is_empty() { "" } else { "-" };
    format!("\"{}-{root}{sep}{more}\"", head.size)
}
