//! What a group holds of the awards its cluster received, from one day to another (H1 to H6).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use ledger::money::Cents;

use super::divide::Stages;
use super::edge::{Edge, Tie};
use super::view::View;
use super::walk::Walk;
use crate::pack::rule::Measure;
use crate::state::undertaking::Handle;
use crate::state::{Award, Figures, Held, Selection, State};

/// Whose awards of which days count in full: a member's all, those of others that an unsettled exit shares before its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Piece {
    pub handle: Handle,
    /// Only awards granted before this day.
    pub before: Option<NaiveDate>,
}

/// Days on which one group stands unchanged.
#[derive(Debug, Clone, Default)]
pub(crate) struct Span {
    pub from: NaiveDate,
    /// The first day that is no longer in it.
    pub until: NaiveDate,
    /// What counts in this span and did not in the one before.
    pub added: Vec<Piece>,
    /// What counted in the one before and does not here.
    pub removed: Vec<Piece>,
    /// Where awards are divided or shared: what it takes to say of one award how much of it is held.
    pub shared: Option<Arc<Shared>>,
}

/// A group of which awards are divided, or that shares another's history.
#[derive(Debug, Clone)]
pub(crate) struct Shared {
    pub(super) members: BTreeSet<Handle>,
    /// Groups of the days before unsettled exits.
    pub(super) layers: Vec<Layer>,
    /// Of whom splits and mergers move what was received, and the awards that exits attribute: they are looked at one by one.
    split: BTreeSet<Handle>,
    pub(super) attributed: BTreeSet<u32>,
    /// Every step in the cluster.
    pub(super) stages: Arc<Stages>,
    pub(super) view: View,
}

/// What a group held on the day before an unsettled exit.
#[derive(Debug, Clone)]
pub(super) struct Layer {
    pub(super) members: BTreeSet<Handle>,
    /// The day of the exit: awards granted before it are shared.
    pub(super) before: NaiveDate,
}

/// The groups of one undertaking over a stretch of days, one after another without a gap.
#[derive(Debug, Clone, Default)]
pub(crate) struct Spans {
    pub list: Vec<Span>,
}

/// A group as its sightings are looked for.
pub(crate) struct Holder<'a> {
    /// Whose sums are added up: members, or the pool of a large group.
    pub homes: &'a BTreeSet<Handle>,
    /// Where awards are divided or shared.
    pub shared: Option<&'a Shared>,
    /// The day the group stands on.
    pub day: NaiveDate,
}

/// An amount that no division can make nothing of: for awards that have no figure yet.
pub(crate) const NOMINAL: Cents = Cents(1_000_000_000_000_000_000_000_000_000_000_000);

impl Shared {
    /// Whether an award may be held otherwise than in full by whoever received it.
    pub(crate) fn looks_at(&self, index: u32, award: &Award) -> bool {
        self.split.contains(&award.beneficiary) || self.attributed.contains(&index)
    }

    /// Whose awards are looked at one by one.
    pub(super) fn looked_into(&self) -> impl Iterator<Item = Handle> + '_ {
        let layers = self.layers.iter().flat_map(|layer| layer.members.iter());
        self.split.iter().chain(layers).copied()
    }

    /// What is held, on a day, of an award granted on `granted_on` that counts so.
    fn held(
        &self,
        state: &State,
        (index, award): (u32, &Award),
        granted_on: NaiveDate,
        day: NaiveDate,
        counts: Held,
    ) -> Held {
        let by = |day: NaiveDate| state.divided((&self.stages, &self.view), (index, award), granted_on, day);
        let most = |amount: Cents| {
            let own = by(day).held(amount, &|holder| self.members.contains(&holder));
            let layers = self.layers.iter().filter(|layer| granted_on < layer.before).map(|layer| {
                let until = layer.before.pred_opt().unwrap_or(layer.before);
                by(until).held(amount, &|holder| layer.members.contains(&holder))
            });
            layers.fold(own, Cents::max)
        };
        match counts {
            Held::Counted(Figures { low, high }) => {
                let figures = Figures { low: most(low), high: most(high) };
                // Nothing of nothing is still held by whoever holds the award.
                if figures.high > Cents::ZERO || most(NOMINAL) > Cents::ZERO {
                    Held::Counted(figures)
                } else {
                    Held::Nothing
                }
            }
            Held::Uncounted if most(NOMINAL) > Cents::ZERO => Held::Uncounted,
            Held::Uncounted | Held::Nothing => Held::Nothing,
        }
    }

    /// What is held of an award that counts so, in windows that end in a span that begins on a day.
    pub(crate) fn held_of(
        &self,
        state: &State,
        (index, award): (u32, &Award),
        span: NaiveDate,
        counts: Held,
    ) -> Held {
        let granted_on = state.awards.granted_first(index).unwrap_or(award.granted_on);
        self.held(state, (index, award), granted_on, span, counts)
    }
}

