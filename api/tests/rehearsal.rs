//! Trying out statements, and the record of who looked: through the service, as the HTTP layer asks.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test ends where it fails")]

use std::sync::Arc;

use api::service::keys::Keys;
use api::service::looks::{Look, LookRole, names_of};
use api::service::rehearsal::{Rehearsal, RehearsalError, Supposed};
use api::service::statement::{Parts, signed};
use api::service::{
    ClockCheck, Founding, Receipt, Service, Simulation, StartOptions, create_files, found, govern_first,
    note_check, open_files, start,
};
use ledger::checkpoint::{Checkpoint, sign_note};
use ledger::event::EventType;
use ledger::file::simulated::SimulatedFiles;
use ledger::ids::{PartyId, UndertakingId};
use ledger::json::Fault;
use ledger::merkle::empty_root;
use ledger::store::MemoryStore;
use ledger::submission::{SecretKey, base64url};
use ledger::time::{At, FixedClock};
use ledger::verdict::{Code, Outcome};
use rules::project::ways_out;
use serde_json::{Value, json};

const ORIGIN: &str = "ledger.example/test";
/// 2026-11-20T10:00:00Z
const NOON: i64 = 1_795_168_800_000_000;
const U1: &str = "NID:FI:12345671";
const U2: &str = "NID:FI:22222229";
const LEI: &str = "LEI:529900T8BM49AURSDO55";

fn at(micros: i64) -> At {
    At::from_micros(micros).unwrap()
}

fn founding() -> Founding {
    let operator = "operator".parse().unwrap();
    Founding { origin: ORIGIN.into(), operator_name: "Example".into(), operator, policy: json!({}) }
}

fn party(name: &str) -> PartyId {
    name.parse().unwrap()
}

fn key_of(name: &str) -> SecretKey {
    SecretKey::from_seed(&[u8::try_from(name.len()).unwrap() + name.as_bytes()[0]; 32])
}

/// A ledger with two hosts that grant for Finland, an undertaking with a LEI, and another one.
struct World {
    service: Service,
    operator: SecretKey,
    number: std::cell::Cell<u32>,
}

impl World {
    async fn new() -> World {
        let clock = Arc::new(FixedClock::new(at(NOON)));
        let keys = Keys::generate(ORIGIN).unwrap();
        let vkey = keys.vkeys().unwrap().first().unwrap().1.clone();
        let empty = Checkpoint { origin: ORIGIN.into(), size: 0, root: empty_root() };
        let note = sign_note(&empty.to_text(), &[&keys.signer().unwrap()]).unwrap();
        let store = Arc::new(MemoryStore::new(note_check(&vkey).unwrap(), &note));
        found(store.as_ref(), &keys, &founding(), clock.as_ref()).unwrap();
        let operator = SecretKey::from_seed(&keys.operator.as_ref().unwrap().seed());
        let options = StartOptions { clock, ..StartOptions::default() };
        let (service, _) = start(store, keys, options, &mut |_, _| {}).unwrap();
        govern_first(&service).await.unwrap();
        let world = World { service, operator, number: 0.into() };
        for host in ["csc", "bsc-eu"] {
            world.admit(host).await;
        }
        for (id, more) in [(U1, json!([{"scheme": "LEI", "value": "529900T8BM49AURSDO55"}])), (U2, json!([]))]
        {
            let data =
                json!({"undertaking": id, "identifiers": more, "name": "Testi Oy", "natural_person": false});
            world.took_effect("csc", EventType::UndertakingRegistered, id, &data).await;
        }
        world
    }

    async fn admit(&self, host: &str) {
        let mandate = json!({"member_state": "FI", "principal": {"id": host, "name": host}, "act": "law", "from": "2014-01-01"});
        let data = json!({"party": host, "name": host, "roles": ["hosting-entity"],
            "keys": [key_of(host).public().jwk()], "mandates": [mandate]});
        self.took_effect("operator", EventType::PartyAdmitted, host, &data).await;
    }

    async fn submit(&self, source: &str, event_type: EventType, subject: &str, data: &Value) -> Receipt {
        let number = self.number.replace(self.number.get() + 1);
        let parts = Parts {
            id: Some(format!("e-{number}")),
            event_type,
            source: &party(source),
            ledger: Some(self.service.ledger_id()),
            subject,
            time: at(NOON),
            data,
        };
        let key =
            if source == "operator" { SecretKey::from_seed(&self.operator.seed()) } else { key_of(source) };
        self.service.submit(signed(&parts, &key).into_bytes()).await.unwrap()
    }

