//! The demonstration: a whole ledger in a folder, made, filled, served and verified by itself.

pub mod stream;
