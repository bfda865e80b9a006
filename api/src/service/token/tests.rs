//! Tokens of one key against the classic attacks on JWTs, each claim left out or bent, and every instant that matters.

use super::*;
use ledger::submission::sign;

const LEDGER: &str = "a";

fn key() -> SecretKey {
    SecretKey::from_seed(&[7; 32])
}

fn at(micros: i64) -> At {
    At::from_micros(micros).unwrap()
}

const ISSUED: i64 = 1_795_168_800_000_000;
const EXPIRES: i64 = ISSUED + HOUR_MICROS;

fn claims(role: TokenRole) -> TokenClaims {
    TokenClaims {
        id: "YWlkbGVkZ2VyLWRlbW8tMQ".parse().unwrap(),
        role,
        undertaking: (role == TokenRole::Applicant).then(|| "NID:FI:1234567-1".parse().unwrap()),
        party: (role == TokenRole::HostingEntity).then(|| "csc".parse().unwrap()),
        issued: at(ISSUED),
        expires: at(EXPIRES),
    }
}

fn opens(compact: &str) -> Result<TokenClaims, TokenError> {
    verify(LEDGER, compact, &key().public(), at(ISSUED))
}

/// A JWS with any header text and payload text, signed with the token key.
fn by_our_key(header: &str, payload: &str) -> String {
    let signed = format!("{}.{}", to_base64url(header.as_bytes()), to_base64url(payload.as_bytes()));
    format!("{signed}.{}", to_base64url(&key().sign(signed.as_bytes())))
}

fn header() -> String {
    format!("{{\"alg\":\"Ed25519\",\"kid\":\"{}\",\"typ\":\"{TYP}\"}}", key().public().kid())
}

const PAYLOAD: &str = r#"{"id":"YWlkbGVkZ2VyLWRlbW8tMQ","ledger":"a","role":"auditor","issued":"2026-11-20T10:00:00.000000Z","expires":"2026-11-20T11:00:00.000000Z"}"#;

#[test]
fn a_token_is_good_for_one_ledger_from_its_issue_until_it_ends() {
    for role in TokenRole::ALL {
        let token = issue(LEDGER, &claims(*role), &key());
        let good = |ledger: &str, now: i64| verify(ledger, &token, &key().public(), at(now));
        assert_eq!(good(LEDGER, ISSUED), Ok(claims(*role)));
        assert_eq!(good(LEDGER, EXPIRES - 1), Ok(claims(*role)));
        assert_eq!(good(LEDGER, EXPIRES), Err(TokenError::Expired));
        assert_eq!(good(LEDGER, ISSUED - SKEW_MICROS), Ok(claims(*role)));
        assert_eq!(good(LEDGER, ISSUED - SKEW_MICROS - 1), Err(TokenError::Ahead));
        assert_eq!(good("b", ISSUED), Err(TokenError::OtherLedger));
    }
    assert_eq!(opens(&by_our_key(&header(), PAYLOAD)), Ok(claims(TokenRole::Auditor)));
}

#[test]
fn a_life_has_a_bound_and_a_direction() {
    let month = i64::from(LIFE_HOURS_MAX) * HOUR_MICROS;
    for (life, expected) in [
        (month, Ok(())),
        (month + 1, Err(TokenError::Life)),
        (0, Err(TokenError::Life)),
        (-1, Err(TokenError::Life)),
    ] {
        let claims = TokenClaims { expires: at(ISSUED + life), ..claims(TokenRole::Auditor) };
        assert_eq!(opens(&issue(LEDGER, &claims, &key())).map(drop), expected, "{life}");
    }
    assert_eq!(hours_after(at(ISSUED), 1), Some(at(EXPIRES)));
}

