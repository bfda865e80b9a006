//! What several tests share: vectors, real data, oracles. Nothing here ends a test: it answers, and the test decides.

pub mod data;
pub mod power;
pub mod vectors;
