//! H: what a group holds.

use aidledger_tests::tale::{Tale, eur, id};
use serde_json::json;

#[test]
fn h1_an_award_counts_its_recorded_figure_as_lessened_on_the_day() {
    let mut tale = Tale::of(&["a"]);
    tale.report("r1", "a", "2025-01-10", "200000.00");
    let less = json!({"award": "r1", "gge_after": eur("50000.00"), "benefit_kept": eur("0.00"), "on": "2026-01-01", "reason": "cut"});
    tale.say("award.reduced", &less).is("recorded").worth("[\"50000.00\"]");
    assert_eq!(tale.left("a", "2025-12-31"), "100000.00");
    assert_eq!(tale.left("a", "2026-01-01"), "250000.00");
}

#[test]
fn h2_a_split_divides_the_history_before_it_from_its_day_on() {
    let mut tale = Tale::of(&["u", "s", "t"]);
    tale.report("r1", "u", "2025-01-10", "100000.00");
    tale.split("split", "u", "2026-01-01", &[("s", "3.00"), ("t", "1.00")]);
    assert_eq!(tale.left("u", "2025-12-31"), "200000.00");
    assert_eq!(tale.left("u", "2026-01-01"), "300000.00");
    assert_eq!(tale.left("s", "2025-12-31"), "300000.00");
    assert_eq!(tale.left("s", "2026-01-01"), "225000.00");
    assert_eq!(tale.left("t", "2026-01-01"), "275000.00");
    // What comes to light later of the time before is divided all the same, and divided again by the next split.
    tale.report("r3", "u", "2025-12-31", "40000.00");
    assert_eq!(tale.left("s", "2026-01-01"), "195000.00");
    tale.split("again", "s", "2026-06-01", &[("u", "1.00"), ("s", "1.00")]);
    assert_eq!(tale.left("s", "2026-06-01"), "247500.00");
    assert_eq!(tale.left("u", "2026-06-01"), "247500.00");
}

#[test]
fn h3_cents_go_to_the_largest_remainders_and_add_up() {
    let mut tale = Tale::of(&["u", "s", "t", "v"]);
    tale.report("r1", "u", "2025-01-10", "100.00");
    tale.split("split", "u", "2026-01-01", &[("s", "1.00"), ("t", "1.00"), ("v", "1.00")]);
    assert_eq!(tale.room("s", "2026-01-01").used.to_string(), "33.34");
    assert_eq!(tale.room("t", "2026-01-01").used.to_string(), "33.33");
    assert_eq!(tale.room("v", "2026-01-01").used.to_string(), "33.33");
    let mut tale = Tale::of(&["u", "s", "t", "v"]);
    tale.report("r1", "u", "2025-01-10", "0.02");
    // Exact shares 0.4, 0.6 and 1.0 cents: the second has the largest remainder.
    tale.split("split", "u", "2026-01-01", &[("s", "2.00"), ("t", "3.00"), ("v", "5.00")]);
    assert_eq!(tale.room("s", "2026-01-01").used.to_string(), "0.00");
    assert_eq!(tale.room("t", "2026-01-01").used.to_string(), "0.01");
    assert_eq!(tale.room("v", "2026-01-01").used.to_string(), "0.01");
}

#[test]
fn h4_a_split_that_equity_cannot_divide_weighs_on_every_successor() {
    let mut tale = Tale::of(&["u", "s", "t"]);
    tale.report("r1", "u", "2025-01-10", "100000.00");
    tale.split("split", "u", "2026-01-01", &[("s", "0.00"), ("t", "0.00")]).is("recorded");
    assert_eq!(tale.left("s", "2026-01-01"), "200000.00");
    assert_eq!(tale.left("t", "2026-01-01"), "200000.00");
    tale.link("s", "t", "2026-02-01");
    assert_eq!(tale.left("t", "2026-02-01"), "200000.00");
    let parts = json!({"award": "r1", "parts": [{"undertaking": id("t"), "amount": eur("100000.00")}], "split": "split", "evidence": {}});
    tale.say("award.attributed", &parts).is("recorded");
    assert_eq!(tale.left("s", "2026-01-01"), "300000.00");
}

#[test]
fn h5_an_unsettled_exit_leaves_what_was_held_with_both_and_counts_it_once() {
    let mut tale = Tale::of(&["p", "x", "y", "q"]);
    tale.link("p", "x", "2024-01-01");
    tale.link("p", "y", "2024-01-01");
    tale.report("r1", "y", "2025-01-10", "90000.00");
    tale.unlink("p", "x", "2026-01-01", json!(null));
    // Bought by another group, x brings along what its old group held.
    tale.link("q", "x", "2026-02-01");
    assert_eq!(tale.left("q", "2026-01-31"), "300000.00");
    assert_eq!(tale.left("q", "2026-02-01"), "210000.00");
    // What the old group is granted after the exit is its own.
    tale.report("r2", "p", "2026-01-15", "10000.00");
    assert_eq!(tale.left("q", "2026-02-01"), "210000.00");
    assert_eq!(tale.left("p", "2026-02-01"), "200000.00");
    // Joined again, the award counts once.
    tale.link("q", "p", "2026-03-01");
    assert_eq!(tale.left("x", "2026-03-01"), "200000.00");
}

#[test]
fn h6_an_uncounted_award_blocks_where_it_would_count() {
    let mut tale = Tale::of(&["p", "x"]);
    tale.link("p", "x", "2025-01-01");
    let aid = json!({"form": "declared", "gge_range": {"low": eur("10.00")}});
    tale.say("award.reported", &aidledger_tests::tale::reported("r1", "p", "2025-06-01", aid))
        .flagged(&["uncounted"]);
    tale.grant("g1", "x", "2026-01-01", "1.00").is("deferred").for_codes(&["uncounted_award_in_window"]);
    assert!(tale.room("x", "2026-01-01").upper_bound);
    tale.unlink("p", "x", "2026-02-01", json!("stays-with-recipient"));
    tale.grant("g2", "x", "2026-02-01", "1.00").is("admitted");
}

#[test]
fn h7_every_state_and_regime_has_its_own_count() {
    use aidledger_tests::tale::{cash, granted, with};
    let mut tale = Tale::of(&["a"]);
    tale.grant("g1", "a", "2026-01-01", "300000.00").is("admitted");
    let swedish = with(granted("g2", "a", "2026-01-01", cash("300000.00")), &json!({"member_state": "SE"}));
    tale.say("award.granted", &swedish).is("admitted");
    let sgei = with(
        granted("g3", "a", "2026-01-01", cash("750000.00")),
        &json!({"basis": {"regime": "eu-2023-2832"}, "conditions": {"export_linked": false, "domestic_goods": false, "price_quantity_linked": false, "sgei_service": "ferry"}}),
    );
    tale.say("award.granted", &sgei).is("admitted");
}
