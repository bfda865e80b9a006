//! What a late fact does to awards already on record: which of them stand over a ceiling now and did not before.
//!
//! Looked at day by day, not award by award: all awards of one day, State and regime share their windows.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use ledger::event::aid::Regime;
use ledger::event::undertaking::{ControlEnded, ExitHistory};
use ledger::event::{Body, Event};
use ledger::ids::{MemberState, PartyId, ScopedRef, UndertakingId};
use ledger::money::Cents;
use ledger::verdict::{Flag, Outcome, Verdict};

use super::window_cap::cents;
use crate::calendar::{Boundary, look_back_start, release_day};
use crate::pack::PackLibrary;
use crate::pack::rule::{Mode, Rule, Scope as CapScope, UnlinkedHolder, WindowCap};
use crate::state::{
    Award, Ends, Handle, Reliance, Scope, Spans, State, Timeline, View, across_borders, review,
};

/// Whether an event may push earlier awards over a ceiling: facts, and what becomes of awards that stand anyway.
pub(super) fn looks_back(event: &Event, verdict: &Verdict) -> bool {
    match &event.body {
        Body::ReviewDecided(_) => verdict.outcome == Outcome::Admitted,
        // Where it counted before, another sighting of it may count now.
        Body::AwardRestated(_) | Body::AwardCorrected(_) => verdict.outcome == Outcome::Recorded,
        _ => verdict.outcome == Outcome::Recorded && !verdict.flags.contains(&Flag::Uncounted),
    }
}

/// Whose awards may come to stand otherwise through an event, and of which days.
#[derive(Debug, Clone)]
pub(crate) struct Concern {
    /// Whose: these and their groups.
    of: Vec<UndertakingId>,
    /// The date of the award that an event is about: only awards granted later, whose windows hold it, are looked at.
    late: Option<NaiveDate>,
    /// The last date of an award that comes to count otherwise through it; of other events, nothing.
    last: NaiveDate,
    /// Of other events, the first day on which a group is another.
    from: NaiveDate,
    /// Whether history moves between groups, so that all groups that were ever joined with these are looked at.
    moves: bool,
}

/// Position and excess of the awards that stand over a ceiling once an event has taken effect, and did not before.
pub(crate) fn pushed_over(state: &State, event: &Event, verdict: &Verdict) -> Vec<(u64, Cents)> {
    let Some(concern) = concerns(state, event) else { return Vec::new() };
    // Before the first entry there is nobody to push over; when an entry is recorded changes no award.
    let Some(at) = state.last_at() else { return Vec::new() };
    if !concern.moves
        && concern.handles(state).iter().all(|handle| nothing_lies_there(state, *handle, &concern))
    {
        return Vec::new();
    }
    let mut after = state.clone();
    after.apply(event, verdict, at, &PackLibrary::default());
    newly_over(state, &after, &concern)
}

/// Whose awards an event concerns; `None` where it can push nobody over.
fn concerns(state: &State, event: &Event) -> Option<Concern> {
    let signer = &event.source;
    match &event.body {
        Body::AwardGranted(grant) => counts_somewhere(state, grant.basis.regime)
            .then(|| Concern::award(&grant.beneficiary, grant.granted_on.date())),
        Body::AwardConditional(grant) => counts_somewhere(state, grant.basis.regime)
            .then(|| Concern::award(&grant.beneficiary, grant.granted_on.date())),
        Body::AwardReported(report) => {
            let date = report.granted_on.filter(|_| counts_somewhere(state, report.basis.regime))?;
            Some(Concern::award(&report.beneficiary, date.date()))
        }
        Body::AwardCorrected(correction) => {
            let award = state.awards.find(&correction.award.full(signer))?;
            let date = correction.set.granted_on.map_or(award.granted_on, |date| date.date());
            of_award(state, award, date)
        }
        Body::ConditionMet(met) => {
            of_award(state, state.awards.find(&met.award.full(signer))?, met.on.date())
        }
        Body::AwardConfirmed(confirmed) => {
            of_award(state, state.awards.find(&confirmed.award.full(signer))?, confirmed.granted_on.date())
        }
        Body::AwardReserved(grant) => counts_somewhere(state, grant.basis.regime)
            .then(|| Concern::award(&grant.beneficiary, grant.granted_on.date())),
        Body::AwardSet(set) => {
            let dates = || set.awards.iter().map(|grant| grant.granted_on.date());
            let of = set.awards.iter().map(|grant| grant.beneficiary.clone()).collect();
            let (first, last) = dates().min().zip(dates().max())?;
            Some(Concern { of, late: Some(first), last, from: first, moves: false })
        }
        Body::AwardReleased(released) => of_awards(state, signer, &released.award, &[]),
        Body::ConditionFailed(failed) => of_awards(state, signer, &failed.award, &[]),
        Body::AwardRestated(restated) => of_awards(state, signer, &restated.award, &[]),
        Body::AwardMatched(matched) => of_awards(state, signer, &matched.award, &matched.same_as),
        Body::AwardUnmatched(unmatched) => of_awards(state, signer, &unmatched.award, &unmatched.same_as),
        Body::ReviewDecided(decided) => {
            match review::subject(state, &decided.about)? {
                // What is deferred is no review, so this looks once more at most.
                review::Subject::Statement(kept) => concerns(state, &kept),
                review::Subject::Award(award) => {
                    let award = state.awards.find(&award)?;
                    of_award(state, award, award.granted_on)
                }
            }
        }
        Body::StatementRetracted(retracted) => {
            let position = state.retractable(retracted.source.0.as_str(), retracted.id.as_str())?;
            retraction(state, position)
        }
        body => of_groups(state, signer, body),
    }
}

