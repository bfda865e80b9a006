//! The frozen files in `tests/vectors/checkpoint`, each read by the reader it is for.
//!
//! A bad file says what reads it (`reader:`) and what that answers (`expect:`, the message and its causes
//! joined by colons); after `---` follow the bytes.

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use super::*;
use crate::checkpoint::{Checkpoint, SignedCheckpoint, VerifierKey, parse_note};
use crate::merkle::leaf_hash;
use crate::witness::{AddCheckpoint, KnownLog, decide};

fn folder(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "..", "tests", "vectors", "checkpoint", name].iter().collect()
}

fn good(name: &str) -> String {
    fs::read_to_string(folder("good").join(name)).unwrap()
}

fn key(name: &str) -> VerifierKey {
    VerifierKey::parse(good(name).trim_end()).unwrap()
}

fn policy() -> Policy {
    Policy::parse(good("policy.txt").as_bytes()).unwrap()
}

fn chain(error: &dyn Error) -> String {
    let mut message = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        message = format!("{message}: {error}");
        cause = error.source();
    }
    message
}

fn message<T, E: Error>(result: Result<T, E>) -> String {
    result.map_or_else(|error| chain(&error), |_| "accepted".to_owned())
}

fn answer(reader: &str, bytes: &[u8]) -> String {
    let text = || std::str::from_utf8(bytes).unwrap();
    match reader {
        "note" => message(parse_note(text())),
        "open" => {
            let note = parse_note(text()).unwrap();
            message(SignedCheckpoint::open(&note, &[key("log.vkey"), key("witness.vkey")]))
        }
        "checkpoint" => message(Checkpoint::parse(text())),
        "vkey" => message(VerifierKey::parse(text())),
        "proof" => message(TlogProof::parse(text())),
        "verify" => message(TlogProof::parse(text()).unwrap().verify(leaf_hash(b"entry-1"), &policy())),
        "policy" => message(Policy::parse(bytes)),
        "add-checkpoint" => message(AddCheckpoint::parse(bytes)),
        other => panic!("no reader {other}"),
    }
}

#[test]
fn every_bad_file_is_refused_with_its_message() {
    let mut files = 0;
    for file in fs::read_dir(folder("bad")).unwrap() {
        let path = file.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        let mark = bytes.windows(5).position(|window| window == b"\n---\n").unwrap();
        let head = std::str::from_utf8(&bytes[..mark]).unwrap();
        let (reader, expected) = head.split_once('\n').unwrap();
        let reader = reader.strip_prefix("reader: ").unwrap();
        let expected = expected.strip_prefix("expect: ").unwrap();
        assert_eq!(answer(reader, &bytes[mark + 5..]), expected, "{}", path.display());
        files += 1;
    }
    assert!(files >= 80, "{files} files: has the folder moved?");
}

#[test]
fn the_good_checkpoints_open() {
    for (name, strangers) in [("checkpoint.txt", 0), ("checkpoint-with-unknown-ml-dsa.txt", 1)] {
        let note = parse_note(&good(name)).unwrap();
        assert_eq!(note.to_string(), good(name));
        let opened = SignedCheckpoint::open(&note, &[key("log.vkey"), key("witness.vkey")]).unwrap();
        assert_eq!((opened.signatures.verified.len(), opened.signatures.unknown.len()), (2, strangers));
    }
    let specification = parse_note(&good("specification-note.txt")).unwrap();
    assert!(specification.open(&[key("specification.vkey")]).is_ok());
}

#[test]
fn the_good_receipts_prove_their_entry_and_no_other() {
    let entry = fs::read(folder("good").join("receipt.entry")).unwrap();
    for name in ["receipt.tlog-proof", "receipt-with-extra.tlog-proof"] {
        let proof = TlogProof::parse(&good(name)).unwrap();
        assert_eq!(proof.to_string(), good(name));
        let verified = proof.verify(leaf_hash(&entry), &policy()).unwrap();
        assert_eq!((verified.index, verified.trusted.checkpoint.size), (1, 3));
        assert_eq!(verified.trusted.witnesses, ["first"]);
        assert!(proof.verify(leaf_hash(b"entry-2"), &policy()).is_err());
        assert!(proof.verify(leaf_hash(&entry), &Policy::one_log(key("log.vkey"))).is_ok());
        let stranger = Policy::one_log(key("specification.vkey"));
        assert!(proof.verify(leaf_hash(&entry), &stranger).is_err());
    }
}

#[test]
fn the_good_request_is_accepted_by_a_witness_at_two_entries() {
    let request = AddCheckpoint::parse(good("add-checkpoint.txt").as_bytes()).unwrap();
    assert_eq!(request.to_string(), good("add-checkpoint.txt"));
    let known = KnownLog { origin: "ledger.example/log1".to_owned(), keys: vec![key("log.vkey")] };
    let root = crate::merkle::root_of(&[leaf_hash(b"entry-0"), leaf_hash(b"entry-1")]);
    let accepted = decide(&[known], |_| Some((2, root)), &request).unwrap();
    assert_eq!(accepted.checkpoint().size, 3);
}

/// A specification that opens with other bytes than the readers accept would teach a format nobody has.
#[test]
fn each_specification_opens_with_a_frozen_file() {
    let pairs = [
        ("checkpoint.md", "checkpoint.txt"),
        ("proof.md", "receipt.tlog-proof"),
        ("witness.md", "add-checkpoint.txt"),
    ];
    for (page, vector) in pairs {
        let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "..", "docs", "spec", page].iter().collect();
        let page = fs::read_to_string(path).unwrap();
        let (_, block) = page.split_once("```\n").unwrap();
        let (block, _) = block.split_once("```\n").unwrap();
        assert_eq!(block, good(vector), "{vector}");
    }
}
