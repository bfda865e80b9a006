//! One row per event type: who may sign it, whose object it must name, what it grants, what it changes in the directory.
//!
//! The match has no `_`, so an event type without its row does not compile. The rest of the row, the type's name and its main
//! object, stands in the list of the vocabulary ([`super::EventType`]).

use super::Body;
use super::award::{AwardReported, AwardSet, Granting};
use super::evidence::EvidenceLevel;
use super::field::Key43;
use super::governance::{
    FourEyes, KeyAdded, KeyRevoked, LeaseTaken, LogKeyAdded, LogKeyRetired, PartyAdmitted, PartyPolicySet,
    PartyReinstated, PartySuspended, Role,
};
use super::procedure::About;
use super::token::TokenRevoked;
use crate::ids::{PartyId, ScopedRef};
use crate::time::LegalDate;

use Role::{Auditor, GrantingAuthority, HostingEntity, Intermediary, Operator, Register, RuleAuthority};

const HOSTS: &[Role] = &[HostingEntity, GrantingAuthority];
const HOSTS_AND_REGISTER: &[Role] = &[HostingEntity, GrantingAuthority, Register];
const REPORTERS: &[Role] = &[Register, GrantingAuthority, Intermediary, HostingEntity];
const KNOWS_GROUPS: &[Role] = &[Register, RuleAuthority, HostingEntity, GrantingAuthority];
const RECOVERS: &[Role] = &[RuleAuthority, Register];

/// Who may sign a statement.
#[derive(Clone, Copy)]
pub enum Signers<'a> {
    /// Nobody: there is one founding, and the keys that it names authorise it.
    Nobody,
    /// A party with one of these roles.
    With(&'static [Role]),
    /// Such a party, or this one.
    WithOr(&'static [Role], &'a PartyId),
    /// Such a party, or the one whose key this is.
    WithOrHolder(&'static [Role], &'a Key43),
    /// Any party: whose statement it takes back decides.
    Anybody,
}

