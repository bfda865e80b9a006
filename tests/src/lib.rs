//! What the tests across crates share: vectors, real data, oracles.

pub mod data;
pub mod vectors;
