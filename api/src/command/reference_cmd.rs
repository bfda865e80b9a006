//! `aidledger reference import`: publishes the batches of a table, signed by the rule authority.

use ledger::event::EventType;
use sha2::{Digest as _, Sha256};

use super::failure::Failure;
use super::govern::{Governed, Signer, Target};
use super::reference::{ReferenceImportArgs, batches};
use super::say::note;

/// Publish reference tables
#[derive(Debug, Clone, clap::Subcommand)]
pub enum ReferenceCommand {
    /// Publish a table (rates, prices, holidays, areas, what registers cover) from a file, at most 200 rows per statement
    ///
    /// Figures are passed on as written; a file that is wrong in one place publishes nothing and has all its faults named.
    /// Rows are never changed once published: a later row about the same counts from its position on. The same file published twice is the same statements: nothing is doubled. Exit code 0: all published; 1: not all.
    Import(ImportArgs),
}

/// Which ledger, and which table
#[derive(Debug, Clone, clap::Args)]
pub struct ImportArgs {
    #[command(flatten)]
    target: Target,

    #[command(flatten)]
    table: ReferenceImportArgs,
}

/// Runs it.
///
/// # Errors
/// [`Failure`]; batches before the failing one are published.
pub fn run(command: &ReferenceCommand) -> Result<(), Failure> {
    let ReferenceCommand::Import(args) = command;
    let batches = batches(&args.table)?;
    if batches.is_empty() {
        return Ok(note([
            "the file has no row (for exchange rates: none in the days asked for): nothing published",
        ])?);
    }
    let governed = Governed::open(&args.target, Signer::RuleAuthority)?;
    let mut published = Ok(());
    for data in &batches {
        let digest = ledger::verdict::hex(&Sha256::digest(data.to_string().as_bytes()));
        let id = format!("ref.{}", digest.get(..32).unwrap_or(&digest));
        match governed.state(EventType::ReferencePublished, args.table.table.name(), data, Some(id)) {
            Ok(_) => {}
            // The id follows from the rows: they are there already.
            Err(Failure::StatedBefore(_)) => note(["published before: nothing to add"])?,
            Err(failure) => {
                published = Err(failure);
                break;
            }
        }
    }
    governed.close();
    published
}
