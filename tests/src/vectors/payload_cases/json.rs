//! What is wrong with the JSON itself.

use ledger::event::EventType::{AwardGranted, KeyRevoked};

use super::super::{compact_template, edited};
use super::{PayloadCase, case, raw_case};

const QUANTITY: &str = "\"quantity\":\"20000\"";
const POSITION: &str = "\"compromised_from_position\":4711";

pub(super) fn cases() -> Vec<PayloadCase> {
    let mut cases = numbers();
    cases.extend(duplicates());
    cases.extend(syntax());
    cases.extend(bytes());
    cases
}

fn numbers() -> Vec<PayloadCase> {
    let position = "/data/compromised_from_position";
    vec![
        case(
            "json-float",
            "a fraction as a JSON number",
            AwardGranted,
            &[(QUANTITY, "\"quantity\":20000.5")],
            &[("float", "/data/aid/quantity")],
        ),
        case(
            "json-exponent",
            "an exponent, though the value is whole",
            AwardGranted,
            &[(QUANTITY, "\"quantity\":2e4")],
            &[("float", "/data/aid/quantity")],
        ),
        case(
            "json-float-whole",
            "a whole number with a fraction of zero",
            KeyRevoked,
            &[(POSITION, "\"compromised_from_position\":4711.0")],
            &[("float", position)],
        ),
        case(
            "json-minus-zero",
            "minus zero, which has another spelling",
            KeyRevoked,
            &[(POSITION, "\"compromised_from_position\":-0")],
            &[("float", position)],
        ),
        case(
            "json-integer-above-2-53",
            "2^53 + 1, where readers with doubles see another number",
            KeyRevoked,
            &[(POSITION, "\"compromised_from_position\":9007199254740993")],
            &[("integer_too_large", position)],
        ),
        case(
            "json-integer-2-63",
            "2^63",
            KeyRevoked,
            &[(POSITION, "\"compromised_from_position\":9223372036854775808")],
            &[("integer_too_large", position)],
        ),
        case(
            "json-integer-below-minus-2-53",
            "-2^53 - 1",
            KeyRevoked,
            &[(POSITION, "\"compromised_from_position\":-9007199254740993")],
            &[("integer_too_large", position)],
        ),
        case(
            "json-two-faults",
            "a float and a duplicate member: both are named",
            AwardGranted,
            &[
                (QUANTITY, "\"quantity\":0.5"),
                ("\"member_state\":\"FI\"", "\"member_state\":\"FI\",\"member_state\":\"SE\""),
            ],
            &[("duplicate_member", "/data/member_state"), ("float", "/data/aid/quantity")],
        ),
    ]
}

fn duplicates() -> Vec<PayloadCase> {
    let twice = |name: &str, what: &str, from: &str, to: &str, pointer: &str| {
        case(name, what, AwardGranted, &[(from, to)], &[("duplicate_member", pointer)])
    };
    vec![
        twice(
            "duplicate-envelope",
            "the envelope's `subject` twice",
            "\"subject\":\"2026-0001\"",
            "\"subject\":\"2026-0001\",\"subject\":\"2026-0002\"",
            "/subject",
        ),
        twice(
            "duplicate-equal",
            "the same member twice with the same value",
            "\"specversion\":\"1.0\"",
            "\"specversion\":\"1.0\",\"specversion\":\"1.0\"",
            "/specversion",
        ),
        twice(
            "duplicate-data",
            "two beneficiaries",
            "\"beneficiary\":\"NID:FI:1234567-1\"",
            "\"beneficiary\":\"NID:FI:1234567-1\",\"beneficiary\":\"NID:FI:7654321-2\"",
            "/data/beneficiary",
        ),
        twice(
            "duplicate-nested",
            "two amounts, three levels down",
            "\"amount\":\"0.00\"",
            "\"amount\":\"0.00\",\"amount\":\"37000.00\"",
            "/data/aid/price_paid/amount",
        ),
        twice(
            "duplicate-in-array",
            "two origins in one item of an array",
            "\"origin\":\"state\"",
            "\"origin\":\"state\",\"origin\":\"private\"",
            "/data/funding/0/origin",
        ),
        twice(
            "duplicate-escaped",
            "the second spelling of the name uses an escape",
            "\"award\":\"2026-0001\"",
            "\"award\":\"2026-0001\",\"\\u0061ward\":\"2026-0002\"",
            "/data/award",
        ),
        twice(
            "duplicate-unknown",
            "an unknown member twice",
            "\"award\":\"2026-0001\"",
            "\"award\":\"2026-0001\",\"a/b\":1,\"a/b\":2",
            "/data/a~1b",
        ),
    ]
}

