//! U: undertakings and identity.

use aidledger_tests::tale::{Tale, eur, granted, id, reported, with};
use serde_json::json;

#[test]
fn u1_identified_handles_are_one_undertaking_at_all_dates_until_retracted() {
    let mut tale = Tale::of(&["a", "b"]);
    tale.report("r1", "a", "2025-01-10", "200000.00").flagged(&[]);
    tale.report("r2", "b", "2025-02-10", "150000.00").flagged(&[]);
    let same = json!({"undertaking": id("a"), "same_as": [id("b")], "evidence": {"level": "register"}});
    tale.say_as("same", "undertaking.identified", &same).is("recorded").pushes_over(1, "50000.00");
    tale.grant("g1", "b", "2026-03-01", "0.01").is("refused").for_codes(&["ceiling_exceeded"]);
    let back = json!({"source": "urn:aidledger:party:facts", "id": "same", "reason": "another company"});
    tale.say("statement.retracted", &back).is("recorded");
    tale.grant("g2", "b", "2026-03-01", "150000.00").is("admitted");
}

#[test]
fn u2_whoever_is_named_must_be_registered() {
    let mut tale = Tale::of(&["a"]);
    tale.link("a", "x", "2025-01-01").is("refused").for_codes(&["unknown_undertaking"]);
    tale.link("x", "a", "2025-01-01").for_codes(&["unknown_undertaking"]);
    tale.unlink("a", "x", "2025-01-01", json!(null)).for_codes(&["unknown_undertaking"]);
    tale.merge("a", &["x"], "2025-01-01").for_codes(&["unknown_undertaking"]);
    tale.split("s", "a", "2025-01-01", &[("a", "1.00"), ("x", "1.00")]).for_codes(&["unknown_undertaking"]);
    let attested = json!({"undertaking": id("x"), "members": [], "on": "2025-01-01", "sha256": aidledger_tests::tale::DIGEST});
    tale.say("group.attested", &attested).for_codes(&["unknown_undertaking"]);
    let assessed = json!({"undertaking": id("x"), "on": "2025-01-01", "size": "small", "evidence": {}});
    tale.say("undertaking.assessed", &assessed).for_codes(&["unknown_undertaking"]);
    let holding = json!({
        "holder": id("x"), "held": id("a"), "capital_percent": "1", "votes_percent": "1", "kind": "investor", "from": "2025-01-01",
    });
    tale.say("holding.declared", &holding).for_codes(&["unknown_undertaking"]);
    let ordered = json!({
        "decision": {"kind": "commission", "ref": "SA.1"}, "undertaking": id("x"), "member_state": "FI", "awards": [],
        "principal": eur("1.00"), "disposed_on": "2025-01-01", "day_count": "act/365",
    });
    tale.say("recovery.ordered", &ordered).for_codes(&["unknown_undertaking"]);
}

#[test]
fn u3_an_unanchored_beneficiary_is_flagged_where_the_award_stands_anyway() {
    let mut tale = Tale::of(&["PRS:00000000000000000000000000000001"]);
    let aid = json!({"form": "declared", "gge": eur("10.00")});
    let report = with(reported("r1", "a", "2025-01-10", aid), &json!({"beneficiary": "VAT:FI12345671"}));
    tale.say("award.reported", &report).is("recorded").flagged(&["uncounted", "identity_not_anchored"]);
    // Nobody signed the fact, so no register vouches for it.
    tale.register("PRS:00000000000000000000000000000002").is("recorded").flagged(&["identity_not_matched"]);
    let person = "PRS:00000000000000000000000000000001";
    tale.grant("g1", person, "2026-03-01", "10.00").is("admitted").flagged(&["identity_not_matched"]);
}

#[test]
fn u7_two_handles_with_one_number_wait_until_a_register_says_whether_they_are_one() {
    let (court, national) = ("EUID:DED2601V.HRB215", "NID:DE:HRB 0215");
    let mut tale = Tale::of(&[court]);
    tale.grant("g1", court, "2026-03-01", "200000.00").is("admitted");
    tale.register(national);
    // HRB0215 is another number: zeros behind letters count.
    tale.grant("g2", national, "2026-03-01", "1.00").is("admitted");
    tale.grant("g3", court, "2026-03-01", "1.00").is("admitted");
    let alike = "NID:DE:HRB-215";
    tale.register(alike);
    tale.grant("g4", alike, "2026-03-01", "1.00").is("deferred").for_codes(&["needs_review"]);
    tale.grant("g5", court, "2026-03-01", "1.00").is("deferred").for_codes(&["needs_review"]);
    tale.report("r1", alike, "2026-03-01", "1.00").is("recorded").flagged(&[]);
    let same = json!({"undertaking": court, "same_as": [alike], "evidence": {"level": "register"}});
    tale.say("undertaking.identified", &same).is("recorded");
    tale.grant("g6", alike, "2026-03-01", "100000.00").is("refused").for_codes(&["ceiling_exceeded"]);
    tale.grant("g7", alike, "2026-03-01", "1.00").is("admitted");
}

