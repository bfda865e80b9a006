//! The subcommands of `aidledger`: arguments, files a user names, and what is printed. Work is done elsewhere.

pub mod import_tam;
pub mod reference;
pub mod submit;
