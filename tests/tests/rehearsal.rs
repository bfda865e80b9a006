//! A rehearsal is the real thing without the writing: random statements of two hosts and a register, each tried out and then
//! signed and posted to the real service. And what headroom says is left is admitted, in the view of whoever asks.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at whatever it did not expect"
)]

mod streams;

use std::sync::Arc;

use aidledger_tests::ops::{Day, Op, Statement};
use api::service::keys::Keys;
use api::service::rehearsal::{Rehearsal, Supposed};
use api::service::statement::{Parts, signed};
use api::service::{Founding, Service, StartOptions, found, govern_first, note_check, start};
use ledger::checkpoint::{Checkpoint, sign_note};
use ledger::event::EventType;
use ledger::merkle::empty_root;
use ledger::money::Cents;
use ledger::store::MemoryStore;
use ledger::submission::SecretKey;
use ledger::time::{At, FixedClock};
use ledger::verdict::{Code, Outcome, Verdict};
use proptest::collection::vec;
use proptest::prelude::*;
use rules::project::{Query, headroom_of};
use serde_json::{Value, json};

const ORIGIN: &str = "ledger.example/rehearsed";
/// 2032-01-02T10:00:00Z: behind every date of the streams.
const NOW: i64 = 1_956_650_400_000_000;
const HOSTS: [&str; 2] = ["host", "guest"];
const REGISTER: &str = "register";

fn key_of(party: &str) -> SecretKey {
    SecretKey::from_seed(&[party.as_bytes()[0]; 32])
}

struct World {
    service: Service,
    operator: SecretKey,
}

impl World {
    async fn new() -> Self {
        let clock = Arc::new(FixedClock::new(At::from_micros(NOW).unwrap()));
        let keys = Keys::generate(ORIGIN).unwrap();
        let vkey = keys.vkeys().unwrap().first().unwrap().1.clone();
        let empty = Checkpoint { origin: ORIGIN.into(), size: 0, root: empty_root() };
        let note = sign_note(&empty.to_text(), &[&keys.signer().unwrap()]).unwrap();
        let store = Arc::new(MemoryStore::new(note_check(&vkey).unwrap(), &note));
        let operator = "operator".parse().unwrap();
        let founding =
            Founding { origin: ORIGIN.into(), operator_name: "Example".into(), operator, policy: json!({}) };
        found(store.as_ref(), &keys, &founding, clock.as_ref()).unwrap();
        let operator = SecretKey::from_seed(&keys.operator.as_ref().unwrap().seed());
        let options = StartOptions { clock, ..StartOptions::default() };
        let (service, _) = start(store, keys, options, &mut |_, _| {}).unwrap();
        govern_first(&service).await.unwrap();
        let world = Self { service, operator };
        // One host grants for two States, the other for one.
        for (party, roles, states) in [
            (HOSTS[0], json!(["hosting-entity"]), &["FI", "IT"][..]),
            (HOSTS[1], json!(["hosting-entity"]), &["FI"]),
            (REGISTER, json!(["register", "rule-authority"]), &[]),
        ] {
            let mandates: Vec<Value> = states
                .iter()
                .map(|state| json!({"member_state": state, "principal": {"id": "authority", "name": "Authority"}, "act": "law", "from": "2014-01-01"}))
                .collect();
            let data = json!({"party": party, "name": party, "roles": roles,
                "keys": [key_of(party).public().jwk()], "mandates": mandates});
            let verdict = world.post("operator", EventType::PartyAdmitted, party, party, &data).await;
            assert_eq!(verdict.outcome, Outcome::Admitted, "{verdict:?}");
        }
        world
    }

    async fn post(
        &self,
        source: &str,
        event_type: EventType,
        id: &str,
        subject: &str,
        data: &Value,
    ) -> Verdict {
        // As a rehearsal dates it: by its own day, else by the clock.
        let day = |of: &Value| {
            let named =
                ["granted_on", "on", "from", "received_on"].iter().find_map(|name| of[*name].as_str());
            named.map(str::to_owned)
        };
        let own =
            day(data).or_else(|| data["awards"].as_array().and_then(|all| all.iter().filter_map(day).min()));
        let time = own.and_then(|day| aidledger_tests::facts::noon(day.parse().unwrap()));
        let parts = Parts {
            id: Some(id.to_owned()),
            event_type,
            source: &source.parse().unwrap(),
            ledger: Some(self.service.ledger_id()),
            subject,
            time: time.unwrap_or(At::from_micros(NOW).unwrap()),
            data,
        };
        let key =
            if source == "operator" { SecretKey::from_seed(&self.operator.seed()) } else { key_of(source) };
        self.service.submit(signed(&parts, &key).into_bytes()).await.unwrap().verdict
    }

    fn rehearse(&self, source: &str, event_type: EventType, data: &Value) -> Verdict {
        let body =
            json!({"events": [{"type": event_type.name(), "data": data}], "purpose": "a test"}).to_string();
        let asked = Supposed::read(&ledger::json::parse(body.as_bytes()).unwrap()).unwrap();
        let whose = Rehearsal::Own(source.parse().unwrap());
        self.service.rehearse(&asked, &whose).unwrap().results.remove(0).verdict
    }
}