impl Shared {
    /// Whether an award is added up in full with this group: its recipient is a member, or shares its history of that day.
    pub(crate) fn counts_in_full(&self, award: &Award) -> bool {
        let shares =
            |layer: &Layer| award.granted_on < layer.before && layer.members.contains(&award.beneficiary);
        self.members.contains(&award.beneficiary) || self.layers.iter().any(shares)
    }

    /// What is held of an award, with what it counts on `counted_on`, in windows that end in a span that begins on `span`.
    pub(crate) fn held_on(
        &self,
        state: &State,
        (index, award): (u32, &Award),
        (span, counted_on): (NaiveDate, NaiveDate),
        measure: Measure,
    ) -> Held {
        self.held_of(state, (index, award), span, award.counts_in(measure, counted_on))
    }

    /// The days of an award of unknown date on which it would be held, each stretch with its first and last.
    pub(crate) fn may_be_held(
        &self,
        state: &State,
        (index, award): (u32, &Award),
        span: NaiveDate,
    ) -> Vec<(NaiveDate, NaiveDate)> {
        let Some(last) = award.granted_until else { return Vec::new() };
        let days = state.division_days(award.beneficiary, award.granted_on, last, &self.view);
        let layers = self.layers.iter().map(|layer| layer.before);
        let mut starts: Vec<NaiveDate> =
            layers.filter(|day| award.granted_on < *day && *day <= last).collect();
        starts.extend(days);
        starts.push(award.granted_on);
        starts.sort_unstable();
        starts.dedup();
        let ends = starts.iter().skip(1).filter_map(|day| day.pred_opt()).chain([last]);
        let stretches = starts.iter().copied().zip(ends);
        let held = |(first, _): &(NaiveDate, NaiveDate)| {
            let counts = award.counts_in(Measure::Euro, span);
            self.held(state, (index, award), *first, span, counts) != Held::Nothing
        };
        stretches.filter(held).collect()
    }
}

impl Spans {
    /// Whether any of the awards looked for may be held on some day: a few searches, which spare most events a second look.
    pub(crate) fn may_hold(&self, state: &State, selection: &Selection<'_>) -> bool {
        // What is divided may come from anybody.
        let divided = self.list.iter().any(|span| span.shared.is_some());
        let mut pieces = self.list.iter().flat_map(|span| &span.added);
        !selection.regimes.is_empty()
            && (divided
                || state.awards.has_apart()
                || pieces.any(|piece| state.awards.may_have(piece.handle, selection)))
    }

    /// The groups of a handle in a view from one day to another; awards before `since` are of no interest.
    pub(crate) fn of(
        state: &State,
        view: &View,
        seed: Option<Handle>,
        (from, to): (NaiveDate, NaiveDate),
        since: NaiveDate,
    ) -> Self {
        let Some(seed) = seed else { return Self::default() };
        let since = state.divided_since(seed, since);
        if view.undeclared {
            return Self::widened(state, view, seed, (from, to), since);
        }
        let traits = state.groups.clusters.traits(seed);
        let divided = traits.and_then(|traits| traits.divided_until).is_some_and(|until| since < until);
        if divided {
            return Self::shared(state, view, seed, (from, to), since);
        }
        if let Some(pool) = state.pool_for(seed, from, view) {
            let added = vec![Piece { handle: pool, before: None }];
            return Self { list: vec![Span { from, until: NaiveDate::MAX, added, ..Span::default() }] };
        }
        let mut walk = Walk::new(state, view, seed, from, to);
        let mut added: Vec<Handle> = walk.members.iter().copied().collect();
        added.sort_unstable();
        let mut list = vec![Span { from, until: NaiveDate::MAX, added: full(&added), ..Span::default() }];
        while let Some(day) = walk.next_change() {
            let step = walk.go_to(day);
            if step.added.is_empty() && step.removed.is_empty() {
                continue;
            }
            if let Some(last) = list.last_mut() {
                last.until = day;
            }
            let (added, removed) = (full(&step.added), full(&step.removed));
            list.push(Span { from: day, until: NaiveDate::MAX, added, removed, shared: None });
        }
        Self { list }
    }

