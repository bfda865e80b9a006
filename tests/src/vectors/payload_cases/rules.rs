//! Statements whose members contradict each other, or that the vocabulary keeps for somebody else.

use ledger::event::EventType::{
    AwardConditional, AwardCorrected, AwardGranted, AwardMatched, AwardReported, AwardReserved,
    AwardRestated, AwardSet, AwardWaived, ControlDeclared, ControlEnded, DeclarationReceived,
    HoldingDeclared, KeyAdded, LedgerFounded, LogKeyAdded, PartyAdmitted, StatementRetracted, TokenRevoked,
    UndertakingIdentified, UndertakingRegistered, UndertakingSplit, UndertakingsMerged,
};

use super::{PayloadCase, case};

pub(super) fn cases() -> Vec<PayloadCase> {
    let mut cases = persons();
    cases.extend(before_statement());
    cases.extend(grants());
    cases.extend(reports());
    cases.extend(changes());
    cases.extend(keys());
    cases.extend(log_keys());
    cases.extend(tokens());
    cases.extend(periods());
    cases.extend(lists());
    cases
}

const PERSON: &str = "PRS:0123456789abcdef0123456789abcdef";

fn persons() -> Vec<PayloadCase> {
    let needs = "person_needs_pseudonym";
    let prs = format!("\"undertaking\":\"{PERSON}\"");
    let nid = "\"undertaking\":\"NID:FI:1234567-1\"";
    let handles = "\"same_as\":[\"LEI:529900T8BM49AURSDO55\"]";
    let natural = ("\"natural_person\":false", "\"natural_person\":true");
    let nameless = (",\"name\":\"Testi Oy\"", "");
    let without = ("\"identifiers\":[{\"scheme\":\"VAT\",\"value\":\"FI12345671\"}]", "\"identifiers\":[]");
    vec![
        case(
            "person-by-nid",
            "a natural person under a national number",
            UndertakingRegistered,
            &[natural, nameless, without],
            &[(needs, "/data/undertaking")],
        ),
        case(
            "person-denied",
            "a pseudonym, and natural_person false",
            UndertakingRegistered,
            &[(nid, &prs), nameless, without],
            &[(needs, "/data/undertaking")],
        ),
        case(
            "person-named",
            "a pseudonym beside a name",
            UndertakingRegistered,
            &[(nid, &prs), natural, without],
            &[(needs, "/data")],
        ),
        case(
            "person-with-identifier",
            "a pseudonym beside a VAT number",
            UndertakingRegistered,
            &[(nid, &prs), natural, nameless],
            &[(needs, "/data")],
        ),
        case(
            "person-identified",
            "a pseudonym tied to an LEI",
            UndertakingIdentified,
            &[(nid, &prs)],
            &[(needs, "/data/same_as")],
        ),
        case(
            "nothing-identified",
            "no other handle",
            UndertakingIdentified,
            &[(handles, "\"same_as\":[]")],
            &[("too_few_items", "/data/same_as")],
        ),
    ]
}

fn before_statement() -> Vec<PayloadCase> {
    let code = "granted_before_statement";
    let yesterday = ("\"granted_on\":\"2026-11-20\"", "\"granted_on\":\"2026-11-19\"");
    vec![
        case(
            "granted-before-statement",
            "an on-admission grant of the day before",
            AwardGranted,
            &[yesterday],
            &[(code, "/data/granted_on")],
        ),
        case(
            "granted-before-statement-offset",
            "00:30 of the next day where it was written, still the day before in UTC",
            AwardGranted,
            &[("2026-11-20T09:30:00+02:00", "2026-11-21T00:30:00+02:00")],
            &[(code, "/data/granted_on")],
        ),
        case(
            "reserved-before-statement",
            "a reservation of the day before",
            AwardReserved,
            &[yesterday],
            &[(code, "/data/granted_on")],
        ),
        case(
            "conditional-before-statement",
            "a conditional right of the day before",
            AwardConditional,
            &[yesterday],
            &[(code, "/data/granted_on")],
        ),
        case(
            "set-before-statement",
            "a whole set stated a day late",
            AwardSet,
            &[("2026-11-20T10:00:00+02:00", "2026-11-21T10:00:00+02:00")],
            &[(code, "/data/awards/0/granted_on"), (code, "/data/awards/1/granted_on")],
        ),
    ]
}

