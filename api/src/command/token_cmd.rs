//! `aidledger token issue`: who may read what, signed by the ledger's `token` key.

use std::path::PathBuf;

use ledger::file::Files as _;
use ledger::ids::{PartyId, UndertakingId};
use ledger::reader::{DirReader, LogReader as _, read_bundle};
use ledger::time::{At, Clock as _, SystemClock};

use super::failure::Failure;
use super::govern::files;
use super::say::say;
use crate::service::keys::Keys;
use crate::service::read_vkey;
use crate::service::token::{TokenClaims, TokenRole, issue};

const DAY_MICROS: i64 = 86_400_000_000;

/// Issue access tokens
#[derive(Debug, Clone, clap::Subcommand)]
pub enum TokenCommand {
    /// Print a new access token; works while `serve` runs
    Issue(IssueArgs),
}

/// Print a new access token
///
/// A token can't be called back before it ends: keep the days few. Exit code 0: printed; 1: not.
#[derive(Debug, Clone, clap::Args)]
pub struct IssueArgs {
    /// Directory of the ledger
    #[arg(long, value_name = "DIR")]
    data: PathBuf,

    /// What its bearer may see
    #[arg(long, value_enum)]
    role: TokenRole,

    /// Undertaking of an applicant
    #[arg(long, value_name = "ID", required_if_eq("role", "applicant"))]
    undertaking: Option<UndertakingId>,

    /// Party of a hosting entity
    #[arg(long, value_name = "PARTY", required_if_eq("role", "hosting-entity"))]
    party: Option<PartyId>,

    /// How long it is good, 1 to 366 days
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=366))]
    days: u16,
}

/// Issues a token.
///
/// # Errors
/// [`Failure`].
pub fn run(command: &TokenCommand) -> Result<(), Failure> {
    let TokenCommand::Issue(args) = command;
    let files = files(&args.data)?;
    let vkey = read_vkey(&files)?;
    let keys = Keys::read_log_keys(&files, vkey.split('+').next().unwrap_or_default())?;
    let ends = SystemClock.now().micros().saturating_add(i64::from(args.days).saturating_mul(DAY_MICROS));
    let expires =
        At::from_micros(ends).ok_or_else(|| Failure::Usage("the clock is beyond all years".into()))?;
    let claims = TokenClaims {
        role: args.role,
        undertaking: args.undertaking.clone(),
        party: args.party.clone(),
        expires,
    };
    Ok(say([issue(&ledger_id(files)?, &claims, &keys.token)])?)
}

/// The ledger's id from the published log: the directory may be locked by `serve`.
fn ledger_id(files: ledger::file::RealFiles) -> Result<String, Failure> {
    let unfounded = || Failure::Usage("no entry is published yet: start the ledger once".into());
    files.kind("log")?.ok_or_else(unfounded)?;
    let reader = DirReader::below(std::sync::Arc::new(files), "log");
    let note = reader
        .read("checkpoint")
        .map_err(ledger::file::Fault::from)
        .map_err(crate::service::ReadError::from)?;
    let size = note.and_then(|note| {
        let text = String::from_utf8(note).ok()?;
        text.lines().nth(1)?.parse::<u64>().ok()
    });
    let width = u16::try_from(size.unwrap_or(0).min(256)).unwrap_or(256);
    if width == 0 {
        return Err(unfounded());
    }
    let bundle = read_bundle(&reader, 0, width)
        .map_err(ledger::file::Fault::from)
        .map_err(crate::service::ReadError::from)?;
    let (_, entry) = bundle.entries.first().ok_or_else(unfounded)?;
    Ok(ledger::entry::ledger_id(entry))
}
