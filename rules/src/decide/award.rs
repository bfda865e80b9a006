//! Awards as they come: granted with this ledger's yes, reserved, under a condition, in a set, or reported by others.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use ledger::directory::AuthorisedEvent;
use ledger::event::aid::{BasisKind, Regime};
use ledger::event::award::{
    AwardConditional, AwardGranted, AwardReported, AwardReserved, AwardSet, Granting,
};
use ledger::ids::{MemberState, PartyId, ScopedId, UndertakingId};
use ledger::money::Cents;
use ledger::time::At;
use ledger::verdict::{CHECKS_MAX, Code, Figure, Flag};

use super::grant::{Grant, id_is_free, identified, looks_twice};
use super::valuation::{Aided, Grantee, value};
use super::{Findings, hooks, limits};
use crate::calendar::WorkingDays;
use crate::limit::Added;
use crate::pack::rule::WorkingDaysDuty;
use crate::state::{Reliance, State};

/// What every award is judged by, however it came.
pub(crate) struct Case<'a> {
    pub beneficiary: &'a UndertakingId,
    pub state: Option<MemberState>,
    pub regime: Regime,
    pub granted_on: NaiveDate,
    pub enforced: bool,
    /// In whose view it is judged.
    pub viewer: Reliance,
}

impl Case<'_> {
    pub(crate) fn grantee(&self) -> Grantee<'_> {
        Grantee {
            beneficiary: self.beneficiary,
            ms: self.state,
            regime: self.regime,
            granted_on: self.granted_on,
        }
    }

    /// Values the aid and tests the limits.
    pub(super) fn judge(&self, state: &State, aided: Aided<'_>, found: &mut Findings) {
        let valuation = value(state, aided, self.grantee());
        for code in valuation.codes() {
            // A figure that is known counts, whatever else stands in the way of a new grant.
            if valuation.figure().is_none() || self.enforced {
                self.unresolved(code, found);
            }
        }
        if let Some(gge) = valuation.figure() {
            self.judge_added(state, &Added::of(gge, aided.aid), found);
        }
    }

    /// Tests the limits with a figure already known.
    pub(super) fn judge_figure(&self, state: &State, gge: Figure, found: &mut Findings) {
        self.judge_added(state, &Added::figure(gge), found);
    }

    fn judge_added(&self, state: &State, added: &Added, found: &mut Findings) {
        found.gge = Some(added.gge);
        if added.gge.high.is_none() {
            self.unresolved(Code::NeedsReview, found);
        }
        // What is uncounted for another reason is tested against nothing either.
        if !found.flags.contains(&Flag::Uncounted) {
            limits::judge(state, self, added, found);
        }
    }

    /// A fact stands without its figure; a new grant does not.
    pub(super) fn unresolved(&self, code: Code, found: &mut Findings) {
        if self.enforced { found.code(code) } else { found.flag(Flag::Uncounted) }
    }
}

/// `award.granted`, both kinds of legal right.
pub(super) fn granted(state: &State, event: &AuthorisedEvent, grant: &AwardGranted, at: At) -> Findings {
    let mut found = on_its_day(state, (event.signer(), viewer(event)), grant);
    if is_late(state, grant, at) {
        found.flag(Flag::LateRegistration);
    }
    found
}

/// A grant as far as it does not matter when it reached the ledger.
fn on_its_day(state: &State, by: (&PartyId, Reliance), grant: &AwardGranted) -> Findings {
    let mut found = Findings::default();
    let case = newly(state, by, grant, &mut found);
    looks_twice(state, &case, false, None, &mut found);
    found
}

/// Everything that any new grant is held against.
fn newly<'a>(
    state: &State,
    (source, viewer): (&'a PartyId, Reliance),
    grant: &'a impl Granting,
    found: &mut Findings,
) -> Case<'a> {
    id_is_free(state, &grant.award().full(source), found);
    let judged = Grant::stated(source, viewer, grant);
    judged.judge_new(state, found);
    judged.case
}

/// `award.reserved`: as an enforced grant, and no longer than the packs let a reservation live.
pub(super) fn reserved(state: &State, event: &AuthorisedEvent, grant: &AwardReserved) -> Findings {
    let mut found = Findings::default();
    let case = newly(state, (event.signer(), viewer(event)), grant, &mut found);
    if grant.treatment.is_none() {
        lives_too_long(state, &case, grant.expires_on.date(), &mut found);
    }
    found
}

/// Notes a reservation that outlives what the packs allow.
pub(super) fn lives_too_long(state: &State, case: &Case<'_>, until: NaiveDate, found: &mut Findings) {
    if hooks::last_day(state, case).is_some_and(|last| last < until) {
        found.code(Code::PolicyLimit);
    }
}

/// `award.conditional`: as a grant, enforced or conferred.
pub(super) fn conditional(state: &State, event: &AuthorisedEvent, grant: &AwardConditional) -> Findings {
    let mut found = Findings::default();
    newly(state, (event.signer(), viewer(event)), grant, &mut found);
    found
}

/// `award.set`: all of its members, or none.
pub(super) fn set(state: &State, event: &AuthorisedEvent, set: &AwardSet, at: At) -> Findings {
    let mut whole = Findings { gge: Some(Figure::exact(Cents::ZERO)), ..Findings::default() };
    let members = in_turn(state, (event.signer(), viewer(event)), set);
    for (grant, (_, mut member)) in set.awards.iter().zip(members) {
        if is_late(state, grant, at) {
            member.flag(Flag::LateRegistration);
        }
        // What is no aid has no figure and adds none; what has none yet leaves the whole without.
        let no_aid = grant.treatment.as_ref().map(|_| Figure::exact(Cents::ZERO));
        let gge = member.gge.or(no_aid);
        join(&mut whole, member, gge);
    }
    // More than an entry may hold say nothing new: the members' own figures are in the statement.
    whole.checks.truncate(CHECKS_MAX);
    whole
}

