//! `aidledger import tam FILE.csv...`: reads the files, writes lines and rejects, says what happened.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chrono::NaiveDate;

use super::import_csv::{ImportCsvError, import_mapped, read_mapping};
use super::import_file::{
    ImportFileError, ImportOptions, counted_again, keep_inputs, progress, read_export, say_again,
    say_what_lines_do, write_rejects, write_restated,
};
use super::known_file::read_known;
use super::say::{stderr, stdout};
use crate::import::tam::{Run, Tally, TamError};

/// Turn CSV exports of the EU Transparency Award Module into unsigned event lines on standard output
///
/// Undertakings come first, then one `award.reported` per row. Amounts keep their currency, ranges stay ranges, nothing
/// is guessed: a row that cannot be mapped whole goes to the rejects file with the column and the reason. These lines are
/// reports and ask nobody. With --map a mapping reads the export instead, as `import csv` does, and may write
/// `award.granted`: an export says neither the NACE code nor the conditions that a grant must state.
#[derive(Debug, Clone, clap::Args)]
pub struct ImportTamArgs {
    /// CSV exports, read in this order
    #[arg(required = true, value_name = "FILE.csv")]
    pub files: Vec<PathBuf>,

    /// Read the export (one file) by this mapping: docs/guides/tam-grants.map.toml asks for a yes or no
    #[arg(long, value_name = "MAP.toml")]
    pub map: Option<PathBuf>,

    /// What every import takes beside its files.
    #[command(flatten)]
    pub options: ImportOptions,
}

