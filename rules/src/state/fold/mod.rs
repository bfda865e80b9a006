//! Folding one entry into the state: what took effect, with the figures that were recorded.

mod awards;
mod facts;
mod groups;

use std::sync::Arc;

use ledger::event::field::Sha256Hex;
use ledger::event::governance::PackAdopted;
use ledger::event::procedure::StatementRetracted;
use ledger::event::{Body, Event};
use ledger::ids::PartyId;
use ledger::time::At;
use ledger::verdict::{Outcome, Verdict};

use super::award::IdHash;
use super::group::Reliance;
use super::{PackSource, State};

/// A statement that took effect, with all that folding it needs.
struct Effect<'a> {
    event: &'a Event,
    verdict: &'a Verdict,
    position: u64,
    at: At,
    /// Who may rely on it.
    reach: Reliance,
}

impl State {
    /// Folds in the entry at position [`State::size`]: nothing but its place in the order if it took no effect.
    pub fn apply(&mut self, event: &Event, verdict: &Verdict, at: At, packs: &dyn PackSource) {
        let reach = self.reach_of(&event.source);
        match verdict.outcome {
            Outcome::Admitted | Outcome::Recorded => {
                let effect = Effect { event, verdict, position: self.size, at, reach };
                self.take_effect(&effect, packs);
            }
            Outcome::Deferred => self.pending.keep(event),
            Outcome::Refused => {}
        }
        self.size += 1;
        self.last_at = Some(at);
    }

    /// Who may rely on what a party states.
    fn reach_of(&self, party: &PartyId) -> Reliance {
        if self.unsigned { Reliance::Everybody } else { Reliance::of(&self.directory, party) }
    }

    /// From here on unsigned facts are folded in, which stand as if a register had stated them.
    pub(crate) fn take_facts(&mut self) {
        self.unsigned = true;
    }

    /// Folds in entry 0.
    pub fn apply_founding(&mut self, event: &Event, entry0: &[u8], at: At) {
        self.directory.apply_founding(&event.body, entry0, at);
        self.size = 1;
        self.last_at = Some(at);
    }

    fn take_effect(&mut self, effect: &Effect<'_>, packs: &dyn PackSource) {
        match &effect.event.body {
            Body::EngineAdopted(adopted) => self.semantics = adopted.semantics,
            Body::PackAdopted(adopted) => self.adopt(adopted, packs),
            Body::ReferencePublished(published) => self.reference.publish(published, effect.position),
            Body::StatementRetracted(retracted) => self.retract(retracted),
            body if awards::concerns(body) => self.fold_award(effect),
            body if groups::concerns(body) => self.fold_group(effect),
            body if facts::concerns(body) => self.fold_fact(effect, packs),
            governance => self.directory.apply(governance, effect.position, effect.at),
        }
    }

    fn adopt(&mut self, adopted: &PackAdopted, packs: &dyn PackSource) {
        let sha256: &Sha256Hex = &adopted.sha256;
        let Some((pack, _)) = packs.pack(sha256.as_str()) else { return };
        if let Ok(set) = self.packs.adopt(pack, adopted.applies_from.date()) {
            self.packs_digest = set.digest_hex().into();
            self.packs = Arc::new(set);
        }
    }

    /// Adopts packs before the first line of a replay of unsigned facts.
    pub fn adopt_for_facts(&mut self, set: crate::pack::PackSet) {
        self.packs_digest = set.digest_hex().into();
        self.packs = Arc::new(set);
    }

    fn remember(&mut self, event: &Event, position: u64) {
        self.statements.insert(IdHash::of(&[event.source.as_str(), event.id.as_str()]), position);
    }

    fn retract(&mut self, retracted: &StatementRetracted) {
        let key = IdHash::of(&[retracted.source.0.as_str(), retracted.id.as_str()]);
        let Some(position) = self.statements.remove(&key) else { return };
        self.retract_group(position);
        self.facts.retract(position);
        self.assessments.retract(position);
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
            self.same(own, other, self.size);
        }
    }

    pub(crate) fn pretend_handle(&mut self, id: &ledger::ids::UndertakingId) -> super::Handle {
        self.undertakings.intern(id)
    }

    /// Folds in a statement of another room than awards that somebody may rely on, judged by nobody.
    pub(crate) fn pretend_stated(&mut self, event: &Event, reach: Reliance) {
        let verdict = Verdict {
            semantics: 0,
            packs: String::new(),
            outcome: Outcome::Recorded,
            codes: Vec::new(),
            flags: Vec::new(),
            gge: None,
            checks: Vec::new(),
            affects: None,
        };
        let at = At::from_micros(0).unwrap();
        let effect = Effect { event, verdict: &verdict, position: self.size, at, reach };
        self.take_effect(&effect, &crate::engine::PackLibrary::default());
        self.size += 1;
    }

    /// Lets a position go by.
    pub(crate) fn pretend_nothing(&mut self) {
        self.size += 1;
    }

    pub(crate) fn pretend(&mut self, award: super::Award) {
        self.awards.insert(award);
    }
}
