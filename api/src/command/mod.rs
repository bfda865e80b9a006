//! The subcommands of `aidledger`: arguments, files a user names, and what is printed. Work is done elsewhere.

pub mod bench;
pub mod demo;
pub mod import_tam;
pub mod reference;
pub mod submit;

#[cfg(test)]
mod tests {
    use clap::{Args, Command};

    /// Clap checks names, defaults and references between options only when asked to.
    #[test]
    fn the_arguments_are_well_formed() {
        super::import_tam::ImportTamArgs::augment_args(Command::new("tam")).debug_assert();
        super::reference::ReferenceImportArgs::augment_args(Command::new("import")).debug_assert();
        super::submit::SubmitArgs::augment_args(Command::new("submit")).debug_assert();
    }
}
