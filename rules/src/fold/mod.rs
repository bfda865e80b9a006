//! One recorded outcome into the state: what took effect, with the figures that were recorded.
//!
//! **Invariant:** fold believes what was recorded, never what a newer release would have said.

mod awards;
mod effect;
mod facts;
mod groups;

use std::sync::Arc;

use ledger::event::Event;
use ledger::event::governance::PackAdopted;
use ledger::event::procedure::{ReviewDecided, ReviewOutcome, StatementRetracted};
use ledger::time::At;
use ledger::verdict::{Outcome, Verdict};

use crate::pack::PackSource;
use crate::state::review::{self, Subject};
use crate::state::{Aside, RecordedAs, State, Terms};
use crate::statement::{AwardStatement, Governance, NewAward, Statement};
use effect::Effect;

impl State {
    /// As [`State::apply`], of a statement that the key of this thumbprint has signed.
    pub fn apply_signed(
        &mut self,
        (event, kid): (&Event, &str),
        verdict: &Verdict,
        at: At,
        packs: &dyn PackSource,
    ) {
        if verdict.outcome != Outcome::Refused {
            self.note_signer(event, kid);
        }
        self.apply(event, verdict, at, packs);
    }

    /// Keeps by which key an award waits for its confirmation: another may have to confirm it.
    fn note_signer(&mut self, event: &Event, kid: &str) {
        let Statement::Award(stated) = Statement::of(event) else { return };
        match stated {
            AwardStatement::New(new @ (NewAward::Reserved(_) | NewAward::Conditional(_))) => {
                self.reserved_by.insert(new.grant().award().full(&event.source), kid.into());
            }
            AwardStatement::New(NewAward::Granted(_))
            | AwardStatement::Set(_)
            | AwardStatement::Reported(_)
            | AwardStatement::Restated(_)
            | AwardStatement::Corrected(_)
            | AwardStatement::Confirmed(_)
            | AwardStatement::Freed(_)
            | AwardStatement::Lessened(_)
            | AwardStatement::Matched(_)
            | AwardStatement::Unmatched(_)
            | AwardStatement::Disputed(_)
            | AwardStatement::Drawn(_)
            | AwardStatement::Used(_) => {}
        }
    }

    /// Folds in the entry at position [`State::size`]: nothing but its place in the order if it took no effect.
    pub fn apply(&mut self, event: &Event, verdict: &Verdict, at: At, packs: &dyn PackSource) {
        match verdict.outcome {
            Outcome::Admitted | Outcome::Recorded => {
                let reach = self.reach_of(&event.source);
                self.take_effect(&Effect { event, verdict, position: self.size(), at, reach }, packs);
            }
            Outcome::Deferred => {
                if Statement::of(event).waits_for_a_person() {
                    self.pending.keep(event);
                }
            }
            Outcome::Refused => {}
        }
        self.passed(at);
    }

    /// Folds in entry 0.
    pub fn apply_founding(&mut self, event: &Event, entry0: &[u8], at: At) {
        self.directory.apply_founding(&event.body, entry0, at);
        self.passed(at);
    }

    fn take_effect(&mut self, effect: &Effect<'_>, packs: &dyn PackSource) {
        let statement = Statement::of(effect.event);
        match statement {
            Statement::Governance(stated) => self.fold_governance(effect, stated, packs),
            Statement::Award(stated) => self.fold_award(effect, stated),
            Statement::Group(stated) => self.fold_group(effect, stated),
            Statement::Fact(stated) => self.fold_fact(effect, stated),
            Statement::Review(decided) => self.review(effect, decided, packs),
            Statement::Retraction(retracted) => self.retract(retracted),
        }
        if statement.is_retractable() {
            self.remember(effect.event, effect.position);
        }
    }

    fn fold_governance(&mut self, effect: &Effect<'_>, stated: Governance<'_>, packs: &dyn PackSource) {
        match stated {
            Governance::Directory(body, _) => self.directory.apply(body, effect.position, effect.at),
            Governance::Engine(adopted) => {
                self.semantics = adopted.semantics;
                self.engine = Some(Arc::new(adopted.clone()));
            }
            Governance::Pack(adopted) => self.adopt(adopted, packs),
            Governance::Reference(published) => self.reference.publish(published, effect.position),
            Governance::System(system) => {
                self.facts.register_system(system.system.clone(), system.host.clone());
            }
            // It is said in the log, and nothing turns on it.
            Governance::SystemAmended(_) => {}
            Governance::Scheme(scheme) => {
                self.facts.register_scheme(scheme.scheme.full(&effect.event.source), scheme);
            }
        }
    }

    fn adopt(&mut self, adopted: &PackAdopted, packs: &dyn PackSource) {
        let Some((pack, _)) = packs.pack(adopted.sha256.as_str()) else { return };
        if let Ok(set) = self.packs().adopt(pack, adopted.applies_from.date()) {
            self.put_in_force(set);
        }
    }

