//! Who is one undertaking with whom: registrations, identifications, links, mergers, splits, attestations.

use ledger::directory::AuthorisedEvent;
use ledger::event::Body;
use ledger::event::governance::Role;
use ledger::event::undertaking::{UndertakingIdentified, UndertakingRegistered};
use ledger::verdict::{Code, Flag};

use super::Findings;
use crate::state::State;

/// A fact about undertakings; `None` for what is none.
pub(super) fn judge(state: &State, event: &AuthorisedEvent) -> Option<Findings> {
    match &event.event().body {
        Body::UndertakingRegistered(registered) => Some(registration(state, registered)),
        Body::UndertakingIdentified(identified) => Some(identification(state, event, identified)),
        _ => None,
    }
}

fn registration(state: &State, registered: &UndertakingRegistered) -> Findings {
    let mut found = Findings::default();
    let identifiers: Vec<_> =
        registered.identifiers.iter().filter_map(|identifier| identifier.id()).collect();
    if identifiers.iter().any(|identifier| !state.undertakings.may_claim(&registered.undertaking, identifier))
    {
        found.code(Code::IdentifierInUse);
    }
    if registered.natural_person {
        found.flag(Flag::IdentityNotMatched);
    }
    found
}

fn identification(state: &State, event: &AuthorisedEvent, identified: &UndertakingIdentified) -> Findings {
    let mut found = Findings::default();
    if state.undertakings.registered(&identified.undertaking).is_empty() {
        found.code(Code::UnknownUndertaking);
    }
    // A host's word binds its own grants only; until reliance is judged per party, a person decides.
    let relied_on = state
        .directory
        .party(event.signer())
        .is_none_or(|party| party.has(Role::Register) || party.has(Role::RuleAuthority));
    if !relied_on {
        found.code(Code::NeedsReview);
    }
    found
}
