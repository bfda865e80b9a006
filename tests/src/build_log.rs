//! A small ledger made by the product's own parts, on a simulated disk: founding, law, parties, statements.
//!
//! Keys and times are fixed, so that a log built twice is the same to the byte. A test may also say what the product
//! would never say: another verdict, another number, an entry that nobody may make; that is what auditors must notice.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ed25519_dalek::SigningKey;
use ledger::checkpoint::{Checkpoint, NoteSigner, SignedCheckpoint, VerifierKey, parse_note, sign_note};
use ledger::entry::Entry;
use ledger::event::EventType;
use ledger::file::simulated::SimulatedFiles;
use ledger::file::{Files, Kind};
use ledger::merkle::Hash;
use ledger::reader::DirReader;
use ledger::store::{DirOptions, DirStore, NoteCheck, Pace, SealError, Store};
use ledger::submission::{SecretKey, Submission, sign};
use ledger::time::At;
use ledger::verdict::Verdict;
use rules::engine::{judge, judge_founding};
use rules::pack::{Pack, PackLibrary, SHIPPED};
use rules::state::State;
use serde_json::{Value, json};

/// Name of the log.
pub const ORIGIN: &str = "ledger.example/audit";
/// 2026-11-23T00:00:00Z, when the first entry is recorded; each later one a second after.
const START_MICROS: i64 = 1_795_392_000_000_000;
/// Length of a journal segment: small, so that tests are quick.
const SEGMENT_BYTES: u64 = 1 << 20;

/// Who signs, each with a key of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Runs the ledger.
    Operator,
    /// Adopts the law.
    RuleAuthority,
    /// Grants in Finland.
    Host,
    /// The host's second key.
    HostSecondKey,
    /// Reports what others granted.
    Register,
    /// Grants in Finland too.
    OtherHost,
}

impl Who {
    /// The party's id.
    pub fn party(self) -> &'static str {
        match self {
            Self::Operator => "operator",
            Self::RuleAuthority => "rules",
            Self::Host | Self::HostSecondKey => "csc",
            Self::Register => "tam",
            Self::OtherHost => "bsc",
        }
    }

    /// The key.
    pub fn key(self) -> SecretKey {
        SecretKey::from_seed(&[10 + self as u8; 32])
    }

    /// Its public key.
    pub fn jwk(self) -> Value {
        self.key().public().jwk()
    }
}

/// A statement to be signed.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Who signs it.
    pub who: Who,
    /// Short name of its type.
    pub event_type: &'static str,
    /// The main object.
    pub subject: String,
    /// The body.
    pub data: Value,
    /// The event's id; by default its position.
    pub id: Option<String>,
}

/// What a test does to an entry before it is written.
pub type Twist<'a> = &'a dyn Fn(&mut Entry);

/// A ledger under construction.
pub struct BuildLog {
    /// The disk.
    pub files: SimulatedFiles,
    store: DirStore,
    /// The state after the last entry that could be folded in.
    pub state: State,
    packs: PackLibrary,
    signer: NoteSigner,
    size: u64,
}

/// The disk of a ledger, as auditors and vandals see it.
#[derive(Clone, Debug)]
pub struct Disk {
    /// Its files.
    pub files: SimulatedFiles,
    /// The log's verifier key.
    pub vkey: VerifierKey,
}

impl Disk {
    /// Another disk with the same files.
    #[must_use]
    pub fn copy(&self) -> Self {
        Self { files: self.files.after_kill(), vkey: self.vkey.clone() }
    }

    /// The published log, as an auditor reads it.
    #[must_use]
    pub fn reader(&self) -> DirReader {
        DirReader::below(Arc::new(self.files.clone()), "log")
    }

    /// A file.
    pub fn file(&self, path: &str) -> Result<Vec<u8>, String> {
        self.files.read(path).map_err(said)?.ok_or_else(|| format!("no file `{path}`"))
    }
}

fn said(error: impl std::fmt::Display) -> String {
    error.to_string()
}

/// The log's signing key; other numbers are strangers.
pub fn log_key(number: u8) -> Result<NoteSigner, String> {
    NoteSigner::new(ORIGIN, SigningKey::from_bytes(&[number; 32])).map_err(said)
}

