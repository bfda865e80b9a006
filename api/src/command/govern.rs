//! How governance statements reach the ledger: into its directory, or through its server; signed here in both cases.

use std::path::{Path, PathBuf};

use ledger::event::EventType;
use ledger::event::governance::Role;
use ledger::file::RealFiles;
use ledger::ids::PartyId;
use ledger::store::OpenError;
use ledger::submission::{PublicKey, SecretKey};
use ledger::time::{Clock as _, SystemClock};
use serde_json::Value;

use super::failure::Failure;
use super::remote::Remote;
use super::say::{note, say};
use crate::service::keys::FOLDER;
use crate::service::statement::{Parts, key_proof, signed};
use crate::service::{ClockCheck, OperatorKey, Service, StartError, StartOptions, Turned, open};

/// Largest key file read.
const KEY_BYTES_MAX: u64 = 64 * 1024;

/// Where the ledger is, and who signs
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Target {
    /// Directory of the ledger; takes its lock, so `serve` must not run on it
    #[arg(long, value_name = "DIR", required_unless_present = "server")]
    pub data: Option<PathBuf>,

    /// Address of the ledger's server; with --data the keys are taken from there, but the directory is left alone
    #[arg(long, value_name = "URL")]
    pub server: Option<String>,

    /// Private JWK to sign with. Default: the key that `init` made, in the directory of --owner-keys
    #[arg(long, value_name = "FILE")]
    pub key: Option<PathBuf>,

    /// Directory of the operator's and the rule authority's keys. Default: DIR.owner beside the ledger's DIR
    #[arg(long, value_name = "DIR")]
    pub owner_keys: Option<PathBuf>,

    /// Party that signs. Default: `operator` or `rule-authority`, as the statement needs
    #[arg(long, value_name = "PARTY")]
    pub signer: Option<PartyId>,

    /// File with an access token, where the server asks for one (uploading a pack, summing up)
    #[arg(long, value_name = "FILE")]
    pub token_file: Option<PathBuf>,

    /// The clock is right, though it is far from the last entry: say so only after comparing it with another one
    #[arg(long, conflicts_with = "server")]
    pub accept_clock: bool,
}

/// Who signs what `init` prepared keys for.
#[derive(Debug, Clone, Copy)]
pub enum Signer {
    /// Parties and keys.
    Operator,
    /// Packs and reference tables.
    RuleAuthority,
}

impl Signer {
    fn name(self) -> &'static str {
        match self {
            Self::Operator => "operator",
            Self::RuleAuthority => "rule-authority",
        }
    }
}

enum Way {
    Here(Box<Service>, tokio::runtime::Runtime),
    There(Remote, String),
}

/// A ledger that takes statements of one signer.
pub struct Governed {
    way: Way,
    key: SecretKey,
    source: PartyId,
}

/// What became of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// Its position.
    pub position: u64,
    /// Its outcome.
    pub outcome: String,
}

impl Governed {
    /// Opens the ledger, or asks its server who it is.
    ///
    /// # Errors
    /// [`Failure`].
    pub fn open(target: &Target, signer: Signer) -> Result<Self, Failure> {
        let key = signing_key(target, signer)?;
        let default = || signer.name().parse().map_err(|_| Failure::Usage("no such signer".into()));
        if let Some(url) = &target.server {
            let token = target.token_file.as_deref().map(read_text).transpose()?;
            let remote = Remote::new(url, token);
            let id = remote.ledger_id()?;
            let source = target.signer.clone().map_or_else(default, Ok)?;
            return Ok(Self { way: Way::There(remote, id), key, source });
        }
        let Some(data) = &target.data else {
            return Err(Failure::Usage("give --data DIR or --server URL".into()));
        };
        let service = open_here(data, clock_check(target.accept_clock), OperatorKey::Absent)?;
        // The directory knows whose key it is, whatever the operator is called.
        let owner =
            service.view().state.directory.key(&key.public().kid()).map(|record| record.party.clone());
        let source = match target.signer.clone().or(owner) {
            Some(source) => source,
            None => default()?,
        };
        Ok(Self { way: Way::Here(Box::new(service), runtime()?), key, source })
    }

    /// The ledger's id.
    #[must_use]
    pub fn ledger_id(&self) -> &str {
        match &self.way {
            Way::Here(service, _) => service.ledger_id(),
            Way::There(_, id) => id,
        }
    }

    /// The `proof` that `key` wants to be `party`'s here.
    #[must_use]
    pub fn proof_of(&self, key: &SecretKey, party: &PartyId) -> String {
        key_proof(self.ledger_id(), party, key)
    }

