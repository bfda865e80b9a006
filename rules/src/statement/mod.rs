//! The vocabulary as closed families of borrowed statements: one row per event type, matched without `_`.
//!
//! From its family follows which file of [`crate::decide`] judges a statement, what it takes effect as, what it concerns in
//! hindsight, and how it is folded. Types that are the same to every room share a variant: whoever decides by a family visits
//! each once. A new event type is added where the compiler points: here first.
//! **Invariant:** statement reads what was stated and nothing else: no state, no pack, no date but those in the event.

mod award;
mod fact;
mod governance;
mod group;
mod lessening;
mod named;
pub(crate) mod plain;

use ledger::event::procedure::{ReviewDecided, StatementRetracted};
use ledger::event::{Body, Event};

pub(crate) use award::{AwardStatement, Confirmation, Dispute, Freeing, NewAward};
pub(crate) use fact::{Deed, FactStatement, Recovery};
pub(crate) use governance::{Directory, Governance};
pub(crate) use group::GroupStatement;
pub(crate) use lessening::{Lessening, Remainder};

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
        let body = &event.body;
        let directory = |said| Self::Governance(Governance::Directory(body, said));
        match body {
            Body::LedgerFounded(said) => directory(Directory::Founded(said)),
            Body::LogKeyAdded(said) => directory(Directory::LogKeyAdded(said)),
            Body::LogKeyRetired(said) => directory(Directory::LogKeyRetired(said)),
            Body::PartyAdmitted(said) => directory(Directory::Admitted(said)),
            Body::PartySuspended(said) => directory(Directory::Suspended(said)),
            Body::PartyReinstated(said) => directory(Directory::Reinstated(said)),
            Body::PartyPolicySet(said) => directory(Directory::PolicySet(said)),
            Body::LeaseTaken(said) => directory(Directory::LeaseTaken(said)),
            Body::KeyAdded(said) => directory(Directory::KeyAdded(said)),
            Body::KeyRevoked(said) => directory(Directory::KeyRevoked(said)),
            Body::TokenRevoked(said) => directory(Directory::TokenRevoked(said)),
            Body::IntakeSummary(said) => directory(Directory::Intake(said)),
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
            Body::AwardReleased(released) => Self::Award(Award::Freed(Freeing::Released(released))),
            Body::ConditionFailed(failed) => Self::Award(Award::Freed(Freeing::ConditionFailed(failed))),
            Body::AwardReduced(reduced) => Self::Award(Award::Lessened(Lessening::Reduced(reduced))),
            Body::AwardWithdrawn(gone) => Self::Award(Award::Lessened(Lessening::Withdrawn(gone))),
            Body::AwardWaived(waived) => Self::Award(Award::Lessened(Lessening::Waived(waived))),
            Body::CreditsExpired(expired) => Self::Award(Award::Lessened(Lessening::Expired(expired))),
            Body::AwardMatched(matched) => Self::Award(Award::Matched(matched)),
            Body::AwardUnmatched(unmatched) => Self::Award(Award::Unmatched(unmatched)),
            Body::AwardDisputed(disputed) => Self::Award(Award::Disputed(Dispute::Disputed(disputed))),
            Body::DisputeLodged(lodged) => Self::Award(Award::Disputed(Dispute::Lodged(lodged))),
            Body::AwardDrawn(drawn) => Self::Award(Award::Drawn(drawn)),
            Body::UsageReported(used) => Self::Award(Award::Used(used)),
            Body::UndertakingRegistered(registered) => Self::Group(Group::Registered(registered)),
            Body::UndertakingIdentified(identified) => Self::Group(Group::Identified(identified)),
            Body::HoldingDeclared(holding) => Self::Group(Group::Holding(holding)),
            Body::ControlDeclared(control) => Self::Group(Group::Controlled(control)),
            Body::ControlEnded(end) => Self::Group(Group::Ended(end)),
            Body::MarketsDeclared(markets) => Self::Fact(Fact::Markets(markets)),
            Body::UndertakingsMerged(merger) => Self::Group(Group::Merged(merger)),
            Body::UndertakingSplit(split) => Self::Group(Group::Split(split)),
            Body::AwardAttributed(attributed) => Self::Group(Group::Attributed(attributed)),
            Body::GroupAttested(attested) => Self::Group(Group::Attested(attested)),
            Body::UndertakingAssessed(assessed) => Self::Fact(Fact::Assessed(assessed)),
            Body::RecoveryOrdered(ordered) => Self::Fact(Fact::RecoveryOrdered(ordered)),
            Body::RecoveryPaid(paid) => Self::Fact(Fact::Recovery(Recovery::Paid(paid))),
            Body::RecoverySuspended(step) => Self::Fact(Fact::Recovery(Recovery::Suspended(step))),
            Body::RecoveryAnnulled(step) => Self::Fact(Fact::Recovery(Recovery::Annulled(step))),
            Body::RecoveryCompleted(step) => Self::Fact(Fact::Recovery(Recovery::Completed(step))),
            Body::ProjectOpened(opened) => Self::Fact(Fact::ProjectOpened(opened)),
            Body::ProjectAmended(amended) => Self::Fact(Fact::ProjectAmended(amended)),
            Body::ApplicationReceived(received) => Self::Fact(Fact::ApplicationReceived(received)),
            Body::ApplicationReduced(reduced) => Self::Fact(Fact::ApplicationReduced(reduced)),
            Body::ApplicationClosed(closed) => Self::Fact(Fact::ApplicationClosed(closed)),
            Body::IdentityPresented(presented) => Self::Fact(Fact::Presented(presented)),
            Body::DeclarationReceived(received) => Self::Fact(Fact::Declaration(received)),
            Body::NoticeServed(notice) => Self::Fact(Fact::Notice(notice)),
            Body::RegisterReceipt(receipt) => Self::Fact(Fact::OfAward(Deed::Registered(receipt))),
            Body::AwardRepaid(repaid) => Self::Fact(Fact::OfAward(Deed::Repaid(repaid))),
            Body::DutyDone(done) => Self::Fact(Fact::DutyDone(done)),
            Body::RequestReceived(request) => Self::Fact(Fact::Requested(request)),
            Body::PublicationMade(made) => Self::Fact(Fact::OfAward(Deed::Published(made))),
            Body::FindingRaised(raised) => Self::Fact(Fact::FindingRaised(raised)),
            Body::FindingClosed(closed) => Self::Fact(Fact::FindingClosed(closed)),
            Body::SubjectErased(erased) => Self::Fact(Fact::Erased(erased)),
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
