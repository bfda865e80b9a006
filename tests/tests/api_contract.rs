//! What the interface promises, over a real listener: `docs/spec/http.md` and `api/openapi/v1.json`.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;

use aidledger_tests::served::{Served, TODAY, UNDERTAKING, grant, key_of};
use api::http::access::{Mode, ROUTES};
use api::http::{Limits, Settings, openapi_document};
use ledger::entry::Entry;
use ledger::merkle::leaf_hash;
use ledger::submission::sign;
use ledger::time::At;
use serde_json::{Value, json};

const OPENAPI: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../api/openapi/v1.json");

#[test]
fn the_committed_document_is_the_one_that_is_served() {
    let made = serde_json::to_string_pretty(&openapi_document()).unwrap() + "\n";
    if std::env::var_os("AIDLEDGER_BLESS").is_some() {
        std::fs::write(OPENAPI, &made).unwrap();
    }
    let committed = std::fs::read_to_string(OPENAPI).unwrap_or_default();
    assert!(
        committed == made,
        "the interface changed: look at it, then AIDLEDGER_BLESS=1 cargo test --test api_contract"
    );
}

#[test]
fn the_document_has_every_route_and_resolves_in_itself() {
    let document = openapi_document();
    for row in ROUTES {
        let path = row.path.replace("{*", "{").replace('~', "~0").replace('/', "~1");
        let pointer = format!("/paths/{path}/{}", row.method.to_ascii_lowercase());
        assert_eq!(document.pointer(&pointer).unwrap()["operationId"], row.name, "{pointer}");
    }
    let mut references = BTreeSet::new();
    collect(&document, &mut references);
    assert!(references.len() > 100, "the events' schemas are in it");
    for reference in references {
        assert!(document.pointer(reference.trim_start_matches('#')).is_some(), "{reference} leads nowhere");
    }
}

fn collect(value: &Value, references: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                match value {
                    Value::String(text) if name == "$ref" => drop(references.insert(text.clone())),
                    other => collect(other, references),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, references)),
        _ => {}
    }
}

fn granted(served: &Served, award: &str, euro: &str) -> Value {
    let body = served.statement("award.granted", "host-a", award, &grant(award, UNDERTAKING, euro)).unwrap();
    served.expect(201, &body).unwrap().json()
}

#[test]
fn a_receipt_is_the_entry_with_its_proof() {
    let served = Served::open().unwrap();
    let answer = granted(&served, "a", "1000.00");
    assert_eq!(
        (&answer["outcome"], &answer["codes"], &answer["gge"]),
        (&json!("admitted"), &json!([]), &json!(["1000.00"]))
    );
    assert_eq!(answer["checks"][0]["after"], json!(["1000.00"]));
    let members: BTreeSet<&str> = answer.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(
        members,
        BTreeSet::from(["position", "outcome", "codes", "flags", "gge", "checks", "affects", "receipt"])
    );
    let entry = answer["receipt"]["entry"].as_str().unwrap();
    Entry::decode(entry.as_bytes()).unwrap();
    let position = answer["position"].as_u64().unwrap();
    let read = served.get(&format!("/v1/events/{position}")).unwrap().json();
    assert_eq!(read["entry"], entry);
    assert_eq!(read["event"]["data"]["award"], "a");
    let proof = served.get(&format!("/v1/events/{position}/proof")).unwrap();
    assert!(proof.text.starts_with("c2sp.org/tlog-proof@v1\n"), "{}", proof.text);
    assert!(proof.text.contains(&format!("\nindex {position}\n")));
    let ledger = served.get("/v1/ledger").unwrap().json();
    assert_eq!(ledger["id"], served.service.ledger_id());
    let first = served.get("/v1/events/0").unwrap().json();
    assert_eq!(
        ledger::entry::ledger_id(first["entry"].as_str().unwrap().as_bytes()),
        served.service.ledger_id()
    );
    let _ = leaf_hash(entry.as_bytes());
    let explained = served.get(&format!("/v1/events/{position}/explanation")).unwrap().json();
    assert_eq!(explained["position"], position);
    let inputs = explained["inputs"].as_array().unwrap();
    let check = inputs.iter().find(|input| input["step"] == "check").unwrap();
    assert_eq!((&check["rule"], &check["figure"]), (&json!("eu-2023-2831/ceiling"), &json!(["1000.00"])));
    let founding = served.get("/v1/events/0/explanation").unwrap().json();
    assert_eq!((&founding["step"], &founding["position"]), (&json!("verdict"), &json!(0)));
}

