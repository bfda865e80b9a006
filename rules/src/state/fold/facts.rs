//! Facts that count as no aid, and reviews.

use ledger::event::Body;
use ledger::event::procedure::{ReviewDecided, ReviewOutcome};
use ledger::event::undertaking::Decision;
use ledger::ids::{ScopedRef, UndertakingId};

use super::Effect;
use crate::state::review::{self, Subject};
use crate::state::{
    ApplicationStep, Aside, DecisionKey, Declared, FindingStep, PackSource, ProjectStep, State,
};

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

/// Whether a statement of this room can be taken back: what governs the ledger or becomes of an award cannot.
fn is_retractable(body: &Body) -> bool {
    !matches!(
        body,
        Body::SystemRegistered(_)
            | Body::SystemAmended(_)
            | Body::SchemeRegistered(_)
            | Body::ReviewDecided(_)
            | Body::AwardMatched(_)
            | Body::AwardUnmatched(_)
            | Body::AwardDisputed(_)
            | Body::DisputeLodged(_)
    )
}

impl State {
    pub(super) fn fold_fact(&mut self, effect: &Effect<'_>, packs: &dyn PackSource) {
        let Effect { event, position, .. } = *effect;
        let own = &event.source;
        match &event.body {
            Body::SystemRegistered(system) => {
                self.facts.register_system(system.system.clone(), system.host.clone());
            }
            Body::SchemeRegistered(scheme) => self.facts.register_scheme(scheme.scheme.full(own)),
            Body::AwardMatched(matched) => {
                let others = matched.same_as.iter().map(|other| other.full(own));
                self.awards.match_with(&matched.award.full(own), others);
            }
            Body::AwardUnmatched(unmatched) => {
                let others = unmatched.same_as.iter().map(|other| other.full(own));
                self.awards.unmatch(&unmatched.award.full(own), others);
            }
            Body::UndertakingAssessed(assessed) => {
                let handle = self.undertakings.intern(&assessed.undertaking);
                self.assessments.assess(handle, assessed, position);
            }
            Body::AwardDisputed(disputed) => self.dispute(effect, &disputed.award),
            Body::DisputeLodged(lodged) => self.dispute(effect, &lodged.award),
            Body::ReviewDecided(decided) => self.review(effect, decided, packs),
            _ => self.fold_procedure(effect),
        }
        if is_retractable(&event.body) {
            self.remember(event, position);
        }
    }

    fn fold_procedure(&mut self, effect: &Effect<'_>) {
        let Effect { event, position, .. } = *effect;
        let own = &event.source;
        match &event.body {
            Body::ProjectOpened(opened) => {
                let step = ProjectStep::Opened(opened.cost_lines.iter().cloned().collect());
                self.facts.note_project(opened.project.full(own), position, step);
            }
            Body::ProjectAmended(amended) => {
                let step = ProjectStep::Amended(amended.cost_lines.iter().cloned().collect());
                self.facts.note_project(amended.project.full(own), position, step);
            }
            Body::ApplicationReceived(received) => {
                let step = ApplicationStep::Received(received.requested);
                self.facts.note_application(received.application.full(own), position, step);
            }
            Body::ApplicationReduced(reduced) => {
                let step = ApplicationStep::Reduced(reduced.requested);
                self.facts.note_application(reduced.application.full(own), position, step);
            }
            Body::ApplicationClosed(closed) => {
                let application = closed.application.full(own);
                self.facts.note_application(application, position, ApplicationStep::Closed);
            }
            Body::FindingRaised(raised) => {
                self.facts.note_finding(raised.finding.full(own), position, FindingStep::Raised);
            }
            Body::FindingClosed(closed) => {
                self.facts.note_finding(closed.finding.full(own), position, FindingStep::Closed);
            }
            Body::DeclarationReceived(received) => {
                let declared = Declared {
                    by: own.clone(),
                    signed_on: received.signed_on.date(),
                    from: received.period.from.date(),
                    until: received.period.until.map(|until| until.date()),
                };
                let of = self.undertakings.intern(&received.undertaking);
                self.facts.note_declaration(of, position, declared);
            }
            Body::RecoveryOrdered(ordered) => {
                self.order_recovery(effect, &ordered.decision, &ordered.undertaking);
            }
            // What is left is said in the log, and nothing turns on it.
            _ => {}
        }
    }

    fn order_recovery(&mut self, effect: &Effect<'_>, decision: &Decision, against: &UndertakingId) {
        let key: DecisionKey = (decision.kind, decision.r#ref.as_str().to_owned());
        let against = self.undertakings.intern(against);
        self.facts.note_recovery(key, effect.position, against);
    }

    fn dispute(&mut self, effect: &Effect<'_>, award: &ScopedRef) {
        self.awards.change(&award.full(&effect.event.source), |award| award.disputed = true);
    }

    /// A deferred statement takes effect here, with the figure that the review recorded; an award is set aside or not.
    fn review(&mut self, effect: &Effect<'_>, decided: &ReviewDecided, packs: &dyn PackSource) {
        let aside = Aside::by(decided.decision);
        match review::subject(self, &decided.about) {
            Some(Subject::Statement(kept)) => {
                self.pending.close(kept.source.as_str(), kept.id.as_str());
                if decided.decision == ReviewOutcome::Refuse {
                    return;
                }
                let reach = self.reach_of(&kept.source);
                self.take_effect(&Effect { event: &kept, reach, ..*effect }, packs);
                for award in review::awards_of(&kept) {
                    self.awards.change(&award, |award| {
                        // Nothing that stands without a figure counts in silence.
                        award.uncounted |= award.gge.is_none_or(|gge| gge.high.is_none());
                        award.set_aside = aside.or(award.set_aside);
                    });
                }
            }
            Some(Subject::Award(award)) => self.awards.change(&award, |award| award.set_aside = aside),
            None => {}
        }
    }
}
