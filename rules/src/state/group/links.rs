//! Links of pairs, what parts them, and who is known to whom.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use ledger::ids::{PartyId, UndertakingId};

use super::Attestation;
use super::edge::Parting;
use super::view::{Reliance, View};
use crate::state::State;
use crate::state::undertaking::Handle;

impl State {
    /// Whether an undertaking is registered, as far as a viewer relies on who it is: under this id or one of the same.
    #[must_use]
    pub fn known(&self, id: &UndertakingId, viewer: &Reliance) -> bool {
        let view = View::of(viewer.clone());
        let handle = self.undertakings.find(id);
        handle.is_some_and(|handle| {
            self.identity(handle, &view).into_iter().any(|same| self.undertakings.is_registered(same))
        })
    }

    /// The first handle on record that may be the same company (U7): its number in the State's register agrees with one of
    /// this undertaking's, and nobody on whom the viewer relies said that they are one. On record is who is registered or
    /// received an award that is in effect.
    #[must_use]
    pub fn namesake(&self, id: &UndertakingId, viewer: &Reliance) -> Option<&UndertakingId> {
        let own = self.identity(self.undertakings.find(id)?, &View::of(viewer.clone()));
        let alike = own.iter().flat_map(|handle| self.undertakings.of_one_number(*handle));
        let stands = |handle: &Handle| {
            self.undertakings.is_registered(*handle)
                || self.awards.of(&BTreeSet::from([*handle])).any(|award| !award.is_freed())
        };
        let mut others = alike.filter(|handle| !own.contains(handle) && stands(handle));
        others.next().and_then(|handle| self.undertakings.id(*handle))
    }

    /// The links of a pair of undertakings, as far as a party relies on who they are, by number.
    pub(crate) fn links_of(
        &self,
        controller: &UndertakingId,
        controlled: &UndertakingId,
        signer: &PartyId,
    ) -> Vec<u32> {
        let pair = self.undertakings.find(controller).zip(self.undertakings.find(controlled));
        pair.map(|(one, other)| self.links_of_pair(one, other, signer)).unwrap_or_default()
    }

    fn links_of_pair(&self, controller: Handle, controlled: Handle, signer: &PartyId) -> Vec<u32> {
        let view = View::of(Reliance::Party(signer.clone()));
        let (ones, others) = (self.identity(controller, &view), self.identity(controlled, &view));
        let pairs = ones.iter().flat_map(|a| others.iter().map(move |b| (*a, *b)));
        pairs.flat_map(|(a, b)| self.groups.links_between(a, b)).collect()
    }

    /// Ends the links of a parted pair that were stated before it and begin before its day, and no others; the pairs of
    /// handles whose links are others now (G10).
    pub(crate) fn part(&mut self, parting: &Parting) -> BTreeSet<(Handle, Handle)> {
        let (on, position) = (parting.end.on, parting.end.position);
        let ends = |at: &u32| {
            // A link that begins on the day or later is another one.
            self.groups.edge(*at).is_some_and(|edge| edge.from < on && edge.position < position)
        };
        let links = self.links_of_pair(parting.controller, parting.controlled, &parting.signer);
        let links: BTreeSet<u32> = links.into_iter().filter(ends).collect();
        let known: BTreeSet<u32> = self.groups.ended_by(position).into_iter().collect();
        for at in known.difference(&links) {
            self.groups.remove_end(*at, position);
        }
        for at in links.difference(&known) {
            self.groups.add_end(*at, parting);
        }
        let changed = known.symmetric_difference(&links).filter_map(|at| self.groups.edge(*at));
        changed.map(|edge| (edge.a, edge.b)).collect()
    }

    /// Parts anew every pair that these handles belong to, since who they are may have changed (U1): the handles whose
    /// links are others now.
    pub(crate) fn part_anew(&mut self, handles: &[Handle]) -> Vec<Handle> {
        let everything = View::anybody();
        let all: BTreeSet<Handle> =
            handles.iter().flat_map(|handle| self.identity(*handle, &everything)).collect();
        let stated = all.iter().filter_map(|handle| self.groups.partings.get(handle)).flatten();
        let stated: BTreeMap<u64, Arc<Parting>> =
            stated.map(|parting| (parting.end.position, Arc::clone(parting))).collect();
        let parted = stated.values().flat_map(|parting| self.part(parting));
        parted.flat_map(|(a, b)| [a, b]).collect()
    }

    /// Whether undertakings of these handles control any of those on a day, directly or through others, over links that
    /// are in force in anybody's view.
    pub(crate) fn controls(&self, from: BTreeSet<Handle>, to: &BTreeSet<Handle>, day: NaiveDate) -> bool {
        let everything = View::anybody();
        let mut seen: BTreeSet<Handle> = BTreeSet::new();
        let mut open: Vec<Handle> = from.into_iter().collect();
        while let Some(next) = open.pop() {
            if to.contains(&next) {
                return true;
            }
            if !seen.insert(next) {
                continue;
            }
            open.extend(self.identity(next, &everything));
            let links =
                self.groups.edges_of(next).filter(|edge| edge.a == next && edge.holds_for_somebody(day));
            open.extend(links.map(|edge| edge.b));
        }
        false
    }

    /// Whether somebody relied on by a viewer attested, for a grant on a date, exactly the group of that date (G15).
    #[must_use]
    pub fn is_attested(&self, beneficiary: &UndertakingId, on: NaiveDate, viewer: &Reliance) -> bool {
        let Some(handle) = self.undertakings.find(beneficiary) else { return false };
        let view = View::of(viewer.clone()).defined_by(self.packs(), on);
        let stated =
            self.identity(handle, &view).into_iter().filter_map(|same| self.groups.attestations.get(&same));
        let mut stated: Vec<&Attestation> = stated.flatten().map(Arc::as_ref).collect();
        stated.retain(|one| one.on <= on && view.relies_on(&one.reach));
        if stated.is_empty() {
            return false;
        }
        let group = self.group_on(handle, on, &view);
        stated.into_iter().any(|one| {
            let members: BTreeSet<Handle> =
                one.members.iter().flat_map(|member| self.identity(*member, &view)).collect();
            members == group
        })
    }

    /// The number of a split in effect, by its event id: the signer's own, or in full as `<party>/<event id>`.
    pub(crate) fn split_named(&self, split: &str, signer: &PartyId) -> Option<u32> {
        let (party, id) = split.split_once('/').unwrap_or((signer.as_str(), split));
        self.groups.split_at(self.retractable(party, id)?)
    }
}