const COMPUTE: (&str, &str) = ("\"aid\":{\"form\":\"compute\",", "\"aid\":{\"form\":\"declared\",");

fn grants() -> Vec<PayloadCase> {
    let state = "\"member_state\":\"FI\",";
    let no_aid = "\"member_state\":\"FI\",\"treatment\":{\"no-aid\":{\"ground\":\"market price\"}},";
    let regime = "\"regime\":\"eu-2023-2831\"";
    vec![
        case(
            "grant-no-state",
            "State aid without a granting State",
            AwardGranted,
            &[(state, "")],
            &[("missing_member", "/data/member_state")],
        ),
        case(
            "grant-state-and-no-aid",
            "a granting State, and no aid",
            AwardGranted,
            &[(state, no_aid)],
            &[("bad_value", "/data/member_state")],
        ),
        case(
            "grant-uk",
            "UK stands in reports only",
            AwardGranted,
            &[(state, "\"member_state\":\"UK\",")],
            &[("bad_member_state", "/data/member_state")],
        ),
        case(
            "reserved-uk",
            "also in a reservation",
            AwardReserved,
            &[(state, "\"member_state\":\"UK\",")],
            &[("bad_member_state", "/data/member_state")],
        ),
        case(
            "grant-notified",
            "a notified measure is reported, not granted here",
            AwardGranted,
            &[(regime, "\"regime\":\"notified\"")],
            &[("bad_value", "/data/basis/regime")],
        ),
        case(
            "conditional-unknown-regime",
            "a conditional right under an unknown regime",
            AwardConditional,
            &[(regime, "\"regime\":\"unknown\"")],
            &[("bad_value", "/data/basis/regime")],
        ),
        case(
            "grant-label-only",
            "a sector by its label",
            AwardGranted,
            &[("\"code\":\"62.10\",\"revision\":\"2.1\"", "\"label\":\"software\"")],
            &[("missing_member", "/data/activity/nace")],
        ),
        case(
            "nace-no-revision",
            "a code without its revision",
            AwardGranted,
            &[(",\"revision\":\"2.1\"", "")],
            &[("bad_value", "/data/activity/nace")],
        ),
        case(
            "grant-shares-99",
            "shares of 99.99 percent",
            AwardGranted,
            &[("\"share_percent\":\"100\"", "\"share_percent\":\"99.99\"")],
            &[("bad_value", "/data/funding")],
        ),
        case(
            "reserved-conferred",
            "a reservation of a right that is binding already",
            AwardReserved,
            &[("\"on-admission\"", "\"conferred\"")],
            &[("bad_value", "/data/legal_right")],
        ),
        case(
            "cap-alone",
            "a cap that does not say how it counts",
            AwardGranted,
            &[(
                COMPUTE.0,
                "\"aid\":{\"cap\":{\"amount\":\"9.00\",\"currency\":\"EUR\"},\"form\":\"compute\",",
            )],
            &[("bad_value", "/data/aid")],
        ),
        case(
            "form-of-other-members",
            "the members of computing time under another form",
            AwardGranted,
            &[("\"form\":\"compute\"", "\"form\":\"grant\"")],
            &[
                ("missing_member", "/data/aid/nominal"),
                ("unknown_member", "/data/aid/system"),
                ("unknown_member", "/data/aid/unit"),
                ("unknown_member", "/data/aid/quantity"),
                ("unknown_member", "/data/aid/unit_price"),
                ("unknown_member", "/data/aid/price_paid"),
            ],
        )
        .seen_by_schema(),
    ]
}

