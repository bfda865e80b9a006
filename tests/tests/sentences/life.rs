//! A: the life of an award.

use aidledger_tests::tale::{DIGEST, Tale, cash, eur, granted, id, reported, with};
use serde_json::{Value, json};

fn less(award: &str, after: &str, kept: &str, on: &str) -> Value {
    json!({"award": award, "gge_after": eur(after), "benefit_kept": eur(kept), "on": on, "reason": "cut"})
}

fn waiver(award: &str, amount: &str, on: &str, repaid_on: &str) -> Value {
    json!({"award": award, "amount": eur(amount), "on": on, "repaid_on": repaid_on, "evidence": {"level": "documented"}, "benefit_kept": eur("0.00")})
}

fn conditional(award: &str, to: &str, on: &str, long_stop: &str, amount: &str) -> Value {
    with(granted(award, to, on, cash(amount)), &json!({"condition": "a permit", "long_stop": long_stop}))
}

fn review(about: &str, decision: &str) -> Value {
    json!({"about": about, "question": "what holds", "decision": decision, "reason": "looked at", "citation": "Art. 3", "valid_for": {}})
}

#[test]
fn a1_what_is_enforced_may_be_refused_and_what_is_conferred_may_not() {
    let mut tale = Tale::of(&["a"]);
    tale.grant("g1", "a", "2026-01-01", "300000.01").is("refused");
    tale.reserve("g2", "a", "2026-01-01", "2026-02-01", "300000.01")
        .is("refused")
        .for_codes(&["ceiling_exceeded"]);
    tale.say("award.conditional", &conditional("g3", "a", "2026-01-01", "2027-01-01", "300000.01"))
        .is("refused");
    tale.confer("g4", "a", "2026-01-01", "300000.01")
        .is("recorded")
        .flagged(&["granted_without_check", "over_ceiling"]);
    let conferred = with(
        conditional("g5", "a", "2026-01-01", "2027-01-01", "1.00"),
        &json!({"legal_right": "conferred"}),
    );
    tale.say("award.conditional", &conferred).is("recorded");
    tale.report("g6", "a", "2026-01-01", "1.00").is("recorded");
}

#[test]
fn a2_a_reservation_counts_for_events_up_to_its_last_day() {
    let mut tale = Tale::of(&["a"]);
    tale.reserve("r1", "a", "2026-01-01", "2026-03-31", "200000.00").is("admitted").worth("[\"200000.00\"]");
    tale.grant("g1", "a", "2026-03-31", "100000.01").is("refused").for_codes(&["ceiling_exceeded"]);
    assert_eq!(tale.left("a", "2026-03-31"), "100000.00");
    assert_eq!(tale.left("a", "2026-04-01"), "300000.00");
    tale.confirm("r1", "2026-04-01").is("refused").for_codes(&["reservation_expired"]);
    tale.grant("g2", "a", "2026-04-01", "300000.00").is("admitted");
    tale.reserve("r2", "a", "2026-01-01", "2026-04-02", "1.00")
        .for_codes(&["ceiling_exceeded", "policy_limit"]);
    let backwards = json!({"expires_on": "2025-12-31", "applicant_consent": {"sha256": DIGEST}});
    let faults =
        tale.faults("award.reserved", &with(granted("r3", "a", "2026-01-01", cash("1.00")), &backwards));
    assert_eq!(faults, ["ends_before_start"]);
}

