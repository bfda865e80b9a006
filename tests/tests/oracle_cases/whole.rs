//! Cases of groups, forms and the life of awards; the statements that only filled the streams left out.

use aidledger_tests::ops::{About, Aid, BaseRow, Conditions, Extra, Grant, History, Op, Report, Set};
use aidledger_tests::ops::{Standing, Sum, Terms, eur};

use super::super::streams::{PERSON, UNDERTAKINGS, d};
use super::{A, B, GENERAL, after, conferred, declared, granted, plain, registered, room};

const C: &str = UNDERTAKINGS[2];
const SGEI: &str = "eu-2023-2832";

fn terms() -> Terms {
    Terms {
        standing: Standing::Granted,
        by_scheme: false,
        scheme: None,
        project: None,
        funding: Vec::new(),
        no_aid: None,
        nace_2: false,
        lines: Vec::new(),
    }
}

fn offered(grant: Grant, standing: Standing) -> Op {
    Op::Offer(grant, Terms { standing, ..terms() })
}

fn reported(award: u32, on: &str, euro: i128) -> Op {
    Op::Report(declared(award, on, Aid::Declared(eur(euro * 100))))
}

fn controls(controller: &'static str, controlled: &'static str, from: &str, level: &'static str) -> Op {
    Op::Control { controller, controlled, kind: "voting-majority", from: d(from), level, share_e6: None }
}

