//! The start: everything that is stored is read, verified and folded before anybody is answered.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64};
use std::sync::{Arc, Mutex, OnceLock, RwLock};
use std::thread::{self, JoinHandle};

use chrono::NaiveDate;
use ledger::checkpoint::VerifierKey;
use ledger::entry::{Entry, EntryError};
use ledger::event::Body;
use ledger::event::governance::LogKeyPurpose;
use ledger::file::simulated::SimulatedFiles;
use ledger::file::{Files, RealFiles};
use ledger::merkle::leaf_hash;
use ledger::store::{Anchor, DirOptions, DirStore, Opened, Store};
use ledger::submission::SecretKey;
use ledger::submission::{CheckError, Unverified};
use ledger::time::{Clock, SystemClock};
use ledger::verdict::Outcome;
use ledger::witness::Witness;
use rules::engine::{Replayed, replay_parsed};
use rules::pack::PackLibrary;
use rules::state::State;
use tokio::sync::{Semaphore, mpsc, watch};

use super::clock::{ClockCheck, STEP_MAX_MS, Timekeeper};
use super::core::{Core, View};
use super::cosigner::{CosignerConfig, Cosigners};
use super::history::History;
use super::idempotency::Ids;
use super::job::Job;
use super::keys::Keys;
use super::locks::lock;
use super::looks::{self, Looks, LooksFound};
use super::quota::Used;
use super::start_error::StartError;
use super::tally::{Tally, summed_up};
use super::tree::Tree;
use super::vkey::{note_check, read_vkey};
use super::witness_role::{self, WitnessConfig};
use super::{Running, Service, cosigners, follower, modes, sequencer};

/// Folder of the index below the data directory.
pub const INDEX: &str = "index";
/// Folder of the published log.
pub(super) const LOG: &str = "log";
/// Entries decoded at once, in parallel.
const CHUNK: u64 = 2_048;
/// Differing verdicts that are listed; all are counted.
const DIFFERING_MAX: usize = 100;

/// How to start.
pub struct StartOptions {
    /// Where the time of recording comes from.
    pub clock: Arc<dyn Clock>,
    /// Heads known from elsewhere, which the journal must contain.
    pub anchors: Vec<Anchor>,
    /// Submissions that may wait for the sequencer; more wait at the door.
    pub queue: usize,
    /// How far the wall clock may be off before nothing is recorded, in milliseconds: from the time counted on while the
    /// service runs, and behind the last entry at the start.
    pub clock_step_max_ms: u64,
    /// What to do about a clock that does not fit the last entry.
    pub clock_check: ClockCheck,
    /// Whose key signs the summaries of what was turned away.
    pub operator_key: OperatorKey,
    /// Where the index lives; without one the log itself is asked.
    pub index: Option<PathBuf>,
    /// This node as a witness.
    pub witness: Option<WitnessConfig>,
    /// Witnesses that are asked to cosign what is published here.
    pub cosigners: Vec<CosignerConfig>,
    /// For how many whole months looks are kept; `None` removes none, as befits whoever does not serve.
    pub looks_months: Option<u32>,
}

impl Default for StartOptions {
    fn default() -> Self {
        Self {
            clock: Arc::new(SystemClock),
            anchors: Vec::new(),
            queue: 4_096,
            clock_step_max_ms: STEP_MAX_MS,
            clock_check: ClockCheck::Ask,
            operator_key: OperatorKey::Beside,
            index: None,
            witness: None,
            cosigners: Vec::new(),
            looks_months: None,
        }
    }
}

/// Where the operator's key comes from, with which the service itself signs.
#[derive(Default)]
#[expect(clippy::large_enum_variant, reason = "there is one, for as long as a start takes")]
pub enum OperatorKey {
    /// `keys/operator.jwk` and `keys/rule-authority.jwk` are read where they are there: for a program that founds a ledger,
    /// governs it and serves it in one, such as a demonstration.
    #[default]
    Beside,
    /// Nowhere: the service signs nothing in the operator's name, and reads no such key.
    Absent,
    /// This one.
    Given(SecretKey),
}

