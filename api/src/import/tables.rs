//! Reference tables from plain CSV: the header names the members of a row, nested ones with dots (`price.rate`).
//!
//! What a row may hold is asked of the event's own reader, so this room has no second list of members to keep. A file
//! that is wrong in one place gives no batch; all its faults are named with line and column.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use csv::StringRecord;
use encoding_rs::UTF_8;
use ledger::event::field::{Definitions, Field};
use ledger::event::governance::{
    AreaRow, BaseRateRow, ComputePriceRow, HolidayRow, ReferencePublished, RegisterCoverageRow,
};
use ledger::json::{Faults, Json, Place};
use serde_json::Value;

use crate::import::fx::ROWS_PER_BATCH;
use crate::import::opened::{OpenFault, Opened};
use crate::import::rows::{hex, sha256};
use crate::import::text::shortened;

/// Faults that a message shows; the rest are counted.
const FAULTS_SHOWN: usize = 50;

/// A table in plain CSV.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlainTable {
    /// Base rates of the Commission.
    EcBaseRate,
    /// Public holidays.
    Holidays,
    /// Prices of computing time.
    ComputePrice,
    /// Since when a register covers a regime.
    RegisterCoverage,
    /// Assisted areas.
    Areas,
}

/// One thing wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableFault {
    /// The line on which the row starts; the header is on line 1.
    pub line: u64,
    /// The column; empty for the row as a whole.
    pub column: String,
    /// What is wrong, and how to mend it.
    pub message: String,
}

/// Why a file is no table. Nothing is published from a file that is wrong in one place.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// Not UTF-8, or torn.
    #[error(
        "not readable as CSV in UTF-8; another encoding is read with its byte order mark alone (UTF-16: FF FE or FE FF)"
    )]
    Csv(#[from] csv::Error),
    /// Not what it is said to be.
    #[error(transparent)]
    Open(#[from] OpenFault),
    /// Faults of header or rows.
    #[error("{} fault(s), nothing published{}", .0.len(), Listed(.0))]
    Faults(Vec<TableFault>),
    /// The name of the source is no text an event can carry.
    #[error("the source {0:?} is no text an event can carry: 1 to 500 bytes, printable")]
    Source(String),
}

struct Listed<'a>(&'a [TableFault]);

impl fmt::Display for Listed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for TableFault { line, column, message } in self.0.iter().take(FAULTS_SHOWN) {
            let column = if column.is_empty() { String::new() } else { format!(", column {column}") };
            write!(f, "\nline {line}{column}: {message}")?;
        }
        match self.0.len().saturating_sub(FAULTS_SHOWN) {
            0 => Ok(()),
            more => write!(f, "\nand {more} more"),
        }
    }
}

/// What is asked of the event's reader about one table.
struct Shape {
    check: fn(&Json) -> Vec<ledger::json::Fault>,
    schema: fn(&mut Definitions) -> Value,
    /// Members that name a row: two rows of a file with the same ones contradict each other.
    key: &'static [&'static str],
}

fn check<T: Field>(row: &Json) -> Vec<ledger::json::Fault> {
    let mut faults = Faults::default();
    let _ = T::read(row, &Place::ROOT, &mut faults);
    faults.into_vec()
}

impl PlainTable {
    /// The table's name in an event.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::EcBaseRate => "ec-base-rate",
            Self::Holidays => "holidays",
            Self::ComputePrice => "compute-price",
            Self::RegisterCoverage => "register-coverage",
            Self::Areas => "areas",
        }
    }

    fn shape(self) -> Shape {
        fn of<T: Field>(key: &'static [&'static str]) -> Shape {
            Shape { check: check::<T>, schema: T::schema, key }
        }
        match self {
            Self::EcBaseRate => of::<BaseRateRow>(&["member_state", "from"]),
            Self::Holidays => of::<HolidayRow>(&["member_state", "date", "status"]),
            Self::ComputePrice => {
                of::<ComputePriceRow>(&["system", "partition", "device", "unit", "policy_version", "from"])
            }
            Self::RegisterCoverage => of::<RegisterCoverageRow>(&["member_state", "regime"]),
            Self::Areas => of::<AreaRow>(&["nuts", "from"]),
        }
    }

    /// The columns that a file of this table may have, and those it must have.
    #[must_use]
    pub fn columns(self) -> (Vec<String>, Vec<String>) {
        let mut definitions = Definitions::new();
        let row = (self.shape().schema)(&mut definitions);
        let mut columns = (Vec::new(), Vec::new());
        gather(&row, &definitions, "", true, &mut columns);
        columns
    }
}

