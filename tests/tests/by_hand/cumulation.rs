//! One service of general economic interest is paid for once (C1).

use aidledger_tests::ops::{About, Aid, Conditions, Extra, Grant, Op, Report, Set, Standing, Terms, eur};

use super::{A, B, C, D, Told, d, link, plain};

const SGEI: &str = "eu-2023-2832";
const DAY: &str = "2026-03-02";
const FERRY: Option<&str> = Some("ferry");

fn service(award: u32, on: &str, service: Option<&'static str>) -> Grant {
    let conditions = Conditions { service, ..Conditions::default() };
    Grant { regime: SGEI, conditions, ..plain(award, A, on, Aid::Grant(eur(100_000))) }
}

/// What a register says was paid to somebody.
fn paid(award: u32, who: &'static str, regime: &'static str, service: Option<&'static str>) -> Op {
    let aid = Aid::Declared(eur(1_000_000));
    let report = Report { award, who, state: "IT", on: d("2030-01-01"), until: None, regime, aid };
    Op::Tell(report, Extra { service, ..Extra::default() })
}

/// The codes of de minimis aid for the ferry after what was stated before.
fn codes(before: Vec<Op>) -> Vec<&'static str> {
    let mut told = Told::new();
    for op in before {
        told.put(op);
    }
    told.say(Op::Grant(service(9, DAY, FERRY))).codes
}

const BARRED: [&str; 1] = ["cumulation_exceeded"];

#[test]
fn compensation_bars_de_minimis_aid_for_the_same_service() {
    for regime in ["gber-56", "gber-28", "notified", "no-aid"] {
        // Of another State, years later, too much for any window.
        assert_eq!(codes(vec![paid(1, A, regime, FERRY)]), BARRED, "{regime}");
    }
    assert_eq!(codes(vec![paid(1, A, "unknown", FERRY)]), ["needs_review"]);
    assert_eq!(codes(vec![paid(1, A, "unknown", FERRY), paid(2, A, "notified", FERRY)]), BARRED);
    let spared = ["eu-2023-2831", SGEI, "eu-1408-2013", "eu-717-2014", "eu-1407-2013", "eu-360-2012"];
    for regime in spared {
        assert!(codes(vec![paid(1, A, regime, FERRY)]).is_empty(), "{regime}");
    }
    assert!(codes(vec![paid(1, A, "notified", Some("bus"))]).is_empty(), "another service");
    assert!(codes(vec![paid(1, A, "notified", None)]).is_empty(), "none that is named");
    assert!(codes(vec![paid(1, B, "notified", FERRY)]).is_empty(), "another's");
}

#[test]
fn only_aid_under_the_regulation_that_says_so_is_asked_and_only_where_it_asks() {
    let mut told = Told::new();
    told.put(paid(1, A, "notified", FERRY));
    for (n, grant) in [
        Grant { regime: "eu-2023-2831", ..service(2, DAY, FERRY) },
        Grant { conferred: true, ..service(3, DAY, FERRY) },
    ]
    .into_iter()
    .enumerate()
    {
        assert!(told.say(Op::Grant(grant)).codes.is_empty(), "{n}");
    }
    // S5: without a service there is nothing that this regulation could be for.
    assert_eq!(told.say(Op::Grant(service(4, DAY, None))).codes, ["conditions_excluded"]);
    let no_aid = Terms { no_aid: Some("private"), funding: vec![("private", 10_000)], ..Terms::default() };
    let free = Grant { regime: "no-aid", ..service(5, DAY, FERRY) };
    assert_eq!(told.say(Op::Offer(free, no_aid)).outcome, "admitted");
    told.put(paid(6, A, SGEI, FERRY));
    assert_eq!(told.say(Op::Grant(service(7, DAY, FERRY))).codes, BARRED);
}

#[test]
fn what_is_no_aid_at_all_bars_too() {
    let no_aid = Terms { no_aid: Some("private"), funding: vec![("private", 10_000)], ..Terms::default() };
    let free = Op::Offer(Grant { regime: "no-aid", ..service(1, "2026-06-01", FERRY) }, no_aid.clone());
    assert_eq!(codes(vec![free.clone()]), BARRED);
    // Within one set the earlier bars the later.
    let free = (Grant { regime: "no-aid", ..service(1, DAY, FERRY) }, no_aid);
    let aid = (service(2, DAY, FERRY), Terms::default());
    assert_eq!(Told::new().say(Op::Together(vec![free.clone(), aid.clone()])).codes, BARRED);
    assert_eq!(Told::new().say(Op::Together(vec![aid, free])).outcome, "admitted");
}

