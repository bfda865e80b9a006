//! How a ledger begins: entry 0, the rule authority, the semantics, the shipped packs. In this order and never again.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ledger::checkpoint::{Checkpoint, sign_note};
use ledger::entry::{Entry, EntryError, ledger_id};
use ledger::event::EventType;
use ledger::file::{FileError, Files, RealFiles};
use ledger::ids::PartyId;
use ledger::journal::SEGMENT_BYTES;
use ledger::json::Fault;
use ledger::merkle::Hash;
use ledger::store::{AppendError, CreateError, DirOptions, DirStore, OpenError, SealError, Store};
use ledger::submission::{CheckError, Submission};
use ledger::time::Clock;
use ledger::verdict::Outcome;
use rules::decide::VECTORS_SHA256;
use rules::engine::judge_founding;
use rules::pack::{Pack, PackErrors, SHIPPED};
use serde_json::{Value, json};

use super::keys::{FOLDER, Keys, KeysError};
use super::open::open_with;
use super::statement::{Parts, signed};
use super::{PutPackError, Receipt, Service, StartError, Turned, note_check};

/// Party id of the rule authority that `init` admits.
pub const RULE_AUTHORITY: &str = "rule-authority";
/// The semantics number adopted: no promise before the first tagged release.
const SEMANTICS: u64 = 0;
/// From when on the shipped packs judge: grants as old as dates can be, so that reports of the past are judged too.
const APPLIES_FROM: &str = "1990-01-01";

/// What a ledger is founded with.
#[derive(Debug, Clone)]
pub struct Founding {
    /// Name in every checkpoint, for ever.
    pub origin: String,
    /// Display name of ledger and operator.
    pub operator_name: String,
    /// Party id of the operator.
    pub operator: PartyId,
    /// `quotas`, `procedure` and `designated_register` of the policy; may be empty.
    pub policy: Value,
}

