//! The table of routes and roles, cell by cell, by real requests in every mode.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

use std::collections::BTreeSet;

use aidledger_tests::served::{OTHER, Served, TODAY, UNDERTAKING, grant};
use api::http::Settings;
use api::http::access::{Cell, Mode, ROUTES, Role, Route, Row};

/// A path that fits the row and names something that is there, or plainly is not.
fn path(row: &Row) -> String {
    let id = UNDERTAKING.replace(':', "%3A");
    let path = row.path.replace("{position}", "0").replace("{id}", &id).replace("{*index}", "000");
    let path = path.replace("{sha256}", &"0".repeat(64)).replace("{level}", "0");
    match row.route {
        Route::Headroom => format!("{path}?member-state=FI&on={TODAY}"),
        _ => path,
    }
}

fn media(row: &Row) -> &'static str {
    row.body.and_then(|body| body.media.first().copied()).unwrap_or("text/plain")
}

/// Whether the server let the caller in: everything but the two answers of the door.
fn is_open(served: &Served, row: &Row, role: Option<Role>) -> bool {
    let bearer = role.and_then(|role| served.bearer(role));
    let mut headers = vec![("content-type", media(row))];
    if let Some(bearer) = &bearer {
        headers.push(("authorization", bearer));
    }
    // A stream never ends, so it is asked for behind a door that is tried with a bad parameter.
    let path = if row.route == Route::EventStream { format!("{}?after=x", row.path) } else { path(row) };
    let reply = served.request(row.method, &path, &headers, b"").unwrap();
    let (status, code) = reply.problem();
    let shut = matches!(code.as_str(), "token_required" | "not_allowed");
    assert!(!shut || status == if code == "token_required" { 401 } else { 403 });
    assert_ne!(status, 500, "{} {path}: {reply:?}", row.method);
    !shut
}

fn check(served: &Served, mode: Mode, public_log: bool) {
    for row in ROUTES {
        for role in Role::ALL {
            let role_in_force = if mode == Mode::LoopbackOpen { Role::Auditor } else { role };
            let expected = row.permits(mode, role_in_force, public_log) != Cell::No;
            let open = is_open(served, row, Some(role));
            assert_eq!(
                open,
                expected,
                "{} {} for {} ({mode:?}, public log {public_log})",
                row.method,
                row.path,
                role.as_str()
            );
        }
    }
}

#[test]
fn every_cell_holds_with_tokens() {
    let served = Served::start(Settings::default()).unwrap();
    check(&served, Mode::Tokens, false);
}

#[test]
fn every_cell_holds_where_the_log_is_public() {
    let served = Served::start(Settings { public_log: true, ..Settings::default() }).unwrap();
    check(&served, Mode::Tokens, true);
}

#[test]
fn every_cell_holds_on_an_open_loopback() {
    let served = Served::open().unwrap();
    check(&served, Mode::LoopbackOpen, false);
    let put = ROUTES.iter().find(|row| row.route == Route::PutPack).unwrap();
    assert!(is_open(&served, put, None), "packs can be uploaded on one machine without a token");
    let foreign = served.request("GET", "/v1/ledger", &[("host", "ledger.example")], b"").unwrap();
    assert_eq!(foreign.problem(), (403, "not_allowed".into()), "a foreign name that was pointed here");
}

