//! Whether a grant was registered within its term (P9, P10): by this ledger's own day, and by a receipt of the register.

use chrono::NaiveDate;
use ledger::event::aid::Regime;
use ledger::event::award::AwardGranted;
use ledger::event::procedure::RegisterReceipt;
use ledger::ids::{MemberState, PartyId};
use ledger::time::At;

use crate::calendar::WorkingDays;
use crate::pack::rule::WorkingDaysDuty;
use crate::state::{Award, HolidayList, State};

/// By when a grant is to be registered, and how late it was.
pub(crate) struct Term<'a> {
    pub duty: &'a WorkingDaysDuty,
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
        let (granted_on, packs) = (self.granted_on, state.packs());
        let duty = packs.registration(&self.regime, granted_on)?;
        let days = duty.working_days.on(granted_on)?.value;
        let weekend = packs.calendar(granted_on)?.weekend.on(granted_on)?;
        let first = granted_on.succ_opt()?;
        let holidays = |to: NaiveDate| state.reference.holidays(self.member_state, first, to);
        let list = holidays(on.max(first)).list;
        // A term that runs on after the day measured needs the holidays that come.
        let mut to = on.max(first);
        let (found, calendar, last) = loop {
            let found = holidays(to);
            let calendar = WorkingDays::new(weekend.value.clone(), found.days.clone());
            let last = calendar.add(granted_on, days);
            if last <= to {
                break (found, calendar, last);
            }
            to = last;
        };
        let said_from = match list {
            HolidayList::Official => 1,
            HolidayList::Computed => duty.computed_from.on(granted_on)?.value,
            HolidayList::Missing => duty.missing_from.on(granted_on)?.value,
        };
        let holidays = found.days.range(first..=last).count();
        let lateness = calendar.count(last, on);
        Some(Term { duty, granted_on, days, last, holidays, list, lateness, said_from })
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
