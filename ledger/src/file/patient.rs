//! Files whose operations wait a moment when the system is short of descriptors or memory.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use super::{FileError, Files, Held, Kind, Open, OpenFile, SyncPoint, Taken};

/// The pause after the first failure; each one after it is twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(1);
/// Tries after the first: together about a quarter of a second, for as long as somebody waits for a receipt.
const RETRIES: u32 = 8;

/// Tries again what failed before it had done anything ([`FileError::is_scarce`]), a bounded number of times. A sync
/// that failed is never among it.
#[derive(Clone, Debug)]
pub(crate) struct Patient(pub Arc<dyn Files>);

fn patiently<T>(mut work: impl FnMut() -> Result<T, FileError>) -> Result<T, FileError> {
    let mut pause = FIRST_PAUSE;
    for _ in 0..RETRIES {
        match work() {
            Err(error) if error.is_scarce() => thread::sleep(pause),
            done => return done,
        }
        pause = pause.saturating_mul(2);
    }
    work()
}

impl Files for Patient {
    fn open(&self, path: &str, how: Open) -> Result<Box<dyn OpenFile>, FileError> {
        patiently(|| self.0.open(path, how))
    }

    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, FileError> {
        patiently(|| self.0.read(path))
    }

    fn kind(&self, path: &str) -> Result<Option<Kind>, FileError> {
        patiently(|| self.0.kind(path))
    }

    fn list(&self, dir: &str) -> Result<Vec<String>, FileError> {
        patiently(|| self.0.list(dir))
    }

    fn create_dir(&self, path: &str) -> Result<(), FileError> {
        patiently(|| self.0.create_dir(path))
    }

    fn rename(&self, from: &str, to: &str, taken: Taken) -> Result<(), FileError> {
        patiently(|| self.0.rename(from, to, taken))
    }

    fn remove(&self, path: &str) -> Result<(), FileError> {
        patiently(|| self.0.remove(path))
    }

    fn sync_dir(&self, dir: &str, at: SyncPoint) -> Result<(), FileError> {
        patiently(|| self.0.sync_dir(dir, at))
    }

    fn hold(&self, dir: &str) -> Result<Box<dyn Held>, FileError> {
        patiently(|| self.0.hold(dir))
    }

    fn mode(&self, path: &str) -> Result<Option<u32>, FileError> {
        patiently(|| self.0.mode(path))
    }

    fn reserve(&self, descriptors: usize) {
        self.0.reserve(descriptors);
    }
}
