//! What a command prints: lines on standard output under one lock, nothing half written by two threads.

use std::io::{self, Write};

/// Prints lines on standard output.
///
/// # Errors
/// The output is gone.
pub fn say<I: IntoIterator<Item = S>, S: AsRef<str>>(lines: I) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for line in lines {
        writeln!(out, "{}", line.as_ref())?;
    }
    out.flush()
}

/// Prints lines on standard error.
///
/// # Errors
/// The output is gone.
pub fn note<I: IntoIterator<Item = S>, S: AsRef<str>>(lines: I) -> io::Result<()> {
    let mut err = io::stderr().lock();
    for line in lines {
        writeln!(err, "{}", line.as_ref())?;
    }
    Ok(())
}