    /// Whether a key may still become a party's, as far as the directory here knows: a mistake caught before it is
    /// recorded. A server answers for itself.
    ///
    /// # Errors
    /// [`Failure::NotRecorded`].
    pub fn free_key(&self, key: &PublicKey, party: &PartyId) -> Result<(), Failure> {
        let taken = match &self.way {
            Way::Here(service, _) => {
                let view = service.view();
                let directory = &view.state.directory;
                // What is this party's own already, the log answers in its own words.
                let own = directory.key(&key.kid()).is_some_and(|record| record.party == *party);
                !own && directory.knows_key(&key.to_bytes())
            }
            Way::There(..) => false,
        };
        if !taken {
            return Ok(());
        }
        let why = "key_in_use: this key is or was a party's or one of the ledger's own; make a new one (`aidledger keygen`)";
        Err(Failure::NotRecorded(why.into()))
    }

    /// Keeps a pack's canonical bytes.
    ///
    /// # Errors
    /// [`Failure`].
    pub fn put_pack(&self, sha256: &str, canonical: Vec<u8>) -> Result<(), Failure> {
        match &self.way {
            Way::Here(service, _) => Ok(service.put_pack(sha256, canonical)?),
            Way::There(remote, _) => Ok(remote.put_pack(sha256, &canonical)?),
        }
    }

    /// The `data` of the summaries of what was turned away that are due, oldest day first; perhaps not all of them.
    ///
    /// # Errors
    /// [`Failure`].
    pub fn summaries_due(&self) -> Result<Vec<Value>, Failure> {
        match &self.way {
            Way::Here(service, _) => Ok(service.summaries_due()),
            Way::There(remote, _) => Ok(remote.summaries_due()?),
        }
    }

    /// Signs and submits one statement, and says where it stands.
    ///
    /// # Errors
    /// [`Failure::NotRecorded`] or [`Failure::Refused`], and what kept it from being asked.
    pub fn state(
        &self,
        event_type: EventType,
        subject: &str,
        data: &Value,
        id: Option<String>,
    ) -> Result<Done, Failure> {
        let ledger = Some(self.ledger_id());
        let time = SystemClock.now();
        let jws =
            signed(&Parts { id, event_type, source: &self.source, ledger, subject, time, data }, &self.key);
        let done = match &self.way {
            Way::Here(service, runtime) => here(service, runtime, jws),
            Way::There(remote, _) => there(remote, &jws),
        }?;
        say([format!("{event_type} {subject}: {} at position {}", done.outcome, done.position)])?;
        Ok(done)
    }

    /// Lets go of the directory, with its head published.
    pub fn close(self) {
        if let Way::Here(service, runtime) = self.way {
            runtime.block_on(service.shut_down());
        }
    }
}

/// The key to sign with: the file named, else the one of this name in the directory named, else in the one beside the
/// ledger's, else, in ledgers of older releases, in the ledger's own.
///
/// # Errors
/// [`Failure`] naming every place that was looked at.
pub fn signing_key(target: &Target, signer: Signer) -> Result<SecretKey, Failure> {
    let file = format!("{}.jwk", signer.name());
    if let Some(path) = &target.key {
        return read_key(path);
    }
    if let Some(owner) = &target.owner_keys {
        return read_key(&owner.join(file));
    }
    let Some(data) = &target.data else {
        return Err(Failure::Usage(
            "give --key FILE (the private JWK to sign with) or --owner-keys DIR".to_owned(),
        ));
    };
    let sibling = owner_sibling(data).map(|owner| owner.join(&file));
    let inside = data.join(FOLDER).join(&file);
    let there = |path: &Path| path.try_exists().map_err(Failure::file("look for", path));
    if let Some(path) = sibling.as_deref()
        && there(path)?
    {
        return read_key(path);
    }
    if there(&inside)? {
        note([format!(
            "WARNING: {} lies beside the serving data, where whoever breaks into the server finds it: move it to {}",
            inside.display(),
            sibling
                .as_deref()
                .unwrap_or(Path::new("another directory, and name that with --owner-keys"))
                .display()
        )])?;
        return read_key(&inside);
    }
    let looked: Vec<String> =
        sibling.iter().chain([&inside]).map(|path| path.display().to_string()).collect();
    Err(Failure::Usage(format!(
        "no key of the {} to sign with: neither {} is there; give --key FILE or --owner-keys DIR",
        signer.name(),
        looked.join(" nor ")
    )))
}

/// Where `init` puts the keys that govern unless told otherwise: beside the ledger's directory, with `.owner` behind its
/// name. `None` where that has no name (`/`).
#[must_use]
pub fn owner_sibling(data: &Path) -> Option<PathBuf> {
    let named = |path: &Path| {
        let mut name = path.file_name()?.to_os_string();
        name.push(".owner");
        Some(path.with_file_name(name))
    };
    named(data).or_else(|| named(&std::fs::canonicalize(data).ok()?))
}

