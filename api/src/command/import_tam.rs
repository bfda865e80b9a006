//! `aidledger import tam FILE.csv...`: reads the files, writes lines and rejects, says what happened.

use std::io::{BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chrono::{DateTime, NaiveDate, Utc};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::import::tam::{Run, Tally, TamError};

/// Largest file that is read: exports of the register are a few megabytes.
const FILE_BYTES_MAX: u64 = 512 * 1024 * 1024;

/// Smallest file worth a progress bar.
const PROGRESS_BYTES_MIN: u64 = 4 * 1024 * 1024;

/// Turn CSV exports of the EU Transparency Award Module into unsigned event lines on standard output
///
/// Undertakings come first, then one `award.reported` per row. Amounts keep their currency, ranges stay ranges, nothing
/// is guessed: a row that cannot be mapped whole goes to the rejects file with the column and the reason.
#[derive(Debug, Clone, clap::Args)]
pub struct ImportTamArgs {
    /// CSV exports, read in this order
    #[arg(required = true, value_name = "FILE.csv")]
    pub files: Vec<PathBuf>,

    /// Where rejected rows go: the original columns, then file, row, column and reason. Replaced if it exists
    #[arg(long, value_name = "FILE.csv", default_value = "rejects.csv")]
    pub rejects: PathBuf,

    /// Only read and report: no line on standard output, no rejects file
    #[arg(long)]
    pub dry_run: bool,

    /// Day on which the files were taken from the register (YYYY-MM-DD). Default: each file's date of last change, UTC
    #[arg(long, value_name = "DATE")]
    pub retrieved_on: Option<NaiveDate>,
}

/// Why the import could not run.
#[derive(Debug, thiserror::Error)]
pub enum ImportTamError {
    /// A file could not be read.
    #[error("cannot read {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The system's answer.
        #[source]
        source: std::io::Error,
    },
    /// A file is larger than the importer reads.
    #[error("{} is larger than {} MiB: export shorter periods", .0.display(), FILE_BYTES_MAX / (1024 * 1024))]
    TooLarge(PathBuf),
    /// A file's date of last change is outside 1990 to 2199.
    #[error("the date of {} is unusable: give --retrieved-on", .0.display())]
    FileDate(PathBuf),
    /// A file is no export of the register.
    #[error("{}", path.display())]
    Export {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        #[source]
        source: TamError,
    },
    /// The rejects file is one of the files to read.
    #[error("--rejects {} is one of the files to read: name another", .0.display())]
    RejectsIsInput(PathBuf),
    /// The rejects file could not be written.
    #[error("cannot write {}", path.display())]
    Rejects {
        /// The file.
        path: PathBuf,
        /// The writer's answer.
        #[source]
        source: csv::Error,
    },
    /// Standard output or standard error could not be written.
    #[error("cannot write the lines")]
    Output(#[from] std::io::Error),
}

/// Runs the command on the process's own standard output and standard error.
///
/// # Errors
/// [`ImportTamError`]; nothing is on standard output then, unless that output itself failed.
pub fn run(args: &ImportTamArgs) -> Result<ExitCode, ImportTamError> {
    run_to(args, &mut std::io::stdout().lock(), &mut std::io::stderr().lock())
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
    if let Some(input) = args.files.iter().find(|file| same_file(file, &args.rejects)) {
        return Err(ImportTamError::RejectsIsInput(input.clone()));
    }
    let mut run = Run::default();
    let mut total = Tally::default();
    for path in &args.files {
        let tally = read_file(&mut run, path, args.retrieved_on)?;
        say_counts(err, &path.display().to_string(), &tally)?;
        total.add(&tally);
    }
    say_counts(err, "total", &total)?;
    say_details(err, &total, run.undertakings())?;
    if args.dry_run {
        writeln!(err, "dry run: nothing written")?;
        return Ok(ExitCode::SUCCESS);
    }
    // Rejects before lines: whoever reads the lines can rely on the list of what is missing from them.
    write_rejects(&run, &args.rejects)?;
    writeln!(err, "rejected rows: {}", args.rejects.display())?;
    let mut lines = BufWriter::new(out);
    run.write_lines(&mut lines)?;
    lines.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn read_file(run: &mut Run, path: &Path, retrieved_on: Option<NaiveDate>) -> Result<Tally, ImportTamError> {
    let unreadable = |source| ImportTamError::Read { path: path.to_owned(), source };
    let meta = std::fs::metadata(path).map_err(unreadable)?;
    if meta.len() > FILE_BYTES_MAX {
        return Err(ImportTamError::TooLarge(path.to_owned()));
    }
    let retrieved_on = match retrieved_on {
        Some(date) => date,
        None => DateTime::<Utc>::from(meta.modified().map_err(unreadable)?).date_naive(),
    };
    if !(1990..=2199).contains(&chrono::Datelike::year(&retrieved_on)) {
        return Err(ImportTamError::FileDate(path.to_owned()));
    }
    let bytes = std::fs::read(path).map_err(unreadable)?;
    let bar = progress(bytes.len() as u64);
    let name = path.display().to_string();
    let tally = run.read(&name, &bytes, retrieved_on, &mut |at| bar.set_position(at));
    bar.finish_and_clear();
    tally.map_err(|source| ImportTamError::Export { path: path.to_owned(), source })
}

fn progress(bytes: u64) -> ProgressBar {
    if bytes < PROGRESS_BYTES_MIN || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{wide_bar} {bytes}/{total_bytes} {eta}");
    let bar = ProgressBar::with_draw_target(Some(bytes), ProgressDrawTarget::stderr());
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn same_file(a: &Path, b: &Path) -> bool {
    match (a.canonicalize(), b.canonicalize()) {
        (Ok(a), Ok(b)) => a == b,
        _ => a == b,
    }
}

fn write_rejects(run: &Run, path: &Path) -> Result<(), ImportTamError> {
    let failed = |source| ImportTamError::Rejects { path: path.to_owned(), source };
    let mut file = BufWriter::new(std::fs::File::create(path).map_err(csv::Error::from).map_err(failed)?);
    run.write_rejects(&mut file).map_err(failed)?;
    file.flush().map_err(csv::Error::from).map_err(failed)
}

fn say_counts(err: &mut dyn Write, what: &str, tally: &Tally) -> std::io::Result<()> {
    let Tally { rows, awards, rejects, .. } = tally;
    writeln!(err, "{what}: {rows} rows = {awards} awards + {rejects} rejected")
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
        ImportTamArgs { files: vec![file], rejects: dir.join("rejects.csv"), dry_run: false, retrieved_on }
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
        assert_eq!(std::fs::read_to_string(&args.rejects).unwrap().lines().count(), 2);
        assert_eq!(run_text(&args).0, out, "the same files give the same lines");
    }

    #[test]
    fn a_dry_run_writes_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let args = ImportTamArgs { dry_run: true, ..args(dir.path()) };
        let (out, err) = run_text(&args);
        assert!(out.is_empty() && err.contains("dry run"));
        assert!(!args.rejects.exists());
    }

    #[test]
    fn an_input_is_never_overwritten_and_a_bad_file_leaves_no_lines() {
        let dir = tempfile::tempdir().unwrap();
        let mut args = args(dir.path());
        let mut out = Vec::new();
        let clash = ImportTamArgs { rejects: dir.path().join("./a.csv"), ..args.clone() };
        assert!(matches!(run_to(&clash, &mut out, &mut Vec::new()), Err(ImportTamError::RejectsIsInput(_))));
        let bad = dir.path().join("b.csv");
        std::fs::write(&bad, "x,y\n").unwrap();
        args.files.push(bad);
        assert!(matches!(run_to(&args, &mut out, &mut Vec::new()), Err(ImportTamError::Export { .. })));
        assert!(out.is_empty() && !args.rejects.exists());
    }
}
