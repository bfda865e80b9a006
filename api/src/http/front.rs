//! What every request passes, from outside in: a name and a line in the log, the headers of every answer, a net under
//! panics, a bound on requests in hand, one normal form of the path, the router made from the table, and its row's door.

use std::any::Any;
use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::BoxError;
use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use axum::error_handling::HandleErrorLayer;
use axum::extract::{Request, State};
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Uri, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{MethodFilter, MethodRouter, on};
use rules::words::say;
use tower::ServiceBuilder;
use tower::limit::GlobalConcurrencyLimitLayer;
use tower::load_shed::LoadShedLayer;
use tower::util::BoxCloneSyncService;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate as _, SizeAbove};
use tower_http::request_id::{MakeRequestId, PropagateRequestIdLayer, RequestId, SetRequestIdLayer};
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::trace::TraceLayer;

use super::access::{Mode, ROUTES, Route, Row};
use super::caller::{Client, admit};
use super::client::Peer;
use super::path;
use super::problem::Problem;
use super::rate::Left;
use super::tongue::{BadLanguage, Faults, told};
use super::wire::API_VERSION;
use super::{
    App, duties, headroom, health, intake, look, openapi, pages, read, routes, stream, submit, tiles,
};

/// Answers below this size are not worth the time that packing them takes.
const PACKED_BYTES_MIN: u64 = 8_192;

const API_VERSION_HEADER: HeaderName = HeaderName::from_static("api-version");
pub(super) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");
const RATE_LIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

/// The whole way, for one connection after another.
pub(super) type Front = BoxCloneSyncService<Request, Response, Infallible>;

/// The pattern of the row that answered: for counts and the log, since paths hold undertakings' ids.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pattern(pub &'static str);

/// The way in, made once.
pub(super) fn front(app: &Arc<App>) -> Front {
    let always = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value))
    };
    let packed = NotForContentType::new("application/x-ndjson")
        .and(NotForContentType::SSE)
        .and(SizeAbove::new(PACKED_BYTES_MIN));
    let stack = ServiceBuilder::new()
        .map_response(boxed)
        .layer(SetRequestIdLayer::new(REQUEST_ID, Numbered(Arc::clone(app))))
        .layer(traced())
        .layer(PropagateRequestIdLayer::new(REQUEST_ID))
        .layer(from_fn_with_state(Arc::clone(app), counted))
        .layer(always(API_VERSION_HEADER, API_VERSION))
        .layer(always(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(always(header::REFERRER_POLICY, "no-referrer"))
        .layer(always(header::CONTENT_SECURITY_POLICY, pages::POLICY))
        .map_response(boxed)
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(packed))
        .layer(from_fn_with_state(Faults::Behind, told))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(HandleErrorLayer::new(overloaded))
        .layer(LoadShedLayer::new())
        .layer(GlobalConcurrencyLimitLayer::new(app.settings.limits.requests_at_once))
        .layer(from_fn_with_state(Arc::clone(app), normalised));
    BoxCloneSyncService::new(stack.service(router(app)))
}

/// The same net and bounds before a router that is not the table's.
pub(super) fn plain(router: Router, at_once: usize) -> Front {
    let nosniff = HeaderValue::from_static("nosniff");
    let stack = ServiceBuilder::new()
        .map_response(boxed)
        .layer(traced())
        .layer(SetResponseHeaderLayer::overriding(header::X_CONTENT_TYPE_OPTIONS, nosniff))
        .map_response(boxed)
        .layer(from_fn_with_state(Faults::Here, told))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(HandleErrorLayer::new(overloaded))
        .layer(LoadShedLayer::new())
        .layer(GlobalConcurrencyLimitLayer::new(at_once));
    BoxCloneSyncService::new(stack.service(router))
}

/// One type of response, whatever layers have wrapped its body in.
fn boxed<B>(response: Response<B>) -> Response
where
    B: HttpBody<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    response.map(Body::new)
}

/// Names requests: the instant of the first one and a number.
#[derive(Clone)]
struct Numbered(Arc<App>);

impl MakeRequestId for Numbered {
    fn make_request_id<B>(&mut self, _: &axum::http::Request<B>) -> Option<RequestId> {
        let number = self.0.requests.fetch_add(1, Ordering::Relaxed);
        HeaderValue::from_str(&format!("{:x}-{number:x}", self.0.service.now().micros()))
            .ok()
            .map(RequestId::new)
    }
}

type Traced = TraceLayer<
    tower_http::classify::SharedClassifier<tower_http::classify::ServerErrorsAsFailures>,
    fn(&Request) -> tracing::Span,
    (),
    fn(&Response, Duration, &tracing::Span),
    (),
    (),
    (),
>;

