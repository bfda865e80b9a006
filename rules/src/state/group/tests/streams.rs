//! Random streams of statements by a register and two hosts.

use std::sync::{Arc, LazyLock};

use chrono::NaiveDate;
use ledger::event::aid::Regime;
use ledger::event::{Body, Event, EventType};
use ledger::ids::{ScopedId, ScopedRef, UndertakingId};
use ledger::money::Cents;
use ledger::verdict::Figure;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::plain::{Eyes, Fate, Op, Plain, Stated, Sum, UNDERTAKINGS, country, date};
use crate::calendar::{Boundary, look_back_start, release_day};
use crate::limit::{Occasion, Whose, limits_on};
use crate::pack::{Pack, PackSet, SHIPPED};
use crate::state::{Award, Life, Open, OpenGrant, RecordedAs, Reliance, Right, State, View, Weak};
use crate::value::tests as granting;

/// Days over which the streams run: more than two windows.
const DAYS: u16 = 2_600;

pub static PACKS: LazyLock<PackSet> = LazyLock::new(|| {
    let from = NaiveDate::from_ymd_opt(2014, 1, 1).unwrap();
    SHIPPED.iter().fold(PackSet::new(), |set, shipped| {
        set.adopt(Pack::from_files(&shipped.files()).unwrap().into(), from).unwrap()
    })
});

pub fn id(who: usize) -> UndertakingId {
    format!("NID:{}:{:05}", country(who), who + 1).parse().unwrap()
}

fn award_id(at: usize) -> ScopedId {
    format!("a{at}").parse::<ScopedRef>().unwrap().full(&"reg".parse().unwrap())
}

pub fn money(cents: i128) -> Value {
    json!({"amount": format!("{}.{:02}", cents / 100, cents % 100), "currency": "EUR"})
}

fn share(all: &[Stated], award: usize, percent: u8) -> i128 {
    match all[award].op {
        Op::Award { cents, .. } => cents * i128::from(percent) / 100,
        _ => 0,
    }
}

/// The statement as JSON: type and data.
pub fn data(all: &[Stated], op: &Op) -> Option<(&'static str, Value)> {
    Some(match op {
        Op::Award { .. } | Op::Reduce { .. } => return None,
        Op::Link { a, b, day, weak } => {
            let level = if *weak { "declared" } else { "register" };
            let evidence = json!({"level": level});
            (
                "control.declared",
                json!({"controller": id(*a), "controlled": id(*b), "kind": "voting-majority", "from": date(*day), "evidence": evidence}),
            )
        }
        Op::End { a, b, day, fate } => {
            let mut data = json!({"controller": id(*a), "controlled": id(*b), "on": date(*day)});
            match fate {
                Fate::Unsettled => {}
                Fate::Stays => data["history"] = json!("stays-with-recipient"),
                Fate::Attributed(parts) => {
                    let part = |(award, to, percent): &(usize, usize, u8)| json!({"award": award_id(*award), "undertaking": id(*to), "amount": money(share(all, *award, *percent))});
                    data["history"] = json!({"attributed": parts.iter().map(part).collect::<Vec<_>>()});
                }
            }
            ("control.ended", data)
        }
        Op::Merge { a, b, day } => (
            "undertakings.merged",
            json!({"surviving": id(*a), "absorbed": [id(*b)], "on": date(*day), "evidence": {"level": "register"}}),
        ),
        Op::Split { who, day, to } => {
            let to: Vec<Value> = to
                .iter()
                .map(|(to, weight)| json!({"undertaking": id(*to), "equity_book_value": money(*weight), "activities": []}))
                .collect();
            (
                "undertaking.split",
                json!({"undertaking": id(*who), "on": date(*day), "successors": to, "evidence": {"level": "register"}}),
            )
        }
        Op::Attribute { split, award, parts } => {
            let party = all[*split].party.map_or("reg".to_owned(), |party| format!("h{party}"));
            let parts: Vec<Value> = parts
                .iter()
                .map(|(to, percent)| json!({"undertaking": id(*to), "amount": money(share(all, *award, *percent))}))
                .collect();
            (
                "award.attributed",
                json!({"award": award_id(*award), "parts": parts, "split": format!("{party}/e{split}"), "evidence": {"level": "register"}}),
            )
        }
        Op::Same { a, b } => (
            "undertaking.identified",
            json!({"undertaking": id(*a), "same_as": [id(*b)], "evidence": {"level": "register"}}),
        ),
        Op::Holding { who, day, public } => {
            let kind = if *public { "public-body" } else { "non-profit" };
            (
                "holding.declared",
                json!({"holder": id(*who), "held": id((*who + 1) % UNDERTAKINGS), "capital_percent": "60", "votes_percent": "60", "kind": kind, "from": date(*day)}),
            )
        }
        Op::Retract { what } => {
            let party = all[*what].party.map_or("reg".to_owned(), |party| format!("h{party}"));
            (
                "statement.retracted",
                json!({"source": format!("urn:aidledger:party:{party}"), "id": format!("e{what}"), "reason": "slip"}),
            )
        }
    })
}

