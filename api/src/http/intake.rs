//! What was turned away and is still to be summed up: the ledger counts, the operator signs, on a machine of its own.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;

use super::App;
use super::parameter::{Asked, NoQuery};
use super::problem::Problem;
use super::shapes;
use super::wire;

/// `GET /v1/intake/summaries`: the `data` of each `intake.summary` that is due, oldest day first.
pub(super) async fn summaries(State(app): State<Arc<App>>, _: Asked<NoQuery>) -> Result<Response, Problem> {
    wire::json(&shapes::SummariesDue { summaries: app.service.summaries_due() })
}