fn syntax() -> Vec<PayloadCase> {
    let broken = |name: &str, what: &str, from: &str, to: &str| {
        case(name, what, AwardGranted, &[(from, to)], &[("json_syntax", "")])
    };
    vec![
        broken("syntax-trailing-comma", "a comma before a brace", "\"gpu-hour\",", "\"gpu-hour\",,"),
        broken("syntax-comment", "a comment", "\"data\":{", "\"data\":/* the grant */{"),
        broken("syntax-single-quotes", "single quotes", "\"csc\"", "'csc'"),
        broken("syntax-nan", "NaN", QUANTITY, "\"quantity\":NaN"),
        broken("syntax-infinity", "minus infinity", QUANTITY, "\"quantity\":-Infinity"),
        broken("syntax-leading-zero", "a number with a leading zero", QUANTITY, "\"quantity\":020000"),
        broken("syntax-plus", "a number with a plus sign", QUANTITY, "\"quantity\":+20000"),
        broken("syntax-hex", "a hexadecimal number", QUANTITY, "\"quantity\":0x4e20"),
        broken("syntax-raw-control", "a raw line feed inside a string", "\"CSC\"", "\"C\nSC\""),
        broken("syntax-bad-escape", "an escape that JSON does not have", "\"CSC\"", "\"\\x43SC\""),
        broken("syntax-lone-high-surrogate", "half a surrogate pair", "\"CSC\"", "\"\\ud83dSC\""),
        broken("syntax-lone-low-surrogate", "the other half", "\"CSC\"", "\"\\ude00SC\""),
        broken("syntax-swapped-surrogates", "a pair in the wrong order", "\"CSC\"", "\"\\ude00\\ud83d\""),
        broken("syntax-surrogate-in-name", "half a pair in a member's name", "\"award\":", "\"\\ud800\":"),
        broken("syntax-unquoted-name", "a name without quotes", "\"award\":", "award:"),
        broken("syntax-true", "True instead of true", "\"export_linked\":false", "\"export_linked\":False"),
    ]
}

fn bytes() -> Vec<PayloadCase> {
    let whole = compact_template(AwardGranted);
    let syntax = [("json_syntax", "")];
    let kind = [("wrong_type", "")];
    let with_bytes = |to: &[u8]| {
        let text = edited(&whole, "\"CSC\"", "\"@\"").into_bytes();
        let at = text.iter().position(|b| *b == b'@').unwrap();
        text.iter().take(at).chain(to).chain(text.iter().skip(at + 1)).copied().collect::<Vec<u8>>()
    };
    let half: Vec<u8> = whole.bytes().take(whole.len() / 2).collect();
    let deep = edited(&whole, "\"CSC\"", &format!("{}{}", "[".repeat(126), "]".repeat(126)));
    vec![
        raw_case("bytes-empty", "an empty payload", Vec::new(), &syntax),
        raw_case("bytes-truncated", "the first half of an event", half, &syntax),
        raw_case(
            "bytes-two-documents",
            "an event and a second document",
            format!("{whole}{{}}").into(),
            &syntax,
        ),
        raw_case(
            "bytes-bom",
            "a byte order mark before the event",
            format!("\u{feff}{whole}").into(),
            &syntax,
        ),
        raw_case("bytes-nul-after", "a NUL after the event", format!("{whole}\0").into(), &syntax),
        raw_case("bytes-latin-1", "a Latin-1 letter, which is not UTF-8", with_bytes(b"Gr\xf6n"), &syntax),
        raw_case("bytes-overlong", "a slash as an overlong UTF-8 sequence", with_bytes(b"\xc0\xaf"), &syntax),
        raw_case("bytes-utf8-surrogate", "a surrogate as UTF-8", with_bytes(b"\xed\xa0\x80"), &syntax),
        raw_case(
            "bytes-beyond-unicode",
            "a code point above U+10FFFF",
            with_bytes(b"\xf4\x90\x80\x80"),
            &syntax,
        ),
        raw_case("bytes-too-deep", "arrays and objects 129 levels deep", deep.into(), &syntax),
        raw_case("payload-array", "an array of one event", format!("[{whole}]").into(), &kind),
        raw_case("payload-null", "null", b"null".to_vec(), &kind),
        raw_case("payload-string", "a string", b"\"{}\"".to_vec(), &kind),
    ]
}
