//! Who stands over a ceiling now and did not before, looked at day by day and not award by award: all awards of one day, State
//! and regime share their periods.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use ledger::event::aid::Regime;
use ledger::ids::MemberState;
use ledger::money::Cents;

use super::concern::Concern;
use super::near::looks_through_public;
use crate::calendar::Boundary;
use crate::limit::{Ends, Timeline};
use crate::pack::rule::{Length, Limit, Measure, Mode, Scope};
use crate::state::{Award, GrantedBy, Handle, Held, Reliance, Selection, Shared, Spans, Starts, State, View};

/// Position and excess of the awards that stand over a ceiling after a fact and did not before, by position. Of an award that
/// stands over several, the largest excess. What a verdict says of them is a sum in euro, so other measures have no part in it.
pub(super) fn newly_over(before: &State, after: &State, concern: &Concern) -> Vec<(u64, Cents)> {
    let mut lines: BTreeMap<u32, (u64, Cents)> = BTreeMap::new();
    let in_euro = after.packs().every_limit().filter(|limit| limit.measure == Measure::Euro);
    for looked in in_euro.flat_map(|limit| looks(after, limit, concern)) {
        let mut now = Look::new(after, looked, concern);
        let mut was = Look { everywhere: true, ..Look::new(before, looked, concern) };
        now.around();
        for (number, over) in std::mem::take(&mut now.over) {
            // It may have stood over by another date of its own.
            let dated = before.awards.get(number).map_or(over.date, Award::date_seen);
            for date in BTreeSet::from([over.date, dated]) {
                was.at(over.beneficiary, date, concern.days(was.length()).1.max(date));
            }
            if !was.over.contains_key(&number) {
                let line = lines.entry(number).or_insert((over.position, over.excess));
                line.1 = line.1.max(over.excess);
            }
        }
    }
    // Numbers ascend with positions.
    lines.into_values().collect()
}

/// One way in which a limit is looked at.
#[derive(Clone, Copy)]
struct Looked<'a> {
    limit: &'a Limit,
    granted_by: GrantedBy,
    across_borders: bool,
    through_persons: bool,
}

/// Every way in which a limit is to be looked at.
fn looks<'a>(state: &State, limit: &'a Limit, concern: &Concern) -> Vec<Looked<'a>> {
    let mut looks = Vec::new();
    for granted_by in granters(state, limit, concern) {
        let ways = borders(state, limit, granted_by.state(), concern);
        let persons = persons(state, limit, granted_by.state(), concern);
        let all = ways.iter().flat_map(|across| persons.iter().map(move |persons| (*across, *persons)));
        looks.extend(all.map(|(across_borders, through_persons)| Looked {
            limit,
            granted_by,
            across_borders,
            through_persons,
        }));
    }
    looks
}

/// Everybody whose awards may come to stand otherwise, or who may be in a group with them.
fn around(state: &State, concern: &Concern) -> BTreeSet<Handle> {
    concern.handles(state).into_iter().flat_map(|handle| state.cluster_of(handle)).collect()
}

/// Who granted awards that a limit judges: each State for itself, or all of them together.
fn granters(state: &State, limit: &Limit, concern: &Concern) -> Vec<GrantedBy> {
    let through_public = looks_through_public(state);
    let all = concern.handles(state).into_iter().flat_map(|handle| {
        let joined = state.joined_ever(handle, concern.from(), through_public).filter(|_| !concern.moves());
        joined.unwrap_or_else(|| state.cluster_of(handle))
    });
    let granted = state.awards.granted_to(&all.collect());
    let mut states =
        granted.into_iter().filter(|(_, regime)| *regime == limit.regime).map(|(state, _)| state);
    match limit.scope {
        Scope::MemberState => {
            let known: BTreeSet<MemberState> = states.flatten().collect();
            known.into_iter().map(GrantedBy::State).collect()
        }
        Scope::Union => states.next().map(|_| GrantedBy::Anyone).into_iter().collect(),
    }
}

