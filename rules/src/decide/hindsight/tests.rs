//! Hindsight against every award looked at by itself.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::{Days, NaiveDate};
use ledger::event::aid::Regime;
use ledger::ids::{ScopedId, ScopedRef, UndertakingId};
use ledger::money::Cents;
use ledger::verdict::Figure;
use proptest::prelude::*;

use super::concern::Concern;
use super::over::newly_over;
use crate::calendar::{Boundary, look_back_start};
use crate::limit::{Occasion, Whose, WindowSum, limits_on};
use crate::pack::{Pack, PackSet, SHIPPED};
use crate::state::{Award, RecordedAs, Right, State, View};

#[derive(Debug, Clone)]
struct Drawn {
    who: u8,
    day: u16,
    euros: u32,
    italian: bool,
    uncounted: bool,
    reduced: Option<(u16, u32)>,
}

fn drawn() -> impl Strategy<Value = Drawn> {
    let day = prop_oneof![0u16..1600, 1094u16..1099, Just(0u16)];
    let reduced = proptest::option::of((0u16..1600, 0u32..200_000));
    (0u8..2, day, 0u32..200_000, any::<bool>(), 0u8..8, reduced).prop_map(
        |(who, day, euros, italian, uncounted, reduced)| Drawn {
            who,
            day,
            euros,
            italian,
            uncounted: uncounted == 0,
            reduced,
        },
    )
}

fn date(day: u16) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 1, 1).unwrap() + Days::new(u64::from(day))
}

fn who(number: u8) -> UndertakingId {
    format!("NID:FI:{number:05}").parse().unwrap()
}

fn id(position: u64) -> ScopedId {
    format!("a{position}").parse::<ScopedRef>().unwrap().full(&"p".parse().unwrap())
}

fn award(state: &mut State, drawn: &Drawn, position: u64) -> Award {
    let cents = Cents(i128::from(drawn.euros) * 100);
    let beneficiary = state.pretend_handle(&who(drawn.who));
    let on = date(drawn.day);
    let award = Award {
        member_state: if drawn.italian { "IT" } else { "FI" }.parse().ok(),
        gge: Some(Figure { low: Cents::ZERO, high: Some(cents) }),
        recorded_as: RecordedAs::uncounted_if(drawn.uncounted),
        ..Award::new(id(position), position, beneficiary, Regime::Eu2023_2831, on, Right::Reported)
    };
    let less =
        |award: Award, (on, most): &(u16, u32)| award.with_less(date(*on), Cents(i128::from(*most) * 100));
    drawn.reduced.iter().fold(award, less)
}

static PACKS: LazyLock<PackSet> = LazyLock::new(|| {
    let from = NaiveDate::from_ymd_opt(2014, 1, 1).unwrap();
    SHIPPED.iter().fold(PackSet::new(), |set, shipped| {
        set.adopt(Pack::from_files(&shipped.files()).unwrap().into(), from).unwrap()
    })
});

fn state_of(awards: &[Drawn]) -> State {
    let mut state = State::new();
    state.adopt_for_facts(PACKS.clone());
    for (position, drawn) in (0u64..).zip(awards) {
        let award = award(&mut state, drawn, position);
        state.pretend(award);
    }
    state
}

