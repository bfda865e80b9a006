//! Finds the answer to a headroom question: the test that leaves least, its awards, and what makes it uncertain.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use ledger::event::aid::Regime;
use ledger::ids::{MemberState, PartyId, UndertakingId};
use ledger::money::Cents;
use ledger::verdict::Figure;

use super::headroom::{
    AwardLine, Cause, Counted, Coverage, Doubt, Everybody, Headroom, HeadroomError, LimitLine, More,
    OwnWindow, Query, Release, Standing, Window,
};
use super::later::{in_euro, left_of, more_from, nationally, tightest_in_euro};
use crate::calendar::Boundary;
use crate::limit::national::NationalWindow;
use crate::limit::{Occasion, Test, Tightest, Timeline, Whose, WindowSum};
use crate::pack::ShownOmission;
use crate::pack::rule::{Length, NationalCap, Scope};
use crate::state::{
    Award, Figures, GrantedBy, Handle, Held, Reliance, Right, Selection, Sightings, Spans, State, View, Weak,
};
use crate::words::{Message, say};

/// An answer with the test it comes from, which an explanation needs.
pub(crate) struct Found<'a> {
    pub answer: Headroom,
    pub test: Test<'a>,
    /// What makes the answer an upper bound.
    pub doubts: Vec<Doubted>,
}

/// What makes an answer an upper bound, before it is told.
pub(crate) struct Doubted {
    pub cause: Cause,
    pub remaining: Option<Cents>,
    pub said: Message,
    /// The view in which less is left, where it is one of another group.
    pub seen: Option<View>,
}

/// Answers a headroom question from a state, by what everybody relies on.
///
/// # Errors
/// [`HeadroomError`] where the undertaking, ceiling or State is not known.
pub fn headroom(state: &State, query: &Query) -> Result<Headroom, HeadroomError> {
    headroom_of(state, query, None)
}

/// Answers a headroom question in the view of a party, as its grants are judged, and beside it by what everybody relies on.
///
/// # Errors
/// As [`headroom`].
pub fn headroom_of(state: &State, query: &Query, party: Option<&PartyId>) -> Result<Headroom, HeadroomError> {
    found(state, query, party).map(|found| found.answer)
}

/// The same with what it was found by.
pub(crate) fn found<'a>(
    state: &'a State,
    query: &Query,
    party: Option<&PartyId>,
) -> Result<Found<'a>, HeadroomError> {
    let Some(party) = party else { return seen(state, query, Reliance::Everybody) };
    let mut own = seen(state, query, Reliance::Party(party.clone()))?;
    own.answer.view = Some(party.clone());
    // Whom only the party knows by this number, everybody else does not know.
    let everybody = seen(state, query, Reliance::Everybody).ok();
    own.answer.everybody = everybody.map(|Found { answer, .. }| Everybody {
        group: answer.group,
        used: answer.used,
        remaining: answer.remaining,
        excess: answer.excess,
        upper_bound: answer.upper_bound,
        causes: answer.causes,
    });
    Ok(own)
}

/// The answer in one view.
fn seen<'a>(state: &'a State, query: &Query, viewer: Reliance) -> Result<Found<'a>, HeadroomError> {
    let on = query.on;
    let unknown = || HeadroomError::UnknownUndertaking(query.undertaking.clone());
    let handle = handle_of(state, &query.undertaking, &viewer).ok_or_else(unknown)?;
    let whose = Whose::new(Some(handle), View::of(viewer).defined_by(state.packs(), None, on));
    let member_state = granting_state(state, query, &state.group_on(handle, on, &whose.view))?;
    let occasion = Occasion { member_state, regime: query.regime, granted_on: on };
    let no_ceiling = || {
        let others = state.packs().ceilings().into_iter().map(|limit| limit.regime).collect();
        HeadroomError::NoCeiling(query.regime, on, others)
    };
    let test = tightest_in_euro(state, &whose, &occasion).ok_or_else(no_ceiling)?;
    let asked = Asked { state, whose: &whose, occasion: &occasion, test: &test };
    let tightest = test.tightest(test.boundary);
    let left = left_of(state, &whose, &occasion).unwrap_or(tightest.remaining);
    let doubts = asked.doubts(&tightest, left);
    let answer = asked.answer(&query.undertaking, (&tightest, left), &doubts);
    Ok(Found { answer, test, doubts })
}

/// The undertaking that a viewer knows by an id.
fn handle_of(state: &State, id: &UndertakingId, viewer: &Reliance) -> Option<Handle> {
    let registered = state.undertakings.registered(id).first().copied();
    registered.or_else(|| state.undertakings.find(id).filter(|_| state.known(id, viewer)))
}

