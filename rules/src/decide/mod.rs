//! STAGE 3: what the law as adopted says of one event. Pure: the same state, event, `at` and packs give the same verdict.
//!
//! One file per kind of rule; this one hands each statement to the file that judges its family.
//! **Invariant:** rules see handles, dates, amounts and the granting State; never a seat, a nationality or a name.

mod award;
mod case;
mod change;
mod correct;
mod cumulation;
mod exclusion;
mod facts;
mod figure;
mod findings;
mod four_eyes;
mod governance;
mod grant;
mod group;
mod hindsight;
mod intensity;
mod limits;
mod matching;
mod open;
mod outcome;
mod procedure;
mod registration;
mod review;
mod same_costs;
mod treatment;
mod usage;

use ledger::directory::AuthorisedEvent;
use ledger::event::award::AwardSet;
use ledger::event::procedure::{ReviewDecided, ReviewOutcome};
use ledger::ids::PartyId;
use ledger::time::At;
use ledger::verdict::{Affects, Code, Outcome, Verdict};

use crate::pack::PackSource;
use crate::state::State;
use crate::state::review::{Subject, subject};
use crate::statement::{AwardStatement, NewAward, Statement};
use outcome::{settle, takes_effect_as};

pub(crate) use award::under_regime;
pub(crate) use case::Case;
pub(crate) use correct::{corrected_case, restated_case, revalued, still_used};
pub(crate) use cumulation::{Line, cost_lines, paid_already};
pub(crate) use exclusion::{Doubt, doubts, has_excluded_activity};
pub(crate) use findings::Findings;
pub(crate) use hindsight::pushed_over;
pub(crate) use limits::readings;
pub(crate) use registration::{Days, Registered, Term, receipt_term};

/// The semantics numbers this release reproduces. 0 promises nothing: the vocabulary's rules are not complete.
pub const SEMANTICS: &[u64] = &[0];
/// What tells these rules from those of every other build while semantics is 0: the digest of the sources that decide
/// (`build/digest.rs`), which `engine.adopted` names as `vectors_sha256`. From semantics 1 on it is that of the frozen vectors.
pub const VECTORS_SHA256: &str = env!("AIDLEDGER_RULES_SHA256");

/// Whether this build comes to the verdicts of the engine adopted.
#[must_use]
pub fn reproduces(semantics: u64, vectors_sha256: &str) -> bool {
    SEMANTICS.contains(&semantics) && (semantics != 0 || vectors_sha256 == VECTORS_SHA256)
}

/// Decides one event at the position after the state. Of a statement that its source may not make, that alone is said: no
/// figure, and nothing of what others are granted.
#[must_use]
pub fn decide(state: &State, event: &AuthorisedEvent, at: At, packs: &dyn PackSource) -> Verdict {
    if !event.missing_authority().is_empty() {
        return settle(state, Findings::with(event.missing_authority().to_vec()), Outcome::Refused);
    }
    let mut found = findings(state, event, at, packs);
    if let Some(code) = four_eyes::code(state, event, found.gge) {
        found.code(code);
    }
    let mut verdict = settle(state, found, takes_effect_as(state, event));
    if hindsight::looks_back(event.event(), &verdict) {
        let lines = hindsight::pushed_over(state, event.event(), &verdict);
        verdict.affects = Affects::of(&lines);
    }
    verdict
}

/// The verdict on entry 0.
#[must_use]
pub fn decide_founding() -> Verdict {
    settle(&State::new(), Findings::default(), Outcome::Admitted)
}

/// What the rules say of a statement: one row per family.
fn findings(state: &State, event: &AuthorisedEvent, at: At, packs: &dyn PackSource) -> Findings {
    match Statement::of(event.event()) {
        Statement::Governance(stated) => governance::judge(state, event, stated, packs),
        Statement::Award(stated) => of_award(state, event, stated, at),
        Statement::Group(stated) => group::judge(state, event, stated),
        Statement::Fact(stated) => facts::judge(state, event, stated),
        Statement::Review(decided) => reviewed(state, event, decided, at, packs),
        Statement::Retraction(retracted) => facts::retraction(state, retracted),
    }
}

fn of_award(state: &State, event: &AuthorisedEvent, stated: AwardStatement<'_>, at: At) -> Findings {
    match stated {
        AwardStatement::New(NewAward::Granted(grant)) => award::granted(state, event, grant, at),
        AwardStatement::New(NewAward::Reserved(grant)) => award::reserved(state, event, grant),
        AwardStatement::New(NewAward::Conditional(grant)) => award::conditional(state, event, grant),
        AwardStatement::Set(awards) => award::set(state, event, awards, at),
        AwardStatement::Reported(report) => award::reported(state, event, report),
        AwardStatement::Restated(restated) => correct::restated(state, event, restated),
        AwardStatement::Corrected(correction) => correct::corrected(state, event, correction),
        AwardStatement::Confirmed(confirmation) => open::confirmed(state, event, confirmation),
        AwardStatement::Freed(freeing) => open::freed(state, event, freeing.award()),
        AwardStatement::Lessened(lessening) => change::lessened(state, event, lessening),
        AwardStatement::Matched(matched) => matching::matched(state, event, matched),
        AwardStatement::Unmatched(unmatched) => matching::unmatched(state, event, unmatched),
        AwardStatement::Disputed(dispute) => facts::of_award(state, event, dispute.award()),
        AwardStatement::Drawn(drawn) => usage::drawn(state, event, drawn),
        AwardStatement::Used(used) => usage::reported(state, event, used),
    }
}

/// `review.decided`: a statement that waited is judged again, whatever its family; a review never waits, so this ends.
fn reviewed(
    state: &State,
    event: &AuthorisedEvent,
    decided: &ReviewDecided,
    at: At,
    packs: &dyn PackSource,
) -> Findings {
    let Some(subject) = subject(state, &decided.about) else {
        return Findings::just(Code::UnknownReference);
    };
    let mut found = match &subject {
        Subject::Statement(_) if decided.decision == ReviewOutcome::Refuse => Findings::default(),
        Subject::Statement(kept) => {
            let kept = review::again(state, event, kept);
            // One of a set that is decided so is in effect for those after it.
            let state = state.clone().reviewed();
            let found = findings(&state, &kept, at, packs);
            review::without_questions(&state, &kept, decided.decision, found)
        }
        Subject::Award(_) => review::of_award(decided.decision),
    };
    // Nobody decides of a case of their own; unsigned facts have no owner.
    if !event.is_fact() && subject.is_of(event.signer()) {
        found.code(Code::NotAuthorised);
    }
    found
}

/// The members of a set in their order: the state before each, and what it comes to by itself, all its checks with it.
pub(crate) fn members(state: &State, source: &PartyId, set: &AwardSet) -> Vec<(State, Verdict)> {
    let found = award::in_turn(state, (source, state.viewer(source)), set);
    let settled = found.into_iter().map(|(before, mut found)| {
        found.codes.retain(|code| !state.waives(*code));
        let checks = found.checks.clone();
        let verdict = settle(&before, found, Outcome::Admitted);
        (before, Verdict { checks, ..verdict })
    });
    settled.collect()
}
