//! Awards and what becomes of them.

use std::sync::Arc;

use chrono::NaiveDate;
use ledger::event::aid::Aid;
use ledger::event::award::{AwardCorrected, AwardDrawn, AwardGranted, AwardReported, LegalRight};
use ledger::ids::{PartyId, ScopedId, UndertakingId};
use ledger::money::Cents;
use ledger::verdict::{Figure, Flag, Verdict};

use super::effect::Effect;
use crate::state::{Award, Lessened, Life, Open, OpenGrant, RecordedAs, Reliance, Right, State, Terms};
use crate::statement::{AwardStatement, Confirmation, Lessening, NewAward};
use crate::value::{drawn_value, faced, is_kept};

/// What a verdict says of an award.
#[derive(Clone, Copy)]
struct Said<'a> {
    gge: Option<Figure>,
    recorded_as: RecordedAs,
    /// By whom the signer's statements are relied on: as the signer knows the beneficiary.
    viewer: &'a Reliance,
}

impl<'a> Said<'a> {
    fn by(verdict: &Verdict, viewer: &'a Reliance) -> Self {
        Self { gge: verdict.gge, recorded_as: RecordedAs::by(verdict), viewer }
    }

    fn put_on(self, award: &mut Award, state: &State) {
        (award.gge, award.recorded_as) = (self.gge, self.recorded_as);
        let known = |id: &UndertakingId| state.known(id, self.viewer);
        award.is_unanchored = self.recorded_as == RecordedAs::Uncounted
            && !state.undertakings.id(award.beneficiary).is_some_and(known);
    }
}

impl State {
    pub(super) fn fold_award(&mut self, effect: &Effect<'_>, stated: AwardStatement<'_>) {
        let Effect { event, verdict, position, ref reach, .. } = *effect;
        let source = &event.source;
        let said = Said::by(verdict, reach);
        match stated {
            AwardStatement::New(new) => self.grant(source, new, said, position),
            AwardStatement::Set(set) => {
                for (at, grant) in set.awards.iter().enumerate() {
                    let gge = verdict.members.get(at).copied().flatten();
                    self.member(source, grant, (gge, reach), position);
                }
            }
            AwardStatement::Reported(report) => {
                let own = verdict.flags.contains(&Flag::OwnAwardReported);
                self.report(source, report, said, own, position);
            }
            AwardStatement::Restated(restated) => {
                let retrieved_on = restated.source_row.retrieved_on.date();
                self.revalue(&restated.award.full(source), Some(&restated.aid), said, |award| {
                    award.retrieved_on = Some(retrieved_on);
                });
                self.use_of(&restated.award.full(source), verdict, None);
            }
            AwardStatement::Corrected(correction) => {
                self.correct(source, correction, said);
                self.use_of(&correction.award.full(source), verdict, None);
            }
            AwardStatement::Confirmed(confirmation) => {
                self.confirm(source, confirmation, said);
                self.use_of(&confirmation.award.full(source), verdict, None);
            }
            AwardStatement::Freed(freeing) => {
                self.awards.change(&freeing.award().full(source), |award| award.life = Life::Freed);
            }
            AwardStatement::Lessened(lessening) => self.lessen(source, lessening, verdict),
            AwardStatement::Matched(matched) => {
                let others = matched.same_as.iter().map(|other| other.full(source));
                self.awards.match_with(&matched.award.full(source), others);
            }
            AwardStatement::Unmatched(unmatched) => {
                let others = unmatched.same_as.iter().map(|other| other.full(source));
                self.awards.unmatch(&unmatched.award.full(source), others);
            }
            AwardStatement::Disputed(dispute) => {
                self.awards.change(&dispute.award().full(source), |award| award.disputed = true);
            }
            AwardStatement::Drawn(drawn) => {
                self.draw(&drawn.award.full(source), drawn);
                self.use_of(&drawn.award.full(source), verdict, Some(drawn.on.date()));
            }
            AwardStatement::Used(used) => {
                self.usage.record(&used.award.full(source), used.to.date(), used.quantity.value());
                self.use_of(&used.award.full(source), verdict, Some(used.to.date()));
            }
        }
    }

    /// Puts a member of a set on record, with its figure, before the set is.
    pub(crate) fn grant_member(&mut self, source: &PartyId, grant: &AwardGranted, gge: Option<Figure>) {
        let reach = self.reach_of(source);
        self.member(source, grant, (gge, &reach), self.size());
    }