    fn retract(&mut self, retracted: &StatementRetracted) {
        let position = self.forget(retracted.source.0.as_str(), retracted.id.as_str());
        let Some(position) = position else { return };
        self.retract_group(position);
        self.facts.retract(position);
        self.assessments.retract(position);
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
                self.settle_reviewed(&kept, effect.position, aside);
            }
            Some(Subject::Award(award)) => {
                self.awards.review(&award, effect.position, aside);
                if let Some(class) = &decided.valid_for.class {
                    self.awards.review_class(class, effect.position, aside);
                }
            }
            None => {}
        }
    }

    /// What a review let take effect: set aside or not.
    fn settle_reviewed(&mut self, kept: &Event, position: u64, aside: Option<Aside>) {
        let Statement::Award(stated) = Statement::of(kept) else { return };
        for award in stated.awards(&kept.source) {
            self.awards.change(&award, |award| {
                // Nothing that stands as aid without a figure counts in silence (F13).
                let is_aid = !award.terms.as_deref().is_some_and(Terms::no_aid);
                if is_aid && award.gge.is_none_or(|gge| gge.high.is_none()) {
                    award.recorded_as = RecordedAs::Uncounted;
                }
            });
            if aside.is_some() {
                self.awards.review(&award, position, aside);
            }
        }
    }
}

/// Parts of awards as a verdict keeps them, all of them in euro.
#[cfg(test)]
fn pretend_amounts(stated: crate::statement::GroupStatement<'_>) -> Vec<ledger::money::Cents> {
    use crate::statement::GroupStatement;
    let cents = |money: &ledger::money::Money| {
        ledger::money::Cents((money.amount() * rust_decimal::Decimal::ONE_HUNDRED).try_into().unwrap())
    };
    match stated {
        GroupStatement::Attributed(attributed) => {
            attributed.parts.iter().map(|part| cents(&part.amount)).collect()
        }
        GroupStatement::Ended(end) => match &end.history {
            Some(ledger::event::undertaking::ExitHistory::Attributed(parts)) => {
                parts.iter().map(|part| cents(&part.amount)).collect()
            }
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// States put together by hand, for tests.
#[cfg(test)]
impl State {
    pub(crate) fn pretend_identified(
        &mut self,
        id: &ledger::ids::UndertakingId,
        same_as: &[ledger::ids::UndertakingId],
    ) {
        let own = self.undertakings.intern(id);
        for other in same_as {
            self.same(own, other, self.size());
        }
    }

    pub(crate) fn pretend_handle(&mut self, id: &ledger::ids::UndertakingId) -> crate::state::Handle {
        self.undertakings.intern(id)
    }

    /// What stays of each award that an exit divides.
    fn pretend_stays(
        &self,
        event: &Event,
        end: &ledger::event::undertaking::ControlEnded,
    ) -> Vec<ledger::money::Cents> {
        let Some(ledger::event::undertaking::ExitHistory::Attributed(parts)) = &end.history else {
            return Vec::new();
        };
        let view = crate::state::View::of(self.viewer(&event.source));
        let on = end.on.date();
        let sides = self.sides_on_the_eve(&end.controller, &end.controlled, on, view.clone());
        let mut listed: std::collections::BTreeMap<u32, ledger::money::Cents> = Default::default();
        let mut order = Vec::new();
        for part in parts.iter() {
            let Some(index) = self.awards.index(&part.award.full(&event.source)) else { continue };
            if !order.contains(&index) {
                order.push(index);
            }
            let cents = (part.amount.amount() * rust_decimal::Decimal::ONE_HUNDRED).try_into().unwrap();
            *listed.entry(index).or_default() += ledger::money::Cents(cents);
        }
        let stays = |index: u32| {
            let class = self.awards.numbers_of_class(index);
            self.held_at_most(&class, &sides, on, &view).1.less(listed[&index])
        };
        order.into_iter().map(stays).collect()
    }

    /// Folds in a statement of another room than awards that somebody may rely on, judged by nobody.
    pub(crate) fn pretend_stated(&mut self, event: &Event, reach: crate::state::Reliance) {
        let mut amounts = match Statement::of(event) {
            Statement::Group(stated) => pretend_amounts(stated),
            _ => Vec::new(),
        };
        if let Statement::Group(crate::statement::GroupStatement::Ended(end)) = Statement::of(event) {
            amounts.extend(self.pretend_stays(event, end));
        }
        let verdict = Verdict {
            semantics: 0,
            packs: String::new(),
            outcome: Outcome::Recorded,
            codes: Vec::new(),
            flags: Vec::new(),
            gge: None,
            members: Vec::new(),
            amounts,
            checks: Vec::new(),
            affects: None,
        };
        let at = At::from_micros(0).unwrap();
        let effect = Effect { event, verdict: &verdict, position: self.size(), at, reach };
        self.take_effect(&effect, &crate::pack::PackLibrary::default());
        self.pretend_nothing();
    }

    /// Lets a position go by.
    pub(crate) fn pretend_nothing(&mut self) {
        self.goes_by();
    }

    pub(crate) fn pretend(&mut self, award: crate::state::Award) {
        self.awards.insert(award);
    }
}
