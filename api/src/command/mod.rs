//! The subcommands of `aidledger`: arguments, files a user names, and what is printed. Work is done elsewhere.

pub mod bench;
pub mod demo;
pub mod care;
pub mod engine;
pub mod failure;
pub mod govern;
pub mod import_csv;
pub mod import_file;
pub mod import_tam;
pub mod init;
pub mod key;
mod known_file;
pub mod looks;
pub mod pack;
pub mod party;
pub mod process;
pub mod pseudonym_cmd;
pub mod reference;
pub mod reference_cmd;
pub mod remote;
pub mod say;
pub mod serve;
pub mod sign;
pub mod statements;
pub mod submit;
pub mod submit_cmd;
pub mod token_cmd;

#[cfg(test)]
mod tests {
    use clap::{Args, Command};

    /// Clap checks names, defaults and references between options only when asked to.
    #[test]
    fn the_arguments_are_well_formed() {
        super::import_csv::ImportCsvArgs::augment_args(Command::new("csv")).debug_assert();
        super::import_tam::ImportTamArgs::augment_args(Command::new("tam")).debug_assert();
        super::reference::ReferenceImportArgs::augment_args(Command::new("import")).debug_assert();
        super::submit::SubmitArgs::augment_args(Command::new("submit")).debug_assert();
    }
}
