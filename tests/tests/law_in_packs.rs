//! The law stands in packs: no figure, date or act of it in Rust.
//!
//! What the regulations fix, and what a State or a ledger reads into them, is dated and cited in `rules/packs`. Rust that judges,
//! values or explains holds no number but the small ones of arithmetic and named technical bounds, each with its reason here.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Where nothing is judged by a number of its own: rooms of `rules`, those to come included.
const JUDGING: &[&str] = &[
    "rules/src/calendar.rs",
    "rules/src/decide",
    "rules/src/explain",
    "rules/src/fold",
    "rules/src/limit",
    "rules/src/project",
    "rules/src/size",
    "rules/src/state",
    "rules/src/statement",
    "rules/src/value",
    "rules/src/words",
];

/// Numbers that are no figure of anything: none, one, half, the base of the decimal system, and percent.
const PLAIN: &[&str] = &["0", "1", "2", "10", "100"];

/// Constants that hold another number, each with what bounds it. None of them is in an act.
const BOUNDS: &[(&str, &str)] = &[
    ("CANDIDATE_DAYS_MAX", "how many days are tried in search of one that fits"),
    ("CHECKED_EACH", "at how many positions one sum is held against its awards, in debug builds"),
    ("COMBINATIONS_MAX", "how many combinations of awards are named"),
    ("DAYS_COUNTED", "a day count that an order may name, not the law's"),
    ("DAYS_OF_MONTH", "a day count that an order may name, not the law's"),
    ("DOUBLINGS_MAX", "how often a search doubles its cap"),
    ("SCHEMES_MAX", "how many schemes of one regime are tried"),
    ("DAYS_OF_MONTHS", "a day count that an order may name, not the law's"),
    ("COMMON_FEBRUARY", "the calendar's, not the law's"),
    ("DECIMALS_MAX", "with how many decimals a figure is written"),
    ("FEW", "from how many on sums are kept, or lists are cut"),
    ("GUARD_BITS", "precision of powers"),
    ("LARGEST", "the largest figure that sums of awards stay exact with"),
    ("LEAP_DAY", "the calendar's, not the law's"),
    ("MARCH", "the calendar's, not the law's"),
    ("LAST_OF_FEBRUARY", "the calendar's, not the law's"),
    ("LIST_MAX", "how long a list in an explanation may be"),
    ("LONGEST_RUN", "how many days off may follow on one another"),
    ("LONGEST_SEARCH", "how many days one search may walk"),
    ("MONTHS_OF_YEAR", "the calendar's, not the law's"),
    ("NEAR_DAYS", "how many days are tried in place of all days on which years may end"),
    ("NEW_YEARS_EVE", "the calendar's, not the law's"),
    ("NOMINAL", "a stand-in for an amount, never shown"),
    ("PER_CALENDAR", "how many sums one calendar has"),
    ("PRECISIONS", "precision of powers"),
    ("QUARTER", "the calendar's, not the law's"),
    ("STEPS", "how many days a first guess may be off"),
    ("WAIVABLE_MAX", "how long a list of awards may be"),
    ("WALKED_MAX", "up to how many members a group is walked"),
    ("WINDOWS_MAX", "how many full windows one search may look at"),
];

/// Numbers outside constants, by the code around them.
const TECHNICAL: &[(&str, &str)] = &[
    ("value.scale()).unwrap_or(28)", "the most decimals that a Decimal has"),
    ("let digest: [u8; 32]", "the bytes of a SHA-256"),
    ("[LazyLock<Bundle>; 4]", "how many languages there are"),
    ("tag.chars().take(32)", "how much of a bad language tag is said again"),
    ("left < digits && left % 3 == 0", "digits of a group in writing"),
    ("cells: [&'static str; 4]", "how many languages there are"),
    (".take(16).fold(0, |hash, byte| hash << 8 | u128::from(*byte))", "128 bits of a SHA-256, byte by byte"),
];

/// Where an act may not be named: `rules`, and what of the programs is not made up or foreign (demonstration, benchmark, imports
/// from other registers).
const NAMELESS: &[&str] =
    &["rules/src", "api/src/http", "api/src/service", "api/src/command", "audit-tools/src"];

/// Where acts are named all the same: the grammar of packs, whose hints show examples.
const NAMING: &[&str] = &["rules/src/pack/"];