    async fn took_effect(&self, source: &str, event_type: EventType, subject: &str, data: &Value) {
        let verdict = self.submit(source, event_type, subject, data).await.verdict;
        assert!(matches!(verdict.outcome, Outcome::Admitted | Outcome::Recorded), "{verdict:?}");
    }

    fn own(&self, host: &str, facts: &[(EventType, Value)]) -> Result<Simulation, RehearsalError> {
        self.service.rehearse(&asked(facts), &Rehearsal::Own(party(host)))
    }
}

fn asked(facts: &[(EventType, Value)]) -> Supposed {
    let events: Vec<Value> =
        facts.iter().map(|(kind, data)| json!({"type": kind.name(), "data": data})).collect();
    let body = json!({"events": events, "on": "2026-11-20", "purpose": "application 17"}).to_string();
    Supposed::read(&ledger::json::parse(body.as_bytes()).unwrap()).unwrap()
}

fn grant(host: &str, award: &str, beneficiary: &str, amount: &str) -> Value {
    json!({
        "award": award, "beneficiary": beneficiary,
        "granting_authority": {"id": host, "name": host}, "member_state": "FI",
        "granted_on": "2026-11-20", "legal_right": "on-admission",
        "basis": {"kind": "ad-hoc", "regime": "eu-2023-2831"}, "instrument": "grant-or-interest-subsidy",
        "aid": {"form": "grant", "nominal": {"amount": amount, "currency": "EUR"}},
        "funding": [{"origin": "state", "share_percent": "100"}],
        "activity": {"nace": {"code": "62.10", "revision": "2.1"}},
        "conditions": {"export_linked": false, "domestic_goods": false, "price_quantity_linked": false},
    })
}

fn abroad(host: &str, amount: &str) -> Value {
    let mut data = grant(host, "S-1", U1, amount);
    data["member_state"] = json!("SE");
    data
}

