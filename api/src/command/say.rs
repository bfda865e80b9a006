//! What a command prints: lines on standard output under one lock, nothing half written by two threads.
//!
//! Whoever reads may stop reading (`| head -1`). Then the command goes on with its work, says nothing more, and ends as
//! it would have: what was recorded is recorded, whether somebody reads of it or not.

use std::io::{self, Write};

/// A writer that, once nobody reads any more, takes everything and keeps nothing.
#[derive(Debug)]
pub struct Quiet<W> {
    out: W,
    is_gone: bool,
}

impl<W: Write> Quiet<W> {
    /// Over a writer.
    pub fn new(out: W) -> Self {
        Self { out, is_gone: false }
    }

    fn unless_gone<T>(&mut self, done: io::Result<T>, otherwise: T) -> io::Result<T> {
        match done {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.is_gone = true;
                Ok(otherwise)
            }
            done => done,
        }
    }
}

impl<W: Write> Write for Quiet<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.is_gone {
            return Ok(bytes.len());
        }
        let done = self.out.write(bytes);
        self.unless_gone(done, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.is_gone {
            return Ok(());
        }
        let done = self.out.flush();
        self.unless_gone(done, ())
    }
}

/// Standard output, locked.
pub fn stdout() -> Quiet<io::StdoutLock<'static>> {
    Quiet::new(io::stdout().lock())
}

/// Standard error, locked.
pub fn stderr() -> Quiet<io::StderrLock<'static>> {
    Quiet::new(io::stderr().lock())
}

/// Prints lines on standard output.
///
/// # Errors
/// They could not be written, and not because nobody reads.
pub fn say<I: IntoIterator<Item = S>, S: AsRef<str>>(lines: I) -> io::Result<()> {
    let mut out = stdout();
    for line in lines {
        writeln!(out, "{}", line.as_ref())?;
    }
    out.flush()
}

/// Prints lines on standard error.
///
/// # Errors
/// They could not be written, and not because nobody reads.
pub fn note<I: IntoIterator<Item = S>, S: AsRef<str>>(lines: I) -> io::Result<()> {
    let mut err = stderr();
    for line in lines {
        writeln!(err, "{}", line.as_ref())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Closed(u32);

    impl Write for Closed {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            self.0 += 1;
            Err(if self.0 == 1 { io::ErrorKind::BrokenPipe } else { io::ErrorKind::Other }.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Err(io::ErrorKind::Other.into())
        }
    }

    #[test]
    fn once_nobody_reads_nothing_is_written_any_more() {
        let mut out = Quiet::new(Closed(0));
        writeln!(out, "one").unwrap();
        writeln!(out, "two").unwrap();
        out.flush().unwrap();
        assert_eq!(out.out.0, 1);
        let mut full = Quiet::new(Closed(1));
        assert!(writeln!(full, "a full disk is no closed pipe").is_err());
    }
}
