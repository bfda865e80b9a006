//! What of a sentence is easiest to get wrong, as `tests/mutations` breaks it: cumulation, the life of an award, procedure,
//! outcomes.

use aidledger_tests::build_log::{BuildLog, Who};
use aidledger_tests::tale::{DIGEST, Said, Tale, cash, eur, granted, id, reported, with};
use serde_json::{Value, json};

fn drawn(award: &str, value: &str, on: &str) -> Value {
    json!({"award": award, "host": "facts", "system": "s", "quantity": "1", "value": eur(value), "on": on})
}

fn cut(award: &str, after: &str, on: &str) -> Value {
    json!({"award": award, "gge_after": eur(after), "benefit_kept": eur("0.00"), "on": on, "reason": "cut"})
}

/// A reduction of which so much was repaid on a day.
fn reduced(award: &str, after: &str, on: &str, (repaid, back): (&str, &str)) -> Value {
    let evidence = json!({"level": "register"});
    let repaid = json!({"amount": eur(repaid), "interest": eur("7.00"), "on": back, "evidence": evidence});
    with(cut(award, after, on), &json!({"repaid": repaid}))
}

fn withdrawn(award: &str, on: &str) -> Value {
    json!({"award": award, "benefit_kept": eur("0.00"), "on": on, "reason": "never begun"})
}

fn matched(award: &str, same_as: &[&str]) -> Value {
    json!({"award": award, "same_as": same_as, "evidence": {"level": "register"}})
}

fn corrected(award: &str, set: Value) -> Value {
    json!({"award": award, "set": set, "reason": "as the act says"})
}

fn restated(award: &str, aid: Value) -> Value {
    json!({
        "award": award, "aid": aid, "reason": "the register now says",
        "source_row": {"register": "tam", "id": award, "retrieved_on": "2039-12-31", "sha256": DIGEST},
    })
}

fn declared(amount: &str) -> Value {
    json!({"form": "declared", "gge": eur(amount)})
}

fn conditional(award: &str, on: &str, long_stop: &str, amount: &str) -> Value {
    with(granted(award, "a", on, cash(amount)), &json!({"condition": "a permit", "long_stop": long_stop}))
}

/// What makes a grant one of private money alone.
fn private() -> Value {
    json!({
        "member_state": null, "basis": {"regime": "no-aid"}, "treatment": {"no-aid": {"ground": "private"}},
        "funding": [{"origin": "private", "share_percent": "100"}],
    })
}

fn for_ferry(regime: &str) -> Value {
    let conditions = json!({
        "export_linked": false, "domestic_goods": false, "price_quantity_linked": false, "sgei_service": "ferry",
    });
    json!({"basis": {"regime": regime}, "conditions": conditions})
}

fn has(said: &Said, flag: &str) -> bool {
    said.0.flags.iter().any(|found| found.as_str() == flag)
}

fn amounts(said: &Said) -> Vec<String> {
    said.0.amounts.iter().map(ToString::to_string).collect()
}

// C

#[test]
fn c1_what_was_used_after_all_pays_for_the_service() {
    let mut tale = Tale::of(&["a"]);
    let paid = with(reported("p", "a", "2025-03-01", declared("5000.00")), &for_ferry("gber-56c"));
    tale.say("award.reported", &paid).is("recorded");
    tale.say("award.withdrawn", &withdrawn("p", "2025-07-01")).is("recorded").flagged(&[]);
    let ferry =
        |award: &str| with(granted(award, "a", "2026-03-02", cash("1.00")), &for_ferry("eu-2023-2832"));
    tale.say("award.granted", &ferry("g1")).is("admitted");
    tale.say("award.drawn", &drawn("p", "1.00", "2025-05-01")).is("recorded");
    tale.say("award.granted", &ferry("g2")).is("refused").for_codes(&["cumulation_exceeded"]);
}

