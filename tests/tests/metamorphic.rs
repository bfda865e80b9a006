//! What must not change an answer, and what must change it back: properties of the engine alone, on random streams.
//!
//! Here no model is asked, so that a reading of the law which engine and model share cannot hide a slip in the state.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at whatever it did not expect"
)]

mod streams;

use std::collections::BTreeMap;

use aidledger_tests::facts::{Facts, Told, noon};
use aidledger_tests::model::headroom::Headroom;
use aidledger_tests::ops::{Aid, Day, Op, Report, Set, Statement, eur};
use proptest::collection::vec;
use proptest::prelude::*;
use streams::{IDENTIFIERS, STATES, UNDERTAKINGS, d, dates, stream};

fn tell(engine: &mut Facts, statement: &Statement) -> Told {
    engine.tell(statement).unwrap_or_else(|why| panic!("{why}"))
}

fn tell_all(engine: &mut Facts, statements: &[Statement]) -> Vec<Told> {
    statements.iter().map(|statement| tell(engine, statement)).collect()
}

fn took_effect(told: &Told) -> bool {
    matches!(told.answer.outcome, "admitted" | "recorded")
}

/// Every headroom answer there is on some days; positions and the party's name taken out, which may change.
fn rooms(engine: &Facts, days: &[Day]) -> Vec<Option<Headroom>> {
    let mut rooms = Vec::new();
    for who in UNDERTAKINGS.iter().chain(&IDENTIFIERS) {
        for state in STATES {
            for regime in ["eu-2023-2831", "eu-2023-2832"] {
                rooms.extend(days.iter().map(|on| {
                    let mut room = engine.headroom(who, state, regime, *on).unwrap();
                    for line in room.iter_mut().flat_map(|room| &mut room.awards) {
                        line.position = 0;
                        line.award = line.award.split_once('/').unwrap().1.to_owned();
                    }
                    for room in room.iter_mut() {
                        room.awards.sort_by(|a, b| (a.granted_on, &a.award).cmp(&(b.granted_on, &b.award)));
                    }
                    room
                }));
            }
        }
    }
    rooms
}

/// A verdict without what only positions decide: the digest of the awards affected.
fn without_positions(told: &Told) -> (aidledger_tests::model::Answer, Option<(u64, i128)>) {
    (told.answer.clone(), told.affects.as_ref().map(|(count, sum, _)| (*count, *sum)))
}

fn three_days() -> impl Strategy<Value = Vec<Day>> {
    vec(dates(), 3)
}

/// The same statements about other undertakings and awards: nothing in common with the first but the law and the tables.
fn elsewhere(statements: Vec<Statement>) -> Vec<Statement> {
    let other = |who: &'static str| -> &'static str {
        Box::leak(
            who.replace("77777774", "87777778")
                .replace("66666666", "76666666")
                .replace("PRS:0", "PRS:1")
                .replace("11111128", "81111123")
                .replace("22222229", "82222220")
                .replace("33333333", "73333333")
                .replace("444444-4", "744444-4")
                .replace("FI:4444444", "FI:7444444")
                .replace("999999991", "999999917")
                .replace("55555555", "75555555")
                .into_boxed_str(),
        )
    };
    let moved = |statement: Statement| {
        // Both streams read the same tables, so one of them may not write any.
        if is_table(&statement) {
            return None;
        }
        let mut op = statement.op;
        op.names_mut().into_iter().for_each(|name| *name = other(name));
        op.awards_mut().into_iter().for_each(|award| *award += 100_000);
        op.ids_mut().into_iter().for_each(|id| *id = format!("other-{id}"));
        if let Op::Act(act) = &mut op {
            act.number_mut().into_iter().for_each(|number| *number += 100);
        }
        Some(Statement { id: format!("other-{}", statement.id), op, ..statement })
    };
    statements.into_iter().filter_map(moved).collect()
}

