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
    let report = with(reported("r1", "a", "2025-01-10", aid), &json!({"beneficiary": "VAT:FI12345678"}));
    tale.say("award.reported", &report).is("recorded").flagged(&["uncounted", "identity_not_anchored"]);
    let person = "PRS:00000000000000000000000000000001";
    tale.grant("g1", person, "2026-03-01", "10.00").is("admitted").flagged(&["identity_not_matched"]);
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
    let loan = json!({
        "form": "loan", "principal": eur("100000.00"), "years": "1", "collateral_percent": "50", "method": "safe-harbour",
    });
    tale.say("award.granted", &granted("g1", "a", "2025-12-31", loan.clone()))
        .is("admitted")
        .worth("[\"4000.00\"]");
    tale.say("award.granted", &granted("g2", "a", "2026-01-01", loan.clone()))
        .for_codes(&["safe_harbour_not_met"]);
    tale.say("undertaking.assessed", &assessed("2026-01-01", json!({"size": "medium"}))).is("recorded");
    tale.say("award.granted", &granted("g3", "a", "2026-01-01", loan)).is("admitted");
}
