//! The attacker has something that looks like a token: an old one, another ledger's, a signed text of another kind, one
//! it changed, or a good one shown in a way that nobody agreed on. It wants what it may not read.

use std::collections::BTreeMap;

use aidledger_tests::served::key_of;
use api::http::access::{Cell, Mode, ROUTES, Role};
use ledger::submission::{SecretKey, base64url, to_base64url};
use ledger::time::{Clock as _, SystemClock};
use serde_json::{Value, json};

use crate::rows::{self, Asked, Caller};
use crate::support::child::{Place, Setup};
use crate::support::people::{OTHER, UNDERTAKING};
use crate::support::raw::Answer;
use crate::support::stage::Stage;

/// Headers, by what they try.
type Credentials = BTreeMap<String, Vec<(&'static str, String)>>;

fn signed(header: &Value, payload: &[u8], key: &SecretKey) -> String {
    let text = format!("{}.{}", to_base64url(header.to_string().as_bytes()), to_base64url(payload));
    let signature = key.sign(text.as_bytes());
    format!("{text}.{}", to_base64url(&signature))
}

fn parts(token: &str) -> (Value, Value) {
    let mut parts = token.split('.').map(|part| serde_json::from_slice(&base64url(part).unwrap()).unwrap());
    let header = parts.next().unwrap();
    let payload = base64url(token.split('.').nth(1).unwrap()).unwrap();
    (header, serde_json::from_slice(&payload).unwrap())
}

/// Texts in the place of a token that must open nothing.
fn forged(stage: &Stage, good: &str) -> BTreeMap<&'static str, String> {
    let (header, payload) = parts(good);
    let key = stage.place.key("token");
    let text = payload.to_string();
    let mut expired = payload.clone();
    assert!(expired["expires"].is_string(), "the member that says when a token ends: {payload}");
    expired["expires"] = json!("2026-01-02T00:00:00.000000Z");
    if !expired["issued"].is_null() {
        expired["issued"] = json!("2026-01-01T00:00:00.000000Z");
    }
    let mut no_end = payload.clone();
    no_end.as_object_mut().unwrap().remove("expires");
    let mut elsewhere = payload.clone();
    elsewhere["ledger"] = json!("x".repeat(43));
    let with = |name: &str, value: Value| {
        let mut header = header.clone();
        header[name] = value;
        header
    };
    let stranger = key_of("stranger");
    let other = Place::found();
    let empty = signed(&header, text.as_bytes(), &key).rsplit_once('.').unwrap().0.to_owned();
    let statement = stage.honest.grant_line();
    let refusal = stage.honest.submit("x").unwrap().header("aidledger-refusal").to_owned();
    assert!(refusal.matches('.').count() == 2, "a refusal is signed");
    let mut raised: Vec<String> = good.split('.').map(str::to_owned).collect();
    raised[1] = to_base64url(text.replace("auditor", "operator").replace("applicant", "auditor").as_bytes());
    BTreeMap::from([
        ("nothing", String::new()),
        ("garbage", "x".to_owned()),
        ("three dots", "...".to_owned()),
        ("expired", signed(&header, expired.to_string().as_bytes(), &key)),
        ("without an end", signed(&header, no_end.to_string().as_bytes(), &key)),
        ("of a ledger that is not named", signed(&header, elsewhere.to_string().as_bytes(), &key)),
        ("of another ledger", other.token("auditor", &[])),
        (
            "by a stranger's key",
            signed(&with("kid", json!(stranger.public().kid())), text.as_bytes(), &stranger),
        ),
        ("by a stranger under the right kid", signed(&header, text.as_bytes(), &stranger)),
        ("by the key for refusals", signed(&header, text.as_bytes(), &stage.place.key("refusal"))),
        ("by the checkpoint's key", signed(&header, text.as_bytes(), &stage.place.key("checkpoint"))),
        ("by the operator", signed(&header, text.as_bytes(), &stage.place.key("operator"))),
        (
            "alg none",
            format!("{empty}.").replacen(
                &to_base64url(header.to_string().as_bytes()),
                &to_base64url(with("alg", json!("none")).to_string().as_bytes()),
                1,
            ),
        ),
        ("alg HS256", signed(&with("alg", json!("HS256")), text.as_bytes(), &key)),
        ("alg EdDSA", signed(&with("alg", json!("EdDSA")), text.as_bytes(), &key)),
        ("typ of a statement", signed(&with("typ", json!("JWT")), text.as_bytes(), &key)),
        ("with a key in its head", signed(&with("jwk", stranger.public().jwk()), text.as_bytes(), &stranger)),
        ("no signature", format!("{empty}.")),
        ("a zero signature", format!("{empty}.{}", to_base64url(&[0; 64]))),
        ("raised", raised.join(".")),
        ("cut short", good[..good.len() - 4].to_owned()),
        ("with a tail", format!("{good}.{}", to_base64url(b"x"))),
        ("with padding", format!("{good}==")),
        ("twice in one", format!("{good},{good}")),
        ("very long", "A".repeat(16_000)),
        ("a statement", statement),
        ("a refusal", refusal),
    ])
}

