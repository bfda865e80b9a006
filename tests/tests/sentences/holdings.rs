//! H: what a group holds.

use aidledger_tests::tale::{Tale, eur, id, reported};
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
fn h1_both_ends_of_a_range_are_lessened() {
    let mut tale = Tale::of(&["a"]);
    let range = json!({"form": "declared", "gge_range": {"low": eur("60000.00"), "high": eur("100000.00")}});
    tale.say("award.reported", &aidledger_tests::tale::reported("r1", "a", "2025-01-10", range));
    let less = json!({"award": "r1", "gge_after": eur("50000.00"), "benefit_kept": eur("0.00"), "on": "2026-01-01", "reason": "cut"});
    tale.say("award.reduced", &less).is("recorded");
    let counted =
        |on: &str| serde_json::to_value(tale.room("a", on).awards.first().unwrap().counted).unwrap();
    assert_eq!(counted("2025-12-31"), json!(["60000.00", "100000.00"]));
    assert_eq!(counted("2026-01-01"), json!("50000.00"));
    let said = tale.grant("g1", "a", "2026-01-01", "1.00");
    assert_eq!(said.0.checks.first().unwrap().after.low.to_string(), "50001.00");
}

#[test]
fn h2_steps_act_on_an_award_by_the_earliest_of_its_dates() {
    let mut tale = Tale::of(&["u", "s"]);
    tale.report("r1", "u", "2025-12-20", "100000.00");
    tale.report("r2", "u", "2026-01-05", "150000.00");
    let same = json!({"award": "r1", "same_as": ["r2"], "evidence": {"level": "register"}});
    tale.say("award.matched", &same).is("recorded");
    // The one that splits goes on; the award was granted before, whatever the second source says.
    tale.split("split", "u", "2026-01-01", &[("u", "1.00"), ("s", "1.00")]).is("recorded");
    assert_eq!([tale.left("u", "2026-02-01"), tale.left("s", "2026-02-01")], ["225000.00", "225000.00"]);
}