#[test]
fn a_batch_is_answered_line_by_line_in_its_order() {
    let served = Served::open().unwrap();
    let line = |award: &str, euro: &str| {
        served.statement("award.granted", "host-a", award, &grant(award, UNDERTAKING, euro)).unwrap()
    };
    let (first, over) = (line("a", "1000.00"), line("b", "299000.01"));
    let body = format!("{first}\n\nnot a statement\r\n{over}\n{first}\n");
    let reply = served
        .request("POST", "/v1/events/batch", &[("content-type", "application/x-ndjson")], body.as_bytes())
        .unwrap();
    assert_eq!((reply.status, reply.header("content-type")), (200, "application/x-ndjson"));
    let lines: Vec<Value> = reply.text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let heads: Vec<(u64, u64)> =
        lines.iter().map(|line| (line["line"].as_u64().unwrap(), line["status"].as_u64().unwrap())).collect();
    assert_eq!(heads, [(1, 201), (3, 400), (4, 422), (5, 201)]);
    assert_eq!(lines[1]["body"]["code"], "malformed");
    assert!(lines[1]["body"]["refusal"].is_string());
    assert_eq!(lines[2]["body"]["ways_out"]["largest_amount_now"], "299000.00");
    assert_eq!(lines[3]["replayed"], true);
    assert_eq!(lines[3]["body"]["position"], lines[0]["body"]["position"]);
}

#[test]
fn pages_follow_each_other_and_filters_hold() {
    let served = Served::open().unwrap();
    for award in ["a", "b", "c"] {
        granted(&served, award, "10.00");
    }
    let size = served.get("/v1/ledger").unwrap().json()["head"]["size"].as_u64().unwrap();
    let (mut path, mut seen, mut pages) = ("/v1/events?limit=2".to_owned(), Vec::new(), 0);
    while pages < 100 {
        pages += 1;
        let reply = served.get(&path).unwrap();
        seen.extend(
            reply.json()["events"]
                .as_array()
                .unwrap()
                .iter()
                .map(|event| event["position"].as_u64().unwrap()),
        );
        let link = reply.header("link").to_owned();
        let Some(next) = link.strip_prefix('<').and_then(|link| link.strip_suffix(">; rel=\"next\"")) else {
            break;
        };
        path = next.to_owned();
    }
    // The read side follows the answers, so the last entries may be on their way; none is missing or twice.
    assert!(seen.windows(2).all(|pair| pair[1] == pair[0] + 1), "{seen:?}");
    assert!(pages > 2 && seen.len() as u64 <= size);
    let query = format!(
        "/v1/events?type=undertaking.registered&undertaking={}&issuer=host-a&outcome=recorded",
        UNDERTAKING.replace(':', "%3A")
    );
    let found = served.get(&query).unwrap().json();
    for event in found["events"].as_array().unwrap() {
        assert_eq!(event["event"]["type"], "eu.aidledger.undertaking.registered.v1");
    }
}

