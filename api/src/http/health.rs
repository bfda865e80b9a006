//! Whether the process answers, whether it takes statements, and figures for whoever watches.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use prometheus_client::collector::Collector;
use prometheus_client::encoding::text::encode;
use prometheus_client::encoding::{DescriptorEncoder, EncodeLabelSet, EncodeMetric as _};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::registry::Registry;

use super::App;
use super::access::Role;
use super::caller::Access;
use super::parameter::{Asked, NoQuery};
use super::problem::Problem;
use super::shapes::{Alive, IndexState, Ready};
use super::wire;
use crate::service::{Metrics, Service};

/// The media type of the OpenMetrics text format.
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    route: &'static str,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Why {
    why: &'static str,
}

/// Counts that only the interface knows. Labels are the table's patterns and statuses, so their number is bounded.
#[derive(Debug, Default)]
pub(super) struct Answers {
    answered: Family<Answered, Counter>,
    turned_off: Family<Why, Counter>,
}

impl Answers {
    /// Counts an answer.
    pub fn count(&self, route: &'static str, status: u16) {
        self.answered.get_or_create(&Answered { route, status }).inc();
    }

    /// Counts a connection that found no room.
    pub fn turned_off(&self, why: &'static str) {
        self.turned_off.get_or_create(&Why { why }).inc();
    }
}

/// `GET /healthz`: the process answers, whatever else holds.
pub(super) async fn alive(_: Asked<NoQuery>) -> Result<Response, Problem> {
    wire::json(&Alive { status: "alive" })
}

/// `GET /readyz`: 200 while statements are taken, else 503. Why not, and why no look is recorded, is told to those who run
/// or audit the ledger: the words of a failed disk name paths.
pub(super) async fn ready(
    State(app): State<Arc<App>>,
    access: Access,
    _: Asked<NoQuery>,
) -> Result<Response, Problem> {
    let health = app.service.health();
    let ready = health.fatal.is_none() && !app.is_closing();
    let told = match access.caller.role {
        Role::Operator | Role::Auditor => true,
        Role::Applicant | Role::HostingEntity | Role::Public => false,
    };
    let body = Ready {
        status: if ready { "ready" } else { "read-only" },
        why: health.fatal.filter(|_| told),
        looks_stopped: health.looks_stopped.filter(|_| told),
        size: health.size,
        published: health.published,
        last_at: health.last_at.map(|at| at.to_string()),
        held_until: health.held_until.map(|at| at.to_string()),
        index: IndexState { ready: health.index_ready, lag: health.index_lag },
        uptime_s: health.uptime_s,
    };
    let mut response = wire::json(&body)?;
    if !ready {
        *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    }
    Ok(response)
}

/// `GET /metrics`: the OpenMetrics text format, as Prometheus reads it.
pub(super) async fn metrics(State(app): State<Arc<App>>, _: Asked<NoQuery>) -> Result<Response, Problem> {
    let mut registry = Registry::with_prefix("aidledger");
    registry.register("http_answers", "Answers by route and status", app.answers.answered.clone());
    let help = "Connections that found no room, by what was full";
    registry.register("http_connections_turned_off", help, app.answers.turned_off.clone());
    registry.register_collector(Box::new(Figures(app.service.clone())));
    let mut text = String::new();
    encode(&mut text, &registry).map_err(|error| Problem::of_error("internal", error))?;
    Ok(([(header::CONTENT_TYPE, OPEN_METRICS)], text).into_response())
}

/// The service's own figures, read when they are asked for.
struct Figures(Service);

impl std::fmt::Debug for Figures {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Figures")
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct TurnedStatus {
    status: u16,
}

impl Collector for Figures {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), std::fmt::Error> {
        let Metrics {
            size,
            published,
            groups,
            index_lag,
            ids,
            id_bytes,
            packs,
            turned,
            read_only,
            looks_stopped,
        } = self.0.metrics();
        for (name, help, value) in [
            ("entries", "Entries in the ledger", size),
            ("published_entries", "Size of the published checkpoint", published),
            ("groups", "Groups made durable since the start", groups),
            ("index_lag_entries", "Entries that the read side has not seen yet", index_lag),
            ("event_ids", "Statement ids held in memory", ids),
            ("event_id_bytes", "Memory that they take, about, in bytes", id_bytes),
            ("packs", "Packs compiled", packs),
            ("read_only", "1 where nothing is recorded", read_only),
            ("looks_stopped", "1 where no look is recorded, so nothing shown that needs one", looks_stopped),
        ] {
            let gauge = ConstGauge::new(value);
            gauge.encode(encoder.encode_descriptor(name, help, None, gauge.metric_type())?)?;
        }
        let help = "Submissions turned away and not yet summed up";
        let gauge = ConstGauge::new(0_u64);
        let mut family = encoder.encode_descriptor("turned_away", help, None, gauge.metric_type())?;
        for (status, count) in turned {
            ConstGauge::new(count).encode(family.encode_family(&TurnedStatus { status })?)?;
        }
        Ok(())
    }
}