#[test]
fn h2_what_comes_later_to_one_that_has_ceased_goes_to_its_successors() {
    let mut tale = Tale::of(&["u", "s", "t"]);
    tale.split("split", "u", "2026-01-01", &[("s", "1.00"), ("t", "1.00")]);
    tale.report("r1", "u", "2026-01-10", "100000.00").is("recorded");
    assert_eq!([tale.left("s", "2026-02-01"), tale.left("t", "2026-02-01")], ["250000.00", "250000.00"]);
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
fn h3_weights_of_nothing_divide_nothing() {
    let mut tale = Tale::of(&["u", "s", "t"]);
    tale.report("r1", "u", "2025-01-10", "0.00");
    tale.split("split", "u", "2026-01-01", &[("s", "1.00"), ("t", "1.00")]);
    let parts = json!({"award": "r1", "parts": [{"undertaking": id("s"), "amount": eur("0.00")}], "split": "split", "evidence": {}});
    tale.say("award.attributed", &parts).is("recorded");
    let restated = json!({
        "award": "r1", "aid": {"form": "declared", "gge": eur("100.00")}, "reason": "put right",
        "source_row": {"register": "tam", "id": "r1", "retrieved_on": "2039-12-31", "sha256": aidledger_tests::tale::DIGEST},
    });
    tale.say("award.restated", &restated).is("recorded");
    assert_eq!(
        ["u", "s", "t"].map(|who| tale.left(who, "2026-02-01")),
        ["299900.00", "300000.00", "300000.00"]
    );
}

#[test]
fn h4_together_successors_hold_no_more_than_what_was_held() {
    let mut tale = Tale::of(&["u", "a", "b", "s", "t"]);
    tale.report("r1", "u", "2025-01-10", "100000.00");
    tale.split("first", "u", "2025-06-01", &[("a", "2.00"), ("b", "3.00")]).is("recorded");
    tale.split("second", "a", "2026-01-01", &[("s", "0.00"), ("t", "0.00")]).is("recorded");
    tale.link("s", "t", "2026-02-01");
    assert_eq!(tale.left("s", "2026-01-31"), "260000.00");
    assert_eq!(tale.left("s", "2026-02-01"), "260000.00");
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
fn h5_an_end_passes_on_what_an_earlier_end_left() {
    let mut tale = Tale::of(&["p", "x", "q"]);
    tale.link("p", "x", "2024-01-01");
    tale.report("r1", "p", "2025-01-10", "90000.00");
    tale.unlink("p", "x", "2025-06-01", json!(null)).is("recorded");
    tale.link("q", "x", "2025-07-01");
    tale.unlink("q", "x", "2026-01-01", json!(null)).is("recorded");
    assert_eq!(tale.left("q", "2026-02-01"), "210000.00");
}

#[test]
fn h5_who_absorbs_a_bearer_and_splits_leaves_the_burden_to_its_successors() {
    let mut tale = Tale::of(&["p", "x", "m", "s", "t"]);
    tale.link("p", "x", "2024-01-01");
    tale.report("r1", "p", "2025-01-10", "90000.00");
    tale.unlink("p", "x", "2026-01-01", json!(null)).is("recorded");
    tale.merge("m", &["x"], "2026-02-01").is("recorded");
    assert_eq!(tale.left("m", "2026-02-01"), "210000.00");
    tale.split("split", "m", "2026-03-01", &[("s", "1.00"), ("t", "1.00")]).is("recorded");
    assert_eq!([tale.left("s", "2026-03-01"), tale.left("t", "2026-03-01")], ["210000.00", "210000.00"]);
}

#[test]
fn h6_a_part_of_any_weight_is_something() {
    let mut tale = Tale::of(&["u", "s", "t"]);
    let open = json!({"form": "declared", "gge_range": {"low": eur("10.00")}});
    tale.say("award.reported", &aidledger_tests::tale::reported("r1", "u", "2025-06-01", open));
    tale.split("split", "u", "2025-07-01", &[("s", "0.01"), ("t", "999.99")]).is("recorded");
    tale.grant("g1", "s", "2026-01-01", "1.00").is("deferred").for_codes(&["uncounted_award_in_window"]);
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

/// No act that is shipped has such a ceiling: the general one is read so.
#[test]
fn h7_a_ceiling_across_the_union_counts_awards_of_every_state() {
    use aidledger_tests::tale::{cash, granted, with};
    use rules::audit::facts::{self, FactPacks};
    let packs = rules::pack::SHIPPED.iter().fold(FactPacks::default(), |packs, pack| {
        let mut files = pack.files();
        if let Some(bytes) = files.get_mut("rules/10-ceilings.toml") {
            let text = String::from_utf8(bytes.clone()).unwrap();
            *bytes = text.replace("scope = \"member-state\"", "scope = \"union\"").into_bytes();
        }
        packs.with(&files).unwrap()
    });
    let line = |kind: &str, data: serde_json::Value| {
        json!({"type": format!("eu.aidledger.{kind}.v1"), "data": data}).to_string()
    };
    let registered = json!({"undertaking": id("a"), "identifiers": [], "natural_person": false});
    let grant = |award: &str, state: &str, amount: &str| {
        let data = with(granted(award, "a", "2026-01-01", cash(amount)), &json!({"member_state": state}));
        line("award.granted", data)
    };
    let lines = [
        line("undertaking.registered", registered),
        grant("g1", "IT", "100000.00"),
        grant("g2", "SE", "100000.00"),
        grant("g3", "FI", "100000.01"),
        grant("g4", "FI", "100000.00"),
    ];
    let mut state = packs.state();
    let facts = facts::read(lines.join("\n").as_bytes()).unwrap();
    let outcomes: Vec<String> =
        facts.iter().map(|fact| facts::judge(&mut state, &packs, fact, false).outcome.to_string()).collect();
    assert_eq!(outcomes, ["recorded", "admitted", "admitted", "refused", "admitted"]);
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

#[test]
fn h6_however_small_a_part_is_it_is_something() {
    let mut tale = Tale::of(&["u", "s", "t"]);
    let open = json!({"form": "declared", "gge_range": {"low": eur("1.00")}});
    tale.say("award.reported", &reported("r1", "u", "2025-01-10", open)).flagged(&["uncounted"]);
    tale.split("split", "u", "2026-01-01", &[("s", "0.01"), ("t", "100000000000.00")]);
    tale.grant("g1", "s", "2026-02-01", "1.00").is("deferred").for_codes(&["uncounted_award_in_window"]);
}
