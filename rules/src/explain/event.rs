//! The root of every explanation: the verdict, its codes and flags, and what the kind of event adds.

use ledger::event::procedure::{ReviewDecided, ReviewOutcome};
use ledger::event::{Body, Event, EventType};
use ledger::verdict::{Flag, Outcome, Verdict};

use super::build::{about, codes, unknown};
use super::change::Lessened;
use super::details::{detail, details};
use super::reason::{Reason, step};
use super::trace::Trace;
use super::{award, change, life};
use crate::decide::pushed_over;
use crate::state::State;
use crate::state::review::{Subject, subject};
use crate::words::{self, Language, say};

/// Explains a recorded verdict: the state just before its entry, the event in it, and the verdict as it stands there.
///
/// Total: on a state, event and verdict that do not belong together it says where they part.
#[must_use]
pub fn explain(state_before: &State, event: &Event, verdict: &Verdict) -> Trace {
    let kind = event.body.event_type();
    let mut inputs = codes(verdict);
    inputs.extend(flags(kind, verdict));
    inputs.extend(particulars(state_before, event, verdict));
    if verdict.affects.is_some() {
        inputs.push(award::affects(state_before, &pushed_over(state_before, event, verdict), verdict));
    }
    let effect = match verdict.outcome {
        Outcome::Admitted | Outcome::Recorded => words::effect(kind),
        Outcome::Refused | Outcome::Deferred => say::no_effect(),
    };
    inputs.push(step("effect", effect));
    let said = say::verdict(words::outcome(verdict.outcome), words::event(kind));
    step("verdict", said).at(state_before.size()).with(inputs).told(Language::default())
}

fn flags(kind: EventType, verdict: &Verdict) -> Vec<Reason> {
    let explained = verdict.flags.iter().map(|flag| {
        // A price for days that have passed is late in another way than a grant is.
        let late_price = *flag == Flag::LateRegistration && kind == EventType::ReferencePublished;
        let named = || say::named(flag.as_str(), words::flag_meaning(*flag));
        let said = if late_price { say::prices_the_past() } else { named() };
        step("flag", said).cited(words::flag_source(*flag))
    });
    explained.collect()
}

fn particulars(state: &State, event: &Event, verdict: &Verdict) -> Vec<Reason> {
    match &event.body {
        Body::AwardGranted(grant) => award::granted(state, event, grant, verdict),
        Body::AwardReserved(grant) => {
            let last = detail(say::detail_expires_on, grant.expires_on);
            award::held_open(state, event, grant, &grant.beneficiary, last, verdict)
        }
        Body::AwardConditional(grant) => {
            let last = detail(say::detail_long_stop, grant.long_stop)
                .with([detail(say::detail_condition, grant.condition.as_str())]);
            award::held_open(state, event, grant, &grant.beneficiary, last, verdict)
        }
        Body::AwardConfirmed(confirmed) => {
            let id = confirmed.award.full(&event.source);
            award::confirmed(state, event, &id, confirmed.granted_on.date(), confirmed.aid.as_ref(), verdict)
        }
        Body::ConditionMet(met) => {
            award::confirmed(state, event, &met.award.full(&event.source), met.on.date(), None, verdict)
        }
        Body::AwardSet(set) => award::set(state, event, set, verdict),
        Body::AwardReported(report) => award::reported(state, event, report, verdict),
        Body::AwardCorrected(correction) => award::corrected(state, event, correction, verdict),
        Body::AwardRestated(restated) => award::restated(state, event, restated, verdict),
        Body::AwardReduced(reduced) => Lessened {
            award: reduced.award.full(&event.source),
            after: Some(reduced.gge_after),
            kept: reduced.benefit_kept,
            repaid: reduced.repaid.as_ref(),
            on: reduced.on.date(),
        }
        .explain(state, verdict),
        Body::AwardWithdrawn(withdrawn) => Lessened {
            award: withdrawn.award.full(&event.source),
            after: None,
            kept: withdrawn.benefit_kept,
            repaid: withdrawn.repaid.as_ref(),
            on: withdrawn.on.date(),
        }
        .explain(state, verdict),
        Body::UndertakingRegistered(registered) => change::registered(registered),
        Body::UndertakingIdentified(identified) => change::identified(state, identified),
        Body::StatementRetracted(retracted) => {
            let id = retracted.id.as_str();
            let position = state.retractable(retracted.source.0.as_str(), id);
            let known = |at| step("retracted", say::detail_statement(id.to_owned())).at(at);
            vec![position.map_or_else(|| unknown(id), known)]
        }
        body => life(state, event, verdict).into_iter().chain(details(body)).collect(),
    }
}

/// What a statement does to awards that were granted before, or to the view of them.
fn life(state: &State, event: &Event, verdict: &Verdict) -> Vec<Reason> {
    match &event.body {
        Body::AwardMatched(matched) => life::matched(state, event, &matched.award, &matched.same_as),
        Body::AwardUnmatched(unmatched) => life::matched(state, event, &unmatched.award, &unmatched.same_as),
        Body::AwardWaived(waived) => life::waived(state, event, waived, verdict),
        Body::CreditsExpired(expired) => life::expired(state, event, expired, verdict),
        Body::AwardDrawn(drawn) => life::drawn(state, &drawn.award.full(&event.source)),
        Body::UsageReported(used) => life::drawn(state, &used.award.full(&event.source)),
        Body::ReviewDecided(review) => reviewed(state, review, verdict),
        _ => life::subject(state, event).into_iter().collect(),
    }
}

/// What a review is about, and what it came to: a statement that waited is explained as it is judged then.
fn reviewed(state: &State, review: &ReviewDecided, verdict: &Verdict) -> Vec<Reason> {
    let said = match subject(state, &review.about) {
        Some(Subject::Statement(kept)) => {
            let pending = step("pending", say::waited(words::event(kept.body.event_type())));
            match review.decision {
                ReviewOutcome::Admit | ReviewOutcome::CountsAsAid => {
                    pending.with(particulars(&state.clone().reviewed(), &kept, verdict))
                }
                ReviewOutcome::NoAid | ReviewOutcome::NotCounted | ReviewOutcome::Refuse => pending,
            }
        }
        Some(Subject::Award(id)) => about(state, &id, None),
        None => unknown(review.about.as_str()),
    };
    vec![said.comes_to_any(verdict.gge)]
}
