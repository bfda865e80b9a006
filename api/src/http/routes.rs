//! Which route may a planned support take: the route of that name, and its part of the page.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use ledger::json::Json;
use rules::explain::routes_text_in;
use rules::project::Headroom;
use rules::words::say;

use super::App;
use super::access::Route;
use super::body::Sent;
use super::caller::Access;
use super::escape::safe;
use super::html::heading;
use super::parameter::{Asked, NoQuery};
use super::problem::Problem;
use super::shapes;
use super::submit::{not_tried, own};
use super::tongue::Tongue;
use super::wire;
use crate::service::{RoutesAsked, RoutesFound};

/// `POST /v1/routes`
pub(super) async fn routes(
    State(app): State<Arc<App>>,
    access: Access,
    Tongue { language, .. }: Tongue,
    _: Asked<NoQuery>,
    Sent(body): Sent,
) -> Result<Response, Problem> {
    app.work(move |app| {
        let body = ledger::json::parse(&body).map_err(Problem::malformed)?;
        let found = answered(app, &access, &body)?;
        wire::told(&shapes::Routes::at((&found.head).into(), found.told, language), language)
    })
    .await
}

/// Answers a question for whoever may ask it, and records that they did, like a simulation.
fn answered(app: &App, access: &Access, body: &Json) -> Result<RoutesFound, Problem> {
    let asked = RoutesAsked::read(body).map_err(Problem::malformed)?;
    let whose = asked.whose.rehearsal(own(access)).map_err(|error| not_tried(&error))?;
    let found = app.service.routes(&asked, &whose).map_err(|error| not_tried(&error))?;
    app.looked(access, &found.looked_at, asked.whose.purpose)?;
    Ok(found)
}

/// What the page says of a cash grant of so much euro beside an answer on headroom: for whom the route answers it.
pub(super) fn on_the_page(
    app: &App,
    access: &Access,
    headroom: &Headroom,
    (amount, purpose): (&str, &str),
    tongue: &Tongue,
) -> Result<String, Problem> {
    let (Some(access), Some(state)) = (access.at(app, Route::Routes), headroom.member_state) else {
        return Ok(String::new());
    };
    let text = |text: &str| Json::Text(text.to_owned());
    let object = |members: Vec<(&str, Json)>| {
        Json::Object(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    };
    let nominal = object(vec![("amount", text(amount)), ("currency", text("EUR"))]);
    let mut plan = vec![
        ("undertaking", text(headroom.undertaking.as_str())),
        ("member_state", text(state.as_str())),
        ("on", text(&headroom.on.to_string())),
        ("aid", object(vec![("form", text("grant")), ("nominal", nominal)])),
    ];
    plan.extend(headroom.view.as_ref().map(|party| ("as_party", text(party.as_str()))));
    plan.extend((!purpose.is_empty()).then(|| ("purpose", text(purpose))));
    let told = answered(app, &access, &object(plan))?.told;
    let told = routes_text_in(tongue.language, &told);
    let (first, rest) = told.split_once('\n').unwrap_or((&told, ""));
    let mut out = heading(tongue, &say::page_which_route());
    let _ = writeln!(out, "<p><strong>{}</strong></p>\n<pre>{}</pre>", safe(first), safe(rest));
    Ok(out)
}
