//! Whether the process answers, whether it takes statements, and figures for whoever watches.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

use super::call::Call;
use super::problem::Problem;
use super::wire;

/// Answers by route and status.
#[derive(Default)]
pub(super) struct Counted(Mutex<BTreeMap<(&'static str, u16), u64>>);

impl Counted {
    /// Counts an answer. Routes are the table's patterns, so the map is bounded.
    pub fn count(&self, route: &'static str, status: u16) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *counts.entry((route, status)).or_default() += 1;
    }

    fn all(&self) -> BTreeMap<(&'static str, u16), u64> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// `GET /healthz`: the process answers, whatever else holds.
pub(super) fn alive() -> Result<Response, Problem> {
    wire::json(&json!({"status": "alive"}))
}

/// `GET /readyz`: 200 while statements are taken, else 503 with the reason.
pub(super) fn ready(call: &Call) -> Result<Response, Problem> {
    let health = call.app.service.health();
    let ready = health.fatal.is_none() && !call.app.closing();
    let body = json!({
        "status": if ready { "ready" } else { "read-only" },
        "why": health.fatal,
        "size": health.size,
        "published": health.published,
        "last_at": health.last_at.map(|at| at.to_string()),
        "index": {"ready": health.index_ready, "lag": health.index_lag},
        "uptime_s": health.uptime_s,
    });
    let mut response = wire::json(&body)?;
    if !ready {
        *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    }
    Ok(response)
}

/// `GET /metrics`: the Prometheus text format, version 0.0.4.
pub(super) fn metrics(call: &Call) -> Result<Response, Problem> {
    let metrics = call.app.service.metrics();
    let mut text = String::new();
    let mut gauge = |name: &str, help: &str, value: u64| {
        let _ = write!(
            text,
            "# HELP aidledger_{name} {help}\n# TYPE aidledger_{name} gauge\naidledger_{name} {value}\n"
        );
    };
    gauge("entries", "Entries in the ledger", metrics.size);
    gauge("published_entries", "Size of the published checkpoint", metrics.published);
    gauge("groups", "Groups made durable since the start", metrics.groups);
    gauge("index_lag_entries", "Entries that the read side has not seen yet", metrics.index_lag);
    gauge("event_ids", "Statement ids held in memory", metrics.ids);
    gauge("event_id_bytes", "Memory that they take, about, in bytes", metrics.id_bytes);
    gauge("packs", "Packs compiled", metrics.packs);
    gauge("read_only", "1 where nothing is recorded until a restart", metrics.read_only);
    text.push_str("# HELP aidledger_turned_away Submissions turned away and not yet summed up\n# TYPE aidledger_turned_away gauge\n");
    for (status, count) in &metrics.turned {
        let _ = writeln!(text, "aidledger_turned_away{{status=\"{status}\"}} {count}");
    }
    text.push_str("# HELP aidledger_http_answers_total Answers by route and status\n# TYPE aidledger_http_answers_total counter\n");
    for ((route, status), count) in call.app.counted.all() {
        let _ =
            writeln!(text, "aidledger_http_answers_total{{route=\"{route}\",status=\"{status}\"}} {count}");
    }
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response())
}
