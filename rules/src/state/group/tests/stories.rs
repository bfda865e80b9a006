//! Stories in which the answer is known by hand: what is refused, what is flagged, and what a late fact does to others.

use chrono::NaiveDate;
use ledger::event::aid::Regime;
use ledger::ids::UndertakingId;
use ledger::money::Cents;
use ledger::time::At;
use ledger::verdict::{Affects, Code, Flag, Outcome, Verdict};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::plain::{Eyes, Op, Plain, Stated, UNDERTAKINGS, date};
use super::streams::{PACKS, data, event, id, money, stream};
use crate::calendar::{Boundary, look_back_start};
use crate::engine::suppose;
use crate::pack::PackLibrary;
use crate::project::{Query, headroom};
use crate::state::{Reliance, State};

/// A ledger of unsigned facts.
struct Told {
    state: State,
    count: usize,
}

impl Told {
    fn new() -> Self {
        let mut told = Self { state: State::for_facts(PACKS.clone()), count: 0 };
        for who in 0..UNDERTAKINGS {
            let data = json!({"undertaking": id(who), "identifiers": [], "natural_person": false});
            told.say("undertaking.registered", &data);
        }
        told
    }

    fn say(&mut self, kind: &str, data: &Value) -> Verdict {
        self.count += 1;
        let event = event(10_000 + self.count, None, kind, data);
        suppose(&mut self.state, &PackLibrary::default(), event, At::from_micros(0).unwrap())
    }

    fn report(&mut self, name: &str, who: usize, on: &str, cents: i128) -> Verdict {
        self.say("award.reported", &report(name, who, json!({"granted_on": on}), &money(cents)))
    }

    fn link(&mut self, a: usize, b: usize, from: &str) -> Verdict {
        let evidence = json!({"level": "register"});
        let data = json!({"controller": id(a), "controlled": id(b), "kind": "voting-majority", "from": from, "evidence": evidence});
        self.say("control.declared", &data)
    }

    fn end(&mut self, a: usize, b: usize, on: &str, history: Value) -> Verdict {
        let mut data = json!({"controller": id(a), "controlled": id(b), "on": on});
        if history != Value::Null {
            data["history"] = history;
        }
        self.say("control.ended", &data)
    }

    fn used(&self, who: usize, on: &str) -> Cents {
        let query = Query {
            undertaking: id(who),
            regime: Regime::Eu2023_2831,
            member_state: "FI".parse().ok(),
            on: on.parse().unwrap(),
        };
        headroom(&self.state, &query).unwrap().used
    }
}

fn report(name: &str, who: usize, dated: Value, gge: &Value) -> Value {
    let mut data = json!({
        "award": format!("reg/{name}"), "beneficiary": id(who), "granting_authority": {"id": "x", "name": "X"}, "member_state": "FI",
        "basis": {"kind": "ad-hoc", "regime": "eu-2023-2831"}, "instrument": "grant-or-interest-subsidy",
        "funding": [{"origin": "state", "share_percent": "100"}], "aid": {"form": "declared", "gge": gge},
        "reported_from": "register", "date_basis": "legal-right",
        "source_row": {"register": "tam", "id": name, "retrieved_on": "2039-12-31", "sha256": "a".repeat(64)},
    });
    for (key, value) in dated.as_object().unwrap() {
        data[key] = value.clone();
    }
    data
}

fn codes(verdict: &Verdict) -> (Outcome, Vec<Code>) {
    (verdict.outcome, verdict.codes.clone())
}

const EUR: i128 = 100;

#[test]
fn a_group_is_that_of_the_day_and_its_whole_history_counts() {
    let mut told = Told::new();
    told.report("a", 0, "2025-01-10", 100_000 * EUR);
    told.report("b", 1, "2025-02-10", 150_000 * EUR);
    assert_eq!(told.link(0, 1, "2025-06-01").outcome, Outcome::Recorded);
    assert_eq!(told.used(1, "2025-05-31"), Cents(150_000 * EUR));
    assert_eq!(told.used(1, "2025-06-01"), Cents(250_000 * EUR));
    told.end(0, 1, "2026-03-01", json!("stays-with-recipient"));
    assert_eq!(told.used(1, "2026-02-28"), Cents(250_000 * EUR));
    assert_eq!(told.used(1, "2026-03-01"), Cents(150_000 * EUR));
}

