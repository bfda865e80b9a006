//! `aidledger import csv FILE.csv --map MAP.toml`: reads file and mapping, writes lines and rejects, says what happened.

use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use chrono::NaiveDate;

use super::import_file::{ImportFileError, keep_inputs, progress, read_bytes, read_export, write_rejects};
use crate::import::mapped::{CsvError, MapFault, Mapping, Run, Tally};

/// Largest mapping that is read.
const MAPPING_BYTES_MAX: u64 = 4 * 1024 * 1024;

/// Turn any CSV file of awards into unsigned event lines on standard output, by a mapping of its columns
///
/// Undertakings come first, then one `award.reported` per row. The mapping (a TOML file: docs/spec/csv-mapping.md) says
/// which column is what, how amounts and dates are written, and what the source's codes mean. Nothing is guessed: a row
/// that cannot be mapped whole goes to the rejects file with the column and the reason, and awards + rejects = rows.
/// A mapping with a mistake reads nothing: all its mistakes are named with their lines. An example for Italian data is
/// docs/guides/rna-italy.map.toml.
///
/// Exit code 0: the file was read, rejected rows included; 1: file or mapping cannot be used.
#[derive(Debug, Clone, clap::Args)]
pub struct ImportCsvArgs {
    /// The CSV file, with a header
    #[arg(value_name = "FILE.csv")]
    pub file: PathBuf,

    /// What its columns mean
    #[arg(long, value_name = "MAP.toml")]
    pub map: PathBuf,

    /// Where rejected rows go: the original columns, then row, column and reason. Replaced if it exists
    #[arg(long, value_name = "FILE.csv", default_value = "rejects.csv")]
    pub rejects: PathBuf,

    /// Only read and report: no line on standard output, no rejects file
    #[arg(long)]
    pub dry_run: bool,

    /// Day on which the file was taken from its source (YYYY-MM-DD). Default: its date of last change, UTC
    #[arg(long, value_name = "DATE")]
    pub retrieved_on: Option<NaiveDate>,
}

