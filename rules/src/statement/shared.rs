//! Types that share a variant of their family, each by itself.
//!
//! To the rooms that decide and fold they are the same, so the families join them and keep only what those rooms ask. Who
//! tells what was stated needs the rest.

use ledger::event::award::{AwardDisputed, AwardReleased, ConditionFailed, DisputeLodged};
use ledger::event::governance::{
    IntakeSummary, KeyAdded, KeyRevoked, LedgerFounded, LogKeyAdded, LogKeyRetired, PartyAdmitted,
    PartyReinstated, PartySuspended,
};
use ledger::event::procedure::{PublicationMade, RegisterReceipt, SubjectErased};
use ledger::event::token::TokenRevoked;
use ledger::event::undertaking::{RecoveryPaid, RecoveryStep};
use ledger::event::{Body, Event};

/// A statement whose variant says less than was stated.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Shared<'a> {
    /// `ledger.founded`
    Founded(&'a LedgerFounded),
    /// `log-key.added`
    LogKeyAdded(&'a LogKeyAdded),
    /// `log-key.retired`
    LogKeyRetired(&'a LogKeyRetired),
    /// `party.admitted`
    PartyAdmitted(&'a PartyAdmitted),
    /// `party.suspended`
    PartySuspended(&'a PartySuspended),
    /// `party.reinstated`
    PartyReinstated(&'a PartyReinstated),
    /// `key.added`
    KeyAdded(&'a KeyAdded),
    /// `key.revoked`
    KeyRevoked(&'a KeyRevoked),
    /// `token.revoked`
    TokenRevoked(&'a TokenRevoked),
    /// `intake.summary`
    Intake(&'a IntakeSummary),
    /// `award.released`
    Released(&'a AwardReleased),
    /// `award.condition-failed`
    ConditionFailed(&'a ConditionFailed),
    /// `award.disputed`
    Disputed(&'a AwardDisputed),
    /// `dispute.lodged`
    Lodged(&'a DisputeLodged),
    /// `recovery.paid`
    RecoveryPaid(&'a RecoveryPaid),
    /// `recovery.suspended`, `recovery.annulled`, `recovery.completed`: they state the same things.
    RecoveryStep(&'a RecoveryStep),
    /// `register.receipt`
    Receipt(&'a RegisterReceipt),
    /// `publication.made`
    Publication(&'a PublicationMade),
    /// `subject.erased`
    Erased(&'a SubjectErased),
}

impl<'a> Shared<'a> {
    /// The statement of an event by itself; `None` where the variant of its family says all of it.
    pub fn of(event: &'a Event) -> Option<Self> {
        Some(match &event.body {
            Body::LedgerFounded(founded) => Self::Founded(founded),
            Body::LogKeyAdded(key) => Self::LogKeyAdded(key),
            Body::LogKeyRetired(key) => Self::LogKeyRetired(key),
            Body::PartyAdmitted(admitted) => Self::PartyAdmitted(admitted),
            Body::PartySuspended(suspended) => Self::PartySuspended(suspended),
            Body::PartyReinstated(reinstated) => Self::PartyReinstated(reinstated),
            Body::KeyAdded(added) => Self::KeyAdded(added),
            Body::KeyRevoked(revoked) => Self::KeyRevoked(revoked),
            Body::TokenRevoked(revoked) => Self::TokenRevoked(revoked),
            Body::IntakeSummary(summary) => Self::Intake(summary),
            Body::AwardReleased(released) => Self::Released(released),
            Body::ConditionFailed(failed) => Self::ConditionFailed(failed),
            Body::AwardDisputed(disputed) => Self::Disputed(disputed),
            Body::DisputeLodged(lodged) => Self::Lodged(lodged),
            Body::RecoveryPaid(paid) => Self::RecoveryPaid(paid),
            Body::RecoverySuspended(step) => Self::RecoveryStep(step),
            Body::RecoveryAnnulled(step) => Self::RecoveryStep(step),
            Body::RecoveryCompleted(step) => Self::RecoveryStep(step),
            Body::RegisterReceipt(receipt) => Self::Receipt(receipt),
            Body::PublicationMade(made) => Self::Publication(made),
            Body::SubjectErased(erased) => Self::Erased(erased),
            // By family, not one to a line: no row says anything of its own.
            #[rustfmt::skip]
            Body::EngineAdopted(_) | Body::PackAdopted(_) | Body::ReferencePublished(_) | Body::SystemRegistered(_)
            | Body::SystemAmended(_) | Body::SchemeRegistered(_)
            | Body::AwardGranted(_) | Body::AwardReserved(_) | Body::AwardConditional(_) | Body::AwardSet(_)
            | Body::AwardReported(_) | Body::AwardRestated(_) | Body::AwardCorrected(_) | Body::AwardConfirmed(_)
            | Body::ConditionMet(_) | Body::AwardReduced(_) | Body::AwardWithdrawn(_) | Body::AwardWaived(_)
            | Body::CreditsExpired(_) | Body::AwardMatched(_) | Body::AwardUnmatched(_) | Body::AwardDrawn(_)
            | Body::UsageReported(_)
            | Body::UndertakingRegistered(_) | Body::UndertakingIdentified(_) | Body::HoldingDeclared(_)
            | Body::ControlDeclared(_) | Body::ControlEnded(_) | Body::UndertakingsMerged(_)
            | Body::UndertakingSplit(_) | Body::AwardAttributed(_) | Body::GroupAttested(_)
            | Body::UndertakingAssessed(_) | Body::RecoveryOrdered(_) | Body::ProjectOpened(_)
            | Body::ProjectAmended(_) | Body::ApplicationReceived(_) | Body::ApplicationReduced(_)
            | Body::ApplicationClosed(_) | Body::DeclarationReceived(_) | Body::NoticeServed(_)
            | Body::FindingRaised(_) | Body::FindingClosed(_)
            | Body::ReviewDecided(_) | Body::StatementRetracted(_) => return None,
        })
    }
}