#[test]
fn an_unsettled_exit_counts_on_both_sides_and_once() {
    let mut told = Told::new();
    told.report("a", 0, "2025-01-10", 100_000 * EUR);
    told.report("b", 1, "2025-02-10", 40_000 * EUR);
    told.link(0, 1, "2025-06-01");
    told.end(0, 1, "2026-03-01", Value::Null);
    told.report("c", 0, "2026-03-01", 5_000 * EUR);
    assert_eq!(told.used(1, "2026-03-01"), Cents(140_000 * EUR));
    assert_eq!(told.used(0, "2026-03-01"), Cents(145_000 * EUR));
    // Joined again they hold it once.
    told.link(0, 1, "2026-04-01");
    assert_eq!(told.used(0, "2026-04-01"), Cents(145_000 * EUR));
    // The same day again with a history settles the end.
    let part = json!({"award": "reg/a", "undertaking": id(1), "amount": money(30_000 * EUR)});
    let verdict = told.end(0, 1, "2026-03-01", json!({"attributed": [part]}));
    assert_eq!(verdict.outcome, Outcome::Recorded);
    assert_eq!(told.used(1, "2026-03-01"), Cents(70_000 * EUR));
    assert_eq!(told.used(0, "2026-03-01"), Cents(75_000 * EUR));
}

#[test]
fn a_split_divides_to_the_cent_and_may_be_attributed_later() {
    let mut told = Told::new();
    told.report("a", 0, "2025-01-10", 100);
    let to = |who: usize, equity: i128| json!({"undertaking": id(who), "equity_book_value": money(equity), "activities": []});
    let split = json!({"undertaking": id(0), "on": "2025-06-01", "successors": [to(1, 100), to(2, 100), to(3, 100)], "evidence": {}});
    assert_eq!(told.say("undertaking.split", &split).outcome, Outcome::Recorded);
    let named = format!("reg/e{}", 10_000 + told.count);
    let used = |told: &Told| [0, 1, 2, 3].map(|who| told.used(who, "2025-06-01").0);
    assert_eq!(used(&told), [0, 34, 33, 33]);
    assert_eq!(told.used(0, "2025-05-31"), Cents(100));
    let attribute = |told: &mut Told, one: i128, two: i128| {
        let part = |who: usize, cents: i128| json!({"undertaking": id(who), "amount": money(cents)});
        let data =
            json!({"award": "reg/a", "parts": [part(2, one), part(3, two)], "split": named, "evidence": {}});
        codes(&told.say("award.attributed", &data))
    };
    assert_eq!(attribute(&mut told, 60, 41), (Outcome::Refused, vec![Code::ContradictsRecord]));
    assert_eq!(attribute(&mut told, 60, 40).0, Outcome::Recorded);
    assert_eq!(used(&told), [0, 0, 60, 40]);
    assert_eq!(
        codes(&told.say("undertaking.split", &split)),
        (Outcome::Refused, vec![Code::ContradictsRecord])
    );
    let loss =
        json!({"undertaking": id(5), "on": "2025-06-01", "successors": [to(1, 0), to(2, 0)], "evidence": {}});
    let undivided = told.say("undertaking.split", &loss);
    assert_eq!((undivided.outcome, undivided.flags), (Outcome::Recorded, vec![Flag::SplitUndivided]));
}