/// Why no ledger was founded.
#[derive(Debug, thiserror::Error)]
pub enum FoundError {
    /// The directory is not empty, or the disk failed.
    #[error(transparent)]
    Create(#[from] CreateError),
    /// The disk failed.
    #[error(transparent)]
    Disk(#[from] FileError),
    /// The directory for the keys that govern has something in it.
    #[error("{} is not empty (`{found}`): name an empty or new directory with --owner-keys", path.display())]
    OwnerNotEmpty {
        /// The directory.
        path: PathBuf,
        /// Something that is in it.
        found: String,
    },
    /// The directory for the keys that govern is, or is in, the ledger's own.
    #[error(
        "{} is in the ledger's own directory: name another one with --owner-keys, best on another medium", .0.display()
    )]
    OwnerInside(PathBuf),
    /// Keys or origin are unusable.
    #[error(transparent)]
    Keys(#[from] KeysError),
    /// The store does not open.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The new ledger does not start.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The founding is malformed: origin, name, operator id or quotas.
    #[error("the founding is malformed: {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Malformed(Vec<Fault>),
    /// The founding statement does not pass its own checks.
    #[error(transparent)]
    Check(#[from] CheckError),
    /// The founding statement is not the operator's.
    #[error(transparent)]
    Turned(#[from] ledger::directory::Turned),
    /// Entry 0 breaks its bounds.
    #[error(transparent)]
    Entry(#[from] EntryError),
    /// Entry 0 was not written.
    #[error(transparent)]
    Append(#[from] AppendError),
    /// No random numbers.
    #[error("the machine gave no random numbers")]
    Random,
    /// A shipped pack does not load.
    #[error("a shipped pack does not load: a fault of this release")]
    Pack(#[from] PackErrors),
    /// A pack was not kept.
    #[error(transparent)]
    PutPack(#[from] PutPackError),
    /// A governance event was turned away.
    #[error("`{what}` was turned away: {why}")]
    NotRecorded {
        /// Which.
        what: String,
        /// Why.
        why: String,
    },
}

/// Creates a ledger in an empty directory: keys, entry 0, first governance. Answers the ledger's id. When this returns
/// it is durable; if it fails the directory is no usable ledger and can be removed. The second text is the verifier key.
///
/// # Errors
/// [`FoundError`].
pub async fn create(
    dir: &Path,
    founding: &Founding,
    clock: Arc<dyn Clock>,
) -> Result<(String, String), FoundError> {
    create_files(Arc::new(RealFiles::create(dir)?), founding, clock).await
}

/// As [`create`], with the keys that govern in the directory `owner`, empty or new, and nowhere in the ledger's own.
///
/// # Errors
/// As [`create`], and [`FoundError::OwnerNotEmpty`], [`FoundError::OwnerInside`].
pub async fn create_apart(
    dir: &Path,
    owner: &Path,
    founding: &Founding,
    clock: Arc<dyn Clock>,
) -> Result<(String, String), FoundError> {
    let files = Arc::new(RealFiles::create(dir)?);
    if let Some(found) = files.list("")?.into_iter().next() {
        return Err(CreateError::NotEmpty { found }.into());
    }
    let new = New::prepare(founding, clock.as_ref())?;
    let owner_files = owner_directory(dir, owner)?;
    new.create(files, Some(&owner_files), clock).await
}

/// The directory for the keys that govern, made where it is new.
fn owner_directory(dir: &Path, owner: &Path) -> Result<RealFiles, FoundError> {
    if real(owner)?.starts_with(real(dir)?) {
        return Err(FoundError::OwnerInside(owner.to_owned()));
    }
    let files = RealFiles::create(owner)?;
    if let Some(found) = files.list("")?.into_iter().next() {
        return Err(FoundError::OwnerNotEmpty { path: owner.to_owned(), found });
    }
    files.make_private()?;
    Ok(files)
}

/// A path without links, also of what is not there yet.
fn real(path: &Path) -> Result<PathBuf, FileError> {
    let wrong = |source| FileError::new("look at", &path.display().to_string(), source);
    match (std::fs::canonicalize(path), path.file_name()) {
        (Err(error), Some(name)) if error.kind() == std::io::ErrorKind::NotFound => {
            let above = path.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."));
            Ok(std::fs::canonicalize(above).map_err(wrong)?.join(name))
        }
        (found, _) => found.map_err(wrong),
    }
}

/// As [`create`], on any files.
///
/// # Errors
/// As [`create`].
pub async fn create_files(
    files: Arc<dyn Files>,
    founding: &Founding,
    clock: Arc<dyn Clock>,
) -> Result<(String, String), FoundError> {
    New::prepare(founding, clock.as_ref())?.create(files, None, clock).await
}

/// A ledger before it is on any disk.
struct New {
    keys: Keys,
    vkey: String,
    statement: String,
}

impl New {
    /// Makes keys and the founding statement: malformed arguments are found before anything is on the disk.
    fn prepare(founding: &Founding, clock: &dyn Clock) -> Result<Self, FoundError> {
        let keys = Keys::generate(&founding.origin)?;
        let vkey = keys.vkeys()?.into_iter().next().map(|(_, vkey)| vkey).unwrap_or_default();
        let statement = founding_statement(&keys, founding, clock)?;
        Submission(statement.as_bytes()).read().map_err(malformed)?;
        Ok(Self { keys, vkey, statement })
    }

    /// Puts it on the disk; the keys that govern into `owner`, or beside the others.
    async fn create(
        self,
        files: Arc<dyn Files>,
        owner: Option<&RealFiles>,
        clock: Arc<dyn Clock>,
    ) -> Result<(String, String), FoundError> {
        let Self { keys, vkey, statement } = self;
        let seal = |size, root| seal(&keys, size, root);
        DirStore::create(Arc::clone(&files), &format!("{vkey}\n"), SEGMENT_BYTES, Box::new(seal))?;
        // Every key is durable before entry 0 names it.
        keys.write_log_keys(files.as_ref())?;
        match owner {
            Some(owner) => keys.write_owner_keys(owner, "")?,
            None => keys.write_owner_keys(files.as_ref(), &format!("{FOLDER}/"))?,
        }
        {
            let options = DirOptions::new(note_check(&vkey)?);
            let opened = DirStore::open(Arc::clone(&files), options, &mut |_, _| {})?;
            append_founding(&opened.store, &keys, &statement, clock.as_ref())?;
        }
        let options = super::StartOptions { clock, ..super::StartOptions::default() };
        let (service, _) = open_with(files, keys, options, &mut |_, _| {})?;
        let governed = govern_first(&service).await;
        service.shut_down().await;
        governed?;
        Ok((service.ledger_id().to_owned(), vkey))
    }
}

/// Appends entry 0 to an empty store.
///
/// # Errors
/// [`FoundError`].
pub fn found(
    store: &dyn Store,
    keys: &Keys,
    founding: &Founding,
    clock: &dyn Clock,
) -> Result<String, FoundError> {
    let statement = founding_statement(keys, founding, clock)?;
    append_founding(store, keys, &statement, clock)
}

fn append_founding(
    store: &dyn Store,
    keys: &Keys,
    statement: &str,
    clock: &dyn Clock,
) -> Result<String, FoundError> {
    let read = Submission(statement.as_bytes()).read().map_err(malformed)?;
    let verdict = judge_founding(read)?.verdict;
    let entry: Arc<[u8]> = Entry::new(clock.now(), statement.to_owned(), verdict).encode()?.into();
    let id = ledger_id(&entry);
    let seal = |size, root| seal(keys, size, root);
    store.append_group(&store.head(), &[entry], Box::new(seal))?;
    Ok(id)
}

fn founding_statement(keys: &Keys, founding: &Founding, clock: &dyn Clock) -> Result<String, FoundError> {
    let operator = keys.operator.as_ref().ok_or(KeysError::Missing("operator"))?;
    let mut nonce = [0_u8; 16];
    getrandom::fill(&mut nonce).map_err(|_| FoundError::Random)?;
    let log_keys: Vec<Value> = keys
        .vkeys()?
        .iter()
        .map(|(purpose, vkey)| json!({"vkey": vkey, "purpose": purpose.as_str()}))
        .collect();
    let data = json!({
        "origin": founding.origin,
        "name": founding.operator_name,
        "nonce": ledger::verdict::hex(&nonce),
        "operator": {
            "party": founding.operator.as_str(),
            "name": founding.operator_name,
            "keys": [operator.public().jwk()],
        },
        "log_keys": log_keys,
        "policy": founding.policy,
    });
    let parts = Parts {
        id: Some("founding".into()),
        event_type: EventType::LedgerFounded,
        source: &founding.operator,
        ledger: None,
        subject: &founding.origin,
        time: clock.now(),
        data: &data,
    };
    Ok(signed(&parts, operator))
}

fn malformed(error: CheckError) -> FoundError {
    match error {
        CheckError::Malformed(faults) => FoundError::Malformed(faults),
        other => FoundError::Check(other),
    }
}

fn seal(keys: &Keys, size: u64, root: Hash) -> Result<String, SealError> {
    let signer = keys.signer().map_err(|error| SealError(error.to_string()))?;
    let text = Checkpoint { origin: keys.origin().to_owned(), size, root }.to_text();
    sign_note(&text, &[&signer]).map_err(|error| SealError(error.to_string()))
}

/// What follows entry 0: the rule authority, the semantics, the shipped packs by name.
///
/// # Errors
/// [`FoundError::NotRecorded`] and those of packs.
pub async fn govern_first(service: &Service) -> Result<(), FoundError> {
    let keys = &service.core.keys;
    let operator_key = keys.operator.as_ref().ok_or(KeysError::Missing("operator"))?;
    let rules_key = keys.rule_authority.as_ref().ok_or(KeysError::Missing("rule-authority"))?;
    let view = service.view();
    let operator = view.state.directory.key(&operator_key.public().kid()).map(|record| record.party.clone());
    let operator = operator.ok_or(KeysError::Missing("operator"))?;
    let rule_authority: PartyId = RULE_AUTHORITY.parse().map_err(|_| KeysError::Missing("rule-authority"))?;
    let data = json!({
        "party": RULE_AUTHORITY,
        "name": "Rule authority",
        "roles": ["rule-authority"],
        "keys": [rules_key.public().jwk()],
        "mandates": [],
    });
    governed(service, EventType::PartyAdmitted, &operator, RULE_AUTHORITY, &data, operator_key).await?;
    let data = engine_adopted();
    governed(service, EventType::EngineAdopted, &rule_authority, "engine", &data, rules_key).await?;
    for shipped in &SHIPPED {
        let canonical = Pack::canonical(&shipped.files());
        let pack = Pack::from_canonical(&canonical)?;
        let data = pack_adopted(&pack, canonical.len(), APPLIES_FROM);
        service.put_pack(&pack.sha256_hex(), canonical)?;
        governed(service, EventType::PackAdopted, &rule_authority, &pack.id, &data, rules_key).await?;
    }
    Ok(())
}

/// The `data` that adopts the rules of this build.
#[must_use]
pub fn engine_adopted() -> Value {
    json!({
        "semantics": SEMANTICS,
        "release": env!("CARGO_PKG_VERSION"),
        "vectors_sha256": VECTORS_SHA256,
    })
}

/// The `data` that adopts a pack of so many canonical bytes.
#[must_use]
pub fn pack_adopted(pack: &Pack, size: usize, applies_from: &str) -> Value {
    json!({
        "pack": pack.id,
        "version": pack.version,
        "sha256": pack.sha256_hex(),
        "size": size,
        "applies_from": applies_from,
    })
}

async fn governed(
    service: &Service,
    event_type: EventType,
    source: &PartyId,
    subject: &str,
    data: &Value,
    key: &ledger::submission::SecretKey,
) -> Result<Receipt, FoundError> {
    let ledger = Some(service.ledger_id());
    let parts = Parts { id: None, event_type, source, ledger, subject, time: service.now(), data };
    let not_recorded = |why: String| FoundError::NotRecorded { what: format!("{event_type} {subject}"), why };
    let answer = service.submit(signed(&parts, key).into_bytes()).await;
    let receipt = answer.map_err(|turned: Turned| not_recorded(turned.detail()))?;
    match receipt.verdict.outcome {
        Outcome::Admitted | Outcome::Recorded => Ok(receipt),
        _ => {
            let codes: Vec<&str> = receipt.verdict.codes.iter().map(|code| code.as_str()).collect();
            Err(not_recorded(codes.join(", ")))
        }
    }
}
