//! What the second evaluator of the rules saw otherwise than the engine did, each as short as it can be told.
//!
//! Named by the sentence that decides it; the stream that showed it first stands beside (seed:stream).

use aidledger_tests::tale::{DIGEST, Tale, cash, eur, granted, id, reported, with};
use serde_json::{Value, json};

fn review(about: &str, decision: &str) -> Value {
    json!({"about": about, "question": "what holds", "decision": decision, "reason": "looked at", "citation": "Art. 3", "valid_for": {}})
}

fn matched(award: &str, other: &str) -> Value {
    json!({"award": award, "same_as": [other], "evidence": {"level": "register"}})
}

fn corrected(award: &str, set: Value) -> Value {
    json!({"award": award, "set": set, "reason": "as the act says"})
}

/// 1:192
#[test]
fn a6_a_bound_is_what_the_award_counted_and_stays_when_it_is_restated() {
    let mut tale = Tale::of(&["a"]);
    tale.report("r1", "a", "2026-01-01", "100000.00");
    let withdrawn =
        json!({"award": "r1", "benefit_kept": eur("250000.00"), "on": "2026-02-01", "reason": "never begun"});
    tale.say("award.withdrawn", &withdrawn).worth("[\"100000.00\"]");
    let restated = json!({
        "award": "r1", "aid": {"form": "declared", "gge": eur("200000.00")}, "reason": "put right",
        "source_row": {"register": "tam", "id": "r1", "retrieved_on": "2039-12-31", "sha256": DIGEST},
    });
    tale.say("award.restated", &restated).worth("[\"200000.00\"]");
    // What was kept bounds it, and the figure that came later is below that.
    assert_eq!(tale.left("a", "2026-03-01"), "100000.00");
}

/// 1:12, 1:13
#[test]
fn a6_a_waiver_or_expiry_of_too_much_has_no_figure() {
    let mut tale = Tale::of(&["a"]);
    tale.grant("g1", "a", "2026-01-01", "100.00");
    let waived = json!({
        "award": "g1", "amount": eur("100.01"), "on": "2026-02-01", "repaid_on": "2026-02-02", "evidence": {"level": "documented"},
        "benefit_kept": eur("0.00"),
    });
    tale.say("award.waived", &waived)
        .is("refused")
        .for_codes(&["contradicts_record"])
        .worth("null")
        .flagged(&[]);
    for lapsed in [true, false] {
        let expired = json!({"award": "g1", "amount": eur("100.01"), "on": "2026-02-01", "right_lapsed": lapsed, "ground": "over"});
        tale.say("credits.expired", &expired).is("refused").for_codes(&["contradicts_record"]).worth("null");
    }
}

/// 1:17
#[test]
fn f10_a_cap_lifts_no_loan_out_of_its_conditions() {
    let mut tale = Tale::of(&["a", "b"]);
    let loan = |method: &str| {
        json!({
            "form": "loan", "principal": eur("5000000.00"), "years": "30", "collateral_percent": "0", "method": method,
            "cap": eur("1000.00"), "counts_as": "cap",
        })
    };
    tale.grant_aid("g1", "a", "2026-01-01", loan("safe-harbour"))
        .is("refused")
        .for_codes(&["safe_harbour_not_met"])
        .worth("null");
    let by_rate = loan("reference-rate");
    tale.grant_aid("g2", "a", "2026-01-01", by_rate).is("deferred").for_codes(&["not_covered"]);
    let assessed = json!({"undertaking": id("b"), "size": "large", "insolvency": "criteria-met", "on": "2026-01-01", "evidence": {}});
    tale.say("undertaking.assessed", &assessed).is("recorded");
    let bars = ["safe_harbour_not_met", "insolvency", "not_covered"];
    tale.grant_aid("g3", "b", "2026-01-01", loan("safe-harbour")).for_codes(&bars[..2]).worth("null");
    tale.grant_aid("g4", "b", "2026-01-01", loan("reference-rate")).for_codes(&bars).worth("null");
}

/// 2:529
#[test]
fn f13_everything_that_is_missing_is_listed() {
    let mut tale = Tale::of(&["a"]);
    let aid = json!({
        "form": "compute", "system": "lumi", "unit": "gpu-hour", "quantity": "1", "price_paid": eur("0.00"),
        "cap": {"amount": "1.00", "currency": "SEK"}, "counts_as": "exact",
    });
    tale.grant_aid("g1", "a", "2026-01-01", aid).for_codes(&["unknown_currency_rate", "unknown_price"]);
}