pub fn event(at: usize, party: Option<u8>, kind: &str, data: &Value) -> Event {
    let party = party.map_or("reg".to_owned(), |party| format!("h{party}"));
    let event = json!({
        "specversion": "1.0", "datacontenttype": "application/json", "id": format!("e{at}"),
        "source": format!("urn:aidledger:party:{party}"), "type": format!("eu.aidledger.{kind}.v1"),
        "ledger": "A".repeat(43), "subject": EventType::from_name(kind).and_then(|kind| kind.named_in(data)).unwrap_or("x"), "time": "2024-01-01T00:00:00Z", "data": data,
    });
    Event::read(event.to_string().as_bytes()).unwrap_or_else(|faults| panic!("{faults:?}\n{event}"))
}

/// Any reservation: what it grants is nothing that is looked at here.
static RESERVATION: LazyLock<Arc<OpenGrant>> = LazyLock::new(|| {
    let aid = json!({"form": "grant", "nominal": granting::eur("1.00")});
    let data = granting::granted(
        aid,
        json!({"expires_on": "2026-06-30", "applicant_consent": {"sha256": "0".repeat(64)}}),
    );
    match granting::event(1, "2020-01-01T00:00:00Z", "award.reserved", &data).body {
        Body::AwardReserved(grant) => OpenGrant::Reserved("facts".parse().unwrap(), grant).into(),
        other => panic!("{other:?}"),
    }
});

/// Everything folded in, with the reliance as stated and nothing judged.
pub fn fold(all: &[Stated]) -> State {
    let mut state = State::new();
    state.adopt_for_facts(PACKS.clone());
    for who in 0..UNDERTAKINGS {
        state.pretend_handle(&id(who));
    }
    for (at, stated) in all.iter().enumerate() {
        match &stated.op {
            Op::Award { who, day, last, cents, open, uncounted } => {
                let life = open.map_or(Life::Granted, |until| {
                    Life::Open(Open { until: date(until), grant: RESERVATION.clone() })
                });
                let beneficiary = state.pretend_handle(&id(*who));
                let (regime, on) = (Regime::Eu2023_2831, date(*day));
                let award = Award {
                    member_state: "FI".parse().ok(),
                    granted_until: last.map(date),
                    gge: Some(Figure { low: Cents(*cents / 2), high: Some(Cents(*cents)) }),
                    recorded_as: RecordedAs::uncounted_if(*uncounted || last.is_some()),
                    life,
                    ..Award::new(award_id(at), at as u64, beneficiary, regime, on, Right::Reported)
                };
                state.pretend(award);
                state.pretend_nothing();
            }
            Op::Reduce { award, day, most } => {
                let less = |award: &mut Award| *award = award.clone().with_less(date(*day), Cents(*most));
                state.awards.change(&award_id(*award), less);
                state.pretend_nothing();
            }
            op => {
                let (kind, data) = data(all, op).unwrap();
                let reach = stated.party.map_or(Reliance::Everybody, |party| {
                    Reliance::Party(format!("h{party}").parse().unwrap())
                });
                state.pretend_stated(&event(at, stated.party, kind, &data), reach);
            }
        }
    }
    state
}