#[test]
fn a3_a_condition_that_is_met_confirms_and_one_that_fails_frees() {
    let mut tale = Tale::of(&["a"]);
    tale.say("award.conditional", &conditional("c1", "a", "2026-01-01", "2027-01-01", "200000.00"))
        .is("admitted");
    assert_eq!(tale.left("a", "2026-12-31"), "100000.00");
    let met = |on: &str| json!({"award": "c1", "on": on, "evidence": {"level": "documented"}});
    tale.say("award.condition-met", &met("2027-01-02")).is("refused").for_codes(&["reservation_expired"]);
    tale.say("award.condition-met", &met("2026-06-01")).is("admitted").worth("[\"200000.00\"]");
    assert_eq!(tale.left("a", "2029-06-01"), "100000.00");
    assert_eq!(tale.left("a", "2029-06-02"), "300000.00");
    tale.say("award.conditional", &conditional("c2", "a", "2026-01-01", "2027-01-01", "100000.00"))
        .is("admitted");
    let failed = json!({"award": "c2", "on": "2026-07-01", "reason": "no permit"});
    tale.say("award.condition-failed", &failed).is("recorded");
    assert_eq!(tale.left("a", "2026-08-01"), "100000.00");
}

#[test]
fn a4_a_confirmation_is_a_new_decision_about_an_open_reservation() {
    let mut tale = Tale::of(&["a"]);
    tale.confirm("r1", "2026-02-01").is("refused").for_codes(&["unknown_award"]);
    tale.reserve("r1", "a", "2026-01-10", "2026-03-31", "200000.00");
    tale.confirm("r1", "2026-01-09").for_codes(&["contradicts_record"]);
    let of = |aid: Value| json!({"award": "r1", "granted_on": "2026-02-01", "aid": aid});
    tale.say("award.confirmed", &of(cash("200000.01"))).is("refused").for_codes(&["contradicts_record"]);
    tale.report("o1", "a", "2026-01-20", "150000.00");
    tale.confirm("r1", "2026-02-01").is("refused").for_codes(&["ceiling_exceeded"]);
    assert_eq!(tale.room("a", "2026-02-01").excess.to_string(), "50000.00");
    tale.say("award.confirmed", &of(cash("150000.00")))
        .is("admitted")
        .worth("[\"150000.00\"]")
        .sums(&[("2026-02-01", "300000.00")]);
    tale.confirm("r1", "2026-02-01").is("refused").for_codes(&["award_id_used"]);
    tale.grant("g1", "a", "2029-01-21", "1.00").is("admitted");
    tale.confirm("g1", "2029-01-21").for_codes(&["award_id_used"]);
    assert_eq!(
        tale.room("a", "2026-02-01").awards.last().map(|line| line.granted_on.to_string()).unwrap(),
        "2026-02-01"
    );
}

#[test]
fn a5_a_release_frees_and_only_what_is_open() {
    let mut tale = Tale::of(&["a"]);
    tale.reserve("r1", "a", "2026-01-10", "2026-03-31", "200000.00");
    let release = |award: &str| json!({"award": award, "reason": "the applicant went elsewhere"});
    tale.say("award.released", &release("r1")).is("recorded");
    assert_eq!(tale.left("a", "2026-02-01"), "300000.00");
    tale.say("award.released", &release("r1")).is("refused").for_codes(&["unknown_award"]);
    tale.confirm("r1", "2026-02-01").for_codes(&["unknown_award"]);
    tale.reserve("r2", "a", "2026-01-10", "2026-03-31", "100.00");
    tale.confirm("r2", "2026-02-01").is("admitted");
    tale.say("award.released", &release("r2")).for_codes(&["award_id_used"]);
    tale.say("award.released", &release("r9")).for_codes(&["unknown_award"]);
}

