//! Values of the wrong kind or shape: identifiers, dates, figures, words, texts, lists.

use ledger::event::EventType::{
    self, AwardGranted, AwardReported, AwardSet, LedgerFounded, PackAdopted, PartyAdmitted,
    ReferencePublished, SchemeRegistered, UndertakingAssessed, UndertakingRegistered, UndertakingSplit,
    UndertakingsMerged,
};

use super::{PayloadCase, case};

pub(super) fn cases() -> Vec<PayloadCase> {
    let mut cases = identifiers();
    cases.extend(undertakings());
    cases.extend(dates());
    cases.extend(money());
    cases.extend(figures());
    cases.extend(words());
    cases.extend(texts());
    cases.extend(kinds());
    cases.extend(lists());
    cases
}

/// Replaces the text of one member, quotes excluded.
fn text_case(
    of: EventType,
    (member, old): (&str, &str),
    (name, what, new): (&str, &str, &str),
    fault: (&str, &str),
) -> PayloadCase {
    let from = format!("\"{member}\":\"{old}\"");
    let to = format!("\"{member}\":\"{new}\"");
    case(name, what, of, &[(&from, &to)], &[fault])
}

fn identifiers() -> Vec<PayloadCase> {
    let award = |name: &str, what: &str, to: &str| {
        text_case(AwardGranted, ("award", "2026-0001"), (name, what, to), ("bad_id", "/data/award"))
            .seen_by_schema()
    };
    let long = "a".repeat(129);
    vec![
        award("award-empty", "an empty award id", ""),
        award("award-long", "129 characters", &long),
        award("award-blank", "a blank", "2026 0001"),
        award("award-backslash", "a backslash", "2026\\\\0001"),
        award("award-percent", "a percent sign", "2026%2f0001"),
        award("award-tab", "an escaped tab", "2026\\t0001"),
        award("award-nul", "an escaped NUL", "2026\\u00000001"),
        award("award-delete", "an escaped DEL", "2026\\u007f0001"),
        award("award-homoglyph", "a Cyrillic capital O for a zero's neighbour", "2026-\u{041e}001"),
        award("award-full-width", "full-width digits", "2026-\u{ff10}001"),
        award("award-soft-hyphen", "a soft hyphen", "2026\u{ad}0001"),
        award("award-umlaut", "a letter beyond ASCII", "F\u{f6}rderung-1"),
        text_case(
            SchemeRegistered,
            ("member_state", "FI"),
            ("member-state-gb", "a country that is no Member State", "GB"),
            ("bad_member_state", "/data/member_state"),
        ),
        text_case(
            AwardGranted,
            ("member_state", "FI"),
            ("member-state-lower", "lower case", "fi"),
            ("bad_member_state", "/data/member_state"),
        )
        .seen_by_schema(),
        text_case(
            AwardGranted,
            ("member_state", "FI"),
            ("member-state-gr", "Greece is EL here", "GR"),
            ("bad_member_state", "/data/member_state"),
        ),
        case(
            "seat-country-unknown",
            "no country",
            UndertakingRegistered,
            &[("\"natural_person\":false", "\"natural_person\":false,\"seat_country\":\"ZZ\"")],
            &[("bad_country", "/data/seat_country")],
        ),
    ]
}