#[test]
fn c2_each_award_has_the_rates_of_its_own_day() {
    let mut tale = Tale::of(&["a"]);
    for (date, rate) in [("2026-01-09", "10"), ("2026-03-01", "8")] {
        let row =
            json!({"member_state": "*", "currency": "SEK", "date": date, "rate": rate, "source": "ECB"});
        let data = json!({"table": "fx", "rows": [row], "source": {"ref": "ecb", "sha256": DIGEST}});
        tale.say("reference.published", &data).is("admitted");
    }
    let line = json!({"id": "trial", "beneficiary": id("a"), "category": "staff", "amount": eur("100.00")});
    let opened = json!({
        "project": "p", "participants": [], "applied_on": "2025-01-01", "starts_on": "2026-01-01",
        "cost_lines": [line], "bonuses": [],
    });
    tale.say("project.opened", &opened).is("recorded");
    let paying = |data: Value, amount: &str, currency: &str| {
        let aid = json!({"amount": amount, "currency": currency});
        with(data, &json!({"project": "p", "eligible_costs": {"lines": [{"id": "trial", "aid": aid}]}}))
    };
    // SEK 800 are EUR 80 on the day of the report, and would be EUR 100 on the day of the grant.
    let report = reported("r", "a", "2026-01-10", declared("80.00"));
    let report = with(report, &json!({"basis": {"regime": "gber-25"}}));
    tale.say("award.reported", &paying(report, "800.00", "SEK")).is("recorded");
    let grant = |award: &str| granted(award, "a", "2026-03-02", cash("1.00"));
    tale.say("award.granted", &paying(grant("g1"), "20.01", "EUR")).for_codes(&["cumulation_exceeded"]);
    tale.say("award.granted", &paying(grant("g2"), "20.00", "EUR")).is("admitted");
}

#[test]
fn c3_an_order_that_is_open_is_another_answer_than_a_ceiling_that_is_exceeded() {
    let mut tale = Tale::of(&["a"]);
    let before = json!({"basis": {"regime": "eu-1407-2013"}});
    tale.say("award.reported", &with(reported("r1", "a", "2023-12-01", declared("200000.00")), &before));
    tale.report("r2", "a", "2026-01-10", "200000.00");
    // Over with all of them, whichever came first that day. Without r1 the order of the day would decide.
    tale.grant("g", "a", "2026-01-10", "150000.00")
        .is("refused")
        .for_codes(&["ceiling_exceeded"])
        .flagged(&["interpretation"]);
}

// A

#[test]
fn a1_the_confirmation_of_what_was_conferred_is_recorded() {
    let mut tale = Tale::of(&["a"]);
    let conferred = json!({"legal_right": "conferred"});
    let open = |award: &str| conditional(award, "2026-01-01", "2027-01-01", "5.00");
    tale.say("award.conditional", &with(open("c1"), &conferred)).is("recorded");
    tale.say("award.conditional", &with(open("c2"), &json!({"award": "c2", "aid": cash("6.00")})))
        .is("admitted");
    for (award, outcome) in [("c1", "recorded"), ("c2", "admitted")] {
        let met = json!({"award": award, "on": "2026-06-01", "evidence": {"level": "register"}});
        tale.say("award.condition-met", &met).is(outcome);
    }
}

#[test]
fn a2_a_reservation_counts_in_later_windows_too() {
    let mut tale = Tale::of(&["a"]);
    tale.reserve("r1", "a", "2026-01-10", "2026-03-31", "200000.00").is("admitted");
    tale.report("o1", "a", "2026-06-01", "50000.00");
    // The window that ends on 1 June holds all three, and the grant is dated while the reservation lives.
    tale.grant("g1", "a", "2026-03-15", "50000.01").is("refused").sums(&[("2026-06-01", "300000.01")]);
    tale.grant("g2", "a", "2026-03-15", "50000.00").is("admitted").sums(&[("2026-06-01", "300000.00")]);
}

#[test]
fn a3_a_conditional_award_has_no_longest_life_at_its_correction_either() {
    let mut tale = Tale::of(&["a"]);
    tale.say("award.conditional", &conditional("c1", "2026-01-01", "2028-01-01", "1.00")).is("admitted");
    tale.say("award.corrected", &corrected("c1", json!({"aid": cash("2.00")}))).is("admitted");
}

