//! What becomes of an award after it was granted or reserved: the award as it stood, the amounts stated, the record.

use chrono::NaiveDate;
use ledger::event::award::{AwardWaived, CreditsExpired};
use ledger::event::procedure::{ReviewDecided, ReviewOutcome};
use ledger::event::{Body, Event};
use ledger::ids::{ScopedId, ScopedRef};
use ledger::money::{Cents, Money};
use ledger::verdict::{Figure, Verdict};
use rust_decimal::Decimal;

use super::award::unknown;
use super::change::amount;
use super::event::particulars;
use super::messages::Became;
use super::{Say, Trace, step};
use crate::project::standing;
use crate::state::review::{Subject, subject as subject_of};
use crate::state::{Award, State};

fn became(kind: &str, what: Became<'_>) -> Trace {
    step(kind, Say::Became(what))
}

/// An award as it stands on a day, with what it counts.
pub(super) fn about(state: &State, id: &ScopedId, on: Option<NaiveDate>) -> Trace {
    let Some(award) = state.awards.find(id) else { return unknown(id) };
    let end = on.unwrap_or(award.granted_on);
    let said = Say::Award { id: &award.id, on: award.granted_on, standing: standing(award, end) };
    let said = step("about", said).at(award.position);
    award
        .counted(end)
        .map_or(said.clone(), |counted| said.comes_to(Figure { low: counted.low, high: Some(counted.high) }))
}

fn with_recorded_figure(step: Trace, verdict: &Verdict) -> Trace {
    verdict.gge.map_or(step.clone(), |figure| step.comes_to(figure))
}

/// What an award counts after some of it was given up.
fn given_up(
    state: &State,
    id: &ScopedId,
    on: NaiveDate,
    given: Money,
    kept: Vec<(Say<'_>, Option<Money>)>,
    verdict: &Verdict,
) -> Vec<Trace> {
    let Some(award) = state.awards.find(id) else { return vec![unknown(id)] };
    let mut inputs = vec![
        about(state, id, Some(on)),
        amount(state, award, became("given-up", Became::GivenUp), Some(given)),
    ];
    let kept = kept.into_iter().map(|(what, money)| amount(state, award, step("kept", what), money));
    inputs.extend(kept);
    vec![with_recorded_figure(became("counts", Became::CountsFromThen), verdict).with(inputs)]
}

pub(super) fn waived(state: &State, event: &Event, waived: &AwardWaived, verdict: &Verdict) -> Vec<Trace> {
    let on = waived.on.date().max(waived.repaid_on.date());
    let kept = vec![
        (Say::Kept, Some(waived.benefit_kept)),
        (Say::Repaid, waived.repaid.as_ref().map(|repaid| repaid.amount)),
    ];
    given_up(state, &waived.award.full(&event.source), on, waived.amount, kept, verdict)
}

pub(super) fn expired(
    state: &State,
    event: &Event,
    expired: &CreditsExpired,
    verdict: &Verdict,
) -> Vec<Trace> {
    given_up(
        state,
        &expired.award.full(&event.source),
        expired.on.date(),
        expired.amount,
        Vec::new(),
        verdict,
    )
}

/// The sightings of one award, and which of them counts for all.
pub(super) fn matched(state: &State, event: &Event, award: &ScopedRef, same_as: &[ScopedRef]) -> Vec<Trace> {
    let ids: Vec<ScopedId> =
        std::iter::once(award).chain(same_as).map(|award| award.full(&event.source)).collect();
    let counts = state.awards.counts_of(&ids);
    let mut steps =
        vec![became("seen", Became::Seen).with(ids.iter().map(|id| about(state, id, None)).collect())];
    steps.extend(
        counts.map(|award| became("counts-for-all", Became::CountsForAll(&award.id)).at(award.position)),
    );
    steps
}

/// What was awarded and drawn of it before.
pub(super) fn drawn(state: &State, id: &ScopedId) -> Vec<Trace> {
    let mut steps = vec![about(state, id, None)];
    let Some(face) = state.awards.find(id).map(Award::face) else { return steps };
    if let Some(quantity) = face.quantity {
        steps.push(became("face", Became::Quantity(&quantity.to_string())));
    }
    if let Some(value) = face.value {
        steps.push(became("face", Became::Value(value)));
    }
    let drawn = match face.quantity {
        Some(_) => (face.drawn_quantity != Decimal::ZERO).then(|| face.drawn_quantity.to_string()),
        None => (face.drawn_value != Cents::ZERO).then(|| format!("EUR {}", face.drawn_value)),
    };
    steps.extend(drawn.map(|drawn| became("drawn", Became::DrawnBefore(&drawn))));
    steps
}

/// What a review is about, and what it came to: a statement that waited is explained as it is judged then.
pub(super) fn reviewed(state: &State, review: &ReviewDecided, verdict: &Verdict) -> Vec<Trace> {
    let said = match subject_of(state, &review.about) {
        Some(Subject::Statement(kept)) => {
            let pending = became("pending", Became::Pending(kept.body.event_type()));
            match review.decision {
                ReviewOutcome::Admit | ReviewOutcome::CountsAsAid => {
                    pending.with(particulars(&state.clone().reviewed(), &kept, verdict))
                }
                ReviewOutcome::NoAid | ReviewOutcome::NotCounted | ReviewOutcome::Refuse => pending,
            }
        }
        Some(Subject::Award(id)) => about(state, &id, None),
        None => step("unknown", Say::UnknownObject(review.about.as_str())),
    };
    vec![with_recorded_figure(said, verdict)]
}

/// The award that a statement is about, where it is about one.
pub(super) fn subject(state: &State, event: &Event) -> Option<Trace> {
    let (award, on) = match &event.body {
        Body::AwardReleased(released) => (&released.award, None),
        Body::ConditionFailed(failed) => (&failed.award, Some(failed.on)),
        Body::AwardDisputed(disputed) => (&disputed.award, None),
        Body::DisputeLodged(lodged) => (&lodged.award, None),
        Body::NoticeServed(notice) => (&notice.award, Some(notice.on)),
        Body::RegisterReceipt(receipt) => (&receipt.award, None),
        Body::PublicationMade(publication) => (&publication.award, None),
        Body::AwardAttributed(attributed) => (&attributed.award, None),
        _ => return None,
    };
    Some(about(state, &award.full(&event.source), on.map(|on| on.date())))
}
