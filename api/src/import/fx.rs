//! Exchange rates: the ECB's history of euro reference rates, and the Commission's monthly InforEuro rates.
//!
//! Both give units of a currency for one euro, which is what the `fx` table of `reference.published` holds; figures are
//! passed on as written. A day without a rate gets none: which earlier day counts is for the rules to say.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use encoding_rs::UTF_8;
use serde_json::{Value, json};

use crate::import::opened::{OpenFault, Opened};
use crate::import::text::shortened;

/// Most rows that one `reference.published` may carry.
pub const ROWS_PER_BATCH: usize = 200;

/// What to take from the file, and under which name.
#[derive(Debug, Clone, Default)]
pub struct FxOptions {
    /// Currencies to take, by ISO 4217 code; empty means every currency of the file.
    pub currencies: Vec<String>,
    /// First day to take.
    pub from: Option<NaiveDate>,
    /// Last day to take.
    pub until: Option<NaiveDate>,
    /// Who published the rates; without it `ECB` for its CSV and `InforEuro` for the Commission's JSON.
    pub source: Option<String>,
    /// Name of the document; without it `eurofxref-hist` or `inforeuro`.
    pub reference: Option<String>,
}

/// Why rates could not be read. Nothing is published from a file that is wrong in one place.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// Neither a CSV starting with `Date` nor a JSON array.
    #[error("neither the ECB's CSV (first column Date) nor InforEuro's JSON (an array of rates)")]
    Shape,
    /// The CSV reader gave up.
    #[error("not readable as CSV")]
    Csv(#[from] csv::Error),
    /// Not what it is said to be.
    #[error(transparent)]
    Open(#[from] OpenFault),
    /// Not JSON.
    #[error("not readable as JSON")]
    Json(#[from] serde_json::Error),
    /// A heading or member that should be a currency is none.
    #[error("row {row}: {text:?} is not a currency code of three capital letters")]
    Currency {
        /// Row of the file (JSON: place in the array), from 1.
        row: u64,
        /// What stands there.
        text: String,
    },
    /// A date that is none, or outside 1990 to 2199.
    #[error("row {row}: {text:?} is not a date between 1990 and 2199")]
    Date {
        /// Row of the file (JSON: place in the array), from 1.
        row: u64,
        /// What stands there.
        text: String,
    },
    /// A rate that is no plain positive decimal.
    #[error("row {row}, {currency}: {text:?} is not a positive decimal with at most 12 decimals")]
    Rate {
        /// Row of the file (JSON: place in the array), from 1.
        row: u64,
        /// The currency.
        currency: String,
        /// What stands there.
        text: String,
    },
    /// One currency has two rates for one day.
    #[error("row {row}: {currency} has another rate for {date} in the same file")]
    Contradiction {
        /// Row of the file (JSON: place in the array), from 1.
        row: u64,
        /// The currency.
        currency: String,
        /// The day.
        date: NaiveDate,
    },
    /// A currency was asked for that the file does not have.
    #[error("the file has no currency {0}")]
    NoSuchCurrency(String),
}

/// Rates in the order in which they are published: by currency, then by day; each with its last day, where the file has one.
type Rates = BTreeMap<(String, NaiveDate), (String, Option<NaiveDate>)>;

/// The `data` of as many `reference.published` events as the rates need, at most [`ROWS_PER_BATCH`] rows each.
///
/// The same bytes and options always give the same batches, so sending them again is the same statement.
///
/// # Errors
/// [`ImportError`] naming the first row that is wrong; a file without a rate in the wanted days gives no batch.
pub fn fx_batches(bytes: &[u8], options: &FxOptions) -> Result<Vec<Value>, ImportError> {
    let opened = Opened::of(bytes, UTF_8, None)?;
    let text = &*opened.bytes;
    let first = text.iter().find(|b| !b.is_ascii_whitespace());
    let mut table = Table { options, known: BTreeSet::new(), rates: Rates::new() };
    let (source, reference) = if first == Some(&b'[') {
        read_inforeuro(text, &mut table)?;
        ("InforEuro", "inforeuro")
    } else {
        read_ecb(text, &mut table)?;
        ("ECB", "eurofxref-hist")
    };
    let wanted = options.currencies.iter().find(|code| !table.known.contains(*code));
    if let Some(code) = wanted {
        return Err(ImportError::NoSuchCurrency(shortened(code)));
    }
    let source = options.source.as_deref().unwrap_or(source);
    let reference = options.reference.as_deref().unwrap_or(reference);
    Ok(batches(&table.rates, source, reference, &sha256_hex(bytes)))
}

fn batches(rates: &Rates, source: &str, reference: &str, sha256: &str) -> Vec<Value> {
    let row = |((currency, date), (rate, until)): (&(String, NaiveDate), &(String, Option<NaiveDate>))| {
        let day = |date: &NaiveDate| date.format("%Y-%m-%d").to_string();
        let mut row = json!({ "member_state": "*", "currency": currency, "date": day(date), "rate": rate, "source": source });
        if let (Some(members), Some(until)) = (row.as_object_mut(), until) {
            members.insert("until".to_owned(), json!(day(until)));
        }
        row
    };
    let rows: Vec<Value> = rates.iter().map(row).collect();
    let batch = |rows: &[Value]| json!({ "table": "fx", "rows": rows, "source": { "ref": reference, "sha256": sha256 } });
    rows.chunks(ROWS_PER_BATCH).map(batch).collect()
}

struct Table<'a> {
    options: &'a FxOptions,
    /// Every currency that the file speaks of, with or without a rate.
    known: BTreeSet<String>,
    rates: Rates,
}

impl Table<'_> {
    fn wants(&self, currency: &str, date: NaiveDate) -> bool {
        let FxOptions { currencies, from, until, .. } = self.options;
        (currencies.is_empty() || currencies.iter().any(|code| code == currency))
            && from.is_none_or(|from| date >= from)
            && until.is_none_or(|until| date <= until)
    }

    fn add(
        &mut self,
        row: u64,
        currency: &str,
        (date, until): (NaiveDate, Option<NaiveDate>),
        rate: &str,
    ) -> Result<(), ImportError> {
        if !is_rate(rate) {
            return Err(ImportError::Rate { row, currency: currency.to_owned(), text: shortened(rate) });
        }
        if !self.wants(currency, date) {
            return Ok(());
        }
        let stated = (rate.to_owned(), until);
        let known = self.rates.insert((currency.to_owned(), date), stated.clone());
        if known.is_some_and(|known| known != stated) {
            return Err(ImportError::Contradiction { row, currency: currency.to_owned(), date });
        }
        Ok(())
    }

    fn know(&mut self, row: u64, text: &str) -> Result<(), ImportError> {
        if text.len() != 3 || !text.bytes().all(|b| b.is_ascii_uppercase()) {
            return Err(ImportError::Currency { row, text: shortened(text) });
        }
        self.known.insert(text.to_owned());
        Ok(())
    }
}

