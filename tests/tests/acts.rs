//! The cases of `tests/acts`, which were written from the regulations alone, through the real engine.
//!
//! What does not hold yet stands in `tests/acts/not-yet.txt`, by file and case; the list can only get shorter.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test stops at whatever it did not expect"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use ledger::verdict::{Outcome, Verdict};
use rules::audit::facts::{self, FactPacks};
use rules::project::{Query, headroom};
use rules::state::State;
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    case: String,
    act: Vec<String>,
    #[serde(rename = "quote")]
    _quote: String,
    #[serde(rename = "reckoning")]
    _reckoning: String,
    certain: bool,
    #[serde(default)]
    readings: Vec<Value>,
    #[serde(default, rename = "careful")]
    _careful: Option<String>,
    #[serde(default)]
    procedural: bool,
    lines: Vec<Line>,
    #[serde(default)]
    headroom: Vec<Asked>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    statement: Value,
    expect: Expect,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Expect {
    outcome: Option<String>,
    codes: Option<Vec<String>>,
    has_flags: Vec<String>,
    has_not_flags: Vec<String>,
    gge: Option<Value>,
    after: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    undertaking: String,
    regime: String,
    member_state: String,
    on: String,
    ceiling: Option<String>,
    used: Option<String>,
    remaining: Option<String>,
    upper_bound: Option<bool>,
}

/// The word for a line that has a fault, and so is no statement.
const TURNED_AWAY: &str = "turned-away";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("acts")
}

fn cases() -> BTreeMap<String, Vec<Case>> {
    let files = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let files = files.filter(|path| path.extension().is_some_and(|ending| ending == "json"));
    let read = |path: PathBuf| {
        let theme = path.file_stem().unwrap().to_string_lossy().into_owned();
        let cases = serde_json::from_slice(&fs::read(&path).unwrap());
        (theme, cases.unwrap_or_else(|error| panic!("{}: {error}", path.display())))
    };
    files.map(read).collect()
}

/// What a verdict says otherwise than a line of the case.
fn answered_otherwise(expect: &Expect, verdict: &Verdict) -> Vec<String> {
    let said = serde_json::to_value(verdict).unwrap();
    let words = |member: &str| -> BTreeSet<String> {
        said[member].as_array().into_iter().flatten().map(|word| word.as_str().unwrap().to_owned()).collect()
    };
    let (codes, flags) = (words("codes"), words("flags"));
    let mut other = Vec::new();
    match &expect.outcome {
        Some(outcome) if *outcome != verdict.outcome.as_str() => {
            other.push(format!("{} {codes:?} and not {outcome}", verdict.outcome.as_str()));
        }
        None if !matches!(verdict.outcome, Outcome::Admitted | Outcome::Recorded) => {
            other.push(format!("{} {codes:?} and does not take effect", verdict.outcome.as_str()));
        }
        _ => {}
    }
    for code in expect.codes.iter().flatten().filter(|code| !codes.contains(*code)) {
        other.push(format!("no code {code} in {codes:?}"));
    }
    for flag in expect.has_flags.iter().filter(|flag| !flags.contains(*flag)) {
        other.push(format!("no flag {flag} in {flags:?}"));
    }
    for flag in expect.has_not_flags.iter().filter(|flag| flags.contains(*flag)) {
        other.push(format!("the flag {flag}"));
    }
    if let Some(gge) = &expect.gge {
        let figures = match gge {
            Value::String(_) => Value::Array(vec![gge.clone()]),
            figures => figures.clone(),
        };
        if said["gge"] != figures {
            other.push(format!("gge {} and not {gge}", said["gge"]));
        }
    }
    if let Some(after) = &expect.after {
        let sums: Vec<String> = verdict
            .checks
            .iter()
            .map(|check| check.after.high.map_or_else(String::new, |high| high.to_string()))
            .collect();
        if !sums.contains(after) {
            other.push(format!("after {sums:?} and not {after}"));
        }
    }
    other
}

