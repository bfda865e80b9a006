//! A named test for every numbered sentence of `docs/spec/rules.md`: `g11_..` is about sentence G11.
//!
//! Each tells a short history and compares what the rules say with what the sentence says, worked out by hand.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops at whatever it did not expect")]

mod cumulation;
mod departed;
mod duties;
mod figures;
mod fine_print;
mod ground;
mod groups;
mod headroom;
mod holdings;
mod life;
mod procedure;
mod refusals;
mod scope;
mod second_reading;
mod sectors;
mod table;
mod undertakings;
mod windows;