/// 1:49, 1:143
#[test]
fn u2_where_somebody_is_unknown_nothing_else_is_looked_for() {
    let mut tale = Tale::of(&["a"]);
    tale.unlink("a", "z", "2026-01-01", Value::Null).for_codes(&["unknown_undertaking"]);
    let parts = json!({"attributed": [{"award": "none", "undertaking": id("z"), "amount": eur("1.00")}]});
    tale.unlink("a", "a", "2026-01-01", parts).for_codes(&["unknown_undertaking"]);
    let paid = json!({
        "decision": {"kind": "court", "ref": "C-1"}, "undertaking": id("z"), "principal": eur("1.00"), "interest": eur("0.00"),
        "on": "2026-01-01",
    });
    tale.say("recovery.paid", &paid).for_codes(&["unknown_undertaking"]);
}

/// 2:95, 1:120
#[test]
fn g11_parts_are_of_awards_in_effect_and_within_the_recorded_figure() {
    let mut tale = Tale::of(&["a", "b"]);
    let parts = |award: &str, amount: &str| json!({"attributed": [{"award": award, "undertaking": id("a"), "amount": eur(amount)}]});
    tale.unlink("a", "b", "2026-06-01", parts("none", "1.00"))
        .for_codes(&["unknown_reference", "unknown_award"]);
    tale.link("a", "b", "2026-01-01").is("recorded");
    let range = json!({"granted_on": null, "granted_on_range": {"from": "2026-01-01", "to": "2026-01-31"}});
    let aid = json!({"form": "declared", "gge": eur("5.00")});
    tale.say("award.reported", &with(reported("r1", "b", "2026-01-01", aid), &range)).flagged(&["uncounted"]);
    tale.unlink("a", "b", "2026-06-01", parts("r1", "5.01")).for_codes(&["contradicts_record"]);
    tale.unlink("a", "b", "2026-06-01", parts("r1", "5.00")).is("recorded");
}

/// 1:319
#[test]
fn a8_an_award_that_is_judged_anew_is_thought_away_with_the_parts_of_it() {
    let mut tale = Tale::of(&["a", "b"]);
    tale.link("a", "b", "2026-01-01");
    tale.grant("g1", "b", "2026-01-02", "100000.00").is("admitted");
    let parts = json!({"attributed": [{"award": "g1", "undertaking": id("a"), "amount": eur("40000.00")}]});
    tale.unlink("a", "b", "2026-06-01", parts).is("recorded");
    tale.grant("g2", "b", "2026-07-01", "150000.00").is("admitted");
    // In the window that ends on 1 July: 100 000 anew and 150 000, nothing less for the part that the other side holds.
    let said = tale.say("award.corrected", &corrected("g1", json!({"granted_on": "2026-01-03"})));
    said.is("admitted").sums(&[("2026-07-01", "250000.00")]);
}

/// 1:110
#[test]
fn a8_what_is_matched_with_an_award_is_no_other_aid_beside_its_correction() {
    let mut tale = Tale::of(&["a"]);
    tale.grant("g1", "a", "2026-01-01", "200000.00").is("admitted");
    tale.report("r1", "a", "2026-01-01", "200000.00").flagged(&["over_ceiling", "possible_duplicate"]);
    tale.say("award.matched", &matched("g1", "r1")).is("recorded");
    let said = tale.say("award.corrected", &corrected("g1", json!({"aid": cash("190000.00")})));
    said.is("admitted").sums(&[("2026-01-01", "190000.00")]);
    let said = tale.say("award.corrected", &corrected("r1", json!({"granted_on": "2026-01-02"})));
    said.is("recorded").flagged(&[]).sums(&[("2026-01-02", "200000.00")]);
}

/// 1:31
#[test]
fn a12_an_award_set_aside_by_a_review_may_be_the_same() {
    let mut tale = Tale::of(&["a"]);
    tale.report("r1", "a", "2026-01-01", "5.00");
    tale.say("review.decided", &review("facts/r1", "not-counted")).is("admitted");
    tale.report("r2", "a", "2026-01-01", "5.00").flagged(&["possible_duplicate"]);
}