fn reports() -> Vec<PayloadCase> {
    let gge = "\"gge\":{\"amount\":\"708673.00\",\"currency\":\"EUR\"}";
    let range = |low: &str, high: &str| {
        format!(
            "\"gge_range\":{{\"low\":{{\"amount\":\"{low}\",\"currency\":\"EUR\"}},\"high\":{{\"amount\":\"{high}\",\"currency\":\"EUR\"}}}}"
        )
    };
    let dates = "\"granted_on\":\"2025-04-14\"";
    let with_range =
        format!("{dates},\"granted_on_range\":{{\"from\":\"2025-01-01\",\"to\":\"2025-03-31\"}}");
    let of = |name: &str, what: &str, from: &str, to: &str, fault: (&str, &str)| {
        case(name, what, AwardReported, &[(from, to)], &[fault])
    };
    vec![
        of(
            "declared-both",
            "a figure and a range",
            gge,
            &format!("{gge},{}", range("1.00", "2.00")),
            ("bad_value", "/data/aid"),
        ),
        of(
            "range-backwards",
            "low above high",
            gge,
            &range("2.00", "1.00"),
            ("bad_range", "/data/aid/gge_range"),
        ),
        of(
            "range-empty",
            "a range without ends",
            gge,
            "\"gge_range\":{}",
            ("bad_range", "/data/aid/gge_range"),
        )
        .seen_by_schema(),
        of(
            "report-two-dates",
            "a date and a range of dates",
            dates,
            &with_range,
            ("bad_value", "/data/granted_on"),
        ),
        of("report-no-date", "neither", &format!("{dates},"), "", ("bad_value", "/data/granted_on")),
        of(
            "report-legal-right",
            "a report has no legal right",
            dates,
            &format!("{dates},\"legal_right\":\"conferred\""),
            ("unknown_member", "/data/legal_right"),
        )
        .seen_by_schema(),
        of(
            "report-uk-2025",
            "the United Kingdom after 2020",
            "\"member_state\":\"FI\"",
            "\"member_state\":\"UK\"",
            ("bad_member_state", "/data/member_state"),
        ),
        case(
            "range-dates-backwards",
            "a range of dates that ends before it begins",
            AwardReported,
            &[(dates, "\"granted_on_range\":{\"from\":\"2025-03-31\",\"to\":\"2025-01-01\"}")],
            &[("ends_before_start", "/data/granted_on_range")],
        ),
        case(
            "range-currencies",
            "two currencies in one range",
            AwardRestated,
            &[(
                "\"gge\":{\"amount\":\"698673.00\",\"currency\":\"EUR\"}",
                "\"gge_range\":{\"low\":{\"amount\":\"1.00\",\"currency\":\"EUR\"},\"high\":{\"amount\":\"2.00\",\"currency\":\"SEK\"}}",
            )],
            &[("bad_range", "/data/aid/gge_range")],
        ),
    ]
}

