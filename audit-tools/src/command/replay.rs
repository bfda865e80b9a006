//! `replay`

use std::io::{BufWriter, Write};

use rules::audit::{Exit, Line, verify_with};
use rules::words::Language;

use super::{facts, lenient};
use crate::args::{Format, ReplayArgs};
use crate::failure::Failure;
use crate::output::{json, note, stdout};
use crate::progress::Progress;
use crate::source::open;

/// Runs it.
pub fn replay(args: &ReplayArgs, language: Language) -> Result<Exit, Failure> {
    let mut out = BufWriter::new(stdout());
    let mut print = |line: &Line| {
        let text = match args.format {
            Format::Json => json(line)?,
            Format::Text => line.to_text(language),
        };
        writeln!(out, "{text}").map_err(|error| Failure::run(format!("cannot write to stdout: {error}")))
    };
    if let Some(path) = &args.of.facts {
        facts::run(path, &args.of, None, &mut |judged| print(&judged.line))?;
        return out.flush().map(|()| Exit::Sound).map_err(|error| Failure::run(error.to_string()));
    }
    let source = open(args.of.source.as_deref().unwrap_or_default(), args.of.token_file.as_deref())?;
    let progress = Progress::new("replaying");
    let mut failed = None;
    let report = verify_with(
        source.reader.as_ref(),
        &lenient(),
        &mut |done, total| progress.set(done, total),
        &mut |state, replayed| {
            if failed.is_none() {
                failed = print(&Line::of_entry(state, replayed)).err();
            }
        },
    );
    drop(progress);
    out.flush().map_err(|error| Failure::run(error.to_string()))?;
    if let Some(failure) = failed {
        return Err(failure);
    }
    if let Some(finding) = report.first() {
        note(&format!("{}: {}", report.exit().meaning().text(language), finding.said().text(language)));
    }
    Ok(report.exit())
}
