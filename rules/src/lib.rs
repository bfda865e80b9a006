//! Pure functions of (state, event, at, packs): no clock, no file, no socket.

pub mod calendar;
pub mod pack;
pub mod state;
pub mod explain;
pub mod limit;
pub mod decide;
pub mod project;
pub mod engine;
pub mod audit;
