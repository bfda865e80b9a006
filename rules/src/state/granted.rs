//! What a State granted under regimes with a national cap, whoever received it: sums by day that are kept as awards come and go.
//!
//! They stand under handles of their own, one for each calendar that a recipient may have: which days of a window of fiscal years
//! an award lies in hangs on its recipient's calendar, and on nothing else. So a grant asks for a sum per calendar, and never for
//! the awards.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;
use ledger::event::aid::Regime;
use ledger::ids::MemberState;
use ledger::money::Cents;

use super::award::{Award, Held};
use super::awards::Awards;
use super::fiscal::Calendars;
use super::national::National;
use super::undertaking::Handle;
use super::{GrantedBy, Selection, State};
use crate::pack::rule::Measure;

/// Which awards of a State are asked for.
#[derive(Debug, Clone)]
pub(crate) struct Granted {
    /// The State.
    pub by: MemberState,
    /// Under which regimes.
    pub regimes: Vec<Regime>,
    /// For one product sector alone.
    pub sector: Option<char>,
    /// The date of the event for which they are asked: what is open counts until its last day.
    pub of: NaiveDate,
}

/// What a State granted in a window.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct GrantedSum {
    pub high: Cents,
    /// Whether an award that would count has no figure or no date.
    pub uncounted: bool,
}

impl Awards {
    /// From here on awards of these regimes are added up by State.
    pub(crate) fn count_nationally(&mut self, regimes: BTreeSet<Regime>) {
        if *self.national.regimes == regimes {
            return;
        }
        let all: Vec<(u32, Arc<Award>)> = (0..).zip(self.all_records()).collect();
        self.renew(&all, |national| national.regimes = Arc::new(regimes));
    }

    /// From here on handles have these calendars.
    fn recalendar(&mut self, handles: Vec<(Handle, Calendars)>) {
        for (handle, calendars) in handles {
            let number = self.national.number(calendars);
            if self.national.of.get(&handle).copied().unwrap_or(0) == number {
                continue;
            }
            let own = BTreeSet::from([handle]);
            let numbers: Vec<u32> = self.numbers_of(&own).collect();
            let awards: Vec<(u32, Arc<Award>)> =
                numbers.into_iter().filter_map(|index| Some((index, self.record(index)?))).collect();
            self.renew(&awards, |national| match number {
                0 => {
                    national.of.remove(&handle);
                }
                number => {
                    national.of.insert(handle, number);
                }
            });
        }
    }

    /// Takes awards out of the sums of their States, and puts them back as they belong after a change.
    fn renew(&mut self, awards: &[(u32, Arc<Award>)], change: impl FnOnce(&mut National)) {
        for (index, award) in awards {
            for home in self.national.homes(award).collect::<Vec<_>>() {
                self.take_from(home, *index, award);
            }
        }
        change(&mut self.national);
        for (index, award) in awards {
            for home in self.national.homes(award).collect::<Vec<_>>() {
                self.put_at(home, *index, award);
            }
        }
    }

    /// The calendars under which anything is added up, each with its handle.
    fn calendars(&self, sector: Option<char>) -> impl Iterator<Item = (Handle, Option<Arc<Calendars>>)> + '_ {
        let stated =
            (1..).zip(self.national.calendars.iter()).map(|(at, calendars)| (at, Some(calendars.clone())));
        std::iter::once((0, None)).chain(stated).map(move |(at, of)| (National::home(at, sector), of))
    }
}

impl State {
    /// Whose calendars may be others now that something was stated of them: their awards are added up anew.
    pub(crate) fn recalendar(&mut self, handles: &[Handle]) {
        if self.fiscal.is_empty() && self.awards.national.of.is_empty() {
            return;
        }
        let mut all: BTreeSet<Handle> = BTreeSet::new();
        for handle in handles {
            all.extend(self.undertakings.same(*handle));
        }
        let of = |handle: Handle| (handle, self.fiscal.of(&self.undertakings.same(handle)));
        let calendars = all.into_iter().map(of).collect();
        self.awards.recalendar(calendars);
    }

