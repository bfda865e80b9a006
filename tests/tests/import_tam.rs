//! Awards of the Union's register: every oddity by a row that says what must become of it, and the real files where
//! they are at hand.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking and says on standard output what it skipped"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use aidledger_tests::data::{DATA_VARIABLE, data_dir};
use api::import::tam::{Run, Tally};
use chrono::NaiveDate;
use serde_json::Value;

fn retrieved_on() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 1).unwrap()
}

fn import(files: &[PathBuf]) -> (Run, Vec<Tally>) {
    let mut run = Run::default();
    let tallies = files
        .iter()
        .map(|file| {
            run.read(&file.to_string_lossy(), &std::fs::read(file).unwrap(), retrieved_on(), &mut |_| ())
                .unwrap()
        })
        .collect();
    (run, tallies)
}

fn lines(run: &Run) -> Vec<Value> {
    let mut bytes = Vec::new();
    run.write_lines(&mut bytes).unwrap();
    bytes
        .split(|b| *b == b'\n')
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_slice(line).unwrap())
        .collect()
}

fn rejects(run: &Run) -> Vec<BTreeMap<String, String>> {
    let mut bytes = Vec::new();
    run.write_rejects(&mut bytes).unwrap();
    csv::Reader::from_reader(bytes.as_slice()).deserialize().map(|row| row.unwrap()).collect()
}