#[test]
fn events_are_found_by_days_award_flag_and_code_page_by_page() {
    let served = Served::open().unwrap();
    granted(&served, "a", "299000.00");
    let over = served.statement("award.granted", "host-a", "b", &grant("b", UNDERTAKING, "1000.01")).unwrap();
    served.expect(422, &over).unwrap();
    served.clock.set(At::parse_canonical("2026-11-22T09:00:00.000000Z").unwrap());
    let objection = json!({"award": "a", "reason": "not received"});
    served.expect(201, &served.statement("award.disputed", "host-a", "a", &objection).unwrap()).unwrap();
    let found = |query: &str| -> Vec<String> {
        let reply = served.get(&format!("/v1/events?{query}")).unwrap();
        assert_eq!(reply.status, 200, "{query}: {}", reply.text);
        let subject = |event: &Value| event["event"]["subject"].as_str().unwrap().to_owned();
        reply.json()["events"].as_array().unwrap().iter().map(subject).collect()
    };
    assert_eq!(found("award=host-a%2Fa"), ["a", "a"]);
    assert_eq!(found("award=a&issuer=host-a&type=award.disputed"), ["a"]);
    assert_eq!(found("code=ceiling_exceeded"), ["b"]);
    assert_eq!(found("flag=over_ceiling"), Vec::<String>::new());
    assert_eq!(found("recorded-from=2026-11-22"), ["a"]);
    assert_eq!(found("recorded-from=2026-11-21&recorded-to=2026-11-21"), Vec::<String>::new());
    assert_eq!(found("recorded-from=2026-11-23"), Vec::<String>::new());
    assert_eq!(found(&format!("recorded-to=2026-11-21&granted-from={TODAY}&granted-to={TODAY}")), ["a", "b"]);
    assert_eq!(found("granted-to=2026-11-19"), Vec::<String>::new());
    // Page by page, every condition goes on.
    let first = served
        .get("/v1/events?limit=1&recorded-to=2026-11-21&type=award.granted&granted-from=2026-01-01")
        .unwrap();
    let link = first.header("link").to_owned();
    for part in ["recorded-to=2026-11-21", "granted-from=2026-01-01", "type=award.granted"] {
        assert!(link.contains(part), "{link}");
    }
    let next = link.strip_prefix('<').unwrap().split('>').next().unwrap();
    assert_eq!(served.get(next).unwrap().json()["events"][0]["event"]["subject"], "b");
    for (query, place) in [
        ("award=a", "/query/award"),
        ("flag=no_such_flag", "/query/flag"),
        ("code=x", "/query/code"),
        ("recorded-from=2026-02-30", "/query/recorded-from"),
        ("granted-to=today", "/query/granted-to"),
    ] {
        let reply = served.get(&format!("/v1/events?{query}")).unwrap();
        assert_eq!((reply.status, &reply.json()["faults"][0]["pointer"]), (400, &json!(place)), "{query}");
    }
    // The objection is seen at its award, in the list, the headroom and the page.
    let awards = served.get(&format!("/v1/undertakings/{UNDERTAKING}/awards")).unwrap().json();
    assert_eq!(awards["awards"][0]["disputed"], true);
    let path = format!("/v1/undertakings/{UNDERTAKING}/headroom?member-state=FI&on={TODAY}");
    assert_eq!(served.get(&path).unwrap().json()["awards"][0]["disputed"], true);
    let page = served.get(&format!("/?undertaking={UNDERTAKING}&member-state=FI&on={TODAY}")).unwrap();
    assert!(page.text.contains("somebody has objected to it"), "{}", page.text);
}

#[test]
fn the_page_says_which_regimes_carry_an_amount() {
    let served = Served::open().unwrap();
    granted(&served, "a", "1000.00");
    let ask = |amount: &str| {
        served
            .get(&format!("/?undertaking={UNDERTAKING}&member-state=FI&on={TODAY}&amount={amount}"))
            .unwrap()
    };
    assert!(!ask("").text.contains("Which route?"));
    let page = ask("400000.00");
    assert_eq!(page.status, 200);
    for said in ["Which route?", "In part: EUR 299000.00 today under eu-2023-2831", "value=\"400000.00\""] {
        assert!(page.text.contains(said), "{said}: {}", page.text);
    }
    let bad = ask("many");
    assert_eq!(bad.status, 400);
    assert!(bad.text.contains("not a plain decimal"), "{}", bad.text);
}