/// Everything that is tried; none of it may open more than no token does.
fn closed(stage: &Stage, good: &str) -> Credentials {
    let bearer = |token: &str| ("authorization", format!("Bearer {token}"));
    let mut all: Credentials = BTreeMap::new();
    all.insert("none".into(), Vec::new());
    for (what, token) in forged(stage, good) {
        all.insert(what.to_owned(), vec![bearer(&token)]);
    }
    for (what, value) in [
        ("Basic", format!("Basic {good}")),
        ("Basic, as curl sends it", "Basic dXNlcjpwYXNz".to_owned()),
        ("another scheme", format!("Token {good}")),
        ("no scheme", good.to_owned()),
        ("scheme and colon", format!("Bearer: {good}")),
        ("quoted", format!("Bearer \"{good}\"")),
        ("as a parameter", format!("Bearer token={good}")),
        ("two schemes", format!("Basic x, Bearer {good}")),
    ] {
        all.insert(what.to_owned(), vec![("authorization", value)]);
    }
    // Which of two is meant, a proxy may read differently: none.
    all.insert("a good one behind garbage".into(), vec![bearer("x"), bearer(good)]);
    all.insert("a good one before garbage".into(), vec![bearer(good), bearer("x")]);
    all.insert("a good one twice".into(), vec![bearer(good), bearer(good)]);
    for name in
        ["proxy-authorization", "x-authorization", "x-forwarded-authorization", "x-original-authorization"]
    {
        all.insert(format!("in {name}"), vec![(name, format!("Bearer {good}"))]);
    }
    all.insert("in a cookie".into(), vec![("cookie", format!("authorization=Bearer {good}; token={good}"))]);
    for (name, value) in [("x-forwarded-user", "operator"), ("x-role", "auditor"), ("x-real-ip", "127.0.0.1")]
    {
        all.insert(format!("{name} says so"), vec![(name, value.to_owned())]);
    }
    all
}

/// What a caller without more than the public's rights may be answered: as the public is, or not at all.
#[track_caller]
fn judge(asked: &Asked, what: &str, public: &Answer, got: &Answer) {
    let door = matches!(got.status, 400 | 401);
    let same = got.status == public.status && (rows::is_volatile(asked.row) || got.body == public.body);
    assert!(
        door || same,
        "{} {} with credentials `{what}`: {} instead of {}: {}",
        asked.row.method,
        asked.target(),
        got.status,
        public.status,
        got.text().chars().take(120).collect::<String>()
    );
}

