//! P: procedure and facts.

use aidledger_tests::tale::{DIGEST, Tale, eur, id, with};
use serde_json::{Value, json};

fn missing(tale: &mut Tale, award: &str) -> bool {
    let said = tale.grant(award, "a", "2026-01-10", "1.00");
    said.is("admitted");
    said.0.flags.iter().any(|flag| flag.as_str() == "declaration_missing")
}

fn declared(more: &Value) -> Value {
    let base = json!({
        "undertaking": id("a"), "signed_on": "2026-01-10", "period": {"from": "2023-01-10"}, "awards": [], "group": [], "sha256": DIGEST,
    });
    with(base, more)
}

#[test]
fn p1_a_declaration_is_needed_while_no_register_covers_three_years() {
    let mut tale = Tale::procedural(&["a", "b"]);
    assert!(missing(&mut tale, "g1"));
    tale.say("declaration.received", &declared(&json!({"signed_on": "2026-01-11"}))).is("recorded");
    assert!(missing(&mut tale, "g2"), "signed after the grant");
    tale.say("declaration.received", &declared(&json!({"period": {"from": "2023-01-11"}}))).is("recorded");
    assert!(missing(&mut tale, "g3"), "a day short");
    tale.say("declaration.received", &declared(&json!({"undertaking": id("b")}))).is("recorded");
    assert!(missing(&mut tale, "g4"), "another's");
    tale.say("declaration.received", &declared(&json!({}))).is("recorded");
    assert!(!missing(&mut tale, "g5"));
    let mut tale = Tale::procedural(&["a"]);
    let coverage = |regime: &str, from: &str| {
        json!({
            "table": "register-coverage", "rows": [{"member_state": "FI", "regime": regime, "covers_from": from}],
            "source": {"ref": "x", "sha256": DIGEST},
        })
    };
    // All that counts and was open since the look-back start.
    for (award, regime) in [("g1", "eu-1407-2013"), ("g2", "eu-1408-2013"), ("g3", "eu-717-2014")] {
        tale.say("reference.published", &coverage(regime, "2023-01-10"));
        assert!(missing(&mut tale, award));
    }
    tale.say("reference.published", &coverage("eu-2023-2831", "2023-01-11"));
    assert!(missing(&mut tale, "g4"));
    tale.say("reference.published", &coverage("eu-2023-2831", "2023-01-10"));
    assert!(!missing(&mut tale, "g5"));
    let mut tale = Tale::of(&["a"]);
    assert!(!missing(&mut tale, "g1"), "procedure is off for facts");
}

#[test]
fn p2_a_group_nobody_attested_is_flagged() {
    let mut tale = Tale::procedural(&["a"]);
    let attested = |tale: &mut Tale, award: &str| {
        let said = tale.grant(award, "a", "2026-01-10", "1.00");
        !said.0.flags.iter().any(|flag| flag.as_str() == "group_not_attested")
    };
    assert!(!attested(&mut tale, "g1"));
    let alone = json!({"undertaking": id("a"), "members": [], "on": "2026-01-10", "sha256": DIGEST});
    tale.say("group.attested", &alone).is("recorded");
    assert!(attested(&mut tale, "g2"));
}

#[test]
fn p3_a_notice_states_the_recorded_figure() {
    let mut tale = Tale::of(&["a"]);
    tale.grant("g1", "a", "2026-01-10", "100.00");
    let notice = |award: &str, gge: &str| json!({"award": award, "gge": eur(gge), "citation": "2023/2831", "on": "2026-01-10", "sha256": DIGEST});
    tale.say("notice.served", &notice("g1", "100.00")).is("recorded").flagged(&[]);
    tale.say("notice.served", &notice("g1", "99.99")).is("recorded").flagged(&["gge_differs_from_declared"]);
    tale.say("notice.served", &notice("g9", "99.99")).is("refused").for_codes(&["unknown_award"]);
}

