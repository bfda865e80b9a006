//! `aidledger submit`: signs what is not signed, sends it in batches, keeps every receipt.
//!
//! Contract: a statement is signed once. Its bytes are on the disk before they are sent, and every later attempt sends
//! those bytes; the ledger then answers as the first time. So the command may be stopped at any point and run again.
//! Only a statement that the server turned away, and so did not record, is set aside and may be signed anew.
//! A refusal is an answer with a position and a receipt; how the run ends still tells it from an admission.

mod line;
mod outbox;
mod report;
mod told;
mod wire;

use std::error::Error as StdError;
use std::fs::File;
use std::io::{self, BufReader, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use rules::words::Language;

use line::{Envelope, LineFault, Name};
use outbox::{Outbox, Slot};
pub use report::Format;
use report::Report;
pub use wire::WireError;
use wire::{Answer, Reply, Server};

use super::statements::Statements;

/// How a run ends whose statements all have receipts, some of them of a refusal or deferral. No other command of these
/// programs ends so: 1 is a failure, 2 to 5 say what an audit found.
pub const EXIT_SOME_WITHOUT_EFFECT: u8 = 6;

/// Lines and bytes per request: well inside what the ledger takes (10,000 lines, 16 MiB), so that progress shows and a
/// broken connection costs little.
const BATCH_LINES_MAX: usize = 1_000;
const BATCH_BYTES_MAX: usize = 4 * 1024 * 1024;

/// How often a batch is sent without a single new answer before the run gives up.
const ATTEMPTS_MAX: u32 = 6;

/// Longest wait that is sat out; a server that asks for more is told "later" by the user.
const WAIT_MAX: Duration = Duration::from_secs(15 * 60);

/// Submit a file of events, signed or to be signed, say what became of each, and keep a receipt for every one
///
/// The file holds compact JWS, one a line, or JSON events: one a line, one over many lines, several of those, or an array.
/// An event is completed (ledger, source, time and id, where they are absent) and signed with --key. For each the command
/// says the amount and what is left after it, flags in words, or why not and what can be done. Run it again after any
/// interruption: only what has no receipt is sent, byte for byte as it was first signed.
///
/// Exit code 0: all were admitted or recorded; 6: all have a receipt, and some were refused or deferred; 1: some have none
/// (turned away, not sent), or the run could not go on.
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

    /// The statements: JSON (one event, several, an array) or compact JWS, one a line
    #[arg(value_name = "FILE")]
    pub file: PathBuf,

    /// Folder for signed statements and receipts. Default: FILE.receipts
    #[arg(long, value_name = "DIR")]
    pub receipts: Option<PathBuf>,

    /// How to print what became of each statement
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// An error of a hook.
pub type HookError = Box<dyn StdError + Send + Sync>;

/// Fetches a path of the server, such as `/checkpoint`.
pub type Fetch<'a> = &'a dyn Fn(&str) -> Result<Vec<u8>, HookError>;

/// Signs an event, given whole, under its id; answers the compact JWS.
pub type Sign<'a> = &'a dyn Fn(&serde_json::Value, &str) -> Result<String, HookError>;

/// What the command needs from the rest of the program.
pub struct Hooks<'a> {
    /// The language of what is printed, and asked of the server.
    pub language: Language,
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
/// [`SubmitError`]. Statements that got no receipt are no error: they are listed, and the exit code is 1.
pub fn run(args: &SubmitArgs, hooks: &Hooks<'_>, out: &mut dyn Write) -> Result<ExitCode, SubmitError> {
    let server = Server::new(&args.server, hooks.language);
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
        report: Report::new(args.format, &args.server, hooks.language),
        bar: ProgressBar::hidden(),
        out,
        stopped: None,
    };
    session.read_file(args)?;
    let report = session.report;
    if report.was_answered {
        check_consistency(&outbox, &server, hooks)?;
    }
    report.write_summary(out, &outbox.dir().display().to_string())?;
    Ok(ExitCode::from(report.exit_code()))
}

fn check_consistency(outbox: &Outbox, server: &Server, hooks: &Hooks<'_>) -> Result<(), SubmitError> {
    let path = || outbox.dir().to_owned();
    let newest = outbox.newest_proof().map_err(|source| SubmitError::Receipts { path: path(), source })?;
    let Some(proof) = newest else { return Ok(()) };
    let fetch = |at: &str| server.get(at).map_err(HookError::from);
    (hooks.check_consistency)(&proof, &fetch)
        .map_err(|source| SubmitError::Inconsistent { path: path(), source })
}

/// A statement that waits for its answer.
struct Waiting {
    line: u64,
    name: Name,
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
    bar: ProgressBar,
    out: &'a mut dyn Write,
    /// Why no more is sent. The rest of the file is still read, so that the report counts every line.
    stopped: Option<String>,
}

