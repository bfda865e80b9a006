//! How much an undertaking may still be granted on a date, which awards say so, and when more frees up.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use ledger::event::aid::Regime;
use ledger::event::field::choice;
use ledger::ids::{MemberState, ScopedId, UndertakingId};
use ledger::money::Cents;
use ledger::verdict::Figure;
use serde::Serialize;

use crate::limit::{Occasion, Test, Whose, limits_on};
use crate::pack::rule::Measure;
use crate::state::{Award, Figures, GrantedBy, Handle, Held, Right, Selection, State, View, Weak};
use crate::words::{Language, Message, say};

/// What is asked.
#[derive(Debug, Clone)]
pub struct Query {
    /// Any handle or identifier of the undertaking.
    pub undertaking: UndertakingId,
    /// The regime a grant would come under.
    pub regime: Regime,
    /// The granting State; may be left out where the undertaking has awards of one State only.
    pub member_state: Option<MemberState>,
    /// The date of the grant that is thought of.
    pub on: NaiveDate,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message().text(Language::default()))]
pub enum HeadroomError {
    /// No registration names the undertaking.
    UnknownUndertaking(UndertakingId),
    /// No adopted pack has a ceiling for the regime on the date.
    NoCeiling(Regime, NaiveDate, Vec<Regime>),
    /// The granting State is needed.
    StateNeeded,
}

impl HeadroomError {
    fn message(&self) -> Message {
        match self {
            Self::UnknownUndertaking(id) => say::headroom_unknown_undertaking(id),
            Self::NoCeiling(regime, on, others) if others.is_empty() => {
                say::headroom_no_ceiling_at_all(*regime, *on)
            }
            Self::NoCeiling(regime, on, others) => {
                let names: Vec<String> = others.iter().map(Regime::to_string).collect();
                say::headroom_no_ceiling(*regime, *on, &names.join(" or "))
            }
            Self::StateNeeded => say::headroom_state_needed(),
        }
    }
}

choice! {
    /// How an award stands today.
    Standing {
        Admitted = "admitted",
        Recorded = "recorded",
        OverCeiling = "over-ceiling",
        Reduced = "reduced",
        Uncounted = "uncounted",
    }
}

/// An award in the window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AwardLine {
    /// Full id.
    pub award: ScopedId,
    /// Position that brought it.
    pub position: u64,
    /// Granting date.
    pub granted_on: NaiveDate,
    /// What it counts: a figure, or a range.
    pub counted: Counted,
    /// How it stands.
    pub standing: Standing,
}

/// A figure as a string, or a range as an array.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Counted {
    /// One figure.
    Exact(Cents),
    /// Low end, and high end where there is one.
    Range(Cents, Option<Cents>),
}

/// A day on which headroom frees up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Release {
    /// The first day on which the awards are out of the window.
    pub on: NaiveDate,
    /// What frees that day.
    pub amount: Cents,
    /// Headroom on that day.
    pub remaining: Cents,
}

/// What is known of awards elsewhere, for one regime that the ceiling counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// The regime.
    pub regime: Regime,
    /// Since when a register covers it; `null`: no register does.
    pub covers_from: Option<NaiveDate>,
    /// Awards of the group that count nowhere yet.
    pub uncounted: u64,
    /// Awards of the group whose source names no regime.
    pub unknown_regime: u64,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Headroom {
    /// The undertaking asked for, normalised.
    pub undertaking: UndertakingId,
    /// The single undertaking it belongs to on the date, itself included, sorted.
    pub group: Vec<UndertakingId>,
    /// The regime.
    pub regime: Regime,
    /// The granting State.
    pub member_state: MemberState,
    /// The date.
    pub on: NaiveDate,
    /// The last position known of.
    pub known_at: u64,
    /// The ceiling.
    pub ceiling: Cents,
    /// Sum in the window that ends on the date, ranges at the high end.
    pub used: Cents,
    /// The largest grant that would be admitted.
    pub remaining: Cents,
    /// By how much the tightest window is over the ceiling.
    pub excess: Cents,
    /// Whether something uncounted makes the answer an upper bound.
    pub upper_bound: bool,
    /// Awards of the window that ends on the date.
    pub awards: Vec<AwardLine>,
    /// When more frees up.
    pub releases: Vec<Release>,
    /// What the answer rests on.
    pub coverage: Vec<Coverage>,
}

