//! C: what aid may not meet, whatever the amounts.

use aidledger_tests::tale::{DIGEST, Said, Tale, cash, eur, granted, id, reported, with};
use serde_json::{Value, json};

/// The conditions of an award for a service.
fn for_service(service: &str) -> Value {
    let conditions = json!({
        "export_linked": false, "domestic_goods": false, "price_quantity_linked": false, "sgei_service": service,
    });
    json!({"conditions": conditions})
}

/// An on-admission grant of one euro for a service under Regulation (EU) 2023/2832.
fn aid(award: &str, to: &str, on: &str, service: &str) -> Value {
    let data = with(granted(award, to, on, cash("1.00")), &json!({"basis": {"regime": "eu-2023-2832"}}));
    with(data, &for_service(service))
}

/// A register's report of what was paid for a service.
fn paid(award: &str, to: &str, on: &str, regime: &str, service: &str) -> Value {
    let declared = json!({"form": "declared", "gge": eur("5000.00")});
    let data = with(reported(award, to, on, declared), &json!({"basis": {"regime": regime}}));
    with(data, &for_service(service))
}

fn grant(tale: &mut Tale, award: &str, to: &str, on: &str, service: &str) -> Said {
    tale.say("award.granted", &aid(award, to, on, service))
}

const BARRED: &[&str] = &["cumulation_exceeded"];

#[test]
fn c1_another_award_for_the_same_service_bars_whatever_it_is() {
    let of = |regime: &str, on: &str, change: &Value| {
        let mut tale = Tale::of(&["a", "b"]);
        tale.say("award.reported", &with(paid("p", "a", on, regime, "ferry"), change)).is("recorded");
        grant(&mut tale, "g1", "a", "2026-03-01", "rail").is("admitted");
        grant(&mut tale, "g2", "b", "2026-03-02", "ferry").is("admitted");
        grant(&mut tale, "g4", "a", "2026-03-02", "ferry")
    };
    let none = json!({});
    for regime in ["gber-56c", "no-aid", "notified"] {
        of(regime, "2025-03-01", &none).is("refused").for_codes(BARRED);
    }
    // It may be de minimis aid: a person looks.
    of("unknown", "2025-03-01", &none).is("deferred").for_codes(&["needs_review"]);
    // The de minimis regulations, the same one too, are spared.
    for spared in
        ["eu-2023-2831", "eu-2023-2832", "eu-1408-2013", "eu-717-2014", "eu-1407-2013", "eu-360-2012"]
    {
        let in_doubt = spared != "eu-2023-2832";
        let said = of(spared, "2025-03-01", &none);
        said.is("admitted").flagged(if in_doubt { &["interpretation"] } else { &[] });
    }
    // Long ago, later than the grant, by another State, without a figure, of a day that is not known.
    of("gber-56c", "2001-01-01", &none).for_codes(BARRED);
    of("gber-56c", "2026-10-01", &none).for_codes(BARRED);
    of("gber-56c", "2025-03-01", &json!({"member_state": "SE"})).for_codes(BARRED);
    let open = json!({"aid": {"form": "declared", "gge_range": {"low": eur("1.00")}}});
    of("gber-56c", "2025-03-01", &open).for_codes(BARRED);
    let sometime =
        json!({"granted_on": null, "granted_on_range": {"from": "2025-01-01", "to": "2025-12-31"}});
    of("gber-56c", "2025-03-01", &sometime).for_codes(BARRED);
}

fn for_none() -> Value {
    json!({"export_linked": false, "domestic_goods": false, "price_quantity_linked": false})
}

#[test]
fn c1_binds_the_regulation_on_services_alone_and_nothing_that_stands_anyway() {
    let mut tale = Tale::of(&["a"]);
    tale.say("award.reported", &paid("p", "a", "2025-03-01", "no-aid", "ferry"));
    let change = |award: &str, members: Value| with(aid(award, "a", "2026-03-02", "ferry"), &members);
    tale.say("award.granted", &change("g1", json!({"basis": {"regime": "eu-2023-2831"}}))).is("admitted");
    tale.say("award.granted", &change("g2", json!({"legal_right": "conferred"})))
        .is("recorded")
        .flagged(&["granted_without_check", "possible_duplicate"]);
    tale.say("award.reported", &paid("r", "a", "2026-03-02", "eu-2023-2832", "ferry")).is("recorded");
    let no_aid = json!({
        "member_state": null, "basis": {"regime": "no-aid"}, "treatment": {"no-aid": {"ground": "private"}},
        "funding": [{"origin": "private", "share_percent": "100"}],
    });
    tale.say("award.granted", &change("g3", no_aid)).is("admitted");
    // Beside a limit and a condition, in the order of the vocabulary; the claim of no aid waits for a person alone.
    let much = json!({"aid": cash("750000.01"), "conditions": with(for_none(), &json!({"export_linked": true, "sgei_service": "ferry"}))});
    tale.say("award.granted", &change("g4", much)).for_codes(&[
        "conditions_excluded",
        "sgei_ceiling_exceeded",
        "cumulation_exceeded",
    ]);
    let claim = json!({"member_state": null, "treatment": {"no-aid": {"ground": "private"}}});
    tale.say("award.granted", &change("g5", claim)).is("deferred").for_codes(&["needs_review"]);
}

