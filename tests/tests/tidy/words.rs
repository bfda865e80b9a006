//! Rooms that speak to people hold no sentence: what they say is a message of the catalogue (`rules::words`).

use super::source::{closing, literals, words};
use super::{fail_on, files, read, shown};

/// Where judgements, answers, pages and reports are made.
const SPEAKING: &[&str] = &[
    "rules/src/audit",
    "rules/src/decide",
    "rules/src/explain",
    "rules/src/fold",
    "rules/src/limit",
    "rules/src/project",
    "rules/src/state",
    "rules/src/statement",
    "rules/src/value",
    "rules/src/words",
    "api/src/http",
    "audit-tools/src",
];
/// Of these, where nothing but what people read is made: a label of one word is told there too.
const PAGES: &[&str] =
    &["rules/src/audit/text.rs", "api/src/http/html.rs", "api/src/http/pages.rs", "audit-tools/src/html.rs"];
/// (file or folder, why it speaks English)
const ENGLISH: &[(&str, &str)] = &[
    ("api/src/http/access.rs", "the interface's own description, one document in English"),
    ("api/src/http/openapi.rs", "the interface's own description, one document in English"),
    ("api/src/http/health.rs", "metrics, for whoever runs the server"),
    ("api/src/http/parameter.rs", "faults of a request, in the words of whoever reads it"),
    ("api/src/http/tongue.rs", "faults of a request, in the words of whoever reads it"),
    ("rules/src/words/number.rs", "the months of each language, where dates are written"),
    ("rules/src/audit/facts.rs", "faults of a line of facts, in the words of whoever reads it"),
    ("audit-tools/src/command", "the commands: their help, and what keeps them from running"),
    ("audit-tools/src/args.rs", "the commands: their help, and what keeps them from running"),
    ("audit-tools/src/cli.rs", "the commands: their help, and what keeps them from running"),
    ("audit-tools/src/failure.rs", "the commands: their help, and what keeps them from running"),
    ("audit-tools/src/http.rs", "the commands: their help, and what keeps them from running"),
    ("audit-tools/src/output.rs", "the commands: their help, and what keeps them from running"),
    ("audit-tools/src/source.rs", "the commands: their help, and what keeps them from running"),
    ("audit-tools/src/state.rs", "the commands: their help, and what keeps them from running"),
];
/// (part of a text, why it may stand)
const STANDING: &[(&str, &str)] = &[
    ("aid-audit verify {url}", "two commands to copy"),
    ("write NID:<country>:<number>", "the hint of a fault"),
    ("a hosting entity says what it asks for", "the message of a fault"),
    ("no such event type", "the message of a fault"),
    ("write en, fr, de or pl", "the hint of a fault"),
    ("an award of which party?", "the message of a fault"),
    ("write party/local", "the hint of a fault"),
    ("the body did not arrive whole", "the message of a fault"),
    ("send it again", "the hint of a fault"),
    ("<style>body", "what looks how"),
    ("run `aidledger pack check` on the folder", "the hint of a fault"),
    ("not exactly one host", "the message of a fault"),
    ("send one Host header", "the hint of a fault"),
];
/// Calls whose texts are for whoever runs or writes the program.
const FOR_OPERATORS: &[&str] = &[
    "error!",
    "warn!",
    "info!",
    "debug!",
    "assert!",
    "assert_eq!",
    "debug_assert!",
    "debug_assert_eq!",
    "register",
];

#[test]
fn what_people_read_stands_in_the_catalogue() {
    let (mut findings, mut used) = (Vec::new(), std::collections::BTreeSet::new());
    let paths = SPEAKING.iter().flat_map(|room| files(room, &[".rs"]));
    let mut seen = 0;
    for path in paths.filter(|path| !shown(path).ends_with("tests.rs") && !shown(path).contains("/tests/")) {
        let name = shown(&path);
        seen += 1;
        if let Some((part, _)) = ENGLISH.iter().find(|(part, _)| name.starts_with(part)) {
            used.insert(*part);
            continue;
        }
        for (line, text) in sentences(&read(&path), PAGES.contains(&name.as_str())) {
            match STANDING.iter().find(|(part, _)| text.contains(part)) {
                Some((part, _)) => drop(used.insert(part)),
                None => findings.push(format!("{name}:{line}: {text:?}")),
            }
        }
    }
    assert!(seen > 100, "{seen} files");
    fail_on(
        findings,
        "English in Rust; make it a message: a line in words/say.rs and a text in each catalogue",
    );
    let idle = ENGLISH.iter().chain(STANDING).filter(|(part, _)| !used.contains(part));
    fail_on(
        idle.map(|(part, why)| format!("{part} ({why})")).collect(),
        "allowed here and not there any more",
    );
}

