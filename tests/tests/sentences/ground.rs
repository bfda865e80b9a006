//! U5 to U6, G17 to G19, H8 to H9, W10 to W12, A21 to A24: what hard use has shown, by the sentence.

use aidledger_tests::tale::{DIGEST, Tale, cash, eur, id, with};
use serde_json::{Value, json};

fn matched(one: &str, other: &str) -> Value {
    json!({"award": one, "same_as": [other], "evidence": {"level": "register"}})
}

fn reduced(award: &str, after: &str, kept: &str, on: &str) -> Value {
    json!({"award": award, "gge_after": eur(after), "benefit_kept": eur(kept), "on": on, "reason": "cut"})
}

fn drawn(award: &str, value: &str, on: &str) -> Value {
    json!({"award": award, "host": "facts", "system": "s", "quantity": "1", "value": eur(value), "on": on})
}

fn holding(holder: &str, held: &str, votes: &str) -> Value {
    json!({"holder": id(holder), "held": id(held), "capital_percent": "10", "votes_percent": votes, "kind": "enterprise", "from": "2025-01-01"})
}

#[test]
fn u5_the_subject_is_the_main_object() {
    let tale = Tale::of(&["a"]);
    let award = json!({"award": "r1", "reason": "withdrawn"});
    for (subject, fits) in [("r1", true), ("facts/r1", true), ("r2", false), ("another/r1", false)] {
        let line = json!({"type": "eu.aidledger.award.released.v1", "subject": subject, "data": award});
        let bad = rules::audit::facts::read(format!("{line}\n").as_bytes()).err().unwrap_or_default();
        let codes: Vec<String> =
            bad.iter().flat_map(|bad| &bad.faults).map(|fault| fault.code.to_string()).collect();
        assert_eq!(codes.is_empty(), fits, "{subject}: {codes:?}");
    }
    drop(tale);
}

#[test]
fn u6_a_person_whom_an_award_names_is_an_enterprise() {
    let person = "PRS:0f1e2d3c4b5a69788796a5b4c3d2e1f0";
    let told = |own_award: bool, freed: bool| {
        let mut tale = Tale::of(&["a", "b"]);
        let register = json!({"undertaking": person, "identifiers": [], "natural_person": true});
        tale.say("undertaking.registered", &register);
        for company in ["a", "b"] {
            let control = json!({"controller": person, "controlled": id(company), "kind": "dominant-influence", "from": "2024-01-01", "evidence": {"level": "register"}});
            tale.say("control.declared", &control).is("recorded");
        }
        if own_award {
            tale.reserve("own", person, "2025-01-01", "2025-03-31", "1.00").is("admitted");
        }
        if freed {
            tale.say("award.released", &json!({"award": "own", "reason": "given up"})).is("recorded");
        }
        tale.grant("g1", "a", "2026-01-01", "200000.00").is("admitted");
        tale
    };
    // Finland says nothing of its own: a person who is no enterprise links nobody, and the verdict says that it turns on that.
    told(false, false)
        .grant("g2", "b", "2026-02-01", "200000.00")
        .is("admitted")
        .flagged(&["group_natural_person"]);
    // An award that took effect names it, whatever became of that.
    for freed in [false, true] {
        told(true, freed)
            .grant("g2", "b", "2026-02-01", "200000.00")
            .is("refused")
            .for_codes(&["ceiling_exceeded"]);
    }
}

#[test]
fn g17_a_majority_of_votes_without_a_link_is_flagged() {
    let mut tale = Tale::of(&["p", "x", "y"]);
    tale.say("holding.declared", &holding("p", "x", "50")).is("recorded").flagged(&[]);
    tale.say("holding.declared", &holding("p", "x", "50.01")).is("recorded").flagged(&["link_not_declared"]);
    tale.link("p", "y", "2024-01-01");
    tale.say("holding.declared", &holding("p", "y", "60")).is("recorded").flagged(&[]);
    // A link that has ended by then is none.
    tale.unlink("p", "y", "2025-01-01", json!("stays-with-recipient")).is("recorded");
    tale.say("holding.declared", &holding("p", "y", "60")).is("recorded").flagged(&["link_not_declared"]);
}

