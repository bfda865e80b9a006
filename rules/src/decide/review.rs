//! Reviews: what a person decided of a deferred statement or an award.

use ledger::directory::AuthorisedEvent;
use ledger::event::procedure::{ReviewDecided, ReviewOutcome};
use ledger::event::{Body, Event};
use ledger::ids::ScopedRef;
use ledger::time::At;
use ledger::verdict::{Code, Flag};

use super::{Findings, findings};
use crate::state::review::{Subject, awards_of, subject};
use crate::state::{PackSource, State};

/// `review.decided`
pub(super) fn decided(
    state: &State,
    event: &AuthorisedEvent,
    decided: &ReviewDecided,
    at: At,
    packs: &dyn PackSource,
) -> Findings {
    let Some(subject) = subject(state, &decided.about) else {
        return Findings::with(vec![Code::UnknownReference]);
    };
    let mut found = match &subject {
        Subject::Statement(kept) => {
            let again = if event.is_fact() {
                AuthorisedEvent::unsigned_fact(Event::clone(kept))
            } else {
                state.directory.reconsider(Event::clone(kept))
            };
            of_statement(state, &again, decided.decision, at, packs)
        }
        Subject::Award(_) => of_award(decided.decision),
    };
    // Nobody decides of a case of their own; unsigned facts have no owner.
    if !event.is_fact() && subject.is_of(event.signer()) {
        found.code(Code::NotAuthorised);
    }
    found
}

/// The statement judged again, now, without the codes that asked for a person.
fn of_statement(
    state: &State,
    kept: &AuthorisedEvent,
    decision: ReviewOutcome,
    at: At,
    packs: &dyn PackSource,
) -> Findings {
    if decision == ReviewOutcome::Refuse {
        return Findings::default();
    }
    // One of a set that is decided so is in effect for those after it.
    let state = state.clone().reviewed();
    let mut found = findings(&state, kept, at, packs);
    for code in kept.missing_authority() {
        found.code(*code);
    }
    found.codes.retain(|code| !state.waives(*code));
    match decision {
        ReviewOutcome::NoAid | ReviewOutcome::NotCounted => {
            // What counts nothing keeps every limit and condition of aid; whose it is and which id it has still matter.
            found.codes.retain(|code| *code <= Code::PackMissing);
            found.checks.clear();
            // Nothing was tested; what else is true of it stays true.
            found.flags.retain(|flag| *flag != Flag::OverCeiling && !flag.tells_what_it_turned_on());
        }
        _ => {
            let figure = found.gge.and_then(|gge| gge.high);
            if figure.is_none() && counts(&state, kept.event()) && !awards_of(kept.event()).is_empty() {
                found.flag(Flag::Uncounted);
            }
        }
    }
    found
}

/// Whether what the statement grants is aid of a State, so that it blocks where its figure is not known.
fn counts(state: &State, event: &Event) -> bool {
    let of_aid = |award: &ScopedRef| {
        let award = state.awards.find(&award.full(&event.source));
        let terms = award.and_then(|award| award.terms.as_ref()?.grant.as_ref());
        terms.is_none_or(|grant| grant.treatment.is_none())
    };
    match &event.body {
        Body::AwardCorrected(correction) => of_aid(&correction.award),
        Body::AwardConfirmed(confirmed) => of_aid(&confirmed.award),
        Body::ConditionMet(met) => of_aid(&met.award),
        Body::AwardGranted(grant) => grant.treatment.is_none(),
        Body::AwardReserved(grant) => grant.treatment.is_none(),
        Body::AwardConditional(grant) => grant.treatment.is_none(),
        _ => true,
    }
}

/// Whether an award counts at all can be decided of it; whether it is admitted was decided when it came.
fn of_award(decision: ReviewOutcome) -> Findings {
    let says_nothing = matches!(decision, ReviewOutcome::Admit | ReviewOutcome::Refuse);
    Findings::with(says_nothing.then_some(Code::ContradictsRecord).into_iter().collect())
}
