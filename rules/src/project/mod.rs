//! What follows from the recorded outcomes for those who ask, in figures.
//!
//! **Invariant:** a projection decides nothing; it can be thrown away and made again.

mod duties;
mod found;
mod headroom;
mod later;
mod recovery;
mod term;
mod planned;
mod routes;
mod waivers;
mod ways_out;

pub use duties::{Duty, DutyAbout, DutyQuery, DutySelection, DutyStatus, duties};
pub(crate) use found::{Doubted, Found, found, of_unknown_regime, standing};
pub use found::{group_of, group_seen_by, headroom, headroom_of};
pub use headroom::{
    AwardLine, Cause, Counted, Coverage, Doubt, Everybody, Headroom, HeadroomError, LimitLine, More,
    OwnWindow, Query, Release, Standing, Window,
};
pub use planned::Planned;
pub use recovery::{Reading, RecoveryAnswer, StepLine, no_order, recovery, recovery_text};
pub use routes::{Answer, Asker, Left, Route, Routes, routes};
pub use waivers::{COMBINATIONS_MAX, Combination, WAIVABLE_MAX, Waivable};
pub use ways_out::{OtherRegime, Reduce, Waive, WaysOut, ways_out};
