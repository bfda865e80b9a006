//! `aidledger reference import --table T FILE`: from a published table to the `data` of `reference.published` events.
//! Signing and sending are governance's.

use std::path::PathBuf;

use chrono::NaiveDate;
use serde_json::Value;

use crate::import::fx::{FxOptions, ImportError, fx_batches};
use crate::import::tables::{PlainTable, TableError, table_batches};

/// Largest file that is read: the whole ECB history since 1999 is about a megabyte.
const FILE_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// A table that can be imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Table {
    /// Exchange rates: the ECB's eurofxref-hist.csv, or InforEuro's monthly rates as JSON
    Fx,
    /// The Commission's base rates, as plain CSV: member_state, from, percent
    EcBaseRate,
    /// Public holidays, as plain CSV: member_state (or *), date, name
    Holidays,
    /// Prices of computing time, as plain CSV: system, partition, device, unit, policy_version, from, price.rate,
    /// price.currency, method, evidence.level, evidence.kind, evidence.sha256
    ComputePrice,
    /// Since when a register covers a regime, as plain CSV: member_state, regime, covers_from
    RegisterCoverage,
    /// Assisted areas, as plain CSV: nuts, area (a or c), from, until
    Areas,
}

impl Table {
    /// The table's name in an event.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.plain().map_or("fx", PlainTable::name)
    }

    /// The table, where its file is plain CSV.
    fn plain(self) -> Option<PlainTable> {
        match self {
            Self::Fx => None,
            Self::EcBaseRate => Some(PlainTable::EcBaseRate),
            Self::Holidays => Some(PlainTable::Holidays),
            Self::ComputePrice => Some(PlainTable::ComputePrice),
            Self::RegisterCoverage => Some(PlainTable::RegisterCoverage),
            Self::Areas => Some(PlainTable::Areas),
        }
    }
}

/// Publish a reference table in the ledger, at most 200 rows per event
///
/// Figures are passed on as written. A file that is wrong in one row publishes nothing.
#[derive(Debug, Clone, clap::Args)]
pub struct ReferenceImportArgs {
    /// Which table the file holds
    #[arg(long, value_enum)]
    pub table: Table,

    /// The file: as its publisher gives it (fx), or plain CSV in UTF-8 whose header names the members of a row
    #[arg(value_name = "FILE")]
    pub file: PathBuf,

    /// fx: take this currency only (ISO 4217); may be given several times. Default: all
    #[arg(long, value_name = "CODE")]
    pub currency: Vec<String>,

    /// fx: first day to take (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    pub from: Option<NaiveDate>,

    /// fx: last day to take (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    pub until: Option<NaiveDate>,

    /// fx: who published the rates; default ECB for its CSV, InforEuro for the Commission's JSON. Other tables: the
    /// document that the rows come from; default the file's name
    #[arg(long, value_name = "NAME")]
    pub source: Option<String>,
}

/// Why a table could not be imported.
#[derive(Debug, thiserror::Error)]
pub enum ReferenceError {
    /// The file could not be read.
    #[error("cannot read {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The system's answer.
        #[source]
        source: std::io::Error,
    },
    /// The file is larger than any table.
    #[error("{} is larger than {} MiB: no reference table is", .0.display(), FILE_BYTES_MAX / (1024 * 1024))]
    TooLarge(PathBuf),
    /// The file's content is wrong.
    #[error("{}", path.display())]
    Table {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        #[source]
        source: ImportError,
    },
    /// The file's rows are wrong.
    #[error("{}", path.display())]
    Plain {
        /// The file.
        path: PathBuf,
        /// Everything that is wrong with it.
        #[source]
        source: TableError,
    },
    /// A choice among exchange rates, for another table.
    #[error("{0} chooses among exchange rates: leave it out for this table, or cut the file")]
    NotForThisTable(&'static str),
}

/// The `data` of the `reference.published` events that the arguments ask for, in the order in which to send them.
///
/// # Errors
/// [`ReferenceError`].
pub fn batches(args: &ReferenceImportArgs) -> Result<Vec<Value>, ReferenceError> {
    let plain = args.table.plain();
    let choices = [
        ("--currency", !args.currency.is_empty()),
        ("--from", args.from.is_some()),
        ("--until", args.until.is_some()),
    ];
    if let Some((choice, _)) = choices.into_iter().find(|(_, given)| *given && plain.is_some()) {
        return Err(ReferenceError::NotForThisTable(choice));
    }
    let unreadable = |source| ReferenceError::Read { path: args.file.clone(), source };
    if std::fs::metadata(&args.file).map_err(unreadable)?.len() > FILE_BYTES_MAX {
        return Err(ReferenceError::TooLarge(args.file.clone()));
    }
    let bytes = std::fs::read(&args.file).map_err(unreadable)?;
    if let Some(table) = plain {
        let name = args.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let source = args.source.as_deref().unwrap_or(&name);
        return table_batches(table, &bytes, source)
            .map_err(|source| ReferenceError::Plain { path: args.file.clone(), source });
    }
    let options = FxOptions {
        currencies: args.currency.clone(),
        from: args.from,
        until: args.until,
        source: args.source.clone(),
        reference: None,
    };
    fx_batches(&bytes, &options).map_err(|source| ReferenceError::Table { path: args.file.clone(), source })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(table: Table, file: PathBuf) -> ReferenceImportArgs {
        ReferenceImportArgs { table, file, currency: Vec::new(), from: None, until: None, source: None }
    }

    #[test]
    fn plain_tables_take_the_files_name_or_the_one_given_as_their_source() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("holidays-2027.csv");
        std::fs::write(&file, "member_state,date\nFI,2027-01-06\n").unwrap();
        let args = args(Table::Holidays, file);
        assert_eq!(batches(&args).unwrap()[0]["source"]["ref"], "holidays-2027.csv");
        let named = ReferenceImportArgs { source: Some("Calendar".into()), ..args.clone() };
        assert_eq!(batches(&named).unwrap()[0]["source"]["ref"], "Calendar");
        let wrong = ReferenceImportArgs { table: Table::Areas, ..args };
        assert!(matches!(batches(&wrong), Err(ReferenceError::Plain { .. })));
    }

    #[test]
    fn choices_among_rates_are_no_choices_for_other_tables() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("a.csv");
        std::fs::write(&file, "nuts,area,from\nFI1D9,a,2022-01-01\n").unwrap();
        let args = args(Table::Areas, file);
        let choices = [
            ReferenceImportArgs { currency: vec!["SEK".into()], ..args.clone() },
            ReferenceImportArgs { from: NaiveDate::from_ymd_opt(2026, 1, 1), ..args.clone() },
            ReferenceImportArgs { until: NaiveDate::from_ymd_opt(2026, 1, 1), ..args.clone() },
        ];
        for choice in choices {
            assert!(matches!(batches(&choice), Err(ReferenceError::NotForThisTable(_))));
        }
        assert_eq!(batches(&args).unwrap().len(), 1);
    }

    #[test]
    fn every_table_has_the_name_that_events_use() {
        for (table, name) in [
            (Table::Fx, "fx"),
            (Table::EcBaseRate, "ec-base-rate"),
            (Table::Holidays, "holidays"),
            (Table::ComputePrice, "compute-price"),
            (Table::RegisterCoverage, "register-coverage"),
            (Table::Areas, "areas"),
        ] {
            assert_eq!(table.name(), name);
            assert_eq!(clap::ValueEnum::to_possible_value(&table).unwrap().get_name(), name);
        }
    }
}
