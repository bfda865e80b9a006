//! `verify`

use std::path::Path;

use ledger::prove::Policy;
use rules::audit::{Exit, Options, Report, Seen, identify};
use rules::words::Language;

use crate::args::{Format, VerifyArgs};
use crate::failure::Failure;
use crate::html::html;
use crate::output::{note, pretty, print, read_file, read_text};
use crate::progress::Progress;
use crate::source::{Source, open};
use crate::state::State;

/// Longest policy or checkpoint file read.
pub(super) const SMALL_FILE_MAX: u64 = 1_000_000;

/// Runs it.
pub fn verify(args: &VerifyArgs, language: Language) -> Result<Exit, Failure> {
    let source = open(&args.source.source, args.source.token_file.as_deref())?;
    let state = open_state(args.state.as_deref());
    let policy = args.policy.as_deref().map(read_policy).transpose()?;
    let mut options =
        Options { pin: args.log.clone(), policy, trust_first_sight: source.local, ..Options::default() };
    if let Some(path) = &args.since {
        let note = read_text(path, SMALL_FILE_MAX)?;
        let seen = Seen::from_note(&format!("`{}`", path.display()), &note);
        options.seen.push(seen.map_err(|why| Failure::file(path, why))?);
    }
    if let Some(state) = &state {
        recall(state, &source, &mut options)?;
    }
    let progress = Progress::new("verifying");
    let mut report =
        rules::audit::verify(source.reader.as_ref(), &options, &mut |done, total| progress.set(done, total));
    drop(progress);
    report.tell(language);
    if let Some(state) = &state {
        remember(state, &source, &report)?;
    }
    if let Some(path) = &args.report {
        write_report(path, &report, &source.place, language)?;
    }
    match args.format {
        Format::Text => print(&report.to_text_in(language))?,
        Format::Json => print(&(pretty(&report_json(&report, language)?)? + "\n"))?,
    }
    Ok(report.exit())
}

/// Without a state directory the audit runs all the same and says what it then cannot notice.
fn open_state(given: Option<&Path>) -> Option<State> {
    let Some(dir) = given.map(Path::to_path_buf).or_else(State::default_dir) else {
        note("no home for the auditor's state: run without; give --state DIR to notice rollbacks next time");
        return None;
    };
    match State::open(&dir) {
        Ok(state) => Some(state),
        Err(error) => {
            note(&format!(
                "state in `{}` is not to be had ({error}): run without, a rollback is not noticed",
                dir.display()
            ));
            None
        }
    }
}

fn recall(state: &State, source: &Source, options: &mut Options) -> Result<(), Failure> {
    options.remembered = state.shown_at(&source.place)?;
    if let Some(ledger) = identify(source.reader.as_ref()) {
        options.seen.extend(state.head(&ledger)?);
    }
    Ok(())
}

fn remember(state: &State, source: &Source, report: &Report) -> Result<(), Failure> {
    let (Some(ledger), Some(head)) = (&report.identity.ledger_id, &report.note) else { return Ok(()) };
    if report.findings.iter().any(|finding| finding.contradicts_seen) {
        let kept = state.keep_evidence(ledger, head);
        if let Ok(path) = kept {
            note(&format!("the contradicting checkpoint is kept in `{}`", path.display()));
        }
        return Ok(());
    }
    if report.head_verified
        && let Err(failure) = state.remember(ledger, &source.place, head)
    {
        if failure.exit == Exit::StateCorrupt {
            return Err(failure);
        }
        note(&format!("{failure}: this head is not remembered"));
    }
    Ok(())
}

/// Reads a policy file.
pub(super) fn read_policy(path: &Path) -> Result<Policy, Failure> {
    Policy::parse(&read_file(path, SMALL_FILE_MAX)?).map_err(|error| Failure::file(path, error))
}

/// The report with its exit code beside it.
fn report_json(report: &Report, language: Language) -> Result<serde_json::Value, Failure> {
    let mut value =
        serde_json::to_value(report).map_err(|error| Failure::run(format!("cannot write JSON: {error}")))?;
    if let Some(members) = value.as_object_mut() {
        members.insert("exit".to_owned(), report.exit().code().into());
        members.insert("meaning".to_owned(), report.exit().meaning().text(language).into());
    }
    Ok(value)
}

fn write_report(path: &Path, report: &Report, place: &str, language: Language) -> Result<(), Failure> {
    let text = match path.extension().and_then(|extension| extension.to_str()) {
        Some("json") => pretty(&report_json(report, language)?)? + "\n",
        Some("html") => html(report, place, language),
        _ => return Err(Failure::file(path, "a report ends in .json or .html")),
    };
    std::fs::write(path, text).map_err(|error| Failure::file(path, error))
}
