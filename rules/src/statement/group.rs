//! Who is one undertaking with whom.

use ledger::event::undertaking::{
    AwardAttributed, ControlDeclared, ControlEnded, GroupAttested, HoldingDeclared, UndertakingIdentified,
    UndertakingRegistered, UndertakingSplit, UndertakingsMerged,
};

/// A statement about undertakings and what joins and parts them.
#[derive(Debug, Clone, Copy)]
pub(crate) enum GroupStatement<'a> {
    /// `undertaking.registered`
    Registered(&'a UndertakingRegistered),
    /// `undertaking.identified`
    Identified(&'a UndertakingIdentified),
    /// `holding.declared`
    Holding(&'a HoldingDeclared),
    /// `control.declared`
    Controlled(&'a ControlDeclared),
    /// `control.ended`
    Ended(&'a ControlEnded),
    /// `undertakings.merged`
    Merged(&'a UndertakingsMerged),
    /// `undertaking.split`
    Split(&'a UndertakingSplit),
    /// `award.attributed`
    Attributed(&'a AwardAttributed),
    /// `group.attested`
    Attested(&'a GroupAttested),
}