#[test]
fn c1_is_asked_wherever_a_grant_is_enforced() {
    let mut tale = Tale::of(&["a"]);
    let reserve = |award: &str| {
        let more = json!({"expires_on": "2026-05-01", "applicant_consent": {"sha256": DIGEST}});
        with(aid(award, "a", "2026-03-02", "ferry"), &more)
    };
    let conditional = |award: &str| {
        with(
            aid(award, "a", "2026-03-02", "ferry"),
            &json!({"long_stop": "2026-09-01", "condition": "permit"}),
        )
    };
    tale.say("award.reserved", &reserve("r1")).is("admitted");
    tale.say("award.conditional", &conditional("c1")).is("admitted");
    tale.say("award.granted", &aid("g1", "a", "2026-03-02", "ferry")).is("admitted");
    let general = with(aid("g2", "a", "2026-03-02", "ferry"), &json!({"basis": {"regime": "eu-2023-2831"}}));
    tale.say("award.granted", &general).is("admitted");
    tale.say("award.reported", &paid("p", "a", "2020-03-01", "no-aid", "ferry"));
    tale.say("award.reserved", &reserve("r2")).is("refused").for_codes(BARRED);
    tale.say("award.conditional", &conditional("c2")).is("refused").for_codes(BARRED);
    tale.confirm("r1", "2026-04-01").is("refused").for_codes(BARRED);
    let met = json!({"award": "c1", "on": "2026-04-01", "evidence": {}});
    tale.say("award.condition-met", &met).is("refused").for_codes(BARRED);
    // A correction is judged as if new, and the award itself is no other.
    let correct = |award: &str, set: Value| json!({"award": award, "set": set, "reason": "slip"});
    tale.say("award.corrected", &correct("g1", json!({"aid": cash("2.00")}))).for_codes(BARRED);
    let basis = json!({"basis": {"kind": "ad-hoc", "regime": "eu-2023-2832"}});
    tale.say("award.corrected", &correct("g2", basis)).for_codes(BARRED);
    tale.say("award.corrected", &correct("g2", json!({"aid": cash("2.00")}))).is("admitted");
}

#[test]
fn c1_a_set_is_judged_with_its_earlier_members() {
    let private = |award: &str| {
        let no_aid = json!({
            "member_state": null, "basis": {"regime": "no-aid"}, "treatment": {"no-aid": {"ground": "private"}},
            "funding": [{"origin": "private", "share_percent": "100"}],
        });
        with(aid(award, "a", "2026-03-02", "ferry"), &no_aid)
    };
    let bound = |award: &str| aid(award, "a", "2026-03-02", "ferry");
    let set = |members: &[Value]| json!({"awards": members});
    let mut tale = Tale::of(&["a"]);
    tale.say("award.set", &set(&[private("s1"), bound("s2")])).is("refused").for_codes(BARRED);
    // What comes after is no bar yet: only the grant under the regulation is asked.
    tale.say("award.set", &set(&[bound("s2"), private("s1")])).is("admitted");
}

