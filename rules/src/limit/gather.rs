//! What a group holds, collected day by day as the group changes.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use ledger::event::aid::Regime;
use ledger::money::Cents;

use super::timeline::{Adjust, Core, Day, Stretch, Timeline};
use crate::calendar::Boundary;
use crate::pack::rule::{Length, Measure};
use crate::state::{
    Award, Change, DayBucket, DaySums, Handle, Held, Piece, Seeker, Selection, Shared, Sightings, Spans,
    State, SumKey, Total, entries,
};

/// Which windows a timeline is asked for: the one that ends on a day, and those that end later where an award counts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ends {
    /// The first of them.
    pub first: NaiveDate,
    /// How long each of them is.
    pub length: Length,
}

/// The days of a group, put together as it changes.
struct Gather<'a> {
    state: &'a State,
    selection: &'a Selection<'a>,
    /// Whose days are added up by the month, and which of them.
    by_month: BTreeSet<Handle>,
    core: Option<Core>,
    days: Vec<(NaiveDate, DaySums)>,
    changes: Vec<(Handle, Adjust)>,
    /// Whose, which award, and the last day on which it may lie.
    open_dated: Vec<(Handle, u32, NaiveDate)>,
    /// Whose sums are added up now.
    homes: BTreeSet<Handle>,
}

