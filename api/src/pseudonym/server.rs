//! The one route: a token, a State, a number and a purpose in, a handle out.

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use http_body_util::{BodyExt as _, Limited};
use ledger::ids::{IdError, MemberState, PartyId};
use ledger::json::{Json, parse};
use ledger::time::Clock;
use rules::words::say;
use serde_json::json;
use tokio::net::TcpListener;

use super::asked::{Asking, Record};
use super::key::PseudonymKey;
use super::members::Members;
use crate::http::{Ended, Gate, Limits, Problem, bearer};
use crate::service::Purpose;
use crate::service::token::{TokenClaims, TokenRole};

/// Longest body: three short members.
const BODY_BYTES_MAX: usize = 4_096;
/// Seconds that a party waits where no count says how long.
const WAIT_SECONDS: u64 = 60;

/// What serving needs.
pub struct Serving {
    /// The key of each State that is served.
    pub keys: BTreeMap<MemberState, PseudonymKey>,
    /// Who may ask.
    pub members: Members,
    /// Who asked.
    pub record: Record,
    /// Questions of one party in an hour.
    pub per_hour: u32,
    /// The time.
    pub clock: Arc<dyn Clock>,
}

struct App {
    serving: Serving,
    rate: DefaultKeyedRateLimiter<PartyId>,
    by: DefaultClock,
}

/// Serves until `shutdown` is done.
///
/// # Errors
/// What the listener reports.
pub async fn serve(
    listener: TcpListener,
    serving: Serving,
    limits: Limits,
    shutdown: impl Future<Output = ()> + Send,
) -> std::io::Result<Ended> {
    let quota = Quota::per_hour(NonZeroU32::new(serving.per_hour).unwrap_or(NonZeroU32::MIN));
    let app = Arc::new(App { serving, rate: RateLimiter::keyed(quota), by: DefaultClock::default() });
    let router = Router::new()
        .route("/v1/pseudonyms", post(pseudonym))
        .route("/healthz", get(async || "ok\n"))
        .fallback(async || Problem::not_found(&say::why_only_pseudonyms()))
        .method_not_allowed_fallback(async || Problem::new("method_not_allowed", &say::why_other_method()))
        .with_state(app);
    Gate::of(router, limits).accept(listener, shutdown).await
}

async fn pseudonym(State(app): State<Arc<App>>, request: Request) -> Response {
    match answered(app, request).await {
        Ok(response) => response,
        Err(problem) => problem.into_response(),
    }
}

async fn answered(app: Arc<App>, request: Request) -> Result<Response, Problem> {
    let (parts, body) = request.into_parts();
    let token = token(&parts.headers)?;
    // The log is read, and the record written: neither on the runtime's own threads.
    let body = whole(body).await?;
    let done = tokio::task::spawn_blocking(move || app.answer(&token, &parts.headers, &body)).await;
    done.map_err(|_| Problem::new("internal", &say::why_no_answer()))?
}

fn token(headers: &HeaderMap) -> Result<String, Problem> {
    let mut given = headers.get_all(header::AUTHORIZATION).iter();
    let token = match (given.next(), given.next()) {
        (Some(one), None) => one.to_str().ok().and_then(bearer).map(str::to_owned),
        _ => None,
    };
    token.ok_or_else(|| {
        let problem = Problem::new("token_required", &say::why_token_needed());
        problem.with_header(header::WWW_AUTHENTICATE, "Bearer")
    })
}

async fn whole(body: Body) -> Result<Bytes, Problem> {
    match Limited::new(body, BODY_BYTES_MAX).collect().await {
        Ok(body) => Ok(body.to_bytes()),
        Err(_) => Err(Problem::new("too_large", &say::why_body_large(BODY_BYTES_MAX)).closing()),
    }
}

/// What is asked. It has no `Debug`: a number must not reach a log.
struct Question {
    state: MemberState,
    number: String,
    purpose: Purpose,
}