/// The State asked for, or the one that has granted; none is needed where all limits are of the Union.
fn granting_state(
    state: &State,
    query: &Query,
    group: &BTreeSet<Handle>,
) -> Result<Option<MemberState>, HeadroomError> {
    let states: BTreeSet<MemberState> =
        state.awards.of(group).filter_map(|award| award.member_state).collect();
    let only = states.first().copied().filter(|_| states.len() == 1);
    let named = query.member_state.or(only);
    let limits = state.packs().limits(&query.regime, query.on);
    let of_state = limits.iter().any(|limit| limit.scope == Scope::MemberState);
    if named.is_none() && (of_state || limits.is_empty()) {
        return Err(HeadroomError::StateNeeded);
    }
    Ok(named)
}

/// The single undertaking of a handle on a day, in everybody's view: the registered handles in it, sorted.
#[must_use]
pub fn group_of(state: &State, handle: Handle, on: NaiveDate) -> Vec<UndertakingId> {
    named(state, &state.group_on(handle, on, &View::everybody().defined_by(state.packs(), None, on)))
}

/// The same in the view of a party, as its grants are judged.
#[must_use]
pub fn group_seen_by(state: &State, handle: Handle, on: NaiveDate, party: &PartyId) -> Vec<UndertakingId> {
    let view = View::of(Reliance::Party(party.clone())).defined_by(state.packs(), None, on);
    named(state, &state.group_on(handle, on, &view))
}

fn named(state: &State, members: &BTreeSet<Handle>) -> Vec<UndertakingId> {
    let registered = members.iter().filter(|member| state.undertakings.is_registered(**member));
    let mut group: Vec<UndertakingId> =
        registered.filter_map(|member| state.undertakings.id(*member).cloned()).collect();
    group.sort();
    group
}

/// A question with what answers it.
struct Asked<'a> {
    state: &'a State,
    whose: &'a Whose,
    occasion: &'a Occasion,
    test: &'a Test<'a>,
}

