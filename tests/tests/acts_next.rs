//! The cases of `tests/acts/next`, for law that is being built, through the real engine.
//!
//! What does not hold yet stands by name in `tests/acts/next/not-yet.txt`; the list can only get shorter. A case holds if the
//! engine reads every statement of it and answers every member that the case has. What nothing here compares (see
//! [`NOT_COMPARED`]) is never taken for held. By theme: `cargo nextest run -p aidledger-tests --test acts_next --no-capture`.

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
use serde_json::Value;

/// Members of a case that ask for an answer which another test compares, or none does yet.
const NOT_COMPARED: &[&str] = &["annex_i", "duties", "duties_on", "guidance", "interest", "routes", "shares"];

/// Members of a row of headroom that this test compares.
const HEADROOM_COMPARED: &[&str] =
    &["ceiling", "limits", "member_state", "on", "regime", "remaining", "undertaking", "upper_bound", "used"];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("acts/next")
}

fn cases() -> BTreeMap<String, Vec<Value>> {
    let files = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let files = files.filter(|path| path.extension().is_some_and(|ending| ending == "json"));
    let read = |path: PathBuf| {
        let theme = path.file_stem().unwrap().to_string_lossy().into_owned();
        let cases = serde_json::from_slice(&fs::read(&path).unwrap());
        (theme, cases.unwrap_or_else(|error| panic!("{}: {error}", path.display())))
    };
    files.map(read).collect()
}

fn list<'a>(value: &'a Value, member: &str) -> &'a [Value] {
    value[member].as_array().map_or(&[], Vec::as_slice)
}

fn text<'a>(value: &'a Value, member: &str) -> &'a str {
    value[member].as_str().unwrap_or_default()
}

/// The checks of a verdict as the cases write them: unit, ceiling, and what stands against it.
fn shown(verdict: &Value) -> Vec<(String, String, String)> {
    let high = |figure: &Value| match figure {
        Value::Array(ends) => ends.last().and_then(Value::as_str).unwrap_or_default().to_owned(),
        one => one.as_str().unwrap_or_default().to_owned(),
    };
    let checks = list(verdict, "checks").iter();
    checks
        .map(|check| (text(check, "unit").to_owned(), text(check, "limit").to_owned(), high(&check["after"])))
        .collect()
}

/// What a verdict says otherwise than a line of the case.
fn answered_otherwise(expect: &Value, verdict: &Verdict) -> Vec<String> {
    let said = serde_json::to_value(verdict).unwrap();
    let words =
        |member: &str| -> BTreeSet<&str> { list(&said, member).iter().filter_map(Value::as_str).collect() };
    let (codes, flags) = (words("codes"), words("flags"));
    let found = verdict.outcome.as_str();
    let mut other = Vec::new();
    // Of several codes one suffices; without an outcome beside them, refused and deferred both do.
    let any_of: Vec<&str> = list(expect, "codes").iter().filter_map(Value::as_str).collect();
    match expect["outcome"].as_str() {
        Some(outcome) if outcome != found => other.push(format!("{found} {codes:?} and not {outcome}")),
        None if any_of.is_empty() && !matches!(verdict.outcome, Outcome::Admitted | Outcome::Recorded) => {
            other.push(format!("{found} {codes:?} and does not take effect"));
        }
        _ => {}
    }
    if !any_of.is_empty() && !any_of.iter().any(|code| codes.contains(code)) {
        other.push(format!("none of {any_of:?} in {codes:?}"));
    }
    for flag in
        list(expect, "has_flags").iter().filter_map(Value::as_str).filter(|flag| !flags.contains(flag))
    {
        other.push(format!("no flag {flag} in {flags:?}"));
    }
    for flag in
        list(expect, "has_not_flags").iter().filter_map(Value::as_str).filter(|flag| flags.contains(flag))
    {
        other.push(format!("the flag {flag}"));
    }
    if let Some(gge) = expect.get("gge") {
        let figures = if gge.is_string() { Value::Array(vec![gge.clone()]) } else { gge.clone() };
        if said["gge"] != figures {
            other.push(format!("gge {} and not {gge}", said["gge"]));
        }
    }
    let checks = shown(&said);
    if let Some(after) = expect["after"].as_str()
        && !checks.iter().any(|(_, _, sum)| sum == after)
    {
        other.push(format!("after {checks:?} and not {after}"));
    }
    for limit in list(expect, "limits") {
        let wanted = (
            text(limit, "unit").to_owned(),
            text(limit, "ceiling").to_owned(),
            text(limit, "after").to_owned(),
        );
        if !checks.contains(&wanted) {
            other.push(format!("{}: no check {wanted:?} in {checks:?}", text(limit, "article")));
        }
    }
    other
}