#[test]
fn a6_what_lessens_an_award_acts_forward_and_never_below_what_was_kept() {
    let mut tale = Tale::of(&["a"]);
    tale.grant("g1", "a", "2026-01-01", "100000.00");
    tale.say("award.reduced", &less("g1", "20000.00", "30000.00", "2026-06-01"))
        .is("recorded")
        .flagged(&["benefit_not_repaid"])
        .worth("[\"30000.00\"]");
    assert_eq!(tale.left("a", "2026-05-31"), "200000.00");
    assert_eq!(tale.left("a", "2026-06-01"), "270000.00");
    let withdrawn =
        json!({"award": "g1", "benefit_kept": eur("0.00"), "on": "2026-07-01", "reason": "never started"});
    tale.say("award.withdrawn", &withdrawn).worth("[\"0.00\"]");
    assert_eq!(tale.left("a", "2026-07-01"), "300000.00");
    tale.grant("g2", "a", "2026-01-01", "50000.00");
    tale.say("award.waived", &waiver("g2", "50000.01", "2026-02-01", "2026-02-01"))
        .is("refused")
        .for_codes(&["contradicts_record"]);
    tale.say("award.waived", &waiver("g2", "10000.00", "2026-02-01", "2026-02-01"))
        .is("recorded")
        .worth("[\"40000.00\"]")
        .flagged(&[]);
    let expired = |amount: &str, lapsed: bool| json!({"award": "g2", "amount": eur(amount), "on": "2026-03-01", "right_lapsed": lapsed, "ground": "unused"});
    tale.say("credits.expired", &expired("15000.00", false)).is("recorded").worth("[\"40000.00\"]");
    tale.say("credits.expired", &expired("15000.00", true)).is("recorded").worth("[\"25000.00\"]");
    tale.say("credits.expired", &expired("25000.01", true)).for_codes(&["contradicts_record"]);
    assert_eq!(tale.room("a", "2026-07-01").used.to_string(), "25000.00");
}

#[test]
fn a7_a_waiver_repaid_after_the_new_grant_does_not_help_it() {
    let mut tale = Tale::of(&["a"]);
    tale.grant("g1", "a", "2026-01-01", "300000.00");
    tale.say("award.waived", &waiver("g1", "100000.00", "2026-02-01", "2026-04-01"))
        .is("recorded")
        .flagged(&["benefit_not_repaid"]);
    tale.grant("g2", "a", "2026-03-31", "1.00").is("refused").for_codes(&["ceiling_exceeded"]);
    tale.grant("g3", "a", "2026-04-01", "100000.00").is("admitted");
}

#[test]
fn a8_a_correction_is_judged_without_the_old_self() {
    let mut tale = Tale::of(&["a"]);
    let served = json!({"conditions": {"export_linked": false, "domestic_goods": false, "price_quantity_linked": false, "sgei_service": "ferry"}});
    tale.say("award.granted", &with(granted("g1", "a", "2026-01-01", cash("300000.00")), &served));
    let set = |award: &str, set: Value| json!({"award": award, "set": set, "reason": "error"});
    tale.say("award.corrected", &set("g1", json!({"aid": cash("300000.01")})))
        .is("refused")
        .for_codes(&["ceiling_exceeded"]);
    assert_eq!(tale.left("a", "2026-01-01"), "0.00");
    tale.say("award.corrected", &set("g1", json!({"aid": cash("200000.00")})))
        .is("admitted")
        .worth("[\"200000.00\"]");
    tale.say("award.corrected", &set("g1", json!({"granted_on": "2025-06-01"}))).is("admitted");
    tale.say("award.corrected", &set("g1", json!({"basis": {"kind": "ad-hoc", "regime": "eu-2023-2832"}})))
        .is("admitted");
    assert_eq!(tale.left("a", "2026-01-01"), "300000.00");
    let fishing = json!({"activity": {"nace": {"code": "03.11", "revision": "2.1"}}});
    tale.say("award.corrected", &set("g1", fishing)).is("refused").for_codes(&["excluded_sector"]);
    tale.say("award.corrected", &set("g9", json!({"granted_on": "2025-06-01"})))
        .for_codes(&["unknown_award"]);
    tale.confer("g2", "a", "2026-01-01", "5.00");
    tale.say("award.corrected", &set("g2", json!({"aid": cash("300000.01")})))
        .is("recorded")
        .flagged(&["granted_without_check", "over_ceiling"]);
}