#[test]
fn whoever_is_of_the_group_on_the_granting_date_bars() {
    let other = || paid(1, B, "notified", FERRY);
    assert_eq!(codes(vec![link(A, B, DAY), other()]), BARRED);
    assert!(codes(vec![link(A, B, "2026-03-03"), other()]).is_empty(), "a day later");
    let ends = Op::EndControl { controller: A, controlled: B, on: d(DAY), history: None };
    assert!(codes(vec![link(A, B, "2025-01-01"), ends, other()]).is_empty(), "no longer, settled or not");
    let merged = Op::Merge { surviving: A, absorbed: vec![B], on: d(DAY) };
    assert_eq!(codes(vec![merged, other()]), BARRED);
    // What a split divides was received by the one that was split.
    let split = Op::Split { who: B, on: d("2031-01-01"), successors: vec![(A, 100, "EUR")] };
    assert!(codes(vec![other(), split]).is_empty());
}

#[test]
fn under_this_regulation_neither_public_bodies_nor_non_profits_join() {
    for (kind, codes_of) in [("public-body", vec![]), ("non-profit", vec![]), ("investor", BARRED.to_vec())] {
        let holding = Op::Holding { holder: D, held: A, kind, from: d("2025-01-01"), votes_e6: 30_000_000 };
        let before =
            vec![link(D, A, "2025-01-01"), link(D, C, "2025-01-01"), holding, paid(1, C, "notified", FERRY)];
        assert_eq!(codes(before), codes_of, "{kind}");
    }
}

#[test]
fn a_weak_link_bars_and_only_limits_are_compared_without_it() {
    let weak = Op::Control {
        controller: A,
        controlled: B,
        kind: "voting-majority",
        from: d("2025-01-01"),
        level: "declared",
        share_e6: None,
    };
    let mut told = Told::new();
    told.put(weak);
    told.put(paid(1, B, "notified", FERRY));
    let answer = told.say(Op::Grant(service(9, DAY, FERRY)));
    assert_eq!((answer.codes, answer.flags), (BARRED.to_vec(), vec![]));
}

#[test]
fn a_figure_a_window_or_a_match_makes_no_difference() {
    let unknown = Aid::Range { low: Some(eur(0)), high: None };
    let report = Report {
        award: 1,
        who: A,
        state: "IT",
        on: d("2001-01-01"),
        until: Some(d("2030-01-01")),
        regime: "notified",
        aid: unknown,
    };
    assert_eq!(codes(vec![Op::Tell(report, Extra { service: FERRY, ..Extra::default() })]), BARRED);
    let matched = Op::Match { award: 2, same_as: vec![1] };
    // Of Italy, as a match across States contradicts (A11).
    let larger = plain(2, A, "2026-02-02", Aid::Grant(eur(5_000_000)));
    let larger = Op::Grant(Grant { conferred: true, state: "IT", ..larger });
    assert_eq!(codes(vec![paid(1, A, "notified", FERRY), larger, matched]), BARRED);
    // Withdrawn before the de minimis award it would bar nothing (C1), but nothing is withdrawn before it is granted (A21).
    let withdrawn = Op::Withdraw { award: 1, kept: eur(0), repaid: None, on: d("2030-01-01") };
    assert_eq!(codes(vec![paid(1, A, "notified", FERRY), withdrawn]), BARRED);
}

#[test]
fn not_counted_is_no_payment_and_no_aid_is_one() {
    let reviewed = |decision| Op::Review { about: About::Award(1), decision };
    let before = || vec![paid(1, A, "notified", FERRY)];
    let after = |decisions: &[&'static str]| {
        codes([before(), decisions.iter().map(|decision| reviewed(decision)).collect()].concat())
    };
    assert!(after(&["not-counted"]).is_empty());
    assert_eq!(after(&["no-aid"]), BARRED);
    assert_eq!(after(&["not-counted", "no-aid"]), BARRED);
    assert_eq!(after(&["not-counted", "counts-as-aid"]), BARRED);
    assert!(after(&["no-aid", "not-counted"]).is_empty());
}

