//! The demonstration: a whole ledger in a folder, made, filled, served and verified by itself.

pub mod cast;
pub mod coverage;
mod run;
mod scenes;
pub mod script;
mod stream;

pub use coverage::Coverage;
pub use run::{Answers, Demo, DemoClock, DemoError, Running, fill, start, tour};
pub use scenes::{newer_law, questions, scenes};
