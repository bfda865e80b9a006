//! Why a figure is what it is: one tree, from which text, JSON and pages are made.
//!
//! - [`explain`] is recomputed from the state before the event, the event and the recorded verdict; it is never stored,
//!   so it can get better without touching history.
//! - It explains the verdict that is *recorded*: where this release comes to another figure, the tree says so instead of
//!   showing sums that do not belong to the verdict.
//! - What a check or window comes to is the sum of the figures of its leaves; a test adds them up.
//! - Total on any input, and bounded: lists stop at [`LIST_MAX`], and a last line carries the count and the sum of the rest.
//! - Every sentence stands in [`messages`].
//!
//! **Invariant:** an explanation decides nothing and changes nothing.

mod award;
mod build;
mod change;
mod details;
mod english;
mod english_codes;
mod english_events;
mod english_forms;
mod english_groups;
mod event;
mod forms;
mod group;
mod holding;
mod life;
pub mod messages;
mod reading;
mod render;
#[cfg(test)]
mod tests;
mod tree;
mod valuation;
mod window;

pub use event::explain;
pub(crate) use messages::{Language, Say};
pub use tree::Trace;
pub(crate) use window::{Left, headroom_tree};

/// Awards, handles or affected awards that one list shows; the rest is counted and added up in one line.
pub const LIST_MAX: usize = 1_000;

/// Lines of a list inside such a list: of the statements that tie one member, of what one award is divided into.
const FEW: usize = 20;

/// The language of explanations in this release.
pub(crate) const LANGUAGE: Language = Language::English;

/// A step whose words are in the catalogue.
pub(crate) fn step(kind: &str, what: Say<'_>) -> Trace {
    Trace::step(kind, &what.text(LANGUAGE), None)
}
