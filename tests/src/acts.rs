//! The cases of `tests/acts`, and what an answer says otherwise than they do.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;

use crate::model::{Answer, Gge, Model};
use crate::ops::Day;
use crate::ops::read::Reader;

/// A case: a ledger of its own.
#[derive(Debug, Deserialize)]
pub struct Case {
    /// What the law gives, in a sentence.
    pub case: String,
    /// The articles.
    pub act: Vec<String>,
    /// Whether the act leaves nothing open.
    pub certain: bool,
    /// Whether the duties of a grant are looked at.
    #[serde(default)]
    pub procedural: bool,
    /// Statements in order.
    pub lines: Vec<Line>,
    /// What is asked after the last.
    #[serde(default)]
    pub headroom: Vec<Asked>,
}

/// A statement, and what is expected of it.
#[derive(Debug, Deserialize)]
pub struct Line {
    /// In facts form.
    pub statement: Value,
    /// What the act decides.
    pub expect: Expect,
}

/// What the act decides of a line.
#[derive(Debug, Deserialize, Default)]
#[serde(default)]
pub struct Expect {
    outcome: Option<String>,
    codes: Option<Vec<String>>,
    has_flags: Vec<String>,
    has_not_flags: Vec<String>,
    gge: Option<Value>,
    after: Option<String>,
}

/// Headroom that is asked for.
#[derive(Debug, Deserialize)]
pub struct Asked {
    undertaking: String,
    regime: String,
    member_state: String,
    on: String,
    ceiling: Option<String>,
    used: Option<String>,
    remaining: Option<String>,
    upper_bound: Option<bool>,
}

/// Where the cases are.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("acts")
}

/// All cases, by theme.
///
/// # Errors
/// A file that can not be read.
pub fn cases() -> Result<BTreeMap<String, Vec<Case>>, String> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(folder()).map_err(|error| error.to_string())? {
        let path = entry.map_err(|error| error.to_string())?.path();
        if path.extension().is_some_and(|ending| ending == "json") {
            let text = fs::read(&path).map_err(|error| error.to_string())?;
            let cases = serde_json::from_slice(&text).map_err(|error| format!("{}: {error}", path.display()));
            all.insert(path.file_stem().unwrap_or_default().to_string_lossy().into_owned(), cases?);
        }
    }
    Ok(all)
}

fn euro(cents: i128) -> String {
    crate::facts::cents(cents)
}

fn figure((low, high): Gge) -> Value {
    match high {
        Some(high) if high == low => Value::String(euro(low)),
        Some(high) => Value::Array(vec![euro(low).into(), euro(high).into()]),
        None => Value::Array(vec![euro(low).into(), Value::Null]),
    }
}

/// What an answer says otherwise than a line.
fn answered_otherwise(expect: &Expect, answer: &Answer) -> Vec<String> {
    let codes: BTreeSet<&str> = answer.codes.iter().copied().collect();
    let flags: BTreeSet<&str> = answer.flags.iter().copied().collect();
    let mut other = Vec::new();
    match &expect.outcome {
        Some(outcome) if outcome != answer.outcome => {
            other.push(format!("{} {codes:?} and not {outcome}", answer.outcome));
        }
        None if !matches!(answer.outcome, "admitted" | "recorded") => {
            other.push(format!("{} {codes:?} and does not take effect", answer.outcome));
        }
        _ => {}
    }
    let lacking = expect.codes.iter().flatten().filter(|code| !codes.contains(code.as_str()));
    other.extend(lacking.map(|code| format!("no code {code} in {codes:?}")));
    let lacking = expect.has_flags.iter().filter(|flag| !flags.contains(flag.as_str()));
    other.extend(lacking.map(|flag| format!("no flag {flag} in {flags:?}")));
    let there = expect.has_not_flags.iter().filter(|flag| flags.contains(flag.as_str()));
    other.extend(there.map(|flag| format!("the flag {flag}")));
    if let Some(gge) = &expect.gge {
        let found = answer.gge.map_or(Value::Null, figure);
        if found != *gge {
            other.push(format!("gge {found} and not {gge}"));
        }
    }
    if let Some(after) = &expect.after {
        let sums: Vec<String> = answer.checks.iter().filter_map(|check| check.after.1.map(euro)).collect();
        if !sums.contains(after) {
            other.push(format!("after {sums:?} and not {after}"));
        }
    }
    other
}

fn left_otherwise(model: &Model, asked: &Asked) -> Vec<String> {
    let place = format!("headroom of {} on {}", asked.undertaking, asked.on);
    let Ok(on) = asked.on.parse::<Day>() else { return vec![place] };
    let (who, state) = (asked.undertaking.clone().leak(), asked.member_state.clone().leak());
    let Some(left) = model.headroom(who, state, &asked.regime, on) else {
        return vec![format!("{place}: none")];
    };
    let ceiling = crate::model::law::ceiling(&asked.regime, on).map_or(0, |ceiling| ceiling.limit);
    let mut other = Vec::new();
    for (name, wanted, found) in [
        ("ceiling", &asked.ceiling, ceiling),
        ("used", &asked.used, left.used),
        ("remaining", &asked.remaining, left.remaining),
    ] {
        let found = euro(found);
        if let Some(wanted) = wanted.as_ref().filter(|wanted| **wanted != found) {
            other.push(format!("{place}: {name} {found} and not {wanted}"));
        }
    }
    if asked.upper_bound.is_some_and(|bound| bound != left.upper_bound) {
        other.push(format!("{place}: upper_bound {}", left.upper_bound));
    }
    other
}

/// Everything that the model answers otherwise than a case, line by line.
pub fn told_otherwise(case: &Case) -> Vec<String> {
    let mut model = Model::default();
    model.procedural = case.procedural;
    let mut reader = Reader::default();
    let mut other = Vec::new();
    for (number, line) in (1..).zip(&case.lines) {
        match reader.read(&line.statement) {
            Ok(statement) => {
                let differences = answered_otherwise(&line.expect, &model.state(&statement));
                other.extend(differences.into_iter().map(|what| format!("line {number}: {what}")));
            }
            Err(why) => other.push(format!("line {number} is not read: {why}")),
        }
    }
    other.extend(case.headroom.iter().flat_map(|asked| left_otherwise(&model, asked)));
    other
}