#[test]
fn a9_a_restated_report_counts_its_new_figure() {
    let mut tale = Tale::of(&["a"]);
    let open = json!({"form": "declared", "gge_range": {"low": eur("10.00")}});
    tale.say("award.reported", &reported("r1", "a", "2025-01-10", open)).flagged(&["uncounted"]);
    tale.grant("g1", "a", "2026-01-01", "1.00").is("deferred");
    let restated = |award: &str, amount: &str| {
        json!({
            "award": award, "aid": {"form": "declared", "gge": eur(amount)}, "reason": "the register now says",
            "source_row": {"register": "tam", "id": "1", "retrieved_on": "2039-12-31", "sha256": DIGEST},
        })
    };
    tale.say("award.restated", &restated("r1", "250000.00"))
        .is("recorded")
        .flagged(&[])
        .worth("[\"250000.00\"]");
    tale.grant("g2", "a", "2026-01-01", "50000.00").is("admitted");
    tale.say("award.restated", &restated("r1", "260000.00")).pushes_over(1, "10000.00");
    tale.say("award.restated", &restated("g2", "1.00")).is("refused").for_codes(&["contradicts_record"]);
    tale.say("award.restated", &restated("r9", "1.00")).for_codes(&["unknown_award"]);
}

#[test]
fn a10_a_set_is_admitted_as_a_whole_or_not_at_all() {
    let mut tale = Tale::of(&["a", "b"]);
    let base = |award: &str, to: &str, amount: &str| {
        with(
            granted(award, to, "2026-01-01", cash(amount)),
            &json!({
                "granting_authority": {"id": "csc", "name": "CSC"}, "basis": {"kind": "ad-hoc", "regime": "eu-2023-2831"}, "instrument": "grant-or-interest-subsidy",
                "funding": [{"origin": "state", "share_percent": "100"}], "activity": {"nace": {"code": "62.10", "revision": "2.1"}},
                "conditions": {"export_linked": false, "domestic_goods": false, "price_quantity_linked": false},
            }),
        )
    };
    let bad = json!({"awards": [base("s1", "a", "200000.00"), base("s2", "b", "300000.01")]});
    tale.say("award.set", &bad).is("refused").for_codes(&["ceiling_exceeded"]);
    assert_eq!(tale.left("a", "2026-01-01"), "300000.00");
    let again = json!({"awards": [base("s1", "a", "200000.00"), base("s2", "a", "100000.01")]});
    tale.say("award.set", &again).is("refused").for_codes(&["ceiling_exceeded"]);
    let good = json!({"awards": [base("s1", "a", "200000.00"), base("s2", "a", "100000.00"), base("s3", "b", "5.00")]});
    tale.say("award.set", &good).is("admitted").worth("[\"300005.00\"]").sums(&[
        ("2026-01-01", "200000.00"),
        ("2026-01-01", "300000.00"),
        ("2026-01-01", "5.00"),
    ]);
    assert_eq!(tale.left("a", "2026-01-01"), "0.00");
    assert_eq!(tale.left("b", "2026-01-01"), "299995.00");
    let conferred = json!({"awards": [with(base("s4", "a", "1.00"), &json!({"legal_right": "conferred"}))]});
    assert!(!tale.faults("award.set", &conferred).is_empty());
}

fn matched(award: &str, same_as: &[&str]) -> Value {
    json!({"award": award, "same_as": same_as, "evidence": {"level": "register"}})
}