#[test]
fn a_role_goes_with_whom_it_names_and_nobody_else() {
    let undertaking = Some("NID:FI:1234567-1".parse().unwrap());
    let party: Option<PartyId> = Some("csc".parse().unwrap());
    for role in TokenRole::ALL {
        for (named, both) in [(&None, &None), (&None, &party), (&undertaking, &None), (&undertaking, &party)]
        {
            let claims = TokenClaims { undertaking: named.clone(), party: both.clone(), ..claims(*role) };
            let fits = match role {
                TokenRole::Applicant => named.is_some() && both.is_none(),
                TokenRole::HostingEntity => named.is_none() && both.is_some(),
                TokenRole::Auditor | TokenRole::Operator => named.is_none(),
            };
            let expected = if fits { Ok(()) } else { Err(TokenError::Whom) };
            assert_eq!(opens(&issue(LEDGER, &claims, &key())).map(drop), expected, "{claims:?}");
        }
    }
}

/// Even our own key can't sign another header: what a header could ask for is never read.
#[test]
fn no_header_but_the_one_is_taken() {
    let kid = key().public().kid();
    let x = key().public().x();
    let fixed = header();
    let headers = [
        fixed.replace("Ed25519", "none"),
        fixed.replace("Ed25519", "None"),
        fixed.replace("Ed25519", "NONE"),
        fixed.replace("Ed25519", "HS256"),
        fixed.replace("Ed25519", "EdDSA"),
        fixed.replace("Ed25519", "ES256"),
        fixed.replace("Ed25519", "ed25519"),
        fixed.replace(TYP, "JWT"),
        fixed.replace(TYP, "at+jwt"),
        fixed.replace(TYP, "aidledger+jws"),
        fixed.replace(TYP, "aidledger-refusal+jws"),
        fixed.replace(TYP, "AIDLEDGER-TOKEN+JWS"),
        fixed.replace(&kid, "../../../../dev/null"),
        fixed.replace(&kid, "' OR '1'='1"),
        fixed.replace(&kid, ""),
        fixed.replace(&format!("\"kid\":\"{kid}\","), ""),
        fixed.replace('}', &format!(",\"jwk\":{{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"{x}\"}}}}")),
        fixed.replace('}', ",\"jku\":\"https://attacker.example/keys\"}"),
        fixed.replace('}', ",\"x5u\":\"https://attacker.example/c\"}"),
        fixed.replace('}', ",\"x5c\":[\"MIIB\"]}"),
        fixed.replace('}', ",\"crit\":[\"exp\"]}"),
        fixed.replace('}', ",\"b64\":false,\"crit\":[\"b64\"]}"),
        fixed.replace('}', ",\"zip\":\"DEF\"}"),
        fixed.replace('}', ",\"cty\":\"JWT\"}"),
        fixed.replace('}', ",\"alg\":\"none\"}"),
        fixed.replace('{', "{\"alg\":\"none\","),
        fixed.replace('}', ",\"typ\":\"aidledger-token+jws\"}"),
        fixed.replace("\"alg\"", "\"\\u0061lg\""),
        fixed.replace(':', ": "),
        format!("{fixed} "),
        format!("\u{feff}{fixed}"),
        format!("{fixed}{fixed}"),
        format!("[{fixed}]"),
        String::new(),
        "{}".to_owned(),
        "null".to_owned(),
    ];
    for header in headers {
        assert_eq!(opens(&by_our_key(&header, PAYLOAD)), Err(TokenError::NotOurs), "{header}");
    }
}