#[test]
fn headroom_has_any_spelling_of_the_id_and_the_head_as_its_tag() {
    let served = Served::open().unwrap();
    granted(&served, "a", "1000.00");
    let ask = |id: &str, more: &str| {
        served.get(&format!("/v1/undertakings/{id}/headroom?on={TODAY}{more}")).unwrap()
    };
    let first = ask("NID:FI:1234567-1", "");
    assert_eq!(first.json()["undertaking"], UNDERTAKING);
    assert_eq!((&first.json()["remaining"], &first.json()["excess"]), (&json!("299000.00"), &json!("0.00")));
    for id in ["NID%3AFI%3A1234567-1", "nid:fi:1234567-1", "NID:FI:1234567%201"] {
        assert_eq!(ask(id, "").json(), first.json(), "{id}");
    }
    let tag = first.header("etag").to_owned();
    let path = format!("/v1/undertakings/{UNDERTAKING}/headroom?on={TODAY}");
    let again = served.request("GET", &path, &[("if-none-match", tag.as_str())], b"").unwrap();
    assert_eq!((again.status, again.text.as_str(), again.header("etag")), (304, "", tag.as_str()));
    let before = first.json()["known_at"].as_u64().unwrap();
    granted(&served, "b", "9000.00");
    let fresh = served.request("GET", &path, &[("if-none-match", tag.as_str())], b"").unwrap();
    assert_eq!((fresh.status, &fresh.json()["remaining"]), (200, &json!("290000.00")));
    assert_eq!(
        ask(UNDERTAKING, &format!("&known-at={before}")).json()["remaining"],
        "299000.00",
        "as known then"
    );
    let awards = served.get(&format!("/v1/undertakings/{UNDERTAKING}/awards?limit=1")).unwrap();
    assert_eq!(awards.json()["awards"][0]["award"], "host-a/a");
    assert!(awards.header("link").contains("rel=\"next\""));
    assert_eq!(served.get(&format!("/v1/undertakings/{UNDERTAKING}")).unwrap().json()["name"], "Testi Oy");
}

#[test]
fn a_simulation_records_nothing() {
    let served = Served::open().unwrap();
    let before = served.get("/v1/ledger").unwrap().json()["head"].clone();
    let post = |body: &Value| {
        served
            .request(
                "POST",
                "/v1/simulations",
                &[("content-type", "application/json")],
                body.to_string().as_bytes(),
            )
            .unwrap()
    };
    let asked = json!({"as_party": "host-a", "on": TODAY, "events": [
        {"type": "award.granted", "data": grant("a", UNDERTAKING, "200000.00")},
        {"type": "eu.aidledger.award.granted.v1", "data": grant("b", UNDERTAKING, "100000.01")},
    ]});
    let reply = post(&asked);
    let outcomes: Vec<Value> =
        reply.json()["results"].as_array().unwrap().iter().map(|result| result["outcome"].clone()).collect();
    assert_eq!(outcomes, ["admitted", "refused"], "{reply:?}");
    assert_eq!(served.get("/v1/ledger").unwrap().json()["head"], before);
    let bad = post(&json!({"events": [{"type": "award.granted", "data": {}, "time": "now"}], "extra": 1}));
    assert_eq!(bad.problem(), (400, "malformed".into()));
    assert!(bad.text.contains("/events/0/time") && bad.text.contains("/extra"), "{bad:?}");
    assert_eq!(post(&json!({"events": []})).problem(), (400, "malformed".into()));
}

#[test]
fn entries_come_as_a_stream() {
    let served = Served::open().unwrap();
    let address = served.url.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET /v1/events/stream HTTP/1.1\r\nhost: {address}\r\nlast-event-id: 0\r\n\r\n").unwrap();
    let mut ids = Vec::new();
    for line in BufReader::new(stream).lines() {
        let line = line.unwrap();
        if let Some(id) = line.strip_prefix("id: ") {
            ids.push(id.to_owned());
        }
        if ids.len() == 3 {
            break;
        }
    }
    assert_eq!(ids, ["1", "2", "3"], "behind the last one seen");
}

#[test]
fn the_log_is_served_as_c2sp_names_it() {
    let served = Served::open().unwrap();
    granted(&served, "a", "10.00");
    let checkpoint = served.get("/checkpoint").unwrap();
    assert_eq!(checkpoint.status, 200);
    assert!(checkpoint.text.starts_with(&format!("{}\n", aidledger_tests::served::ORIGIN)));
    let packs = served.get("/v1/rule-packs").unwrap().json();
    let pack = &packs["packs"][0];
    let bytes = served.get(pack["bytes"].as_str().unwrap()).unwrap();
    assert_eq!(bytes.status, 200);
    assert!(bytes.header("cache-control").contains("immutable"));
    let sha256 = pack["sha256"].as_str().unwrap();
    let put = |name: &str, body: &[u8]| {
        served
            .request(
                "PUT",
                &format!("/v1/packs/{name}"),
                &[("content-type", "application/octet-stream")],
                body,
            )
            .unwrap()
    };
    assert_eq!(put(sha256, bytes.text.as_bytes()).status, 201, "again is the same");
    assert_eq!(put(&"0".repeat(64), bytes.text.as_bytes()).problem(), (409, "pack_mismatch".into()));
    assert_eq!(put("abc", b"x").problem(), (400, "malformed".into()));
    let witness = served.request("POST", "/add-checkpoint", &[], b"old 0\n\n").unwrap();
    assert_eq!(witness.status, 404, "this node is no witness: {witness:?}");
}

