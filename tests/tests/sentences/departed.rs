//! Where the engine once departed from the text.

use aidledger_tests::build_log::{BuildLog, Who};
use aidledger_tests::tale::{DIGEST, Tale, cash, eur, granted, id, reported, with};
use ledger::entry::Entry;
use serde_json::{Value, json};

fn drawn(award: &str, value: &str, on: &str) -> Value {
    json!({"award": award, "host": "facts", "system": "s", "quantity": "1", "value": eur(value), "on": on})
}

fn matched(award: &str, same_as: &[&str]) -> Value {
    json!({"award": award, "same_as": same_as, "evidence": {"level": "register"}})
}

fn declared(amount: &str) -> Value {
    json!({"form": "declared", "gge": eur(amount)})
}

fn withdrawn(award: &str, kept: &str, on: &str) -> Value {
    json!({"award": award, "benefit_kept": eur(kept), "on": on, "reason": "never begun"})
}

fn for_ferry(regime: &str) -> Value {
    let conditions = json!({
        "export_linked": false, "domestic_goods": false, "price_quantity_linked": false, "sgei_service": "ferry",
    });
    json!({"basis": {"kind": "ad-hoc", "regime": regime}, "conditions": conditions})
}

fn private() -> Value {
    json!({
        "member_state": null, "basis": {"regime": "no-aid"}, "treatment": {"no-aid": {"ground": "private"}},
        "funding": [{"origin": "private", "share_percent": "100"}],
    })
}

fn ferry(award: &str) -> Value {
    with(granted(award, "a", "2026-03-02", cash("1.00")), &for_ferry("eu-2023-2832"))
}

#[test]
fn c1_a_withdrawal_acts_on_what_is_matched_with_the_award() {
    let mut tale = Tale::of(&["a"]);
    let paid = with(reported("p", "a", "2025-03-01", declared("5000.00")), &for_ferry("gber-56c"));
    tale.say("award.reported", &paid).is("recorded");
    let own = with(granted("o", "a", "2025-03-01", cash("5000.00")), &for_ferry("gber-56c"));
    tale.say("award.granted", &with(own, &json!({"legal_right": "conferred"}))).is("recorded");
    tale.say("award.matched", &matched("p", &["o"])).is("recorded");
    tale.say("award.granted", &ferry("g0")).for_codes(&["cumulation_exceeded"]);
    tale.say("award.withdrawn", &withdrawn("o", "0.00", "2025-07-01")).is("recorded").flagged(&[]);
    tale.say("award.granted", &ferry("g1")).is("admitted");
}

#[test]
fn c1_what_was_kept_and_is_back_was_not_kept() {
    let mut tale = Tale::of(&["a"]);
    let paid = with(reported("p", "a", "2025-03-01", declared("5000.00")), &for_ferry("gber-56c"));
    tale.say("award.reported", &paid).is("recorded");
    let repaid = json!({"amount": eur("100.00"), "interest": eur("7.00"), "on": "2025-08-01", "evidence": {"level": "register"}});
    let gone = with(withdrawn("p", "100.00", "2025-07-01"), &json!({"repaid": repaid}));
    tale.say("award.withdrawn", &gone).is("recorded");
    tale.say("award.granted", &ferry("g1")).is("admitted");
}

#[test]
fn c2_what_is_open_is_left_out_after_its_last_day() {
    let mut tale = Tale::of(&["a"]);
    let line = json!({"id": "trial", "beneficiary": id("a"), "category": "staff", "amount": eur("100.00")});
    let opened = json!({
        "project": "p", "participants": [], "applied_on": "2025-01-01", "starts_on": "2026-01-01",
        "cost_lines": [line], "bonuses": [],
    });
    tale.say("project.opened", &opened).is("recorded");
    let paying = |data: Value, amount: &str| {
        with(
            data,
            &json!({"project": "p", "eligible_costs": {"lines": [{"id": "trial", "aid": eur(amount)}]}}),
        )
    };
    let open = with(
        granted("c1", "a", "2026-01-10", cash("80.00")),
        &json!({"condition": "a permit", "long_stop": "2026-03-01", "legal_right": "conferred", "basis": {"kind": "ad-hoc", "regime": "gber-25"}}),
    );
    tale.say("award.conditional", &paying(open, "80.00")).is("recorded");
    let on = |award: &str, on: &str| paying(granted(award, "a", on, cash("1.00")), "20.01");
    tale.say("award.granted", &on("g1", "2026-03-01")).for_codes(&["cumulation_exceeded"]);
    tale.say("award.granted", &on("g2", "2026-03-02")).is("admitted");
}

