//! Awards as they come: granted with this ledger's yes, conferred already, or reported by others.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use ledger::directory::AuthorisedEvent;
use ledger::event::aid::{BasisKind, Regime};
use ledger::event::award::{
    AwardConditional, AwardGranted, AwardReported, AwardReserved, AwardSet, LegalRight,
};
use ledger::ids::{MemberState, PartyId, UndertakingId};
use ledger::time::At;
use ledger::verdict::{Code, Figure, Flag};

use super::procedure::ProcedureCase;
use super::valuation::{Aided, Grantee, value};
use super::{Findings, exclusion, limits, matching, procedure};
use crate::calendar::WorkingDays;
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
            self.unresolved(code, found);
        }
        if let Some(gge) = valuation.figure() {
            self.judge_figure(state, gge, found);
        }
    }

    /// Tests the limits with a figure already known.
    pub(super) fn judge_figure(&self, state: &State, gge: Figure, found: &mut Findings) {
        found.gge = Some(gge);
        if gge.high.is_none() {
            self.unresolved(Code::NeedsReview, found);
        }
        // What is uncounted for another reason is tested against nothing either.
        if !found.flags.contains(&Flag::Uncounted) {
            limits::judge(state, self, gge, found);
        }
    }

    /// Notes which duties before a grant are not met.
    fn duties(&self, state: &State, signer: &PartyId, found: &mut Findings) {
        let duties = ProcedureCase {
            beneficiary: self.beneficiary,
            ms: self.state,
            regime: self.regime,
            granted_on: self.granted_on,
            enforced: self.enforced,
            signer,
            viewer: &self.viewer,
        };
        procedure::duties(state, &duties, found);
    }

    /// Notes that it looks like an award on record.
    fn alike(&self, state: &State, reported: bool, found: &mut Findings) {
        let (whose, on, viewer) = (self.beneficiary, self.granted_on, &self.viewer);
        if matching::possible_duplicate(state, whose, on, found.gge, reported, viewer) {
            found.flag(Flag::PossibleDuplicate);
        }
    }

    /// A fact stands without its figure; a new grant does not.
    pub(super) fn unresolved(&self, code: Code, found: &mut Findings) {
        if self.enforced { found.code(code) } else { found.flag(Flag::Uncounted) }
    }
}

/// `award.granted`, both kinds of legal right.
pub(super) fn granted(state: &State, event: &AuthorisedEvent, grant: &AwardGranted, at: At) -> Findings {
    let mut found = Findings::default();
    let enforced = grant.legal_right == LegalRight::OnAdmission;
    let case = Case {
        beneficiary: &grant.beneficiary,
        state: grant.member_state,
        regime: grant.basis.regime,
        granted_on: grant.granted_on.date(),
        enforced,
        viewer: viewer(event),
    };
    known(state, event, &case, &grant.award.full(event.signer()), &mut found);
    if !enforced {
        found.flag(Flag::GrantedWithoutCheck);
    }
    if grant.treatment.is_some() || !grant.is_all_state_funded() {
        case.unresolved(Code::NeedsReview, &mut found);
    }
    if enforced {
        exclusion::judge(
            state,
            case.regime,
            case.granted_on,
            &grant.activity.nace,
            &grant.conditions,
            &mut found,
        );
    }
    let by_scheme = grant.basis.kind == BasisKind::Scheme;
    case.judge(state, Aided { aid: &grant.aid, funding: &grant.funding, by_scheme }, &mut found);
    case.duties(state, event.signer(), &mut found);
    case.alike(state, false, &mut found);
    if is_late(state, grant, at) {
        found.flag(Flag::LateRegistration);
    }
    found
}

/// `award.reserved`
pub(super) fn reserved(_: &State, _: &AuthorisedEvent, _: &AwardReserved) -> Findings {
    Findings::with(vec![Code::NeedsReview])
}

/// `award.conditional`
pub(super) fn conditional(_: &State, _: &AuthorisedEvent, _: &AwardConditional) -> Findings {
    Findings::with(vec![Code::NeedsReview])
}

/// `award.set`
pub(super) fn set(_: &State, _: &AuthorisedEvent, _: &AwardSet, _: At) -> Findings {
    Findings::with(vec![Code::NeedsReview])
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
    known(state, event, &case, &report.award.full(event.signer()), &mut found);
    if event.own_award_reported() {
        found.flag(Flag::OwnAwardReported);
        found.flag(Flag::GrantedWithoutCheck);
    }
    // In which windows an award lies is open while its date is.
    if report.granted_on_range.is_some() {
        found.flag(Flag::Uncounted);
    }
    let funding = report.funding.as_deref().unwrap_or_default();
    let by_scheme = report.basis.kind == Some(BasisKind::Scheme);
    case.judge(state, Aided { aid: &report.aid, funding, by_scheme }, &mut found);
    if report.granted_on.is_some() {
        case.alike(state, !event.own_award_reported(), &mut found);
    }
    found
}

/// In whose view an event is judged.
pub(super) fn viewer(event: &AuthorisedEvent) -> Reliance {
    if event.is_fact() { Reliance::Everybody } else { Reliance::Party(event.signer().clone()) }
}

/// Notes an unknown beneficiary and a used id.
fn known(
    state: &State,
    event: &AuthorisedEvent,
    case: &Case<'_>,
    id: &ledger::ids::ScopedId,
    found: &mut Findings,
) {
    if state.undertakings.registered(case.beneficiary).is_empty() {
        case.unresolved(Code::UnknownUndertaking, found);
    }
    if state.awards.find(id).is_some() {
        found.code(Code::AwardIdUsed);
    }
    if case.beneficiary.is_person() && event.missing_authority().is_empty() {
        found.flag(Flag::IdentityNotMatched);
    }
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