/// `Date,USD,JPY,...,` with `N/A` where there is no rate, newest day first, and a comma at the end of every line.
fn read_ecb(text: &[u8], table: &mut Table<'_>) -> Result<(), ImportError> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).trim(csv::Trim::All).from_reader(text);
    let mut records = reader.records();
    let header = records.next().ok_or(ImportError::Shape)??;
    if header.get(0) != Some("Date") {
        return Err(ImportError::Shape);
    }
    for currency in header.iter().skip(1).filter(|heading| !heading.is_empty()) {
        table.know(1, currency)?;
    }
    for record in records {
        let record = record?;
        let row = record.position().map_or(0, csv::Position::line);
        let date = day(row, record.get(0).unwrap_or_default(), "%Y-%m-%d")?;
        let cells = header.iter().zip(record.iter()).skip(1);
        for (currency, rate) in
            cells.filter(|(currency, rate)| !currency.is_empty() && !matches!(*rate, "" | "N/A"))
        {
            table.add(row, currency, (date, None), rate)?;
        }
    }
    Ok(())
}

/// `[{"currencyIso", "refCurrencyIso", "amount", "dateStart", "dateEnd"}]`, one month each, days as dd/mm/yyyy.
///
/// A rate stands under the first day of its month. Rows against the ECU (before 1999) are no rates of the euro: left out.
fn read_inforeuro(text: &[u8], table: &mut Table<'_>) -> Result<(), ImportError> {
    let rows: Vec<Value> = serde_json::from_slice(text)?;
    for (row, entry) in (1u64..).zip(&rows) {
        let member = |name: &str| entry.get(name).and_then(Value::as_str).ok_or(ImportError::Shape);
        let currency = member("currencyIso")?;
        table.know(row, currency)?;
        if member("refCurrencyIso")? != "EUR" {
            continue;
        }
        let date = day(row, member("dateStart")?, "%d/%m/%Y")?;
        let rate = entry.get("amount").and_then(figure).ok_or(ImportError::Shape)?;
        // It holds for its month, to the last day of it.
        let until = day(row, member("dateEnd")?, "%d/%m/%Y")?;
        table.add(row, currency, (date, Some(until)), &rate)?;
    }
    Ok(())
}

