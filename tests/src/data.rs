//! Where real data lies, for tests that use it when it is there. The repository holds none.

use std::path::{Path, PathBuf};

/// Environment variable naming the folder of real data; without it, `../shared/data` beside the repository.
pub const DATA_VARIABLE: &str = "AIDLEDGER_DATA";

/// The folder of real data, if it exists.
#[must_use]
pub fn data_dir() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    let dir = std::env::var_os(DATA_VARIABLE).map_or_else(beside, PathBuf::from);
    dir.is_dir().then_some(dir)
}
