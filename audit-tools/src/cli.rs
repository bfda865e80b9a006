//! The commands, and how a command's end becomes an exit code.

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use rules::audit::Exit;

use crate::args::{
    CheckArgs, DiffArgs, ExplainArgs, HeadroomArgs, ListArgs, ProveArgs, ReplayArgs, VerifyArgs, WitnessArgs,
};
use crate::command;
use crate::failure::Failure;

/// Verifies a ledger of State aid, trusting nobody's server.
///
/// Exit codes: 0 sound within the printed scope; 1 could not run; 2 proven unsound; 3 sound bytes but a verdict differs
/// on replay; 4 incomplete; 5 the auditor's own state is corrupt; 6 two packs compared by `diff` judge
/// differently. When several hold: 5, 1, 2, 4, 3, 6, 0.
#[derive(Parser)]
#[command(name = "aid-audit", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Checks signatures, authority, tree, packs, consistency and every verdict of a log.
    Verify(VerifyArgs),
    /// Prints one line for each entry of a log, or each fact of a file, with the verdict recomputed.
    Replay(ReplayArgs),
    /// Lists a log as a table: of one undertaking or party, of some days, of awards that are over a limit.
    List(ListArgs),
    /// Says how much an undertaking may still be granted on a date, and which awards say so.
    Headroom(HeadroomArgs),
    /// Lists what other packs would have said of a log: verdicts and headrooms that differ.
    Diff(DiffArgs),
    /// Prints the step-by-step account of one entry's verdict.
    Explain(ExplainArgs),
    /// Prints the proof that an entry is in the log (C2SP .tlog-proof).
    Prove(ProveArgs),
    /// Checks a proof offline: the entry's bytes, the proof and a policy are all it needs.
    Check(CheckArgs),
    /// Runs a witness (C2SP tlog-witness) for one log.
    Witness(WitnessArgs),
}

/// Runs the command and answers the exit code.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Arguments that do not fit are "could not run"; help and version are no error.
            let _ = error.print();
            let exit = if error.use_stderr() { Exit::CouldNotRun } else { Exit::Sound };
            return ExitCode::from(exit.code());
        }
    };
    let done = match &cli.command {
        Command::Verify(args) => command::verify(args),
        Command::Replay(args) => command::replay(args),
        Command::List(args) => command::list(args),
        Command::Headroom(args) => command::headroom(args),
        Command::Diff(args) => command::diff(args),
        Command::Explain(args) => command::explain(args),
        Command::Prove(args) => command::prove(args),
        Command::Check(args) => command::check(args),
        Command::Witness(args) => command::witness(args),
    };
    let exit = done.unwrap_or_else(|failure: Failure| {
        crate::output::note(&failure.message);
        failure.exit
    });
    ExitCode::from(exit.code())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One ledger in sixty-four has an id that begins like an option.
    #[test]
    fn a_ledger_whose_id_begins_with_a_dash_can_be_named() {
        let id = "-k3smQquSmXEqqgNwXkrU9IOA9m19HpSH_Xv_icF1g4";
        let said = Cli::try_parse_from(["aid-audit", "verify", "DIR/log", "--log", id, "--report", "r.json"]);
        let Command::Verify(args) = said.unwrap_or_else(|error| panic!("{error}")).command else { panic!() };
        assert!(args.log.is_some());
        let none = Cli::try_parse_from(["aid-audit", "verify", "DIR/log", "--log", "--report", "r.json"]);
        assert!(none.is_err(), "an option is no ledger's id");
    }
}
