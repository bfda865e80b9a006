//! Every award in effect, by number, id and day, and their sums by day.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;
use imbl::{HashMap, OrdMap, OrdSet, Vector};
use ledger::event::aid::Regime;
use ledger::event::field::Text;
use ledger::ids::{MemberState, ScopedId};
use ledger::money::Cents;
use ledger::verdict::Figure;

use super::award::{Aside, Award, Life, Place};
use super::days::{DayBucket, Days, SumKey};
use super::id_hash::IdHash;
use super::national::National;
use super::pairs::Pairs;
use super::undertaking::Handle;

/// Whose, which State, which regime; no regime lies before every regime.
type OpenKey = (Handle, Option<MemberState>, Option<Regime>);

/// Before every key of a handle.
pub(super) fn first_key(handle: Handle) -> OpenKey {
    (handle, None, None)
}

/// Every award in effect, by number, id and day.
#[derive(Debug, Clone, Default)]
pub struct Awards {
    /// Behind a pointer each: changing one copies a node of pointers, not of awards.
    records: Vector<Arc<Award>>,
    by_id: HashMap<IdHash, u32>,
    pub(crate) days: Days,
    /// Awards whose granting date is a range: they stand on no day, and count on none.
    pub(super) open_dated: OrdMap<OpenKey, OrdSet<u32>>,
    /// Which awards were said to be the same.
    pub(super) pairs: Pairs,
    /// Members of large groups, each with the handle under which the sums of the whole group are kept too.
    pooled: HashMap<Handle, Handle>,
    /// Awards of a known day with a figure, by recipient, day and low end: what another may be the same as (A12).
    figured: OrdSet<(Handle, NaiveDate, Cents, u32)>,
    /// Sightings of which another counts in another period, by whose sums they would stand in and their day.
    apart: OrdSet<(Handle, NaiveDate, u32)>,
    /// Awards that name a service, by recipient: what another one for the same may not meet (C1).
    for_services: OrdSet<(Handle, u32)>,
    /// Awards that say which class they belong to, and what reviews decided of each class, with their positions.
    by_class: HashMap<Text, OrdSet<u32>>,
    class_reviews: HashMap<Text, Vector<(u64, Option<Aside>)>>,
    /// Awards that name a project and pay cost lines of it: what another one on the same line is added to (C2).
    for_projects: OrdMap<ScopedId, OrdSet<u32>>,
    /// Of which regimes sums by State are kept.
    pub(super) national: National,
}

impl Awards {
    /// The award with an id.
    #[must_use]
    pub fn find(&self, id: &ScopedId) -> Option<&Award> {
        self.index(id).and_then(|index| self.get(index))
    }

    /// The award with a number.
    #[must_use]
    pub fn get(&self, index: u32) -> Option<&Award> {
        self.records.get(index as usize).map(Arc::as_ref)
    }

    /// The award with an id, unless it was set free: what was freed is as unknown as what never was.
    #[must_use]
    pub fn in_effect(&self, id: &ScopedId) -> Option<&Award> {
        self.find(id).filter(|award| !award.is_freed())
    }

    /// The number of an award.
    pub(crate) fn index(&self, id: &ScopedId) -> Option<u32> {
        self.by_id.get(&IdHash::of(&[id.as_str()])).copied()
    }

    /// The award that the entry at a position brought.
    #[must_use]
    pub fn at(&self, position: u64) -> Option<&Award> {
        // Awards are appended in the order of the log.
        let index = self.records.binary_search_by_key(&position, |award| award.position).ok()?;
        self.records.get(index).map(Arc::as_ref)
    }

    /// Every award, by position.
    pub fn all(&self) -> impl Iterator<Item = &Award> {
        self.records.iter().map(Arc::as_ref)
    }

    /// How many awards are in effect.
    #[must_use]
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// Under which handle the sums of a member's large group are kept.
    pub(crate) fn pool_of(&self, handle: Handle) -> Option<Handle> {
        self.pooled.get(&handle).copied()
    }

    /// Adds the awards of a handle to the sums of a pool, and takes them out of those of the pool it was in.
    pub(super) fn place(&mut self, handle: Handle, pool: Option<Handle>) {
        let before = self.pool_of(handle);
        let own = BTreeSet::from([handle]);
        let numbers: Vec<u32> = self.numbers_of(&own).collect();
        for index in numbers {
            let Some(award) = self.records.get(index as usize).cloned() else { continue };
            if let Some(before) = before {
                self.take_from(before, index, &award);
            }
            if let Some(pool) = pool {
                self.put_at(pool, index, &award);
            }
        }
        match pool {
            Some(pool) => self.pooled.insert(handle, pool),
            None => self.pooled.remove(&handle),
        };
    }