#[test]
fn nothing_that_looks_like_a_token_opens_more_than_none_does() {
    let stage = Stage::start(&Setup::tokens());
    let good = stage.token("auditor");
    let credentials = closed(&stage, &good);
    let mut caller = Caller::new(&stage);
    for asked in rows::all(&stage) {
        let public = caller.ask(&asked, &asked.target(), &[]).unwrap();
        let open = asked.row.permits(Mode::Tokens, Role::Public, false) != Cell::No;
        assert_eq!(public.status == 401 && public.code() == "token_required", !open, "{}", asked.path);
        for (what, headers) in &credentials {
            let headers: Vec<(&str, &str)> =
                headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let got = caller.ask(&asked, &asked.target(), &headers).unwrap();
            judge(&asked, what, &public, &got);
        }
        // A token in an address ends up in every log on the way.
        for name in ["access_token", "token", "authorization", "bearer"] {
            let sep = if asked.query.is_empty() { '?' } else { '&' };
            let got = caller.ask(&asked, &format!("{}{sep}{name}={good}", asked.target()), &[]).unwrap();
            judge(&asked, &format!("{name}= in the query"), &public, &got);
        }
    }
    println!("{} requests, {} credentials, {} rows", caller.requests, credentials.len() + 4, ROUTES.len());
}

#[test]
fn each_role_gets_what_its_column_says() {
    let stage = Stage::start(&Setup::tokens());
    let bearers: BTreeMap<&str, String> =
        stage.tokens().into_iter().map(|(role, token)| (role, format!("Bearer {token}"))).collect();
    let mut caller = Caller::new(&stage);
    for asked in rows::all(&stage) {
        for role in Role::ALL {
            let bearer = rows::word(role).and_then(|word| bearers.get(word));
            let headers: Vec<(&str, &str)> =
                bearer.iter().map(|bearer| ("authorization", bearer.as_str())).collect();
            let got = caller.ask(&asked, &asked.target(), &headers).unwrap();
            let shut = matches!(got.code().as_str(), "token_required" | "not_allowed");
            let cell = asked.row.permits(Mode::Tokens, role, false);
            // `own` is shut for another's undertaking too, and then says so in the same words.
            let others = cell == Cell::Own && !asked.path.contains(UNDERTAKING);
            assert!(
                shut == (cell == Cell::No) || (shut && others),
                "{} {} as {}: {} {}",
                asked.row.method,
                asked.target(),
                role.as_str(),
                got.status,
                got.text().chars().take(120).collect::<String>()
            );
            assert!(got.status < 500, "{} {}: {}", asked.row.method, asked.target(), got.text());
        }
    }
    // RFC 9110 section 11.1: a scheme's name is the same in any case.
    let lower = bearers["auditor"].replacen("Bearer", "bearer", 1);
    let got = stage.honest.get("/v1/events", lower.strip_prefix("bearer ")).unwrap();
    assert_eq!(got.status, 200);
    println!("{} requests, {} rows, {} roles", caller.requests, ROUTES.len(), Role::ALL.len());
}

#[test]
fn a_token_opens_its_own_and_nobody_elses() {
    let stage = Stage::start(&Setup::tokens());
    let of_b = stage.honest.submit(&stage.honest.grant_of("host-b", OTHER, "5.00")).unwrap();
    let of_b = stage.honest.keep(&of_b.json());
    let (applicant, host) = (stage.token("applicant"), stage.token("hosting-entity"));
    let mut count = 0;
    let mut ask = |token: &str, path: &str| {
        count += 1;
        stage.honest.get(path, Some(token)).unwrap()
    };
    for behind in ["", "/headroom?member-state=FI", "/awards"] {
        assert_eq!(ask(&applicant, &format!("/v1/undertakings/{UNDERTAKING}{behind}")).status, 200);
        for other in [OTHER, "NID:DE:HRB%2F123", "NID:FI:99999992"] {
            let got = ask(&applicant, &format!("/v1/undertakings/{other}{behind}"));
            assert!(matches!(got.status, 403 | 404), "{other}{behind}: {}", got.text());
            assert!(!got.text().contains("host-b"), "{}", got.text());
        }
    }
    // Not even that it exists.
    let missing = ask(&host, "/v1/events/99999999");
    for path in ["", "/proof", "/explanation"] {
        let got = ask(&host, &format!("/v1/events/{of_b}{path}"));
        assert_eq!((got.status, got.code()), (missing.status, missing.code()), "{path}");
    }
    let page = ask(&host, "/v1/events?limit=500").text();
    assert!(page.contains("host-a") && !page.contains("party:host-b"), "{page}");
    println!("{count} requests");
}

