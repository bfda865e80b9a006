//! Awards of a foreign register by a mapping: the one that ships, on invented rows with every oddity, and on a month of
//! the Italian register where it is at hand. What comes out is read and judged as facts.

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
use api::import::mapped::{Mapping, Run, Tally};
use chrono::NaiveDate;
use ledger::verdict::Outcome;
use proptest::prelude::{ProptestConfig, any, proptest};
use rules::audit::facts::{self, FactPacks};
use serde_json::Value;

type Row = BTreeMap<String, String>;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn mapping_text() -> String {
    std::fs::read_to_string(root().join("docs/guides/rna-italy.map.toml")).unwrap()
}

struct Imported {
    tally: Tally,
    undertakings: usize,
    text: String,
    lines: Vec<Value>,
    rejects: Vec<Row>,
}

fn import(file: &Path) -> Imported {
    let mapping = Mapping::read(&mapping_text()).unwrap();
    let mut run = Run::new(&mapping);
    let retrieved_on = NaiveDate::from_ymd_opt(2026, 11, 1).unwrap();
    let tally = run.read(&std::fs::read(file).unwrap(), retrieved_on, &mut |_| ()).unwrap();
    let (mut lines, mut rejects) = (Vec::new(), Vec::new());
    run.write_lines(&mut lines).unwrap();
    run.write_rejects(&mut rejects).unwrap();
    let text = String::from_utf8(lines).unwrap();
    Imported {
        tally,
        undertakings: run.undertakings(),
        lines: text.lines().map(|line| serde_json::from_str(line).unwrap()).collect(),
        text,
        rejects: csv::Reader::from_reader(rejects.as_slice()).deserialize().map(Result::unwrap).collect(),
    }
}

fn rows(file: &Path) -> Vec<Row> {
    csv::Reader::from_path(file).unwrap().deserialize().map(Result::unwrap).collect()
}

/// Figures of the file in cents, read here without the importer's help.
fn cents(cell: &str) -> i128 {
    let (euro, cents) = cell.split_once('.').unwrap_or((cell, ""));
    euro.parse::<i128>().unwrap() * 100 + format!("{cents:0<2}").parse::<i128>().unwrap()
}

fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_else(|| panic!("{pointer}: {value}"))
}

/// Undertakings first and once each, every one marked as made up; then awards, all of February 2025, with unique ids.
fn assert_lines(imported: &Imported) {
    let (registrations, awards) = imported.lines.split_at(imported.undertakings);
    let mut handles = BTreeSet::new();
    for line in registrations {
        assert_eq!(line["type"], "eu.aidledger.undertaking.registered.v1");
        assert!(text(line, "/subject").starts_with("NID:IT:MADEUP_COR_"), "{line}");
        assert!(text(line, "/data/name").starts_with("made-up beneficiary of COR "), "{line}");
        assert!(handles.insert(text(line, "/data/undertaking").to_owned()), "registered twice: {line}");
    }
    for line in awards {
        assert_eq!(line["type"], "eu.aidledger.award.reported.v1");
        assert!(handles.contains(text(line, "/data/beneficiary")), "an award before its undertaking: {line}");
        let range = &line["data"]["granted_on_range"];
        assert_eq!((&range["from"], &range["to"]), (&"2025-02-01".into(), &"2025-02-28".into()), "{line}");
        assert_eq!(line["id"], format!("rna.{}", text(line, "/data/award")));
    }
    let ids: BTreeSet<&str> = imported.lines.iter().map(|line| text(line, "/id")).collect();
    assert_eq!(ids.len(), imported.lines.len(), "ids are unique");
    assert_eq!(imported.lines.len() as u64, imported.undertakings as u64 + imported.tally.awards);
    assert_eq!(imported.rejects.len() as u64, imported.tally.rejects);
    assert_eq!(imported.tally.rows, imported.tally.awards + imported.tally.rejects);
}

/// Every line is a fact that takes effect, with the figure that the file declares.
fn assert_facts(imported: &Imported) {
    let facts = facts::read(imported.text.as_bytes()).unwrap_or_else(|bad| panic!("{}", bad[0]));
    assert_eq!(facts.len(), imported.lines.len());
    let packs = FactPacks::shipped().unwrap();
    let mut state = packs.state();
    for (fact, line) in facts.iter().zip(&imported.lines) {
        let verdict = facts::judge(&mut state, &packs, fact, false);
        assert_eq!((verdict.outcome, verdict.codes.as_slice()), (Outcome::Recorded, [].as_slice()), "{line}");
        assert!(fact.assumed.is_empty(), "nothing is left to assume: {:?}", fact.assumed);
        let gge = verdict.gge.map(|gge| gge.low.to_string());
        assert_eq!(gge.as_deref(), line["data"]["aid"]["gge"]["amount"].as_str(), "{line}");
    }
}

