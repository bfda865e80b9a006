//! The single undertaking through time: links, mergers, splits, and who may rely on which.

use ledger::directory::Directory;
use ledger::event::governance::Role;
use ledger::ids::PartyId;

/// By whom a statement is relied on, and in whose view an event is judged.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reliance {
    /// By everybody: stated by a register or the rule authority, or an unsigned fact.
    Everybody,
    /// By this party, for its own events.
    Party(PartyId),
}

impl Reliance {
    /// How far a statement of a party reaches.
    #[must_use]
    pub fn of(directory: &Directory, signer: &PartyId) -> Self {
        let relied_on = directory
            .party(signer)
            .is_some_and(|party| party.has(Role::Register) || party.has(Role::RuleAuthority));
        if relied_on { Self::Everybody } else { Self::Party(signer.clone()) }
    }
}

/// Links, mergers, splits, attributions and attestations.
#[derive(Debug, Clone, Default)]
pub struct Groups {}