/// What the start found, for whoever runs it.
#[derive(Debug, Clone, Default)]
pub struct StartReport {
    /// Number of entries.
    pub entries: u64,
    /// Entries that the journal had beyond the published head: adopted and published.
    pub adopted: u64,
    /// Where an unfinished write was moved; nobody had been told of it.
    pub moved_aside: Option<String>,
    /// Whether a lost `log/vkey` was put back.
    pub vkey_restored: bool,
    /// What is open to others on this machine, in one line.
    pub open_to_others: Option<String>,
    /// Heads known from elsewhere that were compared.
    pub anchors: usize,
    /// Witnesses that cosigned the head at the start.
    pub cosigned: usize,
    /// Witnesses that did not, each with the reason.
    pub not_cosigned: Vec<String>,
    /// What to say of the clock, and of counts that could not be read; a line each.
    pub notes: Vec<String>,
    /// Positions whose recorded verdict this release would not give, the first hundred.
    pub differing: Vec<u64>,
    /// How many there are.
    pub differing_count: u64,
    /// Entries whose verdict this release can't reproduce.
    pub not_reproduced: u64,
    /// What was found of the record of looks.
    pub looks: LooksFound,
}

impl StartReport {
    /// What was found, a line each.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let mut lines = vec![format!("{} entries, all read and verified", self.entries)];
        if self.adopted > 0 {
            lines.push(format!("{} entries were durable but not published: adopted", self.adopted));
        }
        if let Some(path) = &self.moved_aside {
            lines.push(format!("an unfinished write, of which nobody was told, was moved to {path}"));
        }
        if self.vkey_restored {
            lines.push("`log/vkey` was missing: put back, as every signed head proves it".to_owned());
        }
        lines.extend(self.open_to_others.clone());
        if self.cosigned > 0 {
            lines.push(format!("{} witness(es) agree and cosigned the head", self.cosigned));
        }
        lines.extend(self.not_cosigned.iter().map(|why| format!("WARNING: not cosigned by {why}")));
        lines.push(match self.anchors {
            0 if self.cosigned > 0 => "no anchor: the witnesses have seen no more than the disk holds".into(),
            0 => "no anchor: a rolled-back disk is detected only by whoever holds a newer receipt or checkpoint".into(),
            count => format!("{count} anchor(s) agree: the disk holds everything they have seen"),
        });
        lines.extend(self.notes.iter().cloned());
        if self.differing_count > 0 {
            let first = self.differing.first().copied().unwrap_or_default();
            lines.push(format!(
                "{} recorded verdicts differ from this release's, first at position {first}: the recorded ones hold",
                self.differing_count
            ));
        }
        let LooksFound { findings, notes, .. } = &self.looks;
        lines.extend(findings.iter().map(|finding| format!("WARNING: the record of looks: {finding}")));
        lines.extend(notes.iter().map(|note| format!("the record of looks: {note}")));
        if self.not_reproduced > 0 {
            lines.push(format!("{} verdicts can't be reproduced by this release", self.not_reproduced));
        }
        lines
    }
}

