//! Who may sign what, and whose object it must be: one row per event type.

use super::Party;
use crate::event::Body;
use crate::event::governance::{EvidenceLevel, Role};
use crate::ids::{PartyId, ScopedRef};

use Role::{Auditor, GrantingAuthority, HostingEntity, Intermediary, Operator, Register, RuleAuthority};

const HOSTS: &[Role] = &[HostingEntity, GrantingAuthority];
const HOSTS_AND_REGISTER: &[Role] = &[HostingEntity, GrantingAuthority, Register];
const REPORTERS: &[Role] = &[Register, GrantingAuthority, Intermediary, HostingEntity];

/// Whether a party's roles admit the statement.
pub(super) fn role_admits(signer: &PartyId, party: &Party, body: &Body) -> bool {
    let roles: &[Role] = match body {
        // There is one founding; a second one is nobody's to make.
        Body::LedgerFounded(_) => &[],
        Body::LogKeyAdded(_) | Body::LogKeyRetired(_) | Body::PartyAdmitted(_) | Body::PartySuspended(_) => {
            &[Operator]
        }
        Body::PartyReinstated(_)
        | Body::IntakeSummary(_)
        | Body::SubjectErased(_)
        | Body::TokenRevoked(_)
        | Body::DisputeLodged(_) => &[Operator],
        Body::KeyAdded(event) if event.party == *signer => return true,
        // Whose key a thumbprint names is looked up where the codes are made.
        Body::KeyAdded(_) | Body::KeyRevoked(_) => &[Operator],
        Body::EngineAdopted(_)
        | Body::PackAdopted(_)
        | Body::ReferencePublished(_)
        | Body::ReviewDecided(_) => &[RuleAuthority],
        Body::SystemRegistered(_) | Body::SystemAmended(_) | Body::SchemeRegistered(_) => HOSTS,
        Body::UndertakingRegistered(_) | Body::UndertakingAssessed(_) | Body::HoldingDeclared(_) => {
            HOSTS_AND_REGISTER
        }
        Body::ControlDeclared(event) if event.evidence.level == EvidenceLevel::Declared => HOSTS,
        Body::UndertakingIdentified(_)
        | Body::ControlDeclared(_)
        | Body::ControlEnded(_)
        | Body::UndertakingsMerged(_)
        | Body::UndertakingSplit(_)
        | Body::AwardAttributed(_) => &[Register, RuleAuthority, HostingEntity, GrantingAuthority],
        Body::GroupAttested(_)
        | Body::ProjectOpened(_)
        | Body::ProjectAmended(_)
        | Body::RegisterReceipt(_)
        | Body::PublicationMade(_) => HOSTS_AND_REGISTER,
        Body::RecoveryOrdered(_)
        | Body::RecoveryPaid(_)
        | Body::RecoverySuspended(_)
        | Body::RecoveryAnnulled(_)
        | Body::RecoveryCompleted(_) => &[RuleAuthority, Register],
        Body::AwardGranted(_) | Body::AwardReserved(_) | Body::AwardConditional(_) | Body::AwardSet(_) => {
            HOSTS
        }
        Body::AwardConfirmed(_)
        | Body::AwardReleased(_)
        | Body::ConditionMet(_)
        | Body::ConditionFailed(_) => HOSTS,
        Body::AwardReported(_) => REPORTERS,
        Body::AwardRestated(_) => &[Register, Intermediary],
        Body::AwardReduced(_) | Body::AwardWaived(_) | Body::AwardWithdrawn(_) | Body::AwardCorrected(_) => {
            REPORTERS
        }
        Body::CreditsExpired(_) => REPORTERS,
        Body::AwardMatched(_) | Body::AwardUnmatched(_) => &[Register],
        Body::AwardDrawn(_)
        | Body::UsageReported(_)
        | Body::ApplicationReceived(_)
        | Body::ApplicationReduced(_)
        | Body::ApplicationClosed(_)
        | Body::DeclarationReceived(_)
        | Body::NoticeServed(_) => HOSTS,
        Body::AwardDisputed(_) => &[Auditor, HostingEntity, GrantingAuthority],
        Body::FindingRaised(_) | Body::FindingClosed(_) => &[Auditor],
        // Anybody may take back what they said themselves; whose statement it is decides.
        Body::StatementRetracted(_) => return true,
    };
    party.has_any(roles)
}

/// Whether the object named is the signer's own, for statements that need that.
pub(super) fn object_is_own(signer: &PartyId, body: &Body) -> bool {
    let own = |reference: &ScopedRef| reference.full(signer).party() == signer.as_str();
    match body {
        Body::SystemRegistered(event) => event.host == *signer,
        Body::SystemAmended(event) => event.host == *signer,
        Body::SchemeRegistered(event) => own(&event.scheme),
        Body::AwardGranted(event) => own(&event.award),
        Body::AwardReserved(event) => own(&event.award),
        Body::AwardConditional(event) => own(&event.award),
        Body::AwardSet(event) => event.awards.iter().all(|grant| own(&grant.award)),
        Body::AwardConfirmed(event) => own(&event.award),
        Body::AwardReleased(event) => own(&event.award),
        Body::ConditionMet(event) => own(&event.award),
        Body::ConditionFailed(event) => own(&event.award),
        Body::AwardReported(event) => own(&event.award),
        Body::AwardRestated(event) => own(&event.award),
        Body::AwardReduced(event) => own(&event.award),
        Body::AwardWaived(event) => own(&event.award),
        Body::AwardWithdrawn(event) => own(&event.award),
        Body::AwardCorrected(event) => own(&event.award),
        Body::CreditsExpired(event) => own(&event.award),
        Body::UsageReported(event) => own(&event.award),
        Body::AwardDrawn(event) => own(&event.award) && event.host == *signer,
        Body::NoticeServed(event) => own(&event.award),
        Body::ApplicationReceived(event) => own(&event.application),
        Body::ApplicationReduced(event) => own(&event.application),
        Body::ApplicationClosed(event) => own(&event.application),
        Body::ProjectOpened(event) => own(&event.project),
        Body::ProjectAmended(event) => own(&event.project),
        Body::RegisterReceipt(event) => own(&event.award),
        Body::PublicationMade(event) => own(&event.award),
        Body::FindingRaised(event) => own(&event.finding),
        Body::FindingClosed(event) => own(&event.finding),
        Body::StatementRetracted(event) => event.source.0 == *signer,
        _ => true,
    }
}