/// 3:424
#[test]
fn a5_an_award_set_free_is_unknown_to_what_comes_after() {
    let mut tale = Tale::of(&["a"]);
    tale.reserve("r1", "a", "2026-01-01", "2026-02-01", "5.00");
    tale.report("r2", "a", "2026-01-01", "5.00");
    tale.say("award.released", &json!({"award": "r1", "reason": "not needed"})).is("recorded");
    tale.say("award.matched", &matched("r2", "r1")).for_codes(&["unknown_award"]);
    tale.say("award.disputed", &json!({"award": "r1", "reason": "contested"})).for_codes(&["unknown_award"]);
    tale.say("review.decided", &review("facts/r1", "no-aid")).for_codes(&["unknown_reference"]);
}

/// 2:84, 3:121
#[test]
fn a15_a_correction_of_what_is_no_aid_is_not_uncounted() {
    let mut tale = Tale::of(&["a"]);
    let no_aid = json!({
        "member_state": null, "basis": {"regime": "no-aid"}, "treatment": {"no-aid": {"ground": "other"}},
    });
    let stated = with(granted("g1", "a", "2026-01-01", cash("5.00")), &no_aid);
    tale.say_as("g", "award.granted", &stated).is("deferred");
    tale.say("review.decided", &review("facts/g", "admit")).is("admitted").flagged(&[]);
    tale.say_as("c", "award.corrected", &corrected("g1", json!({"granted_on": "2026-02-01"}))).is("deferred");
    tale.say("review.decided", &review("facts/c", "admit")).is("admitted").flagged(&[]);
}

/// 2:184
#[test]
fn a15_the_members_of_a_reviewed_set_count_for_those_after_them() {
    let mut tale = Tale::of(&["a"]);
    let unknown = json!({"form": "declared", "gge_range": {"low": eur("1.00")}});
    tale.say("award.reported", &reported("r1", "a", "2026-01-01", unknown));
    let members = [
        granted("s1", "a", "2026-01-02", cash("150000.00")),
        granted("s2", "a", "2026-02-01", cash("100000.00")),
    ];
    let set = json!({
        "type": "eu.aidledger.award.set.v1", "id": "s", "time": "2026-01-01T00:00:00Z", "data": {"awards": members},
    });
    tale.line(&set).is("deferred").for_codes(&["uncounted_award_in_window"]);
    let said = tale.say("review.decided", &review("facts/s", "admit"));
    said.is("admitted").sums(&[("2026-01-02", "150000.00"), ("2026-02-01", "250000.00")]);
}

/// 3:24
#[test]
fn w9_awards_of_a_set_stand_over_one_by_one() {
    let mut tale = Tale::of(&["a", "b", "c"]);
    tale.grant("g0", "c", "2026-01-01", "300000.00").is("admitted");
    let members =
        [granted("s1", "a", "2026-02-01", cash("10.00")), granted("s2", "b", "2026-02-01", cash("20.00"))];
    tale.say("award.set", &json!({"awards": members})).is("admitted");
    tale.link("c", "a", "2026-01-15").pushes_over(1, "10.00");
    // Now the other one, and the first by more than before.
    tale.link("c", "b", "2026-01-15").pushes_over(1, "30.00");
}

/// 2:101
#[test]
fn w9_what_was_hidden_by_a_match_may_be_years_later_than_the_earliest_named() {
    let mut tale = Tale::of(&["a"]);
    tale.report("r1", "a", "2024-06-30", "300000.00");
    tale.report("r2", "a", "2027-07-01", "200000.00");
    tale.say("award.matched", &matched("r1", "r2")).is("recorded");
    // The larger sighting is out of this window, and the other one counts in it: nothing is hidden any more.
    tale.confer("g3", "a", "2027-07-02", "150000.00").flagged(&["granted_without_check", "over_ceiling"]);
    tale.say("award.unmatched", &matched("r1", "r2")).is("recorded").pushes_over(0, "");
}

