//! Every fault that the readers can name is explained in `docs/errors.md`, and nothing else is.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test stops at the first surprise, with its place"
)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Calls that name a fault, and which of their arguments is the code.
const CALLS: &[(&str, usize)] = &[
    ("faults.push(", 1),
    ("found.push(", 1),
    ("faults.borrow_mut().push(", 1),
    (".fault(", 0),
    ("malformed(", 0),
    ("text_field!(", 1),
    ("read_text(", 4),
];

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn rust_files(dir: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
}

/// The arguments of a call whose opening bracket has just been read: cut at commas outside brackets and strings.
fn arguments(text: &str) -> Vec<String> {
    let (mut arguments, mut argument) = (Vec::new(), String::new());
    let (mut depth, mut in_text, mut escaped) = (0u32, false, false);
    for c in text.chars() {
        match c {
            _ if in_text => {
                in_text = escaped || c != '"';
                escaped = c == '\\' && !escaped;
            }
            '"' => in_text = true,
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' if depth == 0 => break,
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => {
                arguments.push(std::mem::take(&mut argument).trim().to_owned());
                continue;
            }
            _ => {}
        }
        argument.push(c);
    }
    arguments.push(argument.trim().to_owned());
    arguments
}

/// Codes written as literals at the calls; a code handed on in a variable is a literal one call up.
fn codes_in(source: &str) -> BTreeSet<String> {
    let product = source.split("#[cfg(test)]").next().unwrap_or_default();
    let mut codes = BTreeSet::new();
    for (call, position) in CALLS {
        for (at, _) in product.match_indices(call) {
            let arguments = arguments(&product[at + call.len()..]);
            let literal = arguments.get(*position).and_then(|text| text.strip_prefix('"')?.strip_suffix('"'));
            codes.extend(literal.map(str::to_owned));
        }
    }
    // A fault made outside a reader names its members.
    for literal in product.split("Fault {").skip(1).filter_map(|rest| rest.split('}').next()) {
        let code = literal.split("code: \"").nth(1).and_then(|rest| rest.split('"').next());
        codes.extend(code.map(str::to_owned));
    }
    codes
}

/// First columns of the table under the heading "Faults".
fn documented() -> BTreeSet<String> {
    let text = std::fs::read_to_string(repository().join("docs/errors.md")).unwrap();
    let section = text.split("\n## Faults\n").nth(1).expect("docs/errors.md has a section Faults");
    let section = section.split("\n## ").next().unwrap_or_default();
    let first = |line: &str| line.strip_prefix("| `")?.split('`').next().map(str::to_owned);
    section.lines().filter_map(first).collect()
}

#[test]
fn every_fault_is_documented_and_every_documented_fault_exists() {
    let mut files = Vec::new();
    rust_files(&repository().join("ledger/src"), &mut files);
    rust_files(&repository().join("api/src/http"), &mut files);
    let codes: BTreeSet<String> =
        files.iter().flat_map(|path| codes_in(&std::fs::read_to_string(path).unwrap())).collect();
    assert!(codes.len() > 20, "the search finds hardly any: {codes:?}");
    assert_eq!(codes, documented(), "left: in the code; right: in docs/errors.md, section Faults");
}

#[test]
fn the_search_reads_calls_as_they_are_written() {
    let source = r#"faults.push(&at.member("a, b"), "one", format!("x, \"{}\"", y), "h"); self.fault("two", m, "h");
        read_text(json, at, faults, parse, "three", hint); text_field!(T, "four", "h", s); faults.push(at, code, m, h);"#;
    let expected = ["one", "two", "three", "four"].map(str::to_owned);
    assert_eq!(codes_in(source), BTreeSet::from(expected));
}