    /// What a State granted in the window that ends on a day; `start` says where it begins for recipients of a calendar.
    pub(crate) fn granted_sum(
        &self,
        granted: &Granted,
        end: NaiveDate,
        start: &dyn Fn(&Calendars) -> NaiveDate,
    ) -> GrantedSum {
        let mut sum = GrantedSum::default();
        let plain = Calendars::default();
        for (home, calendars) in self.awards.calendars(granted.sector) {
            let keys = granted.regimes.iter().map(|regime| (home, Some(granted.by), *regime));
            let keys: Vec<_> = keys.filter(|key| self.awards.has_any(*key)).collect();
            if keys.is_empty() {
                continue;
            }
            let from = start(calendars.as_deref().unwrap_or(&plain));
            for key in keys.into_iter().filter(|_| from <= end) {
                let total = self.awards.days.total(key, from, end);
                sum.high += total.high;
                sum.uncounted |= total.uncounted > 0;
                for (_, bucket) in self.awards.days.changed(key, from, end) {
                    let acts =
                        bucket.changes().filter(|(on, change)| *on <= end && granted.of <= change.until);
                    for (_, change) in acts {
                        sum.high += change.sums.high;
                        sum.uncounted |= change.sums.uncounted > 0;
                    }
                }
                let mut open = self.awards.open_dated_numbers(key).filter_map(|index| self.awards.get(index));
                sum.uncounted |= open.any(|award| {
                    let last = award.granted_until.unwrap_or(award.granted_on);
                    award.stands() && !award.is_apart() && award.granted_on <= end && from <= last
                });
            }
        }
        self.add_sightings(granted, end, start, &mut sum);
        sum
    }

    /// Of awards that several saw in different ways the highest that would count.
    fn add_sightings(
        &self,
        granted: &Granted,
        end: NaiveDate,
        start: &dyn Fn(&Calendars) -> NaiveDate,
        sum: &mut GrantedSum,
    ) {
        for class in self.sightings_granted(granted.sector) {
            let mut most: Option<Cents> = None;
            for sighting in self.awards.asked_apart(&class) {
                let of = self.fiscal.of(&self.undertakings.same(sighting.award.beneficiary));
                let (first, last) = sighting.days();
                let lies = start(&of) <= last && first <= end && granted.of <= sighting.award.counts_until();
                let sector = granted.sector.is_none() || sighting.award.product_sector() == granted.sector;
                if !(lies && sector && sighting.is_meant(&granted.selection())) {
                    continue;
                }
                match sighting.counts_in(Measure::Euro, end) {
                    Held::Counted(figures) => most = most.max(Some(figures.high)),
                    Held::Uncounted => sum.uncounted = true,
                    Held::Nothing => {}
                }
            }
            sum.high += most.unwrap_or(Cents::ZERO);
        }
    }

    fn sightings_granted(&self, sector: Option<char>) -> BTreeSet<BTreeSet<u32>> {
        if !self.awards.has_apart() {
            return BTreeSet::new();
        }
        let days = (NaiveDate::MIN, NaiveDate::MAX);
        let homes = self.awards.calendars(sector);
        let numbers = homes.flat_map(|(home, _)| self.awards.apart_at(home, days).collect::<Vec<_>>());
        numbers.map(|index| self.awards.numbers_of_class(index)).collect()
    }

    /// The days after one, up to another, on which a State granted something that counts.
    pub(crate) fn granted_days(
        &self,
        granted: &Granted,
        (after, last): (NaiveDate, NaiveDate),
    ) -> BTreeSet<NaiveDate> {
        let mut days = BTreeSet::new();
        let Some(first) = after.succ_opt().filter(|first| *first <= last) else { return days };
        for (home, _) in self.awards.calendars(granted.sector) {
            for regime in &granted.regimes {
                for (day, bucket) in self.awards.days.range((home, Some(granted.by), *regime), first, last) {
                    let open = |(_, change): (NaiveDate, super::Change)| {
                        change.sums.counted > 0 && granted.of <= change.until
                    };
                    if bucket.sums.counted > 0 || bucket.changes().any(open) {
                        days.insert(day);
                    }
                }
            }
        }
        for class in self.sightings_granted(granted.sector) {
            for sighting in self.awards.asked_apart(&class) {
                let day = sighting.days().0;
                let counts = matches!(sighting.counts_in(Measure::Euro, day), Held::Counted(_));
                if counts && (first..=last).contains(&day) && sighting.is_meant(&granted.selection()) {
                    days.insert(day);
                }
            }
        }
        days
    }
}

impl Granted {
    fn selection(&self) -> Selection<'_> {
        Selection {
            granted_by: GrantedBy::State(self.by),
            regimes: &self.regimes,
            measure: Measure::Euro,
            from: NaiveDate::MIN,
            to: NaiveDate::MAX,
        }
    }
}
