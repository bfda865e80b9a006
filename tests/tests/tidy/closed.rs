//! Matches on closed lists name every word: a new event type, code, flag or outcome must visit everybody who decides by it.

use super::fail_on;
use super::source::{Source, closing, sources, words};

/// Types whose matches may not end in `_`.
const CLOSED: [&str; 21] = [
    "Body",
    "EventType",
    "Code",
    "Flag",
    "Outcome",
    "Change",
    "Grants",
    "Own",
    "Signers",
    "Statement",
    "AwardStatement",
    "GroupStatement",
    "FactStatement",
    "NewAward",
    "Lessening",
    "Governance",
    "Directory",
    "Freeing",
    "Dispute",
    "Recovery",
    "Deed",
];
/// (file, why its catch-all may stand)
const OPEN: [(&str, &str); 1] = [(
    "rules/src/audit/facts.rs",
    "where nothing is assumed for an unsigned statement, what is missing is named as a fault",
)];
/// Types of which not even a question may be asked by a list: a new one would be answered "no" unseen. Of codes, flags and
/// outcomes it may: what is not listed there is the plain case, of which the caller says no more.
const NEVER_LISTED: [&str; 2] = ["Body", "EventType"];

/// One arm: its pattern without guard, and whether it had one.
struct Arm {
    at: usize,
    pattern: String,
    guarded: bool,
}

#[test]
fn no_match_on_a_closed_list_has_a_catch_all() {
    let open = |source: &Source| OPEN.iter().any(|(file, _)| *file == source.name);
    let sources = ["ledger", "rules"].into_iter().flat_map(sources).filter(|source| !open(source));
    let findings = sources.flat_map(|source| catch_alls(&source)).collect();
    fail_on(findings, "catch-all arms in matches on event types, codes, flags, outcomes");
}

fn catch_alls(source: &Source) -> Vec<String> {
    let mut findings = Vec::new();
    for at in words(&source.code, "match") {
        let Some(arms) = arms(&source.code, at) else { continue };
        let closed = closed_at(source, at);
        let (named, other): (Vec<&Arm>, Vec<&Arm>) =
            arms.iter().partition(|arm| names(&arm.pattern, &closed));
        let shapes: Vec<String> = named.iter().map(|arm| shape(&arm.pattern, &closed)).collect();
        let catches = |arm: &&&Arm| {
            let shape = shape(&arm.pattern, &closed);
            !arm.guarded && shapes.iter().any(|closed| covers(&shape, closed))
        };
        findings.extend(other.iter().filter(catches).map(|arm| {
            let line = source.line(arm.at);
            format!("{}:{line}: `{} =>` stands for every type that is yet to come", source.name, arm.pattern)
        }));
    }
    findings
}

#[test]
fn a_catch_all_is_seen_in_whatever_form() {
    let found = |arms: &str| {
        let code = format!("impl Code {{\n fn f(self) {{ match x {{ {arms} }} }}\n}}");
        !catch_alls(&Source { name: String::new(), module: Vec::new(), code: format!("\n{code}") }).is_empty()
    };
    for caught in [
        "Body::KeyAdded(key) => 1, _ => 2",
        "Body::KeyAdded(key) => { one() } body => 2,",
        "Some(Flag::OverCeiling | Flag::Uncounted) => 1, Some(_) => 2, None => 3",
        "(Outcome::Admitted, Some(gge)) => 1, (_, _) => 2",
        "Self::NotYours => 1, #[cold] other => match y { _ => 3 }",
        "&Body::KeyAdded(ref key) if key.strong() => 1, & _ => 2",
    ] {
        assert!(found(caught), "{caught}");
    }
    for fine in [
        "Body::KeyAdded(_) | Body::KeyRevoked(_) => 1, Body::AwardSet(set) => 2",
        "(Outcome::Admitted, _) => 1, (Outcome::Refused, gge) => 2",
        "(Outcome::Admitted, Some(gge)) => 1, (_, None) => 2",
        "Some(Flag::OverCeiling) => 1, Some(Flag::Uncounted) => 2, None => 3",
        "Colour::Red => Code::NotYours, _ => Code::NoMandate",
        "Body::AwardSet(set) => match set.len() { 1 => 2, _ => 3 }",
    ] {
        assert!(!found(fine), "{fine}");
    }
}

#[test]
fn no_list_of_event_types_stands_in_a_matches() {
    let mut findings = Vec::new();
    for source in ["ledger", "rules"].into_iter().flat_map(sources) {
        for at in words(&source.code, "matches") {
            let rest = &source.code[at..];
            if !rest.starts_with("matches!(") {
                continue;
            }
            let inner = &source.code[at..closing(&source.code, at + "matches!".len())];
            if NEVER_LISTED.iter().any(|name| inner.contains(&format!("{name}::"))) {
                findings.push(format!("{}:{}: ask by a match, or of the row", source.name, source.line(at)));
            }
        }
    }
    fail_on(findings, "`matches!` on event types");
}

/// The closed types as patterns name them at a place: inside `impl Code`, `Self` is one too.
fn closed_at(source: &Source, at: usize) -> Vec<&'static str> {
    let mut closed = CLOSED.to_vec();
    let block = source.code[..at].rfind("\nimpl").map_or("", |start| &source.code[start..at]);
    let head = block.split('{').next().unwrap_or("");
    let of = head.rsplit(' ').find(|word| !word.is_empty()).unwrap_or("");
    if CLOSED.contains(&of.split('<').next().unwrap_or(of)) {
        closed.push("Self");
    }
    closed
}

