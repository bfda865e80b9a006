//! The single undertaking through time: links, mergers, splits, and who may rely on which.
//!
//! Statements are kept as they were made, each with who relies on it; groups are found from them for a day and a view.

mod cluster;
mod divide;
mod edge;
mod holding;
mod links;
mod pool;
mod seen;
mod told;
#[cfg(test)]
mod tests;
mod view;
mod votes;
mod walk;

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;
use imbl::{HashMap, Vector};

pub(crate) use cluster::Clusters;
pub(crate) use divide::{Attribution, How, Split};
pub(crate) use edge::{Attributed, Edge, End, Ended, History, Parting, Tie};
pub(crate) use holding::{Holder as Seeker, NOMINAL, Piece, Shared, Spans};
pub(crate) use pool::Pools;
pub(crate) use seen::{Seen, Sightings};
pub(crate) use told::{Parted, Parts, Reached, Told, UnsettledEnd};
pub use view::{Reliance, View, Weak};
pub(crate) use votes::{Share, is_majority};

use super::undertaking::Handle;

/// A holder that some ceilings do not look through.
#[derive(Debug, Clone)]
pub(crate) struct Holder {
    /// Whether it is a public body; otherwise a non-profit one.
    pub public: bool,
    pub from: NaiveDate,
    pub reach: Reliance,
    pub position: u64,
}

/// "We searched; this is all of it."
#[derive(Debug, Clone)]
pub(crate) struct Attestation {
    /// The members stated, and the undertaking itself.
    pub members: Vec<Handle>,
    pub on: NaiveDate,
    pub reach: Reliance,
    pub position: u64,
}

/// What a statement left behind, for taking it back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Made {
    Edge(u32),
    Parting(Handle),
    End(u32),
    Holder(Handle),
    Split(u32),
    Attribution(u32, u32),
    Attestation(Handle),
    Share(Handle),
}

/// Links, mergers, splits, attributions and attestations.
#[derive(Debug, Clone, Default)]
pub struct Groups {
    edges: Vector<Arc<Edge>>,
    touching: HashMap<Handle, Vector<u32>>,
    /// Under both handles that each names.
    partings: HashMap<Handle, Vector<Arc<Parting>>>,
    holders: HashMap<Handle, Vector<Holder>>,
    /// Parts of votes, under both handles that each names.
    shares: HashMap<Handle, Vector<Arc<Share>>>,
    splits: Vector<Arc<Split>>,
    /// By split and award.
    attributions: HashMap<(u32, u32), Vector<Attribution>>,
    attestations: HashMap<Handle, Vector<Arc<Attestation>>>,
    made: HashMap<u64, Vector<Made>>,
    pub(crate) clusters: Clusters,
    pools: Pools,
}

fn number(length: usize) -> u32 {
    // A statement adds at most some dozens of edges, so 2^32 lie beyond any log's size.
    u32::try_from(length).unwrap_or(u32::MAX)
}

impl Groups {
    /// Every edge that touches a handle, those taken back included.
    pub(crate) fn edges_of(&self, handle: Handle) -> impl Iterator<Item = &Edge> {
        let numbers = self.touching.get(&handle).into_iter().flatten();
        numbers.filter_map(|at| self.edge(*at))
    }

    /// An edge by number.
    pub(crate) fn edge(&self, at: u32) -> Option<&Edge> {
        self.edges.get(at as usize).map(Arc::as_ref)
    }

    /// The links from a controller's handle to a controlled one's, by number.
    pub(crate) fn links_between(&self, a: Handle, b: Handle) -> Vec<u32> {
        // A holding may have thousands of links, those it controls have few.
        let of = |handle| self.touching.get(handle).map_or(0, Vector::len);
        let fewer = if of(&b) < of(&a) { &b } else { &a };
        let numbers = self.touching.get(fewer).into_iter().flatten().copied();
        let is_link = |at: &u32| {
            self.edge(*at).is_some_and(|edge| {
                matches!(edge.tie, Tie::Control { .. }) && !edge.retracted && edge.a == a && edge.b == b
            })
        };
        numbers.filter(is_link).collect()
    }

    /// A split by number.
    pub(crate) fn split(&self, at: u32) -> Option<&Split> {
        self.splits.get(at as usize).map(Arc::as_ref)
    }