fn ids(of: &[&str]) -> Vec<UndertakingId> {
    let mut ids: Vec<UndertakingId> = of.iter().map(|id| id.parse().unwrap()).collect();
    ids.sort();
    ids
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_mandate_nothing_is_seen() {
    let world = World::new().await;
    world
        .took_effect("bsc-eu", EventType::AwardGranted, "A-1", &grant("bsc-eu", "A-1", U1, "250000.00"))
        .await;
    let unauthorised = [
        // A State that it has no mandate for; another authority's name; somebody else's award.
        (abroad("csc", "200000.00"), vec![Code::NoMandate]),
        (grant("bsc-eu", "S-1", U1, "200000.00"), vec![Code::NoMandate]),
        (grant("csc", "bsc-eu/S-1", U1, "200000.00"), vec![Code::NotYours]),
    ];
    for (data, codes) in unauthorised {
        let simulation = world.own("csc", &[(EventType::AwardGranted, data.clone())]).unwrap();
        let said = &simulation.results[0];
        assert_eq!((said.verdict.outcome, &said.verdict.codes), (Outcome::Refused, &codes));
        assert!(said.verdict.checks.is_empty() && said.verdict.flags.is_empty(), "{:?}", said.verdict);
        assert_eq!((said.verdict.gge, &said.verdict.affects, &said.ways_out), (None, &None, &None));
        // The code is the one that a signed statement gets.
        let subject = data["award"].as_str().unwrap();
        let real = world.submit("csc", EventType::AwardGranted, subject, &data).await.verdict;
        assert_eq!((real.outcome, real.codes), (Outcome::Refused, codes));
        // Who asks is recorded even so.
        assert_eq!(simulation.looked_at, ids(&[U1]));
    }
    // Nobody gives itself what it lacks, and no link of another's making.
    let mandate = json!({"member_state": "SE", "principal": {"id": "csc", "name": "csc"}, "act": "law", "from": "2014-01-01"});
    let admission = json!({"party": "csc", "name": "csc", "roles": ["hosting-entity"], "keys": [key_of("csc").public().jwk()],
        "mandates": [mandate]});
    let facts =
        [(EventType::PartyAdmitted, admission), (EventType::AwardGranted, abroad("csc", "200000.00"))];
    let results = world.own("csc", &facts).unwrap().results;
    assert_eq!(results[0].verdict.codes, [Code::NotAuthorised]);
    assert_eq!(results[1].verdict.codes, [Code::NoMandate]);
    // In the name of a party that the ledger knows, whoever asks hears what the party would; in nobody's, no authority is asked.
    let facts = [(EventType::AwardGranted, abroad("csc", "200000.00"))];
    let said = |whose| world.service.rehearse(&asked(&facts), &Rehearsal::Anybody(whose)).unwrap();
    let named = said(Some(party("csc")));
    assert_eq!(
        (named.as_party, &named.results[0].verdict.codes[..]),
        (Some(party("csc")), &[Code::NoMandate][..])
    );
    for nobody in [said(None), said(Some(party("stranger")))] {
        assert!(nobody.as_party.is_none() && !nobody.results[0].verdict.checks.is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_simulation_records_nothing() {
    let world = World::new().await;
    let head = world.service.view().head.clone();
    let fact = |amount: &str| [(EventType::AwardGranted, grant("csc", "S-1", U1, amount))];
    for whose in
        [Rehearsal::Own(party("csc")), Rehearsal::Anybody(Some(party("csc"))), Rehearsal::Anybody(None)]
    {
        let said = |amount| world.service.rehearse(&asked(&fact(amount)), &whose);
        assert_eq!(said("300000.00").unwrap().results[0].verdict.outcome, Outcome::Admitted);
        let over = said("300000.01").unwrap();
        assert_eq!((&over.results[0].verdict.codes[..], &over.head), (&[Code::CeilingExceeded][..], &head));
        let malformed = said("x").unwrap_err();
        let below = |faults: &[Fault]| faults[0].pointer.starts_with("/events/0/data/aid");
        assert!(matches!(&malformed, RehearsalError::Malformed(faults) if below(faults)), "{malformed:?}");
    }
    assert_eq!(world.service.view().head, head);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_party_hears_what_its_signed_statement_would_be_answered_with() {
    let world = World::new().await;
    world
        .took_effect("bsc-eu", EventType::AwardGranted, "A-1", &grant("bsc-eu", "A-1", U1, "150000.00"))
        .await;
    world.took_effect("csc", EventType::AwardGranted, "A-2", &grant("csc", "A-2", U1, "100000.00")).await;
    for (award, amount) in [("S-1", "50000.01"), ("S-2", "50000.00"), ("S-3", "0.01")] {
        let data = grant("csc", award, U1, amount);
        let facts = [(EventType::AwardGranted, data.clone())];
        let said = world.own("csc", &facts).unwrap().results.remove(0);
        let state = world.service.view().state.clone();
        let receipt = world.submit("csc", EventType::AwardGranted, award, &data).await;
        let real = &receipt.verdict;
        assert_eq!(&said.verdict, real, "{award}");
        assert_eq!(said.ways_out, receipt.ways_out(&state), "the answer to the signed one names no more");
        assert_eq!(said.reasons, receipt.reasons(&state));
        assert_eq!(said.ways_out, ways_out(&state, &said.event, real, Some(&party("csc"))));
        let whole = ways_out(&state, &said.event, real, None);
        if let Some(waive) = whole.and_then(|ways| ways.waive) {
            let parties = |waive: &rules::project::Waive| -> Vec<String> {
                let all = waive.combinations.iter().flat_map(|one| &one.awards);
                all.map(|award| award.award.party().to_owned()).collect()
            };
            assert!(parties(&waive).contains(&"bsc-eu".to_owned()), "{waive:?}");
            let shown = said.ways_out.unwrap().waive.unwrap();
            assert_eq!(shown.amount, waive.amount, "how much is missing is said");
            assert!(!shown.combinations.is_empty() && parties(&shown).iter().all(|party| party == "csc"));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_party_sees_groups_as_its_statement_would() {
    let world = World::new().await;
    world.took_effect("csc", EventType::AwardGranted, "A-1", &grant("csc", "A-1", U2, "200000.00")).await;
    // A link that only another host stated: it refuses nobody else's grant, a person looks at it.
    let link = json!({"controller": U1, "controlled": U2, "kind": "voting-majority", "from": "2020-01-01",
        "evidence": {"level": "declared", "sha256": "0".repeat(64)}});
    let receipt = world.submit("bsc-eu", EventType::ControlDeclared, U2, &link).await;
    assert_eq!(receipt.verdict.outcome, Outcome::Recorded, "{:?}", receipt.verdict);
    let data = grant("csc", "S-1", U1, "150000.00");
    let simulation = world.own("csc", &[(EventType::AwardGranted, data.clone())]).unwrap();
    let real = world.submit("csc", EventType::AwardGranted, "S-1", &data).await.verdict;
    assert_eq!(simulation.results[0].verdict, real);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_names_a_party_hears_it_with_the_links_that_the_party_stated() {
    let world = World::new().await;
    world
        .took_effect("bsc-eu", EventType::AwardGranted, "A-1", &grant("bsc-eu", "A-1", U2, "200000.00"))
        .await;
    let link = json!({"controller": U1, "controlled": U2, "kind": "voting-majority", "from": "2020-01-01",
        "evidence": {"level": "declared", "sha256": "0".repeat(64)}});
    world.took_effect("csc", EventType::ControlDeclared, U2, &link).await;
    let data = grant("csc", "S-1", U1, "150000.00");
    let facts = asked(&[(EventType::AwardGranted, data.clone())]);
    let said = |whose: &Rehearsal| world.service.rehearse(&facts, whose).unwrap().results.remove(0).verdict;
    let (named, own) = (said(&Rehearsal::Anybody(Some(party("csc")))), said(&Rehearsal::Own(party("csc"))));
    let real = world.submit("csc", EventType::AwardGranted, "S-1", &data).await.verdict;
    assert_eq!(real.codes, [Code::CeilingExceeded]);
    // It was said to be admitted: the view was everybody's.
    assert_eq!((&named, &own), (&real, &real));
    assert_eq!(said(&Rehearsal::Anybody(None)).outcome, Outcome::Admitted, "by what everybody relies on");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suspended_party_tries_out_nothing() {
    let world = World::new().await;
    let data = json!({"party": "csc", "reason": "test"});
    world.took_effect("operator", EventType::PartySuspended, "csc", &data).await;
    let facts = [(EventType::AwardGranted, grant("csc", "S-1", U1, "1.00"))];
    let error = world.own("csc", &facts).unwrap_err();
    assert_eq!(
        (error.clone(), error.problem()),
        (RehearsalError::Suspended(party("csc")), (403, "party_suspended"))
    );
    let error = world.own("nobody", &facts).unwrap_err();
    assert_eq!(error.problem(), (403, "not_allowed"));
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_whose_figures_may_show_is_named() {
    let world = World::new().await;
    world.took_effect("csc", EventType::AwardGranted, "A-1", &grant("csc", "A-1", U1, "10.00")).await;
    let looked_at = |facts: &[(EventType, Value)]| world.own("csc", facts).unwrap().looked_at;
    // By another identifier: the one asked for and the one it stands for.
    let by_lei = [(EventType::AwardGranted, grant("csc", "S-1", "lei:529900t8bm49aursdo55", "1.00"))];
    assert_eq!(looked_at(&by_lei), ids(&[LEI, U1]));
    // By an identifier in two members.
    let registered = json!({"undertaking": "NID:FI:3", "identifiers": [{"scheme": "LEI", "value": "529900T8BM49AURSDO55"}],
        "name": "Testi Oy", "natural_person": false});
    assert_eq!(looked_at(&[(EventType::UndertakingRegistered, registered)]), ids(&[LEI, U1, "NID:FI:3"]));
    // By an award.
    let reduced = json!({"award": "A-1", "on": "2026-11-20", "gge_after": {"amount": "5.00", "currency": "EUR"},
        "benefit_kept": {"amount": "1.00", "currency": "EUR"}, "reason": "test"});
    assert_eq!(looked_at(&[(EventType::AwardReduced, reduced)]), ids(&[U1]));
    // By a statement that is taken back: this one registered the second undertaking.
    let retracted = json!({"source": "urn:aidledger:party:csc", "id": "e-3", "reason": "test"});
    assert!(looked_at(&[(EventType::StatementRetracted, retracted)]).contains(&U2.parse().unwrap()));
    // With the group whose sum the ceiling is held against.
    let link = json!({"controller": U1, "controlled": U2, "kind": "voting-majority", "from": "2020-01-01",
        "evidence": {"level": "register", "sha256": "0".repeat(64)}});
    world.admit_register().await;
    world.took_effect("register", EventType::ControlDeclared, U2, &link).await;
    let one = [(EventType::AwardGranted, grant("csc", "S-1", U2, "1.00"))];
    assert_eq!(looked_at(&one), ids(&[U1, U2]));
    // What can't be read shows nothing.
    let Err(RehearsalError::Malformed(faults)) = world.own("csc", &[(EventType::AwardGranted, json!({}))])
    else {
        panic!("an empty grant")
    };
    assert!(faults.iter().all(|fault| fault.pointer.starts_with("/events/0/data")), "{faults:?}");
}

impl World {
    async fn admit_register(&self) {
        let data = json!({"party": "register", "name": "register", "roles": ["register"],
            "keys": [key_of("register").public().jwk()], "mandates": []});
        self.took_effect("operator", EventType::PartyAdmitted, "register", &data).await;
    }
}

fn look(role: LookRole, undertakings: Vec<UndertakingId>, purpose: Option<&str>) -> Look {
    Look {
        role,
        party: (role == LookRole::HostingEntity).then(|| party("csc")),
        token_id: Some("t-1".into()),
        undertakings,
        entries: None,
        via: "Headroom",
        purpose: purpose.map(|text| text.parse().unwrap()),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_look_is_found_under_every_identifier_of_the_undertaking() {
    let world = World::new().await;
    let service = &world.service;
    assert!(service.looks_head().is_none());
    let names = |asked: &str| names_of(&service.view().state, [&asked.parse().unwrap()]);
    assert_eq!(names("lei:529900t8bm49aursdo55"), ids(&[LEI, U1]));
    assert_eq!(names("NID:FI:404"), ids(&["NID:FI:404"]), "what is not known was asked for all the same");
    let host = LookRole::HostingEntity;
    service.looked(&look(host, names(LEI), Some("by LEI"))).unwrap();
    service.looked(&look(host, names("nid:fi:1234567-1"), Some("by number"))).unwrap();
    service.looked(&look(LookRole::Auditor, names(U2), None)).unwrap();
    let purposes = |own: &str| -> Vec<String> {
        let own = service.identified(&own.parse().unwrap());
        let page = service.looks(Some(&own), None, 100).unwrap();
        page.lines.iter().map(|line| line.purpose().unwrap_or("-").to_owned()).collect()
    };
    assert_eq!(purposes(U1), ["by LEI", "by number"]);
    assert_eq!(purposes(LEI), ["by LEI", "by number"]);
    assert_eq!(purposes(U2), ["-"]);
    // The end of the record, signed: whoever keeps it can show that lines went.
    let signed = service.looks_head().unwrap();
    let said: Value = serde_json::from_slice(&base64url(signed.split('.').nth(1).unwrap()).unwrap()).unwrap();
    assert_eq!((said["n"].as_u64(), said["sha256"].as_str().map(str::len)), (Some(3), Some(64)));
    assert!(service.verify_token(&signed).is_none(), "it is no token");
    // A look that does not fit is not recorded, so nothing may be shown.
    let odd = Look { token_id: Some("x".repeat(65)), ..look(host, names(U1), None) };
    assert!(service.looked(&odd).is_err());
    service.shut_down().await;
    assert!(service.looked(&look(host, names(U1), None)).is_err(), "nobody looks when it is over");
    assert!(service.looks_stopped().is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_record_outlives_a_restart_and_a_start_tells_what_it_found() {
    let disk = SimulatedFiles::new();
    let clock = Arc::new(FixedClock::new(at(NOON)));
    create_files(Arc::new(disk.clone()), &founding(), clock.clone()).await.unwrap();
    let begin = |disk: &SimulatedFiles, months| {
        let options = StartOptions {
            clock: clock.clone(),
            clock_check: ClockCheck::Accept,
            looks_months: months,
            ..StartOptions::default()
        };
        open_files(Arc::new(disk.clone()), options, &mut |_, _| {}).unwrap()
    };
    let (service, report) = begin(&disk, None);
    assert!(report.looks.notes.is_empty() && report.looks.lines == 0);
    service.looked(&look(LookRole::Auditor, ids(&[U1]), None)).unwrap();
    // Killed, not ended.
    let (again, report) = begin(&disk.after_kill(), None);
    assert_eq!((report.looks.lines, report.looks.findings.len()), (2, 0));
    assert_eq!(again.looks(None, None, 10).unwrap().lines.len(), 2);
    let copy = disk.after_kill();
    copy.tamper("looks/2026-11.0001.jsonl", |bytes| bytes[40] ^= 1);
    let (_, report) = begin(&copy, None);
    assert!(
        report.lines().iter().any(|line| line.starts_with("WARNING: the record of looks:")),
        "{report:?}"
    );
    // What is over goes by itself where it is served.
    let copy = disk.after_kill();
    clock.set(at(NOON + 86_400_000_000 * 800));
    let (kept, _) = begin(&copy, Some(24));
    for _wait in 0..600 {
        if kept.looks(None, None, 10).unwrap().lines.len() == 1 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    let lines = kept.looks(None, None, 10).unwrap().lines;
    assert_eq!(lines[0].json()["kind"], "pruned");
    for service in [service, again, kept] {
        service.shut_down().await;
    }
}
