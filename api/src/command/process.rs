//! What is settled for the whole process before a command runs.

use ledger::file::{FILE_SIZE_SIGNAL, private_by_default};

/// Makes a write beyond the limit on the length of files (`ulimit -f`) fail as on a full disk does, instead of ending the
/// process without a word (SIGXFSZ).
///
/// # Errors
/// The system gave no descriptors for the handler.
pub fn outlive_file_size_limit() -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let _inside = runtime.enter();
        // The handler stays for the life of the process; nobody needs to hear of the signal, the write says it.
        drop(signal(SignalKind::from_raw(FILE_SIZE_SIGNAL))?);
    }
    Ok(())
}

/// Before a command that works on a data directory: nothing it creates is for others.
pub fn keep_to_owner() {
    private_by_default();
}
