//! Who is one undertaking with whom: registrations, identifications, links, mergers, splits, attestations.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use ledger::directory::AuthorisedEvent;
use ledger::event::undertaking::{
    AwardAttributed, ControlDeclared, ControlEnded, ControlKind, ExitHistory, HoldingDeclared,
    UndertakingRegistered, UndertakingSplit, UndertakingsMerged,
};
use ledger::ids::{ScopedRef, UndertakingId};
use ledger::money::{Cents, Money};
use ledger::verdict::{Code, Flag};
use rust_decimal::Decimal;

use super::case::viewer;
use super::findings::Findings;
use crate::state::{
    Award, Edge, Ended, Figures, Handle, NOMINAL, Share, Split, State, Tie, View, is_majority,
};
use crate::statement::GroupStatement;
use crate::value::difference;

/// A fact about undertakings.
pub(super) fn judge(state: &State, event: &AuthorisedEvent, stated: GroupStatement<'_>) -> Findings {
    let look = Look { state, event, view: View::of(viewer(event)), found: Findings::default() };
    match stated {
        GroupStatement::Registered(registered) => registration(state, event, registered),
        GroupStatement::Identified(identified) => look.named([&identified.undertaking]).found,
        GroupStatement::Holding(holding) => look.held(holding),
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
            self.found = Findings::just(Code::UnknownUndertaking);
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
            if control.kind == ControlKind::VotingMajority && !look.can_have_majority(control) {
                look.found.code(Code::ContradictsRecord);
            }
            let (top, bottom) = (look.all(&control.controller), look.all(&control.controlled));
            if look.state.controls(bottom, &top, control.from.date()) {
                look.found.code(Code::NeedsReview);
            }
        }
        look.settled()
    }

    /// Whether a majority of votes is one, and nobody else has it on a day on which both links are in force.
    fn can_have_majority(&self, control: &ControlDeclared) -> bool {
        let (own, held) = (self.all(&control.controller), self.all(&control.controlled));
        let edges = held.iter().flat_map(|handle| self.state.groups.edges_of(*handle));
        let mut others = edges.filter(|edge| {
            matches!(edge.tie, Tie::Control { majority: true, .. })
                && held.contains(&edge.b)
                && !own.contains(&edge.a)
                && edge.is_seen(&self.view)
                // Public bodies have their votes too: their links are only not looked through (G3).
                && edge.ended(&self.view).is_none_or(|ended| control.from.date() < ended.on)
        });
        let is_more_than_half = control.share_percent.is_none_or(|share| is_majority(share.value()));
        is_more_than_half && others.next().is_none()
    }

    /// G17
    fn held(self, holding: &HoldingDeclared) -> Findings {
        let mut look = self.named([&holding.holder, &holding.held]);
        let handles =
            look.state.undertakings.find(&holding.holder).zip(look.state.undertakings.find(&holding.held));
        let on = holding.from.date();
        let view = look.view.clone().defined_by(look.state.packs(), None, on);
        let is_body = |(holder, _): &(Handle, Handle)| {
            holding.kind.is_public_body() || look.state.is_unlinked_body(*holder, on, &view)
        };
        let Some((holder, held)) = handles.filter(|both| !is_body(both)) else {
            return look.settled();
        };
        let group = look.state.group_on(holder, on, &view);
        let now = Share {
            holder,
            held,
            votes: holding.votes_percent.value(),
            from: on,
            reach: view.viewer.clone(),
            position: look.state.size(),
        };
        let links = look.state.links_of(&holding.holder, &holding.held, look.event.signer());
        let links = links.into_iter().filter_map(|at| look.state.groups.edge(at));
        let ends = |edge: &Edge| edge.ended(&view).map_or(NaiveDate::MAX, |ended| ended.on);
        let mut in_force = links.filter(|edge| edge.is_seen(&view) && edge.from <= on && on < ends(edge));
        if in_force.next().is_none() && look.state.have_votes(&group, held, (on, &view), Some(&now)) {
            look.found.flag(Flag::LinkNotDeclared);
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
            let view = look.view.clone();
            let side = look.state.sides_on_the_eve(&end.controller, &end.controlled, on, view);
            let parts: Vec<_> = listed.iter().map(|part| (&part.award, part.amount)).collect();
            let amounts = look.in_euro(parts.iter().copied());
            let stays = look.parts_of(&parts, &side, on);
            look.found.amounts = amounts.into_iter().chain(stays).collect();
        }
        look.settled()
    }

    /// Every award named is known, the groups of the day before hold of it, and they give away no more than that (G11); what
    /// stays of each, in the order in which they are first listed (H9).
    fn parts_of(
        &mut self,
        parts: &[(&ScopedRef, Money)],
        sides: &BTreeSet<Handle>,
        on: NaiveDate,
    ) -> Vec<Cents> {
        let state = self.state;
        let mut listed: Vec<(BTreeSet<u32>, Option<Cents>)> = Vec::new();
        for (id, amount) in parts {
            let id = id.full(self.event.signer());
            let Some((award, index)) = state.awards.in_effect(&id).zip(state.awards.index(&id)) else {
                self.found.code(Code::UnknownAward);
                continue;
            };
            let given = self.sum(award, std::iter::once(*amount));
            match listed.iter_mut().find(|(class, _)| class.contains(&index)) {
                Some((_, sum)) => *sum = sum.zip(given).map(|(sum, given)| sum + given),
                None => listed.push((state.awards.numbers_of_class(index), given)),
            }
        }
        let mut stays = Vec::new();
        for (class, given) in listed {
            let (holds, most) = state.held_at_most(&class, sides, on, &self.view);
            let Some(given) = given else { continue };
            if !(holds && most.allows(given)) {
                self.found.code(Code::ContradictsRecord);
            }
            stays.push(most.less(given));
        }
        stays
    }

    /// Amounts stated about awards, each at the rates of its grant, in their order; none where one has no rate.
    fn in_euro<'p>(&self, parts: impl Iterator<Item = (&'p ScopedRef, Money)>) -> Vec<Cents> {
        let euro = |(id, amount): (&ScopedRef, Money)| {
            let award = self.state.awards.in_effect(&id.full(self.event.signer()))?;
            difference(self.state, award, amount, None).ok()
        };
        parts.map(euro).collect::<Option<Vec<_>>>().unwrap_or_default()
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
        let splits_later = |absorbed: &UndertakingId| {
            look.state.groups.is_split_after(&look.all(absorbed), merger.on.date(), &look.view)
        };
        let absorbed = || merger.absorbed.iter();
        if absorbed().any(|absorbed| look.are_one(absorbed, &merger.surviving))
            || absorbed().any(splits_later)
        {
            look.found.code(Code::ContradictsRecord);
        }
        look.settled()
    }

    /// Whether somebody took an undertaking over before a day.
    fn is_absorbed_before(&self, own: &BTreeSet<Handle>, day: NaiveDate) -> bool {
        let edges = own.iter().flat_map(|handle| self.state.groups.edges_of(*handle));
        let mut mergers = edges.filter(|edge| edge.tie == Tie::Merger && edge.is_seen(&self.view));
        mergers.any(|edge| own.contains(&edge.b) && edge.from < day)
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
            look.found.flag(Flag::SplitUndivided);
        }
        if look.is_absorbed_before(&own, split.on.date()) {
            look.found.code(Code::ContradictsRecord);
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
        let split = split.and_then(|at| Some((at, state.groups.split(at)?)));
        if split.is_none() {
            look.found.code(Code::UnknownReference);
        }
        let award = state.awards.in_effect(&attributed.award.full(look.event.signer()));
        if award.is_none() {
            look.found.code(Code::UnknownAward);
        }
        let (Some((at, split)), Some(award)) = (split, award) else { return look.settled() };
        let successors: BTreeSet<Handle> =
            split.successors.iter().flat_map(|(handle, _)| state.identity(*handle, &look.view)).collect();
        let to_successors =
            attributed.parts.iter().all(|part| !look.all(&part.undertaking).is_disjoint(&successors));
        look.found.amounts =
            look.in_euro(attributed.parts.iter().map(|part| (&attributed.award, part.amount)));
        let sum = look.sum(award, attributed.parts.iter().map(|part| part.amount));
        let whole = sum.is_some_and(|sum| look.divides((at, split), award, sum));
        if sum.is_some() && !(to_successors && whole) {
            look.found.code(Code::ContradictsRecord);
        }
        look.settled()
    }

    /// Whether parts of an award come to what the one that splits holds, when it does, of one of its sightings.
    fn divides(&self, (at, split): (u32, &Split), award: &Award, sum: Cents) -> bool {
        let state = self.state;
        let Some(index) = state.awards.index(&award.id) else { return false };
        let class = state.awards.numbers_of_class(index);
        let held = |sighting, amount| state.held_before_split(at, sighting, amount, &self.view);
        let sightings = state.awards.sightings_on(&class, split.on);
        let exact = |figures: &Figures| figures.low == figures.high;
        let whole = |figures: Option<Figures>, sighting| {
            figures.filter(exact).is_some_and(|figures| held(sighting, figures.high) == sum)
        };
        sightings.iter().any(|(sighting, figures)| whole(*figures, *sighting))
            && sightings.iter().any(|(sighting, _)| held(*sighting, NOMINAL) > Cents::ZERO)
    }
}