#[test]
fn what_our_key_did_not_sign_is_none_however_it_is_spelt() {
    use hmac_free::forged;
    let token = by_our_key(&header(), PAYLOAD);
    let parts: Vec<&str> = token.split('.').collect();
    let (head, payload, signature) = (parts[0], parts[1], parts[2]);
    let stranger = SecretKey::from_seed(&[8; 32]);
    let operator = to_base64url(PAYLOAD.replace("auditor", "operator").as_bytes());
    let mut tried = vec![
        String::new(),
        ".".to_owned(),
        "..".to_owned(),
        format!("{head}.{payload}"),
        format!("{head}.{payload}."),
        format!(".{payload}.{signature}"),
        format!("{head}..{signature}"),
        format!("{head}.{operator}.{signature}"),
        format!("{token}."),
        format!(".{token}"),
        format!("{token}.{signature}"),
        format!("{head}.{payload}.{payload}.{signature}"),
        format!("{token}="),
        format!("{head}=.{payload}.{signature}"),
        format!("{token}A"),
        format!("{token}AAAA"),
        format!("{token}\n"),
        format!("{token}\0"),
        format!(" {token}"),
        format!("\t{token}"),
        token.replace('.', " . "),
        token.replace('.', "\u{ff0e}"),
        token.replacen('.', ".\u{200b}", 1),
        token.replace('-', "+").replace('_', "/") + "=",
        // The JSON serialisation, and a token inside a token.
        format!("{{\"protected\":\"{head}\",\"payload\":\"{payload}\",\"signature\":\"{signature}\"}}"),
        by_our_key(&header(), &format!("\"{token}\"")),
        issue(LEDGER, &claims(TokenRole::Operator), &stranger),
        // What else the same key could have been made to sign, and statements by it.
        sign(PAYLOAD.as_bytes(), &key()),
        sign_as("aidledger-refusal+jws", PAYLOAD.as_bytes(), &key()),
        format!("{head}.{payload}.{}", to_base64url(&[0; 64])),
        format!("{head}.{payload}.{}", to_base64url(&[0; 32])),
        "A".repeat(BYTES_MAX + 1),
        format!("{head}.{}.{signature}", "A".repeat(BYTES_MAX)),
        by_our_key(&header(), &PAYLOAD.replacen('{', &format!("{{{}", " ".repeat(BYTES_MAX)), 1)),
    ];
    tried.extend(forged(head, payload, &key().public()));
    for compact in tried {
        let opened = opens(&compact);
        assert!(matches!(opened, Err(TokenError::NotOurs | TokenError::Members)), "{compact}: {opened:?}");
    }
    // Not one character is free.
    for place in 0..token.len() {
        for other in ['A', 'B', '.', '='] {
            let mut bent: Vec<char> = token.chars().collect();
            if bent[place] == other {
                continue;
            }
            bent[place] = other;
            assert!(opens(&bent.into_iter().collect::<String>()).is_err(), "{place} {other}");
        }
    }
}

/// The public key as a secret of a keyed hash: the classic confusion of algorithms.
mod hmac_free {
    use super::*;
    use sha2::{Digest as _, Sha256};

    fn hmac(secret: &[u8], message: &[u8]) -> [u8; 32] {
        let pad =
            |with: u8| -> Vec<u8> { (0..64).map(|at| secret.get(at).copied().unwrap_or(0) ^ with).collect() };
        let inner = Sha256::new().chain_update(pad(0x36)).chain_update(message).finalize();
        Sha256::new().chain_update(pad(0x5c)).chain_update(inner).finalize().into()
    }

    pub(super) fn forged(head: &str, payload: &str, key: &PublicKey) -> Vec<String> {
        let hs256 = to_base64url(header().replace("Ed25519", "HS256").as_bytes());
        let none = to_base64url(header().replace("Ed25519", "none").as_bytes());
        let secrets = [key.to_bytes().to_vec(), key.x().into_bytes(), key.jwk().to_string().into_bytes()];
        let mut all: Vec<String> = secrets
            .iter()
            .flat_map(|secret| {
                [&hs256, head]
                    .map(|head| (head.to_owned(), hmac(secret, format!("{head}.{payload}").as_bytes())))
            })
            .map(|(head, mac)| format!("{head}.{payload}.{}", to_base64url(&mac)))
            .collect();
        all.extend([
            format!("{none}.{payload}."),
            format!("{none}.{payload}.AA"),
            format!("{none}.{payload}"),
        ]);
        all
    }
}

