//! What every `import` does with files: reading them whole, the day they were taken, progress, rejects.

use std::io::{BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use crate::import::known::Known;
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Largest file that is read: exports of registers are a few megabytes a month.
const FILE_BYTES_MAX: u64 = 512 * 1024 * 1024;

/// Smallest file worth a progress bar.
const PROGRESS_BYTES_MIN: u64 = 4 * 1024 * 1024;

/// Why a file could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum ImportFileError {
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
    #[error("{} is larger than {} MiB: export shorter periods", path.display(), max / (1024 * 1024))]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Most bytes that are read.
        max: u64,
    },
    /// A file's date of last change is outside 1990 to 2199.
    #[error("the date of {} is unusable: give --retrieved-on", .0.display())]
    FileDate(PathBuf),
    /// The rejects file is one of the files to read.
    #[error("{} is one of the files to read: let --rejects and --restated name others", .0.display())]
    RejectsIsInput(PathBuf),
    /// A file could not be written.
    #[error("cannot write {}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// The system's answer.
        #[source]
        source: std::io::Error,
    },
    /// The rejects file could not be written.
    #[error("cannot write {}", path.display())]
    Rejects {
        /// The file.
        path: PathBuf,
        /// The writer's answer.
        #[source]
        source: csv::Error,
    },
}

/// What every import takes beside its files.
#[derive(Debug, Clone, clap::Args)]
pub struct ImportOptions {
    /// Where rejected rows go: the original columns, then where, which column and why. Replaced if it exists
    #[arg(long, value_name = "FILE.csv", default_value = "rejects.csv")]
    pub rejects: PathBuf,

    /// Only read and report: no line on standard output, no other file
    #[arg(long)]
    pub dry_run: bool,

    /// Day on which the files were taken from their source (YYYY-MM-DD). Default: each file's date of last change, UTC
    #[arg(long, value_name = "DATE")]
    pub retrieved_on: Option<NaiveDate>,

    /// What an earlier import said: the lines it wrote, or the folder of their receipts; may be given several times, the
    /// oldest first. Rows that say the same are left out, others are restated in a file of their own
    #[arg(long, value_name = "FILE.jsonl|DIR")]
    pub known: Vec<PathBuf>,

    /// Where rows with other figures than an earlier import go, as `award.restated`. Replaced if it exists
    #[arg(long, value_name = "FILE.jsonl", default_value = "restated.jsonl")]
    pub restated: PathBuf,
}

/// The part of the sum of rows that earlier imports said; empty without any.
pub(super) fn counted_again(unchanged: u64, restated: u64) -> String {
    if unchanged + restated == 0 {
        return String::new();
    }
    format!("{unchanged} known + {restated} restated + ")
}

/// Awards gone from a register that are named one by one.
const GONE_SHOWN: usize = 20;

/// Says what is known and restated; nothing without `--known`.
pub(super) fn say_again(
    err: &mut dyn Write,
    options: &ImportOptions,
    known: &Known,
    (unchanged, restated): (u64, u64),
) -> std::io::Result<()> {
    if options.known.is_empty() {
        return Ok(());
    }
    writeln!(
        err,
        "known: {} awards of earlier imports; {unchanged} rows say the same and are left out",
        known.awards()
    )?;
    if restated > 0 {
        let file = options.restated.display();
        writeln!(
            err,
            "restated: {restated} rows have other figures now. {file} has an award.restated for each: look through it, then \
             submit it as well"
        )?;
    }
    let gone = known.gone();
    if !gone.is_empty() {
        let shown: Vec<&str> = gone.iter().take(GONE_SHOWN).copied().collect();
        let more = gone.len().saturating_sub(GONE_SHOWN);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        writeln!(
            err,
            "gone: {} awards of earlier imports are in no row: {}{more}. Where the register took one back, say so by \
             award.withdrawn",
            gone.len(),
            shown.join(", ")
        )?;
    }
    Ok(())
}

