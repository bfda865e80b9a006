//! Why a command ended with exit code 1.

use std::path::{Path, PathBuf};

use ledger::file::FileError;
use ledger::json::Fault;
use ledger::submission::KeyError;

use super::bench::BenchCommandError;
use super::demo::DemoCommandError;
use super::import_csv::ImportCsvError;
use super::import_tam::ImportTamError;
use super::reference::ReferenceError;
use super::remote::RemoteError;
use super::submit::SubmitError;
use crate::config::ConfigError;
use crate::pseudonym::{AskedError, KeyFileError, MembersError};
use crate::service::keys::KeysError;
use crate::service::{FoundError, PublishedError, PutPackError, ReadError, StartError, TokenError};

/// Why a command ended with exit code 1.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The ledger was not created.
    #[error(transparent)]
    Found(#[from] FoundError),
    /// The ledger does not start.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The directory is in use by another process.
    #[error("{} is in use (`serve` holds its lock): use --server URL instead of --data, or stop it", .0.display())]
    InUse(PathBuf),
    /// The settings can't be used.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// Keys can't be used.
    #[error(transparent)]
    Keys(#[from] KeysError),
    /// A key file is no key.
    #[error("{}: {source}", path.display())]
    Key {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        #[source]
        source: KeyError,
    },
    /// A file could not be read or written.
    #[error("cannot {doing} {}: {source}", path.display())]
    File {
        /// What was tried.
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// A file below a directory could not be read or written.
    #[error(transparent)]
    Disk(#[from] FileError),
    /// The ledger can't be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The published log can't be read.
    #[error(transparent)]
    Published(#[from] PublishedError),
    /// A key of pseudonyms can't be used.
    #[error(transparent)]
    PseudonymKey(#[from] KeyFileError),
    /// The log that says who may ask can't be used.
    #[error("--log: {0}")]
    Members(#[from] MembersError),
    /// The record of questions can't be used.
    #[error(transparent)]
    Asked(#[from] AskedError),
    /// The pack is not sound.
    #[error("the pack in {} is not sound:\n{errors}", path.display())]
    Pack {
        /// Its folder.
        path: PathBuf,
        /// Everything that is wrong.
        errors: rules::pack::PackErrors,
    },
    /// The pack was not kept.
    #[error(transparent)]
    PutPack(#[from] PutPackError),
    /// The server could not be asked.
    #[error(transparent)]
    Remote(#[from] RemoteError),
    /// A table could not be imported.
    #[error(transparent)]
    Reference(#[from] ReferenceError),
    /// The import could not run.
    #[error(transparent)]
    ImportTam(#[from] ImportTamError),
    /// The import could not run.
    #[error(transparent)]
    ImportCsv(#[from] ImportCsvError),
    /// The submission run could not go on.
    #[error(transparent)]
    Submit(#[from] SubmitError),
    /// The demonstration could not run.
    #[error(transparent)]
    Demo(#[from] DemoCommandError),
    /// Nothing was measured.
    #[error(transparent)]
    Bench(#[from] BenchCommandError),
    /// A statement got no position.
    #[error("not recorded: {0}")]
    NotRecorded(String),
    /// The same id was stated before, at another time.
    #[error("{0}")]
    StatedBefore(String),
    /// A token was not issued: it would open nothing.
    #[error("no token is issued: {0}")]
    Token(#[from] TokenError),
    /// A statement was recorded without effect.
    #[error("recorded at position {position} without effect: {outcome} ({codes})")]
    Refused {
        /// Where it stands.
        position: u64,
        /// The outcome.
        outcome: String,
        /// Why.
        codes: String,
    },
    /// Events are malformed: the line on which each starts, and its faults.
    #[error("{}", malformed(.0))]
    Malformed(Vec<(u64, Vec<Fault>)>),
    /// Arguments that do not fit together.
    #[error("{0}")]
    Usage(String),
    /// Standard output is gone, or the operating system refused something.
    #[error("{0}")]
    System(#[from] std::io::Error),
}

/// Every fault on a line of its own; where there is one event alone, its line says nothing.
fn malformed(events: &[(u64, Vec<Fault>)]) -> String {
    let one = matches!(events, [(1, _)]);
    let mut lines = vec!["malformed, so nothing was signed:".to_owned()];
    for (line, faults) in events {
        let at = if one { String::new() } else { format!("line {line}: ") };
        lines.extend(faults.iter().map(|fault| format!("{at}{fault}")));
    }
    lines.join("\n")
}

impl Failure {
    /// A file of the user's.
    pub fn file(doing: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Failure + use<> {
        let path = path.to_owned();
        move |source| Failure::File { doing, path, source }
    }
}