/// Every award against every other, with nothing remembered between them.
fn over(state: &State, same: &[u8], count: u64, later_than: Option<NaiveDate>) -> BTreeMap<u64, Cents> {
    let of_group =
        |award: &&Award| same.iter().any(|n| state.undertakings.find(&who(*n)) == Some(award.beneficiary));
    let all: Vec<&Award> = (0..count).filter_map(|at| state.awards.find(&id(at))).filter(of_group).collect();
    let mut found = BTreeMap::new();
    for award in all.iter().filter(|award| later_than.is_none_or(|date| award.granted_on > date)) {
        let italian = award.member_state.is_some_and(|state| state.as_str() == "IT");
        let boundary = if italian { Boundary::HalfOpen } else { Boundary::Closed };
        let from = look_back_start(award.granted_on, 3, boundary);
        let held =
            all.iter().filter(|other| other.member_state == award.member_state && other.granted_on >= from);
        let held = held.filter(|other| other.granted_on <= award.granted_on);
        let sum: Cents =
            held.filter_map(|other| other.counted(award.granted_on)).map(|counted| counted.high).sum();
        let own = award.counted(award.granted_on).map_or(Cents::ZERO, |counted| counted.high);
        if own > Cents::ZERO && sum > Cents(30_000_000) {
            found.insert(award.position, sum - Cents(30_000_000));
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn days_say_what_awards_one_by_one_say(awards in proptest::collection::vec(drawn(), 0..24), late in drawn()) {
        let before = state_of(&awards);
        let mut after = before.clone();
        let count = awards.len() as u64;
        let counted = Drawn { uncounted: false, reduced: None, ..late };
        let new = award(&mut after, &counted, count);
        after.pretend(new);
        let on = date(counted.day);
        let lines = newly_over(&before, &after, &Concern::award(&who(counted.who), on));
        let was = over(&before, &[counted.who], count, Some(on));
        let mut is = over(&after, &[counted.who], count + 1, Some(on));
        is.retain(|position, _| !was.contains_key(position));
        prop_assert_eq!(lines, is.into_iter().collect::<Vec<_>>());
    }

    #[test]
    fn joined_histories_say_so_too(awards in proptest::collection::vec(drawn(), 0..24)) {
        let before = state_of(&awards);
        let mut after = before.clone();
        after.pretend_identified(&who(0), &[who(1)]);
        let lines = newly_over(&before, &after, &Concern::group(vec![who(0)], NaiveDate::MIN));
        let count = awards.len() as u64;
        let mut was = over(&before, &[0], count, None);
        was.extend(over(&before, &[1], count, None));
        let mut is = over(&after, &[0, 1], count, None);
        is.retain(|position, _| !was.contains_key(position));
        prop_assert_eq!(lines, is.into_iter().collect::<Vec<_>>());
    }

    /// What is put in and taken out again, in any order, leaves no trace in any sum.
    #[test]
    fn hidden_awards_leave_no_trace(
        awards in proptest::collection::vec(drawn(), 1..16),
        picks in proptest::collection::vec(any::<prop::sample::Index>(), 1..4),
    ) {
        let mut state = state_of(&awards);
        let hidden: Vec<usize> = picks.iter().map(|pick| pick.index(awards.len())).collect();
        for at in &hidden {
            state.awards.hide(&id(*at as u64));
        }
        let mut plain = State::new();
        plain.adopt_for_facts(PACKS.clone());
        for at in (0..awards.len()).filter(|at| !hidden.contains(at)) {
            let award = award(&mut plain, &awards[at], at as u64);
            plain.pretend(award);
        }
        for one in 0..2 {
            let ids = |state: &State| {
                let group = state.undertakings.find(&who(one)).into_iter().collect();
                let mut ids: Vec<ScopedId> = state.awards.of(&group).map(|award| award.id.clone()).collect();
                ids.sort();
                ids
            };
            prop_assert_eq!(ids(&state), ids(&plain));
            for on in awards.iter().map(|drawn| date(drawn.day)) {
                prop_assert_eq!(windows(&state, one, on), windows(&plain, one, on));
            }
        }
    }
}

/// Every window that is tested for a grant of a day, in both States and both readings.
fn windows(state: &State, one: u8, on: NaiveDate) -> Vec<WindowSum> {
    let whose = Whose::new(state.undertakings.find(&who(one)), View::everybody());
    let mut found = Vec::new();
    for member_state in ["FI", "IT"] {
        let (member_state, regime) = (member_state.parse().ok(), Regime::Eu2023_2831);
        let occasion = Occasion { member_state, regime, granted_on: on };
        for test in limits_on(state, &whose, &occasion) {
            for boundary in [Boundary::Closed, Boundary::HalfOpen] {
                found.extend(test.windows(boundary, &test.timeline));
            }
        }
    }
    found
}