/// Spellings in which an act or a date is named all the same, with the reason.
const NAMED: &[(&str, &str)] = &[
    (r#"min=\"1990-01-01\" max=\"2199-12-31\""#, "the first and the last day that a ledger can hold"),
    ("const BEGINNING: &str = \"1990-01-01T00:00:00Z\"", "the first day that a ledger can hold"),
    ("const APPLIES_FROM: &str = \"1990-01-01\"", "the first day that a ledger can hold"),
    ("default_value = \"1990-01-01\"", "the first day that a ledger can hold"),
    ("default_value = \"2014-01-01\"", "from when a mandate reaches unless it is said otherwise"),
    ("such as 2026-11-23T10:25:00.000000Z", "an example of how an instant is written"),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Production files below a path: no folder or file of tests.
fn sources(below: &str) -> Vec<(String, String)> {
    let mut open = vec![root().join(below)];
    let mut found = Vec::new();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let name = path.strip_prefix(root()).unwrap().display().to_string();
            if !name.ends_with("/tests.rs") && !name.contains("/tests/") {
                found.push((name, code_of(&fs::read_to_string(&path).unwrap())));
            }
        }
    }
    found.sort();
    found
}

/// Code without its comments and its in-file tests; strings stay.
fn code_of(text: &str) -> String {
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or(text);
    let mut out = String::new();
    let mut within = false;
    let mut chars = code.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '\\' if within => out.extend([Some(char), chars.next()].into_iter().flatten()),
            '"' => {
                within = !within;
                out.push(char);
            }
            // A quotation mark as a character opens no string.
            '\'' if !within && chars.peek() == Some(&'"') => {
                chars.next();
                out.push_str("' ");
            }
            '/' if !within && chars.peek() == Some(&'/') => {
                while chars.peek().is_some_and(|next| *next != '\n') {
                    chars.next();
                }
            }
            _ => out.push(char),
        }
    }
    out
}

/// Code with its strings emptied.
fn unquoted(code: &str) -> String {
    let mut out = String::new();
    let mut within = false;
    let mut chars = code.chars();
    while let Some(char) = chars.next() {
        match char {
            '\\' if within => drop(chars.next()),
            '"' => {
                within = !within;
                out.push(char);
            }
            // Line ends stay, so that lines keep their numbers.
            _ if within && char != '\n' => {}
            _ => out.push(char),
        }
    }
    out
}

/// The numbers of a line of code as they are written, without underscores and type: `300_000_u32` is `300000`.
fn numbers(line: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut last = ' ';
    let mut chars = line.chars().peekable();
    while let Some(char) = chars.next() {
        // A digit in a name, or after the point of a field, begins no number; one after `..` does.
        if char.is_ascii_digit() && !last.is_alphanumeric() && last != '_' && last != '.' {
            let mut number = String::from(char);
            while let Some(next) = chars.next_if(|next| next.is_ascii_digit() || *next == '_') {
                number.push(next);
            }
            found.push(number.replace('_', ""));
            last = '0';
        } else {
            last = if char == '.' && last == '.' { ' ' } else { char };
        }
    }
    found
}

/// The constant that a line of code declares.
fn constant(line: &str) -> Option<&str> {
    let after = line.split_once("const ")?.1;
    let (name, _) = after.split_once(':')?;
    let plain = |char: char| char.is_ascii_uppercase() || char.is_ascii_digit() || char == '_';
    (!name.is_empty() && name.chars().all(plain)).then_some(name)
}

/// Numbers of a file that are neither plain nor a bound, each with its place; what was allowed is noted.
fn figures(name: &str, code: &str, used: &mut BTreeSet<&'static str>) -> Vec<String> {
    let mut findings = Vec::new();
    let mut declared: Option<&'static str> = None;
    for (number, line) in (1..).zip(unquoted(code).lines()) {
        if let Some(constant) = constant(line) {
            declared = BOUNDS.iter().find(|(bound, _)| *bound == constant).map(|(bound, _)| *bound);
        }
        let technical =
            TECHNICAL.iter().find(|(snippet, _)| line.contains(snippet)).map(|(snippet, _)| *snippet);
        for figure in numbers(line).into_iter().filter(|figure| !PLAIN.contains(&figure.as_str())) {
            match declared.or(technical) {
                Some(allowed) => {
                    used.insert(allowed);
                }
                None => findings.push(format!("{name}:{number}: {figure} in `{}`", line.trim())),
            }
        }
        // A constant ends with its statement.
        if line.trim_end().ends_with(';') {
            declared = None;
        }
    }
    findings
}

/// Whether a text names an act by its number, or a day: `2023/2831`, `eu-2023-2831`, `Eu2023_2831`, `32023R2831`, `2024-01-01`.
fn names_law(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digits = |from: usize| bytes.iter().skip(from).take_while(|byte| byte.is_ascii_digit()).count();
    let is = |at: usize, what: &[u8]| bytes.get(at).is_some_and(|byte| what.contains(byte));
    (0..bytes.len()).any(|at| {
        let starts = at == 0 || !bytes[at - 1].is_ascii_digit();
        let year = starts && digits(at) == 4 && matches!(&bytes[at..at + 2], b"19" | b"20" | b"21");
        let act = year && is(at + 4, b"/") && digits(at + 5) >= 2;
        let old_act = starts && digits(at) >= 3 && is(at + digits(at), b"/") && {
            let after = at + digits(at) + 1;
            digits(after) == 4 && matches!(&bytes[after..after + 2], b"19" | b"20")
        };
        let regime = year && is(at + 4, b"-_") && digits(at + 5) >= 3;
        let day = year && is(at + 4, b"-") && digits(at + 5) == 2 && is(at + 7, b"-") && digits(at + 8) == 2;
        let celex = starts && digits(at) == 5 && is(at, b"3") && is(at + 5, b"RLDH") && digits(at + 6) == 4;
        act || old_act || regime || day || celex
    })
}

