//! Awards of several sightings as one group holds them: which counts is asked for every period (W10).

use std::cmp::Reverse;
use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::holding::{Holder, Shared, Spans};
use super::view::View;
use crate::pack::rule::Measure;
use crate::state::undertaking::Handle;
use crate::state::{Award, Figures, Held, Selection, Sighting, State};

/// One sighting that a group holds, for windows that end in one span.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    /// Its number.
    pub index: u32,
    /// First and last day on which it may have been granted.
    pub days: (NaiveDate, NaiveDate),
    /// Last granting date of an event for which it counts.
    pub until: NaiveDate,
    /// Whether a sighting of its day was checked before it was granted.
    checked: bool,
    /// What the group holds of it in windows that end on a day or later.
    steps: Vec<(NaiveDate, Held)>,
}

impl Seen {
    /// What the group holds of it in a window that ends on a day.
    pub(crate) fn held(&self, end: NaiveDate) -> Held {
        let step = self.steps.iter().rev().find(|(on, _)| *on <= end);
        step.map_or(Held::Nothing, |(_, held)| *held)
    }

    fn counts(&self, (from, to): (NaiveDate, NaiveDate), of: NaiveDate) -> Option<Figures> {
        let lies = from <= self.days.0 && self.days.0 <= to && of <= self.until;
        match self.held(to) {
            Held::Counted(figures) if lies => Some(figures),
            Held::Counted(_) | Held::Uncounted | Held::Nothing => None,
        }
    }
}

/// What a group holds of the sightings of one award.
#[derive(Debug, Clone)]
pub(crate) struct Sightings(pub Vec<Seen>);

/// What one award counts in a window.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Counts {
    /// The number of the sighting that counts.
    pub index: u32,
    pub figures: Figures,
    /// By how much less it would count without what was granted, unchecked, on the day of the event.
    pub unchecked: Figures,
}

impl Sightings {
    /// By which sighting the award counts in a window, for an event of a date: of which the group holds most.
    pub(crate) fn counts(&self, window: (NaiveDate, NaiveDate), of: NaiveDate) -> Option<Counts> {
        let unchecked = |seen: &Seen| seen.days.0 == of && !seen.checked;
        let (figures, seen) = self.most(window, of, &|_| true)?;
        let mut unchecked_by = Figures::default();
        if unchecked(seen) {
            let without = self.most(window, of, &|seen| !unchecked(seen));
            let without = without.map(|(figures, _)| figures).unwrap_or_default();
            let (low, high) = (figures.low - without.low, figures.high - without.high);
            unchecked_by = Figures { low, high };
        }
        Some(Counts { index: seen.index, figures, unchecked: unchecked_by })
    }

    fn most(
        &self,
        window: (NaiveDate, NaiveDate),
        of: NaiveDate,
        asked: &dyn Fn(&Seen) -> bool,
    ) -> Option<(Figures, &Seen)> {
        let held = self
            .0
            .iter()
            .filter(|seen| asked(seen))
            .filter_map(|seen| Some((seen.counts(window, of)?, seen)));
        held.max_by_key(|(figures, seen)| (figures.high, figures.low, Reverse(seen.index)))
    }

    /// The sightings of which the group holds something, each by itself.
    pub(crate) fn each(&self) -> impl Iterator<Item = &Seen> {
        self.0.iter()
    }

    /// The sightings by which it waits to be counted in a window.
    pub(crate) fn waits(
        &self,
        (from, to): (NaiveDate, NaiveDate),
        of: NaiveDate,
    ) -> impl Iterator<Item = u32> + '_ {
        let waits = move |seen: &&Seen| {
            seen.days.0 <= to && from <= seen.days.1 && of <= seen.until && seen.held(to) == Held::Uncounted
        };
        self.0.iter().filter(waits).map(|seen| seen.index)
    }

    /// The days on which one of them was granted that counts if it is the only one, each with the last day of an event for
    /// which it does.
    pub(crate) fn dates(&self) -> impl Iterator<Item = (NaiveDate, NaiveDate)> + '_ {
        let counts = |seen: &&Seen| matches!(seen.held(seen.days.0), Held::Counted(_));
        self.0.iter().filter(counts).map(|seen| (seen.days.0, seen.until))
    }
}

