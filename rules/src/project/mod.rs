//! What follows from the recorded outcomes for those who ask: headroom.
//!
//! **Invariant:** a projection decides nothing; it can be thrown away and made again.

mod headroom;

pub(crate) use headroom::standing;
pub use headroom::{AwardLine, Coverage, Headroom, HeadroomError, Query, Release, Standing, headroom};
