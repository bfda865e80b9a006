//! The last days of a duty: its term as the pack has it, and the working days of its State as far as they are known.

use chrono::{Datelike, Days as CalendarDays, NaiveDate};
use ledger::ids::MemberState;

use crate::calendar::{months_later, years_later};
use crate::decide::Days;
use crate::pack::Roll;
use crate::pack::rule::{DutyRule, DutyTerm, Purpose};
use crate::state::{HolidayList, State};

/// From when a duty runs, by the values of which day, where.
pub(super) struct Run {
    /// The day whose values of the pack hold.
    pub ruled_on: NaiveDate,
    /// The day from which it runs.
    pub from: NaiveDate,
    /// Whose holidays count.
    pub member_state: Option<MemberState>,
    /// Whether the start is sure.
    pub is_sure: bool,
    /// The days that it is about, where it comes back.
    pub period: Option<(NaiveDate, NaiveDate)>,
    /// Until when it may be done at least.
    pub until: Option<NaiveDate>,
}

impl Run {
    /// From a day on, by the values of that day.
    pub fn since(from: NaiveDate, member_state: Option<MemberState>) -> Self {
        Self { ruled_on: from, from, member_state, is_sure: true, period: None, until: None }
    }
}

/// The last days of a duty.
pub(super) struct Ends {
    /// The safe day.
    pub due: NaiveDate,
    /// The last one that can be defended.
    pub latest: NaiveDate,
    /// Whether no holiday that is not on record could move them.
    pub certain: bool,
    /// Where one could: working days of lateness from which it is said (P10), in which State.
    doubt: Option<(MemberState, u32)>,
}

impl Ends {
    /// Of a duty that runs so; `None` where the pack has no value, or working days are asked for and no State is known.
    pub fn of(state: &State, rule: &DutyRule, run: &Run) -> Option<Self> {
        let ends = Self::of_term(state, &rule.term, run)?;
        let (due, latest) = match run.until {
            // Longer where that is allowed, and never shorter.
            Some(until) => (ends.due.max(until), ends.latest.max(until)),
            None => (ends.due, ends.latest),
        };
        let wider = match &rule.wider {
            Some(DutyTerm::Years(years)) => Some(years_later(run.from, years.on(run.ruled_on)?.value)),
            Some(_) | None => None,
        };
        let ends = Self { due, latest: wider.unwrap_or(latest), ..ends };
        let roll = rule.roll.as_ref().and_then(|roll| roll.on(run.ruled_on)).map(|entry| entry.value);
        match (roll, run.member_state) {
            (Some(Roll::NextWorkingDay), Some(of)) => ends.rolled(state, of, rule.purpose),
            (Some(Roll::NextWorkingDay | Roll::None) | None, _) => Some(ends),
        }
    }

    fn of_term(state: &State, term: &DutyTerm, run: &Run) -> Option<Self> {
        let (from, on) = (run.from, run.ruled_on);
        let sure = |due: NaiveDate| Self { due, latest: due, certain: run.is_sure, doubt: None };
        Some(match term {
            DutyTerm::WorkingDays(days) => {
                let of = run.member_state?;
                let (_, last) = Days::ending(state, of, from, days.on(on)?.value)?;
                let Days { list, said_from, .. } = Days::of(state, of, from, last)?;
                let certain = list == HolidayList::Official;
                let doubt = (!certain).then_some((of, said_from));
                Self { certain: certain && run.is_sure, doubt, ..sure(last) }
            }
            DutyTerm::Days(days) => {
                sure(from.checked_add_days(CalendarDays::new(u64::from(days.on(on)?.value)))?)
            }
            DutyTerm::Months(months) => sure(months_later(from, months.on(on)?.value)),
            DutyTerm::Years(years) => sure(years_later(from, years.on(on)?.value)),
            // On which day its fiscal year ends is not looked at: the longest that so many of them can be.
            DutyTerm::FiscalYears(years) => {
                let last = years_later(from, years.on(on)?.value.saturating_add(1)).pred_opt()?;
                Self { certain: false, ..sure(last) }
            }
            DutyTerm::DayOfYear(day) => sure(day.on(on)?.value.of(from.year().checked_add(1)?)?),
            DutyTerm::Date(date) => sure(date.on(on)?.value),
        })
    }

    /// The last one goes on to the next working day (Regulation No 1182/71 Art. 3(4)).
    fn rolled(self, state: &State, of: MemberState, purpose: Purpose) -> Option<Self> {
        /// No run of days off is as long.
        const LONGEST_RUN: CalendarDays = CalendarDays::new(31);
        let before = self.latest.pred_opt()?;
        let found = Days::of(state, of, before, self.latest.checked_add_days(LONGEST_RUN)?)?;
        let latest = found.calendar.roll_forward(self.latest);
        let Days { list, said_from, .. } = Days::of(state, of, before, latest)?;
        // What is kept a day too long does no harm, so a holiday that is not on record leaves nothing open there.
        let certain = purpose == Purpose::Keep || list == HolidayList::Official;
        let doubt = (!certain).then_some((of, said_from));
        Some(Self { latest, certain: self.certain && certain, doubt, ..self })
    }

    /// Whether the last one lies before a day: where holidays are open, by so many working days as leave no doubt.
    pub fn is_before(&self, state: &State, day: NaiveDate) -> bool {
        let Some((of, said_from)) = self.doubt.filter(|_| self.latest < day) else {
            return self.latest < day;
        };
        let days = Days::of(state, of, self.latest, day);
        days.is_some_and(|days| said_from <= days.calendar.count(self.latest, day))
    }
}
