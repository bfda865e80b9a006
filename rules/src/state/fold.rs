//! Folding one entry into the state: what took effect, with the figures that were recorded.

use std::sync::Arc;

use ledger::event::Body;
use ledger::event::Event;
use ledger::event::aid::Aid;
use ledger::event::award::{AwardCorrected, AwardGranted, AwardReported, LegalRight};
use ledger::event::field::Sha256Hex;
use ledger::event::governance::PackAdopted;
use ledger::event::procedure::StatementRetracted;
use ledger::event::undertaking::{UndertakingIdentified, UndertakingRegistered};
use ledger::ids::{ScopedId, UndertakingId};
use ledger::money::Currency;
use ledger::time::At;
use ledger::verdict::{Figure, Flag, Outcome, Verdict};

use super::award::{Award, IdHash, Right};
use super::undertaking::Handle;
use super::{PackSource, State};

impl State {
    /// Folds in the entry at position [`State::size`]: nothing but its place in the order if it took no effect.
    pub fn apply(&mut self, event: &Event, verdict: &Verdict, at: At, packs: &dyn PackSource) {
        let position = self.size;
        if matches!(verdict.outcome, Outcome::Admitted | Outcome::Recorded) {
            self.take_effect(event, verdict, position, at, packs);
        }
        self.size += 1;
        self.last_at = Some(at);
    }

    /// Folds in entry 0.
    pub fn apply_founding(&mut self, event: &Event, entry0: &[u8], at: At) {
        self.directory.apply_founding(&event.body, entry0, at);
        self.size = 1;
        self.last_at = Some(at);
    }

