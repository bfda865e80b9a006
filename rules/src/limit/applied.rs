//! One limit as it applies to one undertaking, State and date: what it counts, and what is left.
//!
//! A grant is tested in the period that ends on its own date and in every one that ends on a later award's date and contains
//! it: together these are all the periods it can push over.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use ledger::event::aid::Regime;
use ledger::ids::MemberState;
use ledger::money::Cents;

use super::asked::{Occasion, Whose};
use super::gather::Ends;
use super::timeline::{Timeline, WindowSum};
use crate::calendar::Boundary;
use crate::pack::rule::{Length, Limit, Mode, Unit};
use crate::state::{Award, GrantedBy, Handle, Held, Reference, Selection, Spans, Starts, State, View};

/// What counts in a window: by every calendar, or by one (rules-sectors D3). In windows of years it is the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    /// What is in it by every reading.
    Surely,
    /// What is in it by one at least.
    Perhaps,
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
    /// What counts of other regimes than that of the limit; only of sums.
    pub(super) others: Option<Timeline>,
    /// The days on which the windows end that the rule judges.
    days: (NaiveDate, NaiveDate),
    /// How far back it adds up.
    length: Length,
    /// Of windows of fiscal years where each begins, by the day on which it ends.
    starts: BTreeMap<NaiveDate, Starts>,
    reference: &'a Reference,
    /// Whether the date is before the first day of an act that reaches back: nobody grants on an act that is to come.
    pub(crate) reaches_back: bool,
}

/// The tightest period under one reading of the boundary day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tightest {
    /// The period with the smallest remainder; the earliest end on a tie.
    pub window: WindowSum,
    /// Its ceiling.
    pub ceiling: Cents,
    /// Ceiling minus what the period holds without the new award.
    pub remaining: Cents,
    /// The same, leaving out what others granted on the same day.
    pub remaining_without_same_day: Cents,
    /// Whether any tested period holds an uncounted award.
    pub uncounted: bool,
}

/// Every limit that applies to a grant, for whoever would receive it: the ceiling of its act and the sums beside it, each by the
/// text of the day on which a window ends (rules-sectors D5, D6).
#[must_use]
pub fn limits_on<'a>(state: &'a State, whose: &Whose, occasion: &Occasion) -> Vec<Test<'a>> {
    let on = occasion.granted_on;
    let packs = state.packs();
    // Where no ceiling holds on the date, none is asked of what ends later either.
    if packs.limits(&occasion.regime, on).iter().all(|limit| limit.sum) {
        return reaching_back(state, whose, occasion);
    }
    let mut limits = packs.limits_between(&occasion.regime, (on, NaiveDate::MAX));
    // Where nothing ever stands beside or behind a ceiling, a window that ends after its last day is tested by it as by W2.
    if let [(limit, days)] = limits.as_mut_slice()
        && limit.fiscal_years.is_none()
    {
        days.1 = NaiveDate::MAX;
    }
    let tests =
        limits.into_iter().filter_map(|(limit, days)| Test::new(state, (limit, days), whose, occasion));
    tests.collect()
}

/// What is on record from before the first day of an act that reaches back, as on that day, in the window that ends on its own
/// date (rules-sectors D18).
fn reaching_back<'a>(state: &'a State, whose: &Whose, occasion: &Occasion) -> Vec<Test<'a>> {
    let on = occasion.granted_on;
    let packs = state.packs();
    let Some(first) = packs.reaches_back_from(&occasion.regime, on) else { return Vec::new() };
    let limits = packs.limits(&occasion.regime, first).into_iter();
    let tests = limits.filter_map(|limit| {
        let test = Test::new(state, (limit, (on, on)), whose, occasion)?;
        let ceiling = limit.ceiling_in(&state.reference, test.member_state, first)?;
        Some(Test { ceiling, reaches_back: true, ..test })
    });
    tests.collect()
}

