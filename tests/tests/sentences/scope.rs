//! S: what an act serves, on which days, and claims that cannot be.

use aidledger_tests::tale::{Tale, cash, eur, granted, reported, with};
use rules::audit::facts::FactPacks;
use rules::pack::SHIPPED;
use serde_json::{Value, json};

fn of(regime: &str, on: &str, change: &Value) -> Value {
    let data = with(granted("g", "a", on, cash("1.00")), &json!({"basis": {"regime": regime}}));
    with(data, change)
}

fn nace(code: &str, revision: &str) -> Value {
    json!({"activity": {"nace": {"code": code, "revision": revision}}})
}

fn stating(members: &Value) -> Value {
    let none = json!({"export_linked": false, "domestic_goods": false, "price_quantity_linked": false});
    json!({"conditions": with(none, members)})
}

fn both(one: &Value, other: &Value) -> Value {
    with(one.clone(), other)
}

fn asked(data: &Value) -> aidledger_tests::tale::Said {
    Tale::of(&["a"]).say("award.granted", data)
}

/// What a register says of an award: its flags.
fn claimed(regime: &str, on: &str, change: &Value) -> bool {
    let declared = json!({"form": "declared", "gge": eur("1.00")});
    let data =
        with(reported("r", "a", on, declared), &json!({"basis": {"regime": regime, "kind": "ad-hoc"}}));
    let said = Tale::of(&["a"]).say("award.reported", &with(data, change));
    said.is("recorded");
    said.0.flags.iter().any(|flag| flag.as_str() == "claim_doubtful")
}

#[test]
fn s1_validity_and_its_tail_by_day_and_by_scheme() {
    for regime in ["eu-2023-2831", "eu-2023-2832"] {
        let served = stating(&json!({"sgei_service": "ferry"}));
        asked(&of(regime, "2031-06-30", &served)).is("admitted");
        asked(&of(regime, "2031-07-01", &served)).is("refused").for_codes(&["regime_not_in_force"]);
        asked(&of(regime, "2023-12-31", &served)).for_codes(&["regime_not_in_force"]);
    }
    // A tail for schemes.
    let farm = nace("01.41", "2.1");
    asked(&of("eu-1408-2013", "2032-12-31", &farm)).is("admitted");
    asked(&of("eu-1408-2013", "2033-01-01", &farm)).for_codes(&["regime_not_in_force"]);
    let scheme = json!({"basis": {"regime": "eu-1408-2013", "kind": "scheme"}});
    asked(&of("eu-1408-2013", "2033-06-30", &both(&farm, &scheme))).is("admitted");
    asked(&of("eu-1408-2013", "2033-07-01", &both(&farm, &scheme))).for_codes(&["regime_not_in_force"]);
    // What is legacy admits nothing, and what no pack dates is not covered.
    asked(&of("eu-1407-2013", "2023-12-31", &json!({}))).for_codes(&["regime_not_in_force"]);
    asked(&of("gber-28", "2026-01-10", &json!({}))).for_codes(&["not_covered"]);
}

#[test]
fn s2_the_longest_row_decides_and_a_shorter_code_waits() {
    for (code, codes) in [
        ("01.11", &["excluded_sector"][..]),
        ("03.21", &["excluded_sector"]),
        ("01.16", &["needs_review"]),
        ("01.61", &["needs_review"]),
        ("01.70", &["needs_review"]),
        ("02.30", &["needs_review"]),
        ("03.30", &["needs_review"]),
        ("01", &["needs_review"]),
        // A row meets it, so it does not matter that others lie under it.
        ("01.1", &["excluded_sector"]),
        ("62", &[]),
        ("02.10", &[]),
    ] {
        let said = asked(&of("eu-2023-2831", "2026-01-10", &nace(code, "2.1")));
        said.is(if codes.is_empty() { "admitted" } else { said.0.outcome.as_str() }).for_codes(codes);
    }
}

#[test]
fn s3_an_act_for_one_sector_serves_no_other() {
    assert!(!claimed("eu-717-2014", "2025-01-10", &nace("03.11", "2.1")));
    assert!(claimed("eu-717-2014", "2025-01-10", &nace("62.10", "2.1")));
    assert!(claimed("eu-1408-2013", "2025-01-10", &nace("10.51", "2.1")));
    assert!(!claimed("eu-1408-2013", "2025-01-10", &nace("01.61", "2.1")), "a person may look");
    assert!(!claimed("eu-717-2014", "2023-10-24", &nace("10.20", "2")));
    assert!(claimed("eu-717-2014", "2023-10-25", &nace("10.20", "2")));
    asked(&of("eu-717-2014", "2025-01-10", &nace("62.10", "2.1"))).for_codes(&["excluded_sector"]);
    // What may be served and may not is for a person to look at.
    asked(&of("eu-1408-2013", "2025-01-10", &nace("01.61", "2.1"))).for_codes(&["needs_review"]);
    asked(&of("eu-1408-2013", "2025-01-10", &nace("01.41", "2.1"))).is("admitted");
}

