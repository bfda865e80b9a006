//! Duties that follow a grant, and the calendar by which their terms are counted.

use chrono::Weekday;

use crate::pack::fault::Faults;
use crate::pack::param::Roll;
use crate::pack::read::Block;
use crate::pack::regime::Regime;
use crate::pack::timeline::Dated;

use super::{Head, Resolver, read_regimes};

/// Registration within so many working days after the grant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkingDaysDuty {
    /// Id, title, dates, citation.
    pub head: Head,
    /// The regimes.
    pub regimes: Vec<Regime>,
    /// Working days after the day of the grant.
    pub working_days: Dated<u32>,
}

/// A declaration of other aid before the grant, until the register of the State covers so many years.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclarationDuty {
    /// Id, title, dates, citation.
    pub head: Head,
    /// The regimes.
    pub regimes: Vec<Regime>,
    /// Years before the grant that the declaration speaks of, and that a register must cover to replace it.
    pub years: Dated<u32>,
}

/// Which days are working days, and whether periods move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarRule {
    /// Id, title, dates, citation.
    pub head: Head,
    /// Days of the week that are no working days.
    pub weekend: Dated<Vec<Weekday>>,
    /// The end of a forward period.
    pub forward_roll: Dated<Roll>,
    /// The start of a look-back.
    pub look_back_roll: Dated<Roll>,
}

pub(super) fn registration(
    head: Option<Head>,
    block: &Block<'_>,
    resolver: &mut Resolver<'_>,
    faults: &mut Faults,
) -> Option<WorkingDaysDuty> {
    let regimes = read_regimes(block, faults);
    let working_days = resolver.count("working_days", "working-day", head.as_ref(), block, faults);
    Some(WorkingDaysDuty { head: head?, regimes: regimes?, working_days: working_days? })
}

pub(super) fn declaration(
    head: Option<Head>,
    block: &Block<'_>,
    resolver: &mut Resolver<'_>,
    faults: &mut Faults,
) -> Option<DeclarationDuty> {
    let regimes = read_regimes(block, faults);
    let years = resolver.count("years", "year", head.as_ref(), block, faults);
    Some(DeclarationDuty { head: head?, regimes: regimes?, years: years? })
}

pub(super) fn calendar(
    head: Option<Head>,
    block: &Block<'_>,
    resolver: &mut Resolver<'_>,
    faults: &mut Faults,
) -> Option<CalendarRule> {
    let weekend = resolver.weekdays("weekend", head.as_ref(), block, faults);
    let forward_roll = resolver.roll("forward_roll", head.as_ref(), block, faults);
    let look_back_roll = resolver.roll("look_back_roll", head.as_ref(), block, faults);
    Some(CalendarRule {
        head: head?,
        weekend: weekend?,
        forward_roll: forward_roll?,
        look_back_roll: look_back_roll?,
    })
}
