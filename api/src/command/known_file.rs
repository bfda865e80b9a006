//! What earlier imports said, from the lines they wrote or from the receipts of what was submitted.

use std::fs::{self, File};
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

use super::import_file::ImportFileError;
use super::statements::Statements;
use crate::import::known::Known;

/// Largest file of a receipts folder that is read.
const FILE_BYTES_MAX: u64 = 1024 * 1024;

/// Reads files of event lines and folders of receipts, in the order given.
pub(super) fn read_known(paths: &[PathBuf]) -> Result<Known, ImportFileError> {
    let mut known = Known::default();
    for path in paths {
        let failed = |source| ImportFileError::Read { path: path.clone(), source };
        if path.is_dir() {
            receipts(path, &mut known).map_err(failed)?;
        } else {
            lines(path, &mut known).map_err(failed)?;
        }
    }
    Ok(known)
}

fn lines(path: &Path, known: &mut Known) -> io::Result<()> {
    let mut statements = Statements::new(BufReader::new(File::open(path)?));
    while let Some(found) = statements.take_next()? {
        let invalid =
            |why: String| io::Error::new(io::ErrorKind::InvalidData, format!("line {}: {why}", found.line));
        let text = found.bytes.as_ref().map_err(|fault| invalid(fault.to_string()))?;
        let event = if text.starts_with(b"{") {
            serde_json::from_slice(text).map_err(|error| invalid(error.to_string()))?
        } else {
            let signed = std::str::from_utf8(text).ok().and_then(payload);
            signed.ok_or_else(|| invalid("neither an event nor a compact JWS".to_owned()))?
        };
        known.add(&event);
    }
    Ok(())
}

/// What took effect, in the order of the log.
fn receipts(folder: &Path, known: &mut Known) -> io::Result<()> {
    let mut found: Vec<(u64, Value)> = Vec::new();
    for file in fs::read_dir(folder)? {
        let proof = file?.path();
        if proof.extension().is_none_or(|extension| extension != "tlog-proof") {
            continue;
        }
        let entry = proof.with_extension("entry.json");
        let position = text(&proof)?.lines().find_map(|line| line.strip_prefix("index ")?.parse().ok());
        let entry: Option<Value> = serde_json::from_str(&text(&entry)?).ok();
        let outcome = entry.as_ref().and_then(|entry| entry.get("verdict")?.get("outcome")?.as_str());
        if matches!(outcome, Some("admitted" | "recorded"))
            && let Some(position) = position
            && let Some(event) = entry.as_ref().and_then(|entry| payload(entry.get("jws")?.as_str()?))
        {
            found.push((position, event));
        }
    }
    found.sort_by_key(|(position, _)| *position);
    found.iter().for_each(|(_, event)| known.add(event));
    Ok(())
}

fn text(path: &Path) -> io::Result<String> {
    let length = fs::metadata(path)?.len();
    if length > FILE_BYTES_MAX {
        let why = format!("{} is no receipt: {length} bytes", path.display());
        return Err(io::Error::new(io::ErrorKind::InvalidData, why));
    }
    fs::read_to_string(path)
}

/// The event that a compact JWS carries.
fn payload(jws: &str) -> Option<Value> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(jws.split('.').nth(1)?).ok()?).ok()
}
