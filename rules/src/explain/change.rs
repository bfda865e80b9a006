//! Reductions, withdrawals and identity: what counts less, and whose awards are added up from here on.

use ledger::event::award::Repaid;
use ledger::event::undertaking::{UndertakingIdentified, UndertakingRegistered};
use ledger::ids::{ScopedId, UndertakingId};
use ledger::money::{Cents, Money};
use ledger::verdict::{Figure, Verdict};

use super::award::unknown;
use super::build::said;
use super::messages::Noun;
use super::{Say, Trace, group, step};
use crate::state::{Award, State};
use crate::value::{Worth, difference};

/// The amounts of a reduction or withdrawal.
pub(super) struct Lessened<'a> {
    pub award: ScopedId,
    /// The new amount; `None` where the award is withdrawn.
    pub after: Option<Money>,
    pub kept: Money,
    pub repaid: Option<&'a Repaid>,
    pub on: chrono::NaiveDate,
}

impl Lessened<'_> {
    /// min(old, max(after, kept - repaid)), with each of the four.
    pub(super) fn explain(&self, state: &State, verdict: &Verdict) -> Vec<Trace> {
        let Some(award) = state.awards.find(&self.award) else { return vec![unknown(&self.award)] };
        let mut inputs = Vec::new();
        if let Some(old) = award.counted(self.on) {
            let old = Figure { low: old.low, high: Some(old.high) };
            inputs.push(step("old-figure", Say::OldFigure).at(award.position).comes_to(old));
        }
        inputs.push(amount(state, award, step("stated-after", Say::StatedAfter), self.after));
        inputs.push(amount(state, award, step("kept", Say::Kept), Some(self.kept)));
        inputs.push(amount(
            state,
            award,
            step("repaid", Say::Repaid),
            self.repaid.map(|repaid| repaid.amount),
        ));
        let lessened = step("lessened", Say::Lessened).with(inputs);
        vec![verdict.gge.map_or(lessened.clone(), |gge| lessened.comes_to(gge))]
    }
}

/// An amount at the rates of the grant; nothing stated is zero.
pub(super) fn amount(state: &State, award: &Award, label: Trace, stated: Option<Money>) -> Trace {
    let euro = |stated| difference(state, award, stated, None);
    match stated.map_or(Ok(Cents::ZERO), euro) {
        Ok(cents) => said(label, cents),
        Err(Worth::NoRate(currency)) => label.with(vec![step("no-rate", Say::NoRate(currency))]),
        Err(_) => label.with(vec![step("too-large", Say::TooLarge)]),
    }
}

pub(super) fn identified(state: &State, identified: &UndertakingIdentified) -> Vec<Trace> {
    let all = std::iter::once(&identified.undertaking).chain(identified.same_as.iter());
    all.map(|id| {
        let members = state.undertakings.find(id).map(|handle| state.undertakings.same(handle));
        step("identified", Say::Member(id)).with(vec![group::numbers(
            state,
            id,
            &members.unwrap_or_default(),
        )])
    })
    .collect()
}

pub(super) fn registered(registered: &UndertakingRegistered) -> Vec<Trace> {
    let number = |id: &UndertakingId| step("detail", Say::Detail(Noun::Number, id.as_str()));
    let claimed = registered.identifiers.iter().filter_map(|identifier| identifier.id());
    let claimed: Vec<UndertakingId> = claimed.collect();
    let mut steps = vec![number(&registered.undertaking)];
    steps.extend(claimed.iter().map(number));
    steps
}
