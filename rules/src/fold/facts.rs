//! Facts that count as no aid.

use ledger::event::procedure::DeclarationReceived;
use ledger::event::undertaking::{Decision, MarketsDeclared, RecoveryOrdered, UndertakingAssessed};

use super::effect::Effect;
use crate::state::{
    ApplicationStep, DecisionKey, Declared, FindingStep, Ordered, ProjectStep, RecoveryFact, State,
    StatedAccounts, StatedMarkets,
};
use crate::statement::{Deed, FactStatement, Recovery};

impl State {
    pub(super) fn fold_fact(&mut self, effect: &Effect<'_>, stated: FactStatement<'_>) {
        let Effect { event, position, .. } = *effect;
        let own = &event.source;
        match stated {
            FactStatement::Assessed(assessed) => {
                let handle = self.undertakings.intern(&assessed.undertaking);
                if self.fiscal.assess(handle, assessed, position) {
                    self.recalendar(&[handle]);
                }
                self.assess(assessed, position);
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
            FactStatement::Recovery(stated) => self.go_on_with_recovery(stated, position),
            FactStatement::Markets(markets) => self.compare_markets(effect, markets),
            FactStatement::OfAward(deed) => {
                self.facts.note_deed(deed.award().full(own), position, deed.on());
                let award = deed.award().full(own);
                match deed {
                    Deed::Registered(_) => self.facts.note_receipt(award, position, deed.on()),
                    Deed::Published(_) => self.facts.note_publication(award, position, deed.on()),
                    Deed::Repaid(_) => {}
                }
            }
            FactStatement::DutyDone(done) => self.facts.note_duty(own, position, done),
            FactStatement::Requested(request) => self.facts.note_request(own, position, request),
            // These are said in the log, and nothing turns on them.
            FactStatement::Presented(_) | FactStatement::Notice(_) | FactStatement::Erased(_) => {}
        }
    }

    fn assess(&mut self, assessed: &UndertakingAssessed, position: u64) {
        let handle = self.undertakings.intern(&assessed.undertaking);
        self.assessments.assess(handle, assessed, position);
        let stated = assessed.accounts.iter().flatten().filter_map(|accounts| {
            let inside = accounts.consolidates.iter().flatten();
            let inside = inside.map(|one| self.undertakings.intern(one)).collect();
            StatedAccounts::of(assessed.on.date(), accounts, inside)
        });
        let stated: Vec<StatedAccounts> = stated.collect();
        if !stated.is_empty() {
            self.facts.note_accounts(handle, position, stated);
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

    fn compare_markets(&mut self, effect: &Effect<'_>, markets: &MarketsDeclared) {
        let (a, b) = (self.undertakings.intern(&markets.a), self.undertakings.intern(&markets.b));
        let (relation, from, reach) = (markets.relation, markets.from.date(), effect.reach.clone());
        self.facts.note_markets(StatedMarkets { a, b, relation, from, reach, position: effect.position });
    }

    fn order_recovery(&mut self, ordered: &RecoveryOrdered, position: u64) {
        let against = self.undertakings.intern(&ordered.undertaking);
        let said = RecoveryFact::Ordered(Ordered::of(ordered, against));
        self.facts.note_recovery(decision_key(&ordered.decision), position, said);
    }

    fn go_on_with_recovery(&mut self, stated: Recovery<'_>, position: u64) {
        let (decision, undertaking) = stated.order();
        let of = self.undertakings.intern(undertaking);
        let said = match stated {
            Recovery::Paid(paid) => RecoveryFact::Paid(of, paid.principal, paid.interest, paid.on.date()),
            Recovery::Suspended(step) => RecoveryFact::Suspended(of, step.on.date()),
            Recovery::Annulled(step) => RecoveryFact::Annulled(of, step.on.date()),
            Recovery::Completed(step) => RecoveryFact::Completed(of, step.on.date()),
        };
        self.facts.note_recovery(decision_key(decision), position, said);
    }
}

fn decision_key(decision: &Decision) -> DecisionKey {
    (decision.kind, decision.r#ref.as_str().to_owned())
}
