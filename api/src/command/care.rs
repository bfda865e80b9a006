//! `aidledger reindex`, `fsck` and `intake summarise`: looking after a ledger, mostly one that is not being served.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use chrono::NaiveDate;
use indicatif::{ProgressBar, ProgressStyle};
use ledger::event::EventType;
use ledger::file::{Files, Finding, FindingKind};
use ledger::index::{Index, IndexError};
use ledger::merkle::leaf_hash;
use ledger::reader::{DirReader, entries};
use ledger::store::{Hold, OpenError, fsck, look_for};
use ledger::time::{Clock as _, SystemClock};
use serde_json::Value;

use super::failure::Failure;
use super::govern::{
    Governed, Signer, Target, clock_check, files, in_use, open_here, operator_of, runtime, signing_key,
};
use super::say::say;
use crate::service::{
    ClockCheck, INDEX, OperatorKey, StartError, StartOptions, note_check, open, read_vkey, remove_index,
};

/// Proven unsound.
const UNSOUND: u8 = 2;
/// Sound bytes, but a verdict that this release would not give.
const DIFFERS: u8 = 3;
/// Something is absent, or a verdict can't be reproduced.
const INCOMPLETE: u8 = 4;

/// A ledger's directory
#[derive(Debug, Clone, clap::Args)]
pub struct DataArgs {
    /// Directory of the ledger; `serve` must not run on it
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
}

/// Read everything that is stored and say what is not as it must be; changes nothing
///
/// Exit codes as `aid-audit`: 0 sound; 1 could not run; 2 proven unsound; 3 a recorded verdict differs on replay;
/// 4 something is absent or not reproducible.
#[derive(Debug, Clone, clap::Args)]
pub struct FsckArgs {
    /// Directory of the ledger; `serve` must not run on it
    #[arg(long, value_name = "DIR")]
    data: PathBuf,

    /// Say of each finding what it means and what to do
    #[arg(long)]
    explain: bool,
}

/// Counts of what was turned away
#[derive(Debug, Clone, clap::Subcommand)]
pub enum IntakeCommand {
    /// Record the summaries of past days that are due, signed with the operator's key
    ///
    /// `serve` counts and keeps what it turned away; it signs no summary unless its setting operator_key says so. With --server
    /// they are asked of it with an operator's token, and signed here. Exit code 0: recorded (none may be due); 1: not.
    Summarise(Target),
}

/// Deletes the index and builds it anew from the log.
///
/// # Errors
/// [`Failure`].
pub fn reindex(args: &DataArgs) -> Result<(), Failure> {
    let path = args.data.join(INDEX);
    // The lock first: an index in use is not ours to delete.
    let bar = progress();
    let options = looking();
    let (held, _) = open(&args.data, options, &mut |done, all| advance(&bar, done, all))
        .map_err(|error| in_use(error, &args.data))?;
    remove_index(&path).map_err(Failure::file("remove", &path))?;
    let size = held.view().head.size;
    held.feed_index(&path)?;
    bar.finish_and_clear();
    runtime()?.block_on(held.shut_down());
    Ok(say([format!("the index holds {size} entries")])?)
}

/// Reads everything.
///
/// # Errors
/// [`Failure`] where it could not run.
pub fn check(args: &FsckArgs) -> Result<ExitCode, Failure> {
    let files: Arc<dyn Files> = Arc::new(files(&args.data)?);
    match look_for(files.as_ref()) {
        Ok(()) => {}
        Err(missing @ (OpenError::NoJournal | OpenError::NoLog)) => {
            say([missing.to_string()])?;
            return Ok(ExitCode::from(INCOMPLETE));
        }
        Err(error) => return Err(StartError::from(error).into()),
    }
    let held = Hold::take(files.as_ref()).map_err(|error| match error.is_locked() {
        true => Failure::InUse(args.data.clone()),
        false => error.into(),
    })?;
    let bar = progress();
    let vkey = match read_vkey(files.as_ref()) {
        Ok(vkey) => vkey,
        Err(lost @ StartError::VkeyLost(_)) => {
            say([lost.to_string(), "nothing can be checked without it".to_owned()])?;
            return Ok(ExitCode::from(INCOMPLETE));
        }
        Err(error) => return Err(error.into()),
    };
    let check = match note_check(&vkey) {
        Ok(check) => check,
        Err(error) => {
            say([error.to_string()])?;
            return Ok(ExitCode::from(UNSOUND));
        }
    };
    let findings = fsck(&files, check.as_ref(), &mut |done, all| advance(&bar, done, all));
    drop(held);
    bar.finish_and_clear();
    if !findings.is_empty() {
        for finding in &findings {
            say([finding.to_string()])?;
            if args.explain {
                say([format!("  {}", meaning(finding))])?;
            }
        }
        return Ok(ExitCode::from(code(&findings)));
    }
    replayed(args)
}

/// The bytes are sound: whether the verdicts are, is asked of a start without an index.
fn replayed(args: &FsckArgs) -> Result<ExitCode, Failure> {
    let bar = progress();
    let started = open(&args.data, looking(), &mut |done, all| advance(&bar, done, all));
    bar.finish_and_clear();
    let (service, report) = match started {
        Ok(started) => started,
        Err(StartError::Unsound { position, why }) => {
            say([format!("the entry at position {position} is unsound: {why}")])?;
            return Ok(ExitCode::from(UNSOUND));
        }
        Err(missing @ StartError::PackMissing { .. }) => {
            say([missing.to_string()])?;
            return Ok(ExitCode::from(INCOMPLETE));
        }
        Err(error) => return Err(in_use(error, &args.data)),
    };
    runtime()?.block_on(service.shut_down());
    say(report.lines())?;
    if let Some(wrong) = index_fault(args)? {
        say([wrong])?;
        return Ok(ExitCode::from(UNSOUND));
    }
    Ok(match (report.not_reproduced, report.differing_count) {
        (0, 0) => ExitCode::SUCCESS,
        (0, _) => ExitCode::from(DIFFERS),
        _ => ExitCode::from(INCOMPLETE),
    })
}

