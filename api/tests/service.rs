//! The service from statement to receipt, over memory, a directory, and a disk that fails.
#![expect(clippy::unwrap_used, reason = "a test ends where it fails")]

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use api::service::keys::Keys;
use api::service::statement::{Parts, key_proof, signed};
use api::service::{
    Asker, ClockCheck, CosignerConfig, EventFilter, Founding, INDEX, OperatorKey, Receipt, Service,
    StartError, StartOptions, Turned, WitnessConfig, create, create_files, found, govern_first, note_check,
    open, open_files, start,
};
use ledger::checkpoint::{Checkpoint, KeyKind, NoteSigner, VerifierKey, sign_note};
use ledger::event::EventType;
use ledger::file::Files as _;
use ledger::file::simulated::{Faults, SimulatedFiles};
use ledger::ids::PartyId;
use ledger::merkle::{empty_root, leaf_hash};
use ledger::prove::{Policy, TlogProof};
use ledger::store::MemoryStore;
use ledger::submission::{PublicKey, SecretKey, base64url, to_base64url};
use ledger::time::{At, FixedClock};
use ledger::verdict::{Code, Outcome};
use serde_json::{Value, json};

const ORIGIN: &str = "ledger.example/test";
/// 2026-11-20T10:00:00Z
const NOON: i64 = 1_795_168_800_000_000;
const DAY: i64 = 86_400_000_000;
const SECOND: i64 = 1_000_000;

fn at(micros: i64) -> At {
    At::from_micros(micros).unwrap()
}

fn founding(policy: Value) -> Founding {
    let operator = "operator".parse().unwrap();
    Founding { origin: ORIGIN.into(), operator_name: "Example".into(), operator, policy }
}

/// A running ledger with one host, its key and the operator's.
struct World {
    service: Service,
    clock: Arc<FixedClock>,
    operator: SecretKey,
    host: SecretKey,
}

fn options(clock: &Arc<FixedClock>) -> StartOptions {
    StartOptions { clock: clock.clone(), ..StartOptions::default() }
}

fn again(key: &SecretKey) -> SecretKey {
    SecretKey::from_seed(&key.seed())
}

impl World {
    async fn in_memory(policy: Value) -> World {
        World::with_keys(Keys::generate(ORIGIN).unwrap(), policy).await
    }

    async fn with_keys(keys: Keys, policy: Value) -> World {
        let clock = Arc::new(FixedClock::new(at(NOON)));
        let vkey = keys.vkeys().unwrap().first().unwrap().1.clone();
        let signer: NoteSigner = keys.signer().unwrap();
        let empty = Checkpoint { origin: ORIGIN.into(), size: 0, root: empty_root() };
        let note = sign_note(&empty.to_text(), &[&signer]).unwrap();
        let store = Arc::new(MemoryStore::new(note_check(&vkey).unwrap(), &note));
        found(store.as_ref(), &keys, &founding(policy), clock.as_ref()).unwrap();
        let operator = again(keys.operator.as_ref().unwrap());
        let (service, _) = start(store, keys, options(&clock), &mut |_, _| {}).unwrap();
        govern_first(&service).await.unwrap();
        let world = World { service, clock, operator, host: SecretKey::from_seed(&[1; 32]) };
        world.admit().await;
        world
    }

    /// Admits `csc` and registers an undertaking.
    async fn admit(&self) {
        let principal = json!({"id": "csc", "name": "CSC"});
        let mandate =
            json!({"member_state": "FI", "principal": principal, "act": "law", "from": "2014-01-01"});
        let data = json!({"party": "csc", "name": "CSC", "roles": ["hosting-entity"],
            "keys": [self.host.public().jwk()], "mandates": [mandate]});
        let jws = self.by(&self.operator, "operator", EventType::PartyAdmitted, "csc", "admit", &data);
        assert_eq!(self.service.submit(jws).await.unwrap().verdict.outcome, Outcome::Admitted);
        let data = json!({"undertaking": "NID:FI:1234567-1", "identifiers": [], "name": "Testi Oy", "natural_person": false});
        let jws = self.host(EventType::UndertakingRegistered, "NID:FI:1234567-1", "und", &data);
        assert_eq!(self.service.submit(jws).await.unwrap().verdict.outcome, Outcome::Recorded);
    }

    fn by(
        &self,
        key: &SecretKey,
        party: &str,
        event_type: EventType,
        subject: &str,
        id: &str,
        data: &Value,
    ) -> Vec<u8> {
        let source: PartyId = party.parse().unwrap();
        let ledger = Some(self.service.ledger_id());
        let id = Some(id.to_owned());
        signed(&Parts { id, event_type, source: &source, ledger, subject, time: at(NOON), data }, key)
            .into_bytes()
    }

    fn host(&self, event_type: EventType, subject: &str, id: &str, data: &Value) -> Vec<u8> {
        self.by(&self.host, "csc", event_type, subject, id, data)
    }

    fn grant(&self, award: &str, amount: &str) -> Vec<u8> {
        self.host(EventType::AwardGranted, award, award, &grant_data(award, amount))
    }

    fn vkey(&self) -> VerifierKey {
        let view = self.service.view();
        let line = view.state.directory.log_keys().next().unwrap().vkey.as_str().to_owned();
        VerifierKey::parse(&line).unwrap()
    }

    fn verify(&self, receipt: &Receipt) {
        let proof = TlogProof::parse(&receipt.proof).unwrap();
        let verified = proof.verify(leaf_hash(&receipt.entry), &Policy::one_log(self.vkey())).unwrap();
        assert_eq!(verified.index, receipt.position);
    }
}

fn recorded_at(receipt: &Receipt) -> At {
    ledger::entry::Entry::decode(&receipt.entry).unwrap().at
}

