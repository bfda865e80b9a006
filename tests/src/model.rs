//! The rules once more, slow and plain: every answer is found by loops over all that was ever stated.
//!
//! Written from the definitions and the two regulations, not from the engine: own look-back, own windows, own rounding,
//! whole cents in `i128`. What the engine does with sums kept by day, the model does with nested loops, so that a fault
//! would have to be made twice to go unseen. Where the definitions are silent, a comment says which reading is taken.

pub mod dates;
mod figures;
pub mod headroom;
mod judge;
pub mod law;
pub mod record;
mod window;

use crate::ops::{Day, Op};

/// Low end and high end in cents; without a high end it is unbounded.
pub type Gge = (i128, Option<i128>);

/// One limit as it was tested.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// Rule id.
    pub rule: String,
    /// Granting State.
    pub state: String,
    /// First day of the window.
    pub from: Day,
    /// Last day of the window.
    pub to: Day,
    /// Reading of the boundary day, in a dispute.
    pub bound: Option<String>,
    /// The sum with this award in it.
    pub after: Gge,
    /// The limit in cents.
    pub limit: i128,
}

/// What is said of one statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// What became of it.
    pub outcome: &'static str,
    /// Why not.
    pub codes: Vec<&'static str>,
    /// What else to know.
    pub flags: Vec<&'static str>,
    /// Its figure.
    pub gge: Option<Gge>,
    /// Limits tested.
    pub checks: Vec<Check>,
    /// Positions and excesses of later awards pushed over.
    pub affects: Vec<(u64, i128)>,
}

/// A statement that took effect, with what was recorded of it.
#[derive(Debug, Clone)]
struct Past {
    position: u64,
    id: String,
    op: Op,
    gge: Option<Gge>,
    uncounted: bool,
    over: bool,
}

/// All that was stated and took effect.
#[derive(Debug, Clone, Default)]
pub struct Model {
    past: Vec<Past>,
    next: u64,
}
