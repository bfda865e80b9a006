//! Entries as they come, as server-sent events (WHATWG HTML section 9.2): `id` is the position, so a browser that lost
//! the connection goes on where it stopped.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream;
use rules::words::say;
use serde::Deserialize;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use utoipa::IntoParams;

use super::access::Role;
use super::caller::Access;
use super::parameter::{Asked, Position};
use super::problem::Problem;
use super::read::Stored;
use super::share::{Share, Shares};
use super::wire;
use super::{App, Limits};

/// How long silence lasts before a comment says that the connection lives.
const QUIET: Duration = Duration::from_secs(15);
/// Entries read at a time, and their bytes.
const READ_MAX: (u64, usize) = (64, 1 << 20);

/// How many streams may be open: in all, of one address, and of callers without a token, who have half.
pub(super) struct Slots {
    all: Arc<Semaphore>,
    nameless: Arc<Semaphore>,
    shares: Arc<Shares>,
}

/// Held as long as a stream is.
struct Slot {
    _of_all: OwnedSemaphorePermit,
    _of_nameless: Option<OwnedSemaphorePermit>,
    _of_address: Share,
}

impl Slots {
    pub fn new(limits: &Limits) -> Self {
        Self {
            all: Arc::new(Semaphore::new(limits.streams)),
            nameless: Arc::new(Semaphore::new(limits.streams.div_ceil(2))),
            shares: Shares::new(limits.streams_per_address),
        }
    }

    fn take(&self, access: &Access) -> Option<Slot> {
        let _of_address = self.shares.take(access.address)?;
        let _of_nameless = match access.caller.role {
            Role::Public => Some(Arc::clone(&self.nameless).try_acquire_owned().ok()?),
            Role::Applicant | Role::HostingEntity | Role::Auditor | Role::Operator => None,
        };
        let _of_all = Arc::clone(&self.all).try_acquire_owned().ok()?;
        Some(Slot { _of_all, _of_nameless, _of_address })
    }
}

/// Where a stream starts.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct StreamQuery {
    /// Only what comes behind this position; `Last-Event-ID` goes before it; default: the next new entry
    #[param(inline)]
    after: Option<Position>,
}

struct Feed {
    app: Arc<App>,
    access: Access,
    next: u64,
    read: VecDeque<Event>,
    _slot: Slot,
}

/// `GET /v1/events/stream`
pub(super) async fn stream(
    State(app): State<Arc<App>>,
    access: Access,
    Asked(query): Asked<StreamQuery>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let last = headers.get("last-event-id").and_then(|value| Position::parse(value.to_str().ok()?));
    let after = last.or(query.after);
    let next = after.map_or_else(|| app.service.view().head.size, |after| after.0.saturating_add(1));
    let busy = || Problem::too_busy(&say::why_streams_busy());
    let slot = app.streams.take(&access).ok_or_else(busy)?;
    let feed = Feed { app, access, next, read: VecDeque::new(), _slot: slot };
    let events = stream::unfold(feed, |mut feed| async move {
        let event = feed.step().await?;
        Some((Ok::<_, Infallible>(event), feed))
    });
    Ok(wire::kept(Sse::new(events).into_response(), "no-store"))
}

impl Feed {
    /// The next thing to send; `None` ends the stream, and the client asks again from its last position.
    async fn step(&mut self) -> Option<Event> {
        if let Some(event) = self.read.pop_front() {
            return Some(event);
        }
        let mut closing = self.app.closing.subscribe();
        let size = tokio::select! {
            size = self.app.service.wait_head(self.next, QUIET) => size,
            _ = closing.wait_for(|closing| *closing) => return None,
        };
        if size <= self.next {
            return Some(Event::default().comment("quiet"));
        }
        let (first, (count, bytes)) = (self.next, READ_MAX);
        let end = first.saturating_add(count).min(size);
        let positions: Vec<u64> = (first..end).collect();
        let access = self.access.clone();
        let read = self.app.work(move |app| {
            app.looked_into(&access, first..end)?;
            let entries =
                app.service.entries_at(&positions, bytes).map_err(|error| super::read::unreadable(&error))?;
            entries
                .iter()
                .map(|(position, bytes)| event(*position, bytes))
                .collect::<Result<VecDeque<_>, _>>()
        });
        self.read = read.await.ok()?;
        self.next = first.saturating_add(u64::try_from(self.read.len()).unwrap_or(0));
        self.read.pop_front()
    }
}

fn event(position: u64, bytes: &[u8]) -> Result<Event, Problem> {
    let failed = |error: serde_json::Error| Problem::of_error("internal", error);
    let text = serde_json::to_string(&Stored::read(position, bytes)?.shape()).map_err(failed)?;
    Ok(Event::default().id(position.to_string()).event("entry").data(text))
}