/// Texts of production code that speak to people, each with its line.
fn sentences(text: &str, page: bool) -> Vec<(usize, String)> {
    let (code, literals) = literals(text);
    let mut quiet: Vec<std::ops::Range<usize>> = Vec::new();
    // Attributes: what an error displays, a reason for the compiler, a parameter's name.
    quiet.extend(code.match_indices("#[").map(|(at, _)| at..closing(&code, at + 1)));
    for call in FOR_OPERATORS {
        let word = call.trim_end_matches('!');
        let opens = words(&code, word).filter_map(|at| {
            let after = at + call.len();
            (code[at..].starts_with(call) && code[after..].starts_with('(')).then_some(after)
        });
        quiet.extend(opens.map(|open| open..closing(&code, open)));
    }
    let loud = |at: usize| quiet.iter().all(|range| !range.contains(&at));
    let spoken = literals.into_iter().filter(|(at, literal)| loud(*at) && speaks(literal, page));
    spoken.map(|(at, literal)| (text[..at].matches('\n').count() + 1, literal)).collect()
}

/// Whether a text is a sentence: three words in a row. On a page any word does that stands outside tags, if it stands alone
/// or begins with a capital.
fn speaks(literal: &str, page: bool) -> bool {
    let plain = without(&without(&literal.replace("\\\"", "'").replace("\\n", " "), '<', '>'), '{', '}');
    let word = |word: &str| {
        let word = word.trim_matches(|c: char| ",.;:()'!?".contains(c));
        word.len() >= 2 && word.chars().all(|c| c.is_alphabetic() || c == '\'')
            || matches!(word, "a" | "A" | "I")
    };
    let (mut row, mut longest) = (0, 0);
    for token in plain.split_whitespace() {
        row = if word(token) { row + 1 } else { 0 };
        longest = longest.max(row);
    }
    let label = || {
        let tagged = literal.contains('<');
        plain.split_whitespace().any(|token| word(token) && (tagged || token.starts_with(char::is_uppercase)))
    };
    longest >= 3 || page && (longest >= 2 || label())
}

/// A text without what stands between two characters.
fn without(text: &str, open: char, close: char) -> String {
    let mut depth = 0_usize;
    let mut out = String::new();
    for c in text.chars() {
        if c == open {
            depth += 1;
        }
        if depth == 0 {
            out.push(c);
        }
        if c == close {
            depth = depth.saturating_sub(1);
        }
    }
    out
}

#[test]
fn the_scan_sees_what_it_is_for() {
    for bad in [
        r#"Problem::new("x", "the token opens nothing here")"#,
        r#"format!("at most {} bytes are taken", 3)"#,
        r#"("too_large", 413, "The body is too large")"#,
    ] {
        assert_eq!(sentences(bad, false).len(), 1, "{bad}");
    }
    for bad in [
        r#"("Bypasses of the check", &report.bypasses)"#,
        r#"("Source", source)"#,
        r#""<h2>Why</h2>\n{}""#,
        r#"writeln!(out, "pinned by {pinned}")"#,
        r#""<tr><td>on</td>""#,
    ] {
        assert_eq!(sentences(bad, true).len(), 1, "{bad}");
    }
    for good in [
        r#"step("own-sum", say::own_sum())"#,
        r#"tracing::error!(%error, "the record of looks can't be read")"#,
        r#"#[error("the disk is full now")] Full,"#,
        r##"let html = "<div class=\"a b c\"><p>{x}</p></div>";"##,
        "// the body is too large\nlet x = 1;",
        "#[cfg(test)]\nmod tests { const A: &str = \"three words here\"; }",
    ] {
        assert!(sentences(good, true).is_empty(), "{good}: {:?}", sentences(good, true));
    }
}
