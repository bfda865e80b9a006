//! What `aidledger submit` needs from the rest of the program: the clock, strict JSON, the signer, and the check that
//! the server's log still contains the log of a receipt.

use std::io;
use std::process::ExitCode;
use std::time::Duration;

use ledger::checkpoint::{Checkpoint, SignedCheckpoint, VerifierKey, parse_note};
use ledger::event::Event;
use ledger::merkle::{TileSource, check_consistency, prove_consistency, tile};
use ledger::prove::TlogProof;
use ledger::submission::sign;
use ledger::time::{Clock as _, SystemClock};
use rules::words::Language;
use serde_json::Value;

use super::failure::Failure;
use super::govern::read_key;
use super::say::stdout;
use super::submit::{self, Fetch, HookError, Hooks, SubmitArgs};

/// How often a head that is not published yet is asked for, and how long between.
const ASKED_MAX: u32 = 20;
const ASK_EVERY: Duration = Duration::from_millis(500);

/// Runs `submit`.
///
/// # Errors
/// [`Failure::Submit`].
pub fn run(args: &SubmitArgs, language: Language) -> Result<ExitCode, Failure> {
    let key = args.key.as_deref().map(read_key).transpose()?;
    let signer = key.as_ref().map(|key| {
        move |event: &Value, _id: &str| -> Result<String, HookError> {
            let payload = event.to_string();
            Event::read(payload.as_bytes()).map_err(|faults| listed(&faults))?;
            Ok(sign(payload.as_bytes(), key))
        }
    });
    let hooks = Hooks {
        language,
        now: &|| SystemClock.now().to_string(),
        check_json: &|bytes| ledger::json::parse(bytes).map(drop).map_err(|faults| listed(&faults)),
        sign: signer.as_ref().map(|signer| signer as submit::Sign<'_>),
        check_consistency: &consistent,
        sleep: &std::thread::sleep,
    };
    Ok(submit::run(args, &hooks, &mut stdout())?)
}

fn listed(faults: &[ledger::json::Fault]) -> HookError {
    faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ").into()
}

/// Whether the log that the server shows now begins with the log of a receipt.
fn consistent(proof: &str, fetch: Fetch<'_>) -> Result<(), HookError> {
    let described: Value = serde_json::from_slice(&fetch("/v1/ledger")?)?;
    let lines = described.get("vkeys").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let signs = |line: &&Value| line.get("purpose").and_then(Value::as_str) == Some("checkpoint");
    let vkeys = lines.iter().filter(signs).filter_map(|line| line.get("vkey")?.as_str());
    let keys: Vec<VerifierKey> = vkeys.filter_map(|vkey| VerifierKey::parse(vkey).ok()).collect();
    let opened = |note: &str| -> Result<Checkpoint, HookError> {
        Ok(SignedCheckpoint::open(&parse_note(note)?, &keys)?.checkpoint)
    };
    let old = opened(&TlogProof::parse(proof)?.checkpoint)?;
    let mut new = opened(&text(fetch("/checkpoint")?)?)?;
    // A receipt is given before its head is published, about a second earlier.
    for _asked in 0..ASKED_MAX {
        if new.size >= old.size {
            break;
        }
        std::thread::sleep(ASK_EVERY);
        new = opened(&text(fetch("/checkpoint")?)?)?;
    }
    if new.size < old.size {
        return Err(format!("the log shown has {} entries, the receipt's had {}", new.size, old.size).into());
    }
    let source = TileSource::new(new.size, |level, index, width| {
        fetch_tile(fetch, level, index, width).map_err(io::Error::other)
    });
    let path = prove_consistency(&source, old.size, new.size)?;
    Ok(check_consistency(&path, old.size, old.root, new.size, new.root)?)
}

/// A tile of this width, cut from the full one where the partial is gone.
fn fetch_tile(fetch: Fetch<'_>, level: u8, index: u64, width: u16) -> Result<Vec<u8>, HookError> {
    match fetch(&format!("/{}", tile::hash_path(level, index, width))) {
        Err(_) if width < tile::WIDTH => {
            let full = fetch(&format!("/{}", tile::hash_path(level, index, tile::WIDTH)))?;
            Ok(full.into_iter().take(usize::from(width).saturating_mul(32)).collect())
        }
        answer => answer,
    }
}

fn text(bytes: Vec<u8>) -> Result<String, HookError> {
    Ok(String::from_utf8(bytes)?)
}