fn note(signer: &NoteSigner, size: u64, root: Hash) -> Result<String, SealError> {
    let text = Checkpoint { origin: ORIGIN.to_owned(), size, root }.to_text();
    sign_note(&text, &[signer]).map_err(|error| SealError(error.to_string()))
}

/// Opens notes under the log's key, as `fsck` needs it.
pub fn note_check(key: &VerifierKey) -> Arc<dyn NoteCheck> {
    let keys = vec![key.clone()];
    Arc::new(move |note: &str| {
        let parsed = parse_note(note).map_err(said)?;
        SignedCheckpoint::open(&parsed, &keys).map(|signed| signed.checkpoint).map_err(said)
    })
}

impl BuildLog {
    /// A ledger with its founding alone, which asks for no procedure. `nonce` tells ledgers apart.
    pub fn found(nonce: u8) -> Result<Self, String> {
        Self::found_under(nonce, Some("off"))
    }

    /// A ledger with its founding alone, and what the founding says of procedure.
    pub fn found_under(nonce: u8, procedure: Option<&str>) -> Result<Self, String> {
        let policy = procedure.map_or(json!({}), |procedure| json!({"procedure": procedure}));
        let signer = log_key(1)?;
        let vkey = signer.verifier_key().to_string();
        let files = SimulatedFiles::new();
        let shared: Arc<dyn Files> = Arc::new(files.clone());
        let first = note(&signer, 0, ledger::merkle::empty_root()).map_err(said)?;
        DirStore::create(shared.clone(), &vkey, SEGMENT_BYTES, Box::new(|_, _| Ok(first))).map_err(said)?;
        let check = note_check(signer.verifier_key());
        let options = DirOptions { segment_bytes: SEGMENT_BYTES, ..DirOptions::new(check) };
        let store = DirStore::open(shared, options, &mut |_, _| {}).map_err(said)?.store;
        let (state, packs) = (State::new(), PackLibrary::default());
        let mut log = Self { files, store, state, packs, signer, size: 0 };
        let founding = json!({
            "origin": ORIGIN, "name": "Test ledger", "nonce": format!("{nonce:032x}"),
            "operator": {"party": "operator", "name": "Operator", "keys": [Who::Operator.jwk()]},
            "log_keys": [{"vkey": vkey, "purpose": "checkpoint"}], "policy": policy,
        });
        log.say(Who::Operator, "ledger.founded", ORIGIN, founding)?;
        Ok(log)
    }

    /// Founded, the shipped law adopted, a host of Finland and a register admitted: seven entries.
    pub fn ready(nonce: u8) -> Result<Self, String> {
        Self::ready_under(nonce, Some("off"))
    }

    /// As [`BuildLog::ready`], with what the founding says of procedure.
    pub fn ready_under(nonce: u8, procedure: Option<&str>) -> Result<Self, String> {
        let mut log = Self::found_under(nonce, procedure)?;
        log.admit(Who::RuleAuthority, &["rule-authority"], &[Who::RuleAuthority], json!([]))?;
        let digest = rules::decide::VECTORS_SHA256;
        let engine = json!({"semantics": 0, "release": "0.1.0", "vectors_sha256": digest});
        log.say(Who::RuleAuthority, "engine.adopted", "engine", engine)?;
        for shipped in &SHIPPED {
            log.adopt(&shipped.files())?;
        }
        let mandate = json!([{"member_state": "FI", "principal": {"id": "csc", "name": "CSC"}, "act": "Act", "from": "2014-01-01"}]);
        log.admit(Who::Host, &["hosting-entity"], &[Who::Host, Who::HostSecondKey], mandate)?;
        log.admit(Who::Register, &["register"], &[Who::Register], json!([]))?;
        Ok(log)
    }

    /// The same with a second host of Finland.
    pub fn with_two_hosts(nonce: u8) -> Result<Self, String> {
        let mut log = Self::ready(nonce)?;
        let mandate = json!([{"member_state": "FI", "principal": {"id": "bsc", "name": "BSC"}, "act": "Act", "from": "2014-01-01"}]);
        log.admit(Who::OtherHost, &["hosting-entity"], &[Who::OtherHost], mandate)?;
        Ok(log)
    }

