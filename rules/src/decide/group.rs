//! Who is one undertaking with whom: registrations, identifications, links, mergers, splits, attestations.

use std::collections::{BTreeMap, BTreeSet};

use ledger::directory::AuthorisedEvent;
use ledger::event::Body;
use ledger::event::undertaking::{
    AwardAttributed, ControlDeclared, ControlEnded, ExitHistory, UndertakingRegistered, UndertakingSplit,
    UndertakingsMerged,
};
use ledger::ids::{ScopedRef, UndertakingId};
use ledger::money::{Cents, Money};
use ledger::verdict::{Code, Figure, Flag};
use rust_decimal::Decimal;

use super::award::viewer;
use super::change::in_effect;
use super::{Findings, valuation};
use crate::state::{Award, Handle, State, View};

/// A fact about undertakings; `None` for what is none.
pub(super) fn judge(state: &State, event: &AuthorisedEvent) -> Option<Findings> {
    let facts = Facts { state, event, view: View::of(viewer(event)), found: Findings::default() };
    match &event.event().body {
        Body::UndertakingRegistered(registered) => Some(registration(state, registered)),
        Body::UndertakingIdentified(identified) => Some(facts.named([&identified.undertaking]).found),
        Body::HoldingDeclared(holding) => Some(facts.named([&holding.holder, &holding.held]).found),
        Body::GroupAttested(attested) => {
            Some(facts.named(attested.members.iter().chain([&attested.undertaking])).found)
        }
        Body::ControlDeclared(control) => Some(facts.controlled(control)),
        Body::ControlEnded(end) => Some(facts.ended(end)),
        Body::UndertakingsMerged(merger) => Some(facts.merged(merger)),
        Body::UndertakingSplit(split) => Some(facts.split(split)),
        Body::AwardAttributed(attributed) => Some(facts.attributed(attributed)),
        _ => None,
    }
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
    found
}

/// A statement about undertakings, looked at as its signer sees them.
struct Facts<'a> {
    state: &'a State,
    event: &'a AuthorisedEvent,
    view: View,
    found: Findings,
}

