//! STAGE 3: what the law as adopted says of one event. Pure: the same state, event, `at` and packs give the same verdict.
//!
//! One file per kind of rule; this one dispatches, orders the codes and settles the outcome.
//! **Invariant:** rules see handles, dates, amounts and the granting State; never a seat, a nationality or a name.

mod award;
mod change;
mod correct;
mod cumulation;
mod exclusion;
mod facts;
mod grant;
mod group;
mod hindsight;
mod hooks;
mod limits;
mod matching;
mod open;
mod procedure;
mod review;
mod treatment;
mod usage;
pub(crate) mod valuation;

use ledger::directory::AuthorisedEvent;
use ledger::event::Body;
use ledger::event::award::AwardSet;
use ledger::event::governance::PackAdopted;
use ledger::ids::{PartyId, ScopedRef};
use ledger::time::At;
use ledger::verdict::{Affects, Check, Code, Figure, Flag, Outcome, Verdict};

use crate::state::{PackSource, Right, State};

pub(crate) use award::{Case, member_figure, registration_term};
pub(crate) use change::lessens;
pub(crate) use correct::{
    amended, corrected_case, corrected_terms, faced, is_kept, on_its_terms, restated_case, revalued,
};
pub(crate) use cumulation::paid_already;
pub(crate) use hindsight::pushed_over;
pub(crate) use limits::readings;
pub(crate) use usage::{after_draw, drawn_value};
pub(crate) use valuation::{Aided, Grantee, currencies, difference, max_age_days, value};
pub use valuation::{Valuation, Worth};

/// The semantics numbers this release reproduces. 0 promises nothing: the vocabulary's rules are not complete.
pub const SEMANTICS: &[u64] = &[0];

/// What the rules found, before the outcome is settled.
#[derive(Debug, Clone, Default)]
pub(crate) struct Findings {
    pub codes: Vec<Code>,
    pub flags: Vec<Flag>,
    pub gge: Option<Figure>,
    pub checks: Vec<Check>,
}

impl Findings {
    pub fn code(&mut self, code: Code) {
        if !self.codes.contains(&code) {
            self.codes.push(code);
        }
    }

    pub fn flag(&mut self, flag: Flag) {
        if !self.flags.contains(&flag) {
            self.flags.push(flag);
        }
    }

    fn with(codes: Vec<Code>) -> Self {
        Self { codes, ..Self::default() }
    }
}

/// Decides one event at the position after the state.
#[must_use]
pub fn decide(state: &State, event: &AuthorisedEvent, at: At, packs: &dyn PackSource) -> Verdict {
    let mut found = findings(state, event, at, packs);
    for code in event.missing_authority() {
        found.code(*code);
    }
    let mut verdict = settle(state, found, takes_effect_as(state, event));
    if hindsight::looks_back(event.event(), &verdict) {
        let lines = hindsight::pushed_over(state, event.event(), &verdict);
        verdict.affects = Affects::of(&lines);
    }
    verdict
}

/// The verdict on a statement that its source may not make, by that alone.
#[must_use]
pub fn unauthorised(state: &State, event: &AuthorisedEvent) -> Verdict {
    settle(state, Findings::with(event.missing_authority().to_vec()), Outcome::Refused)
}

/// The verdict on entry 0.
#[must_use]
pub fn decide_founding() -> Verdict {
    settle(&State::new(), Findings::default(), Outcome::Admitted)
}