#[test]
fn g17_of_each_pair_the_holding_counts_that_is_newest_on_the_day() {
    let mut tale = Tale::of(&["p", "q", "x"]);
    tale.link("q", "p", "2024-01-01");
    let held =
        |holder: &str, votes: &str, from: &str| with(holding(holder, "x", votes), &json!({"from": from}));
    tale.say("holding.declared", &held("p", "48", "2026-01-01")).is("recorded").flagged(&[]);
    // What was had a year before is stated later, and counts until then.
    tale.say("holding.declared", &held("p", "10", "2025-01-01")).is("recorded").flagged(&[]);
    tale.say("holding.declared", &held("q", "3", "2025-12-31")).is("recorded").flagged(&[]);
    tale.say("holding.declared", &held("q", "3", "2026-02-01"))
        .is("recorded")
        .flagged(&["link_not_declared"]);
}

#[test]
fn g18_majorities_of_majorities_are_added_until_nothing_is() {
    let mut tale = Tale::of(&["p", "x", "y"]);
    tale.say("holding.declared", &holding("p", "x", "60"));
    tale.say("holding.declared", &holding("x", "y", "60"));
    tale.report("r1", "p", "2025-06-01", "250000.00");
    tale.grant("g1", "y", "2026-01-01", "60000.00").is("admitted").flagged(&["link_not_declared"]);
}

#[test]
fn g18_undeclared_majorities_are_asked_of_a_grant() {
    let mut tale = Tale::of(&["p", "x"]);
    tale.say("holding.declared", &holding("p", "x", "51"));
    tale.grant("g1", "p", "2026-01-01", "200000.00").is("admitted").flagged(&[]);
    tale.grant("g2", "x", "2026-02-01", "100000.00").is("admitted");
    tale.grant("g3", "x", "2026-03-01", "0.01").is("admitted").flagged(&["link_not_declared"]);
}

#[test]
fn g19_who_has_ceased_is_granted_nothing() {
    let mut tale = Tale::of(&["u", "s", "t"]);
    tale.split("split", "u", "2026-01-01", &[("s", "1.00"), ("t", "1.00")]);
    tale.grant("g1", "u", "2025-12-31", "1.00").is("admitted");
    tale.grant("g2", "u", "2026-01-01", "1.00").is("deferred").for_codes(&["needs_review"]);
    tale.split("again", "s", "2026-02-01", &[("s", "1.00"), ("t", "1.00")]);
    tale.grant("g3", "s", "2026-03-01", "1.00").is("admitted");
}

#[test]
fn g19_what_is_no_aid_is_not_asked_whether_its_beneficiary_has_ceased() {
    let mut tale = Tale::of(&["u", "s", "t"]);
    tale.split("split", "u", "2026-01-01", &[("s", "1.00"), ("t", "1.00")]);
    let private = json!({
        "member_state": null, "basis": {"regime": "no-aid"}, "treatment": {"no-aid": {"ground": "private"}},
        "funding": [{"origin": "private", "share_percent": "100"}],
    });
    let grant = aidledger_tests::tale::granted("g1", "u", "2026-02-01", cash("100.00"));
    tale.say("award.granted", &with(grant, &private)).is("admitted");
}

#[test]
fn h8_on_one_day_exits_act_first() {
    let mut tale = Tale::of(&["p", "x", "s", "t"]);
    tale.link("p", "x", "2024-01-01");
    tale.report("r1", "x", "2025-01-10", "100000.00");
    tale.split("split", "x", "2026-01-01", &[("s", "1.00"), ("t", "1.00")]).is("recorded");
    let parts = json!([{"award": "r1", "undertaking": id("p"), "amount": eur("40000.00")}]);
    tale.unlink("p", "x", "2026-01-01", json!({"attributed": parts})).is("recorded");
    // 40 000 to p, and 60 000 stay with x, which then splits.
    assert_eq!(
        ["p", "s", "t"].map(|who| tale.left(who, "2026-02-01")),
        ["260000.00", "270000.00", "270000.00"]
    );
}

#[test]
fn h8_a_merger_waits_for_the_split_of_whom_it_absorbs() {
    let mut tale = Tale::of(&["x", "m", "s", "t"]);
    tale.report("r1", "x", "2025-01-10", "100000.00");
    tale.merge("m", &["x"], "2026-01-01").is("recorded");
    tale.split("split", "x", "2026-01-01", &[("s", "1.00"), ("t", "1.00")]).is("recorded");
    assert_eq!(
        ["m", "s", "t"].map(|who| tale.left(who, "2026-02-01")),
        ["300000.00", "250000.00", "250000.00"]
    );
}

