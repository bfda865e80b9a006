//! The HTTP face of a ledger, in its smallest form: who the ledger is, submitting one statement, the published log.

pub mod access;

use std::future::Future;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use serde_json::json;
use tokio::net::TcpListener;

use crate::service::Service;
use access::Mode;

/// How the interface is run.
#[derive(Debug, Clone)]
pub struct Settings {
    /// How callers are told apart.
    pub mode: Mode,
    /// Whether everybody may read entries.
    pub public_log: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { mode: Mode::Tokens, public_log: false }
    }
}

/// Serves until `shutdown` is done, then lets the requests that are in hand finish.
///
/// # Errors
/// What the listener reports.
pub async fn serve(
    listener: TcpListener,
    service: Service,
    _settings: Settings,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let router = Router::new()
        .route("/v1/ledger", get(ledger))
        .route("/v1/events", post(submit))
        .route("/{*path}", get(file))
        .with_state(service);
    axum::serve(listener, router).with_graceful_shutdown(shutdown).await
}

async fn ledger(State(service): State<Service>) -> String {
    let view = service.view();
    let head = json!({"size": view.head.size, "root": view.head.root.to_base64()});
    json!({"id": service.ledger_id(), "origin": view.state.directory.origin(), "head": head}).to_string()
}

async fn submit(State(service): State<Service>, body: Bytes) -> (StatusCode, String) {
    match service.submit(body.trim_ascii_end().to_vec()).await {
        Ok(receipt) => {
            let body = json!({"position": receipt.position, "outcome": receipt.verdict.outcome, "codes": receipt.verdict.codes});
            (StatusCode::CREATED, body.to_string())
        }
        Err(turned) => {
            let status = StatusCode::from_u16(turned.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            (status, json!({"code": turned.code(), "detail": turned.detail()}).to_string())
        }
    }
}

async fn file(State(service): State<Service>, Path(path): Path<String>) -> (StatusCode, Vec<u8>) {
    let path = if path.starts_with("tile/entries") { "" } else { path.as_str() };
    match service.log_file(path) {
        Ok(Some(bytes)) => (StatusCode::OK, bytes),
        Ok(None) => (StatusCode::NOT_FOUND, Vec::new()),
        Err(_) => (StatusCode::INTERNAL_SERVER_ERROR, Vec::new()),
    }
}