/// One line a request: its name, method, pattern and status. Neither path nor query is in it, nor any header.
fn traced() -> Traced {
    fn span(request: &Request) -> tracing::Span {
        let id = request.headers().get(REQUEST_ID).and_then(|id| id.to_str().ok()).unwrap_or("-");
        tracing::info_span!("request", id, method = request.method().as_str())
    }
    fn answered<B>(response: &Response<B>, after: Duration, span: &tracing::Span) {
        let route = response.extensions().get::<Pattern>().map_or("-", |pattern| pattern.0);
        let (status, micros) = (response.status().as_u16(), after.as_micros());
        span.in_scope(|| tracing::info!(route, status, micros, "answered"));
    }
    TraceLayer::new_for_http()
        .make_span_with(span as fn(&Request) -> tracing::Span)
        .on_request(())
        .on_response(answered as fn(&Response, Duration, &tracing::Span))
        .on_body_chunk(())
        .on_eos(())
        .on_failure(())
}

async fn counted(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let route = response.extensions().get::<Pattern>().map_or("-", |pattern| pattern.0);
    app.answers.count(route, response.status().as_u16());
    response
}

fn panicked(_: Box<dyn Any + Send>) -> Response {
    Problem::new("internal", &say::why_no_answer()).into_response()
}

async fn overloaded(_: BoxError) -> Problem {
    Problem::too_busy(&say::why_in_hand())
}

/// Whose request it is, whether they have had their share, and the one form of the path that everything behind sees.
async fn normalised(State(app): State<Arc<App>>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<Peer>().map(|peer| peer.0);
    let client = peer.map(|peer| app.settings.proxies.client(peer, request.headers()));
    let left = client.filter(|_| is_metered(&request)).map(|client| app.rate.count(client));
    let mut response = match prepared(&app, &mut request, left) {
        Ok(()) => {
            if let Some(client) = client {
                request.extensions_mut().insert(Client(client));
            }
            next.run(request).await
        }
        Err(problem) => problem.into_response(),
    };
    if let Some(left) = left {
        put(response.headers_mut(), RATE_LIMIT_POLICY, &left.policy());
        put(response.headers_mut(), RATE_LIMIT, &left.state());
    }
    response
}

/// Statements are bounded by the ledger's published quotas and by its queue, everything else by address.
fn is_metered(request: &Request) -> bool {
    !(request.method() == Method::POST && matches!(request.uri().path(), "/v1/events" | "/v1/events/batch"))
}

fn prepared(app: &App, request: &mut Request, left: Option<Left>) -> Result<(), Problem> {
    if let Some(seconds) = left.and_then(|left| left.wait_seconds) {
        let problem = Problem::new("quota_exceeded", &say::why_address_busy());
        return Err(problem.with_header(header::RETRY_AFTER, seconds.to_string()));
    }
    own_host(app, request)?;
    if let Some(BadLanguage(problem)) = request.extensions_mut().remove::<BadLanguage>() {
        return Err(problem);
    }
    let nothing = || Problem::not_found(&say::why_no_path());
    let path = path::normal(request.uri().path()).ok_or_else(nothing)?;
    let whole = match request.uri().query() {
        Some(query) => format!("{path}?{query}"),
        None => path,
    };
    *request.uri_mut() = Uri::from(PathAndQuery::try_from(whole).map_err(|_| nothing())?);
    Ok(())
}

/// A request names one host (RFC 9112 section 3.2), in its head or in its absolute form, which then counts. A page of a
/// stranger's site, made to look as if it came from here, must not reach an open ledger through a browser.
fn own_host(app: &App, request: &Request) -> Result<(), Problem> {
    let named: Vec<&HeaderValue> = request.headers().get_all(header::HOST).iter().collect();
    let [named] = named.as_slice() else {
        return Err(
            Problem::parameter("/header/host", "not exactly one host", "send one Host header").closing()
        );
    };
    let named = named.to_str().unwrap_or_default();
    let host = request.uri().authority().map_or(named, |authority| authority.as_str());
    if app.settings.mode == Mode::Tokens || (is_this_machine(host) && is_this_machine(named)) {
        return Ok(());
    }
    Err(Problem::new("not_allowed", &say::why_other_host()))
}

fn is_this_machine(host: &str) -> bool {
    let port = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit());
    let name = host.rsplit_once(':').filter(|(_, digits)| port(digits)).map_or(host, |(name, _)| name);
    matches!(name, "127.0.0.1" | "[::1]") || name.eq_ignore_ascii_case("localhost")
}

