//! `aidledger reference import --table T FILE`: from a published table to the `data` of `reference.published` events.
//! Signing and sending are governance's.

use std::path::PathBuf;

use chrono::NaiveDate;
use serde_json::Value;

use crate::import::fx::{FxOptions, ImportError, fx_batches};

/// Largest file that is read: the whole ECB history since 1999 is about a megabyte.
const FILE_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// A table that can be imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Table {
    /// Exchange rates: the ECB's eurofxref-hist.csv, or InforEuro's monthly rates as JSON
    Fx,
}

/// Publish a reference table (exchange rates) in the ledger, at most 200 rows per event
///
/// Rates are units of a currency for one euro, passed on as written. A file that is wrong in one row publishes nothing.
#[derive(Debug, Clone, clap::Args)]
pub struct ReferenceImportArgs {
    /// Which table the file holds
    #[arg(long, value_enum)]
    pub table: Table,

    /// The file as its publisher gives it
    #[arg(value_name = "FILE")]
    pub file: PathBuf,

    /// Take this currency only (ISO 4217); may be given several times. Default: all
    #[arg(long, value_name = "CODE")]
    pub currency: Vec<String>,

    /// First day to take (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    pub from: Option<NaiveDate>,

    /// Last day to take (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    pub until: Option<NaiveDate>,

    /// Who published the rates. Default: ECB for its CSV, InforEuro for the Commission's JSON
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
    #[error("{} is larger than {} MiB: not a table of rates", .0.display(), FILE_BYTES_MAX / (1024 * 1024))]
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
}

/// The `data` of the `reference.published` events that the arguments ask for, in the order in which to send them.
///
/// # Errors
/// [`ReferenceError`].
pub fn batches(args: &ReferenceImportArgs) -> Result<Vec<Value>, ReferenceError> {
    let unreadable = |source| ReferenceError::Read { path: args.file.clone(), source };
    if std::fs::metadata(&args.file).map_err(unreadable)?.len() > FILE_BYTES_MAX {
        return Err(ReferenceError::TooLarge(args.file.clone()));
    }
    let bytes = std::fs::read(&args.file).map_err(unreadable)?;
    let options = FxOptions {
        currencies: args.currency.clone(),
        from: args.from,
        until: args.until,
        source: args.source.clone(),
        reference: None,
    };
    match args.table {
        Table::Fx => fx_batches(&bytes, &options)
            .map_err(|source| ReferenceError::Table { path: args.file.clone(), source }),
    }
}
