//! The facts of a question from a ledger's state: who is near the enterprise, with what is on record of each.
//!
//! Near is whoever a holding or a link leads to, in both directions, however far; what a public body holds besides leads nowhere
//! (F6). Statements are taken as a viewer relies on them, and all numbers of an undertaking are one name.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use ledger::event::undertaking::ControlKind;
use ledger::ids::UndertakingId;
use ledger::money::{Currency, Money};
use num_rational::BigRational;

use super::facts::{
    Accounts, Control, Enterprise, Facts, Holder, Holding, LocalAuthority, MONTHS_OF_YEAR, Market, Name,
    Relation,
};
use super::law::Law;
use crate::state::{Edge, Founded, Handle, Reliance, State, StatedAccounts, StatedHolding, Tie, View};
use crate::value::{fraction, whole};
use crate::words::{Language, Message, say};

/// Why a question has no facts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message().text(Language::default()))]
pub struct StatedError(pub UndertakingId);

impl StatedError {
    /// The same as a message.
    #[must_use]
    pub fn message(&self) -> Message {
        say::size_unknown(&self.0)
    }
}

/// What is on record for a question, as a viewer relies on it.
///
/// # Errors
/// An undertaking that nothing is recorded under.
pub fn asked(
    state: &State,
    undertaking: &UndertakingId,
    on: NaiveDate,
    viewer: &Reliance,
    law: &Law,
) -> Result<Facts, StatedError> {
    let unknown = || StatedError(undertaking.clone());
    let handle = state.undertakings.find(undertaking).ok_or_else(unknown)?;
    if !state.known(undertaking, viewer) {
        return Err(unknown());
    }
    let asked = Asked { state, on, view: View::of(viewer.clone()), law };
    Ok(asked.facts(handle))
}

struct Asked<'a> {
    state: &'a State,
    on: NaiveDate,
    view: View,
    law: &'a Law,
}

/// What was found on the way.
#[derive(Default)]
struct Found<'a> {
    all: BTreeMap<Name, BTreeSet<Handle>>,
    /// By position.
    holdings: BTreeMap<u64, &'a StatedHolding>,
    /// By position.
    links: BTreeMap<u64, &'a Edge>,
}

impl<'a> Asked<'a> {
    fn facts(&self, asked: Handle) -> Facts {
        let found = self.near(asked);
        let numbers =
            found.all.iter().flat_map(|(name, handles)| handles.iter().map(move |one| (*one, name)));
        let names: BTreeMap<Handle, Name> = numbers.map(|(handle, name)| (handle, name.clone())).collect();
        let name = |handle: Handle| names.get(&handle).cloned().unwrap_or_else(|| self.name(handle));
        let enterprises =
            found.all.iter().map(|(own, handles)| (own.clone(), self.enterprise(handles, &name)));
        let holdings = found.holdings.values().map(|stated| self.holding(stated, &name));
        let links = found.links.iter().map(|(position, edge)| Control {
            controller: name(edge.a),
            controlled: name(edge.b),
            // A link is never of another kind than the statement at its position.
            kind: self.state.facts.control_kind(*position).unwrap_or(ControlKind::VotingMajority),
            from: edge.from,
            until: edge.ended(&self.view).map(|ended| ended.on),
        });
        let stated = names.keys().flat_map(|handle| self.state.facts.markets(*handle));
        let stated = stated.filter(|one| self.view.relies_on(&one.reach));
        let markets: BTreeMap<u64, Market> = stated
            .map(|one| {
                let relation = Relation::of(one.relation);
                (one.position, Market { a: name(one.a), b: name(one.b), relation, from: one.from })
            })
            .collect();
        Facts {
            undertaking: name(asked),
            on: self.on,
            enterprises: enterprises.collect(),
            holdings: holdings.collect(),
            links: links.collect(),
            markets: markets.into_values().collect(),
        }
    }

    /// The name of an undertaking: its first handle that is registered, else its first.
    fn name(&self, handle: Handle) -> Name {
        let all = self.state.identity(handle, &self.view);
        let registered = all.iter().find(|one| self.state.undertakings.is_registered(**one));
        let one = registered.or_else(|| all.first()).copied().unwrap_or(handle);
        self.state.undertakings.id(one).map(ToString::to_string).unwrap_or_default()
    }

