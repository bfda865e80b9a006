//! Every numbered sentence of `docs/spec/rules.md` has one mutation in `tests/mutations`, and each still finds its place in the
//! code; the table of what found them names them all. Nothing is built here: `tests/mutations/run` does that.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops at whatever it did not expect"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use toml_edit::{Document, Item, Table};

/// The section "Outcomes", which has no numbers: the order of codes and what defers; what a refused or deferred verdict keeps.
const OUTCOMES: [&str; 2] = ["O1", "O2"];

struct Mutation {
    sentence: String,
    breaks: String,
    file: String,
    from: String,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn sentences() -> BTreeSet<String> {
    let text = read("docs/spec/rules.md");
    let numbered = text.lines().filter_map(|line| line.strip_prefix("- **")?.split("**").next());
    let is_number = |name: &&str| name.get(1..).is_some_and(|rest| rest.parse::<u32>().is_ok());
    numbered.filter(is_number).chain(OUTCOMES).map(str::to_owned).collect()
}

fn mutation(table: &Table) -> Mutation {
    let text = |key: &str| table.get(key).and_then(Item::as_str).map(str::to_owned);
    let sentence = text("sentence").unwrap_or_else(|| panic!("a mutation without its sentence"));
    let needed = |key: &str| text(key).unwrap_or_else(|| panic!("{sentence}: no `{key}`"));
    let leaves_out = match text("kind").as_deref() {
        None | Some("block") => false,
        Some("statement") => true,
        Some(other) => panic!("{sentence}: `{other}` is no kind"),
    };
    assert_eq!(text("to").is_none(), leaves_out, "{sentence}: `to` stands where nothing is left out");
    let (breaks, file, from) = (needed("breaks"), needed("file"), needed("from"));
    Mutation { sentence, breaks, file, from }
}

fn mutations() -> Vec<Mutation> {
    let folder = std::fs::read_dir(root().join("tests/mutations")).unwrap();
    let mut paths: Vec<PathBuf> = folder.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "toml"));
    let mut found = Vec::new();
    for path in paths {
        let text = std::fs::read_to_string(&path).unwrap();
        let tables = Document::parse(text.as_str()).unwrap_or_else(|bad| panic!("{}: {bad}", path.display()));
        let listed = tables.get("mutation").and_then(Item::as_array_of_tables).unwrap();
        let section = path.file_stem().unwrap().to_string_lossy().to_uppercase();
        for one in listed.iter().map(mutation) {
            assert!(one.sentence.starts_with(&section), "{} in {}", one.sentence, path.display());
            found.push(one);
        }
    }
    found
}

#[test]
fn every_sentence_is_broken_once() {
    let mut broken: BTreeMap<String, usize> = BTreeMap::new();
    for one in mutations() {
        *broken.entry(one.sentence).or_default() += 1;
    }
    let wanted: BTreeMap<String, usize> = sentences().into_iter().map(|sentence| (sentence, 1)).collect();
    assert!(wanted.len() > 100, "{wanted:?}");
    assert_eq!(broken, wanted);
}

#[test]
fn each_mutation_finds_its_place_in_the_code() {
    for Mutation { sentence, file, from, .. } in mutations() {
        assert!(file.starts_with("rules/src/") || file.starts_with("ledger/src/"), "{sentence}: {file}");
        let text = read(&file);
        let times = text.matches(from.as_str()).count();
        assert_eq!(times, 1, "{sentence}: its text stands {times} times in {file}:\n{from}");
        let tests = text.find("#[cfg(test)]\nmod tests {").unwrap_or(text.len());
        assert!(text.find(from.as_str()).unwrap() < tests, "{sentence}: it breaks a test of {file}");
    }
}

#[test]
fn the_table_names_every_mutation_and_the_test_that_found_it() {
    let table = read("docs/mutations.md");
    for Mutation { sentence, breaks, .. } in mutations() {
        let start = format!("| {sentence} | {} | `", breaks.replace('|', "/"));
        let rows = table.lines().filter(|line| line.starts_with(&start)).count();
        assert_eq!(rows, 1, "{sentence}: tests/mutations/run --only {sentence} --write");
    }
}