fn is_table(statement: &Statement) -> bool {
    statement.op.is_table()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, max_shrink_iters: 200, ..ProptestConfig::with_cases(64) })]

    /// A state carried on from the middle is the state made from the start, and a copy carried on elsewhere leaves it alone.
    #[test]
    fn two_parts_make_the_whole(statements in stream(5..40), cut in 0..40_usize, days in three_days()) {
        let mut whole = Facts::new().unwrap();
        let all = tell_all(&mut whole, &statements);
        let (first, second) = statements.split_at(cut.min(statements.len()));
        let mut kept = Facts::new().unwrap();
        let mut parts = tell_all(&mut kept, first);
        let (before, mut copy) = (rooms(&kept, &days), kept.clone());
        parts.extend(tell_all(&mut copy, second));
        prop_assert_eq!(&parts, &all);
        prop_assert_eq!(rooms(&copy, &days), rooms(&whole, &days));
        prop_assert_eq!(rooms(&kept, &days), before, "what was copied stands as it was");
    }

    /// Statements that share no undertaking, award or table row may come in any order among each other.
    #[test]
    fn the_order_of_independent_statements_is_nothing(
        statements in stream(5..30), others in stream(5..30), turns in vec(any::<bool>(), 80), days in three_days(),
    ) {
        let (tables, statements): (Vec<_>, Vec<_>) = statements.into_iter().partition(is_table);
        let others = elsewhere(others);
        let run = |order: Vec<&Statement>| {
            let mut engine = Facts::new().unwrap();
            tell_all(&mut engine, &tables);
            let told = order.into_iter().map(|s| (s.id.clone(), without_positions(&tell(&mut engine, s))));
            (told.collect::<BTreeMap<_, _>>(), rooms(&engine, &days))
        };
        let (mut left, mut right) = (statements.iter(), others.iter());
        let mut mixed: Vec<&Statement> =
            turns.iter().filter_map(|turn| if *turn { left.next() } else { right.next() }).collect();
        mixed.extend(left);
        mixed.extend(right);
        prop_assert_eq!(run(statements.iter().chain(&others).collect()), run(mixed));
    }

    /// Where an undertaking has its seat, what it is called and which host asks is nothing to the rules.
    #[test]
    fn seat_name_and_host_decide_nothing(
        statements in stream(5..40), seat in "(FI|IT|US|JP)", name in "[A-Z][a-z]{1,20}", days in three_days(),
    ) {
        let (mut one, mut other) = (Facts::new().unwrap(), Facts::new().unwrap().by("another-host"));
        for statement in &statements {
            let mut event = statement.event("another-host");
            if let Op::Register { .. } = statement.op {
                event["data"]["seat_country"] = seat.clone().into();
                event["data"]["name"] = name.clone().into();
            }
            let told = other.tell_json(&event.to_string(), noon(statement.recorded_on).unwrap()).unwrap();
            prop_assert_eq!(told, tell(&mut one, statement));
        }
        prop_assert_eq!(rooms(&other, &days), rooms(&one, &days));
    }

    /// What is refused or deferred leaves everything as it was, and so may be left out.
    #[test]
    fn what_has_no_effect_changes_nothing(statements in stream(5..40), days in three_days()) {
        let (mut with, mut without) = (Facts::new().unwrap(), Facts::new().unwrap());
        for statement in &statements {
            let told = tell(&mut with, statement);
            if took_effect(&told) {
                prop_assert_eq!(without_positions(&tell(&mut without, statement)), without_positions(&told));
            }
        }
        prop_assert_eq!(rooms(&without, &days), rooms(&with, &days));
    }

    /// An award of another Member State is nothing to a ceiling.
    #[test]
    fn another_state_is_another_pot(statements in stream(5..40), on in dates(), cents in 0..100_000_000_i128, days in three_days()) {
        let (mut with, mut without) = (Facts::new().unwrap(), Facts::new().unwrap());
        let of_sweden = |n: usize, who| {
            let (award, regime, aid) = (50_000 + u32::try_from(n).unwrap(), "eu-2023-2831", Aid::Declared(eur(cents)));
            let op = Op::Report(Report { award, who, state: "SE", on, until: None, regime, aid });
            Statement { id: format!("sweden-{n}"), recorded_on: d("2024-01-01"), op }
        };
        // Who is on record is asked of no State: the one who has a namesake is on record with and without (U7).
        let op = Op::Register { who: UNDERTAKINGS[3], identifiers: Vec::new(), person: false };
        let known = Statement { id: "known".into(), recorded_on: d("2024-01-01"), op };
        prop_assert_eq!(tell(&mut with, &known), tell(&mut without, &known));
        for (n, statement) in statements.iter().enumerate() {
            // Not to the fourth: by an award its number is on record, and another handle has the same one (U7).
            tell(&mut with, &of_sweden(n, UNDERTAKINGS[n % 3]));
            let (one, other) = (tell(&mut with, statement), tell(&mut without, statement));
            // A merger may push Swedish awards over as well; that is told beside the verdict.
            prop_assert_eq!(one.answer, other.answer);
        }
        prop_assert_eq!(rooms(&with, &days), rooms(&without, &days));
    }

    /// A correction taken back by a second one leaves what was there before the first.
    #[test]
    fn a_correction_and_its_counterpart_cancel(
        statements in stream(5..40), which in any::<prop::sample::Index>(), on in dates(), cents in 0..40_000_000_i128, days in three_days(),
    ) {
        let mut engine = Facts::new().unwrap();
        let told = tell_all(&mut engine, &statements);
        // Awards in euro of a known date that nothing has touched since.
        let touched = |award: u32| statements.iter().any(|s| matches!(&s.op, Op::Correct { award: other, .. } if *other == award));
        let candidates: Vec<(u32, Day, Aid)> = statements.iter().zip(&told).filter(|(_, told)| took_effect(told)).filter_map(|(s, told)| {
            let (award, on) = match &s.op {
                Op::Grant(grant) => (grant.award, grant.on),
                Op::Report(report) if report.until.is_none() => (report.award, report.on),
                _ => return None,
            };
            let (low, high) = told.answer.gge?;
            let aid = if high == Some(low) { Aid::Grant(eur(low)) } else { return None };
            (!touched(award) && !told.answer.flags.contains(&"uncounted")).then_some((award, on, aid))
        }).collect();
        prop_assume!(!candidates.is_empty());
        let (award, old_day, old_aid) = which.get(&candidates).clone();
        let before = rooms(&engine, &days);
        let correct = |id: &str, aid: Aid, on: Day| {
            let op = Op::Correct { award, set: Set { aid: Some(aid), on: Some(on), ..Set::default() } };
            Statement { id: id.to_owned(), recorded_on: d("2024-01-01"), op }
        };
        let there = tell(&mut engine, &correct("there", Aid::Grant(eur(cents)), on));
        let back = tell(&mut engine, &correct("back", old_aid, old_day));
        // The way back may be closed: another award was pushed over by the old one, or is now in the way.
        prop_assume!(!took_effect(&there) || took_effect(&back));
        let standings = |rooms: Vec<Option<Headroom>>| -> Vec<Option<Headroom>> {
            let plain = |mut room: Headroom| {
                // How an award stands is said by its newest verdict, which may come out another way by now.
                room.awards.iter_mut().for_each(|line| line.standing.clear());
                room
            };
            rooms.into_iter().map(|room| room.map(plain)).collect()
        };
        let now = engine.clone();
        prop_assert_eq!(standings(rooms(&now, &days)), standings(before.clone()), "{:?} {:?}", there, back);
        if !took_effect(&there) && !took_effect(&back) {
            prop_assert_eq!(rooms(&now, &days), before);
        }
    }
}

/// The properties are about something: the streams hold awards that count and statements that take no effect.
#[test]
fn streams_are_not_empty_of_effect() {
    use proptest::strategy::ValueTree as _;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut effects, mut others, mut used) = (0, 0, 0);
    for _ in 0..20 {
        let statements = stream(30..40).new_tree(&mut runner).unwrap().current();
        let mut engine = Facts::new().unwrap();
        let told = tell_all(&mut engine, &statements);
        effects += told.iter().filter(|told| took_effect(told)).count();
        others += told.iter().filter(|told| !took_effect(told)).count();
        let days: Vec<Day> = statements
            .iter()
            .filter_map(|s| if let Op::Grant(g) = &s.op { Some(g.on) } else { None })
            .collect();
        used += rooms(&engine, &days)
            .into_iter()
            .flatten()
            .filter(|room| room.used > 0 && !room.releases.is_empty())
            .count();
    }
    assert!(effects > 200 && others > 100 && used > 100, "{effects} {others} {used}");
}
