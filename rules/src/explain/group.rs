//! Whose awards are added up, and which statements say that they are one undertaking's.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use ledger::ids::{PartyId, UndertakingId};

use super::build::{FEW, LIST_MAX, cut, cut_at};
use super::reason::{Reason, step};
use crate::state::{Edge, Handle, Parted, Reached, Reliance, State, Tie, View};
use crate::words::say;

/// The numbers of one undertaking, with the positions of the statements that made them one.
pub(super) fn numbers(state: &State, id: &UndertakingId, members: &BTreeSet<Handle>) -> Reason {
    if members.is_empty() {
        return step("group", say::unregistered(id));
    }
    let member = |handle: &Handle| {
        let same = state.undertakings.grounds(*handle).same_as.iter().filter_map(|(other, at)| {
            let other = state.undertakings.id(*other)?;
            Some(step("statement", say::same_by(other, *at)).at(*at))
        });
        named(state, *handle, cut_at(same.collect(), FEW))
    };
    step("group", say::group(members.len())).with(cut(members.iter().map(member)))
}

/// A group as it is looked at: through whose eyes and on which day.
#[derive(Clone, Copy)]
pub(super) struct Seen<'a> {
    pub state: &'a State,
    pub view: &'a View,
    pub day: NaiveDate,
}

