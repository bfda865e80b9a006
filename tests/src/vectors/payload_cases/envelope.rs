//! What is wrong with the envelope, and members that are missing or unknown anywhere.

use ledger::event::EventType::{AwardGranted, LedgerFounded};

use super::super::{compact_template, edited};
use super::{PayloadCase, case};

pub(super) fn cases() -> Vec<PayloadCase> {
    let mut cases = missing();
    cases.extend(unknown());
    cases.extend(fixed());
    cases.extend(ids());
    cases.extend(times());
    cases
}

/// Each required member of a grant, by pointer and by the text that is taken out.
const REQUIRED: &[(&str, &str)] = &[
    ("/specversion", "\"specversion\":\"1.0\","),
    ("/id", "\"id\":\"award-granted-1\","),
    ("/source", "\"source\":\"urn:aidledger:party:csc\","),
    ("/type", "\"type\":\"eu.aidledger.award.granted.v1\","),
    ("/ledger", "\"ledger\":\"replace-with-the-id-of-your-ledger-43-chars\","),
    ("/subject", "\"subject\":\"2026-0001\","),
    ("/time", "\"time\":\"2026-11-20T09:30:00+02:00\","),
    ("/datacontenttype", "\"datacontenttype\":\"application/json\","),
    ("/data/award", "\"award\":\"2026-0001\","),
    ("/data/beneficiary", "\"beneficiary\":\"NID:FI:1234567-1\","),
    ("/data/granting_authority", "\"granting_authority\":{\"id\":\"csc\",\"name\":\"CSC\"},"),
    ("/data/granting_authority/name", ",\"name\":\"CSC\""),
    ("/data/granted_on", "\"granted_on\":\"2026-11-20\","),
    ("/data/legal_right", "\"legal_right\":\"on-admission\","),
    ("/data/basis", "\"basis\":{\"kind\":\"ad-hoc\",\"regime\":\"eu-2023-2831\"},"),
    ("/data/basis/regime", ",\"regime\":\"eu-2023-2831\""),
    ("/data/instrument", "\"instrument\":\"subsidised-services\","),
    ("/data/aid/form", "\"form\":\"compute\","),
    ("/data/aid/quantity", "\"quantity\":\"20000\","),
    ("/data/aid/unit_price/evidence/method", "\"method\":\"published-tariff\","),
    ("/data/aid/price_paid/amount", "\"amount\":\"0.00\","),
    ("/data/funding", "\"funding\":[{\"origin\":\"state\",\"share_percent\":\"100\"}],"),
    ("/data/funding/0/origin", "\"origin\":\"state\","),
    ("/data/activity", "\"activity\":{\"nace\":{\"code\":\"62.10\",\"revision\":\"2.1\"}},"),
    ("/data/conditions/export_linked", "\"export_linked\":false,"),
    ("/data/conditions/domestic_goods", "\"domestic_goods\":false,"),
    ("/data/conditions/price_quantity_linked", ",\"price_quantity_linked\":false"),
];

fn missing() -> Vec<PayloadCase> {
    let gone = |(pointer, text): &(&str, &str)| {
        let name = format!("missing{}", pointer.replace(['/', '_'], "-"));
        case(
            &name,
            &format!("no member {pointer}"),
            AwardGranted,
            &[(*text, "")],
            &[("missing_member", pointer)],
        )
        .seen_by_schema()
    };
    let mut cases: Vec<PayloadCase> = REQUIRED.iter().map(gone).collect();
    let null = [("\"subject\":\"2026-0001\"", "\"subject\":null")];
    let what = "null is not the same as an absent member, and not a string";
    cases.push(
        case("null-subject", what, AwardGranted, &null, &[("wrong_type", "/subject")]).seen_by_schema(),
    );
    let null = [("\"legal_right\":", "\"act\":null,\"legal_right\":")];
    cases.push(
        case("null-optional", what, AwardGranted, &null, &[("wrong_type", "/data/act")]).seen_by_schema(),
    );
    cases
}

/// Each level of a grant, by pointer and by the text after which a stranger is put.
const LEVELS: &[(&str, &str)] = &[
    ("", "\"specversion\":\"1.0\""),
    ("/data", "\"award\":\"2026-0001\""),
    ("/data/granting_authority", "\"id\":\"csc\""),
    ("/data/basis", "\"kind\":\"ad-hoc\""),
    ("/data/aid", "\"form\":\"compute\""),
    ("/data/aid/unit_price", "\"rate\":\"1.85\""),
    ("/data/aid/unit_price/evidence", "\"method\":\"published-tariff\""),
    ("/data/aid/price_paid", "\"amount\":\"0.00\""),
    ("/data/funding/0", "\"origin\":\"state\""),
    ("/data/activity", "\"revision\":\"2.1\"}"),
    ("/data/activity/nace", "\"code\":\"62.10\""),
    ("/data/conditions", "\"export_linked\":false"),
];

