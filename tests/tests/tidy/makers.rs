//! Who makes what others trust: each degree of trust has its maker, and nobody else writes one.

use super::fail_on;
use super::source::{Source, sources, words};

/// (what makes one, files where it may stand, why)
const MAKERS: [(&str, &[&str], &str); 3] = [
    (
        "AuthorisedEvent::unsigned_fact",
        &["rules/src/engine.rs", "rules/src/decide/review.rs", "rules/src/project/routes.rs"],
        "nobody's authority is asked of a fact: it is never the way into a log",
    ),
    (
        "Entry::new",
        &["api/src/service/sequencer.rs", "api/src/service/found.rs"],
        "an entry is made where a statement gets its position",
    ),
    (
        "Verdict {",
        &["rules/src/decide/", "ledger/src/entry.rs"],
        "a verdict is made by the rules, or read from an entry",
    ),
];

/// Members of a verdict: setting one is making one.
const OF_A_VERDICT: [&str; 8] =
    ["semantics", "packs", "outcome", "codes", "flags", "gge", "checks", "affects"];

#[test]
fn what_others_trust_is_made_in_one_place() {
    let mut findings = Vec::new();
    for source in ["ledger", "rules", "api", "audit-tools"].into_iter().flat_map(sources) {
        for (maker, files, why) in MAKERS {
            let allowed = files.iter().any(|file| source.name.starts_with(file));
            if let Some(at) = makes(&source, maker).filter(|_| !allowed) {
                findings.push(format!("{}:{}: `{maker}` ({why})", source.name, source.line(at)));
            }
        }
        for member in OF_A_VERDICT {
            let set = format!("verdict.{member} = ");
            if let Some(at) = source.code.find(&set).filter(|_| !source.name.starts_with("rules/src/decide/"))
            {
                findings.push(format!(
                    "{}:{}: `{set}` (what was judged stays)",
                    source.name,
                    source.line(at)
                ));
            }
        }
    }
    fail_on(findings, "makers of what others trust");
}

/// Where the maker stands as an expression; a type of the name, or a pattern that takes one apart, makes none.
fn makes(source: &Source, maker: &str) -> Option<usize> {
    let word = maker.split([' ', ':']).next().unwrap_or(maker);
    words(&source.code, word).find(|at| {
        let before = source.code[..*at]
            .trim_end_matches(|c: char| c.is_alphanumeric() || c == '_' || c == ':')
            .trim_end();
        let other = ["struct", "impl", "for", "->", "let"].iter().any(|word| before.ends_with(word));
        source.code[*at..].starts_with(maker) && !other
    })
}
