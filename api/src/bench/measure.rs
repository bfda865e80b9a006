//! Running a scenario and timing it. Figures are information; nothing passes or fails by them.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use ledger::event::EventType;
use ledger::ids::PartyId;
use ledger::reader::{DirReader, LogReader, entries};
use ledger::submission::{SecretKey, Submission};
use ledger::time::{Clock as _, SystemClock};
use rules::audit;
use rules::engine::replay;
use rules::pack::PackLibrary;
use rules::state::State;
use serde_json::json;

use super::scenario::{Load, Scenario};
use crate::demo::{Demo, DemoClock, DemoError, start};
use crate::service::Service;
use crate::service::statement::{Parts, signed};

/// Why a measurement stopped.
#[derive(Debug, thiserror::Error)]
pub enum BenchError {
    /// The ledger could not be made or served.
    #[error(transparent)]
    Demo(#[from] DemoError),
    /// A file or thread failed.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// The log could not be read back.
    #[error(transparent)]
    Read(#[from] ledger::file::FileError),
    /// A statement was not recorded.
    #[error("the server answered {0} to a measured statement")]
    Answer(u16),
    /// The server was not reached.
    #[error("the measured server was not reached: {0}")]
    Http(String),
    /// Fewer requests were answered than sent.
    #[error("{answered} of {sent} measured requests were answered")]
    Lost {
        /// Answers.
        answered: usize,
        /// Requests.
        sent: usize,
    },
    /// The measured log does not verify with code 0.
    #[error("the measured log ends an audit with {0}:\n{1}")]
    NotSound(u8, String),
    /// A stored entry could not be replayed.
    #[error("entry {0} could not be replayed: {1}")]
    Replay(u64, String),
}

/// Figures of one load.
#[derive(Debug, Clone)]
pub struct LoadFigures {
    /// The load.
    pub load: Load,
    /// Wall time.
    pub took: Duration,
    /// Median and 99th percentile of a request.
    pub request: (Duration, Duration),
}

/// Everything measured in one run.
#[derive(Debug, Clone)]
pub struct Figures {
    /// What this disk can do at most: small writes, each forced down, a second.
    pub syncs_per_s: u64,
    /// What one core can do at most: strict Ed25519 verifications a second.
    pub verifications_per_s: u64,
    /// The loads in order.
    pub loads: Vec<LoadFigures>,
    /// Entries in the log at the end.
    pub entries: u64,
    /// Bytes of `log/` an entry.
    pub log_bytes_per_entry: u64,
    /// `aid-audit verify` of the whole log, entries a second.
    pub verify_per_s: u64,
    /// Replay of the rules alone, entries a second.
    pub replay_per_s: u64,
    /// Resident memory of the engine's state, bytes an award.
    pub state_bytes_per_award: u64,
}

/// Runs a scenario in `data`, which must be absent or empty.
///
/// # Errors
/// [`BenchError`].
pub fn run(scenario: &Scenario, data: &Path, say: &mut dyn FnMut(&str)) -> Result<Figures, BenchError> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let listen = std::net::SocketAddr::from(([127, 0, 0, 1], 0));
    let demo = Demo { events: 0, seed: 0, data: data.to_owned(), listen, clock: DemoClock::Today };
    let running = runtime.block_on(start(&demo))?;
    let mut author = Author::new(&running.service)?;
    say("admitting a host and registering undertakings");
    author.prepare(&running.url, scenario.undertakings)?;
    let mut loads = Vec::new();
    for load in &scenario.loads {
        say(&format!("signing {} statements", load.events));
        let lines = author.grants(load.events, scenario.undertakings);
        say(&load.name);
        loads.push(post(&running.url, load, &lines)?);
    }
    let verifications_per_s = verifications(&author);
    runtime.block_on(running.stop());
    let syncs_per_s = syncs(data)?;
    say("verifying and replaying the log");
    let log = data.join("log");
    let reader = DirReader::at(&log)?;
    let began = Instant::now();
    let options =
        audit::Options { pin: Some(audit::Pin::Ledger(author.ledger)), ..audit::Options::default() };
    let report = audit::verify(&reader, &options, &mut |_, _| {});
    let verify = began.elapsed();
    // A figure of a log that does not verify whole counts for nothing.
    if report.exit() != audit::Exit::Sound {
        return Err(BenchError::NotSound(report.exit().code(), report.to_text()));
    }
    let (count, awards, replay, grown) = replay_apart(data)?;
    Ok(Figures {
        syncs_per_s,
        verifications_per_s,
        loads,
        entries: count,
        log_bytes_per_entry: bytes_below(&log) / count.max(1),
        verify_per_s: per_second(count, verify),
        replay_per_s: per_second(count, replay),
        state_bytes_per_award: grown / awards.max(1),
    })
}

fn per_second(count: u64, took: Duration) -> u64 {
    let nanos = u64::try_from(took.as_nanos()).unwrap_or(u64::MAX).max(1);
    u64::try_from(u128::from(count) * 1_000_000_000 / u128::from(nanos)).unwrap_or(u64::MAX)
}

/// The host whose grants are measured.
struct Author {
    ledger: String,
    party: PartyId,
    key: SecretKey,
    operator: String,
    written: usize,
}

const HOST: &str = "bench-host";

impl Author {
    fn new(service: &Service) -> Result<Self, BenchError> {
        let unusable = || BenchError::Http("the ledger has no operator key".into());
        let key = SecretKey::generate().map_err(DemoError::from)?;
        let party: PartyId = HOST.parse().map_err(|_| unusable())?;
        let operator_party: PartyId = "operator".parse().map_err(|_| unusable())?;
        let data = json!({"party": HOST, "name": "Measured host", "roles": ["hosting-entity"], "keys": [key.public().jwk()],
            "mandates": [{"member_state": "FI", "principal": {"id": HOST, "name": "Measured host"}, "act": "measurement", "from": "2014-01-01"}]});
        let parts = Parts {
            id: None,
            event_type: EventType::PartyAdmitted,
            source: &operator_party,
            ledger: Some(service.ledger_id()),
            subject: HOST,
            time: service.now(),
            data: &data,
        };
        let operator = signed(&parts, service.operator_key().ok_or_else(unusable)?);
        Ok(Self { ledger: service.ledger_id().to_owned(), party, key, operator, written: 0 })
    }