fn who() -> impl Strategy<Value = usize> {
    0..UNDERTAKINGS
}

fn day() -> impl Strategy<Value = u16> {
    // A few days come again and again, so that things meet on one day.
    prop_oneof![3 => 1..DAYS, 1 => prop::sample::select(vec![1u16, 400, 401, 1_000, 1_096, 1_097, 1_496, 2_000])]
}

fn fate() -> impl Strategy<Value = Fate> {
    let parts = prop::collection::vec((any::<prop::sample::Index>(), who(), 1u8..50), 1..3);
    prop_oneof![
        3 => Just(Fate::Unsettled),
        3 => Just(Fate::Stays),
        1 => parts.prop_map(|parts| Fate::Attributed(parts.into_iter().map(|(at, to, share)| (at.index(64), to, share)).collect())),
    ]
}

/// A statement, with numbers of other statements still to be found.
fn op() -> impl Strategy<Value = Op> {
    let pick = || 0usize..64;
    let flags = (0u8..12, 0u8..12, 0u8..8);
    prop_oneof![
        8 => (who(), day(), 0u16..40, 1i128..40_000_000, 0u16..900, flags).prop_map(
            |(who, day, range, cents, open, (a, b, c))| Op::Award {
                who, day, cents,
                last: (a == 0).then_some(day + range),
                open: (b == 0 && a != 0).then_some(day + open),
                uncounted: c == 0,
            }),
        1 => (pick(), day(), 0i128..20_000_000).prop_map(|(award, day, most)| Op::Reduce { award, day, most }),
        8 => (who(), who(), day(), 0u8..5).prop_map(|(a, b, day, weak)| Op::Link { a, b, day, weak: weak == 0 }),
        3 => (pick(), day(), fate()).prop_map(|(a, day, fate)| Op::End { a, b: 0, day, fate }),
        1 => (who(), who(), day()).prop_map(|(a, b, day)| Op::Merge { a, b, day }),
        1 => (who(), day(), prop::collection::btree_map(who(), 0i128..1_000, 1..4)).prop_map(|(who, day, to)| Op::Split {
            who, day, to: to.into_iter().map(|(to, weight)| (to, weight + 1)).collect(),
        }),
        1 => (pick(), pick(), 1u8..100).prop_map(|(split, award, share)| Op::Attribute { split, award, parts: vec![(0, share)] }),
        1 => (who(), who()).prop_map(|(a, b)| Op::Same { a, b }),
        1 => (who(), day(), any::<bool>()).prop_map(|(who, day, public)| Op::Holding { who, day, public }),
        2 => pick().prop_map(|what| Op::Retract { what }),
    ]
}

/// The number of the statement of a kind that a pick means.
fn nth(all: &[Stated], pick: usize, is: impl Fn(&Op) -> bool) -> Option<usize> {
    let found: Vec<usize> = (0..all.len()).filter(|at| is(&all[*at].op)).collect();
    (!found.is_empty()).then(|| found[pick % found.len()])
}