/// Why the import could not run.
#[derive(Debug, thiserror::Error)]
pub enum ImportTamError {
    /// A file could not be read or written.
    #[error(transparent)]
    File(#[from] ImportFileError),
    /// A file is no export of the register.
    #[error("{}", path.display())]
    Export {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        #[source]
        source: TamError,
    },
    /// The import by a mapping could not run.
    #[error(transparent)]
    Mapped(#[from] ImportCsvError),
    /// A mapping reads one file.
    #[error("--map reads one file at a time: name one")]
    OneFile,
    /// Standard output or standard error could not be written.
    #[error("cannot write the lines")]
    Output(#[from] std::io::Error),
}

/// Runs the command on the process's own standard output and standard error.
///
/// # Errors
/// [`ImportTamError`]; nothing is on standard output then, unless that output itself failed.
pub fn run(args: &ImportTamArgs) -> Result<ExitCode, ImportTamError> {
    run_to(args, &mut stdout(), &mut stderr())
}

/// Runs the command on the given outputs. Rejected rows are a result, not a failure: the code is success.
///
/// # Errors
/// As [`run`].
pub fn run_to(
    args: &ImportTamArgs,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<ExitCode, ImportTamError> {
    let options = &args.options;
    keep_inputs(options, args.files.iter().chain(&args.map))?;
    if let Some(map) = &args.map {
        let [file] = args.files.as_slice() else { return Err(ImportTamError::OneFile) };
        return Ok(import_mapped(file, options, &read_mapping(map)?, out, err)?);
    }
    let mut run = Run::knowing(read_known(&options.known)?);
    let mut total = Tally::default();
    for path in &args.files {
        let tally = read_file(&mut run, path, options.retrieved_on)?;
        say_counts(err, &path.display().to_string(), &tally)?;
        total.add(&tally);
    }
    say_counts(err, "total", &total)?;
    say_details(err, &total, run.undertakings())?;
    say_again(err, options, run.known(), (total.unchanged, total.restated))?;
    say_what_lines_do(err, false)?;
    if options.dry_run {
        writeln!(err, "dry run: nothing written")?;
        return Ok(ExitCode::SUCCESS);
    }
    // Rejects before lines: whoever reads the lines can rely on the list of what is missing from them.
    write_rejects(&options.rejects, |file| run.write_rejects(file))?;
    writeln!(err, "rejected rows: {}", options.rejects.display())?;
    write_restated(&options.restated, total.restated, |file| run.write_restated(file))?;
    let mut lines = BufWriter::new(out);
    run.write_lines(&mut lines)?;
    lines.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn read_file(run: &mut Run, path: &Path, retrieved_on: Option<NaiveDate>) -> Result<Tally, ImportTamError> {
    let export = read_export(path, retrieved_on)?;
    let bar = progress(export.bytes.len());
    let name = path.display().to_string();
    let tally = run.read(&name, &export.bytes, export.retrieved_on, &mut |at| bar.set_position(at));
    bar.finish_and_clear();
    tally.map_err(|source| ImportTamError::Export { path: path.to_owned(), source })
}

fn say_counts(err: &mut dyn Write, what: &str, tally: &Tally) -> std::io::Result<()> {
    let Tally { rows, awards, unchanged, restated, rejects, .. } = tally;
    let again = counted_again(*unchanged, *restated);
    writeln!(err, "{what}: {rows} rows = {awards} awards + {again}{rejects} rejected")?;
    tally.file_notes.iter().try_for_each(|note| writeln!(err, "note, {note}"))
}

fn say_details(err: &mut dyn Write, total: &Tally, undertakings: usize) -> std::io::Result<()> {
    writeln!(err, "undertakings: {undertakings}")?;
    for (reason, count) in &total.reasons {
        writeln!(err, "rejected, {reason}: {count}")?;
    }
    for (note, count) in &total.notes {
        writeln!(err, "note, {note}: {count}")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Country,Another Beneficiary Member State,SA.Number,Ref-no.,National ID,Name of the beneficiary,Region,\
Sector (NACE),Aid Instrument,Objectives of the Aid,\"Aid element, expressed as full amount\",Currency,Date of granting,\
Granting Authority Name\nEstonia,Estonia,SA.1,TM-1,10066299,Testi AS,,,Direct grant,,5,EUR,05/08/2016,Fond\n\
Estonia,Estonia,SA.1,TM-2,n/a,Testi AS,,,Direct grant,,5,EUR,05/08/2016,Fond\n";

    fn args(dir: &Path) -> ImportTamArgs {
        let file = dir.join("a.csv");
        std::fs::write(&file, TEXT).unwrap();
        let retrieved_on = NaiveDate::from_ymd_opt(2026, 11, 1);
        let options = ImportOptions {
            rejects: dir.join("rejects.csv"),
            dry_run: false,
            retrieved_on,
            known: Vec::new(),
            restated: dir.join("restated.jsonl"),
        };
        ImportTamArgs { files: vec![file], map: None, options }
    }

    fn run_text(args: &ImportTamArgs) -> (String, String) {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        run_to(args, &mut out, &mut err).unwrap();
        (String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
    }

    #[test]
    fn lines_rejects_and_summary_agree() {
        let dir = tempfile::tempdir().unwrap();
        let args = args(dir.path());
        let (out, err) = run_text(&args);
        assert_eq!(out.lines().count(), 2);
        assert!(err.contains("total: 2 rows = 1 awards + 1 rejected"), "{err}");
        assert_eq!(std::fs::read_to_string(&args.options.rejects).unwrap().lines().count(), 2);
        assert_eq!(run_text(&args).0, out, "the same files give the same lines");
    }

    #[test]
    fn a_dry_run_writes_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let mut args = args(dir.path());
        args.options.dry_run = true;
        let (out, err) = run_text(&args);
        assert!(out.is_empty() && err.contains("dry run"));
        assert!(!args.options.rejects.exists());
    }

    #[test]
    fn an_input_is_never_overwritten_and_a_bad_file_leaves_no_lines() {
        let dir = tempfile::tempdir().unwrap();
        let mut args = args(dir.path());
        let mut out = Vec::new();
        let mut clash = args.clone();
        clash.options.rejects = dir.path().join("./a.csv");
        assert!(matches!(
            run_to(&clash, &mut out, &mut Vec::new()),
            Err(ImportTamError::File(ImportFileError::RejectsIsInput(_)))
        ));
        let bad = dir.path().join("b.csv");
        std::fs::write(&bad, "x,y\n").unwrap();
        args.files.push(bad);
        assert!(matches!(run_to(&args, &mut out, &mut Vec::new()), Err(ImportTamError::Export { .. })));
        assert!(out.is_empty() && !args.options.rejects.exists());
    }
}
