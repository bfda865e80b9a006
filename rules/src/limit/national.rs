//! What a State may grant to all undertakings together (rules-sectors D9 to D13).

use chrono::{Days, NaiveDate};
use ledger::event::aid::Regime;
use ledger::event::governance::TotalYears;
use ledger::ids::MemberState;
use ledger::money::Cents;
use ledger::verdict::{Bound, Check, Code, Figure, Flag};
use rust_decimal::Decimal;

use super::readings::Said;
use crate::calendar::{Boundary, look_back_start, release_day};
use crate::pack::rule::{FiscalYearsOf, Measure, NationalCap};
use crate::state::{Calendars, Granted, Handle, Starts, State};
use crate::value::{Priced, exact_euro, rounded};

/// A new award as national caps see it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Award {
    pub member_state: MemberState,
    pub regime: Regime,
    pub granted_on: NaiveDate,
    pub beneficiary: Option<Handle>,
    /// The product sector that alone benefits, where one is stated.
    pub sector: Option<char>,
    /// The high end of its figure.
    pub high: Cents,
    /// Whether the caps bind it; otherwise it stands.
    pub enforced: bool,
}

/// One cap as it applies to a State and a date.
struct Test<'a> {
    state: &'a State,
    cap: &'a NationalCap,
    days: (NaiveDate, NaiveDate),
    award: Award,
    granted: Granted,
    /// The calendars of the beneficiary.
    own: Calendars,
}

/// What a State granted in a window, and what it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NationalWindow {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub high: Cents,
    pub cap: Cents,
}

impl NationalWindow {
    /// What is left of the cap.
    pub fn remaining(&self) -> Cents {
        self.cap - self.high
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    Surely,
    Perhaps,
}

/// What the national caps say of an award, once, in nobody's view.
pub(crate) fn judge(state: &State, award: Award, said: &mut Said) {
    for test in tests(state, award) {
        test.judge(said);
    }
}

/// The window of each cap that leaves least for an award of a day, and whether what the State granted beside this ledger is unknown.
pub(crate) fn left(state: &State, award: Award) -> (Vec<(&NationalCap, NationalWindow)>, bool) {
    let tests = tests(state, award);
    let unknown = tests.iter().any(Test::is_total_unknown);
    let windows = tests.iter().filter_map(|test| {
        let boundary = test.boundary(award.granted_on);
        let all = test.windows(Asked::Perhaps, boundary);
        Some((test.cap, all.into_iter().min_by_key(NationalWindow::remaining)?))
    });
    (windows.collect(), unknown)
}

fn tests(state: &State, award: Award) -> Vec<Test<'_>> {
    let caps = state.packs().national_caps(&award.regime, (award.granted_on, NaiveDate::MAX));
    if caps.is_empty() {
        return Vec::new();
    }
    let same = award.beneficiary.map(|handle| state.undertakings.same(handle)).unwrap_or_default();
    let own = state.fiscal.of(&same);
    let of_a_sector = |cap: &NationalCap| if cap.is_of_a_sector() { award.sector } else { None };
    let asked = caps.into_iter().filter(|(cap, _)| !cap.is_of_a_sector() || award.sector.is_some());
    let test = |(cap, days): (&'_ NationalCap, _)| {
        let granted = Granted {
            by: award.member_state,
            regimes: cap.counted(),
            sector: of_a_sector(cap),
            of: award.granted_on,
        };
        (granted, days)
    };
    asked
        .map(|(cap, days)| {
            let (granted, days) = test((cap, days));
            Test { state, cap, days, award, granted, own: own.clone() }
        })
        .collect()
}

