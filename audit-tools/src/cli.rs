//! Arguments, and how a command's end becomes an exit code.

use std::path::PathBuf;
use std::process::ExitCode;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};
use ledger::event::aid::Regime;
use ledger::ids::{MemberState, UndertakingId};
use rules::audit::{Exit, Pin};

use crate::command;
use crate::failure::Failure;

/// Verifies a ledger of State aid, trusting nobody's server.
///
/// Exit codes: 0 sound within the printed scope; 1 could not run; 2 proven unsound; 3 sound bytes but a verdict differs
/// on replay; 4 incomplete; 5 the auditor's own state is corrupt. When several hold: 5, 1, 2, 4, 3, 0.
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
    /// Says how much an undertaking may still be granted on a date, and which awards say so.
    Headroom(HeadroomArgs),
    /// Prints the step-by-step account of one entry's verdict.
    Explain(ExplainArgs),
    /// Prints the proof that an entry is in the log (C2SP .tlog-proof).
    Prove(ProveArgs),
    /// Checks a proof offline: the entry's bytes, the proof and a policy are all it needs.
    Check(CheckArgs),
    /// Runs a witness (C2SP tlog-witness) for one log.
    Witness(WitnessArgs),
}

/// Where a log is.
#[derive(Args)]
pub struct SourceArgs {
    /// A log directory, a mirror, or an address (http:// or https://).
    pub source: String,
    /// File with the bearer token for an address.
    #[arg(long, value_name = "FILE")]
    pub token_file: Option<PathBuf>,
}

/// `verify`
#[derive(Args)]
pub struct VerifyArgs {
    #[command(flatten)]
    pub source: SourceArgs,
    /// The log meant: its verifier key line, or the ledger's id.
    #[arg(long, value_name = "VKEY|LEDGER-ID")]
    pub log: Option<Pin>,
    /// Whom to believe and how many witnesses to ask for (C2SP tlog-policy).
    #[arg(long, value_name = "FILE")]
    pub policy: Option<PathBuf>,
    /// Where this auditor keeps what it has seen [default: $XDG_STATE_HOME/aid-audit].
    #[arg(long, value_name = "DIR")]
    pub state: Option<PathBuf>,
    /// An earlier checkpoint that the log must still contain.
    #[arg(long, value_name = "CHECKPOINT")]
    pub since: Option<PathBuf>,
    /// Also writes the report to this file: .json or .html.
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// How to print the report.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// How to print.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For programs.
    Json,
    /// For people.
    Text,
}

/// A log, or a file of facts.
#[derive(Args)]
pub struct FactsOrSource {
    /// A log directory, a mirror, or an address.
    #[arg(required_unless_present = "facts", conflicts_with = "facts")]
    pub source: Option<String>,
    /// Unsigned CloudEvents, one JSON object a line.
    #[arg(long, value_name = "FILE")]
    pub facts: Option<PathBuf>,
    /// Packs to judge facts by: a pack's folder, or a folder of such [default: the shipped packs].
    #[arg(long, value_name = "DIR", requires = "facts")]
    pub packs: Option<PathBuf>,
    /// Also apply what concerns procedure: declarations, attested groups.
    #[arg(long, requires = "facts")]
    pub procedural: bool,
    /// File with the bearer token for an address.
    #[arg(long, value_name = "FILE")]
    pub token_file: Option<PathBuf>,
}

/// `replay`
#[derive(Args)]
pub struct ReplayArgs {
    #[command(flatten)]
    pub of: FactsOrSource,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Json)]
    pub format: Format,
}

/// `headroom`
#[derive(Args)]
pub struct HeadroomArgs {
    #[command(flatten)]
    pub of: FactsOrSource,
    /// Any handle or identifier of the undertaking, such as NID:FI:1234567-8.
    #[arg(long)]
    pub undertaking: UndertakingId,
    /// The regime of the grant that is thought of, such as eu-2023-2831.
    #[arg(long)]
    pub regime: Regime,
    /// The State that would grant, such as FI; needed where awards of several are known.
    #[arg(long)]
    pub member_state: Option<MemberState>,
    /// The date of the grant (YYYY-MM-DD).
    #[arg(long)]
    pub on: NaiveDate,
    /// The last position known of [default: the last].
    #[arg(long, value_name = "POSITION")]
    pub known_at: Option<u64>,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Json)]
    pub format: Format,
}

/// `explain`
#[derive(Args)]
pub struct ExplainArgs {
    #[command(flatten)]
    pub of: FactsOrSource,
    /// Position of the entry; of a fact, the number of its line.
    #[arg(long)]
    pub position: u64,
}

/// Part of `prove`
#[derive(Args)]
pub struct PositionArgs {
    #[command(flatten)]
    pub source: SourceArgs,
    /// Position of the entry.
    #[arg(long)]
    pub position: u64,
}

/// `prove`
#[derive(Args)]
pub struct ProveArgs {
    #[command(flatten)]
    pub at: PositionArgs,
    /// Also write the entry's exact bytes to this file: what `check --entry` wants.
    #[arg(long, value_name = "FILE")]
    pub entry: Option<PathBuf>,
}

/// `check`
#[derive(Args)]
pub struct CheckArgs {
    /// The proof (.tlog-proof).
    pub proof: PathBuf,
    /// The entry's exact bytes, as the receipt has them.
    #[arg(long, value_name = "FILE")]
    pub entry: PathBuf,
    /// Whom to believe (C2SP tlog-policy).
    #[arg(long, value_name = "FILE")]
    pub policy: PathBuf,
}

/// `witness`
#[derive(Args)]
pub struct WitnessArgs {
    /// Address to listen on.
    #[arg(long, default_value = "127.0.0.1:8081")]
    pub listen: std::net::SocketAddr,
    /// Where the last cosigned checkpoint is kept.
    #[arg(long, value_name = "DIR")]
    pub state: PathBuf,
    /// The witness's private key (JWK), used for nothing else.
    #[arg(long, value_name = "FILE")]
    pub key: PathBuf,
    /// Name of the witness's key.
    #[arg(long, default_value = "aid-audit-witness")]
    pub name: String,
    /// Verifier key line of the log; twice while it rotates its key.
    #[arg(long, value_name = "VKEY", required = true)]
    pub log: Vec<String>,
    /// Ends after so many requests (for tests).
    #[arg(long, hide = true)]
    pub requests: Option<u64>,
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
        Command::Headroom(args) => command::headroom(args),
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
