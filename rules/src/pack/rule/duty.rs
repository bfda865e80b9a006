//! Duties that follow a grant, and the calendar by which their terms are counted.

use chrono::Weekday;

use crate::pack::fault::PackFaultKind;
use crate::pack::param::Roll;
use crate::pack::regime::Regime;
use crate::pack::timeline::Dated;

use super::head::Head;
use super::reader::RuleReader;

/// Registration within so many working days after the grant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkingDaysDuty {
    /// Id, title, dates, citation.
    pub head: Head,
    /// The regimes.
    pub regimes: Vec<Regime>,
    /// Working days after the day of the grant.
    pub working_days: Dated<u32>,
    /// Working days of lateness from which it is said where the holidays on record are calculated.
    pub computed_from: Dated<u32>,
    /// The same where they are missing.
    pub missing_from: Dated<u32>,
}

/// A declaration of other aid before the grant, until the register of the State covers so many years.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclarationDuty {
    /// Id, title, dates, citation.
    pub head: Head,
    /// The regimes.
    pub regimes: Vec<Regime>,
    /// Years before the grant that the declaration speaks of, and that a register must cover to replace it.
    pub years: DeclaredYears,
    /// Whether only a register that the State has set up itself replaces it.
    pub national_register: bool,
}

/// Of how many years a declaration speaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeclaredYears {
    /// Calendar years back from the grant.
    Years(Dated<u32>),
    /// Fiscal years of the undertaking, the current one among them.
    FiscalYears(Dated<u32>),
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

pub(super) fn registration(rule: &mut RuleReader<'_, '_>) -> Option<WorkingDaysDuty> {
    let regimes = rule.regimes();
    let working_days = rule.count("working_days", "working-day");
    let computed_from = rule.count("computed_from", "working-day");
    let missing_from = rule.count("missing_from", "working-day");
    Some(WorkingDaysDuty {
        head: rule.head()?,
        regimes: regimes?,
        working_days: working_days?,
        computed_from: computed_from?,
        missing_from: missing_from?,
    })
}

pub(super) fn declaration(rule: &mut RuleReader<'_, '_>) -> Option<DeclarationDuty> {
    let regimes = rule.regimes();
    let years = match (rule.block.has("years"), rule.block.has("fiscal_years")) {
        (true, false) => rule.count("years", "year").map(DeclaredYears::Years),
        (false, true) => rule.count("fiscal_years", "year").map(DeclaredYears::FiscalYears),
        (true, true) => {
            rule.block.refuse("fiscal_years", "years and fiscal years", "a declaration speaks of one of the two");
            None
        }
        (false, false) => {
            let kind = PackFaultKind::MissingKey { key: "years", block: rule.block.name().to_owned() };
            rule.block.note_whole(kind, "years, or fiscal_years");
            None
        }
    };
    let register = match rule.block.has("register") {
        true => rule.block.word("register", "any, national", |word| match word {
            "any" => Some(false),
            "national" => Some(true),
            _ => None,
        }),
        false => Some(false),
    };
    Some(DeclarationDuty {
        head: rule.head()?,
        regimes: regimes?,
        years: years?,
        national_register: register?,
    })
}

pub(super) fn calendar(rule: &mut RuleReader<'_, '_>) -> Option<CalendarRule> {
    let weekend = rule.weekdays("weekend");
    let forward_roll = rule.roll("forward_roll");
    let look_back_roll = rule.roll("look_back_roll");
    Some(CalendarRule {
        head: rule.head()?,
        weekend: weekend?,
        forward_roll: forward_roll?,
        look_back_roll: look_back_roll?,
    })
}
