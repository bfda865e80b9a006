//! What has to be done by when: the duties of the packs, as they stand on a day.
//!
//! An answer names awards, articles and days, and no undertaking and no figure, so nobody is looked at.

use std::sync::Arc;

use axum::extract::State as Shared;
use axum::response::Response;
use ledger::ids::PartyId;
use rules::project::{DutyQuery, DutySelection, duties};
use rules::words::say;
use serde::Deserialize;
use utoipa::IntoParams;

use super::App;
use super::access::Cell;
use super::caller::Access;
use super::headroom::state_of;
use super::parameter::{Asked, DateText, DutyWord, Number, PartyName, Position, StateCode};
use super::problem::Problem;
use super::shapes;
use super::wire;

/// Most duties on a page.
const DUTIES_MAX: u64 = 1_000;

type DutiesLimit = Number<1, DUTIES_MAX>;

/// What a question about duties asks.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "kebab-case")]
pub(super) struct DutiesQuery {
    /// The day on which it is asked, from 1990 to 2199; default today (UTC)
    #[param(inline)]
    on: Option<DateText>,
    /// Those of a party alone: of its awards, schemes and systems and of the States of its mandates; a hosting entity is shown its own
    #[param(inline)]
    party: Option<PartyName>,
    /// Those of a State alone; its own are shown even where no aid of it is on record
    #[param(inline)]
    member_state: Option<StateCode>,
    /// Those whose safe day comes before this one
    #[param(inline)]
    due_before: Option<DateText>,
    /// Which: what is to do (default), what of it is overdue, or all
    #[param(inline)]
    show: Option<DutyWord>,
    /// How many to pass over: the `next` of the page before
    #[param(inline)]
    after: Option<Position>,
    /// Most duties on the page; default 1000
    #[param(inline)]
    limit: Option<DutiesLimit>,
    /// As known after this position; default now
    #[param(inline)]
    known_at: Option<Position>,
}

/// Whose duties are shown: a hosting entity's are its own.
fn party_of(access: &Access, named: Option<PartyId>) -> Result<Option<PartyId>, Problem> {
    let (Cell::Own, Some(own)) = (access.cell, &access.caller.party) else { return Ok(named) };
    match named.filter(|named| named != own) {
        Some(named) => Err(Problem::new("not_allowed", &say::why_own_duties(own, &named))),
        None => Ok(Some(own.clone())),
    }
}

/// `GET /v1/duties`
pub(super) async fn duties_due(
    Shared(app): Shared<Arc<App>>,
    access: Access,
    Asked(query): Asked<DutiesQuery>,
) -> Result<Response, Problem> {
    app.work(move |app| {
        let party = party_of(&access, query.party.map(|party| party.0))?;
        let state = state_of(app, query.known_at)?;
        let on = query.on.map_or_else(|| app.service.now().utc_date(), |on| on.0.date());
        let asked = DutyQuery {
            on,
            party,
            member_state: query.member_state.map(|state| state.0),
            due_before: query.due_before.map(|before| before.0.date()),
            shown: query.show.map_or(DutySelection::ToDo, |show| show.0),
        };
        let found = duties(&state, &asked);
        let whole = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        let (after, limit) =
            (query.after.map_or(0, |after| after.0), query.limit.map_or(DUTIES_MAX, |limit| limit.0));
        let end = after.saturating_add(limit);
        let next = (whole(end) < found.len()).then_some(end);
        let duties = found.into_iter().skip(whole(after)).take(whole(limit)).map(Into::into).collect();
        wire::json(&shapes::Duties { on, known_at: state.size().saturating_sub(1), duties, next })
    })
    .await
}
