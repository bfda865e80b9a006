//! Tokens against what the log says: withdrawn by id or by when they were issued, and of parties that may not have them.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

use aidledger_tests::served::{NOW, OTHER, Served, UNDERTAKING, key_of};
use api::http::Settings;
use api::service::TokenError;
use api::service::token::{TokenClaims, TokenRole, hours_after, issue, random_id};
use ledger::time::At;
use serde_json::{Value, json};

const SECOND: i64 = 1_000_000;

fn now() -> At {
    At::parse_canonical(NOW).unwrap()
}

fn ago(seconds: i64) -> At {
    At::from_micros(now().micros() - seconds * SECOND).unwrap()
}

/// A token issued an hour ago, for a day.
fn claims(role: TokenRole, named: &str) -> TokenClaims {
    let issued = ago(3_600);
    let applicant = role == TokenRole::Applicant;
    TokenClaims {
        id: random_id().unwrap(),
        role,
        undertaking: applicant.then(|| named.parse().unwrap()),
        party: (!applicant && !named.is_empty()).then(|| named.parse().unwrap()),
        issued,
        expires: hours_after(issued, 24).unwrap(),
    }
}

fn token(served: &Served, claims: &TokenClaims) -> String {
    issue(served.service.ledger_id(), claims, &served.keys.token)
}

/// Why the service refuses it; and that the door says the same to everybody: 401, and not why.
fn asked(served: &Served, claims: &TokenClaims) -> Result<(), TokenError> {
    let token = token(served, claims);
    let checked = served.service.check_token(&token).map(|read| assert_eq!(read, *claims));
    let headers = [("authorization", format!("Bearer {token}"))];
    let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let reply = served.request("GET", "/v1/events?limit=1", &headers, b"").unwrap();
    let shut = reply.problem() == (401, "token_required".into());
    assert_eq!(shut, checked.is_err(), "{claims:?}: {reply:?}");
    if shut {
        assert!(!reply.text.contains("withdrawn") && !reply.text.contains("suspended"), "{reply:?}");
    }
    checked
}

fn revoke(served: &Served, data: &Value) {
    let mut data = data.clone();
    data["reason"] = json!("test");
    let subject = ledger::event::EventType::TokenRevoked.named_in(&data).unwrap_or("tokens").to_owned();
    served.govern("token.revoked", &subject, &data).unwrap();
}

#[test]
fn a_revocation_covers_what_it_names_and_nothing_else() {
    let served = Served::start(Settings::default()).unwrap();
    let every = [
        claims(TokenRole::Auditor, ""),
        claims(TokenRole::Operator, ""),
        claims(TokenRole::Operator, "operator"),
        claims(TokenRole::HostingEntity, "host-a"),
        claims(TokenRole::HostingEntity, "host-b"),
        claims(TokenRole::Applicant, UNDERTAKING),
        claims(TokenRole::Applicant, OTHER),
    ];
    let good =
        |served: &Served| -> Vec<bool> { every.iter().map(|one| asked(served, one).is_ok()).collect() };
    assert_eq!(good(&served), [true; 7]);
    // Before they were issued, and at that very instant: nobody is meant.
    for instant in [ago(7_200), ago(3_600)] {
        revoke(&served, &json!({"issued_before": instant.to_string()}));
        assert_eq!(good(&served), [true; 7]);
    }
    revoke(&served, &json!({"token": every[0].id.as_str()}));
    assert_eq!(good(&served), [false, true, true, true, true, true, true]);
    assert_eq!(asked(&served, &every[0]), Err(TokenError::Withdrawn));
    let before = ago(3_599).to_string();
    revoke(&served, &json!({"issued_before": before, "role": "hosting-entity", "party": "host-a"}));
    assert_eq!(good(&served), [false, true, true, false, true, true, true]);
    revoke(&served, &json!({"issued_before": before, "party": "operator"}));
    assert_eq!(good(&served), [false, true, false, false, true, true, true]);
    revoke(&served, &json!({"issued_before": before, "role": "applicant", "undertaking": UNDERTAKING}));
    assert_eq!(good(&served), [false, true, false, false, true, false, true]);
    // An earlier instant takes nothing back.
    revoke(&served, &json!({"issued_before": ago(7_200).to_string(), "party": "operator"}));
    assert_eq!(good(&served), [false, true, false, false, true, false, true]);
    revoke(&served, &json!({"issued_before": before, "role": "applicant"}));
    assert_eq!(good(&served), [false, true, false, false, true, false, false]);
    revoke(&served, &json!({"issued_before": before}));
    assert_eq!(good(&served), [false; 7]);
    // What is issued from then on is good.
    let fresh = TokenClaims { issued: ago(3_599), ..claims(TokenRole::Auditor, "") };
    assert_eq!(asked(&served, &fresh), Ok(()));
}

