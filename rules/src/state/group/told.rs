//! How a group and what it holds came about, for explanations: the same statements that decide, in the same views.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

use chrono::NaiveDate;
use ledger::money::Cents;

use super::divide::{Divided, Division, How};
use super::edge::{Edge, Tie};
use super::holding::{Layer, NOMINAL, Shared, Spans};
use super::view::View;
use crate::state::undertaking::Handle;
use crate::state::{Award, State};

/// A member of a group, and through which other it was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reached {
    pub handle: Handle,
    /// `None` for the one that is asked for.
    pub through: Option<Handle>,
    /// Whether it is the same undertaking as the one it was found through.
    pub same: bool,
}

/// A holder through which nobody is linked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Parted {
    pub holder: Handle,
    /// Whether it is a public body; otherwise a non-profit one.
    pub public: bool,
    pub from: NaiveDate,
    /// The statement that says so.
    pub position: u64,
    /// How many links to the group are set aside by it.
    pub links: usize,
}

/// Why an award is held as it is.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ground {
    pub divisions: Vec<Parts>,
    /// Ends of links that leave the history shared, through which it is held.
    pub exits: Vec<UnsettledEnd>,
}

/// One division with what each part comes to.
#[derive(Debug, Clone)]
pub(crate) struct Parts {
    pub on: NaiveDate,
    pub position: u64,
    pub how: How,
    /// Who holds how much on the day looked at, and whether that one's part counts here.
    pub held: Vec<(Handle, Cents, bool)>,
}

/// An unsettled end of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct UnsettledEnd {
    pub controller: Handle,
    pub controlled: Handle,
    pub on: NaiveDate,
    pub position: u64,
}

/// What a group shares on a day, looked up once for every award of a window.
pub(crate) struct Told {
    shared: Option<Arc<Shared>>,
    /// In the order of the layers.
    exits: Vec<Vec<UnsettledEnd>>,
    day: NaiveDate,
}

impl Told {
    /// Of the group of a handle on the day a window ends; awards before `since` are of no interest.
    pub(crate) fn of(
        state: &State,
        view: &View,
        seed: Option<Handle>,
        (since, day): (NaiveDate, NaiveDate),
    ) -> Self {
        let spans = Spans::of(state, view, seed, (day, day), since);
        let shared = spans.list.into_iter().next().and_then(|span| span.shared);
        let layers = shared.iter().flat_map(|shared| shared.layers.iter());
        let exits = layers.map(|layer| state.exits_of(layer, view)).collect();
        Self { shared, exits, day }
    }

    /// Why an award is held otherwise than in full by whoever received it; empty where it is not.
    pub(crate) fn ground(&self, state: &State, award: &Award) -> Ground {
        let (Some(shared), Some(index)) = (&self.shared, state.awards.index(&award.id)) else {
            return Ground::default();
        };
        let counted = award.counted(self.day).map(|figures| figures.high);
        let amount = counted.filter(|high| *high > Cents::ZERO).unwrap_or(NOMINAL);
        let granted_on = state.awards.granted_first(index).unwrap_or(award.granted_on);
        let divided =
            |day: NaiveDate| state.divided((&shared.stages, &shared.view), (index, award), granted_on, day);
        let own = divided(self.day);
        let own_part = own.held(amount, &|holder| shared.members.contains(&holder));
        // Of several exits that let it be held the one through which most is held decides, the earliest of equals.
        let mut most: Option<(Cents, usize, &Layer, Divided<'_>)> = None;
        for (at, layer) in shared.layers.iter().enumerate() {
            if layer.before <= granted_on {
                continue;
            }
            let then = divided(layer.before.pred_opt().unwrap_or(layer.before));
            let part = then.held(amount, &|holder| layer.members.contains(&holder));
            if part > most.as_ref().map_or(own_part, |(most, ..)| *most) {
                most = Some((part, at, layer, then));
            }
        }
        match most {
            Some((_, at, layer, then)) => Ground {
                divisions: parts(&then, amount, &layer.members),
                exits: self.exits.get(at).cloned().unwrap_or_default(),
            },
            None => Ground { divisions: parts(&own, amount, &shared.members), exits: Vec::new() },
        }
    }
}

/// The divisions that found something to divide, each with those of its parts that are held in the end.
fn parts(divided: &Divided<'_>, amount: Cents, members: &BTreeSet<Handle>) -> Vec<Parts> {
    let mut holders = BTreeSet::from([divided.recipient]);
    let acts = |division: &&Division| {
        let moved: Vec<Handle> = division.owners.intersection(&holders).copied().collect();
        for owner in moved.iter().filter(|_| division.stays == 0) {
            holders.remove(owner);
        }
        if !moved.is_empty() {
            holders.extend(division.parts.iter().map(|(who, _)| *who));
        }
        !moved.is_empty()
    };
    let told = divided.divisions.iter().filter(acts).map(|division| {
        let who: BTreeSet<Handle> = division.parts.iter().map(|(who, _)| *who).collect();
        let held = who
            .into_iter()
            .map(|who| (who, divided.held(amount, &|holder| holder == who), members.contains(&who)));
        let held = held.filter(|(_, cents, _)| *cents > Cents::ZERO).collect();
        Parts { on: division.on, position: division.position, how: division.how, held }
    });
    told.collect()
}

impl State {
    /// Everybody in the group of a handle on a day, itself first, each with the one it was found through; nearer ones first,
    /// and the numbers of one undertaking together.
    pub(crate) fn reached(&self, seed: Handle, day: NaiveDate, view: &View) -> Vec<Reached> {
        let mut seen = BTreeSet::new();
        let mut found = Vec::new();
        let mut open = VecDeque::from([Reached { handle: seed, through: None, same: true }]);
        while let Some(next) = open.pop_front() {
            if !seen.insert(next.handle) {
                continue;
            }
            found.push(next);
            let through = Some(next.handle);
            for (other, _) in self.undertakings.grounds(next.handle).same_as {
                open.push_front(Reached { handle: *other, through, same: true });
            }
            for edge in self.groups.edges_of(next.handle) {
                if !self.connects(edge, day, view) {
                    continue;
                }
                let handle = edge.other(next.handle);
                match edge.tie {
                    Tie::Same => open.push_front(Reached { handle, through, same: true }),
                    _ => open.push_back(Reached { handle, through, same: false }),
                }
            }
        }
        found
    }

