//! `docs/event-coverage.md`: every event type with the room that judges it, the room that folds it, and its tests.
//!
//! Made from the sources; `AIDLEDGER_BLESS=1` writes it anew. What a room does is tested elsewhere: here nothing may be
//! without a room or without a test, and the table may not tell yesterday's truth.

#![allow(
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test stops at whatever it did not expect"
)]

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

/// A type as the families have it: its row in `rules/src/statement/mod.rs`, and the words by which rooms match on it.
struct Row {
    /// The family, such as `Award`.
    family: String,
    /// The arms that take it, the most telling first, such as `NewAward::Granted(` and `AwardStatement::New(`.
    arms: Vec<String>,
}

fn row(kind: EventType) -> Row {
    let text = std::fs::read_to_string(root().join("rules/src/statement/mod.rs")).unwrap();
    let named = format!("Body::{}(", variant(kind));
    let line =
        text.lines().find(|line| line.contains(&named)).unwrap_or_else(|| panic!("{named} has no row"));
    // The rows of the directory have a short form.
    let line = line.replace("=> directory(", "=> Self::Governance(Governance::Directory(");
    let (_, family) = line.split_once("=> Self::").unwrap();
    let (family, inner) = family.split_once('(').unwrap();
    let mut arms = Vec::new();
    let mut rest = inner;
    while let Some((word, after)) = rest.split_once('(') {
        // The rows of three families are written with an alias.
        let word = match word.split_once("::") {
            Some((alias @ ("Award" | "Group" | "Fact"), variant)) => format!("{alias}Statement::{variant}"),
            _ => word.trim_start_matches('&').to_owned(),
        };
        arms.push(word);
        rest = after;
    }
    arms.extend(
        rest.split_once("Fact::")
            .map(|(_, variant)| format!("FactStatement::{}", variant.trim_end_matches([')', ',']))),
    );
    arms.retain(|arm| arm.contains("::"));
    // `Fact::recovery(..)` makes the one variant for four types.
    let arms = arms.into_iter().rev().map(|arm| arm.replace("::recovery", "::RecoveryStep")).collect();
    Row { family: family.to_owned(), arms }
}

/// What the arms that begin with a word lead to.
fn lead_to<'a>(text: &'a str, word: &str) -> Vec<&'a str> {
    let arms = text.match_indices(word).map(|(at, _)| &text[at + word.len()..]);
    let whole = arms.filter(|rest| rest.chars().next().is_some_and(|next| !next.is_alphanumeric()));
    let after = whole.filter_map(|rest| rest.split_once("=>").map(|(_, after)| after));
    after.map(|after| after.trim_start().trim_start_matches('{').trim_start()).collect()
}

fn leads_to<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    lead_to(text, word).first().copied()
}

/// The files that judge a type: where `decide` hands it, and hindsight where it may push others over.
fn judged_in(kind: EventType) -> Vec<String> {
    let Row { family, arms } = row(kind);
    let sources = files("rules/src/decide", &[".rs"]);
    let dispatch = &sources.iter().find(|(name, _)| name.ends_with("decide/mod.rs")).unwrap().1;
    let called = arms.iter().find_map(|arm| leads_to(dispatch, arm));
    let called = called.or_else(|| leads_to(dispatch, &format!("Statement::{family}"))).unwrap();
    let room = called.split_once("::").filter(|(room, _)| room.chars().all(|c| c.is_ascii_lowercase()));
    let mut found = vec![format!("rules/src/decide/{}.rs", room.map_or("mod", |(room, _)| room))];
    let arms: Vec<String> = arms
        .into_iter()
        .chain([format!("Body::{}", variant(kind)), format!("Statement::{family}")])
        .collect();
    for (name, text) in sources.iter().filter(|(name, _)| name.contains("decide/hindsight")) {
        let concerned = |concern: &str| !concern.starts_with("None") && !concern.starts_with("verdict");
        // The most telling arm says it; the arm of the family only hands on.
        let led = arms.iter().map(|arm| lead_to(text, arm)).find(|led| !led.is_empty());
        if led.unwrap_or_default().into_iter().any(concerned) {
            found.push(name.clone());
        }
    }
    found
}

/// The files that fold a type in: none where nothing turns on it.
fn folded_in(kind: EventType) -> Vec<String> {
    let Row { family, arms } = row(kind);
    let sources = files("rules/src/fold", &[".rs"]);
    let arms = arms.into_iter().chain([format!("Statement::{family}")]);
    let found: Vec<(String, String)> = arms
        .flat_map(|arm| {
            let of = |(name, text): &(String, String)| Some((name.clone(), leads_to(text, &arm)?.to_owned()));
            sources.iter().filter_map(of).collect::<Vec<_>>()
        })
        .collect();
    let (name, does) = found.first().unwrap_or_else(|| panic!("{} is folded nowhere", kind.name()));
    if does.starts_with("self.directory") {
        // The directory matches on the type, or on what it changes there.
        let own = ["Body", "Change"].map(|list| format!("{list}::{}(", variant(kind)));
        let effects = files("ledger/src/directory", &["effects.rs"]);
        return effects
            .into_iter()
            .filter(|(_, text)| own.iter().any(|own| text.contains(own.as_str())))
            .map(|(name, _)| name)
            .collect();
    }
    if does.starts_with('}') { Vec::new() } else { vec![name.clone()] }
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
        let (judged, folded) = (judged_in(*kind), folded_in(*kind));
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
