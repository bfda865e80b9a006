//! Facts that count as no aid, and reviews.

use ledger::event::Body;

use super::Effect;
use crate::state::{PackSource, State};

/// Whether a statement belongs here.
pub(super) fn concerns(body: &Body) -> bool {
    matches!(
        body,
        Body::SystemRegistered(_)
            | Body::SystemAmended(_)
            | Body::SchemeRegistered(_)
            | Body::UndertakingAssessed(_)
            | Body::RecoveryOrdered(_)
            | Body::RecoveryPaid(_)
            | Body::RecoverySuspended(_)
            | Body::RecoveryAnnulled(_)
            | Body::RecoveryCompleted(_)
            | Body::AwardMatched(_)
            | Body::AwardUnmatched(_)
            | Body::AwardDisputed(_)
            | Body::DisputeLodged(_)
            | Body::ProjectOpened(_)
            | Body::ProjectAmended(_)
            | Body::ApplicationReceived(_)
            | Body::ApplicationReduced(_)
            | Body::ApplicationClosed(_)
            | Body::DeclarationReceived(_)
            | Body::NoticeServed(_)
            | Body::RegisterReceipt(_)
            | Body::PublicationMade(_)
            | Body::ReviewDecided(_)
            | Body::FindingRaised(_)
            | Body::FindingClosed(_)
            | Body::SubjectErased(_)
    )
}

impl State {
    pub(super) fn fold_fact(&mut self, effect: &Effect<'_>, _packs: &dyn PackSource) {
        if let Body::UndertakingAssessed(assessed) = &effect.event.body {
            let handle = self.undertakings.intern(&assessed.undertaking);
            self.assessments.assess(handle, assessed, effect.position);
            self.remember(effect.event, effect.position);
        }
    }
}
