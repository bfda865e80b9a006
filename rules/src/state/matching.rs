//! Awards that several sources saw: they count once, where one lasts longest and its figure is highest.
//!
//! Pairs are kept as stated; what is connected through pairs is one award. Which sighting counts is settled anew whenever
//! a pair or the figure of a member changes.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use ledger::ids::ScopedId;

use super::award::Award;
use super::awards::Awards;

impl Awards {
    /// Whether a match names these two together, in either order.
    pub(crate) fn is_pair(&self, one: &ScopedId, other: &ScopedId) -> bool {
        self.index(one).zip(self.index(other)).is_some_and(|(one, other)| self.pairs.has(one, other))
    }

    /// An award and those that are matched with it, directly or through others.
    pub(crate) fn alike(&self, id: &ScopedId) -> impl Iterator<Item = &Award> {
        let class = self.index(id).map(|index| self.pairs.class(index)).unwrap_or_default();
        class.into_iter().filter_map(|index| self.get(index))
    }

    /// The other sightings of an award that counts for them too.
    pub(crate) fn sightings<'a>(&'a self, of: &'a Award) -> impl Iterator<Item = &'a Award> {
        self.alike(&of.id).filter(|other| other.matched_away && other.id != of.id)
    }

    /// Which counts of awards that are one, with all that they are matched with.
    pub(crate) fn counts_of(&self, ids: &[ScopedId]) -> Option<&Award> {
        let named = ids.iter().filter_map(|id| self.index(id));
        self.get(self.representative(&named.flat_map(|index| self.pairs.class(index)).collect())?)
    }

    /// Whether two are one award, directly or through others.
    pub(crate) fn are_matched(&self, one: &ScopedId, other: &ScopedId) -> bool {
        let both = self.index(one).zip(self.index(other));
        both.is_some_and(|(one, other)| self.pairs.class(one).contains(&other))
    }

    pub(crate) fn match_with(&mut self, id: &ScopedId, others: impl Iterator<Item = ScopedId>) {
        let Some(index) = self.index(id) else { return };
        let others: Vec<u32> = others.filter_map(|other| self.index(&other)).collect();
        for other in others.into_iter().filter(|other| *other != index) {
            self.pairs.add(index, other);
        }
        self.settle_matches(index);
    }

    pub(crate) fn unmatch(&mut self, id: &ScopedId, others: impl Iterator<Item = ScopedId>) {
        let Some(index) = self.index(id) else { return };
        let others: Vec<u32> = others.filter_map(|other| self.index(&other)).collect();
        for other in &others {
            self.pairs.remove(index, *other);
        }
        for parted in std::iter::once(index).chain(others) {
            self.settle_class(parted);
        }
    }

    /// Lets one of the awards that are the same as this one count; nothing to do for an award that nobody matched.
    pub(super) fn settle_matches(&mut self, index: u32) {
        if self.pairs.has_any(index) {
            self.settle_class(index);
        }
    }

    fn settle_class(&mut self, index: u32) {
        let class = self.pairs.class(index);
        let standing = self.representative(&class);
        for member in class {
            let away = standing.is_some_and(|counts| counts != member);
            if self.get(member).is_some_and(|award| award.matched_away != away) {
                self.alter(member, |award| award.matched_away = away);
            }
        }
    }

    /// The one that counts longest, of equals the one with the highest high end, of equals the one at the lowest position;
    /// none where none has a figure.
    fn representative(&self, class: &BTreeSet<u32>) -> Option<u32> {
        let rank = |index: &u32| {
            let award = self
                .get(*index)
                .filter(|award| !award.is_freed() && award.set_aside.is_none() && !award.is_uncounted())?;
            // What is only reserved may run out, and must not take with it what somebody knows to be granted.
            let lasts = award.counts_until();
            // Numbers ascend with positions.
            Some((lasts, award.gge?.high?, Reverse(*index)))
        };
        class.iter().filter_map(rank).max().map(|(_, _, Reverse(index))| index)
    }
}
