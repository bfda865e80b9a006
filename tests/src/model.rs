//! The rules once more, slow and plain: every answer is found by loops over all that was ever stated.
//!
//! Written from `docs/spec/rules.md` and the two regulations, not from the engine: own look-back, own windows, own
//! groups and divisions, own rounding, whole cents in `i128`. What the engine keeps up to date, the model finds anew for
//! every statement, so that a fault would have to be made twice to go unseen. Letters and numbers in comments name the
//! sentences of that text; where it is silent, a comment says which reading is taken.
//!
//! It judges as in facts mode: everybody relies on every statement, so the views of single parties never differ.

mod awards;
mod cumulation;
pub mod dates;
mod figures;
mod fraction;
mod grants;
mod group;
pub mod headroom;
mod hindsight;
mod holding;
mod judge;
pub mod law;
mod life;
mod limits;
mod procedure;
mod record;
mod review;
mod scope;
mod steps;
mod tables;
mod undertakings;
mod used;
mod window;

use crate::ops::{Day, Op, Statement};

/// Low end and high end in cents; without a high end it is unbounded.
pub type Gge = (i128, Option<i128>);

/// An award in effect: number, beneficiary, granting date, recorded figure, last day while it is open.
pub type Known = (u32, &'static str, Day, Option<Gge>, Option<Day>);

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
    /// Figures of the members of a set (A10).
    pub members: Vec<Option<Gge>>,
    /// Amounts in euro cents that later events need (A24).
    pub amounts: Vec<i128>,
}

/// What a lessening comes to, in euro at the rates of the grant (A6, A24).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Less {
    /// From when on it acts.
    day: Day,
    /// What the award comes to.
    target: i128,
    /// The benefit kept.
    kept: i128,
    /// The principal given back, and when.
    repaid: Option<(i128, Day)>,
    /// Whether its award had a figure: else it lessens nothing (A7).
    acts: bool,
    /// Whether it is the withdrawal of a report that acts on that sighting alone (A6).
    alone: bool,
    /// Whether it is a withdrawal (C1).
    withdraws: bool,
}

/// A statement that took effect, with what was recorded of it.
#[derive(Debug, Clone)]
struct Past {
    position: u64,
    id: String,
    op: Op,
    gge: Option<Gge>,
    uncounted: bool,
    /// Uncounted, for one, because nobody of that name is registered (U3).
    unanchored: bool,
    over: bool,
    less: Option<Less>,
    /// What the sighting's used value came to (A22).
    used: Option<i128>,
    /// Parts of an attribution or exit, as listed.
    parts: Vec<i128>,
    /// Of an exit: what stays of each award.
    stays: Vec<(u32, i128)>,
}

/// All that was stated and took effect, and what waits for a review.
#[derive(Debug, Clone, Default)]
pub struct Model {
    past: Vec<Past>,
    waiting: Vec<Statement>,
    next: u64,
    /// Whether the duties of a grant are looked at (P1, P2); in facts mode they are not.
    pub procedural: bool,
}
