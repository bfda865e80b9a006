//! What surrounds an award: declarations, projects, applications, findings, recoveries, notices, disputes, matches and
//! retractions. Whole verdicts, by the numbered sentences of `docs/spec/rules.md`.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at whatever it did not expect"
)]

mod told;

use aidledger_tests::build_log::{BuildLog, Statement, Who};
use rules::audit::facts;
use serde_json::{Value, json};
use told::*;

// P1, P2

#[test]
fn p1_a_declaration_covers_three_years_and_is_signed_before_the_grant() {
    let missing = "admitted +group_not_attested +declaration_missing";
    let cases: &[(&str, &str, Option<&str>, &str)] = &[
        ("2026-11-20", "2023-11-20", None, "admitted +group_not_attested"),
        ("2026-11-19", "2023-11-20", Some("2026-11-19"), "admitted +group_not_attested"),
        ("2026-11-19", "2020-01-01", Some("2026-12-31"), "admitted +group_not_attested"),
        ("2026-11-21", "2023-11-20", None, missing),
        ("2026-11-20", "2023-11-21", None, missing),
        ("2026-11-19", "2023-11-20", Some("2026-11-18"), missing),
    ];
    for (signed_on, from, until, expected) in cases {
        let mut told = Told::new(true);
        assert_eq!(told.tell("declaration.received", declared(A, signed_on, from, *until)), "recorded");
        let verdict = told.tell("award.granted", granted("a", A, "2026-11-20", "1000.00"));
        assert_eq!(&verdict, expected, "{signed_on} {from} {until:?}");
    }
}

#[test]
fn p1_the_declaration_is_of_the_beneficiary_under_whichever_handle_and_to_the_same_grantor() {
    let mut told = Told::new(true);
    told.tell("declaration.received", declared("VAT:FI99999992", "2026-11-20", "2020-01-01", None));
    told.tell("declaration.received", declared(B, "2026-11-20", "2020-01-01", None));
    let grant = |award: &str| granted(award, A, "2026-11-20", "1000.00");
    assert_eq!(told.tell("award.granted", grant("a")), "admitted +group_not_attested +declaration_missing");
    let same = json!({"undertaking": A, "same_as": ["VAT:FI99999992"], "evidence": {"level": "register"}});
    assert_eq!(told.tell("undertaking.identified", same), "recorded");
    assert_eq!(told.tell("award.granted", grant("b")), "admitted +group_not_attested");
    let by_another = json!({"type": "eu.aidledger.award.granted.v1", "source": "urn:aidledger:party:bsc", "data": grant("c")});
    assert_eq!(short(&told.line(&by_another)), "admitted +group_not_attested +declaration_missing");
}

#[test]
fn p1_a_register_that_covers_the_years_takes_the_place_of_the_declaration() {
    let covers = |from: &str| {
        json!({"table": "register-coverage", "rows": [{"member_state": "FI", "regime": "eu-2023-2831", "covers_from": from}],
               "source": {"ref": "register", "sha256": digest()}})
    };
    for (from, expected) in [
        ("2023-11-20", "admitted +group_not_attested"),
        ("2023-11-21", "admitted +group_not_attested +declaration_missing"),
    ] {
        let mut told = Told::new(true);
        assert_eq!(told.tell("reference.published", covers(from)), "admitted");
        assert_eq!(told.tell("award.granted", granted("a", A, "2026-11-20", "1000.00")), expected);
    }
}

#[test]
fn p1_what_the_duty_is_not_about_is_not_flagged() {
    let mut told = Told::new(true);
    // A report is nobody's grant here; without --procedural nothing is asked.
    assert_eq!(told.tell("award.reported", reported("r", A, "2026-11-20", exactly("5.00"))), "recorded");
    let conferred = merge(granted("c", A, "2026-11-20", "7.00"), json!({"legal_right": "conferred"}));
    assert_eq!(
        told.tell("award.granted", conferred),
        "recorded +granted_without_check +group_not_attested +declaration_missing"
    );
    told.procedural = false;
    assert_eq!(told.tell("award.granted", granted("a", A, "2026-11-20", "9.00")), "admitted");
}

