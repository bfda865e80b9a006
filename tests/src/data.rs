//! Where real data lie, for tests that use them; they are no part of the repository.

use std::path::PathBuf;

/// The folder named by `AIDLEDGER_DATA`, or `../shared/data` beside the repository.
pub fn data_dir() -> PathBuf {
    match std::env::var_os("AIDLEDGER_DATA") {
        Some(dir) => PathBuf::from(dir),
        None => PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data"),
    }
}