fn undertakings() -> Vec<PayloadCase> {
    let beneficiary = |name: &str, what: &str, to: &str| {
        let edit = (name, what, to);
        text_case(AwardGranted, ("beneficiary", "NID:FI:1234567-1"), edit, ("bad_id", "/data/beneficiary"))
    };
    vec![
        beneficiary("undertaking-no-scheme", "a number without a scheme", "1234567-1").seen_by_schema(),
        beneficiary("undertaking-unknown-scheme", "a scheme we do not know", "DUNS:123456789"),
        beneficiary("undertaking-nid-no-country", "a national number without its country", "NID:1234567-1"),
        beneficiary("undertaking-nid-zz", "a country that does not exist", "NID:ZZ:1234567-1"),
        beneficiary("undertaking-nid-uk", "the United Kingdom is GB in NID", "NID:UK:1234567"),
        beneficiary("undertaking-nid-empty", "nothing left after dashes are dropped", "NID:FI:---"),
        beneficiary("undertaking-nid-homoglyph", "a Cyrillic letter in the number", "NID:DE:HR\u{0412}123"),
        beneficiary("undertaking-nid-control", "an escaped line feed", "NID:FI:123\\n4567"),
        beneficiary("undertaking-lei-check", "wrong check digits", "LEI:529900T8BM49AURSDO56"),
        beneficiary("undertaking-lei-short", "19 characters", "LEI:529900T8BM49AURSDO5"),
        beneficiary("undertaking-euid-no-dot", "no dot after the register", "EUID:FIPRH1234567"),
        beneficiary(
            "undertaking-prs-short",
            "a pseudonym of 31 digits",
            "PRS:0123456789abcdef0123456789abcde",
        ),
        beneficiary("undertaking-pic-letters", "letters in a PIC", "PIC:99999999A"),
        case(
            "identifier-bad-value",
            "a VAT number without its country prefix",
            UndertakingRegistered,
            &[("\"value\":\"FI12345671\"", "\"value\":\"12345678\"")],
            &[("bad_id", "/data/identifiers/0/value")],
        ),
        case(
            "identifier-scheme-prs",
            "a pseudonym is no identifier of an undertaking",
            UndertakingRegistered,
            &[("\"scheme\":\"VAT\"", "\"scheme\":\"PRS\"")],
            &[("unknown_word", "/data/identifiers/0/scheme")],
        )
        .seen_by_schema(),
        text_case(
            UndertakingRegistered,
            ("undertaking", "NID:FI:1234567-1"),
            (
                "undertaking-not-canonical",
                "an LEI is an identifier, not a handle",
                "LEI:529900T8BM49AURSDO55",
            ),
            ("not_canonical", "/data/undertaking"),
        ),
    ]
}

fn dates() -> Vec<PayloadCase> {
    let date = |name: &str, what: &str, to: &str| {
        let edit = (name, what, to);
        text_case(AwardGranted, ("granted_on", "2026-11-20"), edit, ("bad_date", "/data/granted_on"))
    };
    vec![
        date("date-february-30", "30 February", "2026-02-30"),
        date("date-no-leap-day", "29 February of a common year", "2027-02-29"),
        date("date-century", "2100 is no leap year", "2100-02-29"),
        date("date-month-13", "month 13", "2026-13-01"),
        date("date-day-zero", "day zero", "2026-11-00"),
        date("date-1989", "before 1990", "1989-12-31"),
        date("date-2200", "after 2199", "2200-01-01"),
        date("date-short", "no leading zeros", "2026-11-9"),
        date("date-basic", "no dashes", "20261120"),
        date("date-dotted", "a national spelling", "20.11.2026"),
        date("date-time", "a time where a date belongs", "2026-11-20T00:00:00Z"),
        date("date-signed", "a sign", "+026-11-20"),
        date("date-arabic-digits", "Arabic-Indic digits", "\u{662}026-11-20"),
        date("date-blank-after", "a blank after it", "2026-11-20 "),
    ]
}