#[test]
fn the_token_of_a_suspended_party_stops() {
    let stage = Stage::start(&Setup::tokens());
    let host = stage.token("hosting-entity");
    let other = stage.place.token("hosting-entity", &["--party", "host-b"]);
    assert_eq!(stage.honest.get("/v1/events", Some(&host)).unwrap().status, 200);
    let data = json!({"party": "host-a", "reason": "a test"});
    let jws =
        stage.honest.signed("party.suspended", "operator", "host-a", &data, &stage.place.key("operator"));
    assert_eq!(stage.honest.submit(&jws).unwrap().status, 201);
    let mut requests = 0;
    for path in ["/v1/events", "/v1/events/0", &format!("/v1/undertakings/{UNDERTAKING}/awards")] {
        let got = stage.honest.get(path, Some(&host)).unwrap();
        assert!(matches!(got.status, 401 | 403), "{path}: {}", got.text());
        assert_ne!(stage.honest.get("/v1/events", Some(&other)).unwrap().status, 401, "others' go on");
        requests += 2;
    }
    println!("{requests} requests");
}

#[test]
fn a_withdrawn_token_opens_nothing() {
    let stage = Stage::start(&Setup::tokens());
    let (one, other) = (stage.token("auditor"), stage.token("auditor"));
    let host = stage.token("hosting-entity");
    let operator = stage.token("operator");
    let status = |token: &str| stage.honest.get("/v1/events", Some(token)).unwrap().status;
    for token in [&one, &other, &host, &operator] {
        assert_eq!(status(token), 200);
    }
    let revoke = |data: &Value| {
        let key = stage.place.key("operator");
        let subject = data["party"].as_str().unwrap_or("tokens");
        let jws = stage.honest.signed("token.revoked", "operator", subject, data, &key);
        let answer = stage.honest.submit(&jws).unwrap();
        assert_eq!(answer.status, 201, "{}", answer.text());
    };
    revoke(&json!({"token": parts(&one).1["id"], "reason": "a test"}));
    assert_eq!((status(&one), status(&other), status(&host)), (401, 200, 200), "one by its id");
    let now = SystemClock.now().to_string();
    revoke(&json!({"issued_before": now, "role": "hosting-entity", "party": "host-a", "reason": "a test"}));
    assert_eq!((status(&host), status(&other)), (401, 200), "a party's");
    revoke(&json!({"issued_before": SystemClock.now().to_string(), "role": "auditor", "reason": "a test"}));
    assert_eq!((status(&other), status(&operator)), (401, 200), "a role's");
    // Withdrawn is withdrawn on every route and under every spelling, and a new one is good.
    let mut caller = Caller::new(&stage);
    for asked in rows::all(&stage) {
        let public = caller.ask(&asked, &asked.target(), &[]).unwrap();
        let bearer = format!("Bearer {other}");
        let got = caller.ask(&asked, &asked.target(), &[("authorization", &bearer)]).unwrap();
        judge(&asked, "withdrawn", &public, &got);
    }
    assert_eq!(status(&stage.token("auditor")), 200);
    // Nobody but the operator withdraws.
    let data = json!({"token": parts(&operator).1["id"], "reason": "a test"});
    let jws = stage.honest.statement("token.revoked", "host-a", "tokens", &data);
    assert!(stage.honest.submit(&jws).unwrap().status >= 400);
    assert_eq!(status(&operator), 200);
    println!("{} requests", caller.requests + 16);
}

#[test]
fn a_token_for_a_party_that_was_never_admitted_is_not_issued() {
    let stage = Stage::start(&Setup::tokens());
    let data = stage.place.data.display().to_string();
    let output = stage.place.try_run(&[
        "token",
        "issue",
        "--data",
        &data,
        "--role",
        "hosting-entity",
        "--days",
        "1",
        "--party",
        "nobody-knows",
    ]);
    assert!(!output.status.success(), "{output:?}");
    println!("1 command");
}