#[test]
fn a11_an_award_seen_twice_counts_once_at_the_higher_figure() {
    let mut tale = Tale::of(&["a", "b"]);
    tale.report("r1", "a", "2026-01-01", "100000.00");
    tale.report("r2", "a", "2026-01-02", "120000.00");
    tale.report("r3", "a", "2026-01-03", "120000.00");
    assert_eq!(tale.room("a", "2026-02-01").excess.to_string(), "40000.00");
    tale.say("award.matched", &matched("r1", &["r2"])).is("recorded").flagged(&["sources_differ"]);
    assert_eq!(tale.left("a", "2026-02-01"), "60000.00");
    tale.say("award.matched", &matched("r3", &["r1"])).is("recorded").flagged(&["sources_differ"]);
    assert_eq!(tale.left("a", "2026-02-01"), "180000.00");
    tale.say("award.unmatched", &matched("r2", &["r1"])).is("recorded");
    assert_eq!(tale.left("a", "2026-02-01"), "60000.00");
    tale.say("award.unmatched", &matched("r2", &["r1"])).is("refused").for_codes(&["unknown_reference"]);
    tale.say("award.matched", &matched("r1", &["r9"])).for_codes(&["unknown_award"]);
    tale.report("r4", "b", "2026-01-01", "1.00");
    tale.say("award.matched", &matched("r1", &["r4"])).is("refused").for_codes(&["contradicts_record"]);
    let open = json!({"form": "declared", "gge_range": {"low": eur("1.00")}});
    tale.say("award.reported", &reported("r5", "b", "2026-01-01", open));
    tale.grant("g1", "b", "2026-03-01", "1.00").is("deferred");
    tale.say("award.matched", &matched("r4", &["r5"]));
    tale.grant("g2", "b", "2026-03-01", "1.00").is("admitted");
}

#[test]
fn a12_the_same_undertaking_day_and_figure_may_be_a_duplicate() {
    let mut tale = Tale::of(&["a", "b"]);
    tale.grant("g1", "a", "2026-01-01", "5.00").flagged(&[]);
    tale.grant("g2", "a", "2026-01-01", "5.00").flagged(&["possible_duplicate"]);
    tale.report("r1", "a", "2026-01-01", "5.00").flagged(&["possible_duplicate"]);
    tale.report("r2", "a", "2026-01-01", "5.01").flagged(&[]);
    tale.report("r3", "b", "2026-01-01", "5.00").flagged(&[]);
    tale.grant("g3", "b", "2026-01-01", "5.00").is("admitted").flagged(&["possible_duplicate"]);
    tale.confer("g5", "b", "2026-01-01", "5.00").flagged(&["granted_without_check", "possible_duplicate"]);
}

#[test]
fn a13_draws_and_usage_are_held_against_the_award() {
    let mut tale = Tale::of(&["a"]);
    let aid = json!({
        "form": "compute", "system": "lumi-g", "unit": "gpu-hour", "quantity": "100", "price_paid": eur("0.00"),
        "unit_price": {"rate": "2", "currency": "EUR", "evidence": {"method": "tariff", "sha256": DIGEST}},
    });
    tale.grant_aid("g1", "a", "2026-01-01", aid);
    let draw = |award: &str, quantity: &str, value: &str| json!({"award": award, "host": "facts", "system": "lumi-g", "quantity": quantity, "value": eur(value), "on": "2026-02-01"});
    tale.say("award.drawn", &draw("g1", "60", "120.00")).is("recorded").flagged(&[]);
    tale.say("award.drawn", &draw("g1", "40", "80.00")).flagged(&[]);
    tale.say("award.drawn", &draw("g1", "0.01", "0.02")).flagged(&["draw_exceeds_award"]);
    assert_eq!(tale.room("a", "2026-03-01").used.to_string(), "200.02");
    let used = |to: &str, quantity: &str| json!({"award": "g1", "to": to, "quantity": quantity});
    tale.say("usage.reported", &used("2026-02-28", "50")).is("recorded").flagged(&["draw_exceeds_award"]);
    tale.say("usage.reported", &used("2026-03-31", "49.99")).is("refused").for_codes(&["contradicts_record"]);
    tale.say("usage.reported", &used("2026-03-31", "100.01")).flagged(&["draw_exceeds_award"]);
    tale.say("usage.reported", &used("2026-01-31", "50.01")).for_codes(&["contradicts_record"]);
    tale.say("usage.reported", &used("2026-01-31", "50")).is("recorded");
    tale.grant("g2", "a", "2026-01-01", "10.00");
    tale.say("award.drawn", &draw("g2", "1", "10.00")).flagged(&[]);
    tale.say("award.drawn", &draw("g2", "1", "0.01")).flagged(&["draw_exceeds_award"]);
    tale.say("award.drawn", &draw("g9", "1", "0.01")).for_codes(&["unknown_award"]);
}