fn described(line: &Value) -> String {
    format!(
        "award {} {} gge {} {} {}",
        text(line, "/data/award"),
        text(line, "/data/beneficiary"),
        text(line, "/data/aid/gge/amount"),
        text(line, "/data/basis/regime"),
        text(line, "/data/instrument"),
    )
}

#[test]
fn every_oddity_ends_as_its_row_says() {
    let file = root().join("tests/data/rna-oddities.csv");
    let imported = import(&file);
    assert_lines(&imported);
    assert_facts(&imported);
    let mut awards = imported.lines.iter().skip(imported.undertakings);
    let mut turned_away = imported.rejects.iter();
    let mut reasons: BTreeMap<String, u64> = BTreeMap::new();
    for row in rows(&file) {
        if let Some(kind) = row["Expected"].strip_prefix("reject ") {
            *reasons.entry(kind.to_owned()).or_default() += 1;
            let reject = turned_away.next().unwrap_or_else(|| panic!("not rejected: {row:?}"));
            for (column, cell) in &row {
                assert_eq!(&reject[column], cell, "the original row comes back: {row:?}");
            }
            for member in ["row", "column", "reason"] {
                assert!(!reject[member].is_empty(), "{member}: {reject:?}");
            }
        } else {
            let line = awards.next().unwrap_or_else(|| panic!("not taken: {row:?}"));
            assert_eq!(described(line), row["Expected"], "{row:?}");
        }
    }
    assert_eq!((awards.next(), turned_away.next()), (None, None));
    let counted: BTreeMap<String, u64> =
        imported.tally.reasons.iter().map(|(kind, count)| ((*kind).to_owned(), *count)).collect();
    assert_eq!(counted, reasons);
    let last = imported.rejects.last().unwrap();
    assert_eq!(
        last["column"], "DES_OBIETTIVO | DES_STRUMENTO | ELEMENTO_DI_AIUTO | IMPORTO_NOMINALE",
        "all faults of a row"
    );
    let several = imported.lines.iter().find(|line| line["subject"] == "90000009-80000010-20689").unwrap();
    assert_eq!(
        text(several, "/data/activity/nace/label"),
        "C.25.1, C.25.6, F.43.2",
        "several codes stay words"
    );
    assert_eq!(imported.tally.notes["aid element larger than the nominal amount: both taken as written"], 1);
}

/// A translation may only say what the register's own text says: the article that stands in it.
#[test]
fn the_shipped_mapping_names_the_articles_of_the_texts() {
    let map = mapping_text();
    let list = map.split("[list.gber]").nth(1).unwrap().split("[list.").next().unwrap();
    let mut articles = 0;
    for line in list.lines().filter(|line| line.starts_with('"')) {
        let (objective, regime) = line.rsplit_once(" = ").unwrap();
        let after = objective
            .split(['(', '['])
            .find_map(|part| part.strip_prefix("art"))
            .unwrap_or_else(|| panic!("no article in {objective}"));
        let digits: String =
            after.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
        assert_eq!(regime, format!("\"gber-{digits}\""), "{objective}");
        articles += 1;
    }
    assert!(articles > 10, "{articles}");
}

fn real_file() -> Option<PathBuf> {
    let file =
        data_dir().map(|dir| dir.join("rna-italy-2025-02/awards_sample.csv")).filter(|file| file.is_file());
    if file.is_none() {
        println!(
            "SKIPPED real-data: no rna-italy-2025-02/awards_sample.csv, and {DATA_VARIABLE} names no folder with it"
        );
    }
    file
}

#[test]
fn no_row_of_the_real_file_is_lost_and_the_sums_agree() {
    let Some(file) = real_file() else { return };
    let (imported, rows) = (import(&file), rows(&file));
    assert_lines(&imported);
    assert_facts(&imported);
    assert_eq!((rows.len(), imported.tally.rows, imported.tally.awards), (11_901, 11_901, 11_901));
    assert_eq!(imported.undertakings, 11_796, "one made-up beneficiary for each COR");

    // Sums by the register's own regulation: from the file, and from the events by what they say of it.
    let add = |sums: &mut BTreeMap<String, (u64, i128)>, name: &str, amount: &str| {
        let (count, sum) = sums.entry(name.to_owned()).or_default();
        *count += 1;
        *sum += cents(amount);
    };
    let (mut of_file, mut of_events) = (BTreeMap::new(), BTreeMap::new());
    rows.iter().for_each(|row| add(&mut of_file, &row["DES_REGOLAMENTO"], &row["ELEMENTO_DI_AIUTO"]));
    let awards = imported.lines.iter().skip(imported.undertakings);
    awards.clone().for_each(|line| {
        add(&mut of_events, text(line, "/data/basis/article"), text(line, "/data/aid/gge/amount"));
    });
    assert_eq!(of_events, of_file);
    let mut by_regime = BTreeMap::new();
    awards.for_each(|line| {
        let regime = text(line, "/data/basis/regime");
        let family = if regime.starts_with("gber-") { "gber" } else { regime };
        add(&mut by_regime, family, text(line, "/data/aid/gge/amount"));
    });
    let expected = [
        ("eu-1407-2013", 1, 83_100),
        ("eu-2023-2831", 6_932, 5_504_670_064),
        ("gber", 634, 5_872_296_484),
        ("notified", 2_527, 3_554_172_128),
        ("unknown", 1_807, 2_863_863_077),
    ];
    let expected = expected.map(|(regime, count, sum)| (regime.to_owned(), (count, sum)));
    assert_eq!(by_regime, BTreeMap::from(expected));
    assert_eq!(imported.tally.sums.values().map(|(awards, _)| awards).sum::<u64>(), imported.tally.awards);
}