/// 2:257
#[test]
fn w9_a_review_of_a_set_looks_back_as_the_set_does() {
    let mut tale = Tale::of(&["a"]);
    let unknown = json!({"form": "declared", "gge_range": {"low": eur("1.00")}});
    tale.say("award.reported", &reported("r1", "a", "2024-01-02", unknown));
    let set = json!({
        "type": "eu.aidledger.award.set.v1", "id": "s", "time": "2026-01-01T00:00:00Z",
        "data": {"awards": [granted("s1", "a", "2026-02-01", cash("100000.00"))]},
    });
    tale.line(&set).is("deferred").for_codes(&["uncounted_award_in_window"]);
    tale.report("r2", "a", "2028-03-01", "250000.00").is("recorded");
    // The window that ends with the report holds the set; judged again it is over there and stays refused.
    let said = tale.say("review.decided", &review("facts/s", "admit"));
    said.is("refused").for_codes(&["ceiling_exceeded"]);
    // A window that the set is not tested in, since its beneficiary is in another group by then: hindsight looks there too.
    let mut tale = Tale::of(&["a", "b"]);
    let unknown = json!({"form": "declared", "gge_range": {"low": eur("1.00")}});
    tale.say("award.reported", &reported("r1", "a", "2024-01-02", unknown));
    tale.line(&set).is("deferred");
    tale.report("r2", "b", "2026-03-01", "250000.00");
    tale.link("a", "b", "2026-02-15");
    tale.unlink("a", "b", "2026-02-20", Value::Null);
    let said = tale.say("review.decided", &review("facts/s", "admit"));
    said.is("admitted").pushes_over(1, "50000.00");
}

/// 2:197
#[test]
fn w7_an_interpretation_may_come_into_the_group_only_later() {
    let mut tale = Tale::of(&["a", "b"]);
    let old = with(
        reported("r1", "b", "2026-04-01", json!({"form": "declared", "gge": eur("300000.00")})),
        &json!({"basis": {"regime": "eu-360-2012"}}),
    );
    tale.say("award.reported", &old).is("recorded");
    tale.grant("g1", "a", "2027-04-06", "1.00").is("admitted");
    tale.link("b", "a", "2027-04-06").is("recorded");
    tale.grant("g2", "a", "2026-05-01", "1.00").is("admitted").flagged(&["interpretation"]);
}

/// 1:1639
#[test]
fn h2_one_end_parts_an_award_once() {
    let parts = |amount: &str| json!({"attributed": [{"award": "g1", "undertaking": id("a"), "amount": eur(amount)}]});
    // The same link, ended earlier afterwards.
    let mut tale = Tale::of(&["a", "b"]);
    tale.link("a", "b", "2026-01-01");
    tale.grant("g1", "b", "2026-01-02", "100000.00").is("admitted");
    tale.unlink("a", "b", "2026-06-02", parts("10000.00")).is("recorded");
    tale.unlink("a", "b", "2026-06-01", parts("20000.00")).is("recorded");
    assert_eq!(
        (tale.left("a", "2026-07-01"), tale.left("b", "2026-07-01")),
        ("280000.00".into(), "220000.00".into())
    );
    // Two links of the pair, ended by one statement.
    let mut tale = Tale::of(&["a", "b"]);
    tale.link("a", "b", "2026-01-01");
    tale.link("a", "b", "2026-02-01");
    tale.grant("g1", "b", "2026-01-02", "100000.00").is("admitted");
    tale.unlink("a", "b", "2026-06-01", parts("20000.00")).is("recorded");
    assert_eq!(
        (tale.left("a", "2026-07-01"), tale.left("b", "2026-07-01")),
        ("280000.00".into(), "220000.00".into())
    );
}

/// A pair is a pair of undertakings, and who they are may be learnt after its end, and taken back again.
#[test]
fn g10_an_end_follows_the_identifications() {
    let mut tale = Tale::of(&["a", "b", "c"]);
    tale.link("a", "c", "2026-01-01");
    tale.link("b", "c", "2026-01-01");
    tale.grant("g1", "c", "2026-02-01", "100000.00");
    tale.unlink("a", "c", "2026-03-01", json!("stays-with-recipient")).is("recorded");
    let group = |tale: &Tale| tale.room("c", "2026-04-01").group.len();
    assert_eq!(group(&tale), 2, "b is another undertaking and goes on controlling");
    let same = json!({"undertaking": id("a"), "same_as": [id("b")], "evidence": {"level": "register"}});
    tale.say_as("same", "undertaking.identified", &same).is("recorded");
    assert_eq!(group(&tale), 1, "the link of b was that of a, and had ended");
    assert_eq!(
        (tale.left("a", "2026-04-01"), tale.left("c", "2026-04-01")),
        ("300000.00".into(), "200000.00".into())
    );
    tale.say(
        "statement.retracted",
        &json!({"source": "urn:aidledger:party:facts", "id": "same", "reason": "another company"}),
    )
    .is("recorded");
    assert_eq!(group(&tale), 2, "as if it had never been said");
    // The other way: an end that was found through an identification goes with it.
    tale.say_as("again", "undertaking.identified", &same);
    tale.link("b", "c", "2026-05-01");
    tale.unlink("a", "c", "2026-06-01", json!("stays-with-recipient")).is("recorded");
    tale.say(
        "statement.retracted",
        &json!({"source": "urn:aidledger:party:facts", "id": "again", "reason": "another company"}),
    );
    assert_eq!(tale.room("c", "2026-07-01").group.len(), 2, "b was never parted from c");
}

