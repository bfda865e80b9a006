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
    let left = |tale: &Tale, on: &str| tale.room_in("a", "IT", "eu-2023-2831", on).remaining.to_string();
    assert_eq!(left(&tale, "2026-03-01"), "299000.00");
    // The same day of 29 February is 28 February, and it is out.
    let mut tale = Tale::of(&["a"]);
    tale.say("award.reported", &italian("out", "2025-02-28"));
    assert_eq!(left(&tale, "2028-02-29"), "300000.00");
    tale.say("award.reported", &italian("in", "2025-03-01"));
    assert_eq!(left(&tale, "2028-02-29"), "299000.00");
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

/// What a register saw, without a high end: it has no figure.
fn open_ended(award: &str, on: &str) -> serde_json::Value {
    reported(award, "a", on, json!({"form": "declared", "gge_range": {"low": eur("1.00")}}))
}

fn matched(one: &str, other: &str) -> serde_json::Value {
    json!({"award": one, "same_as": [other], "evidence": {"level": "register"}})
}

/// b, which holds EUR 250 000 of 10 January, joins a on 1 October: only a window that ends later sees it.
fn joined_in_october() -> Tale {
    let mut tale = Tale::of(&["a", "b"]);
    tale.report("r1", "b", "2026-01-10", "250000.00");
    tale.link("b", "a", "2026-10-01");
    tale
}

