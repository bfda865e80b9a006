//! `diff`

use std::io::{BufWriter, Write};

use ledger::reader::LogReader;
use rules::audit::{Choice, Diff, Differs, Exit, RoomDiffers, Sum, verify_with};
use rules::words::Language;
use serde::Serialize;

use super::packs::{canonical, folders};
use super::{lenient, refuse_unsound};
use crate::args::{DiffArgs, Format};
use crate::failure::Failure;
use crate::output::{json, note, stdout};
use crate::progress::Progress;
use crate::source::open;

/// A line of `--format json`.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Line<'a> {
    Verdict(&'a Differs),
    Headroom(&'a RoomDiffers),
    Sum(&'a Sum),
}

/// Runs it.
pub fn diff(args: &DiffArgs, language: Language) -> Result<Exit, Failure> {
    let source = open(&args.source.source, args.source.token_file.as_deref())?;
    let [a, b] = args.packs.as_slice() else {
        return Err(Failure::run("--packs wants two: those of before and those of after"));
    };
    let (a, b) = (choice(a, source.reader.as_ref())?, choice(b, source.reader.as_ref())?);
    note(&format!("first: {}; second: {}", a.names().join(", "), b.names().join(", ")));
    let said = |error: rules::pack::PackErrors| Failure::run(error.to_string());
    let mut diff = Diff::between(a, b).map_err(said)?;
    let mut out = BufWriter::new(stdout());
    let mut print = |line: Line<'_>| {
        let text = match (args.format, &line) {
            (Format::Json, line) => json(line)?,
            (Format::Text, Line::Verdict(verdict)) => verdict.to_text(language),
            (Format::Text, Line::Headroom(room)) => room.to_text(language),
            (Format::Text, Line::Sum(sum)) => sum.to_text(language),
        };
        writeln!(out, "{text}").map_err(|error| Failure::run(format!("cannot write to stdout: {error}")))
    };
    let progress = Progress::new("judging twice");
    let (mut failed, mut last_day) = (None, None);
    let report = verify_with(
        source.reader.as_ref(),
        &lenient(),
        &mut |done, total| progress.set(done, total),
        &mut |state, replayed| {
            last_day = Some(replayed.entry.at.utc_date());
            if failed.is_some() {
                return;
            }
            failed = match diff.add(state, replayed) {
                Ok(Some(verdict)) => print(Line::Verdict(&verdict)).err(),
                Ok(None) => None,
                Err(error) => Some(said(error)),
            };
        },
    );
    drop(progress);
    if let Some(failure) = failed {
        return Err(failure);
    }
    let exit = refuse_unsound(&report, None, language)?;
    let on = args.on.or(last_day).ok_or_else(|| Failure::run("the log has no entry"))?;
    let sum = diff.rooms(on, &mut |room| print(Line::Headroom(&room)))?;
    print(Line::Sum(&sum))?;
    out.flush().map_err(|error| Failure::run(error.to_string()))?;
    Ok(Exit::of([exit, if sum.is_nothing() { Exit::Sound } else { Exit::PacksDiffer }]))
}

/// Folders of packs, and digests of packs that lie in the log, with commas between.
fn choice(words: &str, reader: &dyn LogReader) -> Result<Choice, Failure> {
    let mut choice = Choice::default();
    for word in words.split(',').filter(|word| !word.is_empty()) {
        let digest =
            word.len() == 64 && word.bytes().all(|b| b.is_ascii_hexdigit() && !b.is_ascii_uppercase());
        if digest {
            let path = format!("pack/{word}");
            let bytes = reader.read(&path).map_err(|error| Failure::run(error.to_string()))?;
            let bytes = bytes.ok_or_else(|| Failure::run(format!("the log holds no pack {word}")))?;
            choice = choice.with(&bytes).map_err(|error| Failure::run(format!("pack {word}: {error}")))?;
        } else {
            for folder in folders(std::path::Path::new(word))? {
                let bytes = canonical(&folder)?;
                choice = choice.with(&bytes).map_err(|error| Failure::file(&folder, error))?;
            }
        }
    }
    if choice.names().is_empty() {
        return Err(Failure::run(format!(
            "`{words}` names no pack: a folder, or the SHA-256 of a pack in the log"
        )));
    }
    Ok(choice)
}
