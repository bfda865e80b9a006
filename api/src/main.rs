//! `aidledger`: see [`api::cli`].

use std::io::IsTerminal as _;
use std::process::ExitCode;

use api::cli::{Cli, run};
use clap::Parser as _;
use tracing_subscriber::EnvFilter;

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

/// Structured logs on standard error; `RUST_LOG` says otherwise.
fn log(default: &str) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(default));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
}