    fn member(
        &mut self,
        source: &PartyId,
        grant: &AwardGranted,
        (gge, viewer): (Option<Figure>, &Reliance),
        position: u64,
    ) {
        // All of a set wait for admission, and what is admitted is not over a ceiling; what a review lets stand without a
        // figure is uncounted (F13).
        let uncounted = grant.treatment.is_none() && gge.is_none_or(|gge| gge.high.is_none());
        let recorded_as = RecordedAs::uncounted_if(uncounted);
        self.grant(source, NewAward::Granted(grant), Said { gge, recorded_as, viewer }, position);
    }

    fn grant(&mut self, source: &PartyId, new: NewAward<'_>, said: Said<'_>, position: u64) {
        let grant = new.grant();
        let granted_on = grant.granted_on().date();
        let terms = Terms::of_grant(source, grant);
        let right = match grant.legal_right() {
            LegalRight::OnAdmission => Right::Admitted,
            LegalRight::Conferred => Right::Conferred,
        };
        let beneficiary = self.undertakings.intern(grant.beneficiary());
        let id = grant.award().full(source);
        let mut award = Award {
            member_state: grant.member_state(),
            life: life(source, new),
            aid: kept(grant.aid(), Some(&terms), said.recorded_as),
            eligible_costs: grant.eligible_costs().cloned().map(Arc::new),
            terms: self.terms.share(terms),
            ..Award::new(id, position, beneficiary, grant.basis().regime, granted_on, right)
        };
        said.put_on(&mut award, self);
        self.insert(award, grant.aid());
    }

    fn report(&mut self, source: &PartyId, report: &AwardReported, said: Said<'_>, own: bool, position: u64) {
        let (first, last) = match (&report.granted_on, &report.granted_on_range) {
            (Some(date), _) => (date.date(), None),
            (None, Some(range)) => (range.from.date(), Some(range.to.date())),
            // The reader admits exactly one of the two.
            (None, None) => return,
        };
        let terms = self.terms.share(Terms::of_report(source, report));
        let right = if own { Right::Conferred } else { Right::Reported };
        let beneficiary = self.undertakings.intern(&report.beneficiary);
        let id = report.award.full(source);
        let mut award = Award {
            member_state: Some(report.member_state),
            granted_until: last,
            retrieved_on: Some(report.source_row.retrieved_on.date()),
            aid: kept(&report.aid, terms.as_deref(), said.recorded_as),
            eligible_costs: report.eligible_costs.clone().map(Arc::new),
            terms,
            ..Award::new(id, position, beneficiary, report.basis.regime, first, right)
        };
        said.put_on(&mut award, self);
        self.insert(award, &report.aid);
    }

    /// Puts an award on record with what may be drawn of it.
    fn insert(&mut self, mut award: Award, aid: &Aid) {
        if let Some(face) = faced(self, &award, Some(aid)) {
            award.set_face(face);
        }
        self.awards.insert(award);
    }

    /// From here on an open award is one like any other: of another date, and perhaps with less aid.
    fn confirm(&mut self, source: &PartyId, confirmation: Confirmation<'_>, said: Said<'_>) {
        let id = confirmation.award.full(source);
        let open = self.awards.find(&id).and_then(Award::open).map(|open| Arc::clone(&open.grant));
        let stated = open.as_ref().map(|open| open.grant().aid());
        let Some(aid) = confirmation.aid.or(stated) else { return };
        self.revalue(&id, Some(aid), said, |award| {
            if award.open().is_some() {
                award.life = Life::Granted;
            }
            let reserved = award.first_date();
            award.note(|deeds| deeds.reserved_on = Some(reserved));
            award.granted_on = confirmation.on;
        });
    }

    fn correct(&mut self, source: &PartyId, correction: &AwardCorrected, said: Said<'_>) {
        let id = correction.award.full(source);
        let set = &correction.set;
        let Some(award) = self.awards.find(&id) else { return };
        let terms = award.corrected_terms(source, correction);
        let terms = self.terms.share(terms);
        self.revalue(&id, set.aid.as_ref(), said, |award| {
            if let Some(date) = set.granted_on {
                (award.granted_on, award.granted_until) = (date.date(), None);
            }
            if let Some(basis) = &set.basis {
                award.regime = basis.regime;
            }
            if let Some(costs) = &set.eligible_costs {
                award.eligible_costs = Some(Arc::new(costs.clone()));
            }
            award.terms = terms;
            if let Life::Open(open) = &mut award.life {
                open.grant = Arc::new(open.grant.corrected(correction));
            }
        });
    }

