//! The root of every explanation: the verdict, its codes and flags, and what the kind of event adds.

use ledger::event::{Body, Event, EventType};
use ledger::verdict::{Flag, Outcome, Verdict};

use super::change::Lessened;
use super::details::{detail, details};
use super::messages::{Became, Noun, code, flag};
use super::{LANGUAGE, Say, Trace, award, change, life, step};
use crate::decide::pushed_over;
use crate::state::State;

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
    let effective = matches!(verdict.outcome, Outcome::Admitted | Outcome::Recorded);
    inputs.push(step("effect", Say::Effect(kind, effective)));
    step("verdict", Say::Verdict(verdict.outcome, kind)).at(state_before.size()).with(inputs)
}

pub(super) fn codes(verdict: &Verdict) -> Vec<Trace> {
    let explained = verdict.codes.iter().map(|word| {
        step("code", Say::Code(*word))
            .cited(code(*word, LANGUAGE).citation)
            .with(vec![step("way-out", Say::WayOut(*word))])
    });
    explained.collect()
}

fn flags(kind: EventType, verdict: &Verdict) -> Vec<Trace> {
    let explained = verdict.flags.iter().map(|word| {
        // A price for days that have passed is late in another way than a grant is.
        let late_price = *word == Flag::LateRegistration && kind == EventType::ReferencePublished;
        let said = if late_price { Say::Became(Became::PricesThePast) } else { Say::Flag(*word) };
        step("flag", said).cited(flag(*word, LANGUAGE).source)
    });
    explained.collect()
}

pub(super) fn particulars(state: &State, event: &Event, verdict: &Verdict) -> Vec<Trace> {
    match &event.body {
        Body::AwardGranted(grant) => award::granted(state, event, grant, verdict),
        Body::AwardReserved(grant) => {
            let last = detail(Noun::ExpiresOn, grant.expires_on);
            award::held_open(state, event, grant, &grant.beneficiary, last, verdict)
        }
        Body::AwardConditional(grant) => {
            let last = detail(Noun::LongStop, grant.long_stop)
                .with(vec![detail(Noun::Condition, grant.condition.as_str())]);
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
            let position = state.retractable(retracted.source.0.as_str(), retracted.id.as_str());
            let known = |at| step("retracted", Say::Detail(Noun::Statement, retracted.id.as_str())).at(at);
            vec![position.map_or_else(|| step("unknown", Say::UnknownObject(retracted.id.as_str())), known)]
        }
        body => life(state, event, verdict).into_iter().chain(details(body)).collect(),
    }
}

/// What a statement does to awards that were granted before, or to the view of them.
fn life(state: &State, event: &Event, verdict: &Verdict) -> Vec<Trace> {
    match &event.body {
        Body::AwardMatched(matched) => life::matched(state, event, &matched.award, &matched.same_as),
        Body::AwardUnmatched(unmatched) => life::matched(state, event, &unmatched.award, &unmatched.same_as),
        Body::AwardWaived(waived) => life::waived(state, event, waived, verdict),
        Body::CreditsExpired(expired) => life::expired(state, event, expired, verdict),
        Body::AwardDrawn(drawn) => life::drawn(state, &drawn.award.full(&event.source)),
        Body::UsageReported(used) => life::drawn(state, &used.award.full(&event.source)),
        Body::ReviewDecided(review) => life::reviewed(state, review, verdict),
        _ => life::subject(state, event).into_iter().collect(),
    }
}
