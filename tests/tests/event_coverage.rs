//! `docs/event-coverage.md`: every event type with the room that judges it, the room that folds it, and its tests.
//!
//! Made from the sources; `AIDLEDGER_BLESS=1` writes it anew. What a room does is tested elsewhere: here nothing may be
//! without a room or without a test, and the table may not tell yesterday's truth.

#![allow(clippy::unwrap_used, reason = "a test stops at whatever it did not expect")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use ledger::event::EventType;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Files below a folder, by path from the root, with their text.
fn files(below: &str, endings: &[&str]) -> Vec<(String, String)> {
    let mut open = vec![root().join(below)];
    let mut found = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if endings.iter().any(|ending| path.to_string_lossy().ends_with(ending)) {
                let name = path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
                found.push((name, std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

/// The word of the type in the sources, such as `AwardGranted`.
fn variant(kind: EventType) -> String {
    format!("{kind:?}")
}

/// Rooms below a folder whose code names the body; the dispatching file stands for what it handles itself.
fn rooms(below: &str, kind: EventType) -> Vec<String> {
    // The directory matches on what a statement changes in it (`event::row::Change`).
    let named = [format!("Body::{}(", variant(kind)), format!("Change::{}(", variant(kind))];
    let names = |text: &str| named.iter().any(|named| text.contains(named.as_str()));
    let all = files(below, &[".rs"]);
    let own = |(name, text): &&(String, String)| !name.ends_with("/mod.rs") && names(text);
    let mut rooms: BTreeSet<String> = all.iter().filter(own).map(|(name, _)| name.clone()).collect();
    // `Body::X(..) => room::function(..)` in the dispatching file.
    for (name, text) in all.iter().filter(|(name, _)| name.ends_with("/mod.rs")) {
        for line in text.lines().filter(|line| names(line)) {
            if let Some((_, called)) = line.split_once("=> ")
                && let Some((room, _)) = called.split_once("::")
                && let Some(file) = name.strip_suffix("mod.rs").map(|folder| format!("{folder}{room}.rs"))
                && all.iter().any(|(other, _)| *other == file)
            {
                rooms.insert(file);
            }
        }
    }
    if rooms.is_empty() {
        let dispatching = |(name, text): &&(String, String)| name.ends_with("/mod.rs") && names(text);
        rooms.extend(all.iter().filter(dispatching).map(|(name, _)| name.clone()));
    }
    rooms.into_iter().collect()
}

/// Tests and cases that name the type.
fn tests_of(kind: EventType, corpus: &[(String, String)]) -> Vec<String> {
    let quoted = format!("\"{}\"", kind.name());
    let wire = kind.wire();
    let variant = format!("Body::{}(", variant(kind));
    let names = |text: &str| text.contains(&quoted) || text.contains(&wire) || text.contains(&variant);
    corpus.iter().filter(|(_, text)| names(text)).map(|(name, _)| name.clone()).collect()
}

fn corpus() -> Vec<(String, String)> {
    let mut corpus = files("tests/tests", &[".rs"]);
    corpus.extend(files("tests/src", &[".rs"]));
    corpus.extend(files("tests/interop", &[".py", ".sh"]));
    corpus.retain(|(name, _)| !name.ends_with("event_coverage.rs"));
    corpus
}

fn table() -> String {
    let corpus = corpus();
    let mut table = String::from(
        "# Event types: who judges them, who folds them, who tests them\n\n\
         Made from the sources by `tests/tests/event_coverage.rs`; do not edit by hand. \"Judged in\" says what the rules find of\n\
         an event, \"folded in\" what it changes for later ones. That each type takes effect somewhere is checked by the\n\
         demonstration's coverage (`aidledger demo`), which a test runs.\n\n\
         | event type | judged in | folded in | tests |\n|---|---|---|---|\n",
    );
    for kind in EventType::ALL {
        let cell = |paths: &[String]| {
            let short = |path: &String| {
                let path = path.trim_start_matches("rules/src/").trim_start_matches("ledger/src/");
                format!("`{}`", path.trim_start_matches("tests/").trim_start_matches("tests/"))
            };
            paths.iter().map(short).collect::<Vec<_>>().join(" ")
        };
        let mut judged = rooms("rules/src/decide", *kind);
        if judged.is_empty() {
            judged = rooms("ledger/src/directory", *kind);
        }
        let mut folded = rooms("rules/src/state/fold", *kind);
        folded.extend(rooms("ledger/src/directory", *kind));
        folded.retain(|path| !path.ends_with("authorise.rs"));
        let tests = tests_of(*kind, &corpus);
        assert!(!judged.is_empty(), "{} has no room", kind.name());
        assert!(!tests.is_empty(), "{} has no test", kind.name());
        writeln!(table, "| `{}` | {} | {} | {} |", kind.name(), cell(&judged), cell(&folded), cell(&tests))
            .unwrap();
    }
    table
}

#[test]
fn the_table_of_event_types_is_true() {
    let path = root().join("docs/event-coverage.md");
    let made = table();
    if std::env::var_os("AIDLEDGER_BLESS").is_some() {
        std::fs::write(&path, &made).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == made, "docs/event-coverage.md is out of date; AIDLEDGER_BLESS=1 writes it anew");
}