    /// Every award of a group, by handle, State, regime and day.
    pub fn of<'a>(&'a self, group: &'a BTreeSet<Handle>) -> impl Iterator<Item = &'a Award> {
        self.numbers_of(group).filter_map(|index| self.get(index))
    }

    /// The numbers of every award of a group.
    pub(super) fn numbers_of<'a>(&'a self, group: &'a BTreeSet<Handle>) -> impl Iterator<Item = u32> + 'a {
        let dated = move |handle: &'a Handle| self.days.all_of(*handle).flat_map(DayBucket::awards);
        let open = move |handle: &'a Handle| {
            let awards = self.open_dated.range(first_key(*handle)..first_key(handle.next()));
            awards.flat_map(|(_, awards)| awards.iter().copied())
        };
        let of = move |handle: &'a Handle| dated(handle).chain(open(handle));
        group.iter().flat_map(of)
    }

    pub(crate) fn insert(&mut self, award: Award) {
        let index = u32::try_from(self.records.len()).unwrap_or(u32::MAX);
        self.by_id.insert(IdHash::of(&[award.id.as_str()]), index);
        self.put(index, &award);
        let class = award.terms.as_ref().and_then(|terms| terms.class.clone());
        self.records.push_back(Arc::new(award));
        // What was decided of its class before it came concerns it too.
        let decided = class.and_then(|class| self.class_reviews.get(&class).cloned());
        for (position, decided) in decided.into_iter().flatten() {
            self.review_one(index, position, decided);
        }
    }

    /// A review at a position decided of every award of a class, on record or to come (rules-sectors D29).
    pub(crate) fn review_class(&mut self, class: &Text, position: u64, decided: Option<Aside>) {
        self.class_reviews.entry(class.clone()).or_default().push_back((position, decided));
        let all: Vec<u32> = self.by_class.get(class).into_iter().flatten().copied().collect();
        for index in all {
            self.review_one(index, position, decided);
        }
    }

    /// Changes an award, keeping the sums by day in step.
    pub(crate) fn change(&mut self, id: &ScopedId, change: impl FnOnce(&mut Award)) {
        let Some(index) = self.index(id) else { return };
        self.alter(index, change);
        // Which of several sightings counts hangs on their figures, and what acts on one acts on all.
        self.settle(index);
    }

    pub(super) fn alter(&mut self, index: u32, change: impl FnOnce(&mut Award)) {
        let Some(mut award) = self.get(index).cloned() else { return };
        self.take(index, &award);
        change(&mut award);
        self.put(index, &award);
        self.records.set(index as usize, Arc::new(award));
    }

    /// Takes an award out of every sum, as if it had never been, and the awards matched with it: for deciding its
    /// correction. The same aid seen twice does not stand beside itself.
    pub(crate) fn hide(&mut self, id: &ScopedId) {
        let Some(index) = self.index(id) else { return };
        for member in self.pairs.class(index) {
            let Some(mut award) = self.get(member).cloned() else { continue };
            self.take(member, &award);
            // What an exit or an attribution names is found without the sums.
            award.life = Life::Freed;
            self.records.set(member as usize, Arc::new(award));
        }
    }

    /// The beneficiary and, where its group is large, the pool: wherever an award's figures are added up.
    fn homes(&self, award: &Award) -> impl Iterator<Item = Handle> + use<> {
        let own = std::iter::once(award.beneficiary).chain(self.pool_of(award.beneficiary));
        own.chain(self.national.homes(award))
    }

    /// Whether anything is added up under a key.
    pub(super) fn has_any(&self, key: SumKey) -> bool {
        let all = (NaiveDate::MIN, NaiveDate::MAX);
        self.days.range(key, all.0, all.1).next().is_some() || self.open_dated_numbers(key).next().is_some()
    }

    pub(super) fn record(&self, index: u32) -> Option<Arc<Award>> {
        self.records.get(index as usize).cloned()
    }

    pub(super) fn all_records(&self) -> impl Iterator<Item = Arc<Award>> + '_ {
        self.records.iter().cloned()
    }

    /// The awards of a figure that a handle received on a day.
    pub(crate) fn figured_on(
        &self,
        handle: Handle,
        day: NaiveDate,
        gge: Figure,
    ) -> impl Iterator<Item = &Award> {
        let numbers = self.figured.range((handle, day, gge.low, 0)..=(handle, day, gge.low, u32::MAX));
        let awards = numbers.filter_map(|(.., index)| self.get(*index));
        awards.filter(move |award| award.gge == Some(gge))
    }

    /// The awards that a handle received for services.
    pub(crate) fn for_services(&self, handle: Handle) -> impl Iterator<Item = &Award> {
        let numbers = self.for_services.range((handle, 0)..=(handle, u32::MAX));
        numbers.filter_map(|(_, index)| self.get(*index))
    }

    /// The first of the awards with which an award is matched, itself among them.
    pub(crate) fn first_of(&self, index: u32) -> u32 {
        self.pairs.class(index).into_iter().min().unwrap_or(index)
    }

    /// The awards that pay cost lines of a project, each with its number.
    pub(crate) fn for_project(&self, project: &ScopedId) -> impl Iterator<Item = (u32, &Award)> {
        let numbers = self.for_projects.get(project).into_iter().flatten();
        numbers.filter_map(|index| Some((*index, self.get(*index)?)))
    }

    fn put(&mut self, index: u32, award: &Award) {
        if let Some(gge) = award.gge.filter(|_| award.granted_until.is_none()) {
            self.figured.insert((award.beneficiary, award.granted_on, gge.low, index));
        }
        if award.pays_for_a_service() {
            self.for_services.insert((award.beneficiary, index));
        }
        if let Some(class) = award.terms.as_ref().and_then(|terms| terms.class.clone()) {
            self.by_class.entry(class).or_default().insert(index);
        }
        if let Some(project) = award.project() {
            self.for_projects.entry(project.clone()).or_default().insert(index);
        }
        for home in self.homes(award) {
            self.put_at(home, index, award);
        }
    }

    fn take(&mut self, index: u32, award: &Award) {
        if let Some(gge) = award.gge.filter(|_| award.granted_until.is_none()) {
            self.figured.remove(&(award.beneficiary, award.granted_on, gge.low, index));
        }
        if award.pays_for_a_service() {
            self.for_services.remove(&(award.beneficiary, index));
        }
        if let Some(class) = award.terms.as_ref().and_then(|terms| terms.class.clone()) {
            self.by_class.entry(class).or_default().remove(&index);
        }
        if let Some(project) = award.project() {
            self.for_projects.entry(project.clone()).or_default().remove(&index);
        }
        for home in self.homes(award) {
            self.take_from(home, index, award);
        }
    }

    /// Whether any award has sightings that are asked for every period.
    pub(crate) fn has_apart(&self) -> bool {
        !self.apart.is_empty()
    }

    /// The numbers of the sightings with a handle's sums, of days from one to another, that are asked for every period.
    pub(crate) fn apart_at(
        &self,
        home: Handle,
        (from, to): (NaiveDate, NaiveDate),
    ) -> impl Iterator<Item = u32> + '_ {
        let found = (from <= to).then(|| self.apart.range((home, from, 0)..=(home, to, u32::MAX)));
        found.into_iter().flatten().map(|(.., index)| *index)
    }

    /// Whether any sighting with a handle's sums is asked for every period.
    pub(crate) fn stands_apart(&self, home: Handle) -> bool {
        self.apart_at(home, (NaiveDate::MIN, NaiveDate::MAX)).next().is_some()
    }

    /// The numbers of the sightings with a handle's sums whose own date is a range and that are asked for every period.
    pub(crate) fn apart_undated(&self, home: Handle) -> impl Iterator<Item = u32> + '_ {
        let open = self.open_dated.range(first_key(home)..first_key(home.next()));
        let numbers = open.flat_map(|(_, awards)| awards.iter().copied());
        numbers.filter(|index| self.get(*index).is_some_and(Award::is_apart))
    }

    pub(super) fn put_at(&mut self, home: Handle, index: u32, award: &Award) {
        if let Place::Apart { on } = award.place {
            self.apart.insert((home, on.unwrap_or(award.granted_on), index));
        }
        if award.granted_until.is_some() {
            self.open_dated.entry((home, award.member_state, Some(award.regime))).or_default().insert(index);
        } else {
            self.days.add(home, index, award);
        }
    }

    pub(super) fn take_from(&mut self, home: Handle, index: u32, award: &Award) {
        if let Place::Apart { on } = award.place {
            self.apart.remove(&(home, on.unwrap_or(award.granted_on), index));
        }
        if award.granted_until.is_some() {
            self.open_dated.entry((home, award.member_state, Some(award.regime))).or_default().remove(&index);
        } else {
            self.days.remove(home, index, award);
        }
    }
}
