//! Streams on which the engine and the model once parted, each cut down to the statements that matter.
//!
//! Each says in figures what must come out, so that both cannot be wrong together unseen.

mod whole;

use aidledger_tests::facts::Facts;
use aidledger_tests::model::Answer;
use aidledger_tests::model::headroom::Headroom;
use aidledger_tests::ops::{Aid, Conditions, Grant, Op, RateRow, Report, Set, Statement, Sum, eur};

use super::streams::{UNDERTAKINGS, d};
use super::{disagreement, told};

const A: &str = UNDERTAKINGS[0];
const B: &str = UNDERTAKINGS[1];
const GENERAL: &str = "eu-2023-2831";

fn registered(who: &'static str) -> Op {
    Op::Register { who, identifiers: Vec::new(), person: false }
}

fn plain(award: u32, on: &str, euro: i128) -> Grant {
    Grant {
        award,
        who: A,
        state: "FI",
        on: d(on),
        conferred: false,
        regime: GENERAL,
        aid: Aid::Grant(eur(euro * 100)),
        nace: "62.10",
        conditions: Conditions::default(),
    }
}

fn granted(award: u32, on: &str, euro: i128) -> Op {
    Op::Grant(plain(award, on, euro))
}

fn conferred(award: u32, on: &str, euro: i128) -> Op {
    Op::Grant(Grant { conferred: true, ..plain(award, on, euro) })
}

fn declared(award: u32, on: &str, aid: Aid) -> Report {
    Report { award, who: A, state: "FI", on: d(on), until: None, regime: GENERAL, aid }
}

fn statements(ops: Vec<Op>) -> Vec<Statement> {
    let day = d("2024-01-01");
    let named = |(n, op): (usize, Op)| Statement { id: format!("e{n}"), recorded_on: day, op };
    ops.into_iter().enumerate().map(named).collect()
}

/// The engine after a stream on which the model must agree with it, and its last answer.
fn after(ops: Vec<Op>) -> (Facts, Answer) {
    let statements = statements(ops);
    assert_eq!(disagreement(&statements, &[]), None);
    let mut engine = Facts::new().unwrap();
    let answers: Vec<Answer> =
        statements.iter().map(|statement| told(&mut engine, statement).answer).collect();
    (engine, answers.last().unwrap().clone())
}

/// How many awards the last statement pushes over, and by how much in all; the model must agree.
fn affected(statements: &[Statement]) -> Option<(u64, i128)> {
    assert_eq!(disagreement(statements, &[]), None);
    let mut engine = Facts::new().unwrap();
    let last = statements.iter().map(|statement| told(&mut engine, statement)).last().unwrap();
    last.affects.map(|(count, sum, _)| (count, sum))
}

/// What is left for A on a day in Finland, on which the model must agree.
fn room(ops: Vec<Op>, on: &str) -> Headroom {
    let question = (A, "FI", GENERAL, d(on));
    assert_eq!(disagreement(&statements(ops.clone()), &[question]), None);
    after(ops).0.headroom(A, "FI", GENERAL, d(on)).unwrap().unwrap()
}

#[test]
fn the_correction_of_an_admitted_award_is_admitted_and_of_a_conferred_one_recorded() {
    let set = Set { aid: Some(Aid::Grant(eur(200 * 100))), ..Set::default() };
    let correct = Op::Correct { award: 1, set };
    let (_, answer) = after(vec![registered(A), granted(1, "2026-03-02", 100), correct.clone()]);
    assert_eq!((answer.outcome, answer.gge), ("admitted", Some((200 * 100, Some(200 * 100)))));
    let (_, answer) = after(vec![registered(A), conferred(1, "2026-03-02", 100), correct]);
    assert_eq!(answer.outcome, "recorded");
}

#[test]
fn a_conferred_award_with_separated_activities_counts_in_full() {
    let conditions = Conditions { separated: Some(true), ..Conditions::default() };
    let award = Grant { conferred: true, conditions, ..plain(1, "2026-03-02", 100_000) };
    let room = room(vec![registered(A), Op::Grant(award)], "2026-03-03");
    assert_eq!((room.used, room.upper_bound), (100_000 * 100, false));
}

