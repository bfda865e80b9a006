//! What a late fact does to awards already on record: which of them stand over a ceiling now and did not before.
//!
//! Looked at day by day, not award by award: all awards of one day, State and regime share their windows.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use ledger::event::aid::Regime;
use ledger::event::{Body, Event};
use ledger::ids::{MemberState, ScopedRef, UndertakingId};
use ledger::money::Cents;
use ledger::verdict::{Flag, Outcome, Verdict};

use super::window_cap::cents;
use crate::calendar::{Boundary, look_back_start, release_day};
use crate::engine::PackLibrary;
use crate::pack::rule::{Mode, Rule, Scope, WindowCap};
use crate::state::{Award, Handle, State, Timeline, review};

/// Whether an event may push earlier awards over a ceiling: facts, and what becomes of awards that stand anyway.
pub(super) fn looks_back(event: &Event, verdict: &Verdict) -> bool {
    match &event.body {
        Body::ReviewDecided(_) => verdict.outcome == Outcome::Admitted,
        _ => verdict.outcome == Outcome::Recorded && !verdict.flags.contains(&Flag::Uncounted),
    }
}

/// Position and excess of the awards that stand over a ceiling once an event has taken effect, and did not before.
pub(crate) fn pushed_over(state: &State, event: &Event, verdict: &Verdict) -> Vec<(u64, Cents)> {
    let Some((of, late)) = concerns(state, event) else { return Vec::new() };
    // Before the first entry there is nobody to push over; when an entry is recorded changes no award.
    let Some(at) = state.last_at() else { return Vec::new() };
    let mut after = state.clone();
    after.apply(event, verdict, at, &PackLibrary::default());
    newly_over(state, &after, &of, late)
}

/// Whose awards may come to stand otherwise, and later than which date where an award is late.
fn concerns(state: &State, event: &Event) -> Option<(UndertakingId, Option<NaiveDate>)> {
    match &event.body {
        Body::AwardGranted(grant) => counts_somewhere(state, grant.basis.regime)
            .then(|| (grant.beneficiary.clone(), Some(grant.granted_on.date()))),
        Body::AwardReported(report) => {
            let date = report.granted_on.filter(|_| counts_somewhere(state, report.basis.regime))?;
            Some((report.beneficiary.clone(), Some(date.date())))
        }
        Body::AwardCorrected(correction) => {
            let award = state.awards.find(&correction.award.full(&event.source))?;
            let date = correction.set.granted_on.map_or(award.granted_on, |date| date.date());
            Some((state.undertakings.id(award.beneficiary)?.clone(), Some(date)))
        }
        Body::UndertakingRegistered(registered) if !registered.identifiers.is_empty() => {
            Some((registered.undertaking.clone(), None))
        }
        Body::UndertakingIdentified(identified) => Some((identified.undertaking.clone(), None)),
        Body::AwardMatched(matched) => of_awards(state, event, &matched.award, &matched.same_as),
        Body::AwardUnmatched(unmatched) => of_awards(state, event, &unmatched.award, &unmatched.same_as),
        // What is deferred is no review, so this looks once more at most.
        Body::ReviewDecided(decided) => match review::subject(state, &decided.about)? {
            review::Subject::Statement(kept) => concerns(state, &kept),
            review::Subject::Award(award) => of_award(state, state.awards.find(&award)?),
        },
        _ => None,
    }
}

fn of_award(state: &State, award: &Award) -> Option<(UndertakingId, Option<NaiveDate>)> {
    Some((state.undertakings.id(award.beneficiary)?.clone(), Some(award.granted_on)))
}

/// Of several awards of one undertaking, what was granted later than the earliest of them may come to stand otherwise.
fn of_awards(
    state: &State,
    event: &Event,
    award: &ScopedRef,
    others: &[ScopedRef],
) -> Option<(UndertakingId, Option<NaiveDate>)> {
    let named = std::iter::once(award).chain(others);
    let awards = named.filter_map(|named| state.awards.find(&named.full(&event.source)));
    of_award(state, awards.min_by_key(|award| award.granted_on)?)
}

/// Whether any ceiling counts awards of a regime: the others push nobody over.
fn counts_somewhere(state: &State, regime: Regime) -> bool {
    let counts =
        |cap: &WindowCap| cap.counts.iter().any(|row| row.mode == Mode::Counted && row.regime == regime);
    window_caps(state).any(counts)
}

/// Position and excess of the awards that stand over a ceiling after a late fact and did not before, of the undertaking
/// `of`, by position. Of a late award of a date, only later awards whose window holds it are looked at; nothing else changes.
pub(crate) fn newly_over(
    before: &State,
    after: &State,
    of: &UndertakingId,
    late: Option<NaiveDate>,
) -> Vec<(u64, Cents)> {
    let Some(handle) = after.undertakings.find(of) else { return Vec::new() };
    let over_now = over(after, &after.undertakings.same(handle), late);
    let mut earlier: BTreeMap<BTreeSet<Handle>, BTreeMap<u64, Over>> = BTreeMap::new();
    let mut lines = Vec::new();
    for (position, now) in &over_now {
        // Handles are numbered as they come, so both states know an undertaking by the same one.
        let group = before.undertakings.same(now.beneficiary);
        let over_before = earlier.entry(group).or_insert_with_key(|group| over(before, group, late));
        if !over_before.contains_key(position) {
            lines.push((*position, now.excess));
        }
    }
    lines
}