impl State {
    /// What the group of a day holds of the selected awards of several sightings, in windows that end that day.
    pub(crate) fn seen_on(
        &self,
        view: &View,
        seed: Option<Handle>,
        selection: &Selection<'_>,
        day: NaiveDate,
    ) -> Vec<Sightings> {
        let spans = Spans::of(self, view, seed, (day, day), selection.from);
        let Some(span) = spans.list.first() else { return Vec::new() };
        let homes = span.added.iter().map(|piece| piece.handle).collect();
        self.seen_by(&Holder { homes: &homes, shared: span.shared.as_deref(), day }, selection)
    }

    /// What a group holds of the awards of several sightings, of which one at least is selected.
    pub(crate) fn seen_by(&self, holder: &Holder<'_>, selection: &Selection<'_>) -> Vec<Sightings> {
        let mut first_of_class: BTreeSet<u32> = BTreeSet::new();
        let homes = holder.homes.iter().copied();
        let divided = holder.shared.into_iter().flat_map(Shared::looked_into);
        for home in homes.chain(divided) {
            let days = (selection.from, selection.to);
            for index in self.awards.apart_at(home, days).chain(self.awards.apart_undated(home)) {
                first_of_class.extend(self.awards.numbers_of_class(index).first());
            }
        }
        let named = holder.shared.into_iter().flat_map(|shared| shared.attributed.iter());
        let named = named.filter(|index| self.awards.get(**index).is_some_and(Award::is_apart));
        first_of_class
            .extend(named.filter_map(|index| self.awards.numbers_of_class(*index).first().copied()));
        let found = first_of_class.into_iter().map(|index| self.seen(index, holder, selection));
        found.filter(|sightings| !sightings.0.is_empty()).collect()
    }

    fn seen(&self, index: u32, holder: &Holder<'_>, selection: &Selection<'_>) -> Sightings {
        let class = self.awards.numbers_of_class(index);
        let all = self.awards.asked_apart(&class);
        let checked = |on: Option<NaiveDate>| on.is_some_and(|on| self.awards.is_checked_on(&class, on));
        let meant = all.iter().filter(|sighting| sighting.is_meant(selection));
        let seen = meant.map(|sighting| Seen {
            index: sighting.index,
            days: sighting.days(),
            until: sighting.award.counts_until(),
            checked: checked(sighting.on),
            steps: self.steps_held(sighting, holder, selection.measure),
        });
        Sightings(seen.filter(|seen| seen.steps.iter().any(|(_, held)| *held != Held::Nothing)).collect())
    }

    fn steps_held(
        &self,
        sighting: &Sighting<'_>,
        holder: &Holder<'_>,
        measure: Measure,
    ) -> Vec<(NaiveDate, Held)> {
        let days = std::iter::once(NaiveDate::MIN).chain(sighting.award.course.iter().map(|step| step.on));
        let held = |on: NaiveDate| {
            let counts = sighting.counts_in(measure, on);
            match holder.shared {
                Some(shared) => shared.held_of(self, (sighting.index, sighting.award), holder.day, counts),
                None if self.is_home(holder.homes, sighting.award.beneficiary) => counts,
                None => Held::Nothing,
            }
        };
        days.map(|on| (on, held(on))).collect()
    }

    /// Whether what a handle received is added up with some homes.
    fn is_home(&self, homes: &BTreeSet<Handle>, handle: Handle) -> bool {
        homes.contains(&handle) || self.awards.pool_of(handle).is_some_and(|pool| homes.contains(&pool))
    }
}
