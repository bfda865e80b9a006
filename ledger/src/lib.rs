//! The log: what is said, who may say it, how it is kept, and how anybody proves it.
//! Rooms are listed from the bottom up; imports run downwards in this list only.

pub mod ids;
pub mod json;
pub mod money;
pub mod time;
pub mod event;
pub mod verdict;
pub mod entry;
pub mod submission;
pub mod directory;
pub mod merkle;
pub mod checkpoint;
pub mod witness;
pub mod prove;
pub mod file;
pub mod journal;
pub mod publish;
pub mod reader;
pub mod store;
pub mod index;
