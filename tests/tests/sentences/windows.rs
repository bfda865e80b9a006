//! W: windows.

use aidledger_tests::tale::{Tale, cash, eur, granted, reported, with};
use serde_json::json;

#[test]
fn w1_the_window_begins_on_the_same_day_three_years_earlier() {
    for (grant, day_in, day_out) in [
        ("2026-03-01", "2023-03-01", "2023-02-28"),
        ("2028-02-29", "2025-02-28", "2025-02-27"),
        ("2027-02-28", "2024-02-28", "2024-02-27"),
        ("2027-03-01", "2024-03-01", "2024-02-29"),
    ] {
        let mut tale = Tale::of(&["a"]);
        tale.report("out", "a", day_out, "1000.00");
        assert_eq!(tale.left("a", grant), "300000.00", "{day_out}");
        tale.report("in", "a", day_in, "1000.00");
        assert_eq!(tale.left("a", grant), "299000.00", "{day_in}");
    }
    let mut tale = Tale::of(&["a"]);
    let italian = |award: &str, on: &str| {
        with(
            reported(award, "a", on, json!({"form": "declared", "gge": eur("1000.00")})),
            &json!({"member_state": "IT"}),
        )
    };
    tale.say("award.reported", &italian("out", "2023-03-01"));
    tale.say("award.reported", &italian("in", "2023-03-02"));
    assert_eq!(tale.room_in("a", "IT", "eu-2023-2831", "2026-03-01").remaining.to_string(), "299000.00");
}

#[test]
fn w2_every_later_window_that_holds_the_date_is_tested() {
    let mut tale = Tale::of(&["a"]);
    tale.report("r1", "a", "2024-03-01", "100000.00");
    tale.report("r2", "a", "2026-12-01", "150000.00");
    tale.grant("g1", "a", "2026-06-01", "50000.01")
        .is("refused")
        .for_codes(&["ceiling_exceeded"])
        .sums(&[("2026-12-01", "300000.01")]);
    tale.grant("g2", "a", "2026-06-01", "50000.00").is("admitted").sums(&[("2026-12-01", "300000.00")]);
    // Beyond the third year the later award looks back no longer on it.
    tale.report("r3", "a", "2029-06-02", "300000.00");
    tale.grant("g3", "a", "2026-06-01", "0.01").is("refused");
    let mut tale = Tale::of(&["a"]);
    tale.report("r3", "a", "2029-06-02", "300000.00");
    tale.grant("g3", "a", "2026-06-01", "300000.00").is("admitted");
}

#[test]
fn w3_in_each_window_the_group_is_that_of_the_day_it_ends() {
    let mut tale = Tale::of(&["a", "b"]);
    tale.report("r1", "b", "2026-01-10", "100000.00");
    tale.report("r2", "b", "2026-12-01", "50000.00");
    tale.merge("a", &["b"], "2026-07-01");
    // Tested today, a's own window holds nothing; the one that ends on b's later award holds both histories.
    tale.grant("g1", "a", "2026-06-01", "150000.01").is("refused").sums(&[("2026-12-01", "300000.01")]);
    tale.grant("g2", "a", "2026-06-01", "150000.00").is("admitted").sums(&[("2026-12-01", "300000.00")]);
    // An exit before the later award leaves it out again.
    let mut tale = Tale::of(&["p", "x"]);
    tale.link("p", "x", "2024-01-01");
    tale.unlink("p", "x", "2026-07-01", json!("stays-with-recipient"));
    tale.report("r1", "x", "2026-12-01", "300000.00");
    tale.grant("g1", "p", "2026-06-01", "300000.00").is("admitted");
    tale.grant("g2", "x", "2026-06-01", "0.01").is("refused");
}

#[test]
fn w4_one_cent_over_fails_as_a_whole_and_a_fact_is_flagged() {
    let mut tale = Tale::of(&["a"]);
    let range = json!({"form": "declared", "gge_range": {"low": eur("100000.00"), "high": eur("200000.00")}});
    tale.say("award.reported", &reported("r1", "a", "2025-01-10", range)).is("recorded");
    tale.grant("g1", "a", "2026-01-01", "100000.01").is("refused").for_codes(&["ceiling_exceeded"]);
    tale.grant("g2", "a", "2026-01-01", "100000.00").is("admitted");
    tale.confer("g3", "a", "2026-01-02", "0.01")
        .is("recorded")
        .flagged(&["granted_without_check", "over_ceiling"]);
}