#[test]
fn a14_a_dispute_marks_the_award_and_changes_no_sum() {
    let mut tale = Tale::of(&["a"]);
    tale.grant("g1", "a", "2026-01-01", "10.00");
    let data = json!({"award": "g1", "reason": "wrong company"});
    tale.say("award.disputed", &data).is("recorded");
    tale.say("dispute.lodged", &data).is("recorded");
    assert!(tale.state.awards.at(2).unwrap().is_disputed());
    assert_eq!(tale.room("a", "2026-01-01").used.to_string(), "10.00");
    tale.say("award.disputed", &json!({"award": "g9", "reason": "x"})).for_codes(&["unknown_award"]);
}

#[test]
fn a15_a_review_resolves_what_was_deferred() {
    let fresh = || {
        let mut tale = Tale::of(&["a"]);
        tale.report("r1", "a", "2026-01-10", "160000.00");
        let grant = granted("g1", "a", "2026-01-10", cash("160000.00"));
        tale.say_as("first", "award.granted", &grant).is("deferred");
        tale
    };
    let mut tale = fresh();
    tale.say("review.decided", &review("facts/nothing", "admit"))
        .is("refused")
        .for_codes(&["unknown_reference"]);
    tale.say("review.decided", &review("facts/first", "admit")).is("admitted").worth("[\"160000.00\"]");
    assert_eq!(tale.room("a", "2026-01-10").excess.to_string(), "20000.00");
    tale.say("review.decided", &review("facts/first", "admit")).for_codes(&["unknown_reference"]);
    let mut tale = fresh();
    tale.say("review.decided", &review("facts/first", "refuse")).is("admitted");
    assert_eq!(tale.left("a", "2026-01-10"), "140000.00");
    let mut tale = fresh();
    tale.say("review.decided", &review("facts/first", "not-counted")).is("admitted");
    assert_eq!(tale.left("a", "2026-01-10"), "140000.00");
    // In the meantime the room is gone for another reason: the review can't go past that.
    let mut tale = fresh();
    tale.report("r2", "a", "2026-01-09", "140000.01");
    tale.say("review.decided", &review("facts/first", "admit"))
        .is("refused")
        .for_codes(&["ceiling_exceeded"]);
    let mut tale = Tale::of(&["a"]);
    tale.grant("g1", "a", "2026-01-10", "300000.00");
    tale.say("review.decided", &review("facts/g1", "no-aid")).is("admitted");
    assert_eq!(tale.left("a", "2026-01-10"), "300000.00");
    tale.say("review.decided", &review("facts/g1", "counts-as-aid")).is("admitted");
    assert_eq!(tale.left("a", "2026-01-10"), "0.00");
    tale.say("review.decided", &review("facts/g1", "admit")).is("refused").for_codes(&["contradicts_record"]);
}

#[test]
fn a16_reports_of_quarters_and_of_ranges() {
    let mut tale = Tale::of(&["a"]);
    let aid = json!({"form": "declared", "gge": eur("10.00")});
    let quarter = |on: &str| {
        with(
            reported("q1", "a", on, aid.clone()),
            &json!({"date_basis": "quarter-end", "reported_from": "intermediary"}),
        )
    };
    assert_eq!(tale.faults("award.reported", &quarter("2026-03-30")), ["bad_value"]);
    tale.say("award.reported", &quarter("2026-03-31")).is("recorded").flagged(&[]);
    let range = json!({"granted_on": null, "granted_on_range": {"from": "2026-01-01", "to": "2026-01-31"}});
    tale.say("award.reported", &with(reported("q2", "a", "2026-01-01", aid), &range)).flagged(&["uncounted"]);
    tale.grant("g1", "a", "2026-01-15", "1.00").is("deferred").for_codes(&["uncounted_award_in_window"]);
}

