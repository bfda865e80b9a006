//! Why a figure is what it is: one tree of messages, told in a language last; text, JSON and pages are made from that.
//!
//! - [`explain`] is recomputed from the state before the event, the event and the recorded verdict; it is never stored,
//!   so it can get better without touching history.
//! - It explains the verdict that is *recorded*: where this release comes to another figure, the tree says so instead of
//!   showing sums that do not belong to the verdict.
//! - What a check or window comes to is the sum of the figures of its leaves; a test adds them up.
//! - Total on any input, and bounded: lists stop at [`LIST_MAX`], and a last line carries the count and the sum of the rest.
//! - Every sentence stands in the catalogue of [`words`](crate::words).
//!
//! **Invariant:** an explanation decides nothing and changes nothing.

mod about;
mod answer;
mod award;
mod behind;
mod build;
mod change;
mod details;
mod event;
mod forms;
mod group;
mod holding;
mod left_out;
mod life;
mod reading;
mod reason;
mod refusal;
mod routes;
#[cfg(test)]
mod tests;
mod trace;
mod valuation;
mod window;

pub use answer::{Explained, headroom, headroom_in, headroom_text, headroom_text_in};
pub use build::LIST_MAX;
pub use event::{explain, explain_in};
pub use refusal::{Said, refusal, refusal_said, refusal_text};
pub use routes::{
    Need, Note, RouteBasis, RouteLimit, RouteTold, RoutesTold, routes, routes_text, routes_text_in,
};
pub use trace::Trace;