#[test]
fn w5_the_order_of_one_day_may_decide() {
    let mut tale = Tale::of(&["a"]);
    tale.report("r1", "a", "2026-01-10", "160000.00");
    tale.grant("g1", "a", "2026-01-10", "160000.00").is("deferred").for_codes(&["order_ambiguous"]);
    tale.grant("g2", "a", "2026-01-10", "300000.01").is("refused").for_codes(&["ceiling_exceeded"]);
    let mut tale = Tale::of(&["a"]);
    tale.grant("g1", "a", "2026-01-10", "160000.00").is("admitted");
    tale.grant("g2", "a", "2026-01-10", "160000.00").is("refused").for_codes(&["ceiling_exceeded"]);
}

#[test]
fn w6_an_uncounted_award_in_a_tested_window_defers() {
    let mut tale = Tale::of(&["a"]);
    let open = json!({"form": "declared", "gge": eur("10.00")});
    let data = with(
        reported("r1", "a", "2026-01-01", open),
        &json!({"granted_on": null, "granted_on_range": {"from": "2023-01-01", "to": "2023-01-31"}}),
    );
    tale.say("award.reported", &data).flagged(&["uncounted"]);
    tale.grant("g1", "a", "2026-01-31", "1.00").is("deferred").for_codes(&["uncounted_award_in_window"]);
    tale.grant("g2", "a", "2026-02-01", "1.00").is("admitted");
}

#[test]
fn w7_disputed_boundaries_and_open_questions_are_shown() {
    let mut tale = Tale::of(&["a"]);
    tale.report("r1", "a", "2023-03-01", "300000.00");
    tale.grant("g1", "a", "2026-03-01", "1.00")
        .is("refused")
        .flagged(&["boundary_dispute"])
        .sums(&[("2026-03-01", "300001.00"), ("2026-03-01", "1.00")]);
    let mut tale = Tale::of(&["a"]);
    let old = json!({"form": "declared", "gge": eur("200000.00")});
    tale.say(
        "award.reported",
        &with(reported("r1", "a", "2023-11-01", old), &json!({"basis": {"regime": "eu-360-2012"}})),
    );
    tale.grant("g1", "a", "2026-01-01", "100000.01").is("admitted").flagged(&["interpretation"]);
}

#[test]
fn w8_the_check_shows_the_tightest_window_and_of_equals_the_earliest() {
    let mut tale = Tale::of(&["a"]);
    tale.report("r1", "a", "2026-03-01", "10.00");
    tale.report("r2", "a", "2026-04-01", "0.00");
    tale.grant("g1", "a", "2026-01-01", "5.00").is("admitted").sums(&[("2026-03-01", "15.00")]);
}

#[test]
fn w9_hindsight_names_later_awards_that_stand_over() {
    let mut tale = Tale::of(&["a", "p"]);
    tale.grant("g1", "a", "2026-01-01", "200000.00").is("admitted");
    tale.grant("g2", "a", "2026-06-01", "100000.00").is("admitted");
    tale.report("r1", "a", "2025-01-01", "30000.00").pushes_over(1, "30000.00");
    tale.report("r2", "a", "2026-06-01", "1.00").pushes_over(0, "");
    let mut tale = Tale::of(&["a", "p"]);
    tale.grant("g1", "a", "2026-01-01", "200000.00");
    tale.grant("g2", "a", "2026-06-01", "100000.00");
    tale.report("r3", "p", "2026-05-31", "50000.00");
    tale.link("p", "a", "2026-06-02").is("recorded").pushes_over(0, "");
    tale.link("p", "a", "2026-06-01").is("recorded").pushes_over(1, "50000.00");
    let mut tale = Tale::of(&["a"]);
    tale.say("award.granted", &granted("g1", "a", "2026-01-01", cash("300000.00"))).is("admitted");
    tale.report("r1", "a", "2026-01-01", "5.00").flagged(&["over_ceiling"]).pushes_over(0, "");
}

/// What was refused stays refused when room comes back: it has to be stated anew.
#[test]
fn room_that_reopens_revives_no_refusal() {
    let mut tale = Tale::of(&["a"]);
    tale.grant("g1", "a", "2026-01-01", "300000.00").is("admitted");
    tale.grant("g2", "a", "2026-03-01", "100000.00").is("refused").for_codes(&["ceiling_exceeded"]);
    let reduced = json!({
        "award": "g1", "gge_after": eur("150000.00"), "benefit_kept": eur("0.00"), "on": "2026-02-01", "reason": "cut",
    });
    tale.say("award.reduced", &reduced).is("recorded");
    assert_eq!(tale.left("a", "2026-03-01"), "150000.00", "the refused one counts nothing");
    tale.say("award.disputed", &json!({"award": "g2", "reason": "refused"})).for_codes(&["unknown_award"]);
    tale.grant("g3", "a", "2026-03-01", "100000.00").is("admitted");
}
