//! Files of others: packs, mappings, registers' exports, tables, facts.

use std::collections::BTreeSet;

use api::import::fx::{FxOptions, fx_batches};
use api::import::mapped::{self, Mapping};
use api::import::tables::table_batches;
use api::import::tam;
use chrono::NaiveDate;
use rules::audit::facts as fact_lines;
use rules::pack::Pack;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::seeds;

fn retrieved_on() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 1).unwrap()
}

/// A pack has one encoding: its digest is that of the bytes it was read from.
pub(super) fn pack(bytes: &[u8]) {
    let Ok(pack) = Pack::from_canonical(bytes) else { return };
    let digest: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(pack.sha256_hex(), digest);
    assert!(!pack.citations().is_empty());
}

/// A mapping is read whole or every mistake has its line.
pub(super) fn mapping(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match Mapping::read(text) {
        Ok(mapping) => {
            let mut run = mapped::Run::new(&mapping);
            let _ = run.read(&seeds::small_csv(), retrieved_on(), &mut |_| ());
        }
        Err(faults) => {
            let lines = text.split('\n').count();
            assert!(!faults.is_empty());
            assert!(faults.iter().all(|fault| usize::try_from(fault.line).unwrap() <= lines), "{faults:?}");
        }
    }
}

/// What came out of an import, counted.
struct Out {
    rows: u64,
    awards: u64,
    rejects: u64,
    undertakings: usize,
    lines: Vec<u8>,
    rejected: Vec<u8>,
    delimiter: u8,
}

/// Every row is an award or a reject; what comes out is lines that the ledger reads, and a table that a reader reads.
fn accounted(out: &Out) {
    assert_eq!(out.rows, out.awards + out.rejects);
    let mut ids = BTreeSet::new();
    let (mut awards, mut undertakings) = (0_u64, 0_usize);
    for line in out.lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        let event: Value = serde_json::from_slice(line).expect("a line of JSON");
        assert!(ids.insert(event["id"].to_string()), "an id twice: {event}");
        match event["type"].as_str() {
            Some("eu.aidledger.award.reported.v1") => awards += 1,
            Some("eu.aidledger.undertaking.registered.v1") => undertakings += 1,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!((awards, undertakings), (out.awards, out.undertakings));
    fact_lines::read(&out.lines)
        .unwrap_or_else(|faults| panic!("the ledger refuses what we made: {faults:?}"));
    let mut builder = csv::ReaderBuilder::new();
    let mut reader = builder.delimiter(out.delimiter).flexible(false).from_reader(out.rejected.as_slice());
    let rows = reader.byte_records().fold(0, |rows, row| row.map(|_| rows + 1).expect("a table of rejects"));
    assert_eq!(u64::try_from(rows).unwrap(), out.rejects);
}

/// Awards of the Union's register.
pub(super) fn tam(bytes: &[u8]) {
    let mut run = tam::Run::default();
    let Ok(tally) =
        run.read("export.csv", bytes, retrieved_on(), &mut |read| assert!(read <= bytes.len() as u64))
    else {
        return;
    };
    let (mut lines, mut rejected) = (Vec::new(), Vec::new());
    run.write_lines(&mut lines).unwrap();
    run.write_rejects(&mut rejected).unwrap();
    let (rows, awards, rejects) = (tally.rows, tally.awards, tally.rejects);
    accounted(&Out {
        rows,
        awards,
        rejects,
        undertakings: run.undertakings(),
        lines,
        rejected,
        delimiter: b',',
    });
}

/// Awards of any register by the mapping that ships.
pub(super) fn csv(bytes: &[u8]) {
    let mapping = seeds::shipped_mapping();
    let mut run = mapped::Run::new(mapping);
    let Ok(tally) = run.read(bytes, retrieved_on(), &mut |read| assert!(read <= bytes.len() as u64)) else {
        return;
    };
    let (mut lines, mut rejected) = (Vec::new(), Vec::new());
    run.write_lines(&mut lines).unwrap();
    run.write_rejects(&mut rejected).unwrap();
    let (rows, awards, rejects) = (tally.rows, tally.awards, tally.rejects);
    accounted(&Out {
        rows,
        awards,
        rejects,
        undertakings: run.undertakings(),
        lines,
        rejected,
        delimiter: b',',
    });
}

/// Exchange rates: the same bytes give the same batches, none too long.
pub(super) fn rates(bytes: &[u8]) {
    let options = FxOptions::default();
    let Ok(batches) = fx_batches(bytes, &options) else { return };
    assert_eq!(fx_batches(bytes, &options).unwrap(), batches);
    for batch in &batches {
        let rows = batch["rows"].as_array().expect("rows");
        assert!((1..=200).contains(&rows.len()), "{} rows", rows.len());
    }
}

/// Reference tables, likewise.
pub(super) fn table(bytes: &[u8]) {
    for table in seeds::PLAIN_TABLES {
        let Ok(batches) = table_batches(table, bytes, "a document") else { continue };
        for batch in &batches {
            let rows = batch["rows"].as_array().expect("rows");
            assert!((1..=200).contains(&rows.len()), "{} rows", rows.len());
        }
    }
}

/// Facts by line: each line is a fact or has its faults.
pub(super) fn facts(bytes: &[u8]) {
    let lines = bytes.strip_suffix(b"\n").unwrap_or(bytes).split(|byte| *byte == b'\n').count();
    match fact_lines::read(bytes) {
        Ok(facts) => {
            assert!(facts.len() == lines || bytes.is_empty());
            assert!(facts.windows(2).all(|pair| pair[0].at <= pair[1].at), "time goes back");
        }
        Err(bad) => {
            assert!(!bad.is_empty() && bad.len() <= lines && bad.iter().all(|line| !line.faults.is_empty()))
        }
    }
}