fn left_otherwise(state: &State, asked: &Value) -> Vec<String> {
    let place = format!("headroom of {} on {}", text(asked, "undertaking"), text(asked, "on"));
    if let Some(member) =
        asked.as_object().unwrap().keys().find(|name| !HEADROOM_COMPARED.contains(&name.as_str()))
    {
        return vec![format!("{place}: {member} is not compared")];
    }
    let (Ok(undertaking), Ok(regime), Ok(member_state), Ok(on)) = (
        text(asked, "undertaking").parse(),
        text(asked, "regime").parse(),
        text(asked, "member_state").parse(),
        text(asked, "on").parse(),
    ) else {
        return vec![format!("{place}: can't be asked")];
    };
    let left = match headroom(state, &Query { undertaking, regime, member_state: Some(member_state), on }) {
        Ok(left) => left,
        Err(error) => return vec![format!("{place}: {error}")],
    };
    let mut other = Vec::new();
    for (name, found) in [("ceiling", left.ceiling), ("used", left.used), ("remaining", left.remaining)] {
        if asked[name].as_str().is_some_and(|wanted| wanted != found.to_string()) {
            other.push(format!("{place}: {name} {found} and not {}", asked[name]));
        }
    }
    for limit in list(asked, "limits") {
        let wanted = (text(limit, "ceiling").to_owned(), text(limit, "after").to_owned());
        let found = left.limits.iter().map(|line| (line.ceiling.to_string(), line.used.to_string()));
        let found: Vec<(String, String)> = found.collect();
        if text(limit, "unit") != "EUR" || !found.contains(&wanted) {
            other.push(format!("{place}: {}: no limit {wanted:?} in {found:?}", text(limit, "article")));
        }
    }
    if asked["upper_bound"].as_bool().is_some_and(|bound| bound != left.upper_bound) {
        other.push(format!("{place}: upper_bound {}", left.upper_bound));
    }
    other
}