#[test]
fn a4_what_is_matched_with_a_reservation_is_no_other_aid_beside_its_confirmation() {
    let mut tale = Tale::of(&["a"]);
    tale.reserve("r1", "a", "2026-02-01", "2026-04-01", "200000.00").is("admitted");
    tale.report("s1", "a", "2026-02-01", "200000.00").is("recorded");
    tale.say("award.matched", &matched("r1", &["s1"])).is("recorded");
    tale.confirm("r1", "2026-03-01").is("admitted").sums(&[("2026-03-01", "200000.00")]);
}

#[test]
fn a5_either_statement_frees_either_kind() {
    let mut tale = Tale::of(&["a"]);
    tale.say("award.conditional", &conditional("c1", "2026-01-01", "2027-01-01", "100000.00")).is("admitted");
    tale.reserve("r1", "a", "2026-01-01", "2026-03-31", "100000.00").is("admitted");
    assert_eq!(tale.left("a", "2026-02-01"), "100000.00");
    tale.say("award.released", &json!({"award": "c1", "reason": "given up"})).is("recorded");
    let failed = json!({"award": "r1", "on": "2026-02-01", "reason": "no permit"});
    tale.say("award.condition-failed", &failed).is("recorded");
    assert_eq!(tale.left("a", "2026-02-01"), "300000.00");
}

#[test]
fn a6_what_was_used_is_lowered_by_all_that_was_repaid() {
    let mut tale = Tale::of(&["a"]);
    tale.grant("g1", "a", "2026-01-01", "300000.00");
    tale.say("award.drawn", &drawn("g1", "300000.00", "2026-02-01")).is("recorded");
    tale.say("award.reduced", &reduced("g1", "100000.00", "2026-04-01", ("50000.00", "2026-04-01")))
        .worth("[\"250000.00\"]");
    tale.say("award.reduced", &reduced("g1", "50000.00", "2026-05-01", ("60000.00", "2026-05-01")))
        .worth("[\"190000.00\"]");
    assert_eq!([tale.left("a", "2026-04-30"), tale.left("a", "2026-05-01")], ["50000.00", "110000.00"]);
}

#[test]
fn a7_a_row_that_is_taken_back_shows_what_that_row_counts() {
    let mut tale = Tale::of(&["a"]);
    tale.grant("g1", "a", "2026-01-01", "120000.00");
    tale.report("r1", "a", "2026-01-02", "100000.00");
    tale.say("award.matched", &matched("r1", &["g1"])).is("recorded");
    // So much was kept that the grant would count more than the row does.
    let kept = with(withdrawn("r1", "2026-02-01"), &json!({"benefit_kept": eur("110000.00")}));
    tale.say("award.withdrawn", &kept)
        .is("recorded")
        .flagged(&["benefit_not_repaid"])
        .worth("[\"100000.00\"]");
    tale.say("award.withdrawn", &withdrawn("r1", "2026-02-01"))
        .is("recorded")
        .flagged(&[])
        .worth("[\"0.00\"]");
    assert_eq!(tale.left("a", "2026-02-01"), "180000.00");
}

#[test]
fn a8_only_what_was_repaid_by_the_date_lowers_what_was_used() {
    let mut tale = Tale::of(&["a"]);
    tale.grant("g1", "a", "2026-01-01", "300000.00");
    tale.say("award.drawn", &drawn("g1", "300000.00", "2026-02-01")).is("recorded");
    tale.say("award.reduced", &reduced("g1", "200000.00", "2026-03-01", ("100000.00", "2026-03-01")))
        .worth("[\"200000.00\"]");
    // On 1 January nothing was back: 300 000 count there, whatever the award is put right to.
    tale.say("award.corrected", &corrected("g1", json!({"aid": cash("250000.00")})))
        .is("admitted")
        .flagged(&["benefit_not_repaid"])
        .worth("[\"250000.00\"]")
        .sums(&[("2026-01-01", "300000.00")]);
}

#[test]
fn a9_what_is_matched_with_a_report_is_no_other_aid_beside_its_restatement() {
    let mut tale = Tale::of(&["a"]);
    tale.grant("g1", "a", "2026-01-01", "200000.00").is("admitted");
    tale.report("r1", "a", "2026-01-01", "100000.00");
    tale.say("award.matched", &matched("r1", &["g1"])).is("recorded");
    tale.say("award.restated", &restated("r1", declared("250000.00")))
        .is("recorded")
        .flagged(&[])
        .sums(&[("2026-01-01", "250000.00")]);
}

