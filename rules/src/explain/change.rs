//! Reductions, withdrawals and identity: what counts less, and whose awards are added up from here on.

use ledger::event::award::Repaid;
use ledger::event::undertaking::{UndertakingIdentified, UndertakingRegistered};
use ledger::ids::{ScopedId, UndertakingId};
use ledger::money::{Cents, Money};
use ledger::verdict::{Figure, Verdict};

use super::build::unknown;
use super::group;
use super::reason::{Reason, step};
use crate::state::{Award, State};
use crate::value::{Worth, difference};
use crate::words::say;

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
    pub(super) fn explain(&self, state: &State, verdict: &Verdict) -> Vec<Reason> {
        let Some(award) = state.awards.find(&self.award) else { return vec![unknown(self.award.as_str())] };
        let mut inputs = Vec::new();
        if let Some(old) = award.counted(self.on) {
            let old = Figure { low: old.low, high: Some(old.high) };
            inputs.push(step("old-figure", say::old_figure()).at(award.position).comes_to(old));
        }
        inputs.push(amount(state, award, step("stated-after", say::stated_after()), self.after));
        inputs.push(amount(state, award, step("kept", say::kept()), Some(self.kept)));
        let repaid = self.repaid.map(|repaid| repaid.amount);
        inputs.push(amount(state, award, step("repaid", say::repaid()), repaid));
        vec![step("lessened", say::lessened()).with(inputs).comes_to_any(verdict.gge)]
    }
}

/// An amount at the rates of the grant; nothing stated is zero.
pub(super) fn amount(state: &State, award: &Award, label: Reason, stated: Option<Money>) -> Reason {
    let euro = |stated| difference(state, award, stated, None);
    match stated.map_or(Ok(Cents::ZERO), euro) {
        Ok(cents) => label.in_euro(cents),
        Err(Worth::NoRate(currency)) => label.with([step("no-rate", say::no_rate(currency))]),
        Err(_) => label.with([step("too-large", say::too_large())]),
    }
}

pub(super) fn identified(state: &State, identified: &UndertakingIdentified) -> Vec<Reason> {
    let all = std::iter::once(&identified.undertaking).chain(identified.same_as.iter());
    all.map(|id| {
        let members = state.undertakings.find(id).map(|handle| state.undertakings.same(handle));
        step("identified", say::member(id)).with([group::numbers(state, id, &members.unwrap_or_default())])
    })
    .collect()
}

pub(super) fn registered(registered: &UndertakingRegistered) -> Vec<Reason> {
    let number = |id: &UndertakingId| step("detail", say::detail_number(id.to_string()));
    let claimed = registered.identifiers.iter().filter_map(|identifier| identifier.id());
    let claimed: Vec<UndertakingId> = claimed.collect();
    let mut steps = vec![number(&registered.undertaking)];
    steps.extend(claimed.iter().map(number));
    steps
}