/// How a case is answered.
enum Answer {
    /// A statement of it is none today.
    Unread(String),
    /// It asks for an answer that this test does not compare.
    Uncompared(&'static str),
    /// What is answered otherwise than the act has it; nothing: it holds.
    Judged(Vec<String>),
}

fn answer(packs: &FactPacks, case: &Value) -> Answer {
    if let Some(member) = NOT_COMPARED.iter().find(|name| case.get(**name).is_some()) {
        return Answer::Uncompared(member);
    }
    let lines = list(case, "lines");
    let turned_away = |line: &Value| text(&line["expect"], "outcome") == "turned-away";
    let stream: String = lines.iter().map(|line| format!("{}\n", line["statement"])).collect();
    let facts = match facts::read(stream.as_bytes()) {
        Ok(facts) => facts,
        Err(bad) => {
            let wanted: BTreeSet<u64> =
                (1..).zip(lines).filter(|(_, line)| turned_away(line)).map(|(at, _)| at).collect();
            let found: BTreeSet<u64> = bad.iter().map(|bad| bad.line).collect();
            let said = || bad.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
            return if found == wanted { Answer::Judged(Vec::new()) } else { Answer::Unread(said()) };
        }
    };
    let mut other: Vec<String> = Vec::new();
    if lines.iter().any(turned_away) {
        other.push("a line is taken that has a fault".to_owned());
    }
    let mut state = packs.state();
    for (line, fact) in lines.iter().zip(&facts) {
        let verdict = facts::judge(&mut state, packs, fact, case["procedural"].as_bool().unwrap_or_default());
        let differences = answered_otherwise(&line["expect"], &verdict);
        other.extend(differences.into_iter().map(|what| format!("line {}: {what}", fact.line)));
    }
    other.extend(list(case, "headroom").iter().flat_map(|asked| left_otherwise(&state, asked)));
    Answer::Judged(other)
}

/// How many cases of a theme hold, are answered otherwise, can't be read, ask for what is not compared.
#[derive(Default)]
struct Count {
    held: u32,
    otherwise: u32,
    unread: u32,
    uncompared: u32,
}

#[test]
fn what_holds_of_the_law_to_come_stays_so() {
    let listed = fs::read_to_string(folder().join("not-yet.txt")).unwrap_or_default();
    let mut not_yet: BTreeSet<&str> =
        listed.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    let packs = FactPacks::shipped().unwrap();
    let (mut counts, mut wrong, mut mended) = (BTreeMap::<String, Count>::new(), Vec::new(), Vec::new());
    // Says all that is answered otherwise, for whoever builds a theme: the theme's name.
    let told = std::env::var("THEME").unwrap_or_default();
    for (theme, cases) in cases() {
        let count = counts.entry(theme.clone()).or_default();
        for case in &cases {
            let name = format!("{theme}: {}", text(case, "case"));
            let reasons = match answer(&packs, case) {
                Answer::Unread(why) => {
                    count.unread += 1;
                    vec![format!("can't be read: {why}")]
                }
                Answer::Uncompared(member) => {
                    count.uncompared += 1;
                    vec![format!("{member} is not compared")]
                }
                Answer::Judged(other) => {
                    if other.is_empty() {
                        count.held += 1;
                    } else {
                        count.otherwise += 1;
                    }
                    other
                }
            };
            let said = || {
                let acts: Vec<&str> = list(case, "act").iter().filter_map(Value::as_str).collect();
                format!("{name} [{}]\n    {}", acts.join("; "), reasons.join("\n    "))
            };
            if told == theme && !reasons.is_empty() {
                println!("{}", said());
            }
            match (reasons.is_empty(), not_yet.remove(name.as_str())) {
                (true, true) => mended.push(name),
                (false, false) => wrong.push(said()),
                (true, false) | (false, true) => {}
            }
        }
    }
    for (theme, count) in &counts {
        let Count { held, otherwise, unread, uncompared } = count;
        println!(
            "{theme:<20} {held:>4} hold {otherwise:>4} otherwise {unread:>4} unread {uncompared:>4} not compared"
        );
    }
    if std::env::var_os("AIDLEDGER_BLESS").is_some() {
        let head = "# Cases of this folder that do not hold yet: theme, colon, case.\n";
        let mut names: Vec<String> =
            wrong.iter().map(|said| said.split(" [").next().unwrap().to_owned()).collect();
        names.extend(listed.lines().filter(|line| !line.starts_with('#')).map(str::to_owned));
        names.retain(|name| !mended.contains(name) && !not_yet.contains(name.as_str()));
        names.sort();
        names.dedup();
        fs::write(folder().join("not-yet.txt"), format!("{head}{}\n", names.join("\n"))).unwrap();
        return;
    }
    assert!(wrong.is_empty(), "{} cases are answered otherwise:\n{}", wrong.len(), wrong.join("\n"));
    assert!(mended.is_empty(), "these hold now and leave not-yet.txt:\n{}", mended.join("\n"));
    assert!(not_yet.is_empty(), "no case of this name: {not_yet:?}");
}
