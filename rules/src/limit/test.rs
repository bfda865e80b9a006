//! One limit as it applies to one undertaking, State and date.
//!
//! A grant is tested in the period that ends on its own date and in every one that ends on a later award's date and contains
//! it: together these are all the periods it can push over.

use std::str::FromStr as _;

use chrono::NaiveDate;
use ledger::event::aid::{Aid, Form, Regime};
use ledger::event::governance::ComputeUnit;
use ledger::ids::MemberState;
use ledger::money::Cents;
use ledger::verdict::{Bound, Check, Code, Figure, Flag};
use rust_decimal::Decimal;

use super::gather::Ends;
use super::readings::Said;
use super::timeline::{Timeline, WindowSum};
use crate::calendar::Boundary;
use crate::pack::rule::{Limit, Measure, Mode, Scope, Unit};
use crate::state::{Award, Figures, GrantedBy, Handle, Held, Selection, Spans, State, View, hundredths};

/// Whose awards are added up, and in whose view.
#[derive(Debug, Clone)]
pub struct Whose {
    /// Any handle of the undertaking; `None` where nobody has named it.
    pub handle: Option<Handle>,
    /// In whose view; what a limit says of links comes on top.
    pub view: View,
    /// Whether links across a border are taken the other way round than the limit takes them.
    pub borders_reversed: bool,
}

impl Whose {
    /// An undertaking's, in a view.
    #[must_use]
    pub fn new(handle: Option<Handle>, view: View) -> Self {
        Self { handle, view, borders_reversed: false }
    }

    /// The view under a limit, for a grant on a date of the State whose aid is added up (`None`: of any).
    pub(crate) fn view_under(&self, limit: &Limit, member_state: Option<MemberState>, on: NaiveDate) -> View {
        let view = self.view.clone().under(limit, member_state, on);
        View { across_borders: view.across_borders != self.borders_reversed, ..view }
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

    /// In a measure, both ends; `None` where that is not known.
    fn in_measure(&self, measure: Measure) -> Option<Figures> {
        match (measure, self.hours) {
            (Measure::Euro, _) => self.gge.high.map(|high| Figures { low: self.gge.low, high }),
            (Measure::Hours(_), Hours::None) => Some(Figures { low: Cents::ZERO, high: Cents::ZERO }),
            (Measure::Hours(unit), Hours::Quantity(hours, own)) if unit == own => hundredths(hours),
            (Measure::Hours(_), Hours::Unknown | Hours::Quantity(..)) => None,
        }
    }
}

/// One limit as it applies to one undertaking, State and date. Amounts are hundredths of the limit's measure.
#[derive(Debug, Clone)]
pub struct Test<'a> {
    /// The limit's rule.
    pub limit: &'a Limit,
    /// The ceiling on the date.
    pub ceiling: Cents,
    /// The reading of the boundary day that decides.
    pub boundary: Boundary,
    /// What the group of each day holds of the awards that count.
    pub timeline: Timeline,
    /// With the awards whose counting is a matter of interpretation; `None` where there are none.
    pub interpreted: Option<Timeline>,
    /// The regimes whose awards count.
    pub counted: Vec<Regime>,
    /// The State whose awards count; `None`: those of any.
    pub member_state: Option<MemberState>,
    /// In which view the group is looked at.
    pub view: View,
    /// Any handle of the undertaking.
    pub handle: Option<Handle>,
    /// The date of the grant.
    pub granted_on: NaiveDate,
}

/// The tightest period under one reading of the boundary day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tightest {
    /// The period with the smallest remainder; the earliest end on a tie.
    pub window: WindowSum,
    /// Ceiling minus what the period holds without the new award.
    pub remaining: Cents,
    /// The same, leaving out what others granted on the same day.
    pub remaining_without_same_day: Cents,
    /// Whether any tested period holds an uncounted award.
    pub uncounted: bool,
}

/// What an amount comes to under a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    Fits,
    /// A person decides.
    Open,
    Exceeds,
}

impl Tightest {
    fn exceeded_by(&self, amount: Cents) -> bool {
        amount > self.remaining
    }

    /// Whether the amount fits only before what others granted on the same day.
    fn order_decides(&self, amount: Cents) -> bool {
        self.exceeded_by(amount) && amount <= self.remaining_without_same_day
    }

    fn fit(&self, amount: Cents, enforced: bool) -> Fit {
        match self.exceeded_by(amount) {
            true if enforced && self.order_decides(amount) => Fit::Open,
            true => Fit::Exceeds,
            false if enforced && self.uncounted => Fit::Open,
            false => Fit::Fits,
        }
    }
}

