//! Measuring the ledger as its users meet it: over HTTP, durable, on this machine's disk.

mod measure;
mod scenario;

pub use measure::{BenchError, Figures, LoadFigures, replay_figures, run};
pub use scenario::{DEFAULT, Load, Scenario, ScenarioError};