/// A draw beyond the cap is beyond the smaller of face and cap, whatever the face comes to.
#[test]
fn a13_of_face_and_cap_the_known_one_bounds_the_draws() {
    let mut tale = Tale::of(&["a"]);
    let aid = json!({
        "form": "grant", "nominal": {"amount": "9000000.00", "currency": "SEK"}, "cap": eur("1000.00"), "counts_as": "cap",
    });
    tale.grant_aid("g1", "a", "2026-02-01", aid).worth("[\"1000.00\"]");
    let drawn = |value: &str| json!({"award": "g1", "host": "h", "system": "s", "quantity": "1", "value": eur(value), "on": "2026-03-01"});
    tale.say("award.drawn", &drawn("1000.00")).is("recorded").flagged(&[]);
    tale.say("award.drawn", &drawn("0.01")).is("recorded").flagged(&["draw_exceeds_award"]);
}

/// What the day's first reading said came before what its last one said.
#[test]
fn a13_use_by_an_earlier_day_is_no_more_than_any_total_of_a_later_one() {
    let mut tale = Tale::of(&["a"]);
    tale.grant("g1", "a", "2026-02-01", "100.00");
    let used = |to: &str, quantity: &str| json!({"award": "g1", "to": to, "quantity": quantity});
    tale.say("usage.reported", &used("2026-03-20", "9")).is("recorded");
    tale.say("usage.reported", &used("2026-03-20", "11")).is("recorded");
    tale.say("usage.reported", &used("2026-03-10", "10")).is("refused").for_codes(&["contradicts_record"]);
    tale.say("usage.reported", &used("2026-03-10", "9")).is("recorded");
}

/// What is no aid has no longest life, at its correction either.
#[test]
fn a2_a_reservation_of_no_aid_may_last() {
    let mut tale = Tale::of(&["a"]);
    let more = json!({"expires_on": "2027-02-01", "applicant_consent": {"sha256": DIGEST}});
    let aid = with(granted("g1", "a", "2026-02-01", cash("100.00")), &more);
    tale.say("award.reserved", &aid).is("refused").for_codes(&["policy_limit"]);
    let private = json!({
        "basis": {"regime": "no-aid"}, "member_state": null, "treatment": {"no-aid": {"ground": "private"}},
        "funding": [{"origin": "private", "share_percent": "100"}],
    });
    tale.say("award.reserved", &with(aid, &private)).is("admitted").worth("null");
    let again = corrected("g1", json!({"basis": {"regime": "no-aid", "kind": "ad-hoc"}}));
    tale.say("award.corrected", &again).is("admitted");
}

/// The project of a reservation may be taken back before its confirmation.
#[test]
fn a4_a_confirmation_needs_the_project_as_the_grant_did() {
    let mut tale = Tale::of(&["a"]);
    let project = json!({
        "project": "p1", "participants": [{"undertaking": id("a"), "role": "lead", "cost_share": "100"}], "applied_on": "2025-01-01",
        "starts_on": "2026-01-01", "cost_lines": [], "bonuses": [],
    });
    tale.say_as("opened", "project.opened", &project).is("recorded");
    let reservation = with(
        granted("g1", "a", "2026-02-01", cash("100.00")),
        &json!({"expires_on": "2026-04-01", "applicant_consent": {"sha256": DIGEST}, "project": "p1"}),
    );
    tale.say("award.reserved", &reservation).is("admitted");
    let retracted =
        json!({"source": "urn:aidledger:party:facts", "id": "opened", "reason": "another project"});
    tale.say("statement.retracted", &retracted).is("recorded");
    tale.confirm("g1", "2026-03-01").is("refused").for_codes(&["unknown_project"]);
}