    /// Keeps a pack's bytes and adopts it.
    pub fn adopt(&mut self, files: &std::collections::BTreeMap<String, Vec<u8>>) -> Result<Verdict, String> {
        let bytes = Pack::canonical(files);
        let pack = Pack::from_canonical(&bytes).map_err(said)?;
        self.packs.insert(&bytes).map_err(said)?;
        let sha256 = self.store.put_blob(&bytes).map_err(said)?;
        let adopted = json!({
            "pack": pack.id, "version": pack.version, "sha256": sha256, "size": bytes.len(), "applies_from": "2014-01-01",
        });
        self.say(Who::RuleAuthority, "pack.adopted", &pack.id, adopted)
    }

    /// Keeps bytes as a pack's, whatever they are.
    pub fn keep(&self, bytes: &[u8]) -> Result<String, String> {
        self.store.put_blob(bytes).map_err(said)
    }

    fn admit(&mut self, who: Who, roles: &[&str], keys: &[Who], mandates: Value) -> Result<Verdict, String> {
        let keys: Vec<Value> = keys.iter().map(|who| who.jwk()).collect();
        let party = who.party();
        let admitted =
            json!({"party": party, "name": party, "roles": roles, "keys": keys, "mandates": mandates});
        self.say(Who::Operator, "party.admitted", party, admitted)
    }

    /// Registers undertaking number `n`.
    pub fn register(&mut self, n: u64) -> Result<Verdict, String> {
        let undertaking = format!("NID:FI:{n}");
        let data = json!({"undertaking": undertaking, "identifiers": [], "natural_person": false});
        self.say(Who::Register, "undertaking.registered", &undertaking, data)
    }

    /// A grant in cash to undertaking number `n`.
    pub fn grant(award: &str, n: u64, amount: &str) -> Statement {
        let data = json!({
            "award": award, "beneficiary": format!("NID:FI:{n}"), "granting_authority": {"id": "csc", "name": "CSC"},
            "member_state": "FI", "granted_on": "2026-12-01", "legal_right": "on-admission",
            "basis": {"kind": "ad-hoc", "regime": "eu-2023-2831"}, "instrument": "grant-or-interest-subsidy",
            "aid": {"form": "grant", "nominal": {"amount": amount, "currency": "EUR"}},
            "funding": [{"origin": "state", "share_percent": "100"}],
            "activity": {"nace": {"code": "62.10", "revision": "2.1"}},
            "conditions": {"export_linked": false, "domestic_goods": false, "price_quantity_linked": false},
        });
        let subject = award.to_owned();
        Statement { who: Who::Host, event_type: "award.granted", subject, data, id: None }
    }

    /// One statement, one group.
    pub fn say(
        &mut self,
        who: Who,
        event_type: &'static str,
        subject: &str,
        data: Value,
    ) -> Result<Verdict, String> {
        let subject = subject.to_owned();
        self.group(&[Statement { who, event_type, subject, data, id: None }], &|_| {})
            .map(|mut verdicts| verdicts.remove(0))
    }

    /// A group, each entry decided after the one before and then twisted; what the log holds is what the twist left.
    pub fn group(&mut self, statements: &[Statement], twist: Twist<'_>) -> Result<Vec<Verdict>, String> {
        let (mut entries, mut verdicts) = (Vec::new(), Vec::new());
        for (position, statement) in (self.size..).zip(statements) {
            let (mut entry, verdict) = self.decide(statement, position)?;
            twist(&mut entry);
            let bytes = entry.encode().map_err(said)?;
            // An entry that is no sound one is written all the same and changes nothing here.
            let _ = rules::engine::replay(&mut self.state, &self.packs, &bytes);
            entries.push(Arc::<[u8]>::from(bytes));
            verdicts.push(verdict);
        }
        self.write(&entries)?;
        Ok(verdicts)
    }

    /// A statement of a type that this build's vocabulary does not have, recorded as by a build that has it.
    pub fn unread(&mut self, who: Who, event_type: &'static str) -> Result<(), String> {
        let statement = Statement { who, event_type, subject: "x".to_owned(), data: json!({}), id: None };
        let jws = sign(self.payload(&statement, self.size).to_string().as_bytes(), &who.key());
        let at = self.state.last_at().ok_or("no instant")?;
        let bytes = Entry::new(at, jws, self.empty_verdict()).encode().map_err(said)?;
        self.write(&[bytes.into()])
    }