/// The members of a set one after the other: the state before each, with those before it in effect, and what is found.
///
/// Once a person has decided, what only defers keeps no member from counting for those after it.
pub(super) fn in_turn(
    state: &State,
    (source, viewer): (&PartyId, Reliance),
    set: &AwardSet,
) -> Vec<(State, Findings)> {
    let mut so_far = state.clone();
    let judged = set.awards.iter().map(|grant| {
        let before = so_far.clone();
        let member = on_its_day(&before, (source, viewer.clone()), grant);
        // What a review has decided stands in nobody's way.
        if member.codes.iter().all(|code| so_far.waives(*code)) {
            so_far.grant_member(source, grant);
        }
        (before, member)
    });
    judged.collect()
}

/// Adds what was found of a member of a set.
fn join(whole: &mut Findings, member: Findings, gge: Option<Figure>) {
    member.codes.into_iter().for_each(|code| whole.code(code));
    member.flags.into_iter().for_each(|flag| whole.flag(flag));
    whole.checks.extend(member.checks);
    whole.gge = whole.gge.zip(gge).map(|(sum, gge)| {
        let high = sum.high.zip(gge.high).map(|(sum, high)| sum + high);
        Figure { low: sum.low + gge.low, high }
    });
}

/// The figure of a member of a set, at its place among the others.
pub(crate) fn member_figure(state: &State, source: &PartyId, grant: &AwardGranted) -> Option<Figure> {
    Grant::stated(source, Reliance::Everybody, grant).figure(state)
}

/// `award.reported`
pub(super) fn reported(state: &State, event: &AuthorisedEvent, report: &AwardReported) -> Findings {
    let mut found = Findings::default();
    let date = report.granted_on.or(report.granted_on_range.as_ref().map(|range| range.from));
    let Some(date) = date else { return found };
    let case = Case {
        beneficiary: &report.beneficiary,
        state: Some(report.member_state),
        regime: report.basis.regime,
        granted_on: date.date(),
        enforced: false,
        viewer: viewer(event),
    };
    id_is_free(state, &report.award.full(event.signer()), &mut found);
    let funding = report.funding.as_deref().unwrap_or_default();
    let by_scheme = report.basis.kind == Some(BasisKind::Scheme);
    let sighting = Sighting {
        id: None,
        own: event.own_award_reported(),
        open_dated: report.granted_on_range.is_some(),
        aided: Aided { aid: &report.aid, funding, by_scheme },
    };
    sighting.judge(state, &case, &mut found);
    found
}

/// An award as a report or its restatement sees it.
pub(super) struct Sighting<'a> {
    /// Its id, where it is on record.
    pub id: Option<&'a ScopedId>,
    /// Whether its own authority reports it.
    pub own: bool,
    /// Whether its date is a range.
    pub open_dated: bool,
    pub aided: Aided<'a>,
}

impl Sighting<'_> {
    pub fn judge(&self, state: &State, case: &Case<'_>, found: &mut Findings) {
        identified(state, case, found);
        if self.own {
            found.flag(Flag::OwnAwardReported);
            found.flag(Flag::GrantedWithoutCheck);
        }
        // In which windows an award lies is open while its date is.
        if self.open_dated {
            found.flag(Flag::Uncounted);
        }
        case.judge(state, self.aided, found);
        // On which of the days it was granted is open, so it is alike none.
        if !self.open_dated {
            looks_twice(state, case, !self.own, self.id, found);
        }
    }
}

/// In whose view an event is judged.
pub(super) fn viewer(event: &AuthorisedEvent) -> Reliance {
    if event.is_fact() { Reliance::Everybody } else { Reliance::Party(event.signer().clone()) }
}

/// Whether the grant reached the ledger after its registration term.
fn is_late(state: &State, grant: &AwardGranted, at: At) -> bool {
    let recorded_on = at.utc_date();
    registration_term(state, grant, recorded_on).is_some_and(|term| term.last < recorded_on)
}

/// By when a grant is to be registered.
pub(crate) struct Term<'a> {
    pub duty: &'a WorkingDaysDuty,
    pub days: u32,
    pub last: NaiveDate,
    pub holidays: BTreeSet<NaiveDate>,
}

/// The term for registering a grant; holidays up to `until` are looked at.
pub(crate) fn registration_term<'a>(
    state: &'a State,
    grant: &AwardGranted,
    until: NaiveDate,
) -> Option<Term<'a>> {
    let granted_on = grant.granted_on.date();
    let packs = state.packs();
    // Where no pack names a term for the regime and date, the general one tells what is late: the flag means the same
    // for every grant.
    let duty = packs.registration(&grant.basis.regime, granted_on).or_else(|| packs.any_registration())?;
    let dated = duty.working_days.on(granted_on).or_else(|| duty.working_days.entries().first())?;
    let days = dated.value;
    let weekend = state.packs().calendar(granted_on)?.weekend.on(granted_on)?;
    let holidays = state.reference.holidays(grant.member_state?, granted_on, until);
    let last = WorkingDays::new(weekend.value.clone(), holidays.clone()).add(granted_on, days);
    Some(Term { duty, days, last, holidays })
}
