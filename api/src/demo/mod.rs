//! The demonstration: a whole ledger in a folder, made, filled, served and verified by itself.

mod run;
mod stream;

pub use run::{Demo, DemoError, Running, Summary, fill, start, tour};