/// Walks a schema down to its texts.
fn gather(
    schema: &Value,
    definitions: &Definitions,
    path: &str,
    required: bool,
    columns: &mut (Vec<String>, Vec<String>),
) {
    let name = schema.get("$ref").and_then(Value::as_str).and_then(|name| name.strip_prefix("#/$defs/"));
    let schema = name.and_then(|name| definitions.get(name)).unwrap_or(schema);
    let Some(properties) = schema.get("properties").and_then(Value::as_object) else {
        columns.0.push(path.to_owned());
        if required {
            columns.1.push(path.to_owned());
        }
        return;
    };
    let needs = |member: &str| {
        let list = schema.get("required").and_then(Value::as_array);
        list.is_some_and(|list| list.iter().any(|name| name == member))
    };
    for (member, inner) in properties {
        let path = if path.is_empty() { member.clone() } else { format!("{path}.{member}") };
        gather(inner, definitions, &path, required && needs(member), columns);
    }
}

/// The `data` of as many `reference.published` events as the rows need, at most 200 rows each, in the order of the file.
///
/// `source` names the document the rows come from. The same bytes and source always give the same batches, so sending
/// them again is the same statement. A file without a row gives no batch.
///
/// # Errors
/// [`TableError`] with every fault of the file.
pub fn table_batches(table: PlainTable, bytes: &[u8], source: &str) -> Result<Vec<Value>, TableError> {
    let opened = Opened::of(bytes, UTF_8, None)?;
    let mut builder = csv::ReaderBuilder::new();
    builder
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .delimiter(opened.separator.unwrap_or(b','));
    let mut reader = builder.from_reader(&*opened.bytes);
    let mut records = reader.records();
    let header = records.next().transpose()?.unwrap_or_default();
    let mut faults = header_faults(table, &header);
    // Rows under a wrong header would only repeat its faults.
    if !faults.is_empty() {
        return Err(TableError::Faults(faults));
    }
    let shape = table.shape();
    let mut rows = Vec::new();
    let mut known: HashMap<Vec<String>, u64> = HashMap::new();
    for record in records {
        let record = record?;
        let line = opened.lines_before + record.position().map_or(0, csv::Position::line);
        if record.len() != header.len() {
            let message = format!(
                "{} cells where the header has {}: check quotes and commas",
                record.len(),
                header.len()
            );
            faults.push(TableFault { line, column: String::new(), message });
            continue;
        }
        let row = nested(&header, &record);
        let found = (shape.check)(&row);
        faults.extend(found.into_iter().map(|fault| TableFault {
            line,
            column: fault.pointer.trim_start_matches('/').replace('/', "."),
            message: format!("{}; {}", fault.message, fault.hint),
        }));
        let key = shape.key.iter().map(|name| row.member(name).and_then(Json::text).unwrap_or("").to_owned());
        match known.entry(key.collect()) {
            std::collections::hash_map::Entry::Occupied(first) => faults.push(TableFault {
                line,
                column: shape.key.join(", "),
                message: format!("line {} is about the same; keep one of the two", first.get()),
            }),
            std::collections::hash_map::Entry::Vacant(free) => drop(free.insert(line)),
        }
        rows.push(row);
    }
    if !faults.is_empty() {
        return Err(TableError::Faults(faults));
    }
    batches(table, &rows, source, &hex(&sha256(bytes)))
}

fn header_faults(table: PlainTable, header: &StringRecord) -> Vec<TableFault> {
    let (all, required) = table.columns();
    let mut faults = Vec::new();
    let mut fault = |column: &str, message: String| {
        faults.push(TableFault { line: 1, column: column.to_owned(), message });
    };
    for (at, name) in header.iter().enumerate() {
        if !all.iter().any(|known| known == name) {
            fault(
                &shortened(name),
                format!("table {} has no such column; it may have: {}", table.name(), all.join(", ")),
            );
        } else if header.iter().take(at).any(|earlier| earlier == name) {
            fault(name, "the column is there twice; keep one".into());
        }
    }
    for name in required.iter().filter(|name| !header.iter().any(|there| there == name.as_str())) {
        fault(name, "the column is missing; add it".into());
    }
    faults
}

