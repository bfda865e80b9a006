//! SOURCE: a log directory, a mirror or an address.

use std::path::{Path, PathBuf};

use ledger::reader::{DirReader, LogReader};

use crate::failure::Failure;
use crate::http::HttpReader;
use crate::output::read_text;

/// Longest token file.
const TOKEN_BYTES_MAX: u64 = 16 * 1024;

/// An opened SOURCE.
pub struct Source {
    /// Reads it.
    pub reader: Box<dyn LogReader>,
    /// The place in one spelling, to recognise it next time.
    pub place: String,
    /// Whether it is a directory of this machine, whose first sight is believed.
    pub local: bool,
}

/// Opens SOURCE; nothing is read of an address yet.
pub fn open(source: &str, token_file: Option<&Path>) -> Result<Source, Failure> {
    if source.starts_with("http://") || source.starts_with("https://") {
        let token = token_file.map(|path| read_text(path, TOKEN_BYTES_MAX)).transpose()?;
        let reader = HttpReader::at(source, token.as_deref().map(str::trim));
        let place = source.trim_end_matches('/').to_owned();
        return Ok(Source { reader: Box::new(reader), place, local: false });
    }
    let log = log_folder(Path::new(source));
    let reader =
        DirReader::at(&log).map_err(|error| Failure::run(format!("{error}: name the directory of a log")))?;
    let place = std::fs::canonicalize(&log).unwrap_or(log);
    Ok(Source { reader: Box::new(reader), place: place.display().to_string(), local: true })
}

/// A whole data directory is taken for the log in it.
fn log_folder(given: &Path) -> PathBuf {
    let inside = given.join("log");
    let is_log = given.join("checkpoint").exists() || given.join("tile").exists();
    if !is_log && inside.is_dir() { inside } else { given.to_owned() }
}