#[test]
fn s4_price_and_quantity_exclude_with_the_activity() {
    let linked = stating(&json!({"price_quantity_linked": true}));
    for (code, codes) in [
        ("10.51", &["conditions_excluded"][..]),
        ("10.20", &["conditions_excluded"]),
        ("46.31", &["conditions_excluded"]),
        ("11.05", &["needs_review"]),
        ("46", &["needs_review"]),
        ("62.10", &[]),
    ] {
        asked(&of("eu-2023-2831", "2026-01-10", &both(&nace(code, "2.1"), &linked))).for_codes(codes);
    }
    for word in ["export_linked", "domestic_goods"] {
        let stated = stating(&json!({word: true}));
        asked(&of("eu-2023-2831", "2026-01-10", &stated)).for_codes(&["conditions_excluded"]);
    }
    // Beside a condition that excludes, one that is for review says nothing more.
    let both_stated = stating(&json!({"price_quantity_linked": true, "export_linked": true}));
    asked(&of("eu-2023-2831", "2026-01-10", &both(&nace("11.05", "2.1"), &both_stated)))
        .for_codes(&["conditions_excluded"]);
}

#[test]
fn s5_the_act_on_services_asks_for_one() {
    asked(&of("eu-2023-2832", "2026-01-10", &json!({}))).is("refused").for_codes(&["conditions_excluded"]);
    asked(&of("eu-2023-2832", "2026-01-10", &stating(&json!({"sgei_service": "ferry"})))).is("admitted");
}

#[test]
fn s6_activities_that_are_not_kept_apart_wait_where_another_is_excluded() {
    let mut tale = Tale::of(&["a", "b"]);
    let declared = json!({"form": "declared", "gge": eur("1.00")});
    let farmed = both(&nace("01.41", "2.1"), &json!({"basis": {"regime": "eu-1408-2013"}}));
    tale.say("award.reported", &with(reported("r", "a", "2025-01-10", declared), &farmed)).is("recorded");
    let apart = |award: &str, who: &str, stated: Value| {
        with(granted(award, who, "2026-01-10", cash("1.00")), &stating(&stated))
    };
    let ask = |tale: &mut Tale, data: &Value| tale.say("award.granted", data);
    ask(&mut tale, &apart("g1", "a", json!({"separated_activities": false}))).for_codes(&["needs_review"]);
    ask(&mut tale, &apart("g2", "b", json!({"separated_activities": false}))).is("admitted");
    ask(&mut tale, &apart("g3", "a", json!({"separated_activities": true}))).is("admitted");
    ask(&mut tale, &apart("g4", "a", json!({}))).is("admitted");
    let farm = both(&nace("01.41", "2.1"), &stating(&json!({"separated_activities": true})));
    let closed = with(granted("g5", "a", "2026-01-10", cash("1.00")), &farm);
    ask(&mut tale, &closed).for_codes(&["excluded_sector"]);
    // An award that is no aid names its activity still; one that is not to be counted is left out.
    let reviewed = |decision: &str| json!({"about": "facts/r", "question": "what is it", "decision": decision, "reason": "looked at", "citation": "Art. 1", "valid_for": {}});
    let asking = |award: &str| apart(award, "a", json!({"separated_activities": false}));
    tale.say("review.decided", &reviewed("no-aid")).is("admitted");
    ask(&mut tale, &asking("g6")).for_codes(&["needs_review"]);
    tale.say("review.decided", &reviewed("not-counted")).is("admitted");
    ask(&mut tale, &asking("g7")).is("admitted");
}

#[test]
fn s7_all_codes_are_listed_and_what_claims_to_be_no_aid_is_not_asked() {
    let much = both(&nace("01.11", "2.1"), &stating(&json!({"export_linked": true})));
    // After all dates of the regime an exclusion is asked as on the last of them, and before as on the first.
    for on in ["2032-01-10", "2023-12-31"] {
        let codes = ["regime_not_in_force", "excluded_sector", "conditions_excluded"];
        asked(&of("eu-2023-2832", on, &much)).for_codes(&codes);
    }
    asked(&of("eu-2023-2832", "2026-01-10", &much)).for_codes(&["excluded_sector", "conditions_excluded"]);
    let no_aid = json!({
        "member_state": null, "basis": {"regime": "no-aid"}, "treatment": {"no-aid": {"ground": "private"}},
        "funding": [{"origin": "private", "share_percent": "100"}],
    });
    asked(&with(of("no-aid", "2026-01-10", &nace("01.11", "2.1")), &no_aid)).is("admitted");
}

