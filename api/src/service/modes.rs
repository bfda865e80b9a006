//! Who can read what a ledger keeps: keys that others can read stop a start; other files are told of.

use ledger::file::{FileError, Files, Kind};

use super::keys::FOLDER as KEYS;

/// Permission bits of the group and of others.
const OTHERS: u32 = 0o077;
/// Ending of public keys, which anybody may read.
const PUBLIC: &str = ".pub";

/// A key file, or the folder of keys, that is not its owner's alone.
#[derive(Debug, thiserror::Error)]
#[error(
    "`{path}` is open to others (mode {mode:04o}): whoever reads a key signs as this ledger; if nobody did, \
     `chmod {wanted:o} {path}` in the data directory, then start again"
)]
pub struct KeyExposed {
    /// Path below the data directory.
    pub path: String,
    /// Its permission bits.
    pub mode: u32,
    /// What they should be.
    pub wanted: u32,
}

/// Why the modes could not be looked at, or do not do.
#[derive(Debug, thiserror::Error)]
pub enum ModeError {
    /// A key is open to others.
    #[error(transparent)]
    Key(#[from] KeyExposed),
    /// The disk failed.
    #[error(transparent)]
    Disk(#[from] FileError),
}

/// Refuses keys that others can read or change.
///
/// # Errors
/// [`ModeError::Key`] naming the first.
pub(super) fn check_keys(files: &dyn Files) -> Result<(), ModeError> {
    let Some(mode) = files.mode(KEYS)? else { return Ok(()) };
    owner_only(KEYS, mode, 0o700)?;
    for name in files.list(KEYS)?.iter().filter(|name| !name.ends_with(PUBLIC)) {
        let path = format!("{KEYS}/{name}");
        if let Some(mode) = files.mode(&path)? {
            owner_only(&path, mode, 0o600)?;
        }
    }
    Ok(())
}

fn owner_only(path: &str, mode: u32, wanted: u32) -> Result<(), KeyExposed> {
    if mode & OTHERS == 0 {
        return Ok(());
    }
    Err(KeyExposed { path: path.to_owned(), mode, wanted })
}

/// What else is open to others, and how to close it, in one line; `None` where nothing is.
pub(super) fn wider(files: &dyn Files) -> Result<Option<String>, FileError> {
    let (mut count, mut first) = (0_u64, None);
    let mut waiting = vec![String::new()];
    while let Some(path) = waiting.pop() {
        let Some(mode) = files.mode(&path)? else { continue };
        if mode & OTHERS != 0 {
            count = count.saturating_add(1);
            let shown = if path.is_empty() { "the data directory itself" } else { path.as_str() };
            first.get_or_insert_with(|| format!("{shown}, mode {mode:04o}"));
        }
        if files.kind(&path)? == Some(Kind::Directory) {
            let below = |name: String| if path.is_empty() { name } else { format!("{path}/{name}") };
            // Backwards, so that the first one met is the first by name.
            waiting.extend(files.list(&path)?.into_iter().rev().map(below));
        }
    }
    Ok(first.map(|first| {
        format!(
            "WARNING: {count} files and directories are open to others on this machine (first: {first}): \
             `chmod -R go= DIR` on the data directory closes them"
        )
    }))
}
