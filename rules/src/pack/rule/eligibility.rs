//! When a regime may be used at all, and how long a reservation of it may live.

use crate::pack::fault::Faults;
use crate::pack::read::Block;
use crate::pack::regime::Regime;
use crate::pack::timeline::Dated;

use super::{Head, Resolver, read_regimes};

/// The grant dates of a regime: those from `head.from` to `head.until`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InForce {
    /// Id, title, dates, citation.
    pub head: Head,
    /// The regimes.
    pub regimes: Vec<Regime>,
    /// An act that has run out: its awards are recorded and counted, but nothing new is admitted under it
    /// (`regime_not_in_force`), whatever the date.
    pub legacy: bool,
}

/// The longest life of a reservation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReservationLife {
    /// Id, title, dates, citation.
    pub head: Head,
    /// The regimes.
    pub regimes: Vec<Regime>,
    /// Days from the reservation's grant date to its last day.
    pub days: Dated<u32>,
}

pub(super) fn in_force(head: Option<Head>, block: &Block<'_>, faults: &mut Faults) -> Option<InForce> {
    let regimes = read_regimes(block, faults);
    let legacy = block.truth("legacy", faults);
    Some(InForce { head: head?, regimes: regimes?, legacy: legacy? })
}

pub(super) fn reservation_life(
    head: Option<Head>,
    block: &Block<'_>,
    resolver: &mut Resolver<'_>,
    faults: &mut Faults,
) -> Option<ReservationLife> {
    let regimes = read_regimes(block, faults);
    let days = resolver.count("days", "day", head.as_ref(), block, faults);
    Some(ReservationLife { head: head?, regimes: regimes?, days: days? })
}