/// Puts real numbers in the place of picks, and drops what makes no sense.
fn settled(drawn: Vec<(Op, Option<u8>)>) -> Vec<Stated> {
    let mut all: Vec<Stated> = Vec::new();
    for (op, party) in drawn {
        let exact = |op: &Op| matches!(op, Op::Award { uncounted: false, last: None, .. });
        let op = match op {
            Op::Link { a, b, .. } | Op::Merge { a, b, .. } | Op::Same { a, b } if a == b => continue,
            Op::Reduce { award, day, most } => match nth(&all, award, |op| matches!(op, Op::Award { .. })) {
                Some(award) => Op::Reduce { award, day, most },
                None => continue,
            },
            Op::End { a: pick, day, fate, .. } => {
                let Some(link) = nth(&all, pick, |op| matches!(op, Op::Link { .. })) else { continue };
                let Op::Link { a, b, .. } = all[link].op else { continue };
                let fate = match fate {
                    Fate::Attributed(parts) => {
                        let of = parts
                            .into_iter()
                            .filter_map(|(pick, to, share)| Some((nth(&all, pick, exact)?, to, share)));
                        let parts: Vec<_> = of.collect();
                        if parts.is_empty() { Fate::Stays } else { Fate::Attributed(parts) }
                    }
                    fate => fate,
                };
                Op::End { a, b, day, fate }
            }
            Op::Attribute { split, award, parts } => {
                let (Some(split), Some(award)) =
                    (nth(&all, split, |op| matches!(op, Op::Split { .. })), nth(&all, award, exact))
                else {
                    continue;
                };
                // Attributed to a split taken back, it would be unknown.
                if all.iter().any(|stated| matches!(stated.op, Op::Retract { what } if what == split)) {
                    continue;
                }
                let Op::Split { to, .. } = &all[split].op else { continue };
                let share = parts[0].1;
                let parts = to
                    .iter()
                    .take(2)
                    .zip([share, 100 - share])
                    .map(|((to, _), share)| (*to, share))
                    .collect();
                Op::Attribute { split, award, parts }
            }
            Op::Retract { what } => {
                let free = |op: &Op| !matches!(op, Op::Award { .. } | Op::Reduce { .. } | Op::Retract { .. });
                let Some(what) = nth(&all, what, free) else { continue };
                if all.iter().any(|stated| matches!(stated.op, Op::Retract { what: gone } if gone == what)) {
                    continue;
                }
                Op::Retract { what }
            }
            op => op,
        };
        all.push(Stated { op, party });
    }
    all
}

pub fn stream(parties: bool, most: usize) -> impl Strategy<Value = Vec<Stated>> {
    let party = prop_oneof![3 => Just(None), 1 => Just(Some(0u8)), 1 => Just(Some(1u8))];
    let party = party.prop_map(move |party| party.filter(|_| parties));
    prop::collection::vec((op(), party), 4..most).prop_map(settled)
}

pub fn view(eyes: &Eyes) -> View {
    View {
        viewer: eyes
            .viewer
            .map_or(Reliance::Everybody, |party| Reliance::Party(format!("h{party}").parse().unwrap())),
        others: eyes.others,
        weak: [Weak::LeftOut, Weak::ReliedOn, Weak::Everyones][usize::from(eyes.weak)],
        through_public: eyes.public,
        through_non_profit: eyes.non_profit,
        across_borders: eyes.across,
        ..View::everybody()
    }
}

fn eyes() -> impl Strategy<Value = Eyes> {
    let viewer = prop::option::of(0u8..2);
    (viewer, 0u8..4, prop_oneof![3 => Just(1u8), 1 => Just(0), 1 => Just(2)], any::<bool>()).prop_map(
        |(viewer, others, weak, across)| Eyes {
            viewer,
            others: others == 0,
            weak,
            public: false,
            non_profit: true,
            across,
        },
    )
}

