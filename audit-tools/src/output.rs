//! What commands print and the files that a user names.

use std::io::{BufWriter, Write as _};
use std::path::Path;

use serde::Serialize;

use crate::failure::Failure;

/// Prints to stdout; a closed pipe is an error like any other.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    let printed = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    printed.map_err(|error| Failure::run(format!("cannot write to stdout: {error}")))
}

/// Compact JSON.
pub fn json(value: &impl Serialize) -> Result<String, Failure> {
    serde_json::to_string(value).map_err(|error| Failure::run(format!("cannot write JSON: {error}")))
}

/// JSON for reading.
pub fn pretty(value: &impl Serialize) -> Result<String, Failure> {
    serde_json::to_string_pretty(value).map_err(|error| Failure::run(format!("cannot write JSON: {error}")))
}

/// Says something beside the answer.
pub fn note(text: &str) {
    // Nowhere is left to say that stderr is closed.
    let _ = writeln!(std::io::stderr(), "aid-audit: {text}");
}

/// Reads a file that the user named, up to a limit in bytes.
pub fn read_file(path: &Path, limit: u64) -> Result<Vec<u8>, Failure> {
    let meta = std::fs::metadata(path).map_err(|error| Failure::file(path, error))?;
    if meta.len() > limit {
        return Err(Failure::file(path, format!("{} bytes, more than {limit}", meta.len())));
    }
    std::fs::read(path).map_err(|error| Failure::file(path, error))
}

/// As [`read_file`], as text.
pub fn read_text(path: &Path, limit: u64) -> Result<String, Failure> {
    String::from_utf8(read_file(path, limit)?).map_err(|error| Failure::file(path, error))
}