fn money() -> Vec<PayloadCase> {
    let amount = |name: &str, what: &str, to: &str| {
        let edit = (name, what, to);
        let fault = ("bad_amount", "/data/aid/price_paid/amount");
        text_case(AwardGranted, ("amount", "0.00"), edit, fault).seen_by_schema()
    };
    let paid = "\"price_paid\":{\"amount\":\"0.00\",\"currency\":\"EUR\"}";
    let instead = |name: &str, what: &str, to: &str, fault: (&str, &str)| {
        let to = format!("\"price_paid\":{to}");
        case(name, what, AwardGranted, &[(paid, &to)], &[fault])
    };
    let at = "/data/aid/price_paid";
    let amount_at = "/data/aid/price_paid/amount";
    let currency_at = "/data/aid/price_paid/currency";
    vec![
        amount("money-negative", "a negative amount", "-0.01"),
        amount("money-plus", "a plus sign", "+1.00"),
        amount("money-three-decimals", "a tenth of a cent", "1.005"),
        amount("money-exponent", "an exponent", "1e3"),
        amount("money-leading-zero", "a leading zero", "01.00"),
        amount("money-no-integer", "nothing before the point", ".50"),
        amount("money-no-fraction", "nothing after the point", "1."),
        amount("money-comma", "a decimal comma", "1,00"),
        amount("money-thousands", "a thousands separator", "1,000.00"),
        amount("money-blank", "a blank as separator", "1 000.00"),
        amount("money-16-digits", "16 digits before the point", "1000000000000000.00"),
        amount("money-empty", "no digits at all", ""),
        amount("money-arabic", "Arabic-Indic digits", "\u{661}.00"),
        amount("money-hex", "hexadecimal", "0x10"),
        instead(
            "money-integer",
            "an amount as JSON integer",
            "{\"amount\":0,\"currency\":\"EUR\"}",
            ("wrong_type", amount_at),
        )
        .seen_by_schema(),
        instead("money-text", "amount and currency in one string", "\"0.00 EUR\"", ("wrong_type", at))
            .seen_by_schema(),
        instead("money-no-currency", "no currency", "{\"amount\":\"0.00\"}", ("missing_member", currency_at))
            .seen_by_schema(),
        instead(
            "money-yen-decimals",
            "the yen has no minor unit",
            "{\"amount\":\"0.50\",\"currency\":\"JPY\"}",
            ("bad_amount", amount_at),
        ),
        instead(
            "money-unknown-currency",
            "no ISO 4217 code",
            "{\"amount\":\"0.00\",\"currency\":\"XXX\"}",
            ("bad_currency", currency_at),
        ),
        instead(
            "money-lower-currency",
            "lower case",
            "{\"amount\":\"0.00\",\"currency\":\"eur\"}",
            ("bad_currency", currency_at),
        )
        .seen_by_schema(),
        case(
            "signed-money-minus-twice",
            "two minus signs before equity",
            UndertakingSplit,
            &[("\"-25000.00\"", "\"--25000.00\"")],
            &[("bad_amount", "/data/successors/1/equity_book_value/amount")],
        )
        .seen_by_schema(),
    ]
}

fn figures() -> Vec<PayloadCase> {
    let share = |name: &str, what: &str, to: &str| {
        let fault = ("bad_figure", "/data/funding/0/share_percent");
        text_case(AwardGranted, ("share_percent", "100"), (name, what, to), fault)
    };
    let quantity = |name: &str, what: &str, to: &str| {
        let fault = ("bad_figure", "/data/aid/quantity");
        text_case(AwardGranted, ("quantity", "20000"), (name, what, to), fault).seen_by_schema()
    };
    let rate = |name: &str, what: &str, to: &str| {
        let fault = ("bad_figure", "/data/aid/unit_price/rate");
        text_case(AwardGranted, ("rate", "1.85"), (name, what, to), fault).seen_by_schema()
    };
    vec![
        share("percent-over", "more than everything", "100.000001"),
        share("percent-negative", "less than nothing", "-1").seen_by_schema(),
        share("percent-seven-decimals", "seven decimals", "99.9999999").seen_by_schema(),
        share("percent-sign", "a percent sign", "100%").seen_by_schema(),
        quantity("quantity-negative", "a negative quantity", "-20000"),
        quantity("quantity-seven-decimals", "seven decimals", "1.0000001"),
        quantity("quantity-unit", "the unit in the figure", "20000 h"),
        quantity("quantity-16-digits", "16 digits before the point", "1000000000000000"),
        rate("rate-13-decimals", "thirteen decimals", "1.0000000000001"),
        rate("rate-negative", "a negative price", "-1.85"),
        case(
            "fx-rate-zero",
            "an exchange rate of zero",
            ReferencePublished,
            &[("\"rate\":\"11.0345\"", "\"rate\":\"0\"")],
            &[("bad_figure", "/data/rows/0/rate")],
        ),
        case(
            "integer-negative",
            "a size below zero",
            PackAdopted,
            &[("\"size\":48213", "\"size\":-1")],
            &[("out_of_range", "/data/size")],
        )
        .seen_by_schema(),
        case(
            "integer-text",
            "an integer as a string",
            PackAdopted,
            &[("\"size\":48213", "\"size\":\"48213\"")],
            &[("wrong_type", "/data/size")],
        )
        .seen_by_schema(),
    ]
}

