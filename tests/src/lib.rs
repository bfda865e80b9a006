//! What several tests share. Nothing here ends a test: it answers, and the test decides.

pub mod acts;
pub mod build_log;
pub mod calculators;
pub mod case_lines;
pub mod data;
pub mod explained;
pub mod facts;
pub mod fuzz;
pub mod languages;
pub mod model;
pub mod ops;
pub mod ownership;
pub mod played;
pub mod power;
pub mod served;
pub mod tale;
pub mod to_come;
pub mod vectors;