/// `(0|[1-9][0-9]{0,14})(\.[0-9]{1,2})?`
fn is_amount(text: &str) -> bool {
    let (integer, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    digits(integer)
        && integer.len() <= 15
        && (integer == "0" || !integer.starts_with('0'))
        && digits(fraction)
        && fraction.len() <= 2
}

fn assert_money(money: &Value) {
    assert!(is_amount(money["amount"].as_str().unwrap()), "{money}");
    assert_eq!(money["currency"].as_str().unwrap().len(), 3, "{money}");
    assert_eq!(money.as_object().unwrap().len(), 2, "{money}");
}

/// What every emitted award must be, whatever row it came from.
fn assert_award(line: &Value, handles: &BTreeSet<String>) {
    let data = &line["data"];
    assert_eq!(line["type"], "eu.aidledger.award.reported.v1");
    assert_eq!(line["id"], format!("tam.{}", line["subject"].as_str().unwrap()));
    assert_eq!(line["subject"], data["award"]);
    assert!(
        handles.contains(data["beneficiary"].as_str().unwrap()),
        "an award before its undertaking: {line}"
    );
    for member in ["member_state", "granted_on", "reported_from", "date_basis"] {
        assert!(data[member].is_string(), "{member}: {line}");
    }
    assert!(data["granted_on"].as_str().unwrap().parse::<NaiveDate>().is_ok());
    let regime = data["basis"]["regime"].as_str().unwrap();
    assert!(regime == "unknown" || regime.starts_with("gber-"), "{line}");
    let aid = data["aid"].as_object().unwrap();
    assert_eq!(aid["form"], "declared");
    match (aid.get("gge"), aid.get("gge_range").and_then(Value::as_object)) {
        (Some(gge), None) => assert_money(gge),
        (None, Some(range)) => {
            assert!((1..=2).contains(&range.len()));
            range.values().for_each(|end| {
                assert_money(end);
                assert_eq!(end["currency"], "EUR", "every range is in euro");
            });
        }
        _ => panic!("exactly one of gge and gge_range: {line}"),
    }
    aid.get("nominal").into_iter().for_each(assert_money);
    assert_eq!(data["source_row"]["sha256"].as_str().unwrap().len(), 64);
}

/// Undertakings first and once each, then awards; ids unique; every line well formed.
fn assert_lines(lines: &[Value], undertakings: usize) {
    let (registrations, awards) = lines.split_at(undertakings);
    let handles: BTreeSet<String> = registrations
        .iter()
        .map(|line| {
            assert_eq!(line["type"], "eu.aidledger.undertaking.registered.v1");
            assert_eq!(line["subject"], line["data"]["undertaking"]);
            assert_eq!(line["data"]["natural_person"], false);
            line["subject"].as_str().unwrap().to_owned()
        })
        .collect();
    assert_eq!(handles.len(), undertakings, "an undertaking is registered once");
    awards.iter().for_each(|line| assert_award(line, &handles));
    let ids: BTreeSet<&str> = lines.iter().map(|line| line["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), lines.len(), "ids are unique");
}

/// One line as the file's column `Expected` writes it.
fn described(line: &Value, names: &BTreeMap<&str, Option<&str>>) -> String {
    let data = &line["data"];
    let handle = data["beneficiary"].as_str().unwrap();
    let figure = match &data["aid"]["gge"] {
        Value::Null => {
            let end = |end: &str| data["aid"]["gge_range"][end]["amount"].as_str().unwrap_or("..").to_owned();
            format!("range {} {}", end("low"), end("high"))
        }
        gge => format!("gge {} {}", gge["amount"].as_str().unwrap(), gge["currency"].as_str().unwrap()),
    };
    let unnamed = if names[handle].is_none() { " unnamed" } else { "" };
    format!("award {handle} {figure} {}{unnamed}", data["basis"]["regime"].as_str().unwrap())
}

#[test]
fn every_oddity_ends_as_its_row_says() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/tam-oddities.csv");
    let (run, tallies) = import(std::slice::from_ref(&file));
    let (lines, rejected) = (lines(&run), rejects(&run));
    assert_lines(&lines, run.undertakings());
    let (registrations, awards) = lines.split_at(run.undertakings());
    let names: BTreeMap<&str, Option<&str>> =
        registrations.iter().map(|l| (l["subject"].as_str().unwrap(), l["data"]["name"].as_str())).collect();
    let by_reference: BTreeMap<&str, &Value> =
        awards.iter().map(|line| (line["subject"].as_str().unwrap(), line)).collect();

    let mut rows = 0;
    let mut turned_away = rejected.iter();
    for row in csv::Reader::from_path(&file).unwrap().deserialize() {
        let row: BTreeMap<String, String> = row.unwrap();
        rows += 1;
        let expected = row["Expected"].as_str();
        if let Some(kind) = expected.strip_prefix("reject ") {
            let reject = turned_away.next().unwrap_or_else(|| panic!("not rejected: {row:?}"));
            assert_eq!(reject["Ref-no."], row["Ref-no."], "the rejects come in the order of the rows");
            assert!(tallies[0].reasons.contains_key(kind), "no row was rejected for {kind:?}");
            assert!(
                !reject["column"].is_empty() && !reject["reason"].is_empty() && !reject["row"].is_empty()
            );
            for (column, cell) in &row {
                assert_eq!(&reject[column], cell, "the original row comes back");
            }
        } else {
            let line =
                by_reference.get(row["Ref-no."].as_str()).unwrap_or_else(|| panic!("not taken: {row:?}"));
            assert_eq!(described(line, &names), expected, "{row:?}");
        }
    }
    assert_eq!(turned_away.next(), None, "a row was rejected that should have been taken");
    assert_eq!((tallies[0].rows, tallies[0].awards + tallies[0].rejects), (rows, rows));
    assert_eq!(tallies[0].reasons, expected_reasons(&file));
    assert_eq!(names["NID:SE:5569990004"], Some("Exempel AB"), "of several spellings the first stays");
    assert_eq!(names["NID:LV:90009990007"], Some("Paraugu iestāde"), "a no-break space is a space");
    assert_eq!(names["NID:EE:10099927"], Some("RINGK?BING Näidis OÜ"), "composed, and mojibake untouched");
    assert_eq!(names["NID:EE:10099948"], Some("Kaks rida OÜ"));
}

fn expected_reasons(file: &Path) -> BTreeMap<&'static str, u64> {
    let mut reasons = BTreeMap::new();
    for row in csv::Reader::from_path(file).unwrap().deserialize() {
        let row: BTreeMap<String, String> = row.unwrap();
        if let Some(kind) = row["Expected"].strip_prefix("reject ") {
            *reasons.entry(&*Box::leak(kind.to_owned().into_boxed_str())).or_default() += 1;
        }
    }
    reasons
}

/// Rows of the real files, as their origin states them, and how many of them are awards that can be mapped whole.
const REAL_FILES: &[(&str, u64, u64)] = &[
    ("Croatia", 173, 166),
    ("Czech-Republic", 1390, 1390),
    // One number with a wrong check digit.
    ("Denmark", 1119, 1044),
    ("Estonia", 581, 552),
    ("Latvia", 912, 847),
    ("Slovenia", 64, 64),
    // 66 rows have one number whose check digit is wrong.
    ("Sweden", 3447, 3381),
    ("United-Kingdom", 2107, 2099),
];

#[test]
fn no_row_of_the_real_files_is_lost() {
    let Some(data) = data_dir().map(|dir| dir.join("tam-awards")).filter(|dir| dir.is_dir()) else {
        println!("SKIPPED real-data: no folder ../shared/data/tam-awards, and {DATA_VARIABLE} names none");
        return;
    };
    let files: Vec<PathBuf> = REAL_FILES.iter().map(|(name, ..)| data.join(format!("{name}.csv"))).collect();
    let (run, tallies) = import(&files);
    for ((name, rows, awards), tally) in REAL_FILES.iter().zip(&tallies) {
        println!(
            "{name}: {} awards, {} rejects, {:?}, notes {:?}",
            tally.awards, tally.rejects, tally.reasons, tally.notes
        );
        assert_eq!(tally.rows, *rows, "{name}");
        assert_eq!((tally.awards, tally.awards + tally.rejects), (*awards, *rows), "{name}");
    }
    let lines = lines(&run);
    assert_lines(&lines, run.undertakings());
    let awards: u64 = tallies.iter().map(|tally| tally.awards).sum();
    assert_eq!(lines.len() as u64, awards + run.undertakings() as u64);
    assert_eq!(rejects(&run).len() as u64, tallies.iter().map(|tally| tally.rejects).sum::<u64>());
    let mut count: BTreeMap<String, u64> = BTreeMap::new();
    for line in lines.iter().skip(run.undertakings()) {
        *count.entry(line["data"]["basis"]["regime"].to_string()).or_default() += 1;
        *count.entry(line["data"]["instrument"].to_string()).or_default() += 1;
        let kind = if line["data"]["aid"].get("gge").is_some() { "exact" } else { "range" };
        *count.entry(kind.to_owned()).or_default() += 1;
    }
    println!("{} undertakings, {awards} awards: {count:?}", run.undertakings());
}
