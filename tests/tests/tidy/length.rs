//! Ratchets on length: of files, and of functions.

use super::source::{closing, sources, words};
use super::{fail_on, files, read, shown};

#[test]
fn files_stay_small() {
    // Long enough for the longest honest file, too short for a heap.
    const LINES_MAX: usize = 700;
    let folders = ["ledger/src", "rules/src", "api/src", "audit-tools/src", "tests/src", "tests/tests"];
    let long = folders.iter().flat_map(|folder| files(folder, &[".rs"])).filter_map(|path| {
        let lines = read(&path).lines().count();
        // A list of one line a message has no shorter form.
        let is_list = path.ends_with("rules/src/words/say.rs");
        (lines > LINES_MAX && !is_list).then(|| format!("{}: {lines} lines", shown(&path)))
    });
    fail_on(long.collect(), "files over the limit");
}

/// A function fits a screen.
const FUNCTION_LINES_MAX: usize = 60;

/// Functions over the limit, with the lines they may have: they may shrink, not grow, and no other joins them.
const LONG: &[(&str, usize)] = &[
    ("ledger/src/store/examine.rs examine", 65),
    ("api/src/command/serve.rs serve", 67),
    // One row per event type.
    ("rules/src/statement/mod.rs of", 80),
    ("api/src/service/open.rs run", 71),
    // One row per route.
    ("api/src/http/openapi.rs described", 69),
    ("ledger/src/event/row.rs row", 88),
    ("api/src/import/tam/row.rs map", 78),
];

#[test]
fn functions_stay_small() {
    let mut found = Vec::new();
    for source in ["ledger", "rules", "api", "audit-tools"].into_iter().flat_map(sources) {
        for at in words(&source.code, "fn") {
            let after = source.code[at + 2..].trim_start();
            let name: String = after.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            let Some(end) = body_end(&source.code, at).filter(|_| !name.is_empty()) else { continue };
            let lines = source.line(end) - source.line(at) + 1;
            if lines > FUNCTION_LINES_MAX {
                found.push((format!("{} {name}", source.name), lines));
            }
        }
    }
    let allowed = |name: &str| {
        LONG.iter().find(|(long, _)| *long == name).map_or(FUNCTION_LINES_MAX, |(_, lines)| *lines)
    };
    let mut findings: Vec<String> = found
        .iter()
        .filter(|(name, lines)| *lines > allowed(name))
        .map(|(name, lines)| format!("(\"{name}\", {lines}),"))
        .collect();
    let stale =
        LONG.iter().filter(|(long, lines)| found.iter().all(|(name, now)| name != long || now < lines));
    findings.extend(stale.map(|(name, lines)| {
        format!("{name} has less than {lines} lines now: write the new number, or take it out")
    }));
    fail_on(findings, "functions over the limit (a function fits a screen)");
}

/// Where the body of the function at `at` ends; `None` where it has none.
fn body_end(code: &str, at: usize) -> Option<usize> {
    let mut from = at;
    loop {
        let next = from + code[from..].find(['{', '(', '[', ';'])?;
        match &code[next..=next] {
            "{" => return Some(closing(code, next)),
            ";" => return None,
            _ => from = closing(code, next) + 1,
        }
    }
}