impl Test<'_> {
    fn judge(&self, said: &mut Said) {
        let on = self.award.granted_on;
        let is_own = (self.days.0..=self.days.1).contains(&on);
        if is_own && self.is_asked_on(on) && self.award.enforced {
            if self.cap_on(on).is_none() {
                return said.code(Code::NotCovered);
            }
            if self.is_total_unknown() {
                said.flag(Flag::NationalTotalUnknown);
            }
        }
        let boundary = self.boundary(on);
        let perhaps = self.windows(Asked::Perhaps, boundary);
        let Some(tightest) = perhaps.iter().min_by_key(|window| window.remaining()).copied() else { return };
        let high = self.award.high;
        let over = |windows: &[NationalWindow]| windows.iter().any(|window| high > window.remaining());
        if !self.award.enforced {
            let surely = self.windows(Asked::Surely, boundary);
            let own = surely.iter().find(|window| window.to == on && high > window.remaining());
            if own.is_some() && high > Cents::ZERO {
                said.flag(Flag::OverCeiling);
            }
            return said.checks.push(self.check(&tightest, None));
        }
        let exceeds = |boundary| over(&self.windows(Asked::Perhaps, boundary));
        if self.cap.fiscal_years.is_some() || exceeds(Boundary::Closed) == exceeds(Boundary::HalfOpen) {
            said.checks.push(self.check(&tightest, None));
        } else {
            said.flag(Flag::BoundaryDispute);
            for (boundary, bound) in
                [(Boundary::Closed, Bound::Closed), (Boundary::HalfOpen, Bound::HalfOpen)]
            {
                let windows = self.windows(Asked::Perhaps, boundary);
                let tightest = windows.iter().min_by_key(|window| window.remaining());
                said.checks.extend(tightest.map(|window| self.check(window, Some(bound))));
            }
        }
        if over(&self.windows(Asked::Surely, boundary)) {
            said.code(self.cap.code);
        } else if over(&perhaps) {
            // On whose fiscal years it turns, a person decides.
            said.code(Code::NeedsReview);
        }
    }

    fn check(&self, window: &NationalWindow, bound: Option<Bound>) -> Check {
        Check {
            rule: self.cap.head.id.clone(),
            member_state: Some(self.award.member_state),
            from: Some(window.from),
            to: Some(window.to),
            unit: Measure::Euro.unit(),
            bound,
            after: Figure::exact(window.high + self.award.high),
            limit: window.cap,
        }
    }

    /// How the first day of a window of years is read.
    fn boundary(&self, on: NaiveDate) -> Boundary {
        self.cap.boundary_on(self.award.member_state, on.max(self.days.0))
    }

    fn option_holds(&self, day: NaiveDate) -> bool {
        let option = self.cap.option.as_ref();
        option.is_some_and(|option| option.holds(&self.state.reference, Some(self.award.member_state), day))
    }

    fn is_asked_on(&self, day: NaiveDate) -> bool {
        !self.cap.option_only || self.option_holds(day)
    }

    /// The cap of the State on a day; of a share of it the whole cents, which no sum of cents exceeds without exceeding the share.
    fn cap_on(&self, day: NaiveDate) -> Option<Cents> {
        let chosen = self.cap.option.as_ref().filter(|_| self.option_holds(day));
        let caps = chosen.and_then(|option| option.caps.as_ref()).unwrap_or(&self.cap.caps);
        let cap = caps.on(self.award.member_state, day)?;
        let Some(share) = &self.cap.share else { return Some(cap) };
        let percent = share.on(day)?.value;
        let part = Decimal::from_i128_with_scale(cap.0, 2).checked_mul(percent)?;
        i128::try_from(part.floor()).ok().map(Cents)
    }

    /// The windows tested: the one that ends on the date, and those that end later on a day on which something was granted.
    fn windows(&self, asked: Asked, boundary: Boundary) -> Vec<NationalWindow> {
        let on = self.award.granted_on;
        let last = match (&self.cap.window, self.cap.fiscal_years) {
            (Some(window), _) => release_day(on, window.years, boundary).pred_opt().unwrap_or(on),
            (None, years) => {
                let years = years.unwrap_or(0);
                let more = self.state.fiscal.longest().saturating_mul(years);
                let day = release_day(on, years.saturating_add(1), Boundary::Closed);
                day.checked_add_days(Days::new(more.into())).unwrap_or(NaiveDate::MAX)
            }
        };
        let (first, last) = (on.max(self.days.0), last.min(self.days.1));
        let own = (first == on && first <= last).then_some(on);
        let eve = first.pred_opt().unwrap_or(first).max(on);
        let later = self.state.granted_days(&self.granted, (eve, last));
        let ends = own.into_iter().chain(later).filter(|end| self.is_asked_on(*end));
        ends.filter_map(|end| self.window(end, asked, boundary)).collect()
    }

    fn window(&self, end: NaiveDate, asked: Asked, boundary: Boundary) -> Option<NationalWindow> {
        let cap = self.cap_on(end)?;
        let at = |starts: Starts| match asked {
            Asked::Surely => starts.surely,
            Asked::Perhaps => starts.perhaps,
        };
        let from = at(self.starts(end, &self.own, boundary));
        // One that does not hold the event's own date is not tested by it.
        if self.award.granted_on < from {
            return None;
        }
        let start = |recipient: &Calendars| at(self.starts(end, recipient, boundary));
        let sum = self.state.granted_sum(&self.granted, end, &start);
        let high = sum.high + self.total(end, boundary).map_or(Cents::ZERO, |(_, total)| total);
        Some(NationalWindow { from, to: end, high, cap })
    }

    /// Where the window that ends on a day begins for an award of a recipient.
    fn starts(&self, end: NaiveDate, recipient: &Calendars, boundary: Boundary) -> Starts {
        let Some(years) = self.cap.fiscal_years else {
            let years = self.cap.window.as_ref().map_or(0, |window| window.years);
            return Starts::only(look_back_start(end, years, boundary));
        };
        let of = |whose: &FiscalYearsOf| match whose {
            FiscalYearsOf::Beneficiary => self.own.starts(end, years),
            FiscalYearsOf::Recipient => recipient.starts(end, years),
            FiscalYearsOf::Calendar => Calendars::of_calendar_years().starts(end, years),
        };
        let all = self.cap.fiscal_years_of.iter().map(of);
        all.reduce(Starts::and).unwrap_or(Starts::only(end))
    }

    /// What the State granted beside this ledger, by its newest row for the window that ends on a day (D10), and of which day it is.
    fn total(&self, end: NaiveDate, boundary: Boundary) -> Option<(NaiveDate, Cents)> {
        // By any reading of the first day, and of whose fiscal years are meant.
        let reading = if self.cap.fiscal_years.is_some() { boundary } else { Boundary::Closed };
        let first = self.starts(end, &self.own, reading).perhaps;
        let kind = if self.cap.fiscal_years.is_some() { TotalYears::Fiscal } else { TotalYears::Rolling };
        let rows = self.state.reference.totals(self.award.member_state, self.award.regime);
        let mut found: Option<(NaiveDate, bool, Cents)> = None;
        for row in rows.filter(|row| row.product_sector == self.granted.sector) {
            if end < row.on || row.on < first {
                continue;
            }
            let to = Priced {
                member_state: Some(self.award.member_state),
                regime: self.award.regime,
                granted_on: row.on,
            };
            let euro = exact_euro(self.state, to, row.total).and_then(|euro| rounded(&euro));
            let Ok(total) = euro else { continue };
            let own_kind = row.years == kind;
            if found.is_none_or(|(on, own, _)| (on, own) <= (row.on, own_kind)) {
                found = Some((row.on, own_kind, total));
            }
        }
        found.map(|(on, _, total)| (on, total))
    }

    /// Whether it is not known what the State granted beside this ledger, or something that would count has no figure.
    fn is_total_unknown(&self) -> bool {
        let on = self.award.granted_on;
        if !(self.days.0..=self.days.1).contains(&on) || !self.is_asked_on(on) {
            return false;
        }
        let boundary = self.boundary(on);
        let age = self.cap.total_age.on(on).map_or(0, |age| age.value);
        let oldest = on.checked_sub_days(Days::new(age.into())).unwrap_or(NaiveDate::MIN);
        let is_old = self.total(on, boundary).is_none_or(|(day, _)| day < oldest);
        let start = |recipient: &Calendars| self.starts(on, recipient, boundary).perhaps;
        is_old || self.state.granted_sum(&self.granted, on, &start).uncounted
    }
}