    /// Changes an award and what the verdict says of it, with the aid as stated now or as kept.
    fn revalue(&mut self, id: &ScopedId, aid: Option<&Aid>, said: Said<'_>, change: impl FnOnce(&mut Award)) {
        let Some(mut award) = self.awards.find(id).cloned() else { return };
        let (drawn, dated) = (award.face(), award.granted_on);
        change(&mut award);
        said.put_on(&mut award, self);
        // What of the aid stays as it was is not priced again.
        let priced = aid.is_some() || award.granted_on != dated;
        let face = priced.then(|| faced(self, &award, aid)).flatten();
        award.set_face(face.unwrap_or(drawn).with_drawn_of(drawn));
        if let Some(aid) = aid {
            award.aid = kept(aid, award.terms.as_deref(), said.recorded_as);
        }
        self.awards.change(id, |old| *old = award);
    }

    /// From a day on an award counts less, by the amounts recorded (A6); where there are none nothing changes.
    fn lessen(&mut self, source: &PartyId, lessening: Lessening<'_>, verdict: &Verdict) {
        let (_, repaid) = lessening.kept_and_repaid();
        let kept_nothing = match verdict.amounts.as_slice() {
            [_, kept, back] => kept <= back,
            // Of an award without a figure no amounts are kept; the flag says that something was had and not given back.
            _ => !verdict.flags.contains(&Flag::BenefitNotRepaid),
        };
        let given_back = lessening.withdraws() && kept_nothing;
        self.awards.change(&lessening.award().full(source), |award| {
            let row_only = lessening.withdraws() && award.is_row();
            award.note(|deeds| {
                deeds.done_on(lessening.days());
                if let [target, kept, back] = verdict.amounts.as_slice() {
                    let repaid = repaid.map(|repaid| (repaid.on.date(), *back));
                    let (on, target, kept) = (lessening.on(), *target, *kept);
                    deeds.lessened.push(Lessened { on, target, kept, repaid, row_only });
                }
            });
            if given_back {
                let on = lessening.on();
                award.given_back = Some(award.given_back.map_or(on, |before| before.min(on)));
            }
        });
    }

    /// So much was used of an award by now, as recorded: never less than before.
    fn use_of(&mut self, id: &ScopedId, verdict: &Verdict, on: Option<NaiveDate>) {
        let used = verdict.amounts.first().copied().unwrap_or(Cents::ZERO);
        if used == Cents::ZERO && on.is_none() {
            return;
        }
        self.awards.change(id, |award| {
            award.note(|deeds| {
                deeds.used = deeds.used.max(used);
                deeds.done_on(on);
            });
        });
    }

    fn draw(&mut self, id: &ScopedId, drawn: &AwardDrawn) {
        let Some(award) = self.awards.find(id) else { return };
        let face = award.face().drawn(drawn.quantity.value(), drawn_value(self, award, drawn.value));
        self.usage.draw(id, drawn.value);
        self.awards.change(id, |award| award.set_face(face));
    }
}

/// Where a new award is in its life.
fn life(source: &PartyId, new: NewAward<'_>) -> Life {
    let (until, grant) = match new {
        NewAward::Granted(_) => return Life::Granted,
        NewAward::Reserved(grant) => {
            (grant.expires_on.date(), OpenGrant::Reserved(source.clone(), grant.clone()))
        }
        NewAward::Conditional(grant) => {
            (grant.long_stop.date(), OpenGrant::Conditional(source.clone(), grant.clone()))
        }
    };
    Life::Open(Open { until, grant: Arc::new(grant) })
}

/// The aid as stated is kept only where something later could change its figure.
fn kept(aid: &Aid, terms: Option<&Terms>, recorded_as: RecordedAs) -> Option<Arc<Aid>> {
    is_kept(aid, terms, recorded_as == RecordedAs::Uncounted).then(|| Arc::new(aid.clone()))
}
