//! Attacks on the real program: started as an operator starts it, on a directory of its own, met with raw bytes over
//! loopback connections, with signals and with what somebody on the same machine can do.
//!
//! Every module says what its attacker has and wants. While an attack goes on, somebody honest at another address has
//! to get receipts and answers; that is counted, and no duration is asserted. `ATTACKED_PROGRAM` names another build to
//! attack, `ATTACK_LONG=1` asks for the long form.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    clippy::cast_possible_truncation,
    clippy::print_stdout,
    reason = "a test fails by panicking, in its helpers too"
)]
#![cfg(target_os = "linux")]

mod caching;
mod credentials;
mod disk;
mod floods;
mod group;
mod heads;
mod limits;
mod lock;
mod logs;
mod replay;
mod rows;
mod settings;
mod signals;
mod slow;
mod smuggling;
mod spellings;
mod streams;
mod support;
