//! G: the single undertaking through time, as unsigned facts. Who may rely on whose word (G5 to G8) needs signers: see
//! `tests/tests/reliance.rs`.

use aidledger_tests::tale::{DIGEST, Tale, eur, granted, id, reported, with};
use serde_json::{Value, json};

#[test]
fn g1_a_link_joins_from_its_day_to_the_day_before_its_end() {
    let mut tale = Tale::of(&["p", "x"]);
    tale.report("r1", "p", "2024-06-01", "250000.00");
    tale.link("p", "x", "2025-03-01").is("recorded");
    assert_eq!(tale.left("x", "2025-02-28"), "300000.00");
    assert_eq!(tale.left("x", "2025-03-01"), "50000.00");
    tale.unlink("p", "x", "2026-03-01", json!("stays-with-recipient")).is("recorded");
    assert_eq!(tale.left("x", "2026-02-28"), "50000.00");
    assert_eq!(tale.left("x", "2026-03-01"), "300000.00");
    for kind in ["appoint-majority", "dominant-influence", "shareholder-agreement"] {
        let mut tale = Tale::of(&["p", "x"]);
        tale.report("r1", "p", "2024-06-01", "250000.00");
        let link = json!({"controller": id("p"), "controlled": id("x"), "kind": kind, "from": "2025-03-01", "evidence": {"level": "register"}});
        tale.say("control.declared", &link).is("recorded");
        assert_eq!(tale.left("x", "2025-03-01"), "50000.00");
    }
}

#[test]
fn g2_links_reach_through_others_in_both_directions() {
    let mut tale = Tale::of(&["p", "x", "y", "z"]);
    tale.link("p", "x", "2024-01-01");
    tale.link("x", "y", "2024-01-01");
    tale.link("p", "z", "2024-01-01");
    for (award, of, amount) in [("r1", "p", "80000.00"), ("r2", "x", "100000.00"), ("r3", "y", "50000.00")] {
        tale.report(award, of, "2025-01-10", amount);
    }
    let room = tale.room("z", "2026-01-01");
    assert_eq!(room.remaining.to_string(), "70000.00");
    let group: Vec<String> = room.group.iter().map(ToString::to_string).collect();
    assert_eq!(group, ["NID:FI:P", "NID:FI:X", "NID:FI:Y", "NID:FI:Z"]);
    tale.grant("g1", "z", "2026-01-01", "70000.01").is("refused").for_codes(&["ceiling_exceeded"]);
    tale.grant("g2", "z", "2026-01-01", "70000.00").is("admitted").sums(&[("2026-01-01", "300000.00")]);
}