/// Opens the ledger in a directory: takes its lock, recovers, verifies, replays. `progress`: entries done and to do.
///
/// # Errors
/// [`StartError`]; nothing was changed but an unfinished write moved aside.
pub fn open(
    dir: &Path,
    options: StartOptions,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(Service, StartReport), StartError> {
    open_files(Arc::new(RealFiles::at(dir)?), options, progress)
}

/// As [`open`], on any files.
///
/// # Errors
/// As [`open`].
pub fn open_files(
    files: Arc<dyn Files>,
    mut options: StartOptions,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(Service, StartReport), StartError> {
    let vkey = read_vkey(files.as_ref())?;
    let origin = vkey.split('+').next().unwrap_or_default();
    modes::check_keys(files.as_ref())?;
    let keys = match std::mem::take(&mut options.operator_key) {
        OperatorKey::Beside => Keys::read(files.as_ref(), origin)?,
        OperatorKey::Absent => Keys::read_log_keys(files.as_ref(), origin)?,
        OperatorKey::Given(key) => Keys::read_log_keys(files.as_ref(), origin)?.with_operator(key),
    };
    open_with(files, keys, options, progress)
}

/// As [`open_files`], with keys that are at hand.
pub(super) fn open_with(
    files: Arc<dyn Files>,
    keys: Keys,
    mut options: StartOptions,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(Service, StartReport), StartError> {
    let vkey = read_vkey(files.as_ref())?;
    let anchors = std::mem::take(&mut options.anchors);
    let compared = anchors.len();
    let dir_options = DirOptions { anchors, vkey: Some(vkey.clone()), ..DirOptions::new(note_check(&vkey)?) };
    let Opened { store, adopted, torn, vkey_restored, .. } =
        DirStore::open(Arc::clone(&files), dir_options, progress)?;
    let open_to_others = modes::wider(files.as_ref())?;
    let witness =
        options.witness.take().map(|config| witness_role::open(Arc::clone(&files), config)).transpose()?;
    let (service, report) = run(Arc::new(store), Some(files), keys, options, witness, progress)?;
    let report = StartReport {
        adopted: adopted.end.saturating_sub(adopted.start),
        moved_aside: torn.map(|torn| torn.moved_to),
        anchors: compared,
        vkey_restored,
        open_to_others,
        ..report
    };
    Ok((service, report))
}

/// Starts on a store that is already open: for tests and for other drivers of the port.
///
/// # Errors
/// As [`open`].
pub fn start(
    store: Arc<dyn Store>,
    keys: Keys,
    options: StartOptions,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(Service, StartReport), StartError> {
    run(store, None, keys, options, None, progress)
}

fn run(
    store: Arc<dyn Store>,
    files: Option<Arc<dyn Files>>,
    keys: Keys,
    options: StartOptions,
    witness: Option<Witness>,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(Service, StartReport), StartError> {
    let mut folded = Folded::new()?;
    folded.replay(store.as_ref(), progress)?;
    let head = store.head();
    let ledger_id = folded.state.directory.ledger_id().ok_or(StartError::NotFounded)?.to_owned();
    check_keys(&keys, &folded.state)?;
    let own = witness.as_ref().map(Witness::verifier_key);
    check_witnesses(options.cosigners.iter().map(|config| &config.key).chain(own), &folded.state)?;
    let signer = keys.signer()?;
    let (queue, jobs) = mpsc::channel(options.queue.max(1));
    let threads = thread::available_parallelism().map_or(2, std::num::NonZero::get);
    let mut report = folded.report.clone();
    // Where there is no disk, looks are kept as long as the process.
    let kept = files.clone().unwrap_or_else(|| Arc::new(SimulatedFiles::new()));
    let (looks, found) = Looks::open(kept, &ledger_id)?;
    report.looks = found;
    let time = Timekeeper::new(options.clock, options.clock_step_max_ms);
    let last = folded.state.last_at();
    report.notes.extend(time.check(last, options.clock_check, files.as_deref())?);
    let mut used = folded.used;
    if last.is_some_and(|last| last.utc_date() > time.now().utc_date()) {
        // What is counted under a day that has not come yet would count for none.
        used = Used::default();
    }
    let (tally, unread) = match &files {
        Some(files) => Tally::load(files.as_ref(), &folded.told)?,
        None => (Tally::default(), Vec::new()),
    };
    report.notes.extend(unread.into_iter().map(|what| format!("WARNING: {what}")));
    let core = Arc::new(Core {
        store,
        files,
        time,
        keys,
        signer,
        ledger_id,
        size: watch::Sender::new(head.size),
        published: AtomicU64::new(0),
        view: RwLock::new(Arc::new(View { state: folded.state, head })),
        ids: RwLock::new(folded.ids),
        tree: RwLock::new(folded.tree),
        packs: RwLock::new(Arc::new(folded.packs)),
        known_packs: Mutex::new(folded.known_packs),
        history: Mutex::new(folded.history),
        used: Mutex::new(used),
        tally: Mutex::new(tally),
        fatal: OnceLock::new(),
        queue: Mutex::new(Some(queue)),
        checks: Semaphore::new(threads),
        stopping: AtomicBool::new(false),
        index_path: options.index,
        index: RwLock::new(None),
        indexed: AtomicU64::new(0),
        groups: AtomicU64::new(0),
        witness: witness.map(Mutex::new),
        looks,
        looks_months: options.looks_months,
        cosigners: Cosigners::new(options.cosigners),
    });
    // Before the first answer: what a witness has seen must be here.
    (report.cosigned, report.not_cosigned) = cosigners::first_round(&core)?;
    let service = spawn(&core, jobs)?;
    Ok((service, report))
}

fn spawn(core: &Arc<Core>, jobs: mpsc::Receiver<Job>) -> Result<Service, StartError> {
    let running = Arc::new(Running { core: Arc::clone(core), threads: Mutex::default() });
    let named = |name: &str, work: Box<dyn FnOnce(&Core) + Send>| -> Result<JoinHandle<()>, StartError> {
        let core = Arc::clone(core);
        let work = move || {
            work(&core);
        };
        thread::Builder::new().name(name.to_owned()).spawn(work).map_err(StartError::Thread)
    };
    let mut threads = vec![named(
        "sequencer",
        Box::new(move |core| {
            let _guard = Fallen(core);
            sequencer::run(core, jobs);
        }),
    )?];
    threads.push(named("publisher", Box::new(follower::publish))?);
    threads.push(named("looks", Box::new(looks::keep))?);
    threads.push(named("looking after", Box::new(follower::look_after))?);
    if core.cosigners.is_some() {
        threads.push(named("cosigners", Box::new(cosigners::gather))?);
    }
    if core.index_path.is_some() {
        threads.push(named(
            "index",
            Box::new(|core| {
                if let Some(path) = core.index_path.clone() {
                    follower::follow(core, &path);
                }
            }),
        )?);
    }
    *lock(&running.threads) = threads;
    Ok(Service { core: Arc::clone(core), running })
}

/// Says that nothing is recorded any more if the sequencer falls over, instead of leaving callers without a reason.
struct Fallen<'a>(&'a Core);

impl Drop for Fallen<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.poison("the sequencer failed: a fault of this release; restart, and report it");
        }
    }
}

/// A witness that signs with a key of the log, or of a party, would vouch for itself.
fn check_witnesses<'a>(keys: impl Iterator<Item = &'a VerifierKey>, state: &State) -> Result<(), StartError> {
    for key in keys {
        if state.directory.knows_key(&key.public_key()) {
            return Err(StartError::WitnessKey(key.name().to_owned()));
        }
    }
    Ok(())
}

