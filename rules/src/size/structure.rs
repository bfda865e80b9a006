//! Who holds in whom and who is linked on a day (F1 to F5, L1 to L4).

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use num_rational::BigRational;

use super::facts::{Control, Facts, Holding, Name, Relation};
use crate::value::whole;

/// How what is not known is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unknown {
    /// So that less is added.
    Less,
    /// So that more is added.
    More,
}

impl Unknown {
    /// Both ways.
    pub const BOTH: [Self; 2] = [Self::Less, Self::More];
}

/// Holdings, control and linked enterprises on a day.
#[derive(Debug)]
pub(super) struct Structure<'a> {
    pub facts: &'a Facts,
    pub unknown: Unknown,
    /// Holdings in force, of each pair the newest.
    pub holdings: Vec<&'a Holding>,
    /// Control links in force.
    pub control: Vec<&'a Control>,
    /// Public bodies.
    pub public: BTreeSet<Name>,
    /// Everybody who is an enterprise, with the first of those linked to it: who has the same one is linked.
    group: BTreeMap<Name, Name>,
    /// Pairs of one owner of whose markets nothing is stated.
    pub unstated_markets: BTreeSet<(Name, Name)>,
}

/// Whether a part in percent is more than all that is left.
fn is_majority(percent: &BigRational) -> bool {
    percent + percent > whole(100)
}

impl<'a> Structure<'a> {
    /// The structure on a day.
    pub fn on(facts: &'a Facts, day: NaiveDate, unknown: Unknown) -> Self {
        let holdings = holdings_on(facts, day);
        let control = facts.links.iter().filter(|link| {
            link.controller != link.controlled
                && link.from <= day
                && link.until.is_none_or(|until| day < until)
        });
        let public = holdings.iter().filter(|one| one.kind.is_public() && one.holder != facts.undertaking);
        let public: BTreeSet<Name> = public.map(|one| one.holder.clone()).collect();
        let enterprises = facts.named().into_iter();
        let enterprises = enterprises.filter(|name| !public.contains(name) && !facts.is_mere_person(name));
        let group = enterprises.map(|name| (name.clone(), name)).collect();
        let control = control.collect();
        let mut structure =
            Self { facts, unknown, holdings, control, public, group, unstated_markets: BTreeSet::new() };
        structure.link_by_control();
        structure.link_by_persons(day);
        while structure.link_by_votes() {}
        structure
    }

    /// Whether it is an enterprise.
    pub fn is_enterprise(&self, name: &Name) -> bool {
        self.group.contains_key(name)
    }

    /// Enterprises.
    pub fn enterprises(&self) -> impl Iterator<Item = &Name> {
        self.group.keys()
    }

    /// The name that all who are linked to an enterprise have in common; `None` of who is none.
    pub fn group_of(&self, name: &Name) -> Option<&Name> {
        self.group.get(name)
    }

    /// Who is linked to an enterprise, itself included.
    pub fn linked_to(&self, name: &Name) -> BTreeSet<Name> {
        let Some(group) = self.group.get(name) else { return BTreeSet::new() };
        self.members(group)
    }

    /// The members of a group.
    pub fn members(&self, group: &Name) -> BTreeSet<Name> {
        self.group.iter().filter(|(_, of)| *of == group).map(|(name, _)| name.clone()).collect()
    }

    /// Whom some holders control, directly or through those they control (L1; Art. 3(3)).
    pub fn reach(&self, roots: &BTreeSet<Name>) -> BTreeSet<Name> {
        let mut reached = roots.clone();
        loop {
            let mut votes: BTreeMap<&Name, BigRational> = BTreeMap::new();
            for one in self.holdings.iter().filter(|one| reached.contains(&one.holder)) {
                *votes.entry(&one.held).or_insert_with(|| whole(0)) += &one.votes;
            }
            let by_votes = votes.into_iter().filter(|(_, votes)| is_majority(votes)).map(|(held, _)| held);
            let by_link = self.control.iter().filter(|link| reached.contains(&link.controller));
            let more = by_votes.chain(by_link.map(|link| &link.controlled));
            let more = more.filter(|name| self.is_enterprise(name) && !reached.contains(*name));
            let more: BTreeSet<Name> = more.cloned().collect();
            if more.is_empty() {
                break;
            }
            reached.extend(more);
        }
        reached.retain(|name| !roots.contains(name));
        reached
    }

