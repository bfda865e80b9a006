//! Ceilings over rolling windows (Art. 3(2) of Regulation (EU) 2023/2831 and its like).
//!
//! A grant is tested in the window that ends on its own date and in every window that ends on a later award's date and
//! contains it: together these are all the periods it can push over.

use chrono::NaiveDate;
use ledger::event::aid::Regime;
use ledger::ids::MemberState;
use ledger::money::Cents;
use ledger::verdict::{Bound, Check, Code, Figure, Flag};
use rust_decimal::Decimal;

use super::findings::Findings;
use crate::calendar::{Boundary, look_back_start, release_day};
use crate::pack::rule as cap;
use crate::pack::rule::{Mode, WindowCap};
use crate::state::{Award, Ends, Handle, Held, Scope, Spans, State, Timeline, View, WindowSum};

/// Whose awards are added up, and in whose view.
#[derive(Debug, Clone)]
pub struct Whose {
    /// Any handle of the undertaking; `None` where nobody has named it.
    pub handle: Option<Handle>,
    /// In whose view; what a ceiling says of links comes on top.
    pub view: View,
    /// Whether links across a border are taken the other way round than the ceiling takes them.
    pub borders_reversed: bool,
}

impl Whose {
    /// An undertaking's, in a view.
    #[must_use]
    pub fn new(handle: Option<Handle>, view: View) -> Self {
        Self { handle, view, borders_reversed: false }
    }

    /// The view under a ceiling, for a grant of a State on a date.
    pub(crate) fn view_under(&self, cap: &WindowCap, ms: MemberState, on: NaiveDate) -> View {
        let view = self.view.clone().under(cap, ms, on);
        View { across_borders: view.across_borders != self.borders_reversed, ..view }
    }
}

/// One ceiling as it applies to one undertaking, State and date.
#[derive(Debug, Clone)]
pub struct CapTest<'a> {
    /// The ceiling's rule.
    pub cap: &'a WindowCap,
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
    /// The State whose awards count.
    pub ms: MemberState,
    /// In which view the group is looked at.
    pub view: View,
    /// Any handle of the undertaking.
    pub handle: Option<Handle>,
    granted_on: NaiveDate,
}

/// The tightest window under one reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// The window with the smallest remainder; the earliest end on a tie.
    pub tightest: WindowSum,
    /// Ceiling minus what the window holds without the new award.
    pub remaining: Cents,
    /// The same, leaving out what others granted on the same day.
    pub remaining_without_same_day: Cents,
    /// Whether any tested window holds an uncounted award.
    pub uncounted: bool,
}

/// What a reading of the law answers: to a new grant, or of a fact that stands anyway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Fits,
    /// A person decides.
    Open,
    Exceeds,
}

impl Reading {
    fn exceeded_by(&self, amount: Cents) -> bool {
        amount > self.remaining
    }

    /// Whether the amount fits only before what others granted on the same day.
    fn order_decides(&self, amount: Cents) -> bool {
        self.exceeded_by(amount) && amount <= self.remaining_without_same_day
    }

    fn answer(&self, amount: Cents, enforced: bool) -> Answer {
        match self.exceeded_by(amount) {
            true if enforced && self.order_decides(amount) => Answer::Open,
            true => Answer::Exceeds,
            false if enforced && self.uncounted => Answer::Open,
            false => Answer::Fits,
        }
    }
}

/// The ceilings on a regime for a grant date, ready for an undertaking and State.
#[must_use]
pub fn test_cap<'a>(
    state: &'a State,
    whose: &Whose,
    ms: Option<MemberState>,
    regime: Regime,
    granted_on: NaiveDate,
) -> Vec<CapTest<'a>> {
    let caps = state.packs().window_caps(&regime, granted_on);
    caps.into_iter().filter_map(|cap| cap_test(state, cap, whose, ms, granted_on)).collect()
}

fn cap_test<'a>(
    state: &State,
    cap: &'a WindowCap,
    whose: &Whose,
    ms: Option<MemberState>,
    granted_on: NaiveDate,
) -> Option<CapTest<'a>> {
    // Ceilings across the Union are not in the shipped packs; the loader admits them for later.
    let ms = match cap.scope {
        cap::Scope::MemberState => ms?,
        cap::Scope::Union => return None,
    };
    let ceiling = cents(cap.ceiling.on(granted_on)?.value)?;
    let boundary = cap.boundary.on(ms.as_str(), granted_on)?.value;
    let of_mode = |mode: Mode| -> Vec<Regime> {
        let rows = cap.counts.iter().filter(|row| row.mode == mode);
        rows.map(|row| row.regime).collect()
    };
    // The widest stretch either reading can look at: back from the grant, and forward to the last window holding it.
    let from = look_back_start(granted_on, cap.years, Boundary::Closed);
    let to = release_day(granted_on, cap.years, Boundary::Closed);
    let counted = of_mode(Mode::Counted);
    let interpreted = of_mode(Mode::Interpretation);
    let view = whose.view_under(cap, ms, granted_on);
    let spans = Spans::of(state, &view, whose.handle, (granted_on, to), from);
    let ends = Some(Ends { first: granted_on, years: cap.years });
    let of = |regimes: &[Regime]| Timeline::of(state, &spans, &Scope { ms, regimes, from, to }, ends);
    let both = || of(&[counted.as_slice(), &interpreted].concat());
    let is_interpreted = spans.may_hold(state, &Scope { ms, regimes: &interpreted, from, to });
    Some(CapTest {
        cap,
        ceiling,
        boundary,
        timeline: of(&counted),
        interpreted: is_interpreted.then(both),
        counted,
        ms,
        view,
        handle: whose.handle,
        granted_on,
    })
}