impl Gather<'_> {
    /// The last day of a piece that counts.
    fn last(&self, piece: Piece) -> Option<NaiveDate> {
        match piece.before {
            Some(before) => before.pred_opt().map(|last| last.min(self.selection.to)),
            None => Some(self.selection.to),
        }
    }

    fn add(&mut self, piece: Piece) {
        self.homes.insert(piece.handle);
        let from = self.selection.from;
        let Some(to) = self.last(piece) else { return };
        let awards = &self.state.awards;
        for key in awards.sum_keys(piece.handle, self.selection) {
            let open = awards.open_dated_numbers(key);
            let dated: Vec<(Handle, u32, NaiveDate)> =
                open.filter_map(|index| self.may_be(index, piece)).collect();
            self.open_dated.extend(dated);
            if from <= to {
                self.add_days(key, from, to);
            }
        }
    }

    fn add_days(&mut self, key: SumKey, from: NaiveDate, to: NaiveDate) {
        let days = &self.state.awards.days;
        let (single, lump) = self.parts(key.0, from, to);
        for (from, to) in single.into_iter().flatten() {
            for (date, bucket) in days.range(key, from, to) {
                self.days.push((date, self.sums(bucket)));
                self.note_changes(key.0, date, bucket);
            }
        }
        if let Some((from, to)) = lump {
            self.days.push((from, days.total(key, from, to).into()));
            for (date, bucket) in days.changed(key, from, to) {
                self.note_changes(key.0, date, bucket);
            }
        }
    }

    /// What the awards of a day add for every event: kept added up in euro, found one by one in other measures.
    fn sums(&self, bucket: &DayBucket) -> DaySums {
        match self.selection.measure {
            Measure::Euro => bucket.sums,
            measure @ Measure::Hours(_) => {
                let awards = bucket.awards().filter_map(|index| self.state.awards.get(index));
                awards.fold(DaySums::default(), |sums, award| sums.plus(entries(award, measure).0))
            }
        }
    }

    /// Notes what changes the sums of a day, and from when on.
    fn note_changes(&mut self, handle: Handle, date: NaiveDate, bucket: &DayBucket) {
        let adjust = |(on, change): (NaiveDate, Change)| {
            (handle, Adjust { date, on, until: change.until, sums: change.sums })
        };
        match self.selection.measure {
            Measure::Euro => self.changes.extend(bucket.changes().map(adjust)),
            measure @ Measure::Hours(_) => {
                let awards = bucket.awards().filter_map(|index| self.state.awards.get(index));
                self.changes.extend(awards.flat_map(|award| entries(award, measure).1).map(adjust));
            }
        }
    }

    fn remove_days(&mut self, key: SumKey, from: NaiveDate, to: NaiveDate) {
        let days = &self.state.awards.days;
        let (single, lump) = self.parts(key.0, from, to);
        let none = DaySums::default();
        for (from, to) in single.into_iter().flatten() {
            for (date, bucket) in days.range(key, from, to) {
                self.days.push((date, none.minus(self.sums(bucket))));
            }
        }
        if let Some((from, to)) = lump {
            self.days.push((from, none.minus(days.total(key, from, to).into())));
        }
    }

    /// Which days of a stretch are looked at one by one, and which are added up together.
    fn parts(&self, handle: Handle, from: NaiveDate, to: NaiveDate) -> ([Option<Core>; 2], Option<Core>) {
        let some = |from: NaiveDate, to: NaiveDate| (from <= to).then_some((from, to));
        let core = self.core.filter(|_| self.by_month.contains(&handle));
        let lump = core.and_then(|(first, last)| some(first.max(from), last.min(to)));
        let Some((first, last)) = lump else { return ([some(from, to), None], None) };
        let before = first.pred_opt().and_then(|eve| some(from, eve));
        let after = last.succ_opt().and_then(|next| some(next, to));
        ([before, after], lump)
    }

    /// An award of unknown date, if it may lie before the day up to which a piece counts.
    fn may_be(&self, index: u32, piece: Piece) -> Option<(Handle, u32, NaiveDate)> {
        let award = self.state.awards.get(index).filter(|award| award.stands() && !award.is_apart())?;
        let before = piece.before.unwrap_or(NaiveDate::MAX);
        let last = award.granted_until?.min(before.pred_opt().unwrap_or(before));
        (award.granted_on <= last).then_some((piece.handle, index, last))
    }

    fn remove(&mut self, piece: Piece) {
        let from = self.selection.from;
        let Some(to) = self.last(piece).filter(|to| from <= *to) else { return };
        for key in self.state.awards.sum_keys(piece.handle, self.selection) {
            self.remove_days(key, from, to);
        }
    }

    fn remove_all(&mut self, removed: &[Piece]) {
        if removed.is_empty() {
            return;
        }
        for piece in removed {
            self.homes.remove(&piece.handle);
            self.remove(*piece);
        }
        let gone: BTreeSet<Handle> = removed.iter().map(|piece| piece.handle).collect();
        self.changes.retain(|(handle, _)| !gone.contains(handle));
        self.open_dated.retain(|(handle, ..)| !gone.contains(handle));
    }

    /// Adds up what stands for each day.
    fn settle(&mut self) {
        // Stable, and next to free for the usual case of one handle and one regime, which comes in order.
        self.days.sort_by_key(|(date, _)| *date);
        self.days.dedup_by(|later, kept| {
            let same = later.0 == kept.0;
            if same {
                kept.1 = kept.1.plus(later.1);
            }
            same
        });
        self.changes.sort_by_key(|(_, change)| change.date);
    }

    /// Whether a window of the event may end in the span: on its first day, or where an award counts.
    fn has_end(&self, from: NaiveDate, until: NaiveDate) -> bool {
        let first = self.days.partition_point(|(date, _)| *date < from);
        self.days.get(first).is_some_and(|(date, _)| *date < until)
    }

    /// What the group of a span holds of the awards of several sightings.
    fn seen(&self, from: NaiveDate, shared: Option<&Shared>) -> Vec<Sightings> {
        if !self.state.awards.has_apart() {
            return Vec::new();
        }
        self.state.seen_by(&Seeker { homes: &self.homes, shared, day: from }, self.selection)
    }

    fn stretch(
        &self,
        (from, until): (NaiveDate, NaiveDate),
        shared: Option<&Shared>,
        seen: Vec<Sightings>,
    ) -> Stretch {
        let mut days: Vec<Day> = Vec::with_capacity(self.days.len());
        let mut total = Total::default();
        for (date, sums) in &self.days {
            total = total.plus(*sums);
            let (unchecked_high, counted) = (sums.unchecked_high, sums.counted > 0);
            days.push(Day { date: *date, unchecked_high, counted, open_until: NaiveDate::MIN, total });
        }
        let mut changes: Vec<Adjust> = self.changes.iter().map(|(_, change)| *change).collect();
        for change in changes.iter().filter(|change| change.sums.counted > 0) {
            if let Ok(at) = days.binary_search_by_key(&change.date, |day| day.date)
                && let Some(day) = days.get_mut(at)
            {
                day.open_until = day.open_until.max(change.until);
            }
        }
        if let Some(shared) = shared {
            for day in &mut days {
                (day.counted, day.open_until) = (false, NaiveDate::MIN);
            }
            mark(&mut days, self.granted_in((from, until), shared));
        }
        mark(&mut days, seen.iter().flat_map(Sightings::dates));
        let range = |(_, index, last): &(Handle, u32, NaiveDate)| {
            let award = self.state.awards.get(*index)?;
            let looked_at = shared.is_some_and(|shared| shared.looks_at(*index, award));
            (!looked_at).then_some((award.granted_on, *last))
        };
        let mut open_dated: Vec<(NaiveDate, NaiveDate)> = self.open_dated.iter().filter_map(range).collect();
        if let Some(shared) = shared {
            self.one_by_one(shared, from, &mut changes, &mut open_dated);
            changes.sort_by_key(|change| change.date);
        }
        Stretch { from, until, days, changes, open_dated, seen }
    }

    /// The days of a span on which an award was granted that counts for its group, where awards are divided or shared, each
    /// with the last date of an event for which it does.
    fn granted_in(
        &self,
        (from, until): (NaiveDate, NaiveDate),
        shared: &Shared,
    ) -> Vec<(NaiveDate, NaiveDate)> {
        let Selection { from: first, to: last, .. } = *self.selection;
        let last = until.pred_opt().map_or(last, |eve| eve.min(last));
        let selection = Selection { from: from.max(first), to: last, ..*self.selection };
        let own = self.state.awards.numbers_selected(&self.homes, selection);
        let all: BTreeSet<u32> = own.chain(self.state.one_by_one(shared, &selection)).collect();
        let awards = all.into_iter().filter_map(|index| Some((index, self.state.awards.get(index)?)));
        let dated = awards.filter(|(_, award)| award.granted_until.is_none() && !award.is_apart());
        let holds = |(index, award): (u32, &Award)| {
            let on = award.granted_on;
            let measure = self.selection.measure;
            let held = if shared.looks_at(index, award) {
                shared.held_on(self.state, (index, award), (from, on), measure)
            } else if shared.counts_in_full(award) {
                award.counts_in(measure, on)
            } else {
                Held::Nothing
            };
            matches!(held, Held::Counted(_)).then_some((on, award.counts_until()))
        };
        dated.filter_map(holds).collect()
    }

    /// Puts what is truly held of awards that are divided in the place of what their recipients count in full.
    fn one_by_one(
        &self,
        shared: &Shared,
        span: NaiveDate,
        changes: &mut Vec<Adjust>,
        open_dated: &mut Vec<(NaiveDate, NaiveDate)>,
    ) {
        for index in self.state.one_by_one(shared, self.selection) {
            let Some(award) = self.state.awards.get(index) else { continue };
            if award.granted_until.is_some() {
                open_dated.extend(shared.may_be_held(self.state, (index, award), span));
            } else {
                self.part(shared, span, (index, award), changes);
            }
        }
    }

    /// By how much what is held of an award differs from what is added up of it, from when on.
    fn part(
        &self,
        shared: &Shared,
        span: NaiveDate,
        (index, award): (u32, &Award),
        changes: &mut Vec<Adjust>,
    ) {
        let measure = self.selection.measure;
        let full = shared.counts_in_full(award);
        let mut days: Vec<NaiveDate> = award.course.iter().map(|step| step.on).collect();
        days.push(NaiveDate::MIN);
        days.sort_unstable();
        days.dedup();
        let until = award.counts_until();
        let mut before = DaySums::default();
        for on in days {
            let held = sums_of(award, shared.held_on(self.state, (index, award), (span, on), measure));
            let added_up =
                if full { sums_of(award, award.counts_in(measure, on)) } else { DaySums::default() };
            let now = held.minus(added_up);
            let more = now.minus(before);
            if more != DaySums::default() {
                changes.push(Adjust { date: award.granted_on, on, until, sums: more });
            }
            before = now;
        }
    }
}