fn compare(all: &[Stated], eyes: &Eyes, who: usize, of: u16) -> Result<(), TestCaseError> {
    let state = fold(all);
    let plain = Plain::new(all, eyes);
    let handles: Vec<_> = (0..UNDERTAKINGS).map(|who| state.undertakings.find(&id(who)).unwrap()).collect();
    state.assert_pools_are_sound(&handles);
    let group: Vec<UndertakingId> = plain.group(who, of).into_iter().map(id).collect();
    let mut found: Vec<UndertakingId> = state
        .group_on(handles[who], date(of), &view(eyes))
        .into_iter()
        .filter_map(|handle| state.undertakings.id(handle).cloned())
        .collect();
    found.sort_by_key(|id| handles.iter().position(|handle| state.undertakings.id(*handle) == Some(id)));
    prop_assert_eq!(&found, &group);
    let whose = Whose::new(Some(handles[who]), view(eyes));
    let whose = Whose { borders_reversed: !eyes.across, ..whose };
    let occasion =
        Occasion { member_state: "FI".parse().ok(), regime: Regime::Eu2023_2831, granted_on: date(of) };
    let tests = limits_on(&state, &whose, &occasion);
    for boundary in [Boundary::Closed, Boundary::HalfOpen] {
        let windows = tests[0].windows(boundary, &tests[0].timeline);
        let ends = plain.later_ends(who, of, release_day(date(of), 3, boundary));
        let ends: Vec<u16> = std::iter::once(of).chain(ends).collect();
        let expected: Vec<(NaiveDate, Sum)> = ends
            .into_iter()
            .map(|to| (date(to), plain.sum(who, look_back_start(date(to), 3, boundary), to, of)))
            .collect();
        let found: Vec<(NaiveDate, Sum)> = windows
            .into_iter()
            .map(|window| {
                (window.to, Sum { low: window.low.0, high: window.high.0, uncounted: window.uncounted })
            })
            .collect();
        prop_assert_eq!(found, expected);
    }
    let window = (look_back_start(date(of), 3, Boundary::Closed), date(of));
    let held = tests[0].holdings(&state, window, date(of));
    let high: i128 = held
        .iter()
        .map(|(_, held)| if let crate::state::Held::Counted(figures) = held { figures.high.0 } else { 0 })
        .sum();
    prop_assert_eq!(high, plain.sum(who, window.0, of, of).high);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, max_shrink_iters: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Every window of a grant, in anybody's view, is what the plain way says.
    #[test]
    fn windows_are_what_the_rules_say(all in stream(true, 40), eyes in eyes(), who in who(), of in 1..DAYS) {
        compare(&all, &eyes, who, of)?;
    }

    /// The same where everybody relies on everything, so that large groups form and fall apart.
    #[test]
    fn large_groups_are_kept_in_step(all in stream(false, 60), who in who(), of in 1..DAYS) {
        let eyes = Eyes { viewer: None, others: false, weak: 1, public: false, non_profit: true, across: true };
        compare(&all, &eyes, who, of)?;
    }
}

/// The same with the awards drawn together on a few stretches of days, so that months have many.
fn drawn_together(all: Vec<Stated>) -> Vec<Stated> {
    let near = |day: u16| day / 365 * 365 + day % 365 % 24;
    let together = |op: Op| match op {
        Op::Award { who, day, last, cents, open, uncounted } => {
            let (gap, day) = (day - near(day), near(day));
            let (last, open) = (last.map(|last| last - gap), open.map(|open| open - gap));
            Op::Award { who, day, last, cents, open, uncounted }
        }
        Op::Reduce { award, day, most } => Op::Reduce { award, day: near(day), most },
        op => op,
    };
    all.into_iter().map(|stated| Stated { op: together(stated.op), party: stated.party }).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, max_shrink_iters: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Windows that begin and end in the midst of months with many awards are what the plain way says.
    #[test]
    fn months_with_many_awards_are_cut_to_the_day(all in stream(false, 90), eyes in eyes(), who in who(), of in 1..DAYS, near in any::<bool>()) {
        let of = if near { of / 365 * 365 + of % 365 % 24 } else { of }.max(1);
        compare(&drawn_together(all), &eyes, who, of)?;
    }
}

/// A link that a public body no longer keeps out of sight touches the pool up to its end.
#[test]
fn a_link_seen_again_unsettles_the_pool_that_it_touched() {
    let stated = |op| Stated { op, party: None };
    let link = |a, b| stated(Op::Link { a, b, day: 1, weak: false });
    let mut all = vec![link(1, 2), stated(Op::Holding { who: 1, day: 1, public: true })];
    all.push(stated(Op::End { a: 1, b: 2, day: 2_137, fate: Fate::Unsettled }));
    all.extend([3, 4, 5, 6, 7, 8, 9, 0].map(|other| link(2, other)));
    all.push(stated(Op::Retract { what: 1 }));
    let state = fold(&all);
    let handles: Vec<_> = (0..UNDERTAKINGS).map(|who| state.undertakings.find(&id(who)).unwrap()).collect();
    state.assert_pools_are_sound(&handles);
}