#[test]
fn before_and_after_the_regulation_nothing_else_is_asked() {
    for on in ["2023-12-31", "2031-07-01"] {
        let mut told = Told::new();
        told.put(paid(1, A, "notified", FERRY));
        assert_eq!(told.say(Op::Grant(service(2, on, FERRY))).codes, ["regime_not_in_force"], "{on}");
    }
}

fn compensated(standing: Standing) -> Op {
    let grant = Grant { regime: "gber-56", conferred: true, ..service(1, "2026-01-02", FERRY) };
    Op::Offer(grant, Terms { standing, ..Terms::default() })
}

#[test]
fn what_is_open_bars_to_its_last_day_and_what_is_freed_no_longer() {
    assert_eq!(codes(vec![compensated(Standing::Conditional(d(DAY)))]), BARRED);
    assert!(codes(vec![compensated(Standing::Conditional(d("2026-03-01")))]).is_empty());
    let open = compensated(Standing::Conditional(d("2026-12-31")));
    let failed = Op::Failed { award: 1, on: d("2026-02-01") };
    assert!(codes(vec![open.clone(), failed]).is_empty());
    let met = Op::Met { award: 1, on: d("2026-02-01") };
    assert_eq!(codes(vec![open, met]), BARRED);
}

#[test]
fn a_reservation_is_asked_again_when_it_is_confirmed_or_put_right() {
    let mut told = Told::new();
    let reserved = Terms { standing: Standing::Reserved(d("2026-03-31")), ..Terms::default() };
    told.put(Op::Offer(service(1, DAY, FERRY), reserved));
    told.put(Op::Grant(Grant { regime: "eu-2023-2831", ..service(2, DAY, FERRY) }));
    told.put(paid(3, A, "notified", FERRY));
    assert_eq!(told.say(Op::Confirm { award: 1, on: d(DAY), aid: None }).codes, BARRED);
    let set = Set { nace: Some("49.10"), ..Set::default() };
    assert_eq!(told.say(Op::Correct { award: 1, set: set.clone() }).codes, BARRED);
    assert_eq!(told.say(Op::Correct { award: 2, set }).outcome, "admitted");
    let moved = Set { regime: Some(SGEI), ..Set::default() };
    assert_eq!(told.say(Op::Correct { award: 2, set: moved }).codes, BARRED);
    told.put(Op::Review { about: About::Award(3), decision: "not-counted" });
    assert_eq!(told.say(Op::Confirm { award: 1, on: d(DAY), aid: None }).outcome, "admitted");
}

#[test]
fn an_award_is_not_barred_by_itself_seen_again() {
    let mut told = Told::new();
    let elsewhere = |award| Op::Grant(Grant { state: "IT", ..service(award, DAY, FERRY) });
    told.put(elsewhere(1));
    told.put(paid(2, A, "notified", FERRY));
    let set = Set { nace: Some("49.10"), ..Set::default() };
    assert_eq!(told.say(Op::Correct { award: 1, set: set.clone() }).codes, BARRED);
    told.put(Op::Match { award: 1, same_as: vec![2] });
    assert_eq!(told.say(Op::Correct { award: 1, set }).outcome, "admitted");
    assert_eq!(told.say(elsewhere(3)).codes, BARRED);
}

#[test]
fn a_review_waives_what_defers_and_not_this() {
    let mut told = Told::new();
    // S2: a bare division with excluded classes under it is for a person to look at.
    let grant = Grant { nace: "01", ..service(1, DAY, FERRY) };
    assert_eq!(told.say(Op::Grant(grant)).outcome, "deferred");
    let about = About::Statement(told.id());
    told.put(paid(2, A, "notified", FERRY));
    let answer = told.say(Op::Review { about: about.clone(), decision: "admit" });
    assert_eq!((answer.outcome, answer.codes), ("refused", BARRED.to_vec()));
    told.put(Op::Review { about, decision: "not-counted" });
}

#[test]
fn beside_the_ceiling_it_is_listed_after_it() {
    let mut told = Told::new();
    told.put(paid(1, A, "notified", FERRY));
    let grant = Grant { aid: Aid::Grant(eur(75_000_001)), nace: "01.11", ..service(2, DAY, FERRY) };
    let answer = told.say(Op::Grant(grant));
    assert_eq!(answer.codes, ["excluded_sector", "sgei_ceiling_exceeded", "cumulation_exceeded"]);
    assert_eq!(answer.checks.len(), 1);
}
