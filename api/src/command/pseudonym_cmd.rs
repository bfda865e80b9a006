//! `aidledger pseudonym`: handles of natural persons, from the register's service or a key of one's own.

use std::io::{BufRead as _, IsTerminal as _};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ledger::file::{Files as _, RealFiles};
use ledger::ids::MemberState;
use ledger::time::SystemClock;
use serde_json::json;
use tokio::net::TcpListener;

use super::failure::Failure;
use super::govern::{files, read_text, runtime};
use super::remote::Remote;
use super::say::{note, say};
use super::serve::Signals;
use crate::http::Limits;
use crate::pseudonym::{KeyFileError, Members, PseudonymKey, Record, Serving, read_asked};
use crate::service::Purpose;

/// Questions of one party in an hour where nobody says: more than an officer types, and years for a State's numbers.
const PER_HOUR: u32 = 30;
/// Longest line with a number that is read.
const NUMBER_BYTES_MAX: u64 = 64;
/// Connections of the service: hosts, not the public.
const CONNECTIONS: usize = 64;

/// Handles of natural persons: derive, serve and ask for pseudonyms
#[derive(Debug, Clone, clap::Subcommand)]
pub enum PseudonymCommand {
    /// Make the key of a State: one line in a file of its own (0600)
    Keygen(KeygenArgs),
    /// Derive a handle with a key of one's own, where no register serves; the number comes on standard input
    Derive(DeriveArgs),
    /// Run the service of a designated register
    Serve(ServeArgs),
    /// Ask a register's service for a handle; the number comes on standard input
    Ask(AskArgs),
    /// Print who asked, when and what for, and check the chain
    Asked(AskedArgs),
}

/// Make the key of a State: one line in a file of its own (0600)
///
/// Never writes over a file. Keep a copy as safe as the key: without it nobody makes the same handles again, and whoever
/// has it can try every number. Exit code 0: made; 1: not.
#[derive(Debug, Clone, clap::Args)]
pub struct KeygenArgs {
    /// State whose numbers it is for
    #[arg(long, value_name = "STATE")]
    member_state: MemberState,

    /// Where the key goes; a service reads STATE.key
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// Derive a handle with a key of one's own, where no register serves; the number comes on standard input
///
/// Such a handle is the same at nobody else's: every verdict on it carries `identity_not_matched`. Exit code 0: printed;
/// 1: not.
#[derive(Debug, Clone, clap::Args)]
pub struct DeriveArgs {
    /// A key of `pseudonym keygen`
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
}

/// Run the service of a designated register
///
/// Hosts ask with a token of the ledger (`token issue`) and a purpose. Who asked, when and what for goes to asked.jsonl in
/// --record before anything is answered; numbers are kept nowhere. New handles go to registrations.jsonl there: sign and
/// submit them as the register. It speaks HTTP: put TLS in front. Ends on SIGINT or SIGTERM. Exit code 0: ended as asked;
/// 1: did not start, or the network failed.
#[derive(Debug, Clone, clap::Args)]
pub struct ServeArgs {
    /// Directory with one key for each State that is served, such as FI.key
    #[arg(long, value_name = "DIR")]
    keys: PathBuf,

    /// The published log that says who may ask: a ledger's directory or a mirror, kept up to date
    #[arg(long, value_name = "DIR")]
    log: PathBuf,

    /// Directory of the record; made where it is absent
    #[arg(long, value_name = "DIR")]
    record: PathBuf,

    /// Address and port
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8090")]
    listen: SocketAddr,

    /// A proxy in front speaks TLS: listen beyond this machine
    #[arg(long)]
    behind_tls: bool,

    /// Questions of one party in an hour
    #[arg(long, value_name = "N", default_value_t = PER_HOUR, value_parser = clap::value_parser!(u32).range(1..=3600))]
    per_hour: u32,
}

/// Ask a register's service for a handle; the number comes on standard input
///
/// Exit code 0: the handle is printed; 1: not.
#[derive(Debug, Clone, clap::Args)]
pub struct AskArgs {
    /// Address of the service
    #[arg(long, value_name = "URL")]
    server: String,

    /// File with a hosting entity's token
    #[arg(long, value_name = "FILE")]
    token: PathBuf,

    /// State whose number it is
    #[arg(long, value_name = "STATE")]
    member_state: MemberState,