#[test]
fn p4_what_follows_needs_what_went_before() {
    let mut tale = Tale::of(&["a"]);
    let received = json!({"application": "ap1", "undertaking": id("a"), "received_on": "2026-01-01", "requested": eur("100.00")});
    let reduced = |amount: &str| json!({"application": "ap1", "requested": eur(amount), "on": "2026-01-05"});
    let closed = json!({"application": "ap1", "outcome": "granted", "reason": "fits", "on": "2026-01-10"});
    tale.say("application.reduced", &reduced("50.00")).is("refused").for_codes(&["unknown_reference"]);
    tale.say("application.closed", &closed).for_codes(&["unknown_reference"]);
    tale.say("application.received", &received).is("recorded");
    tale.say("application.reduced", &reduced("100.01")).for_codes(&["contradicts_record"]);
    tale.say("application.reduced", &reduced("50.00")).is("recorded");
    tale.say("application.closed", &closed).is("recorded");
    tale.say("application.closed", &closed).for_codes(&["contradicts_record"]);
    tale.say("application.reduced", &reduced("40.00")).for_codes(&["contradicts_record"]);
    let project = json!({"project": "p1", "participants": [], "applied_on": "2025-01-01", "starts_on": "2026-01-01", "cost_lines": [], "bonuses": []});
    tale.say("project.amended", &project).for_codes(&["unknown_project"]);
    tale.say("project.opened", &project).is("recorded");
    tale.say("project.opened", &project).for_codes(&["contradicts_record"]);
    tale.say("project.amended", &project).is("recorded");
    let system = json!({"system": "lumi", "host": "facts", "kind": "gpu", "capacity": [], "union_share_percent": "50", "themes": [], "act": "decision"});
    tale.say("system.amended", &system).for_codes(&["unknown_reference"]);
    tale.say("system.registered", &system).is("admitted");
    tale.say("system.amended", &system).is("admitted");
    let raised = json!({"finding": "f1", "about": "facts/g1", "severity": "high", "summary": "no evidence"});
    let shut = json!({"finding": "f1", "outcome": "mended", "on": "2026-02-01"});
    tale.say("finding.closed", &shut).for_codes(&["unknown_reference"]);
    tale.say("finding.raised", &raised).is("recorded");
    tale.say("finding.closed", &shut).is("recorded");
    tale.say("finding.closed", &shut).for_codes(&["contradicts_record"]);
}

#[test]
fn p5_payments_need_the_order_they_pay() {
    let mut tale = Tale::of(&["a", "b"]);
    let decision = json!({"kind": "commission", "ref": "SA.1"});
    let paid = |of: &str| json!({"decision": decision, "undertaking": id(of), "principal": eur("1.00"), "interest": eur("0.10"), "on": "2026-02-01"});
    tale.say("recovery.paid", &paid("a")).is("refused").for_codes(&["unknown_reference"]);
    let ordered = json!({
        "decision": decision, "undertaking": id("a"), "member_state": "FI", "awards": [], "principal": eur("10.00"),
        "disposed_on": "2025-01-01", "day_count": "act/365",
    });
    tale.say("recovery.ordered", &ordered).is("recorded");
    tale.say("recovery.paid", &paid("a")).is("recorded");
    tale.say("recovery.paid", &paid("b")).for_codes(&["unknown_reference"]);
    for step in ["recovery.suspended", "recovery.annulled", "recovery.completed"] {
        tale.say(step, &json!({"decision": decision, "undertaking": id("a"), "on": "2026-03-01"}))
            .is("recorded");
    }
}

#[test]
fn p6_receipts_tick_off_awards_that_exist() {
    let mut tale = Tale::of(&["a"]);
    tale.grant("g1", "a", "2026-01-10", "100.00");
    for kind in ["register.receipt", "publication.made"] {
        tale.say(kind, &json!({"award": "g1", "system": "eair", "ref": "1", "on": "2026-01-11"}))
            .is("recorded");
        tale.say(kind, &json!({"award": "g9", "system": "eair", "ref": "1", "on": "2026-01-11"}))
            .is("refused")
            .for_codes(&["unknown_award"]);
    }
}

#[test]
fn p7_a_price_for_a_day_past_is_flagged_and_reprices_nothing() {
    let mut tale = Tale::of(&["a"]);
    let prices = |from: &str, rate: &str| {
        json!({
            "table": "compute-price", "source": {"ref": "x", "sha256": DIGEST},
            "rows": [{"system": "lumi-g", "unit": "gpu-hour", "from": from, "price": {"rate": rate, "currency": "EUR"}, "method": "tariff"}],
        })
    };
    let line = |data: Value| json!({"type": "eu.aidledger.reference.published.v1", "time": "2026-02-01T09:00:00Z", "data": data});
    tale.line(&line(prices("2026-02-01", "2"))).is("admitted").flagged(&[]);
    let aid = json!({"form": "compute", "system": "lumi-g", "unit": "gpu-hour", "quantity": "10", "price_paid": eur("0.00")});
    tale.grant_aid("g1", "a", "2026-02-01", aid.clone()).worth("[\"20.00\"]");
    let said = tale.line(&json!({
        "type": "eu.aidledger.reference.published.v1", "time": "2026-02-02T09:00:00Z", "recordedat": "2026-02-02T09:00:00Z",
        "data": prices("2026-02-01", "3"),
    }));
    said.is("admitted").flagged(&["late_registration"]);
    assert_eq!(tale.room("a", "2026-02-02").used.to_string(), "20.00");
    tale.grant_aid("g2", "a", "2026-02-02", aid).worth("[\"30.00\"]");
    // The day of the statement is the one that its sender wrote, whenever it was recorded.
    tale.line(&line(prices("2026-01-31", "4"))).is("admitted").flagged(&["late_registration"]);
    let undated = json!({"type": "eu.aidledger.reference.published.v1", "data": prices("2026-01-31", "5")});
    tale.line(&undated).is("admitted").flagged(&[]);
}