/// Marks days as ones on which an award was granted that counts, for events up to a date.
fn mark(days: &mut Vec<Day>, granted: impl IntoIterator<Item = (NaiveDate, NaiveDate)>) {
    for (date, until) in granted {
        let at = days.partition_point(|day| day.date < date);
        if days.get(at).is_none_or(|day| day.date != date) {
            let total = at.checked_sub(1).and_then(|before| days.get(before)).map(|day| day.total);
            let (counted, open_until) = (false, NaiveDate::MIN);
            let (unchecked_high, total) = (Cents::ZERO, total.unwrap_or_default());
            days.insert(at, Day { date, unchecked_high, counted, open_until, total });
        }
        if let Some(day) = days.get_mut(at) {
            day.counted |= until == NaiveDate::MAX;
            day.open_until = day.open_until.max(until);
        }
    }
}

/// What is added up for what is held of an award.
fn sums_of(award: &Award, held: Held) -> DaySums {
    match held {
        Held::Nothing => DaySums::default(),
        Held::Uncounted => DaySums { uncounted: 1, ..DaySums::default() },
        Held::Counted(figures) => DaySums::of(award, figures),
    }
}

impl Timeline {
    /// Collects what the groups of some spans hold, for windows that end on some days; `None` is any.
    pub(crate) fn of(state: &State, spans: &Spans, selection: &Selection<'_>, ends: Option<Ends>) -> Self {
        let pieces = || spans.list.iter().flat_map(|span| &span.added).map(|piece| piece.handle);
        let by_month: BTreeSet<Handle> = match ends {
            // Months are kept in euro alone.
            Some(_) if selection.measure == Measure::Euro => {
                pieces().filter(|handle| state.awards.days.has_months(*handle)).collect()
            }
            _ => BTreeSet::new(),
        };
        // Where more than the days added up decides which windows end later, days are looked at one by one.
        let plain = !state.awards.has_apart() && spans.list.iter().all(|span| span.shared.is_none());
        let ends = ends.filter(|_| !by_month.is_empty() && plain);
        let core = ends.and_then(|ends| core(state, pieces(), selection, ends));
        let (days, changes, open_dated) = (Vec::new(), Vec::new(), Vec::new());
        let homes = BTreeSet::new();
        let mut gather = Gather { state, selection, by_month, core, days, changes, open_dated, homes };
        let mut stretches = Vec::new();
        // Awards of unknown regime end no period: they are looked for in those that others end (W11).
        let every = *selection.regimes == [Regime::Unknown];
        for (at, span) in spans.list.iter().enumerate() {
            gather.remove_all(&span.removed);
            for piece in &span.added {
                gather.add(*piece);
            }
            gather.settle();
            // The first holds the event's own window, whether or not an award stands there.
            let shared = span.shared.as_deref();
            let seen = gather.seen(span.from, shared);
            let whole = shared.is_some() || !seen.is_empty();
            if at == 0 || whole || every || gather.has_end(span.from, span.until) {
                stretches.push(gather.stretch((span.from, span.until), shared, seen));
            }
        }
        Self { stretches, core }
    }
}

/// The days that lie in every window that ends on the first of some days or on a later one with awards.
fn core(
    state: &State,
    handles: impl Iterator<Item = Handle>,
    selection: &Selection<'_>,
    ends: Ends,
) -> Option<Core> {
    let last_of = |key: SumKey| {
        let mut later = state.awards.days.range(key, ends.first, selection.to);
        later.next_back().map(|(day, _)| day)
    };
    let later = handles.flat_map(|handle| state.awards.sum_keys(handle, selection).filter_map(last_of));
    let last = later.max().unwrap_or(ends.first).max(ends.first);
    // Half-open windows begin last.
    let first = ends.length.start(last, Boundary::HalfOpen);
    ends.first.pred_opt().filter(|eve| first <= *eve).map(|eve| (first, eve))
}