fn changes() -> Vec<PayloadCase> {
    let set = "\"set\":{\"granted_on\":\"2026-11-19\"}";
    let of = |name: &str, what: &str, to: &str, faults: &[(&str, &str)]| {
        case(name, what, AwardCorrected, &[(set, to)], faults)
    };
    vec![
        of("correction-empty", "nothing is corrected", "\"set\":{}", &[("missing_member", "/data/set")]),
        of(
            "correction-beneficiary",
            "a correction never names another beneficiary",
            "\"set\":{\"beneficiary\":\"NID:FI:7654321-2\"}",
            &[("unknown_member", "/data/set/beneficiary"), ("missing_member", "/data/set")],
        )
        .seen_by_schema(),
        of(
            "correction-member-state",
            "nor another granting State",
            "\"set\":{\"granted_on\":\"2026-11-19\",\"member_state\":\"SE\"}",
            &[("unknown_member", "/data/set/member_state")],
        )
        .seen_by_schema(),
        case(
            "waiver-no-benefit",
            "a waiver says what benefit was kept",
            AwardWaived,
            &[("\"benefit_kept\":{\"amount\":\"5000.00\",\"currency\":\"EUR\"},", "")],
            &[("missing_member", "/data/benefit_kept")],
        )
        .seen_by_schema(),
        case(
            "control-of-itself",
            "a company that controls itself, in two spellings",
            ControlDeclared,
            &[("\"controller\":\"NID:FI:1111112-8\"", "\"controller\":\"nid:fi:12345671\"")],
            &[("self_control", "/data/controlled")],
        ),
        case(
            "history-unknown",
            "no such history",
            ControlEnded,
            &[("\"on\":\"2026-05-31\"", "\"on\":\"2026-05-31\",\"history\":\"forgotten\"")],
            &[("wrong_type", "/data/history")],
        )
        .seen_by_schema(),
        case(
            "retracted-source",
            "the retracted statement's source is no party",
            StatementRetracted,
            &[("{\"source\":\"urn:aidledger:party:csc\"", "{\"source\":\"csc\"")],
            &[("bad_source", "/data/source")],
        )
        .seen_by_schema(),
    ]
}

fn keys() -> Vec<PayloadCase> {
    let party_x = "gTl3Dqh9F19Wo1Rmw0x-zMuNipG07jeiXfYPW4_Js5Q";
    let x = |name: &str, what: &str, to: &str, code: &str| {
        case(name, what, PartyAdmitted, &[(party_x, to)], &[(code, "/data/keys/0/x")])
    };
    let zeros = "A".repeat(43);
    let identity = format!("AQ{}", "A".repeat(41));
    vec![
        x("key-zero", "a point of order 4: all bytes zero", &zeros, "weak_key"),
        x("key-identity", "the neutral point", &identity, "weak_key"),
        x("key-order-8", "a point of order 8", "xxdqcD1N2E-6PAt2DRBnDyogU_osOczGTsf9d5KsA3o", "weak_key"),
        x(
            "key-no-point",
            "bytes that are no point of the curve",
            &format!("Ag{}", "A".repeat(41)),
            "weak_key",
        ),
        x(
            "key-unreduced",
            "the second spelling of a point: y is not below p",
            "8P_______________________________________38",
            "weak_key",
        ),
        x("key-short", "31 bytes", "gTl3Dqh9F19Wo1Rmw0x-zMuNipG07jeiXfYPW4_Js5", "bad_value")
            .seen_by_schema(),
        case(
            "key-private",
            "the private part of a key",
            PartyAdmitted,
            &[(
                "\"crv\":\"Ed25519\"",
                "\"crv\":\"Ed25519\",\"d\":\"AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI\"",
            )],
            &[("unknown_member", "/data/keys/0/d")],
        )
        .seen_by_schema(),
        case(
            "key-x25519",
            "a key for another purpose",
            KeyAdded,
            &[("\"crv\":\"Ed25519\"", "\"crv\":\"X25519\"")],
            &[("unknown_word", "/data/jwk/crv")],
        )
        .seen_by_schema(),
    ]
}

