//! Room under limits: how much is left, and on which days there may be more.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use ledger::money::Cents;

use super::applied::Test;
use crate::calendar::Boundary;
use crate::pack::rule::Length;
use crate::state::{Award, Held, Seen, Sightings, Spans, State};

impl Test<'_> {
    /// The days after the date on which awards leave the period or open ones end, with what each frees.
    pub(crate) fn releases(&self, state: &State) -> BTreeMap<NaiveDate, Cents> {
        let on = self.granted_on;
        let from = self.start(on, self.boundary);
        let mut freed: BTreeMap<NaiveDate, Cents> = BTreeMap::new();
        let steady = self.is_steady(state, from);
        let whole = self.holdings(state, (from, NaiveDate::MAX), on);
        for (award, _) in whole.into_iter().filter(|(award, _)| !award.is_apart()) {
            let day =
                ends(award).map_or(self.leaves(state, award), |ends| ends.min(self.leaves(state, award)));
            // What it counts in the last period that holds it is what its leaving frees.
            let last = day.pred_opt().unwrap_or(day).max(on);
            let counted = match award.counts_in(self.limit.measure, last) {
                _ if !steady => self.held_on(state, award, last),
                Held::Counted(figures) => figures.high,
                Held::Uncounted | Held::Nothing => Cents::ZERO,
            };
            // A period without end lets nothing go.
            if on < day && day < NaiveDate::MAX && counted > Cents::ZERO {
                *freed.entry(day).or_default() += counted;
            }
        }
        self.release_sightings(state, &mut freed);
        freed
    }

    /// Of an award of several sightings each day on which, by dates alone, less of it counts than on the day before.
    fn release_sightings(&self, state: &State, freed: &mut BTreeMap<NaiveDate, Cents>) {
        let on = self.granted_on;
        let days = (self.start(on, self.boundary), NaiveDate::MAX);
        let seen = |day| state.seen_on(&self.view, self.handle, &self.selection(days), day);
        // Those of which the group of the date asked for has a share.
        let shared: BTreeMap<u32, NaiveDate> = seen(on)
            .iter()
            .flat_map(Sightings::each)
            .filter(|seen| matches!(seen.held(seen.days.0), Held::Counted(_)))
            .map(|seen| (seen.index, self.lets_go(state, seen)))
            .collect();
        let leaving: BTreeSet<NaiveDate> = shared.values().copied().collect();
        for day in leaving.into_iter().filter(|day| on < *day && *day < NaiveDate::MAX) {
            let eve = day.pred_opt().unwrap_or(day);
            for sightings in seen(eve) {
                let counts = |when: NaiveDate| {
                    let there = sightings.each().filter(|seen| {
                        seen.days.0 <= when && shared.get(&seen.index).is_some_and(|gone| when < *gone)
                    });
                    let held = there.map(|seen| match seen.held(eve) {
                        Held::Counted(figures) => figures.high,
                        Held::Uncounted | Held::Nothing => Cents::ZERO,
                    });
                    held.max().unwrap_or(Cents::ZERO)
                };
                let less = counts(eve) - counts(day);
                if less > Cents::ZERO {
                    *freed.entry(day).or_default() += less;
                }
            }
        }
    }

    /// The first day on which a sighting counts for nothing granted then.
    fn lets_go(&self, state: &State, seen: &Seen) -> NaiveDate {
        let leaves = self.lets_go_of(state, seen.days.0);
        seen.until.succ_opt().map_or(leaves, |ends| ends.min(leaves))
    }

    /// The days after the date on which there may be more room: the ceiling is another, an award leaves the period or comes
    /// to count less, the undertaking comes to belong to another group.
    pub(crate) fn changing_days(&self, state: &State) -> BTreeSet<NaiveDate> {
        let on = self.granted_on;
        let mut days: BTreeSet<NaiveDate> =
            self.limit.ceiling.entries().iter().map(|entry| entry.from).collect();
        if let (Some(option), Some(member_state)) = (&self.limit.option, self.member_state) {
            days.extend(state.reference.option_days(member_state, option.regime, option.word));
            days.extend(std::iter::once(option.from).chain(option.until.and_then(|until| until.succ_opt())));
        }
        let from = self.start(on, Boundary::Closed);
        for (award, _) in self.holdings(state, (from, NaiveDate::MAX), on) {
            days.insert(self.leaves(state, award));
            // One of unknown date may lie in windows up to the last of its days.
            days.extend(award.granted_until.map(|last| self.length().release(last, self.boundary)));
            days.extend(ends(award).into_iter().chain(award.course.iter().map(|step| step.on)));
        }
        if self.handle.is_some() {
            let to = self.length().release(on, Boundary::Closed);
            let spans = Spans::of(state, &self.view, self.handle, (on, to), NaiveDate::MAX);
            days.extend(spans.list.iter().map(|span| span.from));
        }
        days.retain(|day| on < *day && *day < NaiveDate::MAX);
        days
    }

    /// Whether a later ceiling is on record.
    pub(crate) fn is_raised_later(&self) -> bool {
        self.limit.ceiling.entries().iter().any(|entry| entry.from > self.granted_on)
    }

    /// The first day whose period no longer holds an award.
    fn leaves(&self, state: &State, award: &Award) -> NaiveDate {
        self.lets_go_of(state, award.granted_on)
    }

    /// The first day whose period no longer holds a date; of fiscal years by no calendar of the group.
    fn lets_go_of(&self, state: &State, date: NaiveDate) -> NaiveDate {
        let last = self.length().release(date, self.boundary);
        let Length::FiscalYears(years, _) = self.length() else { return last };
        let (mut holds, mut gone) = (date.max(self.granted_on), last);
        // Windows begin later as they end later, so the day is found by halves.
        while let Some(days) =
            u64::try_from(gone.signed_duration_since(holds).num_days()).ok().filter(|days| *days > 1)
        {
            let Some(half) = holds.checked_add_days(Days::new(days / 2)) else { break };
            if date < self.starts_on(state, half, years).perhaps {
                gone = half;
            } else {
                holds = half;
            }
        }
        gone
    }

    /// Whether the group stays as it is and holds in full what its members received.
    fn is_steady(&self, state: &State, since: NaiveDate) -> bool {
        let days = (self.granted_on, NaiveDate::MAX);
        let spans = Spans::of(state, &self.view, self.handle, days, since);
        matches!(spans.list.as_slice(), [only] if only.shared.is_none())
    }

    /// What the group of a day holds of an award in the period that ends that day.
    fn held_on(&self, state: &State, award: &Award, day: NaiveDate) -> Cents {
        let selection = self.selection((award.granted_on, award.granted_on));
        let held = state.holdings(&self.view, self.handle, &selection, (day, self.granted_on));
        let counted =
            held.into_iter().find(|(other, _)| other.position == award.position && other.id == award.id);
        match counted {
            Some((_, Held::Counted(figures))) => figures.high,
            _ => Cents::ZERO,
        }
    }
}

/// The first day on which an open award counts for no event any more.
fn ends(award: &Award) -> Option<NaiveDate> {
    award.open().and_then(|open| open.until.succ_opt())
}