#[test]
fn p1_enforced_the_missing_declaration_refuses_what_can_be_refused() {
    let mut log = BuildLog::ready_under(1, Some("enforce")).unwrap();
    log.register(1).unwrap();
    let conferred = |award: &str| {
        let Statement { data, .. } = BuildLog::grant(award, 1, "1000.00");
        merge(data, json!({"legal_right": "conferred"}))
    };
    let mut grant =
        |award: &str| log.group(&[BuildLog::grant(award, 1, "1000.00")], &|_| {}).unwrap().remove(0);
    let refused = grant("a1");
    assert_eq!(said(&refused), "refused declaration_missing");
    // What refuses for another reason too names both.
    let mut far = BuildLog::grant("a2", 1, "300000.01");
    far.data["granted_on"] = json!("2026-12-02");
    assert_eq!(said(&log.group(&[far], &|_| {}).unwrap()[0]), "refused declaration_missing ceiling_exceeded");
    let stands = log.say(Who::Host, "award.granted", "a3", conferred("a3")).unwrap();
    assert_eq!(said(&stands), "recorded +granted_without_check +group_not_attested +declaration_missing");
    let received =
        log.say(Who::Host, "declaration.received", A, declared(A, "2026-12-01", "2023-12-01", None));
    assert_eq!(said(&received.unwrap()), "recorded");
    let granted = log.group(&[BuildLog::grant("a4", 1, "1000.00")], &|_| {}).unwrap().remove(0);
    assert_eq!((said(&granted).as_str(), granted.checks.len()), ("admitted +group_not_attested", 1));
    // Taken back, it was never received.
    let id = format!("e{}", log.size() - 2);
    assert_eq!(
        said(&log.say(Who::Host, "statement.retracted", &id, retracted("csc", &id)).unwrap()),
        "recorded"
    );
    let again = log.group(&[BuildLog::grant("a5", 1, "1000.00")], &|_| {}).unwrap().remove(0);
    assert_eq!(said(&again), "refused declaration_missing");
}

#[test]
fn p1_the_policy_is_the_foundings_and_flags_where_it_is_silent() {
    for (policy, expected) in [
        (None, "admitted +group_not_attested +declaration_missing"),
        (Some("flag"), "admitted +group_not_attested +declaration_missing"),
        (Some("off"), "admitted"),
    ] {
        let mut log = BuildLog::ready_under(2, policy).unwrap();
        log.register(1).unwrap();
        let verdict = log.group(&[BuildLog::grant("a1", 1, "1000.00")], &|_| {}).unwrap().remove(0);
        assert_eq!(said(&verdict), expected, "{policy:?}");
    }
}

// P3 to P8

#[test]
fn p3_a_notice_tells_the_recorded_figure() {
    let mut told = Told::new(false);
    told.tell("award.granted", granted("a", A, "2026-11-20", "1000.00"));
    let notice = |award: &str, gge: Value| json!({"award": award, "gge": gge, "citation": "Reg. (EU) 2023/2831", "on": "2026-11-21", "sha256": digest()});
    assert_eq!(told.tell("notice.served", notice("a", euro("1000.00"))), "recorded");
    assert_eq!(
        told.tell("notice.served", notice("a", euro("999.99"))),
        "recorded +gge_differs_from_declared"
    );
    assert_eq!(told.tell("notice.served", notice("b", euro("1000.00"))), "refused unknown_award");
    let zloty = json!({"amount": "4000.00", "currency": "PLN"});
    assert_eq!(told.tell("notice.served", notice("a", zloty)), "refused unknown_currency_rate");
    let krona = json!({"amount": "11000.00", "currency": "SEK"});
    let rates = json!({"table": "fx", "rows": [{"member_state": "*", "currency": "SEK", "date": "2026-11-20", "rate": "11", "source": "ECB"}],
                       "source": {"ref": "ecb", "sha256": digest()}});
    told.tell("reference.published", rates);
    assert_eq!(told.tell("notice.served", notice("a", krona)), "recorded", "at the rates of the grant");
}

