//! What a new award comes to under a limit: the checks, and the codes and flags that follow.

use ledger::money::Cents;
use ledger::verdict::{Bound, Check, Code, Figure, Flag};

use super::applied::{Asked, Test, Tightest};
use super::asked::Added;
use super::readings::Said;
use super::timeline::{Timeline, WindowSum};
use crate::calendar::Boundary;
use crate::pack::rule::{Length, Measure};
use crate::state::{Figures, Held, State};

/// Of so many positions one has its sum held against its awards, in debug builds: at each it would slow tests by a quarter.
const CHECKED_EACH: u64 = 8;

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

impl Test<'_> {
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
        debug_assert!(
            !state.size().is_multiple_of(CHECKED_EACH) || self.adds_up(state, &own.window),
            "the sum of a period is that of its awards"
        );
        self.note_checks(&own, amount, enforced, said);
        // Of windows of years both are the same.
        let both: &[Asked] =
            if self.is_fiscal() { &[Asked::Surely, Asked::Perhaps] } else { &[Asked::Perhaps] };
        for asked in both {
            let fits =
                |timeline: &Timeline| self.fit((*asked, self.boundary), timeline, amount.high, enforced);
            let fit = fits(&self.timeline);
            if self.interpreted.iter().chain(&self.firm).any(|otherwise| fits(otherwise) != fit) {
                said.flag(Flag::Interpretation);
            }
        }
        if self.ceiling_turns_it(amount.high, enforced) {
            said.flag(Flag::Interpretation);
        }
        if enforced {
            self.enforce(amount.high, said);
            if self.is_beside_unknown() {
                said.flag(Flag::BesideUnknownRegime);
            }
        } else if self.fit((Asked::Surely, self.boundary), &self.timeline, amount.high, enforced)
            == Fit::Exceeds
        {
            said.flag(Flag::OverCeiling);
        }
    }

    /// The windows that may give a code: of a sum those that hold aid of another regime too.
    fn telling(&self, asked: Asked, boundary: Boundary, timeline: &Timeline) -> Vec<WindowSum> {
        let mut windows = self.windows_of(asked, boundary, timeline);
        windows.retain(|window| self.is_with_others(window));
        windows
    }

    /// What an amount comes to under a reading of the boundary day: what is enforced in every period tested, what stands
    /// anyway in the one that ends on its own date, since what was granted later is the newer aid (W4).
    fn fit(
        &self,
        (asked, boundary): (Asked, Boundary),
        timeline: &Timeline,
        high: Cents,
        enforced: bool,
    ) -> Fit {
        if enforced {
            let tightest = self.tightest_among(&self.telling(asked, boundary, timeline));
            return tightest.map_or(Fit::Fits, |tightest| tightest.fit(high, enforced));
        }
        let window = self.own_window_of(asked, boundary, timeline);
        let exceeds = high > Cents::ZERO && high > self.ceiling - window.high;
        let asked = self.judges_its_date() && self.is_with_others(&window);
        if exceeds && asked { Fit::Exceeds } else { Fit::Fits }
    }

    /// Whether the ceiling by another reading would give a window tested another answer (rules-sectors D7).
    fn ceiling_turns_it(&self, high: Cents, enforced: bool) -> bool {
        if self.limit.ceiling_disputed.is_none() {
            return false;
        }
        let windows = match enforced {
            true => self.telling(Asked::Perhaps, self.boundary, &self.timeline),
            false => {
                let own = self.own_window();
                let is_asked = self.judges_its_date() && self.is_with_others(&own);
                is_asked.then_some(own).into_iter().collect()
            }
        };
        windows.iter().any(|window| {
            let Some(other) = self.limit.disputed_on(window.to) else { return false };
            let Some(own) = self.tightest_among(std::slice::from_ref(window)) else { return false };
            let less = own.ceiling - other;
            let otherwise = Tightest {
                ceiling: other,
                remaining: own.remaining - less,
                remaining_without_same_day: own.remaining_without_same_day - less,
                ..own
            };
            own.fit(high, enforced) != otherwise.fit(high, enforced)
        })
    }

    /// Whether a period tested holds an award of a regime that nobody knows (W11).
    fn is_beside_unknown(&self) -> bool {
        let Some(unknown) = &self.unknown else { return false };
        let mut windows = self.windows(self.boundary, &self.timeline).into_iter();
        windows.any(|window| {
            let held = unknown.sum(window.from, window.to, self.granted_on);
            held.uncounted || held.high > Cents::ZERO
        })
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
        let fit = |boundary| self.fit((Asked::Perhaps, boundary), &self.timeline, amount.high, enforced);
        if self.is_fiscal() || fit(Boundary::Closed) == fit(Boundary::HalfOpen) {
            said.checks.push(self.check(own.window, amount, None));
        } else {
            let (closed, half_open) = (self.tightest(Boundary::Closed), self.tightest(Boundary::HalfOpen));
            said.flag(Flag::BoundaryDispute);
            said.checks.push(self.check(closed.window, amount, Some(Bound::Closed)));
            said.checks.push(self.check(half_open.window, amount, Some(Bound::HalfOpen)));
        }
    }

    /// The codes: of what counts surely, where that gives the rule's; else of what counts perhaps, where a person decides in the
    /// place of the rule (rules-sectors D4).
    fn enforce(&self, high: Cents, said: &mut Said) {
        let asked = |asked| self.tightest_among(&self.telling(asked, self.boundary, &self.timeline));
        let surely = self.is_fiscal().then(|| asked(Asked::Surely)).flatten();
        let refuses = |own: &Tightest| own.exceeded_by(high) && !own.order_decides(high);
        let (own, code) = match surely.filter(refuses) {
            Some(surely) => (Some(surely), self.limit.code),
            None if self.is_fiscal() => (asked(Asked::Perhaps), Code::NeedsReview),
            None => (asked(Asked::Perhaps), self.limit.code),
        };
        let Some(own) = own else { return };
        if own.exceeded_by(high) {
            // Who came first that day is not known here, and it decides: a person looks.
            said.code(if own.order_decides(high) { Code::OrderAmbiguous } else { code });
        }
        if own.uncounted {
            said.code(Code::UncountedAwardInWindow);
        }
    }

    /// The check of a period with a new award in it.
    pub(crate) fn check(&self, window: WindowSum, added: Figures, bound: Option<Bound>) -> Check {
        Check {
            rule: self.limit.head.id.clone(),
            member_state: self.member_state,
            from: (self.length() != Length::Unbounded).then_some(window.from),
            to: Some(window.to),
            unit: self.limit.measure.unit(),
            bound,
            after: Figure { low: window.low + added.low, high: Some(window.high + added.high) },
            limit: self.ceiling_of(window.to),
        }
    }
}
