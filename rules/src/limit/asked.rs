//! What limits are asked: for whom, on what occasion, and what a new award would add.

use chrono::NaiveDate;
use ledger::event::aid::{Aid, ComputeUnit, Form, Regime};
use ledger::ids::MemberState;
use ledger::money::Cents;
use ledger::verdict::Figure;
use rust_decimal::Decimal;

use crate::pack::rule::{Limit, Measure, Scope};
use crate::state::{Figures, GrantedBy, Handle, View, hundredths};

/// Whose awards are added up, and in whose view.
#[derive(Debug, Clone)]
pub struct Whose {
    /// Any handle of the undertaking; `None` where nobody has named it.
    pub handle: Option<Handle>,
    /// In whose view; what a limit says of links comes on top.
    pub view: View,
    /// Whether links across a border are taken the other way round than the limit takes them.
    pub borders_reversed: bool,
    /// Whether links of natural persons are.
    pub persons_reversed: bool,
}

impl Whose {
    /// An undertaking's, in a view.
    #[must_use]
    pub fn new(handle: Option<Handle>, view: View) -> Self {
        Self { handle, view, borders_reversed: false, persons_reversed: false }
    }

    /// The view under a limit, for a grant on a date of the State whose aid is added up (`None`: of any).
    pub(crate) fn view_under(&self, limit: &Limit, member_state: Option<MemberState>, on: NaiveDate) -> View {
        let view = self.view.clone().under(limit, member_state, on);
        View {
            across_borders: view.across_borders != self.borders_reversed,
            through_persons: view.through_persons != self.persons_reversed,
            enterprise: self.handle,
            ..view
        }
    }
}

/// A grant as far as it decides which limits apply.
#[derive(Debug, Clone, Copy)]
pub struct Occasion {
    /// The granting State; `None` where no State grants.
    pub member_state: Option<MemberState>,
    /// The regime it comes under.
    pub regime: Regime,
    /// Its date.
    pub granted_on: NaiveDate,
}

impl Occasion {
    /// Whose aid a limit adds up for it; `None` where the limit is a State's and no State grants.
    pub(crate) fn granted_by(&self, limit: &Limit) -> Option<GrantedBy> {
        match limit.scope {
            Scope::MemberState => self.member_state.map(GrantedBy::State),
            Scope::Union => Some(GrantedBy::Anyone),
        }
    }
}

/// What a new award adds, in every measure.
#[derive(Debug, Clone, Copy)]
pub struct Added {
    /// Its gross grant equivalent.
    pub gge: Figure,
    /// Computing time: none, so much in a unit, or not known here.
    hours: Hours,
}

#[derive(Debug, Clone, Copy)]
enum Hours {
    Unknown,
    None,
    Quantity(Decimal, ComputeUnit),
}

impl Added {
    /// Of an award of which only the figure is at hand.
    #[must_use]
    pub fn figure(gge: Figure) -> Self {
        Self { gge, hours: Hours::Unknown }
    }

    /// Of aid as stated, with its figure.
    #[must_use]
    pub fn of(gge: Figure, aid: &Aid) -> Self {
        let hours = match &aid.form {
            Form::Compute(compute) => Hours::Quantity(compute.quantity.value(), compute.unit),
            _ => Hours::None,
        };
        Self { gge, hours }
    }

    /// The same, of which so much counts at least.
    #[must_use]
    pub fn at_least(self, least: Cents) -> Self {
        let gge = Figure { low: self.gge.low.max(least), high: self.gge.high.map(|high| high.max(least)) };
        Self { gge, ..self }
    }

    /// In a measure, both ends; `None` where that is not known.
    pub(super) fn in_measure(&self, measure: Measure) -> Option<Figures> {
        match (measure, self.hours) {
            (Measure::Euro, _) => self.gge.high.map(|high| Figures { low: self.gge.low, high }),
            (Measure::Hours(_), Hours::None) => Some(Figures { low: Cents::ZERO, high: Cents::ZERO }),
            (Measure::Hours(unit), Hours::Quantity(hours, own)) if unit == own => hundredths(hours),
            (Measure::Hours(_), Hours::Unknown | Hours::Quantity(..)) => None,
        }
    }
}