#[test]
fn p4_projects_are_opened_once_and_amended_only_then() {
    let mut told = Told::new(false);
    let project = json!({"project": "p1", "participants": [], "applied_on": "2026-01-01", "starts_on": "2026-02-01", "cost_lines": [], "bonuses": []});
    assert_eq!(told.tell("project.amended", project.clone()), "refused unknown_project");
    assert_eq!(told.tell("project.opened", project.clone()), "recorded");
    assert_eq!(told.tell("project.amended", project.clone()), "recorded");
    assert_eq!(told.tell("project.opened", project.clone()), "refused contradicts_record");
    let own = "facts/p1".to_owned();
    let known = |told: &Told| {
        told.state
            .facts
            .has_project(&own.parse::<ledger::ids::ScopedRef>().unwrap().full(&"x".parse().unwrap()))
    };
    assert!(known(&told));
    // What was opened at line 4 is taken back; its amendment alone opens nothing.
    assert_eq!(told.tell("statement.retracted", retracted("facts", "line-4")), "recorded");
    assert!(!known(&told));
    assert_eq!(told.tell("project.amended", project.clone()), "refused unknown_project");
    assert_eq!(told.tell("statement.retracted", retracted("facts", "line-4")), "refused unknown_reference");
    assert_eq!(told.tell("project.opened", project), "recorded");
}

#[test]
fn p4_applications_only_shrink_and_close_once() {
    let mut told = Told::new(false);
    let received = json!({"application": "x", "undertaking": A, "received_on": "2026-01-01", "requested": euro("500.00")});
    let reduced = |to: &str| json!({"application": "x", "requested": euro(to), "on": "2026-01-02"});
    let closed = json!({"application": "x", "outcome": "granted", "reason": "done", "on": "2026-01-03"});
    assert_eq!(told.tell("application.reduced", reduced("1.00")), "refused unknown_reference");
    assert_eq!(told.tell("application.closed", closed.clone()), "refused unknown_reference");
    assert_eq!(told.tell("application.received", received), "recorded");
    assert_eq!(told.tell("application.reduced", reduced("500.01")), "refused contradicts_record");
    assert_eq!(told.tell("application.reduced", reduced("400.00")), "recorded");
    assert_eq!(told.tell("application.reduced", reduced("400.01")), "refused contradicts_record");
    assert_eq!(told.tell("application.closed", closed.clone()), "recorded");
    assert_eq!(told.tell("application.closed", closed.clone()), "refused contradicts_record");
    assert_eq!(told.tell("application.reduced", reduced("1.00")), "refused contradicts_record");
    // The closing (line 9) and the first reduction (line 7) taken back: open, and asking for all again.
    assert_eq!(told.tell("statement.retracted", retracted("facts", "line-9")), "recorded");
    assert_eq!(told.tell("statement.retracted", retracted("facts", "line-7")), "recorded");
    assert_eq!(told.tell("application.reduced", reduced("450.00")), "recorded");
    assert_eq!(told.tell("application.closed", closed), "recorded");
}