/// What is said of undertakings and groups.
fn of_groups(state: &State, signer: &PartyId, body: &Body) -> Option<Concern> {
    match body {
        Body::UndertakingRegistered(registered) if !registered.identifiers.is_empty() => {
            // Whoever it names: the undertaking itself may have no history, and join those that have.
            let named = registered.identifiers.iter().filter_map(|identifier| identifier.id());
            let all = named.chain([registered.undertaking.clone()]).collect();
            Some(Concern::identities(all))
        }
        Body::UndertakingIdentified(identified) => {
            let all = identified.same_as.iter().chain([&identified.undertaking]).cloned().collect();
            Some(Concern::identities(all))
        }
        Body::ControlDeclared(control) => {
            let both = vec![control.controller.clone(), control.controlled.clone()];
            Some(Concern::group(both, control.from.date()))
        }
        Body::UndertakingsMerged(merger) => {
            let all = std::iter::once(&merger.surviving).chain(&merger.absorbed).cloned().collect();
            Some(Concern::group(all, merger.on.date()))
        }
        Body::ControlEnded(end) if !only_parts(state, signer, end) => {
            let both = vec![end.controller.clone(), end.controlled.clone()];
            Some(Concern { moves: true, ..Concern::group(both, end.on.date()) })
        }
        Body::UndertakingSplit(split) => {
            let all = split.successors.iter().map(|successor| successor.undertaking.clone());
            let all = all.chain([split.undertaking.clone()]).collect();
            Some(Concern { moves: true, ..Concern::group(all, split.on.date()) })
        }
        Body::AwardAttributed(attributed) => {
            let split = state.groups.split(state.split_named(attributed.split.as_str(), signer)?)?;
            let owner = state.undertakings.id(split.undertaking)?.clone();
            let all = attributed.parts.iter().map(|part| part.undertaking.clone()).chain([owner]).collect();
            Some(Concern { moves: true, ..Concern::group(all, split.on) })
        }
        _ => None,
    }
}

/// Whether an end parts groups and leaves every history where it is: then every group only holds less.
fn only_parts(state: &State, signer: &PartyId, end: &ControlEnded) -> bool {
    let stays = matches!(end.history, Some(ExitHistory::StaysWithRecipient));
    let links = state.links_of(&end.controller, &end.controlled, signer);
    let view = View::everybody();
    let first = |at: u32| state.groups.edge(at).is_none_or(|edge| edge.ended(&view).is_none());
    stays && links.into_iter().all(first)
}

fn retraction(state: &State, position: u64) -> Option<Concern> {
    let resting = state.undertakings.resting_on(position);
    let (mut handles, mut from) = state.groups.named_by(position).unwrap_or((Vec::new(), NaiveDate::MAX));
    if !resting.is_empty() {
        handles.extend(resting);
        from = NaiveDate::MIN;
    }
    let of: Vec<UndertakingId> =
        handles.into_iter().filter_map(|handle| state.undertakings.id(handle).cloned()).collect();
    (!of.is_empty()).then(|| Concern { moves: true, ..Concern::group(of, from) })
}

