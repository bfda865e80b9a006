//! What becomes of an award after it was granted or reserved: the award as it stood, the amounts stated, the record.

use chrono::NaiveDate;
use ledger::event::Event;
use ledger::event::award::{AwardWaived, CreditsExpired};
use ledger::ids::{ScopedId, ScopedRef};
use ledger::money::{Cents, Money};
use ledger::time::LegalDate;
use ledger::verdict::Verdict;
use rust_decimal::Decimal;

use super::build::{about, unknown};
use super::change::amount;
use super::reason::{Reason, step};
use crate::state::{Award, State};
use crate::words::{Message, say};

/// What an award counts after some of it was given up.
fn given_up(
    state: &State,
    id: &ScopedId,
    on: NaiveDate,
    given: Money,
    kept: Vec<(Message, Option<Money>)>,
    verdict: &Verdict,
) -> Vec<Reason> {
    let Some(award) = state.awards.find(id) else { return vec![unknown(id.as_str())] };
    let mut inputs = vec![
        about(state, id, Some(on)),
        amount(state, award, step("given-up", say::given_up()), Some(given)),
    ];
    let kept = kept.into_iter().map(|(what, money)| amount(state, award, step("kept", what), money));
    inputs.extend(kept);
    vec![step("counts", say::counts_from_then()).comes_to_any(verdict.gge).with(inputs)]
}

pub(super) fn waived(state: &State, event: &Event, waived: &AwardWaived, verdict: &Verdict) -> Vec<Reason> {
    let on = waived.on.date().max(waived.repaid_on.date());
    let kept = vec![
        (say::kept(), Some(waived.benefit_kept)),
        (say::repaid(), waived.repaid.as_ref().map(|repaid| repaid.amount)),
    ];
    given_up(state, &waived.award.full(&event.source), on, waived.amount, kept, verdict)
}

pub(super) fn expired(
    state: &State,
    event: &Event,
    expired: &CreditsExpired,
    verdict: &Verdict,
) -> Vec<Reason> {
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
pub(super) fn matched(state: &State, event: &Event, award: &ScopedRef, same_as: &[ScopedRef]) -> Vec<Reason> {
    let ids: Vec<ScopedId> =
        std::iter::once(award).chain(same_as).map(|award| award.full(&event.source)).collect();
    let counts = state.awards.counts_of(&ids);
    let mut steps = vec![step("seen", say::seen()).with(ids.iter().map(|id| about(state, id, None)))];
    steps.extend(
        counts.map(|award| step("counts-for-all", say::counts_for_all(&award.id)).at(award.position)),
    );
    steps
}

/// What was awarded and drawn of it before.
pub(super) fn drawn(state: &State, id: &ScopedId) -> Vec<Reason> {
    let mut steps = vec![about(state, id, None)];
    let Some(face) = state.awards.find(id).map(Award::face) else { return steps };
    if let Some(quantity) = face.quantity {
        steps.push(step("face", say::awarded_quantity(quantity)));
    }
    if let Some(value) = face.value {
        steps.push(step("face", say::awarded_value(value)));
    }
    let drawn = match face.quantity {
        Some(_) => (face.drawn_quantity != Decimal::ZERO).then(|| say::drawn_quantity(face.drawn_quantity)),
        None => (face.drawn_value != Cents::ZERO).then(|| say::drawn_value(face.drawn_value)),
    };
    steps.extend(drawn.map(|drawn| step("drawn", drawn)));
    steps
}

/// The award that a statement is about.
pub(super) fn subject(state: &State, event: &Event, award: &ScopedRef, on: Option<LegalDate>) -> Reason {
    about(state, &award.full(&event.source), on.map(|on| on.date()))
}