fn names(pattern: &str, closed: &[&str]) -> bool {
    closed.iter().any(|name| words(pattern, name).any(|at| pattern[at + name.len()..].starts_with("::")))
}

/// The arms of the match that begins at `at`; `None` where the word is no match.
fn arms(code: &str, at: usize) -> Option<Vec<Arm>> {
    let mut open = at + "match".len();
    loop {
        let next = open + code[open..].find(['{', '(', '[', ';', '}'])?;
        match &code[next..=next] {
            "{" => break open = next,
            "(" | "[" => open = closing(code, next) + 1,
            _ => return None,
        }
    }
    let end = closing(code, open);
    let mut arms = Vec::new();
    let mut rest = open + 1;
    while let Some((arrow, start)) = arrow(code, rest, end) {
        let text = code[start..arrow].split_whitespace().collect::<Vec<_>>().join(" ");
        let (pattern, guarded) = match text.split_once(" if ") {
            Some((pattern, _)) => (pattern.to_owned(), true),
            None => (text, false),
        };
        arms.push(Arm { at: start, pattern: pattern.trim_start_matches("| ").to_owned(), guarded });
        rest = after_arm(code, arrow + 2, end);
    }
    Some(arms)
}

/// The next `=>` outside brackets, and where its pattern begins.
fn arrow(code: &str, from: usize, end: usize) -> Option<(usize, usize)> {
    let mut start = from + code[from..end].find(|c: char| !c.is_whitespace() && c != ',')?;
    if code[start..].starts_with("#[") {
        start = closing(code, start + 1) + 1;
        start += code[start..end].find(|c: char| !c.is_whitespace())?;
    }
    let mut at = start;
    while at < end {
        match code.as_bytes()[at] {
            b'(' | b'[' | b'{' => at = closing(code, at),
            b'=' if code[at..].starts_with("=>") => return Some((at, start)),
            _ => {}
        }
        at += 1;
    }
    None
}

/// Past the expression of an arm.
fn after_arm(code: &str, from: usize, end: usize) -> usize {
    let start = from + code[from..end].find(|c: char| !c.is_whitespace()).unwrap_or(0);
    if code[start..].starts_with('{') {
        return closing(code, start) + 1;
    }
    let mut at = start;
    while at < end && code.as_bytes()[at] != b',' {
        if [b'(', b'[', b'{'].contains(&code.as_bytes()[at]) {
            at = closing(code, at);
        }
        at += 1;
    }
    at
}

/// A pattern with `#` for a closed type and `_` for a name: `Some(Body::KeyAdded(key))` is `Some(#)`, `Some(other)` is `Some(_)`.
fn shape(pattern: &str, closed: &[&str]) -> String {
    let mut out = String::new();
    let mut at = 0;
    let part = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    while at < pattern.len() {
        let rest = &pattern[at..];
        let end = rest.find(|c: char| !part(c)).unwrap_or(rest.len());
        if end == 0 {
            let first = rest.chars().next().unwrap_or(' ');
            if !first.is_whitespace() && first != '&' {
                out.push(first);
            }
            at += first.len_utf8();
            continue;
        }
        let path = &rest[..end];
        at += end;
        let is_closed = closed.iter().any(|name| path.split("::").any(|part| part == *name));
        let is_name = !path.contains("::") && path.starts_with(|c: char| c.is_lowercase() || c == '_');
        if ["ref", "mut"].contains(&path) {
            continue;
        }
        if is_closed && pattern[at..].trim_start().starts_with(['(', '{']) {
            at = closing(pattern, at + pattern[at..].find(['(', '{']).unwrap_or(0)) + 1;
        }
        out.push_str(if is_closed {
            "#"
        } else if is_name {
            "_"
        } else {
            path
        });
    }
    while ["#|#", "_@_", "_@#"].iter().any(|twice| out.contains(twice)) {
        out = out.replace("#|#", "#").replace("_@", "");
    }
    out
}

/// Whether the shape of an arm fits everything that a named one fits, with `_` where the other names a closed type.
fn covers(mut arm: &str, mut named: &str) -> bool {
    let part = |text: &str| {
        let mut depth = 0_usize;
        let end = text.find(|c: char| {
            let ends = depth == 0 && [',', ')', '}', ']', '|'].contains(&c);
            match c {
                '(' | '{' | '[' => depth += 1,
                ')' | '}' | ']' => depth = depth.saturating_sub(1),
                _ => {}
            }
            ends
        });
        end.unwrap_or(text.len())
    };
    let mut hides = false;
    while !arm.is_empty() && !named.is_empty() {
        let (of_arm, of_named) = if arm.starts_with('_') {
            (1, part(named))
        } else if named.starts_with(['_', '#']) {
            (part(arm), 1)
        } else if arm.as_bytes()[0] == named.as_bytes()[0] {
            (1, 1)
        } else {
            return false;
        };
        hides |= arm.starts_with('_') && named[..of_named].contains('#');
        (arm, named) = (&arm[of_arm..], &named[of_named..]);
    }
    hides && arm.is_empty() && named.is_empty()
}