/// Of several awards of one undertaking, what was granted later than the earliest of them may come to stand otherwise.
fn of_awards(state: &State, signer: &PartyId, award: &ScopedRef, others: &[ScopedRef]) -> Option<Concern> {
    let named = std::iter::once(award).chain(others);
    let awards: Vec<&Award> = named.filter_map(|named| state.awards.find(&named.full(signer))).collect();
    let first = awards.iter().min_by_key(|award| award.granted_on)?;
    let concern = of_award(state, first, first.granted_on)?;
    // What is parted now was one before.
    let last = awards.iter().map(|award| latest_alike(state, award)).fold(concern.last, NaiveDate::max);
    Some(Concern { last, ..concern })
}

/// An award that is dated so now; what is matched with it may come to count in its place.
fn of_award(state: &State, award: &Award, date: NaiveDate) -> Option<Concern> {
    let concern = Concern::award(state.undertakings.id(award.beneficiary)?, date);
    Some(Concern { last: latest_alike(state, award).max(date), ..concern })
}

/// The last granting date of an award and of those matched with it.
fn latest_alike(state: &State, award: &Award) -> NaiveDate {
    state.awards.alike(&award.id).map(|award| award.granted_on).max().unwrap_or(award.granted_on)
}

impl Concern {
    pub(crate) fn award(of: &UndertakingId, late: NaiveDate) -> Self {
        Self { of: vec![of.clone()], late: Some(late), last: late, from: late, moves: false }
    }

    /// Who somebody is, on all days: pairs that were parted may be other pairs now (G10), so history may move.
    fn identities(of: Vec<UndertakingId>) -> Self {
        Self { moves: true, ..Self::group(of, NaiveDate::MIN) }
    }

    pub(crate) fn group(of: Vec<UndertakingId>, from: NaiveDate) -> Self {
        Self { of, late: None, last: from, from, moves: false }
    }

    fn handles(&self, state: &State) -> Vec<Handle> {
        self.of.iter().filter_map(|id| state.undertakings.find(id)).collect()
    }

    /// The days of the awards that may come to stand otherwise.
    fn days(&self, years: u32) -> (NaiveDate, NaiveDate) {
        match self.late {
            Some(late) => (late.succ_opt().unwrap_or(late), release_day(self.last, years, Boundary::Closed)),
            None => (self.from, NaiveDate::MAX),
        }
    }
}

/// Whether any ceiling counts awards of a regime: the others push nobody over.
fn counts_somewhere(state: &State, regime: Regime) -> bool {
    let counts =
        |cap: &WindowCap| cap.counts.iter().any(|row| row.mode == Mode::Counted && row.regime == regime);
    window_caps(state).any(counts)
}

/// Every ceiling of the adopted packs.
fn window_caps(state: &State) -> impl Iterator<Item = &WindowCap> {
    let rules = state.packs().packs().flat_map(|pack| &pack.rules);
    rules.filter_map(|rule| if let Rule::WindowCap(cap) = rule { Some(cap) } else { None })
}

/// Whether no award lies on the days that count, of anybody who may be in the group then: a few searches, which spare most
/// late facts the rest.
fn nothing_lies_there(state: &State, handle: Handle, concern: &Concern) -> bool {
    let longest = window_caps(state).map(|cap| cap.years).max().unwrap_or(0);
    let (from, to) = concern.days(longest);
    let all = state.joined_ever(handle, from, looks_through_public(state));
    let lies = |own: &Handle| {
        let pots = state.awards.pots(&BTreeSet::from([*own]));
        pots.into_iter()
            .any(|(ms, regime)| state.awards.next_day(*own, ms, regime, from).is_some_and(|day| day <= to))
    };
    all.is_some_and(|all| !all.iter().any(lies))
}

/// Position and excess of the awards that stand over a ceiling after a fact and did not before, by position.
pub(crate) fn newly_over(before: &State, after: &State, concern: &Concern) -> Vec<(u64, Cents)> {
    let mut lines = BTreeMap::new();
    let held = concern.late.map(|late| (late, concern.last));
    for cap in window_caps(after).filter(|cap| cap.scope == CapScope::MemberState) {
        for ms in states_of(after, cap, concern) {
            for across in borders(after, cap, ms, concern) {
                let mut now = Look::new(after, cap, ms, across, held);
                let mut was = Look::new(before, cap, ms, across, held);
                now.around(concern);
                for (number, over) in std::mem::take(&mut now.over) {
                    was.at(over.beneficiary, over.date, concern.days(cap.years).1);
                    if !was.over.contains_key(&number) {
                        lines.insert(number, (over.position, over.excess));
                    }
                }
            }
        }
    }
    // Numbers ascend with positions.
    lines.into_values().collect()
}

