//! What every `import` does with files: reading them whole, the day they were taken, progress, rejects.

use std::io::{BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

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

/// Refuses to write rejects over something that is read.
pub(super) fn keep_inputs<'p>(
    rejects: &Path,
    inputs: impl IntoIterator<Item = &'p PathBuf>,
) -> Result<(), ImportFileError> {
    match inputs.into_iter().find(|input| same_file(input, rejects)) {
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