/// What is wrong with the search index, if there is one: it is never the source of truth, so the remedy is always the
/// same, and an absent one is no fault.
fn index_fault(args: &FsckArgs) -> Result<Option<String>, Failure> {
    let path = args.data.join(INDEX);
    if !path.is_dir() {
        say(["no index: `serve` or `reindex` makes one from the log"])?;
        return Ok(None);
    }
    let fault = |error: &IndexError| format!("`{INDEX}` is wrong: {error}; run `aidledger reindex`");
    let opened = match Index::open(&path, Index::MIN_CACHE) {
        Ok(opened) => opened,
        Err(error) if error.wants_rebuild() => return Ok(Some(fault(&error))),
        Err(error) => return Err(Failure::Usage(format!("the index can't be read: {error}"))),
    };
    let reader = DirReader::at(&args.data.join("log"))?;
    let leaves =
        entries(&reader, opened.cursor.next).map_while(Result::ok).map(|entry| leaf_hash(&entry.bytes).0);
    Ok(opened.cursor.check(leaves).err().map(|error| fault(&error)))
}

/// How to start where nothing is recorded: no key of the operator, and any clock.
fn looking() -> StartOptions {
    StartOptions {
        clock_check: ClockCheck::Unused,
        operator_key: OperatorKey::Absent,
        ..StartOptions::default()
    }
}

/// Signs and records the summaries of past days that `serve` left in the directory, or has.
///
/// # Errors
/// [`Failure`].
pub fn intake(command: &IntakeCommand) -> Result<(), Failure> {
    let IntakeCommand::Summarise(target) = command;
    let done = match &target.data {
        Some(data) if target.server.is_none() => summarised_here(target, data)?,
        _ => summarised_there(target)?,
    };
    Ok(say([format!("{done} summaries recorded")])?)
}

fn summarised_here(target: &Target, data: &Path) -> Result<u64, Failure> {
    let key = signing_key(target, Signer::Operator)?;
    let service = open_here(data, clock_check(target.accept_clock), OperatorKey::Given(key))?;
    let runtime = runtime()?;
    runtime.block_on(async {
        let done = match operator_of(&service) {
            Ok(_) => service.summarise().await.map_err(|turned| Failure::NotRecorded(turned.detail())),
            Err(why) => Err(Failure::Usage(why)),
        };
        service.shut_down().await;
        done
    })
}

/// The counts are the server's word; what is signed is a summary of a day that is over, and nothing else.
fn summarised_there(target: &Target) -> Result<u64, Failure> {
    let ledger = Governed::open(target, Signer::Operator)?;
    let today = SystemClock.now().utc_date();
    let (mut last, mut done) = (None, 0_u64);
    loop {
        let due = ledger.summaries_due()?;
        if due.is_empty() {
            return Ok(done);
        }
        for data in due {
            let day = data.get("on").and_then(Value::as_str).and_then(|day| day.parse::<NaiveDate>().ok());
            // Each day once and in order, so that this ends whatever the server says.
            let day =
                day.filter(|day| *day < today && last.is_none_or(|last| last < *day)).ok_or_else(|| {
                    let on = data.get("on").unwrap_or(&Value::Null);
                    Failure::NotRecorded(format!(
                        "the server asks for a summary of {on}, which is not over or was signed just now"
                    ))
                })?;
            ledger.state(EventType::IntakeSummary, "intake", &data, Some(format!("intake.{day}")))?;
            last = Some(day);
            done = done.saturating_add(1);
        }
    }
}

/// Unreadable comes before wrong, wrong before absent.
fn code(findings: &[Finding]) -> u8 {
    let any = |kind| findings.iter().any(|finding| finding.kind == kind);
    match (any(FindingKind::Unreadable), any(FindingKind::Wrong)) {
        (true, _) => 1,
        (false, true) => UNSOUND,
        (false, false) => INCOMPLETE,
    }
}

fn meaning(finding: &Finding) -> &'static str {
    match (finding.kind, finding.file.starts_with("journal")) {
        (FindingKind::Unreadable, _) => {
            "the disk or a permission failed: nothing is known about the content; copy the disk first"
        }
        (FindingKind::Absent, true) => {
            "the journal is the only authority for the last head: restore it by hand, then `restore-check`"
        }
        (FindingKind::Absent, false) => {
            "restore the file from a mirror or a backup of log/: its content is bound by the tree"
        }
        (FindingKind::Wrong, true) => {
            "what was acknowledged may be here only: keep the disk as it is, copy it, compare with receipts"
        }
        (FindingKind::Wrong, false) => {
            "the bytes changed after they were written: restore the file from a mirror; suspect the disk"
        }
    }
}

fn progress() -> ProgressBar {
    let style = ProgressStyle::with_template("{wide_bar} {pos}/{len} entries {eta}");
    ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn advance(bar: &ProgressBar, done: u64, all: u64) {
    bar.set_length(all);
    bar.set_position(done);
}