#[test]
fn g2_a_group_has_no_last_step() {
    let names: Vec<String> = (1..=12).map(|n| format!("n{n}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut tale = Tale::of(&names);
    for pair in names.windows(2) {
        let [one, other] = pair else { continue };
        tale.link_at(one, other, "2024-01-01", "declared").is("recorded");
    }
    tale.report("r1", "n1", "2025-01-10", "250000.00");
    assert_eq!(tale.left("n12", "2026-01-01"), "50000.00");
    assert_eq!(tale.room("n12", "2026-01-01").group.len(), 12);
}

fn holder(tale: &mut Tale, holder: &str, kind: &str) {
    let data = json!({
        "holder": id(holder), "held": id("x"), "capital_percent": "100", "votes_percent": "100", "kind": kind, "from": "2024-01-01",
    });
    tale.say("holding.declared", &data).is("recorded");
}

#[test]
fn g3_a_public_body_does_not_make_its_companies_one() {
    let mut tale = Tale::of(&["city", "x", "y"]);
    tale.link("city", "x", "2024-01-01");
    tale.link("city", "y", "2024-01-01");
    tale.report("r1", "x", "2025-01-10", "300000.00");
    assert_eq!(tale.left("y", "2026-01-01"), "0.00");
    holder(&mut tale, "city", "public-body");
    assert_eq!(tale.left("y", "2026-01-01"), "300000.00");
    // By whichever handle the holding names it.
    let mut tale = Tale::of(&["city", "hall", "x", "y"]);
    tale.link("city", "x", "2024-01-01");
    tale.link("city", "y", "2024-01-01");
    tale.report("r1", "x", "2025-01-10", "300000.00");
    holder(&mut tale, "hall", "public-body");
    assert_eq!(tale.left("y", "2026-01-01"), "0.00");
    let same = json!({"undertaking": id("city"), "same_as": [id("hall")], "evidence": {"level": "register"}});
    tale.say("undertaking.identified", &same).is("recorded");
    assert_eq!(tale.left("y", "2026-01-01"), "300000.00");
    // A non-profit entity is set aside under the regulation on services of general economic interest alone.
    let mut tale = Tale::of(&["trust", "x", "y"]);
    tale.link("trust", "x", "2024-01-01");
    tale.link("trust", "y", "2024-01-01");
    holder(&mut tale, "trust", "non-profit");
    let sgei = |award: &str, to: &str, amount: &str| {
        let aid = json!({"form": "grant", "nominal": eur(amount)});
        let services = json!({"basis": {"regime": "eu-2023-2832"}, "conditions": {"export_linked": false, "domestic_goods": false, "price_quantity_linked": false, "sgei_service": "ferry"}});
        with(granted(award, to, "2026-01-02", aid), &services)
    };
    tale.say("award.granted", &sgei("s1", "x", "750000.00")).is("admitted");
    tale.say("award.granted", &sgei("s2", "y", "750000.00")).is("admitted");
    tale.grant("g1", "x", "2026-01-02", "300000.00").is("admitted");
    tale.grant("g2", "y", "2026-01-02", "0.01").for_codes(&["ceiling_exceeded"]);
}

#[test]
fn g4_a_link_across_a_border_connects_and_is_flagged_where_it_matters() {
    let mut tale = Tale::of(&["de:p", "x", "lu:h"]);
    tale.link("de:p", "x", "2024-01-01");
    tale.report("r1", "de:p", "2025-01-10", "250000.00");
    tale.grant("g1", "x", "2026-01-01", "60000.00")
        .is("refused")
        .for_codes(&["ceiling_exceeded"])
        .flagged(&["group_cross_border"]);
    tale.grant("g2", "x", "2026-01-01", "10000.00").is("admitted").flagged(&["group_cross_border"]);
    // A link that carries no award changes no sum.
    let mut tale = Tale::of(&["lu:h", "x"]);
    tale.link("lu:h", "x", "2024-01-01");
    tale.grant("g1", "x", "2026-01-01", "10000.00").is("admitted").flagged(&[]);
}

#[test]
fn g4_a_handle_without_a_country_crosses_no_border() {
    let holding = "PIC:123456789";
    let mut tale = Tale::of(&["x"]);
    let known = json!({"undertaking": "NID:DE:P", "identifiers": [{"scheme": "PIC", "value": "123456789"}], "natural_person": false});
    tale.say("undertaking.registered", &known).is("recorded");
    tale.link(holding, "x", "2024-01-01").is("recorded");
    tale.report("r1", holding, "2025-01-10", "250000.00");
    tale.grant("g1", "x", "2026-01-01", "10000.00").is("admitted").flagged(&[]);
}

#[test]
fn g6_each_kind_of_link_is_asked_by_itself() {
    let person = "PRS:0f1e2d3c4b5a69788796a5b4c3d2e1f0";
    let mut tale = Tale::of(&["a", "b", "de:p", person]);
    tale.link(person, "a", "2024-01-01").is("recorded");
    tale.link(person, "b", "2024-01-01").is("recorded");
    tale.link("de:p", "b", "2024-01-01").is("recorded");
    tale.report("r1", "de:p", "2025-01-10", "250000.00");
    // What the person controls was granted nothing: with its links, and those across the border as they are, nothing changes.
    tale.grant("g1", "b", "2026-01-01", "10000.00").is("admitted").flagged(&["group_cross_border"]);
}

#[test]
fn g6_a_weak_link_decides_and_says_so() {
    let mut tale = Tale::of(&["p", "x"]);
    tale.link_at("p", "x", "2024-01-01", "declared").is("recorded");
    tale.report("r1", "p", "2025-01-10", "250000.00");
    tale.grant("g1", "x", "2026-01-01", "60000.00").is("refused").flagged(&["group_evidence_weak"]);
    tale.grant("g2", "x", "2026-01-01", "50000.00").is("admitted").flagged(&["group_evidence_weak"]);
    // The same link from a register takes the doubt away.
    tale.link("p", "x", "2024-01-01").is("recorded");
    tale.grant("g3", "x", "2026-01-01", "0.01").is("refused").flagged(&[]);
}

#[test]
fn g9_nobody_controls_itself_and_circles_are_looked_at_by_a_person() {
    let mut tale = Tale::of(&["a", "b", "c", "a2"]);
    let own = json!({"controller": id("a"), "controlled": id("a"), "kind": "voting-majority", "from": "2025-01-01", "evidence": {"level": "register"}});
    assert_eq!(tale.faults("control.declared", &own), ["self_control"]);
    let same = json!({"undertaking": id("a"), "same_as": [id("a2")], "evidence": {"level": "register"}});
    tale.say("undertaking.identified", &same);
    tale.link("a", "a2", "2025-01-01").is("refused").for_codes(&["contradicts_record"]);
    tale.link("a", "b", "2025-01-01").is("recorded");
    tale.link("b", "c", "2025-01-01").is("recorded");
    tale.link("c", "a", "2025-06-01").is("deferred").for_codes(&["needs_review"]);
    tale.unlink("a", "b", "2025-06-01", json!("stays-with-recipient"));
    tale.link("c", "a", "2025-06-01").is("recorded");
}

#[test]
fn g9_no_two_have_the_majority_on_a_day_on_which_both_links_are_in_force() {
    let mut tale = Tale::of(&["p", "q", "x"]);
    let majority = |controller: &str, from: &str| json!({"controller": id(controller), "controlled": id("x"), "kind": "voting-majority", "from": from, "evidence": {"level": "register"}});
    tale.say("control.declared", &majority("p", "2026-01-01")).is("recorded");
    tale.unlink("p", "x", "2027-01-01", json!("stays-with-recipient")).is("recorded");
    // It would begin before the other one does, and not have ended by then.
    tale.say("control.declared", &majority("q", "2025-01-01"))
        .is("refused")
        .for_codes(&["contradicts_record"]);
    tale.say("control.declared", &majority("q", "2026-12-31")).for_codes(&["contradicts_record"]);
    tale.say("control.declared", &majority("q", "2027-01-01")).is("recorded");
}

#[test]
fn g10_an_end_ends_nothing_that_was_stated_after_it() {
    let mut tale = Tale::of(&["a", "b", "c"]);
    tale.link("a", "c", "2026-01-01");
    tale.unlink("a", "c", "2026-03-01", json!("stays-with-recipient")).is("recorded");
    tale.link("b", "c", "2026-01-01").is("recorded");
    let same = json!({"undertaking": id("a"), "same_as": [id("b")], "evidence": {"level": "register"}});
    tale.say("undertaking.identified", &same).is("recorded");
    assert_eq!(tale.room("c", "2026-04-01").group.len(), 3);
}

#[test]
fn g10_an_end_needs_a_link_that_is_in_force() {
    let mut tale = Tale::of(&["p", "x"]);
    let end = |tale: &mut Tale, on: &str, history: Value| tale.unlink("p", "x", on, history);
    end(&mut tale, "2025-06-01", json!(null)).is("refused").for_codes(&["unknown_reference"]);
    tale.link("p", "x", "2025-06-01");
    end(&mut tale, "2025-06-01", json!(null)).is("refused").for_codes(&["contradicts_record"]);
    end(&mut tale, "2025-05-01", json!(null)).for_codes(&["contradicts_record"]);
    tale.report("r1", "p", "2025-01-10", "100000.00");
    end(&mut tale, "2026-01-01", json!(null)).is("recorded");
    assert_eq!(tale.left("x", "2026-02-01"), "200000.00");
    end(&mut tale, "2026-05-01", json!(null)).for_codes(&["unknown_reference"]);
    end(&mut tale, "2026-01-01", json!("stays-with-recipient")).is("recorded");
    assert_eq!(tale.left("x", "2026-02-01"), "300000.00");
}

#[test]
fn g11_history_at_an_exit_stays_with_both_until_it_is_settled() {
    let mut tale = Tale::of(&["p", "x", "y"]);
    tale.link("p", "x", "2024-01-01");
    tale.report("r1", "x", "2025-01-10", "100000.00");
    tale.report("r2", "p", "2025-01-11", "30000.00");
    tale.unlink("p", "x", "2026-01-01", json!(null)).is("recorded");
    tale.report("r3", "p", "2026-01-01", "50000.00");
    assert_eq!(tale.left("x", "2026-02-01"), "170000.00");
    assert_eq!(tale.left("p", "2026-02-01"), "120000.00");
    let parts = |amount: &str| json!({"attributed": [{"award": "r1", "undertaking": id("p"), "amount": eur(amount)}]});
    tale.unlink("p", "x", "2026-01-01", parts("100000.01")).is("refused").for_codes(&["contradicts_record"]);
    let unknown = json!({"attributed": [{"award": "r9", "undertaking": id("p"), "amount": eur("1.00")}]});
    tale.unlink("p", "x", "2026-01-01", unknown).for_codes(&["unknown_award"]);
    tale.unlink("p", "x", "2026-01-01", parts("40000.00")).is("recorded");
    assert_eq!(tale.left("x", "2026-02-01"), "240000.00");
    assert_eq!(tale.left("p", "2026-02-01"), "180000.00");
    tale.report("r4", "y", "2025-01-10", "1.00");
    let strange = json!({"attributed": [{"award": "r4", "undertaking": id("p"), "amount": eur("1.00")}]});
    tale.unlink("p", "x", "2026-01-01", strange).for_codes(&["contradicts_record"]);
}

#[test]
fn g11_of_an_award_without_a_figure_nothing_can_be_given_away() {
    let mut tale = Tale::of(&["p", "x"]);
    tale.link("p", "x", "2024-01-01");
    let crowns = json!({"form": "declared", "gge": {"amount": "5.00", "currency": "SEK"}});
    tale.say("award.reported", &reported("r1", "x", "2025-01-10", crowns))
        .flagged(&["uncounted"])
        .worth("null");
    let parts = |amount: &str| json!({"attributed": [{"award": "r1", "undertaking": id("p"), "amount": eur(amount)}]});
    tale.unlink("p", "x", "2026-01-01", parts("0.01")).is("refused").for_codes(&["contradicts_record"]);
    tale.unlink("p", "x", "2026-01-01", parts("0.00")).is("recorded");
}

#[test]
fn g12_who_splits_on_a_day_may_be_absorbed_on_it_and_the_other_way_round() {
    let mut tale = Tale::of(&["u", "m", "s", "t"]);
    tale.split("split", "u", "2026-01-01", &[("s", "1.00"), ("t", "1.00")]).is("recorded");
    tale.merge("m", &["u"], "2025-12-31").is("refused").for_codes(&["contradicts_record"]);
    tale.merge("m", &["u"], "2026-01-01").is("recorded");
}

#[test]
fn g12_a_merger_brings_the_whole_history_together_from_its_day() {
    let mut tale = Tale::of(&["a", "b", "a2"]);
    tale.report("r1", "a", "2025-01-10", "250000.00").flagged(&[]);
    tale.report("r2", "b", "2025-02-10", "150000.00").flagged(&[]);
    tale.merge("a", &["b"], "2026-01-01").is("recorded").pushes_over(0, "");
    assert_eq!(tale.left("a", "2025-12-31"), "50000.00");
    tale.grant("g1", "a", "2026-01-01", "0.01").is("refused").for_codes(&["ceiling_exceeded"]);
    assert_eq!(tale.room("b", "2026-01-01").excess.to_string(), "100000.00");
    let with_itself =
        json!({"surviving": id("a"), "absorbed": [id("a")], "on": "2026-01-01", "evidence": {}});
    assert_eq!(tale.faults("undertakings.merged", &with_itself), ["self_merge"]);
    let same = json!({"undertaking": id("a"), "same_as": [id("a2")], "evidence": {"level": "register"}});
    tale.say("undertaking.identified", &same);
    tale.merge("a", &["a2"], "2026-01-01").is("refused").for_codes(&["contradicts_record"]);
}

#[test]
fn g13_a_split_must_be_possible() {
    let mut tale = Tale::of(&["u", "s", "t", "s2"]);
    let same = json!({"undertaking": id("s"), "same_as": [id("s2")], "evidence": {"level": "register"}});
    tale.say("undertaking.identified", &same);
    tale.split("a", "u", "2026-01-01", &[("s", "1.00"), ("s2", "1.00")]).for_codes(&["contradicts_record"]);
    tale.split("b", "u", "2026-01-01", &[("s", "10.00"), ("t", "0.00")]).is("recorded");
    tale.split("c", "u", "2026-01-01", &[("s", "1.00"), ("t", "1.00")]).for_codes(&["contradicts_record"]);
    tale.split("d", "u", "2026-02-01", &[("s", "0.00"), ("t", "0.00")])
        .is("recorded")
        .flagged(&["split_undivided"]);
    let negative = json!({
        "undertaking": id("u"), "on": "2026-03-01", "evidence": {},
        "successors": [
            {"undertaking": id("s"), "equity_book_value": eur("-1.00"), "activities": []},
            {"undertaking": id("t"), "equity_book_value": eur("5.00"), "activities": []},
        ],
    });
    tale.say("undertaking.split", &negative).is("recorded").flagged(&["split_undivided"]);
    // Nor do two currencies divide anything: each successor holds the whole.
    let mut tale = Tale::of(&["u", "s", "t"]);
    tale.report("r1", "u", "2025-01-10", "100000.00");
    let crowns = json!({"amount": "1.00", "currency": "SEK"});
    let two = json!({
        "undertaking": id("u"), "on": "2026-01-01", "evidence": {},
        "successors": [
            {"undertaking": id("s"), "equity_book_value": eur("1.00"), "activities": []},
            {"undertaking": id("t"), "equity_book_value": crowns, "activities": []},
        ],
    });
    tale.say("undertaking.split", &two).is("recorded").flagged(&["split_undivided"]);
    assert_eq!([tale.left("s", "2026-02-01"), tale.left("t", "2026-02-01")], ["200000.00", "200000.00"]);
}

#[test]
fn g13_who_was_absorbed_splits_no_later() {
    let mut tale = Tale::of(&["u", "m", "s", "t"]);
    tale.merge("m", &["u"], "2026-01-01").is("recorded");
    tale.split("late", "u", "2026-01-02", &[("s", "1.00"), ("t", "1.00")]).for_codes(&["contradicts_record"]);
    tale.split("split", "u", "2026-01-01", &[("s", "1.00"), ("t", "1.00")]).is("recorded");
}

#[test]
fn g14_the_later_attribution_holds_by_whichever_sighting() {
    let mut tale = Tale::of(&["u", "s", "t"]);
    tale.report("r1", "u", "2025-01-10", "100000.00");
    tale.report("r2", "u", "2025-01-10", "100000.00");
    let same = json!({"award": "r1", "same_as": ["r2"], "evidence": {"level": "register"}});
    tale.say("award.matched", &same).is("recorded");
    tale.split("split", "u", "2026-01-01", &[("s", "1.00"), ("t", "1.00")]).is("recorded");
    for (award, to) in [("r1", "s"), ("r2", "t")] {
        let parts = json!([{"undertaking": id(to), "amount": eur("100000.00")}]);
        let data = json!({"award": award, "parts": parts, "split": "split", "evidence": {}});
        tale.say("award.attributed", &data).is("recorded");
    }
    assert_eq!([tale.left("s", "2026-02-01"), tale.left("t", "2026-02-01")], ["300000.00", "200000.00"]);
}

#[test]
fn g14_a_range_cannot_be_attributed_and_what_was_attributed_is_taken_back() {
    let mut tale = Tale::of(&["u", "s", "t"]);
    let range = json!({"form": "declared", "gge_range": {"low": eur("60000.00"), "high": eur("100000.00")}});
    tale.say("award.reported", &reported("r1", "u", "2025-01-10", range)).is("recorded");
    tale.report("r2", "u", "2025-01-11", "80000.00");
    tale.split("split", "u", "2026-01-01", &[("s", "1.00"), ("t", "1.00")]).is("recorded");
    let to_s = |award: &str, amount: &str| {
        let parts = json!([{"undertaking": id("s"), "amount": eur(amount)}]);
        json!({"award": award, "parts": parts, "split": "split", "evidence": {}})
    };
    tale.say("award.attributed", &to_s("r1", "100000.00")).is("refused").for_codes(&["contradicts_record"]);
    tale.say_as("parts", "award.attributed", &to_s("r2", "80000.00")).is("recorded");
    assert_eq!([tale.left("s", "2026-02-01"), tale.left("t", "2026-02-01")], ["170000.00", "250000.00"]);
    let back = json!({"source": "urn:aidledger:party:facts", "id": "parts", "reason": "error"});
    tale.say("statement.retracted", &back).is("recorded");
    assert_eq!([tale.left("s", "2026-02-01"), tale.left("t", "2026-02-01")], ["210000.00", "210000.00"]);
}

#[test]
fn g14_an_attribution_adds_up_and_names_successors() {
    let mut tale = Tale::of(&["u", "s", "t", "v"]);
    tale.report("r1", "u", "2025-01-10", "100000.00");
    tale.report("r2", "u", "2026-01-01", "10000.00");
    tale.split("split", "u", "2026-01-01", &[("s", "3.00"), ("t", "1.00")]).is("recorded");
    let part = |award: &str, split: &str, parts: &[(&str, &str)]| {
        let parts: Vec<Value> = parts
            .iter()
            .map(|(who, amount)| json!({"undertaking": id(who), "amount": eur(amount)}))
            .collect();
        json!({"award": award, "parts": parts, "split": split, "evidence": {"level": "register"}})
    };
    let mut say = |data: Value| {
        tale.say("award.attributed", &data).0.codes.iter().map(|code| code.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(say(part("r1", "nothing", &[("s", "100000.00")])), ["unknown_reference"]);
    assert_eq!(say(part("r9", "split", &[("s", "100000.00")])), ["unknown_award"]);
    assert_eq!(say(part("r1", "split", &[("s", "99999.99")])), ["contradicts_record"]);
    assert_eq!(say(part("r1", "split", &[("v", "100000.00")])), ["contradicts_record"]);
    // Granted on the day of the split to one that is no successor of itself, the award goes on to those who are.
    assert!(say(part("r2", "split", &[("s", "10000.00")])).is_empty());
    assert!(say(part("r1", "split", &[("s", "10000.00"), ("t", "90000.00")])).is_empty());
    assert_eq!(tale.left("t", "2026-02-01"), "210000.00");
    let again = part("r1", "facts/split", &[("s", "100000.00")]);
    tale.say("award.attributed", &again).is("recorded");
    assert_eq!(tale.left("t", "2026-02-01"), "300000.00");
}

#[test]
fn g15_an_attestation_holds_while_the_group_is_as_attested() {
    let mut tale = Tale::procedural(&["p", "x", "y", "z"]);
    tale.link("p", "x", "2024-01-01");
    let attest = |members: &[&str], on: &str| {
        let members: Vec<String> = members.iter().map(|name| id(name)).collect();
        json!({"undertaking": id("x"), "members": members, "on": on, "sha256": DIGEST})
    };
    let flagged = |tale: &mut Tale, award: &str| {
        let said = tale.grant(award, "x", "2026-01-10", "1.00");
        said.0.flags.iter().any(|flag| flag.as_str() == "group_not_attested")
    };
    assert!(flagged(&mut tale, "g1"));
    tale.say("group.attested", &attest(&["p", "x", "y"], "2026-01-05")).is("recorded");
    assert!(flagged(&mut tale, "g2"));
    tale.say("group.attested", &attest(&["p"], "2026-01-11")).is("recorded");
    assert!(flagged(&mut tale, "g3"));
    tale.say("group.attested", &attest(&["p"], "2026-01-10")).is("recorded");
    assert!(!flagged(&mut tale, "g4"));
    // Members are undertakings: under whichever handle.
    let same = json!({"undertaking": id("p"), "same_as": [id("p2")], "evidence": {"level": "register"}});
    tale.say("undertaking.identified", &same).is("recorded");
    assert!(!flagged(&mut tale, "g5"));
    tale.link("x", "z", "2026-01-10");
    assert!(flagged(&mut tale, "g6"));
}

#[test]
fn g16_a_retracted_statement_was_never_made() {
    let mut tale = Tale::of(&["p", "x"]);
    tale.report("r1", "p", "2025-01-10", "300000.00");
    let link = json!({"controller": id("p"), "controlled": id("x"), "kind": "voting-majority", "from": "2024-01-01", "evidence": {"level": "register"}});
    tale.say_as("link", "control.declared", &link).is("recorded");
    assert_eq!(tale.left("x", "2026-01-01"), "0.00");
    let back = |id: &str| json!({"source": "urn:aidledger:party:facts", "id": id, "reason": "error"});
    tale.say("statement.retracted", &back("link")).is("recorded");
    assert_eq!(tale.left("x", "2026-01-01"), "300000.00");
    tale.say("statement.retracted", &back("link")).is("refused").for_codes(&["unknown_reference"]);
    // Nor does a holding that was taken back make its holder a public body.
    tale.say("control.declared", &link).is("recorded");
    let holding = json!({
        "holder": id("p"), "held": id("x"), "capital_percent": "100", "votes_percent": "100", "kind": "public-body", "from": "2024-01-01",
    });
    tale.say_as("holding", "holding.declared", &holding).is("recorded");
    assert_eq!(tale.left("x", "2026-01-01"), "300000.00");
    tale.say("statement.retracted", &back("holding")).is("recorded");
    assert_eq!(tale.left("x", "2026-01-01"), "0.00");
    tale.unlink("p", "x", "2025-06-01", json!("stays-with-recipient")).is("recorded");
    // Votes are taken back like everything else.
    let votes = |percent: &str, from: &str| {
        json!({
            "holder": id("p"), "held": id("x"), "capital_percent": "1", "votes_percent": percent, "kind": "enterprise", "from": from,
        })
    };
    tale.say_as("votes", "holding.declared", &votes("60", "2025-07-01")).flagged(&["link_not_declared"]);
    let flagged = |tale: &mut Tale, award: &str| {
        let said = tale.grant(award, "x", "2026-02-01", "1.00");
        said.0.flags.iter().any(|flag| flag.as_str() == "link_not_declared")
    };
    assert!(flagged(&mut tale, "v1"), "with p the window is over");
    tale.say("statement.retracted", &back("votes")).is("recorded");
    assert!(!flagged(&mut tale, "v2"));
    // An award is corrected or withdrawn, never retracted.
    tale.say_as(
        "award",
        "award.granted",
        &granted("g1", "x", "2026-01-01", json!({"form": "grant", "nominal": eur("1.00")})),
    );
    tale.say("statement.retracted", &back("award")).for_codes(&["unknown_reference"]);
}
