//! Submissions as frozen bytes: what must be accepted, and what must be refused with which answer.

mod bad;
mod shapes;

pub use bad::bad;

use ledger::event::EventType::{self, AwardGranted, KeyRevoked, UndertakingRegistered};
use ledger::submission::{JWS_BYTES_MAX, SecretKey, sign, to_base64url};

use super::{Vector, compact_template, edited, test_key};

/// The key that signs the vectors, the one of party `csc` in the templates.
const SIGNER: u8 = 2;

fn vector(name: &str, what: &str, jws: impl Into<Vec<u8>>, expect: &[&str]) -> Vector {
    Vector {
        name: name.to_owned(),
        what: what.to_owned(),
        key: Some(test_key(SIGNER).public().x()),
        schema: (expect == ["ok"]).then(|| "accepts".to_owned()),
        expect: expect.iter().map(|part| (*part).to_owned()).collect(),
        bytes: jws.into(),
    }
}

fn signed(payload: &str) -> String {
    sign(payload.as_bytes(), &test_key(SIGNER))
}

/// Signs under a header of any spelling.
fn under(header: &[u8], payload: &[u8], key: &SecretKey) -> String {
    let message = format!("{}.{}", to_base64url(header), to_base64url(payload));
    format!("{message}.{}", to_base64url(&key.sign(message.as_bytes())))
}

fn header(members: &str) -> String {
    edited(members, "KID", &test_key(SIGNER).public().kid())
}

/// Submissions that must be accepted.
#[must_use]
pub fn good() -> Vec<Vector> {
    let of_type = |event_type: &EventType| {
        let what = format!("the template of {event_type}");
        vector(event_type.name(), &what, signed(&compact_template(*event_type)), &["ok"])
    };
    let mut vectors: Vec<Vector> = EventType::ALL.iter().map(of_type).collect();
    vectors.extend(good_headers());
    vectors.extend(good_payloads());
    vectors.extend(shapes::good_shapes());
    vectors
}

fn good_headers() -> Vec<Vector> {
    let grant = compact_template(AwardGranted);
    let with = |name: &str, what: &str, members: &str| {
        let jws = under(header(members).as_bytes(), grant.as_bytes(), &test_key(SIGNER));
        vector(name, what, jws, &["ok"])
    };
    vec![
        with(
            "header-eddsa",
            "the older name of the algorithm (RFC 8037)",
            r#"{"alg":"EdDSA","kid":"KID","typ":"aidledger+jws"}"#,
        ),
        with(
            "header-order",
            "header members in another order, with blanks",
            r#"{ "typ": "aidledger+jws", "kid": "KID", "alg": "Ed25519" }"#,
        ),
        with(
            "header-escaped",
            "an escape in a header member's name",
            r#"{"\u0061lg":"Ed25519","kid":"KID","typ":"aidledger+jws"}"#,
        ),
    ]
}

fn good_payloads() -> Vec<Vector> {
    let of = |name: &str, what: &str, event_type: EventType, from: &str, to: &str| {
        vector(name, what, signed(&edited(&compact_template(event_type), from, to)), &["ok"])
    };
    let position = "\"compromised_from_position\":4711";
    let text_500 = "\u{e4}".repeat(250);
    vec![
        vector(
            "payload-pretty",
            "the payload with line breaks and indents",
            signed(ledger::event::template::template(AwardGranted)),
            &["ok"],
        ),
        of(
            "integer-2-53",
            "2^53, the largest integer",
            KeyRevoked,
            position,
            "\"compromised_from_position\":9007199254740992",
        ),
        of(
            "time-fraction",
            "nine decimals of a second, and Z",
            AwardGranted,
            "2026-11-20T09:30:00+02:00",
            "2026-11-20T09:30:00.123456789Z",
        ),
        of(
            "time-own-date",
            "the date counts as written: still the 20th there, the 21st in UTC",
            AwardGranted,
            "2026-11-20T09:30:00+02:00",
            "2026-11-20T23:30:00-02:00",
        ),
        of(
            "escaped-text",
            "escapes, a surrogate pair among them",
            UndertakingRegistered,
            "Testi Oy",
            "T\\u0065sti \\ud83d\\ude80",
        ),
        of(
            "text-500-bytes",
            "500 bytes of text in 250 characters",
            UndertakingRegistered,
            "Testi Oy",
            &text_500,
        ),
        of(
            "spelling-lei",
            "an undertaking by another spelling and scheme",
            AwardGranted,
            "NID:FI:1234567-1",
            "lei:529900t8bm49aursdo55",
        ),
        of(
            "funding-parts",
            "two sources that add up to 100",
            AwardGranted,
            "[{\"origin\":\"state\",\"share_percent\":\"100\"}]",
            "[{\"origin\":\"state\",\"share_percent\":\"33.333333\"},{\"origin\":\"union-central\",\"share_percent\":\"66.666667\"}]",
        ),
        of(
            "no-aid",
            "no State aid: a treatment, and no granting State",
            AwardGranted,
            "\"member_state\":\"FI\"",
            "\"treatment\":{\"no-aid\":{\"ground\":\"market price paid\"}}",
        ),
        of(
            "conferred-earlier",
            "a conferred right of years ago",
            AwardGranted,
            "\"granted_on\":\"2026-11-20\",\"legal_right\":\"on-admission\"",
            "\"granted_on\":\"2021-03-01\",\"legal_right\":\"conferred\"",
        ),
        largest(),
    ]
}

/// Blanks after the payload bring the JWS to the last byte that is read.
fn largest() -> Vector {
    let grant = compact_template(AwardGranted);
    let others = signed("").len();
    let length = |blanks: &usize| others + ((grant.len() + blanks) * 4).div_ceil(3);
    let blanks = (0..JWS_BYTES_MAX).find(|blanks| length(blanks) == JWS_BYTES_MAX).unwrap_or(0);
    let payload = format!("{grant}{}", " ".repeat(blanks));
    vector("largest", "a JWS of exactly 32,768 bytes", signed(&payload), &["ok"])
}