#[test]
fn a10_what_is_no_aid_adds_nothing_to_the_sum_of_a_set() {
    let mut tale = Tale::of(&["a"]);
    let aid = granted("s1", "a", "2026-01-01", cash("5.00"));
    let none = with(granted("s2", "a", "2026-01-01", cash("7.00")), &private());
    let said = tale.say("award.set", &json!({"awards": [aid, none]}));
    said.is("admitted").worth("[\"5.00\"]");
    let members: Vec<bool> = said.0.members.iter().map(Option::is_some).collect();
    assert_eq!(members, [true, false]);
}

#[test]
fn a11_what_has_no_regime_counts_under_every_ceiling_of_the_others() {
    let mut tale = Tale::of(&["a"]);
    let of = |award: &str, regime: &str, amount: &str| {
        with(reported(award, "a", "2026-01-01", declared(amount)), &json!({"basis": {"regime": regime}}))
    };
    tale.say("award.reported", &of("r1", "eu-2023-2831", "10000.00")).is("recorded");
    tale.say("award.reported", &of("r2", "eu-2023-2832", "20000.00")).is("recorded");
    tale.say("award.reported", &of("u1", "unknown", "50000.00")).is("recorded");
    tale.say("award.matched", &matched("u1", &["r1", "r2"])).is("recorded");
    for regime in ["eu-2023-2831", "eu-2023-2832"] {
        assert_eq!(tale.room_in("a", "FI", regime, "2026-02-01").used.to_string(), "50000.00", "{regime}");
    }
}

#[test]
fn a12_the_same_undertaking_under_another_number_is_the_same() {
    let mut tale = Tale::of(&["a", "se:a"]);
    let same = json!({"undertaking": id("a"), "same_as": [id("se:a")], "evidence": {"level": "register"}});
    tale.say("undertaking.identified", &same).is("recorded");
    tale.grant("g1", "a", "2026-01-01", "5.00").is("admitted").flagged(&[]);
    tale.grant("g2", "se:a", "2026-01-01", "5.00").is("admitted").flagged(&["possible_duplicate"]);
}

#[test]
fn a13_what_is_repaid_later_is_not_set_off_against_a_draw() {
    let told = |on: &str| {
        let mut tale = Tale::of(&["a"]);
        tale.grant("g1", "a", "2026-01-01", "100000.00");
        tale.say("award.reduced", &reduced("g1", "20000.00", "2026-03-01", ("50000.00", "2026-06-01")))
            .worth("[\"20000.00\"]");
        tale.say("award.drawn", &drawn("g1", "60000.00", on))
    };
    told("2026-04-01").is("recorded").flagged(&["benefit_not_repaid", "draw_exceeds_award"]);
    // Once 50 000 are back, what is used beyond them is within the 20 000 that were left.
    told("2026-06-01").is("recorded").flagged(&["benefit_not_repaid"]);
}

#[test]
fn a14_each_of_the_two_statements_marks_the_award() {
    for kind in ["award.disputed", "dispute.lodged"] {
        let mut tale = Tale::of(&["a"]);
        tale.grant("g1", "a", "2026-01-01", "10.00");
        tale.say(kind, &json!({"award": "g1", "reason": "wrong company"})).is("recorded");
        assert!(tale.state.awards.at(2).unwrap().is_disputed(), "{kind}");
    }
}

#[test]
fn a15_what_was_decided_of_another_holds_as_long_as_they_are_matched() {
    let mut tale = Tale::of(&["a"]);
    tale.report("r1", "a", "2026-01-01", "150000.00");
    tale.report("r2", "a", "2026-01-02", "100000.00");
    tale.say("award.matched", &matched("r1", &["r2"]));
    let review = json!({
        "about": "facts/r1", "question": "q", "decision": "not-counted", "reason": "r", "citation": "c", "valid_for": {},
    });
    tale.say("review.decided", &review).is("admitted");
    assert_eq!(tale.left("a", "2026-02-01"), "300000.00");
    tale.say("award.unmatched", &matched("r1", &["r2"])).is("recorded");
    assert_eq!(tale.left("a", "2026-02-01"), "200000.00");
}