#[test]
fn every_member_is_asked_for_and_no_other_is_passed_over() {
    let bent = [
        // The tokens of before: without an id and an instant of issue.
        r#"{"ledger":"a","role":"auditor","expires":"2026-11-20T11:00:00.000000Z"}"#.to_owned(),
        PAYLOAD.replace("\"id\":\"YWlkbGVkZ2VyLWRlbW8tMQ\",", ""),
        PAYLOAD.replace("YWlkbGVkZ2VyLWRlbW8tMQ", "YWlkbGVkZ2VyLWRlbW8tMR"),
        PAYLOAD.replace("YWlkbGVkZ2VyLWRlbW8tMQ", "YWlkbGVkZ2VyLWRlbW8t"),
        PAYLOAD.replace("YWlkbGVkZ2VyLWRlbW8tMQ", ""),
        PAYLOAD.replace("\"issued\":\"2026-11-20T10:00:00.000000Z\",", ""),
        PAYLOAD.replace("10:00:00.000000Z", "10:00:00Z"),
        PAYLOAD.replace("11:00:00.000000Z", "12:00:00.000000+01:00"),
        PAYLOAD.replace("\"2026-11-20T11:00:00.000000Z\"", "1795172400"),
        PAYLOAD.replace(",\"expires\":\"2026-11-20T11:00:00.000000Z\"", ""),
        PAYLOAD.replace("\"auditor\"", "\"Auditor\""),
        PAYLOAD.replace("\"auditor\"", "\"rule-authority\""),
        PAYLOAD.replace("\"auditor\"", "[\"auditor\"]"),
        PAYLOAD.replace("\"auditor\"", "null"),
        PAYLOAD.replace("\"role\":\"auditor\"", "\"role\":\"applicant\",\"role\":\"auditor\""),
        PAYLOAD.replace("\"role\":\"auditor\"", "\"role\":\"auditor\",\"\\u0072ole\":\"operator\""),
        PAYLOAD.replace("\"role\":\"auditor\"", "\"role\":\"auditor\",\"party\":null"),
        PAYLOAD.replace("\"role\":\"auditor\"", "\"role\":\"auditor\",\"party\":7"),
        PAYLOAD.replace("\"role\":\"auditor\"", "\"role\":\"auditor\",\"party\":\"\""),
        PAYLOAD.replace("\"role\":\"auditor\"", "\"role\":\"auditor\",\"party\":\"c\\u0441c\""),
        PAYLOAD.replace("\"role\":\"auditor\"", "\"role\":\"auditor\",\"undertaking\":\"x\""),
        PAYLOAD.replace("\"role\":\"auditor\"", "\"role\":\"auditor\",\"scope\":\"nothing\""),
        PAYLOAD
            .replace("\"role\":\"auditor\"", "\"role\":\"auditor\",\"nbf\":\"2027-01-01T00:00:00.000000Z\""),
        PAYLOAD.replace("\"ledger\":\"a\",", ""),
        PAYLOAD.replace("\"ledger\":\"a\"", "\"ledger\":[\"a\",\"b\"]"),
        format!("[{PAYLOAD}]"),
        format!("{PAYLOAD}{PAYLOAD}"),
        format!("{PAYLOAD} x"),
        String::new(),
        "null".to_owned(),
        "{}".to_owned(),
        "[".repeat(1_000),
    ];
    for payload in bent {
        let opened = opens(&by_our_key(&header(), &payload));
        assert!(matches!(opened, Err(TokenError::NotOurs | TokenError::Members)), "{payload}: {opened:?}");
    }
    let elsewhere = by_our_key(&header(), &PAYLOAD.replace("\"ledger\":\"a\"", "\"ledger\":\"A\""));
    assert_eq!(opens(&elsewhere), Err(TokenError::OtherLedger));
}

#[test]
fn no_two_ids_are_equal() {
    let ids: std::collections::BTreeSet<String> =
        (0..100).map(|_| random_id().unwrap().as_str().to_owned()).collect();
    assert_eq!(ids.len(), 100);
}
