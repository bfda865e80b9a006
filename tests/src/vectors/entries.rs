//! Entries as frozen bytes. The JWS inside is not looked at when an entry is decoded.

use super::{Vector, edited};

/// The worked example of the entry format.
pub const EXAMPLE: &str = r#"{"v":1,"at":"2026-11-23T10:25:00.123456Z","jws":"a.b.c","verdict":{"semantics":1,"packs":"0000000000000000000000000000000000000000000000000000000000000000","outcome":"admitted","codes":[],"flags":[],"gge":["40000.00"],"members":null,"amounts":null,"checks":[{"rule":"eu-2023-2831/ceiling","ms":"FI","from":"2023-11-23","to":"2026-11-23","unit":"EUR","after":["260000.00"],"limit":"300000.00"}],"affects":null}}"#;

fn vector(name: &str, what: &str, bytes: impl Into<Vec<u8>>, expect: &str) -> Vector {
    Vector {
        name: name.to_owned(),
        what: what.to_owned(),
        key: None,
        schema: None,
        expect: vec![expect.to_owned()],
        bytes: bytes.into(),
    }
}

const CHECKS: &str = r#"[{"rule":"eu-2023-2831/ceiling","ms":"FI","from":"2023-11-23","to":"2026-11-23","unit":"EUR","after":["260000.00"],"limit":"300000.00"}]"#;

/// Name, what is in it, edits of the example.
type Edits = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

const GOOD: &[Edits] = &[
    ("worked-example", "the example of the specification", &[]),
    (
        "founding",
        "entry 0: semantics 0 and no packs, whose digest is that of the empty string",
        &[
            ("\"semantics\":1", "\"semantics\":0"),
            (
                "0000000000000000000000000000000000000000000000000000000000000000",
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            ),
            ("[\"40000.00\"]", "null"),
            (CHECKS, "[]"),
        ],
    ),
    (
        "recorded",
        "a fact that nobody judges",
        &[("\"admitted\"", "\"recorded\""), ("[\"40000.00\"]", "null"), (CHECKS, "[]")],
    ),
    (
        "refused",
        "over the ceiling: the sum with the award in it is shown",
        &[
            ("\"admitted\"", "\"refused\""),
            ("\"codes\":[]", "\"codes\":[\"ceiling_exceeded\"]"),
            ("260000.00", "310000.00"),
        ],
    ),
    (
        "deferred",
        "a person must decide",
        &[("\"admitted\"", "\"deferred\""), ("\"codes\":[]", "\"codes\":[\"needs_review\"]")],
    ),
    (
        "range",
        "a range whose high end is what is tested",
        &[
            ("[\"40000.00\"]", "[\"30000.00\",\"60000.00\"]"),
            ("[\"260000.00\"]", "[\"250000.00\",\"280000.00\"]"),
        ],
    ),
    (
        "range-unbounded",
        "a range without a high end counts nowhere",
        &[("[\"40000.00\"]", "[\"500000.00\",null]"), ("\"flags\":[]", "\"flags\":[\"uncounted\"]")],
    ),
    (
        "boundary-dispute",
        "both readings of the boundary day, closed first",
        &[
            (
                CHECKS,
                r#"[{"rule":"eu-2023-2831/ceiling","ms":"FI","from":"2023-11-23","to":"2026-11-23","unit":"EUR","bound":"closed","after":["310000.00"],"limit":"300000.00"},{"rule":"eu-2023-2831/ceiling","ms":"FI","from":"2023-11-24","to":"2026-11-23","unit":"EUR","bound":"half_open","after":["260000.00"],"limit":"300000.00"}]"#,
            ),
            ("\"flags\":[]", "\"flags\":[\"boundary_dispute\",\"interpretation\"]"),
        ],
    ),
    (
        "union-scope",
        "a limit across the Union without a window",
        &[(
            "\"ms\":\"FI\",\"from\":\"2023-11-23\",\"to\":\"2026-11-23\"",
            "\"ms\":null,\"from\":null,\"to\":null",
        )],
    ),
    (
        "affects",
        "a late fact that pushes two later awards over the ceiling",
        &[(
            "\"affects\":null",
            "\"affects\":{\"count\":2,\"sum_over\":\"15000.01\",\"sha256\":\"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\"}",
        )],
    ),
    (
        "first-instant",
        "the first instant an entry can have",
        &[("2026-11-23T10:25:00.123456Z", "1970-01-01T00:00:00.000000Z")],
    ),
    ("last-instant", "the last one", &[("2026-11-23T10:25:00.123456Z", "9999-12-31T23:59:59.999999Z")]),
];