#[test]
fn a16_a_quarter_ends_four_times_a_year() {
    let tale = Tale::of(&["a"]);
    for (on, fits) in [
        ("2026-01-31", false),
        ("2026-03-31", true),
        ("2026-04-30", false),
        ("2026-06-30", true),
        ("2026-09-29", false),
        ("2026-09-30", true),
        ("2026-12-31", true),
    ] {
        let basis = json!({"date_basis": "quarter-end", "reported_from": "intermediary"});
        let report = with(reported("q1", "a", on, declared("10.00")), &basis);
        assert_eq!(tale.faults("award.reported", &report).is_empty(), fits, "{on}");
    }
}

#[test]
fn a17_a_change_acts_on_the_award_whichever_sighting_it_names() {
    let mut tale = Tale::of(&["a"]);
    tale.grant("g1", "a", "2026-01-01", "100000.00");
    tale.report("r1", "a", "2026-01-01", "100000.00");
    tale.say("award.matched", &matched("r1", &["g1"]));
    tale.say("award.reduced", &cut("r1", "20000.00", "2026-02-01")).worth("[\"20000.00\"]");
    assert_eq!(tale.left("a", "2026-02-01"), "280000.00");
}

#[test]
fn a18_a_scheme_that_a_correction_names_must_be_on_record() {
    let mut tale = Tale::of(&["a"]);
    tale.grant("g1", "a", "2026-01-01", "5.00").is("admitted");
    let scheme = json!({"basis": {"kind": "scheme", "regime": "eu-2023-2831", "scheme": "s9"}});
    tale.say("award.corrected", &corrected("g1", scheme)).is("refused").for_codes(&["unknown_scheme"]);
}

#[test]
fn a19_a_member_of_a_set_can_be_registered_late() {
    let mut tale = Tale::of(&["a"]);
    let set = |award: &str, recorded: &str| {
        let basis = json!({"basis": {"kind": "ad-hoc", "regime": "eu-2023-2831"}});
        let member = with(granted(award, "a", "2026-01-02", cash("5.00")), &basis);
        json!({
            "type": "eu.aidledger.award.set.v1", "id": award, "time": "2026-01-02T09:00:00Z",
            "recordedat": recorded, "data": {"awards": [member]},
        })
    };
    tale.line(&set("s1", "2026-01-05T09:00:00Z")).is("admitted").flagged(&[]);
    assert!(has(&tale.line(&set("s2", "2026-06-01T09:00:00Z")), "late_registration"));
}

#[test]
fn a20_what_has_run_out_is_not_among_the_uncounted() {
    let mut tale = Tale::of(&["a"]);
    // Without a base rate it has no figure.
    let later = json!({"form": "instalments", "payments": [{"amount": eur("5.00"), "due": "2027-01-10"}]});
    let more = json!({"legal_right": "conferred", "aid": later});
    let open = with(conditional("c1", "2026-01-01", "2026-03-31", "5.00"), &more);
    assert!(has(&tale.say("award.conditional", &open), "uncounted"));
    let uncounted = |on: &str| {
        let coverage = tale.room("a", on).coverage;
        coverage.iter().find(|row| row.regime.to_string() == "eu-2023-2831").unwrap().uncounted
    };
    assert_eq!([uncounted("2026-03-31"), uncounted("2026-04-01")], [1, 0]);
}

#[test]
fn a21_what_was_confirmed_was_granted_on_the_day_of_its_reservation() {
    let mut tale = Tale::of(&["a"]);
    tale.reserve("r1", "a", "2026-01-10", "2026-03-31", "100.00");
    tale.confirm("r1", "2026-03-01").is("admitted");
    tale.say("award.drawn", &drawn("r1", "1.00", "2026-01-09")).for_codes(&["contradicts_record"]);
    tale.say("award.drawn", &drawn("r1", "1.00", "2026-01-10")).is("recorded").flagged(&[]);
}

