//! What governs the ledger.

use ledger::event::Body;
use ledger::event::governance::{
    EngineAdopted, IntakeSummary, KeyAdded, KeyRevoked, LeaseTaken, LedgerFounded, LogKeyAdded,
    LogKeyRetired, PackAdopted, PartyAdmitted, PartyPolicySet, PartyReinstated, PartySuspended,
    ReferencePublished, SchemeRegistered, SystemAmended, SystemRegistered,
};
use ledger::event::token::TokenRevoked;

/// A statement that governs the ledger.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Governance<'a> {
    /// Parties, keys, tokens, intake: what the directory or the log alone carries, and `ledger` reads itself.
    Directory(&'a Body, Directory<'a>),
    /// `engine.adopted`
    Engine(&'a EngineAdopted),
    /// `pack.adopted`
    Pack(&'a PackAdopted),
    /// `reference.published`
    Reference(&'a ReferencePublished),
    /// `system.registered`
    System(&'a SystemRegistered),
    /// `system.amended`
    SystemAmended(&'a SystemAmended),
    /// `scheme.registered`
    Scheme(&'a SchemeRegistered),
}

/// What the directory or the log alone carries.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Directory<'a> {
    /// `ledger.founded`
    Founded(&'a LedgerFounded),
    /// `log-key.added`
    LogKeyAdded(&'a LogKeyAdded),
    /// `log-key.retired`
    LogKeyRetired(&'a LogKeyRetired),
    /// `party.admitted`
    Admitted(&'a PartyAdmitted),
    /// `party.suspended`
    Suspended(&'a PartySuspended),
    /// `party.reinstated`
    Reinstated(&'a PartyReinstated),
    /// `party.policy-set`
    PolicySet(&'a PartyPolicySet),
    /// `lease.taken`
    LeaseTaken(&'a LeaseTaken),
    /// `key.added`
    KeyAdded(&'a KeyAdded),
    /// `key.revoked`
    KeyRevoked(&'a KeyRevoked),
    /// `token.revoked`
    TokenRevoked(&'a TokenRevoked),
    /// `intake.summary`
    Intake(&'a IntakeSummary),
}
