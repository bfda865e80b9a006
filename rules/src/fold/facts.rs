//! Facts that count as no aid.

use ledger::event::procedure::DeclarationReceived;
use ledger::event::undertaking::RecoveryOrdered;

use super::effect::Effect;
use crate::state::{ApplicationStep, DecisionKey, Declared, FindingStep, ProjectStep, State};
use crate::statement::{Deed, FactStatement};

impl State {
    pub(super) fn fold_fact(&mut self, effect: &Effect<'_>, stated: FactStatement<'_>) {
        let Effect { event, position, .. } = *effect;
        let own = &event.source;
        match stated {
            FactStatement::Assessed(assessed) => {
                let handle = self.undertakings.intern(&assessed.undertaking);
                self.assessments.assess(handle, assessed, position);
                if self.fiscal.assess(handle, assessed, position) {
                    self.recalendar(&[handle]);
                }
            }
            FactStatement::ProjectOpened(opened) => {
                let step = ProjectStep::Opened(opened.cost_lines.iter().cloned().collect());
                self.facts.note_project(opened.project.full(own), position, step);
            }
            FactStatement::ProjectAmended(amended) => {
                let step = ProjectStep::Amended(amended.cost_lines.iter().cloned().collect());
                self.facts.note_project(amended.project.full(own), position, step);
            }
            FactStatement::ApplicationReceived(received) => {
                let step = ApplicationStep::Received(received.requested);
                self.facts.note_application(received.application.full(own), position, step);
            }
            FactStatement::ApplicationReduced(reduced) => {
                let step = ApplicationStep::Reduced(reduced.requested);
                self.facts.note_application(reduced.application.full(own), position, step);
            }
            FactStatement::ApplicationClosed(closed) => {
                let application = closed.application.full(own);
                self.facts.note_application(application, position, ApplicationStep::Closed);
            }
            FactStatement::FindingRaised(raised) => {
                self.facts.note_finding(raised.finding.full(own), position, FindingStep::Raised);
            }
            FactStatement::FindingClosed(closed) => {
                self.facts.note_finding(closed.finding.full(own), position, FindingStep::Closed);
            }
            FactStatement::Declaration(received) => self.declare(effect, received),
            FactStatement::RecoveryOrdered(ordered) => self.order_recovery(ordered, position),
            FactStatement::OfAward(deed) => {
                self.facts.note_deed(deed.award().full(own), position, deed.on());
                if let Deed::Registered(receipt) = deed {
                    self.facts.note_receipt(receipt.award.full(own), position, receipt.on.date());
                }
            }
            // These are said in the log, and nothing turns on them.
            FactStatement::Recovery(_)
            | FactStatement::Presented(_)
            | FactStatement::Markets(_)
            | FactStatement::DutyDone(_)
            | FactStatement::Requested(_)
            | FactStatement::Notice(_)
            | FactStatement::Erased(_) => {}
        }
    }

    fn declare(&mut self, effect: &Effect<'_>, received: &DeclarationReceived) {
        let declared = Declared {
            by: effect.event.source.clone(),
            signed_on: received.signed_on.date(),
            from: received.period.from.date(),
            until: received.period.until.map(|until| until.date()),
        };
        let of = self.undertakings.intern(&received.undertaking);
        self.facts.note_declaration(of, effect.position, declared);
    }

    fn order_recovery(&mut self, ordered: &RecoveryOrdered, position: u64) {
        let key: DecisionKey = (ordered.decision.kind, ordered.decision.r#ref.as_str().to_owned());
        let against = self.undertakings.intern(&ordered.undertaking);
        self.facts.note_recovery(key, position, against);
    }
}