fn findings(state: &State, event: &AuthorisedEvent, at: At, packs: &dyn PackSource) -> Findings {
    let body = &event.event().body;
    match body {
        Body::EngineAdopted(adopted) => {
            let unknown = !SEMANTICS.contains(&adopted.semantics);
            Findings::with(unknown.then_some(Code::SemanticsUnsupported).into_iter().collect())
        }
        Body::PackAdopted(adopted) => Findings::with(pack_codes(state, adopted, packs)),
        Body::ReviewDecided(decided) => review::decided(state, event, decided, at, packs),
        Body::AwardGranted(grant) => award::granted(state, event, grant, at),
        Body::AwardReserved(grant) => award::reserved(state, event, grant),
        Body::AwardConditional(grant) => award::conditional(state, event, grant),
        Body::AwardSet(awards) => award::set(state, event, awards, at),
        Body::AwardReported(report) => award::reported(state, event, report),
        Body::AwardConfirmed(confirmed) => open::confirmed(state, event, confirmed),
        Body::AwardReleased(released) => open::released(state, event, released),
        Body::ConditionMet(met) => open::condition_met(state, event, met),
        Body::ConditionFailed(failed) => open::condition_failed(state, event, failed),
        Body::AwardReduced(reduced) => change::reduced(state, event, reduced),
        Body::AwardWithdrawn(withdrawn) => change::withdrawn(state, event, withdrawn),
        Body::AwardWaived(waived) => change::waived(state, event, waived),
        Body::CreditsExpired(expired) => change::expired(state, event, expired),
        Body::AwardRestated(restated) => correct::restated(state, event, restated),
        Body::AwardCorrected(correction) => correct::corrected(state, event, correction),
        Body::AwardMatched(matched) => matching::matched(state, event, matched),
        Body::AwardUnmatched(unmatched) => matching::unmatched(state, event, unmatched),
        Body::AwardDrawn(drawn) => usage::drawn(state, event, drawn),
        Body::UsageReported(used) => usage::reported(state, event, used),
        Body::ReferencePublished(published) => facts::published(state, event.event(), published),
        body if in_directory(body) => Findings::with(state.directory.governance_codes(body)),
        _ => group::judge(state, event)
            .or_else(|| facts::judge(state, event))
            // Authorised and kept, but no rule speaks of it: a person decides, nothing passes in silence.
            .unwrap_or_else(|| Findings::with(vec![Code::NeedsReview])),
    }
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

/// Governance that the directory or the log alone carries.
fn in_directory(body: &Body) -> bool {
    matches!(
        body,
        Body::LedgerFounded(_)
            | Body::LogKeyAdded(_)
            | Body::LogKeyRetired(_)
            | Body::PartyAdmitted(_)
            | Body::PartySuspended(_)
            | Body::PartyReinstated(_)
            | Body::KeyAdded(_)
            | Body::KeyRevoked(_)
            | Body::TokenRevoked(_)
            | Body::ReferencePublished(_)
            | Body::IntakeSummary(_)
    )
}

/// `admitted` for what rules may refuse, `recorded` for facts.
fn takes_effect_as(state: &State, event: &AuthorisedEvent) -> Outcome {
    use ledger::event::award::LegalRight::OnAdmission;
    let judged = |award: &ScopedRef| {
        let award = state.awards.find(&award.full(event.signer()));
        award.is_some_and(|award| award.right == Right::Admitted)
    };
    match &event.event().body {
        Body::AwardGranted(grant) if grant.legal_right == OnAdmission => Outcome::Admitted,
        Body::EngineAdopted(_) | Body::PackAdopted(_) => Outcome::Admitted,
        Body::AwardCorrected(correction) if judged(&correction.award) => Outcome::Admitted,
        Body::AwardReserved(_) | Body::AwardConfirmed(_) | Body::AwardSet(_) => Outcome::Admitted,
        Body::AwardConditional(grant) if grant.legal_right == OnAdmission => Outcome::Admitted,
        Body::ConditionMet(met) if judged(&met.award) => Outcome::Admitted,
        Body::SystemRegistered(_) | Body::SystemAmended(_) | Body::SchemeRegistered(_) => Outcome::Admitted,
        Body::ReviewDecided(_) => Outcome::Admitted,
        body if in_directory(body) => Outcome::Admitted,
        _ => Outcome::Recorded,
    }
}

/// Orders the codes, keeps only authority and `unknown_*` where such hold, and settles the outcome.
fn settle(state: &State, mut found: Findings, effect: Outcome) -> Verdict {
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
    found.flags.sort_unstable();
    Verdict {
        semantics: state.semantics(),
        packs: state.packs_digest().to_owned(),
        outcome,
        codes: found.codes,
        flags: found.flags,
        gge: found.gge,
        checks: found.checks,
        affects: None,
    }
}

fn pack_codes(state: &State, adopted: &PackAdopted, packs: &dyn PackSource) -> Vec<Code> {
    let fits = packs.pack(adopted.sha256.as_str()).is_some_and(|(pack, size)| {
        let named = pack.id == adopted.pack.as_str() && pack.version == adopted.version.as_str();
        named && size == adopted.size && state.packs().adopt(pack, adopted.applies_from.date()).is_ok()
    });
    if fits { Vec::new() } else { vec![Code::PackMissing] }
}