    /// Bytes as they are, whatever they are.
    pub fn write(&mut self, entries: &[Arc<[u8]>]) -> Result<(), String> {
        let signer = self.signer.clone();
        let seal = Box::new(move |size, root| note(&signer, size, root));
        self.store.append_group(&self.store.head(), entries, seal).map_err(said)?;
        self.size += entries.len() as u64;
        Ok(())
    }

    fn decide(&self, statement: &Statement, position: u64) -> Result<(Entry, Verdict), String> {
        let payload = self.payload(statement, position);
        let jws = sign(payload.to_string().as_bytes(), &statement.who.key());
        let micros = i64::try_from(position).map_err(said)?.saturating_mul(1_000_000);
        let at = At::from_micros(START_MICROS.saturating_add(micros)).ok_or("no instant")?;
        let read = Submission(jws.as_bytes()).read().map_err(said)?;
        let judged = if position == 0 {
            judge_founding(read).map_err(said)?
        } else {
            // A revoked key still signs in these tests: its statement is judged as if the key were good.
            let checked = read.verify(&statement.who.key().public()).map_err(said)?;
            match judge(&self.state, &self.packs, checked.clone(), at) {
                Ok(judged) => judged,
                Err(_) => {
                    rules::engine::Judged { event: checked.into_event(), verdict: self.empty_verdict() }
                }
            }
        };
        let verdict = judged.verdict;
        Ok((Entry::new(at, jws, verdict.clone()), verdict))
    }

    fn empty_verdict(&self) -> Verdict {
        Verdict { packs: self.state.packs_digest().to_owned(), ..rules::decide::decide_founding() }
    }

    fn payload(&self, statement: &Statement, position: u64) -> Value {
        let kind = EventType::from_name(statement.event_type);
        let subject = kind.and_then(|kind| kind.named_in(&statement.data)).unwrap_or(&statement.subject);
        let mut event = json!({
            "specversion": "1.0", "id": statement.id.clone().unwrap_or_else(|| format!("e{position}")),
            "source": format!("urn:aidledger:party:{}", statement.who.party()),
            "type": format!("eu.aidledger.{}.v1", statement.event_type), "subject": subject,
            "time": "2026-11-23T08:00:00Z", "datacontenttype": "application/json", "data": statement.data,
        });
        if let (Some(id), Some(members)) = (self.state.directory.ledger_id(), event.as_object_mut()) {
            members.insert("ledger".to_owned(), id.into());
        }
        event
    }

    /// Publishes the head.
    pub fn publish(&self) -> Result<u64, String> {
        self.store.publish_head(0, Pace::Now).map_err(said)
    }

    /// The ledger's id.
    pub fn ledger_id(&self) -> &str {
        self.state.directory.ledger_id().unwrap_or_default()
    }

    /// Number of entries.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The published log as files of a directory; answers its own.
    pub fn copy_to(&self, dir: &Path) -> Result<PathBuf, String> {
        let log = dir.join("log");
        self.copy_folder("log", &log)?;
        Ok(log)
    }

    fn copy_folder(&self, from: &str, to: &Path) -> Result<(), String> {
        std::fs::create_dir_all(to).map_err(said)?;
        for name in self.files.list(from).map_err(said)? {
            let path = format!("{from}/{name}");
            match self.files.kind(&path).map_err(said)? {
                Some(Kind::Directory) => self.copy_folder(&path, &to.join(name))?,
                _ => std::fs::write(to.join(name), self.file(&path)?).map_err(said)?,
            }
        }
        Ok(())
    }

    /// The log's verifier key.
    pub fn vkey(&self) -> &VerifierKey {
        self.signer.verifier_key()
    }

    /// The disk itself, not a copy.
    pub fn disk(&self) -> Disk {
        Disk { files: self.files.clone(), vkey: self.vkey().clone() }
    }

    /// The published log, as an auditor reads it.
    pub fn reader(&self) -> DirReader {
        self.disk().reader()
    }

    /// A file of the disk.
    pub fn file(&self, path: &str) -> Result<Vec<u8>, String> {
        self.disk().file(path)
    }
}
