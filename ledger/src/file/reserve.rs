//! Descriptors kept back for the writer, and handles that give theirs back to them.
//!
//! When a server's connections have taken every descriptor, an open fails. One that is kept back is then given up and the
//! open tried again. When the file is closed, its descriptor is turned into a kept one in one step, so that nobody who
//! waits for a descriptor comes between.

use std::fs::File;
use std::io;
use std::os::fd::OwnedFd;
use std::sync::{Arc, Mutex, PoisonError};

use rustix::io::{DupFlags, Errno, dup3, fcntl_dupfd_cloexec, retry_on_intr};

use super::limit::descriptor_limit;

/// At most one in so many of all descriptors is kept back, so that a small limit leaves something to serve with.
const SHARE: u64 = 4;

/// The descriptors kept back. All stand for the same open directory, which costs nothing.
#[derive(Debug)]
pub(super) struct Reserve {
    stands_for: Arc<File>,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    wanted: usize,
    spare: Vec<OwnedFd>,
}

impl Reserve {
    pub fn new(stands_for: Arc<File>) -> Reserve {
        Reserve { stands_for, kept: Mutex::default() }
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps up to `wanted` descriptors back from now on.
    pub fn fill(&self, wanted: usize) {
        let share = usize::try_from(descriptor_limit().checked_div(SHARE).unwrap_or(0)).unwrap_or(usize::MAX);
        let mut kept = self.kept();
        kept.wanted = wanted.min(share);
        while kept.spare.len() < kept.wanted {
            let Ok(one) = fcntl_dupfd_cloexec(self.stands_for.as_ref(), 0) else { return };
            kept.spare.push(one);
        }
    }

    /// Opens something; where there is no descriptor for it, with those kept back.
    pub fn open(self: &Arc<Self>, mut open: impl FnMut() -> Result<OwnedFd, Errno>) -> io::Result<Handle> {
        loop {
            match retry_on_intr(&mut open) {
                Ok(fd) => return Ok(Handle { file: Some(File::from(fd)), reserve: Arc::clone(self) }),
                Err(Errno::MFILE | Errno::NFILE) if self.give_up() => {}
                Err(errno) => return Err(errno.into()),
            }
        }
    }

    fn give_up(&self) -> bool {
        self.kept().spare.pop().is_some()
    }

    /// Takes a descriptor that is no longer needed, if one is missing.
    fn take_back(&self, file: File) {
        let mut kept = self.kept();
        if kept.spare.len() < kept.wanted {
            let mut fd = OwnedFd::from(file);
            // The same number, and from now on the reserve's directory: the file is closed by it.
            if dup3(self.stands_for.as_ref(), &mut fd, DupFlags::CLOEXEC).is_ok() {
                kept.spare.push(fd);
            }
        }
    }
}

/// An open file or directory whose descriptor goes back to the reserve.
#[derive(Debug)]
pub(super) struct Handle {
    /// Taken in `drop` only.
    file: Option<File>,
    reserve: Arc<Reserve>,
}

impl Handle {
    /// Does something with the file.
    pub fn with<T>(&self, work: impl FnOnce(&File) -> io::Result<T>) -> io::Result<T> {
        work(self.file.as_ref().ok_or_else(|| io::Error::from(Errno::BADF))?)
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        if let Some(file) = self.file.take() {
            self.reserve.take_back(file);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_given_up_comes_back_with_the_file_that_took_it() {
        let reserve = Arc::new(Reserve::new(Arc::new(File::open("/").unwrap())));
        reserve.fill(2);
        let mut refusals = 2;
        let open = || {
            if refusals > 0 {
                refusals -= 1;
                return Err(Errno::MFILE);
            }
            Ok(OwnedFd::from(File::open("/dev/null").unwrap()))
        };
        let handle = reserve.open(open).unwrap();
        assert_eq!(reserve.kept().spare.len(), 0);
        assert!(reserve.open(|| Err(Errno::MFILE)).is_err(), "nothing is left to give up");
        drop(handle);
        assert_eq!(reserve.kept().spare.len(), 1);
        let more: Vec<Handle> =
            (0..3).map(|_| reserve.open(|| Ok(File::open("/dev/null").unwrap().into())).unwrap()).collect();
        drop(more);
        assert_eq!(reserve.kept().spare.len(), 2, "no more than wanted");
    }
}