impl Facts<'_> {
    /// Whoever is named must be registered (U2).
    fn named<'i>(mut self, ids: impl IntoIterator<Item = &'i UndertakingId>) -> Self {
        if ids.into_iter().any(|id| !self.state.known(id, &self.view.viewer)) {
            self.found.code(Code::UnknownUndertaking);
        }
        self
    }

    /// Where somebody named is unknown, nothing else is looked for (U2).
    fn settled(mut self) -> Findings {
        if self.found.codes.contains(&Code::UnknownUndertaking) {
            self.found.codes.retain(|code| *code == Code::UnknownUndertaking);
        }
        self.found
    }

    /// Every handle of an undertaking.
    fn all(&self, id: &UndertakingId) -> BTreeSet<Handle> {
        let handle = self.state.undertakings.find(id);
        handle.map(|handle| self.state.identity(handle, &self.view)).unwrap_or_default()
    }

    fn are_one(&self, a: &UndertakingId, b: &UndertakingId) -> bool {
        a == b || !self.all(a).is_disjoint(&self.all(b))
    }

    /// G9
    fn controlled(self, control: &ControlDeclared) -> Findings {
        let mut facts = self.named([&control.controller, &control.controlled]);
        if facts.are_one(&control.controller, &control.controlled) {
            facts.found.code(Code::ContradictsRecord);
        } else {
            let (top, bottom) = (facts.all(&control.controller), facts.all(&control.controlled));
            if facts.state.controls(bottom, &top, control.from.date()) {
                facts.found.code(Code::NeedsReview);
            }
        }
        facts.settled()
    }

    /// G10 and the parts of G11.
    fn ended(self, end: &ControlEnded) -> Findings {
        let listed: &[_] = match &end.history {
            Some(ExitHistory::Attributed(parts)) => parts,
            _ => &[],
        };
        let parted = listed.iter().map(|part| &part.undertaking);
        let mut facts = self.named([&end.controller, &end.controlled].into_iter().chain(parted));
        let on = end.on.date();
        let links = facts.state.links_of(&end.controller, &end.controlled, facts.event.signer());
        let links: Vec<_> = links.into_iter().filter_map(|at| facts.state.groups.edge(at)).collect();
        let is_open = |ended: Option<crate::state::Ended<'_>>| ended.is_none_or(|ended| ended.on >= on);
        let open: Vec<_> = links.into_iter().filter(|edge| is_open(edge.ended(&facts.view))).collect();
        if open.is_empty() {
            facts.found.code(Code::UnknownReference);
        } else if open.iter().all(|edge| edge.from >= on) {
            facts.found.code(Code::ContradictsRecord);
        }
        if !listed.is_empty() {
            let eve = on.pred_opt().unwrap_or(on);
            let sides = facts.all(&end.controller).into_iter().chain(facts.all(&end.controlled));
            let view = facts.view.clone().defined_by(facts.state.packs(), eve);
            let side: BTreeSet<Handle> =
                sides.flat_map(|handle| facts.state.group_on(handle, eve, &view)).collect();
            let mut by_award: BTreeMap<&str, (&ScopedRef, Vec<Money>)> = BTreeMap::new();
            for part in listed {
                let of_award = by_award.entry(part.award.as_str()).or_insert((&part.award, Vec::new()));
                of_award.1.push(part.amount);
            }
            facts.parts_of(by_award.into_values(), &side);
        }
        facts.settled()
    }

    /// Every award named is known, was received by one of the sides, and is not given away beyond its figure.
    fn parts_of<'p>(
        &mut self,
        awards: impl Iterator<Item = (&'p ScopedRef, Vec<Money>)>,
        sides: &BTreeSet<Handle>,
    ) {
        for (id, amounts) in awards {
            let Ok(award) = in_effect(self.state, &id.full(self.event.signer())) else {
                self.found.code(Code::UnknownAward);
                continue;
            };
            // An award without a figure has no parts; one without a high end has as many as are named.
            let recorded = award.gge.map_or(Some(Cents::ZERO), |gge| gge.high);
            let given = self.sum(award, amounts.into_iter());
            let fits = given.is_some_and(|given| recorded.is_none_or(|recorded| given <= recorded));
            if given.is_some() && (!fits || !sides.contains(&award.beneficiary)) {
                self.found.code(Code::ContradictsRecord);
            }
        }
    }

    /// Amounts stated about an award, in euro at the rates of its grant; notes a missing rate.
    fn sum(&mut self, award: &Award, amounts: impl Iterator<Item = Money>) -> Option<Cents> {
        let state = self.state;
        let euro = |amount| {
            valuation::difference(state, amount, None, award.state, award.regime, award.granted_on).ok()
        };
        let sum: Option<Cents> = amounts.map(euro).sum::<Option<Cents>>();
        if sum.is_none() {
            self.found.code(Code::UnknownCurrencyRate);
        }
        sum
    }

    /// G12
    fn merged(self, merger: &UndertakingsMerged) -> Findings {
        let mut facts = self.named(merger.absorbed.iter().chain([&merger.surviving]));
        if merger.absorbed.iter().any(|absorbed| facts.are_one(absorbed, &merger.surviving)) {
            facts.found.code(Code::ContradictsRecord);
        }
        facts.settled()
    }

    /// G13
    fn split(self, split: &UndertakingSplit) -> Findings {
        let successors = || split.successors.iter().map(|successor| &successor.undertaking);
        let mut facts = self.named(successors().chain([&split.undertaking]));
        let mut seen = BTreeSet::new();
        let twice = successors().any(|id| facts.all(id).into_iter().any(|handle| !seen.insert(handle)));
        let own = facts.all(&split.undertaking);
        if twice || facts.state.groups.is_split_on(&own, split.on.date(), &facts.view) {
            facts.found.code(Code::ContradictsRecord);
        }
        let equity = || split.successors.iter().map(|successor| &successor.equity_book_value);
        let below_zero = equity().any(|value| value.amount.value() < Decimal::ZERO);
        let nothing = equity().all(|value| value.amount.value() <= Decimal::ZERO);
        let currencies: BTreeSet<String> = equity().map(|value| value.currency.code().to_owned()).collect();
        if below_zero || nothing || currencies.len() > 1 {
            facts.found.code(Code::NeedsReview);
        }
        facts.settled()
    }

    /// G14
    fn attributed(self, attributed: &AwardAttributed) -> Findings {
        let mut facts = self.named(attributed.parts.iter().map(|part| &part.undertaking));
        if !facts.found.codes.is_empty() {
            return facts.found;
        }
        let state = facts.state;
        let split = state.split_named(attributed.split.as_str(), facts.event.signer());
        let split = split.and_then(|at| state.groups.split(at));
        if split.is_none() {
            facts.found.code(Code::UnknownReference);
        }
        let award = in_effect(state, &attributed.award.full(facts.event.signer())).ok();
        if award.is_none() {
            facts.found.code(Code::UnknownAward);
        }
        let (Some(split), Some(award)) = (split, award) else { return facts.settled() };
        let owner = state.identity(split.undertaking, &facts.view);
        let received = owner.contains(&award.beneficiary) && award.granted_on < split.on;
        let successors: BTreeSet<Handle> =
            split.successors.iter().flat_map(|(handle, _)| state.identity(*handle, &facts.view)).collect();
        let mut parts = attributed.parts.iter();
        let to_successors = parts.all(|part| !facts.all(&part.undertaking).is_disjoint(&successors));
        let sum = facts.sum(award, attributed.parts.iter().map(|part| part.amount));
        let whole = award.gge == sum.map(Figure::exact);
        if sum.is_some() && !(received && to_successors && whole) {
            facts.found.code(Code::ContradictsRecord);
        }
        facts.settled()
    }
}
