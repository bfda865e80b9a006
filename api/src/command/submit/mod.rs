//! `aidledger submit`: signs what is not signed, sends it in batches, keeps every receipt.
//!
//! Contract: a statement is signed once. Its bytes are on the disk before they are sent, and every later attempt sends
//! those bytes; the ledger then answers as the first time. So the command may be stopped at any point and run again.
//! Only a statement that the server turned away, and so did not record, is set aside and may be signed anew.
//! The run ends well when every line has a receipt, refusals included: a refusal is an answer with a position.

mod line;
mod outbox;
mod report;
mod wire;

use std::error::Error as StdError;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use line::{Envelope, LineFault};
use outbox::{Outbox, Slot};
use report::Report;
pub use wire::WireError;
use wire::{Answer, Reply, Server};

/// Longest line read; a signed statement is at most 32,768 bytes.
pub(crate) const LINE_BYTES_MAX: usize = 256 * 1024;

/// Lines and bytes per request: well inside what the ledger takes (10,000 lines, 16 MiB), so that progress shows and a
/// broken connection costs little.
const BATCH_LINES_MAX: usize = 1_000;
const BATCH_BYTES_MAX: usize = 4 * 1024 * 1024;

/// How often a batch is sent without a single new answer before the run gives up.
const ATTEMPTS_MAX: u32 = 6;

/// Longest wait that is sat out; a server that asks for more is told "later" by the user.
const WAIT_MAX: Duration = Duration::from_secs(15 * 60);

/// Submit a file of events, signed or to be signed, and keep a receipt for every line
///
/// Each line is a compact JWS, or a JSON event that is completed (ledger, source, time and id, where they are absent) and
/// signed with --key. Run it again after any interruption: only lines without a receipt are sent, byte for byte as they
/// were first signed. Exit code 0: every line has a receipt, refused ones too; 1: some line has none.
#[derive(Debug, Clone, clap::Args)]
pub struct SubmitArgs {
    /// Address of the server, such as http://127.0.0.1:8080
    #[arg(long, value_name = "URL")]
    pub server: String,

    /// Private key (JWK, as `keygen` writes it) to sign event lines with
    #[arg(long, value_name = "FILE", requires = "source")]
    pub key: Option<PathBuf>,

    /// Party in whose name event lines are signed
    #[arg(long, value_name = "PARTY", requires = "key")]
    pub source: Option<String>,

    /// One JWS or event per line
    #[arg(value_name = "FILE.jsonl")]
    pub file: PathBuf,

    /// Folder for signed statements and receipts. Default: FILE.jsonl.receipts
    #[arg(long, value_name = "DIR")]
    pub receipts: Option<PathBuf>,
}

/// An error of a hook.
pub type HookError = Box<dyn StdError + Send + Sync>;

/// Fetches a path of the server, such as `/checkpoint`.
pub type Fetch<'a> = &'a dyn Fn(&str) -> Result<Vec<u8>, HookError>;

/// Signs an event, given whole, under its id; answers the compact JWS.
pub type Sign<'a> = &'a dyn Fn(&serde_json::Value, &str) -> Result<String, HookError>;

/// What the command needs from the rest of the program.
pub struct Hooks<'a> {
    /// The time of statements made now, RFC 3339.
    pub now: &'a dyn Fn() -> String,
    /// Refuses a line that strict JSON would refuse (duplicate members), before it is read loosely and signed.
    pub check_json: &'a dyn Fn(&[u8]) -> Result<(), HookError>,
    /// The signer of event lines; none without `--key`.
    pub sign: Option<Sign<'a>>,
    /// Whether the server's log now is consistent with the log of a receipt, given as `.tlog-proof` text.
    ///
    /// It fetches `/checkpoint`, verifies both checkpoints' signatures, rebuilds the consistency proof from `/tile/...`,
    /// and errs when it does not hold. Called before the first line is sent and after the last.
    pub check_consistency: &'a dyn Fn(&str, Fetch<'_>) -> Result<(), HookError>,
    /// Waits.
    pub sleep: &'a dyn Fn(Duration),
}

