//! What a statement takes effect as, and what the findings come to.

use ledger::directory::AuthorisedEvent;
use ledger::event::award::LegalRight;
use ledger::ids::ScopedRef;
use ledger::verdict::{Outcome, Verdict};

use super::findings::Findings;
use crate::state::{Right, State};
use crate::statement::{AwardStatement, NewAward, Statement};

/// `admitted` for what rules may refuse, `recorded` for facts.
pub(super) fn takes_effect_as(state: &State, event: &AuthorisedEvent) -> Outcome {
    match Statement::of(event.event()) {
        Statement::Governance(_) | Statement::Review(_) => Outcome::Admitted,
        Statement::Award(stated) => award_takes_effect_as(state, event, stated),
        Statement::Group(_) | Statement::Fact(_) | Statement::Retraction(_) => Outcome::Recorded,
    }
}

fn award_takes_effect_as(state: &State, event: &AuthorisedEvent, stated: AwardStatement<'_>) -> Outcome {
    let like = |award: &ScopedRef| {
        let award = state.awards.find(&award.full(event.signer()));
        match award.map(|award| award.right) {
            Some(Right::Admitted) => Outcome::Admitted,
            Some(Right::Conferred | Right::Reported) | None => Outcome::Recorded,
        }
    };
    match stated {
        AwardStatement::New(NewAward::Reserved(_)) | AwardStatement::Set(_) => Outcome::Admitted,
        AwardStatement::New(new @ (NewAward::Granted(_) | NewAward::Conditional(_))) => {
            match new.grant().legal_right() {
                LegalRight::OnAdmission => Outcome::Admitted,
                LegalRight::Conferred => Outcome::Recorded,
            }
        }
        AwardStatement::Corrected(correction) => like(&correction.award),
        // A condition that is met gives a right that was conferred already, where it was.
        AwardStatement::Confirmed(confirmation) if confirmation.conditional => like(confirmation.award),
        AwardStatement::Confirmed(_) => Outcome::Admitted,
        AwardStatement::Reported(_)
        | AwardStatement::Restated(_)
        | AwardStatement::Freed(_)
        | AwardStatement::Lessened(_)
        | AwardStatement::Matched(_)
        | AwardStatement::Unmatched(_)
        | AwardStatement::Disputed(_)
        | AwardStatement::Drawn(_)
        | AwardStatement::Used(_) => Outcome::Recorded,
    }
}

/// Orders the codes, keeps only authority and `unknown_*` where such hold, and settles the outcome.
pub(super) fn settle(state: &State, mut found: Findings, effect: Outcome) -> Verdict {
    found.codes.sort_unstable();
    if found.codes.iter().any(|code| code.is_authority_or_unknown()) {
        found.codes.retain(|code| code.is_authority_or_unknown());
    }
    let outcome = match found.codes.as_slice() {
        [] => effect,
        codes if codes.iter().all(|code| code.defers()) => Outcome::Deferred,
        _ => Outcome::Refused,
    };
    if matches!(outcome, Outcome::Refused | Outcome::Deferred) {
        // What it would have been is no fact to be flagged; on what the answer turned is.
        found.flags.retain(|flag| flag.tells_what_it_turned_on());
    }
    if outcome == Outcome::Deferred {
        found.checks.clear();
        found.flags.clear();
    }
    if matches!(outcome, Outcome::Refused | Outcome::Deferred) {
        // What does not happen leaves nothing that later entries could hang on.
        found.members.clear();
        found.amounts.clear();
    }
    found.flags.sort_unstable();
    Verdict {
        semantics: state.semantics(),
        packs: state.packs_digest().to_owned(),
        outcome,
        codes: found.codes,
        flags: found.flags,
        gge: found.gge,
        members: found.members,
        amounts: found.amounts,
        checks: found.checks,
        affects: None,
    }
}