#[test]
fn equity_that_cannot_divide_leaves_the_whole_with_every_successor() {
    let mut told = Told::new();
    told.report("a", 0, "2025-01-10", 1_000);
    let to = |who: usize, equity: &str| json!({"undertaking": id(who), "equity_book_value": {"amount": equity, "currency": "EUR"}, "activities": []});
    let data = json!({"undertaking": id(0), "on": "2025-06-01", "successors": [to(1, "-5.00"), to(2, "9.00")], "evidence": {}});
    // As a review that admits it would let it take effect.
    let admitted = event(77, None, "undertaking.split", &data);
    told.state.pretend_stated(&admitted, Reliance::Everybody);
    assert_eq!([0, 1, 2].map(|who| told.used(who, "2025-06-01").0), [0, 1_000, 1_000]);
    told.link(1, 2, "2025-07-01");
    assert_eq!(told.used(1, "2025-07-01"), Cents(1_000));
}

#[test]
fn statements_that_cannot_be_true_together_are_refused() {
    let mut told = Told::new();
    let stranger: UndertakingId = "NID:FI:99999992".parse().unwrap();
    let same = json!({"undertaking": id(0), "same_as": [id(1)], "evidence": {}});
    told.say("undertaking.identified", &same);
    assert_eq!(codes(&told.link(0, 1, "2025-01-01")), (Outcome::Refused, vec![Code::ContradictsRecord]));
    let merger = json!({"surviving": id(0), "absorbed": [id(1)], "on": "2025-01-01", "evidence": {}});
    assert_eq!(codes(&told.say("undertakings.merged", &merger)).1, vec![Code::ContradictsRecord]);
    let merger = json!({"surviving": id(0), "absorbed": [stranger], "on": "2025-01-01", "evidence": {}});
    assert_eq!(codes(&told.say("undertakings.merged", &merger)).1, vec![Code::UnknownUndertaking]);
    told.link(2, 3, "2025-01-01");
    told.link(3, 5, "2025-01-01");
    assert_eq!(codes(&told.link(5, 2, "2025-02-01")), (Outcome::Deferred, vec![Code::NeedsReview]));
    assert_eq!(told.link(5, 2, "2024-02-01").outcome, Outcome::Recorded);
    assert_eq!(codes(&told.end(6, 7, "2025-03-01", Value::Null)).1, vec![Code::UnknownReference]);
    assert_eq!(codes(&told.end(2, 3, "2025-01-01", Value::Null)).1, vec![Code::ContradictsRecord]);
    assert_eq!(told.end(2, 3, "2025-03-01", Value::Null).outcome, Outcome::Recorded);
    assert_eq!(codes(&told.end(2, 3, "2025-03-02", Value::Null)).1, vec![Code::UnknownReference]);
    assert_eq!(told.end(2, 3, "2025-02-01", Value::Null).outcome, Outcome::Recorded);
}

#[test]
fn an_attestation_holds_for_exactly_the_group() {
    let mut told = Told::new();
    told.link(0, 1, "2025-01-01");
    let attest = |told: &mut Told, members: &[usize], on: &str| {
        let members: Vec<UndertakingId> = members.iter().map(|who| id(*who)).collect();
        told.say(
            "group.attested",
            &json!({"undertaking": id(0), "members": members, "on": on, "sha256": "a".repeat(64)}),
        )
    };
    let holds = |told: &Told, who: usize, on: &str| {
        told.state.is_attested(&id(who), (None, on.parse::<NaiveDate>().unwrap()), &Reliance::Everybody)
    };
    attest(&mut told, &[1, 2], "2025-02-01");
    assert!(!holds(&told, 0, "2025-02-01"));
    attest(&mut told, &[1], "2025-02-01");
    assert!(holds(&told, 0, "2025-02-01") && holds(&told, 1, "2025-03-01"));
    assert!(!holds(&told, 0, "2025-01-31"));
    told.link(1, 2, "2025-06-01");
    assert!(
        holds(&told, 0, "2025-05-31") && holds(&told, 0, "2025-06-01"),
        "the first attestation names all three"
    );
    told.link(2, 3, "2025-07-01");
    assert!(!holds(&told, 0, "2025-07-01"));
}