    /// As [`Spans::of`], with undeclared majorities added: every span is worked out whole.
    fn widened(
        state: &State,
        view: &View,
        seed: Handle,
        (from, to): (NaiveDate, NaiveDate),
        since: NaiveDate,
    ) -> Self {
        let mut list: Vec<Span> = Vec::new();
        let mut before: BTreeMap<Handle, Option<NaiveDate>> = BTreeMap::new();
        let mut day = from;
        loop {
            let members = state.widened(seed, day, view);
            // A split or an exit changes what is held, also where the group stays as it is.
            let divided = members.iter().flat_map(|member| state.division_days(*member, day, to, view));
            let next = state.next_widening(&members, (day, to), view).into_iter().chain(divided).min();
            let layers = state.layers(&members, day, since, view);
            let now = pieces(&members, &layers);
            let changed = |one: &BTreeMap<Handle, Option<NaiveDate>>,
                           other: &BTreeMap<Handle, Option<NaiveDate>>| {
                let others = one.iter().filter(|(handle, cut)| other.get(handle) != Some(cut));
                others.map(|(handle, before)| Piece { handle: *handle, before: *before }).collect::<Vec<_>>()
            };
            let (added, removed) = (changed(&now, &before), changed(&before, &now));
            let (mut split, mut attributed, mut stages) = Default::default();
            let mut divided = !layers.is_empty();
            for handle in state.one_of_each_cluster(&members) {
                let traits = state.groups.clusters.traits(handle);
                if traits.and_then(|traits| traits.divided_until).is_some_and(|until| since < until) {
                    let (own, named): (BTreeSet<Handle>, BTreeSet<u32>) = state.looked_at(handle, view);
                    BTreeSet::extend(&mut split, own);
                    BTreeSet::extend(&mut attributed, named);
                    Stages::join(&mut stages, state.stages(handle, view));
                    divided = true;
                }
            }
            let (stages, view) = (Arc::new(stages), view.clone());
            let shared = Shared { members, layers, split, attributed, stages, view };
            let shared = divided.then(|| Arc::new(shared));
            if let Some(last) = list.last_mut() {
                last.until = day;
            }
            list.push(Span { from: day, until: NaiveDate::MAX, added, removed, shared });
            before = now;
            let Some(next) = next else { return Self { list } };
            day = next;
        }
    }

    /// As [`Spans::of`], where a split or an exit matters: every span is worked out whole.
    fn shared(
        state: &State,
        view: &View,
        seed: Handle,
        (from, to): (NaiveDate, NaiveDate),
        since: NaiveDate,
    ) -> Self {
        let mut days: BTreeSet<NaiveDate> = state.division_days(seed, from, to, view).into_iter().collect();
        let mut walk = Walk::new(state, view, seed, from, to);
        let (split, attributed) = state.looked_at(seed, view);
        let stages = Arc::new(state.stages(seed, view));
        let mut list: Vec<Span> = Vec::new();
        let mut before: BTreeMap<Handle, Option<NaiveDate>> = BTreeMap::new();
        let mut day = from;
        loop {
            let members: BTreeSet<Handle> = walk.members.iter().copied().collect();
            let layers = state.layers(&members, day, since, view);
            let now = pieces(&members, &layers);
            let gone = |(handle, cut): (&Handle, &Option<NaiveDate>)| {
                (now.get(handle) != Some(cut)).then_some(Piece { handle: *handle, before: *cut })
            };
            let come = |(handle, cut): (&Handle, &Option<NaiveDate>)| {
                (before.get(handle) != Some(cut)).then_some(Piece { handle: *handle, before: *cut })
            };
            let (added, removed) =
                (now.iter().filter_map(come).collect(), before.iter().filter_map(gone).collect());
            let (split, attributed, view) = (split.clone(), attributed.clone(), view.clone());
            let stages = Arc::clone(&stages);
            let shared = Some(Arc::new(Shared { members, layers, split, attributed, stages, view }));
            if let Some(last) = list.last_mut() {
                last.until = day;
            }
            list.push(Span { from: day, until: NaiveDate::MAX, added, removed, shared });
            before = now;
            let Some(next) = walk.next_change().into_iter().chain(days.first().copied()).min() else { break };
            days.remove(&next);
            walk.go_to_afresh(next);
            day = next;
        }
        Self { list }
    }
}

