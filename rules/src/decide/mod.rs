//! STAGE 3: what the law as adopted says of one event. Pure: the same state, event, `at` and packs give the same verdict.
//!
//! One file per kind of rule; this one dispatches, orders the codes and settles the outcome.
//! **Invariant:** rules see handles, dates, amounts and the granting State; never a seat, a nationality or a name.

mod award;
mod change;
mod exclusion;
mod hindsight;
mod valuation;
mod window_cap;

use ledger::directory::AuthorisedEvent;
use ledger::event::Body;
use ledger::event::governance::{PackAdopted, Role};
use ledger::event::undertaking::{UndertakingIdentified, UndertakingRegistered};
use ledger::ids::UndertakingId;
use ledger::money::Cents;
use ledger::time::At;
use ledger::verdict::{Affects, Check, Code, Figure, Flag, Outcome, Verdict};

use crate::state::{PackSource, Right, State};

pub(crate) use award::{Case, registration_term};
pub(crate) use change::{corrected_case, pushed_over as pushed_over_by_correction, revalued};
pub use valuation::{Valuation, Worth, value};
pub(crate) use valuation::{currencies, difference, max_age_days};
pub use window_cap::{CapTest, Reading, test_cap};

/// The semantics numbers this release reproduces. 0 promises nothing: the vocabulary's rules are not complete.
pub const SEMANTICS: &[u64] = &[0];

/// What the rules found, before the outcome is settled.
#[derive(Debug, Clone, Default)]
pub(crate) struct Findings {
    pub codes: Vec<Code>,
    pub flags: Vec<Flag>,
    pub gge: Option<Figure>,
    pub checks: Vec<Check>,
    pub affects: Option<Affects>,
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
    settle(state, found, takes_effect_as(state, event))
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
        Body::UndertakingRegistered(registered) => registration(state, registered),
        Body::UndertakingIdentified(identified) => identification(state, event, identified),
        Body::StatementRetracted(retracted) => {
            let known = state.retractable(retracted.source.0.as_str(), retracted.id.as_str()).is_some();
            Findings::with((!known).then_some(Code::UnknownReference).into_iter().collect())
        }
        Body::AwardGranted(grant) => award::granted(state, event, grant, at),
        Body::AwardReported(report) => award::reported(state, event, report),
        Body::AwardReduced(reduced) => change::reduced(state, event, reduced),
        Body::AwardWithdrawn(withdrawn) => change::withdrawn(state, event, withdrawn),
        Body::AwardCorrected(correction) => change::corrected(state, event, correction),
        body if is_governance(body) => Findings::with(state.directory.governance_codes(body)),
        // Authorised and kept, but not judged by this release: a person decides, nothing passes in silence.
        _ => Findings::with(vec![Code::NeedsReview]),
    }
}

/// Governance that the directory or the log alone carries.
fn is_governance(body: &Body) -> bool {
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
            | Body::ReferencePublished(_)
            | Body::IntakeSummary(_)
    )
}

/// `admitted` for what rules may refuse, `recorded` for facts.
fn takes_effect_as(state: &State, event: &AuthorisedEvent) -> Outcome {
    use ledger::event::award::LegalRight::OnAdmission;
    match &event.event().body {
        Body::AwardGranted(grant) if grant.legal_right == OnAdmission => Outcome::Admitted,
        Body::EngineAdopted(_) | Body::PackAdopted(_) => Outcome::Admitted,
        Body::AwardCorrected(correction) => {
            let award = state.awards.find(&correction.award.full(event.signer()));
            let judged = award.is_some_and(|award| award.right == Right::Admitted);
            if judged { Outcome::Admitted } else { Outcome::Recorded }
        }
        body if is_governance(body) => Outcome::Admitted,
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
        // What had no effect affects nobody, and what it would have been is no fact to be flagged.
        found.affects = None;
        found.flags.retain(|flag| matches!(flag, Flag::BoundaryDispute | Flag::Interpretation));
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
        affects: found.affects,
    }
}

fn pack_codes(state: &State, adopted: &PackAdopted, packs: &dyn PackSource) -> Vec<Code> {
    let fits = packs.pack(adopted.sha256.as_str()).is_some_and(|(pack, size)| {
        let named = pack.id == adopted.pack.as_str() && pack.version == adopted.version.as_str();
        named && size == adopted.size && state.packs().adopt(pack, adopted.applies_from.date()).is_ok()
    });
    if fits { Vec::new() } else { vec![Code::PackMissing] }
}

fn registration(state: &State, registered: &UndertakingRegistered) -> Findings {
    let mut found = Findings::default();
    let identifiers: Vec<_> =
        registered.identifiers.iter().filter_map(|identifier| identifier.id()).collect();
    if identifiers.iter().any(|identifier| !state.undertakings.may_claim(&registered.undertaking, identifier))
    {
        found.code(Code::IdentifierInUse);
    }
    if registered.natural_person {
        found.flag(Flag::IdentityNotMatched);
    }
    // An identifier may bring awards with it that were known under its name alone.
    if found.codes.is_empty() && !identifiers.is_empty() {
        let lines = pushed_over_by_link(state, &registered.undertaking, &identifiers);
        found.affects = Affects::of(&lines);
    }
    found
}

fn identification(state: &State, event: &AuthorisedEvent, identified: &UndertakingIdentified) -> Findings {
    let mut found = Findings::default();
    if state.undertakings.registered(&identified.undertaking).is_empty() {
        found.code(Code::UnknownUndertaking);
    }
    // A host's word binds its own grants only; until reliance is judged per party, a person decides.
    let relied_on = state
        .directory
        .party(event.signer())
        .is_none_or(|party| party.has(Role::Register) || party.has(Role::RuleAuthority));
    if !relied_on {
        found.code(Code::NeedsReview);
    }
    if found.codes.is_empty() {
        let lines = pushed_over_by_link(state, &identified.undertaking, &identified.same_as);
        found.affects = Affects::of(&lines);
    }
    found
}

/// Position and excess of the awards that stand over a ceiling once these handles are one undertaking.
pub(crate) fn pushed_over_by_link(
    state: &State,
    id: &UndertakingId,
    same_as: &[UndertakingId],
) -> Vec<(u64, Cents)> {
    let mut after = state.clone();
    after.pretend_identified(id, same_as);
    hindsight::newly_over(state, &after, id, None)
}
