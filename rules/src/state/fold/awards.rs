//! Awards and what becomes of them.

use std::sync::Arc;

use ledger::event::aid::{Aid, BasisKind, Funding};
use ledger::event::award::{AwardCorrected, AwardGranted, AwardReported, LegalRight};
use ledger::event::{Body, Event};
use ledger::ids::ScopedId;
use ledger::verdict::{Figure, Flag, Verdict};

use super::Effect;
use crate::state::State;
use crate::state::award::{Award, Kept, Right};

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

impl State {
    pub(super) fn fold_award(&mut self, effect: &Effect<'_>) {
        let Effect { event, verdict, position, .. } = *effect;
        match &event.body {
            Body::AwardGranted(grant) => self.grant(event, grant, verdict, position),
            Body::AwardReported(report) => self.report(event, report, verdict, position),
            Body::AwardReduced(reduced) => {
                self.reduce(&reduced.award.full(&event.source), reduced.on.date(), verdict.gge);
            }
            Body::AwardWithdrawn(withdrawn) => {
                self.reduce(&withdrawn.award.full(&event.source), withdrawn.on.date(), verdict.gge);
            }
            Body::AwardCorrected(correction) => self.correct(event, correction, verdict),
            _ => {}
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
            open: None,
            freed: false,
            set_aside: false,
            matched_away: false,
            disputed: false,
            face: None,
            aided: kept(&grant.aid, &grant.funding, grant.basis.kind == BasisKind::Scheme, uncounted),
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
            open: None,
            freed: false,
            set_aside: false,
            matched_away: false,
            disputed: false,
            face: None,
            aided: kept(
                &report.aid,
                report.funding.as_deref().unwrap_or_default(),
                report.basis.kind == Some(BasisKind::Scheme),
                uncounted,
            ),
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
                let before = award.aided.take();
                let funding = before.as_ref().map(|before| before.funding.as_slice()).unwrap_or_default();
                let by_scheme = before.as_ref().is_some_and(|before| before.by_scheme);
                award.aided = kept(aid, funding, by_scheme, uncounted);
            }
            award.gge = verdict.gge;
            award.uncounted = uncounted;
            award.over_ceiling = verdict.flags.contains(&Flag::OverCeiling);
        });
    }
}

/// The aid as stated is kept only where a correction of the date could change its figure.
fn kept(aid: &Aid, funding: &[Funding], by_scheme: bool, uncounted: bool) -> Option<Arc<Kept>> {
    let kept = || Arc::new(Kept { aid: aid.clone(), funding: funding.to_vec(), by_scheme });
    (uncounted || crate::decide::hangs_on_date(aid)).then(kept)
}