/// The operator whose key the service has.
///
/// # Errors
/// The service has no key, or not one of an operator, in words.
pub fn operator_of(service: &Service) -> Result<PartyId, String> {
    let view = service.view();
    let owner = service.operator_key().and_then(|key| view.state.directory.key(&key.public().kid()));
    let party = owner.map(|record| record.party.clone());
    party
        .filter(|party| view.state.directory.party(party).is_some_and(|party| party.has(Role::Operator)))
        .ok_or_else(|| "the key is not that of an operator of this ledger".to_owned())
}

/// What the flag `--accept-clock` means.
#[must_use]
pub fn clock_check(accept: bool) -> ClockCheck {
    if accept { ClockCheck::Accept } else { ClockCheck::Ask }
}

fn here(service: &Service, runtime: &tokio::runtime::Runtime, jws: String) -> Result<Done, Failure> {
    let receipt = runtime.block_on(service.submit(jws.into_bytes())).map_err(|turned| match turned {
        Turned::Malformed(faults) => Failure::Malformed(vec![(1, faults)]),
        turned @ Turned::IdReused { .. } => Failure::StatedBefore(turned.detail()),
        turned => Failure::NotRecorded(turned.detail()),
    })?;
    let codes: Vec<&str> = receipt.verdict.codes.iter().map(|code| code.as_str()).collect();
    settled(receipt.position, receipt.verdict.outcome.as_str(), &codes)
}

fn there(remote: &Remote, jws: &str) -> Result<Done, Failure> {
    let (status, body) = remote.submit(jws)?;
    let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let Some(position) =
        body.get("position").and_then(Value::as_u64).filter(|_| matches!(status, 200 | 201 | 422))
    else {
        if text("code") == "event_id_reused" {
            return Err(Failure::StatedBefore(text("detail")));
        }
        let faults = body.get("faults").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let lines: Vec<String> = faults.iter().map(|fault| format!("\n{fault}")).collect();
        return Err(Failure::NotRecorded(format!(
            "{status} {}: {}{}",
            text("code"),
            text("detail"),
            lines.concat()
        )));
    };
    let codes = body.get("codes").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let codes: Vec<&str> = codes.iter().filter_map(Value::as_str).collect();
    settled(position, &text("outcome"), &codes)
}

fn settled(position: u64, outcome: &str, codes: &[&str]) -> Result<Done, Failure> {
    let outcome = outcome.to_owned();
    if matches!(outcome.as_str(), "admitted" | "recorded") {
        Ok(Done { position, outcome })
    } else {
        Err(Failure::Refused { position, outcome, codes: codes.join(", ") })
    }
}

/// Opens a ledger's directory for one command; says only what somebody must know.
///
/// # Errors
/// [`Failure::InUse`] while `serve` holds it.
pub fn open_here(
    data: &Path,
    clock_check: ClockCheck,
    operator_key: OperatorKey,
) -> Result<Service, Failure> {
    let options = StartOptions { clock_check, operator_key, ..StartOptions::default() };
    let (service, report) = open(data, options, &mut |_, _| {}).map_err(|error| in_use(error, data))?;
    if report.adopted > 0 || report.moved_aside.is_some() || report.differing_count > 0 {
        note(report.lines())?;
    } else {
        note(&report.notes)?;
    }
    Ok(service)
}

/// A locked directory, in words that say what to do.
#[must_use]
pub fn in_use(error: StartError, data: &Path) -> Failure {
    match error {
        StartError::Store(OpenError::Locked) => Failure::InUse(data.to_owned()),
        other => other.into(),
    }
}

/// A small runtime for one command.
///
/// # Errors
/// The operating system gave no threads.
pub fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?)
}

/// Reads a private JWK.
///
/// # Errors
/// [`Failure`] naming the file.
pub fn read_key(path: &Path) -> Result<SecretKey, Failure> {
    let text = read_text(path)?;
    SecretKey::from_jwk(text.as_bytes()).map_err(|source| Failure::Key { path: path.to_owned(), source })
}

/// Reads a small text file of the user's; the last line end is no part of it.
///
/// # Errors
/// [`Failure`] naming the file.
pub fn read_text(path: &Path) -> Result<String, Failure> {
    let length = std::fs::metadata(path).map_err(Failure::file("read", path))?.len();
    if length > KEY_BYTES_MAX {
        return Err(Failure::Usage(format!("{} has {length} bytes: not the file meant", path.display())));
    }
    let text = std::fs::read_to_string(path).map_err(Failure::file("read", path))?;
    Ok(text.trim_end().to_owned())
}

/// The directory's files.
///
/// # Errors
/// There is no such directory.
pub fn files(data: &Path) -> Result<RealFiles, Failure> {
    Ok(RealFiles::at(data)?)
}
