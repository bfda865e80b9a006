//! Awards and what becomes of them.

use std::sync::Arc;

use chrono::NaiveDate;
use ledger::event::aid::Aid;
use ledger::event::award::{
    AwardCorrected, AwardDrawn, AwardGranted, AwardReported, AwardRestated, Granting, LegalRight,
};
use ledger::event::{Body, Event};
use ledger::ids::{PartyId, ScopedId};
use ledger::money::Cents;
use ledger::verdict::{Figure, Flag, Verdict};

use super::Effect;
use crate::decide;
use crate::state::award::{Award, Kept, Open, Right};
use crate::state::{State, Terms};

/// Whether a statement belongs here.
pub(super) fn concerns(body: &Body) -> bool {
    matches!(
        body,
        Body::AwardGranted(_)
            | Body::AwardReserved(_)
            | Body::AwardConfirmed(_)
            | Body::AwardReleased(_)
            | Body::AwardConditional(_)
            | Body::ConditionMet(_)
            | Body::ConditionFailed(_)
            | Body::AwardReported(_)
            | Body::AwardRestated(_)
            | Body::AwardReduced(_)
            | Body::AwardWaived(_)
            | Body::AwardWithdrawn(_)
            | Body::AwardCorrected(_)
            | Body::AwardDrawn(_)
            | Body::UsageReported(_)
            | Body::CreditsExpired(_)
            | Body::AwardSet(_)
    )
}

/// What a verdict says of an award.
#[derive(Clone, Copy)]
struct Said {
    gge: Option<Figure>,
    uncounted: bool,
    over_ceiling: bool,
}

impl Said {
    fn by(verdict: &Verdict) -> Self {
        Self {
            gge: verdict.gge,
            uncounted: verdict.flags.contains(&Flag::Uncounted),
            over_ceiling: verdict.flags.contains(&Flag::OverCeiling),
        }
    }

    fn put_on(self, award: &mut Award) {
        (award.gge, award.uncounted, award.over_ceiling) = (self.gge, self.uncounted, self.over_ceiling);
    }
}

impl State {
    pub(super) fn fold_award(&mut self, effect: &Effect<'_>) {
        let Effect { event, verdict, position, .. } = *effect;
        let source = &event.source;
        let said = Said::by(verdict);
        match &event.body {
            Body::AwardGranted(grant) => self.grant(source, grant, said, None, position),
            Body::AwardReserved(grant) => {
                let open = open(event, grant.expires_on.date(), false);
                self.grant(source, grant, said, Some(open), position);
            }
            Body::AwardConditional(grant) => {
                let open = open(event, grant.long_stop.date(), true);
                self.grant(source, grant, said, Some(open), position);
            }
            Body::AwardSet(set) => {
                for grant in &set.awards {
                    self.member(source, grant, position);
                }
            }
            Body::AwardReported(report) => {
                let own = verdict.flags.contains(&Flag::OwnAwardReported);
                self.report(event, report, said, own, position);
            }
            Body::AwardConfirmed(confirmed) => {
                let id = confirmed.award.full(source);
                self.confirm(&id, confirmed.granted_on.date(), confirmed.aid.as_ref(), said);
            }
            Body::ConditionMet(met) => self.confirm(&met.award.full(source), met.on.date(), None, said),
            Body::AwardReleased(released) => self.free(&released.award.full(source)),
            Body::ConditionFailed(failed) => self.free(&failed.award.full(source)),
            Body::AwardRestated(restated) => self.restate(event, restated, said),
            Body::AwardCorrected(correction) => self.correct(event, correction, said),
            Body::AwardDrawn(drawn) => self.draw(&drawn.award.full(source), drawn),
            Body::UsageReported(used) => {
                self.usage.record(&used.award.full(source), used.to.date(), used.quantity.value());
            }
            _ => self.lessen(event, verdict.gge),
        }
    }

    /// Puts a member of a set on record, valued at its place: the verdict holds the sum alone.
    pub(crate) fn grant_member(&mut self, source: &PartyId, grant: &AwardGranted) {
        self.member(source, grant, self.size);
    }

    fn member(&mut self, source: &PartyId, grant: &AwardGranted, position: u64) {
        let gge = decide::member_figure(self, source, grant);
        // All of a set wait for admission, and what is admitted is not over a ceiling; what a review lets stand without a
        // figure is uncounted (F13).
        let uncounted = grant.treatment.is_none() && gge.is_none_or(|gge| gge.high.is_none());
        self.grant(source, grant, Said { gge, uncounted, over_ceiling: false }, None, position);
    }

    fn grant(
        &mut self,
        source: &PartyId,
        grant: &impl Granting,
        said: Said,
        open: Option<Open>,
        position: u64,
    ) {
        let granted_on = grant.granted_on().date();
        let terms = Terms::of_grant(source, grant);
        let right = match grant.legal_right() {
            LegalRight::OnAdmission => Right::Admitted,
            LegalRight::Conferred => Right::Conferred,
        };
        let beneficiary = self.undertakings.intern(grant.beneficiary());
        let id = grant.award().full(source);
        let mut award = Award {
            state: grant.member_state(),
            open,
            aided: kept(grant.aid(), Some(&terms), said.uncounted),
            eligible_costs: grant.eligible_costs().cloned().map(Arc::new),
            terms: self.terms.share(terms),
            ..Award::new(id, position, beneficiary, grant.basis().regime, granted_on, right)
        };
        said.put_on(&mut award);
        self.insert(award, grant.aid());
    }