fn unknown() -> Vec<PayloadCase> {
    let put = |(level, after): &(&str, &str)| {
        let name = format!("unknown{}", level.replace(['/', '_'], "-"));
        let what = format!("an unknown member at {}", if level.is_empty() { "the top" } else { level });
        let edit = (*after, format!("{after},\"note\":\"x\""));
        let pointer = format!("{level}/note");
        case(&name, &what, AwardGranted, &[(edit.0, &edit.1)], &[("unknown_member", &pointer)])
            .seen_by_schema()
    };
    let mut cases: Vec<PayloadCase> = LEVELS.iter().map(put).collect();
    let member = |name: &str, what: &str, text: &str, pointer: &str| {
        let edit = format!("{text},\"specversion\":\"1.0\"");
        let edits = [("\"specversion\":\"1.0\"", edit.as_str())];
        case(name, what, AwardGranted, &edits, &[("unknown_member", pointer)]).seen_by_schema()
    };
    cases.push(member(
        "unknown-data-base64",
        "CloudEvents' binary body",
        "\"data_base64\":\"e30=\"",
        "/data_base64",
    ));
    cases.push(member(
        "unknown-dataschema",
        "CloudEvents' optional attribute",
        "\"dataschema\":\"https://example.eu/s\"",
        "/dataschema",
    ));
    cases.push(member(
        "unknown-case",
        "a known name in capitals is another name",
        "\"Subject\":\"x\"",
        "/Subject",
    ));
    cases.push(member(
        "unknown-homoglyph",
        "`subject` with a Cyrillic letter",
        "\"subje\u{0441}t\":\"x\"",
        "/subje\u{0441}t",
    ));
    cases
}

fn fixed() -> Vec<PayloadCase> {
    let of = |name: &str, what: &str, from: &str, to: &str, fault: (&str, &str)| {
        case(name, what, AwardGranted, &[(from, to)], &[fault]).seen_by_schema()
    };
    let award_type = "eu.aidledger.award.granted.v1";
    vec![
        of(
            "specversion-0-3",
            "another CloudEvents version",
            "\"1.0\"",
            "\"0.3\"",
            ("bad_value", "/specversion"),
        ),
        of("specversion-number", "the version as an integer", "\"1.0\"", "1", ("wrong_type", "/specversion")),
        of(
            "datacontenttype-xml",
            "another content type",
            "application/json",
            "application/xml",
            ("bad_value", "/datacontenttype"),
        ),
        of(
            "type-unknown",
            "no event type",
            award_type,
            "eu.aidledger.award.given.v1",
            ("unknown_type", "/type"),
        ),
        of(
            "type-v2",
            "a version that does not exist",
            award_type,
            "eu.aidledger.award.granted.v2",
            ("unknown_type", "/type"),
        ),
        of("type-bare", "the short name alone", award_type, "award.granted", ("unknown_type", "/type")),
        of(
            "type-capitals",
            "capitals",
            award_type,
            "EU.aidledger.award.granted.v1",
            ("unknown_type", "/type"),
        ),
        of(
            "source-empty-party",
            "no party in the URN",
            "urn:aidledger:party:csc",
            "urn:aidledger:party:",
            ("bad_source", "/source"),
        ),
        of(
            "source-bare",
            "a party without the URN",
            "urn:aidledger:party:csc",
            "csc",
            ("bad_source", "/source"),
        ),
        of(
            "source-homoglyph",
            "a Cyrillic letter in the party",
            "party:csc",
            "party:\u{0441}sc",
            ("bad_source", "/source"),
        ),
        of("source-slash", "a slash in the party", "party:csc", "party:csc/x", ("bad_source", "/source")),
        of("ledger-short", "42 characters", "ledger-43-chars", "ledger-43-char", ("bad_value", "/ledger")),
        of("ledger-long", "44 characters", "ledger-43-chars", "ledger-43-charss", ("bad_value", "/ledger")),
        of("ledger-padded", "padding", "ledger-43-chars", "ledger-43-chars=", ("bad_value", "/ledger")),
        case(
            "ledger-trailing-bits",
            "the same 32 bytes in a second spelling",
            AwardGranted,
            &[("ledger-43-chars", "ledger-43-chart")],
            &[("bad_value", "/ledger")],
        ),
        case(
            "ledger-in-founding",
            "the founding names a ledger",
            LedgerFounded,
            &[(
                "\"specversion\":\"1.0\"",
                "\"specversion\":\"1.0\",\"ledger\":\"replace-with-the-id-of-your-ledger-43-chars\"",
            )],
            &[("unknown_member", "/ledger")],
        )
        .seen_by_schema(),
        data_of_another_type(),
    ]
}