#[test]
fn a17_every_award_in_effect_can_change() {
    let mut tale = Tale::of(&["a"]);
    tale.reserve("r1", "a", "2026-01-01", "2026-03-31", "200000.00");
    tale.say("award.reduced", &less("r1", "50000.00", "0.00", "2026-02-01"))
        .is("recorded")
        .worth("[\"50000.00\"]");
    assert_eq!(tale.left("a", "2026-02-01"), "250000.00");
    tale.report("r2", "a", "2026-01-01", "10.00");
    tale.say("award.reduced", &less("r2", "5.00", "0.00", "2026-02-01")).is("recorded").worth("[\"5.00\"]");
}

#[test]
fn a18_what_an_enforced_grant_names_must_be_on_record() {
    let mut tale = Tale::of(&["a"]);
    let of = |award: &str, more: Value| with(granted(award, "a", "2026-01-01", cash("1.00")), &more);
    tale.say("award.granted", &of("g1", json!({"project": "p1"})))
        .is("refused")
        .for_codes(&["unknown_project"]);
    let scheme = json!({"basis": {"kind": "scheme", "regime": "eu-2023-2831", "scheme": "s1"}});
    tale.say("award.granted", &of("g2", scheme.clone())).is("refused").for_codes(&["unknown_scheme"]);
    tale.say("award.granted", &of("g3", with(scheme.clone(), &json!({"legal_right": "conferred"}))))
        .is("recorded");
    let registered = json!({
        "scheme": "s1", "member_state": "FI", "legal_basis": "act", "in_force": {"from": "2024-01-01"}, "recovery_clause": true,
        "public_terms": {"url": "https://example.org", "sha256": DIGEST, "from": "2024-01-01"}, "regime": "eu-2023-2831", "articles": [],
    });
    tale.say("scheme.registered", &registered).is("admitted");
    tale.say("award.granted", &of("g4", scheme)).is("admitted");
    let project = json!({
        "project": "p1", "participants": [{"undertaking": id("a"), "role": "lead", "cost_share": "100"}], "applied_on": "2025-01-01",
        "starts_on": "2026-01-01", "cost_lines": [], "bonuses": [],
    });
    tale.say("project.opened", &project).is("recorded");
    tale.say("award.granted", &of("g5", json!({"project": "p1"}))).is("admitted");
}

#[test]
fn a19_only_what_a_state_grants_can_be_registered_late() {
    let line = |award: &str, more: Value| {
        json!({
            "type": "eu.aidledger.award.granted.v1", "time": "2026-01-01T09:00:00Z", "recordedat": "2026-06-01T09:00:00Z",
            "data": with(granted(award, "a", "2026-01-01", cash("1.00")), &more),
        })
    };
    let mut tale = Tale::of(&["a"]);
    // Long after every list of holidays, if there were one.
    tale.line(&line("g1", json!({}))).is("admitted").flagged(&["late_registration"]);
    let union = json!({
        "member_state": null, "basis": {"regime": "no-aid"}, "treatment": {"no-aid": {"ground": "union-central"}},
        "funding": [{"origin": "union-central", "share_percent": "100"}],
    });
    tale.line(&line("g2", union)).is("admitted").flagged(&[]);
}

#[test]
fn a20_headroom_names_the_days_on_which_room_comes_back() {
    let mut tale = Tale::of(&["a"]);
    tale.grant("g1", "a", "2026-01-10", "100000.00");
    tale.reserve("r1", "a", "2026-01-10", "2026-03-31", "50000.00");
    let releases = tale.room("a", "2026-02-01").releases;
    let told: Vec<String> = releases
        .iter()
        .map(|release| format!("{} {} {}", release.on, release.amount, release.remaining.unwrap()))
        .collect();
    assert_eq!(told, ["2026-04-01 50000.00 200000.00", "2029-01-11 100000.00 300000.00"]);
}