    fn report(&mut self, event: &Event, report: &AwardReported, said: Said, own: bool, position: u64) {
        let (first, last) = match (&report.granted_on, &report.granted_on_range) {
            (Some(date), _) => (date.date(), None),
            (None, Some(range)) => (range.from.date(), Some(range.to.date())),
            // The reader admits exactly one of the two.
            (None, None) => return,
        };
        let terms = self.terms.share(Terms::of_report(report));
        let right = if own { Right::Conferred } else { Right::Reported };
        let beneficiary = self.undertakings.intern(&report.beneficiary);
        let id = report.award.full(&event.source);
        let mut award = Award {
            state: Some(report.member_state),
            granted_until: last,
            aided: kept(&report.aid, terms.as_deref(), said.uncounted),
            eligible_costs: report.eligible_costs.clone().map(Arc::new),
            terms,
            ..Award::new(id, position, beneficiary, report.basis.regime, first, right)
        };
        said.put_on(&mut award);
        self.insert(award, &report.aid);
    }

    /// Puts an award on record with what may be drawn of it.
    fn insert(&mut self, mut award: Award, aid: &Aid) {
        if let Some(face) = decide::faced(self, &award, Some(aid)) {
            award.set_face(face);
        }
        self.awards.insert(award);
    }

    /// From here on an open award is one like any other: of another date, and perhaps with less aid.
    fn confirm(&mut self, id: &ScopedId, date: NaiveDate, aid: Option<&Aid>, said: Said) {
        let stated =
            self.awards.find(id).and_then(|award| award.open.as_ref()).map(|open| open.grant.clone());
        let stated = stated.as_deref().and_then(granted_aid);
        let Some(aid) = aid.or(stated) else { return };
        self.revalue(id, Some(aid), said, |award| {
            award.open = None;
            award.granted_on = date;
        });
    }

    fn free(&mut self, id: &ScopedId) {
        self.awards.change(id, |award| {
            award.freed = true;
            award.open = None;
        });
    }

    fn restate(&mut self, event: &Event, restated: &AwardRestated, said: Said) {
        self.revalue(&restated.award.full(&event.source), Some(&restated.aid), said, |_| {});
    }

    fn correct(&mut self, event: &Event, correction: &AwardCorrected, said: Said) {
        let id = correction.award.full(&event.source);
        let set = &correction.set;
        let Some(award) = self.awards.find(&id) else { return };
        let terms = decide::corrected_terms(&event.source, award, correction);
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
            if let Some(open) = &mut award.open {
                open.grant = Arc::new(decide::amended(&open.grant, correction));
            }
        });
    }

    /// Changes an award and what the verdict says of it, with the aid as stated now or as kept.
    fn revalue(&mut self, id: &ScopedId, aid: Option<&Aid>, said: Said, change: impl FnOnce(&mut Award)) {
        let Some(mut award) = self.awards.find(id).cloned() else { return };
        let (drawn, dated) = (award.face(), award.granted_on);
        change(&mut award);
        said.put_on(&mut award);
        // What of the aid stays as it was is not priced again.
        let priced = aid.is_some() || award.granted_on != dated;
        let face = priced.then(|| decide::faced(self, &award, aid)).flatten();
        award.set_face(face.unwrap_or(drawn).with_drawn_of(drawn));
        if let Some(aid) = aid {
            award.aided = kept(aid, award.terms.as_deref(), said.uncounted);
        }
        self.awards.change(id, |old| *old = award);
    }

    /// From a day on an award counts at most the recorded figure, whatever it may come to have later (A6); without one it
    /// counted nowhere, and nothing changes.
    fn lessen(&mut self, event: &Event, recorded: Option<Figure>) {
        if let Some((id, on)) = decide::lessens(event)
            && let Some(most) = recorded.and_then(|gge| gge.high)
        {
            self.awards.change(&id, |award| award.reductions.push((on, most)));
        }
    }

    fn draw(&mut self, id: &ScopedId, drawn: &AwardDrawn) {
        let Some(award) = self.awards.find(id) else { return };
        let value = decide::drawn_value(self, award, drawn).unwrap_or(Cents::ZERO);
        let face = decide::after_draw(award, drawn, value);
        self.usage.draw(id, drawn.value);
        self.awards.change(id, |award| award.set_face(face));
    }
}

fn open(event: &Event, until: NaiveDate, conditional: bool) -> Open {
    Open { until, conditional, grant: Arc::new(event.clone()) }
}

fn granted_aid(event: &Event) -> Option<&Aid> {
    match &event.body {
        Body::AwardReserved(grant) => Some(&grant.aid),
        Body::AwardConditional(grant) => Some(&grant.aid),
        _ => None,
    }
}

/// The aid as stated is kept only where something later could change its figure.
fn kept(aid: &Aid, terms: Option<&Terms>, uncounted: bool) -> Option<Arc<Kept>> {
    decide::is_kept(aid, terms, uncounted).then(|| Arc::new(Kept { aid: aid.clone() }))
}