fn full(handles: &[Handle]) -> Vec<Piece> {
    handles.iter().map(|handle| Piece { handle: *handle, before: None }).collect()
}

/// Members count in full; others before the latest exit that shares their history.
fn pieces(members: &BTreeSet<Handle>, layers: &[Layer]) -> BTreeMap<Handle, Option<NaiveDate>> {
    let mut pieces: BTreeMap<Handle, Option<NaiveDate>> =
        members.iter().map(|handle| (*handle, None)).collect();
    for layer in layers {
        for handle in &layer.members {
            let cut = pieces.entry(*handle).or_insert(Some(layer.before));
            *cut = cut.map(|cut| cut.max(layer.before));
        }
    }
    pieces
}

impl State {
    /// Every handle that any statement ever joined with this one, itself included.
    pub(crate) fn cluster_of(&self, handle: Handle) -> Vec<Handle> {
        let members =
            self.groups.clusters.traits(handle).map(|traits| traits.members.iter().copied().collect());
        members.unwrap_or_else(|| vec![handle])
    }

    /// Of the clusters that some handles lie in one handle each.
    fn one_of_each_cluster(&self, handles: &BTreeSet<Handle>) -> BTreeSet<Handle> {
        handles.iter().map(|handle| self.groups.clusters.root(*handle)).collect()
    }

    /// Whether a history in the cluster of a handle was ever divided or shared.
    pub(crate) fn shares_history(&self, handle: Handle) -> bool {
        self.groups.clusters.traits(handle).is_some_and(|traits| traits.divided_until.is_some())
    }

    /// A superset of the groups of a handle on all days from `from` on, small or kept as a pool; `None` where that takes
    /// more than a look, or where a group may hold what none of its members received.
    pub(crate) fn joined_ever(
        &self,
        handle: Handle,
        from: NaiveDate,
        through_public: bool,
    ) -> Option<Vec<Handle>> {
        const FEW: usize = 64;
        let Some(traits) = self.groups.clusters.traits(handle) else { return Some(vec![handle]) };
        if traits.divided_until.is_some() {
            return None;
        }
        if traits.members.len() <= FEW {
            return Some(traits.members.iter().copied().collect());
        }
        // No view of everybody sees more than this one; a pool is no more than it, unless it looks through public bodies.
        let view = View { through_public, ..View::everybody() };
        if let Some(pool) = self.pool_for(handle, from, &view) {
            return Some(vec![pool]);
        }
        self.tied_from(handle, from, &view, FEW)
    }

    /// Everybody connected with a handle by ties that are in force on a day or later; `None` where they are many.
    fn tied_from(&self, handle: Handle, from: NaiveDate, view: &View, most: usize) -> Option<Vec<Handle>> {
        let mut found = BTreeSet::from([handle]);
        let mut open = vec![handle];
        while let Some(next) = open.pop() {
            if found.len() > most {
                return None;
            }
            let same = self.undertakings.grounds(next).same_as.iter().map(|(other, _)| *other);
            let tied = self
                .groups
                .edges_of(next)
                .filter(|edge| self.in_force(edge, view).is_some_and(|(_, end)| from < end));
            for other in same.chain(tied.map(|edge| edge.other(next))) {
                if found.insert(other) {
                    open.push(other);
                }
            }
        }
        Some(found.into_iter().collect())
    }