impl<'a> Test<'a> {
    fn new(
        state: &'a State,
        (limit, days): (&'a Limit, (NaiveDate, NaiveDate)),
        whose: &Whose,
        occasion: &Occasion,
    ) -> Option<Self> {
        let (granted_on, granted_by) = (occasion.granted_on, occasion.granted_by(limit)?);
        let member_state = granted_by.state();
        let length = limit.length_with(state.fiscal.longest());
        // The widest stretch either reading can look at: back from the grant, and forward to the last period holding it.
        let (from, to) = widest(length, granted_on);
        let to = to.min(days.1);
        // What is judged by a later text is judged as on its first day.
        let on = granted_on.max(days.0).max(limit.head.from.min(days.1));
        if to < on {
            return None;
        }
        // The group is that of the single undertaking; other units add up other awards, here and in hindsight.
        let view = match limit.unit {
            Unit::SingleUndertaking => whose.view_under(limit, member_state, on),
        };
        let spans = Spans::of(state, &view, whose.handle, (granted_on, to), from);
        // In windows of fiscal years any day may tell which awards they hold.
        let plain = matches!(length, Length::Years(_) | Length::Unbounded);
        let ends = plain.then_some(Ends { first: granted_on, length });
        let all = Selection { granted_by, regimes: &[], measure: limit.measure, from, to };
        let of = |regimes: &[Regime]| Timeline::of(state, &spans, &Selection { regimes, ..all }, ends);
        let (counted, interpreted) = (limit.regimes(Mode::Counted), limit.regimes(Mode::Interpretation));
        let both = || of(&[counted.as_slice(), &interpreted].concat());
        let firmly = limit.firmly_counted();
        let read: Vec<Regime> = counted.iter().filter(|regime| !firmly.contains(regime)).copied().collect();
        let foreign: Vec<Regime> =
            counted.iter().filter(|regime| **regime != limit.regime && limit.sum).copied().collect();
        let may_hold =
            |regimes: &[Regime]| !regimes.is_empty() && spans.may_hold(state, &Selection { regimes, ..all });
        let unknown = may_hold(&[Regime::Unknown]).then(|| of(&[Regime::Unknown]));
        let mut test = Self {
            limit,
            ceiling: limit.ceiling_in(&state.reference, member_state, on.max(limit.head.from))?,
            boundary: limit.boundary_on(member_state, on.max(limit.head.from))?,
            timeline: of(&counted),
            interpreted: may_hold(&interpreted).then(both),
            unknown,
            firm: may_hold(&read).then(|| of(&firmly)),
            others: may_hold(&foreign).then(|| of(&foreign)),
            counted,
            member_state,
            view,
            handle: whose.handle,
            granted_on,
            days,
            length,
            starts: BTreeMap::new(),
            reference: &state.reference,
            reaches_back: false,
        };
        test.note_starts(state);
        let is_asked = days.0 <= granted_on || !test.windows(Boundary::Closed, &test.timeline).is_empty();
        is_asked.then_some(test)
    }

    /// Where windows are of fiscal years, notes when each begins.
    fn note_starts(&mut self, state: &State) {
        if let Length::FiscalYears(years, _) = self.length {
            let ends = self.ends_of_all().into_iter();
            self.starts = ends.map(|end| (end, self.starts_on(state, end, years))).collect();
        }
    }

    /// Every day on which a window may end, whichever awards count.
    fn ends_of_all(&self) -> BTreeSet<NaiveDate> {
        let all = [Some(&self.timeline), self.interpreted.as_ref(), self.firm.as_ref()];
        let later = all
            .into_iter()
            .flatten()
            .flat_map(|timeline| timeline.later_ends(self.granted_on, NaiveDate::MAX));
        std::iter::once(self.granted_on).chain(later).collect()
    }

    /// Where a window of fiscal years begins, by the calendars of the group of the day on which it ends.
    pub(super) fn starts_on(&self, state: &State, end: NaiveDate, years: u32) -> Starts {
        let group = self.handle.map(|handle| state.members_on(handle, end, &self.view));
        state.fiscal_starts(&group.unwrap_or_default(), &self.view, end, years)
    }

    /// The first days of the window that ends on a day.
    fn starts_at(&self, end: NaiveDate, boundary: Boundary) -> Starts {
        match self.starts.get(&end) {
            Some(starts) => *starts,
            None => Starts::only(self.length.start(end, boundary)),
        }
    }

    /// How far back it adds up.
    pub(crate) fn length(&self) -> Length {
        self.length
    }

    /// Whether windows are of fiscal years, of which more is perhaps true than surely.
    pub(super) fn is_fiscal(&self) -> bool {
        matches!(self.length, Length::FiscalYears(..))
    }

    /// The ceiling of the window that ends on a day.
    pub(crate) fn ceiling_of(&self, end: NaiveDate) -> Cents {
        if end == self.granted_on {
            return self.ceiling;
        }
        self.limit.ceiling_in(self.reference, self.member_state, end).unwrap_or(self.ceiling)
    }

    /// Whether a window that a sum tests holds, perhaps, an award under one of some regimes that counts or has no figure.
    pub(crate) fn holds_of(&self, state: &State, regimes: &[Regime]) -> bool {
        let counts = |(award, held): &(&Award, Held)| {
            let stands = match held {
                Held::Counted(figures) => figures.high > Cents::ZERO,
                Held::Uncounted => true,
                Held::Nothing => false,
            };
            stands && regimes.contains(&award.regime)
        };
        let holds =
            |window: &WindowSum| self.holdings(state, (window.from, window.to), window.to).iter().any(counts);
        self.others.is_some() && self.windows(self.boundary, &self.timeline).iter().any(holds)
    }

    /// Whether anything of another regime counts in a window: otherwise a sum says nothing (rules-sectors D5).
    pub(super) fn is_with_others(&self, window: &WindowSum) -> bool {
        if !self.limit.sum {
            return true;
        }
        let Some(others) = &self.others else { return false };
        // Of fiscal years what counts perhaps is asked.
        let from =
            if self.is_fiscal() { self.starts_at(window.to, self.boundary).perhaps } else { window.from };
        let to = window.to;
        let sum = others.sum(from, to, self.granted_on);
        sum.uncounted || sum.high > Cents::ZERO
    }

    /// The awards that count, granted from one day to another.
    pub(super) fn selection(&self, (from, to): (NaiveDate, NaiveDate)) -> Selection<'_> {
        let granted_by = GrantedBy::of(self.member_state);
        Selection { granted_by, regimes: &self.counted, measure: self.limit.measure, from, to }
    }

