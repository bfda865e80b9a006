//! What an undertaking stands at: itself and its group, its awards, its headroom.

use std::sync::Arc;

use axum::extract::State as Shared;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use chrono::NaiveDate;
use ledger::event::aid::Regime;
use ledger::ids::{PartyId, UndertakingId};
use rules::explain::{self, Explained};
use rules::pack::PackSet;
use rules::project::{Headroom, HeadroomError, Query, group_of};
use rules::state::{Award, Right, State};
use rules::words::{Language, say};
use serde::Deserialize;
use utoipa::IntoParams;

use super::App;
use super::access::{Cell, Role};
use super::caller::Access;
use super::look::purpose;
use super::parameter::{
    Asked, At, DateText, Number, PartyName, Position, PurposeText, RegimeWord, StateCode,
};
use super::path::encoded;
use super::problem::Problem;
use super::read::unreadable;
use super::shapes;
use super::tongue::{Tongue, spoken};
use super::wire;

/// Most awards on a page.
const AWARDS_MAX: u64 = 1_000;

type AwardsLimit = Number<1, AWARDS_MAX>;

/// What a question about headroom asks.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "kebab-case")]
pub(super) struct HeadroomQuery {
    /// Default: the first regime that has a ceiling in the adopted packs
    #[param(inline)]
    pub regime: Option<RegimeWord>,
    /// The granting State; needed where awards of several States, or none, are known
    #[param(inline)]
    pub member_state: Option<StateCode>,
    /// The date of the grant thought of, from 1990 to 2199; default today (UTC)
    #[param(inline)]
    pub on: Option<DateText>,
    /// As known after this position; default now
    #[param(inline)]
    pub known_at: Option<Position>,
    /// In whose view, as its grants are judged: a hosting entity's own is its own; others may name a party, default what
    /// everybody relies on
    #[param(inline)]
    pub as_party: Option<PartyName>,
    /// What a hosting entity asks for, such as the application's number; recorded
    #[param(inline)]
    pub purpose: Option<PurposeText>,
}

/// What a question about an undertaking asks.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "kebab-case")]
pub(super) struct UndertakingQuery {
    /// As known after this position; default now
    #[param(inline)]
    known_at: Option<Position>,
    /// What a hosting entity asks for, such as the application's number; recorded
    #[param(inline)]
    purpose: Option<PurposeText>,
}

/// What a question about awards asks.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "kebab-case")]
pub(super) struct AwardsQuery {
    /// Only what comes behind this position
    #[param(inline)]
    after: Option<Position>,
    /// Most awards on the page; default 1000
    #[param(inline)]
    limit: Option<AwardsLimit>,
    /// As known after this position; default now
    #[param(inline)]
    known_at: Option<Position>,
}

/// The state a question is put to: now, or as it was known at a position.
pub(super) fn state_of(app: &App, known_at: Option<Position>) -> Result<State, Problem> {
    match known_at {
        None => Ok(app.service.view().state.clone()),
        Some(Number(position)) => app.service.state_at(position).map_err(|error| unreadable(&error)),
    }
}

/// Whether the caller may ask about the undertaking; others are as good as unknown to an applicant. Who belongs to
/// whom is asked of today's state, whatever time the question is about: a group that was left stays closed.
fn permitted(app: &App, access: &Access, id: &UndertakingId) -> Result<(), Problem> {
    let (Cell::Own, Some(own)) = (access.cell, &access.caller.undertaking) else { return Ok(()) };
    let view = app.service.view();
    let state = &view.state;
    let today = app.service.now().utc_date();
    let own = state.undertakings.registered(own);
    let group = own.first().map(|own| group_of(state, *own, today)).unwrap_or_default();
    let asked = state.undertakings.registered(id);
    if asked.iter().filter_map(|handle| state.undertakings.id(*handle)).any(|asked| group.contains(asked)) {
        return Ok(());
    }
    Err(Problem::new("not_allowed", &say::why_own_group()))
}

fn unknown(id: &UndertakingId) -> Problem {
    Problem::new("not_found", &HeadroomError::UnknownUndertaking(id.clone()).message())
}