    /// The number of the split stated at a position and not taken back.
    pub(crate) fn split_at(&self, position: u64) -> Option<u32> {
        let made = self.made.get(&position)?;
        made.iter().find_map(|made| if let Made::Split(at) = made { Some(*at) } else { None })
    }

    /// Whether one of these handles is split on a day, as a view sees it.
    pub(crate) fn is_split_on(&self, handles: &BTreeSet<Handle>, on: NaiveDate, view: &View) -> bool {
        self.splits_of(handles, view).any(|split| split.on == on)
    }

    /// Whether one of these handles is split after a day, as a view sees it.
    pub(crate) fn is_split_after(&self, handles: &BTreeSet<Handle>, on: NaiveDate, view: &View) -> bool {
        self.splits_of(handles, view).any(|split| split.on > on)
    }

    /// The splits of these handles that a view sees.
    pub(crate) fn splits_of<'a>(
        &'a self,
        handles: &'a BTreeSet<Handle>,
        view: &'a View,
    ) -> impl Iterator<Item = &'a Split> {
        let traits = handles.iter().filter_map(|handle| self.clusters.traits(*handle));
        let splits = traits.flat_map(|traits| traits.splits.iter()).filter_map(|at| self.split(*at));
        splits.filter(|split| {
            !split.retracted && view.relies_on(&split.reach) && handles.contains(&split.undertaking)
        })
    }

    /// How a split divides an award in a view, if that was stated: the latest of several.
    pub(crate) fn attributed(&self, split: u32, award: u32, view: &View) -> Option<&Attribution> {
        let stated = self.attributions.get(&(split, award))?;
        stated.iter().filter(|one| view.relies_on(&one.reach)).max_by_key(|one| one.position)
    }

    /// From when a handle is a holder whose links a view does not look at.
    pub(crate) fn unlinked_holder(&self, handle: Handle, view: &View) -> Option<NaiveDate> {
        let stated = self.holders.get(&handle)?.iter().filter(|holder| {
            let through = if holder.public { view.through_public } else { view.through_non_profit };
            !through && view.relies_on(&holder.reach)
        });
        stated.map(|holder| holder.from).min()
    }

    /// What was said of a handle as a holder.
    pub(crate) fn holders_of(&self, handle: Handle) -> impl Iterator<Item = &Holder> {
        self.holders.get(&handle).into_iter().flatten()
    }

    /// Whether anybody ever stated a weak link in the cluster of a handle.
    pub(crate) fn holds_weak(&self, handle: Handle) -> bool {
        self.clusters.traits(handle).is_some_and(|traits| traits.weak)
    }

    /// Whether a link in the cluster of a handle crosses a border.
    pub(crate) fn crosses_borders(&self, handle: Handle) -> bool {
        self.clusters.traits(handle).is_some_and(|traits| traits.crossing)
    }

    /// Whether statements in the cluster of a handle are not relied on by everybody.
    pub(crate) fn hangs_on_parties(&self, handle: Handle) -> bool {
        self.clusters.traits(handle).is_some_and(|traits| traits.party)
    }

    fn made(&mut self, position: u64, made: Made) {
        self.made.entry(position).or_default().push_back(made);
    }

    pub(crate) fn add_edge(&mut self, edge: Edge) {
        let at = number(self.edges.len());
        for handle in BTreeSet::from([edge.a, edge.b]) {
            self.touching.entry(handle).or_default().push_back(at);
        }
        self.clusters.join(edge.a, edge.b);
        self.clusters.note(edge.a, |traits| {
            traits.party |= edge.reach != Reliance::Everybody;
            if let Tie::Control { weak, crosses, .. } = edge.tie {
                traits.weak |= weak;
                traits.crossing |= crosses;
            }
        });
        self.made(edge.position, Made::Edge(at));
        self.edges.push_back(Arc::new(edge));
    }

    /// Keeps a statement that a pair is parted; which links it ends is for [`State::part_anew`] to say.
    pub(crate) fn add_parting(&mut self, parting: Parting) {
        let parting = Arc::new(parting);
        for handle in BTreeSet::from([parting.controller, parting.controlled]) {
            self.made(parting.end.position, Made::Parting(handle));
            self.partings.entry(handle).or_default().push_back(Arc::clone(&parting));
        }
    }

    /// The links that the statement at a position ends, by number.
    pub(super) fn ended_by(&self, position: u64) -> Vec<u32> {
        let made = self.made.get(&position).into_iter().flatten();
        made.filter_map(|made| if let Made::End(at) = made { Some(*at) } else { None }).collect()
    }

    pub(super) fn remove_end(&mut self, at: u32, position: u64) {
        if let Some(edge) = self.edges.get_mut(at as usize) {
            Arc::make_mut(edge).ends.retain(|end| end.position != position);
        }
        if let Some(made) = self.made.get_mut(&position) {
            made.retain(|made| *made != Made::End(at));
        }
    }

    pub(super) fn add_end(&mut self, at: u32, parting: &Parting) {
        let Parting { end, recipients, .. } = parting;
        let end = end.clone();
        let position = end.position;
        let Some(edge) = self.edges.get_mut(at as usize) else { return };
        let edge = Arc::make_mut(edge);
        let controller = edge.a;
        let named: Vec<Handle> = match &end.history {
            Some(History::Attributed(attributed)) => {
                attributed.parts.iter().map(|(_, who, _)| *who).collect()
            }
            _ => Vec::new(),
        };
        let attributes = !named.is_empty();
        let shares = !matches!(end.history, Some(History::Stays));
        let (on, party) = (end.on, end.reach != Reliance::Everybody);
        edge.ends.push(end);
        for who in named.into_iter().chain(recipients.iter().copied()) {
            self.clusters.join(controller, who);
        }
        self.clusters.note(controller, |traits| {
            traits.party |= party;
            // Two ends of one link are one exit: which of them holds is for the view to say.
            if attributes && !traits.exits.contains(&at) {
                traits.exits.push_back(at);
            }
            if shares {
                traits.divided_until = traits.divided_until.max(Some(on));
            }
        });
        self.made(position, Made::End(at));
    }

    pub(crate) fn add_holder(&mut self, handle: Handle, holder: Holder) {
        self.clusters.note(handle, |traits| {
            traits.party |= holder.reach != Reliance::Everybody;
            traits.public |= holder.public;
            traits.non_profit |= !holder.public;
        });
        self.made(holder.position, Made::Holder(handle));
        self.holders.entry(handle).or_default().push_back(holder);
    }

    /// A natural person controls somebody in the cluster of a handle.
    pub(crate) fn note_person(&mut self, handle: Handle) {
        self.clusters.note(handle, |traits| traits.person = true);
    }

    pub(crate) fn add_share(&mut self, share: Share) {
        let share = Arc::new(share);
        for handle in BTreeSet::from([share.holder, share.held]) {
            self.made(share.position, Made::Share(handle));
            self.clusters.note(handle, |traits| traits.shares = true);
            self.shares.entry(handle).or_default().push_back(Arc::clone(&share));
        }
    }

    /// Every holding that a handle has or in which it is held.
    pub(crate) fn shares_of(&self, handle: Handle) -> impl Iterator<Item = &Arc<Share>> {
        self.shares.get(&handle).into_iter().flatten()
    }

    /// Whether any holding in the cluster of a handle was stated.
    pub(crate) fn holds_shares(&self, handle: Handle) -> bool {
        self.clusters.traits(handle).is_some_and(|traits| traits.shares)
    }

    /// Whether a natural person controls or holds somebody in the cluster of a handle.
    pub(crate) fn holds_persons(&self, handle: Handle) -> bool {
        self.clusters.traits(handle).is_some_and(|traits| traits.person)
    }

    pub(crate) fn add_split(&mut self, split: Split) {
        let at = number(self.splits.len());
        for (successor, _) in &split.successors {
            self.clusters.join(split.undertaking, *successor);
        }
        // What comes to an undertaking that is none of its own successors goes on to them, of whatever day (H2).
        let stays = split.successors.iter().any(|(successor, _)| *successor == split.undertaking);
        let until = if stays { split.on } else { NaiveDate::MAX };
        self.clusters.note(split.undertaking, |traits| {
            traits.party |= split.reach != Reliance::Everybody;
            traits.divided_until = traits.divided_until.max(Some(until));
            traits.splits.push_back(at);
        });
        self.made(split.position, Made::Split(at));
        self.splits.push_back(Arc::new(split));
    }

    pub(crate) fn attribute(&mut self, split: u32, award: u32, attribution: Attribution) {
        let Some(owner) = self.split(split).map(|split| split.undertaking) else { return };
        for (who, _) in &attribution.parts {
            self.clusters.join(owner, *who);
        }
        let party = attribution.reach != Reliance::Everybody;
        self.clusters.note(owner, |traits| traits.party |= party);
        self.made(attribution.position, Made::Attribution(split, award));
        self.attributions.entry((split, award)).or_default().push_back(attribution);
    }

    pub(crate) fn attest(&mut self, attestation: Attestation) {
        let (position, stated) = (attestation.position, Arc::new(attestation));
        for handle in &stated.members {
            self.made(position, Made::Attestation(*handle));
            self.attestations.entry(*handle).or_default().push_back(Arc::clone(&stated));
        }
    }

    /// The handles that a statement tied, ended a tie of, split or spoke of, and the first day it spoke of.
    pub(crate) fn named_by(&self, position: u64) -> Option<(Vec<Handle>, NaiveDate)> {
        let mut handles = BTreeSet::new();
        let mut day = NaiveDate::MAX;
        for made in self.made.get(&position)? {
            match made {
                Made::Edge(at) | Made::End(at) => {
                    let edge = self.edge(*at)?;
                    handles.extend([edge.a, edge.b]);
                    let end = edge.ends.iter().find(|end| end.position == position).map(|end| end.on);
                    day = day.min(end.unwrap_or(edge.from));
                }
                Made::Parting(handle) => {
                    handles.insert(*handle);
                    let stated = self.partings.get(handle).into_iter().flatten();
                    let stated = stated.filter(|parting| parting.end.position == position);
                    day = stated.map(|parting| parting.end.on).fold(day, NaiveDate::min);
                }
                Made::Holder(handle) => {
                    handles.insert(*handle);
                    let stated = self.holders.get(handle).into_iter().flatten();
                    let from =
                        stated.filter(|holder| holder.position == position).map(|holder| holder.from).min();
                    day = day.min(from.unwrap_or(NaiveDate::MIN));
                }
                Made::Split(at) | Made::Attribution(at, _) => {
                    let split = self.split(*at)?;
                    handles.insert(split.undertaking);
                    day = day.min(split.on);
                }
                // An attestation changes no group, nor do votes in the view of everybody.
                Made::Attestation(_) | Made::Share(_) => {}
            }
        }
        Some((handles.into_iter().collect(), day))
    }

    /// Takes back what the statement at a position said; the handles whose ties may be others now.
    pub(crate) fn retract(&mut self, position: u64) -> Vec<Handle> {
        let touched = self.named_by(position).map(|(handles, _)| handles).unwrap_or_default();
        for made in self.made.remove(&position).unwrap_or_default() {
            match made {
                Made::Edge(at) => {
                    if let Some(edge) = self.edges.get_mut(at as usize) {
                        Arc::make_mut(edge).retracted = true;
                    }
                }
                Made::Parting(handle) => {
                    if let Some(stated) = self.partings.get_mut(&handle) {
                        stated.retain(|parting| parting.end.position != position);
                    }
                }
                Made::End(at) => self.remove_end(at, position),
                Made::Holder(handle) => {
                    if let Some(holders) = self.holders.get_mut(&handle) {
                        holders.retain(|holder| holder.position != position);
                    }
                }
                Made::Split(at) => {
                    if let Some(split) = self.splits.get_mut(at as usize) {
                        Arc::make_mut(split).retracted = true;
                    }
                }
                Made::Attribution(split, award) => {
                    if let Some(stated) = self.attributions.get_mut(&(split, award)) {
                        stated.retain(|one| one.position != position);
                    }
                }
                Made::Share(handle) => {
                    if let Some(stated) = self.shares.get_mut(&handle) {
                        stated.retain(|one| one.position != position);
                    }
                }
                Made::Attestation(handle) => {
                    if let Some(stated) = self.attestations.get_mut(&handle) {
                        stated.retain(|one| one.position != position);
                    }
                }
            }
        }
        touched
    }
}