#[test]
fn h9_the_cent_left_over_stays_with_the_least_handle_as_text() {
    let mut tale = Tale::of(&["u", "z", "b", "p"]);
    tale.report("r1", "u", "2025-01-10", "100.02");
    tale.split("split", "u", "2025-06-01", &[("z", "1.00"), ("b", "1.00")]);
    tale.link("p", "z", "2025-07-01");
    tale.link("p", "b", "2025-07-01");
    // Each held 50.01. One cent goes to p, and what stays are 10 001 cents for two.
    let parts = json!([{"award": "r1", "undertaking": id("p"), "amount": eur("0.01")}]);
    tale.unlink("p", "z", "2026-01-01", json!({"attributed": parts})).is("recorded");
    assert_eq!(tale.room("z", "2026-02-01").used.to_string(), "50.00");
    assert_eq!(tale.room("p", "2026-02-01").used.to_string(), "50.02");
}

#[test]
fn h8_steps_act_by_their_days_whenever_they_are_stated() {
    let mut tale = Tale::of(&["a", "b", "c", "d"]);
    tale.report("r1", "a", "2024-01-10", "200000.00");
    tale.report("r2", "b", "2024-01-11", "50000.00");
    tale.split("split", "a", "2026-01-01", &[("c", "600.00"), ("d", "400.00")]);
    tale.merge("a", &["b"], "2025-01-01").is("recorded");
    assert_eq!([tale.left("c", "2026-02-01"), tale.left("d", "2026-02-01")], ["150000.00", "200000.00"]);
    // On one day the split waits for the merger, wherever each stands.
    let mut tale = Tale::of(&["a", "b", "c", "d"]);
    tale.report("r2", "b", "2024-01-11", "50000.00");
    tale.split("split", "a", "2026-01-01", &[("c", "600.00"), ("d", "400.00")]);
    tale.merge("a", &["b"], "2026-01-01").is("recorded");
    assert_eq!([tale.left("c", "2026-02-01"), tale.left("d", "2026-02-01")], ["270000.00", "280000.00"]);
}

#[test]
fn h9_an_exit_divides_what_the_group_held_and_the_rest_stays() {
    let mut tale = Tale::of(&["p", "x"]);
    tale.link("p", "x", "2024-01-01");
    tale.report("r1", "x", "2025-01-10", "100000.00");
    let parts = json!([{"award": "r1", "undertaking": id("p"), "amount": eur("40000.00")}]);
    tale.unlink("p", "x", "2026-01-01", json!({"attributed": parts})).is("recorded");
    assert_eq!([tale.left("p", "2026-02-01"), tale.left("x", "2026-02-01")], ["260000.00", "240000.00"]);
}

#[test]
fn w10_in_each_window_the_sighting_counts_of_which_most_is_held() {
    let mut tale = Tale::of(&["a"]);
    tale.grant("g1", "a", "2024-06-24", "100000.00").is("admitted");
    tale.report("r1", "a", "2024-06-03", "150000.00");
    tale.say("award.matched", &matched("g1", "r1")).is("recorded").flagged(&["sources_differ"]);
    assert_eq!(tale.left("a", "2027-06-01"), "150000.00");
    assert_eq!(tale.left("a", "2027-06-10"), "200000.00", "the larger sighting is out, the other is not");
    assert_eq!(tale.left("a", "2027-06-28"), "300000.00");
}

#[test]
fn w11_beside_an_award_of_unknown_regime_a_grant_is_flagged() {
    let mut tale = Tale::of(&["a"]);
    let unknown = json!({"basis": {"regime": "unknown"}});
    let report = with(
        aidledger_tests::tale::reported(
            "r1",
            "a",
            "2026-01-01",
            json!({"form": "declared", "gge": eur("5.00")}),
        ),
        &unknown,
    );
    tale.say("award.reported", &report).is("recorded");
    tale.grant("g1", "a", "2026-02-01", "1.00").is("admitted").flagged(&["beside_unknown_regime"]);
    tale.grant("g2", "a", "2029-02-01", "1.00").is("admitted").flagged(&[]);
}