#[test]
fn a_range_without_a_high_end_keeps_its_low_end_in_the_list_of_awards() {
    let aid = Aid::Range { low: Some(eur(250_000 * 100)), high: None };
    let room = room(vec![registered(A), Op::Report(declared(1, "2026-03-02", aid))], "2026-03-03");
    assert_eq!(
        (room.awards[0].counted, room.awards[0].standing.as_str()),
        ((250_000 * 100, None), "uncounted")
    );
}

#[test]
fn an_award_of_an_open_date_blocks_every_window_that_may_hold_it() {
    let report =
        Report { until: Some(d("2024-06-01")), ..declared(1, "2020-01-01", Aid::Declared(eur(100))) };
    let before = vec![registered(A), Op::Report(report)];
    let (_, answer) = after([before.clone(), vec![granted(2, "2027-06-01", 1)]].concat());
    assert_eq!((answer.outcome, answer.codes), ("deferred", vec!["uncounted_award_in_window"]));
    let (_, answer) = after([before.clone(), vec![granted(2, "2027-06-02", 1)]].concat());
    assert_eq!(answer.outcome, "admitted");
    let room = room(before, "2027-06-01");
    assert_eq!((room.upper_bound, room.awards.len()), (true, 1));
}

#[test]
fn what_was_given_back_the_same_day_does_not_make_the_order_matter() {
    let day = "2026-03-02";
    let given_back =
        Op::Reduce { award: 2, after: eur(50_000 * 100), kept: eur(0), repaid: None, on: d(day) };
    let before = vec![registered(A), granted(1, day, 200_000), conferred(2, day, 200_000), given_back];
    let (_, answer) = after([before.clone(), vec![granted(3, day, 150_000)]].concat());
    assert_eq!((answer.outcome, answer.codes), ("refused", vec!["ceiling_exceeded"]));
    let (_, answer) = after([before, vec![granted(3, day, 100_000)]].concat());
    assert_eq!((answer.outcome, answer.codes), ("deferred", vec!["order_ambiguous"]));
}

#[test]
fn readings_that_admit_and_that_defer_are_in_dispute() {
    let unknown = Aid::Range { low: Some(eur(100)), high: None };
    let report = Report { state: "IT", ..declared(1, "2023-03-02", unknown.clone()) };
    let grant = Op::Grant(Grant { state: "IT", ..plain(2, "2026-03-02", 1) });
    let (_, answer) = after(vec![registered(A), Op::Report(report), grant]);
    assert_eq!(
        (answer.outcome, answer.flags, answer.checks.len()),
        ("admitted", vec!["boundary_dispute"], 2)
    );
    // Whether the old regulation counts decides whether its award of an unknown amount is in the way.
    let report = Report { regime: "eu-360-2012", ..declared(1, "2023-12-01", unknown) };
    let (_, answer) = after(vec![registered(A), Op::Report(report), granted(2, "2026-03-02", 1)]);
    assert_eq!((answer.outcome, answer.flags), ("admitted", vec!["interpretation"]));
}

#[test]
fn a_correction_affects_later_awards_and_neither_itself_nor_its_own_day() {
    let to = |on: &str| Op::Correct { award: 2, set: Set { on: Some(d(on)), ..Set::default() } };
    let before = vec![registered(A), granted(1, "2026-03-02", 200_000), conferred(2, "2022-03-02", 200_000)];
    for (on, affected) in [("2026-03-02", 0), ("2026-03-03", 0), ("2026-03-01", 1)] {
        let statements = statements([before.clone(), vec![to(on)]].concat());
        assert_eq!(disagreement(&statements, &[]), None);
        let mut engine = Facts::new().unwrap();
        let last = statements.iter().map(|statement| told(&mut engine, statement)).last().unwrap();
        assert_eq!(last.affects.map_or(0, |(count, _, _)| count), affected, "{on}");
    }
}

fn rate(date: &str, rate_e4: i128) -> Op {
    Op::Rates(vec![RateRow {
        state: None,
        currency: "SEK",
        date: d(date),
        until: None,
        monthly: false,
        rate_e4,
    }])
}

