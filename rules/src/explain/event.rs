//! The root of every explanation: the verdict, its codes and flags, and what the kind of event adds.

use ledger::event::{Body, Event};
use ledger::verdict::{Outcome, Verdict};

use super::change::Lessened;
use super::messages::{Noun, code, flag};
use super::{LANGUAGE, Say, Trace, award, change, step};
use crate::decide::pushed_over;
use crate::state::State;

/// Explains a recorded verdict: the state just before its entry, the event in it, and the verdict as it stands there.
///
/// Total: on a state, event and verdict that do not belong together it says where they part.
#[must_use]
pub fn explain(state_before: &State, event: &Event, verdict: &Verdict) -> Trace {
    let kind = event.body.event_type();
    let mut inputs = codes(verdict);
    inputs.extend(flags(verdict));
    inputs.extend(particulars(state_before, event, verdict));
    if verdict.affects.is_some() {
        inputs.push(award::affects(state_before, &pushed_over(state_before, event, verdict), verdict));
    }
    let effective = matches!(verdict.outcome, Outcome::Admitted | Outcome::Recorded);
    inputs.push(step("effect", Say::Effect(kind, effective)));
    step("verdict", Say::Verdict(verdict.outcome, kind)).at(state_before.size()).with(inputs)
}

fn codes(verdict: &Verdict) -> Vec<Trace> {
    let explained = verdict.codes.iter().map(|word| {
        step("code", Say::Code(*word))
            .cited(code(*word, LANGUAGE).citation)
            .with(vec![step("way-out", Say::WayOut(*word))])
    });
    explained.collect()
}

fn flags(verdict: &Verdict) -> Vec<Trace> {
    verdict
        .flags
        .iter()
        .map(|word| step("flag", Say::Flag(*word)).cited(flag(*word, LANGUAGE).source))
        .collect()
}

fn particulars(state: &State, event: &Event, verdict: &Verdict) -> Vec<Trace> {
    match &event.body {
        Body::AwardGranted(grant) => award::granted(state, event, grant, verdict),
        Body::AwardReported(report) => award::reported(state, event, report, verdict),
        Body::AwardCorrected(correction) => award::corrected(state, event, correction, verdict),
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
        body => details(body),
    }
}

/// The objects of statements that change no award.
fn details(body: &Body) -> Vec<Trace> {
    let detail = |what: Noun, value: &str| step("detail", Say::Detail(what, value));
    match body {
        Body::PackAdopted(adopted) => vec![
            detail(Noun::Rules, &format!("{} {}", adopted.pack.as_str(), adopted.version.as_str())),
            detail(Noun::Digest, adopted.sha256.as_str()),
            detail(Noun::AppliesFrom, &adopted.applies_from.to_string()),
        ],
        Body::EngineAdopted(adopted) => vec![detail(Noun::Semantics, &adopted.semantics.to_string())],
        Body::ReferencePublished(published) => vec![detail(Noun::Source, published.source.r#ref.as_str())],
        Body::PartyAdmitted(admitted) => vec![detail(Noun::Party, admitted.party.as_str())],
        Body::PartySuspended(suspended) => vec![detail(Noun::Party, suspended.party.as_str())],
        Body::PartyReinstated(reinstated) => vec![detail(Noun::Party, reinstated.party.as_str())],
        Body::KeyAdded(added) => vec![detail(Noun::Party, added.party.as_str())],
        Body::KeyRevoked(revoked) => vec![detail(Noun::Key, revoked.kid.as_str())],
        _ => Vec::new(),
    }
}