#[test]
fn a11_what_was_set_free_is_compared_in_state() {
    let mut tale = Tale::of(&["a"]);
    tale.reserve("r1", "a", "2026-01-10", "2026-03-31", "5.00").is("admitted");
    tale.say("award.granted", &with(granted("n", "a", "2026-01-10", cash("5.00")), &private()))
        .is("admitted");
    tale.say("award.matched", &matched("n", &["r1"])).is("recorded");
    tale.say("award.released", &json!({"award": "r1", "reason": "given up"})).is("recorded");
    let abroad = with(reported("s", "a", "2026-01-10", declared("5.00")), &json!({"member_state": "SE"}));
    tale.say("award.reported", &abroad).is("recorded");
    tale.say("award.matched", &matched("n", &["s"])).is("refused").for_codes(&["contradicts_record"]);
}

#[test]
fn a11_what_was_set_free_is_compared_in_recipient() {
    let mut tale = Tale::of(&["a", "b", "m"]);
    tale.merge("m", &["a", "b"], "2026-06-01").is("recorded");
    tale.reserve("r1", "a", "2026-01-10", "2026-03-31", "5.00").is("admitted");
    tale.report("r2", "m", "2026-01-10", "5.00");
    tale.report("r3", "b", "2026-01-10", "5.00");
    tale.say("award.matched", &matched("r2", &["r1"])).is("recorded");
    tale.say("award.released", &json!({"award": "r1", "reason": "given up"})).is("recorded");
    tale.say("award.matched", &matched("r2", &["r3"])).is("refused").for_codes(&["contradicts_record"]);
}

#[test]
fn a11_the_newest_row_of_a_report_is_that_of_its_restatement() {
    let mut tale = Tale::of(&["a"]);
    tale.grant("g1", "a", "2026-01-01", "100000.00").is("admitted");
    let row = |on: &str| json!({"register": "tam", "id": "r1", "retrieved_on": on, "sha256": DIGEST});
    let report = with(
        reported("r1", "a", "2026-01-01", declared("100000.00")),
        &json!({"source_row": row("2026-03-01")}),
    );
    tale.say("award.reported", &report).is("recorded");
    let cut = json!({"award": "g1", "gge_after": eur("60000.00"), "benefit_kept": eur("0.00"), "on": "2026-05-01", "reason": "cut"});
    tale.say("award.reduced", &cut).worth("[\"60000.00\"]");
    let restated = json!({"award": "r1", "aid": declared("60000.00"), "reason": "newer", "source_row": row("2026-06-01")});
    tale.say("award.restated", &restated).is("recorded");
    tale.say("award.matched", &matched("r1", &["g1"])).is("recorded").flagged(&[]);
}

#[test]
fn a21_a_correction_of_what_was_confirmed_leaves_the_day_of_its_reservation() {
    let mut tale = Tale::of(&["a"]);
    tale.reserve("r1", "a", "2026-01-10", "2026-03-31", "100.00").is("admitted");
    tale.confirm("r1", "2026-02-01").is("admitted");
    tale.say("award.drawn", &drawn("r1", "1.00", "2026-02-10")).is("recorded");
    let moved = json!({"award": "r1", "set": {"granted_on": "2026-03-01"}, "reason": "as the act says"});
    tale.say("award.corrected", &moved).is("admitted");
}

#[test]
fn a6_a_row_without_a_figure_that_is_taken_back_stays_taken_back() {
    let mut tale = Tale::of(&["a"]);
    tale.grant("g1", "a", "2026-01-01", "50000.00").is("admitted");
    let open = json!({"form": "declared", "gge_range": {"low": eur("1.00")}});
    tale.say("award.reported", &reported("r1", "a", "2026-01-01", open)).flagged(&["uncounted"]);
    tale.say("award.matched", &matched("r1", &["g1"])).is("recorded");
    tale.say("award.withdrawn", &withdrawn("r1", "0.00", "2026-02-01")).is("recorded");
    let restated = json!({"award": "r1", "aid": declared("90000.00"), "reason": "newer", "source_row": {"register": "tam", "id": "r1", "retrieved_on": "2039-12-31", "sha256": DIGEST}});
    tale.say("award.restated", &restated).is("recorded");
    assert_eq!(tale.left("a", "2026-03-01"), "250000.00");
}

#[test]
fn a23_an_authority_is_known_by_its_id_and_name_since_the_admission() {
    let mut log = BuildLog::ready_under(92, Some("off")).unwrap();
    log.register(1).unwrap();
    let mandates = json!([{"member_state": "FI", "principal": {"id": "treasury", "name": "State Treasury"}, "act": "Act", "from": "2014-01-01"}]);
    let admitted = json!({
        "party": "bsc", "name": "BSC", "roles": ["hosting-entity", "register"], "keys": [Who::OtherHost.jwk()], "mandates": mandates,
    });
    log.say(Who::Operator, "party.admitted", "bsc", admitted).unwrap();
    let mut own = |award: &str, on: &str, authority: Value| {
        let more = json!({"beneficiary": "NID:FI:1", "granting_authority": authority});
        let data = with(reported(award, "a", on, declared("5.00")), &more);
        let verdict = log.say(Who::OtherHost, "award.reported", award, data).unwrap();
        verdict.flags.iter().any(|flag| flag.as_str() == "own_award_reported")
    };
    let found = [
        own("r1", "2026-12-01", json!({"name": "treasury"})),
        own("r2", "2025-12-01", json!({"id": "bsc", "name": "x"})),
        own("r3", "2026-12-01", json!({"name": "State  Treasury"})),
    ];
    // An award of before the admission could not be asked about.
    assert_eq!(found, [true, false, true]);
}

