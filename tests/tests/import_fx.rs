//! The real tables of exchange rates, where they are at hand: every rate of the file comes out once, as written.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking and says on standard output what it skipped"
)]

use aidledger_tests::data::{DATA_VARIABLE, data_dir};
use api::import::fx::{FxOptions, ROWS_PER_BATCH, fx_batches};

fn rates(file: &str, options: &FxOptions) -> Option<Vec<serde_json::Value>> {
    let Some(path) = data_dir().map(|dir| dir.join("fx-rates").join(file)).filter(|path| path.is_file())
    else {
        println!("SKIPPED real-data: no file ../shared/data/fx-rates/{file}, and {DATA_VARIABLE} names none");
        return None;
    };
    let batches = fx_batches(&std::fs::read(path).unwrap(), options).unwrap();
    assert!(batches.iter().all(|batch| batch["rows"].as_array().unwrap().len() <= ROWS_PER_BATCH));
    Some(batches.iter().flat_map(|batch| batch["rows"].as_array().unwrap().clone()).collect())
}

#[test]
fn the_ecbs_history_comes_out_whole() {
    let Some(rows) = rates("eurofxref-hist-2014-2026.csv", &FxOptions::default()) else { return };
    let usd: Vec<_> = rows.iter().filter(|row| row["currency"] == "USD").collect();
    assert_eq!(usd.len(), 3284, "one rate per working day");
    assert_eq!(
        (usd[0]["date"].as_str(), usd[3283]["date"].as_str()),
        (Some("2014-01-02"), Some("2026-10-30"))
    );
    let last =
        |code: &str| rows.iter().rfind(|row| row["currency"] == code).map(|row| row["date"].to_string());
    assert_eq!(last("LTL").as_deref(), Some("\"2014-12-31\""), "the litas ended with 2014");
    assert_eq!(last("HRK").as_deref(), Some("\"2022-12-30\""));
    assert!(rows.is_sorted_by_key(|row| (row["currency"].to_string(), row["date"].to_string())));
    println!("{} rates", rows.len());
}

#[test]
fn inforeuro_comes_out_from_1999_on() {
    let Some(rows) = rates("inforeuro-gbp-monthly.json", &FxOptions::default()) else { return };
    assert!(rows.iter().all(|row| row["currency"] == "GBP" && row["source"] == "InforEuro"));
    assert_eq!(rows[0]["date"], "1999-01-01", "before that the reference was the ecu");
    assert_eq!(rows.last().unwrap()["rate"], "0.85628");
    println!("{} rates", rows.len());
}