fn ends(on: &str, parts: Vec<(u32, &'static str, Sum)>) -> Op {
    Op::EndControl { controller: A, controlled: B, on: d(on), history: Some(History::Attributed(parts)) }
}

fn reviewed(about: About, decision: &'static str) -> Op {
    Op::Review { about, decision }
}

fn guarantee() -> Aid {
    // Seven years are too long for so much.
    Aid::Guarantee {
        guaranteed: eur(200_000_000),
        milli_years: 7000,
        cover_e6: 80_010_000,
        pari_passu: false,
        method: "safe-harbour",
    }
}

fn small_guarantee() -> Aid {
    Aid::Guarantee {
        guaranteed: eur(20_000_000),
        milli_years: 1000,
        cover_e6: 80_000_000,
        pari_passu: true,
        method: "safe-harbour",
    }
}

fn capped(of: Aid, counts_as: &'static str) -> Aid {
    Aid::Capped { of: Box::new(of), cap: eur(5_000_000), counts_as }
}

#[test]
fn a_cap_opens_no_safe_harbour() {
    // F10: the conditions are those of the guarantee, and no figure is lowered.
    for counts_as in ["cap", "exact", "scheme-fixed-sum"] {
        let grant = Grant { aid: capped(guarantee(), counts_as), ..plain(1, "2026-03-02", 0) };
        let grant = Op::Offer(grant, Terms { by_scheme: true, ..terms() });
        let (_, answer) = after(vec![registered(A), grant.clone()]);
        assert_eq!(answer.codes, ["safe_harbour_not_met"]);
        let assessed = Op::Assess {
            who: A,
            on: d("2022-03-02"),
            size: Some("large"),
            insolvency: Some("proceedings"),
            band: Some("BB"),
        };
        let (_, answer) = after(vec![registered(A), assessed, grant]);
        let codes = ["safe_harbour_not_met", "insolvency"];
        assert_eq!(answer.codes, codes, "BB is better than B, as a band goes");
    }
    let grant = Op::Grant(Grant { aid: capped(small_guarantee(), "cap"), ..plain(1, "2026-03-02", 0) });
    let without = Op::Grant(Grant { aid: small_guarantee(), ..plain(1, "2026-03-02", 0) });
    let [with, without] = [grant, without].map(|grant| after(vec![registered(A), grant]).1.gge);
    assert_eq!(with, without);
}

#[test]
fn the_limit_on_capital_needs_its_rate_also_where_a_cap_counts() {
    let aid = capped(Aid::Capital(Sum { minor: 1100, currency: "SEK" }), "cap");
    let (_, answer) = after(vec![registered(A), Op::Grant(Grant { aid, ..plain(1, "2026-03-02", 0) })]);
    assert_eq!(answer.codes, ["unknown_currency_rate"]);
}

#[test]
fn what_a_form_and_what_its_cap_lack_is_told_together() {
    let payments = vec![(d("2030-09-02"), eur(100))];
    let of = Box::new(Aid::Instalments { payments, subsidy: false });
    let aid = Aid::Capped { of, cap: Sum { minor: 100, currency: "SEK" }, counts_as: "exact" };
    let (_, answer) = after(vec![registered(A), Op::Grant(Grant { aid, ..plain(1, "2026-03-02", 0) })]);
    assert_eq!(answer.codes, ["unknown_reference", "unknown_currency_rate"]);
}

#[test]
fn beside_somebody_unknown_nothing_else_is_looked_for() {
    let (_, answer) = after(vec![registered(A), ends("2026-03-02", vec![(7, C, eur(1))])]);
    assert_eq!(answer.codes, ["unknown_undertaking"]);
    let all = vec![registered(A), registered(B), registered(C)];
    let (_, answer) = after([all, vec![ends("2026-03-02", vec![(7, C, eur(1))])]].concat());
    assert_eq!(answer.codes, ["unknown_reference", "unknown_award"]);
}

#[test]
fn a_natural_person_is_not_matched_from_the_start() {
    let (_, answer) = after(vec![registered(PERSON)]);
    assert_eq!(answer.flags, ["identity_not_matched"]);
}

#[test]
fn an_award_that_a_review_sets_aside_may_still_be_seen_twice() {
    let aside = reviewed(About::Award(1), "not-counted");
    let before = vec![registered(A), conferred(1, "2026-03-02", 100), aside];
    let (_, answer) = after([before, vec![reported(2, "2026-03-02", 100)]].concat());
    assert_eq!(answer.flags, ["possible_duplicate"]);
}

#[test]
fn a_report_put_right_is_no_duplicate_of_what_it_is_matched_with() {
    let ops = vec![
        registered(A),
        conferred(1, "2026-03-02", 100),
        reported(2, "2026-03-02", 90),
        reported(3, "2026-03-02", 80),
        Op::Match { award: 3, same_as: vec![2] },
        Op::Match { award: 3, same_as: vec![1] },
        Op::Restate { award: 2, aid: Aid::Declared(eur(10_000)), retrieved_on: None },
    ];
    assert_eq!(after(ops).1.flags, Vec::<&str>::new());
}

#[test]
fn what_was_freed_is_unknown() {
    let freed = vec![
        registered(A),
        offered(plain(1, "2026-03-02", 100), Standing::Reserved(d("2026-03-30"))),
        Op::Release { award: 1 },
        reported(2, "2026-03-02", 100),
    ];
    for late in [Op::Match { award: 2, same_as: vec![1] }, Op::Dispute { award: 1 }, Op::Lodge { award: 1 }] {
        let (_, answer) = after([freed.clone(), vec![late]].concat());
        assert_eq!(answer.codes, ["unknown_award"]);
    }
    let (_, answer) = after([freed, vec![reviewed(About::Award(1), "not-counted")]].concat());
    assert_eq!(answer.codes, ["unknown_reference"]);
}

#[test]
fn sightings_of_two_windows_take_no_room_from_each_other_and_free_none() {
    // W10: 290 000 of 2031 and 100 000 of 2025 each count in the windows that hold them, matched or not.
    let ops = vec![
        registered(A),
        reported(1, "2031-01-02", 290_000),
        reported(2, "2025-03-02", 100_000),
        Op::Match { award: 1, same_as: vec![2] },
        granted(3, "2027-03-01", 250_000),
    ];
    assert_eq!(after(ops).1.codes, ["ceiling_exceeded"]);
    let ops = vec![
        registered(A),
        offered(plain(1, "2024-03-01", 290_000), Standing::Conditional(d("2031-01-01"))),
        offered(plain(2, "2030-03-02", 200_000), Standing::Conditional(d("2030-12-31"))),
        Op::Match { award: 1, same_as: vec![2] },
        granted(3, "2030-03-03", 200_000),
    ];
    assert_eq!(after(ops).1.codes, ["ceiling_exceeded"]);
    // In one window the larger counts, and both once they are two.
    let ops = vec![
        registered(A),
        reported(1, "2026-01-02", 290_000),
        reported(2, "2025-03-02", 100_000),
        Op::Match { award: 1, same_as: vec![2] },
        granted(3, "2027-03-01", 10_000),
        Op::Unmatch { award: 1, same_as: vec![2] },
    ];
    assert_eq!(super::affected(&super::statements(ops)), Some((2, 190_000 * 100)));
}

#[test]
fn who_has_no_awards_may_join_those_who_have() {
    let other = Op::Report(Report { who: B, ..declared(1, "2026-03-02", Aid::Declared(eur(20_000_000))) });
    let joins = Op::Identify { who: C, same_as: vec![A, B] };
    let ops =
        vec![registered(A), registered(B), registered(C), other, granted(2, "2026-03-03", 200_000), joins];
    assert_eq!(super::affected(&super::statements(ops)), Some((1, 100_000 * 100)));
}

#[test]
fn members_of_a_set_are_affected_one_by_one_and_listed_in_their_order() {
    let member = |award, who| (Grant { who, ..plain(award, "2026-03-02", 100_000) }, terms());
    let set = Op::Together(vec![member(1, A), member(2, A)]);
    let ops = vec![registered(A), set.clone(), conferred(3, "2025-03-02", 200_000)];
    assert_eq!(super::affected(&super::statements(ops)), Some((2, 200_000 * 100)));
    let joined = Op::Register { who: B, identifiers: vec!["PIC:999999991"], person: false };
    let set = Op::Together(vec![member(1, "PIC:999999991"), member(2, B)]);
    let ops = vec![joined, set];
    let statements = super::statements(ops.clone());
    assert_eq!(super::disagreement(&statements, &[(B, "FI", GENERAL, d("2026-03-02"))]), None);
    let engine = after(ops).0.headroom(B, "FI", GENERAL, d("2026-03-02")).unwrap().unwrap();
    let listed: Vec<&str> = engine.awards.iter().map(|line| line.award.as_str()).collect();
    assert_eq!(listed, ["facts/a1", "facts/a2"]);
}

#[test]
fn a_set_that_a_review_admits_pushes_over_and_what_has_no_figure_waits() {
    let member = |award, on, aid| (Grant { aid, ..plain(award, on, 0) }, terms());
    let euro = |euro: i128| Aid::Grant(eur(euro * 100));
    // S2: of a bare division nobody can say which class is meant.
    let mut first = member(2, "2026-03-02", euro(60_000));
    first.0.nace = "01";
    let set = Op::Together(vec![first, member(3, "2026-03-02", euro(1))]);
    // The set waits for a review; meanwhile others are granted the rest.
    let ops = vec![
        registered(A),
        set,
        conferred(4, "2026-03-02", 100_000),
        conferred(1, "2026-03-03", 200_000),
        reviewed(About::Statement("e1".into()), "admit"),
    ];
    let statements = super::statements(ops);
    assert_eq!(super::disagreement(&statements, &[]), None);
    let unvalued = Aid::Loan {
        principal: eur(1000),
        milli_years: 1000,
        collateral_e6: 60_000_000,
        rate_e6: None,
        method: "reference-rate",
    };
    let set = Op::Together(vec![member(2, "2026-03-02", unvalued)]);
    let ops = vec![registered(A), set, reviewed(About::Statement("e1".into()), "admit")];
    let (_, answer) = after(ops.clone());
    assert!(answer.flags.contains(&"uncounted"), "{answer:?}");
    let (_, answer) = after([ops, vec![granted(5, "2026-03-03", 1)]].concat());
    assert_eq!(answer.codes, ["uncounted_award_in_window"]);
}

/// Aid for a ferry.
fn ferry(award: u32, on: &str) -> Grant {
    let conditions = Conditions { service: Some("ferry"), ..Conditions::default() };
    Grant { regime: SGEI, conditions, ..plain(award, on, 100) }
}

#[test]
fn a_service_is_paid_for_once_in_the_group_of_its_own_regulation_while_that_is_in_force() {
    let paid = Report { who: C, regime: "notified", ..declared(1, "2020-01-02", Aid::Declared(eur(1))) };
    let paid = Op::Tell(paid, Extra { service: Some("ferry"), ..Extra::default() });
    let last = |kind, on: &str| {
        let all = [A, B, C].map(registered).to_vec();
        let links = [A, C].map(|held| controls(B, held, "2023-01-02", "register"));
        let holding = Op::Holding { holder: B, held: A, kind, from: d("2023-01-02"), votes_e6: 30_000_000 };
        let rest = vec![holding, paid.clone(), Op::Grant(ferry(2, on))];
        after([all, links.to_vec(), rest].concat()).1.codes
    };
    assert_eq!(last("investor", "2026-03-02"), ["cumulation_exceeded"]);
    assert_eq!(last("non-profit", "2026-03-02"), Vec::<&str>::new());
    assert_eq!(last("investor", "2023-12-31"), ["regime_not_in_force"]);
    assert_eq!(last("investor", "2031-07-01"), ["regime_not_in_force"]);
}

#[test]
fn by_weights_of_nothing_nothing_is_divided() {
    let split = Op::Split { who: A, on: d("2026-03-02"), successors: vec![(B, 100, "EUR"), (C, 300, "EUR")] };
    let attributed =
        Op::Attribute { award: 1, split: "e4".into(), full: false, parts: vec![(B, eur(0)), (C, eur(0))] };
    let more = Set { aid: Some(Aid::Grant(eur(20_000_000))), ..Set::default() };
    let ops = vec![
        registered(A),
        registered(B),
        registered(C),
        conferred(1, "2026-03-01", 0),
        split,
        attributed,
        Op::Correct { award: 1, set: more },
    ];
    assert_eq!(room(ops, "2026-03-02").used, 20_000_000);
}

#[test]
fn an_exit_divides_once_however_many_links_it_ends() {
    let ops = vec![
        registered(A),
        registered(B),
        registered(C),
        controls(A, B, "2024-03-04", "register"),
        controls(A, B, "2025-03-04", "register"),
        reported(1, "2026-03-02", 100_000),
        ends("2026-06-01", vec![(1, C, eur(5_000_000))]),
    ];
    assert_eq!(room(ops, "2026-06-01").used, 5_000_000);
}

#[test]
fn a_share_of_what_is_uncounted_is_told_and_only_of_what_still_may_count() {
    let unknown = Aid::Range { low: Some(eur(100)), high: None };
    let report = Report { who: B, ..declared(1, "2026-03-02", unknown) };
    let ops = vec![
        registered(A),
        registered(B),
        controls(A, B, "2024-03-04", "register"),
        Op::Report(report),
        Op::EndControl { controller: A, controlled: B, on: d("2026-06-01"), history: None },
    ];
    let room_of = room(ops, "2029-06-01");
    assert_eq!(room_of.coverage[0], (GENERAL.to_owned(), 1, 0));
    let grant = Grant { conferred: true, aid: guarantee(), ..plain(1, "2026-03-02", 0) };
    let ops = vec![registered(A), offered(grant, Standing::Conditional(d("2026-03-30")))];
    assert_eq!(room(ops.clone(), "2026-03-30").coverage[0].1, 1);
    assert_eq!(room(ops, "2026-03-31").coverage[0].1, 0);
}

#[test]
fn an_award_of_an_open_date_is_listed_wherever_it_may_count() {
    let unknown = Aid::Range { low: Some(eur(100)), high: Some(eur(200)) };
    let report = Report { until: Some(d("2027-03-05")), ..declared(1, "2024-02-29", unknown) };
    // A goes on beside B, with nothing of what it held.
    let successors = vec![(A, 0, "EUR"), (B, 200, "EUR")];
    let split = Op::Split { who: A, on: d("2027-02-28"), successors };
    let room = room(vec![registered(A), registered(B), Op::Report(report), split], "2027-03-02");
    assert_eq!((room.upper_bound, room.awards.len()), (true, 1), "of the split's day or later it is A's");
}

#[test]
fn what_joins_the_group_later_may_be_a_matter_of_interpretation() {
    let old = Grant { conferred: true, regime: "eu-360-2012", who: B, ..plain(1, "2024-03-02", 250_000) };
    let ops = vec![
        registered(A),
        registered(B),
        granted(2, "2026-06-16", 90_000),
        Op::Grant(old),
        controls(A, B, "2025-03-01", "register"),
        granted(3, "2024-03-01", 50_000),
    ];
    let (_, answer) = after(ops);
    assert_eq!((answer.outcome, answer.flags), ("admitted", vec!["interpretation"]));
}

#[test]
fn a_weak_link_left_out_divides_nothing() {
    let ops = vec![
        registered(A),
        registered(B),
        registered(C),
        controls(A, B, "2024-03-04", "declared"),
        reported(1, "2026-03-02", 200_000),
        ends("2026-06-01", vec![(1, C, eur(20_000_000))]),
        granted(2, "2026-06-02", 200_000),
    ];
    let (_, answer) = after(ops);
    assert_eq!((answer.outcome, answer.flags), ("admitted", vec!["group_evidence_weak"]));
}

#[test]
fn readings_of_reservations_matches_and_reviews() {
    // What is open is not moved past its last day.
    let reserved = offered(plain(1, "2026-03-02", 100), Standing::Reserved(d("2026-03-30")));
    let moved = Op::Correct { award: 1, set: Set { on: Some(d("2026-03-31")), ..Set::default() } };
    let (_, answer) = after(vec![registered(A), reserved.clone(), moved]);
    assert_eq!(answer.codes, ["contradicts_record"]);
    // While the reservation is open it counts as the higher (W10); what a register knows lasts longer.
    let ops = vec![
        registered(A),
        reserved,
        reported(2, "2026-03-02", 90),
        Op::Match { award: 1, same_as: vec![2] },
    ];
    assert_eq!(room(ops.clone(), "2026-03-30").used, 10_000);
    assert_eq!(room(ops, "2026-03-31").used, 9_000);
    // A correction leaves matches as they are.
    let more = Set { aid: Some(Aid::Grant(eur(30_000_000))), ..Set::default() };
    let ops = vec![
        registered(A),
        granted(1, "2026-03-02", 100_000),
        reported(2, "2026-03-03", 90_000),
        Op::Match { award: 1, same_as: vec![2] },
        Op::Correct { award: 1, set: more },
    ];
    assert_eq!(after(ops).1.outcome, "admitted");
    // What is made to count nothing is asked no gate.
    let assessed =
        Op::Assess { who: A, on: d("2022-03-02"), size: None, insolvency: Some("proceedings"), band: None };
    let grant = Grant { aid: capped(small_guarantee(), "scheme-fixed-sum"), ..plain(1, "2026-03-02", 0) };
    let review = reviewed(About::Statement("e1".into()), "not-counted");
    let (_, answer) = after(vec![registered(A), Op::Grant(grant), assessed, review]);
    assert_eq!(answer.outcome, "admitted");
    // What does not fit as no aid, and stands anyway, is uncounted.
    let grant = Grant { conferred: true, regime: "no-aid", ..plain(1, "2026-03-02", 100) };
    let no_aid = Op::Offer(grant, Terms { no_aid: Some("private"), ..terms() });
    let (_, answer) = after(vec![registered(A), no_aid]);
    assert_eq!(answer.flags, ["granted_without_check", "uncounted"]);
    let rows = vec![BaseRow { state: "FI", from: d("2020-01-01"), percent_e2: 219 }];
    let told = Op::Tell(
        Report { regime: SGEI, ..declared(1, "2026-03-31", Aid::Declared(eur(100))) },
        Extra { quarter_end: true, ..Extra::default() },
    );
    assert_eq!(after(vec![Op::BaseRates(rows), registered(A), told]).1.outcome, "recorded");
}
