//! What a stranger may send, row by row: each kind has its own answer, and each answer its line in `docs/errors.md`.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::OnceLock;

use aidledger_tests::served::{OTHER, Reply, Served, TODAY, UNDERTAKING, grant, key_of};
use ledger::submission::{PublicKey, SecretKey, base64url, sign, to_base64url};
use serde_json::{Value, json};

/// One ledger for all rows that change nothing in it that another row looks at.
fn served() -> &'static Served {
    static SERVED: OnceLock<Served> = OnceLock::new();
    SERVED.get_or_init(|| Served::open().unwrap())
}

/// A grant's payload with a fresh event id.
fn payload(award: &str) -> String {
    served().payload("award.granted", "host-a", award, &grant(award, UNDERTAKING, "100.00"), None).unwrap()
}

fn signed(payload: &str) -> Vec<u8> {
    sign(payload.as_bytes(), &key_of("host-a")).into_bytes()
}

/// A compact JWS with any header; the signature fits what is signed.
fn with_header(header: &str, payload: &str) -> Vec<u8> {
    // The signing key is not at hand for foreign headers, so the signature is that of another text: the header is
    // refused before anybody looks at it.
    let other = sign(payload.as_bytes(), &key_of("host-a"));
    let signature = other.rsplit('.').next().unwrap();
    format!("{}.{}.{signature}", to_base64url(header.as_bytes()), to_base64url(payload.as_bytes()))
        .into_bytes()
}

fn set(pointer: &str, value: Value) -> Vec<u8> {
    let mut event: Value = serde_json::from_str(&payload("bad")).unwrap();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    event.pointer_mut(parent).unwrap()[name] = value;
    signed(&event.to_string())
}

fn post(body: &[u8]) -> Reply {
    served().submit(body).unwrap()
}

/// The codes of the faults of a problem, and its `docs/errors.md` line.
fn faults(reply: &Reply) -> Vec<String> {
    let faults = reply.json()["faults"].as_array().cloned().unwrap_or_default();
    for fault in &faults {
        for member in ["pointer", "code", "message", "hint"] {
            assert!(fault[member].is_string(), "{fault}");
        }
        let code = fault["code"].as_str().unwrap();
        assert!(
            errors().contains(&format!("| `{code}` |")),
            "docs/errors.md has no line for the fault `{code}`"
        );
    }
    faults.iter().map(|fault| fault["code"].as_str().unwrap().to_owned()).collect()
}

fn errors() -> String {
    std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/errors.md")).unwrap()
}

/// Turned away: no position, a problem document, and the ledger's signature under it.
fn assert_turned(reply: &Reply, status: u16, code: &str, request: &[u8]) {
    assert_eq!(reply.problem(), (status, code.to_owned()), "{reply:?}");
    assert_eq!(reply.header("content-type"), "application/problem+json");
    let body = reply.json();
    assert_eq!(body["type"], format!("/docs/errors#{code}"));
    assert!(body.get("position").is_none());
    assert!(
        errors().contains(&format!("| {status} | `{code}` |")),
        "docs/errors.md has no line for {status} {code}"
    );
    let refusal = reply.header("aidledger-refusal");
    let parts: Vec<&str> = refusal.split('.').collect();
    let said: Value = serde_json::from_slice(&base64url(parts[1]).unwrap()).unwrap();
    let digest = {
        use sha2::Digest as _;
        ledger::verdict::hex(&sha2::Sha256::digest(request))
    };
    assert_eq!((said["status"].as_u64(), said["code"].as_str()), (Some(u64::from(status)), Some(code)));
    assert_eq!(said["request_sha256"], digest, "it speaks of these bytes");
    assert_eq!(said["ledger"], served().service.ledger_id());
    let key: PublicKey = served().keys.refusal.public();
    let signature: [u8; 64] = base64url(parts[2]).unwrap().try_into().unwrap();
    assert!(key.signed(refusal.rsplit_once('.').unwrap().0.as_bytes(), &signature), "by the refusal key");
}