/// Every limit that applies to a grant, for whoever would receive it.
#[must_use]
pub fn limits_on<'a>(state: &'a State, whose: &Whose, occasion: &Occasion) -> Vec<Test<'a>> {
    let limits = state.packs().limits(&occasion.regime, occasion.granted_on);
    limits.into_iter().filter_map(|limit| Test::new(state, limit, whose, occasion)).collect()
}

impl<'a> Test<'a> {
    fn new(state: &State, limit: &'a Limit, whose: &Whose, occasion: &Occasion) -> Option<Self> {
        let granted_on = occasion.granted_on;
        let granted_by = occasion.granted_by(limit)?;
        let member_state = granted_by.state();
        // The group is that of the single undertaking; other units add up other awards, here and in hindsight.
        let view = match limit.unit {
            Unit::SingleUndertaking => whose.view_under(limit, member_state, granted_on),
        };
        // The widest stretch either reading can look at: back from the grant, and forward to the last period holding it.
        let (from, to) = widest(limit, granted_on);
        let spans = Spans::of(state, &view, whose.handle, (granted_on, to), from);
        let ends = Some(Ends { first: granted_on, length: limit.length() });
        let all = Selection { granted_by, regimes: &[], measure: limit.measure, from, to };
        let of = |regimes: &[Regime]| Timeline::of(state, &spans, &Selection { regimes, ..all }, ends);
        let (counted, interpreted) = (limit.regimes(Mode::Counted), limit.regimes(Mode::Interpretation));
        let both = || of(&[counted.as_slice(), &interpreted].concat());
        let may_hold = spans.may_hold(state, &Selection { regimes: &interpreted, ..all });
        Some(Self {
            limit,
            ceiling: limit.ceiling_on(granted_on)?,
            boundary: limit.boundary_on(member_state, granted_on)?,
            timeline: of(&counted),
            interpreted: may_hold.then(both),
            counted,
            member_state,
            view,
            handle: whose.handle,
            granted_on,
        })
    }