impl App {
    fn answer(&self, token: &str, headers: &HeaderMap, body: &[u8]) -> Result<Response, Problem> {
        let (claims, party) = self.host(token)?;
        self.metered(&party)?;
        let question = read(headers, body)?;
        let served = self.serving.keys.get(&question.state);
        let key = served.ok_or_else(|| Problem::not_found(&say::why_no_register_key()))?;
        let asking = Asking {
            at: self.serving.clock.now(),
            party,
            token: claims.id,
            state: question.state,
            purpose: question.purpose,
        };
        // Durable first: what is not recorded is not answered, and a number that is none was asked about too.
        self.serving.record.note(&asking).map_err(|error| unrecorded(&error))?;
        let handle = key.handle(&question.number).map_err(no_number)?;
        self.serving.record.to_register(&handle).map_err(|error| unrecorded(&error))?;
        let answer = json!({"handle": handle.as_str(), "member_state": question.state.as_str()});
        let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
        Ok((headers, format!("{answer}\n")).into_response())
    }

    /// The hosting entity of a token that is good now.
    fn host(&self, token: &str) -> Result<(TokenClaims, PartyId), Problem> {
        let claims = self.serving.members.verify(token, self.serving.clock.now()).map_err(|error| {
            tracing::error!(%error, "nobody can be let in: the log can't be read");
            Problem::new("index_behind", &say::why_who_may_ask())
        })?;
        let claims = claims.map_err(|_| {
            let problem = Problem::new("token_required", &say::why_token_closed());
            problem.with_header(header::WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"")
        })?;
        match (claims.role, claims.party.clone()) {
            (TokenRole::HostingEntity, Some(party)) => Ok((claims, party)),
            (
                TokenRole::HostingEntity | TokenRole::Applicant | TokenRole::Auditor | TokenRole::Operator,
                _,
            ) => Err(Problem::new("not_allowed", &say::why_host_needed())),
        }
    }

    /// Every question counts, whatever comes of it.
    fn metered(&self, party: &PartyId) -> Result<(), Problem> {
        let Err(not_yet) = self.rate.check_key(party) else { return Ok(()) };
        tracing::warn!(party = party.as_str(), "asks more often than it may");
        let wait = not_yet.wait_time_from(self.by.now()).as_secs().saturating_add(1).max(1);
        let problem = Problem::new("quota_exceeded", &say::why_asked_often());
        Err(problem.with_header(header::RETRY_AFTER, wait.min(WAIT_SECONDS * 60).to_string()))
    }
}

fn unrecorded(error: &super::asked::AskedError) -> Problem {
    tracing::error!(%error, "nothing is answered");
    Problem::new("look_not_recorded", &say::why_asker_not_recorded())
}

fn no_number(error: IdError) -> Problem {
    Problem::parameter("/number", error.to_string(), "a natural person's number as this State prints it")
}

/// Reads a question: exactly three members, strict JSON.
fn read(headers: &HeaderMap, body: &[u8]) -> Result<Question, Problem> {
    let media = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if media.split(';').next().map(str::trim) != Some("application/json") {
        return Err(Problem::new("unsupported_media_type", &say::why_media("application/json")));
    }
    let hint = "send {\"member_state\": .., \"number\": .., \"purpose\": ..} and nothing else";
    let malformed = |what: &str| Problem::parameter("", what, hint);
    // A fault of the text could repeat a part of the number, so none is shown.
    let read = parse(body).map_err(|_| malformed("not strict JSON"))?;
    let Json::Object(members) = &read else { return Err(malformed("not an object")) };
    let text = |name| read.member(name).and_then(Json::text);
    let (Some(state), Some(number), Some(purpose), 3) =
        (text("member_state"), text("number"), text("purpose"), members.len())
    else {
        return Err(malformed("not the three members"));
    };
    let state = state.parse().map_err(|error: IdError| {
        Problem::parameter("/member_state", error.to_string(), "a State such as FI; EL for Greece")
    })?;
    let purpose: Purpose = purpose.parse().map_err(|error: crate::service::PurposeError| {
        Problem::parameter("/purpose", error.to_string(), crate::service::PurposeError::HINT)
    })?;
    Ok(Question { state, number: number.to_owned(), purpose })
}
