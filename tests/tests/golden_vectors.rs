//! The frozen artefacts under `tests/vectors/` against the readers: what must be accepted and what must be refused, with
//! the answer. `AIDLEDGER_BLESS=1` writes the files anew.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test stops at the first surprise, with its place"
)]

use aidledger_tests::vectors::{Vector, entries, frozen, submissions};
use ledger::entry::{Entry, EntryError};
use ledger::event::template::LEDGER_PLACEHOLDER;
use ledger::submission::{CheckError, PublicKey, SignatureChecked, Submission};

fn check(vector: &Vector) -> Result<SignatureChecked, CheckError> {
    let key =
        PublicKey::from_x(vector.key.as_ref().expect("a submission names its key")).expect("a sound key");
    let read = Submission(&vector.bytes).read()?;
    // Entry 0 names no ledger and is addressed to the one it founds.
    let addressed = if read.event().ledger.is_none() { read } else { read.addressed_to(LEDGER_PLACEHOLDER)? };
    addressed.verify(&key)
}

fn answer(vector: &Vector) -> Vec<String> {
    match check(vector) {
        Ok(_) => vec!["ok".to_owned()],
        Err(CheckError::TooLarge(_)) => vec!["too_large".to_owned()],
        Err(CheckError::WrongLedger(_)) => vec!["wrong_ledger".to_owned()],
        Err(CheckError::BadSignature(_)) => vec!["bad_signature".to_owned()],
        Err(CheckError::Malformed(faults)) => {
            faults.iter().map(|f| format!("fault {} {}", f.code, f.pointer).trim_end().to_owned()).collect()
        }
    }
}

fn assert_answers(folder: &str, made: &[Vector], answer: impl Fn(&Vector) -> Vec<String>) {
    let differences: Vec<String> = frozen(folder, made)
        .iter()
        .filter(|vector| answer(vector) != vector.expect)
        .map(|vector| format!("{}: expected {:?}, got {:?}", vector.name, vector.expect, answer(vector)))
        .collect();
    assert!(differences.is_empty(), "{folder}:\n{}", differences.join("\n"));
}

#[test]
fn good_submissions_are_accepted() {
    assert_answers("submission/good", &submissions::good(), answer);
}

#[test]
fn bad_submissions_are_refused_with_the_answer_in_the_file() {
    assert_answers("submission/bad", &submissions::bad(), answer);
}

fn entry_answer(vector: &Vector) -> Vec<String> {
    let answer = match Entry::decode(&vector.bytes) {
        Ok(entry) => {
            assert_eq!(entry.encode().as_deref(), Ok(vector.bytes.as_slice()), "{}", vector.name);
            "ok".to_owned()
        }
        Err(EntryError::TooLong(_)) => "too_long".to_owned(),
        Err(EntryError::TooMany(what)) => format!("too_many {what}"),
        Err(EntryError::NotCanonical(at)) => format!("not_canonical {at}"),
        Err(EntryError::Form(faults)) => {
            let first = faults.first().expect("a refusal names a fault");
            format!("fault {} {}", first.code, first.pointer).trim_end().to_owned()
        }
    };
    vec![answer]
}

#[test]
fn good_entries_decode_and_encode_to_the_same_bytes() {
    assert_answers("entry/good", &entries::good(), entry_answer);
}

#[test]
fn bad_entries_are_unsound_where_the_file_says() {
    assert_answers("entry/bad", &entries::bad(), entry_answer);
}

/// The first fenced block of a specification.
fn first_block(file: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/spec").join(file);
    let text = std::fs::read_to_string(&path).unwrap();
    text.split("```\n").nth(1).expect("a specification starts with real bytes").trim_end().to_owned()
}

#[test]
fn specifications_start_with_frozen_bytes() {
    let find = |folder: &str, name: &str| {
        let vector = frozen(folder, &[]).into_iter().find(|vector| vector.name == name).expect("a vector");
        String::from_utf8(vector.bytes).unwrap()
    };
    assert_eq!(first_block("envelope.md"), find("submission/good", "award.released"));
    assert_eq!(first_block("entry.md"), find("entry/good", "worked-example"));
    for line in first_block("ids.md").lines() {
        let (spelling, handle) = line.split_once(" -> ").expect("spelling -> handle");
        let id: ledger::ids::UndertakingId = spelling.trim().parse().unwrap();
        assert_eq!(id.as_str(), handle, "{line}");
    }
}