    /// What for, such as the application's number; it is recorded
    #[arg(long, value_name = "TEXT")]
    purpose: Purpose,
}

/// Print who asked, when and what for, and check the chain
///
/// Works while the service runs. Keep the last hash elsewhere: a record that was cut short lacks it. Exit code 0: the
/// chain is whole; 1: not.
#[derive(Debug, Clone, clap::Args)]
pub struct AskedArgs {
    /// Directory of the record
    #[arg(long, value_name = "DIR")]
    record: PathBuf,
}

/// Runs one of them.
///
/// # Errors
/// [`Failure`].
pub fn run(command: &PseudonymCommand) -> Result<(), Failure> {
    match command {
        PseudonymCommand::Keygen(args) => keygen(args),
        PseudonymCommand::Derive(args) => derive(args),
        PseudonymCommand::Serve(args) => serve(args),
        PseudonymCommand::Ask(args) => ask(args),
        PseudonymCommand::Asked(args) => asked(args),
    }
}

/// The directory and the name of a file.
fn place(path: &Path) -> Result<(RealFiles, String), Failure> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = path.file_name().and_then(|name| name.to_str());
    let name = name.ok_or_else(|| Failure::Usage(format!("{}: not a name of a file", path.display())))?;
    Ok((files(folder)?, name.to_owned()))
}

fn keygen(args: &KeygenArgs) -> Result<(), Failure> {
    let (files, name) = place(&args.out)?;
    PseudonymKey::generate(args.member_state)?.write(&files, &name)?;
    Ok(note([format!(
        "key for {}: keep a copy as safe as itself; there is no other way to the same handles",
        args.member_state
    )])?)
}

fn derive(args: &DeriveArgs) -> Result<(), Failure> {
    let (files, name) = place(&args.key)?;
    let key = PseudonymKey::read(&files, &name)?;
    let handle = key.handle(&number()?).map_err(|error| no_number(key.state(), error))?;
    Ok(say([handle.as_str()])?)
}

fn no_number(state: MemberState, error: ledger::ids::IdError) -> Failure {
    Failure::Usage(format!("no natural person's number of {state}: {error}"))
}

/// The number, from standard input: an argument would stay in the shell's history and in the list of processes.
fn number() -> Result<String, Failure> {
    if std::io::stdin().is_terminal() {
        note(["number, then Enter:"])?;
    }
    let mut line = String::new();
    std::io::Read::take(std::io::stdin().lock(), NUMBER_BYTES_MAX).read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

fn serve(args: &ServeArgs) -> Result<(), Failure> {
    if !args.listen.ip().is_loopback() && !args.behind_tls {
        return Err(Failure::Usage(format!(
            "{}: numbers would cross the network in the clear; put TLS in front and say --behind-tls",
            args.listen
        )));
    }
    let keys = keys(&args.keys)?;
    let members = Members::open(Arc::new(files(&args.log)?))?;
    let record = Record::open(&RealFiles::create(&args.record)?)?;
    note([
        format!("ledger {}", members.ledger()),
        format!("keys: {}", keys.iter().map(|key| key.state().to_string()).collect::<Vec<_>>().join(" ")),
        format!("at most {} questions of one party in an hour", args.per_hour),
    ])?;
    let serving = Serving {
        keys: keys.into_iter().map(|key| (key.state(), key)).collect(),
        members,
        record,
        per_hour: args.per_hour,
        clock: Arc::new(SystemClock),
    };
    let limits = Limits { connections: CONNECTIONS, requests_at_once: CONNECTIONS, ..Limits::default() };
    runtime()?.block_on(async {
        let mut signals = Signals::listen()?;
        let listener = TcpListener::bind(args.listen).await?;
        // Tests and scripts wait for this line: from here on connections are taken.
        say([format!("listening on http://{}", listener.local_addr()?)])?;
        crate::pseudonym::serve(listener, serving, limits, signals.next()).await?;
        Ok(note(["ended"])?)
    })
}

/// Every `STATE.key` of a directory; each must be the key of the State in its name.
fn keys(path: &Path) -> Result<Vec<PseudonymKey>, Failure> {
    let files = files(path)?;
    let mut keys = Vec::new();
    for name in files.list("")?.iter().filter(|name| name.ends_with(".key")) {
        let key = PseudonymKey::read(&files, name)?;
        if format!("{}.key", key.state()) != *name {
            return Err(KeyFileError::Form(name.clone()).into());
        }
        keys.push(key);
    }
    if keys.is_empty() {
        let how = "make one with `aidledger pseudonym keygen --member-state FI --out DIR/FI.key`";
        return Err(Failure::Usage(format!("no STATE.key in {}: {how}", path.display())));
    }
    Ok(keys)
}

fn ask(args: &AskArgs) -> Result<(), Failure> {
    let server = Remote::new(&args.server, Some(read_text(&args.token)?));
    let question = json!({
        "member_state": args.member_state.as_str(), "number": number()?, "purpose": args.purpose.as_str(),
    });
    Ok(say([server.pseudonym(&question)?])?)
}

fn asked(args: &AskedArgs) -> Result<(), Failure> {
    let (lines, last) = read_asked(&files(&args.record)?)?;
    say(&lines)?;
    Ok(note([format!("{} questions; last hash {last}", lines.len())])?)
}
