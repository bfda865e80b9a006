//! `aidledger demo`: the product in one command.

use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use ledger::reader::DirReader;
use ledger::time::LegalDate;
use rules::audit;
use rules::words::Language;

use crate::demo::coverage::{Coverage, CoverageError};
use crate::demo::{Demo, DemoClock, DemoError, fill, start, tour};

/// Makes a ledger in a folder, fills it with an invented, realistic stream over HTTP, and serves it.
///
/// A fixed cast of scenes comes first, some 350 statements that show every type of event, every code and every flag that
/// the shipped rules can give. Then a seeded stream: four hosting entities grant, a register reports, and the rules admit,
/// refuse and defer. What the entries hold is printed as a table, counted from the recorded verdicts. Afterwards it keeps
/// serving until Ctrl-C and says where each audience looks; with --once it stops the server and verifies the log instead.
///
/// Exit codes: 0 done (with --once: sound), 1 could not run; with --once otherwise those of `aid-audit verify`.
#[derive(Debug, clap::Args)]
pub struct DemoArgs {
    /// Verify the result and end, with the verification's exit code.
    #[arg(long)]
    once: bool,
    /// At least so many statements of the seeded stream; the scenes play before it, however few these are.
    #[arg(long, default_value_t = 2_400, value_parser = clap::value_parser!(u32).range(50..=1_000_000))]
    events: u32,
    /// Decides the stream: the same seed gives the same statements.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Plays on this day (YYYY-MM-DD): clock, scenes and stream, from its noon on [default: today].
    #[arg(long, value_name = "DATE")]
    today: Option<LegalDate>,
    /// Folder for the ledger, absent or empty; without it one in the system's temporary folder.
    #[arg(long)]
    data: Option<PathBuf>,
    /// Address to serve on; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
}

/// Why the demonstration could not run.
#[derive(Debug, thiserror::Error)]
pub enum DemoCommandError {
    /// Standard output went away, or no thread could be had.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// The demonstration stopped.
    #[error(transparent)]
    Demo(#[from] DemoError),
    /// The entries could not be counted.
    #[error(transparent)]
    Coverage(#[from] CoverageError),
    /// The log could not be read back.
    #[error(transparent)]
    Read(#[from] ledger::file::FileError),
    /// The address is open to others, and the demonstration has no access rules.
    #[error("{0} is reachable by others; the demonstration serves on loopback only, such as 127.0.0.1:8080")]
    NotLoopback(SocketAddr),
    /// The day is before those that a ledger can record.
    #[error("{0} is before 1970; a ledger records from then on: name a later day")]
    NoInstant(LegalDate),
}

/// Runs the demonstration.
///
/// # Errors
/// [`DemoCommandError`].
pub fn run(args: &DemoArgs, language: Language, out: &mut dyn Write) -> Result<ExitCode, DemoCommandError> {
    if !args.listen.ip().is_loopback() {
        return Err(DemoCommandError::NotLoopback(args.listen));
    }
    let temporary = std::env::temp_dir().join(format!("aidledger-demo-{}", std::process::id()));
    let data = args.data.clone().unwrap_or(temporary);
    let clock = match args.today {
        None => DemoClock::Today,
        Some(day) => DemoClock::pinned(day.date()).ok_or(DemoCommandError::NoInstant(day))?,
    };
    let demo = Demo { events: args.events as usize, seed: args.seed, data, listen: args.listen, clock };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    writeln!(out, "Making a ledger in {}", demo.data.display())?;
    out.flush()?;
    let running = runtime.block_on(start(&demo))?;
    let ledger = running.service.ledger_id().to_owned();
    let answers = fill(&demo, &running.url, &ledger)?;
    let coverage = Coverage::of(&running.service)?;
    for line in coverage.lines().into_iter().chain([String::new()]).chain(answers.lines()) {
        writeln!(out, "{line}")?;
    }
    writeln!(out)?;
    if args.once {
        runtime.block_on(running.stop());
        return verify(&demo, &ledger, language, out);
    }
    for line in tour(&running.url, &demo.data, &ledger, &answers) {
        writeln!(out, "{line}")?;
    }
    writeln!(out, "\nServing until Ctrl-C.")?;
    out.flush()?;
    runtime.block_on(async {
        let _ = tokio::signal::ctrl_c().await;
        running.stop().await;
    });
    writeln!(out, "Stopped. The ledger stays in {}", demo.data.display())?;
    Ok(ExitCode::SUCCESS)
}

fn verify(
    demo: &Demo,
    ledger: &str,
    language: Language,
    out: &mut dyn Write,
) -> Result<ExitCode, DemoCommandError> {
    let reader = DirReader::at(&demo.data.join("log"))?;
    // We have just founded it, so we know which ledger is meant.
    let options =
        audit::Options { pin: Some(audit::Pin::Ledger(ledger.to_owned())), ..audit::Options::default() };
    let report = audit::verify(&reader, &options, &mut |_, _| {});
    writeln!(out, "{}", report.to_text_in(language))?;
    Ok(ExitCode::from(report.exit().code()))
}
