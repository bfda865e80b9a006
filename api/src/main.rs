//! `aidledger`: see [`api::cli`].

use std::io::IsTerminal as _;
use std::process::ExitCode;

use api::cli::{Cli, run};
use clap::Parser as _;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

fn main() -> ExitCode {
    match Cli::try_parse() {
        Ok(cli) => {
            log(cli.default_log());
            run(&cli)
        }
        Err(error) => {
            // If the terminal is gone, the code alone must say it.
            drop(error.print());
            // Not clap's 2: with `fsck` that number means "proven unsound".
            if error.use_stderr() { ExitCode::FAILURE } else { ExitCode::SUCCESS }
        }
    }
}

/// Structured logs on standard error; `RUST_LOG` says otherwise: levels, each for all or for what begins with a path.
fn log(default: &str) {
    let asked = std::env::var("RUST_LOG").ok().filter(|asked| !asked.trim().is_empty());
    let asked = asked.and_then(|asked| asked.parse::<Targets>().ok());
    let filter = asked.or_else(|| default.parse().ok()).unwrap_or_default();
    let layer = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    tracing_subscriber::registry().with(layer).with(filter).init();
}