    fn take_effect(
        &mut self,
        event: &Event,
        verdict: &Verdict,
        position: u64,
        at: At,
        packs: &dyn PackSource,
    ) {
        match &event.body {
            Body::EngineAdopted(adopted) => self.semantics = adopted.semantics,
            Body::PackAdopted(adopted) => self.adopt(adopted, packs),
            Body::ReferencePublished(published) => self.reference.publish(published, position),
            Body::UndertakingRegistered(registered) => self.register(event, registered, position),
            Body::UndertakingIdentified(identified) => self.identify(event, identified, position),
            Body::StatementRetracted(retracted) => self.retract(retracted),
            Body::AwardGranted(grant) => self.grant(event, grant, verdict, position),
            Body::AwardReported(report) => self.report(event, report, verdict, position),
            Body::AwardReduced(reduced) => {
                self.reduce(&reduced.award.full(&event.source), reduced.on.date(), verdict.gge);
            }
            Body::AwardWithdrawn(withdrawn) => {
                self.reduce(&withdrawn.award.full(&event.source), withdrawn.on.date(), verdict.gge);
            }
            Body::AwardCorrected(correction) => self.correct(event, correction, verdict),
            governance => self.directory.apply(governance, position, at),
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

    fn register(&mut self, event: &Event, registered: &UndertakingRegistered, position: u64) {
        let name = registered.name.as_ref().map(ledger::event::field::Text::as_str);
        let own = self.undertakings.register(&registered.undertaking, name, position);
        for identifier in registered.identifiers.iter().filter_map(|identifier| identifier.id()) {
            let other = self.undertakings.intern(&identifier);
            self.undertakings.link(own, other, position);
        }
        self.remember(event, position);
    }

    fn identify(&mut self, event: &Event, identified: &UndertakingIdentified, position: u64) {
        let own = self.undertakings.intern(&identified.undertaking);
        for same in &identified.same_as {
            let other = self.undertakings.intern(same);
            self.undertakings.link(own, other, position);
        }
        self.remember(event, position);
    }

    fn remember(&mut self, event: &Event, position: u64) {
        self.statements.insert(IdHash::of(&[event.source.as_str(), event.id.as_str()]), position);
    }

    fn retract(&mut self, retracted: &StatementRetracted) {
        let key = IdHash::of(&[retracted.source.0.as_str(), retracted.id.as_str()]);
        if let Some(position) = self.statements.remove(&key) {
            let handles = self.undertakings.resting_on(position);
            self.undertakings.retract(&handles, position);
        }
    }

    fn grant(&mut self, event: &Event, grant: &AwardGranted, verdict: &Verdict, position: u64) {
        let right = match grant.legal_right {
            LegalRight::OnAdmission => Right::Admitted,
            LegalRight::Conferred => Right::Conferred,
        };
        let uncounted = verdict.flags.contains(&Flag::Uncounted);
        let award = Award {
            id: grant.award.full(&event.source),
            position,
            beneficiary: self.undertakings.intern(&grant.beneficiary),
            state: grant.member_state,
            regime: grant.basis.regime,
            granted_on: grant.granted_on.date(),
            granted_until: None,
            gge: verdict.gge,
            right,
            uncounted,
            over_ceiling: verdict.flags.contains(&Flag::OverCeiling),
            reductions: Vec::new(),
            aid: kept(&grant.aid, uncounted),
        };
        self.awards.insert(award);
    }

    fn report(&mut self, event: &Event, report: &AwardReported, verdict: &Verdict, position: u64) {
        let own = verdict.flags.contains(&Flag::OwnAwardReported);
        let uncounted = verdict.flags.contains(&Flag::Uncounted);
        let (first, last) = match (&report.granted_on, &report.granted_on_range) {
            (Some(date), _) => (date.date(), None),
            (None, Some(range)) => (range.from.date(), Some(range.to.date())),
            // The reader admits exactly one of the two.
            (None, None) => return,
        };
        let award = Award {
            id: report.award.full(&event.source),
            position,
            beneficiary: self.undertakings.intern(&report.beneficiary),
            state: Some(report.member_state),
            regime: report.basis.regime,
            granted_on: first,
            granted_until: last,
            gge: verdict.gge,
            right: if own { Right::Conferred } else { Right::Reported },
            uncounted,
            over_ceiling: verdict.flags.contains(&Flag::OverCeiling),
            reductions: Vec::new(),
            aid: kept(&report.aid, uncounted),
        };
        self.awards.insert(award);
    }

    fn reduce(&mut self, id: &ScopedId, on: chrono::NaiveDate, gge: Option<Figure>) {
        if let Some(high) = gge.and_then(|figure| figure.high) {
            self.awards.change(id, |award| award.reductions.push((on, high)));
        }
    }

    fn correct(&mut self, event: &Event, correction: &AwardCorrected, verdict: &Verdict) {
        let set = &correction.set;
        let uncounted = verdict.flags.contains(&Flag::Uncounted);
        self.awards.change(&correction.award.full(&event.source), |award| {
            if let Some(date) = set.granted_on {
                (award.granted_on, award.granted_until) = (date.date(), None);
            }
            if let Some(basis) = &set.basis {
                award.regime = basis.regime;
            }
            if let Some(aid) = &set.aid {
                award.aid = kept(aid, uncounted);
            }
            award.gge = verdict.gge;
            award.uncounted = uncounted;
            award.over_ceiling = verdict.flags.contains(&Flag::OverCeiling);
        });
    }
}

/// The aid as stated is kept only where a correction of the date could change its figure.
fn kept(aid: &Aid, uncounted: bool) -> Option<Arc<Aid>> {
    let euro_only = crate::decide::currencies(aid).into_iter().all(|currency| currency == Currency::EUR);
    (uncounted || !euro_only).then(|| Arc::new(aid.clone()))
}

/// States as they would be, for looking at consequences; never folded into a log's state.
impl State {
    pub(crate) fn pretend_identified(&mut self, id: &UndertakingId, same_as: &[UndertakingId]) {
        let own = self.undertakings.intern(id);
        for same in same_as {
            let other = self.undertakings.intern(same);
            self.undertakings.link(own, other, self.size);
        }
    }

    pub(crate) fn pretend_handle(&mut self, id: &UndertakingId) -> Handle {
        self.undertakings.intern(id)
    }

    pub(crate) fn pretend(&mut self, award: Award) {
        self.awards.insert(award);
    }
}