/// An answer with the test it comes from, which an explanation needs.
pub(crate) struct Found<'a> {
    pub answer: Headroom,
    pub test: Test<'a>,
    /// What would be left with everything that any party stated, in that view; where that is less.
    pub less: Option<(Cents, View)>,
}

/// Answers a headroom question from a state.
///
/// # Errors
/// [`HeadroomError`] where the undertaking, ceiling or State is not known.
pub fn headroom(state: &State, query: &Query) -> Result<Headroom, HeadroomError> {
    found(state, query).map(|found| found.answer)
}

/// The same with what it was found by.
pub(crate) fn found<'a>(state: &'a State, query: &Query) -> Result<Found<'a>, HeadroomError> {
    let registered = state.undertakings.registered(&query.undertaking);
    let unknown = || HeadroomError::UnknownUndertaking(query.undertaking.clone());
    let handle = *registered.first().ok_or_else(unknown)?;
    let whose = Whose::new(Some(handle), View::everybody().defined_by(state.packs(), None, query.on));
    let plain = state.group_on(handle, query.on, &whose.view);
    let member_state = match query.member_state {
        Some(member_state) => member_state,
        None => only_state(state, &plain).ok_or(HeadroomError::StateNeeded)?,
    };
    let occasion = Occasion { member_state: Some(member_state), regime: query.regime, granted_on: query.on };
    let no_ceiling = || {
        let others = state.packs().ceilings().into_iter().map(|limit| limit.regime).collect();
        HeadroomError::NoCeiling(query.regime, query.on, others)
    };
    let test = tightest_in_euro(state, &whose, &occasion).ok_or_else(no_ceiling)?;
    let members = state.group_on(handle, query.on, &test.view);
    let tightest = test.tightest(test.boundary);
    let own = test.own_window();
    let group = named(state, &members);
    let asked = Asked { state, whose: &whose, occasion: &occasion, test: &test };
    let less = asked.others_see_less(tightest.remaining);
    let answer = Headroom {
        undertaking: query.undertaking.clone(),
        group,
        regime: query.regime,
        member_state,
        on: query.on,
        known_at: state.size().saturating_sub(1),
        ceiling: test.ceiling,
        used: own.high,
        remaining: tightest.remaining.or_zero(),
        excess: (Cents::ZERO - tightest.remaining).or_zero(),
        upper_bound: tightest.uncounted || own.uncounted || less.is_some(),
        awards: asked.lines(own.from),
        releases: asked.releases(),
        coverage: coverage(state, &whose, member_state, &test),
    };
    Ok(Found { answer, test, less })
}

/// Of the limits in euro the one that leaves least.
fn tightest_in_euro<'a>(state: &'a State, whose: &Whose, occasion: &Occasion) -> Option<Test<'a>> {
    let tests = limits_on(state, whose, occasion);
    let mut in_euro: Vec<Test<'a>> =
        tests.into_iter().filter(|test| test.limit.measure == Measure::Euro).collect();
    match in_euro.len() {
        // Usually there is one, and nothing to compare.
        0 | 1 => in_euro.pop(),
        _ => in_euro.into_iter().min_by_key(Test::remaining),
    }
}

/// The single undertaking of a handle on a day, in everybody's view: the registered handles in it, sorted.
#[must_use]
pub fn group_of(state: &State, handle: Handle, on: NaiveDate) -> Vec<UndertakingId> {
    named(state, &state.group_on(handle, on, &View::everybody().defined_by(state.packs(), None, on)))
}

fn named(state: &State, members: &BTreeSet<Handle>) -> Vec<UndertakingId> {
    let registered = members.iter().filter(|member| state.undertakings.is_registered(**member));
    let mut group: Vec<UndertakingId> =
        registered.filter_map(|member| state.undertakings.id(*member).cloned()).collect();
    group.sort();
    group
}

/// The one State that has granted to the group, if there is exactly one.
fn only_state(state: &State, same: &BTreeSet<Handle>) -> Option<MemberState> {
    let states: BTreeSet<MemberState> = state.awards.of(same).filter_map(|award| award.state).collect();
    states.first().copied().filter(|_| states.len() == 1)
}