#[test]
fn a22_what_was_used_of_a_sighting_that_is_set_free_bounds_nothing() {
    let mut tale = Tale::of(&["a"]);
    tale.reserve("g1", "a", "2026-01-10", "2026-03-31", "100000.00");
    tale.report("r1", "a", "2026-01-10", "50000.00");
    tale.say("award.matched", &matched("r1", &["g1"]));
    tale.say("award.drawn", &drawn("g1", "80000.00", "2026-02-01")).is("recorded");
    assert_eq!(tale.left("a", "2026-03-01"), "200000.00");
    tale.say("award.reduced", &cut("r1", "10000.00", "2026-03-01")).worth("[\"80000.00\"]");
    assert_eq!(tale.left("a", "2026-03-01"), "220000.00");
    tale.say("award.released", &json!({"award": "g1", "reason": "given up"})).is("recorded");
    assert_eq!(tale.left("a", "2026-03-01"), "290000.00");
}

#[test]
fn a23_a_report_is_told_by_the_name_of_an_authority_that_gave_a_mandate() {
    let mut log = BuildLog::ready_under(91, Some("off")).unwrap();
    log.register(1).unwrap();
    let principal = json!({"id": "treasury", "name": "State Treasury"});
    let mandates =
        json!([{"member_state": "FI", "principal": principal, "act": "Act", "from": "2014-01-01"}]);
    let admitted = json!({
        "party": "bsc", "name": "BSC", "roles": ["hosting-entity", "register"], "keys": [Who::OtherHost.jwk()],
        "mandates": mandates,
    });
    log.say(Who::Operator, "party.admitted", "bsc", admitted).unwrap();
    let mut own = |award: &str, authority: Value| {
        let more = json!({"beneficiary": "NID:FI:1", "granting_authority": authority});
        let data = with(reported(award, "a", "2026-12-01", declared("5.00")), &more);
        let verdict = log.say(Who::OtherHost, "award.reported", award, data).unwrap();
        assert_eq!(verdict.outcome.as_str(), "recorded");
        verdict.flags.iter().any(|flag| flag.as_str() == "own_award_reported")
    };
    assert!(own("r1", json!({"name": "STATE TREASURY"})));
    assert!(own("r2", json!({"id": "treasury", "name": "Another name"})));
    assert!(own("r3", json!({"name": "bsc"})));
    assert!(!own("r4", json!({"name": "Another name"})));
    assert!(!own("r5", json!({"id": "another", "name": "State Treasury"})));
}

#[test]
fn a24_what_takes_no_effect_keeps_no_amounts() {
    let mut tale = Tale::of(&["a"]);
    tale.grant("g1", "a", "2026-01-01", "100000.00");
    assert_eq!(amounts(&tale.say("award.drawn", &drawn("g1", "50000.00", "2026-02-01"))), ["50000.00"]);
    let set = |amount: &str| corrected("g1", json!({"aid": cash(amount)}));
    let refused = tale.say("award.corrected", &set("300000.01"));
    refused.is("refused").for_codes(&["ceiling_exceeded"]);
    assert_eq!(amounts(&refused), Vec::<String>::new());
    // A third of it was drawn now, and a third of it is what half of it was before.
    assert_eq!(amounts(&tale.say("award.corrected", &set("150000.00"))), ["50000.00"]);
}

// P

#[test]
fn p1_what_was_open_to_schemes_alone_has_to_be_covered_too() {
    let missing = |on: &str| {
        let mut tale = Tale::procedural(&["a"]);
        let rows: Value = ["eu-2023-2831", "eu-1408-2013", "eu-717-2014"]
            .iter()
            .map(|regime| json!({"member_state": "FI", "regime": regime, "covers_from": "2024-01-01"}))
            .collect();
        let data =
            json!({"table": "register-coverage", "rows": rows, "source": {"ref": "x", "sha256": DIGEST}});
        tale.say("reference.published", &data).is("admitted");
        has(&tale.grant("g1", "a", on, "1.00"), "declaration_missing")
    };
    // Regulation (EU) No 1407/2013 was open to schemes to 30 June 2024.
    assert!(missing("2027-06-30"));
    assert!(!missing("2027-07-01"));
}

