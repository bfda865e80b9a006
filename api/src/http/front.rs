//! What every request passes: look up, tell the caller, bound the body, answer, and say so in the log.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{IntoResponse as _, Response};

use super::access::{BodyRule, Cell, Mode, Role, Route, Row};
use super::call::{Call, Caller, Parameters};
use super::problem::Problem;
use super::route::{Found, find};
use super::{App, headroom, health, openapi, pages, read, stream, submit, tiles};

/// Version of this interface.
pub(super) const API_VERSION: &str = "1.0.0";
/// An unread body up to this size is taken in and dropped, so that the sender gets to see the answer.
const DRAINED_BYTES_MAX: usize = 1 << 20;

const API_VERSION_HEADER: HeaderName = HeaderName::from_static("api-version");
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");
const RATE_LIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

/// Every request comes in here.
pub(super) async fn handle(
    State(app): State<Arc<App>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
) -> Response {
    let id = app.request_id();
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    // Statements are bounded by the ledger's published quotas and by its queue, reads by address.
    let submits = matches!(path.as_str(), "/v1/events" | "/v1/events/batch") && method == "POST";
    let left = (!submits).then(|| app.limiter.count(peer.ip(), app.service.now()));
    let (route, answered) = match left.filter(|left| left.exceeded) {
        Some(left) => {
            let problem = Problem::new("quota_exceeded", "too many requests from this address in a minute");
            ("-", Err(problem.with_header(header::RETRY_AFTER, left.reset_seconds.to_string())))
        }
        None => admit(&app, request).await,
    };
    let mut response = answered.unwrap_or_else(Problem::into_response);
    let status = response.status().as_u16();
    app.counted.count(route, status);
    // Paths hold undertakings' ids, so an unmatched one is not logged and a matched one by its pattern only.
    tracing::info!(request = id, method = method.as_str(), route, status, "answered");
    let headers = response.headers_mut();
    put(headers, API_VERSION_HEADER, API_VERSION);
    put(headers, REQUEST_ID, &id);
    put(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    put(headers, header::REFERRER_POLICY, "no-referrer");
    put(headers, header::CONTENT_SECURITY_POLICY, pages::POLICY);
    if let Some(left) = left {
        put(headers, RATE_LIMIT_POLICY, &left.policy());
        put(headers, RATE_LIMIT, &left.state());
    }
    response
}

fn put(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

/// The route's pattern, and the answer.
async fn admit(app: &Arc<App>, request: Request) -> (&'static str, Result<Response, Problem>) {
    let (row, params) = match find(request.method().as_str(), request.uri().path()) {
        Found::Row(row, params) => (row, params),
        Found::OtherMethod(methods) => {
            let problem = Problem::new("method_not_allowed", format!("this path has {}", methods.join(", ")));
            return ("-", Err(problem.with_header(header::ALLOW, methods.join(", "))));
        }
        Found::Nothing => return ("-", Err(Problem::not_found("no such route; GET /docs lists them"))),
    };
    (row.path, enter(app, row, params, request).await)
}

async fn enter(
    app: &Arc<App>,
    row: &'static Row,
    params: Vec<(&'static str, String)>,
    request: Request,
) -> Result<Response, Problem> {
    let (parts, body) = request.into_parts();
    own_host(app, &parts.headers)?;
    let caller = caller(app, &parts.headers, row)?;
    let cell = row.permits(app.settings.mode, caller.role, app.settings.public_log);
    if cell == Cell::No {
        return Err(refused(caller.role));
    }
    let query = Parameters::read(&parts.uri)?;
    // Held until the last line is answered, so that the lines in memory are bounded over all batches.
    let held = match row.route {
        Route::SubmitBatch => Some(Arc::clone(&app.batches).acquire_owned().await),
        _ => None,
    };
    let body = match row.body {
        Some(rule) => bounded(app, rule, &parts.headers, body).await?,
        None => Bytes::new(),
    };
    let call = Call { app: Arc::clone(app), row, cell, caller, params, query, headers: parts.headers, body };
    match held {
        Some(Ok(held)) => submit::batch(&call, held),
        Some(Err(_)) => Err(Problem::new("too_busy", "the server is closing")),
        None => dispatch(call).await,
    }
}

/// A page of a stranger's site, made to look as if it came from here, must not reach an open ledger through a browser.
fn own_host(app: &App, headers: &HeaderMap) -> Result<(), Problem> {
    if app.settings.mode == Mode::Tokens {
        return Ok(());
    }
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let name = host
        .rsplit_once(':')
        .filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit()))
        .map_or(host, |(name, _)| name);
    if matches!(name, "localhost" | "127.0.0.1" | "[::1]") {
        return Ok(());
    }
    Err(Problem::new("not_allowed", "an open ledger answers under 127.0.0.1, [::1] and localhost only"))
}

fn refused(role: Role) -> Problem {
    if role == Role::Public {
        let problem =
            Problem::new("token_required", "this route needs a token: Authorization: Bearer <token>");
        problem.with_header(header::WWW_AUTHENTICATE, "Bearer")
    } else {
        Problem::new("not_allowed", format!("the role {} may not use this route", role.as_str()))
    }
}

fn caller(app: &App, headers: &HeaderMap, row: &Row) -> Result<Caller, Problem> {
    let nobody = |role| Caller { role, party: None, undertaking: None };
    if app.settings.mode == Mode::LoopbackOpen {
        return Ok(nobody(Role::Auditor));
    }
    let given = headers.get(header::AUTHORIZATION).map(|value| value.to_str().unwrap_or_default());
    let Some(given) = given else { return Ok(nobody(Role::Public)) };
    let token = given.split_once(' ').filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    match token.and_then(|(_, token)| app.service.verify_token(token.trim())) {
        Some(claims) => {
            let role = Role::from_word(claims.role.as_str()).unwrap_or(Role::Public);
            Ok(Caller { role, party: claims.party, undertaking: claims.undertaking })
        }
        // What is open to all stays open to somebody with an old token.
        None if row.permits(app.settings.mode, Role::Public, app.settings.public_log) != Cell::No => {
            Ok(nobody(Role::Public))
        }
        None => {
            let problem = Problem::new("token_required", "the token is not this ledger's, or has expired");
            Err(problem.with_header(header::WWW_AUTHENTICATE, "Bearer error=\"invalid_token\""))
        }
    }
}

/// Reads a body within its row's bound. What its own header says is too long is not read at all.
async fn bounded(app: &App, rule: BodyRule, headers: &HeaderMap, body: Body) -> Result<Bytes, Problem> {
    let length =
        headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    let too_large = || Problem::new("too_large", format!("at most {} bytes are taken here", rule.bytes_max));
    if length.is_some_and(|length| length > rule.bytes_max) {
        let short = length.is_some_and(|length| length <= DRAINED_BYTES_MAX);
        if short {
            let _ = tokio::time::timeout(
                app.settings.body_timeout,
                axum::body::to_bytes(body, DRAINED_BYTES_MAX),
            )
            .await;
        }
        return Err(too_large().with_header(header::CONNECTION, "close"));
    }
    media(rule, headers)?;
    let read = axum::body::to_bytes(body, rule.bytes_max);
    match tokio::time::timeout(app.settings.body_timeout, read).await {
        Ok(Ok(bytes)) => Ok(bytes),
        // Longer than the bound without having said so, or broken off: in both cases no more is read.
        Ok(Err(_)) => Err(too_large().with_header(header::CONNECTION, "close")),
        Err(_) => Err(Problem::new("request_timeout", "send the whole body without long pauses")
            .with_header(header::CONNECTION, "close")),
    }
}

fn media(rule: BodyRule, headers: &HeaderMap) -> Result<(), Problem> {
    if rule.media.is_empty() {
        return Ok(());
    }
    let given = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = given.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if rule.media.contains(&essence.as_str()) {
        return Ok(());
    }
    let detail = format!("send it as {}", rule.media.join(" or "));
    // What was sent is not read, so that nothing else can follow it.
    let problem =
        Problem::new("unsupported_media_type", detail).with_header(header::ACCEPT, rule.media.join(", "));
    Err(problem.with_header(header::CONNECTION, "close"))
}

async fn dispatch(call: Call) -> Result<Response, Problem> {
    match call.row.route {
        Route::Submit => submit::one(&call).await,
        Route::EventStream => stream::stream(&call),
        Route::AddCheckpoint => tiles::add_checkpoint(&call).await,
        _ => blocking(call).await,
    }
}

/// Reads touch the disk and fold state, so they leave the threads that answer the network, a bounded number at a time.
async fn blocking(call: Call) -> Result<Response, Problem> {
    let app = Arc::clone(&call.app);
    let _slot = app.reads.acquire().await;
    let work = tokio::task::spawn_blocking(move || answer(&call));
    work.await.unwrap_or_else(|_| {
        Err(Problem::new("internal", "the answer could not be made; see the server's log"))
    })
}

fn answer(call: &Call) -> Result<Response, Problem> {
    match call.row.route {
        // Answered on the network's threads, see `dispatch`.
        Route::Submit | Route::SubmitBatch | Route::EventStream | Route::AddCheckpoint => {
            Err(Problem::new("internal", "not a blocking route"))
        }
        Route::Ledger => read::ledger(call),
        Route::Simulate => submit::simulate(call),
        Route::Events => read::events(call),
        Route::Event => read::event(call),
        Route::Proof => read::proof(call),
        Route::Explanation => read::explanation(call),
        Route::Headroom => headroom::headroom(call),
        Route::Awards => headroom::awards(call),
        Route::Undertaking => headroom::undertaking(call),
        Route::Parties => read::parties(call),
        Route::RulePacks => read::rule_packs(call),
        Route::PutPack => tiles::put_pack(call),
        Route::Checkpoint => tiles::checkpoint(call),
        Route::VerifierKey => tiles::verifier_key(call),
        Route::EntryTile => tiles::tile(call, "tile/entries/"),
        Route::HashTile => tiles::tile(call, "tile/"),
        Route::PackFile => tiles::pack(call),
        Route::OpenApi => openapi::served(),
        Route::Docs => pages::docs(),
        Route::Errors => pages::errors(),
        Route::Health => health::alive(),
        Route::Ready => health::ready(call),
        Route::Metrics => health::metrics(call),
        Route::Style => pages::style(),
        Route::Home => pages::home(call),
    }
}