    /// The first day of the period that ends on a day, as a reading has it.
    #[must_use]
    pub fn start(&self, end: NaiveDate, boundary: Boundary) -> NaiveDate {
        self.starts_at(end, boundary).perhaps
    }

    /// The periods tested: the one ending on the grant date, then those ending later that contain it.
    pub fn windows(&self, boundary: Boundary, timeline: &Timeline) -> Vec<WindowSum> {
        self.windows_of(Asked::Perhaps, boundary, timeline)
    }

    /// The same of what counts surely, or perhaps; one that does not surely hold the date is not asked what it surely holds.
    pub(super) fn windows_of(&self, asked: Asked, boundary: Boundary, timeline: &Timeline) -> Vec<WindowSum> {
        let end = self.length.release(self.granted_on, boundary);
        let ends = std::iter::once(self.granted_on).chain(timeline.later_ends(self.granted_on, end));
        let judged = ends.filter(|to| (self.days.0..=self.days.1).contains(to));
        let windows = judged.filter_map(|to| {
            let starts = self.starts_at(to, boundary);
            let from = match asked {
                Asked::Surely => starts.surely,
                Asked::Perhaps => starts.perhaps,
            };
            let holds = !self.is_fiscal() || from <= self.granted_on;
            holds.then(|| timeline.sum(from, to, self.granted_on))
        });
        windows.collect()
    }

    /// The period that ends on the date itself, under the reading that decides.
    #[must_use]
    pub fn own_window(&self) -> WindowSum {
        self.own_window_of(Asked::Perhaps, self.boundary, &self.timeline)
    }

    pub(super) fn own_window_of(&self, asked: Asked, boundary: Boundary, timeline: &Timeline) -> WindowSum {
        let starts = self.starts_at(self.granted_on, boundary);
        let from = match asked {
            Asked::Surely => starts.surely,
            Asked::Perhaps => starts.perhaps,
        };
        timeline.sum(from, self.granted_on, self.granted_on)
    }

    /// Whether the rule judges the window that ends on the date itself.
    pub(crate) fn judges_its_date(&self) -> bool {
        (self.days.0..=self.days.1).contains(&self.granted_on)
    }

    /// The sum of any period that holds the date tested, also of one that is not among those tested.
    pub(crate) fn any_window(&self, state: &State, (from, to): (NaiveDate, NaiveDate)) -> WindowSum {
        let (first, last) = widest(self.length, self.granted_on);
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
        self.tightest_among(&windows).unwrap_or_else(|| {
            let window = self.own_window_of(Asked::Perhaps, boundary, timeline);
            let ceiling = self.ceiling;
            let remaining = ceiling - window.high;
            Tightest { window, ceiling, remaining, remaining_without_same_day: remaining, uncounted: false }
        })
    }

    /// The tightest of some windows; `None` where there is none.
    pub(super) fn tightest_among(&self, windows: &[WindowSum]) -> Option<Tightest> {
        let remaining = |window: &WindowSum| self.ceiling_of(window.to) - window.high;
        // `min_by_key` keeps the first of equals, and periods come by their end.
        let window = windows.iter().min_by_key(|window| remaining(window)).copied()?;
        let lenient = |window: &WindowSum| self.ceiling_of(window.to) - (window.high - window.unchecked_high);
        Some(Tightest {
            window,
            ceiling: self.ceiling_of(window.to),
            remaining: remaining(&window),
            remaining_without_same_day: windows.iter().map(lenient).min().unwrap_or(self.ceiling),
            uncounted: windows.iter().any(|window| window.uncounted),
        })
    }
}

/// From the first day that any period holding a grant adds up, to the last day on which one may end.
fn widest(length: Length, granted_on: NaiveDate) -> (NaiveDate, NaiveDate) {
    (length.start(granted_on, Boundary::Closed), length.release(granted_on, Boundary::Closed))
}