#[test]
fn p2_a_confirmation_asks_for_the_attestation_too() {
    let mut tale = Tale::procedural(&["a"]);
    let attested = |said: &Said| !has(said, "group_not_attested");
    assert!(!attested(&tale.reserve("r1", "a", "2026-01-10", "2026-03-31", "5.00")));
    assert!(!attested(&tale.confirm("r1", "2026-02-01")));
    let open = conditional("c1", "2026-01-10", "2026-12-31", "6.00");
    assert!(!attested(&tale.say("award.conditional", &open)));
    let met = json!({"award": "c1", "on": "2026-02-01", "evidence": {"level": "register"}});
    assert!(!attested(&tale.say("award.condition-met", &met)));
}

#[test]
fn p3_a_range_is_no_figure_and_nothing_is_none() {
    let mut tale = Tale::of(&["a"]);
    let range = json!({"form": "declared", "gge_range": {"low": eur("90.00"), "high": eur("100.00")}});
    tale.say("award.reported", &reported("r1", "a", "2026-01-10", range)).is("recorded");
    let open = json!({"form": "declared", "gge_range": {"low": eur("100.00")}});
    tale.say("award.reported", &reported("r2", "a", "2026-01-10", open)).is("recorded");
    for award in ["r1", "r2"] {
        let notice = json!({
            "award": award, "gge": eur("100.00"), "citation": "2023/2831", "on": "2026-01-10", "sha256": DIGEST,
        });
        tale.say("notice.served", &notice).is("recorded").flagged(&["gge_differs_from_declared"]);
    }
}

#[test]
fn p4_reduced_to_the_same_is_not_reduced_to_more() {
    let mut tale = Tale::of(&["a"]);
    let received = json!({
        "application": "ap1", "undertaking": id("a"), "received_on": "2026-01-01", "requested": eur("100.00"),
    });
    tale.say("application.received", &received).is("recorded");
    let to = |amount: &str| json!({"application": "ap1", "requested": eur(amount), "on": "2026-01-05"});
    tale.say("application.reduced", &to("100.00")).is("recorded");
    tale.say("application.reduced", &to("100.01")).is("refused").for_codes(&["contradicts_record"]);
}

#[test]
fn p5_an_order_is_against_the_undertaking_under_whichever_number() {
    let mut tale = Tale::of(&["a", "se:a"]);
    let decision = json!({"kind": "commission", "ref": "SA.1"});
    let ordered = json!({
        "decision": decision, "undertaking": id("a"), "member_state": "FI", "awards": [],
        "principal": eur("10.00"), "disposed_on": "2025-01-01", "day_count": "act/365",
    });
    tale.say("recovery.ordered", &ordered).is("recorded");
    let done = json!({"decision": decision, "undertaking": id("se:a"), "on": "2026-03-01"});
    tale.say("recovery.completed", &done).is("refused").for_codes(&["unknown_reference"]);
    let same = json!({"undertaking": id("a"), "same_as": [id("se:a")], "evidence": {"level": "register"}});
    tale.say("undertaking.identified", &same).is("recorded");
    tale.say("recovery.completed", &done).is("recorded");
}

#[test]
fn p6_what_was_set_free_is_unknown_to_a_receipt() {
    let mut tale = Tale::of(&["a"]);
    tale.reserve("r1", "a", "2026-01-10", "2026-03-31", "5.00");
    let tick = json!({"award": "r1", "system": "eair", "ref": "1", "on": "2026-01-11"});
    tale.say("publication.made", &tick).is("recorded");
    tale.say("award.released", &json!({"award": "r1", "reason": "given up"})).is("recorded");
    for kind in ["register.receipt", "publication.made"] {
        tale.say(kind, &tick).is("refused").for_codes(&["unknown_award"]);
    }
}

#[test]
fn p7_one_late_row_of_several_is_late() {
    let mut tale = Tale::of(&["a"]);
    let row = |from: &str| {
        let price = json!({"rate": "2", "currency": "EUR"});
        json!({"system": "lumi-g", "unit": "gpu-hour", "from": from, "price": price, "method": "tariff"})
    };
    let data = json!({
        "table": "compute-price", "source": {"ref": "x", "sha256": DIGEST},
        "rows": [row("2026-02-01"), row("2026-01-31")],
    });
    let kind = "eu.aidledger.reference.published.v1";
    tale.line(&json!({"type": kind, "time": "2026-02-01T09:00:00Z", "data": data}))
        .is("admitted")
        .flagged(&["late_registration"]);
}