/// The keys at hand are those the log names and has not retired.
fn check_keys(keys: &Keys, state: &State) -> Result<(), StartError> {
    for (purpose, vkey) in keys.vkeys()? {
        let named = state.directory.log_keys().any(|record| {
            record.purpose == purpose && record.vkey.as_str() == vkey && record.retired_at.is_none()
        });
        if !named {
            return Err(StartError::OtherKey(match purpose {
                LogKeyPurpose::Checkpoint => "checkpoint",
                LogKeyPurpose::Refusal => "refusal",
                LogKeyPurpose::Certificate => "certificate",
                LogKeyPurpose::Token => "token",
            }));
        }
    }
    Ok(())
}

/// Everything that follows from the entries.
struct Folded {
    state: State,
    packs: PackLibrary,
    known_packs: BTreeSet<String>,
    ids: Ids,
    tree: Tree,
    history: History,
    used: Used,
    /// Days whose turned-away submissions the log has summed up.
    told: BTreeSet<NaiveDate>,
    report: StartReport,
}

type Parsed = Result<(Entry, Unverified), String>;

impl Folded {
    fn new() -> Result<Self, StartError> {
        Ok(Self {
            state: State::new(),
            packs: PackLibrary::default(),
            known_packs: BTreeSet::new(),
            ids: Ids::new()?,
            tree: Tree::default(),
            history: History::default(),
            used: Used::default(),
            told: BTreeSet::new(),
            report: StartReport::default(),
        })
    }

