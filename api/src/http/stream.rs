//! Entries as they come, as server-sent events (WHATWG HTML section 9.2): `id` is the position, so a browser that lost
//! the connection goes on where it stopped.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::http::{HeaderValue, header};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream;
use tokio::sync::OwnedSemaphorePermit;

use super::App;
use super::call::Call;
use super::problem::Problem;
use super::read::stream_start;
use super::wire::EntryItem;

/// How long silence lasts before a comment says that the connection lives.
const QUIET: Duration = Duration::from_secs(15);

struct Feed {
    app: Arc<App>,
    next: u64,
    /// Held as long as the stream is, so that streams are bounded.
    _slot: OwnedSemaphorePermit,
}

/// `GET /v1/events/stream`
pub(super) fn stream(call: &Call) -> Result<Response, Problem> {
    let next = stream_start(call)?;
    let slots = Arc::clone(&call.app.streams);
    let slot = slots
        .try_acquire_owned()
        .map_err(|_| Problem::new("too_busy", "too many streams are open; read /v1/events"))?;
    let feed = Feed { app: Arc::clone(&call.app), next, _slot: slot };
    let events = stream::unfold(feed, |mut feed| async move {
        let event = step(&mut feed).await?;
        Some((Ok::<_, Infallible>(event), feed))
    });
    let mut response = Sse::new(events).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// The next thing to send; `None` ends the stream, and the client asks again from its last position.
async fn step(feed: &mut Feed) -> Option<Event> {
    let mut size = feed.app.service.view().head.size;
    if size <= feed.next {
        size = feed.app.service.wait_head(feed.next, QUIET).await;
    }
    if feed.app.closing() {
        return None;
    }
    if size <= feed.next {
        return Some(Event::default().comment("quiet"));
    }
    let (service, position) = (feed.app.service.clone(), feed.next);
    let bytes = tokio::task::spawn_blocking(move || service.entry(position)).await.ok()?.ok()??;
    let item = EntryItem::read(position, &bytes).ok()?;
    feed.next = feed.next.saturating_add(1);
    Event::default().id(position.to_string()).event("entry").json_data(item).ok()
}
