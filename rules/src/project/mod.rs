//! What follows from the recorded outcomes for those who ask, in figures.
//!
//! **Invariant:** a projection decides nothing; it can be thrown away and made again.

mod headroom;
mod ways_out;

pub use headroom::{
    AwardLine, Counted, Coverage, Headroom, HeadroomError, Query, Release, Standing, group_of, headroom,
};
pub(crate) use headroom::{Found, found, standing};
pub use ways_out::{OtherRegime, Reduce, Waivable, Waive, WaysOut, ways_out};