/// Once the State publishes rates of its own for the currency, those of all serve no more; the face stays what it was.
#[test]
fn a13_a_face_without_a_rate_is_what_it_was() {
    let mut tale = Tale::of(&["a"]);
    let publish = |tale: &mut Tale, state: &str, date: &str| {
        let rows =
            json!([{"member_state": state, "currency": "SEK", "date": date, "rate": "10", "source": "ECB"}]);
        let data = json!({"table": "fx", "rows": rows, "source": {"ref": "test", "sha256": DIGEST}});
        tale.say("reference.published", &data).is("admitted");
    };
    publish(&mut tale, "*", "2026-02-01");
    let aid = json!({"form": "grant", "nominal": {"amount": "1000.00", "currency": "SEK"}});
    tale.grant_aid("g1", "a", "2026-02-01", aid).worth("[\"100.00\"]");
    publish(&mut tale, "FI", "2026-06-01");
    let drawn = |value: &str| json!({"award": "g1", "host": "h", "system": "s", "quantity": "1", "value": eur(value), "on": "2026-03-01"});
    tale.say("award.drawn", &drawn("100.00")).is("recorded").flagged(&[]);
    tale.say("award.drawn", &drawn("0.01")).flagged(&["draw_exceeds_award"]);
}

/// A reservation that runs out must not take with it what a register knows to be granted.
#[test]
fn a11_what_lasts_counts_before_what_may_run_out() {
    let mut tale = Tale::of(&["a"]);
    tale.reserve("g1", "a", "2026-02-01", "2026-04-01", "100000.00").is("admitted");
    tale.report("r1", "a", "2026-02-01", "80000.00").is("recorded");
    tale.say("award.matched", &matched("g1", "r1")).is("recorded").flagged(&["sources_differ"]);
    assert_eq!(tale.left("a", "2026-03-01"), "200000.00");
    assert_eq!(tale.left("a", "2026-05-01"), "220000.00", "the reservation has run out, the report has not");
    // Confirmed, it lasts as long, and the higher figure counts.
    tale.confirm("g1", "2026-03-01").is("admitted");
    assert_eq!(tale.left("a", "2026-05-01"), "200000.00");
}

/// 221435:7581. Nobody's ceiling is asked about at the end of a link: public bodies alone are not looked through.
#[test]
fn g11_whoever_a_public_body_controls_is_not_a_side() {
    let mut tale = Tale::of(&["a", "b", "c"]);
    tale.link("a", "b", "2026-01-01");
    tale.link("a", "c", "2026-01-01");
    tale.grant("g1", "c", "2026-02-01", "100.00").is("admitted");
    let holding = |kind: &str| {
        json!({
            "holder": id("a"), "held": id("c"), "capital_percent": "60", "votes_percent": "60", "kind": kind, "from": "2026-03-01",
        })
    };
    let parts = json!({"attributed": [{"award": "g1", "undertaking": id("a"), "amount": eur("1.00")}]});
    tale.say("holding.declared", &holding("non-profit")).is("recorded");
    tale.unlink("a", "b", "2026-06-01", parts.clone()).is("recorded");
    tale.say("holding.declared", &holding("public-body")).is("recorded");
    tale.unlink("a", "b", "2026-05-01", parts).is("refused").for_codes(&["contradicts_record"]);
}

/// 221435:3723. Something of an award is left with its recipient as long as nobody knows how much.
#[test]
fn h2_of_an_unknown_figure_something_is_left() {
    let mut tale = Tale::of(&["a", "b"]);
    tale.link("a", "b", "2026-01-01");
    tale.confer("g1", "b", "2026-02-01", "100000.00").is("recorded");
    let parts = json!({"attributed": [{"award": "g1", "undertaking": id("a"), "amount": eur("1.00")}]});
    tale.unlink("a", "b", "2026-03-01", parts).is("recorded");
    assert_eq!(
        (tale.left("a", "2026-04-01"), tale.left("b", "2026-04-01")),
        ("299999.00".into(), "200001.00".into())
    );
    // Paid in parts from now on, and no rate to discount them by.
    let payments =
        json!({"form": "instalments", "payments": [{"due": "2026-06-01", "amount": eur("100000.00")}]});
    tale.say("award.corrected", &corrected("g1", json!({"aid": payments}))).is("recorded");
    for who in ["a", "b"] {
        let said = tale.grant(&format!("to-{who}"), who, "2026-04-01", "1.00");
        said.is("deferred").for_codes(&["uncounted_award_in_window"]);
    }
}