#[test]
fn a15_of_a_case_of_ones_own_nothing_is_said() {
    let mut log = BuildLog::found_under(93, Some("off")).unwrap();
    let mandates = json!([{"member_state": "FI", "principal": {"id": "csc", "name": "CSC"}, "act": "Act", "from": "2014-01-01"}]);
    let both = json!({"party": "rules", "name": "rules", "roles": ["rule-authority", "hosting-entity", "register"], "keys": [Who::RuleAuthority.jwk()], "mandates": mandates});
    log.say(Who::Operator, "party.admitted", "rules", both).unwrap();
    let registered = json!({"undertaking": "NID:FI:1", "identifiers": [], "natural_person": false});
    log.say(Who::RuleAuthority, "undertaking.registered", "NID:FI:1", registered).unwrap();
    let grant = aidledger_tests::build_log::Statement {
        who: Who::RuleAuthority,
        ..BuildLog::grant("a1", 1, "10.00")
    };
    let position = log.size();
    log.group(std::slice::from_ref(&grant), &|_| {}).unwrap();
    let about = format!("rules/e{position}");
    let data = json!({"about": about, "question": "q", "decision": "admit", "reason": "r", "citation": "c", "valid_for": {}});
    let verdict = log.say(Who::RuleAuthority, "review.decided", &about, data).unwrap();
    assert_eq!(verdict.codes.len(), 1);
    assert_eq!((verdict.gge, verdict.checks.len()), (None, 0));
}

#[test]
fn a21_a_report_that_is_put_right_to_aid_to_come_is_doubtful() {
    let mut tale = Tale::of(&["a"]);
    let row = json!({"register": "tam", "id": "r1", "retrieved_on": "2026-02-01", "sha256": DIGEST});
    let report = with(reported("r1", "a", "2026-01-10", declared("5.00")), &json!({"source_row": row}));
    tale.say("award.reported", &report).is("recorded").flagged(&[]);
    let moved = json!({"award": "r1", "set": {"granted_on": "2026-03-01"}, "reason": "as the act says"});
    tale.say("award.corrected", &moved).is("recorded").flagged(&["claim_doubtful"]);
}

#[test]
fn a21_a_correction_that_moves_nothing_contradicts_nothing() {
    let mut tale = Tale::of(&["a"]);
    tale.reserve("r1", "a", "2026-01-10", "2026-03-31", "100.00").is("admitted");
    tale.say("award.drawn", &drawn("r1", "1.00", "2026-01-15")).is("recorded");
    tale.confirm("r1", "2026-02-01").is("admitted");
    let aid = json!({"award": "r1", "set": {"aid": cash("90.00")}, "reason": "as the act says"});
    tale.say("award.corrected", &aid).is("admitted");
}

#[test]
fn h9_the_entry_of_an_exit_of_the_most_parts_can_be_read() {
    let mut log = BuildLog::ready_under(94, Some("off")).unwrap();
    log.register(1).unwrap();
    log.register(2).unwrap();
    let link = json!({
        "controller": "NID:FI:1", "controlled": "NID:FI:2", "kind": "voting-majority", "from": "2026-01-01",
        "evidence": {"level": "register"},
    });
    log.say(Who::Register, "control.declared", "NID:FI:2", link).unwrap();
    let awards: Vec<String> = (0..64).map(|n| format!("a{n}")).collect();
    for award in &awards {
        log.group(&[BuildLog::grant(award, 2, "10.00")], &|_| {}).unwrap();
    }
    let part = |award: &String| json!({"award": award, "undertaking": "NID:FI:1", "amount": eur("4.00")});
    let parts: Vec<Value> = awards.iter().map(part).collect();
    let end = json!({
        "controller": "NID:FI:1", "controlled": "NID:FI:2", "on": "2026-12-10", "history": {"attributed": parts},
    });
    let end = aidledger_tests::build_log::Statement {
        who: Who::Host,
        event_type: "control.ended",
        subject: "NID:FI:2".to_owned(),
        data: end,
        id: None,
    };
    let is_read = |entry: &mut Entry| assert_eq!(Entry::decode(&entry.encode().unwrap()).unwrap(), *entry);
    let verdict = log.group(&[end], &is_read).unwrap().remove(0);
    assert_eq!((verdict.outcome.as_str(), verdict.amounts.len()), ("recorded", 128));
}