/// The figures of docs/guides/import-csv.md about what the register declares and what could be computed.
#[test]
fn the_guide_counts_the_figures_that_differ() {
    let Some(file) = real_file() else { return };
    let mut counts: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    let mut examples: BTreeMap<(&str, &str), String> = BTreeMap::new();
    for row in rows(&file) {
        let (aid, nominal) = (cents(&row["ELEMENTO_DI_AIUTO"]), cents(&row["IMPORTO_NOMINALE"]));
        let grant = "Sovvenzione/Contributo in conto interessi";
        let kind = match row["DES_STRUMENTO"].as_str() {
            name if name == grant
                || (name.starts_with("C") && name.contains(&format!("(Categoria: {grant})"))) =>
            {
                "grants"
            }
            name if name.starts_with("Garanzia") => "guarantees",
            _ => "others",
        };
        let differs = match (aid > nominal, aid < nominal) {
            (true, _) if nominal == 1 => "aid above a nominal of 0.01",
            (true, _) => "aid above nominal",
            (_, true) => "aid below nominal",
            _ => "equal",
        };
        *counts.entry((kind, differs)).or_default() += 1;
        let shown = format!("{} {} {}", row["COR"], row["ELEMENTO_DI_AIUTO"], row["IMPORTO_NOMINALE"]);
        examples.entry((kind, differs)).or_insert(shown);
    }
    for (what, count) in &counts {
        println!("{what:?}: {count}, such as {}", examples[what]);
    }
    let expected = [
        (("grants", "aid above nominal"), 5),
        (("grants", "aid below nominal"), 230),
        (("grants", "equal"), 4_354),
        (("guarantees", "aid above a nominal of 0.01"), 16),
        (("guarantees", "aid below nominal"), 4_527),
        (("guarantees", "equal"), 23),
    ];
    for (what, count) in expected {
        assert_eq!(counts.get(&what), Some(&count), "{what:?}: {counts:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Whatever the bytes: every row is taken or comes back, and what is taken is a fact.
    #[test]
    fn no_bytes_lose_a_row(cells in proptest::collection::vec(any::<(u8, String)>(), 0..12), tail in any::<Vec<u8>>()) {
        let file = root().join("tests/data/rna-oddities.csv");
        let mut rows: Vec<Vec<u8>> = std::fs::read(&file).unwrap().split(|b| *b == b'\n').map(<[u8]>::to_vec).collect();
        // Scribble into rows behind the header, as a careless editor would.
        for (at, scribble) in cells {
            let at = 1 + usize::from(at) % (rows.len() - 1);
            let middle = rows[at].len() / 2;
            rows[at].splice(middle..middle, scribble.bytes());
        }
        let mut bytes = rows.join(&b'\n');
        bytes.extend(tail);
        let mapping = Mapping::read(&mapping_text()).unwrap();
        let mut run = Run::new(&mapping);
        let day = NaiveDate::from_ymd_opt(2026, 11, 1).unwrap();
        let tally = run.read(&bytes, day, &mut |_| ()).unwrap();
        assert_eq!(tally.rows, tally.awards + tally.rejects);
        let (mut lines, mut rejects) = (Vec::new(), Vec::new());
        run.write_lines(&mut lines).unwrap();
        run.write_rejects(&mut rejects).unwrap();
        assert_eq!(facts::read(&lines).unwrap().len() as u64, tally.awards + run.undertakings() as u64);
        let back = csv::Reader::from_reader(rejects.as_slice()).byte_records().count() as u64;
        assert_eq!(back, tally.rejects);
    }

    /// Whatever the text: a mapping or its mistakes, each on a line that the text has.
    #[test]
    fn no_text_is_half_a_mapping(from in any::<proptest::sample::Index>(), to in any::<proptest::sample::Index>(), scribble in any::<String>()) {
        let text: Vec<char> = mapping_text().chars().collect();
        let (from, to) = (from.index(text.len()), to.index(text.len()));
        let cut: String = text[..from.min(to)].iter().copied().chain(scribble.chars()).chain(text[from.max(to)..].iter().copied()).collect();
        if let Err(faults) = Mapping::read(&cut) {
            let lines = cut.matches('\n').count() + 1;
            assert!(!faults.is_empty());
            for fault in faults {
                assert!((1..=lines).contains(&usize::try_from(fault.line).unwrap()), "{fault} of {lines}");
            }
        }
    }
}