/// Answers 304 where the caller has this very answer.
fn tagged(
    asked: &HeaderMap,
    tag: &str,
    make: impl FnOnce() -> Result<Response, Problem>,
) -> Result<Response, Problem> {
    let asked = asked.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let known =
        asked.split(',').map(|one| one.trim().trim_start_matches("W/")).any(|one| one == tag || one == "*");
    let mut response = if known { StatusCode::NOT_MODIFIED.into_response() } else { make()? };
    if let Ok(tag) = HeaderValue::from_str(tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    Ok(wire::kept(response, "private, no-cache"))
}

/// The regime of a question that names none: the first with a ceiling in the adopted packs. Without any, no regime is known.
pub(super) fn usual_regime(packs: &PackSet) -> Regime {
    packs.ceilings().first().map_or(Regime::Unknown, |cap| cap.regime)
}

/// What a headroom question asks, over HTTP and on the page.
pub(super) fn question(app: &App, query: &HeadroomQuery, undertaking: UndertakingId) -> Query {
    let regime = query
        .regime
        .as_ref()
        .map_or_else(|| usual_regime(app.service.view().state.packs()), |regime| regime.0);
    let member_state = query.member_state.as_ref().map(|state| state.0);
    let on = query.on.as_ref().map_or_else(|| app.service.now().utc_date(), |on| on.0.date());
    Query { undertaking, regime, member_state, on }
}

/// In whose view the answer is: a hosting entity's own, since its grants are judged in it; an applicant's is everybody's.
fn view_of(app: &App, access: &Access, named: Option<&PartyId>) -> Result<Option<PartyId>, Problem> {
    let own = match access.caller.role {
        Role::HostingEntity => access.caller.party.as_ref(),
        Role::Applicant if named.is_some() => {
            return Err(Problem::new("not_allowed", &say::why_everybodys_view()));
        }
        Role::Applicant | Role::Auditor | Role::Operator | Role::Public => None,
    };
    if let (Some(own), Some(named)) = (own, named.filter(|named| Some(*named) != own)) {
        return Err(Problem::new("not_allowed", &say::why_own_view(own, named)));
    }
    let view = own.or(named);
    match view.filter(|party| app.service.view().state.directory.party(party).is_none()) {
        Some(party) => Err(Problem::new("not_found", &say::why_no_party(party))),
        None => Ok(view.cloned()),
    }
}

/// The problem of a question without an answer.
pub(super) fn unanswered(error: &HeadroomError) -> Problem {
    let code = match error {
        HeadroomError::UnknownUndertaking(_) => "not_found",
        HeadroomError::NoCeiling(..) => "no_ceiling",
        HeadroomError::StateNeeded => "state_needed",
    };
    Problem::new(code, &error.message())
}

/// Answers a question for whoever may ask it, and records that they did: the one way to a figure, for route and page.
pub(super) fn answer(
    app: &App,
    access: &Access,
    asked: &HeadroomQuery,
    undertaking: UndertakingId,
    language: Language,
) -> Result<Explained<Headroom>, Problem> {
    let purpose = purpose(access, asked.purpose.clone())?;
    permitted(app, access, &undertaking)?;
    let view = view_of(app, access, asked.as_party.as_ref().map(|party| &party.0))?;
    let query = question(app, asked, undertaking);
    let state = state_of(app, asked.known_at)?;
    let answered = explain::headroom_in(language, &state, &query, view.as_ref());
    let mut shown = vec![query.undertaking.clone()];
    if let Ok(Explained { answer, .. }) = &answered {
        let everybody = answer.everybody.iter().flat_map(|everybody| &everybody.group);
        shown.extend(answer.group.iter().chain(everybody).cloned());
    }
    app.looked(access, &shown, purpose)?;
    answered.map_err(|error| unanswered(&error))
}

/// `GET /v1/undertakings/{id}/headroom`
pub(super) async fn headroom(
    Shared(app): Shared<Arc<App>>,
    access: Access,
    At(id): At<UndertakingId>,
    Asked(query): Asked<HeadroomQuery>,
    Tongue { language, .. }: Tongue,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    app.work(move |app| {
        // The tag names the head that was asked, so it is taken before the answer is made.
        let tag = tag(app, &access, &query, language);
        let answer = answer(app, &access, &query, id, language)?;
        let response = tagged(&headers, &tag, || wire::json(&shapes::Headroom::from(answer)))?;
        Ok(spoken(response, language))
    })
    .await
}

/// Names all that the answer hangs on: the head, the day where none was named, who asks where the view is theirs, and the
/// language of its sentences where it is not the default.
fn tag(app: &App, access: &Access, query: &HeadroomQuery, language: Language) -> String {
    let today = |today: NaiveDate| today.format("%Y%m%d").to_string();
    let day = if query.on.is_none() { today(app.service.now().utc_date()) } else { String::new() };
    let own = access.caller.party.as_ref().filter(|_| access.caller.role == Role::HostingEntity);
    let more = own.map_or_else(|| day.clone(), |party| format!("{day}{party}"));
    let told = if language == Language::default() { "" } else { language.code() };
    wire::etag(&app.service.view().head, &format!("{more}{told}"))
}

/// `GET /v1/undertakings/{id}`
pub(super) async fn undertaking(
    Shared(app): Shared<Arc<App>>,
    access: Access,
    At(id): At<UndertakingId>,
    Asked(query): Asked<UndertakingQuery>,
) -> Result<Response, Problem> {
    app.work(move |app| {
        let purpose = purpose(&access, query.purpose.clone())?;
        permitted(app, &access, &id)?;
        let state = state_of(app, query.known_at)?;
        let registered = state.undertakings.registered(&id);
        let handle = registered.first().copied().ok_or_else(|| unknown(&id))?;
        let same = state.undertakings.same(handle);
        let mut identifiers: Vec<UndertakingId> = same
            .iter()
            .filter_map(|one| state.undertakings.id(*one))
            .filter(|id| !id.is_canonical())
            .cloned()
            .collect();
        identifiers.sort();
        let group = group_of(&state, handle, app.service.now().utc_date());
        let mut shown = group.clone();
        shown.push(id.clone());
        app.looked(&access, &shown, purpose)?;
        wire::json(&shapes::Undertaking {
            name: registered
                .iter()
                .find_map(|one| state.undertakings.name(*one))
                .map(|name| name.to_string()),
            group,
            identifiers,
            known_at: state.size().saturating_sub(1),
            undertaking: id,
        })
    })
    .await
}

/// `GET /v1/undertakings/{id}/awards`
pub(super) async fn awards(
    Shared(app): Shared<Arc<App>>,
    access: Access,
    At(id): At<UndertakingId>,
    Asked(query): Asked<AwardsQuery>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    app.work(move |app| {
        permitted(app, &access, &id)?;
        let tag = wire::etag(&app.service.view().head, "");
        let state = state_of(app, query.known_at)?;
        app.looked(&access, std::slice::from_ref(&id), None)?;
        let registered = state.undertakings.registered(&id);
        let handle = registered.first().copied().ok_or_else(|| unknown(&id))?;
        let limit = query.limit.map_or(AWARDS_MAX, |limit| limit.0);
        let (listed, next) = listed(&access, &state, handle, query.after, limit);
        let link = next.map(|next| {
            let known = query.known_at.map(|at| format!("&known-at={}", at.0)).unwrap_or_default();
            format!("/v1/undertakings/{}/awards?after={next}&limit={limit}{known}", encoded(id.as_str()))
        });
        let known_at = state.size().saturating_sub(1);
        let response = tagged(&headers, &tag, || {
            wire::json(&shapes::Awards { undertaking: id, known_at, awards: listed, next })
        })?;
        Ok(match link {
            Some(link) => wire::linked(response, &link),
            None => response,
        })
    })
    .await
}

/// A page of awards by position, and the last position where more follow. A hosting entity is shown its own.
fn listed(
    access: &Access,
    state: &State,
    handle: rules::state::Handle,
    after: Option<Position>,
    limit: u64,
) -> (Vec<shapes::Award>, Option<u64>) {
    let same = state.undertakings.same(handle);
    let own = |award: &Award| match (&access.caller.party, access.cell) {
        (Some(party), Cell::Own) => award.id.party() == party.as_str(),
        _ => true,
    };
    let mut found: Vec<&Award> = state
        .awards
        .of(&same)
        .filter(|award| own(award) && after.is_none_or(|after| award.position > after.0))
        .collect();
    found.sort_by_key(|award| award.position);
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = found.len() > most;
    found.truncate(most);
    let next = found.last().filter(|_| more).map(|award| award.position);
    (found.into_iter().map(|award| line(award, state)).collect(), next)
}

fn line(award: &Award, state: &State) -> shapes::Award {
    let reduction = |(on, counts_at_most)| shapes::Reduction { on, counts_at_most };
    shapes::Award {
        award: award.id.clone(),
        position: award.position,
        beneficiary: state.undertakings.id(award.beneficiary).cloned(),
        member_state: award.member_state,
        regime: award.regime,
        granted_on: award.granted_on,
        gge: award.gge,
        right: match award.right {
            Right::Admitted => "admitted",
            Right::Conferred => "conferred",
            Right::Reported => "reported",
        },
        uncounted: award.is_uncounted(),
        over_ceiling: award.is_over_ceiling(),
        disputed: award.is_disputed(),
        reductions: award.reductions().map(reduction).collect(),
    }
}