fn left_otherwise(state: &State, asked: &Asked) -> Vec<String> {
    let query = Query {
        undertaking: asked.undertaking.parse().unwrap(),
        regime: asked.regime.parse().unwrap(),
        member_state: Some(asked.member_state.parse().unwrap()),
        on: asked.on.parse().unwrap(),
    };
    let place = format!("headroom of {} on {}", asked.undertaking, asked.on);
    let left = match headroom(state, &query) {
        Ok(left) => left,
        Err(error) => return vec![format!("{place}: {error}")],
    };
    let mut other = Vec::new();
    for (name, wanted, found) in [
        ("ceiling", &asked.ceiling, left.ceiling),
        ("used", &asked.used, left.used),
        ("remaining", &asked.remaining, left.remaining),
    ] {
        if wanted.as_ref().is_some_and(|wanted| *wanted != found.to_string()) {
            other.push(format!("{place}: {name} {found} and not {}", wanted.as_deref().unwrap_or_default()));
        }
    }
    if asked.upper_bound.is_some_and(|bound| bound != left.upper_bound) {
        other.push(format!("{place}: upper_bound {}", left.upper_bound));
    }
    other
}

/// Everything that a case answers otherwise than the act, line by line.
fn judged(packs: &FactPacks, case: &Case) -> Vec<String> {
    let text: String = case.lines.iter().map(|line| format!("{}\n", line.statement)).collect();
    let turned_away = |line: &&Line| line.expect.outcome.as_deref() == Some(TURNED_AWAY);
    let mut other = Vec::new();
    let facts = match facts::read(text.as_bytes()) {
        Ok(facts) => facts,
        Err(bad) => {
            // What is malformed is no statement at all; a case of it has nothing after it.
            let said = |bad: &facts::BadLine| bad.to_string();
            let wanted = (1..).zip(&case.lines).filter(|(_, line)| turned_away(line)).map(|(at, _)| at);
            let wanted: BTreeSet<u64> = wanted.collect();
            let found: BTreeSet<u64> = bad.iter().map(|bad| bad.line).collect();
            return if found == wanted { Vec::new() } else { bad.iter().map(said).collect() };
        }
    };
    other
        .extend(case.lines.iter().filter(turned_away).map(|_| "a line is taken that has a fault".to_owned()));
    let mut state = packs.state();
    for (line, fact) in case.lines.iter().zip(&facts) {
        let verdict = facts::judge(&mut state, packs, fact, case.procedural);
        let differences = answered_otherwise(&line.expect, &verdict);
        other.extend(differences.into_iter().map(|what| format!("line {}: {what}", fact.line)));
    }
    other.extend(case.headroom.iter().flat_map(|asked| left_otherwise(&state, asked)));
    other
}

#[test]
fn the_engine_answers_as_the_acts_have_it() {
    let listed = fs::read_to_string(folder().join("not-yet.txt")).unwrap_or_default();
    let mut not_yet: BTreeSet<&str> =
        listed.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    let open = not_yet.len();
    let packs = FactPacks::shipped().unwrap();
    let (mut held, mut wrong, mut mended) = (0, Vec::new(), Vec::new());
    for (theme, cases) in cases() {
        for case in cases {
            let name = format!("{theme}: {}", case.case);
            let differences = judged(&packs, &case);
            let doubt = if case.certain { "" } else { " (open in the act)" };
            match (differences.is_empty(), not_yet.remove(name.as_str())) {
                (true, false) => held += 1,
                (true, true) => mended.push(name),
                (false, true) => {}
                (false, false) => {
                    wrong.push(format!(
                        "{name}{doubt} [{}]\n    {}",
                        case.act.join("; "),
                        differences.join("\n    ")
                    ));
                }
            }
        }
    }
    println!("{held} cases are answered as the acts have it, {open} not yet");
    assert!(
        wrong.is_empty() && mended.is_empty(),
        "{} cases are answered otherwise:\n{}\nthese hold now and leave not-yet.txt:\n{}",
        wrong.len(),
        wrong.join("\n"),
        mended.join("\n")
    );
    assert!(not_yet.is_empty(), "no case of this name: {not_yet:?}");
}

#[test]
fn each_case_names_its_act_and_what_is_open_has_its_readings() {
    let mut seen = BTreeSet::new();
    for (theme, cases) in cases() {
        for case in cases {
            assert!(!case.act.is_empty(), "{theme}: {}: no act", case.case);
            assert!(
                case.certain || !case.readings.is_empty(),
                "{theme}: {}: open without readings",
                case.case
            );
            assert!(seen.insert((theme.clone(), case.case.clone())), "{theme}: {} twice", case.case);
        }
    }
}
