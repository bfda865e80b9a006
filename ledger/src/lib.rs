//! The log: what is said, who may say it, how it is kept, and how anybody proves it.
//! Rooms are listed from the bottom up, as in `docs/ARCHITECTURE.md`: each imports rooms above it only.

pub mod ids;
pub mod json;
pub mod money;
pub mod time;
pub mod merkle;
pub mod key;
pub mod checkpoint;
pub mod event;
pub mod verdict;
pub mod submission;
pub mod entry;
pub mod directory;
pub mod witness;
pub mod prove;
pub mod file;
pub mod journal;
pub mod publish;
pub mod reader;
pub mod store;
pub mod index;