/// Why submitting could not run or had to stop.
#[derive(Debug, thiserror::Error)]
pub enum SubmitError {
    /// The input could not be read.
    #[error("cannot read {}", path.display())]
    Input {
        /// The file.
        path: PathBuf,
        /// The system's answer.
        #[source]
        source: io::Error,
    },
    /// The receipts folder could not be used.
    #[error("cannot use the receipts folder {}", path.display())]
    Receipts {
        /// The folder.
        path: PathBuf,
        /// The system's answer.
        #[source]
        source: io::Error,
    },
    /// The server could not be asked for its ledger.
    #[error(transparent)]
    Server(#[from] WireError),
    /// The log shown now does not contain the log a receipt was given from.
    #[error("the server's log is not consistent with the newest receipt in {}: nothing more is sent; keep the folder as evidence", path.display())]
    Inconsistent {
        /// The receipts folder.
        path: PathBuf,
        /// What the check says.
        #[source]
        source: HookError,
    },
    /// The report could not be written.
    #[error("cannot write the report")]
    Output(#[from] io::Error),
}

/// Runs the command; the report goes to `out`, progress to standard error.
///
/// # Errors
/// [`SubmitError`]. Lines that got no receipt are no error: they are listed, and the exit code is 1.
pub fn run(args: &SubmitArgs, hooks: &Hooks<'_>, out: &mut dyn Write) -> Result<ExitCode, SubmitError> {
    let server = Server::new(&args.server);
    let ledger = server.ledger_id()?;
    let dir = args.receipts.clone().unwrap_or_else(|| {
        let mut name = args.file.as_os_str().to_owned();
        name.push(".receipts");
        name.into()
    });
    let outbox = Outbox::open(dir.clone()).map_err(|source| SubmitError::Receipts { path: dir, source })?;
    check_consistency(&outbox, &server, hooks)?;
    let source = args.source.as_ref().map(|party| format!("urn:aidledger:party:{party}"));
    let envelope = Envelope { source: source.as_deref(), ledger: &ledger };
    let mut session = Session {
        server: &server,
        outbox: &outbox,
        hooks,
        envelope,
        batch: Vec::new(),
        batch_bytes: 0,
        report: Report::default(),
        stopped: None,
    };
    session.read_file(args)?;
    if session.report.admitted + session.report.recorded + session.report.refused + session.report.deferred
        > 0
    {
        check_consistency(&outbox, &server, hooks)?;
    }
    session.report.write(out)?;
    writeln!(out, "receipts: {}", outbox.dir().display())?;
    Ok(if session.report.is_complete() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn check_consistency(outbox: &Outbox, server: &Server, hooks: &Hooks<'_>) -> Result<(), SubmitError> {
    let path = || outbox.dir().to_owned();
    let newest = outbox.newest_proof().map_err(|source| SubmitError::Receipts { path: path(), source })?;
    let Some(proof) = newest else { return Ok(()) };
    let fetch = |at: &str| server.get(at).map_err(HookError::from);
    (hooks.check_consistency)(&proof, &fetch)
        .map_err(|source| SubmitError::Inconsistent { path: path(), source })
}

/// A line that waits for its answer.
struct Waiting {
    line: u64,
    id: String,
    jws: String,
    slot: Slot,
}

struct Session<'a> {
    server: &'a Server,
    outbox: &'a Outbox,
    hooks: &'a Hooks<'a>,
    envelope: Envelope<'a>,
    batch: Vec<Waiting>,
    batch_bytes: usize,
    report: Report,
    /// Why no more is sent. The rest of the file is still read, so that the report counts every line.
    stopped: Option<String>,
}

impl Session<'_> {
    fn read_file(&mut self, args: &SubmitArgs) -> Result<(), SubmitError> {
        let failed = |source| SubmitError::Input { path: args.file.clone(), source };
        let file = File::open(&args.file).map_err(failed)?;
        let bar = progress(file.metadata().map_err(failed)?.len());
        let mut reader = BufReader::new(file);
        let mut number = 0;
        while let Some((line, bytes)) = next_line(&mut reader).map_err(failed)? {
            number += 1;
            bar.inc(bytes);
            if matches!(&line, Ok(text) if text.trim_ascii().is_empty()) {
                continue;
            }
            self.report.lines += 1;
            let waiting = line.and_then(|text| self.prepare(number, text.trim_ascii()));
            match waiting {
                Ok(Some(waiting)) => self.push(waiting),
                Ok(None) => self.report.had_receipt += 1,
                Err(fault) => self.report.not_sent(number, &fault.to_string()),
            }
        }
        self.flush();
        bar.finish_and_clear();
        Ok(())
    }

    /// The signed statement of a line, kept on the disk; nothing where its receipt is here already.
    fn prepare(&self, number: u64, line: &[u8]) -> Result<Option<Waiting>, LineFault> {
        let named = line::read(line, &self.envelope, self.hooks)?;
        let slot = self.outbox.slot(&named.source, &named.id)?;
        let kept = slot.kept().map_err(|err| LineFault::Keep(err.to_string()))?;
        if let Some(jws) = &kept {
            line::agrees(jws, &named, self.envelope.ledger)?;
            if slot.has_receipt() {
                return Ok(None);
            }
        }
        if let Some(why) = &self.stopped {
            return Err(LineFault::Refused(why.clone()));
        }
        let id = named.id.clone();
        let jws = match kept {
            Some(jws) => jws,
            None => {
                let jws = line::sign(named, &self.envelope, self.hooks)?;
                slot.keep(&jws).map_err(|err| LineFault::Keep(err.to_string()))?;
                jws
            }
        };
        Ok(Some(Waiting { line: number, id, jws, slot }))
    }

    fn push(&mut self, waiting: Waiting) {
        let bytes = waiting.jws.len() + 1;
        if self.batch.len() >= BATCH_LINES_MAX || self.batch_bytes + bytes > BATCH_BYTES_MAX {
            self.flush();
        }
        self.batch_bytes += bytes;
        self.batch.push(waiting);
    }

    /// Sends the batch until every line is answered, the attempts are used up, or the server asks for too long a wait.
    fn flush(&mut self) {
        let mut waiting = std::mem::take(&mut self.batch);
        self.batch_bytes = 0;
        let mut attempts = 0;
        while !waiting.is_empty() && self.stopped.is_none() {
            let before = waiting.len();
            let reply = self.send(&mut waiting);
            attempts = if waiting.len() < before { 0 } else { attempts + 1 };
            if !waiting.is_empty() {
                self.pause(reply, attempts);
            }
        }
        let why = self.stopped.clone().unwrap_or_default();
        waiting.iter().for_each(|line| self.report.not_sent(line.line, &why));
    }

    /// One request; answered lines leave `waiting`.
    fn send(&mut self, waiting: &mut Vec<Waiting>) -> Reply {
        let mut answers: Vec<Answer> = Vec::new();
        let lines: Vec<&str> = waiting.iter().map(|line| line.jws.as_str()).collect();
        let reply = self.server.post_batch(&lines, &mut |answer| answers.push(answer));
        let mut answered = vec![false; waiting.len()];
        for answer in answers {
            let (Some(line), Some(done)) = (waiting.get(answer.place), answered.get_mut(answer.place)) else {
                continue;
            };
            // "Later" for one line of many is asked again with the others that are left.
            if !*done && !matches!(answer.status, 429 | 503) {
                *done = true;
                self.take(line, &answer);
            }
        }
        let mut answered = answered.into_iter();
        waiting.retain(|_| !answered.next().unwrap_or(false));
        reply
    }

    fn take(&mut self, line: &Waiting, answer: &Answer) {
        let member = |name: &str| answer.body.get("receipt")?.get(name)?.as_str();
        match (answer.status, member("proof"), member("entry")) {
            (201 | 422, Some(proof), Some(entry)) => match line.slot.keep_receipt(proof, entry) {
                Ok(()) => self.report.receipt(line.line, &line.id, &answer.body),
                Err(err) => {
                    let why = format!("the receipt could not be kept: {err}");
                    self.report.not_sent(line.line, &why);
                    self.stopped = Some(why);
                }
            },
            (201 | 422, ..) => self.report.not_sent(line.line, "the answer has no receipt"),
            (status, ..) => {
                // Turned away means not recorded: the line may be mended and signed anew under the same id.
                if let (400..=499, Err(err)) = (status, line.slot.set_aside()) {
                    self.stopped = Some(format!("cannot set a signed statement aside: {err}"));
                }
                self.report.turned_away(line.line, &line.id, status, &answer.body);
            }
        }
    }

    /// Waits as the server asks, or stops the run.
    fn pause(&mut self, reply: Reply, attempts: u32) {
        let (wait, why) = match reply {
            Reply::Refused(err) => {
                self.stopped = Some(err.to_string());
                return;
            }
            Reply::Answered { wait } => {
                (wait, "the server left lines unanswered or asks to send them later".to_owned())
            }
            Reply::Later { wait, why } => (wait, why),
        };
        if attempts >= ATTEMPTS_MAX {
            self.stopped =
                Some(format!("{why}; given up after {attempts} attempts, run the command again later"));
        } else if wait > WAIT_MAX {
            self.stopped = Some(format!(
                "{why}; the server asks to wait {} s, run the command again then",
                wait.as_secs()
            ));
        } else if self.stopped.is_none() {
            (self.hooks.sleep)(wait);
        }
    }
}

type ReadLine = (Result<Vec<u8>, LineFault>, u64);

/// The next line without its end, and how many bytes it took; a line beyond the limit is read past, not kept.
fn next_line(reader: &mut impl BufRead) -> io::Result<Option<ReadLine>> {
    let limit = LINE_BYTES_MAX as u64 + 1;
    let mut line = Vec::new();
    let mut taken = reader.by_ref().take(limit).read_until(b'\n', &mut line)? as u64;
    if taken == 0 {
        return Ok(None);
    }
    if taken < limit || line.ends_with(b"\n") {
        return Ok(Some((Ok(line), taken)));
    }
    while !line.ends_with(b"\n") {
        line.clear();
        let more = reader.by_ref().take(limit).read_until(b'\n', &mut line)?;
        if more == 0 {
            break;
        }
        taken += more as u64;
    }
    Ok(Some((Err(LineFault::TooLong), taken)))
}

fn progress(bytes: u64) -> ProgressBar {
    // Hides itself where standard error is no terminal.
    let style = ProgressStyle::with_template("{wide_bar} {bytes}/{total_bytes} {eta}");
    ProgressBar::new(bytes).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

#[cfg(test)]
mod tests;
