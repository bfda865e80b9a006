//! What commands print and the files that a user names.

use std::io::{BufWriter, Write};
use std::path::Path;

use rules::words::{Language, are_verified, say};
use serde::Serialize;

use crate::failure::Failure;

/// Standard output that, once nobody reads any more (`| head -1`), takes everything and keeps nothing: the command then
/// ends as it would have, with the exit code of what it found.
pub struct Stdout {
    out: std::io::StdoutLock<'static>,
    is_gone: bool,
}

/// Standard output, locked.
pub fn stdout() -> Stdout {
    Stdout { out: std::io::stdout().lock(), is_gone: false }
}

impl Stdout {
    fn unless_gone<T>(&mut self, done: std::io::Result<T>, otherwise: T) -> std::io::Result<T> {
        match done {
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => {
                self.is_gone = true;
                Ok(otherwise)
            }
            done => done,
        }
    }
}

impl Write for Stdout {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.is_gone {
            return Ok(bytes.len());
        }
        let done = self.out.write(bytes);
        self.unless_gone(done, bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        if self.is_gone {
            return Ok(());
        }
        let done = self.out.flush();
        self.unless_gone(done, ())
    }
}

/// Prints to stdout.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut out = BufWriter::new(stdout());
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

/// Columns as wide as their widest cell.
pub fn table<const N: usize>(head: &[String; N], rows: impl Iterator<Item = [String; N]>) -> String {
    let lines: Vec<[String; N]> = std::iter::once(head.clone()).chain(rows).collect();
    let mut widths = [0_usize; N];
    for line in &lines {
        for (width, cell) in widths.iter_mut().zip(line) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut out = String::new();
    for line in &lines {
        let cells = line.iter().zip(widths).map(|(cell, width)| format!("{cell:<width$}  "));
        out.push_str(cells.collect::<String>().trim_end());
        out.push('\n');
    }
    out
}

/// RFC 4180. A cell that a spreadsheet would take for a formula gets an apostrophe in front.
pub fn csv<const N: usize>(head: &[&str; N], rows: impl Iterator<Item = [String; N]>) -> String {
    let mut out = head.join(",") + "\r\n";
    for row in rows {
        let cells = row.map(|cell| {
            let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
            let cell = if formula { format!("'{cell}") } else { cell };
            if cell.contains([',', '"', '\n', '\r']) {
                format!("\"{}\"", cell.replace('"', "\"\""))
            } else {
                cell
            }
        });
        out.push_str(&cells.join(","));
        out.push_str("\r\n");
    }
    out
}

/// A text for people with what is to be known of its translation below it.
pub fn with_footnote(mut text: String, language: Language) -> String {
    if !are_verified(language) {
        text.push_str(&format!("({})\n", say::terms_unverified().text(language)));
    }
    text
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
