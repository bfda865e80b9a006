//! The SME test and recovery interest against the cases of `tests/acts/next`, from the statements of each case, through the ledger's
//! own readers, compared exactly.
//!
//! What can't be answered yet stands in `not-yet-sme.txt` and `not-yet-interest.txt` beside them, each with its reason above; a case that is
//! listed and holds ends the test, too.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test stops at whatever it did not expect"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use rules::audit::facts::{self, FactPacks};
use rules::pack::Figures;
use rules::project::recovery;
use rules::size::{Law, Told, asked, judge, told};
use rules::state::{Reliance, State};
use rules::value::interest::InterestLaw;
use rules::words::Language;
use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn figures(file: &str, on: NaiveDate) -> Figures {
    let path = root().join("docs/law/packs-to-come/eu-gber/params").join(file);
    Figures::on(&fs::read_to_string(path).unwrap(), on).unwrap()
}

fn cases(theme: &str) -> Vec<Value> {
    let path = root().join(format!("tests/acts/next/{theme}.json"));
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

/// The state after the statements of a case; what the schemas do not read is named.
fn state(case: &Value) -> Result<State, String> {
    let packs = FactPacks::shipped().unwrap();
    let mut state = packs.state();
    for (at, line) in case["lines"].as_array().unwrap().iter().enumerate() {
        let mut text = line["statement"].to_string();
        text.push('\n');
        let read = facts::read(text.as_bytes());
        // An award that is not readable yet changes no size and no interest.
        let is_award = line["statement"]["type"].as_str().unwrap().contains(".award.granted.");
        match read {
            Ok(read) => {
                for fact in &read {
                    facts::judge(&mut state, &packs, fact, false);
                }
            }
            Err(_) if is_award => {}
            Err(bad) => return Err(format!("statement {at}: {}", bad[0])),
        }
    }
    Ok(state)
}

fn size_on(state: &State, undertaking: &str, on: NaiveDate) -> Result<Told, String> {
    let law = Law::of(&figures("sme.toml", on)).unwrap();
    let id = undertaking.parse().unwrap();
    let facts = asked(state, &id, on, &Reliance::Everybody, &law).map_err(|error| error.to_string())?;
    Ok(told(&judge(&facts, &law), Language::English))
}

fn day(value: &Value) -> NaiveDate {
    value["on"].as_str().unwrap().parse().unwrap()
}

/// What is answered otherwise than the case has it.
fn sizes_otherwise(case: &Value) -> Vec<String> {
    let state = match state(case) {
        Ok(state) => state,
        Err(unreadable) => return vec![unreadable],
    };
    let mut other = Vec::new();
    for row in case["annex_i"].as_array().into_iter().flatten() {
        let undertaking = row["undertaking"].as_str().unwrap();
        match size_on(&state, undertaking, day(row)) {
            Ok(told) => {
                let said = serde_json::to_value(&told).unwrap();
                let pairs = [
                    ("class", &said["class"]),
                    ("awu", &said["figures"]["awu"]),
                    ("turnover", &said["figures"]["turnover"]),
                    ("balance_sheet", &said["figures"]["balance_sheet"]),
                ];
                for (member, found) in pairs {
                    if *found != row[member] {
                        other.push(format!("{undertaking}: {member} {found} and not {}", row[member]));
                    }
                }
                if !told.figures.complete {
                    other.push(format!("{undertaking}: missing {:?}", told.missing));
                }
            }
            Err(error) => other.push(error),
        }
    }
    other
}

fn interest_otherwise(case: &Value) -> Vec<String> {
    let state = match state(case) {
        Ok(state) => state,
        Err(unreadable) => return vec![unreadable],
    };
    let mut other = Vec::new();
    for row in case["interest"].as_array().into_iter().flatten() {
        let on = day(row);
        let law = InterestLaw::of(&figures("recovery-interest.toml", on)).unwrap();
        let id = row["undertaking"].as_str().unwrap().parse().unwrap();
        let answers = recovery(&state, row["decision"]["ref"].as_str().unwrap(), Some(&id), on, &law);
        let [answer] = answers.as_slice() else {
            other.push(format!("{} answers on {on}", answers.len()));
            continue;
        };
        let said = serde_json::to_value(answer).unwrap();
        for member in ["principal", "interest", "owed"] {
            if said[member] != row[member] {
                other.push(format!("{on}: {member} {} and not {}", said[member], row[member]));
            }
        }
    }
    other
}

fn run(theme: &str, member: &str, list: &str, otherwise: impl Fn(&Value) -> Vec<String>) {
    let path = root().join("tests/acts/next").join(list);
    let text = fs::read_to_string(path).unwrap_or_default();
    let listed: BTreeSet<&str> =
        text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()).collect();
    let (mut held, mut asked, mut findings, mut names) = (0, 0, Vec::new(), BTreeSet::new());
    for case in cases(theme) {
        let name = case["case"].as_str().unwrap().to_owned();
        let rows = case[member].as_array().map_or(0, Vec::len);
        if rows == 0 {
            continue;
        }
        asked += 1;
        let other = otherwise(&case);
        match (other.is_empty(), listed.contains(name.as_str())) {
            (true, false) => held += 1,
            (true, true) => findings.push(format!("{name}\n    holds, and stands in {list}: take it out")),
            (false, false) => findings.push(format!("{name}\n    {}", other.join("\n    "))),
            (false, true) => println!("not yet: {name}: {}", other.join("; ")),
        }
        names.insert(name);
    }
    findings.extend(
        listed.iter().filter(|one| !names.contains(**one)).map(|one| format!("{one}\n    no such case")),
    );
    println!("{theme}: {held} of {asked} cases hold, {} not yet", listed.len());
    assert!(findings.is_empty(), "{} of {asked}:\n  {}", findings.len(), findings.join("\n  "));
}

#[test]
fn the_size_of_every_case_is_what_the_annex_makes_it() {
    run("sme-definition", "annex_i", "not-yet-sme.txt", sizes_otherwise);
}

#[test]
fn the_interest_of_every_case_is_what_the_regulation_makes_it() {
    run("recovery-interest", "interest", "not-yet-interest.txt", interest_otherwise);
}
