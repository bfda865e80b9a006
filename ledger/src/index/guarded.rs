//! sled behind a door: no panic comes out, and after the first failure nothing goes in.
//!
//! sled 0.34.7 panics on some damaged files where it should return an error (a flipped bit in a log without a
//! snapshot panics in its open). Unwinding is caught here; the build must therefore not set `panic = "abort"`.
//! sled's own threads and an abort (out of memory) are beyond any catch.

use std::any::Any;
use std::io::ErrorKind;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::IndexError;

pub(super) struct Guarded {
    // Taken in `drop` only: dropping a `Db` flushes, which may panic too.
    db: Option<sled::Db>,
    stopped: AtomicBool,
}

impl std::fmt::Debug for Guarded {
    // sled's own Debug walks the whole tree.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Guarded").field("stopped", &self.stopped).finish_non_exhaustive()
    }
}

/// sled's threads may hold the folder's lock for a moment after the last handle is dropped, so one that closes and
/// opens again (as `reindex` does) has to ask more than once. Together about one second.
const LOCK_RETRIES: u32 = 50;
const LOCK_PAUSE: Duration = Duration::from_millis(20);

impl Guarded {
    pub(super) fn open(path: &Path, cache_bytes: u64) -> Result<Self, IndexError> {
        let config = sled::Config::new()
            .path(path)
            .cache_capacity(cache_bytes)
            // The background flusher only logs its errors; the caller flushes and hears of them.
            .flush_every_ms(None);
        let mut result = open_once(path, &config);
        for _ in 0..LOCK_RETRIES {
            if !matches!(result, Err(IndexError::Busy { .. })) {
                break;
            }
            std::thread::sleep(LOCK_PAUSE);
            result = open_once(path, &config);
        }
        Ok(Self { db: Some(result?), stopped: AtomicBool::new(false) })
    }

    /// Runs one piece of work on the database. Any failure stops the handle: after an I/O error it is unknown what
    /// reached the disk, and after a panic sled's memory may be half changed.
    pub(super) fn run<T>(
        &self,
        doing: &'static str,
        work: impl FnOnce(&sled::Db) -> Result<T, sled::Error>,
    ) -> Result<T, IndexError> {
        let db = match &self.db {
            Some(db) if !self.stopped.load(Ordering::Acquire) => db,
            _ => return Err(IndexError::Stopped),
        };
        // Unwind safety: whatever the panic left behind is never looked at again, because the handle is stopped.
        let failure = match catch_unwind(AssertUnwindSafe(|| work(db))) {
            Ok(Ok(value)) => return Ok(value),
            Ok(Err(error)) => map_error(doing, error),
            Err(payload) => panicked(doing, payload.as_ref()),
        };
        self.stop();
        Err(failure)
    }

    /// Lets nothing more through; for damage found above sled.
    pub(super) fn stop(&self) {
        self.stopped.store(true, Ordering::Release);
    }
}

impl Drop for Guarded {
    fn drop(&mut self) {
        let db = self.db.take();
        // Nothing hangs on the last flush: what it loses is fed again from the log.
        let _ignored = catch_unwind(AssertUnwindSafe(|| drop(db)));
    }
}

fn open_once(path: &Path, config: &sled::Config) -> Result<sled::Db, IndexError> {
    match catch_unwind(AssertUnwindSafe(|| config.open())) {
        Ok(Ok(db)) => Ok(db),
        Ok(Err(error)) => Err(map_open_error(path, error)),
        Err(payload) => Err(panicked("open", payload.as_ref())),
    }
}

fn map_open_error(path: &Path, error: sled::Error) -> IndexError {
    match error {
        // The pinned release has no kind of its own for a held lock; a test holds this text.
        sled::Error::Io(io) if io.to_string().starts_with("could not acquire lock") => {
            IndexError::Busy { path: path.to_path_buf() }
        }
        other => map_error("open", other),
    }
}

fn map_error(doing: &'static str, error: sled::Error) -> IndexError {
    match error {
        sled::Error::Io(source) => match source.kind() {
            // A short or senseless read is damage; everything else is the machine's refusal.
            ErrorKind::UnexpectedEof | ErrorKind::InvalidData | ErrorKind::InvalidInput => {
                IndexError::damaged(format!("sled could not {doing}: {source}"))
            }
            _ => IndexError::Io { doing, source },
        },
        other => IndexError::damaged(format!("sled could not {doing}: {other}")),
    }
}

fn panicked(doing: &'static str, payload: &(dyn Any + Send)) -> IndexError {
    let text = payload
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| payload.downcast_ref::<&str>().copied())
        .unwrap_or("no message");
    let text: String = text.chars().take(200).collect();
    IndexError::damaged(format!("sled panicked in {doing}: {text}"))
}
