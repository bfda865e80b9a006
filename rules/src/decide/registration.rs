//! Whether a grant was registered within its term (P9, P10): by this ledger's own day, and by a receipt of the register.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use ledger::event::aid::Regime;
use ledger::event::award::AwardGranted;
use ledger::event::procedure::RegisterReceipt;
use ledger::ids::{MemberState, PartyId};
use ledger::time::At;

use crate::calendar::WorkingDays;
use crate::pack::rule::DutyRule;
use crate::state::{Award, HolidayList, State};

/// By when a grant is to be registered, and how late it was.
pub(crate) struct Term<'a> {
    pub duty: &'a DutyRule,
    pub granted_on: NaiveDate,
    /// Working days after the grant.
    pub days: u32,
    /// The last of them.
    pub last: NaiveDate,
    /// Holidays in the term.
    pub holidays: usize,
    /// How sure the holidays are.
    pub list: HolidayList,
    /// Working days after the term, the day of registration included.
    pub lateness: u32,
    /// Working days of lateness from which it is said.
    pub said_from: u32,
}

impl Term<'_> {
    pub fn is_late(&self) -> bool {
        self.said_from <= self.lateness
    }
}

/// Of which award a registration is asked, and when it was granted.
#[derive(Clone, Copy)]
pub(crate) struct Registered {
    pub member_state: MemberState,
    pub regime: Regime,
    pub granted_on: NaiveDate,
}

impl Registered {
    /// Of a grant of a State.
    pub fn of(grant: &AwardGranted) -> Option<Self> {
        let granted_on = grant.granted_on.date();
        Some(Self { member_state: grant.member_state?, regime: grant.basis.regime, granted_on })
    }

    /// Of an award of a State that came by no report.
    pub fn of_award(award: &Award) -> Option<Self> {
        let member_state = award.member_state.filter(|_| !award.is_report())?;
        Some(Self { member_state, regime: award.regime, granted_on: award.granted_on })
    }

    /// Its term, measured by a day; `None` where no pack has the duty.
    pub fn term(self, state: &State, on: NaiveDate) -> Option<Term<'_>> {
        let granted_on = self.granted_on;
        let duty = state.packs().registration(&self.regime, granted_on)?;
        let days = duty.working_days()?.on(granted_on)?.value;
        let measured = Days::of(state, self.member_state, granted_on, on)?;
        let (found, last) = Days::ending(state, self.member_state, granted_on, days)?;
        let holidays = found.holidays.range(granted_on.succ_opt()?..=last).count();
        let lateness = measured.calendar.count(last, on);
        let Days { list, said_from, .. } = measured;
        Some(Term { duty, granted_on, days, last, holidays, list, lateness, said_from })
    }
}

/// The working days of a State after a day, up to another at least, as far as its holidays are on record (P10).
pub(crate) struct Days {
    pub calendar: WorkingDays,
    pub holidays: BTreeSet<NaiveDate>,
    /// How sure they are.
    pub list: HolidayList,
    /// Working days of lateness from which it is said.
    pub said_from: u32,
}

impl Days {
    /// After a day, up to another; `None` where no pack says which days are working days.
    pub fn of(state: &State, member_state: MemberState, after: NaiveDate, to: NaiveDate) -> Option<Self> {
        let rule = state.packs().calendar(after)?;
        let first = after.succ_opt()?;
        let found = state.reference.holidays(member_state, first, to.max(first));
        let said_from = match found.list {
            HolidayList::Official => 1,
            HolidayList::Computed => rule.computed_from.on(after)?.value,
            HolidayList::Missing => rule.missing_from.on(after)?.value,
        };
        let calendar = WorkingDays::new(rule.weekend.on(after)?.value.clone(), found.days.clone());
        Some(Self { calendar, holidays: found.days, list: found.list, said_from })
    }

    /// The last of so many working days after a day, with the holidays up to it.
    pub fn ending(
        state: &State,
        member_state: MemberState,
        after: NaiveDate,
        days: u32,
    ) -> Option<(Self, NaiveDate)> {
        let mut to = after;
        loop {
            let found = Self::of(state, member_state, after, to)?;
            let last = found.calendar.add(after, days);
            // A term that runs on needs the holidays that come.
            if last <= to {
                return Some((found, last));
            }
            to = last;
        }
    }
}

/// Whether a grant reached the ledger after its term.
pub(super) fn is_late(state: &State, grant: &AwardGranted, at: At) -> bool {
    let recorded_on = at.utc_date();
    let term = Registered::of(grant).and_then(|registered| registered.term(state, recorded_on));
    term.is_some_and(|term| term.is_late())
}

/// The term that a receipt of the register is held against; `None` where there is none, or an earlier receipt was in time.
pub(crate) fn receipt_term<'a>(
    state: &'a State,
    signer: &PartyId,
    receipt: &RegisterReceipt,
) -> Option<Term<'a>> {
    let award = state.awards.in_effect(&receipt.award.full(signer))?;
    let registered = Registered::of_award(award)?;
    let term = registered.term(state, receipt.on.date())?;
    let in_time = |on: NaiveDate| on <= term.last;
    (!state.facts.receipts(&award.id).any(in_time)).then_some(term)
}
