//! Why a command ends before it has an answer.

use rules::audit::Exit;

/// A message for people and the exit code that goes with it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Failure {
    /// How the command ends.
    pub exit: Exit,
    /// What happened, where, and what to do.
    pub message: String,
}

impl Failure {
    /// Could not run: the disk, the network, the arguments.
    pub fn run(message: impl Into<String>) -> Self {
        Self { exit: Exit::CouldNotRun, message: message.into() }
    }

    /// As [`Failure::run`], about a file that the user named.
    pub fn file(path: &std::path::Path, error: impl std::fmt::Display) -> Self {
        Self::run(format!("cannot use `{}`: {error}", path.display()))
    }

    /// Ends with another code.
    pub fn with(exit: Exit, message: impl Into<String>) -> Self {
        Self { exit, message: message.into() }
    }
}