/// A question with what answers it.
struct Asked<'a> {
    state: &'a State,
    whose: &'a Whose,
    occasion: &'a Occasion,
    test: &'a Test<'a>,
}

impl Asked<'_> {
    /// What would be left, and in whose view, if everything were relied on that any party stated; where that is less (G8).
    fn others_see_less(&self, remaining: Cents) -> Option<(Cents, View)> {
        if !self.whose.handle.is_some_and(|handle| self.state.groups.hangs_on_parties(handle)) {
            return None;
        }
        let all = View { others: true, weak: Weak::Everyones, ..self.whose.view.clone() };
        let whose = Whose::new(self.whose.handle, all);
        let test = tightest_in_euro(self.state, &whose, self.occasion)?;
        let left = test.remaining();
        (left < remaining).then_some((left, test.view))
    }

    /// The awards of the window that ends on the day, with what of them counts for the group.
    fn lines(&self, from: NaiveDate) -> Vec<AwardLine> {
        let on = self.occasion.granted_on;
        let held = self.test.holdings(self.state, (from, on), on);
        held.into_iter().map(|(award, held)| line(award, held, on)).collect()
    }

    /// The days after the one asked for on which awards leave the window or open ones end, with the headroom each brings.
    fn releases(&self) -> Vec<Release> {
        let remaining = |granted_on: NaiveDate| {
            let then = Occasion { granted_on, ..*self.occasion };
            tightest_in_euro(self.state, self.whose, &then).map(|test| test.remaining()).unwrap_or_default()
        };
        let freed = self.test.releases(self.state).into_iter();
        freed.map(|(on, amount)| Release { on, amount, remaining: remaining(on).or_zero() }).collect()
    }
}

fn line(award: &Award, held: Held, on: NaiveDate) -> AwardLine {
    let stands = match held {
        Held::Counted(Figures { low, high }) => Some(Figure { low, high: Some(high) }),
        Held::Uncounted | Held::Nothing => None,
    };
    let counted = match stands.or(award.gge) {
        Some(Figure { low, high: Some(high) }) if low == high => Counted::Exact(high),
        Some(Figure { low, high }) => Counted::Range(low, high),
        None => Counted::Range(Cents::ZERO, None),
    };
    let standing = standing(award, on);
    AwardLine {
        award: award.id.clone(),
        position: award.position,
        granted_on: award.granted_on,
        counted,
        standing,
    }
}

/// How an award stands in windows that end on a date.
pub(crate) fn standing(award: &Award, on: NaiveDate) -> Standing {
    let reduced = award.reductions().any(|(from, _)| from <= on);
    match award.right {
        _ if award.is_uncounted() => Standing::Uncounted,
        _ if reduced => Standing::Reduced,
        _ if award.is_over_ceiling() => Standing::OverCeiling,
        Right::Admitted => Standing::Admitted,
        Right::Conferred | Right::Reported => Standing::Recorded,
    }
}

/// Of the awards of which the group of the day has a share, as it has of those that count (H6).
fn coverage(state: &State, whose: &Whose, member_state: MemberState, test: &Test<'_>) -> Vec<Coverage> {
    let on = test.granted_on;
    let counted = test.limit.counts.iter().map(|row| row.regime);
    let regimes: Vec<Regime> = counted.chain([Regime::Unknown]).collect();
    let selection = Selection {
        granted_by: GrantedBy::of(test.member_state),
        regimes: &regimes,
        measure: test.limit.measure,
        from: NaiveDate::MIN,
        to: NaiveDate::MAX,
    };
    let held = state.holdings(&test.view, whose.handle, &selection, (on, on));
    // An open award that has run out by the day asked for counts and blocks no more.
    let lasts = |award: &&Award| on <= award.counts_until();
    let awards: Vec<&Award> = held.into_iter().map(|(award, _)| award).filter(lasts).collect();
    let count =
        |matches: &dyn Fn(&Award) -> bool| awards.iter().filter(|award| matches(award)).count() as u64;
    let unknown_regime = count(&|award| award.regime == Regime::Unknown);
    let rows = test.limit.counts.iter().map(|row| Coverage {
        regime: row.regime,
        covers_from: state.reference.covers_from(member_state, row.regime),
        uncounted: count(&|award| award.is_uncounted() && award.regime == row.regime),
        unknown_regime,
    });
    rows.collect()
}