    fn prepare(&mut self, url: &str, undertakings: usize) -> Result<(), BenchError> {
        let registrations: Vec<String> = (0..undertakings)
            .map(|number| {
                let handle = format!("NID:FI:8{number:08}");
                let data = json!({"undertaking": handle, "identifiers": [], "natural_person": false, "name": "Measured Oy"});
                self.statement(EventType::UndertakingRegistered, &handle, &data)
            })
            .collect();
        let lines: Vec<String> = std::iter::once(self.operator.clone()).chain(registrations).collect();
        let load = Load { name: String::new(), connections: 1, events: lines.len(), batch: 500 };
        post(url, &load, &lines).map(|_| ())
    }

    /// Small grants, spread over the undertakings, all under the ceiling for a good while.
    fn grants(&mut self, count: usize, undertakings: usize) -> Vec<String> {
        let today = SystemClock.now().utc_date().to_string();
        (0..count)
            .map(|number| {
                let beneficiary = format!("NID:FI:8{:08}", number % undertakings.max(1));
                let award = format!("b-{}", self.written);
                let data = json!({"award": award, "beneficiary": beneficiary, "granting_authority": {"id": HOST, "name": "Measured host"},
                    "member_state": "FI", "granted_on": today, "legal_right": "on-admission",
                    "basis": {"kind": "ad-hoc", "regime": "eu-2023-2831"}, "instrument": "subsidised-services",
                    "aid": {"form": "compute", "system": "north-gpu", "unit": "gpu-hour", "quantity": "10",
                        "unit_price": {"rate": "1.85", "currency": "EUR", "evidence": {"method": "published-tariff", "sha256": "2".repeat(64)}},
                        "price_paid": {"amount": "0.00", "currency": "EUR"}},
                    "funding": [{"origin": "state", "share_percent": "100"}],
                    "activity": {"nace": {"code": "62.10", "revision": "2.1"}},
                    "conditions": {"export_linked": false, "domestic_goods": false, "price_quantity_linked": false}});
                self.statement(EventType::AwardGranted, &award, &data)
            })
            .collect()
    }