#[test]
fn p4_findings_systems_and_schemes() {
    let mut told = Told::new(false);
    let raised = json!({"finding": "f1", "about": "csc/2026-1", "severity": "minor", "summary": "late"});
    let closed = json!({"finding": "f1", "outcome": "mended", "on": "2026-11-20"});
    assert_eq!(told.tell("finding.closed", closed.clone()), "refused unknown_reference");
    assert_eq!(told.tell("finding.raised", raised), "recorded");
    assert_eq!(told.tell("finding.closed", closed.clone()), "recorded");
    assert_eq!(told.tell("finding.closed", closed), "refused contradicts_record");
    let system = json!({"system": "lumi-g", "host": "csc", "kind": "gpu", "capacity": [], "union_share_percent": "50", "themes": [], "act": "JU decision"});
    assert_eq!(told.tell("system.amended", system.clone()), "refused unknown_reference");
    assert_eq!(told.tell("system.registered", system.clone()), "admitted");
    assert_eq!(told.tell("system.amended", system), "admitted");
    let scheme = json!({"scheme": "s", "member_state": "FI", "legal_basis": "Act", "in_force": {"from": "2024-01-01"}, "recovery_clause": true,
        "public_terms": {"url": "https://example.org", "sha256": digest(), "from": "2024-01-01"}, "regime": "eu-2023-2831", "articles": []});
    assert_eq!(told.tell("scheme.registered", scheme.clone()), "admitted");
    assert_eq!(told.tell("scheme.registered", scheme), "admitted");
    assert!(
        told.state
            .facts
            .has_scheme(&"facts/s".parse::<ledger::ids::ScopedRef>().unwrap().full(&"x".parse().unwrap()))
    );
    // Governance is not taken back.
    assert_eq!(told.tell("statement.retracted", retracted("facts", "line-8")), "refused unknown_reference");
    let erased = json!({"subject_ref": "prs-1", "ground": "ten years after the last award"});
    assert_eq!(told.tell("subject.erased", erased), "recorded");
    let summary = json!({"on": "2026-11-20", "counts": []});
    assert_eq!(told.tell("intake.summary", summary), "admitted");
}

#[test]
fn p5_steps_of_a_recovery_follow_its_order() {
    let mut told = Told::new(false);
    let decision = |kind: &str| json!({"kind": kind, "ref": "SA.1"});
    let ordered = |who: &str| {
        json!({"decision": decision("commission"), "undertaking": who, "member_state": "FI", "awards": [],
        "principal": euro("10.00"), "disposed_on": "2020-01-01", "day_count": "act/365"})
    };
    let step =
        |who: &str, kind: &str| json!({"decision": decision(kind), "undertaking": who, "on": "2026-01-01"});
    let paid = |who: &str| {
        merge(step(who, "commission"), json!({"principal": euro("10.00"), "interest": euro("1.00")}))
    };
    assert_eq!(told.tell("recovery.paid", paid(A)), "refused unknown_reference");
    assert_eq!(told.tell("recovery.ordered", ordered("NID:FI:404")), "refused unknown_undertaking");
    assert_eq!(told.tell("recovery.paid", paid("NID:FI:404")), "refused unknown_undertaking");
    assert_eq!(told.tell("recovery.ordered", ordered(A)), "recorded");
    assert_eq!(told.tell("recovery.paid", paid(A)), "recorded");
    for event_type in ["recovery.suspended", "recovery.annulled", "recovery.completed"] {
        assert_eq!(told.tell(event_type, step(A, "commission")), "recorded", "{event_type}");
        assert_eq!(told.tell(event_type, step(A, "court")), "refused unknown_reference", "{event_type}");
        assert_eq!(told.tell(event_type, step(B, "commission")), "refused unknown_reference", "{event_type}");
    }
    assert_eq!(told.tell("statement.retracted", retracted("facts", "line-6")), "recorded");
    assert_eq!(told.tell("recovery.paid", paid(A)), "refused unknown_reference");
}

#[test]
fn u2_an_assessment_is_of_somebody_registered() {
    let mut told = Told::new(false);
    let assessed = |who: &str| json!({"undertaking": who, "on": "2026-01-01", "size": "small", "evidence": {"level": "register"}});
    assert_eq!(told.tell("undertaking.assessed", assessed("NID:FI:404")), "refused unknown_undertaking");
    assert_eq!(told.tell("undertaking.assessed", assessed(A)), "recorded");
    assert_eq!(told.tell("statement.retracted", retracted("facts", "line-4")), "recorded");
}

