//! The HTTP face of a ledger: `docs/spec/http.md` over [`Service`].
//!
//! A connection comes in at [`door`], a request at [`front`]: its path is brought to one form, the router made from the
//! table of [`access`] finds its row, the row's door tells the caller from the token and lets them in or not, and only
//! then does a handler read a body or a parameter. Handlers shape answers; they decide nothing about aid and touch no file.
//! **Invariant:** no route is served that has no row in [`access::ROUTES`]; no body is read that its row does not bound.

pub mod access;
mod body;
mod caller;
mod client;
mod door;
mod duties;
mod escape;
mod front;
#[doc(hidden)]
pub mod fuzzing;
mod headroom;
mod health;
mod html;
mod intake;
mod look;
mod openapi;
mod pages;
mod parameter;
pub mod path;
mod problem;
mod rate;
mod read;
mod routes;
mod shapes;
mod share;
mod stream;
mod submit;
mod tiles;
mod tongue;
mod wire;
mod work;

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};

use crate::service::Service;
use access::Mode;
use rate::Rate;

pub(crate) use caller::bearer;
pub use client::Proxies;
pub use door::Ended;
pub(crate) use door::Gate;
pub use openapi::document as openapi_document;
pub use problem::PROBLEMS;
pub(crate) use problem::Problem;

/// How the interface is run.
#[derive(Debug, Clone)]
pub struct Settings {
    /// How callers are told apart.
    pub mode: Mode,
    /// Whether everybody may read entries.
    pub public_log: bool,
    /// Proxies that say whose request they pass on.
    pub proxies: Proxies,
    /// Bounds.
    pub limits: Limits,
}

impl Default for Settings {
    /// Closed.
    fn default() -> Self {
        Self { mode: Mode::Tokens, public_log: false, proxies: Proxies::default(), limits: Limits::default() }
    }
}

/// What is bounded, and how much of it one address may hold.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Connections at a time.
    pub connections: usize,
    /// Of one address; trusted proxies have no bound of their own.
    pub connections_per_address: u32,
    /// How long a request's head may take, and a connection be idle.
    pub head: Duration,
    /// How long a body may pause.
    pub body: Duration,
    /// How long a client may not read.
    pub write: Duration,
    /// How long requests in hand may take to end after a stop.
    pub shutdown: Duration,
    /// Requests of one address in a minute, statements not counted.
    pub requests_per_minute: u32,
    /// Requests in hand at a time.
    pub requests_at_once: usize,
    /// Reads of the disk at a time.
    pub reads_at_once: usize,
    /// Open event streams at a time.
    pub streams: usize,
    /// Of one address.
    pub streams_per_address: u32,
    /// Batches worked on at a time; what is on its way in is bounded in bytes.
    pub batches: usize,
    /// Of one address, on their way in or worked on.
    pub batches_per_address: u32,
}

impl Default for Limits {
    /// For a small machine.
    fn default() -> Self {
        Self {
            connections: 768,
            connections_per_address: 256,
            head: Duration::from_secs(10),
            body: Duration::from_secs(20),
            write: Duration::from_secs(20),
            shutdown: Duration::from_secs(10),
            requests_per_minute: 60_000,
            requests_at_once: 1_024,
            reads_at_once: 16,
            streams: 256,
            streams_per_address: 16,
            batches: 8,
            batches_per_address: 4,
        }
    }
}

/// What every request shares.
struct App {
    service: Service,
    settings: Settings,
    rate: Rate,
    reads: Arc<Semaphore>,
    waiting: Semaphore,
    batches: submit::Batches,
    streams: stream::Slots,
    closing: watch::Sender<bool>,
    requests: AtomicU64,
    answers: health::Answers,
}

impl App {
    fn new(service: Service, settings: Settings) -> Arc<Self> {
        let limits = &settings.limits;
        Arc::new(Self {
            rate: Rate::new(limits.requests_per_minute),
            reads: Arc::new(Semaphore::new(limits.reads_at_once)),
            waiting: Semaphore::new(Self::waiting_room(limits.reads_at_once)),
            batches: submit::Batches::new(limits),
            streams: stream::Slots::new(limits),
            closing: watch::Sender::new(false),
            requests: AtomicU64::new(0),
            answers: health::Answers::default(),
            service,
            settings,
        })
    }

    /// Whether the server is on its way down.
    fn is_closing(&self) -> bool {
        *self.closing.borrow()
    }

    /// Counts a connection that found no room.
    fn turned_off(&self, why: &'static str) {
        self.answers.turned_off(why);
    }
}

/// Serves until `shutdown` is done, then lets the requests that are in hand finish, at most for
/// [`Limits::shutdown`]. Whoever can't wait drops the future: what is open is then cut.
///
/// The caller stops the [`Service`] afterwards.
///
/// # Errors
/// What the listener reports.
pub async fn serve(
    listener: TcpListener,
    service: Service,
    settings: Settings,
    shutdown: impl Future<Output = ()> + Send,
) -> std::io::Result<Ended> {
    door::Gate::of_ledger(&App::new(service, settings)).accept(listener, shutdown).await
}