#[test]
fn the_malformed_is_named_fault_by_fault() {
    let good = payload("bad");
    let text = |from: &str, to: &str| {
        let changed = good.replacen(from, to, 1);
        assert_ne!(changed, good, "{from}");
        signed(&changed)
    };
    let kid = key_of("host-a").public().kid();
    let header = |alg: &str| format!("{{\"alg\":\"{alg}\",\"kid\":\"{kid}\",\"typ\":\"aidledger+jws\"}}");
    let whole = String::from_utf8(signed(&good)).unwrap();
    let (head, rest) = whole.split_once('.').unwrap();
    let last = whole.chars().last().unwrap();
    // The last character of 64 bytes carries two bits; the next one in the alphabet has spare bits set.
    let next = char::from(u8::try_from(u32::from(last)).unwrap() + 1);
    let spare = format!("{}{next}", &whole[..whole.len() - 1]);
    let rows: Vec<(&str, Vec<u8>, &str)> = vec![
        ("no JWS", b"hello".to_vec(), "not_a_jws"),
        ("nothing", b"".to_vec(), "not_a_jws"),
        ("JSON instead of a JWS", good.clone().into_bytes(), "not_a_jws"),
        ("malformed JSON", signed("{\"specversion\":"), "json_syntax"),
        (
            "a duplicate member",
            text("\"specversion\":\"1.0\"", "\"specversion\":\"1.0\",\"specversion\":\"1.0\""),
            "duplicate_member",
        ),
        (
            "a duplicate member further down",
            text("\"nominal\":{", "\"nominal\":{\"amount\":\"1.00\","),
            "duplicate_member",
        ),
        ("a float", text("\"100.00\"", "100.5"), "float"),
        ("an unknown member", set("/surprise", json!(1)), "unknown_member"),
        ("an unknown member further down", set("/data/aid/surprise", json!(1)), "unknown_member"),
        ("an unknown type", set("/type", json!("eu.aidledger.award.imagined.v1")), "unknown_type"),
        ("alg none", with_header(&header("none"), &good), "bad_alg"),
        ("alg HS256", with_header(&header("HS256"), &good), "bad_alg"),
        ("alg ES256", with_header(&header("ES256"), &good), "bad_alg"),
        (
            "a key in the header",
            with_header(
                &format!("{{\"alg\":\"Ed25519\",\"jwk\":{{}},\"kid\":\"{kid}\",\"typ\":\"aidledger+jws\"}}"),
                &good,
            ),
            "bad_header",
        ),
        ("padding", format!("{head}=.{rest}").into_bytes(), "bad_base64url"),
        ("base64 instead of base64url", format!("{head}+/.{rest}").into_bytes(), "bad_base64url"),
        ("a line break inside", format!("{}\n{}", &head[..4], &head[4..]).into_bytes(), "not_a_jws"),
        ("spare bits", spare.into_bytes(), "bad_base64url"),
        ("an impossible date", set("/data/granted_on", json!("2026-02-30")), "bad_date"),
        ("a date out of range", set("/data/granted_on", json!("1989-12-31")), "bad_date"),
        ("negative money", set("/data/aid/nominal/amount", json!("-1.00")), "bad_amount"),
        ("over-precise money", set("/data/aid/nominal/amount", json!("1.001")), "bad_amount"),
        ("no such currency", set("/data/aid/nominal/currency", json!("XXZ")), "bad_currency"),
        ("a homoglyph in an id", set("/data/award", json!("2026-\u{0430}")), "bad_id"),
        ("a control character in an id", set("/data/award", json!("2026\u{0007}")), "bad_id"),
        (
            "a zero-width space in an undertaking",
            set("/data/beneficiary", json!("NID:FI:1234\u{200b}5678")),
            "bad_id",
        ),
        (
            "too long an array",
            set("/data/external_refs", json!(vec![json!({"register": "tam", "id": "1"}); 65])),
            "too_many_items",
        ),
        (
            "granted before it was stated",
            set("/data/granted_on", json!("2026-11-19")),
            "granted_before_statement",
        ),
    ];
    for (what, body, fault) in rows {
        let reply = post(&body);
        assert_turned(&reply, 400, "malformed", &body);
        assert!(faults(&reply).contains(&fault.to_owned()), "{what}: {fault} expected, {reply:?}");
    }
}

#[test]
fn all_faults_come_at_once() {
    let mut event: Value = serde_json::from_str(&payload("bad")).unwrap();
    event["data"]["granted_on"] = json!("2026-02-30");
    event["data"]["surprise"] = json!(true);
    event["data"]["aid"]["nominal"]["amount"] = json!("-1");
    let reply = post(&signed(&event.to_string()));
    let pointers: Vec<String> = reply.json()["faults"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fault| fault["pointer"].as_str().unwrap().to_owned())
        .collect();
    for pointer in ["/data/granted_on", "/data/surprise", "/data/aid/nominal/amount"] {
        assert!(pointers.iter().any(|found| found.starts_with(pointer)), "{pointer}: {pointers:?}");
    }
}

#[test]
fn another_ledgers_statement_is_named_so() {
    let body = set("/ledger", json!("A".repeat(43)));
    assert_turned(&post(&body), 400, "wrong_ledger", &body);
}