/// The rules of the table that must not change by an edit of it: said once more, by hand.
#[test]
fn the_table_keeps_its_promises() {
    let row = |route| ROUTES.iter().find(|row| row.route == route).unwrap();
    for route in [
        Route::Submit,
        Route::SubmitBatch,
        Route::Checkpoint,
        Route::VerifierKey,
        Route::HashTile,
        Route::PackFile,
        Route::Ledger,
    ] {
        assert_eq!(
            row(route).permits(Mode::Tokens, Role::Public, false),
            Cell::Yes,
            "{route:?} never needs a token"
        );
    }
    for route in
        [Route::EntryTile, Route::Events, Route::Event, Route::Proof, Route::Explanation, Route::EventStream]
    {
        assert_eq!(
            row(route).permits(Mode::Tokens, Role::Public, false),
            Cell::No,
            "{route:?} needs the auditor scope"
        );
        assert_eq!(
            row(route).permits(Mode::Tokens, Role::Public, true),
            Cell::Yes,
            "{route:?} of a public log"
        );
        assert_eq!(row(route).permits(Mode::Tokens, Role::Auditor, false), Cell::Yes);
    }
    for route in [Route::Headroom, Route::Awards, Route::Undertaking] {
        assert_eq!(row(route).permits(Mode::Tokens, Role::Public, true), Cell::No, "{route:?} stays closed");
    }
    for role in [Role::Applicant, Role::HostingEntity, Role::Auditor, Role::Public] {
        assert_eq!(row(Route::PutPack).permits(Mode::Tokens, role, true), Cell::No);
        assert_eq!(row(Route::SummariesDue).permits(Mode::Tokens, role, true), Cell::No);
    }
    let names: BTreeSet<&str> = ROUTES.iter().map(|row| row.name).collect();
    assert_eq!(names.len(), ROUTES.len(), "one row a route");
}

