//! The HTTP face of a ledger: `docs/spec/http.md` over [`Service`].
//!
//! A request passes one way: its line is looked up in the table of [`access`], its caller is told from the token, the
//! table's cell decides, its body is bounded and read, and only then does a handler see it ([`call::Call`]). Handlers
//! shape answers; they decide nothing about aid and touch no file.
//! **Invariant:** no route is served that has no row in [`access::ROUTES`]; no body is read that its row does not bound.

pub mod access;
mod call;
mod front;
mod headroom;
mod health;
mod limit;
mod openapi;
mod pages;
mod problem;
mod read;
mod route;
mod stream;
mod submit;
mod tiles;
mod wire;

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

use crate::service::Service;
use access::Mode;
use limit::Limiter;

pub use openapi::document as openapi_document;
pub use problem::PROBLEMS;

/// How the interface is run.
#[derive(Debug, Clone)]
pub struct Settings {
    /// How callers are told apart.
    pub mode: Mode,
    /// Whether everybody may read entries.
    pub public_log: bool,
    /// How long a body may take to arrive.
    pub body_timeout: Duration,
    /// Requests to routes that read, per address and minute.
    pub reads_per_minute: u32,
    /// Blocking reads at a time; more wait, up to the same number.
    pub reads_at_once: usize,
    /// Open event streams at a time.
    pub streams: usize,
    /// Batches held in memory at a time.
    pub batches_at_once: usize,
}

impl Default for Settings {
    /// Closed, with bounds for a small machine.
    fn default() -> Self {
        Self {
            mode: Mode::Tokens,
            public_log: false,
            body_timeout: Duration::from_secs(60),
            reads_per_minute: 60_000,
            reads_at_once: 64,
            streams: 256,
            batches_at_once: 8,
        }
    }
}

/// What every request shares.
struct App {
    service: Service,
    settings: Settings,
    limiter: Limiter,
    reads: Semaphore,
    batches: Arc<Semaphore>,
    streams: Arc<Semaphore>,
    closing: AtomicBool,
    requests: AtomicU64,
    counted: health::Counted,
}

impl App {
    /// Whether the server is on its way down: streams end, so that it does not wait for them.
    fn closing(&self) -> bool {
        self.closing.load(Ordering::Relaxed)
    }

    /// A name for a request in logs and answers.
    fn request_id(&self) -> String {
        let number = self.requests.fetch_add(1, Ordering::Relaxed);
        format!("{:x}-{number:x}", self.service.now().micros())
    }
}

fn app(service: Service, settings: Settings) -> Arc<App> {
    Arc::new(App {
        limiter: Limiter::new(settings.reads_per_minute),
        reads: Semaphore::new(settings.reads_at_once),
        batches: Arc::new(Semaphore::new(settings.batches_at_once)),
        streams: Arc::new(Semaphore::new(settings.streams)),
        closing: AtomicBool::new(false),
        requests: AtomicU64::new(0),
        counted: health::Counted::default(),
        service,
        settings,
    })
}

/// Serves until `shutdown` is done, then lets the requests that are in hand finish.
///
/// The caller stops the [`Service`] afterwards.
///
/// # Errors
/// What the listener reports.
pub async fn serve(
    listener: TcpListener,
    service: Service,
    settings: Settings,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let app = app(service, settings);
    let router = Router::new().fallback(front::handle).with_state(Arc::clone(&app));
    let stop = async move {
        shutdown.await;
        app.closing.store(true, Ordering::Relaxed);
    };
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(stop).await
}
