//! `aidledger import csv FILE.csv --map MAP.toml`: reads file and mapping, writes lines and rejects, says what happened.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::import_file::{
    ImportFileError, ImportOptions, counted_again, keep_inputs, progress, read_bytes, read_export, say_again,
    say_what_lines_do, write_rejects, write_restated,
};
use super::known_file::read_known;
use super::say::{stderr, stdout};
use crate::import::mapped::{CsvError, MapFault, Mapping, Run, Tally};
use crate::import::text::BYTE_ORDER_MARK;

/// Largest mapping that is read.
const MAPPING_BYTES_MAX: u64 = 4 * 1024 * 1024;

/// Turn any CSV file of awards into unsigned event lines on standard output, by a mapping of its columns
///
/// Undertakings come first, then one `award.reported` per row, or one `award.granted` where the mapping says that the rows
/// are planned grants to be asked for a yes or no. The mapping (a TOML file: docs/spec/csv-mapping.md) says which column is
/// what, how amounts and dates are written, and what the source's codes mean. Nothing is guessed: a row that cannot be
/// mapped whole goes to the rejects file with the column and the reason, and awards and rejected rows (with --known, and
/// known and restated ones) add up to all rows. A mapping with a mistake reads nothing: all its mistakes are named with
/// their lines. Examples: docs/guides/rna-italy.map.toml (reports) and docs/guides/grants.map.toml (grants).
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

    /// What every import takes beside its files.
    #[command(flatten)]
    pub options: ImportOptions,
}

/// Why the import could not run.
#[derive(Debug, thiserror::Error)]
pub enum ImportCsvError {
    /// A file could not be read or written.
    #[error(transparent)]
    File(#[from] ImportFileError),
    /// The mapping is not UTF-8.
    #[error("{} is not UTF-8: save the mapping as UTF-8, with or without its byte order mark (EF BB BF)", .0.display())]
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
    run_to(args, &mut stdout(), &mut stderr())
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
    let options = &args.options;
    keep_inputs(options, [&args.file, &args.map])?;
    let mapping = read_mapping(&args.map)?;
    import_mapped(&args.file, options, &mapping, out, err)
}

/// Imports one file by a mapping.
///
/// # Errors
/// As [`run`].
pub(super) fn import_mapped(
    file: &Path,
    options: &ImportOptions,
    mapping: &Mapping,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<ExitCode, ImportCsvError> {
    let export = read_export(file, options.retrieved_on)?;
    let bar = progress(export.bytes.len());
    let mut run = Run::new(mapping).knowing(read_known(&options.known)?);
    let tally = run.read(&export.bytes, export.retrieved_on, &mut |at| bar.set_position(at));
    bar.finish_and_clear();
    let tally = tally.map_err(|source| ImportCsvError::Csv { path: file.to_owned(), source })?;
    say(err, file, &run, &tally, mapping)?;
    say_again(err, options, run.known(), (tally.unchanged, tally.restated))?;
    say_what_lines_do(err, mapping.asks())?;
    if options.dry_run {
        writeln!(err, "dry run: nothing written")?;
        return Ok(ExitCode::SUCCESS);
    }
    // Rejects before lines: whoever reads the lines can rely on the list of what is missing from them.
    write_rejects(&options.rejects, |file| run.write_rejects(file))?;
    writeln!(err, "rejected rows: {}", options.rejects.display())?;
    write_restated(&options.restated, tally.restated, |file| run.write_restated(file))?;
    let mut lines = BufWriter::new(out);
    run.write_lines(&mut lines)?;
    lines.flush()?;
    Ok(ExitCode::SUCCESS)
}

pub(super) fn read_mapping(path: &Path) -> Result<Mapping, ImportCsvError> {
    let bytes = read_bytes(path, MAPPING_BYTES_MAX)?;
    let text = String::from_utf8(bytes).map_err(|_| ImportCsvError::MappingEncoding(path.to_owned()))?;
    let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&text);
    Mapping::read(text).map_err(|faults| ImportCsvError::Mapping { path: path.to_owned(), faults })
}

fn say(
    err: &mut dyn Write,
    file: &Path,
    run: &Run<'_>,
    tally: &Tally,
    mapping: &Mapping,
) -> std::io::Result<()> {
    let Tally { rows, awards, unchanged, restated, rejects, .. } = tally;
    let again = counted_again(*unchanged, *restated);
    writeln!(err, "{}: {rows} rows = {awards} awards + {again}{rejects} rejected", file.display())?;
    tally.file_notes.iter().try_for_each(|note| writeln!(err, "note, {note}"))?;
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
    let amounts = if mapping.reports() { "aid elements" } else { "amounts" };
    for ((regime, currency), (awards, sum)) in &tally.sums {
        writeln!(err, "{amounts}, {regime}: {sum:.2} {currency} in {awards} awards")?;
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
    use chrono::NaiveDate;

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
        let options = ImportOptions {
            rejects: dir.join("rejects.csv"),
            dry_run: false,
            retrieved_on,
            known: Vec::new(),
            restated: dir.join("restated.jsonl"),
        };
        ImportCsvArgs { file, map, options }
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
        assert_eq!(std::fs::read_to_string(&args.options.rejects).unwrap().lines().count(), 2);
        assert_eq!(run_text(&args).0, out, "the same file gives the same lines");
        let mut dry = args;
        (dry.options.dry_run, dry.options.rejects) = (true, dir.path().join("none.csv"));
        let (out, err) = run_text(&dry);
        assert!(
            out.is_empty()
                && err.contains("dry run")
                && err.contains("MADE UP")
                && !dry.options.rejects.exists()
        );
    }

    #[test]
    fn nothing_is_overwritten_and_a_bad_mapping_or_file_leaves_no_lines() {
        let dir = tempfile::tempdir().unwrap();
        let args = args(dir.path());
        let mut out = Vec::new();
        for input in ["./a.csv", "./map.toml"] {
            let mut clash = args.clone();
            clash.options.rejects = dir.path().join(input);
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
        assert!(out.is_empty() && !args.options.rejects.exists());
    }
}
