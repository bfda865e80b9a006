//! Facts that count as no aid: whether what they refer to is on record, and whether they contradict it.

use chrono::NaiveDate;
use ledger::directory::AuthorisedEvent;
use ledger::event::procedure::{
    About, ApplicationClosed, ApplicationReduced, FindingClosed, NoticeServed, StatementRetracted,
};
use ledger::event::undertaking::Decision;
use ledger::ids::{ScopedRef, UndertakingId};
use ledger::verdict::{Code, Figure, Flag};

use super::case::viewer;
use super::findings::Findings;
use super::registration::receipt_term;
use crate::state::{Award, State};
use crate::statement::{Deed, FactStatement};
use crate::value::difference;

/// A fact on record.
pub(super) fn judge(state: &State, event: &AuthorisedEvent, stated: FactStatement<'_>) -> Findings {
    match stated {
        FactStatement::Assessed(assessed) => {
            Findings::only_if(!is_registered(state, &assessed.undertaking), Code::UnknownUndertaking)
        }
        FactStatement::Presented(presented) => {
            Findings::only_if(!is_registered(state, &presented.undertaking), Code::UnknownUndertaking)
        }
        FactStatement::Markets(markets) => {
            let known = is_registered(state, &markets.a) && is_registered(state, &markets.b);
            Findings::only_if(!known, Code::UnknownUndertaking)
        }
        FactStatement::DutyDone(done) => about(state, event, &done.about),
        FactStatement::Requested(request) => about(state, event, &request.about),
        FactStatement::RecoveryOrdered(ordered) => {
            Findings::only_if(!is_registered(state, &ordered.undertaking), Code::UnknownUndertaking)
        }
        FactStatement::Recovery(step) => {
            let (decision, undertaking) = step.order();
            recovery(state, event, decision, undertaking)
        }
        FactStatement::ProjectOpened(opened) => {
            let known = state.facts.has_project(&opened.project.full(event.signer()));
            Findings::only_if(known, Code::ContradictsRecord)
        }
        FactStatement::ProjectAmended(amended) => {
            let known = state.facts.has_project(&amended.project.full(event.signer()));
            Findings::only_if(!known, Code::UnknownProject)
        }
        FactStatement::ApplicationReduced(reduced) => application_reduced(state, event, reduced),
        FactStatement::ApplicationClosed(closed) => application_closed(state, event, closed),
        FactStatement::Notice(notice) => notice_served(state, event, notice),
        FactStatement::OfAward(deed) => deed_done(state, event, deed),
        FactStatement::FindingClosed(closed) => finding_closed(state, event, closed),
        // These refer to nothing that must be on record.
        FactStatement::ApplicationReceived(_)
        | FactStatement::Declaration(_)
        | FactStatement::FindingRaised(_)
        | FactStatement::Erased(_) => Findings::default(),
    }
}

/// `statement.retracted`: of a statement that is in effect and can be taken back.
pub(super) fn retraction(state: &State, retracted: &StatementRetracted) -> Findings {
    let known = state.retractable(retracted.source.0.as_str(), retracted.id.as_str()).is_some();
    Findings::only_if(!known, Code::UnknownReference)
}

/// What is said about an award that must be in effect, and changes nothing of it.
pub(super) fn of_award(state: &State, event: &AuthorisedEvent, award: &ScopedRef) -> Findings {
    let known = state.awards.in_effect(&award.full(event.signer())).is_some();
    Findings::only_if(!known, Code::UnknownAward)
}

/// What a duty or a request is about is on record.
fn about(state: &State, event: &AuthorisedEvent, about: &About) -> Findings {
    if let Some(award) = &about.award {
        return of_award(state, event, award);
    }
    let full = |object: &ScopedRef| object.full(event.signer());
    let known = about.scheme.as_ref().is_none_or(|scheme| state.facts.has_scheme(&full(scheme)))
        && about.application.as_ref().is_none_or(|one| state.facts.has_application(&full(one)))
        && about.system.as_ref().is_none_or(|system| state.facts.hosts_of(system).next().is_some());
    Findings::only_if(!known, Code::UnknownReference)
}

