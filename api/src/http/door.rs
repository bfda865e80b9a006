//! The door: one loop that accepts connections, bounded in number, in what one address may hold, and in how long a
//! client may keep silent. `axum::serve` offers none of these bounds, so the loop is ours, on `hyper-util`.

use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinSet;
use tokio_io_timeout::TimeoutStream;
use tower::{ServiceExt as _, service_fn};
use tower_http::timeout::TimeoutBody;

use super::client::{Peer, Proxies};
use super::front::{Front, REQUEST_ID, front, plain};
use super::share::{Share, Shares};
use super::{App, Limits};

/// Longest request head, bytes: a token, a path and a query have room; hyper answers 431 above it.
const HEAD_BYTES_MAX: usize = 32 * 1024;
/// Most header lines of a request.
const HEADERS_MAX: usize = 64;
/// How long the loop rests where the system can't give a connection: it asks again, it never ends.
const REST: Duration = Duration::from_millis(50);

/// How serving ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ended {
    /// Connections that were cut at the deadline, with an answer or a request on the way.
    pub cut: usize,
}

/// What stands behind a door, and how much of it may be in use.
pub(crate) struct Gate {
    front: Front,
    limits: Limits,
    proxies: Proxies,
    /// Counts a connection that found no room.
    turned_off: Arc<dyn Fn(&'static str) + Send + Sync>,
    /// Tells those in hand that the server is on its way down.
    closing: Arc<dyn Fn() + Send + Sync>,
}

impl Gate {
    /// The door of a ledger.
    pub(super) fn of_ledger(app: &Arc<App>) -> Self {
        let (counted, told) = (Arc::clone(app), Arc::clone(app));
        Self {
            front: front(app),
            limits: app.settings.limits.clone(),
            proxies: app.settings.proxies.clone(),
            turned_off: Arc::new(move |why| counted.turned_off(why)),
            closing: Arc::new(move || {
                told.closing.send_replace(true);
            }),
        }
    }

    /// The door of a service of another kind, with the same bounds.
    pub(crate) fn of(router: Router, limits: Limits) -> Self {
        Self {
            front: plain(router, limits.requests_at_once),
            limits,
            proxies: Proxies::default(),
            turned_off: Arc::new(|_| {}),
            closing: Arc::new(|| {}),
        }
    }

    /// Accepts until `shutdown` is done, then lets what is in hand end, at most for the configured time.
    ///
    /// # Errors
    /// What the listener reports.
    pub(crate) async fn accept(
        self,
        listener: TcpListener,
        shutdown: impl Future<Output = ()> + Send,
    ) -> io::Result<Ended> {
        let longest = self.limits.shutdown;
        let closing = Arc::clone(&self.closing);
        let door = Door {
            all: Arc::new(Semaphore::new(self.limits.connections)),
            shares: Shares::new(self.limits.connections_per_address),
            graceful: GracefulShutdown::new(),
            gate: self,
        };
        let mut open = JoinSet::new();
        let mut shutdown = pin!(shutdown);
        loop {
            let accepted = tokio::select! {
                accepted = door.next(&listener) => accepted,
                () = &mut shutdown => break,
            };
            while open.try_join_next().is_some() {}
            if let Some(connection) = accepted {
                open.spawn(connection.serve());
            }
        }
        drop(listener);
        closing();
        let Door { graceful, .. } = door;
        let ended = tokio::time::timeout(longest, graceful.shutdown()).await.is_ok();
        while open.try_join_next().is_some() {}
        let cut = if ended { 0 } else { open.len() };
        open.shutdown().await;
        Ok(Ended { cut })
    }
}

struct Door {
    gate: Gate,
    all: Arc<Semaphore>,
    shares: Arc<Shares>,
    graceful: GracefulShutdown,
}

impl Door {
    /// The next connection that has room; `None` where one had to be let go.
    async fn next(&self, listener: &TcpListener) -> Option<Connection> {
        // First the room, then the connection: those beyond it wait in the system's queue and hold no descriptor.
        let room = Arc::clone(&self.all).acquire_owned().await.ok()?;
        let (stream, peer) = match listener.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                (self.gate.turned_off)("system");
                if !is_of_one_connection(&error) {
                    tracing::warn!(%error, "no connection can be taken; trying again");
                    tokio::time::sleep(REST).await;
                }
                return None;
            }
        };
        let address = peer.ip().to_canonical();
        // A trusted proxy speaks for many; their requests are counted by the address it names.
        let share = if self.gate.proxies.trusts(address) {
            None
        } else if let Some(share) = self.shares.take(address) {
            Some(share)
        } else {
            (self.gate.turned_off)("address");
            return None;
        };
        Some(self.connection(stream, peer, room, share))
    }

    fn connection(
        &self,
        stream: TcpStream,
        peer: SocketAddr,
        room: OwnedSemaphorePermit,
        share: Option<Share>,
    ) -> Connection {
        Connection {
            stream,
            peer: Peer(peer.ip().to_canonical()),
            front: self.gate.front.clone(),
            watcher: self.graceful.watcher(),
            head: self.gate.limits.head,
            body: self.gate.limits.body,
            write: self.gate.limits.write,
            _held: (room, share),
        }
    }
}

/// Errors of `accept` that concern the one connection, not the listener.
fn is_of_one_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

struct Connection {
    stream: TcpStream,
    peer: Peer,
    front: Front,
    watcher: Watcher,
    head: Duration,
    body: Duration,
    write: Duration,
    _held: (OwnedSemaphorePermit, Option<Share>),
}

impl Connection {
    async fn serve(self) {
        // Small answers leave at once; where that can't be had they leave a moment later.
        drop(self.stream.set_nodelay(true));
        let mut io = TimeoutStream::new(self.stream);
        // Without progress for so long, the client does not read: its answer and what it holds are let go.
        io.set_write_timeout(Some(self.write));
        let (front, peer, body) = (self.front, self.peer, self.body);
        let entered = service_fn(move |request: hyper::Request<Incoming>| {
            front.clone().oneshot(entering(request, peer, body))
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(self.head)
            .max_buf_size(HEAD_BYTES_MAX)
            .max_headers(HEADERS_MAX)
            .serve_connection(TokioIo::new(Box::pin(io)), TowerToHyperService::new(entered));
        // Whatever ends a connection ends it: its client is told by the end, and nobody else is concerned.
        drop(self.watcher.watch(connection).await);
    }
}

/// What comes from outside is marked with where it came from, is never longer silent than allowed, and names itself
/// with nothing: names of requests are given here.
fn entering(request: hyper::Request<Incoming>, peer: Peer, pause: Duration) -> Request {
    let mut request = request.map(|body| Body::new(TimeoutBody::new(pause, body)));
    request.headers_mut().remove(REQUEST_ID);
    request.extensions_mut().insert(peer);
    request
}
