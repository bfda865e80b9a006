//! The digest of the sources that decide: what tells, while semantics is 0, whether a log was judged by these very rules.
//!
//! Source text and not recorded verdicts: a verdict that no example happens to show would change unseen.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use sha2::{Digest as _, Sha256};

/// Rooms of `rules` that put verdicts into words or look at them afterwards. All others decide.
pub const TELLING: [&str; 4] = ["words", "explain", "project", "audit"];
/// Rooms of `ledger` from which a verdict follows: what is said, who may say it, and how an entry is written.
pub const SAYING: [&str; 9] =
    ["ids", "json", "money", "time", "key", "event", "verdict", "directory", "submission"];
/// The one file of `ledger` beside them.
const ENTRY: &str = "entry.rs";

/// The sources that decide by their path below the workspace, from its folder.
///
/// # Errors
/// What the operating system says.
pub fn deciding(workspace: &Path) -> io::Result<BTreeMap<String, String>> {
    let mut all = BTreeMap::new();
    collect(workspace, "ledger/src", &mut all)?;
    collect(workspace, "rules/src", &mut all)?;
    all.retain(|path, _| decides(path));
    Ok(all)
}

/// Whether a verdict may follow from a file.
fn decides(path: &str) -> bool {
    let mut parts = path.split('/');
    let (krate, room) = (parts.next().unwrap_or_default(), parts.nth(1).unwrap_or_default());
    let name = room.trim_end_matches(".rs");
    let tests = path.contains("/tests/") || path.ends_with("/tests.rs") || path.ends_with("_tests.rs");
    let of_room = match krate {
        "rules" => !TELLING.contains(&name) && room != "lib.rs",
        _ => SAYING.contains(&name) || room == ENTRY,
    };
    path.ends_with(".rs") && of_room && !tests
}

fn collect(workspace: &Path, folder: &str, all: &mut BTreeMap<String, String>) -> io::Result<()> {
    for entry in std::fs::read_dir(workspace.join(folder))? {
        let entry = entry?;
        let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(workspace, &path, all)?;
        } else if path.ends_with(".rs") {
            all.insert(path, std::fs::read_to_string(entry.path())?);
        }
    }
    Ok(())
}

/// SHA-256 over path and code of each file, in the order of paths. Comments, blank lines, indentation and a file's tests
/// are left out: they decide nothing.
pub fn digest(files: &BTreeMap<String, String>) -> String {
    let mut hash = Sha256::new();
    for (path, text) in files {
        hash.update(path);
        hash.update([0]);
        let mut lines = text.lines().map(str::trim).peekable();
        while let Some(line) = lines.next() {
            if line == "#[cfg(test)]" && lines.peek() == Some(&"mod tests {") {
                break;
            }
            if !line.is_empty() && !line.starts_with("//") {
                hash.update(line);
                hash.update([b'\n']);
            }
        }
        hash.update([0]);
    }
    let digest: [u8; 32] = hash.finalize().into();
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