    /// Whether an edge connects on a day in a view.
    pub(crate) fn connects(&self, edge: &Edge, day: NaiveDate, view: &View) -> bool {
        self.in_force(edge, view).is_some_and(|(from, end)| from <= day && day < end)
    }

    /// The holders whose links to a group are set aside on a day.
    pub(crate) fn set_aside(&self, members: &[Reached], day: NaiveDate, view: &View) -> Vec<Parted> {
        let mut found: Vec<Parted> = Vec::new();
        let mut seen = BTreeSet::new();
        for member in members {
            let traits = self.groups.clusters.traits(member.handle);
            if !traits.is_some_and(|traits| traits.public || traits.non_profit) {
                // Members of one group lie in one cluster.
                break;
            }
            for edge in self.groups.edges_of(member.handle) {
                let links = matches!(edge.tie, Tie::Control { .. })
                    && edge.is_seen(view)
                    && edge.from <= day
                    && edge.ended(view).is_none_or(|ended| day < ended.on);
                if !links || !seen.insert(edge.position) {
                    continue;
                }
                if let Some(known) = found.iter_mut().find(|known| known.holder == edge.a) {
                    known.links = known.links.saturating_add(1);
                } else {
                    found.extend(self.parted(edge.a, day, view));
                }
            }
        }
        found
    }

    fn parted(&self, holder: Handle, day: NaiveDate, view: &View) -> Option<Parted> {
        self.unlinked_from(holder, view).filter(|from| *from <= day)?;
        let all = self.identity(holder, view);
        let stated = all.iter().flat_map(|same| self.groups.holders_of(*same)).filter(|stated| {
            let through = if stated.public { view.through_public } else { view.through_non_profit };
            !through && view.relies_on(&stated.reach)
        });
        let first = stated.min_by_key(|stated| (stated.from, stated.position))?;
        let (public, from, position) = (first.public, first.from, first.position);
        Some(Parted { holder, public, from, position, links: 1 })
    }

    /// The unsettled ends by which a group of the day before is shared.
    fn exits_of(&self, layer: &Layer, view: &View) -> Vec<UnsettledEnd> {
        let edges = layer.members.iter().flat_map(|handle| {
            // Once, from the side of the controller.
            self.groups.edges_of(*handle).filter(move |edge| edge.a == *handle)
        });
        let exits = edges.filter_map(|edge| {
            let Tie::Control { .. } = edge.tie else { return None };
            let (_, end) = self.in_force(edge, view)?;
            let ended = edge.ended(view).filter(|ended| ended.on == end && ended.history.is_none())?;
            let exit =
                UnsettledEnd { controller: edge.a, controlled: edge.b, on: end, position: ended.position };
            (end == layer.before).then_some(exit)
        });
        exits.collect()
    }
}
