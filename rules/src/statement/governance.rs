//! What governs the ledger.

use ledger::event::Body;
use ledger::event::governance::{
    EngineAdopted, PackAdopted, ReferencePublished, SchemeRegistered, SystemAmended, SystemRegistered,
};

/// A statement that governs the ledger.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Governance<'a> {
    /// Parties, keys, tokens, intake: what the directory or the log alone carries, and `ledger` reads itself.
    Directory(&'a Body),
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
