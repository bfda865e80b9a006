//! The vocabulary as closed families of borrowed statements: one row per event type, matched without `_`.
//!
//! From its family follows which file of [`crate::decide`] judges a statement, what it takes effect as, what it concerns in
//! hindsight, and how it is folded. Types that are the same to every room share a variant: whoever decides by a family visits
//! each once, and [`Shared`] has each of them by itself. A new event type is added where the compiler points: here first.
//! **Invariant:** statement reads what was stated and nothing else: no state, no pack, no date but those in the event.

mod award;
mod fact;
mod governance;
mod group;
mod lessening;
mod shared;

use ledger::event::procedure::{ReviewDecided, StatementRetracted};
use ledger::event::{Body, Event};

pub(crate) use award::{AwardStatement, Confirmation, NewAward};
pub(crate) use fact::FactStatement;
pub(crate) use governance::Governance;
pub(crate) use group::GroupStatement;
pub(crate) use lessening::{Lessening, Remainder};
pub(crate) use shared::Shared;

/// What a party states, by the family that decides how it is treated.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Statement<'a> {
    /// What governs the ledger: always admitted, never taken back, and no award stands otherwise through it.
    Governance(Governance<'a>),
    /// Awards and what becomes of them: never taken back, but put right by further statements.
    Award(AwardStatement<'a>),
    /// Who is one undertaking with whom: recorded, can be taken back, and may push awards over a ceiling.
    Group(GroupStatement<'a>),
    /// Facts that count as no aid: recorded, can be taken back, and no award stands otherwise through them.
    Fact(FactStatement<'a>),
    /// `review.decided`: what a person decided of another statement, or of an award.
    Review(&'a ReviewDecided),
    /// `statement.retracted`: another statement is as if it had never been made.
    Retraction(&'a StatementRetracted),
}

impl<'a> Statement<'a> {
    /// The statement of an event: one row per type of the vocabulary.
    pub fn of(event: &'a Event) -> Self {
        use self::{AwardStatement as Award, FactStatement as Fact, GroupStatement as Group};
        match &event.body {
            body @ Body::LedgerFounded(_) => Self::Governance(Governance::Directory(body)),
            body @ Body::LogKeyAdded(_) => Self::Governance(Governance::Directory(body)),
            body @ Body::LogKeyRetired(_) => Self::Governance(Governance::Directory(body)),
            body @ Body::PartyAdmitted(_) => Self::Governance(Governance::Directory(body)),
            body @ Body::PartySuspended(_) => Self::Governance(Governance::Directory(body)),
            body @ Body::PartyReinstated(_) => Self::Governance(Governance::Directory(body)),
            body @ Body::KeyAdded(_) => Self::Governance(Governance::Directory(body)),
            body @ Body::KeyRevoked(_) => Self::Governance(Governance::Directory(body)),
            body @ Body::TokenRevoked(_) => Self::Governance(Governance::Directory(body)),
            body @ Body::IntakeSummary(_) => Self::Governance(Governance::Directory(body)),
            Body::EngineAdopted(adopted) => Self::Governance(Governance::Engine(adopted)),
            Body::PackAdopted(adopted) => Self::Governance(Governance::Pack(adopted)),
            Body::ReferencePublished(published) => Self::Governance(Governance::Reference(published)),
            Body::SystemRegistered(system) => Self::Governance(Governance::System(system)),
            Body::SystemAmended(amended) => Self::Governance(Governance::SystemAmended(amended)),
            Body::SchemeRegistered(scheme) => Self::Governance(Governance::Scheme(scheme)),
            Body::AwardGranted(grant) => Self::Award(Award::New(NewAward::Granted(grant))),
            Body::AwardReserved(grant) => Self::Award(Award::New(NewAward::Reserved(grant))),
            Body::AwardConditional(grant) => Self::Award(Award::New(NewAward::Conditional(grant))),
            Body::AwardSet(set) => Self::Award(Award::Set(set)),
            Body::AwardReported(report) => Self::Award(Award::Reported(report)),
            Body::AwardRestated(restated) => Self::Award(Award::Restated(restated)),
            Body::AwardCorrected(correction) => Self::Award(Award::Corrected(correction)),
            Body::AwardConfirmed(confirmed) => Self::Award(Award::Confirmed(confirmed.into())),
            Body::ConditionMet(met) => Self::Award(Award::Confirmed(met.into())),
            Body::AwardReleased(released) => Self::Award(Award::Freed(&released.award)),
            Body::ConditionFailed(failed) => Self::Award(Award::Freed(&failed.award)),
            Body::AwardReduced(reduced) => Self::Award(Award::Lessened(Lessening::Reduced(reduced))),
            Body::AwardWithdrawn(gone) => Self::Award(Award::Lessened(Lessening::Withdrawn(gone))),
            Body::AwardWaived(waived) => Self::Award(Award::Lessened(Lessening::Waived(waived))),
            Body::CreditsExpired(expired) => Self::Award(Award::Lessened(Lessening::Expired(expired))),
            Body::AwardMatched(matched) => Self::Award(Award::Matched(matched)),
            Body::AwardUnmatched(unmatched) => Self::Award(Award::Unmatched(unmatched)),
            Body::AwardDisputed(disputed) => Self::Award(Award::Disputed(&disputed.award)),
            Body::DisputeLodged(lodged) => Self::Award(Award::Disputed(&lodged.award)),
            Body::AwardDrawn(drawn) => Self::Award(Award::Drawn(drawn)),
            Body::UsageReported(used) => Self::Award(Award::Used(used)),
            Body::UndertakingRegistered(registered) => Self::Group(Group::Registered(registered)),
            Body::UndertakingIdentified(identified) => Self::Group(Group::Identified(identified)),
            Body::HoldingDeclared(holding) => Self::Group(Group::Holding(holding)),
            Body::ControlDeclared(control) => Self::Group(Group::Controlled(control)),
            Body::ControlEnded(end) => Self::Group(Group::Ended(end)),
            Body::UndertakingsMerged(merger) => Self::Group(Group::Merged(merger)),
            Body::UndertakingSplit(split) => Self::Group(Group::Split(split)),
            Body::AwardAttributed(attributed) => Self::Group(Group::Attributed(attributed)),
            Body::GroupAttested(attested) => Self::Group(Group::Attested(attested)),
            Body::UndertakingAssessed(assessed) => Self::Fact(Fact::Assessed(assessed)),
            Body::RecoveryOrdered(ordered) => Self::Fact(Fact::RecoveryOrdered(ordered)),
            Body::RecoveryPaid(paid) => Self::Fact(Fact::recovery(&paid.decision, &paid.undertaking)),
            Body::RecoverySuspended(step) => Self::Fact(Fact::recovery(&step.decision, &step.undertaking)),
            Body::RecoveryAnnulled(step) => Self::Fact(Fact::recovery(&step.decision, &step.undertaking)),
            Body::RecoveryCompleted(step) => Self::Fact(Fact::recovery(&step.decision, &step.undertaking)),
            Body::ProjectOpened(opened) => Self::Fact(Fact::ProjectOpened(opened)),
            Body::ProjectAmended(amended) => Self::Fact(Fact::ProjectAmended(amended)),
            Body::ApplicationReceived(received) => Self::Fact(Fact::ApplicationReceived(received)),
            Body::ApplicationReduced(reduced) => Self::Fact(Fact::ApplicationReduced(reduced)),
            Body::ApplicationClosed(closed) => Self::Fact(Fact::ApplicationClosed(closed)),
            Body::DeclarationReceived(received) => Self::Fact(Fact::Declaration(received)),
            Body::NoticeServed(notice) => Self::Fact(Fact::Notice(notice)),
            Body::RegisterReceipt(receipt) => Self::Fact(Fact::OfAward(&receipt.award)),
            Body::PublicationMade(made) => Self::Fact(Fact::OfAward(&made.award)),
            Body::FindingRaised(raised) => Self::Fact(Fact::FindingRaised(raised)),
            Body::FindingClosed(closed) => Self::Fact(Fact::FindingClosed(closed)),
            Body::SubjectErased(_) => Self::Fact(Fact::Erasure),
            Body::ReviewDecided(decided) => Self::Review(decided),
            Body::StatementRetracted(retracted) => Self::Retraction(retracted),
        }
    }

    /// Whether `statement.retracted` can take it back: what governs the ledger or becomes of an award it cannot.
    pub fn is_retractable(self) -> bool {
        match self {
            Self::Group(_) | Self::Fact(_) => true,
            Self::Governance(_) | Self::Award(_) | Self::Review(_) | Self::Retraction(_) => false,
        }
    }

    /// Whether it is kept while it waits for a person. A review never waits, whatever a log claims: one that is about itself
    /// would be looked up without an end.
    pub fn waits_for_a_person(self) -> bool {
        match self {
            Self::Review(_) => false,
            Self::Governance(_) | Self::Award(_) | Self::Group(_) | Self::Fact(_) | Self::Retraction(_) => {
                true
            }
        }
    }
}