fn grant_data(award: &str, amount: &str) -> Value {
    json!({
        "award": award, "beneficiary": "NID:FI:1234567-1",
        "granting_authority": {"id": "csc", "name": "CSC"}, "member_state": "FI",
        "granted_on": "2026-11-20", "legal_right": "on-admission",
        "basis": {"kind": "ad-hoc", "regime": "eu-2023-2831"}, "instrument": "grant-or-interest-subsidy",
        "aid": {"form": "grant", "nominal": {"amount": amount, "currency": "EUR"}},
        "funding": [{"origin": "state", "share_percent": "100"}],
        "activity": {"nace": {"code": "62.10", "revision": "2.1"}},
        "conditions": {"export_linked": false, "domestic_goods": false, "price_quantity_linked": false},
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn one_cent_over_the_ceiling_is_refused_with_a_receipt_that_anybody_can_check() {
    let world = World::in_memory(json!({})).await;
    let full = world.service.submit(world.grant("A-1", "300000.00")).await.unwrap();
    assert_eq!(full.verdict.outcome, Outcome::Admitted, "{:?}", full.verdict);
    let over = world.service.submit(world.grant("A-2", "0.01")).await.unwrap();
    assert_eq!(
        (over.verdict.outcome, over.verdict.codes.as_slice()),
        (Outcome::Refused, [Code::CeilingExceeded].as_slice())
    );
    assert_eq!((over.position, over.replayed), (full.position + 1, false));
    world.verify(&full);
    world.verify(&over);
    // The proof binds the entry: another one's bytes do not fit.
    let proof = TlogProof::parse(&over.proof).unwrap();
    assert!(proof.verify(leaf_hash(&full.entry), &Policy::one_log(world.vkey())).is_err());
    assert_eq!(world.service.view().head.size, over.position + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_statement_gets_the_first_answer_again_also_where_it_was_refused() {
    let world = World::in_memory(json!({})).await;
    for (award, amount) in [("A-1", "300000.00"), ("A-2", "0.01")] {
        let jws = world.grant(award, amount);
        let first = world.service.submit(jws.clone()).await.unwrap();
        // Two at once: both may be in one group.
        let both = world.service.submit_all(vec![jws.clone(), jws]).await;
        for second in both {
            let second = second.unwrap();
            assert!(second.replayed && !first.replayed);
            assert_eq!(
                (second.position, &second.entry, &second.verdict),
                (first.position, &first.entry, &first.verdict)
            );
            world.verify(&second);
        }
    }
    let fresh = world.grant("A-3", "1.00");
    let answers = world.service.submit_all(vec![fresh.clone(), fresh]).await;
    let replayed: Vec<bool> = answers.iter().map(|answer| answer.as_ref().unwrap().replayed).collect();
    assert_eq!(replayed, [false, true], "the second of one group is the first's");
    let size = world.service.view().head.size;
    let other = world.host(EventType::AwardGranted, "A-9", "A-1", &grant_data("A-9", "1.00"));
    let Err(Turned::IdReused { position }) = world.service.submit(other).await else { panic!("taken") };
    // Who may not speak at all hears that first.
    let stranger = SecretKey::from_seed(&[9; 32]);
    let other = world.by(&stranger, "csc", EventType::AwardGranted, "A-9", "A-1", &grant_data("A-9", "1.00"));
    assert_eq!(world.service.submit(other).await.unwrap_err(), Turned::UnknownSigner);
    assert!(position < size);
    assert_eq!(world.service.view().head.size, size);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_speak_is_judged_in_sequence_in_every_order() {
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let world = World::in_memory(json!({})).await;
        let second = SecretKey::from_seed(&[2; 32]);
        let csc: PartyId = "csc".parse().unwrap();
        let proof = key_proof(world.service.ledger_id(), &csc, &second);
        let data = json!({"party": "csc", "jwk": second.public().jwk(), "proof": proof});
        let added = world.host(EventType::KeyAdded, "csc", "k2", &data);
        assert_eq!(world.service.submit(added).await.unwrap().verdict.outcome, Outcome::Admitted);
        let revoke = json!({"kid": world.host.public().kid(), "reason": "lost"});
        let suspend = json!({"party": "csc", "reason": "test"});
        let operator =
            |event_type, id, data| world.by(&world.operator, "operator", event_type, "csc", id, data);
        let items = [
            world.grant("A-1", "1.00"),
            operator(EventType::KeyRevoked, "revoke", &revoke),
            operator(EventType::PartySuspended, "suspend", &suspend),
        ];
        let batch: Vec<Vec<u8>> = order.iter().map(|item| items[*item].clone()).collect();
        let answers = world.service.submit_all(batch).await;
        let place = |item: usize| order.iter().position(|one| *one == item).unwrap();
        let granted = &answers[place(0)];
        match (place(1) < place(0), place(2) < place(0)) {
            (true, _) => assert_eq!(granted.as_ref().unwrap_err(), &Turned::KeyRevoked, "{order:?}"),
            (false, true) => assert_eq!(granted.as_ref().unwrap_err(), &Turned::Suspended, "{order:?}"),
            (false, false) => {
                assert_eq!(granted.as_ref().unwrap().verdict.outcome, Outcome::Admitted, "{order:?}")
            }
        }
        for item in [1, 2] {
            assert_eq!(
                answers[place(item)].as_ref().unwrap().verdict.outcome,
                Outcome::Admitted,
                "{order:?}"
            );
        }
        // Known before is answered as before, whatever the key's state now.
        if granted.is_ok() {
            assert!(world.service.submit(items[0].clone()).await.unwrap().replayed, "{order:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_key_has_one_purpose_for_ever() {
    let files = SimulatedFiles::new();
    files.create_dir("keys").unwrap();
    Keys::generate(ORIGIN).unwrap().write(&files).unwrap();
    let keys = Keys::read(&files, ORIGIN).unwrap();
    let world = World::with_keys(Keys::read(&files, ORIGIN).unwrap(), json!({})).await;
    let number = std::cell::Cell::new(0);
    let govern = async |event_type: EventType, data: Value| {
        number.set(number.get() + 1);
        let id = format!("one-key-{}", number.get());
        let subject = event_type.named_in(&data).unwrap_or("keys");
        let jws = world.by(&world.operator, "operator", event_type, subject, &id, &data);
        let verdict = world.service.submit(jws).await.unwrap().verdict;
        (verdict.outcome, verdict.codes)
    };
    let admit = |jwk: Value| json!({"party": "new", "name": "New", "roles": ["auditor"], "keys": [jwk], "mandates": []});
    let in_use = (Outcome::Refused, vec![Code::KeyInUse]);
    let admitted = (Outcome::Admitted, vec![]);
    // The log's own, by what the log says of them.
    let own: Vec<[u8; 32]> = {
        let view = world.service.view();
        view.state.directory.log_keys().map(|record| record.vkey.public_key()).collect()
    };
    assert_eq!(own.len(), 4);
    for key in &own {
        let jwk = PublicKey::from_x(&to_base64url(key)).unwrap().jwk();
        assert_eq!(govern(EventType::PartyAdmitted, admit(jwk)).await, in_use);
    }
    let csc: PartyId = "csc".parse().unwrap();
    for key in [&keys.refusal, &keys.certificate, &keys.token, &world.operator] {
        let proof = key_proof(world.service.ledger_id(), &csc, key);
        let data = json!({"party": "csc", "jwk": key.public().jwk(), "proof": proof});
        assert_eq!(govern(EventType::KeyAdded, data).await, in_use);
    }
    // A party's key, or one of the log's under another name and for another purpose, is no new log key.
    let host = world.host.public().to_bytes();
    for key in own.iter().chain([&host]) {
        let vkey = VerifierKey::new("elsewhere.example/log", KeyKind::Ed25519, key).unwrap().to_string();
        let data = json!({"vkey": vkey, "purpose": "token"});
        assert_eq!(govern(EventType::LogKeyAdded, data).await, in_use);
    }
    // Retired and revoked are not free again.
    let second = SecretKey::from_seed(&[2; 32]);
    let vkey = VerifierKey::new(ORIGIN, KeyKind::Ed25519, &second.public().to_bytes()).unwrap().to_string();
    let line = json!({"vkey": vkey, "purpose": "certificate"});
    assert_eq!(govern(EventType::LogKeyAdded, line.clone()).await, admitted);
    assert_eq!(govern(EventType::LogKeyRetired, line.clone()).await, admitted);
    assert_eq!(govern(EventType::LogKeyAdded, line).await, in_use);
    assert_eq!(govern(EventType::PartyAdmitted, admit(second.public().jwk())).await, in_use);
    let third = SecretKey::from_seed(&[3; 32]);
    let proof = key_proof(world.service.ledger_id(), &csc, &third);
    let added = json!({"party": "csc", "jwk": third.public().jwk(), "proof": proof});
    assert_eq!(govern(EventType::KeyAdded, added.clone()).await, admitted);
    let revoked = json!({"kid": third.public().kid(), "reason": "lost"});
    assert_eq!(govern(EventType::KeyRevoked, revoked).await, admitted);
    assert_eq!(govern(EventType::KeyAdded, added).await, in_use);
    assert_eq!(govern(EventType::PartyAdmitted, admit(third.public().jwk())).await, in_use);
    let vkey = VerifierKey::new(ORIGIN, KeyKind::Ed25519, &third.public().to_bytes()).unwrap().to_string();
    assert_eq!(govern(EventType::LogKeyAdded, json!({"vkey": vkey, "purpose": "token"})).await, in_use);
    assert_eq!(
        govern(EventType::PartyAdmitted, admit(SecretKey::from_seed(&[4; 32]).public().jwk())).await,
        admitted
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_witness_with_a_key_of_the_ledger_or_a_party_is_not_asked() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let clock = Arc::new(FixedClock::new(at(NOON)));
    create(&data, &founding(json!({})), clock.clone()).await.unwrap();
    let keys = Keys::read(&ledger::file::RealFiles::at(&data).unwrap(), ORIGIN).unwrap();
    let witness = |key: &SecretKey| {
        let key =
            VerifierKey::new("witness.example/w", KeyKind::CosignatureV1, &key.public().to_bytes()).unwrap();
        let cosigner = CosignerConfig::parse("http://127.0.0.1:1", &key.to_string()).unwrap();
        StartOptions { cosigners: vec![cosigner], ..options(&clock) }
    };
    for key in [&keys.token, &keys.refusal, keys.operator.as_ref().unwrap()] {
        let Err(error) = open(&data, witness(key), &mut |_, _| {}) else { panic!("it vouches for itself") };
        assert!(matches!(&error, StartError::WitnessKey(name) if name == "witness.example/w"), "{error}");
    }
    let own = WitnessConfig { name: "witness.example/w".into(), key: again(&keys.token), logs: vec![] };
    let options = StartOptions { witness: Some(own), ..options(&clock) };
    assert!(matches!(open(&data, options, &mut |_, _| {}), Err(StartError::WitnessKey(_))));
    let (service, _) = open(&data, witness(&SecretKey::from_seed(&[77; 32])), &mut |_, _| {}).unwrap();
    service.shut_down().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_may_be_used_right_after_it_was_added() {
    let world = World::in_memory(json!({})).await;
    let second = SecretKey::from_seed(&[2; 32]);
    let csc: PartyId = "csc".parse().unwrap();
    let proof = key_proof(world.service.ledger_id(), &csc, &second);
    let added = json!({"party": "csc", "jwk": second.public().jwk(), "proof": proof});
    let data = grant_data("A-1", "1.00");
    let by_second = world.by(&second, "csc", EventType::AwardGranted, "A-1", "A-1", &data);
    let forged = String::from_utf8(by_second.clone()).unwrap();
    let (body, _) = forged.rsplit_once('.').unwrap();
    let other = String::from_utf8(world.grant("A-1", "1.00")).unwrap();
    let forged = format!("{body}.{}", other.rsplit_once('.').unwrap().1);
    let batch = vec![
        by_second.clone(),
        world.host(EventType::KeyAdded, "csc", "k2", &added),
        forged.into_bytes(),
        by_second,
    ];
    let answers = world.service.submit_all(batch).await;
    assert_eq!(answers[0].as_ref().unwrap_err(), &Turned::UnknownSigner);
    assert_eq!(answers[1].as_ref().unwrap().verdict.outcome, Outcome::Admitted);
    assert_eq!(answers[2].as_ref().unwrap_err(), &Turned::BadSignature);
    assert_eq!(answers[3].as_ref().unwrap().verdict.outcome, Outcome::Admitted);
}

/// The same header and payload under another key's signature.
fn under(statement: &[u8], signed_by: &SecretKey) -> Vec<u8> {
    let text = String::from_utf8(statement.to_vec()).unwrap();
    let (signed, _) = text.rsplit_once('.').unwrap();
    format!("{signed}.{}", to_base64url(&signed_by.sign(signed.as_bytes()))).into_bytes()
}

/// The same payload, signed and named by another key.
fn signed_anew(statement: &[u8], key: &SecretKey) -> Vec<u8> {
    let text = String::from_utf8(statement.to_vec()).unwrap();
    let payload = base64url(text.split('.').nth(1).unwrap()).unwrap();
    ledger::submission::sign(&payload, key).into_bytes()
}

/// A ledger where `csc` has two keys, `other` is a party too, and a grant of `csc` was refused.
async fn with_a_refused_grant(policy: Value) -> (World, SecretKey, SecretKey, Vec<u8>) {
    let world = World::in_memory(policy).await;
    let (second, other) = (SecretKey::from_seed(&[2; 32]), SecretKey::from_seed(&[3; 32]));
    let csc: PartyId = "csc".parse().unwrap();
    let proof = key_proof(world.service.ledger_id(), &csc, &second);
    let added = json!({"party": "csc", "jwk": second.public().jwk(), "proof": proof});
    let data = json!({"party": "other", "name": "Other", "roles": ["hosting-entity"],
        "keys": [other.public().jwk()], "mandates": []});
    let refused = world.grant("A-1", "300000.01");
    for jws in [
        world.host(EventType::KeyAdded, "csc", "k2", &added),
        world.by(&world.operator, "operator", EventType::PartyAdmitted, "other", "admit-other", &data),
    ] {
        assert_eq!(world.service.submit(jws).await.unwrap().verdict.outcome, Outcome::Admitted);
    }
    let receipt = world.service.submit(refused.clone()).await.unwrap();
    assert_eq!(receipt.verdict.outcome, Outcome::Refused);
    (world, second, other, refused)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_learns_nothing_by_sending_a_known_statement_again() {
    let (world, _, other, known) = with_a_refused_grant(json!({})).await;
    let unknown = world.grant("A-2", "300000.01");
    let stranger = SecretKey::from_seed(&[9; 32]);
    let forgeries = |statement: &[u8]| {
        [
            signed_anew(statement, &stranger),
            under(statement, &stranger),
            under(statement, &other),
            signed_anew(statement, &other),
            signed_anew(statement, &world.operator),
        ]
    };
    let expected = [
        Turned::UnknownSigner,
        Turned::BadSignature,
        Turned::BadSignature,
        Turned::NotOfSource,
        Turned::NotOfSource,
    ];
    // Also while the ledger is read-only: then a new statement could be told from an old one by its 503.
    for read_only in [false, true] {
        if read_only {
            world.clock.set_wall(at(NOON - 600 * 1_000_000));
            let turned = world.service.submit(world.grant("A-3", "1.00")).await.unwrap_err();
            assert_eq!(turned.status(), 503);
        }
        for ((known, unknown), expected) in
            forgeries(&known).into_iter().zip(forgeries(&unknown)).zip(&expected)
        {
            assert_eq!(world.service.submit(known).await.unwrap_err(), *expected, "{read_only}");
            assert_eq!(world.service.submit(unknown).await.unwrap_err(), *expected, "{read_only}");
        }
        assert!(world.service.submit(known.clone()).await.unwrap().replayed, "{read_only}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_ways_out_of_now_are_for_the_party_itself_with_a_key_in_force() {
    let (world, second, _, refused) = with_a_refused_grant(json!({})).await;
    let asked = async |jws: &[u8]| {
        let receipt = world.service.submit(jws.to_vec()).await.unwrap();
        let ways = receipt.ways_out(&world.service.view().state);
        assert!(receipt.replayed);
        world.verify(&receipt);
        (receipt.asker, ways.and_then(|ways| ways.largest_amount_now).map(|amount| amount.to_string()))
    };
    let in_force = (Asker::InForce, Some("300000.00".to_owned()));
    let former = (Asker::Former, None);
    let by_second = signed_anew(&refused, &second);
    assert_eq!(asked(&refused).await, in_force);
    assert_eq!(asked(&by_second).await, in_force, "any key of the party");
    let revoke = json!({"kid": world.host.public().kid(), "reason": "lost"});
    let revoked = world.by(&world.operator, "operator", EventType::KeyRevoked, "csc", "revoke", &revoke);
    world.service.submit(revoked).await.unwrap();
    assert_eq!(
        asked(&refused).await,
        former,
        "whoever has the lost key reads what was said to it, and no more"
    );
    assert_eq!(asked(&by_second).await, in_force);
    let reason = json!({"party": "csc", "reason": "test"});
    let govern = async |event_type, id| {
        let jws = world.by(&world.operator, "operator", event_type, "csc", id, &reason);
        assert_eq!(world.service.submit(jws).await.unwrap().verdict.outcome, Outcome::Admitted);
    };
    govern(EventType::PartySuspended, "suspend").await;
    assert_eq!(asked(&by_second).await, former);
    govern(EventType::PartyReinstated, "reinstate").await;
    assert_eq!(asked(&by_second).await, in_force);
    // Another statement under the same id is still turned away by what its signer may do.
    let data = grant_data("A-9", "1.00");
    let other = |key: &SecretKey| world.by(key, "csc", EventType::AwardGranted, "A-9", "A-1", &data);
    assert_eq!(world.service.submit(other(&world.host)).await.unwrap_err(), Turned::KeyRevoked);
    assert!(matches!(world.service.submit(other(&second)).await, Err(Turned::IdReused { .. })));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_counted_or_charged_for_what_they_did_not_sign() {
    let quotas = json!({"quotas": {"events_per_day": 6}});
    let (world, second, other, refused) = with_a_refused_grant(quotas).await;
    let stranger = SecretKey::from_seed(&[9; 32]);
    let summary = || {
        let (_, data) = world.service.summary_due().unwrap();
        data["counts"].as_array().unwrap().clone()
    };
    // Forged in the name of `csc`: by nobody, by another party, by a bent signature.
    let fresh = world.grant("A-2", "1.00");
    for forged in [
        signed_anew(&fresh, &stranger),
        under(&fresh, &stranger),
        signed_anew(&fresh, &other),
        under(&refused, &other),
    ] {
        assert_eq!(world.service.submit(forged).await.unwrap_err().status(), 401);
    }
    // Its own: an id used twice.
    let again = world.host(EventType::AwardGranted, "A-9", "A-1", &grant_data("A-9", "1.00"));
    assert_eq!(world.service.submit(again).await.unwrap_err().status(), 409);
    // Four were recorded of `csc` (undertaking, key, refused grant, and this one); two are left.
    for award in ["A-2", "A-3", "A-4"] {
        world.service.submit(world.grant(award, "1.00")).await.unwrap();
    }
    let full = world.service.submit(world.grant("A-5", "1.00")).await.unwrap_err();
    assert!(matches!(full, Turned::Quota { .. }));
    // Whoever forges is not told that the quota is used up.
    let fifth = world.grant("A-5", "1.00");
    assert_eq!(world.service.submit(under(&fifth, &stranger)).await.unwrap_err(), Turned::BadSignature);
    assert_eq!(world.service.submit(signed_anew(&fifth, &other)).await.unwrap_err(), Turned::NotOfSource);
    // What a revoked key signs is nobody's: the one who has it now need not be the party.
    let revoke = json!({"kid": second.public().kid(), "reason": "lost"});
    let revoked = world.by(&world.operator, "operator", EventType::KeyRevoked, "csc", "revoke", &revoke);
    world.service.submit(revoked).await.unwrap();
    let by_revoked = signed_anew(&fifth, &second);
    assert_eq!(world.service.submit(by_revoked).await.unwrap_err(), Turned::KeyRevoked);
    world.clock.set(at(NOON + DAY));
    let row = |party: Option<&str>, counts: [u64; 5]| {
        let mut row =
            json!({"401": counts[0], "403": counts[1], "409": counts[2], "413": counts[3], "429": counts[4]});
        if let Some(party) = party {
            row["party"] = json!(party);
        }
        row
    };
    assert_eq!(summary(), [row(None, [7, 0, 0, 0, 0]), row(Some("csc"), [0, 0, 1, 0, 1])]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_suspended_party_sends_in_a_group_uses_up_no_quota() {
    let world = World::in_memory(json!({"quotas": {"events_per_day": 5}})).await;
    let reason = json!({"party": "csc", "reason": "test"});
    let operator = |event_type, id| world.by(&world.operator, "operator", event_type, "csc", id, &reason);
    let mut batch = vec![operator(EventType::PartySuspended, "suspend")];
    batch.extend((0..20).map(|n| world.grant(&format!("S-{n}"), "1.00")));
    let answers = world.service.submit_all(batch).await;
    for answer in answers.iter().skip(1) {
        assert_eq!(answer.as_ref().unwrap_err(), &Turned::Suspended);
    }
    world.service.submit(operator(EventType::PartyReinstated, "reinstate")).await.unwrap();
    world.service.submit(world.grant("A-1", "1.00")).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_twin_with_the_same_origin_and_keys_refuses_what_was_said_to_the_first() {
    let files = SimulatedFiles::new();
    files.create_dir("keys").unwrap();
    Keys::generate(ORIGIN).unwrap().write(&files).unwrap();
    let first = World::with_keys(Keys::read(&files, ORIGIN).unwrap(), json!({})).await;
    let twin = World::with_keys(Keys::read(&files, ORIGIN).unwrap(), json!({})).await;
    let said = first.grant("a-1", "10.00");
    assert_eq!(first.service.submit(said.clone()).await.unwrap().verdict.outcome, Outcome::Admitted);
    let turned = twin.service.submit(said).await.unwrap_err();
    assert!(matches!(&turned, Turned::WrongLedger(id) if id == first.service.ledger_id()), "{turned:?}");
    assert_eq!(turned.status(), 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_turned_away_gets_its_own_answer_and_no_position() {
    let world = World::in_memory(json!({})).await;
    let size = world.service.view().head.size;
    let stranger = SecretKey::from_seed(&[9; 32]);
    let data = grant_data("A-1", "1.00");
    let mut elsewhere: Vec<u8> = world.grant("A-1", "1.00");
    let csc: PartyId = "csc".parse().unwrap();
    let other = "o".repeat(42) + "A";
    let parts = Parts {
        id: None,
        event_type: EventType::AwardGranted,
        source: &csc,
        ledger: Some(&other),
        subject: "A-1",
        time: at(NOON),
        data: &data,
    };
    let lines = vec![
        vec![b'a'; 32_769],
        b"no jws".to_vec(),
        signed(&parts, &world.host).into_bytes(),
        world.by(&stranger, "csc", EventType::AwardGranted, "A-1", "A-1", &data),
        world.by(&world.host, "operator", EventType::AwardGranted, "A-1", "A-1", &data),
        {
            let end = elsewhere.len() - 3;
            elsewhere[end] = if elsewhere[end] == b'A' { b'B' } else { b'A' };
            elsewhere
        },
    ];
    let answers = world.service.submit_all(lines).await;
    let said: Vec<(u16, &str)> = answers
        .iter()
        .map(|answer| answer.as_ref().map_err(|turned| (turned.status(), turned.code())).unwrap_err())
        .collect();
    let expected = [
        (413, "too_large"),
        (400, "malformed"),
        (400, "wrong_ledger"),
        (401, "unknown_signer"),
        (401, "unknown_signer"),
        (401, "bad_signature"),
    ];
    assert_eq!(said, expected);
    assert_eq!(world.service.view().head.size, size);
    let turned = world.service.metrics().turned;
    assert_eq!((turned.get(&401), turned.get(&413), turned.get(&400)), (Some(&3), Some(&1), None));
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_at_once_get_positions_without_gaps() {
    let world = Arc::new(World::in_memory(json!({})).await);
    let before = world.service.view().head.size;
    let submitters: Vec<_> = (0..64)
        .map(|n| {
            let world = Arc::clone(&world);
            tokio::spawn(async move {
                let mut receipts = Vec::new();
                for k in 0..5 {
                    receipts.push(
                        world.service.submit(world.grant(&format!("A-{n}-{k}"), "1.00")).await.unwrap(),
                    );
                }
                receipts
            })
        })
        .collect();
    let mut positions = BTreeSet::new();
    for submitter in submitters {
        for receipt in submitter.await.unwrap() {
            world.verify(&receipt);
            positions.insert(receipt.position);
        }
    }
    assert_eq!(positions, (before..before + 320).collect());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_keeps_every_answer() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("ledger");
    let clock = Arc::new(FixedClock::new(at(NOON)));
    let (id, vkey) = create(&data, &founding(json!({})), clock.clone()).await.unwrap();
    assert!(create(&data, &founding(json!({})), clock.clone()).await.is_err(), "never over anything");
    let with_index = || StartOptions { index: Some(data.join(INDEX)), ..options(&clock) };
    let host = SecretKey::from_seed(&[1; 32]);
    let (service, _) = open(&data, with_index(), &mut |_, _| {}).unwrap();
    let operator = again(service.operator_key().unwrap());
    let world = World { service, clock: clock.clone(), operator, host };
    world.admit().await;
    // Adoptions of packs that nobody has: refused, and no reason not to start.
    let key = SecretKey::from_seed(&[3; 32]);
    let law = json!({"party": "law", "name": "Law", "roles": ["rule-authority"], "keys": [key.public().jwk()], "mandates": []});
    let jws = world.by(&world.operator, "operator", EventType::PartyAdmitted, "law", "law", &law);
    world.service.submit(jws).await.unwrap();
    let nothing = json!({"pack": "p", "version": "1", "sha256": "0".repeat(64), "size": 1, "applies_from": "2026-01-01"});
    let by_law = world.by(&key, "law", EventType::PackAdopted, "p", "p", &nothing);
    assert_eq!(world.service.submit(by_law).await.unwrap().verdict.codes, [Code::PackMissing]);
    let by_operator = world.by(&world.operator, "operator", EventType::PackAdopted, "p", "p", &nothing);
    assert_eq!(world.service.submit(by_operator).await.unwrap().verdict.codes, [Code::NotAuthorised]);
    let mut first = Vec::new();
    let mut lines: Vec<Vec<u8>> = (0..300).map(|n| world.grant(&format!("A-{n}"), "1500.00")).collect();
    lines.push(b"no jws".to_vec());
    for answer in world.service.submit_all(lines.clone()).await {
        first.push(answer);
    }
    let refused =
        first.iter().flatten().filter(|receipt| receipt.verdict.outcome == Outcome::Refused).count();
    assert_eq!(refused, 100, "200 of 1,500 euro fit under 300,000");
    let digest = world.service.view().state.packs_digest().to_owned();
    world.service.shut_down().await;
    assert!(matches!(world.service.submit(lines[0].clone()).await, Err(Turned::ReadOnly { .. })));
    let (operator, host) = (again(&world.operator), again(&world.host));
    drop(world);

    let (service, report) = open(&data, with_index(), &mut |_, _| {}).unwrap();
    assert_eq!((report.differing_count, report.not_reproduced, report.adopted), (0, 0, 0));
    assert_eq!((service.ledger_id(), service.view().state.packs_digest()), (id.as_str(), digest.as_str()));
    let world = World { service, clock, operator, host };
    assert_eq!(world.vkey().to_string(), vkey);
    let second = world.service.submit_all(lines).await;
    for (first, second) in first.iter().zip(&second) {
        let (Ok(first), Ok(second)) = (first, second) else {
            assert!(first.is_err() && second.is_err());
            continue;
        };
        assert!(second.replayed);
        assert_eq!(
            (first.position, &first.entry, &first.verdict),
            (second.position, &second.entry, &second.verdict)
        );
        world.verify(second);
    }
    // The index and the log say the same.
    let type_ = Some(EventType::AwardGranted);
    let filter = EventFilter { type_, outcome: Some(Outcome::Refused), ..EventFilter::default() };
    for _wait in 0..200 {
        let health = world.service.health();
        if health.index_ready && health.index_lag == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let page = world.service.positions(&filter, None, 1_000).unwrap();
    let expected: Vec<u64> = first
        .iter()
        .flatten()
        .filter(|receipt| receipt.verdict.outcome == Outcome::Refused)
        .map(|receipt| receipt.position)
        .collect();
    assert_eq!(page.positions, expected);
    let undertaking =
        EventFilter { undertaking: Some("NID:FI:12345671".parse().unwrap()), ..EventFilter::default() };
    assert_eq!(world.service.positions(&undertaking, None, 1_000).unwrap().positions.len(), 301);
    // Known at an earlier position: fewer awards.
    let early = world.service.state_at(expected[0] - 150).unwrap();
    assert_eq!(early.size(), expected[0] - 149);
    assert!(early.awards.len() < world.service.view().state.awards.len());
    assert!(world.service.state_at(world.service.view().head.size).is_err());
    assert!(world.service.log_file("checkpoint").unwrap().is_some());
    assert!(world.service.log_file("../keys/token.jwk").unwrap().is_none());
    world.service.shut_down().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_ends_recording_and_nothing_else() {
    let disk = SimulatedFiles::new();
    let clock = Arc::new(FixedClock::new(at(NOON)));
    create_files(Arc::new(disk.clone()), &founding(json!({})), clock.clone()).await.unwrap();
    let (service, _) = open_files(Arc::new(disk.clone()), options(&clock), &mut |_, _| {}).unwrap();
    let operator = again(service.operator_key().unwrap());
    let world = World { service, clock: clock.clone(), operator, host: SecretKey::from_seed(&[1; 32]) };
    world.admit().await;
    let kept = world.service.submit(world.grant("A-1", "1.00")).await.unwrap();
    // Every changing step fails from here: a sync of the journal among them.
    disk.set_faults(Faults {
        error_at: Some(disk.steps()),
        full_from: Some(disk.steps()),
        ..Faults::default()
    });
    let mut poisoned = false;
    for n in 0..2_000 {
        let answer = world.service.submit(world.grant(&format!("B-{n}"), "1.00")).await;
        if let Err(turned) = answer {
            assert_eq!((turned.status(), turned.code()), (503, "read_only"), "{turned:?}");
            poisoned = true;
            break;
        }
    }
    assert!(poisoned && world.service.fatal().is_some());
    disk.set_faults(Faults::default());
    // Poisoned for good, also when there is room again; reading goes on.
    assert_eq!(world.service.submit(world.grant("C-1", "1.00")).await.unwrap_err().status(), 503);
    assert_eq!(world.service.entry(kept.position).unwrap().unwrap(), kept.entry);
    assert!(world.service.proof(kept.position).unwrap().is_some());
    assert!(world.service.submit(world.grant("A-1", "1.00")).await.unwrap().replayed);
    let size = world.service.view().head.size;
    world.service.shut_down().await;
    let (service, _) = open_files(Arc::new(disk.after_kill()), options(&clock), &mut |_, _| {}).unwrap();
    assert!(service.view().head.size >= size, "nothing acknowledged is gone");
    let world = World { service, ..world };
    assert!(world.service.submit(world.grant("A-1", "1.00")).await.unwrap().replayed);
    assert!(!world.service.submit(world.grant("C-1", "1.00")).await.unwrap().replayed);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_jumps_is_believed_again_when_it_is_right_and_nothing_wrong_is_written() {
    let world = World::in_memory(json!({})).await;
    let first = world.service.submit(world.grant("A-1", "1.00")).await.unwrap();
    let mut times = vec![recorded_at(&first)];
    for (n, wrong) in [3_600 * SECOND, -3_600 * SECOND, 400 * DAY, -400 * DAY].into_iter().enumerate() {
        let now = NOON + i64::try_from(n + 1).unwrap() * 60 * SECOND;
        world.clock.set(at(now));
        let size = world.service.view().head.size;
        world.clock.set_wall(at(now + wrong));
        let line = world.grant(&format!("B-{n}"), "1.00");
        let turned = world.service.submit(line.clone()).await.unwrap_err();
        assert_eq!((turned.status(), turned.code()), (503, "read_only"));
        assert!(
            matches!(&turned, Turned::Clock { .. }) && turned.detail().contains("then it goes on"),
            "{turned:?}"
        );
        // Ready it is not, but nothing is poisoned; what was recorded is answered, and time is what was counted.
        assert!(world.service.health().fatal.unwrap().contains("the clock shows"));
        assert!(world.service.fatal().is_none());
        assert!(world.service.submit(world.grant("A-1", "1.00")).await.unwrap().replayed);
        assert_eq!(world.service.now(), at(now));
        assert_eq!(world.service.view().head.size, size);
        world.clock.set_wall(at(now));
        assert!(world.service.health().fatal.is_none());
        times.push(recorded_at(&world.service.submit(line).await.unwrap()));
    }
    let minutes: Vec<i64> = times.iter().map(|time| (time.micros() - NOON) / (60 * SECOND)).collect();
    assert_eq!(minutes, [0, 1, 2, 3, 4], "the instants of the right clock");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suspended_machine_and_small_steps_stop_nothing_and_time_never_goes_back() {
    let world = World::in_memory(json!({})).await;
    world.clock.set(at(NOON + 30 * DAY));
    let first = world.service.submit(world.grant("A-1", "1.00")).await.unwrap();
    assert_eq!(recorded_at(&first), at(NOON + 30 * DAY));
    world.clock.set_wall(at(NOON + 30 * DAY - 5 * SECOND));
    let second = world.service.submit(world.grant("A-2", "1.00")).await.unwrap();
    assert_eq!(recorded_at(&second), recorded_at(&first));
    assert_eq!(world.service.health().held_until, None, "a small step is no matter");
    world.clock.set_wall(at(NOON + 30 * DAY - 11 * SECOND));
    assert!(world.service.submit(world.grant("A-3", "1.00")).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_set_back_revives_no_token() {
    use api::service::token::{TokenClaims, TokenRole, issue};
    let keys = Keys::generate(ORIGIN).unwrap();
    let token = again(&keys.token);
    let world = World::with_keys(keys, json!({})).await;
    let claims = TokenClaims {
        id: "AAECAwQFBgcICQoLDA0ODw".parse().unwrap(),
        role: TokenRole::Auditor,
        undertaking: None,
        party: None,
        issued: at(NOON),
        expires: at(NOON + DAY),
    };
    let compact = issue(world.service.ledger_id(), &claims, &token);
    assert!(world.service.verify_token(&compact).is_some());
    world.clock.set(at(NOON + 2 * DAY));
    assert!(world.service.verify_token(&compact).is_none());
    world.clock.set_wall(at(NOON));
    assert!(world.service.verify_token(&compact).is_none(), "it has ended");
}

/// A ledger in a directory, with one award of `csc` recorded at noon; its operator's key.
async fn at_rest(data: &std::path::Path, policy: Value) -> SecretKey {
    let clock = Arc::new(FixedClock::new(at(NOON)));
    create(data, &founding(policy), clock.clone()).await.unwrap();
    let (service, _) = open(data, options(&clock), &mut |_, _| {}).unwrap();
    let operator = again(service.operator_key().unwrap());
    let world = World { service, clock, operator, host: SecretKey::from_seed(&[1; 32]) };
    world.admit().await;
    world.service.submit(world.grant("A-1", "1.00")).await.unwrap();
    world.service.shut_down().await;
    again(&world.operator)
}

/// Ends it, and lets go of its directory.
async fn rest(world: World) {
    world.service.shut_down().await;
}

/// Starts it under a clock that shows `now`.
fn awake(
    data: &std::path::Path,
    now: i64,
    clock_check: ClockCheck,
) -> Result<(World, Vec<String>), StartError> {
    let clock = Arc::new(FixedClock::new(at(now)));
    let (service, report) = open(data, StartOptions { clock_check, ..options(&clock) }, &mut |_, _| {})?;
    let operator = again(service.operator_key().unwrap());
    Ok((World { service, clock, operator, host: SecretKey::from_seed(&[1; 32]) }, report.notes))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_silence_is_asked_about_once() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("ledger");
    at_rest(&data, json!({})).await;
    let (world, notes) = awake(&data, NOON + 7 * DAY, ClockCheck::Ask).unwrap();
    assert!(notes.is_empty(), "a week is none: {notes:?}");
    rest(world).await;
    let later = NOON + 7 * DAY + SECOND;
    let Err(refused @ StartError::Quiet { .. }) = awake(&data, later, ClockCheck::Ask) else {
        panic!("started")
    };
    let said = refused.to_string();
    for wanted in
        ["2026-11-20T10:00:00", "2026-11-27T10:00:01", "7 days", "--accept-clock", "correct it first"]
    {
        assert!(said.contains(wanted), "{wanted}: {said}");
    }
    awake(&data, later, ClockCheck::Unused).unwrap().0.service.shut_down().await;
    let (world, notes) = awake(&data, later, ClockCheck::Accept).unwrap();
    assert!(notes[0].contains("accepted"), "{notes:?}");
    rest(world).await;
    // Asked once, though nothing was recorded since; but not for ever, and not about a clock that went back.
    awake(&data, later + 6 * DAY, ClockCheck::Ask).unwrap().0.service.shut_down().await;
    assert!(matches!(awake(&data, later + 8 * DAY, ClockCheck::Ask), Err(StartError::Quiet { .. })));
    let (world, _) = awake(&data, later + 8 * DAY, ClockCheck::Accept).unwrap();
    assert!(matches!(
        awake(&data, later + 7 * DAY, ClockCheck::Ask),
        Err(StartError::Store(ledger::store::OpenError::Locked))
    ));
    let receipt = world.service.submit(world.grant("A-2", "1.00")).await.unwrap();
    assert_eq!(recorded_at(&receipt), at(later + 8 * DAY));
    rest(world).await;
    let (world, notes) = awake(&data, later + 8 * DAY + 60 * SECOND, ClockCheck::Accept).unwrap();
    assert!(notes[0].contains("not needed: leave it out"), "{notes:?}");
    rest(world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_last_entry_ahead_of_the_clock_holds_the_time_and_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("ledger");
    at_rest(&data, json!({"quotas": {"events_per_day": 4}})).await;
    awake(&data, NOON - 10 * SECOND, ClockCheck::Ask).unwrap().0.service.shut_down().await;
    let now = NOON - 365 * DAY;
    let Err(refused @ StartError::Behind { .. }) = awake(&data, now, ClockCheck::Ask) else {
        panic!("started")
    };
    let said = refused.to_string();
    for wanted in
        ["2026-11-20T10:00:00", "2025-11-20T10:00:00", "365 days before", "--accept-clock", "correct it"]
    {
        assert!(said.contains(wanted), "{wanted}: {said}");
    }
    let (world, notes) = awake(&data, now, ClockCheck::Accept).unwrap();
    assert!(notes[0].starts_with("WARNING") && notes[0].contains("365 days from now"), "{notes:?}");
    assert_eq!(world.service.health().held_until, Some(at(NOON)));
    assert!(world.service.health().fatal.is_none());
    for day in 0..3 {
        world.clock.set(at(now + day * DAY));
        for n in 0..4 {
            let receipt = world.service.submit(world.grant(&format!("B-{day}-{n}"), "1.00")).await.unwrap();
            assert_eq!(recorded_at(&receipt), at(NOON));
        }
        // The quota is that of the day it is.
        let turned = world.service.submit(world.grant(&format!("B-{day}-4"), "1.00")).await.unwrap_err();
        assert_eq!(turned, Turned::Quota { retry_after_s: 14 * 3_600 });
    }
    // A jump is a jump here too.
    world.clock.set(at(now + 3 * DAY));
    world.clock.set_wall(at(now + 30 * DAY));
    assert!(matches!(world.service.submit(world.grant("C-1", "1.00")).await, Err(Turned::Clock { .. })));
    rest(world).await;
    // The next start is not asked again while the clock goes on as it was accepted, and is where it does not.
    let (world, notes) = awake(&data, now + 100 * DAY, ClockCheck::Ask).unwrap();
    assert!(notes[0].starts_with("WARNING"), "{notes:?}");
    rest(world).await;
    assert!(matches!(awake(&data, now - DAY, ClockCheck::Ask), Err(StartError::Behind { .. })));
    // Real time passes it, and time goes on.
    let (world, _) = awake(&data, NOON + DAY, ClockCheck::Ask).unwrap();
    assert_eq!(world.service.health().held_until, None);
    let receipt = world.service.submit(world.grant("D-1", "1.00")).await.unwrap();
    assert_eq!(recorded_at(&receipt), at(NOON + DAY));
    rest(world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_turned_away_outlives_a_restart_and_ends_when_the_log_says_it() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("ledger");
    let operator = at_rest(&data, json!({})).await;
    let serving = |now: i64, operator_key: OperatorKey| {
        let clock = Arc::new(FixedClock::new(at(now)));
        let options = StartOptions { operator_key, ..options(&clock) };
        let (service, _) = open(&data, options, &mut |_, _| {}).unwrap();
        World { service, clock, operator: again(&operator), host: SecretKey::from_seed(&[1; 32]) }
    };
    for restart in 0..2 {
        let world = serving(NOON + restart, OperatorKey::Absent);
        assert!(world.service.operator_key().is_none(), "not read, though it lies there");
        let used = world.host(EventType::AwardGranted, "A-1", "A-1", &grant_data("A-1", "2.00"));
        assert_eq!(world.service.submit(used).await.unwrap_err().status(), 409);
        world.service.count_turned(None, 401);
        rest(world).await;
    }
    let world = serving(NOON + DAY, OperatorKey::Absent);
    let none = json!({"401": 2, "403": 0, "409": 0, "413": 0, "429": 0});
    let csc = json!({"party": "csc", "401": 0, "403": 0, "409": 2, "413": 0, "429": 0});
    let due = json!({"on": "2026-11-20", "counts": [none, csc]});
    assert_eq!(world.service.summaries_due(), std::slice::from_ref(&due));
    assert_eq!(world.service.summarise().await, Ok(0), "nobody to sign");
    // One that does not take effect ends nothing.
    let by_host = world.host(EventType::IntakeSummary, "intake", "x", &due);
    assert_eq!(world.service.submit(by_host).await.unwrap().verdict.outcome, Outcome::Refused);
    assert_eq!(world.service.summaries_due().len(), 1);
    rest(world).await;

    let world = serving(NOON + DAY, OperatorKey::Given(again(&operator)));
    assert_eq!(world.service.summarise().await, Ok(1));
    assert!(world.service.summaries_due().is_empty());
    // Of another day, and summed up by whoever holds the operator's key elsewhere.
    world.service.count_turned(None, 413);
    rest(world).await;
    assert_eq!(
        std::fs::read_dir(data.join("intake")).unwrap().count(),
        1,
        "told days are gone from the disk"
    );
    let world = serving(NOON + 2 * DAY, OperatorKey::Absent);
    let due = world.service.summaries_due().pop().unwrap();
    let elsewhere = world.by(&operator, "operator", EventType::IntakeSummary, "intake", "mine", &due);
    world.service.submit(elsewhere).await.unwrap();
    assert!(world.service.summaries_due().is_empty());
    rest(world).await;
    let world = serving(NOON + 3 * DAY, OperatorKey::Absent);
    assert!(world.service.summaries_due().is_empty());
    rest(world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_quota_ends_with_the_day_and_the_day_is_summed_up() {
    let world = World::in_memory(json!({"quotas": {"events_per_day": 3}})).await;
    for n in 0..2 {
        world.service.submit(world.grant(&format!("A-{n}"), "1.00")).await.unwrap();
    }
    let Err(Turned::Quota { retry_after_s }) = world.service.submit(world.grant("A-2", "1.00")).await else {
        panic!("taken")
    };
    assert_eq!(retry_after_s, 14 * 3_600);
    assert!(world.service.summary_due().is_none(), "the day is not over");
    world.clock.set(at(NOON + DAY));
    world.service.submit(world.grant("A-2", "1.00")).await.unwrap();
    assert_eq!(world.service.summarise().await, Ok(1));
    assert_eq!(world.service.summarise().await, Ok(0));
    let summaries = EventFilter { type_: Some(EventType::IntakeSummary), ..EventFilter::default() };
    let position = world.service.positions(&summaries, None, 10).unwrap().positions[0];
    let entry = ledger::entry::Entry::decode(&world.service.entry(position).unwrap().unwrap()).unwrap();
    assert_eq!(entry.verdict.outcome, Outcome::Admitted);
    let payload = base64url(entry.jws.split('.').nth(1).unwrap()).unwrap();
    let event: Value = serde_json::from_slice(&payload).unwrap();
    assert_eq!(event["data"]["on"], "2026-11-20");
    assert_eq!(event["data"]["counts"][0]["429"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pack_is_adopted_only_when_its_bytes_are_there() {
    let world = World::in_memory(json!({})).await;
    let shipped = rules::pack::SHIPPED.iter().find(|pack| pack.name == "eu-calendar").unwrap();
    let mut files = shipped.files();
    let text = String::from_utf8(files.remove("pack.toml").unwrap()).unwrap();
    files.insert("pack.toml".into(), text.replace("version = \"1.2.0\"", "version = \"1.2.1\"").into_bytes());
    let canonical = rules::pack::Pack::canonical(&files);
    let pack = rules::pack::Pack::from_canonical(&canonical).unwrap();
    let data = api::service::pack_adopted(&pack, canonical.len(), "2026-01-01");
    // The key of a rule authority of our own: the ledger's lies with its service.
    let key = SecretKey::from_seed(&[3; 32]);
    let admitted = json!({"party": "law", "name": "Law", "roles": ["rule-authority"], "keys": [key.public().jwk()], "mandates": []});
    let jws = world.by(&world.operator, "operator", EventType::PartyAdmitted, "law", "law", &admitted);
    assert_eq!(world.service.submit(jws).await.unwrap().verdict.outcome, Outcome::Admitted);
    let adopt = |id| world.by(&key, "law", EventType::PackAdopted, "eu-calendar", id, &data);
    let early = world.service.submit(adopt("p1")).await.unwrap().verdict;
    assert_eq!(early.codes, [Code::PackMissing]);
    assert!(world.service.put_pack(&"0".repeat(64), canonical.clone()).is_err());
    assert!(world.service.put_pack(&pack.sha256_hex(), canonical).is_ok());
    let digest = world.service.view().state.packs_digest().to_owned();
    let adopted = world.service.submit(adopt("p2")).await.unwrap().verdict;
    assert_eq!((adopted.outcome, adopted.packs), (Outcome::Admitted, digest.clone()));
    assert_ne!(world.service.view().state.packs_digest(), digest);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_is_signed_by_its_own_key() {
    let world = World::in_memory(json!({})).await;
    let signed = world.service.sign_refusal(401, "bad_signature", b"request");
    let payload = base64url(signed.split('.').nth(1).unwrap()).unwrap();
    let said: Value = serde_json::from_slice(&payload).unwrap();
    assert_eq!((said["status"].as_u64(), said["code"].as_str()), (Some(401), Some("bad_signature")));
    assert_eq!(said["head"]["size"].as_u64(), Some(world.service.view().head.size));
    assert!(world.service.verify_token(&signed).is_none());
    // Nor does it pass as a statement.
    assert_eq!(world.service.submit(signed.into_bytes()).await.unwrap_err().status(), 400);
}