/// The digits of a JSON number. Beyond 15 digits a binary number no longer holds what was written, so it is not taken.
fn figure(amount: &Value) -> Option<String> {
    let text = match amount {
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        _ => return None,
    };
    let exact = amount.is_string() || text.bytes().filter(u8::is_ascii_digit).count() <= 15;
    exact.then_some(text)
}

fn day(row: u64, text: &str, format: &str) -> Result<NaiveDate, ImportError> {
    let shaped = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'/'));
    let date = shaped.then(|| NaiveDate::parse_from_str(text, format).ok()).flatten();
    let known = date.filter(|date| (1990..=2199).contains(&date.year()));
    known.ok_or_else(|| ImportError::Date { row, text: shortened(text) })
}

/// A positive decimal, up to 15 digits before the point and 12 after it.
fn is_rate(text: &str) -> bool {
    let (integer, fraction) = match text.split_once('.') {
        Some((integer, fraction)) => (integer, fraction),
        None => (text, "0"),
    };
    let digits = |part: &str, most: usize| {
        (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
    };
    digits(integer, 15)
        && (integer == "0" || !integer.starts_with('0'))
        && digits(fraction, 12)
        && text.bytes().any(|b| (b'1'..=b'9').contains(&b))
}

fn sha256_hex(bytes: &[u8]) -> String {
    use sha2::Digest;
    sha2::Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ECB: &str = "Date,USD,SEK,CYP,\n2026-11-20,1.0812,11.0345,N/A,\n2026-11-19,1.08,11,N/A,\n";
    const INFOREURO: &str = r#"[{"currencyIso":"GBP","refCurrencyIso":"EUR","amount":0.85628,"dateStart":"01/02/2024",
        "dateEnd":"29/02/2024"},{"currencyIso":"GBP","refCurrencyIso":"ECU","amount":0.7,"dateStart":"01/12/1998",
        "dateEnd":"31/12/1998"}]"#;

    fn date(text: &str) -> Option<NaiveDate> {
        Some(text.parse().unwrap())
    }

    fn only(currency: &str) -> FxOptions {
        FxOptions { currencies: vec![currency.into()], ..FxOptions::default() }
    }

    #[test]
    fn the_ecbs_history_by_currency_and_day() {
        let batches = fx_batches(ECB.as_bytes(), &FxOptions::default()).unwrap();
        let row = |currency, date, rate| json!({"member_state": "*", "currency": currency, "date": date, "rate": rate, "source": "ECB"});
        let rows = json!([
            row("SEK", "2026-11-19", "11"),
            row("SEK", "2026-11-20", "11.0345"),
            row("USD", "2026-11-19", "1.08"),
            row("USD", "2026-11-20", "1.0812"),
        ]);
        let source = json!({"ref": "eurofxref-hist", "sha256": sha256_hex(ECB.as_bytes())});
        assert_eq!(batches, vec![json!({"table": "fx", "rows": rows, "source": source})]);
    }

    #[test]
    fn limits_on_currency_and_days() {
        let options = FxOptions { from: date("2026-11-20"), until: date("2026-11-20"), ..only("SEK") };
        let batches = fx_batches(ECB.as_bytes(), &options).unwrap();
        assert_eq!(batches[0]["rows"].as_array().unwrap().len(), 1);
        let none = FxOptions { from: date("2027-01-01"), ..FxOptions::default() };
        assert!(fx_batches(ECB.as_bytes(), &none).unwrap().is_empty());
        assert!(fx_batches(ECB.as_bytes(), &only("CYP")).unwrap().is_empty());
        assert!(matches!(fx_batches(ECB.as_bytes(), &only("GBP")), Err(ImportError::NoSuchCurrency(_))));
    }

    #[test]
    fn a_batch_holds_two_hundred_rows_and_not_one_more() {
        let mut text = String::from("Date,USD,\n");
        let first = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap();
        first.iter_days().take(401).for_each(|day| text.push_str(&format!("{day},1.1,\n")));
        let batches = fx_batches(text.as_bytes(), &FxOptions::default()).unwrap();
        let sizes: Vec<usize> = batches.iter().map(|batch| batch["rows"].as_array().unwrap().len()).collect();
        assert_eq!(sizes, [200, 200, 1]);
    }

    #[test]
    fn inforeuro_stands_under_the_first_of_the_month_and_the_ecu_is_left_out() {
        let batches = fx_batches(INFOREURO.as_bytes(), &FxOptions::default()).unwrap();
        let rows = json!([{"member_state": "*", "currency": "GBP", "date": "2024-02-01", "rate": "0.85628", "source": "InforEuro", "until": "2024-02-29"}]);
        assert_eq!(batches[0]["rows"], rows);
        assert_eq!(batches[0]["source"]["ref"], "inforeuro");
    }

    #[test]
    fn one_wrong_row_stops_the_file() {
        let wrong =
            |from: &str, to: &str| fx_batches(ECB.replace(from, to).as_bytes(), &FxOptions::default());
        for rate in ["0", "0.0", "-1", "1e3", "1,5", "01.5", "1.1234567890123", "abc", "1."] {
            let text = ECB.replace("11.0345", &format!("\"{rate}\""));
            let refused = fx_batches(text.as_bytes(), &FxOptions::default());
            assert!(matches!(refused, Err(ImportError::Rate { row: 2, .. })), "{rate}");
        }
        assert!(matches!(wrong("2026-11-20", "20/11/2026"), Err(ImportError::Date { row: 2, .. })));
        assert!(matches!(wrong("2026-11-19", "2026-11-31"), Err(ImportError::Date { row: 3, .. })));
        assert!(matches!(wrong("2026-11-19", "2026-11-20"), Err(ImportError::Contradiction { row: 3, .. })));
        assert!(matches!(wrong("USD", "Usd"), Err(ImportError::Currency { .. })));
        assert!(matches!(wrong("Date", "Day"), Err(ImportError::Shape)));
        assert!(fx_batches(b"", &FxOptions::default()).is_err());
        assert!(fx_batches(b"[{}]", &FxOptions::default()).is_err());
        assert!(fx_batches(b"[", &FxOptions::default()).is_err());
        let long = INFOREURO.replace("0.85628", "0.8562812345678901");
        assert!(fx_batches(long.as_bytes(), &FxOptions::default()).is_err());
    }
}
