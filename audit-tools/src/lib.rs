//! The auditor's command, thin over `rules::audit`: arguments, places to read from, the auditor's own state, output.
//!
//! Exit codes are those of [`rules::audit::Exit`] and mean the same in every command. Stdout carries the answer alone,
//! stderr everything else.
//! **Invariant:** nothing here decides whether a log is sound.

mod failure;
mod progress;
mod output;
mod html;
mod icalendar;
mod http;
mod source;
mod state;
mod args;
mod command;
mod cli;

pub use cli::main;