impl Asked<'_> {
    fn answer(
        &self,
        undertaking: &UndertakingId,
        (tightest, left): (&Tightest, Cents),
        doubts: &[Doubted],
    ) -> Headroom {
        let Occasion { member_state, regime, granted_on: on } = *self.occasion;
        let (binding, own) = (tightest.window, self.test.own_window());
        let members = self.whose.handle.map(|handle| self.state.group_on(handle, on, &self.test.view));
        let told = |Doubted { cause, remaining, said, .. }: &Doubted| Doubt {
            cause: *cause,
            remaining: *remaining,
            text: said.clone().into(),
        };
        let causes: Vec<Doubt> = doubts.iter().map(told).collect();
        let packs = self.state.packs();
        let not_modelled = packs.omitted(&regime, None, on).map(ShownOmission::of).collect();
        let more = more_from(self.state, self.whose, self.occasion, left);
        Headroom {
            undertaking: undertaking.clone(),
            group: named(self.state, &members.unwrap_or_default()),
            regime,
            member_state,
            view: None,
            on,
            known_at: self.state.size().saturating_sub(1),
            ceiling: tightest.ceiling,
            window: self.days(&binding),
            used: binding.high,
            remaining: left.or_zero(),
            limits: self.limits(),
            excess: (Cents::ZERO - tightest.remaining).or_zero(),
            upper_bound: !causes.is_empty(),
            causes,
            awards: self.lines(&binding),
            own_window: (own.to != binding.to).then(|| OwnWindow { window: self.days(&own), used: own.high }),
            more_from: more.map(|(on, remaining)| More { on, remaining }),
            releases: self.releases(),
            coverage: coverage(self.state, self.whose, member_state, self.test),
            everybody: None,
            not_modelled,
        }
    }

    /// Every limit where there is more than the ceiling: what it allows, and what counts against it.
    fn limits(&self) -> Vec<LimitLine> {
        let tests = in_euro(self.state, self.whose, self.occasion);
        let (caps, _) = nationally(self.state, self.whose, self.occasion);
        if tests.len() <= 1 && caps.is_empty() {
            return Vec::new();
        }
        let of_test = |test: &Test<'_>| {
            let tightest = test.tightest(test.boundary);
            LimitLine {
                rule: test.limit.head.id.clone(),
                citation: test.limit.head.citation.to_string(),
                ceiling: tightest.ceiling,
                used: tightest.window.high,
            }
        };
        let of_cap = |(cap, window): &(&NationalCap, NationalWindow)| LimitLine {
            rule: cap.head.id.clone(),
            citation: cap.head.citation.to_string(),
            ceiling: window.cap,
            used: window.high,
        };
        tests.iter().map(of_test).chain(caps.iter().map(of_cap)).collect()
    }

    fn days(&self, window: &WindowSum) -> Window {
        Window { from: (self.test.length() != Length::Unbounded).then_some(window.from), to: window.to }
    }

    /// What makes the answer an upper bound (W12).
    fn doubts(&self, tightest: &Tightest, left: Cents) -> Vec<Doubted> {
        let doubt = |cause, remaining, said| Doubted { cause, remaining, said, seen: None };
        let mut sums =
            in_euro(self.state, self.whose, self.occasion).into_iter().filter(|test| test.limit.sum);
        let is_uncounted = tightest.uncounted || sums.any(|test| test.tightest(test.boundary).uncounted);
        let uncounted = is_uncounted.then(|| doubt(Cause::UncountedAward, None, say::cause_uncounted()));
        let unknown = unknown_regime(self.state, self.test).map(|left| {
            doubt(Cause::UnknownRegime, left, say::cause_unknown_regime(self.occasion.regime, left))
        });
        let stated = self.others_see_less(left).map(|(left, view)| {
            let own = self.whose.view.viewer != Reliance::Everybody;
            let said = say::cause_stated_by_others(own, left);
            Doubted { seen: Some(view), ..doubt(Cause::StatedByOthers, Some(left), said) }
        });
        let (handle, viewer) = (self.whose.handle, &self.whose.view.viewer);
        let known = handle.and_then(|handle| self.state.undertakings.id(handle));
        let namesake = known.and_then(|id| self.state.namesake(id, viewer).map(|other| (id, other)));
        let namesake =
            namesake.map(|(id, other)| doubt(Cause::OneNumber, None, say::cause_one_number(id, other)));
        let undeclared = self.majorities_leave_less(left).map(|(left, view)| {
            let said = say::cause_link_not_declared(left);
            Doubted { seen: Some(view), ..doubt(Cause::LinkNotDeclared, Some(left), said) }
        });
        let total = nationally(self.state, self.whose, self.occasion).1;
        let total = total.then(|| doubt(Cause::NationalTotal, None, say::cause_national_total()));
        [uncounted, unknown, stated, namesake, undeclared, total].into_iter().flatten().collect()
    }

    /// What would be left, and in which view, if majorities joined that nobody declared as links; where that is less (G18).
    fn majorities_leave_less(&self, remaining: Cents) -> Option<(Cents, View)> {
        if !self.whose.handle.is_some_and(|handle| self.state.groups.holds_shares(handle)) {
            return None;
        }
        self.left_in(View { undeclared: true, ..self.whose.view.clone() })
            .filter(|(left, _)| *left < remaining.or_zero())
    }

    /// What would be left in another view.
    fn left_in(&self, view: View) -> Option<(Cents, View)> {
        let whose = Whose::new(self.whose.handle, view);
        let test = tightest_in_euro(self.state, &whose, self.occasion)?;
        let left = left_of(self.state, &whose, self.occasion)?;
        Some((left.or_zero(), test.view))
    }

    /// What would be left, and in whose view, if everything were relied on that any party stated; where that is less (G8).
    fn others_see_less(&self, remaining: Cents) -> Option<(Cents, View)> {
        if !self.whose.handle.is_some_and(|handle| self.state.groups.hangs_on_parties(handle)) {
            return None;
        }
        // With those that are only declared and without: what others stated may part a group as well as join it.
        let seen = [Weak::Everyones, self.whose.view.weak]
            .into_iter()
            .filter_map(|weak| self.left_in(View { others: true, weak, ..self.whose.view.clone() }));
        seen.min_by_key(|(left, _)| *left).filter(|(left, _)| *left < remaining.or_zero())
    }

    /// The awards of a period, with what the group of its last day holds of each.
    fn lines(&self, window: &WindowSum) -> Vec<AwardLine> {
        let held = self.test.holdings(self.state, (window.from, window.to), window.to);
        held.into_iter().map(|(award, held)| line(award, held, window.to)).collect()
    }

    /// The days after the one asked for on which awards leave the window or open ones end, with the headroom each brings.
    fn releases(&self) -> Vec<Release> {
        let release = |(on, amount): (NaiveDate, Cents)| {
            let then = Occasion { granted_on: on, ..*self.occasion };
            let remaining = left_of(self.state, self.whose, &then).map(Cents::or_zero);
            let reason = remaining.is_none().then(|| self.nothing_then(on).into());
            Release { on, amount, remaining, reason }
        };
        self.test.releases(self.state).into_iter().map(release).collect()
    }

    /// Why nothing can be granted on a later day.
    fn nothing_then(&self, day: NaiveDate) -> Message {
        let limits = in_euro(self.state, self.whose, self.occasion);
        let last = limits.iter().filter_map(|test| test.limit.head.until).max();
        say::nothing_then(self.occasion.regime, last.filter(|last| *last < day))
    }
}