/// Writes the file of restatements, where there is something to restate.
pub(super) fn write_restated(
    path: &Path,
    restated: u64,
    write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
) -> Result<(), ImportFileError> {
    if restated == 0 {
        return Ok(());
    }
    let failed = |source| ImportFileError::Write { path: path.to_owned(), source };
    let mut file = BufWriter::new(std::fs::File::create(path).map_err(failed)?);
    write(&mut file).and_then(|()| file.flush()).map_err(failed)
}

/// What whoever imports has to know of the lines before sending them.
pub(super) fn say_what_lines_do(err: &mut dyn Write, asks: bool) -> std::io::Result<()> {
    if asks {
        return writeln!(
            err,
            "the lines are grants on admission: each is asked for a yes or no, and what is refused has no effect"
        );
    }
    writeln!(
        err,
        "the lines ask nobody: they say what was granted already, are recorded whatever the ceiling, and use up headroom. To \
         have a list of planned grants answered with yes or no, let the mapping write award.granted with legal_right \
         \"on-admission\" (docs/guides/import-csv.md)"
    )
}

/// A file, whole.
pub(super) struct Export {
    pub(super) bytes: Vec<u8>,
    pub(super) retrieved_on: NaiveDate,
}

/// Reads an export; without a day of retrieval it is the file's date of last change (UTC).
pub(super) fn read_export(path: &Path, retrieved_on: Option<NaiveDate>) -> Result<Export, ImportFileError> {
    let bytes = read_bytes(path, FILE_BYTES_MAX)?;
    let unreadable = |source| ImportFileError::Read { path: path.to_owned(), source };
    let retrieved_on = match retrieved_on {
        Some(date) => date,
        None => {
            let changed = std::fs::metadata(path).and_then(|meta| meta.modified()).map_err(unreadable)?;
            DateTime::<Utc>::from(changed).date_naive()
        }
    };
    if !(1990..=2199).contains(&retrieved_on.year()) {
        return Err(ImportFileError::FileDate(path.to_owned()));
    }
    Ok(Export { bytes, retrieved_on })
}

/// Reads a file of at most `max` bytes.
pub(super) fn read_bytes(path: &Path, max: u64) -> Result<Vec<u8>, ImportFileError> {
    let unreadable = |source| ImportFileError::Read { path: path.to_owned(), source };
    if std::fs::metadata(path).map_err(unreadable)?.len() > max {
        return Err(ImportFileError::TooLarge { path: path.to_owned(), max });
    }
    std::fs::read(path).map_err(unreadable)
}

/// A bar for large files on a terminal.
pub(super) fn progress(bytes: usize) -> ProgressBar {
    let bytes = bytes as u64;
    if bytes < PROGRESS_BYTES_MIN || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{wide_bar} {bytes}/{total_bytes} {eta}");
    let bar = ProgressBar::with_draw_target(Some(bytes), ProgressDrawTarget::stderr());
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// Refuses to write over something that is read.
pub(super) fn keep_inputs<'p>(
    options: &'p ImportOptions,
    inputs: impl IntoIterator<Item = &'p PathBuf>,
) -> Result<(), ImportFileError> {
    let is_written =
        |input: &&PathBuf| same_file(input, &options.rejects) || same_file(input, &options.restated);
    match inputs.into_iter().chain(&options.known).find(is_written) {
        Some(input) => Err(ImportFileError::RejectsIsInput(input.clone())),
        None => Ok(()),
    }
}

fn same_file(a: &Path, b: &Path) -> bool {
    match (a.canonicalize(), b.canonicalize()) {
        (Ok(a), Ok(b)) => a == b,
        _ => a == b,
    }
}

/// Writes the rejects file, replacing it if it exists.
pub(super) fn write_rejects(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> Result<(), csv::Error>,
) -> Result<(), ImportFileError> {
    let failed = |source| ImportFileError::Rejects { path: path.to_owned(), source };
    let mut file = BufWriter::new(std::fs::File::create(path).map_err(csv::Error::from).map_err(failed)?);
    write(&mut file).map_err(failed)?;
    file.flush().map_err(csv::Error::from).map_err(failed)
}
