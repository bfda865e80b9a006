//! Frozen artefacts under `tests/vectors/`: how such a file is read, and the keys and edits they are made with.
//!
//! A vector is one file: lines `name: value`, an empty line, then the exact bytes up to the end of the file, without a
//! final line break. `what` says in words what is in it; each `expect` is one part of the expected answer.
//! `AIDLEDGER_BLESS=1` writes the files anew from the tables here; after a release a changed byte is a broken promise.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a harness stops at the first surprise, with its place"
)]

pub mod entries;
pub mod payload_cases;
pub mod submissions;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use ledger::event::EventType;
use ledger::event::template::template;
use ledger::submission::SecretKey;

/// One frozen artefact with what is expected of its reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vector {
    /// File name without folder and ending.
    pub name: String,
    /// What is in it, in words.
    pub what: String,
    /// Public key (JWK coordinate `x`) to check it with, where it is signed.
    pub key: Option<String>,
    /// What the JSON Schema of its type says of the payload, `accepts` or `refuses`, where that is certain.
    pub schema: Option<String>,
    /// The answer, part by part.
    pub expect: Vec<String>,
    /// The artefact.
    pub bytes: Vec<u8>,
}

impl Vector {
    /// The bytes of the file.
    #[must_use]
    pub fn to_file(&self) -> Vec<u8> {
        let mut head = format!("what: {}\n", self.what);
        if let Some(key) = &self.key {
            writeln!(head, "key: {key}").unwrap();
        }
        if let Some(schema) = &self.schema {
            writeln!(head, "schema: {schema}").unwrap();
        }
        for expected in &self.expect {
            writeln!(head, "expect: {expected}").unwrap();
        }
        let mut file = head.into_bytes();
        file.push(b'\n');
        file.extend_from_slice(&self.bytes);
        file
    }

    /// Reads the bytes of a file.
    ///
    /// # Panics
    /// Where the file is no vector.
    #[must_use]
    pub fn from_file(name: &str, file: &[u8]) -> Self {
        let end =
            file.windows(2).position(|two| two == b"\n\n").unwrap_or_else(|| panic!("{name}: no empty line"));
        let head = std::str::from_utf8(file.get(..end).unwrap()).unwrap();
        let values = |wanted: &str| {
            let of = |line: &str| {
                line.split_once(": ").filter(|(name, _)| *name == wanted).map(|(_, v)| v.to_owned())
            };
            head.lines().filter_map(of).collect::<Vec<_>>()
        };
        Self {
            name: name.to_owned(),
            what: values("what").pop().unwrap_or_else(|| panic!("{name}: no `what`")),
            key: values("key").pop(),
            schema: values("schema").pop(),
            expect: values("expect"),
            bytes: file.get(end + 2..).unwrap().to_vec(),
        }
    }
}

/// The folder of frozen artefacts.
#[must_use]
pub fn vectors_dir() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors")
}

/// Whether expected files are to be written instead of compared.
#[must_use]
pub fn blessing() -> bool {
    std::env::var_os("AIDLEDGER_BLESS").is_some_and(|value| value == "1")
}

/// All vectors of a folder such as `submission/bad`, by name. When blessing, `made` is written there first.
///
/// # Panics
/// Where the folder cannot be read, or differs from what the tables make.
#[must_use]
pub fn frozen(folder: &str, made: &[Vector]) -> Vec<Vector> {
    let dir = vectors_dir().join(folder);
    if blessing() {
        std::fs::create_dir_all(&dir).unwrap();
        for vector in made {
            std::fs::write(dir.join(format!("{}.txt", vector.name)), vector.to_file()).unwrap();
        }
    }
    let entries = std::fs::read_dir(&dir).unwrap_or_else(|error| panic!("{}: {error}", dir.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let read = |path: &PathBuf| {
        Vector::from_file(&path.file_stem().unwrap().to_string_lossy(), &std::fs::read(path).unwrap())
    };
    let vectors: Vec<Vector> = paths.iter().map(read).collect();
    for vector in made {
        let file = vectors.iter().find(|found| found.name == vector.name);
        assert_eq!(file, Some(vector), "{folder}/{}: file and table differ", vector.name);
    }
    vectors
}

/// A signing key of the vectors: its seed is 32 times the byte `n`, so that anybody can make it. Never use it.
#[must_use]
pub fn test_key(n: u8) -> SecretKey {
    SecretKey::from_seed(&[n; 32])
}

/// The template of a type as compact JSON, members in the order of the file.
///
/// # Panics
/// Never for a template, which is valid JSON.
#[must_use]
pub fn compact_template(event_type: EventType) -> String {
    ledger::json::parse(template(event_type).as_bytes()).unwrap().to_string()
}

/// Puts `to` where `from` stands; it must stand there once, or the case says something else than it means.
///
/// # Panics
/// Where `from` is absent or ambiguous.
#[must_use]
pub fn edited(text: &str, from: &str, to: &str) -> String {
    assert_eq!(text.matches(from).count(), 1, "`{from}` must stand exactly once in {text}");
    text.replacen(from, to, 1)
}
