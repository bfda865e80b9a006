//! What an undertaking stands at: itself and its group, its awards, its headroom.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use chrono::NaiveDate;
use ledger::event::aid::Regime;
use ledger::event::field::Field as _;
use ledger::ids::{MemberState, ScopedId, UndertakingId};
use ledger::json::{Faults, Json, Place};
use rules::project::{Headroom, HeadroomError, Query, group_of};
use rules::state::{Award, Right, State};
use serde_json::{Value, json};

use super::access::Cell;
use super::call::Call;
use super::problem::Problem;
use super::read::unreadable;
use super::wire;

/// Most awards on a page.
const AWARDS_MAX: usize = 1_000;

/// The state a question is put to: now, or as it was known at a position.
fn state_of(call: &Call) -> Result<State, Problem> {
    match call.query.number("known-at")? {
        None => Ok(call.app.service.view().state.clone()),
        Some(position) => call.app.service.state_at(position).map_err(|error| unreadable(&error)),
    }
}

/// Whether the caller may ask about the undertaking; others are as good as unknown to an applicant.
fn permitted(call: &Call, state: &State, id: &UndertakingId) -> Result<(), Problem> {
    let (Cell::Own, Some(own)) = (call.cell, &call.caller.undertaking) else { return Ok(()) };
    let today = call.app.service.now().utc_date();
    let own = state.undertakings.registered(own);
    let group = own.first().map(|own| group_of(state, *own, today)).unwrap_or_default();
    let asked = state.undertakings.registered(id);
    if asked.iter().filter_map(|handle| state.undertakings.id(*handle)).any(|asked| group.contains(asked)) {
        return Ok(());
    }
    Err(Problem::new("not_allowed", "the token opens its own undertaking and group only"))
}

fn unknown(id: &UndertakingId) -> Problem {
    Problem::not_found(&HeadroomError::UnknownUndertaking(id.clone()).to_string())
}

/// Answers 304 where the caller has this very answer.
fn tagged(
    call: &Call,
    tag: String,
    make: impl FnOnce() -> Result<Response, Problem>,
) -> Result<Response, Problem> {
    let asked =
        call.headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let known =
        asked.split(',').map(|one| one.trim().trim_start_matches("W/")).any(|one| one == tag || one == "*");
    let mut response = if known { StatusCode::NOT_MODIFIED.into_response() } else { make()? };
    let headers = response.headers_mut();
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    Ok(response)
}

/// The regime a word names.
pub(super) fn regime(word: &str) -> Option<Regime> {
    Regime::read(&Json::Text(word.to_owned()), &Place::ROOT, &mut Faults::default())
}

/// What a headroom question asks, over HTTP and on the page.
pub(super) fn question(call: &Call, undertaking: UndertakingId) -> Result<Query, Problem> {
    let word = call.query.text("regime").filter(|word| !word.is_empty()).unwrap_or("eu-2023-2831");
    let regime = regime(word)
        .ok_or_else(|| Problem::parameter("/query/regime", "no such regime", "such as eu-2023-2831"))?;
    let member_state =
        call.query.parsed::<MemberState>("member-state", "write the granting State's code, such as FI")?;
    let on = call.query.date("on")?.unwrap_or_else(|| call.app.service.now().utc_date());
    Ok(Query { undertaking, regime, member_state, on })
}

/// The problem of a question without an answer.
pub(super) fn unanswered(error: &HeadroomError) -> Problem {
    let code = match error {
        HeadroomError::UnknownUndertaking(_) => "not_found",
        HeadroomError::NoCeiling(..) => "no_ceiling",
        HeadroomError::StateNeeded => "state_needed",
    };
    Problem::new(code, error.to_string())
}

/// Answers a question for whoever may ask it.
pub(super) fn answer(call: &Call, query: &Query) -> Result<Headroom, Problem> {
    let state = state_of(call)?;
    permitted(call, &state, &query.undertaking)?;
    rules::project::headroom(&state, query).map_err(|error| unanswered(&error))
}

/// `GET /v1/undertakings/{id}/headroom`
pub(super) fn headroom(call: &Call) -> Result<Response, Problem> {
    call.query.only(&["regime", "member-state", "on", "known-at", "purpose"])?;
    let purpose = call.purpose()?;
    let query = question(call, call.undertaking()?)?;
    if let Some(purpose) = purpose {
        let party = call.caller.party.as_ref().map(|party| party.as_str());
        tracing::info!(party, purpose, undertaking = query.undertaking.as_str(), "headroom asked");
    }
    let answer = answer(call, &query)?;
    tagged(call, tag(call, query.on), || wire::json(&answer))
}