/// Entries that decode, and encode to the same bytes.
#[must_use]
pub fn good() -> Vec<Vector> {
    GOOD.iter().map(|(name, what, edits)| vector(name, what, apply(edits), "ok")).collect()
}

fn apply(edits: &[(&str, &str)]) -> String {
    edits.iter().fold(EXAMPLE.to_owned(), |text, (from, to)| edited(&text, from, to))
}

/// Name, what is in it, one edit, expected answer.
type BadEdit = (&'static str, &'static str, (&'static str, &'static str), &'static str);

/// Sound values in another spelling: byte offset of the first difference to the canonical one.
const SPELLINGS: &[BadEdit] = &[
    ("blank-before-member", "a blank after a comma", (",\"jws\"", ", \"jws\""), "not_canonical 42"),
    ("blank-after-colon", "a blank after a colon", ("\"v\":1", "\"v\": 1"), "not_canonical 5"),
    ("escaped-jws", "an escape where none is needed", ("a.b.c", "\\u0061.b.c"), "not_canonical 49"),
    (
        "escaped-slash",
        "an escaped slash in a rule id",
        ("2831/ceiling", "2831\\/ceiling"),
        "not_canonical 279",
    ),
    (
        "members-swapped",
        "codes after flags",
        ("\"codes\":[],\"flags\":[]", "\"flags\":[],\"codes\":[]"),
        "not_canonical 178",
    ),
    (
        "jws-first",
        "the statement before the instant",
        (
            "\"at\":\"2026-11-23T10:25:00.123456Z\",\"jws\":\"a.b.c\"",
            "\"jws\":\"a.b.c\",\"at\":\"2026-11-23T10:25:00.123456Z\"",
        ),
        "not_canonical 8",
    ),
    (
        "equal-ends",
        "one figure written as a range",
        ("[\"40000.00\"]", "[\"40000.00\",\"40000.00\"]"),
        "not_canonical 216",
    ),
];

/// What the format does not have, with the first fault.
const FAULTS: &[BadEdit] = &[
    ("version-2", "another version", ("\"v\":1", "\"v\":2"), "fault bad_value /v"),
    ("version-missing", "no version", ("\"v\":1,", ""), "fault missing_member /v"),
    ("version-float", "a version as a float", ("\"v\":1", "\"v\":1.0"), "fault float /v"),
    ("at-milliseconds", "three decimals", ("00.123456Z", "00.123Z"), "fault bad_value /at"),
    ("at-offset", "an offset of zero instead of Z", ("00.123456Z", "00.123456+00:00"), "fault bad_value /at"),
    ("at-lower-z", "a small z", ("00.123456Z", "00.123456z"), "fault bad_value /at"),
    ("at-1969", "before 1970", ("2026-11-23T10", "1969-11-23T10"), "fault bad_value /at"),
    (
        "at-integer",
        "microseconds",
        ("\"2026-11-23T10:25:00.123456Z\"", "1795429500123456"),
        "fault wrong_type /at",
    ),
    (
        "unknown-member",
        "a member that the format does not have",
        ("\"v\":1", "\"v\":1,\"note\":\"\""),
        "fault unknown_member /note",
    ),
    (
        "unknown-verdict-member",
        "the same inside the verdict",
        ("\"affects\":null", "\"affects\":null,\"why\":\"\""),
        "fault unknown_member /verdict/why",
    ),
    (
        "unknown-check-member",
        "the same inside a check",
        ("\"unit\":\"EUR\"", "\"unit\":\"EUR\",\"before\":[\"1.00\"]"),
        "fault unknown_member /verdict/checks/0/before",
    ),
    (
        "duplicate-outcome",
        "two outcomes",
        ("\"outcome\":\"admitted\"", "\"outcome\":\"admitted\",\"outcome\":\"refused\""),
        "fault duplicate_member /verdict/outcome",
    ),
    (
        "outcome-unknown",
        "no outcome",
        ("\"admitted\"", "\"accepted\""),
        "fault unknown_word /verdict/outcome",
    ),
    (
        "code-unknown",
        "no code",
        ("\"codes\":[]", "\"codes\":[\"too_much\"]"),
        "fault unknown_word /verdict/codes/0",
    ),
    (
        "flag-unknown",
        "no flag",
        ("\"flags\":[]", "\"flags\":[\"red\"]"),
        "fault unknown_word /verdict/flags/0",
    ),
    (
        "packs-upper",
        "a digest in capitals",
        ("\"packs\":\"00", "\"packs\":\"AA"),
        "fault bad_value /verdict/packs",
    ),
    (
        "gge-absent",
        "an absent figure instead of null",
        ("\"gge\":[\"40000.00\"],", ""),
        "fault missing_member /verdict/gge",
    ),
    (
        "gge-text",
        "a figure without its array",
        ("[\"40000.00\"]", "\"40000.00\""),
        "fault wrong_type /verdict/gge",
    ),
    ("gge-empty", "an empty array", ("[\"40000.00\"]", "[]"), "fault bad_value /verdict/gge"),
    (
        "gge-three",
        "three figures",
        ("[\"40000.00\"]", "[\"1.00\",\"2.00\",\"3.00\"]"),
        "fault too_many_items /verdict/gge",
    ),
    (
        "gge-null-low",
        "a range without a low end",
        ("[\"40000.00\"]", "[null,\"40000.00\"]"),
        "fault bad_value /verdict/gge",
    ),
    ("gge-one-decimal", "one decimal", ("[\"40000.00\"]", "[\"40000.0\"]"), "fault bad_value /verdict/gge/0"),
    (
        "gge-leading-zero",
        "a leading zero",
        ("[\"40000.00\"]", "[\"040000.00\"]"),
        "fault bad_value /verdict/gge/0",
    ),
    ("gge-minus-zero", "minus zero", ("[\"40000.00\"]", "[\"-0.00\"]"), "fault bad_value /verdict/gge/0"),
    ("gge-number", "a figure as a float", ("[\"40000.00\"]", "[40000.00]"), "fault float /verdict/gge/0"),
    ("check-unit", "a unit other than EUR", ("\"EUR\"", "\"SEK\""), "fault bad_value /verdict/checks/0"),
    (
        "check-state",
        "no Member State",
        ("\"ms\":\"FI\"", "\"ms\":\"US\""),
        "fault bad_member_state /verdict/checks/0/ms",
    ),
    (
        "check-date",
        "a day that does not exist",
        ("2023-11-23", "2023-11-31"),
        "fault bad_value /verdict/checks/0/from",
    ),
    (
        "check-bound-null",
        "null where a bound is left out",
        ("\"unit\":\"EUR\"", "\"unit\":\"EUR\",\"bound\":null"),
        "fault wrong_type /verdict/checks/0/bound",
    ),
    (
        "check-rule-long",
        "a rule id of 41 bytes",
        ("eu-2023-2831/ceiling", "eu-2023-2831/ceiling-with-a-very-long-name"),
        "fault bad_value /verdict/checks/0",
    ),
    (
        "affects-absent",
        "an absent member instead of null",
        (",\"affects\":null", ""),
        "fault missing_member /verdict/affects",
    ),
    ("jws-missing", "no statement", ("\"jws\":\"a.b.c\",", ""), "fault missing_member /jws"),
    (
        "semantics-negative",
        "a number below zero",
        ("\"semantics\":1", "\"semantics\":-1"),
        "fault out_of_range /verdict/semantics",
    ),
];

/// Entries that are unsound.
#[must_use]
pub fn bad() -> Vec<Vector> {
    let edit =
        |(name, what, (from, to), expect): &BadEdit| vector(name, what, edited(EXAMPLE, from, to), expect);
    let mut vectors: Vec<Vector> = SPELLINGS.iter().chain(FAULTS).map(edit).collect();
    let check = CHECKS.trim_matches(['[', ']']);
    let codes = |count: usize| vec!["\"needs_review\""; count].join(",");
    let with = |from: &str, to: &str| edited(EXAMPLE, from, to);
    vectors.extend([
        vector("line-feed-after", "a line feed at the end", format!("{EXAMPLE}\n"), "not_canonical 410"),
        vector("blank-before", "a blank at the start", format!(" {EXAMPLE}"), "not_canonical 0"),
        vector("bom", "a byte order mark", format!("\u{feff}{EXAMPLE}"), "fault json_syntax"),
        vector("truncated", "the last byte is gone", EXAMPLE.trim_end_matches('}'), "fault json_syntax"),
        vector("empty", "nothing", "", "fault json_syntax"),
        vector("array", "an array", format!("[{EXAMPLE}]"), "fault wrong_type"),
        vector(
            "codes-25",
            "25 codes",
            with("\"codes\":[]", &format!("\"codes\":[{}]", codes(25))),
            "fault too_many_items /verdict/codes",
        ),
        vector(
            "checks-65",
            "65 checks",
            with(CHECKS, &format!("[{}]", vec![check; 65].join(","))),
            "fault too_many_items /verdict/checks",
        ),
        vector(
            "too-long",
            "one byte more than a bundle can hold",
            with("a.b.c", &"a".repeat(65_536 - EXAMPLE.len() + 5)),
            "too_long",
        ),
    ]);
    vectors
}