/// `register.receipt`, `publication.made`, `award.repaid`: not of an award that was not granted yet; the receipt within the term.
fn deed_done(state: &State, event: &AuthorisedEvent, deed: Deed<'_>) -> Findings {
    let id = deed.award().full(event.signer());
    let Some(award) = state.awards.in_effect(&id) else { return Findings::just(Code::UnknownAward) };
    let mut found = Findings::only_if(is_before_grant(state, award, deed.on()), Code::ContradictsRecord);
    if let Deed::Registered(receipt) = deed
        && receipt_term(state, event.signer(), receipt).is_some_and(|term| term.is_late())
    {
        found.flag(Flag::LateRegistration);
    }
    found
}

/// Whether a day lies before an award was granted, by the earliest of its sightings (A21).
pub(super) fn is_before_grant(state: &State, award: &Award, day: NaiveDate) -> bool {
    state.awards.index(&award.id).and_then(|index| state.awards.began(index)).is_some_and(|began| day < began)
}

/// `finding.closed`: of a finding that is open.
fn finding_closed(state: &State, event: &AuthorisedEvent, closed: &FindingClosed) -> Findings {
    match state.facts.finding(&closed.finding.full(event.signer())) {
        (false, _) => Findings::just(Code::UnknownReference),
        (true, is_closed) => Findings::only_if(is_closed, Code::ContradictsRecord),
    }
}

/// `notice.served`: the figure told to the beneficiary is the one on record, in euro at the rates of the grant.
fn notice_served(state: &State, event: &AuthorisedEvent, notice: &NoticeServed) -> Findings {
    let mut found = Findings::default();
    let Some(award) = state.awards.in_effect(&notice.award.full(event.signer())) else {
        return Findings::just(Code::UnknownAward);
    };
    let Ok(told) = difference(state, award, notice.gge, None) else {
        return Findings::just(Code::UnknownCurrencyRate);
    };
    // A range, or an award without a figure, is no figure that could be told.
    if award.gge != Some(Figure { low: told, high: Some(told) }) {
        found.flag(Flag::GgeDiffersFromDeclared);
    }
    found
}

/// `application.reduced`: of an application that is open, and to less than was asked for.
fn application_reduced(state: &State, event: &AuthorisedEvent, reduced: &ApplicationReduced) -> Findings {
    let application = reduced.application.full(event.signer());
    if !state.facts.has_application(&application) {
        return Findings::just(Code::UnknownReference);
    }
    let rises = state.facts.requested(&application).is_some_and(|before| {
        // Amounts in two currencies are not compared: on which day they would be converted is nowhere said.
        before.currency() == reduced.requested.currency() && before.amount() < reduced.requested.amount()
    });
    Findings::only_if(rises || state.facts.is_closed(&application), Code::ContradictsRecord)
}

/// `application.closed`
fn application_closed(state: &State, event: &AuthorisedEvent, closed: &ApplicationClosed) -> Findings {
    let application = closed.application.full(event.signer());
    if !state.facts.has_application(&application) {
        return Findings::just(Code::UnknownReference);
    }
    Findings::only_if(state.facts.is_closed(&application), Code::ContradictsRecord)
}

fn is_registered(state: &State, undertaking: &UndertakingId) -> bool {
    !state.undertakings.registered(undertaking).is_empty()
}

/// A step of a recovery: the decision was ordered against this undertaking, under whichever of its handles.
fn recovery(
    state: &State,
    event: &AuthorisedEvent,
    decision: &Decision,
    undertaking: &UndertakingId,
) -> Findings {
    if !is_registered(state, undertaking) {
        return Findings::just(Code::UnknownUndertaking);
    }
    let key = (decision.kind, decision.r#ref.as_str().to_owned());
    let handle = state.undertakings.find(undertaking);
    let same = handle.map(|handle| state.one_undertaking(handle, &viewer(event)));
    let ordered = same.is_some_and(|same| state.facts.ordered_against(&key).any(|of| same.contains(&of)));
    Findings::only_if(!ordered, Code::UnknownReference)
}
