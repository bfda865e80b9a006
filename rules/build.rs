//! Puts the digest of the sources that decide into the program.

#[path = "build/digest.rs"]
mod digest;

use std::path::Path;

fn main() -> std::io::Result<()> {
    let here = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
    let workspace = Path::new(&here).parent().unwrap_or(Path::new("."));
    let files = digest::deciding(workspace)?;
    for folder in ["ledger/src", "rules/src", "rules/build"] {
        println!("cargo::rerun-if-changed={}", workspace.join(folder).display());
    }
    println!("cargo::rustc-env=AIDLEDGER_RULES_SHA256={}", digest::digest(&files));
    Ok(())
}