    /// Whether a holder is linked to whom it holds in, alone or with others.
    pub fn is_linked(&self, holder: &Name, held: &Name) -> bool {
        match self.group.get(holder) {
            Some(group) => self.group.get(held) == Some(group),
            None => self.reach(&BTreeSet::from([holder.clone()])).contains(held),
        }
    }

    fn join(&mut self, one: &Name, other: &Name) {
        let (Some(one), Some(other)) = (self.group.get(one).cloned(), self.group.get(other).cloned()) else {
            return;
        };
        let (first, second) = if one < other { (one, other) } else { (other, one) };
        for group in self.group.values_mut().filter(|group| **group == second) {
            *group = first.clone();
        }
    }

    /// L2: a control link between enterprises (Art. 3(3), first and third subparagraph).
    fn link_by_control(&mut self) {
        for link in self.control.clone() {
            self.join(&link.controller, &link.controlled);
        }
    }

    /// L3: linked enterprises that have the majority of the votes in another between them; whether one more was linked.
    fn link_by_votes(&mut self) -> bool {
        let mut votes: BTreeMap<(&Name, &Name), BigRational> = BTreeMap::new();
        for one in &self.holdings {
            let (Some(group), Some(own)) = (self.group.get(&one.holder), self.group.get(&one.held)) else {
                continue;
            };
            if group != own {
                *votes.entry((group, &one.held)).or_insert_with(|| whole(0)) += &one.votes;
            }
        }
        let found = votes.into_iter().find(|(_, votes)| is_majority(votes));
        let Some(((group, held), _)) = found else { return false };
        let (group, held) = (group.clone(), held.clone());
        self.join(&group, &held);
        true
    }

    /// L4: enterprises that the same persons control, in the same or an adjacent market (Art. 3(3), fourth subparagraph).
    fn link_by_persons(&mut self, day: NaiveDate) {
        let mut persons: BTreeSet<BTreeSet<Name>> = BTreeSet::new();
        let mut jointly: BTreeMap<&Name, BTreeSet<Name>> = BTreeMap::new();
        for one in self.holdings.iter().filter(|one| self.facts.is_mere_person(&one.holder)) {
            if let Some(group) = &one.acting_jointly {
                jointly.entry(group).or_default().insert(one.holder.clone());
            }
        }
        persons.extend(jointly.into_values());
        let alone = self.facts.named().into_iter().filter(|name| self.facts.is_mere_person(name));
        persons.extend(alone.map(|name| BTreeSet::from([name])));
        let relations = relations_on(self.facts, day);
        for roots in persons {
            let reached: Vec<Name> = self.reach(&roots).into_iter().collect();
            for (at, one) in reached.iter().enumerate() {
                for other in reached.iter().skip(at.saturating_add(1)) {
                    match relations.get(&pair(one, other)) {
                        Some(Relation::Near) => self.join(one, other),
                        Some(Relation::Apart) => {}
                        None => {
                            self.unstated_markets.insert((one.clone(), other.clone()));
                            if self.unknown == Unknown::More {
                                self.join(one, other);
                            }
                        }
                    }
                }
            }
        }
    }
}

/// F1: of each pair the newest holding by a day; one of nothing is none.
fn holdings_on(facts: &Facts, day: NaiveDate) -> Vec<&Holding> {
    let mut newest: BTreeMap<(&Name, &Name), &Holding> = BTreeMap::new();
    for one in facts.holdings.iter().filter(|one| one.holder != one.held && one.from <= day) {
        let kept = newest.entry((&one.holder, &one.held)).or_insert(one);
        if kept.from <= one.from {
            *kept = one;
        }
    }
    let none = whole(0);
    newest.into_values().filter(|one| one.capital > none || one.votes > none).collect()
}

fn pair<'n>(a: &'n Name, b: &'n Name) -> (&'n Name, &'n Name) {
    if a < b { (a, b) } else { (b, a) }
}

/// F3: of each pair of enterprises the newest word on their markets by a day.
fn relations_on(facts: &Facts, day: NaiveDate) -> BTreeMap<(&Name, &Name), Relation> {
    let mut newest: BTreeMap<(&Name, &Name), (NaiveDate, Relation)> = BTreeMap::new();
    for said in facts.markets.iter().filter(|said| said.from <= day) {
        let kept = newest.entry(pair(&said.a, &said.b)).or_insert((said.from, said.relation));
        if kept.0 <= said.from {
            *kept = (said.from, said.relation);
        }
    }
    newest.into_iter().map(|(pair, (_, relation))| (pair, relation)).collect()
}