/// Whether a ceiling takes enterprises as linked through a public body.
fn looks_through_public(state: &State) -> bool {
    window_caps(state).any(|cap| !cap.is_unlinked_through(UnlinkedHolder::PublicBody))
}

/// Everybody whose awards may come to stand otherwise, or who may be in a group with them.
fn around(state: &State, concern: &Concern) -> BTreeSet<Handle> {
    concern.handles(state).into_iter().flat_map(|handle| state.cluster_of(handle)).collect()
}

/// The States that granted awards which a ceiling judges.
fn states_of(state: &State, cap: &WindowCap, concern: &Concern) -> BTreeSet<MemberState> {
    let through_public = looks_through_public(state);
    let all = concern.handles(state).into_iter().flat_map(|handle| {
        let joined = state.joined_ever(handle, concern.from, through_public).filter(|_| !concern.moves);
        joined.unwrap_or_else(|| state.cluster_of(handle))
    });
    let pots = state.awards.pots(&all.collect());
    pots.into_iter().filter(|(_, regime)| *regime == cap.regime).filter_map(|(ms, _)| ms).collect()
}

/// In which ways a ceiling takes links across a border, over time.
fn borders(state: &State, cap: &WindowCap, ms: MemberState, concern: &Concern) -> BTreeSet<bool> {
    let first = cap.head.from;
    let mut ways = BTreeSet::from([across_borders(cap, ms, first)]);
    if concern.handles(state).iter().any(|handle| state.groups.crosses_borders(*handle)) {
        let own = cap.cross_border.states.get(ms.as_str()).into_iter();
        let all = own.chain([&cap.cross_border.default]).flat_map(|dated| dated.entries());
        ways.extend(all.map(|entry| across_borders(cap, ms, entry.from)));
    }
    ways
}

struct Over {
    position: u64,
    excess: Cents,
    beneficiary: Handle,
    date: NaiveDate,
}

/// The awards over one ceiling in one State, found group by group; no group is looked at twice.
struct Look<'a> {
    state: &'a State,
    cap: &'a WindowCap,
    ms: MemberState,
    view: View,
    /// Only awards later than the first date, in windows that hold the last.
    late: Option<(NaiveDate, NaiveDate)>,
    counted: Vec<Regime>,
    /// Over the ceiling, by the number of the award: those of a set share their position.
    over: BTreeMap<u32, Over>,
    /// On which days whose group was looked at.
    seen: BTreeMap<Handle, Vec<(NaiveDate, NaiveDate)>>,
}

impl<'a> Look<'a> {
    fn new(
        state: &'a State,
        cap: &'a WindowCap,
        ms: MemberState,
        across: bool,
        late: Option<(NaiveDate, NaiveDate)>,
    ) -> Self {
        let view =
            View { across_borders: across, ..View::of(Reliance::Everybody).under(cap, ms, cap.head.from) };
        let rows = cap.counts.iter().filter(|row| row.mode == Mode::Counted);
        let counted = rows.map(|row| row.regime).collect();
        Self { state, cap, ms, view, late, counted, over: BTreeMap::new(), seen: BTreeMap::new() }
    }

    /// Looks at every group that a fact concerns.
    fn around(&mut self, concern: &Concern) {
        let (from, to) = concern.days(self.cap.years);
        let shares = |handle: &Handle| self.state.shares_history(*handle);
        let handles = concern.handles(self.state);
        if concern.moves || handles.iter().any(shares) {
            for handle in around(self.state, concern) {
                let mut day = Some(from);
                // Every day on which the undertaking was granted something is one on which its group is looked at.
                while let Some(next) =
                    day.and_then(|day| self.next_day(handle, day)).filter(|next| *next <= to)
                {
                    self.at(handle, next, to);
                    day = next.succ_opt();
                }
            }
            return;
        }
        for handle in handles {
            if let Some(first) = self.first_day(handle, from).filter(|first| *first <= to) {
                self.at(handle, first, to);
            }
        }
    }