#[test]
fn w12_used_and_remaining_are_firm_beside_an_unknown_regime() {
    let mut tale = Tale::of(&["a"]);
    let unknown = json!({"basis": {"regime": "unknown"}});
    let report = with(
        aidledger_tests::tale::reported(
            "r1",
            "a",
            "2026-01-01",
            json!({"form": "declared", "gge": eur("5.00")}),
        ),
        &unknown,
    );
    tale.say("award.reported", &report);
    assert_eq!(tale.left("a", "2026-02-01"), "300000.00");
}

#[test]
fn a21_nothing_happens_to_an_award_before_it_is_granted() {
    let mut tale = Tale::of(&["a"]);
    tale.grant("g1", "a", "2026-06-01", "1000.00").is("admitted");
    let refused = &["contradicts_record"];
    tale.say("award.reduced", &reduced("g1", "1.00", "0.00", "2026-05-31")).for_codes(refused);
    tale.say("award.drawn", &drawn("g1", "1.00", "2026-05-31")).for_codes(refused);
    let receipt = json!({"award": "g1", "system": "eair", "ref": "E-1", "on": "2026-05-31"});
    tale.say("register.receipt", &receipt).for_codes(refused);
    tale.say("award.drawn", &drawn("g1", "1.00", "2026-06-15")).is("recorded");
    let moved = json!({"award": "g1", "set": {"granted_on": "2026-07-01"}, "reason": "as the act says"});
    tale.say("award.corrected", &moved).is("refused").for_codes(refused);
    // A report is what its source says: aid to come is recorded, with a doubt.
    let early = aidledger_tests::tale::reported(
        "r1",
        "a",
        "2040-01-01",
        json!({"form": "declared", "gge": eur("5.00")}),
    );
    tale.say("award.reported", &early).is("recorded").flagged(&["claim_doubtful"]);
}

#[test]
fn a22_what_was_used_is_a_floor_in_both_orders() {
    for draw_first in [true, false] {
        let mut tale = Tale::of(&["a"]);
        tale.grant("g1", "a", "2026-02-01", "300000.00");
        let cut = reduced("g1", "10000.00", "0.00", "2026-04-01");
        let draw = drawn("g1", "300000.00", "2026-03-02");
        if draw_first {
            tale.say("award.drawn", &draw).flagged(&[]);
            tale.say("award.reduced", &cut).flagged(&["benefit_not_repaid"]).worth("[\"300000.00\"]");
        } else {
            tale.say("award.reduced", &cut).flagged(&[]).worth("[\"10000.00\"]");
            tale.say("award.drawn", &draw).flagged(&["benefit_not_repaid"]);
        }
        assert_eq!(tale.left("a", "2026-05-01"), "0.00");
    }
}

#[test]
fn a23_a_report_without_an_id_is_told_by_its_name() {
    let own = |authority: Value| {
        let mut tale = Tale::of(&["a"]);
        let report = aidledger_tests::tale::reported(
            "r1",
            "a",
            "2026-01-01",
            json!({"form": "declared", "gge": eur("5.00")}),
        );
        let said = tale.say("award.reported", &with(report, &json!({"granting_authority": authority})));
        said.0.flags.iter().any(|flag| flag.as_str() == "own_award_reported")
    };
    assert!(own(json!({"name": "FACTS"})));
    assert!(own(json!({"id": "facts", "name": "Another name"})));
    assert!(!own(json!({"id": "another", "name": "facts"})));
    assert!(!own(json!({"name": "A register"})));
}

#[test]
fn a24_the_verdict_of_a_set_has_the_figure_of_each_member() {
    let mut tale = Tale::of(&["a", "b"]);
    let grant = |award: &str, to: &str, amount: &str| {
        let basis = json!({"basis": {"kind": "ad-hoc", "regime": "eu-2023-2831"}});
        with(aidledger_tests::tale::granted(award, to, "2026-01-01", cash(amount)), &basis)
    };
    let set = json!({"awards": [grant("g1", "a", "5.00"), grant("g2", "b", "7.00")]});
    let said = tale.say("award.set", &set);
    let members: Vec<String> =
        said.0.members.iter().map(|figure| figure.unwrap().high.unwrap().to_string()).collect();
    assert_eq!(members, ["5.00", "7.00"]);
    let cut = tale.say("award.reduced", &reduced("g1", "2.00", "1.00", "2026-02-01"));
    let amounts: Vec<String> = cut.0.amounts.iter().map(ToString::to_string).collect();
    assert_eq!(amounts, ["2.00", "1.00", "0.00"]);
    assert_eq!(DIGEST.len(), 64);
}