#[test]
fn a_role_sees_what_is_its_own() {
    let served = Served::start(Settings::default()).unwrap();
    let of_b = served
        .statement(
            "undertaking.registered",
            "host-b",
            OTHER,
            &serde_json::json!({"undertaking": OTHER, "identifiers": [], "natural_person": false}),
        )
        .unwrap();
    let of_b = served.expect(201, &of_b).unwrap().json()["position"].as_u64().unwrap();
    let award = served
        .statement("award.granted", "host-a", "2026-1", &grant("2026-1", UNDERTAKING, "1000.00"))
        .unwrap();
    let of_a = served.expect(201, &award).unwrap().json()["position"].as_u64().unwrap();
    let ask = |role, path: &str| {
        let bearer = served.bearer(role).unwrap();
        served.request("GET", path, &[("authorization", bearer.as_str())], b"").unwrap()
    };
    let (own, other) = (format!("/v1/undertakings/{UNDERTAKING}"), format!("/v1/undertakings/{OTHER}"));
    assert_eq!(ask(Role::Applicant, &own).status, 200);
    for path in [
        other.clone(),
        format!("{other}/headroom?member-state=FI"),
        format!("{other}/awards"),
        "/v1/undertakings/NID:FI:999".into(),
    ] {
        assert_eq!(ask(Role::Applicant, &path).problem(), (403, "not_allowed".into()), "{path}");
    }
    let headroom = format!("{own}/headroom?member-state=FI");
    assert_eq!(
        ask(Role::HostingEntity, &headroom).problem(),
        (400, "malformed".into()),
        "no purpose was stated"
    );
    assert_eq!(ask(Role::HostingEntity, &format!("{headroom}&purpose=application-7")).status, 200);
    assert_eq!(
        ask(Role::HostingEntity, &own).problem(),
        (400, "malformed".into()),
        "who belongs to whom, too"
    );
    assert_eq!(ask(Role::HostingEntity, &format!("{own}?purpose=application-7")).status, 200);
    assert_eq!(ask(Role::HostingEntity, &format!("/v1/events/{of_a}")).status, 200);
    assert_eq!(ask(Role::HostingEntity, &format!("/v1/events/{of_b}")).problem(), (404, "not_found".into()));
    assert_eq!(
        ask(Role::HostingEntity, &format!("/v1/events/{of_b}/proof")).problem(),
        (404, "not_found".into())
    );
    let page = ask(Role::HostingEntity, "/v1/events").json();
    let sources: BTreeSet<&str> = page["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event["event"]["source"].as_str().unwrap())
        .collect();
    assert_eq!(sources, BTreeSet::from(["urn:aidledger:party:host-a"]));
    assert_eq!(ask(Role::HostingEntity, "/v1/events?issuer=host-b").problem(), (403, "not_allowed".into()));
    assert_eq!(
        ask(Role::HostingEntity, &format!("{own}/awards")).json()["awards"][0]["award"],
        "host-a/2026-1"
    );
}

#[test]
fn a_token_that_does_not_hold_opens_nothing() {
    let served = Served::start(Settings::default()).unwrap();
    let good = served.bearer(Role::Auditor).unwrap();
    let ask = |value: &str| served.request("GET", "/v1/events", &[("authorization", value)], b"").unwrap();
    assert_eq!(ask(&good).status, 200);
    for bad in
        ["Bearer", "Bearer x", "Basic eDp5", &good.replacen('.', ".A", 1), &good.replace("Bearer", "Token")]
    {
        let reply = ask(bad);
        assert_eq!(reply.problem(), (401, "token_required".into()), "{bad}");
        assert!(reply.header("www-authenticate").starts_with("Bearer"));
    }
    served.clock.set(ledger::time::At::parse_canonical("2026-11-21T00:00:00.000000Z").unwrap());
    assert_eq!(ask(&good).problem(), (401, "token_required".into()), "it has ended");
    let public = served.request("GET", "/v1/ledger", &[("authorization", good.as_str())], b"").unwrap();
    assert_eq!(public.status, 200, "what is open to all stays open");
}

/// The record of looks: every way to an undertaking's figures goes through it, with the purpose where one is asked for.
#[test]
fn an_undertaking_is_told_who_looked_at_it_and_why() {
    let served = Served::start(Settings::default()).unwrap();
    let ask = |role, path: &str| {
        let bearer = served.bearer(role).unwrap();
        served.request("GET", path, &[("authorization", bearer.as_str())], b"").unwrap()
    };
    let own = format!("/v1/undertakings/{UNDERTAKING}");
    let query = format!("member-state=FI&on={TODAY}");
    let page = format!("/?undertaking={UNDERTAKING}&{query}");
    assert_eq!(ask(Role::HostingEntity, &page).status, 400, "the page asks what for, as the route does");
    assert_eq!(ask(Role::HostingEntity, &format!("{page}&purpose=on+the+page")).status, 200);
    assert_eq!(ask(Role::HostingEntity, &format!("{own}/headroom?{query}&purpose=by+route")).status, 200);
    assert_eq!(
        ask(Role::HostingEntity, &format!("{own}/headroom?{query}&purpose=..")).problem(),
        (400, "malformed".into())
    );
    assert_eq!(ask(Role::Auditor, &format!("{own}/awards")).status, 200);
    let simulate = |body: serde_json::Value| {
        let bearer = served.bearer(Role::HostingEntity).unwrap();
        let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
        served.request("POST", "/v1/simulations", &headers, body.to_string().as_bytes()).unwrap()
    };
    let facts = serde_json::json!([{"type": "award.granted", "data": grant("x", UNDERTAKING, "400000.00")}]);
    let bare = simulate(serde_json::json!({"on": TODAY, "events": facts}));
    assert_eq!(bare.problem(), (400, "malformed".into()), "no purpose");
    let other = simulate(
        serde_json::json!({"on": TODAY, "events": facts, "as_party": "host-b", "purpose": "trying out"}),
    );
    assert_eq!(other.problem(), (403, "not_allowed".into()), "in another's name");
    let tried = simulate(serde_json::json!({"on": TODAY, "events": facts, "purpose": "trying out"}));
    assert_eq!(tried.json()["results"][0]["codes"][0], "ceiling_exceeded", "{tried:?}");
    let routes = |body: serde_json::Value| {
        let bearer = served.bearer(Role::HostingEntity).unwrap();
        let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
        served.request("POST", "/v1/routes", &headers, body.to_string().as_bytes()).unwrap()
    };
    let plan = |more: serde_json::Value| {
        let mut plan = serde_json::json!({"undertaking": UNDERTAKING, "member_state": "FI", "on": TODAY,
            "aid": {"form": "grant", "nominal": {"amount": "400000.00", "currency": "EUR"}}});
        plan.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        plan
    };
    assert_eq!(routes(plan(serde_json::json!({}))).problem(), (400, "malformed".into()), "no purpose");
    let other = plan(serde_json::json!({"as_party": "host-b", "purpose": "which route"}));
    assert_eq!(routes(other).problem(), (403, "not_allowed".into()), "in another's name");
    let bad =
        routes(plan(serde_json::json!({"purpose": "which route", "regime": "eu-2023-2831", "on": "soon"})));
    let faults: Vec<serde_json::Value> = bad.json()["faults"].as_array().unwrap().clone();
    let pointers: Vec<&str> = faults.iter().filter_map(|fault| fault["pointer"].as_str()).collect();
    assert_eq!((bad.status, pointers), (400, vec!["/regime", "/on"]));
    let answered = routes(plan(serde_json::json!({"purpose": "which route"}))).json();
    assert_eq!(answered["view"], "host-a", "{answered}");
    let first = &answered["answers"][0];
    assert_eq!(
        (&first["regime"], &first["answer"]),
        (&"eu-2023-2831".into(), &"fits-up-to".into()),
        "{answered}"
    );
    // Where it has no mandate it hears that, and no figure of anybody.
    let abroad = routes(plan(serde_json::json!({"purpose": "which route", "member_state": "SE"}))).json();
    for answer in abroad["answers"].as_array().unwrap() {
        assert_eq!((&answer["answer"], &answer["code"]), (&"fails".into(), &"no_mandate".into()), "{answer}");
        assert_eq!((&answer["room"], &answer["limits"]), (&serde_json::Value::Null, &serde_json::json!([])));
    }
    // A refusal's explanation names the awards that were counted, whoever granted them.
    let refused =
        served.statement("award.granted", "host-a", "y", &grant("y", UNDERTAKING, "400000.00")).unwrap();
    served.expect(422, &refused).unwrap();
    let page = ask(Role::HostingEntity, "/v1/events?limit=500").json();
    let last = page["events"].as_array().unwrap().last().unwrap()["position"].as_u64().unwrap();
    assert_eq!(ask(Role::HostingEntity, &format!("/v1/events/{last}/explanation")).status, 200);

    let seen = ask(Role::Applicant, &format!("{own}/looks")).json();
    let told: Vec<(&str, &str, &str, &str)> = seen["looks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|look| {
            let text = |name: &str| look[name].as_str().unwrap_or_default();
            (text("via"), text("role"), text("party"), text("purpose"))
        })
        .collect();
    assert_eq!(
        told,
        [
            ("Headroom", "hosting-entity", "host-a", "on the page"),
            ("Headroom", "hosting-entity", "host-a", "by route"),
            ("Awards", "auditor", "", ""),
            ("Simulate", "hosting-entity", "host-a", "trying out"),
            ("Routes", "hosting-entity", "host-a", "which route"),
            ("Routes", "hosting-entity", "host-a", "which route"),
            ("Explanation", "hosting-entity", "host-a", ""),
        ]
    );
    assert!(seen["head"].as_str().unwrap().split('.').count() == 3, "the end of the record is signed");
    assert_eq!(
        ask(Role::Applicant, &format!("/v1/undertakings/{OTHER}/looks")).problem(),
        (403, "not_allowed".into())
    );
    assert_eq!(ask(Role::HostingEntity, &format!("{own}/looks")).problem(), (403, "not_allowed".into()));
    let all = ask(Role::Auditor, "/v1/looks?limit=1").json();
    assert_eq!((all["looks"].as_array().unwrap().len(), all["next"].is_u64()), (1, true));
}