/// Who signs a statement: registers publish and review, anybody states facts; a number chooses.
fn signer(event_type: EventType, number: u8) -> &'static str {
    let role = match event_type {
        EventType::ReferencePublished | EventType::ReviewDecided | EventType::SchemeRegistered => 9,
        _ => number,
    };
    match role {
        0..=5 => HOSTS[0],
        6 | 7 => HOSTS[1],
        _ => REGISTER,
    }
}

/// Where what is rehearsed and what is posted part.
async fn parts(world: &World, statements: &[Statement], signers: &[u8]) -> Option<String> {
    for (at, statement) in statements.iter().enumerate() {
        let event = statement.event("host");
        let event_type = EventType::from_wire(event["type"].as_str().unwrap()).unwrap();
        let source = signer(event_type, signers[at % signers.len()]);
        let (data, subject) = (&event["data"], event["subject"].as_str().unwrap());
        let tried = world.rehearse(source, event_type, data);
        let posted = world.post(source, event_type, &statement.id, subject, data).await;
        if tried != posted {
            return Some(format!("{source} {event}\n  tried  {tried:?}\n  posted {posted:?}"));
        }
    }
    None
}

fn cash(who: &str, state: &str, regime: &str, on: Day, amount: Cents) -> Value {
    json!({
        "award": "left", "beneficiary": who, "granting_authority": {"id": "authority", "name": "Authority"},
        "member_state": state, "granted_on": on.to_string(), "legal_right": "on-admission",
        "basis": {"kind": "ad-hoc", "regime": regime}, "instrument": "other",
        "aid": {"form": "grant", "nominal": {"amount": amount.to_string(), "currency": "EUR"}},
        "funding": [{"origin": "state", "share_percent": "100"}],
        "activity": {"nace": {"code": "62.10", "revision": "2.1"}},
        "conditions": {"export_linked": false, "domestic_goods": false, "price_quantity_linked": false, "sgei_service": "own-line"},
    })
}

/// Whether somebody splits away: aid to who has ceased waits for a person, which is a condition and no limit (G19).
fn anybody_ceases(statements: &[Statement]) -> bool {
    let gone = |statement: &Statement| match &statement.op {
        Op::Split { who, successors, .. } => successors.iter().all(|(successor, ..)| successor != who),
        _ => false,
    };
    statements.iter().any(gone)
}

/// Where a grant of what is left is not admitted, or one of a cent more is, by the one who asked; or figures do not add up.
fn not_as_said(world: &World, ceased: bool, (who, regime, on): (&str, &str, Day)) -> Option<String> {
    let state = world.service.view().state.clone();
    for host in HOSTS {
        let query = Query {
            undertaking: who.parse().unwrap(),
            regime: regime.parse().unwrap(),
            member_state: "FI".parse().ok(),
            on,
        };
        let Ok(room) = headroom_of(&state, &query, Some(&host.parse().unwrap())) else { continue };
        let listed: i128 =
            room.awards.iter().filter(|line| line.standing.to_string() != "uncounted").map(high).sum();
        if (listed, room.used.0 + room.remaining.0 - room.excess.0) != (room.used.0, room.ceiling.0) {
            return Some(format!("does not add up: {room:?}"));
        }
        if room.upper_bound {
            continue;
        }
        for (cents, fits) in
            [(room.remaining, room.excess == Cents::ZERO), (room.remaining + Cents(1), false)]
        {
            let data = cash(who, "FI", regime, on, cents);
            let said = world.rehearse(host, EventType::AwardGranted, &data);
            if ceased && said.codes == [Code::NeedsReview] {
                continue;
            }
            if cents > Cents::ZERO && (said.outcome == Outcome::Admitted) != fits {
                return Some(format!("{host} {cents}: {said:?}\n  {room:?}"));
            }
        }
    }
    None
}

fn high(line: &rules::project::AwardLine) -> i128 {
    match line.counted {
        rules::project::Counted::Exact(cents) => cents.0,
        rules::project::Counted::Range(_, high) => high.map_or(0, |high| high.0),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn what_is_tried_out_is_what_is_answered_and_what_is_left_is_admitted(
        statements in streams::whole_stream(20..45),
        signers in vec(0_u8..10, 1..12),
        asked in vec((streams::who(), prop_oneof![3 => Just("eu-2023-2831"), 1 => Just("eu-2023-2832")], streams::dates()), 8),
    ) {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().worker_threads(2).build().unwrap();
        let why = runtime.block_on(async {
            let world = World::new().await;
            let mut why = parts(&world, &statements, &signers).await;
            why = why.or_else(|| asked.iter().find_map(|question| not_as_said(&world, anybody_ceases(&statements), *question)));
            world.service.shut_down().await;
            why
        });
        prop_assert!(why.is_none(), "{}", why.unwrap_or_default());
    }
}
