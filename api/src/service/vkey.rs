//! The ledger's verifier key line: read, or, where the file is lost, worked out again from what proves it.

use std::sync::Arc;

use ledger::checkpoint::{SignedCheckpoint, VerifierKey, parse_note};
use ledger::file::Files;
use ledger::journal::Contents;
use ledger::store::{NoteCheck, look_for};

use super::keys::Keys;
use super::start_error::StartError;

/// Where it stands.
const VKEY: &str = "log/vkey";
/// The published head.
const CHECKPOINT: &str = "log/checkpoint";

/// The verifier key line of the ledger in these files. A lost `log/vkey` is worked out from `keys/checkpoint.jwk` and the
/// name in the last signed head, which must verify under it; nothing is written.
///
/// # Errors
/// There is no ledger, or what is missing and how to restore it.
pub(crate) fn read_vkey(files: &dyn Files) -> Result<String, StartError> {
    look_for(files)?;
    match files.read(VKEY)? {
        Some(bytes) => String::from_utf8(bytes).map_err(|error| StartError::Vkey(error.to_string())),
        None => derived(files),
    }
}

/// Checks notes under one key of the log.
///
/// # Errors
/// The line is no verifier key.
pub fn note_check(vkey: &str) -> Result<Arc<dyn NoteCheck>, StartError> {
    let key = VerifierKey::parse(vkey.trim_end_matches('\n')).map_err(|e| StartError::Vkey(e.to_string()))?;
    let keys = vec![key];
    Ok(Arc::new(move |text: &str| {
        let note = parse_note(text).map_err(|error| error.to_string())?;
        SignedCheckpoint::open(&note, &keys)
            .map(|signed| signed.checkpoint)
            .map_err(|error| error.to_string())
    }))
}

fn derived(files: &dyn Files) -> Result<String, StartError> {
    let note = last_note(files).ok_or_else(|| lost("no signed head can be read either"))?;
    let origin = note.lines().next().unwrap_or_default();
    let keys = Keys::read(files, origin).map_err(|error| lost(&error.to_string()))?;
    let vkey = keys.vkeys()?.into_iter().next().map(|(_, vkey)| vkey).unwrap_or_default();
    if VerifierKey::parse(&vkey).is_err() || note_check(&vkey)?.check(&note).is_err() {
        return Err(lost("`keys/checkpoint.jwk` is not the key that signed the last head"));
    }
    Ok(format!("{vkey}\n"))
}

fn lost(why: &str) -> StartError {
    StartError::VkeyLost(why.to_owned())
}

/// The newest signed head: of the journal, else the published one.
fn last_note(files: &dyn Files) -> Option<String> {
    let journal = Contents::read(files).ok().and_then(|read| Some(read.records.last()?.record.note.clone()));
    journal.or_else(|| String::from_utf8(files.read(CHECKPOINT).ok()??).ok())
}
