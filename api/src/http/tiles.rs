//! Files of the log as C2SP tlog-tiles names them, packs by digest, and the witness.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::Response;

use super::App;
use super::body::Sent;
use super::caller::Access;
use super::parameter::{Asked, At, LogDigest, NoQuery, Sha256, TileAt};
use super::problem::Problem;
use super::read::unreadable;
use super::shapes::PackKept;
use super::wire;
use crate::service::PutPackError;
use rules::words::say;

const OCTETS: &str = "application/octet-stream";
const TEXT: &str = "text/plain; charset=utf-8";

/// `GET /checkpoint`
pub(super) async fn checkpoint(State(app): State<Arc<App>>, _: Asked<NoQuery>) -> Result<Response, Problem> {
    Ok(wire::kept(wire::content(TEXT, file(&app, "checkpoint".to_owned()).await?), "no-cache"))
}

/// `GET /vkey`: it changes only when the log's key is rotated.
pub(super) async fn verifier_key(
    State(app): State<Arc<App>>,
    _: Asked<NoQuery>,
) -> Result<Response, Problem> {
    Ok(wire::kept(wire::content(TEXT, file(&app, "vkey".to_owned()).await?), "no-cache"))
}

/// `GET /tile/entries/{index}`
pub(super) async fn entry_tile(
    State(app): State<Arc<App>>,
    access: Access,
    Path(index): Path<String>,
    _: Asked<NoQuery>,
) -> Result<Response, Problem> {
    let at = TileAt::entries(&index).ok_or_else(missing)?;
    let range = at.range();
    app.work(move |app| app.looked_into(&access, range)).await?;
    tile(&app, Some(at)).await
}

/// `GET /tile/{level}/{index}`
pub(super) async fn hash_tile(
    State(app): State<Arc<App>>,
    Path((level, index)): Path<(String, String)>,
    _: Asked<NoQuery>,
) -> Result<Response, Problem> {
    tile(&app, TileAt::hashes(&level, &index)).await
}

/// A tile of a path never changes, so it may be kept for ever.
async fn tile(app: &Arc<App>, at: Option<TileAt>) -> Result<Response, Problem> {
    let TileAt { path, .. } = at.ok_or_else(missing)?;
    Ok(wire::immutable(OCTETS, file(app, path).await?))
}

/// `GET /pack/{sha256}`
pub(super) async fn pack(
    State(app): State<Arc<App>>,
    At(Sha256(sha256)): At<Sha256>,
    _: Asked<NoQuery>,
) -> Result<Response, Problem> {
    Ok(wire::immutable(OCTETS, file(&app, format!("pack/{sha256}")).await?))
}

fn missing() -> Problem {
    Problem::not_found(&say::why_no_file())
}

async fn file(app: &Arc<App>, path: String) -> Result<Vec<u8>, Problem> {
    app.work(move |app| app.service.log_file(&path).map_err(|error| unreadable(&error))?.ok_or_else(missing))
        .await
}

/// `PUT /v1/packs/{sha256}`
pub(super) async fn put_pack(
    State(app): State<Arc<App>>,
    At(Sha256(sha256)): At<Sha256>,
    _: Asked<NoQuery>,
    Sent(body): Sent,
) -> Result<Response, Problem> {
    app.work(move |app| {
        app.service.put_pack(&sha256, body.to_vec()).map_err(|error| refused(&error))?;
        let bytes = format!("/pack/{sha256}");
        Ok(wire::with_status(wire::json(&PackKept { sha256, bytes })?, StatusCode::CREATED.as_u16()))
    })
    .await
}

fn refused(error: &PutPackError) -> Problem {
    match error {
        PutPackError::Mismatch { .. } => Problem::of_error("pack_mismatch", error),
        PutPackError::Busy(why) => {
            tracing::warn!(%why, "a pack was not kept");
            Problem::too_busy(&say::why_pack_not_kept())
        }
        PutPackError::Fatal(_) => {
            Problem::new("read_only", &say::why_until_restart()).with_header(header::RETRY_AFTER, "60")
        }
        PutPackError::Malformed(errors) => {
            Problem::parameter("/body", errors.to_string(), "run `aidledger pack check` on the folder")
        }
    }
}

/// `POST /add-checkpoint`: the answers, media types included, are those of C2SP tlog-witness.
pub(super) async fn add_checkpoint(
    State(app): State<Arc<App>>,
    _: Asked<NoQuery>,
    Sent(body): Sent,
) -> Result<Response, Problem> {
    let (status, media, text) = app.service.add_checkpoint(body.to_vec()).await;
    Ok(wire::with_status(wire::content(media, text), status))
}

/// `GET /witness/{sha256}/checkpoint`
pub(super) async fn witnessed(
    State(app): State<Arc<App>>,
    At(LogDigest(log)): At<LogDigest>,
    _: Asked<NoQuery>,
) -> Result<Response, Problem> {
    let found = app.work(move |app| Ok(app.service.witnessed(&format!("{log}/checkpoint")))).await?;
    let signed = found.ok_or_else(|| Problem::not_found(&say::why_not_cosigned()))?;
    Ok(wire::kept(wire::content(TEXT, signed), "no-cache"))
}