#[test]
fn w2_an_outweighed_sighting_and_a_withdrawn_award_end_windows_and_an_uncounted_one_does_not() {
    let mut tale = joined_in_october();
    tale.report("s1", "a", "2026-08-01", "100000.00");
    tale.report("s2", "a", "2026-12-01", "80000.00");
    tale.say("award.matched", &matched("s1", "s2")).is("recorded");
    // On 1 December s2 would count if it were the only sighting; there the group holds 250 000, and 100 000 by s1.
    tale.grant("g1", "a", "2026-06-01", "1.00").is("refused").sums(&[("2026-12-01", "350001.00")]);
    let mut tale = joined_in_october();
    tale.report("w", "a", "2026-12-01", "5.00");
    let withdrawn =
        json!({"award": "w", "benefit_kept": eur("0.00"), "on": "2026-12-01", "reason": "never begun"});
    tale.say("award.withdrawn", &withdrawn).is("recorded");
    tale.grant("g1", "a", "2026-06-01", "50000.01").is("refused").sums(&[("2026-12-01", "300000.01")]);
    let mut tale = joined_in_october();
    tale.say("award.reported", &open_ended("u", "2026-12-01")).flagged(&["uncounted"]);
    tale.grant("g1", "a", "2026-06-01", "50000.01").is("admitted").sums(&[("2026-06-01", "50000.01")]);
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
fn w4_what_stands_anyway_is_over_by_its_own_window_and_with_a_figure_alone() {
    let mut tale = Tale::of(&["a"]);
    tale.confer("g1", "a", "2026-01-01", "300000.01").flagged(&["granted_without_check", "over_ceiling"]);
    tale.confer("g2", "a", "2026-01-02", "0.00").is("recorded").flagged(&["granted_without_check"]);
    tale.confer("g3", "a", "2025-12-31", "300000.00").is("recorded").flagged(&["granted_without_check"]);
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
fn w5_another_sighting_says_when_it_was_granted_or_that_it_was_checked() {
    // Without the report of the day the award counts by the grant of 1 January.
    let mut tale = Tale::of(&["a"]);
    tale.grant("g1", "a", "2026-01-01", "100000.00").is("admitted");
    tale.report("r1", "a", "2026-01-10", "160000.00");
    tale.say("award.matched", &matched("g1", "r1")).is("recorded");
    tale.grant("g2", "a", "2026-01-10", "200000.01").is("refused").for_codes(&["ceiling_exceeded"]);
    tale.grant("g3", "a", "2026-01-10", "200000.00").is("deferred").for_codes(&["order_ambiguous"]);
    // A sighting of the day was checked before it was granted, so nothing of the award may have come later.
    let mut tale = Tale::of(&["a"]);
    tale.grant("g1", "a", "2026-01-10", "100000.00").is("admitted");
    tale.report("r1", "a", "2026-01-10", "160000.00");
    tale.say("award.matched", &matched("g1", "r1")).is("recorded");
    tale.grant("g2", "a", "2026-01-10", "200000.00").is("refused").for_codes(&["ceiling_exceeded"]);
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
fn w6_the_uncounted_award_may_lie_in_a_window_that_is_not_the_tightest() {
    let mut tale = Tale::of(&["a"]);
    tale.report("old", "a", "2023-07-01", "100.00");
    tale.say("award.reported", &open_ended("u", "2026-11-01")).flagged(&["uncounted"]);
    tale.grant("g1", "a", "2026-06-01", "1.00").is("admitted").sums(&[("2026-06-01", "101.00")]);
    tale.report("late", "a", "2026-12-01", "1.00");
    // The window of 1 December holds no more than 2.00 that is known, and the uncounted award.
    tale.grant("g2", "a", "2026-06-01", "1.00").is("deferred").for_codes(&["uncounted_award_in_window"]);
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
fn w7_to_be_over_and_to_be_open_are_two_answers() {
    let mut tale = Tale::of(&["a"]);
    tale.report("r1", "a", "2023-03-01", "300000.00");
    tale.report("r2", "a", "2026-03-01", "200000.00");
    // Closed: over with and without the report of the day. Half-open: over with it, and not without.
    tale.grant("g1", "a", "2026-03-01", "150000.00")
        .is("refused")
        .for_codes(&["ceiling_exceeded"])
        .flagged(&["boundary_dispute"])
        .sums(&[("2026-03-01", "650000.00"), ("2026-03-01", "350000.00")]);
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

#[test]
fn w9_a_correction_lists_what_was_granted_after_its_new_date() {
    let mut tale = Tale::of(&["a"]);
    tale.confer("g1", "a", "2026-06-01", "250000.00").pushes_over(0, "");
    tale.confer("g2", "a", "2026-03-01", "100000.00").pushes_over(1, "50000.00");
    let earlier = json!({"award": "g1", "set": {"granted_on": "2026-02-01"}, "reason": "as the act says"});
    tale.say("award.corrected", &earlier)
        .is("recorded")
        .flagged(&["granted_without_check"])
        .pushes_over(1, "50000.00");
}

#[test]
fn w10_of_sightings_with_one_high_end_the_highest_low_end_counts() {
    let mut tale = Tale::of(&["a"]);
    let range =
        |low: &str| json!({"form": "declared", "gge_range": {"low": eur(low), "high": eur("100000.00")}});
    tale.say("award.reported", &reported("r1", "a", "2025-01-10", range("20000.00")));
    tale.say("award.reported", &reported("r2", "a", "2025-01-11", range("50000.00")));
    tale.say("award.matched", &matched("r1", "r2")).is("recorded").flagged(&["sources_differ"]);
    let said = tale.grant("g1", "a", "2026-01-01", "10000.00");
    said.is("admitted").sums(&[("2026-01-01", "110000.00")]);
    assert_eq!(said.0.checks[0].after.low.to_string(), "60000.00");
}

#[test]
fn w11_what_has_no_figure_is_looked_at_on_any_day_it_may_have_been_granted() {
    let unknown = json!({"basis": {"regime": "unknown"}});
    let mut tale = Tale::of(&["a"]);
    tale.say("award.reported", &with(open_ended("u1", "2026-01-01"), &unknown)).flagged(&["uncounted"]);
    tale.grant("g1", "a", "2026-02-01", "1.00").is("admitted").flagged(&["beside_unknown_regime"]);
    let review = json!({"about": "facts/u1", "question": "what is it", "decision": "not-counted", "reason": "a loan at market terms", "citation": "Art. 3", "valid_for": {}});
    tale.say("review.decided", &review).is("admitted");
    tale.grant("g2", "a", "2026-02-01", "2.00").is("admitted").flagged(&[]);
    let sometime =
        json!({"granted_on": null, "granted_on_range": {"from": "2023-01-01", "to": "2023-01-31"}});
    let ranged = with(with(reported("u2", "a", "2023-01-01", cash("5.00")), &unknown), &sometime);
    tale.say("award.reported", &ranged).flagged(&["uncounted"]);
    tale.grant("g3", "a", "2026-01-31", "3.00").is("admitted").flagged(&["beside_unknown_regime"]);
    tale.grant("g4", "a", "2026-02-01", "4.00").is("admitted").flagged(&[]);
    // Of no figure above zero nothing is said.
    let nothing = with(reported("u3", "a", "2026-01-01", cash("0.00")), &unknown);
    tale.say("award.reported", &nothing).is("recorded");
    tale.grant("g5", "a", "2026-02-01", "5.00").is("admitted").flagged(&[]);
}

#[test]
fn w12_an_unknown_regime_in_a_later_window_makes_headroom_an_upper_bound() {
    let mut tale = Tale::of(&["a"]);
    let unknown =
        with(reported("u1", "a", "2026-11-01", cash("5.00")), &json!({"basis": {"regime": "unknown"}}));
    tale.say("award.reported", &unknown).is("recorded");
    assert!(!tale.room("a", "2026-06-01").upper_bound, "no window that is tested ends so late");
    tale.report("r1", "a", "2026-12-01", "1.00");
    let room = tale.room("a", "2026-06-01");
    let causes: Vec<_> = room.causes.iter().map(|doubt| doubt.cause.as_str()).collect();
    assert_eq!(causes, ["unknown-regime"]);
    assert_eq!(room.remaining.to_string(), "299999.00");
    // The causes stand in their order.
    tale.say("award.reported", &open_ended("u2", "2026-11-02")).flagged(&["uncounted"]);
    let room = tale.room("a", "2026-06-01");
    let causes: Vec<_> = room.causes.iter().map(|doubt| doubt.cause.as_str()).collect();
    assert_eq!(causes, ["uncounted-award", "unknown-regime"]);
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