fn words() -> Vec<PayloadCase> {
    let word = |name: &str, what: &str, member: (&str, &str), to: &str, pointer: &str| {
        text_case(AwardGranted, member, (name, what, to), ("unknown_word", pointer)).seen_by_schema()
    };
    vec![
        word("form-unknown", "no form of aid", ("form", "compute"), "gift", "/data/aid/form"),
        word("form-capital", "a known form in capitals", ("form", "compute"), "Compute", "/data/aid/form"),
        word("regime-unknown", "no regime", ("regime", "eu-2023-2831"), "eu-2020-0000", "/data/basis/regime"),
        word(
            "regime-gber-12",
            "an article before 13",
            ("regime", "eu-2023-2831"),
            "gber-12",
            "/data/basis/regime",
        ),
        word(
            "regime-gber-57",
            "an article after 56",
            ("regime", "eu-2023-2831"),
            "gber-57",
            "/data/basis/regime",
        ),
        word(
            "regime-gber-letter",
            "a letter after f",
            ("regime", "eu-2023-2831"),
            "gber-25g",
            "/data/basis/regime",
        ),
        word(
            "legal-right-unknown",
            "no such moment",
            ("legal_right", "on-admission"),
            "soon",
            "/data/legal_right",
        ),
        word(
            "instrument-unknown",
            "no instrument",
            ("instrument", "subsidised-services"),
            "voucher",
            "/data/instrument",
        ),
        word("origin-unknown", "no origin", ("origin", "state"), "State", "/data/funding/0/origin"),
        word("unit-unknown", "no unit", ("unit", "gpu-hour"), "gpu-hours", "/data/aid/unit"),
        word(
            "nace-revision-3",
            "a revision that does not exist",
            ("revision", "2.1"),
            "3",
            "/data/activity/nace/revision",
        ),
        case(
            "role-unknown",
            "no role",
            PartyAdmitted,
            &[("\"hosting-entity\"", "\"host\"")],
            &[("unknown_word", "/data/roles/0")],
        )
        .seen_by_schema(),
        case(
            "table-unknown",
            "no reference table",
            ReferencePublished,
            &[("\"table\":\"fx\"", "\"table\":\"prices\"")],
            &[("unknown_word", "/data/table")],
        )
        .seen_by_schema(),
        case(
            "row-of-other-table",
            "a row of another table",
            ReferencePublished,
            &[("\"table\":\"fx\"", "\"table\":\"areas\"")],
            &[
                ("missing_member", "/data/rows/0/nuts"),
                ("missing_member", "/data/rows/0/area"),
                ("missing_member", "/data/rows/0/from"),
                ("unknown_member", "/data/rows/0/member_state"),
                ("unknown_member", "/data/rows/0/currency"),
                ("unknown_member", "/data/rows/0/date"),
                ("unknown_member", "/data/rows/0/rate"),
                ("unknown_member", "/data/rows/0/source"),
            ],
        )
        .seen_by_schema(),
        case(
            "insolvency-null",
            "a word and not null",
            UndertakingAssessed,
            &[("\"insolvency\":\"none\"", "\"insolvency\":null")],
            &[("wrong_type", "/data/insolvency")],
        )
        .seen_by_schema(),
    ]
}

fn texts() -> Vec<PayloadCase> {
    let name = |name: &str, what: &str, to: &str| {
        let fault = ("bad_text", "/data/name");
        text_case(UndertakingRegistered, ("name", "Testi Oy"), (name, what, to), fault)
    };
    let bytes_501 = format!("{}a", "\u{e4}".repeat(250));
    vec![
        name("text-empty", "an empty text", "").seen_by_schema(),
        name("text-501-bytes", "501 bytes in 251 characters", &bytes_501),
        name("text-501-characters", "501 characters", &"a".repeat(501)).seen_by_schema(),
        name("text-control", "an escaped bell", "Testi\\u0007Oy"),
        name("text-line-feed", "an escaped line feed", "Testi\\nOy"),
        name("text-c1-control", "a C1 control character", "Testi\u{85}Oy"),
        name("text-not-nfc", "a letter and a combining mark where one letter exists", "Te\u{301}sti"),
        name("text-zero-width", "a zero-width joiner", "Testi\u{200d}Oy"),
        name("text-bidi", "a right-to-left override", "Testi \u{202e}yO"),
        name("text-isolate", "a bidirectional isolate", "Testi \u{2066}Oy"),
        name("text-line-separator", "U+2028", "Testi\u{2028}Oy"),
        name("text-tag", "an invisible tag character", "Testi\u{e0041}Oy"),
        name("text-bom", "a byte order mark inside", "Testi\u{feff}Oy"),
    ]
}