fn of_no_regime(test: &Test<'_>, (from, to): (NaiveDate, NaiveDate)) -> Selection<'static> {
    let granted_by = GrantedBy::of(test.member_state);
    Selection { granted_by, regimes: &[Regime::Unknown], measure: test.limit.measure, from, to }
}

/// The first day that any period tested adds up, and the last on which one may end.
fn reach(test: &Test<'_>) -> (NaiveDate, NaiveDate) {
    let length = test.length();
    let on = test.granted_on;
    (length.start(on, Boundary::Closed), length.release(on, Boundary::Closed))
}

/// The awards whose source names no regime, of those that the group of the day holds something of.
pub(crate) fn of_unknown_regime<'a>(state: &'a State, test: &Test<'_>) -> Vec<&'a Award> {
    let held = state.holdings(
        &test.view,
        test.handle,
        &of_no_regime(test, reach(test)),
        (test.granted_on, test.granted_on),
    );
    let counts = |award: &&Award| test.granted_on <= award.counts_until();
    held.into_iter().map(|(award, _)| award).filter(counts).collect()
}

/// Whether awards of unknown regime stand in a period tested, and what would be left if they counted (`None`: not known).
pub(super) fn unknown_regime(state: &State, test: &Test<'_>) -> Option<Option<Cents>> {
    let (from, to) = reach(test);
    let spans = Spans::of(state, &test.view, test.handle, (test.granted_on, to), from);
    let unknown = of_no_regime(test, (from, to));
    if !spans.may_hold(state, &unknown) {
        return None;
    }
    let both: Vec<Regime> = test.counted.iter().copied().chain([Regime::Unknown]).collect();
    let alone = Timeline::of(state, &spans, &unknown, None);
    let all = Timeline::of(state, &spans, &Selection { regimes: &both, ..unknown }, None);
    // An award that counts under no ceiling ends no period.
    let windows = test.windows(test.boundary, &test.timeline);
    let sums = windows.iter().map(|window| alone.sum(window.from, window.to, test.granted_on));
    let found: Vec<WindowSum> = sums.filter(|sum| sum.uncounted || sum.high > Cents::ZERO).collect();
    if found.is_empty() {
        return None;
    }
    let open = found.iter().any(|sum| sum.uncounted);
    Some((!open).then(|| test.tightest_of(test.boundary, &all).remaining.or_zero()))
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
    // A sighting may take what it lacks from another (A11).
    let standing = match held {
        Held::Counted(_) => counting(award, on),
        Held::Uncounted | Held::Nothing => standing(award, on),
    };
    AwardLine {
        award: award.id.clone(),
        position: award.position,
        granted_on: award.date_seen(),
        counted,
        standing,
        disputed: award.is_disputed(),
    }
}

/// How an award stands in windows that end on a date.
pub(crate) fn standing(award: &Award, on: NaiveDate) -> Standing {
    if award.is_uncounted() { Standing::Uncounted } else { counting(award, on) }
}

/// How an award stands that counts.
fn counting(award: &Award, on: NaiveDate) -> Standing {
    let reduced = award.reductions().any(|(from, _)| from <= on);
    match award.right {
        _ if reduced => Standing::Reduced,
        _ if award.is_over_ceiling() => Standing::OverCeiling,
        Right::Admitted => Standing::Admitted,
        Right::Conferred | Right::Reported => Standing::Recorded,
    }
}

/// Of the awards of which the group of the day has a share, as it has of those that count (H6).
fn coverage(
    state: &State,
    whose: &Whose,
    member_state: Option<MemberState>,
    test: &Test<'_>,
) -> Vec<Coverage> {
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
    let held = held.into_iter().filter(|(award, _)| !award.is_apart());
    // Of an award of several sightings each, by its own regime.
    let seen = state.seen_on(&test.view, whose.handle, &selection, on);
    let seen = seen.iter().flat_map(Sightings::each);
    let seen = seen.filter_map(|seen| Some((state.awards.get(seen.index)?, seen.held(on))));
    // An open award that has run out by the day asked for counts and blocks no more.
    let lasts = |(award, _): &(&Award, Held)| on <= award.counts_until();
    let awards: Vec<(&Award, Held)> = held.chain(seen).filter(lasts).collect();
    let count = |matches: &dyn Fn(&Award, Held) -> bool| {
        awards.iter().filter(|(award, held)| matches(award, *held)).count() as u64
    };
    let unknown_regime = count(&|award, _| state.awards.is_of_unknown_regime(award));
    let rows = test.limit.counts.iter().map(|row| Coverage {
        regime: row.regime,
        covers_from: member_state.and_then(|one| state.reference.covers_from(one, row.regime)),
        uncounted: count(&|award, held| held == Held::Uncounted && award.regime == row.regime),
        unknown_regime,
    });
    rows.collect()
}