/// In which ways a limit takes links across a border, over time.
fn borders(
    state: &State,
    limit: &Limit,
    member_state: Option<MemberState>,
    concern: &Concern,
) -> BTreeSet<bool> {
    let mut ways = BTreeSet::from([limit.links_across_borders(member_state, limit.head.from)]);
    if concern.handles(state).iter().any(|handle| state.groups.crosses_borders(*handle)) {
        let own = member_state.and_then(|one| limit.cross_border.states.get(one.as_str()));
        let all = own.into_iter().chain([&limit.cross_border.default]).flat_map(|dated| dated.entries());
        ways.extend(all.map(|entry| limit.links_across_borders(member_state, entry.from)));
    }
    ways
}

/// In which ways a limit takes links of natural persons, over time.
fn persons(
    state: &State,
    limit: &Limit,
    member_state: Option<MemberState>,
    concern: &Concern,
) -> BTreeSet<bool> {
    let mut ways = BTreeSet::from([limit.links_through_persons(member_state, limit.head.from)]);
    if concern.handles(state).iter().any(|handle| state.groups.holds_persons(*handle)) {
        let stated = limit.natural_persons.as_ref();
        let own = member_state.and_then(|one| stated?.states.get(one.as_str()));
        let all =
            own.into_iter().chain(stated.map(|stated| &stated.default)).flat_map(|dated| dated.entries());
        ways.extend(all.map(|entry| limit.links_through_persons(member_state, entry.from)));
    }
    ways
}

/// An award over a limit.
struct Over {
    position: u64,
    excess: Cents,
    beneficiary: Handle,
    date: NaiveDate,
}

/// The awards over one limit as it is looked at, found group by group; no group is looked at twice.
struct Look<'a> {
    state: &'a State,
    limit: &'a Limit,
    granted_by: GrantedBy,
    view: View,
    concern: &'a Concern,
    /// Whether days are looked at that the fact does not reach.
    everywhere: bool,
    counted: Vec<Regime>,
    /// Whether a natural person controls anybody near.
    looks_at_persons: bool,
    /// Over the ceiling, by the number of the award: those of a set share their position.
    over: BTreeMap<u32, Over>,
    /// On which days whose group was looked at.
    seen: BTreeMap<Handle, Vec<(NaiveDate, NaiveDate)>>,
}

impl<'a> Look<'a> {
    fn new(state: &'a State, looked: Looked<'a>, concern: &'a Concern) -> Self {
        let Looked { limit, granted_by, across_borders, through_persons } = looked;
        let view = View::of(Reliance::Everybody).under(limit, granted_by.state(), limit.head.from);
        Self {
            state,
            limit,
            granted_by,
            view: View { across_borders, through_persons, ..view },
            looks_at_persons: concern.handles(state).iter().any(|handle| state.groups.holds_persons(*handle)),
            concern,
            everywhere: false,
            counted: limit.regimes(Mode::Counted),
            over: BTreeMap::new(),
            seen: BTreeMap::new(),
        }
    }

    /// Looks at every group that a fact concerns.
    fn around(&mut self) {
        let (from, to) = self.concern.days(self.length());
        let shares = |handle: &Handle| self.state.shares_history(*handle);
        let handles = self.concern.handles(self.state);
        if self.concern.moves() || handles.iter().any(shares) {
            for handle in around(self.state, self.concern) {
                self.day_by_day(handle, from, to);
            }
            return;
        }
        for handle in handles {
            if let Some(first) = self.first_day(handle, from).filter(|first| *first <= to) {
                self.at(handle, first, to);
            }
        }
    }

    /// Looks at the group of every day on which an undertaking was granted something.
    fn day_by_day(&mut self, handle: Handle, from: NaiveDate, to: NaiveDate) {
        let mut day = Some(from);
        while let Some(next) = day.and_then(|day| self.next_day(handle, day)).filter(|next| *next <= to) {
            self.at(handle, next, to);
            day = next.succ_opt();
        }
    }

    /// The first day from one on, on which an undertaking was granted something that the limit judges.
    fn next_day(&self, handle: Handle, from: NaiveDate) -> Option<NaiveDate> {
        let awards = &self.state.awards;
        let own = awards.first_day(handle, &self.judged((from, NaiveDate::MAX)));
        // A sighting without a date of its own lies on that of another.
        let home = awards.pool_of(handle).unwrap_or(handle);
        let apart = awards.apart_at(home, (from, NaiveDate::MAX)).next().and_then(|index| awards.get(index));
        own.into_iter().chain(apart.map(Award::date_seen)).min()
    }