#[test]
fn every_answer_says_version_request_and_quota() {
    let served = Served::start(Settings {
        mode: Mode::LoopbackOpen,
        limits: Limits { requests_per_minute: 200, ..Limits::default() },
        ..Settings::default()
    })
    .unwrap();
    let reply = served.get("/healthz").unwrap();
    assert_eq!(reply.header("api-version"), "1.0.0");
    assert!(!reply.header("x-request-id").is_empty());
    assert_eq!(reply.header("ratelimit-policy"), "\"requests\";q=200;w=60");
    assert_eq!(reply.header("content-security-policy").split(';').next(), Some("default-src 'self'"));
    assert_eq!(served.get("/readyz").unwrap().json()["status"], "ready");
    let metrics = served.get("/metrics").unwrap().text;
    assert!(
        metrics.contains("aidledger_entries ")
            && metrics.contains("aidledger_http_answers_total{route=\"/healthz\",status=\"200\"} 1"),
        "{metrics}"
    );
    // The quota refills as the minute goes, so a few more may pass.
    let over = (0..1_000).map(|_| served.get("/healthz").unwrap()).find(|reply| reply.status != 200).unwrap();
    assert_eq!(over.problem(), (429, "quota_exceeded".into()));
    assert!(!over.header("retry-after").is_empty());
    // Statements have quotas of their own.
    let body =
        served.payload("award.granted", "host-a", "a", &grant("a", UNDERTAKING, "1.00"), None).unwrap();
    assert_eq!(served.submit(sign(body.as_bytes(), &key_of("host-a")).as_bytes()).unwrap().status, 201);
}

#[test]
fn pages_are_whole_without_script_or_foreign_parts() {
    let served = Served::open().unwrap();
    granted(&served, "a", "1000.00");
    let path = format!("/?undertaking=NID%3AFI%3A1234567-1&member-state=&regime=eu-2023-2831&on={TODAY}");
    let page = served.get(&path).unwrap();
    assert_eq!(page.status, 200);
    assert!(page.text.contains("EUR 299\u{a0}000.00 left"), "{}", page.text);
    let figure = page.text.find("class=\"figure").unwrap();
    let (why, more, check) = (
        page.text.find("<details").unwrap(),
        page.text.find("When more frees up").unwrap(),
        page.text.find("aid-audit headroom").unwrap(),
    );
    assert!(figure < why && why < more && more < check, "number, why, when, how to check");
    for (path, status) in [
        ("/", 200),
        (path.as_str(), 200),
        ("/docs", 200),
        ("/docs/errors", 200),
        ("/?undertaking=%3Cscript%3E", 400),
        ("/?undertaking=NID:FI:404&member-state=FI", 404),
    ] {
        let page = served.get(path).unwrap();
        assert_eq!(page.status, status, "{path}");
        assert!(
            page.text.contains("<html lang=\"en\">") && page.text.contains("<main id=\"main\">"),
            "{path}"
        );
        assert!(
            !page.text.contains("<script")
                && !page.text.contains("style=\"")
                && !page.text.contains("src=\"http"),
            "{path}"
        );
        for (_, rest) in page.text.match_indices("href=\"").map(|(at, _)| page.text.split_at(at + 6)) {
            assert!(
                rest.starts_with(['/', '#', '?']),
                "{path}: {}",
                rest.chars().take(40).collect::<String>()
            );
        }
        assert_eq!(page.text.matches("<h1").count(), 1, "{path}");
    }
    assert!(served.get("/ui/style.css").unwrap().header("content-type").starts_with("text/css"));
    let closed = Served::start(Settings::default()).unwrap();
    assert_eq!(closed.get(&path).unwrap().status, 401, "the page shows no more than the route");
}
