//! What a review is about: a deferred statement, or an award.

use std::sync::Arc;

use ledger::event::{Body, Event};
use ledger::ids::{Id, PartyId, ScopedId, ScopedRef};

use super::State;

/// What a review is about.
#[derive(Debug, Clone)]
pub(crate) enum Subject {
    /// A deferred statement.
    Statement(Arc<Event>),
    /// An award in effect.
    Award(ScopedId),
}

impl Subject {
    /// Who signed it.
    pub fn is_of(&self, party: &PartyId) -> bool {
        match self {
            Self::Statement(event) => event.source == *party,
            Self::Award(award) => award.party() == party.as_str(),
        }
    }
}

/// The deferred statement `<party>/<event id>`, or else the award `<party>/<local id>`.
pub(crate) fn subject(state: &State, about: &Id) -> Option<Subject> {
    let (party, local) = about.as_str().split_once('/')?;
    if let Some(event) = state.pending.find(party, local) {
        return Some(Subject::Statement(event.clone()));
    }
    let award = about.as_str().parse::<ScopedRef>().ok()?.full(&party.parse().ok()?);
    state.awards.find(&award).filter(|award| !award.freed).map(|award| Subject::Award(award.id.clone()))
}

/// The awards that a statement grants, reports or changes in their figure.
pub(crate) fn awards_of(event: &Event) -> Vec<ScopedId> {
    let one = |award: &ScopedRef| vec![award.full(&event.source)];
    match &event.body {
        Body::AwardGranted(grant) => one(&grant.award),
        Body::AwardReserved(grant) => one(&grant.award),
        Body::AwardConditional(grant) => one(&grant.award),
        Body::AwardReported(report) => one(&report.award),
        Body::AwardConfirmed(confirmed) => one(&confirmed.award),
        Body::ConditionMet(met) => one(&met.award),
        Body::AwardCorrected(correction) => one(&correction.award),
        Body::AwardRestated(restated) => one(&restated.award),
        Body::AwardSet(set) => set.awards.iter().map(|grant| grant.award.full(&event.source)).collect(),
        _ => Vec::new(),
    }
}