    /// The awards that count, granted from one day to another.
    pub(super) fn selection(&self, (from, to): (NaiveDate, NaiveDate)) -> Selection<'_> {
        let granted_by = GrantedBy::of(self.member_state);
        Selection { granted_by, regimes: &self.counted, measure: self.limit.measure, from, to }
    }

    /// The first day of the period that ends on a day, as a reading has it.
    #[must_use]
    pub fn start(&self, end: NaiveDate, boundary: Boundary) -> NaiveDate {
        self.limit.length().start(end, boundary)
    }

    /// The periods tested: the one ending on the grant date, then those ending later that contain it.
    pub fn windows(&self, boundary: Boundary, timeline: &Timeline) -> Vec<WindowSum> {
        let end = self.limit.length().release(self.granted_on, boundary);
        let ends = std::iter::once(self.granted_on).chain(timeline.later_ends(self.granted_on, end));
        ends.map(|to| timeline.sum(self.start(to, boundary), to, self.granted_on)).collect()
    }

    /// The period that ends on the date itself, under the reading that decides.
    #[must_use]
    pub fn own_window(&self) -> WindowSum {
        self.timeline.sum(self.start(self.granted_on, self.boundary), self.granted_on, self.granted_on)
    }

    /// The sum of any period that holds the date tested, also of one that is not among those tested.
    pub(crate) fn any_window(&self, state: &State, (from, to): (NaiveDate, NaiveDate)) -> WindowSum {
        let (first, last) = widest(self.limit, self.granted_on);
        let spans = Spans::of(state, &self.view, self.handle, (self.granted_on, last), first);
        Timeline::of(state, &spans, &self.selection((first, last)), None).sum(from, to, self.granted_on)
    }

    /// What the group of a day holds of the awards granted from `from` to `to` in periods that end that day, for an event of
    /// the date tested: those that count and those that wait to be counted.
    pub(crate) fn holdings<'s>(
        &self,
        state: &'s State,
        days: (NaiveDate, NaiveDate),
        day: NaiveDate,
    ) -> Vec<(&'s Award, Held)> {
        let held = state.holdings(&self.view, self.handle, &self.selection(days), day);
        let counts = |award: &Award| award.open.as_ref().is_none_or(|open| self.granted_on <= open.until);
        held.into_iter().filter(|(award, _)| counts(award)).collect()
    }

    /// What is left on the date; less than nothing where it is over.
    #[must_use]
    pub fn remaining(&self) -> Cents {
        self.tightest(self.boundary).remaining
    }

    /// The tightest period under a reading of the boundary day.
    #[must_use]
    pub fn tightest(&self, boundary: Boundary) -> Tightest {
        self.tightest_of(boundary, &self.timeline)
    }

    /// As [`Test::tightest`], of other awards than those that count.
    pub(crate) fn tightest_of(&self, boundary: Boundary, timeline: &Timeline) -> Tightest {
        let windows = self.windows(boundary, timeline);
        let remaining = |window: &WindowSum| self.ceiling - window.high;
        // `min_by_key` keeps the first of equals, and periods come by their end.
        let tightest = windows.iter().min_by_key(|window| remaining(window)).copied();
        // The one that ends on the grant date is always there.
        let window = tightest.unwrap_or_else(|| self.own_window());
        let lenient = |window: &WindowSum| self.ceiling - (window.high - window.unchecked_high);
        Tightest {
            window,
            remaining: remaining(&window),
            remaining_without_same_day: windows.iter().map(lenient).min().unwrap_or(self.ceiling),
            uncounted: windows.iter().any(|window| window.uncounted),
        }
    }

    /// Whether the sum of a period is what its awards come to one by one.
    fn adds_up(&self, state: &State, window: &WindowSum) -> bool {
        let held = self.holdings(state, (window.from, window.to), window.to);
        let figures = held.iter().filter_map(|(_, held)| match held {
            Held::Counted(figures) => Some(*figures),
            Held::Uncounted | Held::Nothing => None,
        });
        let none = (Cents::ZERO, Cents::ZERO);
        let sum = figures.fold(none, |(low, high), figures| (low + figures.low, high + figures.high));
        let uncounted = held.iter().any(|(_, held)| *held == Held::Uncounted);
        (sum, uncounted) == ((window.low, window.high), window.uncounted)
    }

    /// What an award comes to under the limit: checks, and what they say.
    pub(super) fn judge(&self, state: &State, added: &Added, enforced: bool, said: &mut Said) {
        let Some(amount) = added.in_measure(self.limit.measure) else {
            return self.unmeasured(added, enforced, said);
        };
        let own = self.tightest(self.boundary);
        debug_assert!(self.adds_up(state, &own.window), "the sum of a period is that of its awards");
        self.note_checks(&own, amount, enforced, said);
        let fit = own.fit(amount.high, enforced);
        let interpreted = self.interpreted.as_ref().map(|timeline| self.tightest_of(self.boundary, timeline));
        if interpreted.is_some_and(|interpreted| interpreted.fit(amount.high, enforced) != fit) {
            said.flag(Flag::Interpretation);
        }
        if enforced {
            self.enforce(&own, amount.high, said);
        } else if own.exceeded_by(amount.high) {
            said.flag(Flag::OverCeiling);
        }
    }

    /// An award that comes to no known amount is not tested. That it has no figure in euro is said where it is valued; of
    /// any other measure it is said here, so that nothing passes in silence.
    fn unmeasured(&self, added: &Added, enforced: bool, said: &mut Said) {
        if self.limit.measure == Measure::Euro {
            debug_assert!(added.gge.high.is_none(), "a figure in euro is an amount in euro");
        } else if enforced {
            said.code(Code::NeedsReview);
        } else {
            said.flag(Flag::Uncounted);
        }
    }

    /// Notes the tightest period, or both readings where what they say differs.
    fn note_checks(&self, own: &Tightest, amount: Figures, enforced: bool, said: &mut Said) {
        let (closed, half_open) = (self.tightest(Boundary::Closed), self.tightest(Boundary::HalfOpen));
        if closed.fit(amount.high, enforced) == half_open.fit(amount.high, enforced) {
            said.checks.push(self.check(own.window, amount, None));
        } else {
            said.flag(Flag::BoundaryDispute);
            said.checks.push(self.check(closed.window, amount, Some(Bound::Closed)));
            said.checks.push(self.check(half_open.window, amount, Some(Bound::HalfOpen)));
        }
    }

    fn enforce(&self, own: &Tightest, high: Cents, said: &mut Said) {
        if own.exceeded_by(high) {
            // Who came first that day is not known here, and it decides: a person looks.
            let exceeded = Code::from_str(&self.limit.code).unwrap_or(Code::CeilingExceeded);
            said.code(if own.order_decides(high) { Code::OrderAmbiguous } else { exceeded });
        }
        if own.uncounted {
            said.code(Code::UncountedAwardInWindow);
        }
    }

    /// The check of a period with a new award in it.
    pub(crate) fn check(&self, window: WindowSum, added: Figures, bound: Option<Bound>) -> Check {
        Check {
            rule: self.limit.head.id.clone(),
            ms: self.member_state,
            from: self.limit.window.as_ref().map(|_| window.from),
            to: Some(window.to),
            unit: self.limit.measure.unit(),
            bound,
            after: Figure { low: window.low + added.low, high: Some(window.high + added.high) },
            limit: self.ceiling,
        }
    }
}

/// From the first day that any period holding a grant adds up, to the last day on which one may end.
fn widest(limit: &Limit, granted_on: NaiveDate) -> (NaiveDate, NaiveDate) {
    let length = limit.length();
    (length.start(granted_on, Boundary::Closed), length.release(granted_on, Boundary::Closed))
}
