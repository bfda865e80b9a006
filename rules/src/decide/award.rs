//! Awards as they come: granted with this ledger's yes, reserved, under a condition, in a set, or reported by others.

use chrono::NaiveDate;
use ledger::directory::AuthorisedEvent;
use ledger::event::aid::Regime;
use ledger::event::award::{
    AwardConditional, AwardGranted, AwardReported, AwardReserved, AwardSet, Granting,
};
use ledger::ids::{PartyId, ScopedId};
use ledger::money::Cents;
use ledger::time::At;
use ledger::verdict::{CHECKS_MAX, Code, Figure, Flag};

use super::case::{Case, viewer};
use super::findings::Findings;
use super::grant::{Grant, id_is_free, identified, looks_twice};
use super::{exclusion, registration, same_costs};
use crate::state::{Reliance, State, Terms, sector_of};
use crate::value::Aided;

/// `award.granted`, both kinds of legal right.
pub(super) fn granted(state: &State, event: &AuthorisedEvent, grant: &AwardGranted, at: At) -> Findings {
    let mut found = on_its_day(state, (event.signer(), viewer(event)), grant);
    if registration::is_late(state, grant, at) {
        found.flag(Flag::LateRegistration);
    }
    found
}

/// A grant as far as it does not matter when it reached the ledger.
fn on_its_day(state: &State, by: (&PartyId, Reliance), grant: &AwardGranted) -> Findings {
    let mut found = Findings::default();
    let judged = newly(state, by, grant, &mut found);
    judged.note_publication(state, &mut found);
    found
}

/// Everything that any new grant is held against.
fn newly<'a>(
    state: &State,
    (source, viewer): (&'a PartyId, Reliance),
    grant: &'a dyn Granting,
    found: &mut Findings,
) -> Grant<'a> {
    id_is_free(state, &grant.award().full(source), found);
    let judged = Grant::stated(source, viewer, grant);
    judged.judge_new(state, found);
    looks_twice(state, &judged.case, None, found);
    judged
}

/// Whether a grant, as it is stated, would be admitted under another regime: its conditions, what it is worth there, the limits.
pub(crate) fn under_regime(
    state: &State,
    (source, viewer): (&PartyId, Reliance),
    grant: &dyn Granting,
    regime: Regime,
) -> bool {
    // An act on services of general economic interest is for nothing else: this grant names none.
    let for_services = state.packs().same_service(&regime, grant.granted_on().date()).is_some();
    if for_services && grant.conditions().sgei_service.is_none() {
        return false;
    }
    let mut judged = Grant::stated(source, viewer, grant);
    judged.case.regime = regime;
    judged.case.enforced = true;
    let mut found = Findings::default();
    judged.judge(state, &mut found);
    found.codes.is_empty() && found.gge.is_some()
}

/// `award.reserved`: as an enforced grant, and no longer than the packs let a reservation live.
pub(super) fn reserved(state: &State, event: &AuthorisedEvent, grant: &AwardReserved) -> Findings {
    let mut found = Findings::default();
    let judged = newly(state, (event.signer(), viewer(event)), grant, &mut found);
    if grant.treatment.is_none() {
        lives_too_long(state, &judged.case, grant.expires_on.date(), &mut found);
    }
    found
}

/// Notes a reservation that outlives what the packs allow.
pub(super) fn lives_too_long(state: &State, case: &Case<'_>, until: NaiveDate, found: &mut Findings) {
    if last_day(state, case).is_some_and(|last| last < until) {
        found.code(Code::PolicyLimit);
    }
}

/// How long a reservation may live at most, where the packs say it.
fn last_day(state: &State, case: &Case<'_>) -> Option<NaiveDate> {
    let life = state.packs().reservation_life(&case.regime, case.granted_on)?;
    let days = life.days.on(case.granted_on)?.value;
    case.granted_on.checked_add_days(chrono::Days::new(u64::from(days)))
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
        if registration::is_late(state, grant, at) {
            member.flag(Flag::LateRegistration);
        }
        // What is no aid has no figure and adds none; what has none yet leaves the whole without.
        let no_aid = grant.treatment.as_ref().map(|_| Figure::exact(Cents::ZERO));
        let gge = member.gge.or(no_aid);
        whole.members.push(member.gge);
        join(&mut whole, member, gge);
    }
    // More than an entry may hold say nothing new: what each member comes to stands beside them.
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
            so_far.grant_member(source, grant, member.gge);
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

/// `award.reported`
pub(super) fn reported(state: &State, event: &AuthorisedEvent, report: &AwardReported) -> Findings {
    let mut found = Findings::default();
    let date = report.granted_on.or(report.granted_on_range.as_ref().map(|range| range.from));
    let Some(date) = date else { return found };
    let case = Case {
        beneficiary: &report.beneficiary,
        member_state: Some(report.member_state),
        regime: report.basis.regime,
        granted_on: date.date(),
        enforced: false,
        least: Cents::ZERO,
        sector: report.activity.as_ref().and_then(sector_of),
        viewer: viewer(event),
    };
    id_is_free(state, &report.award.full(event.signer()), &mut found);
    let first = report.granted_on.or(report.granted_on_range.as_ref().map(|range| range.from));
    if first.is_some_and(|on| report.source_row.retrieved_on < on) {
        // A row that was read before shows aid that is yet to come (A21).
        found.flag(Flag::ClaimDoubtful);
    }
    let terms = Terms::of_report(event.signer(), report);
    let sighting = Sighting {
        id: None,
        own: event.own_award_reported(),
        open_dated: report.granted_on_range.is_some(),
        aided: Aided { aid: &report.aid, funding: &terms.funding, by_scheme: terms.by_scheme() },
        terms: &terms,
    };
    sighting.judge(state, &case, &mut found);
    let costs = report.eligible_costs.as_ref();
    same_costs::judge(state, &case, (&terms, costs), &mut found);
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
    pub terms: &'a Terms,
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
        exclusion::judge_claim(state, case, self.terms, found);
        case.judge(state, self.aided, found);
        // On which of the days it was granted is open, so it is alike none.
        if !self.open_dated {
            looks_twice(state, case, self.id, found);
        }
    }
}