/// The row as an event holds it: empty cells are absent members.
fn nested(header: &StringRecord, record: &StringRecord) -> Json {
    let mut members: Vec<(String, Json)> = Vec::new();
    for (name, cell) in header.iter().zip(record).filter(|(_, cell)| !cell.is_empty()) {
        put(&mut members, name, cell);
    }
    Json::Object(members)
}

fn put(members: &mut Vec<(String, Json)>, path: &str, cell: &str) {
    let Some((outer, inner)) = path.split_once('.') else {
        members.push((path.to_owned(), Json::Text(cell.to_owned())));
        return;
    };
    if let Some((_, Json::Object(known))) = members.iter_mut().find(|(name, _)| name == outer) {
        put(known, inner, cell);
        return;
    }
    let mut fresh = Vec::new();
    put(&mut fresh, inner, cell);
    members.push((outer.to_owned(), Json::Object(fresh)));
}

fn batches(table: PlainTable, rows: &[Json], source: &str, sha256: &str) -> Result<Vec<Value>, TableError> {
    let text = |text: &str| Json::Text(text.to_owned());
    let object = |members: [(&str, Json); 3]| {
        Json::Object(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    };
    let mut batches = Vec::new();
    for rows in rows.chunks(ROWS_PER_BATCH) {
        let origin = BTreeMap::from([("ref", source), ("sha256", sha256)]);
        let origin = origin.into_iter().map(|(name, value)| (name.to_owned(), text(value))).collect();
        let data = object([
            ("table", text(table.name())),
            ("rows", Json::Array(rows.to_vec())),
            ("source", Json::Object(origin)),
        ]);
        // Rows were read one by one; what is left to go wrong is the name of the source.
        if !check::<ReferencePublished>(&data).is_empty() {
            return Err(TableError::Source(shortened(source)));
        }
        let value = serde_json::to_value(&data).map_err(|_| TableError::Source(shortened(source)))?;
        batches.push(value);
    }
    Ok(batches)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLES: [PlainTable; 5] = [
        PlainTable::EcBaseRate,
        PlainTable::Holidays,
        PlainTable::ComputePrice,
        PlainTable::RegisterCoverage,
        PlainTable::Areas,
    ];

    /// A whole file of each table.
    fn example(table: PlainTable) -> &'static str {
        match table {
            PlainTable::EcBaseRate => "member_state,from,percent\nFI,2026-10-01,2.64\nDK,2026-10-01,-0.12\n",
            PlainTable::Holidays => {
                "date,member_state,name\n2026-12-06,FI,itsenäisyyspäivä\n2026-12-25,*,\n2027-01-01,*,New Year's Day\n"
            }
            PlainTable::ComputePrice => {
                "system,unit,from,price.rate,price.currency,method,partition,evidence.level\n\
                 lumi,gpu-hour,2026-01-01,1.85,EUR,published tariff,g,documented\nlumi,core-hour,2026-01-01,0.01,EUR,published tariff,c,\n"
            }
            PlainTable::RegisterCoverage => {
                "member_state,regime,covers_from\nFI,eu-2023-2831,2026-01-01\nFI,eu-2023-2832,2026-01-01\n"
            }
            PlainTable::Areas => "nuts,area,from,until\nFI1C4,c,2022-01-01,2027-12-31\nFI1D9,a,2022-01-01,\n",
        }
    }

    fn faults(table: PlainTable, text: &str) -> Vec<(u64, String, String)> {
        match table_batches(table, text.as_bytes(), "file.csv").unwrap_err() {
            TableError::Faults(faults) => faults.into_iter().map(|f| (f.line, f.column, f.message)).collect(),
            other => panic!("{other}"),
        }
    }

    #[test]
    fn every_table_has_the_columns_of_its_row() {
        let columns = |table: PlainTable| table.columns();
        let (all, required) = columns(PlainTable::ComputePrice);
        for column in ["price.rate", "price.currency", "evidence.sha256", "partition", "policy_version"] {
            assert!(all.iter().any(|known| known == column), "{column}: {all:?}");
        }
        let wanted = ["from", "method", "price.currency", "price.rate", "system", "unit"];
        assert_eq!(
            {
                let mut sorted = required;
                sorted.sort();
                sorted
            },
            wanted
        );
        assert_eq!(columns(PlainTable::Areas).0.len(), 4);
    }

    #[test]
    fn every_table_reads_and_says_what_it_read() {
        for table in TABLES {
            let text = example(table);
            let batches = table_batches(table, text.as_bytes(), "file.csv").unwrap();
            assert_eq!(
                batches,
                table_batches(table, format!("\u{feff}{text}").as_bytes(), "file.csv")
                    .map(|mut again| {
                        // The digest is that of the file as it lies there, its mark included.
                        again[0]["source"] = batches[0]["source"].clone();
                        again
                    })
                    .unwrap()
            );
            assert_eq!((batches.len(), &batches[0]["table"]), (1, &Value::from(table.name())));
            assert_eq!(batches[0]["rows"].as_array().unwrap().len(), text.lines().count() - 1);
            assert_eq!(batches[0]["source"]["sha256"], hex(&sha256(text.as_bytes())));
            assert_eq!(batches[0]["source"]["ref"], "file.csv");
        }
        let price =
            &table_batches(PlainTable::ComputePrice, example(PlainTable::ComputePrice).as_bytes(), "f")
                .unwrap()[0]["rows"];
        assert_eq!(price[0]["price"], serde_json::json!({"rate": "1.85", "currency": "EUR"}));
        assert_eq!(price[0]["evidence"], serde_json::json!({"level": "documented"}));
        assert!(price[1].get("evidence").is_none(), "empty cells are absent members");
    }

    #[test]
    fn a_batch_holds_two_hundred_rows_and_not_one_more() {
        let first = chrono::NaiveDate::from_ymd_opt(2024, 1, 1).unwrap();
        let rows: String = first.iter_days().take(401).map(|day| format!("FI,{day}\n")).collect();
        let batches =
            table_batches(PlainTable::Holidays, format!("member_state,date\n{rows}").as_bytes(), "f")
                .unwrap();
        let sizes: Vec<usize> = batches.iter().map(|batch| batch["rows"].as_array().unwrap().len()).collect();
        assert_eq!(sizes, [200, 200, 1]);
        assert!(table_batches(PlainTable::Holidays, b"member_state,date\n", "f").unwrap().is_empty());
    }

    #[test]
    fn all_faults_of_a_file_are_named_with_line_and_column() {
        let text = "member_state,from,percent\nFI,2026-10-01,2.64\nGR,1.10.2026,two\nFI,2026-10-01,3\nFI\nSE,2026-10-01,\n";
        let found = faults(PlainTable::EcBaseRate, text);
        let places: Vec<(u64, &str)> =
            found.iter().map(|(line, column, _)| (*line, column.as_str())).collect();
        let wanted = [
            (3, "member_state"),
            (3, "from"),
            (3, "percent"),
            (4, "member_state, from"),
            (5, ""),
            (6, "percent"),
        ];
        assert_eq!(places, wanted, "{found:?}");
        assert!(found[3].2.contains("line 2 is about the same"));
        let price =
            example(PlainTable::ComputePrice).replace("1.85", "1,85").replace("0.01,EUR", "0.01,EURO");
        let price = price.replace("1,85", "\"1,85\"");
        let places: Vec<_> =
            faults(PlainTable::ComputePrice, &price).into_iter().map(|(l, c, _)| (l, c)).collect();
        assert_eq!(places, [(2, "price.rate".to_owned()), (3, "price.currency".to_owned())]);
    }

    #[test]
    fn a_wrong_header_is_named_once_and_not_by_row() {
        let found = faults(PlainTable::Areas, "nuts,aera,from,from\nX,Y,Z,Z\n");
        let said: Vec<(&str, bool)> = found
            .iter()
            .map(|(line, column, message)| (column.as_str(), *line == 1 && !message.is_empty()))
            .collect();
        assert_eq!(said, [("aera", true), ("from", true), ("area", true)]);
        assert!(!faults(PlainTable::Areas, "").is_empty(), "an empty file is no table");
        assert!(table_batches(PlainTable::Areas, b"nuts,area,from\nFI\xff,a,2022-01-01\n", "f").is_err());
    }

    #[test]
    fn the_source_is_a_text_that_an_event_can_carry() {
        let refused = table_batches(PlainTable::Areas, example(PlainTable::Areas).as_bytes(), "a\u{7}b");
        assert!(matches!(refused, Err(TableError::Source(_))));
    }
}