#[test]
fn unknown_and_foreign_keys_and_bad_signatures_are_told_apart() {
    let text = payload("bad");
    let unknown = sign(text.as_bytes(), &SecretKey::from_seed(&[9; 32])).into_bytes();
    assert_turned(&post(&unknown), 401, "unknown_signer", &unknown);
    let foreign = sign(text.as_bytes(), &key_of("host-b")).into_bytes();
    assert_turned(&post(&foreign), 401, "unknown_signer", &foreign);
    let good = String::from_utf8(signed(&text)).unwrap();
    let other = String::from_utf8(signed(&payload("bad"))).unwrap();
    let swapped =
        format!("{}.{}", good.rsplit_once('.').unwrap().0, other.rsplit_once('.').unwrap().1).into_bytes();
    assert_turned(&post(&swapped), 401, "bad_signature", &swapped);
}

#[test]
fn revoked_keys_and_suspended_parties_are_turned_away() {
    let served = Served::open().unwrap();
    let send = |source: &str, id: &str| {
        let data = json!({"undertaking": format!("NID:FI:{id}"), "identifiers": [], "natural_person": false});
        let body =
            served.statement("undertaking.registered", source, &format!("NID:FI:{id}"), &data).unwrap();
        served.submit(body.as_bytes()).unwrap()
    };
    served.govern("party.suspended", "host-b", &json!({"party": "host-b", "reason": "test"})).unwrap();
    assert_eq!(send("host-b", "1").problem(), (403, "party_suspended".into()));
    served.govern("party.reinstated", "host-b", &json!({"party": "host-b", "reason": "test"})).unwrap();
    assert_eq!(send("host-b", "1").status, 201);
    let spare = SecretKey::from_seed(&[5; 32]);
    let party = "host-b".parse().unwrap();
    let proof = api::service::statement::key_proof(served.service.ledger_id(), &party, &spare);
    let added = json!({"party": "host-b", "jwk": spare.public().jwk(), "proof": proof});
    served.govern("key.added", "host-b", &added).unwrap();
    served
        .govern("key.revoked", "host-b", &json!({"kid": key_of("host-b").public().kid(), "reason": "test"}))
        .unwrap();
    assert_eq!(send("host-b", "2").problem(), (401, "key_revoked".into()));
}

/// Sends a head without its body: what is too long is refused before it is read.
fn announce(path: &str, media: &str, length: usize) -> String {
    let address = served().url.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).unwrap();
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: {address}\r\ncontent-type: {media}\r\ncontent-length: {length}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    text
}

#[test]
fn what_is_too_large_is_not_read() {
    let long = vec![b'a'; 32_769];
    assert_turned(&post(&long), 413, "too_large", &long);
    for (path, media, length) in [
        ("/v1/events/batch", "application/x-ndjson", (16 << 20) + 1),
        ("/v1/events", "application/jose", (1 << 20) + 1),
        ("/v1/simulations", "application/json", (1 << 20) + 1),
    ] {
        let text = announce(path, media, length);
        assert!(text.starts_with("HTTP/1.1 413 "), "{path}: {text}");
        assert!(text.contains("\"code\":\"too_large\""), "{path}: {text}");
    }
    let lines = "x\n".repeat(10_001);
    let reply = served()
        .request("POST", "/v1/events/batch", &[("content-type", "application/x-ndjson")], lines.as_bytes())
        .unwrap();
    assert_turned(&reply, 413, "too_large", lines.as_bytes());
}

