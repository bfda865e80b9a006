//! What a mirror, a witness or a holder of receipts sends: the formats of the log.

use ledger::checkpoint::{Checkpoint, MAX_NOTE_BYTES, MAX_SIGNATURES, VerifierKey, parse_note};
use ledger::entry::{ENTRY_BYTES_MAX, Entry};
use ledger::merkle::leaf_hash;
use ledger::merkle::tile::{
    FULL_TILE_BYTES, TilePath, WIDTH, decode_bundle, decode_hashes, encode_bundle, encode_hashes,
    entries_path, hash_path, parse_path,
};
use ledger::prove::{MAX_PROOF_BYTES, Policy, TlogProof};
use ledger::witness::{AddCheckpoint, Answer, MAX_REQUEST_BYTES, read_answer};

use super::seeds;

fn text(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok()
}

/// An entry has one encoding.
pub(super) fn entry(bytes: &[u8]) {
    let Ok(entry) = Entry::decode(bytes) else { return };
    assert!(bytes.len() <= ENTRY_BYTES_MAX);
    assert_eq!(entry.encode().unwrap(), bytes);
    let _ = entry.statement();
}

/// A note, and the checkpoint it may hold, have one spelling; no key but the signer's opens it.
pub(super) fn note(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    if let Ok(checkpoint) = Checkpoint::parse(text) {
        assert_eq!(checkpoint.to_text(), text);
    }
    let Ok(note) = parse_note(text) else { return };
    assert!(text.len() <= MAX_NOTE_BYTES);
    assert_eq!(note.to_string(), text, "one spelling");
    assert!((1..=MAX_SIGNATURES).contains(&note.signatures().len()));
    assert!(text.starts_with(note.unverified_text()));
    let keys = [seeds::log_key(), seeds::witness_key()];
    if note.open(&keys).is_ok() {
        assert!(
            seeds::signed_texts().iter().any(|signed| signed == note.unverified_text()),
            "forged: {text}"
        );
    }
}

/// A verifier key line has one spelling.
pub(super) fn vkey(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    let Ok(key) = VerifierKey::parse(text) else { return };
    assert_eq!(key.to_string(), text);
    assert_eq!(VerifierKey::new(key.name(), key.kind(), &key.public_key()).unwrap(), key);
}

/// A proof has one spelling, and proves the entry it was made for and no other.
pub(super) fn proof(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    let Ok(proof) = TlogProof::parse(text) else { return };
    assert!(text.len() <= MAX_PROOF_BYTES && proof.hashes.len() <= 63);
    assert_eq!(proof.to_string(), text);
    let policy = Policy::one_log(seeds::log_key());
    let genuine = leaf_hash(&seeds::proven_entry());
    assert!(proof.verify(leaf_hash(b"another entry"), &policy).is_err(), "proves what was never proven");
    if proof.verify(genuine, &policy).is_ok() {
        assert!(seeds::positions().contains(&proof.index), "at another position: {}", proof.index);
    }
}

/// A policy means the same whatever comments and blanks stand around its lines, and asks for nothing it does not name.
pub(super) fn policy(bytes: &[u8]) {
    let Ok(policy) = Policy::parse(bytes) else { return };
    let mut spaced = b"# a comment in any encoding \xff\n\n".to_vec();
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        spaced.extend_from_slice(b" \t");
        spaced.extend_from_slice(line);
        spaced.push(b'\n');
    }
    if let Ok(again) = Policy::parse(&spaced) {
        assert_eq!(again, policy);
    } else {
        assert!(spaced.len() > bytes.len() + 64, "a blank changed the answer");
    }
    let mut keys: Vec<[u8; 32]> = policy.witnesses().map(|(_, key, _)| key.public_key()).collect();
    let count = keys.len();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), count, "one key counts twice");
    if policy.quorum_met(&[]) {
        assert!(!policy.asks_for_witnesses(), "nobody's signature is enough");
    }
}

/// A request to cosign has one spelling.
pub(super) fn add_checkpoint(bytes: &[u8]) {
    let Ok(request) = AddCheckpoint::parse(bytes) else { return };
    assert!(bytes.len() <= MAX_REQUEST_BYTES && request.proof.len() <= 63);
    assert_eq!(request.to_string().as_bytes(), bytes);
}

/// A witness's answer gives nothing but cosignatures by its key over what was sent, or a size that moves on.
pub(super) fn cosignature(bytes: &[u8]) {
    let sent = seeds::sent();
    let keys = [seeds::witness_key()];
    let cosigned = read_answer(&sent, &keys, 200, None, bytes);
    if let Ok(Answer::Cosigned(lines)) = cosigned {
        assert!(!lines.is_empty() && lines.len() <= MAX_SIGNATURES);
        for line in lines {
            assert!(seeds::cosignature_lines().contains(&line.to_string()), "forged: {line}");
        }
    }
    match read_answer(&sent, &keys, 409, Some("text/x.tlog.size"), bytes) {
        Ok(Answer::Retry { old }) => {
            assert_ne!(old, sent.old, "an endless loop");
            assert_eq!(bytes, format!("{old}\n").as_bytes());
        }
        Ok(Answer::WitnessAhead { cosigned }) => assert_eq!(bytes, format!("{cosigned}\n").as_bytes()),
        // No other size: the witness has cosigned something else.
        Ok(Answer::Inconsistent) => {}
        other => panic!("a conflict is no {other:?}"),
    }
}

/// The path of a tile has one spelling.
pub(super) fn tile_path(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    match parse_path(text) {
        Ok(TilePath::Hashes { level, index, width }) => {
            assert!(level <= 63 && (1..=WIDTH).contains(&width));
            assert_eq!(hash_path(level, index, width), text);
        }
        Ok(TilePath::Entries { index, width }) => {
            assert!((1..=WIDTH).contains(&width));
            assert_eq!(entries_path(index, width), text);
        }
        Err(_) => {}
    }
}

/// The bytes of a tile are its hashes.
pub(super) fn tile(bytes: &[u8]) {
    let whole = !bytes.is_empty() && bytes.len().is_multiple_of(32) && bytes.len() <= FULL_TILE_BYTES;
    let hashes = decode_hashes(bytes);
    assert_eq!(hashes.is_some(), whole);
    if let Some(hashes) = hashes {
        assert_eq!(encode_hashes(&hashes), bytes);
    }
}

/// The bytes of a bundle are its entries; a fault is named inside the bytes.
pub(super) fn bundle(bytes: &[u8]) {
    match decode_bundle(bytes) {
        Ok(entries) => {
            assert!(entries.len() <= usize::from(WIDTH));
            assert_eq!(encode_bundle(entries).unwrap(), bytes);
        }
        Err(error) => assert!(error.offset <= bytes.len()),
    }
}