#[test]
fn a_rate_published_later_reprices_no_corrected_award() {
    let aid = Aid::Grant(Sum { minor: 1_100_000 * 100, currency: "SEK" });
    let award = Op::Grant(Grant { aid, ..plain(1, "2026-03-02", 0) });
    let sector = Op::Correct { award: 1, set: Set { nace: Some("62.10"), ..Set::default() } };
    let before = vec![registered(A), rate("2026-03-02", 110_000), award, rate("2026-03-02", 100_000)];
    let (_, answer) = after([before.clone(), vec![sector]].concat());
    assert_eq!(answer.gge, Some((100_000 * 100, Some(100_000 * 100))));
    let moved = Op::Correct { award: 1, set: Set { on: Some(d("2026-03-09")), ..Set::default() } };
    let (_, answer) = after([before.clone(), vec![moved]].concat());
    assert_eq!(
        answer.gge,
        Some((110_000 * 100, Some(110_000 * 100))),
        "of another day, by the rate now on record"
    );
    let moved = Op::Correct { award: 1, set: Set { on: Some(d("2026-03-10")), ..Set::default() } };
    let (_, answer) = after([before, vec![moved]].concat());
    assert_eq!(answer.codes, ["unknown_currency_rate"]);
}

#[test]
fn an_award_of_an_undertaking_taken_back_is_not_corrected_unseen() {
    let correct = Op::Correct { award: 1, set: Set { nace: Some("62.10"), ..Set::default() } };
    let taken_back = Op::Retract { id: "e0".into() };
    let (_, answer) = after(vec![registered(A), granted(1, "2026-03-02", 1), taken_back, correct]);
    assert_eq!((answer.outcome, answer.codes), ("refused", vec!["unknown_undertaking"]));
}

#[test]
fn a_registration_that_joins_two_histories_says_what_it_pushes_over() {
    let other = Op::Grant(Grant { who: B, ..plain(2, "2026-03-03", 200_000) });
    let joins = Op::Register { who: B, identifiers: vec![A], person: false };
    let ops = vec![
        registered(A),
        registered(B),
        granted(1, "2026-03-02", 200_000),
        other,
        Op::Retract { id: "e0".into() },
        joins,
    ];
    let statements = statements(ops);
    assert_eq!(disagreement(&statements, &[]), None);
    let mut engine = Facts::new().unwrap();
    let last = statements.iter().map(|statement| told(&mut engine, statement)).last().unwrap();
    let affects = last.affects.map(|(count, sum, _)| (count, sum));
    assert_eq!(affects, Some((1, 100_000 * 100)));
}

#[test]
fn what_was_kept_and_what_was_repaid_are_amounts_of_their_own() {
    // A24: a verdict keeps each to the cent. At 11 for one euro 0.06 and 0.05 are 0.5454 and 0.4545 cents, so one and none.
    let sek = |minor| Sum { minor, currency: "SEK" };
    let withdrawn =
        Op::Withdraw { award: 1, kept: sek(6), repaid: Some((sek(5), d("2026-03-02"))), on: d("2026-03-02") };
    let ops = vec![registered(A), rate("2026-03-02", 110_000), granted(1, "2026-03-02", 100), withdrawn];
    let (_, answer) = after(ops);
    assert_eq!((answer.gge, answer.flags), (Some((1, Some(1))), vec!["benefit_not_repaid"]));
    assert_eq!(answer.amounts, [0, 1, 0]);
}

#[test]
fn an_award_whose_open_date_is_settled_pushes_later_ones_over() {
    let report = Report {
        until: Some(d("2027-05-16")),
        ..declared(1, "2023-06-15", Aid::Declared(eur(200_000 * 100)))
    };
    let settled = Op::Correct { award: 1, set: Set { on: Some(d("2027-03-02")), ..Set::default() } };
    let statements =
        statements(vec![registered(A), granted(2, "2029-06-16", 200_000), Op::Report(report), settled]);
    assert_eq!(disagreement(&statements, &[]), None);
    let mut engine = Facts::new().unwrap();
    let last = statements.iter().map(|statement| told(&mut engine, statement)).last().unwrap();
    assert_eq!(last.affects.map(|(count, sum, _)| (count, sum)), Some((1, 100_000 * 100)));
}