#[test]
fn p8_systems_schemes_and_reviews_are_governance_and_other_facts_are_recorded() {
    let mut tale = Tale::of(&["a"]);
    let system = json!({"system": "lumi", "host": "facts", "kind": "gpu", "capacity": [], "union_share_percent": "50", "themes": [], "act": "decision"});
    tale.say("system.registered", &system).is("admitted");
    tale.say("intake.summary", &json!({"on": "2026-01-01", "counts": []})).is("admitted");
    tale.say("subject.erased", &json!({"subject_ref": "PRS:1", "ground": "ten years over"})).is("recorded");
    tale.say("undertaking.assessed", &json!({"undertaking": id("a"), "on": "2026-01-01", "evidence": {}}))
        .is("recorded");
}

fn holidays(tale: &mut Tale, rows: &[(&str, &str)]) {
    let rows: Value = rows
        .iter()
        .map(|(date, status)| json!({"member_state": "FI", "date": date, "status": status}))
        .collect();
    let data = json!({"table": "holidays", "rows": rows, "source": {"ref": "list", "sha256": DIGEST}});
    tale.say("reference.published", &data).is("admitted");
}

/// Whether a grant of a regime and day that is recorded on another is late.
fn late(tale: &mut Tale, award: &str, (regime, on): (&str, &str), recorded: &str) -> bool {
    let conditions = json!({"export_linked": false, "domestic_goods": false, "price_quantity_linked": false, "sgei_service": "ferry"});
    let more = json!({"basis": {"regime": regime}, "legal_right": "conferred", "conditions": conditions});
    let data =
        with(aidledger_tests::tale::granted(award, "a", on, aidledger_tests::tale::cash("1.00")), &more);
    let line = json!({"type": "eu.aidledger.award.granted.v1", "data": data, "recordedat": format!("{recorded}T12:00:00Z")});
    let said = tale.line(&line);
    said.is("recorded");
    said.0.flags.iter().any(|flag| flag.as_str() == "late_registration")
}

const LISTED: &[(&str, &str)] = &[("2026-01-06", "official"), ("2027-01-06", "official")];

#[test]
fn p9_twenty_working_days_where_an_act_has_the_duty() {
    let listed = || {
        let mut tale = Tale::of(&["a"]);
        holidays(&mut tale, LISTED);
        tale
    };
    let is_late = |regime: &str, on: &str, recorded: &str| late(&mut listed(), "g", (regime, on), recorded);
    // From Friday 2 January 2026, Epiphany left out, the twentieth working day is Monday 2 February.
    for regime in ["eu-2023-2831", "eu-2023-2832"] {
        assert!(!is_late(regime, "2026-01-02", "2026-02-02"));
        assert!(is_late(regime, "2026-01-02", "2026-02-03"));
        assert!(!is_late(regime, "2025-12-31", "2026-12-01"));
    }
    assert!(!is_late("eu-1408-2013", "2026-12-31", "2027-12-01"));
    assert!(is_late("eu-1408-2013", "2027-01-04", "2027-12-01"));
    assert!(!is_late("gber-28", "2026-01-02", "2027-12-01"));
    // A receipt is measured by its own day, unless one was in time.
    let mut tale = listed();
    assert!(!late(&mut tale, "g", ("eu-2023-2831", "2026-01-02"), "2026-01-05"));
    let receipt = |on: &str| json!({"award": "g", "system": "register", "ref": "1", "on": on});
    tale.say("register.receipt", &receipt("2026-02-03")).is("recorded").flagged(&["late_registration"]);
    tale.say("register.receipt", &receipt("2026-02-02")).is("recorded").flagged(&[]);
    tale.say("register.receipt", &receipt("2026-02-03")).flagged(&[]);
}

#[test]
fn p10_how_sure_the_holidays_are_decides_from_when_lateness_is_said() {
    let of = |rows: &[(&str, &str)], recorded: &str| {
        let mut tale = Tale::of(&["a"]);
        if !rows.is_empty() {
            holidays(&mut tale, rows);
        }
        late(&mut tale, "g", ("eu-2023-2831", "2026-01-02"), recorded)
    };
    // Calculated: from the third working day of lateness on. Missing: from the twentieth, counted without holidays.
    let computed = [("2026-01-06", "computed")];
    assert!(!of(&computed, "2026-02-04") && of(&computed, "2026-02-05"));
    assert!(!of(&[], "2026-02-26") && of(&[], "2026-02-27"));
    // In a year with an official day the calculated ones are none.
    let beside = [("2026-01-06", "computed"), ("2026-01-07", "official")];
    assert!(!of(&beside, "2026-02-02") && of(&beside, "2026-02-03"));
}