    fn statement(&mut self, event_type: EventType, subject: &str, data: &serde_json::Value) -> String {
        self.written += 1;
        let id = Some(format!("bench-{}", self.written));
        let parts = Parts {
            id,
            event_type,
            source: &self.party,
            ledger: Some(&self.ledger),
            subject,
            time: SystemClock.now(),
            data,
        };
        signed(&parts, &self.key)
    }
}

/// Posts the lines as the load says; every answer must be a recorded one.
fn post(url: &str, load: &Load, lines: &[String]) -> Result<LoadFigures, BenchError> {
    let requests: Vec<&[String]> = lines.chunks(load.batch).collect();
    let (next, failed) = (AtomicUsize::new(0), AtomicU64::new(0));
    let began = Instant::now();
    let times: Vec<Vec<Duration>> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..load.connections)
            .map(|_| scope.spawn(|| worker(url, load.batch > 1, &requests, &next, &failed)))
            .collect();
        workers.into_iter().map(|worker| worker.join().unwrap_or_default()).collect()
    });
    let took = began.elapsed();
    match failed.load(Ordering::Relaxed) {
        0 => {}
        status => return Err(BenchError::Answer(u16::try_from(status).unwrap_or(0))),
    }
    let mut times: Vec<Duration> = times.into_iter().flatten().collect();
    if times.len() != requests.len() {
        return Err(BenchError::Lost { answered: times.len(), sent: requests.len() });
    }
    times.sort_unstable();
    let at = |percent: usize| {
        times
            .get((times.len() * percent / 100).min(times.len().saturating_sub(1)))
            .copied()
            .unwrap_or_default()
    };
    Ok(LoadFigures { load: load.clone(), took, request: (at(50), at(99)) })
}

fn worker(
    url: &str,
    batch: bool,
    requests: &[&[String]],
    next: &AtomicUsize,
    failed: &AtomicU64,
) -> Vec<Duration> {
    let config = ureq::Agent::config_builder()
        .timeout_global(Some(Duration::from_secs(120)))
        .http_status_as_error(false);
    let agent: ureq::Agent = config.build().into();
    let (path, kind) =
        if batch { ("/v1/events/batch", "application/x-ndjson") } else { ("/v1/events", "application/jose") };
    let mut times = Vec::new();
    while let Some(lines) = requests.get(next.fetch_add(1, Ordering::Relaxed)) {
        let began = Instant::now();
        let answer = agent.post(format!("{url}{path}")).header("content-type", kind).send(lines.join("\n"));
        let (status, text) = match answer {
            Ok(mut answer) => (
                answer.status().as_u16(),
                answer.body_mut().with_config().limit(1 << 30).read_to_string().unwrap_or_default(),
            ),
            Err(_) => (599, String::new()),
        };
        times.push(began.elapsed());
        // A batch line that was turned away would make the figure a lie.
        let recorded = text.matches("\"outcome\":").count() >= lines.len();
        if !recorded || !matches!(status, 200 | 201 | 422) {
            failed.store(u64::from(status), Ordering::Relaxed);
            break;
        }
    }
    times
}

/// How often this disk forces a small write down in a second: the bound of one connection.
fn syncs(data: &Path) -> Result<u64, BenchError> {
    const WRITES: u32 = 300;
    let path = data.join("sync-probe");
    let mut file = std::fs::File::create(&path)?;
    let began = Instant::now();
    for _ in 0..WRITES {
        file.write_all(&[0; 1024])?;
        file.sync_data()?;
    }
    let took = began.elapsed();
    std::fs::remove_file(path)?;
    Ok(per_second(u64::from(WRITES), took))
}

fn verifications(author: &Author) -> u64 {
    const TIMES: u64 = 2_000;
    let public = author.key.public();
    let Ok(read) = Submission(author.operator.as_bytes()).read() else { return 0 };
    let message = read.jws().as_bytes();
    let signature = author.key.sign(message);
    let began = Instant::now();
    let fits = (0..TIMES).filter(|_| public.signed(std::hint::black_box(message), &signature)).count();
    per_second(fits as u64, began.elapsed())
}

