//! Files of the log as C2SP tlog-tiles names them, packs by digest, and the witness.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;

use super::call::Call;
use super::problem::Problem;
use super::read::unreadable;
use super::wire;
use crate::service::PutPackError;

const OCTETS: &str = "application/octet-stream";
const TEXT: &str = "text/plain; charset=utf-8";

/// `GET /checkpoint`
pub(super) fn checkpoint(call: &Call) -> Result<Response, Problem> {
    call.query.only(&[])?;
    let bytes = file(call, "checkpoint")?;
    let mut response = wire::content(TEXT, bytes);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    Ok(response)
}

/// `GET /vkey`: it changes only when the log's key is rotated.
pub(super) fn verifier_key(call: &Call) -> Result<Response, Problem> {
    call.query.only(&[])?;
    let mut response = wire::content(TEXT, file(call, "vkey")?);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    Ok(response)
}

/// `GET /tile/...`: a tile of a path never changes, so it may be kept for ever.
pub(super) fn tile(call: &Call, folder: &str) -> Result<Response, Problem> {
    call.query.only(&[])?;
    let path = format!("{folder}{}", call.param("path"));
    Ok(wire::immutable(OCTETS, file(call, &path)?))
}

/// `GET /pack/{sha256}`
pub(super) fn pack(call: &Call) -> Result<Response, Problem> {
    call.query.only(&[])?;
    Ok(wire::immutable(OCTETS, file(call, &format!("pack/{}", call.param("sha256")))?))
}

fn file(call: &Call, path: &str) -> Result<Vec<u8>, Problem> {
    let missing =
        || Problem::not_found("no such file of the log; partial tiles exist for published checkpoints only");
    // Only C2SP's own spelling of a path is looked up; the service's reader refuses every other one.
    if path.split('/').any(|part| part.is_empty() || part.starts_with('.')) {
        return Err(missing());
    }
    call.app.service.log_file(path).map_err(|error| unreadable(&error))?.ok_or_else(missing)
}

/// `PUT /v1/packs/{sha256}`
pub(super) fn put_pack(call: &Call) -> Result<Response, Problem> {
    call.query.only(&[])?;
    let sha256 = call.param("sha256");
    let formed = sha256.len() == 64
        && sha256.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
    if !formed {
        return Err(Problem::parameter(
            "/path/sha256",
            "not a digest",
            "64 lower-case hex digits, as `aidledger pack digest` prints",
        ));
    }
    match call.app.service.put_pack(sha256, call.body.to_vec()) {
        Ok(()) => {
            let mut response =
                wire::json(&serde_json::json!({"sha256": sha256, "bytes": format!("/pack/{sha256}")}))?;
            *response.status_mut() = StatusCode::CREATED;
            Ok(response)
        }
        Err(error) => Err(refused(&error)),
    }
}

fn refused(error: &PutPackError) -> Problem {
    match error {
        PutPackError::Mismatch { .. } => Problem::new("pack_mismatch", error.to_string()),
        PutPackError::Fatal(_) => Problem::new("read_only", error.to_string()),
        PutPackError::Malformed(errors) => {
            Problem::parameter("/body", errors.to_string(), "run `aidledger pack check` on the folder")
        }
    }
}

/// `POST /add-checkpoint`: the answers, media types included, are those of C2SP tlog-witness.
pub(super) async fn add_checkpoint(call: &Call) -> Result<Response, Problem> {
    let (status, media, text) = call.app.service.add_checkpoint(call.body.to_vec()).await;
    let mut response = wire::content(media, text);
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    Ok(response)
}