fn log_keys() -> Vec<PayloadCase> {
    let line = "ledger.example.eu/aid+f986d42a+AeNNOgG2ES4UKerWFmhAX070vk+IU6vuUHnSisbBP/3Q";
    let log_key = |name: &str, what: &str, to: &str, code: &str| {
        case(name, what, LogKeyAdded, &[(line, to)], &[(code, "/data/vkey")])
    };
    let founded = |name: &str, what: &str, to: &str| {
        let token = "ledger.example.eu/aid/token+fd30c21a+AVSw2B0Pp9AOSn1gDfq6bysiA1si/jNeF+31+apbsFB0";
        case(name, what, LedgerFounded, &[(token, to)], &[("named_twice", "/data/log_keys/3/vkey")])
    };
    vec![
        log_key(
            "log-key-weak",
            "the neutral point",
            "ledger.example/log1+2bbb2552+AQEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            "weak_key",
        ),
        log_key(
            "log-key-unreduced",
            "the second spelling of a point",
            "ledger.example/log1+345ff6fb+AfD///////////////////////////////////////9/",
            "weak_key",
        ),
        log_key(
            "log-key-of-another-name",
            "the id of another name",
            &line.replace("f986d42a", "f986d42b"),
            "bad_value",
        ),
        log_key(
            "log-key-of-a-witness",
            "a key of type 04",
            "ledger.example.eu/aid+c8a25994+BONNOgG2ES4UKerWFmhAX070vk+IU6vuUHnSisbBP/3Q",
            "bad_value",
        ),
        founded(
            "founding-key-twice",
            "the checkpoint key under another name, for tokens",
            "ledger.example.eu/aid/token+e4b35c02+AdYvAWoe/R5P33k+tCzYRHHhup8M8E0Sh7XMcfYWKHy4",
        ),
        founded(
            "founding-key-of-operator",
            "the operator's own key, for tokens",
            "ledger.example.eu/aid/token+678b2507+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c",
        ),
    ]
}

fn tokens() -> Vec<PayloadCase> {
    let token = "\"token\":\"YWlkbGVkZ2VyLWRlbW8tMQ\"";
    let before = "\"issued_before\":\"2026-12-03T08:00:00.000000Z\"";
    let scope =
        "\"issued_before\":\"2026-12-03T08:00:00.000000Z\",\"role\":\"hosting-entity\",\"party\":\"csc\"";
    let revoked = |name: &str, what: &str, from: &str, to: &str, fault: (&str, &str)| {
        case(name, what, TokenRevoked, &[(from, to)], &[fault])
    };
    let short = "\"token\":\"YWlkbGVkZ2VyLWRlbW8tM\"";
    let bits = "\"token\":\"YWlkbGVkZ2VyLWRlbW8tMR\"";
    let both = format!("{token},{before}");
    let wide = "\"party\":\"csc\",\"undertaking\":\"NID:FI:1234567-1\"";
    let applicant = "\"role\":\"applicant\"";
    vec![
        revoked(
            "token-of-tomorrow",
            "tokens that are yet to be issued",
            before,
            "\"issued_before\":\"2026-12-03T08:00:00.000001Z\"",
            ("revokes_ahead", "/data/issued_before"),
        ),
        revoked(
            "token-instant-offset",
            "an instant in another spelling",
            before,
            "\"issued_before\":\"2026-12-03T08:00:00Z\"",
            ("bad_time", "/data/issued_before"),
        )
        .seen_by_schema(),
        revoked(
            "token-of-nobody",
            "no token and no instant",
            &format!("{scope},"),
            "",
            ("missing_member", "/data"),
        )
        .seen_by_schema(),
        revoked("token-and-instant", "one token and many", scope, &both, ("bad_value", "/data"))
            .seen_by_schema(),
        case(
            "token-with-role",
            "one token, and for whom it is",
            TokenRevoked,
            &[(before, token)],
            &[("unknown_member", "/data/role"), ("unknown_member", "/data/party")],
        )
        .seen_by_schema(),
        revoked("token-short", "an id of 21 characters", scope, short, ("bad_value", "/data/token"))
            .seen_by_schema(),
        revoked(
            "token-trailing-bits",
            "an id whose last bits are not zero",
            scope,
            bits,
            ("bad_value", "/data/token"),
        )
        .seen_by_schema(),
        revoked(
            "token-role-unknown",
            "a role of parties that no token has",
            "\"role\":\"hosting-entity\"",
            "\"role\":\"register\"",
            ("unknown_word", "/data/role"),
        )
        .seen_by_schema(),
        revoked(
            "token-applicant-party",
            "an applicant's tokens name no party",
            "\"role\":\"hosting-entity\"",
            applicant,
            ("bad_value", "/data"),
        ),
        revoked(
            "token-party-undertaking",
            "no token names both",
            "\"party\":\"csc\"",
            wide,
            ("bad_value", "/data"),
        ),
    ]
}