#[test]
fn c1_the_group_of_the_granting_date_as_the_regulation_draws_it() {
    let mut tale = Tale::of(&["parent", "child", "charity"]);
    tale.link("parent", "child", "2026-03-02");
    tale.say("award.reported", &paid("p", "parent", "2025-03-01", "no-aid", "ferry"));
    grant(&mut tale, "g1", "child", "2026-03-01", "ferry").is("admitted");
    grant(&mut tale, "g2", "child", "2026-03-02", "ferry").is("refused").for_codes(BARRED);
    tale.unlink("parent", "child", "2026-06-01", json!("stays-with-recipient"));
    grant(&mut tale, "g3", "child", "2026-05-31", "ferry").for_codes(BARRED);
    grant(&mut tale, "g4", "child", "2026-06-01", "ferry").is("admitted");
    // A non-profit holder connects nobody under this regulation.
    tale.link("charity", "child", "2026-07-01");
    tale.say("award.reported", &paid("q", "charity", "2025-03-01", "no-aid", "ferry"));
    grant(&mut tale, "g5", "child", "2026-07-01", "ferry").for_codes(BARRED);
    let holding = json!({
        "holder": id("charity"), "held": id("child"), "capital_percent": "100", "votes_percent": "100",
        "kind": "non-profit", "from": "2026-01-01",
    });
    tale.say("holding.declared", &holding).is("recorded");
    grant(&mut tale, "g6", "child", "2026-07-01", "ferry").is("admitted");
}

#[test]
fn c1_one_undertaking_under_two_numbers_is_one() {
    let mut tale = Tale::of(&["a", "se:a"]);
    tale.say("award.reported", &paid("p", "se:a", "2025-03-01", "no-aid", "ferry"));
    grant(&mut tale, "g1", "a", "2026-03-02", "ferry").is("admitted");
    let same = json!({"undertaking": id("a"), "same_as": [id("se:a")], "evidence": {}});
    tale.say_as("same", "undertaking.identified", &same).is("recorded");
    grant(&mut tale, "g2", "a", "2026-03-02", "ferry").for_codes(BARRED);
}

#[test]
fn c1_freed_awards_and_those_not_counted_are_not_looked_at() {
    let review = |tale: &mut Tale, about: &str, decision: &str| {
        let data = json!({
            "about": format!("facts/{about}"), "question": "q", "decision": decision, "reason": "r",
            "citation": "Art. 107(1)", "valid_for": {"case": about},
        });
        tale.line(&json!({
            "type": "eu.aidledger.review.decided.v1", "source": "urn:aidledger:party:rule-authority", "data": data,
        }))
        .is("admitted");
    };
    let mut tale = Tale::of(&["a"]);
    tale.say("award.reported", &paid("p", "a", "2025-03-01", "gber-56c", "ferry"));
    review(&mut tale, "p", "no-aid");
    grant(&mut tale, "g1", "a", "2026-03-02", "ferry").for_codes(BARRED);
    review(&mut tale, "p", "not-counted");
    grant(&mut tale, "g2", "a", "2026-03-02", "ferry").is("admitted");
    review(&mut tale, "p", "no-aid");
    grant(&mut tale, "g3", "a", "2026-03-02", "ferry").for_codes(BARRED);
    review(&mut tale, "p", "not-counted");
    review(&mut tale, "p", "counts-as-aid");
    grant(&mut tale, "g4", "a", "2026-03-02", "ferry").for_codes(BARRED);
    // Withdrawn with nothing kept by then, it pays for nothing; with a euro kept it does, and before its day.
    let gone =
        |kept: &str, on: &str| json!({"award": "p", "benefit_kept": eur(kept), "on": on, "reason": "gone"});
    for (kept, on, barred) in
        [("0.00", "2026-03-02", false), ("1.00", "2026-03-02", true), ("0.00", "2026-03-03", true)]
    {
        let mut tale = Tale::of(&["a"]);
        tale.say("award.reported", &paid("p", "a", "2025-03-01", "gber-56c", "ferry"));
        tale.say("award.withdrawn", &gone(kept, on)).is("recorded");
        let codes = if barred { BARRED } else { &[] };
        grant(&mut tale, "g1", "a", "2026-03-02", "ferry").for_codes(codes);
    }
    // Matched with another that counts in its place: it was paid all the same.
    let mut tale = Tale::of(&["a"]);
    tale.say("award.reported", &paid("p", "a", "2025-03-01", "gber-56c", "ferry"));
    let dearer = json!({"form": "declared", "gge": eur("6000.00")});
    tale.say("award.reported", &reported("q", "a", "2025-03-01", dearer));
    let pair = json!({"award": "p", "same_as": ["q"], "evidence": {}});
    tale.say("award.matched", &pair).is("recorded").flagged(&["sources_differ"]);
    grant(&mut tale, "g1", "a", "2026-03-02", "ferry").for_codes(BARRED);
}

