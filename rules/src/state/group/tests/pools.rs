//! Large groups that grow and fall apart, link by link: the pools kept are the ones that walking finds.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::super::walk::Walk;
use super::plain::{Fate, Op, Stated, date};
use super::streams::{PACKS, data, event, id};
use crate::state::{Handle, Reliance, State, View};

/// Enough for several pools, and for a pool that parts in two.
const MANY: usize = 40;

#[derive(Debug, Clone)]
enum Step {
    Link { a: usize, b: usize, day: u16 },
    End { pick: usize, day: u16 },
    Back { pick: usize },
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        // Near ones mostly, so that chains form which break in the middle.
        4 => (0..MANY, 1usize..4, 1u16..900).prop_map(|(a, gap, day)| Step::Link { a, b: (a + gap) % MANY, day }),
        1 => (0..MANY, 1..MANY, 1u16..900).prop_map(|(a, gap, day)| Step::Link { a, b: (a + gap) % MANY, day }),
        3 => (0usize..256, 500u16..1_500).prop_map(|(pick, day)| Step::End { pick, day }),
        1 => (0usize..256).prop_map(|pick| Step::Back { pick }),
    ]
}

fn statements(steps: &[Step]) -> Vec<Stated> {
    let mut all: Vec<Stated> = Vec::new();
    let mut links: Vec<(usize, usize)> = Vec::new();
    for step in steps {
        let op = match *step {
            Step::Link { a, b, day } => {
                links.push((a, b));
                Op::Link { a, b, day, weak: false }
            }
            Step::End { pick, day } if !links.is_empty() => {
                let (a, b) = links[pick % links.len()];
                Op::End { a, b, day, fate: Fate::Stays }
            }
            Step::Back { pick } if !all.is_empty() => Op::Retract { what: pick % all.len() },
            _ => continue,
        };
        let again = matches!(op, Op::Retract { what } if all.iter().enumerate().any(
            |(at, stated)| matches!(stated.op, Op::Retract { what: gone } if gone == what || at == what)));
        if !again {
            all.push(Stated { op, party: None });
        }
    }
    all
}

/// Nobody tied to anybody yet.
fn strangers() -> (State, Vec<Handle>) {
    let mut state = State::new();
    state.adopt_for_facts(PACKS.clone());
    let handles = (0..MANY).map(|who| state.pretend_handle(&id(who))).collect();
    (state, handles)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn pools_are_what_is_connected_for_good(steps in prop::collection::vec(step(), 20..120)) {
        let (mut state, handles) = strangers();
        let all = statements(&steps);
        for (at, stated) in all.iter().enumerate() {
            let (kind, data) = data(&all, &stated.op).unwrap();
            state.pretend_stated(&event(at, None, kind, &data), Reliance::Everybody);
            state.assert_pools_are_sound(&handles);
        }
    }

    /// Walked through time, a group is on every day what a look at that day alone finds.
    #[test]
    fn a_walk_through_time_meets_every_group(steps in prop::collection::vec(step(), 20..120), who in 0..MANY) {
        let (mut state, handles) = strangers();
        let all = statements(&steps);
        for (at, stated) in all.iter().enumerate() {
            let (kind, data) = data(&all, &stated.op).unwrap();
            state.pretend_stated(&event(at, None, kind, &data), Reliance::Everybody);
        }
        let view = View::everybody();
        let mut walk = Walk::new(&state, &view, handles[who], date(1), date(1_600));
        for day in (1..1_600).map(date) {
            while walk.next_change().is_some_and(|next| next <= day) {
                walk.go_to(walk.next_change().unwrap());
            }
            let members: BTreeSet<Handle> = walk.members.iter().copied().collect();
            prop_assert_eq!(members, state.group_on(handles[who], day, &view));
        }
    }
}