#[test]
fn p6_and_a14_name_an_award_on_record() {
    let mut told = Told::new(false);
    told.tell("award.granted", granted("a", A, "2026-11-20", "1000.00"));
    let tick = |award: &str| json!({"award": award, "system": "tam", "ref": "TM-1", "on": "2026-11-21"});
    let doubt = |award: &str| json!({"award": award, "reason": "not mine"});
    for (event_type, data) in [
        ("register.receipt", &tick as &dyn Fn(&str) -> Value),
        ("publication.made", &tick),
        ("award.disputed", &doubt),
        ("dispute.lodged", &doubt),
    ] {
        assert_eq!(told.tell(event_type, data("a")), "recorded", "{event_type}");
        assert_eq!(told.tell(event_type, data("nowhere/a")), "refused unknown_award", "{event_type}");
    }
    let award = |id: &str| {
        told.state
            .awards
            .find(&id.parse::<ledger::ids::ScopedRef>().unwrap().full(&"facts".parse().unwrap()))
            .cloned()
    };
    assert!(award("a").unwrap().is_disputed());
    assert_eq!(told.used(A, "2026-11-20"), "1000.00", "a dispute changes nothing else");
}

#[test]
fn p7_a_price_of_the_past_comes_late() {
    let mut told = Told::new(false);
    let mut publish = |from: &str| {
        let row = json!({"system": "lumi-g", "unit": "gpu-hour", "from": from, "price": {"rate": "1.85", "currency": "EUR"}, "method": "published-tariff"});
        let data =
            json!({"table": "compute-price", "rows": [row], "source": {"ref": "tariff", "sha256": digest()}});
        let line = json!({"type": "eu.aidledger.reference.published.v1", "time": "2026-11-20T23:30:00-05:00", "recordedat": "2026-11-21T08:00:00Z", "data": data});
        short(&told.line(&line))
    };
    assert_eq!(publish("2026-11-20"), "admitted");
    assert_eq!(publish("2026-11-19"), "admitted +late_registration");
}

// A11, A12

#[test]
fn a11_sightings_of_one_award_count_once_at_the_highest_figure() {
    let mut told = Told::new(false);
    told.tell("award.granted", granted("a", A, "2026-11-20", "1000.00"));
    told.tell("award.reported", reported("b", A, "2026-11-21", exactly("1500.00")));
    told.tell("award.reported", reported("c", A, "2026-11-22", exactly("1500.00")));
    told.tell("award.reported", reported("d", A, "2026-11-23", json!({"gge_range": {"low": euro("1.00")}})));
    told.tell("award.reported", reported("z", B, "2026-11-20", exactly("1000.00")));
    let used = |told: &Told| told.used(A, "2026-11-23");
    assert_eq!(used(&told), "4000.00 at least");
    assert_eq!(told.tell("award.matched", matched("a", &["z"])), "refused contradicts_record");
    assert_eq!(told.tell("award.matched", matched("a", &["b", "nowhere"])), "refused unknown_award");
    assert_eq!(told.tell("award.matched", matched("b", &["c"])), "recorded");
    assert_eq!(used(&told), "2500.00 at least");
    assert_eq!(told.tell("award.matched", matched("c", &["a"])), "recorded +sources_differ");
    assert_eq!(used(&told), "1500.00 at least");
    // The earlier of equals counts: on the 21st, not on the 22nd.
    assert_eq!(told.used(A, "2026-11-21"), "1500.00");
    assert_eq!(told.tell("award.matched", matched("a", &["d"])), "recorded +sources_differ");
    assert_eq!(used(&told), "1500.00", "what is matched blocks nothing");
    assert_eq!(told.tell("award.unmatched", matched("a", &["b"])), "refused unknown_reference");
    assert_eq!(
        told.tell("award.unmatched", matched("a", &["c", "nowhere"])),
        "refused unknown_reference unknown_award"
    );
    assert_eq!(told.tell("award.unmatched", matched("a", &["c"])), "recorded");
    assert_eq!(used(&told), "2500.00");
    assert_eq!(told.tell("award.unmatched", matched("b", &["c"])), "recorded");
    assert_eq!(told.tell("award.unmatched", matched("d", &["a"])), "recorded");
    assert_eq!(used(&told), "4000.00 at least");
    assert_eq!(told.tell("statement.retracted", retracted("facts", "line-10")), "refused unknown_reference");
}