    fn near(&self, asked: Handle) -> Found<'a> {
        let mut found = Found::default();
        let mut open = vec![asked];
        while let Some(next) = open.pop() {
            let name = self.name(next);
            if found.all.contains_key(&name) {
                continue;
            }
            let all = self.state.identity(next, &self.view);
            let holdings: Vec<&StatedHolding> = all
                .iter()
                .flat_map(|one| self.state.facts.holdings(*one))
                .map(AsRef::as_ref)
                .filter(|one| self.view.relies_on(&one.reach))
                .collect();
            let links: Vec<&Edge> = all
                .iter()
                .flat_map(|one| self.state.groups.edges_of(*one))
                .filter(|edge| matches!(edge.tie, Tie::Control { .. }) && edge.is_seen(&self.view))
                .collect();
            let is_public = holdings
                .iter()
                .any(|one| all.contains(&one.holder) && Holder::of(one.kind).is_public() && next != asked);
            for one in holdings.into_iter().filter(|one| !is_public || all.contains(&one.held)) {
                found.holdings.insert(one.position, one);
                open.extend([one.holder, one.held]);
            }
            for edge in links.into_iter().filter(|edge| !is_public || all.contains(&edge.b)) {
                found.links.insert(edge.position, edge);
                open.extend([edge.a, edge.b]);
            }
            found.all.insert(name, all);
        }
        found
    }

    fn enterprise(&self, handles: &BTreeSet<Handle>, name: &dyn Fn(Handle) -> Name) -> Enterprise {
        let founded: Vec<&Founded> = handles.iter().flat_map(|one| self.state.facts.founded(*one)).collect();
        let mut stated: Vec<&StatedAccounts> =
            handles.iter().flat_map(|one| self.state.facts.accounts(*one)).collect();
        stated.retain(|one| one.on <= self.on);
        // Of a year the newest word by the day it speaks of; the order of the log is that of the list.
        stated.sort_by_key(|one| one.on);
        let year_ends = founded.iter().rev().find(|one| one.year_ends.is_some());
        let last_day = |year: i32| match year_ends {
            Some(founded) => founded.last_day(year),
            None => Founded { on: None, year_ends: None }.last_day(year),
        };
        let accounts = stated.into_iter().filter_map(|one| {
            let closed_on = one.closed_on.or_else(|| last_day(one.year))?;
            let accounts = Accounts {
                year: one.year,
                closed_on,
                approved_on: one.approved_on,
                months: one.months.unwrap_or(MONTHS_OF_YEAR),
                is_estimate: one.is_estimate,
                heads: fraction(one.heads),
                turnover: self.euro(one.turnover, closed_on),
                balance: self.euro(one.balance, closed_on),
                consolidates: one.consolidates.iter().map(|inside| name(*inside)).collect(),
            };
            Some((one.year, accounts))
        });
        let ids = handles.iter().filter_map(|handle| self.state.undertakings.id(*handle));
        Enterprise {
            is_person: ids.into_iter().any(UndertakingId::is_person),
            established_on: founded.iter().rev().find_map(|one| one.on),
            stated: self.state.assessments.known(handles, self.on).size.map(|(size, _)| size),
            accounts: accounts.collect(),
        }
    }

    fn holding(&self, stated: &StatedHolding, name: &dyn Fn(Handle) -> Name) -> Holding {
        let authority = stated.authority.and_then(|(budget, inhabitants, on)| {
            let budget = self.euro(budget, on)?;
            Some(LocalAuthority { budget, inhabitants: whole(i128::from(inhabitants)) })
        });
        Holding {
            holder: name(stated.holder),
            held: name(stated.held),
            capital: fraction(stated.capital),
            votes: fraction(stated.votes),
            kind: Holder::of(stated.kind),
            from: stated.from,
            invested: stated.invested.and_then(|money| self.euro(money, stated.from)),
            local_authority: authority,
            acting_jointly: stated.acting_jointly.as_ref().map(ToString::to_string),
        }
    }

    /// Money in euro at the rate of its day or of the day asked for; `None` where no rate is on record.
    fn euro(&self, money: Money, of: NaiveDate) -> Option<BigRational> {
        let (amount, currency) = (fraction(money.amount()), money.currency());
        if currency == Currency::EUR {
            return Some(amount);
        }
        let day = if self.law.readings.rate_of_closing_day { of } else { self.on };
        if let Some((_, fixed)) = self.state.packs().conversion(currency, day) {
            return Some(amount / fraction(fixed.value));
        }
        let (_, rate) = self.state.reference.rate(None, currency, day, self.law.rate_age_days)?;
        (!rate.is_zero()).then(|| amount / fraction(rate))
    }
}