/// What a replay in a process of its own found: entries, awards, time, growth of resident memory.
///
/// In this process freed memory of the loads would be used again and hide the growth.
fn replay_apart(data: &Path) -> Result<(u64, u64, Duration, u64), BenchError> {
    let program = std::env::current_exe()?;
    let output = std::process::Command::new(program).arg("bench").arg("--replay").arg(data).output()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let numbers: Vec<u64> = text.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    match numbers.as_slice() {
        [entries, awards, nanos, grown] => Ok((*entries, *awards, Duration::from_nanos(*nanos), *grown)),
        _ => Err(BenchError::Replay(0, String::from_utf8_lossy(&output.stderr).into_owned())),
    }
}

/// Replays the log below `data` and answers entries, awards, nanoseconds, and by how much resident memory grew.
///
/// # Errors
/// [`BenchError`].
pub fn replay_figures(data: &Path) -> Result<String, BenchError> {
    let reader = DirReader::at(&data.join("log"))?;
    let note = reader.read("checkpoint").ok().flatten().unwrap_or_default();
    let size =
        String::from_utf8_lossy(&note).lines().nth(1).and_then(|line| line.parse::<u64>().ok()).unwrap_or(0);
    let mut packs = PackLibrary::default();
    for shipped in &rules::pack::SHIPPED {
        // The measured ledger adopts exactly the shipped packs.
        let _ = packs.insert(&rules::pack::Pack::canonical(&shipped.files()));
    }
    let mut state = State::new();
    let before = resident_bytes();
    let began = Instant::now();
    for entry in entries(&reader, size) {
        let entry = entry.map_err(|error| BenchError::Replay(state.size(), error.to_string()))?;
        replay(&mut state, &packs, &entry.bytes)
            .map_err(|error| BenchError::Replay(entry.position, error.to_string()))?;
    }
    let took = began.elapsed().as_nanos();
    let grown = resident_bytes().saturating_sub(before);
    Ok(format!("{size} {} {took} {grown}", state.awards.len()))
}

/// Resident memory of this process; zero where the system does not say.
fn resident_bytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kib| kib.parse::<u64>().ok()).unwrap_or(0) * 1024
}

fn bytes_below(folder: &Path) -> u64 {
    let mut open: Vec<PathBuf> = vec![folder.to_owned()];
    let mut bytes = 0;
    while let Some(path) = open.pop() {
        for entry in std::fs::read_dir(&path).into_iter().flatten().flatten() {
            match entry.metadata() {
                Ok(meta) if meta.is_dir() => open.push(entry.path()),
                Ok(meta) => bytes += meta.len(),
                Err(_) => {}
            }
        }
    }
    bytes
}

impl Figures {
    /// The table of `docs/benchmarks.md`.
    #[must_use]
    pub fn to_markdown(&self) -> String {
        let mut text = String::from("| what | figure |\n|---|---|\n");
        for figures in &self.loads {
            let rate = per_second(figures.load.events as u64, figures.took);
            let (median, late) = figures.request;
            let _ = writeln!(
                text,
                "| durable events/s over HTTP: {} | {rate} (request median {} ms, 99 % within {} ms) |",
                figures.load.name,
                median.as_millis(),
                late.as_millis()
            );
        }
        let rows = [
            ("this disk, small write and fdatasync, a second".to_owned(), self.syncs_per_s),
            ("strict Ed25519 verifications a second, one core".to_owned(), self.verifications_per_s),
            (format!("verify of the whole log ({} entries), entries/s", self.entries), self.verify_per_s),
            ("replay of the rules alone, entries/s".to_owned(), self.replay_per_s),
            ("bytes of the published log an entry".to_owned(), self.log_bytes_per_entry),
            ("resident bytes of the engine's state an award".to_owned(), self.state_bytes_per_award),
        ];
        for (what, figure) in rows {
            let _ = writeln!(text, "| {what} | {figure} |");
        }
        text
    }
}