#[test]
fn a11_a_change_of_a_sighting_settles_anew_which_counts() {
    let mut told = Told::new(false);
    told.tell("award.granted", granted("a", A, "2026-11-20", "1000.00"));
    told.tell("award.reported", reported("b", A, "2026-11-20", exactly("900.00")));
    assert_eq!(told.tell("award.matched", matched("a", &["b"])), "recorded +sources_differ");
    assert_eq!(told.used(A, "2026-11-20"), "1000.00");
    let correct = json!({"award": "b", "set": {"aid": {"form": "declared", "gge": euro("1200.00")}}, "reason": "misread"});
    assert_eq!(told.tell("award.corrected", correct), "recorded");
    assert_eq!(told.used(A, "2026-11-20"), "1200.00");
    // None has a figure: both stand, and block.
    told.tell("award.reported", reported("u", B, "2026-11-20", json!({"gge_range": {"low": euro("1.00")}})));
    told.tell("award.reported", reported("v", B, "2026-11-20", json!({"gge_range": {"low": euro("1.00")}})));
    assert_eq!(told.tell("award.matched", matched("u", &["v"])), "recorded");
    assert_eq!(told.used(B, "2026-11-20"), "0.00 at least");
}

#[test]
fn a11_matched_awards_free_headroom_and_parted_ones_may_stand_over() {
    let mut told = Told::new(false);
    told.tell("award.reported", reported("a", A, "2026-11-20", exactly("200000.00")));
    told.tell("award.reported", reported("b", A, "2026-11-21", exactly("200000.00")));
    assert_eq!(
        told.tell("award.granted", granted("g", A, "2026-11-22", "100000.00")),
        "refused ceiling_exceeded"
    );
    told.tell("award.matched", matched("a", &["b"]));
    assert_eq!(told.tell("award.granted", granted("h", A, "2026-11-22", "100000.00")), "admitted");
    let fact = json!({"type": "eu.aidledger.award.unmatched.v1", "data": matched("a", &["b"])});
    let fact = facts::read(format!("{fact}\n").as_bytes()).unwrap().remove(0);
    let verdict = facts::judge(&mut told.state, &told.packs, &fact, false);
    let affects = verdict.affects.unwrap();
    // b (line 4) and h (line 7) were granted later than a and stand over now: by 100,000 and by 200,000.
    assert_eq!((affects.count, affects.sum_over.to_string().as_str()), (2, "300000.00"));
}

#[test]
fn a12_the_same_day_and_figure_twice_looks_like_one_award() {
    let mut told = Told::new(false);
    let day = "2026-11-20";
    assert_eq!(told.tell("award.granted", granted("a", A, day, "1000.00")), "admitted");
    assert_eq!(
        told.tell("award.granted", granted("b", A, day, "1000.00")),
        "admitted",
        "neither is a report"
    );
    assert_eq!(
        told.tell("award.reported", reported("c", A, day, exactly("1000.00"))),
        "recorded +possible_duplicate"
    );
    assert_eq!(told.tell("award.granted", granted("d", A, day, "1000.00")), "admitted +possible_duplicate");
    assert_eq!(told.tell("award.reported", reported("e", A, day, exactly("1000.01"))), "recorded");
    assert_eq!(told.tell("award.reported", reported("f", A, "2026-11-21", exactly("1000.00"))), "recorded");
    assert_eq!(told.tell("award.reported", reported("g", B, day, exactly("1000.00"))), "recorded");
    let elsewhere = merge(reported("h", A, day, exactly("1000.01")), json!({"member_state": "SE"}));
    assert_eq!(told.tell("award.reported", elsewhere), "recorded +possible_duplicate", "of any State");
}