fn kinds() -> Vec<PayloadCase> {
    let nonce_at = ("bad_value", "/data/nonce");
    let hex = |name: &str, what: &str, to: &str| {
        text_case(LedgerFounded, ("nonce", NONCE), (name, what, to), nonce_at).seen_by_schema()
    };
    let of = |name: &str, what: &str, from: &str, to: &str, pointer: &str| {
        case(name, what, AwardGranted, &[(from, to)], &[("wrong_type", pointer)]).seen_by_schema()
    };
    vec![
        hex("hex-upper", "upper-case hex digits", &NONCE.to_ascii_uppercase()),
        hex("hex-short", "31 digits", NONCE.get(1..).unwrap_or_default()),
        hex("hex-letter", "a letter beyond f", &NONCE.replace('0', "g")),
        of(
            "kind-funding-object",
            "an object where an array belongs",
            "\"funding\":[{\"origin\":\"state\",\"share_percent\":\"100\"}]",
            "\"funding\":{\"origin\":\"state\",\"share_percent\":\"100\"}",
            "/data/funding",
        ),
        of(
            "kind-bool-text",
            "a boolean as a string",
            "\"export_linked\":false",
            "\"export_linked\":\"false\"",
            "/data/conditions/export_linked",
        ),
        of(
            "kind-bool-integer",
            "a boolean as an integer",
            "\"export_linked\":false",
            "\"export_linked\":0",
            "/data/conditions/export_linked",
        ),
        of(
            "kind-date-integer",
            "a date as an integer",
            "\"granted_on\":\"2026-11-20\"",
            "\"granted_on\":20261120",
            "/data/granted_on",
        ),
        of(
            "kind-price-array",
            "an array where an object belongs",
            "\"price_paid\":{\"amount\":\"0.00\",\"currency\":\"EUR\"}",
            "\"price_paid\":[]",
            "/data/aid/price_paid",
        ),
    ]
}

/// The nonce of the founding's template.
const NONCE: &str = "78377b525757b494427f89014f97d799";

fn lists() -> Vec<PayloadCase> {
    let many = |name: &str, of: EventType, item: &str, times: usize, pointer: &str| {
        let list = vec![item; times].join(",");
        let what = format!("{times} items");
        case(name, &what, of, &[(&format!("[{item}]"), &format!("[{list}]"))], &[("too_many_items", pointer)])
            .seen_by_schema()
    };
    let funding = "{\"origin\":\"state\",\"share_percent\":\"100\"}";
    let vat = "{\"scheme\":\"VAT\",\"value\":\"FI12345671\"}";
    let fx = "{\"member_state\":\"*\",\"currency\":\"SEK\",\"date\":\"2026-11-20\",\"rate\":\"11.0345\",\"source\":\"ECB\"}";
    let whole_set = super::super::compact_template(AwardSet);
    let head = whole_set.split("\"awards\":[").next().unwrap_or_default();
    let set = vec!["{}"; 65].join(",");
    vec![
        many("list-funding-17", AwardGranted, funding, 17, "/data/funding"),
        many("list-identifiers-17", UndertakingRegistered, vat, 17, "/data/identifiers"),
        many("list-rows-201", ReferencePublished, fx, 201, "/data/rows"),
        many("list-absorbed-65", UndertakingsMerged, "\"NID:FI:7654321-2\"", 65, "/data/absorbed"),
        many("list-roles-9", PartyAdmitted, "\"hosting-entity\"", 9, "/data/roles"),
        super::raw_case(
            "list-set-65",
            "65 awards in one set",
            format!("{head}\"awards\":[{set}]}}}}").into_bytes(),
            &[("too_many_items", "/data/awards")],
        )
        .seen_by_schema(),
        case(
            "list-funding-empty",
            "no funding at all",
            AwardGranted,
            &[(&format!("[{funding}]"), "[]")],
            &[("bad_value", "/data/funding")],
        ),
        case(
            "list-external-refs-65",
            "65 items where no number is stated: the bound is 64",
            AwardReported,
            &[(
                "\"date_basis\"",
                &format!(
                    "\"external_refs\":[{}],\"date_basis\"",
                    vec!["{\"register\":\"tam\"}"; 65].join(",")
                ),
            )],
            &[("too_many_items", "/data/external_refs")],
        )
        .seen_by_schema(),
    ]
}
