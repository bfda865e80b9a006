//! Bodies: bounded by the row, of its media type, and arriving without long pauses.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, FromRequestParts as _, Request};
use axum::http::{HeaderMap, header};
use http_body_util::LengthLimitError;

use super::App;
use super::access::BodyRule;
use super::caller::Access;
use super::problem::Problem;

/// An unread body up to this size is taken in and dropped, so that the sender gets to see the answer.
const DRAINED_BYTES_MAX: usize = 1 << 20;
/// The slowest sender that is waited for, bytes a second: beside the bound on pauses a bound on the whole.
const BYTES_PER_SECOND_MIN: usize = 16 * 1024;

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

/// Reads a body within its row's bound. What its own header says is too long is not read at all.
async fn bounded(app: &App, rule: BodyRule, headers: &HeaderMap, body: Body) -> Result<Bytes, Problem> {
    let length =
        headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    let too_large = || Problem::new("too_large", format!("at most {} bytes are taken here", rule.bytes_max));
    if let Some(length) = length.filter(|length| *length > rule.bytes_max) {
        if length <= DRAINED_BYTES_MAX {
            let drained = axum::body::to_bytes(body, DRAINED_BYTES_MAX);
            drop(tokio::time::timeout(app.settings.limits.body, drained).await);
        }
        return Err(too_large().closing());
    }
    media(rule, headers)?;
    let slowest = u64::try_from(rule.bytes_max / BYTES_PER_SECOND_MIN).unwrap_or(u64::MAX);
    let whole = app.settings.limits.body.saturating_add(Duration::from_secs(slowest));
    let late = || Problem::new("request_timeout", "send the whole body without long pauses").closing();
    match tokio::time::timeout(whole, axum::body::to_bytes(body, rule.bytes_max)).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Err(_) => Err(late()),
        Ok(Err(error)) if is_caused_by::<LengthLimitError>(&error) => Err(too_large().closing()),
        Ok(Err(error)) if is_caused_by::<tower_http::timeout::TimeoutError>(&error) => Err(late()),
        // Broken off, or chunked against the rules.
        Ok(Err(_)) => {
            Err(Problem::parameter("/body", "the body did not arrive whole", "send it again").closing())
        }
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
    let detail = format!("send it as {}", rule.media.join(" or "));
    // What was sent is not read, so that nothing else can follow it.
    let problem =
        Problem::new("unsupported_media_type", detail).with_header(header::ACCEPT, rule.media.join(", "));
    Err(problem.closing())
}