#[test]
fn s8_what_cannot_be_as_it_claims_counts_and_is_said() {
    let plain = json!({});
    assert!(!claimed("eu-2023-2831", "2031-06-30", &plain));
    assert!(claimed("eu-2023-2831", "2031-07-01", &plain), "(a) its date");
    assert!(!claimed("eu-2023-2831", "2020-01-10", &plain), "every act reaches back");
    assert!(claimed("eu-1407-2013", "2024-01-02", &plain));
    let kind =
        |kind: Value| json!({"basis": with(json!({"regime": "eu-1407-2013"}), &json!({"kind": kind}))});
    assert!(!claimed("eu-1407-2013", "2024-01-02", &kind(json!("scheme"))));
    assert!(!claimed("eu-1407-2013", "2024-06-30", &kind(Value::Null)), "without a kind as for a scheme");
    assert!(claimed("eu-1407-2013", "2024-07-01", &kind(Value::Null)));
    assert!(claimed("eu-2023-2831", "2025-01-10", &nace("01.41", "2.1")), "(b) its activity");
    assert!(!claimed("eu-2023-2831", "2025-01-10", &nace("01.61", "2.1")));
    assert!(claimed("eu-2023-2831", "2025-01-10", &stating(&json!({"export_linked": true}))), "(c)");
    assert!(claimed("eu-2023-2832", "2025-01-10", &plain), "(d) no service");
    assert!(!claimed("eu-2023-2832", "2025-01-10", &stating(&json!({"sgei_service": "ferry"}))));
    assert!(!claimed("unknown", "2025-01-10", &plain));
    // Of a range the first day: on that it may still have been granted.
    let range =
        |from: &str| json!({"granted_on": null, "granted_on_range": {"from": from, "to": "2025-12-31"}});
    assert!(!claimed(
        "eu-360-2012",
        "2024-06-30",
        &both(&range("2024-06-30"), &stating(&json!({"sgei_service": "ferry"})))
    ));
    assert!(claimed(
        "eu-360-2012",
        "2024-06-30",
        &both(&range("2024-07-01"), &stating(&json!({"sgei_service": "ferry"})))
    ));
    // Its figure counts like any other.
    let mut tale = Tale::of(&["a"]);
    let farmed = both(&nace("01.41", "2.1"), &json!({"legal_right": "conferred"}));
    tale.say("award.granted", &with(granted("g1", "a", "2026-01-10", cash("300000.00")), &farmed))
        .is("recorded")
        .flagged(&["granted_without_check", "claim_doubtful"]);
    tale.grant("g2", "a", "2026-01-11", "0.01").is("refused").for_codes(&["ceiling_exceeded"]);
    // A correction that mends the claim takes the flag away.
    let set = json!({"award": "g1", "set": nace("62.10", "2.1"), "reason": "slip"});
    tale.say("award.corrected", &set).is("recorded").flagged(&["granted_without_check"]);
}

/// The shipped packs with one omission more.
fn leaving_out(effect: &str, whom: &str) -> FactPacks {
    let mut packs = FactPacks::default();
    for pack in SHIPPED {
        let mut files = pack.files();
        if pack.name == "eu-deminimis" {
            let head = files.get_mut("pack.toml").unwrap();
            head.extend(
                format!("\n[[not_modelled]]\ntext = \"Left out.\"\neffect = \"{effect}\"\n{whom}\n").bytes(),
            );
        }
        packs = packs.with(&files).unwrap();
    }
    packs
}

#[test]
fn s9_what_a_pack_leaves_out_is_answered_as_it_says() {
    let loan = json!({"form": "loan", "principal": eur("1000.00"), "years": "1", "collateral_percent": "50", "method": "safe-harbour"});
    let ask = |effect: &str, whom: &str, regime: &str, aid: Value| {
        let data = with(granted("g", "a", "2026-01-10", aid), &json!({"basis": {"regime": regime}}));
        Tale::under(leaving_out(effect, whom), &["a"]).say("award.granted", &data)
    };
    let (general, of_it) = ("eu-2023-2831", "regimes = [\"eu-2023-2831\"]");
    ask("error", of_it, general, cash("1.00")).is("deferred").for_codes(&["not_covered"]);
    ask("refer", of_it, general, cash("1.00")).is("deferred").for_codes(&["needs_review"]);
    ask("warn", of_it, general, cash("1.00")).is("admitted").for_codes(&[]);
    // Where it names no regime, every regime of its pack is touched; where it names others, this one is not.
    ask("error", "", general, cash("1.00")).for_codes(&["not_covered"]);
    ask("error", "regimes = [\"eu-2023-2832\"]", general, cash("1.00")).is("admitted");
    // Of forms those alone.
    let loans = format!("{of_it}\nforms = [\"loan\"]");
    ask("error", &loans, general, cash("1.00")).is("admitted");
    let said = ask("error", &loans, general, loan);
    assert!(said.0.codes.iter().any(|code| code.as_str() == "not_covered"), "{:?}", said.0.codes);
    // What is conferred already stands; nothing is asked of it.
    let mut tale = Tale::under(leaving_out("error", of_it), &["a"]);
    tale.confer("c", "a", "2026-01-10", "1.00").is("recorded");
    // It is said of what is left, and why a grant was not covered.
    let room = tale.room("a", "2026-01-10");
    assert!(room.not_modelled.iter().any(|left_out| left_out.text == "Left out."), "{:?}", room.not_modelled);
    let said = tale.grant("g", "a", "2026-01-10", "1.00");
    assert!(tale.refusal(&said).contains("Left out."), "{}", tale.refusal(&said));
}