impl Session<'_> {
    fn read_file(&mut self, args: &SubmitArgs) -> Result<(), SubmitError> {
        let failed = |source| SubmitError::Input { path: args.file.clone(), source };
        let file = File::open(&args.file).map_err(failed)?;
        self.bar = progress(file.metadata().map_err(failed)?.len());
        let mut statements = Statements::new(BufReader::new(file));
        while let Some(found) = statements.take_next().map_err(failed)? {
            self.bar.set_position(statements.taken());
            let named = found.bytes.map_err(LineFault::from);
            let named = named.and_then(|text| line::read(&text, &self.envelope, self.hooks));
            match named {
                Ok(named) => self.take_in(found.line, named)?,
                Err(fault) => self.report.not_sent(found.line, None, &fault.to_string()),
            }
        }
        self.flush()?;
        self.bar.finish_and_clear();
        Ok(())
    }

    fn take_in(&mut self, line: u64, named: line::Named) -> Result<(), SubmitError> {
        let name = named.name.clone();
        match self.prepare(line, named) {
            Ok(Some(waiting)) => self.push(waiting)?,
            Ok(None) => {}
            Err(fault) => self.report.not_sent(line, Some(&name), &fault.to_string()),
        }
        Ok(())
    }

    /// The signed statement of a line, kept on the disk; nothing where its receipt is here already.
    fn prepare(&mut self, number: u64, named: line::Named) -> Result<Option<Waiting>, LineFault> {
        let name = named.name.clone();
        let slot = self.outbox.slot(&name)?;
        let unreadable = |err: io::Error| LineFault::Keep(err.to_string());
        let kept = slot.kept().map_err(unreadable)?;
        if let Some(jws) = &kept {
            line::agrees(jws, &named, self.envelope.ledger)?;
            if let Some(receipt) = slot.receipt().map_err(unreadable)? {
                self.report.receipt(number, &name, receipt.position, &receipt.verdict, slot.shown(), true);
                return Ok(None);
            }
        }
        if let Some(why) = &self.stopped {
            return Err(LineFault::Refused(why.clone()));
        }
        let jws = match kept {
            Some(jws) => jws,
            None => {
                let jws = line::sign(named, &self.envelope, self.hooks)?;
                slot.keep(&jws).map_err(unreadable)?;
                jws
            }
        };
        Ok(Some(Waiting { line: number, name, jws, slot }))
    }

    fn push(&mut self, waiting: Waiting) -> Result<(), SubmitError> {
        let bytes = waiting.jws.len() + 1;
        if self.batch.len() >= BATCH_LINES_MAX || self.batch_bytes + bytes > BATCH_BYTES_MAX {
            self.flush()?;
        }
        self.batch_bytes += bytes;
        self.batch.push(waiting);
        Ok(())
    }

    /// Sends the batch until every line is answered, the attempts are used up, or the server asks for too long a wait;
    /// then says what became of all lines so far.
    fn flush(&mut self) -> Result<(), SubmitError> {
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
        waiting.iter().for_each(|line| self.report.not_sent(line.line, Some(&line.name), &why));
        let Self { bar, report, out, .. } = self;
        Ok(bar.suspend(|| report.write_rows(*out))?)
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
        let name = &line.name;
        let member = |name: &str| answer.body.get("receipt")?.get(name)?.as_str();
        let position = answer.body.get("position").and_then(serde_json::Value::as_u64);
        match (answer.status, position, member("proof"), member("entry")) {
            (201 | 422, Some(position), Some(proof), Some(entry)) => match line
                .slot
                .keep_receipt(proof, entry)
            {
                Ok(()) => {
                    self.report.receipt(line.line, name, position, &answer.body, line.slot.shown(), false);
                }
                Err(err) => {
                    let why = format!("the receipt could not be kept: {err}");
                    self.report.not_sent(line.line, Some(name), &why);
                    self.stopped = Some(why);
                }
            },
            (201 | 422, ..) => self.report.not_sent(line.line, Some(name), "the answer has no receipt"),
            (status, ..) => {
                // Turned away means not recorded: the line may be mended and signed anew under the same id.
                if let (400..=499, Err(err)) = (status, line.slot.set_aside()) {
                    self.stopped = Some(format!("cannot set a signed statement aside: {err}"));
                }
                self.report.turned_away(line.line, name, status, &answer.body);
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

fn progress(bytes: u64) -> ProgressBar {
    // Hides itself where standard error is no terminal.
    let style = ProgressStyle::with_template("{wide_bar} {bytes}/{total_bytes} {eta}");
    ProgressBar::new(bytes).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

#[cfg(test)]
mod tests;