fn put(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

/// The router: one route for each row, behind that row's own door.
fn router(app: &Arc<App>) -> Router {
    let mut router: Router<Arc<App>> = Router::new();
    for row in ROUTES {
        let guarded = handler(row).route_layer(from_fn_with_state((Arc::clone(app), row), guard));
        router = router.route(row.path, guarded);
    }
    router.fallback(nothing).method_not_allowed_fallback(other_method).with_state(Arc::clone(app))
}

async fn nothing() -> Problem {
    Problem::not_found(&say::why_no_path())
}

/// axum adds `Allow` with the methods that the path has.
async fn other_method() -> Problem {
    Problem::new("method_not_allowed", &say::why_other_method())
}

/// The door of a row: nobody passes whom the table does not let in, and nothing leaves that others may keep against it.
async fn guard(State((app, row)): State<(Arc<App>, &'static Row)>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let mut response = match admit(&app, row, &parts) {
        Ok(access) => {
            parts.extensions.insert(access);
            next.run(Request::from_parts(parts, body)).await
        }
        Err(problem) => problem.into_response(),
    };
    kept_by(row.is_public(app.settings.public_log), response.headers_mut());
    response.extensions_mut().insert(Pattern(row.path));
    response
}

/// An answer that says nothing of it may be kept by nobody; `public` is for what the table shows to all.
fn kept_by(all: bool, headers: &mut HeaderMap) {
    let said = headers.get(header::CACHE_CONTROL).and_then(|value| value.to_str().ok());
    let fits = said.is_some_and(|said| all || !said.contains("public"));
    if !fits {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if !all {
        headers.append(header::VARY, HeaderValue::from_static("authorization"));
    }
}

fn filter(row: &Row) -> MethodFilter {
    match row.method {
        "POST" => MethodFilter::POST,
        "PUT" => MethodFilter::PUT,
        // Answers HEAD too.
        _ => MethodFilter::GET,
    }
}

fn handler(row: &'static Row) -> MethodRouter<Arc<App>> {
    let filter = filter(row);
    match row.route {
        Route::Ledger => on(filter, read::ledger),
        Route::Submit => on(filter, submit::one),
        Route::SubmitBatch => on(filter, submit::batch),
        Route::Simulate => on(filter, submit::simulate),
        Route::Routes => on(filter, routes::routes),
        Route::Events => on(filter, read::events),
        Route::EventStream => on(filter, stream::stream),
        Route::Proof => on(filter, read::proof),
        Route::Explanation => on(filter, read::explanation),
        Route::Event => on(filter, read::event),
        Route::Headroom => on(filter, headroom::headroom),
        Route::Awards => on(filter, headroom::awards),
        Route::Undertaking => on(filter, headroom::undertaking),
        Route::UndertakingLooks => on(filter, look::looks_at),
        Route::Looks => on(filter, look::looks),
        Route::Duties => on(filter, duties::duties_due),
        Route::Parties => on(filter, read::parties),
        Route::RulePacks => on(filter, read::rule_packs),
        Route::SummariesDue => on(filter, intake::summaries),
        Route::PutPack => on(filter, tiles::put_pack),
        Route::Checkpoint => on(filter, tiles::checkpoint),
        Route::VerifierKey => on(filter, tiles::verifier_key),
        Route::EntryTile => on(filter, tiles::entry_tile),
        Route::HashTile => on(filter, tiles::hash_tile),
        Route::PackFile => on(filter, tiles::pack),
        Route::AddCheckpoint => on(filter, tiles::add_checkpoint),
        Route::Witnessed => on(filter, tiles::witnessed),
        Route::OpenApi => on(filter, openapi::served),
        Route::Docs => on(filter, pages::docs),
        Route::Errors => on(filter, pages::errors),
        Route::Health => on(filter, health::alive),
        Route::Ready => on(filter, health::ready),
        Route::Metrics => on(filter, health::metrics),
        Route::Style => on(filter, pages::style),
        Route::Home => on(filter, pages::home),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_method_of_the_table_has_its_filter() {
        for row in ROUTES {
            let method: Method = row.method.parse().unwrap();
            assert_eq!(MethodFilter::try_from(method).unwrap(), filter(row), "{} {}", row.method, row.path);
        }
    }

    #[test]
    fn an_open_ledger_has_three_names() {
        for name in ["localhost", "LOCALHOST:80", "127.0.0.1:8080", "[::1]", "[::1]:1"] {
            assert!(is_this_machine(name), "{name}");
        }
        for name in ["", "ledger.example", "127.0.0.1.example:80", "localhost.", "[::2]", "127.0.0.1:8a"] {
            assert!(!is_this_machine(name), "{name}");
        }
    }

    #[test]
    fn what_is_not_for_all_is_kept_by_nobody() {
        let cache = |all, said: Option<&'static str>| {
            let mut headers = HeaderMap::new();
            said.map(|said| headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(said)));
            kept_by(all, &mut headers);
            headers[header::CACHE_CONTROL].to_str().unwrap().to_owned()
        };
        assert_eq!(cache(false, Some("public, immutable")), "no-store");
        assert_eq!(cache(false, None), "no-store");
        assert_eq!(cache(false, Some("private, no-cache")), "private, no-cache");
        assert_eq!(cache(true, Some("public, immutable")), "public, immutable");
        assert_eq!(cache(true, None), "no-store");
    }
}
