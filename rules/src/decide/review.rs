//! Reviews: what a person decided of a deferred statement or an award.

use ledger::directory::AuthorisedEvent;
use ledger::event::Event;
use ledger::event::procedure::ReviewOutcome;
use ledger::ids::ScopedRef;
use ledger::verdict::{Code, Flag};

use super::findings::Findings;
use crate::state::State;
use crate::statement::{AwardStatement, Statement};

/// A deferred statement as it stands now, to be judged again: as its party could make it, or as the fact it is.
pub(super) fn again(state: &State, review: &AuthorisedEvent, kept: &Event) -> AuthorisedEvent {
    if review.is_fact() {
        AuthorisedEvent::unsigned_fact(kept.clone())
    } else {
        state.directory.reconsider(kept.clone())
    }
}

/// What was found of a statement judged again, now, without the codes that asked for a person; `state` is one that was
/// reviewed.
pub(super) fn without_questions(
    state: &State,
    kept: &AuthorisedEvent,
    decision: ReviewOutcome,
    mut found: Findings,
) -> Findings {
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
            let of_limits = [Flag::OverCeiling, Flag::BesideUnknownRegime];
            found.flags.retain(|flag| !of_limits.contains(flag) && !flag.tells_what_it_turned_on());
        }
        ReviewOutcome::Admit | ReviewOutcome::CountsAsAid | ReviewOutcome::Refuse => {
            let figure = found.gge.and_then(|gge| gge.high);
            if figure.is_none() && blocks(state, kept.event()) {
                found.flag(Flag::Uncounted);
            }
        }
    }
    found
}

/// Whether a statement gives awards figures that are aid of a State, so that they block where a figure is not known.
fn blocks(state: &State, event: &Event) -> bool {
    let of_aid = |award: &ScopedRef| {
        let award = state.awards.find(&award.full(&event.source));
        let terms = award.and_then(|award| award.terms.as_ref()?.grant.as_ref());
        terms.is_none_or(|grant| grant.treatment.is_none())
    };
    let Statement::Award(stated) = Statement::of(event) else { return false };
    match stated {
        AwardStatement::New(new) => new.grant().treatment().is_none(),
        AwardStatement::Corrected(correction) => of_aid(&correction.award),
        AwardStatement::Confirmed(confirmation) => of_aid(confirmation.award),
        AwardStatement::Set(_) | AwardStatement::Reported(_) | AwardStatement::Restated(_) => true,
        AwardStatement::Freed(_)
        | AwardStatement::Lessened(_)
        | AwardStatement::Matched(_)
        | AwardStatement::Unmatched(_)
        | AwardStatement::Disputed(_)
        | AwardStatement::Drawn(_)
        | AwardStatement::Used(_) => false,
    }
}

/// Whether an award counts at all can be decided of it; whether it is admitted was decided when it came.
pub(super) fn of_award(decision: ReviewOutcome) -> Findings {
    let says_nothing = matches!(decision, ReviewOutcome::Admit | ReviewOutcome::Refuse);
    Findings::only_if(says_nothing, Code::ContradictsRecord)
}
