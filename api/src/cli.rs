//! The command line: names, help texts and exit codes.

use std::error::Error as _;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use rules::words::Language;

use crate::command::bench::{self, BenchArgs};
use crate::command::care::{self, DataArgs, FsckArgs, IntakeCommand};
use crate::command::demo::{self, DemoArgs};
use crate::command::engine::{self, EngineCommand};
use crate::command::failure::Failure;
use crate::command::import_csv::{self, ImportCsvArgs};
use crate::command::import_tam::{self, ImportTamArgs};
use crate::command::init::{self, InitArgs};
use crate::command::key::{self, KeyCommand, KeygenArgs};
use crate::command::looks::{self, LooksArgs};
use crate::command::pack::{self, PackCommand};
use crate::command::party::{self, PartyCommand};
use crate::command::process;
use crate::command::pseudonym_cmd::{self, PseudonymCommand};
use crate::command::reference_cmd::{self, ReferenceCommand};
use crate::command::say::{note, stderr, stdout};
use crate::command::serve::{self, ServeArgs};
use crate::command::sign::{self, SignArgs, TemplateArgs};
use crate::command::submit::SubmitArgs;
use crate::command::submit_cmd;
use crate::command::token_cmd::{self, TokenCommand};

/// A signed, replayable ledger of State aid
///
/// Exit codes: 0 done; 1 not done, and the message says what, where and how to mend it. `fsck` has those of
/// `aid-audit`.
#[derive(Debug, Parser)]
#[command(name = "aidledger", version, max_term_width = 100)]
pub struct Cli {
    /// Language of what is printed for people: en, fr, de or pl [default: LC_ALL, LC_MESSAGES or LANG, else en]
    #[arg(long, global = true, env = "AIDLEDGER_LANG", hide_env_values = true, value_name = "LANG")]
    lang: Option<Language>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Init(InitArgs),
    #[command(subcommand)]
    Party(PartyCommand),
    #[command(subcommand)]
    Key(KeyCommand),
    Keygen(KeygenArgs),
    #[command(subcommand)]
    Pack(PackCommand),
    #[command(subcommand)]
    Engine(EngineCommand),
    #[command(subcommand)]
    Reference(ReferenceCommand),
    Template(TemplateArgs),
    Sign(SignArgs),
    Submit(SubmitArgs),
    /// Turn foreign data into unsigned event lines
    #[command(subcommand)]
    Import(ImportCommand),
    Serve(ServeArgs),
    #[command(subcommand)]
    Token(TokenCommand),
    #[command(subcommand)]
    Pseudonym(PseudonymCommand),
    #[command(subcommand)]
    Intake(IntakeCommand),
    /// Delete the search index and build it anew from the log
    Reindex(DataArgs),
    Fsck(FsckArgs),
    Looks(LooksArgs),
    Bench(BenchArgs),
    Demo(DemoArgs),
}

impl Command {
    /// Whether it may create files in a data directory, which are nobody else's.
    fn works_on_data(&self) -> bool {
        match self {
            Self::Init(_)
            | Self::Party(_)
            | Self::Key(_)
            | Self::Pack(_)
            | Self::Engine(_)
            | Self::Reference(_)
            | Self::Serve(_)
            | Self::Token(_)
            | Self::Pseudonym(_)
            | Self::Intake(_)
            | Self::Reindex(_)
            | Self::Fsck(_)
            | Self::Looks(_)
            | Self::Bench(_)
            | Self::Demo(_) => true,
            Self::Keygen(_) | Self::Template(_) | Self::Sign(_) | Self::Submit(_) | Self::Import(_) => false,
        }
    }
}

#[derive(Debug, Subcommand)]
enum ImportCommand {
    Tam(ImportTamArgs),
    Csv(ImportCsvArgs),
}

impl Cli {
    /// The language asked for, else that of the user's locale.
    fn language(&self) -> Language {
        let setting = |name| std::env::var(name).unwrap_or_default();
        self.lang.unwrap_or_else(|| Language::of_locale(["LC_ALL", "LC_MESSAGES", "LANG"].map(setting)))
    }

    /// What is logged unless the environment says otherwise: a server tells every request, a command only what is wrong.
    #[must_use]
    pub fn default_log(&self) -> &'static str {
        if matches!(self.command, Command::Serve(_) | Command::Pseudonym(PseudonymCommand::Serve(_))) {
            "warn,api=info"
        } else {
            "warn"
        }
    }
}

/// Runs one command; what went wrong goes to standard error.
#[must_use]
pub fn run(cli: &Cli) -> ExitCode {
    if let Err(error) = process::outlive_file_size_limit() {
        drop(note([format!("warning: at its limit on the length of files this process will end: {error}")]));
    }
    if cli.command.works_on_data() {
        process::keep_to_owner();
    }
    match dispatch(&cli.command, cli.language()) {
        Ok(code) => code,
        Err(failure) => {
            // If standard error is gone too, the code alone must say it.
            drop(note([chain(&failure)]));
            ExitCode::FAILURE
        }
    }
}

fn dispatch(command: &Command, language: Language) -> Result<ExitCode, Failure> {
    let done = |()| ExitCode::SUCCESS;
    match command {
        Command::Init(args) => init::run(args).map(done),
        Command::Party(command) => party::run(command).map(done),
        Command::Key(command) => key::run(command).map(done),
        Command::Keygen(args) => key::keygen(args).map(done),
        Command::Pack(command) => pack::run(command, language).map(done),
        Command::Engine(command) => engine::run(command).map(done),
        Command::Reference(command) => reference_cmd::run(command).map(done),
        Command::Template(args) => sign::print_template(args).map(done),
        Command::Sign(args) => sign::run(args).map(done),
        Command::Submit(args) => submit_cmd::run(args, language),
        Command::Import(ImportCommand::Tam(args)) => Ok(import_tam::run(args)?),
        Command::Import(ImportCommand::Csv(args)) => Ok(import_csv::run(args)?),
        Command::Serve(args) => serve::run(args).map(done),
        Command::Token(command) => token_cmd::run(command).map(done),
        Command::Pseudonym(command) => pseudonym_cmd::run(command).map(done),
        Command::Intake(command) => care::intake(command).map(done),
        Command::Reindex(args) => care::reindex(args).map(done),
        Command::Fsck(args) => care::check(args),
        Command::Looks(args) => looks::run(args),
        Command::Bench(args) => Ok(bench::run(args, &mut stdout(), &mut stderr())?),
        Command::Demo(args) => Ok(demo::run(args, language, &mut stdout())?),
    }
}

/// The message and its causes, without saying the same twice.
fn chain(failure: &Failure) -> String {
    let mut text = format!("error: {failure}");
    let mut cause = failure.source();
    while let Some(error) = cause {
        let line = error.to_string();
        if !text.contains(&line) {
            text.push_str(": ");
            text.push_str(&line);
        }
        cause = error.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_well_formed() {
        super::Cli::command().debug_assert();
    }
}
