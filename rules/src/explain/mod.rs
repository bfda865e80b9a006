//! Why a figure is what it is: one tree, from which text, JSON and pages are made.

mod tree;

pub use tree::Trace;
