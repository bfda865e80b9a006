//! Pure functions of (state, event, at, packs): no clock, no file, no socket.

pub mod calendar;
pub mod words;
pub mod pack;
pub(crate) mod statement;
pub mod state;
pub mod value;
pub mod size;
mod fold;
pub mod limit;
pub mod decide;
pub mod project;
pub mod explain;
pub mod engine;
pub mod audit;