    /// What the group of a day holds of the selected awards that count or wait to be counted, in windows that end that day, for
    /// an event of a date.
    pub(crate) fn holdings<'s>(
        &'s self,
        view: &View,
        seed: Option<Handle>,
        selection: &Selection<'_>,
        (day, of): (NaiveDate, NaiveDate),
    ) -> Vec<(&'s Award, Held)> {
        let spans = Spans::of(self, view, seed, (day, day), selection.from);
        let Some(span) = spans.list.first() else { return Vec::new() };
        let shared = span.shared.as_deref();
        let mut found = Vec::new();
        for piece in &span.added {
            let eve = piece.before.and_then(|before| before.pred_opt());
            let to = eve.map_or(selection.to, |eve| eve.min(selection.to));
            let own = BTreeSet::from([piece.handle]);
            for index in self.awards.numbers_selected(&own, Selection { to, ..*selection }) {
                let Some(award) = self.awards.get(index).filter(|award| !award.is_apart()) else { continue };
                if shared.is_some_and(|shared| shared.looks_at(index, award)) {
                    continue;
                }
                let held = award.counts_in(selection.measure, day);
                if held != Held::Nothing {
                    found.push((index, award, held));
                }
            }
        }
        if let Some(shared) = shared {
            for index in self.one_by_one(shared, selection) {
                let Some(award) = self.awards.get(index) else { continue };
                let may_lie = |(first, last): &(NaiveDate, NaiveDate)| {
                    *first <= selection.to && selection.from <= *last
                };
                let held = match award.granted_until {
                    None => shared.held_on(self, (index, award), (day, day), selection.measure),
                    // Of an unknown date it waits wherever any of its days would have it.
                    Some(_) if shared.may_be_held(self, (index, award), day).iter().any(may_lie) => {
                        Held::Uncounted
                    }
                    Some(_) => Held::Nothing,
                };
                if held != Held::Nothing {
                    found.push((index, award, held));
                }
            }
        }
        let homes = span.added.iter().map(|piece| piece.handle).collect();
        let window = (selection.from, selection.to);
        for sightings in self.seen_by(&Holder { homes: &homes, shared, day }, selection) {
            let counts = sightings.counts(window, of);
            let counts = counts.map(|counts| (counts.index, Held::Counted(counts.figures)));
            let waits = sightings.waits(window, of).map(|index| (index, Held::Uncounted));
            for (index, held) in counts.into_iter().chain(waits) {
                found.extend(self.awards.get(index).map(|award| (index, award, held)));
            }
        }
        // Members of a set share a position; numbers keep their order.
        found.sort_by_key(|(index, award, _)| (award.date_seen(), award.position, *index));
        found.into_iter().map(|(_, award, held)| (award, held)).collect()
    }

    /// The groups that a group shares histories with through unsettled exits up to a day, and through theirs in turn.
    ///
    /// Each looks at exits of earlier days than the one it came by, so this ends; exits whose shared awards all lie before
    /// `since` are left out.
    fn layers(
        &self,
        members: &BTreeSet<Handle>,
        day: NaiveDate,
        since: NaiveDate,
        view: &View,
    ) -> Vec<Layer> {
        let mut found: BTreeMap<(NaiveDate, Handle), Layer> = BTreeMap::new();
        let mut open = self.unsettled(members, day, since, view);
        let mut seen: BTreeSet<(NaiveDate, Handle)> = BTreeSet::new();
        while let Some((on, end)) = open.pop() {
            let eve = on.pred_opt().unwrap_or(on);
            if !seen.insert((on, end)) {
                continue;
            }
            let group = self.group_seen(end, eve, view);
            let Some(first) = group.first().copied() else { continue };
            if found.contains_key(&(on, first)) {
                continue;
            }
            open.extend(self.unsettled(&group, eve, since, view));
            found.insert((on, first), Layer { members: group, before: on });
        }
        found.into_values().collect()
    }

    /// Unsettled ends up to a day of which a group has a bearer: the day, and the side that it bears.
    ///
    /// Bearers are the two sides, the successors of one that splits and whoever takes one over (who is of its group).
    fn unsettled(
        &self,
        members: &BTreeSet<Handle>,
        day: NaiveDate,
        since: NaiveDate,
        view: &View,
    ) -> Vec<(NaiveDate, Handle)> {
        let mut found = BTreeSet::new();
        for (handle, until) in self.borne_by(members, day, view) {
            for edge in self.groups.edges_of(handle) {
                let Tie::Control { .. } = edge.tie else { continue };
                let Some((_, end)) = self.in_force(edge, view) else { continue };
                let unsettled =
                    edge.ended(view).is_some_and(|ended| ended.on == end && ended.history.is_none());
                if unsettled && since < end && end <= until {
                    found.insert((end, handle));
                }
            }
        }
        found.into_iter().collect()
    }

    /// Whose unsettled ends a group bears: its members', and up to the day of a split those of the one that split into a
    /// member, and of those that one had taken over by then.
    fn borne_by(
        &self,
        members: &BTreeSet<Handle>,
        day: NaiveDate,
        view: &View,
    ) -> BTreeMap<Handle, NaiveDate> {
        let mut borne: BTreeMap<Handle, NaiveDate> = BTreeMap::new();
        let Some(first) = members.first() else { return borne };
        let splits =
            self.groups.clusters.traits(*first).map(|traits| traits.splits.clone()).unwrap_or_default();
        let mut open: Vec<(Handle, NaiveDate)> = members.iter().map(|handle| (*handle, day)).collect();
        while let Some((handle, until)) = open.pop() {
            if borne.get(&handle).is_some_and(|known| until <= *known) {
                continue;
            }
            borne.insert(handle, until);
            for split in splits.iter().filter_map(|at| self.groups.split(*at)) {
                let acts = !split.retracted && view.relies_on(&split.reach) && split.on <= until;
                let into = |(who, _): &(Handle, i128)| self.identity(*who, view).contains(&handle);
                if acts && split.successors.iter().any(into) {
                    let before = self.identity(split.undertaking, view);
                    open.extend(before.into_iter().map(|owner| (owner, split.on)));
                }
            }
            if members.contains(&handle) {
                continue;
            }
            let mergers = self.groups.edges_of(handle).filter(|edge| {
                edge.tie == Tie::Merger && edge.a == handle && edge.is_seen(view) && edge.from <= until
            });
            let mergers: Vec<(Handle, NaiveDate)> = mergers.map(|edge| (edge.b, edge.from)).collect();
            for (absorbed, on) in mergers {
                open.extend(self.identity(absorbed, view).into_iter().map(|same| (same, on)));
            }
        }
        borne
    }

    /// Everybody in a cluster of whom splits move what was received, themselves or through whom took them over, and every
    /// award that an exit there attributes, by each of its sightings.
    fn looked_at(&self, seed: Handle, view: &View) -> (BTreeSet<Handle>, BTreeSet<u32>) {
        let Some(traits) = self.groups.clusters.traits(seed) else { return Default::default() };
        let splits = traits.splits.iter().filter_map(|at| self.groups.split(*at));
        let mut open: Vec<Handle> = splits.flat_map(|split| self.identity(split.undertaking, view)).collect();
        let mut moved = BTreeSet::new();
        while let Some(next) = open.pop() {
            if !moved.insert(next) {
                continue;
            }
            let absorbed =
                self.groups.edges_of(next).filter(|edge| edge.tie == Tie::Merger && edge.a == next);
            let absorbed: Vec<Handle> = absorbed.map(|edge| edge.b).collect();
            open.extend(absorbed.into_iter().flat_map(|one| self.identity(one, view)));
        }
        let exits = traits.exits.iter().filter_map(|at| self.groups.edge(*at));
        let named = exits.flat_map(Edge::attributed_awards);
        (moved, named.flat_map(|index| self.awards.numbers_of_class(index)).collect())
    }

    /// From which day on awards matter for how a history is divided, where periods begin on a day: an award of several
    /// sightings is divided by the earliest of them, which may lie before every period in which it counts (H2, W10).
    fn divided_since(&self, seed: Handle, since: NaiveDate) -> NaiveDate {
        let divided = self.groups.clusters.traits(seed).filter(|traits| traits.divided_until.is_some());
        let members = divided.filter(|_| self.awards.has_apart()).map(|traits| &traits.members);
        let home = |member: Handle| self.awards.pool_of(member).unwrap_or(member);
        let apart = |member: &Handle| self.awards.stands_apart(home(*member));
        if members.is_some_and(|members| members.iter().any(apart)) { NaiveDate::MIN } else { since }
    }

    /// The selected awards that are looked at one by one in a span.
    pub(crate) fn one_by_one(&self, shared: &Shared, selection: &Selection<'_>) -> Vec<u32> {
        let mut found: BTreeSet<u32> = self.awards.numbers_selected(&shared.split, *selection).collect();
        // What stands in no sum (it is being corrected, say) must have no part put in its place.
        let meant = |award: &Award| award.stands() && selection.may_include(award);
        let named = shared.attributed.iter().filter(|index| self.awards.get(**index).is_some_and(meant));
        found.extend(named);
        let summed = |index: &u32| self.awards.get(*index).is_some_and(|award| !award.is_apart());
        found.into_iter().filter(summed).collect()
    }
}
