//! What the operating system allows this process: descriptors, lengths of files, modes of what it creates.

use std::io;

use rustix::fs::Mode;
use rustix::process::{Resource, Rlimit, Signal, getrlimit, setrlimit, umask};

/// Number of the signal (SIGXFSZ) that ends a process at its limit on the length of a file (`ulimit -f`), unless it is
/// handled; then the write fails instead (EFBIG), and the writer stops as on a full disk.
pub const FILE_SIZE_SIGNAL: i32 = Signal::XFSZ.as_raw();

/// Raises this process's limit of open descriptors to the most it may have without asking anybody, and answers the limit
/// that is in force now.
///
/// # Errors
/// The system refused: the old limit stays in force ([`descriptor_limit`] says which).
pub fn raise_descriptor_limit() -> io::Result<u64> {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    if current != maximum {
        setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum })?;
    }
    Ok(descriptor_limit())
}

/// How many descriptors this process may have open; `u64::MAX` where there is no limit.
pub(super) fn descriptor_limit() -> u64 {
    getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX)
}

/// From now on nothing that this process creates is for its group or others (umask 077): also what libraries create.
pub fn private_by_default() {
    umask(Mode::RWXG | Mode::RWXO);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_is_raised_to_what_is_allowed() {
        let raised = raise_descriptor_limit().unwrap();
        let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
        assert_eq!((current, raised), (maximum, maximum.unwrap_or(u64::MAX)));
        assert_eq!(raise_descriptor_limit().unwrap(), raised);
    }
}