    fn next_day(&self, handle: Handle, from: NaiveDate) -> Option<NaiveDate> {
        self.state.awards.next_day(handle, Some(self.ms), self.cap.regime, from)
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
        let since = look_back_start(from, self.cap.years, Boundary::Closed);
        let spans = Spans::of(self.state, &self.view, Some(handle), (from, to), since);
        let scope = Scope { ms: self.ms, regimes: &self.counted, from: since, to };
        let ends = Ends { first: from, years: self.cap.years };
        let timeline = Timeline::of(self.state, &spans, &scope, Some(ends));
        let mut members: BTreeSet<Handle> = BTreeSet::new();
        for span in &spans.list {
            for piece in &span.removed {
                members.remove(&piece.handle);
            }
            let full = span.added.iter().filter(|piece| piece.before.is_none());
            members.extend(full.map(|piece| piece.handle));
            let (first, until) = (span.from.max(from), span.until);
            for day in timeline.days(first).take_while(|day| *day < until && *day <= to) {
                self.day(day, &timeline, &members);
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

    /// Notes the awards of a day, if the window that ends there is over the ceiling.
    fn day(&mut self, date: NaiveDate, timeline: &Timeline, members: &BTreeSet<Handle>) {
        let caps = self.state.packs().window_caps(&self.cap.regime, date);
        let widest = look_back_start(date, self.cap.years, Boundary::Closed);
        let held = self.late.is_none_or(|(late, last)| widest <= last && late < date);
        let same_way = across_borders(self.cap, self.ms, date) == self.view.across_borders;
        if !held || !same_way || !caps.iter().any(|cap| std::ptr::eq(*cap, self.cap)) {
            return;
        }
        let (Some(ceiling), Some(boundary)) = (
            self.cap.ceiling.on(date).and_then(|entry| cents(entry.value)),
            self.cap.boundary.on(self.ms.as_str(), date),
        ) else {
            return;
        };
        let start = look_back_start(date, self.cap.years, boundary.value);
        let excess = timeline.sum(start, date, date).high - ceiling;
        if excess <= Cents::ZERO {
            return;
        }
        let regimes = [self.cap.regime];
        let counts = |award: &&Award| award.counted(date).is_some_and(|figures| figures.high > Cents::ZERO);
        let awards = &self.state.awards;
        for number in awards.numbers_between(members, Some(self.ms), &regimes, date, date) {
            if let Some(award) = awards.get(number).filter(counts) {
                let (position, beneficiary) = (award.position, award.beneficiary);
                self.over.insert(number, Over { position, excess, beneficiary, date });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::LazyLock;

    use chrono::{Days, NaiveDate};
    use ledger::event::aid::Regime;
    use ledger::ids::{ScopedId, ScopedRef, UndertakingId};
    use ledger::money::Cents;
    use ledger::verdict::Figure;
    use proptest::prelude::*;

    use super::{Concern, newly_over};
    use crate::calendar::{Boundary, look_back_start};
    use crate::pack::{Pack, PackSet, SHIPPED};
    use crate::state::{Award, RecordedAs, Right, State};

    #[derive(Debug, Clone)]
    struct Drawn {
        who: u8,
        day: u16,
        euros: u32,
        italian: bool,
        uncounted: bool,
        reduced: Option<(u16, u32)>,
    }

    fn drawn() -> impl Strategy<Value = Drawn> {
        let day = prop_oneof![0u16..1600, 1094u16..1099, Just(0u16)];
        let reduced = proptest::option::of((0u16..1600, 0u32..200_000));
        (0u8..2, day, 0u32..200_000, any::<bool>(), 0u8..8, reduced).prop_map(
            |(who, day, euros, italian, uncounted, reduced)| Drawn {
                who,
                day,
                euros,
                italian,
                uncounted: uncounted == 0,
                reduced,
            },
        )
    }

    fn date(day: u16) -> NaiveDate {
        NaiveDate::from_ymd_opt(2024, 1, 1).unwrap() + Days::new(u64::from(day))
    }

    fn who(number: u8) -> UndertakingId {
        format!("NID:FI:{number:08}").parse().unwrap()
    }

    fn id(position: u64) -> ScopedId {
        format!("a{position}").parse::<ScopedRef>().unwrap().full(&"p".parse().unwrap())
    }

    fn award(state: &mut State, drawn: &Drawn, position: u64) -> Award {
        let cents = Cents(i128::from(drawn.euros) * 100);
        let beneficiary = state.pretend_handle(&who(drawn.who));
        let on = date(drawn.day);
        Award {
            state: if drawn.italian { "IT" } else { "FI" }.parse().ok(),
            gge: Some(Figure { low: Cents::ZERO, high: Some(cents) }),
            recorded_as: RecordedAs::uncounted_if(drawn.uncounted),
            reductions: drawn
                .reduced
                .iter()
                .map(|(on, most)| (date(*on), Cents(i128::from(*most) * 100)))
                .collect(),
            ..Award::new(id(position), position, beneficiary, Regime::Eu2023_2831, on, Right::Reported)
        }
    }

    static PACKS: LazyLock<PackSet> = LazyLock::new(|| {
        let from = NaiveDate::from_ymd_opt(2014, 1, 1).unwrap();
        SHIPPED.iter().fold(PackSet::new(), |set, shipped| {
            set.adopt(Pack::from_files(&shipped.files()).unwrap().into(), from).unwrap()
        })
    });

    fn state_of(awards: &[Drawn]) -> State {
        let mut state = State::new();
        state.adopt_for_facts(PACKS.clone());
        for (position, drawn) in (0u64..).zip(awards) {
            let award = award(&mut state, drawn, position);
            state.pretend(award);
        }
        state
    }

    /// Every award against every other, with nothing remembered between them.
    fn over(state: &State, same: &[u8], count: u64, later_than: Option<NaiveDate>) -> BTreeMap<u64, Cents> {
        let of_group = |award: &&Award| {
            same.iter().any(|n| state.undertakings.find(&who(*n)) == Some(award.beneficiary))
        };
        let all: Vec<&Award> =
            (0..count).filter_map(|at| state.awards.find(&id(at))).filter(of_group).collect();
        let mut found = BTreeMap::new();
        for award in all.iter().filter(|award| later_than.is_none_or(|date| award.granted_on > date)) {
            let italian = award.state.is_some_and(|state| state.as_str() == "IT");
            let boundary = if italian { Boundary::HalfOpen } else { Boundary::Closed };
            let from = look_back_start(award.granted_on, 3, boundary);
            let held = all.iter().filter(|other| other.state == award.state && other.granted_on >= from);
            let held = held.filter(|other| other.granted_on <= award.granted_on);
            let sum: Cents =
                held.filter_map(|other| other.counted(award.granted_on)).map(|counted| counted.high).sum();
            let own = award.counted(award.granted_on).map_or(Cents::ZERO, |counted| counted.high);
            if own > Cents::ZERO && sum > Cents(30_000_000) {
                found.insert(award.position, sum - Cents(30_000_000));
            }
        }
        found
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn days_say_what_awards_one_by_one_say(awards in proptest::collection::vec(drawn(), 0..24), late in drawn()) {
            let before = state_of(&awards);
            let mut after = before.clone();
            let count = awards.len() as u64;
            let counted = Drawn { uncounted: false, reduced: None, ..late };
            let new = award(&mut after, &counted, count);
            after.pretend(new);
            let on = date(counted.day);
            let lines = newly_over(&before, &after, &Concern::award(&who(counted.who), on));
            let was = over(&before, &[counted.who], count, Some(on));
            let mut is = over(&after, &[counted.who], count + 1, Some(on));
            is.retain(|position, _| !was.contains_key(position));
            prop_assert_eq!(lines, is.into_iter().collect::<Vec<_>>());
        }

        #[test]
        fn joined_histories_say_so_too(awards in proptest::collection::vec(drawn(), 0..24)) {
            let before = state_of(&awards);
            let mut after = before.clone();
            after.pretend_identified(&who(0), &[who(1)]);
            let lines = newly_over(&before, &after, &Concern::group(vec![who(0)], NaiveDate::MIN));
            let count = awards.len() as u64;
            let mut was = over(&before, &[0], count, None);
            was.extend(over(&before, &[1], count, None));
            let mut is = over(&after, &[0, 1], count, None);
            is.retain(|position, _| !was.contains_key(position));
            prop_assert_eq!(lines, is.into_iter().collect::<Vec<_>>());
        }

        /// What is put in and taken out again, in any order, leaves no trace in any sum.
        #[test]
        fn hidden_awards_leave_no_trace(awards in proptest::collection::vec(drawn(), 1..16), pick in any::<prop::sample::Index>()) {
            let mut state = state_of(&awards);
            let hidden = pick.index(awards.len());
            state.awards.hide(&id(hidden as u64));
            let group = state.undertakings.find(&who(awards[hidden].who)).into_iter().collect();
            let shown = state.awards.of(&group).filter(|award| award.id == id(hidden as u64)).count();
            prop_assert_eq!(shown, 0);
            let left: usize = awards.iter().enumerate().filter(|(at, other)| *at != hidden && other.who == awards[hidden].who).count();
            prop_assert_eq!(state.awards.of(&group).count(), left);
        }
    }
}