// Signed

#[test]
fn a11_signed_a_register_matches_what_a_host_granted() {
    let mut log = BuildLog::ready_under(8, Some("off")).unwrap();
    log.register(1).unwrap();
    let grant = BuildLog::grant("a1", 1, "200000.00");
    assert_eq!(said(&log.group(&[grant], &|_| {}).unwrap()[0]), "admitted");
    let report = reported("r1", A, "2026-12-01", exactly("200000.00"));
    let seen = log.say(Who::Register, "award.reported", "r1", report).unwrap();
    assert_eq!(said(&seen), "recorded +over_ceiling +possible_duplicate");
    let matched = matched("csc/a1", &["r1"]);
    assert_eq!(
        said(&log.say(Who::Host, "award.matched", "a1", matched.clone()).unwrap()),
        "refused not_authorised"
    );
    assert_eq!(said(&log.say(Who::Register, "award.matched", "a1", matched).unwrap()), "recorded");
    let rest = BuildLog::grant("a2", 1, "100000.00");
    assert_eq!(said(&log.group(&[rest], &|_| {}).unwrap()[0]), "admitted");
}

#[test]
fn p4_a_system_is_amended_by_its_own_host() {
    let mut log = BuildLog::found_under(9, Some("off")).unwrap();
    for who in [Who::Host, Who::Register] {
        let admitted = json!({"party": who.party(), "name": "host", "roles": ["hosting-entity"], "keys": [who.key().public().jwk()], "mandates": []});
        assert_eq!(
            said(&log.say(Who::Operator, "party.admitted", who.party(), admitted).unwrap()),
            "admitted"
        );
    }
    let system = |who: Who| json!({"system": "lumi-g", "host": who.party(), "kind": "gpu", "capacity": [], "union_share_percent": "50", "themes": [], "act": "JU decision"});
    let mut say = |who: Who, event_type| said(&log.say(who, event_type, "lumi-g", system(who)).unwrap());
    assert_eq!(say(Who::Host, "system.amended"), "refused unknown_reference");
    assert_eq!(say(Who::Host, "system.registered"), "admitted");
    assert_eq!(say(Who::Register, "system.amended"), "refused not_yours");
    assert_eq!(say(Who::Host, "system.amended"), "admitted");
}

// The command

#[test]
fn the_command_flags_procedure_only_when_asked() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("facts.jsonl");
    let line = |event_type: &str, data: &Value| {
        format!("{}\n", json!({"type": format!("eu.aidledger.{event_type}.v1"), "data": data}))
    };
    let registered = json!({"undertaking": A, "identifiers": [], "natural_person": false});
    let text = line("undertaking.registered", &registered)
        + &line("award.granted", &granted("a", A, "2026-11-20", "1.00"));
    std::fs::write(&path, text).unwrap();
    for (more, expected) in
        [(&[][..], json!([])), (&["--procedural"][..], json!(["group_not_attested", "declaration_missing"]))]
    {
        let out = std::process::Command::new(env!("CARGO_BIN_EXE_aid-audit-under-test"))
            .args(["replay", "--facts", path.to_str().unwrap()])
            .args(more)
            .env("XDG_STATE_HOME", home.path())
            .output()
            .unwrap();
        assert!(out.status.success());
        let last: Value =
            serde_json::from_str(String::from_utf8_lossy(&out.stdout).lines().last().unwrap()).unwrap();
        assert_eq!(last["flags"], expected);
    }
}