/// Names all that the answer hangs on: the head, and the day where none was named.
fn tag(call: &Call, on: NaiveDate) -> String {
    let today = if call.query.text("on").is_none_or(str::is_empty) {
        on.format("%Y%m%d").to_string()
    } else {
        String::new()
    };
    wire::etag(&call.app.service.view().head, &today)
}

/// `GET /v1/undertakings/{id}`
pub(super) fn undertaking(call: &Call) -> Result<Response, Problem> {
    call.query.only(&["known-at"])?;
    let id = call.undertaking()?;
    let state = state_of(call)?;
    permitted(call, &state, &id)?;
    let registered = state.undertakings.registered(&id);
    let handle = registered.first().copied().ok_or_else(|| unknown(&id))?;
    let mut same: Vec<&UndertakingId> =
        state.undertakings.same(handle).iter().filter_map(|one| state.undertakings.id(*one)).collect();
    same.sort();
    let group = group_of(&state, handle, call.app.service.now().utc_date());
    let name = registered.iter().find_map(|one| state.undertakings.name(*one));
    let identifiers: Vec<&UndertakingId> = same.into_iter().filter(|id| !id.is_canonical()).collect();
    wire::json(&json!({"undertaking": id, "name": name, "group": group, "identifiers": identifiers,
        "known_at": state.size().saturating_sub(1)}))
}

/// `GET /v1/undertakings/{id}/awards`
pub(super) fn awards(call: &Call) -> Result<Response, Problem> {
    call.query.only(&["after", "limit", "known-at"])?;
    let id = call.undertaking()?;
    let state = state_of(call)?;
    permitted(call, &state, &id)?;
    let registered = state.undertakings.registered(&id);
    let handle = registered.first().copied().ok_or_else(|| unknown(&id))?;
    let group = state.undertakings.same(handle);
    let after = call.query.number("after")?;
    let limit = call
        .query
        .number("limit")?
        .map_or(AWARDS_MAX, |n| usize::try_from(n).unwrap_or(AWARDS_MAX).clamp(1, AWARDS_MAX));
    let mut found: Vec<&Award> = state
        .awards
        .of(&group)
        .filter(|award| {
            call.cell != Cell::Own
                || call.caller.party.as_ref().is_none_or(|party| award.id.party() == party.as_str())
        })
        .filter(|award| after.is_none_or(|after| award.position > after))
        .collect();
    found.sort_by_key(|award| award.position);
    let more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| more).map(|award| award.position);
    let lines: Vec<Value> = found.into_iter().map(|award| line(award, &state)).collect();
    let mut response = tagged(call, wire::etag(&call.app.service.view().head, ""), || {
        wire::json(
            &json!({"undertaking": id, "known_at": state.size().saturating_sub(1), "awards": lines, "next": next}),
        )
    })?;
    if let Some(next) = next {
        let known = call
            .query
            .text("known-at")
            .map(|at| format!("&known-at={}", super::read::percent(at)))
            .unwrap_or_default();
        let link = format!(
            "</v1/undertakings/{}/awards?after={next}&limit={limit}{known}>; rel=\"next\"",
            super::read::percent(id.as_str())
        );
        if let Ok(link) = HeaderValue::from_str(&link) {
            response.headers_mut().insert(header::LINK, link);
        }
    }
    Ok(response)
}

fn line(award: &Award, state: &State) -> Value {
    let award_id: &ScopedId = &award.id;
    let right = match award.right {
        Right::Admitted => "admitted",
        Right::Conferred => "conferred",
        Right::Reported => "reported",
    };
    let reductions: Vec<Value> =
        award.reductions.iter().map(|(on, most)| json!({"on": on, "counts_at_most": most})).collect();
    json!({"award": award_id, "position": award.position, "beneficiary": state.undertakings.id(award.beneficiary),
        "member_state": award.state, "regime": award.regime, "granted_on": award.granted_on, "gge": award.gge,
        "right": right, "uncounted": award.uncounted, "over_ceiling": award.over_ceiling, "reductions": reductions})
}