struct Over {
    excess: Cents,
    beneficiary: Handle,
}

/// Every judged award, by position, whose own window exceeds its ceiling.
fn over(state: &State, group: &BTreeSet<Handle>, late: Option<NaiveDate>) -> BTreeMap<u64, Over> {
    let mut found = BTreeMap::new();
    for (ms, regime) in state.awards.pots(group) {
        if let Some(ms) = ms {
            pot_over(state, group, ms, regime, late, &mut found);
        }
    }
    found
}

/// The awards of one State and regime: a running total per ceiling, and two searches in it per day.
fn pot_over(
    state: &State,
    group: &BTreeSet<Handle>,
    ms: MemberState,
    regime: Regime,
    late: Option<NaiveDate>,
    found: &mut BTreeMap<u64, Over>,
) {
    let longest = window_caps(state).map(|cap| cap.years).max().unwrap_or(0);
    let from = late.map_or(NaiveDate::MIN, |late| late.succ_opt().unwrap_or(late));
    let to = late.map_or(NaiveDate::MAX, |late| release_day(late, longest, Boundary::Closed));
    let mut known: Vec<(&WindowCap, Timeline)> = Vec::new();
    for date in state.awards.dates(group, Some(ms), regime, from, to) {
        for cap in state.packs().window_caps(&regime, date) {
            let widest = look_back_start(date, cap.years, Boundary::Closed);
            let held = late.is_none_or(|late| widest <= late);
            let (Some(ceiling), Some(boundary)) = (
                cap.ceiling.on(date).and_then(|entry| cents(entry.value)),
                cap.boundary.on(ms.as_str(), date),
            ) else {
                continue;
            };
            if cap.scope != Scope::MemberState || !held {
                continue;
            }
            if !known.iter().any(|(other, _)| std::ptr::eq(*other, cap)) {
                // Dates ascend, so what the first of them looks back to is enough for all.
                let counted = cap.counts.iter().filter(|row| row.mode == Mode::Counted);
                let counted: Vec<Regime> = counted.map(|row| row.regime).collect();
                known.push((cap, Timeline::of(state, group, Some(ms), &counted, widest, to)));
            }
            let Some((_, timeline)) = known.iter().find(|(other, _)| std::ptr::eq(*other, cap)) else {
                continue;
            };
            let start = look_back_start(date, cap.years, boundary.value);
            let excess = timeline.sum(start, date, date).high - ceiling;
            if excess > Cents::ZERO {
                note(state, group, (ms, regime, date), excess, found);
            }
        }
    }
}

/// Every ceiling of the adopted packs.
fn window_caps(state: &State) -> impl Iterator<Item = &WindowCap> {
    let rules = state.packs().packs().flat_map(|pack| &pack.rules);
    rules.filter_map(|rule| if let Rule::WindowCap(cap) = rule { Some(cap) } else { None })
}

fn note(
    state: &State,
    group: &BTreeSet<Handle>,
    (ms, regime, date): (MemberState, Regime, NaiveDate),
    excess: Cents,
    found: &mut BTreeMap<u64, Over>,
) {
    for award in state.awards.between(group, Some(ms), &[regime], date, date) {
        if award.counted(date).is_some_and(|figures| figures.high > Cents::ZERO) {
            found.insert(award.position, Over { excess, beneficiary: award.beneficiary });
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

    use super::newly_over;
    use crate::calendar::{Boundary, look_back_start};
    use crate::pack::{Pack, PackSet, SHIPPED};
    use crate::state::{Award, Right, State};

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
        Award {
            id: id(position),
            position,
            beneficiary: state.pretend_handle(&who(drawn.who)),
            state: if drawn.italian { "IT" } else { "FI" }.parse().ok(),
            regime: Regime::Eu2023_2831,
            granted_on: date(drawn.day),
            granted_until: None,
            gge: Some(Figure { low: Cents::ZERO, high: Some(cents) }),
            right: Right::Reported,
            uncounted: drawn.uncounted,
            over_ceiling: false,
            reductions: drawn
                .reduced
                .iter()
                .map(|(on, most)| (date(*on), Cents(i128::from(*most) * 100)))
                .collect(),
            aided: None,
            open: None,
            freed: false,
            set_aside: false,
            matched_away: false,
            disputed: false,
            face: None,
            terms: None,
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
            let lines = newly_over(&before, &after, &who(counted.who), Some(on));
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
            let lines = newly_over(&before, &after, &who(0), None);
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
