//! `aidledger engine adopt|digest`: the rules of this build, put in force by the rule authority.

use ledger::event::EventType;
use rules::decide::VECTORS_SHA256;

use super::failure::Failure;
use super::govern::{Governed, Signer, Target};
use super::say::say;
use crate::service::engine_adopted;

/// Adopt the rules of this build, or print their digest
#[derive(Debug, Clone, clap::Subcommand)]
pub enum EngineCommand {
    /// Put the rules of this build in force, after an upgrade
    ///
    /// Verdicts of the past stay as they are. Until it is done, an upgraded ledger records nothing. Exit code 0: adopted; 1: not.
    Adopt(AdoptArgs),
    /// Print the digest by which this build's rules are told from another's
    Digest,
}

/// Where, and signed by whom
#[derive(Debug, Clone, clap::Args)]
pub struct AdoptArgs {
    #[command(flatten)]
    target: Target,
}

/// Runs one of them.
///
/// # Errors
/// [`Failure`].
pub fn run(command: &EngineCommand) -> Result<(), Failure> {
    match command {
        EngineCommand::Adopt(args) => {
            let governed = Governed::open(&args.target, Signer::RuleAuthority)?;
            let done = governed.state(EventType::EngineAdopted, "engine", &engine_adopted(), None);
            governed.close();
            done.map(drop)
        }
        EngineCommand::Digest => Ok(say([VECTORS_SHA256.to_owned()])?),
    }
}