/// Whose object a statement must name.
#[derive(Clone, Copy)]
pub enum Own<'a> {
    /// Anybody's.
    Free,
    /// It names the signer itself.
    Party(&'a PartyId),
    /// The signer's own object.
    Object(&'a ScopedRef),
    /// The signer's own object, and the signer itself.
    Both(&'a ScopedRef, &'a PartyId),
    /// The signer's own awards, each of them.
    Each(&'a AwardSet),
}

impl Own<'_> {
    /// Whether it is `signer`'s.
    #[must_use]
    pub fn is_of(self, signer: &PartyId) -> bool {
        let own = |reference: &ScopedRef| reference.full(signer).party() == signer.as_str();
        match self {
            Self::Free => true,
            Self::Party(party) => party == signer,
            Self::Object(object) => own(object),
            Self::Both(object, party) => own(object) && party == signer,
            Self::Each(set) => set.awards.iter().all(|grant| own(&grant.award)),
        }
    }
}

/// What a statement grants. A grant needs a mandate of its granting authority, in its Member State, on its date.
#[derive(Clone, Copy)]
pub enum Grants<'a> {
    /// Nothing.
    Nothing,
    /// One award.
    One(&'a dyn Granting),
    /// Several at once.
    Each(&'a AwardSet),
    /// It confirms, as granted on this date, what was reserved under a mandate.
    Confirmed(LegalDate),
}

/// What a statement changes in the directory.
#[derive(Clone, Copy)]
#[allow(missing_docs, reason = "each is the statement of its name")]
pub enum Change<'a> {
    LogKeyAdded(&'a LogKeyAdded),
    LogKeyRetired(&'a LogKeyRetired),
    PartyAdmitted(&'a PartyAdmitted),
    PartySuspended(&'a PartySuspended),
    PartyReinstated(&'a PartyReinstated),
    PartyPolicySet(&'a PartyPolicySet),
    LeaseTaken(&'a LeaseTaken),
    KeyAdded(&'a KeyAdded),
    KeyRevoked(&'a KeyRevoked),
    TokenRevoked(&'a TokenRevoked),
}

/// The row of a statement.
pub struct Row<'a> {
    /// Who may sign it.
    pub signers: Signers<'a>,
    /// Whose object it must name.
    pub own: Own<'a>,
    /// What it grants.
    pub grants: Grants<'a>,
    /// The report it is, which may speak of the signer's own award.
    pub report: Option<&'a AwardReported>,
    /// What it changes in the directory.
    pub change: Option<Change<'a>>,
    /// Whether it governs the ledger: who is in it, under what law it judges, what a person decided.
    pub governs: bool,
}

impl<'a> Row<'a> {
    const fn signed_by(signers: Signers<'a>) -> Self {
        Self { signers, own: Own::Free, grants: Grants::Nothing, report: None, change: None, governs: false }
    }

    const fn by(roles: &'static [Role]) -> Self {
        Self::signed_by(Signers::With(roles))
    }

    const fn of(self, own: Own<'a>) -> Self {
        Self { own, ..self }
    }

    const fn own(self, object: &'a ScopedRef) -> Self {
        self.of(Own::Object(object))
    }

    const fn granting(self, grants: Grants<'a>) -> Self {
        Self { grants, ..self }
    }

    const fn changing(self, change: Change<'a>) -> Self {
        Self { change: Some(change), ..self }.governing()
    }

    const fn governing(self) -> Self {
        Self { governs: true, ..self }
    }
}

/// Whose a duty is: the signer's, where it is about an object or a party.
fn own_of(about: &About) -> Own<'_> {
    match (about.object(), &about.party) {
        (Some(object), _) => Own::Object(object),
        (None, Some(party)) => Own::Party(party),
        (None, None) => Own::Free,
    }
}

impl Body {
    /// The statement's row.
    #[must_use]
    pub fn row(&self) -> Row<'_> {
        match self {
            Self::LedgerFounded(_) => Row::signed_by(Signers::Nobody).governing(),
            Self::LogKeyAdded(event) => Row::by(&[Operator]).changing(Change::LogKeyAdded(event)),
            Self::LogKeyRetired(event) => Row::by(&[Operator]).changing(Change::LogKeyRetired(event)),
            Self::PartyAdmitted(event) => Row::by(&[Operator]).changing(Change::PartyAdmitted(event)),
            Self::PartySuspended(event) => Row::by(&[Operator]).changing(Change::PartySuspended(event)),
            Self::PartyReinstated(event) => Row::by(&[Operator]).changing(Change::PartyReinstated(event)),
            // One key of the party's own must not be enough to do without the second.
            Self::PartyPolicySet(event) if event.four_eyes == FourEyes::Off => {
                Row::by(&[Operator]).changing(Change::PartyPolicySet(event))
            }
            Self::PartyPolicySet(event) => Row::signed_by(Signers::WithOr(&[Operator], &event.party))
                .changing(Change::PartyPolicySet(event)),
            Self::LeaseTaken(event) => Row::by(&[Operator]).changing(Change::LeaseTaken(event)),
            Self::KeyAdded(event) => {
                Row::signed_by(Signers::WithOr(&[Operator], &event.party)).changing(Change::KeyAdded(event))
            }
            Self::KeyRevoked(event) => Row::signed_by(Signers::WithOrHolder(&[Operator], &event.kid))
                .changing(Change::KeyRevoked(event)),
            Self::TokenRevoked(event) => Row::by(&[Operator]).changing(Change::TokenRevoked(event)),
            Self::SubjectErased(_) => Row::by(&[Operator]).governing(),
            Self::IntakeSummary(_) | Self::DisputeLodged(_) => Row::by(&[Operator]),
            Self::EngineAdopted(_)
            | Self::PackAdopted(_)
            | Self::ReferencePublished(_)
            | Self::ReviewDecided(_) => Row::by(&[RuleAuthority]).governing(),
            Self::SystemRegistered(event) => Row::by(HOSTS).of(Own::Party(&event.host)),
            Self::SystemAmended(event) => Row::by(HOSTS).of(Own::Party(&event.host)),
            Self::SchemeRegistered(event) => Row::by(HOSTS).own(&event.scheme),
            Self::UndertakingRegistered(_) | Self::UndertakingAssessed(_) | Self::HoldingDeclared(_) => {
                Row::by(HOSTS_AND_REGISTER)
            }
            Self::ControlDeclared(event) if event.evidence.level == EvidenceLevel::Declared => Row::by(HOSTS),
            Self::ControlDeclared(_)
            | Self::UndertakingIdentified(_)
            | Self::ControlEnded(_)
            | Self::UndertakingsMerged(_)
            | Self::UndertakingSplit(_)
            | Self::AwardAttributed(_) => Row::by(KNOWS_GROUPS),
            Self::GroupAttested(_) | Self::IdentityPresented(_) | Self::MarketsDeclared(_) => {
                Row::by(HOSTS_AND_REGISTER)
            }
            Self::RecoveryOrdered(_)
            | Self::RecoveryPaid(_)
            | Self::RecoverySuspended(_)
            | Self::RecoveryAnnulled(_)
            | Self::RecoveryCompleted(_) => Row::by(RECOVERS),
            Self::AwardGranted(event) => Row::by(HOSTS).own(&event.award).granting(Grants::One(event)),
            Self::AwardReserved(event) => Row::by(HOSTS).own(&event.award).granting(Grants::One(event)),
            Self::AwardConditional(event) => Row::by(HOSTS).own(&event.award).granting(Grants::One(event)),
            Self::AwardSet(event) => Row::by(HOSTS).of(Own::Each(event)).granting(Grants::Each(event)),
            Self::AwardConfirmed(event) => {
                Row::by(HOSTS).own(&event.award).granting(Grants::Confirmed(event.granted_on))
            }
            Self::AwardReleased(event) => Row::by(HOSTS).own(&event.award),
            Self::ConditionMet(event) => Row::by(HOSTS).own(&event.award),
            Self::ConditionFailed(event) => Row::by(HOSTS).own(&event.award),
            Self::AwardReported(event) => Row { report: Some(event), ..Row::by(REPORTERS).own(&event.award) },
            Self::AwardRestated(event) => Row::by(&[Register, Intermediary]).own(&event.award),
            Self::AwardReduced(event) => Row::by(REPORTERS).own(&event.award),
            Self::AwardWaived(event) => Row::by(REPORTERS).own(&event.award),
            Self::AwardWithdrawn(event) => Row::by(REPORTERS).own(&event.award),
            Self::AwardCorrected(event) => Row::by(REPORTERS).own(&event.award),
            Self::AwardRepaid(event) => Row::by(REPORTERS).own(&event.award),
            Self::CreditsExpired(event) => Row::by(REPORTERS).own(&event.award),
            Self::AwardMatched(_) | Self::AwardUnmatched(_) => Row::by(&[Register]),
            Self::AwardDrawn(event) => Row::by(HOSTS).of(Own::Both(&event.award, &event.host)),
            Self::UsageReported(event) => Row::by(HOSTS).own(&event.award),
            Self::AwardDisputed(_) => Row::by(&[Auditor, HostingEntity, GrantingAuthority]),
            Self::ProjectOpened(event) => Row::by(HOSTS_AND_REGISTER).own(&event.project),
            Self::ProjectAmended(event) => Row::by(HOSTS_AND_REGISTER).own(&event.project),
            Self::ApplicationReceived(event) => Row::by(HOSTS).own(&event.application),
            Self::ApplicationReduced(event) => Row::by(HOSTS).own(&event.application),
            Self::ApplicationClosed(event) => Row::by(HOSTS).own(&event.application),
            Self::DeclarationReceived(_) => Row::by(HOSTS),
            Self::NoticeServed(event) => Row::by(HOSTS).own(&event.award),
            Self::RegisterReceipt(event) => Row::by(HOSTS_AND_REGISTER).own(&event.award),
            Self::PublicationMade(event) => Row::by(HOSTS_AND_REGISTER).own(&event.award),
            Self::DutyDone(event) => Row::by(REPORTERS).of(own_of(&event.about)),
            Self::RequestReceived(event) => Row::by(HOSTS_AND_REGISTER).own(&event.request),
            Self::StatementRetracted(event) => {
                Row::signed_by(Signers::Anybody).of(Own::Party(&event.source.0))
            }
            Self::FindingRaised(event) => Row::by(&[Auditor]).own(&event.finding),
            Self::FindingClosed(event) => Row::by(&[Auditor]).own(&event.finding),
        }
    }
}