    /// The awards that the limit judges.
    fn judged(&self, days: (NaiveDate, NaiveDate)) -> Selection<'_> {
        self.select(std::slice::from_ref(&self.limit.regime), days)
    }

    fn select<'b>(&self, regimes: &'b [Regime], (from, to): (NaiveDate, NaiveDate)) -> Selection<'b> {
        Selection { granted_by: self.granted_by, regimes, measure: self.limit.measure, from, to }
    }

    /// The first day from which an award may be looked at: identities hold at all dates, awards do not.
    fn first_day(&self, handle: Handle, from: NaiveDate) -> Option<NaiveDate> {
        if from > NaiveDate::MIN {
            return Some(from);
        }
        self.state.cluster_of(handle).into_iter().filter_map(|other| self.next_day(other, from)).min()
    }

    /// Looks at the groups of an undertaking from a day on, unless that day was looked at.
    fn at(&mut self, handle: Handle, from: NaiveDate, to: NaiveDate) {
        if self.is_seen(handle, from) {
            return;
        }
        let length = self.length();
        let since = length.start(from, Boundary::Closed);
        let spans = Spans::of(self.state, &self.view, Some(handle), (from, to), since);
        let fiscal = matches!(length, Length::FiscalYears(..));
        let ends = (!fiscal).then_some(Ends { first: from, length });
        let of =
            |regimes: &[Regime]| Timeline::of(self.state, &spans, &self.select(regimes, (since, to)), ends);
        let timeline = of(&self.counted);
        // A sum is asked where aid of another regime counts too (rules-sectors D5).
        let foreign: Vec<Regime> =
            self.counted.iter().filter(|regime| **regime != self.limit.regime).copied().collect();
        let others = self.limit.sum.then(|| of(&foreign));
        let mut members: BTreeSet<Handle> = BTreeSet::new();
        for span in &spans.list {
            for piece in &span.removed {
                members.remove(&piece.handle);
            }
            let full = span.added.iter().filter(|piece| piece.before.is_none());
            members.extend(full.map(|piece| piece.handle));
            let (first, until) = (span.from.max(from), span.until);
            for day in timeline.days(first).take_while(|day| *day < until && *day <= to) {
                self.day((handle, day), (&timeline, others.as_ref()), &members, span.shared.as_deref());
            }
        }
        self.note_seen(&spans, from);
    }

    fn is_seen(&self, handle: Handle, day: NaiveDate) -> bool {
        let homes = [Some(handle), self.state.awards.pool_of(handle)];
        homes
            .into_iter()
            .flatten()
            .filter_map(|home| self.seen.get(&home))
            .flatten()
            .any(|(first, until)| *first <= day && day < *until)
    }

    fn note_seen(&mut self, spans: &Spans, from: NaiveDate) {
        let mut since: BTreeMap<Handle, NaiveDate> = BTreeMap::new();
        let mut last = from;
        for span in &spans.list {
            last = span.until;
            for piece in &span.removed {
                if let Some(first) = since.remove(&piece.handle) {
                    self.seen.entry(piece.handle).or_default().push((first, span.from));
                }
            }
            for piece in span.added.iter().filter(|piece| piece.before.is_none()) {
                since.insert(piece.handle, span.from);
            }
        }
        for (handle, first) in since {
            self.seen.entry(handle).or_default().push((first, last));
        }
    }

    /// Notes the awards of a day, if the period that ends there is over the ceiling.
    fn day(
        &mut self,
        (handle, date): (Handle, NaiveDate),
        (timeline, others): (&Timeline, Option<&Timeline>),
        members: &BTreeSet<Handle>,
        shared: Option<&Shared>,
    ) {
        let excess = self.excess((handle, date), timeline, others);
        let Some((excess, window)) = excess.filter(|(excess, _)| *excess > Cents::ZERO) else { return };
        let awards = &self.state.awards;
        // What a step left nothing of with the group does not count there (H2).
        let counts = |number: u32, award: &Award| match shared.filter(|shared| shared.looks_at(number, award))
        {
            Some(shared) => {
                let held = shared.held_on(self.state, (number, award), (date, date), self.limit.measure);
                matches!(held, Held::Counted(figures) if figures.high > Cents::ZERO)
            }
            None => award.counted(date).is_some_and(|figures| figures.high > Cents::ZERO),
        };
        let own = awards.numbers_selected(members, self.judged((date, date)));
        let mut apart = timeline.counted_by(window, date);
        // The group is that of the recipient: whoever else holds a part of it is looked at for its own awards.
        apart
            .retain(|number| awards.get(*number).is_some_and(|award| self.is_of(award.beneficiary, members)));
        let numbers: BTreeSet<u32> = own.collect();
        let mut found = Vec::new();
        for number in numbers.into_iter().chain(apart.iter().copied()) {
            let Some(award) = awards.get(number).filter(|award| award.date_seen() == date) else { continue };
            let judged = award.regime == self.limit.regime;
            if judged && (apart.contains(&number) || (!award.is_apart() && counts(number, award))) {
                let (position, beneficiary) = (award.position, award.beneficiary);
                found.push((number, Over { position, excess, beneficiary, date }));
            }
        }
        self.over.extend(found);
    }

    /// Whether a handle is one of some members, itself or by its pool.
    fn is_of(&self, handle: Handle, members: &BTreeSet<Handle>) -> bool {
        let pool = self.state.awards.pool_of(handle);
        members.contains(&handle) || pool.is_some_and(|pool| members.contains(&pool))
    }

    /// How far back the limit adds up.
    fn length(&self) -> Length {
        self.limit.length_with(self.state.fiscal.longest())
    }

    /// The first days of the window of the limit that ends on a date, for the group of an undertaking.
    fn starts(&self, (handle, date): (Handle, NaiveDate)) -> Option<Starts> {
        if let Length::FiscalYears(years, _) = self.length() {
            let group = self.state.members_on(handle, date, &self.view);
            return Some(self.state.fiscal_starts(&group, &self.view, date, years));
        }
        let judged_on = date.max(self.limit.head.from);
        let boundary = self.limit.boundary_on(self.granted_by.state(), judged_on)?;
        Some(Starts::only(self.length().start(date, boundary)))
    }

    /// By how much the period that ends on a date is over, less than nothing where it is not, and that period; `None` where the
    /// limit does not judge the date as it is looked at, or the fact does not reach so far. Of fiscal years what counts surely is asked.
    fn excess(
        &self,
        (handle, date): (Handle, NaiveDate),
        timeline: &Timeline,
        others: Option<&Timeline>,
    ) -> Option<(Cents, (NaiveDate, NaiveDate))> {
        let member_state = self.granted_by.state();
        let length = self.length();
        let reaches = self.everywhere || self.concern.reaches(date, length.start(date, Boundary::Closed));
        if !reaches
            || self.limit.links_across_borders(member_state, date) != self.view.across_borders
            || (self.looks_at_persons
                && self.limit.links_through_persons(member_state, date) != self.view.through_persons)
        {
            return None;
        }
        let packs = self.state.packs();
        let mut judging = packs.limits(&self.limit.regime, date);
        let mut judged_on = date;
        if judging.is_empty()
            && let Some(first) = packs.reaches_back_from(&self.limit.regime, date)
        {
            // What is on record from before the first day of the act is measured as on that day (rules-sectors D18).
            (judging, judged_on) = (packs.limits(&self.limit.regime, first), first);
        }
        judging.into_iter().find(|limit| std::ptr::eq(*limit, self.limit))?;
        let ceiling = self.limit.ceiling_in(&self.state.reference, member_state, judged_on)?;
        let starts = self.starts((handle, date))?;
        if self.limit.sum {
            let beside = others?.sum(starts.perhaps, date, date);
            (beside.uncounted || beside.high > Cents::ZERO).then_some(())?;
        }
        Some((timeline.sum(starts.surely, date, date).high - ceiling, (starts.surely, date)))
    }
}