#[test]
fn a_range_is_tested_at_its_high_end_and_counts_at_both() {
    let aid = Aid::Range { low: Some(eur(100_000 * 100)), high: Some(eur(250_000 * 100)) };
    let before = vec![registered(A), Op::Report(declared(1, "2026-03-02", aid))];
    let (_, answer) = after([before.clone(), vec![granted(2, "2026-03-03", 50_001)]].concat());
    assert_eq!(answer.codes, ["ceiling_exceeded"]);
    let (_, answer) = after([before, vec![granted(2, "2026-03-03", 50_000)]].concat());
    assert_eq!(answer.checks[0].after, (150_000 * 100, Some(300_000 * 100)));
}

#[test]
fn a_reduction_acts_from_its_day_on_and_frees_what_is_left_of_the_award() {
    let reduced =
        Op::Reduce { award: 1, after: eur(100_000 * 100), kept: eur(0), repaid: None, on: d("2027-01-01") };
    let ops = vec![registered(A), granted(1, "2026-03-02", 300_000), reduced];
    let eve = room(ops.clone(), "2026-12-31");
    assert_eq!((eve.used, eve.remaining), (300_000 * 100, 0));
    assert_eq!(eve.releases, [(d("2029-03-03"), 100_000 * 100, Some(300_000 * 100))]);
    assert_eq!(room(ops, "2027-01-01").remaining, 200_000 * 100);
}

#[test]
fn half_a_cent_goes_up_and_a_state_with_rates_of_its_own_uses_no_others() {
    let of = |state, date, rate_e4| RateRow {
        state,
        currency: "SEK",
        date: d(date),
        until: None,
        monthly: false,
        rate_e4,
    };
    let rates = Op::Rates(vec![of(None, "2026-03-02", 100_000), of(Some("IT"), "2026-02-23", 200_000)]);
    let award = |number, state, on| {
        let aid = Aid::Grant(Sum { minor: 15, currency: "SEK" });
        Op::Grant(Grant { state, aid, ..plain(number, on, 0) })
    };
    let answer = |state, on| after(vec![registered(A), rates.clone(), award(1, state, on)]).1;
    assert_eq!(answer("FI", "2026-03-02").gge, Some((2, Some(2))), "1.5 cents");
    assert_eq!(
        answer("IT", "2026-03-02").gge,
        Some((1, Some(1))),
        "0.75 cents, by the rate of seven days before"
    );
    assert_eq!(answer("IT", "2026-03-03").codes, ["unknown_currency_rate"]);
}

#[test]
fn what_was_lessened_counts_at_most_what_it_counted_then_also_when_its_figure_is_put_right() {
    let day = "2026-03-02";
    let lessened =
        Op::Reduce { award: 1, after: eur(50_000 * 100), kept: eur(0), repaid: None, on: d("2026-06-01") };
    let more = |euro: i128| Op::Correct {
        award: 1,
        set: Set { aid: Some(Aid::Grant(eur(euro * 100))), ..Set::default() },
    };
    // Put right to 100 000 they still count 50 000 from June on (A6); nothing is reduced to more than it counts (A7).
    let ops = vec![registered(A), granted(1, day, 60_000), lessened.clone(), more(100_000)];
    assert_eq!(room(ops, "2026-06-01").used, 50_000 * 100);
    let (_, answer) = after(vec![registered(A), granted(1, day, 49_999), lessened.clone()]);
    assert_eq!(answer.codes, ["contradicts_record"]);
    // Of an award of no known figure nothing is lessened.
    let unknown = Aid::Range { low: Some(eur(100)), high: None };
    let ops = vec![registered(A), Op::Report(declared(1, day, unknown)), lessened, more(100_000)];
    assert_eq!(room(ops, "2026-06-01").used, 100_000 * 100);
}