#[test]
fn an_undertaking_is_meant_under_each_of_its_numbers() {
    let served = Served::start(Settings::default()).unwrap();
    let same = json!({"undertaking": UNDERTAKING, "same_as": [OTHER], "evidence": {"level": "register"}});
    let jws = served.statement("undertaking.identified", "register", UNDERTAKING, &same).unwrap();
    let stranger = claims(TokenRole::Applicant, "NID:FI:11111128");
    let mine = claims(TokenRole::Applicant, OTHER);
    let before = json!({"issued_before": NOW, "undertaking": UNDERTAKING});
    revoke(&served, &before);
    assert_eq!(
        (asked(&served, &mine), asked(&served, &stranger)),
        (Ok(()), Ok(())),
        "two undertakings so far"
    );
    served.expect(201, &jws).unwrap();
    assert_eq!(asked(&served, &mine), Err(TokenError::Withdrawn), "one by now");
    assert_eq!(asked(&served, &stranger), Ok(()));
}

#[test]
fn a_party_has_to_be_admitted_in_force_and_of_the_role() {
    let served = Served::start(Settings::default()).unwrap();
    let auditor = json!({"party": "court", "name": "Court", "roles": ["auditor"], "keys": [key_of("court").public().jwk()], "mandates": []});
    served.govern("party.admitted", "court", &auditor).unwrap();
    let table = [
        (TokenRole::HostingEntity, "host-a", Ok(())),
        (TokenRole::HostingEntity, "nobody", Err(TokenError::UnknownParty)),
        (TokenRole::HostingEntity, "register", Err(TokenError::LacksRole)),
        (TokenRole::HostingEntity, "court", Err(TokenError::LacksRole)),
        (TokenRole::Auditor, "court", Ok(())),
        (TokenRole::Auditor, "host-a", Err(TokenError::LacksRole)),
        (TokenRole::Auditor, "nobody", Err(TokenError::UnknownParty)),
        (TokenRole::Operator, "operator", Ok(())),
        (TokenRole::Operator, "court", Err(TokenError::LacksRole)),
    ];
    for (role, party, expected) in table {
        assert_eq!(asked(&served, &claims(role, party)), expected, "{role} {party}");
    }
    let reason = |party: &str| json!({"party": party, "reason": "test"});
    let (host, court) = (claims(TokenRole::HostingEntity, "host-a"), claims(TokenRole::Auditor, "court"));
    for party in ["host-a", "court"] {
        served.govern("party.suspended", party, &reason(party)).unwrap();
    }
    assert_eq!(asked(&served, &host), Err(TokenError::Suspended));
    assert_eq!(asked(&served, &court), Err(TokenError::Suspended));
    served.govern("party.reinstated", "host-a", &reason("host-a")).unwrap();
    assert_eq!(asked(&served, &host), Ok(()));
}

#[test]
fn a_token_of_a_retired_key_opens_nothing() {
    let served = Served::start(Settings::default()).unwrap();
    let auditor = claims(TokenRole::Auditor, "");
    assert_eq!(asked(&served, &auditor), Ok(()));
    let line = |key: &ledger::submission::SecretKey| {
        let kind = ledger::checkpoint::KeyKind::Ed25519;
        let name = aidledger_tests::served::ORIGIN;
        ledger::checkpoint::VerifierKey::new(name, kind, &key.public().to_bytes()).unwrap().to_string()
    };
    let next = key_of("the next token key");
    served.govern("log-key.added", "keys", &json!({"vkey": line(&next), "purpose": "token"})).unwrap();
    assert_eq!(asked(&served, &auditor), Ok(()), "both are in force");
    let retired = json!({"vkey": line(&served.keys.token), "purpose": "token"});
    served.govern("log-key.retired", "keys", &retired).unwrap();
    assert_eq!(asked(&served, &auditor), Err(TokenError::KeyRetired));
}

#[test]
fn only_the_operator_withdraws_tokens() {
    let served = Served::start(Settings::default()).unwrap();
    let auditor = claims(TokenRole::Auditor, "");
    let data = json!({"token": auditor.id.as_str(), "reason": "test"});
    for party in ["host-a", "register"] {
        let jws = served.statement("token.revoked", party, "tokens", &data).unwrap();
        let reply = served.expect(422, &jws).unwrap();
        assert_eq!(reply.json()["codes"], json!(["not_authorised"]), "{party}");
    }
    assert_eq!(asked(&served, &auditor), Ok(()));
}