    fn replay(&mut self, store: &dyn Store, progress: &mut dyn FnMut(u64, u64)) -> Result<(), StartError> {
        let size = store.head().size;
        let mut next = 0;
        while next < size {
            let end = next.saturating_add(CHUNK).min(size);
            let entries = store.read(next..end)?;
            for (bytes, parsed) in entries.iter().zip(parse(&entries)) {
                self.one(store, bytes, parsed)?;
            }
            next = end;
            progress(next, size);
        }
        self.report.entries = size;
        self.report.notes.extend(sequencer::other_rules(&self.state).map(|why| format!("WARNING: {why}")));
        Ok(())
    }

    fn one(&mut self, store: &dyn Store, bytes: &[u8], parsed: Parsed) -> Result<(), StartError> {
        let position = self.state.size();
        let unsound = |why: String| StartError::Unsound { position, why };
        let (entry, statement) = parsed.map_err(unsound)?;
        self.fetch_pack(store, &entry, &statement, position)?;
        let jws_bytes = entry.jws.len() as u64;
        let replayed = replay_parsed(&mut self.state, &self.packs, bytes, entry, statement)
            .map_err(|error| unsound(error.to_string()))?;
        if let Some(earlier) = self.ids.insert(self.ids.key(&replayed.event), position) {
            return Err(unsound(format!("its event id was used at position {earlier}")));
        }
        self.tree.push(leaf_hash(bytes));
        self.tree.prune(sequencer::RECENT);
        self.history.note(&self.state);
        self.used.add(&replayed.event.source, jws_bytes, replayed.entry.at);
        self.told.extend(summed_up(&replayed.event, &replayed.entry.verdict));
        self.compare(&replayed);
        Ok(())
    }

    fn compare(&mut self, replayed: &Replayed) {
        let report = &mut self.report;
        match replayed.agrees() {
            Some(true) => {}
            Some(false) => {
                report.differing_count = report.differing_count.saturating_add(1);
                if report.differing.len() < DIFFERING_MAX {
                    report.differing.push(replayed.position);
                }
            }
            None => report.not_reproduced = report.not_reproduced.saturating_add(1),
        }
    }

    /// Has the pack at hand that an admitted adoption names. A refused one may name bytes that nobody ever had; those
    /// that came later must not turn the refusal.
    fn fetch_pack(
        &mut self,
        store: &dyn Store,
        entry: &Entry,
        statement: &Unverified,
        position: u64,
    ) -> Result<(), StartError> {
        let Body::PackAdopted(adopted) = &statement.event().body else { return Ok(()) };
        let sha256 = adopted.sha256.as_str();
        if self.known_packs.contains(sha256) || entry.verdict.outcome != Outcome::Admitted {
            return Ok(());
        }
        let unsound = |why: String| StartError::Unsound { position, why };
        let bytes = store.get_blob(sha256).map_err(|error| unsound(error.to_string()))?;
        let Some(bytes) = bytes else {
            return Err(StartError::PackMissing { position, sha256: sha256.to_owned() });
        };
        self.packs.insert(&bytes).map_err(|errors| unsound(format!("the pack {sha256}: {errors}")))?;
        self.known_packs.insert(sha256.to_owned());
        Ok(())
    }
}

/// Decodes entries on as many threads as the machine has.
fn parse(entries: &[Arc<[u8]>]) -> Vec<Parsed> {
    let threads = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let each = entries.len().div_ceil(threads).max(64);
    thread::scope(|scope| {
        let parts: Vec<_> = entries
            .chunks(each)
            .map(|part| scope.spawn(move || part.iter().map(|bytes| parse_one(bytes)).collect::<Vec<_>>()))
            .collect();
        let lost = || vec![Err("a thread failed while decoding".to_owned())];
        parts.into_iter().flat_map(|part| part.join().unwrap_or_else(|_| lost())).collect()
    })
}

fn parse_one(bytes: &[u8]) -> Parsed {
    let entry = Entry::decode(bytes).map_err(|error: EntryError| error.to_string())?;
    let statement = entry.statement().map_err(|error: CheckError| error.to_string())?;
    Ok((entry, statement))
}