fn data_of_another_type() -> PayloadCase {
    let grant = compact_template(AwardGranted);
    let as_founding = edited(&grant, "award.granted.v1", "party.suspended.v1");
    let unknown = [
        "award",
        "beneficiary",
        "granting_authority",
        "member_state",
        "granted_on",
        "legal_right",
        "basis",
        "instrument",
        "aid",
        "funding",
        "activity",
        "conditions",
    ];
    let mut case = super::raw_case(
        "type-of-other-data",
        "the data of a grant under the type of a suspension",
        as_founding.into_bytes(),
        &[("missing_member", "/data/party"), ("missing_member", "/data/reason")],
    );
    case.faults.extend(unknown.map(|name| ("unknown_member".to_owned(), format!("/data/{name}"))));
    case.seen_by_schema()
}

fn ids() -> Vec<PayloadCase> {
    let id = |name: &str, what: &str, to: &str| {
        let edit = format!("\"id\":\"{to}\"");
        let edits = [("\"id\":\"award-granted-1\"", edit.as_str())];
        case(name, what, AwardGranted, &edits, &[("bad_id", "/id")]).seen_by_schema()
    };
    let subject = |name: &str, what: &str, to: &str| {
        let edit = format!("\"subject\":\"{to}\"");
        case(
            name,
            what,
            AwardGranted,
            &[("\"subject\":\"2026-0001\"", edit.as_str())],
            &[("bad_id", "/subject")],
        )
    };
    vec![
        id("id-empty", "an empty event id", ""),
        id("id-long", "65 characters", &"i".repeat(65)),
        id("id-slash", "a slash, which event ids do not have", "a/b"),
        id("id-blank", "a blank", "a b"),
        id("id-homoglyph", "a Cyrillic letter that looks Latin", "\u{0430}ward-1"),
        id("id-full-width", "a full-width digit", "award-\u{ff11}"),
        id("id-control", "an escaped line feed", "award\\n1"),
        id("id-nul", "an escaped NUL", "award\\u00001"),
        id("id-zero-width", "a zero-width space", "award\u{200b}1"),
        subject("subject-empty", "an empty subject", ""),
        subject("subject-long", "129 characters", &"s".repeat(129)),
        subject("subject-homoglyph", "a Greek letter that looks Latin", "2026-\u{039f}001"),
        subject("subject-rtl", "a right-to-left override", "2026\u{202e}-0001"),
    ]
}

fn times() -> Vec<PayloadCase> {
    let time = |name: &str, what: &str, to: &str| {
        let edits = [("2026-11-20T09:30:00+02:00", to)];
        case(name, what, AwardGranted, &edits, &[("bad_time", "/time")])
    };
    vec![
        time("time-date-only", "a date", "2026-11-20"),
        time("time-no-offset", "no offset", "2026-11-20T09:30:00"),
        time("time-blank", "a blank instead of T", "2026-11-20 09:30:00Z"),
        time("time-no-seconds", "no seconds", "2026-11-20T09:30Z"),
        time("time-basic-offset", "an offset without its colon", "2026-11-20T09:30:00+0200"),
        time("time-february-30", "30 February", "2026-02-30T09:30:00Z"),
        time("time-lower-t", "a lower-case t", "2026-11-20t09:30:00Z"),
        time("time-lower-z", "a lower-case z", "2026-11-20T09:30:00z"),
        time("time-second-60", "a second 60 in the middle of a day", "2026-11-20T09:30:60Z"),
        time("time-second-60-month", "23:59:60 on a day that ends no month", "2026-11-20T23:59:60Z"),
        time("time-second-60-offset", "23:59:60 at a month's end, but not UTC", "2026-11-30T23:59:60+02:00"),
        time("time-second-61", "second 61 at a month's end", "2026-11-30T23:59:61Z"),
        time("time-offset-24", "an offset of a whole day", "2026-11-20T09:30:00+24:00"),
        time("time-hour-24", "hour 24", "2026-11-20T24:00:00Z"),
        time("time-1989", "before 1990", "1989-12-31T23:59:59Z"),
        time(
            "time-typographic-minus",
            "U+2212 as the sign of the offset",
            "2026-11-20T09:30:00\u{2212}02:00",
        ),
        time("time-full-width", "full-width digits", "\u{ff12}026-11-20T09:30:00Z"),
        time(
            "time-long",
            "a fraction of thirty digits",
            "2026-11-20T09:30:00.123456789012345678901234567890Z",
        ),
    ]
}
