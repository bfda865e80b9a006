//! What several tests share. Nothing here ends a test: it answers, and the test decides.

pub mod facts;
pub mod power;