/// What a list names twice, or does not name.
fn lists() -> Vec<PayloadCase> {
    let absorbed = "\"absorbed\":[\"NID:FI:7654321-2\"]";
    let merged = |name: &str, what: &str, to: &str, fault: (&str, &str)| {
        case(name, what, UndertakingsMerged, &[(absorbed, to)], &[fault])
    };
    let split = |name: &str, what: &str, from: &str, to: &str, fault: (&str, &str)| {
        case(name, what, UndertakingSplit, &[(from, to)], &[fault])
    };
    let second = "\"undertaking\":\"NID:FI:4444444-7\"";
    let successors = "\"successors\":[{\"undertaking\":\"NID:FI:3333333-8\",\"equity_book_value\":{\"amount\":\"410000.00\",\"currency\":\"EUR\"},\"activities\":[\"software\"]},{\"undertaking\":\"NID:FI:4444444-7\",\"equity_book_value\":{\"amount\":\"-25000.00\",\"currency\":\"EUR\"},\"activities\":[\"consulting\",\"training\"]}]";
    vec![
        merged(
            "merger-with-itself",
            "the surviving undertaking among the absorbed, in another spelling",
            "\"absorbed\":[\"NID:FI:7654321-2\",\"nid:fi:12345671\"]",
            ("self_merge", "/data/absorbed"),
        ),
        merged(
            "merger-of-nobody",
            "nobody is absorbed",
            "\"absorbed\":[]",
            ("too_few_items", "/data/absorbed"),
        ),
        merged(
            "merger-twice",
            "one undertaking absorbed twice, in two spellings",
            "\"absorbed\":[\"NID:FI:7654321-2\",\"nid:fi:76543212\"]",
            ("named_twice", "/data/absorbed/1"),
        ),
        split(
            "split-successor-twice",
            "one successor twice",
            second,
            "\"undertaking\":\"NID:FI:3333333-8\"",
            ("named_twice", "/data/successors/1"),
        ),
        split(
            "split-into-nothing",
            "no successor",
            successors,
            "\"successors\":[]",
            ("too_few_items", "/data/successors"),
        ),
        case(
            "set-award-twice",
            "one award id for two members of a set",
            AwardSet,
            &[("\"award\":\"2026-0006\"", "\"award\":\"2026-0005\"")],
            &[("named_twice", "/data/awards/1")],
        ),
        case(
            "matched-with-nothing",
            "no other award",
            AwardMatched,
            &[("\"same_as\":[\"fi-register/TM-10000777\"]", "\"same_as\":[]")],
            &[("too_few_items", "/data/same_as")],
        ),
        case(
            "holding-kind",
            "a kind of holder that is not in the list",
            HoldingDeclared,
            &[("\"kind\":\"investor\"", "\"kind\":\"municipality\"")],
            &[("unknown_word", "/data/kind")],
        )
        .seen_by_schema(),
        case(
            "report-quarter",
            "a quarter's end that is none",
            AwardReported,
            &[("\"date_basis\":\"legal-right\"", "\"date_basis\":\"quarter-end\"")],
            &[("bad_value", "/data/granted_on")],
        ),
    ]
}

fn periods() -> Vec<PayloadCase> {
    vec![
        case(
            "mandate-backwards",
            "a mandate that ends before it begins",
            PartyAdmitted,
            &[("\"until\":\"2030-12-31\"", "\"until\":\"2013-12-31\"")],
            &[("ends_before_start", "/data/mandates/0/until")],
        ),
        case(
            "period-backwards",
            "a period that ends before it begins",
            DeclarationReceived,
            &[("\"until\":\"2026-11-08\"", "\"until\":\"2023-11-07\"")],
            &[("ends_before_start", "/data/period/until")],
        ),
    ]
}
