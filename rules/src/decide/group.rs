//! Who is one undertaking with whom: registrations, identifications, links, mergers, splits, attestations.

use std::collections::{BTreeMap, BTreeSet};

use ledger::directory::AuthorisedEvent;
use ledger::event::undertaking::{
    AwardAttributed, ControlDeclared, ControlEnded, ExitHistory, UndertakingRegistered, UndertakingSplit,
    UndertakingsMerged,
};
use ledger::ids::{ScopedRef, UndertakingId};
use ledger::money::{Cents, Money};
use ledger::verdict::{Code, Figure, Flag};
use rust_decimal::Decimal;

use super::case::viewer;
use super::findings::Findings;
use crate::state::{Award, Ended, Handle, State, View};
use crate::statement::GroupStatement;
use crate::value::difference;

/// A fact about undertakings.
pub(super) fn judge(state: &State, event: &AuthorisedEvent, stated: GroupStatement<'_>) -> Findings {
    let look = Look { state, event, view: View::of(viewer(event)), found: Findings::default() };
    match stated {
        GroupStatement::Registered(registered) => registration(state, event, registered),
        GroupStatement::Identified(identified) => look.named([&identified.undertaking]).found,
        GroupStatement::Holding(holding) => look.named([&holding.holder, &holding.held]).found,
        GroupStatement::Attested(attested) => {
            look.named(attested.members.iter().chain([&attested.undertaking])).found
        }
        GroupStatement::Controlled(control) => look.controlled(control),
        GroupStatement::Ended(end) => look.ended(end),
        GroupStatement::Merged(merger) => look.merged(merger),
        GroupStatement::Split(split) => look.split(split),
        GroupStatement::Attributed(attributed) => look.attributed(attributed),
    }
}

fn registration(state: &State, event: &AuthorisedEvent, registered: &UndertakingRegistered) -> Findings {
    let mut found = Findings::default();
    let identifiers: Vec<_> =
        registered.identifiers.iter().filter_map(|identifier| identifier.id()).collect();
    if identifiers.iter().any(|identifier| !state.undertakings.may_claim(&registered.undertaking, identifier))
    {
        found.code(Code::IdentifierInUse);
    }
    let by_register = !event.is_fact() && state.directory.is_register(event.signer());
    if registered.natural_person && !by_register && !state.undertakings.is_registers(&registered.undertaking)
    {
        found.flag(Flag::IdentityNotMatched);
    }
    found
}

/// A statement about undertakings, looked at as its signer sees them.
struct Look<'a> {
    state: &'a State,
    event: &'a AuthorisedEvent,
    view: View,
    found: Findings,
}