fn acts(name: &str, code: &str, used: &mut BTreeSet<&'static str>) -> Vec<String> {
    let mut findings = Vec::new();
    for (number, line) in (1..).zip(code.lines()).filter(|(_, line)| names_law(line)) {
        match NAMED.iter().find(|(spelling, _)| line.contains(spelling)) {
            Some((spelling, _)) => {
                used.insert(spelling);
            }
            None => findings.push(format!("{name}:{number}: `{}`", line.trim())),
        }
    }
    findings
}

fn fail_on(findings: &[String], rule: &str) {
    assert!(findings.is_empty(), "{rule}:\n  {}", findings.join("\n  "));
}

#[test]
fn no_figure_of_the_law_stands_in_rust_that_judges() {
    let (mut findings, mut used, mut seen) = (Vec::new(), BTreeSet::new(), 0);
    for (name, code) in JUDGING.iter().flat_map(|below| sources(below)) {
        findings.extend(figures(&name, &code, &mut used));
        seen += 1;
    }
    fail_on(
        &findings,
        "a figure of the law belongs in a pack; a technical bound is a named constant with its reason in BOUNDS",
    );
    assert!(seen >= 60, "{seen} files");
    let unused: Vec<String> = BOUNDS
        .iter()
        .chain(TECHNICAL)
        .filter(|(allowed, _)| !used.contains(allowed))
        .map(|(allowed, reason)| format!("{allowed} ({reason})"))
        .collect();
    fail_on(&unused, "allowed here and not there any more");
}

#[test]
fn no_act_and_no_day_of_the_law_is_named_in_rust() {
    let (mut findings, mut used, mut seen) = (Vec::new(), BTreeSet::new(), 0);
    let all = NAMELESS.iter().flat_map(|below| sources(below));
    for (name, code) in all.filter(|(name, _)| !NAMING.iter().any(|named| name.starts_with(named))) {
        findings.extend(acts(&name, &code, &mut used));
        seen += 1;
    }
    fail_on(&findings, "an act is named by the packs: its regime, its days, its citations");
    assert!(seen >= 150, "{seen} files");
    let unused: Vec<String> =
        NAMED.iter().filter(|(spelling, _)| !used.contains(spelling)).map(|(s, _)| (*s).to_owned()).collect();
    fail_on(&unused, "allowed here and not there any more");
}

#[test]
fn the_scan_sees_what_it_is_for() {
    let figures_in = |code: &str| figures("f", &code_of(code), &mut BTreeSet::new()).len();
    for bad in [
        "let ceiling = 300_000;",
        "const CEILING: u32 = 300_000;",
        "const WEEK: u32 = 7;",
        "if days > 20 { late() }",
        "Decimal::new(750_000_00, 2)",
        "(1..=30).contains(&years)",
        "let share = \"a\"; let years = 3_u32;",
        "const FEW: usize = 4;\nlet years = 3;",
    ] {
        assert!(figures_in(bad) >= 1, "{bad}");
    }
    for good in [
        "let half = whole(1) / whole(2);",
        "let text = \"more than 300 000 euro\"; // 300_000",
        "const FEW: usize = 4;",
        "const PRECISIONS: [u32; 5] =\n    [160, 320];\n",
        "let x = pair.0 + u32::from(byte) + sha256(i128::MAX);",
        "#[cfg(test)]\nmod tests {\n const CEILING: u32 = 300_000;\n}",
    ] {
        assert_eq!(figures_in(good), 0, "{good}");
    }
    for bad in [
        "Regime::Eu2023_2831",
        "\"eu-2023-2832\"",
        "\"Regulation (EU) 2023/2831\"",
        "\"Regulation (EU) No 1407/2013\"",
        "\"32023R2831\"",
        "\"from 2024-01-01 on\"",
    ] {
        assert!(!acts("f", &code_of(bad), &mut BTreeSet::new()).is_empty(), "{bad}");
    }
    for good in [
        "// Regulation (EU) 2023/2831",
        "let url = \"https://x.eu/a//2023\";",
        "a / 2023",
        "Regime::Unknown",
        "12345-678",
    ] {
        assert!(acts("f", &code_of(good), &mut BTreeSet::new()).is_empty(), "{good}");
    }
}
