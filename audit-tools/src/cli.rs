//! The commands, and how a command's end becomes an exit code.

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use rules::audit::Exit;
use rules::words::Language;

use crate::args::{
    CheckArgs, DiffArgs, DutiesArgs, ExplainArgs, HeadroomArgs, InterestArgs, ListArgs, ProveArgs,
    ReplayArgs, RoutesArgs, SmeArgs, VerifyArgs, WitnessArgs,
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
    /// Language of what is printed for people: en, fr, de or pl [default: LC_ALL, LC_MESSAGES or LANG, else en]
    #[arg(long, global = true, env = "AIDLEDGER_LANG", hide_env_values = true, value_name = "LANG")]
    lang: Option<Language>,
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
    /// Says which size class an enterprise has on a day, with the whole sum: linked enterprises, partners, periods.
    Sme(SmeArgs),
    /// Says what is owed under a decision to recover aid on a day, principal and compound interest.
    Interest(InterestArgs),
    /// Says what has to be done by when after aid was granted, and what is kept how long.
    Duties(DutiesArgs),
    /// Says which regimes carry a planned support: all of it, how much, from when, or why not.
    Routes(Box<RoutesArgs>),
    /// Prints the step-by-step account of one entry's verdict.
    Explain(ExplainArgs),
    /// Prints the proof that an entry is in the log (C2SP .tlog-proof).
    Prove(ProveArgs),
    /// Checks a proof offline: the entry's bytes, the proof and a policy are all it needs.
    Check(CheckArgs),
    /// Runs a witness (C2SP tlog-witness) for one log.
    Witness(WitnessArgs),
}

impl Cli {
    /// The language asked for, else that of the user's locale.
    fn language(&self) -> Language {
        let setting = |name| std::env::var(name).unwrap_or_default();
        self.lang.unwrap_or_else(|| Language::of_locale(["LC_ALL", "LC_MESSAGES", "LANG"].map(setting)))
    }
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
    let language = cli.language();
    let done = match &cli.command {
        Command::Verify(args) => command::verify(args, language),
        Command::Replay(args) => command::replay(args, language),
        Command::List(args) => command::list(args, language),
        Command::Headroom(args) => command::headroom(args, language),
        Command::Diff(args) => command::diff(args, language),
        Command::Sme(args) => command::sme(args, language),
        Command::Interest(args) => command::interest(args, language),
        Command::Duties(args) => command::duties(args, language),
        Command::Routes(args) => command::routes(args, language),
        Command::Explain(args) => command::explain(args, language),
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