pub(super) fn cents(euro: Decimal) -> Option<Cents> {
    let cents = euro.checked_mul(Decimal::ONE_HUNDRED)?;
    cents.fract().is_zero().then(|| i128::try_from(cents.trunc()).ok().map(Cents)).flatten()
}

impl CapTest<'_> {
    /// The windows tested: the one ending on the grant date, then those ending later that contain it.
    pub fn windows(&self, boundary: Boundary, timeline: &Timeline) -> Vec<WindowSum> {
        let end = release_day(self.granted_on, self.cap.years, boundary);
        let ends = std::iter::once(self.granted_on).chain(timeline.later_ends(self.granted_on, end));
        let window = |to| timeline.sum(look_back_start(to, self.cap.years, boundary), to, self.granted_on);
        ends.map(window).collect()
    }

    /// The sum of any window that holds the date tested, also of one that is not among those tested.
    pub(crate) fn any_window(&self, state: &State, (from, to): (NaiveDate, NaiveDate)) -> WindowSum {
        let first = look_back_start(self.granted_on, self.cap.years, Boundary::Closed);
        let last = release_day(self.granted_on, self.cap.years, Boundary::Closed);
        let spans = Spans::of(state, &self.view, self.handle, (self.granted_on, last), first);
        let scope = Scope { ms: self.ms, regimes: &self.counted, from: first, to: last };
        Timeline::of(state, &spans, &scope, None).sum(from, to, self.granted_on)
    }

    /// What the group of a day holds of the awards granted from `from` to `to` in windows that end that day, for an event of
    /// the date tested: those that count and those that wait to be counted.
    pub(crate) fn holdings<'s>(
        &self,
        state: &'s State,
        (from, to): (NaiveDate, NaiveDate),
        day: NaiveDate,
    ) -> Vec<(&'s Award, Held)> {
        let scope = Scope { ms: self.ms, regimes: &self.counted, from, to };
        let held = state.holdings(&self.view, self.handle, &scope, day);
        let counts = |award: &Award| self.granted_on <= award.counts_until();
        held.into_iter().filter(|(award, _)| counts(award)).collect()
    }

    /// The tightest window under a reading of the boundary day.
    #[must_use]
    pub fn reading(&self, boundary: Boundary) -> Reading {
        self.reading_of(boundary, &self.timeline)
    }

    /// As [`CapTest::reading`], of other awards than those that count.
    pub(crate) fn reading_of(&self, boundary: Boundary, timeline: &Timeline) -> Reading {
        let windows = self.windows(boundary, timeline);
        let own = timeline.sum(
            look_back_start(self.granted_on, self.cap.years, boundary),
            self.granted_on,
            self.granted_on,
        );
        let remaining = |window: &WindowSum| self.ceiling - window.high;
        // `min_by_key` keeps the first of equals, and windows come by their end.
        let tightest = windows.iter().min_by_key(|window| remaining(window)).copied().unwrap_or(own);
        let lenient = |window: &WindowSum| self.ceiling - (window.high - window.unchecked_high);
        Reading {
            tightest,
            remaining: remaining(&tightest),
            remaining_without_same_day: windows.iter().map(lenient).min().unwrap_or(self.ceiling),
            uncounted: windows.iter().any(|window| window.uncounted),
        }
    }

    /// What an award of `gge` comes to under the ceiling: checks, and what they say.
    pub(super) fn judge(&self, gge: Figure, ms: Option<MemberState>, enforced: bool, found: &mut Findings) {
        let Some(high) = gge.high else { return };
        let own = self.reading(self.boundary);
        let (closed, half_open) = (self.reading(Boundary::Closed), self.reading(Boundary::HalfOpen));
        let disputed = closed.answer(high, enforced) != half_open.answer(high, enforced);
        if disputed {
            found.flag(Flag::BoundaryDispute);
            found.checks.push(self.check(closed.tightest, gge, ms, Some(Bound::Closed)));
            found.checks.push(self.check(half_open.tightest, gge, ms, Some(Bound::HalfOpen)));
        } else {
            found.checks.push(self.check(own.tightest, gge, ms, None));
        }
        let interpreted = self.interpreted.as_ref().map(|timeline| self.reading_of(self.boundary, timeline));
        let answer = own.answer(high, enforced);
        if interpreted.is_some_and(|interpreted| interpreted.answer(high, enforced) != answer) {
            found.flag(Flag::Interpretation);
        }
        if enforced {
            self.enforce(own, high, found);
        } else if own.exceeded_by(high) {
            found.flag(Flag::OverCeiling);
        }
    }

    fn enforce(&self, own: Reading, high: Cents, found: &mut Findings) {
        if own.exceeded_by(high) {
            // Who came first that day is not known here, and it decides: a person looks.
            let exceeded = self.cap.code;
            found.code(if own.order_decides(high) { Code::OrderAmbiguous } else { exceeded });
        }
        if own.uncounted {
            found.code(Code::UncountedAwardInWindow);
        }
    }

    fn check(&self, window: WindowSum, gge: Figure, ms: Option<MemberState>, bound: Option<Bound>) -> Check {
        let high = gge.high.unwrap_or(gge.low);
        Check {
            rule: self.cap.head.id.clone(),
            member_state: ms,
            from: Some(window.from),
            to: Some(window.to),
            unit: "EUR",
            bound,
            after: Figure { low: window.low + gge.low, high: Some(window.high + high) },
            limit: self.ceiling,
        }
    }
}
