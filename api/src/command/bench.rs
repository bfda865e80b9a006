//! `aidledger bench`: measures a scenario on this machine.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::bench::{BenchError, DEFAULT, Scenario, ScenarioError, replay_figures, run as measure};

/// Measures durable events a second over HTTP, verification, replay, disk and memory, and prints a table.
///
/// A ledger is made in a temporary folder (or --data), filled as the scenario says, verified and replayed. Run it built
/// with --release on an otherwise quiet machine. Exit codes: 0 measured, 1 could not run.
#[derive(Debug, clap::Args)]
pub struct BenchArgs {
    /// Scenario file; without one the scenario that ships with the product.
    scenario: Option<PathBuf>,
    /// Folder for the measured ledger, absent or empty, on the disk to be measured.
    #[arg(long)]
    data: Option<PathBuf>,
    /// Print the shipped scenario and end.
    #[arg(long)]
    print_scenario: bool,
    /// Replay the log below this folder and print entries, awards, nanoseconds and bytes: the measurement's own helper.
    #[arg(long, hide = true)]
    replay: Option<PathBuf>,
}

/// Why nothing was measured.
#[derive(Debug, thiserror::Error)]
pub enum BenchCommandError {
    /// A file or the standard output failed.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// The scenario file can't be read.
    #[error("can't read {0}: {1}")]
    File(PathBuf, #[source] std::io::Error),
    /// The scenario is no scenario.
    #[error(transparent)]
    Scenario(#[from] ScenarioError),
    /// The measurement stopped.
    #[error(transparent)]
    Bench(#[from] BenchError),
}

/// Runs the measurement.
///
/// # Errors
/// [`BenchCommandError`].
pub fn run(
    args: &BenchArgs,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<ExitCode, BenchCommandError> {
    if args.print_scenario {
        write!(out, "{DEFAULT}")?;
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(data) = &args.replay {
        writeln!(out, "{}", replay_figures(data)?)?;
        return Ok(ExitCode::SUCCESS);
    }
    let text = match &args.scenario {
        Some(path) => {
            std::fs::read_to_string(path).map_err(|error| BenchCommandError::File(path.clone(), error))?
        }
        None => DEFAULT.to_owned(),
    };
    let scenario = Scenario::parse(&text)?;
    let temporary = std::env::temp_dir().join(format!("aidledger-bench-{}", std::process::id()));
    let data = args.data.clone().unwrap_or_else(|| temporary.clone());
    let mut say = |what: &str| {
        let _ = writeln!(err, "aidledger bench: {what}");
    };
    let figures = measure(&scenario, &data, &mut say);
    if args.data.is_none() && temporary.exists() {
        std::fs::remove_dir_all(&temporary)?;
    }
    write!(out, "{}", figures?.to_markdown())?;
    Ok(ExitCode::SUCCESS)
}
