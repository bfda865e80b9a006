//! One limit as it applies to one undertaking, State and date: what it counts, and what is left.
//!
//! A grant is tested in the period that ends on its own date and in every one that ends on a later award's date and contains
//! it: together these are all the periods it can push over.

use chrono::NaiveDate;
use ledger::event::aid::Regime;
use ledger::ids::MemberState;
use ledger::money::Cents;

use super::asked::{Occasion, Whose};
use super::gather::Ends;
use super::timeline::{Timeline, WindowSum};
use crate::calendar::Boundary;
use crate::pack::rule::{Limit, Mode, Unit};
use crate::state::{Award, GrantedBy, Handle, Held, Selection, Spans, State, View};

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
    /// The awards of a regime that nobody knows; `None` where there are none.
    pub unknown: Option<Timeline>,
    /// Without those that count by a reading of the text alone; `None` where there are none.
    pub firm: Option<Timeline>,
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
        let firmly = limit.firmly_counted();
        let read: Vec<Regime> = counted.iter().filter(|regime| !firmly.contains(regime)).copied().collect();
        let may_hold =
            |regimes: &[Regime]| !regimes.is_empty() && spans.may_hold(state, &Selection { regimes, ..all });
        let unknown = may_hold(&[Regime::Unknown]).then(|| of(&[Regime::Unknown]));
        Some(Self {
            limit,
            ceiling: limit.ceiling_on(granted_on)?,
            boundary: limit.boundary_on(member_state, granted_on)?,
            timeline: of(&counted),
            interpreted: may_hold(&interpreted).then(both),
            unknown,
            firm: may_hold(&read).then(|| of(&firmly)),
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
        let held = state.holdings(&self.view, self.handle, &self.selection(days), (day, self.granted_on));
        let counts = |award: &Award| self.granted_on <= award.counts_until();
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
}

/// From the first day that any period holding a grant adds up, to the last day on which one may end.
fn widest(limit: &Limit, granted_on: NaiveDate) -> (NaiveDate, NaiveDate) {
    let length = limit.length();
    (length.start(granted_on, Boundary::Closed), length.release(granted_on, Boundary::Closed))
}