impl Look<'_> {
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
        let mut look = self.named([&control.controller, &control.controlled]);
        if look.are_one(&control.controller, &control.controlled) {
            look.found.code(Code::ContradictsRecord);
        } else {
            let (top, bottom) = (look.all(&control.controller), look.all(&control.controlled));
            if look.state.controls(bottom, &top, control.from.date()) {
                look.found.code(Code::NeedsReview);
            }
        }
        look.settled()
    }

    /// G10 and the parts of G11.
    fn ended(self, end: &ControlEnded) -> Findings {
        let listed: &[_] = match &end.history {
            Some(ExitHistory::Attributed(parts)) => parts,
            _ => &[],
        };
        let parted = listed.iter().map(|part| &part.undertaking);
        let mut look = self.named([&end.controller, &end.controlled].into_iter().chain(parted));
        let on = end.on.date();
        let links = look.state.links_of(&end.controller, &end.controlled, look.event.signer());
        let links: Vec<_> = links.into_iter().filter_map(|at| look.state.groups.edge(at)).collect();
        let is_open = |ended: Option<Ended<'_>>| ended.is_none_or(|ended| ended.on >= on);
        let open: Vec<_> = links.into_iter().filter(|edge| is_open(edge.ended(&look.view))).collect();
        if open.is_empty() {
            look.found.code(Code::UnknownReference);
        } else if open.iter().all(|edge| edge.from >= on) {
            look.found.code(Code::ContradictsRecord);
        }
        if !listed.is_empty() {
            let eve = on.pred_opt().unwrap_or(on);
            let sides = look.all(&end.controller).into_iter().chain(look.all(&end.controlled));
            let view = look.view.clone().defined_by(look.state.packs(), eve);
            let side: BTreeSet<Handle> =
                sides.flat_map(|handle| look.state.group_on(handle, eve, &view)).collect();
            let mut by_award: BTreeMap<&str, (&ScopedRef, Vec<Money>)> = BTreeMap::new();
            for part in listed {
                let of_award = by_award.entry(part.award.as_str()).or_insert((&part.award, Vec::new()));
                of_award.1.push(part.amount);
            }
            look.parts_of(by_award.into_values(), &side);
        }
        look.settled()
    }

    /// Every award named is known, was received by one of the sides, and is not given away beyond its figure.
    fn parts_of<'p>(
        &mut self,
        awards: impl Iterator<Item = (&'p ScopedRef, Vec<Money>)>,
        sides: &BTreeSet<Handle>,
    ) {
        for (id, amounts) in awards {
            let Some(award) = self.state.awards.in_effect(&id.full(self.event.signer())) else {
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
        let euro = |amount| difference(state, award, amount, None).ok();
        let sum: Option<Cents> = amounts.map(euro).sum::<Option<Cents>>();
        if sum.is_none() {
            self.found.code(Code::UnknownCurrencyRate);
        }
        sum
    }

    /// G12
    fn merged(self, merger: &UndertakingsMerged) -> Findings {
        let mut look = self.named(merger.absorbed.iter().chain([&merger.surviving]));
        if merger.absorbed.iter().any(|absorbed| look.are_one(absorbed, &merger.surviving)) {
            look.found.code(Code::ContradictsRecord);
        }
        look.settled()
    }

    /// G13
    fn split(self, split: &UndertakingSplit) -> Findings {
        let successors = || split.successors.iter().map(|successor| &successor.undertaking);
        let mut look = self.named(successors().chain([&split.undertaking]));
        let mut seen = BTreeSet::new();
        let twice = successors().any(|id| look.all(id).into_iter().any(|handle| !seen.insert(handle)));
        let own = look.all(&split.undertaking);
        if twice || look.state.groups.is_split_on(&own, split.on.date(), &look.view) {
            look.found.code(Code::ContradictsRecord);
        }
        let equity = || split.successors.iter().map(|successor| &successor.equity_book_value);
        let below_zero = equity().any(|value| value.amount.value() < Decimal::ZERO);
        let nothing = equity().all(|value| value.amount.value() <= Decimal::ZERO);
        let currencies: BTreeSet<String> = equity().map(|value| value.currency.code().to_owned()).collect();
        if below_zero || nothing || currencies.len() > 1 {
            look.found.code(Code::NeedsReview);
        }
        look.settled()
    }

    /// G14
    fn attributed(self, attributed: &AwardAttributed) -> Findings {
        let mut look = self.named(attributed.parts.iter().map(|part| &part.undertaking));
        if !look.found.codes.is_empty() {
            return look.found;
        }
        let state = look.state;
        let split = state.split_named(attributed.split.as_str(), look.event.signer());
        let split = split.and_then(|at| state.groups.split(at));
        if split.is_none() {
            look.found.code(Code::UnknownReference);
        }
        let award = state.awards.in_effect(&attributed.award.full(look.event.signer()));
        if award.is_none() {
            look.found.code(Code::UnknownAward);
        }
        let (Some(split), Some(award)) = (split, award) else { return look.settled() };
        let owner = state.identity(split.undertaking, &look.view);
        let received = owner.contains(&award.beneficiary) && award.granted_on < split.on;
        let successors: BTreeSet<Handle> =
            split.successors.iter().flat_map(|(handle, _)| state.identity(*handle, &look.view)).collect();
        let mut parts = attributed.parts.iter();
        let to_successors = parts.all(|part| !look.all(&part.undertaking).is_disjoint(&successors));
        let sum = look.sum(award, attributed.parts.iter().map(|part| part.amount));
        let whole = award.gge == sum.map(Figure::exact);
        if sum.is_some() && !(received && to_successors && whole) {
            look.found.code(Code::ContradictsRecord);
        }
        look.settled()
    }
}
