//! Facts that count as no aid: whether what they refer to is on record, and whether they contradict it.

use std::collections::BTreeSet;

use ledger::directory::AuthorisedEvent;
use ledger::event::governance::{ReferencePublished, ReferenceRows, SystemAmended};
use ledger::event::procedure::{ApplicationClosed, ApplicationReduced, NoticeServed};
use ledger::event::undertaking::Decision;
use ledger::event::{Body, Event};
use ledger::ids::{ScopedRef, UndertakingId};
use ledger::verdict::{Code, Figure, Flag};

use super::award::viewer;
use super::change::in_effect;
use super::{Findings, valuation};
use crate::state::{Handle, Reliance, State, View};

/// Every handle of an undertaking: as registrations and identifications say, on which everybody relies.
pub(super) fn one_undertaking(state: &State, handle: Handle, viewer: &Reliance) -> BTreeSet<Handle> {
    state.identity(handle, &View::of(viewer.clone()))
}

/// A fact on record; `None` for what is no fact of this room.
pub(super) fn judge(state: &State, event: &AuthorisedEvent) -> Option<Findings> {
    let codes = match &event.event().body {
        Body::StatementRetracted(retracted) => {
            let known = state.retractable(retracted.source.0.as_str(), retracted.id.as_str()).is_some();
            only_if(!known, Code::UnknownReference)
        }
        Body::AwardDisputed(disputed) => of_award(state, event, &disputed.award),
        Body::DisputeLodged(lodged) => of_award(state, event, &lodged.award),
        Body::RegisterReceipt(receipt) => of_award(state, event, &receipt.award),
        Body::PublicationMade(made) => of_award(state, event, &made.award),
        Body::NoticeServed(notice) => return Some(notice_served(state, event, notice)),
        Body::SystemAmended(amended) => system_amended(state, event, amended),
        Body::ProjectOpened(opened) => {
            let known = state.facts.has_project(&opened.project.full(event.signer()));
            only_if(known, Code::ContradictsRecord)
        }
        Body::ProjectAmended(amended) => {
            let known = state.facts.has_project(&amended.project.full(event.signer()));
            only_if(!known, Code::UnknownProject)
        }
        Body::ApplicationReduced(reduced) => application_reduced(state, event, reduced),
        Body::ApplicationClosed(closed) => application_closed(state, event, closed),
        Body::FindingClosed(closed) => match state.facts.finding(&closed.finding.full(event.signer())) {
            (false, _) => vec![Code::UnknownReference],
            (true, is_closed) => only_if(is_closed, Code::ContradictsRecord),
        },
        Body::UndertakingAssessed(assessed) => registered(state, &assessed.undertaking),
        Body::RecoveryOrdered(ordered) => registered(state, &ordered.undertaking),
        Body::RecoveryPaid(paid) => recovery(state, event, &paid.decision, &paid.undertaking),
        Body::RecoverySuspended(step) | Body::RecoveryAnnulled(step) | Body::RecoveryCompleted(step) => {
            recovery(state, event, &step.decision, &step.undertaking)
        }
        body if stands_alone(body) => Vec::new(),
        _ => return None,
    };
    Some(Findings::with(codes))
}

/// Facts that refer to nothing that must be on record.
fn stands_alone(body: &Body) -> bool {
    matches!(
        body,
        Body::SystemRegistered(_)
            | Body::SchemeRegistered(_)
            | Body::ApplicationReceived(_)
            | Body::DeclarationReceived(_)
            | Body::FindingRaised(_)
            | Body::SubjectErased(_)
    )
}

fn only_if(holds: bool, code: Code) -> Vec<Code> {
    holds.then_some(code).into_iter().collect()
}

fn of_award(state: &State, event: &AuthorisedEvent, award: &ScopedRef) -> Vec<Code> {
    in_effect(state, &award.full(event.signer())).err().into_iter().collect()
}

/// `reference.published`: a price that begins before the day on which it is stated comes late, and reprices nothing.
pub(super) fn published(state: &State, event: &Event, published: &ReferencePublished) -> Findings {
    let mut found = Findings::with(state.directory.governance_codes(&event.body));
    let stated_on = event.time.date_as_written();
    if let ReferenceRows::ComputePrices(rows) = &published.rows
        && rows.iter().any(|row| row.from.date() < stated_on)
    {
        found.flag(Flag::LateRegistration);
    }
    found
}

/// `notice.served`: the figure told to the beneficiary is the one on record, in euro at the rates of the grant.
fn notice_served(state: &State, event: &AuthorisedEvent, notice: &NoticeServed) -> Findings {
    let mut found = Findings::default();
    let Ok(award) = in_effect(state, &notice.award.full(event.signer())) else {
        return Findings::with(vec![Code::UnknownAward]);
    };
    let (ms, regime, on) = (award.state, award.regime, award.granted_on);
    let Ok(told) = valuation::difference(state, notice.gge, None, ms, regime, on) else {
        return Findings::with(vec![Code::UnknownCurrencyRate]);
    };
    // A range, or an award without a figure, is no figure that could be told.
    if award.gge != Some(Figure { low: told, high: Some(told) }) {
        found.flag(Flag::GgeDiffersFromDeclared);
    }
    found
}

/// `system.amended`: of a system on record, by a host that registered it.
fn system_amended(state: &State, event: &AuthorisedEvent, amended: &SystemAmended) -> Vec<Code> {
    let mut hosts = state.facts.hosts_of(&amended.system).peekable();
    if hosts.peek().is_none() {
        return vec![Code::UnknownReference];
    }
    only_if(!event.is_fact() && !hosts.any(|host| host == event.signer()), Code::NotYours)
}

/// `application.reduced`: of an application that is open, and to less than was asked for.
fn application_reduced(state: &State, event: &AuthorisedEvent, reduced: &ApplicationReduced) -> Vec<Code> {
    let application = reduced.application.full(event.signer());
    if !state.facts.has_application(&application) {
        return vec![Code::UnknownReference];
    }
    let rises = state.facts.requested(&application).is_some_and(|before| {
        // Amounts in two currencies are not compared: on which day they would be converted is nowhere said.
        before.currency() == reduced.requested.currency() && before.amount() < reduced.requested.amount()
    });
    only_if(rises || state.facts.is_closed(&application), Code::ContradictsRecord)
}

/// `application.closed`
fn application_closed(state: &State, event: &AuthorisedEvent, closed: &ApplicationClosed) -> Vec<Code> {
    let application = closed.application.full(event.signer());
    if !state.facts.has_application(&application) {
        return vec![Code::UnknownReference];
    }
    only_if(state.facts.is_closed(&application), Code::ContradictsRecord)
}

fn registered(state: &State, undertaking: &UndertakingId) -> Vec<Code> {
    only_if(state.undertakings.registered(undertaking).is_empty(), Code::UnknownUndertaking)
}

/// A step of a recovery: the decision was ordered against this undertaking, under whichever of its handles.
fn recovery(
    state: &State,
    event: &AuthorisedEvent,
    decision: &Decision,
    undertaking: &UndertakingId,
) -> Vec<Code> {
    let codes = registered(state, undertaking);
    if !codes.is_empty() {
        return codes;
    }
    let key = (decision.kind, decision.r#ref.as_str().to_owned());
    let handle = state.undertakings.find(undertaking);
    let same = handle.map(|handle| one_undertaking(state, handle, &viewer(event)));
    let ordered = same.is_some_and(|same| state.facts.ordered_against(&key).any(|of| same.contains(&of)));
    only_if(!ordered, Code::UnknownReference)
}
