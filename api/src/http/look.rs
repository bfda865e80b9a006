//! The one door through which anybody is shown an undertaking: who looked at whom, through which route, and why.

use std::ops::Range;
use std::sync::Arc;

use axum::extract::State;
use axum::http::header;
use axum::response::Response;
use ledger::ids::UndertakingId;
use rules::words::say;
use serde::Deserialize;
use utoipa::IntoParams;

use super::App;
use super::access::{Cell, Role};
use super::caller::Access;
use super::parameter::{Asked, At, Number, Position, PurposeText};
use super::problem::Problem;
use super::shapes;
use super::wire;
use crate::service::looks::{Look, LookError, LookRole, LooksPage, Purpose, PurposeError, names_of};

/// Lines on a page where the caller names no number.
const LIMIT_DEFAULT: u64 = 100;

type LooksLimit = Number<1, 1_000>;

/// What a hosting entity says it asks for, where the table wants it said.
pub(super) fn purpose(access: &Access, given: Option<PurposeText>) -> Result<Option<Purpose>, Problem> {
    if access.cell == Cell::Purpose && given.is_none() {
        let message = "a hosting entity says what it asks for; it is recorded";
        return Err(Problem::parameter("/query/purpose", message, PurposeError::HINT));
    }
    Ok(given.map(|purpose| purpose.0))
}

impl App {
    /// Records that this caller is about to be shown these undertakings. What can't be recorded is not shown.
    pub(super) fn looked(
        &self,
        access: &Access,
        undertakings: &[UndertakingId],
        purpose: Option<Purpose>,
    ) -> Result<(), Problem> {
        let undertakings = names_of(&self.service.view().state, undertakings);
        self.record(access, Look { undertakings, purpose, ..look(access) })
    }

    /// The same for entries, which may name anybody. What the table shows to all is nobody's look.
    pub(super) fn looked_into(&self, access: &Access, entries: Range<u64>) -> Result<(), Problem> {
        if access.row.is_public(self.settings.public_log) {
            return Ok(());
        }
        self.record(access, Look { entries: Some(entries), ..look(access) })
    }

    fn record(&self, access: &Access, look: Look) -> Result<(), Problem> {
        self.service.looked(&look).map(drop).map_err(|error| {
            tracing::error!(%error, route = access.row.path, "nothing was shown");
            unrecorded()
        })
    }
}

fn unrecorded() -> Problem {
    Problem::new("look_not_recorded", &say::why_look_not_kept()).with_header(header::RETRY_AFTER, "5")
}

fn look(access: &Access) -> Look {
    Look {
        role: match access.caller.role {
            Role::Applicant => LookRole::Applicant,
            Role::HostingEntity => LookRole::HostingEntity,
            Role::Auditor => LookRole::Auditor,
            Role::Operator => LookRole::Operator,
            Role::Public => LookRole::Public,
        },
        party: access.caller.party.clone(),
        token_id: access.caller.token_id.clone(),
        undertakings: Vec::new(),
        entries: None,
        via: access.row.name,
        purpose: None,
    }
}

/// Which stretch of the record is asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct LooksQuery {
    /// Only what comes behind this line of the record
    #[param(inline)]
    after: Option<Position>,
    /// Most lines on the page; default 100
    #[param(inline)]
    limit: Option<LooksLimit>,
}

/// `GET /v1/looks`
pub(super) async fn looks(
    State(app): State<Arc<App>>,
    Asked(query): Asked<LooksQuery>,
) -> Result<Response, Problem> {
    app.work(move |app| listed(app, None, &query, "/v1/looks")).await
}

/// `GET /v1/undertakings/{id}/looks`: an applicant is shown who looked at itself, not at others of its group.
pub(super) async fn looks_at(
    State(app): State<Arc<App>>,
    access: Access,
    At(id): At<UndertakingId>,
    Asked(query): Asked<LooksQuery>,
) -> Result<Response, Problem> {
    app.work(move |app| {
        let same = app.service.identified(&id);
        if let (Cell::Own, Some(own)) = (access.cell, &access.caller.undertaking)
            && !same.contains(own)
        {
            return Err(Problem::new("not_allowed", &say::why_own_looks()));
        }
        let path = format!("/v1/undertakings/{}/looks", super::path::encoded(id.as_str()));
        listed(app, Some(&same), &query, &path)
    })
    .await
}

fn listed(
    app: &App,
    of: Option<&[UndertakingId]>,
    query: &LooksQuery,
    path: &str,
) -> Result<Response, Problem> {
    let limit = query.limit.map_or(LIMIT_DEFAULT, |limit| limit.0);
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let page =
        app.service.looks(of, query.after.map(|after| after.0), most).map_err(|error: LookError| {
            tracing::error!(%error, "the record of looks can't be read");
            if error.is_scarce() {
                return Problem::too_busy(&say::why_short());
            }
            Problem::new("internal", &say::why_looks_unreadable())
        })?;
    let LooksPage { lines, next } = page;
    let looks = lines
        .iter()
        .map(|line| if of.is_some() { line.json_for_undertaking() } else { line.json() })
        .collect();
    let response = wire::json(&shapes::Looks { looks, next, head: app.service.looks_head() })?;
    Ok(match next {
        Some(next) => wire::linked(response, &format!("{path}?after={next}&limit={limit}")),
        None => response,
    })
}
