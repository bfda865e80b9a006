//! A limit as it applies: what it counts of an undertaking's aid, how much is left, and what a new award comes to under it.
//!
//! What a limit is (measure, scope, unit, evidence, window or none, ceiling) is a [`crate::pack::rule::Limit`] of a pack. A
//! [`Test`] is one limit for one undertaking, State and date; [`limits_on`] makes all that apply. A new kind of limit is a
//! new measure ([`crate::state::Award`]`::counts_in` says what of an award fills it, [`Added`] what a new one adds) or a new
//! unit, not another way through here.
//! **Invariant:** limit never knows a figure that no pack holds.

mod applied;
mod asked;
mod gather;
mod judge;
pub(crate) mod national;
mod readings;
mod room;
#[cfg(test)]
mod tests;
mod timeline;

pub use applied::{Test, Tightest, limits_on};
pub use asked::{Added, Occasion, Whose};
pub(crate) use gather::Ends;
pub use readings::Said;
pub(crate) use readings::{Candidate, Otherwise, Reread, readings};
pub use timeline::{Timeline, WindowSum};
