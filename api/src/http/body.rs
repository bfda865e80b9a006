//! Bodies: bounded by the row, of its media type, and arriving without long pauses.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, FromRequestParts as _, Request};
use axum::http::{HeaderMap, header};
use http_body_util::BodyExt as _;
use rules::words::say;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

use super::App;
use super::access::BodyRule;
use super::caller::Access;
use super::problem::Problem;

/// The slowest sender that is waited for, bytes a second.
const BYTES_PER_SECOND_MIN: u64 = 16 * 1024;

/// The body of a request, whole.
pub(super) struct Sent(pub Bytes);

impl FromRequest<Arc<App>> for Sent {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, Problem> {
        let (mut parts, body) = request.into_parts();
        let access = Access::from_request_parts(&mut parts, app).await?;
        let Some(rule) = access.row.body else { return Ok(Self(Bytes::new())) };
        bounded(app, rule, &parts.headers, body).await.map(Self)
    }
}

/// Memory for bodies that are many and large: what has arrived of them, and no more, is counted.
#[derive(Clone)]
pub(super) struct Room(Arc<Semaphore>);

/// What a body takes of it, until it is dropped.
pub(super) type Taken = Option<OwnedSemaphorePermit>;

impl Room {
    /// Room for so many KiB.
    pub fn kib(kib: usize) -> Self {
        Self(Arc::new(Semaphore::new(kib)))
    }

    /// Room for so many bytes more; whether there was.
    fn take(&self, bytes: usize, taken: &mut Taken) -> bool {
        let kib = u32::try_from(bytes.div_ceil(1_024)).unwrap_or(u32::MAX);
        let Ok(more) = Arc::clone(&self.0).try_acquire_many_owned(kib) else { return false };
        match taken {
            Some(taken) => taken.merge(more),
            None => *taken = Some(more),
        }
        true
    }
}

/// Reads a body within its row's bound. What its own header says is too long is not read at all.
async fn bounded(app: &App, rule: BodyRule, headers: &HeaderMap, body: Body) -> Result<Bytes, Problem> {
    declared(rule, headers)?;
    Ok(arriving(app, rule, body, None).await?.0)
}

/// As [`Sent`], with what has arrived counted against `room`.
pub(super) async fn counted(
    app: &App,
    rule: BodyRule,
    request: Request,
    room: &Room,
) -> Result<(Bytes, Taken), Problem> {
    let (parts, body) = request.into_parts();
    declared(rule, &parts.headers)?;
    arriving(app, rule, body, Some(room)).await
}

/// What the head says of the body.
fn declared(rule: BodyRule, headers: &HeaderMap) -> Result<(), Problem> {
    let length =
        headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if length.is_some_and(|length| length > rule.bytes_max) {
        return Err(too_large(rule));
    }
    media(rule, headers)
}

fn too_large(rule: BodyRule) -> Problem {
    Problem::new("too_large", &say::why_body_large(rule.bytes_max)).closing()
}

/// Takes a body in as it comes. A sender has the time of a pause in hand, which runs down and is earned again by bytes:
/// whoever trickles is cut off as soon as whoever is silent, however much came before.
async fn arriving(
    app: &App,
    rule: BodyRule,
    mut body: Body,
    room: Option<&Room>,
) -> Result<(Bytes, Taken), Problem> {
    let pause = app.settings.limits.body;
    let mut deadline = Instant::now() + pause;
    let (mut bytes, mut taken) = (Vec::new(), None);
    let late = || Problem::new("request_timeout", &say::why_body_late()).closing();
    loop {
        let frame = match tokio::time::timeout_at(deadline, body.frame()).await {
            Err(_) => return Err(late()),
            Ok(None) => return Ok((bytes.into(), taken)),
            Ok(Some(Ok(frame))) => frame,
            Ok(Some(Err(error))) if is_caused_by::<tower_http::timeout::TimeoutError>(&error) => {
                return Err(late());
            }
            // Broken off, or chunked against the rules.
            Ok(Some(Err(_))) => {
                let problem = Problem::parameter("/body", "the body did not arrive whole", "send it again");
                return Err(problem.closing());
            }
        };
        let Ok(data) = frame.into_data() else { continue };
        if bytes.len().saturating_add(data.len()) > rule.bytes_max {
            return Err(too_large(rule));
        }
        if room.is_some_and(|room| !room.take(data.len(), &mut taken)) {
            return Err(Problem::too_busy(&say::why_room_full()).closing());
        }
        bytes.extend_from_slice(&data);
        let earned =
            u64::try_from(data.len()).unwrap_or(u64::MAX).saturating_mul(1_000_000) / BYTES_PER_SECOND_MIN;
        deadline = (deadline + Duration::from_micros(earned)).min(Instant::now() + pause);
    }
}

/// Whether an error of this type is among the causes.
fn is_caused_by<T: Error + 'static>(error: &(dyn Error + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if error.is::<T>() {
            return true;
        }
        cause = error.source();
    }
    false
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
    let detail = say::why_media(&rule.media.join(", "));
    // What was sent is not read, so that nothing else can follow it.
    let problem =
        Problem::new("unsupported_media_type", &detail).with_header(header::ACCEPT, rule.media.join(", "));
    Err(problem.closing())
}