impl Seen<'_> {
    /// Everybody in the group of an undertaking, each with the statements that tie it to one named before.
    pub(super) fn group(self, id: &UndertakingId, seed: Option<Handle>) -> Reason {
        let Some(seed) = seed else { return step("group", say::unregistered(id)) };
        let members = self.state.reached(seed, self.day, self.view);
        let undertakings = members.iter().filter(|member| !member.same).count().saturating_add(1);
        let said = if undertakings == 1 {
            step("group", say::group(members.len()))
        } else {
            let numbers = members.len();
            let numbered = numbers != undertakings;
            step("group", say::single_undertaking(undertakings, numbers, numbered, self.day))
        };
        let mut inputs = cut(members.iter().map(|member| self.member(*member)));
        let aside = self.state.set_aside(&members, self.day, self.view);
        inputs.extend(cut(aside.into_iter().map(|parted| self.set_aside(parted))));
        said.with(inputs)
    }

    fn member(self, member: Reached) -> Reason {
        named(self.state, member.handle, self.ties(member))
    }

    /// The statements that tie a member to the one it was found through.
    fn ties(self, member: Reached) -> Vec<Reason> {
        let Some(through) = member.through else { return Vec::new() };
        let grounds = self.state.undertakings.grounds(member.handle);
        let same = grounds.same_as.iter().filter(|(other, _)| *other == through).filter_map(|(other, at)| {
            Some(step("statement", say::same_by(self.state.undertakings.id(*other)?, *at)).at(*at))
        });
        let edges = self.state.groups.edges_of(member.handle).filter(|edge| {
            edge.other(member.handle) == through && self.state.connects(edge, self.day, self.view)
        });
        let ties = edges.filter_map(|edge| self.tie(edge, member.handle));
        cut_at(same.chain(ties).collect(), FEW)
    }

    /// A statement that ties, as a member sees it.
    fn tie(self, edge: &Edge, member: Handle) -> Option<Reason> {
        let id = |handle: Handle| self.state.undertakings.id(handle);
        let by = party(&edge.reach);
        let what = match edge.tie {
            Tie::Control { weak, .. } => say::controls(id(edge.a)?, id(edge.b)?, edge.from, weak, by),
            Tie::Merger => say::absorbed(id(edge.a)?, id(edge.b)?, edge.from, by),
            Tie::Same => say::same_for(id(edge.other(member))?, by),
        };
        Some(step("tie", what).at(edge.position))
    }

    fn set_aside(self, Parted { holder, public, from, position, links }: Parted) -> Reason {
        let Some(holder) = self.state.undertakings.id(holder) else { return step("set-aside", say::more(1)) };
        step("set-aside", say::set_aside(holder, public, from, links)).at(position)
    }

    /// Who is in the group of an undertaking here and not as `before` sees it, and who is not and was.
    pub(super) fn compared_with(self, before: Seen<'_>, seed: Option<Handle>) -> Vec<Reason> {
        let Some(seed) = seed else { return Vec::new() };
        let now = self.state.reached(seed, self.day, self.view);
        let then = before.state.reached(seed, before.day, before.view);
        let handles = |all: &[Reached]| all.iter().map(|one| one.handle).collect::<BTreeSet<Handle>>();
        let (here, there) = (handles(&now), handles(&then));
        let came = now.into_iter().filter(|member| !there.contains(&member.handle));
        let went = then.into_iter().filter(|member| !here.contains(&member.handle));
        let came: Vec<Reached> = came.collect();
        let went: Vec<Reached> = went.collect();
        let mut steps =
            cut(came.into_iter().map(|member| self.said_of(member.handle, true, self.ties(member))));
        steps.extend(cut(went
            .into_iter()
            .map(|member| self.said_of(member.handle, false, self.untied(before, member)))));
        steps
    }

    /// The ties of the group's members that connect here and not as `other` sees them, or the other way round, on any days:
    /// what is left to name where the group is the same and only what it shares is not.
    pub(super) fn differing(self, other: Seen<'_>, seed: Option<Handle>) -> Vec<Reason> {
        let members = seed.map(|seed| self.state.reached(seed, self.day, self.view)).unwrap_or_default();
        let mut ties: BTreeMap<u64, Reason> = BTreeMap::new();
        for member in members.iter().take(LIST_MAX) {
            let edges = self.state.groups.edges_of(member.handle).filter(|edge| {
                edge.from <= self.day
                    && self.state.in_force(edge, self.view) != self.state.in_force(edge, other.view)
            });
            ties.extend(
                edges.filter_map(|edge| Some((edge.position, self.tie(edge, member.handle)?))).take(LIST_MAX),
            );
        }
        cut(ties.into_values())
    }

    fn said_of(self, handle: Handle, joins: bool, inputs: Vec<Reason>) -> Reason {
        let Some(id) = self.state.undertakings.id(handle) else { return step("member", say::more(1)) };
        let said = if joins { step("joins", say::joins(id)) } else { step("leaves", say::leaves(id)) };
        said.with(inputs)
    }

    /// The ties that held a member as `before` sees it, and what became of them here.
    fn untied(self, before: Seen<'_>, member: Reached) -> Vec<Reason> {
        let edges = self.state.groups.edges_of(member.handle).filter(|edge| {
            self.state.connects(edge, before.day, before.view)
                && !self.state.connects(edge, self.day, self.view)
        });
        let said = edges.filter_map(|edge| {
            let ended = edge.ended(self.view).filter(|ended| edge.is_seen(self.view) && ended.on <= self.day);
            let id = |handle: Handle| self.state.undertakings.id(handle);
            let Some(ended) = ended else { return self.tie(edge, member.handle) };
            let said = say::control_ended(id(edge.a)?, id(edge.b)?, ended.on);
            Some(step("end", said).at(ended.position))
        });
        cut_at(said.collect(), FEW)
    }
}

/// A number with the statements that registered it, then others about it.
fn named(state: &State, handle: Handle, others: Vec<Reason>) -> Reason {
    let Some(id) = state.undertakings.id(handle) else { return step("member", say::more(1)) };
    let registered = state.undertakings.grounds(handle).registered.iter();
    let registered: Vec<Reason> =
        registered.map(|at| step("statement", say::registered_at(*at)).at(*at)).collect();
    let mut inputs = cut_at(registered, FEW);
    inputs.extend(others);
    step("member", say::member(id)).with(inputs)
}

/// Who alone relies on a statement; `None` where everybody does.
fn party(reach: &Reliance) -> Option<&PartyId> {
    match reach {
        Reliance::Everybody => None,
        Reliance::Party(party) => Some(party),
    }
}