#[test]
fn the_wrong_media_type_method_and_route_are_named() {
    let served = served();
    let reply = served.request("POST", "/v1/events", &[("content-type", "application/json")], b"{}").unwrap();
    assert_eq!(reply.problem(), (415, "unsupported_media_type".into()));
    let reply = served.request("DELETE", "/v1/events", &[], b"").unwrap();
    assert_eq!(
        (reply.problem(), reply.header("allow")),
        ((405, "method_not_allowed".into()), "POST,GET,HEAD")
    );
    assert_eq!(served.get("/v1/nothing").unwrap().problem(), (404, "not_found".into()));
    assert_eq!(served.get("/v1/events/99999").unwrap().problem(), (404, "not_found".into()));
    assert_eq!(served.get("/v1/events/1e3").unwrap().problem(), (400, "malformed".into()));
    assert_eq!(served.get("/v1/events?limit=-1").unwrap().problem(), (400, "malformed".into()));
    assert_eq!(served.get("/v1/events?limti=1").unwrap().problem(), (400, "malformed".into()));
    assert_eq!(
        served.get("/v1/undertakings/NID:FI:404/headroom?member-state=FI").unwrap().problem(),
        (404, "not_found".into())
    );
    assert_eq!(served.get("/v1/undertakings/hello/headroom").unwrap().problem(), (400, "malformed".into()));
    let path = format!("/v1/undertakings/{UNDERTAKING}/headroom?member-state=FI&on=2026-02-30");
    assert_eq!(served.get(&path).unwrap().problem(), (400, "malformed".into()));
    let path = format!("/v1/undertakings/{UNDERTAKING}/headroom?member-state=FI&on={TODAY}&regime=gber-25");
    assert_eq!(served.get(&path).unwrap().problem(), (404, "no_ceiling".into()));
    for path in [
        "/tile/../keys/token.jwk",
        "/tile/%2e%2e/keys",
        "/tile/0/..%2f..%2fkeys",
        "/pack/..",
        "/tile/entries/..%2f..%2fcheckpoint",
    ] {
        assert_eq!(served.get(path).unwrap().status, 404, "{path}");
    }
}

/// Refused, but recorded: each has a position, a receipt and its own code.
#[test]
fn what_is_well_formed_and_not_allowed_is_recorded() {
    let served = Served::open().unwrap();
    let grant_of = |award: &str, change: &dyn Fn(&mut Value)| {
        let mut data = grant(award, UNDERTAKING, "100.00");
        change(&mut data);
        data
    };
    let award =
        served.statement("award.granted", "host-a", "first", &grant("first", UNDERTAKING, "100.00")).unwrap();
    served.expect(201, &award).unwrap();
    let reduced = json!({"award": "host-a/first", "gge_after": {"amount": "0.00", "currency": "EUR"}, "benefit_kept": {"amount": "0.00", "currency": "EUR"}, "on": TODAY, "reason": "test"});
    let rows: Vec<(&str, &str, &str, Value, &str)> = vec![
        (
            "the wrong mandate",
            "award.granted",
            "host-a",
            grant_of("r1", &|data| data["granting_authority"] = json!({"id": "host-b", "name": "host-b"})),
            "no_mandate",
        ),
        (
            "no mandate for the State",
            "award.granted",
            "host-a",
            grant_of("r2", &|data| data["member_state"] = json!("SE")),
            "no_mandate",
        ),
        (
            "the wrong role",
            "award.granted",
            "register",
            grant_of("r3", &|data| {
                data["granting_authority"] = json!({"id": "register", "name": "register"})
            }),
            "not_authorised",
        ),
        ("another party's award", "award.reduced", "host-b", reduced, "not_yours"),
        (
            "an unknown undertaking",
            "award.granted",
            "host-a",
            grant_of("r4", &|data| data["beneficiary"] = json!("NID:FI:404")),
            "unknown_undertaking",
        ),
        (
            "no currency rate",
            "award.granted",
            "host-a",
            grant_of("r5", &|data| data["aid"]["nominal"]["currency"] = json!("SEK")),
            "unknown_currency_rate",
        ),
        ("a used award id", "award.granted", "host-a", grant_of("first", &|_| {}), "award_id_used"),
        (
            "export aid",
            "award.granted",
            "host-a",
            grant_of("r6", &|data| data["conditions"]["export_linked"] = json!(true)),
            "conditions_excluded",
        ),
        (
            "a past act",
            "award.granted",
            "host-a",
            grant_of("r7", &|data| data["basis"]["regime"] = json!("eu-1407-2013")),
            "regime_not_in_force",
        ),
        (
            "more than the ceiling",
            "award.granted",
            "host-a",
            grant_of("r8", &|data| data["aid"]["nominal"]["amount"] = json!("300000.01")),
            "ceiling_exceeded",
        ),
    ];
    for (what, event_type, source, data, code) in rows {
        let subject = data["award"].as_str().unwrap().to_owned();
        let body = served.statement(event_type, source, &subject, &data).unwrap();
        let reply = served.submit(body.as_bytes()).unwrap();
        assert_eq!(reply.problem(), (422, code.to_owned()), "{what}: {reply:?}");
        assert!(reply.json()["position"].is_u64(), "{what}");
        assert!(
            reply.json()["receipt"]["proof"].as_str().unwrap().starts_with("c2sp.org/tlog-proof"),
            "{what}"
        );
        assert!(errors().contains(&format!("| `{code}`")), "{code}");
    }
}