#[test]
fn c1_what_is_only_reserved_bars_to_its_last_day() {
    let no_aid = json!({
        "member_state": null, "basis": {"regime": "no-aid"}, "treatment": {"no-aid": {"ground": "private"}},
        "funding": [{"origin": "private", "share_percent": "100"}], "expires_on": "2026-06-30",
        "applicant_consent": {"sha256": DIGEST},
    });
    let mut tale = Tale::of(&["a"]);
    tale.say("award.reserved", &with(aid("r", "a", "2026-03-02", "ferry"), &no_aid)).is("admitted");
    grant(&mut tale, "g1", "a", "2026-06-30", "ferry").for_codes(BARRED);
    grant(&mut tale, "g2", "a", "2026-07-01", "ferry").is("admitted");
    tale.confirm("r", "2026-03-02").is("admitted");
    grant(&mut tale, "g3", "a", "2026-07-01", "ferry").for_codes(BARRED);
    let mut tale = Tale::of(&["a"]);
    tale.say("award.reserved", &with(aid("r", "a", "2026-03-02", "ferry"), &no_aid)).is("admitted");
    tale.say("award.released", &json!({"award": "r", "reason": "given up"})).is("recorded");
    grant(&mut tale, "g1", "a", "2026-06-30", "ferry").is("admitted");
}

/// A grant of one euro that pays so much of a cost line.
fn paying(award: &str, aid: &str) -> Value {
    let costs = json!({"project": "p", "eligible_costs": {"lines": [{"id": "trial", "aid": eur(aid)}]}});
    with(granted(award, "a", "2026-03-02", cash("1.00")), &costs)
}

#[test]
fn c2_aid_and_state_aid_on_a_cost_line_stay_within_the_line() {
    let told = |regime: &str, aid: &str| {
        let mut tale = Tale::of(&["a"]);
        let line =
            json!({"id": "trial", "beneficiary": id("a"), "category": "staff", "amount": eur("100.00")});
        let opened = json!({
            "project": "p", "participants": [], "applied_on": "2025-01-01", "starts_on": "2026-01-01",
            "cost_lines": [line], "bonuses": [],
        });
        tale.say("project.opened", &opened).is("recorded");
        let declared = json!({"form": "declared", "gge": eur("5000.00")});
        let costs = json!({"basis": {"regime": regime}, "project": "p", "eligible_costs": {"lines": [{"id": "trial", "aid": eur(aid)}]}});
        tale.say("award.reported", &with(reported("r", "a", "2026-01-10", declared), &costs)).is("recorded");
        tale
    };
    let mut tale = told("gber-25", "80.00");
    tale.say("award.granted", &paying("g1", "20.01")).is("refused").for_codes(BARRED);
    tale.say("award.granted", &paying("g2", "20.00")).is("admitted");
    told("notified", "80.00").say("award.granted", &paying("g", "20.01")).for_codes(BARRED);
    // De minimis aid is deemed none, what nobody knows may be State aid, and aid without a line is free.
    told("eu-1408-2013", "80.00").say("award.granted", &paying("g", "20.01")).is("admitted");
    told("unknown", "80.00").say("award.granted", &paying("g", "20.01")).for_codes(&["needs_review"]);
    told("gber-25", "80.00").grant("g", "a", "2026-03-02", "1.00").is("admitted");
    let mut withdrawn = told("gber-25", "80.00");
    let back = json!({"award": "r", "benefit_kept": eur("0.00"), "on": "2026-02-01", "reason": "annulled"});
    withdrawn.say("award.withdrawn", &back).is("recorded");
    withdrawn.say("award.granted", &paying("g", "100.00")).is("admitted");
}

#[test]
fn c3_what_counts_by_a_reading_counts_and_is_said_where_it_decides() {
    let mut tale = Tale::of(&["a"]);
    let declared = json!({"form": "declared", "gge": eur("200000.00")});
    let before = json!({"basis": {"regime": "eu-1407-2013", "kind": "ad-hoc"}});
    tale.say("award.reported", &with(reported("r", "a", "2023-12-01", declared), &before)).is("recorded");
    tale.grant("g1", "a", "2026-01-10", "100000.01")
        .for_codes(&["ceiling_exceeded"])
        .flagged(&["interpretation"]);
    tale.grant("g2", "a", "2026-01-10", "100000.00").is("admitted").flagged(&[]);
    // Without it one cent more would still not fit: nothing turns on it.
    tale.grant("g3", "a", "2026-01-10", "300000.01").for_codes(&["ceiling_exceeded"]).flagged(&[]);
}