#[test]
fn u7_leading_zeros_punctuation_and_the_countrys_code_tell_no_two_companies_apart() {
    for (one, other) in [
        ("NID:GB:3547069", "NID:GB:03547069"),
        ("NID:GB:GB03547069", "NID:GB:3547069"),
        ("EUID:ELGEMI.1", "NID:GR:1"),
        ("EUID:HRSR.080010093", "NID:HR:80010093"),
        ("NID:IT:A/12", "NID:IT:A:12"),
    ] {
        let mut tale = Tale::of(&[one, other]);
        tale.grant("g1", one, "2026-03-01", "1.00").is("deferred").for_codes(&["needs_review"]);
        tale.grant("g2", other, "2026-03-01", "1.00").is("deferred").for_codes(&["needs_review"]);
    }
    // Another State, another number, or a number in the name of none.
    let mut tale = Tale::of(&["NID:GB:3547069", "NID:IE:3547069", "NID:GB:3547068", "NID:GB:SC3547069"]);
    tale.grant("g1", "NID:GB:3547069", "2026-03-01", "1.00").is("admitted");
}

#[test]
fn u7_the_number_of_every_handle_of_the_beneficiary_is_compared() {
    let (court, alike, other) = ("EUID:DED2601V.HRB215", "NID:DE:HRB-215", "NID:DE:77");
    let mut tale = Tale::of(&[court, alike, other]);
    let same = json!({"undertaking": other, "same_as": [court], "evidence": {"level": "register"}});
    tale.grant("g1", other, "2026-03-01", "1.00").is("admitted");
    tale.say("undertaking.identified", &same).is("recorded");
    tale.grant("g2", other, "2026-03-01", "1.00").is("deferred").for_codes(&["needs_review"]);
}

#[test]
fn u7_on_record_is_who_is_registered_or_received_an_award_in_effect() {
    let (one, other) = ("NID:GB:3547069", "NID:GB:03547069");
    let mut tale = Tale::of(&[one]);
    tale.grant("g1", one, "2026-03-01", "1.00").is("admitted");
    // A report names the other handle, which nobody registered.
    tale.report("r1", other, "2026-03-01", "2.00").is("recorded");
    tale.grant("g2", one, "2026-03-01", "3.00").is("deferred").for_codes(&["needs_review"]);
    // Of numbers of which nothing is left, nothing agrees.
    let mut tale = Tale::of(&["NID:GB:0", "NID:GB:00"]);
    tale.grant("g1", "NID:GB:0", "2026-03-01", "1.00").is("admitted");
}

#[test]
fn u7_one_number_in_two_schemes_is_one_handle_where_the_state_has_one_number() {
    let mut tale = Tale::of(&["EUID:FIFPRO.2315078-1"]);
    tale.grant("g1", "NID:FI:23150781", "2026-03-01", "300000.00").is("admitted");
    tale.grant("g2", "EUID:FIPRH.2315078-1", "2026-03-01", "0.01")
        .is("refused")
        .for_codes(&["ceiling_exceeded"]);
}

#[test]
fn u4_the_newest_statement_up_to_the_day_is_what_is_known() {
    let mut tale = Tale::of(&["a"]);
    let assessed = |on: &str, more: serde_json::Value| {
        with(json!({"undertaking": id("a"), "on": on, "evidence": {"level": "documented"}}), &more)
    };
    tale.say("undertaking.assessed", &assessed("2025-01-01", json!({"size": "large", "credit_band": "BB"})))
        .is("recorded");
    tale.say("undertaking.assessed", &assessed("2026-01-01", json!({"credit_band": "CCC"}))).is("recorded");
    // Filed last, it speaks of a day between the two.
    tale.say("undertaking.assessed", &assessed("2025-06-01", json!({"credit_band": "BB"}))).is("recorded");
    let loan = json!({
        "form": "loan", "principal": eur("100000.00"), "years": "1", "collateral_percent": "50", "method": "safe-harbour",
    });
    tale.say("award.granted", &granted("g1", "a", "2025-12-31", loan.clone()))
        .is("admitted")
        .worth("[\"4000.00\"]");
    tale.say("award.granted", &granted("g2", "a", "2026-01-01", loan.clone()))
        .for_codes(&["safe_harbour_not_met"]);
    tale.say("undertaking.assessed", &assessed("2026-01-01", json!({"size": "medium"}))).is("recorded");
    tale.say("award.granted", &granted("g3", "a", "2026-01-01", loan.clone())).is("admitted");
    // Under whichever of its handles it was stated.
    tale.register("b");
    tale.say("award.granted", &granted("g4", "b", "2026-01-01", loan.clone())).is("admitted");
    let same = json!({"undertaking": id("a"), "same_as": [id("b")], "evidence": {"level": "register"}});
    tale.say("undertaking.identified", &same).is("recorded");
    let large =
        with(json!({"undertaking": id("b"), "on": "2026-01-02", "evidence": {}}), &json!({"size": "large"}));
    tale.say("undertaking.assessed", &large).is("recorded");
    tale.say("award.granted", &granted("g5", "a", "2026-01-02", loan)).for_codes(&["safe_harbour_not_met"]);
}