#[test]
fn the_same_submission_gets_its_first_answer_and_another_under_its_id_none() {
    let served = Served::open().unwrap();
    for (award, euro, status) in [("one", "100.00", 201), ("two", "300000.01", 422)] {
        let text = served
            .payload("award.granted", "host-a", award, &grant(award, OTHER, euro), Some(award))
            .unwrap();
        let body = sign(text.as_bytes(), &key_of("host-a"));
        let first = served.expect(status, &body).unwrap();
        assert_eq!(first.header("aidledger-replayed"), "");
        let again = served.expect(status, &body).unwrap();
        assert_eq!(again.header("aidledger-replayed"), "true");
        for member in ["position", "outcome", "codes", "checks", "gge"] {
            assert_eq!(first.json()[member], again.json()[member], "{member}");
        }
        assert_eq!(first.json()["receipt"]["entry"], again.json()["receipt"]["entry"]);
        let changed = sign(text.replace(euro, "1.00").as_bytes(), &key_of("host-a"));
        assert_eq!(served.submit(changed.as_bytes()).unwrap().problem(), (409, "event_id_reused".into()));
    }
}

#[test]
fn one_cent_over_the_ceiling_is_refused_recorded_and_shown_the_ways_out() {
    let served = Served::open().unwrap();
    let sent_by = |host: &str, award: &str, euro: &str| {
        let mut data = grant(award, UNDERTAKING, euro);
        data["granting_authority"]["id"] = json!(host);
        let body = served.statement("award.granted", host, award, &data).unwrap();
        served.submit(body.as_bytes()).unwrap()
    };
    let send = |award: &str, euro: &str| sent_by("host-a", award, euro);
    assert_eq!(send("a", "150000.00").status, 201);
    let other = sent_by("host-b", "theirs", "50000.00");
    assert_eq!(other.status, 201, "{}", other.text);
    let refused = send("b", "100000.01");
    assert_eq!(refused.problem(), (422, "ceiling_exceeded".into()));
    let body = refused.json();
    assert_eq!(body["ways_out"]["largest_amount_now"], "100000.00");
    assert_eq!(body["ways_out"]["reduce"], json!({"to": "100000.00", "by": "0.01"}));
    assert_eq!(body["ways_out"]["waive"]["amount"], "0.01");
    // Its own awards are named. That others count it knows from the sum; whose they are is not said.
    let together = body["ways_out"]["waive"]["combinations"].as_array().unwrap();
    let named = together.iter().flat_map(|one| one["awards"].as_array().unwrap());
    assert_eq!(named.map(|one| &one["award"]).collect::<Vec<_>>(), ["host-a/a"]);
    // No act that this grant could not use: it is for no service of general economic interest.
    assert_eq!(body["ways_out"]["other_regimes"], json!([]));
    // The sentence of the code with its figures, and what can be done, is the detail.
    let detail = body["detail"].as_str().unwrap();
    for part in [
        "ceiling_exceeded: with this award the single undertaking would exceed the ceiling",
        "EUR 300000.01 of EUR 300000.00 used with it in FI, granted from ",
        "the ceilings leave EUR 100000.00 on that date; the full amount fits from ",
        "it fits if host-a/a is waived before",
    ] {
        assert!(detail.contains(part), "{part}: {detail}");
    }
    assert_eq!(body["reasons"][0]["code"], "ceiling_exceeded");
    assert!(!refused.text.contains("host-b"), "{}", refused.text);
    let day = body["ways_out"]["first_date_for_full_amount"].as_str().unwrap().to_owned();
    // The advice is true: that much is admitted now, and on that day, not before, the full amount would fit.
    let judged = |on: &str| {
        let mut data = grant("c", UNDERTAKING, "100000.01");
        data["granted_on"] = json!(on);
        let asked =
            json!({"events": [{"type": "award.granted", "data": data}], "on": on, "as_party": "host-a"});
        let reply = served
            .request(
                "POST",
                "/v1/simulations",
                &[("content-type", "application/json")],
                asked.to_string().as_bytes(),
            )
            .unwrap();
        reply.json()["results"][0]["outcome"].as_str().unwrap_or_default().to_owned()
    };
    let date: chrono::NaiveDate = day.parse().unwrap();
    assert_eq!(judged(&day), "admitted");
    assert_eq!(judged(&date.pred_opt().unwrap().to_string()), "refused");
    assert_eq!(
        send("b", "100000.00").status,
        201,
        "the award id is not used up, and the largest amount is admitted"
    );
    let full = send("d", "0.01").json();
    assert_eq!(full["ways_out"]["largest_amount_now"], "0.00");
    assert_eq!(full["ways_out"]["reduce"], Value::Null);
}