/// Why the import could not run.
#[derive(Debug, thiserror::Error)]
pub enum ImportCsvError {
    /// A file could not be read or written.
    #[error(transparent)]
    File(#[from] ImportFileError),
    /// The mapping is not UTF-8.
    #[error("{} is not UTF-8", .0.display())]
    MappingEncoding(PathBuf),
    /// The mapping has mistakes.
    #[error("{}: {} mistake(s)\n{}", path.display(), faults.len(), faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Mapping {
        /// The mapping.
        path: PathBuf,
        /// All of them.
        faults: Vec<MapFault>,
    },
    /// The file is not what the mapping describes.
    #[error("{}", path.display())]
    Csv {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        #[source]
        source: CsvError,
    },
    /// Standard output or standard error could not be written.
    #[error("cannot write the lines")]
    Output(#[from] std::io::Error),
}

/// Runs the command on the process's own standard output and standard error.
///
/// # Errors
/// [`ImportCsvError`]; nothing is on standard output then, unless that output itself failed.
pub fn run(args: &ImportCsvArgs) -> Result<ExitCode, ImportCsvError> {
    run_to(args, &mut std::io::stdout().lock(), &mut std::io::stderr().lock())
}

/// Runs the command on the given outputs. Rejected rows are a result, not a failure: the code is success.
///
/// # Errors
/// As [`run`].
pub fn run_to(
    args: &ImportCsvArgs,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<ExitCode, ImportCsvError> {
    keep_inputs(&args.rejects, [&args.file, &args.map])?;
    let mapping = read_mapping(args)?;
    let export = read_export(&args.file, args.retrieved_on)?;
    let bar = progress(export.bytes.len());
    let mut run = Run::new(&mapping);
    let tally = run.read(&export.bytes, export.retrieved_on, &mut |at| bar.set_position(at));
    bar.finish_and_clear();
    let tally = tally.map_err(|source| ImportCsvError::Csv { path: args.file.clone(), source })?;
    say(err, args, &run, &tally, &mapping)?;
    if args.dry_run {
        writeln!(err, "dry run: nothing written")?;
        return Ok(ExitCode::SUCCESS);
    }
    // Rejects before lines: whoever reads the lines can rely on the list of what is missing from them.
    write_rejects(&args.rejects, |file| run.write_rejects(file))?;
    writeln!(err, "rejected rows: {}", args.rejects.display())?;
    let mut lines = BufWriter::new(out);
    run.write_lines(&mut lines)?;
    lines.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn read_mapping(args: &ImportCsvArgs) -> Result<Mapping, ImportCsvError> {
    let bytes = read_bytes(&args.map, MAPPING_BYTES_MAX)?;
    let text = String::from_utf8(bytes).map_err(|_| ImportCsvError::MappingEncoding(args.map.clone()))?;
    Mapping::read(&text).map_err(|faults| ImportCsvError::Mapping { path: args.map.clone(), faults })
}

fn say(
    err: &mut dyn Write,
    args: &ImportCsvArgs,
    run: &Run<'_>,
    tally: &Tally,
    mapping: &Mapping,
) -> std::io::Result<()> {
    let Tally { rows, awards, rejects, .. } = tally;
    writeln!(err, "{}: {rows} rows = {awards} awards + {rejects} rejected", args.file.display())?;
    match mapping.made_up() {
        Some(why) => {
            writeln!(
                err,
                "undertakings: {}, all MADE UP, none is a real beneficiary: {why}",
                run.undertakings()
            )?;
        }
        None => writeln!(err, "undertakings: {}", run.undertakings())?,
    }
    for ((regime, currency), (awards, sum)) in &tally.sums {
        writeln!(err, "aid elements, {regime}: {sum:.2} {currency} in {awards} awards")?;
    }
    for (reason, count) in &tally.reasons {
        writeln!(err, "rejected, {reason}: {count}")?;
    }
    for (note, count) in &tally.notes {
        writeln!(err, "note, {note}: {count}")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    const MAP: &str = r#"format = 1
[file]
encoding = "utf-8"
delimiter = ","
decimal = "."
[award]
id = { column = "Id" }
member_state = { constant = "IT" }
reported_from = "register"
date_basis = "legal-right"
granted_on = { constant = "2025-02-28" }
[beneficiary]
scheme = "NID"
country = { constant = "IT" }
number = { column = "Id" }
name = { text = "made-up beneficiary of {Id}" }
made_up = "the file names none"
[authority]
name = { constant = "Comune" }
[basis]
regime = { constant = "unknown" }
[aid]
form = "declared"
gge = { column = "Aid" }
currency = { constant = "EUR" }
[source_row]
register = "reg"
"#;

    fn args(dir: &Path) -> ImportCsvArgs {
        let (file, map) = (dir.join("a.csv"), dir.join("map.toml"));
        std::fs::write(&file, "Id,Aid\n1,5.00\n2,x\n").unwrap();
        std::fs::write(&map, MAP).unwrap();
        let retrieved_on = NaiveDate::from_ymd_opt(2026, 11, 1);
        ImportCsvArgs { file, map, rejects: dir.join("rejects.csv"), dry_run: false, retrieved_on }
    }

    fn run_text(args: &ImportCsvArgs) -> (String, String) {
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
        assert!(err.contains("2 rows = 1 awards + 1 rejected"), "{err}");
        assert!(
            err.contains("undertakings: 1, all MADE UP, none is a real beneficiary: the file names none"),
            "{err}"
        );
        assert!(err.contains("aid elements, unknown: 5.00 EUR in 1 awards"), "{err}");
        assert_eq!(std::fs::read_to_string(&args.rejects).unwrap().lines().count(), 2);
        assert_eq!(run_text(&args).0, out, "the same file gives the same lines");
        let dry = ImportCsvArgs { dry_run: true, rejects: dir.path().join("none.csv"), ..args };
        let (out, err) = run_text(&dry);
        assert!(
            out.is_empty() && err.contains("dry run") && err.contains("MADE UP") && !dry.rejects.exists()
        );
    }

    #[test]
    fn nothing_is_overwritten_and_a_bad_mapping_or_file_leaves_no_lines() {
        let dir = tempfile::tempdir().unwrap();
        let args = args(dir.path());
        let mut out = Vec::new();
        for input in ["./a.csv", "./map.toml"] {
            let clash = ImportCsvArgs { rejects: dir.path().join(input), ..args.clone() };
            let refused = run_to(&clash, &mut out, &mut Vec::new());
            assert!(
                matches!(refused, Err(ImportCsvError::File(ImportFileError::RejectsIsInput(_)))),
                "{input}"
            );
        }
        std::fs::write(&args.map, MAP.replace("unknown", "gber-99")).unwrap();
        let error = run_to(&args, &mut out, &mut Vec::new()).unwrap_err().to_string();
        assert!(error.contains("1 mistake(s)\nline 21: \"gber-99\" is no regime"), "{error}");
        std::fs::write(&args.map, MAP).unwrap();
        std::fs::write(&args.file, "x,y\n").unwrap();
        assert!(matches!(run_to(&args, &mut out, &mut Vec::new()), Err(ImportCsvError::Csv { .. })));
        assert!(out.is_empty() && !args.rejects.exists());
    }
}