#[test]
fn p8_what_is_amended_of_a_system_is_governance() {
    let mut tale = Tale::of(&["a"]);
    let system = json!({
        "system": "lumi", "host": "facts", "kind": "gpu", "capacity": [], "union_share_percent": "50", "themes": [],
        "act": "decision",
    });
    tale.say("system.registered", &system).is("admitted");
    tale.say("system.amended", &system).is("admitted");
}

#[test]
fn p9_the_receipt_of_what_others_reported_has_no_term() {
    let mut tale = Tale::of(&["a"]);
    tale.report("r1", "a", "2026-01-02", "5.00").is("recorded");
    tale.confer("g1", "a", "2026-01-02", "6.00").is("recorded");
    let receipt = |award: &str| json!({"award": award, "system": "register", "ref": "1", "on": "2026-12-01"});
    tale.say("register.receipt", &receipt("r1")).is("recorded").flagged(&[]);
    tale.say("register.receipt", &receipt("g1")).is("recorded").flagged(&["late_registration"]);
}

#[test]
fn p10_a_term_over_two_years_is_as_sure_as_the_less_sure_of_them() {
    let late = |rows: &[(&str, &str)], recorded: &str| {
        let mut tale = Tale::of(&["a"]);
        let rows: Value = rows
            .iter()
            .map(|(date, status)| json!({"member_state": "FI", "date": date, "status": status}))
            .collect();
        let data = json!({"table": "holidays", "rows": rows, "source": {"ref": "list", "sha256": DIGEST}});
        tale.say("reference.published", &data).is("admitted");
        let grant = granted("g1", "a", "2026-12-21", cash("1.00"));
        let recorded = format!("{recorded}T12:00:00Z");
        let line = json!({"type": "eu.aidledger.award.granted.v1", "data": grant, "recordedat": recorded});
        has(&tale.line(&line), "late_registration")
    };
    // Eight working days are left of 2026, the twelfth of 2027 without Epiphany is Tuesday 19 January.
    let epiphany = ("2027-01-06", "official");
    let missing = [epiphany];
    assert!(!late(&missing, "2027-02-15") && late(&missing, "2027-02-16"), "from the twentieth on");
    let computed = [("2026-01-06", "computed"), epiphany];
    assert!(!late(&computed, "2027-01-21") && late(&computed, "2027-01-22"), "from the third on");
    let listed = [("2026-01-06", "official"), epiphany];
    assert!(!late(&listed, "2027-01-19") && late(&listed, "2027-01-20"), "from the first on");
}

// Outcomes

#[test]
fn o1_where_a_rate_or_a_price_is_unknown_nothing_else_is_listed() {
    let mut tale = Tale::of(&["a"]);
    let fishing = json!({"activity": {"nace": {"code": "03.11", "revision": "2.1"}}});
    let of = |aid: Value| with(granted("g1", "a", "2026-01-10", aid), &fishing);
    let swedish = json!({"form": "grant", "nominal": {"amount": "5.00", "currency": "SEK"}});
    tale.say("award.granted", &of(swedish)).is("refused").for_codes(&["unknown_currency_rate"]);
    let hours = json!({
        "form": "compute", "system": "lumi", "unit": "gpu-hour", "quantity": "10", "price_paid": eur("0.00"),
    });
    tale.say("award.granted", &of(hours)).is("refused").for_codes(&["unknown_price"]);
    tale.say("award.granted", &of(cash("5.00"))).is("refused").for_codes(&["excluded_sector"]);
}

#[test]
fn o2_a_deferred_verdict_keeps_no_flag() {
    let mut tale = Tale::of(&["a", "se:p"]);
    tale.link("se:p", "a", "2024-01-01").is("recorded");
    tale.report("r1", "se:p", "2026-01-10", "200000.00");
    // Over by what was granted that day across a border: without the link it would fit.
    tale.grant("g1", "a", "2026-01-10", "200000.00")
        .is("deferred")
        .for_codes(&["order_ambiguous"])
        .flagged(&[])
        .sums(&[]);
    tale.grant("g2", "a", "2026-01-11", "200000.00")
        .is("refused")
        .for_codes(&["ceiling_exceeded"])
        .flagged(&["group_cross_border"]);
}