/// The awards that stand over the ceiling, by position, the plain way.
fn over(plain: &Plain, positions: &[u64], all: &[Stated], late: Option<u16>) -> Vec<(u64, i128)> {
    let mut found = Vec::new();
    for (at, stated) in all.iter().enumerate() {
        let Op::Award { who, day, .. } = stated.op else { continue };
        let from = look_back_start(date(day), 3, Boundary::Closed);
        let sum = plain.sum(who, from, day, day).high;
        let group = plain.group(who, day);
        let counts = plain.holds(&group, day, at, day, plain.counts(at, day)) > 0;
        let held = late.is_none_or(|late| late < day && from <= date(late));
        if counts && held && sum > 300_000 * EUR {
            found.push((positions[at], sum - 300_000 * EUR));
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, max_shrink_iters: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Every fact lists exactly the awards that it pushes over a ceiling.
    #[test]
    fn a_late_fact_lists_what_it_pushes_over(drawn in stream(false, 40)) {
        let mut told = Told::new();
        let mut taken: Vec<Stated> = Vec::new();
        let mut numbers = Vec::new();
        let mut positions: Vec<u64> = Vec::new();
        let eyes = Eyes { viewer: None, others: false, weak: 1, public: false, non_profit: true, across: true };
        for (at, stated) in drawn.iter().enumerate() {
            numbers.push(usize::MAX);
            let Some(op) = renumbered(&stated.op, &numbers) else { continue };
            let (kind, data) = match &op {
                Op::Reduce { .. } => continue,
                Op::Award { open: Some(_), .. } | Op::Award { last: Some(_), .. } | Op::Award { uncounted: true, .. } => continue,
                Op::Award { who, day, cents, .. } => {
                    ("award.reported", report(&format!("a{}", taken.len()), *who, json!({"granted_on": date(*day)}), &money(*cents)))
                }
                op => data(&taken, op).unwrap(),
            };
            let position = told.state.size();
            let verdict = {
                let event = event(taken.len(), None, kind, &data);
                suppose(&mut told.state, &PackLibrary::default(), event, At::from_micros(0).unwrap())
            };
            if verdict.outcome != Outcome::Recorded {
                // Its number is used up all the same.
                taken.push(Stated { op: Op::Retract { what: usize::MAX }, party: None });
                positions.push(position);
                prop_assert_eq!(verdict.affects, None);
                continue;
            }
            numbers[at] = taken.len();
            let late = if let Op::Award { day, .. } = op { Some(day) } else { None };
            let was = over(&Plain::new(&taken, &eyes), &positions, &taken, late);
            taken.push(Stated { op, party: None });
            positions.push(position);
            let is = over(&Plain::new(&taken, &eyes), &positions, &taken, late);
            let lines: Vec<(u64, Cents)> = is
                .into_iter()
                .filter(|(position, _)| !was.iter().any(|(other, _)| other == position))
                .map(|(position, excess)| (position, Cents(excess)))
                .collect();
            prop_assert_eq!(verdict.affects, Affects::of(&lines), "{:?} after {:#?}", taken.last(), taken);
        }
    }
}

/// The same statement with the numbers under which those it names took effect.
fn renumbered(op: &Op, numbers: &[usize]) -> Option<Op> {
    use super::plain::Fate;
    let of = |at: usize| numbers.get(at).copied().filter(|at| *at != usize::MAX);
    Some(match op {
        Op::Reduce { award, day, most } => Op::Reduce { award: of(*award)?, day: *day, most: *most },
        Op::End { a, b, day, fate: Fate::Attributed(parts) } => {
            let parts: Option<Vec<_>> =
                parts.iter().map(|(award, to, share)| Some((of(*award)?, *to, *share))).collect();
            Op::End { a: *a, b: *b, day: *day, fate: Fate::Attributed(parts?) }
        }
        Op::Attribute { split, award, parts } => {
            Op::Attribute { split: of(*split)?, award: of(*award)?, parts: parts.clone() }
        }
        Op::Retract { what } => Op::Retract { what: of(*what)? },
        op => op.clone(),
    })
}
