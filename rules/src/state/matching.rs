//! Awards that several sources saw: they are one award, which counts once (A11, W10).
//!
//! Pairs are kept as stated; what is connected through pairs is one award, and each of its members a *sighting*. Sightings that
//! are alike in State, regime, day and recipient have one of them in every sum, the highest. Of others it is asked anew for
//! every period which of them counts there, so they stand in no sum. What is stated of one acts on all. Everything of this
//! is settled anew whenever a pair, a statement or the figure of a member changes.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use chrono::NaiveDate;
use ledger::event::aid::Regime;
use ledger::ids::{MemberState, ScopedId};
use ledger::money::Cents;
use ledger::verdict::Figure;

use super::award::{Aside, Award, Figures, Held, Place, Right};
use super::awards::Awards;
use super::course::{Lessened, Step, course};
use super::selection::Selection;
use crate::pack::rule::Measure;

/// One sighting of an award, with what it lacks taken from the others.
#[derive(Debug, Clone)]
pub(crate) struct Sighting<'a> {
    pub index: u32,
    pub award: &'a Award,
    /// Granting State.
    pub state: Option<MemberState>,
    /// Its regime; of an unknown one those of the others that are known.
    pub regimes: Vec<Regime>,
    /// Its date; `None` where no sighting has one.
    pub on: Option<NaiveDate>,
    gge: Option<Figure>,
    /// Whether any sighting names a registered beneficiary.
    is_anchored: bool,
}

impl Sighting<'_> {
    /// Whether it is one of a selection, its date aside.
    pub fn is_meant(&self, selection: &Selection<'_>) -> bool {
        selection.granted_by.includes(self.state)
            && self.regimes.iter().any(|regime| selection.regimes.contains(regime))
    }

    /// The first and the last day on which it may have been granted.
    pub fn days(&self) -> (NaiveDate, NaiveDate) {
        let own = (self.award.granted_on, self.award.granted_until.unwrap_or(self.award.granted_on));
        self.on.map_or(own, |on| (on, on))
    }

    /// What it counts of a measure in a period that ends on a day, as if it were the only one.
    pub fn counts_in(&self, measure: Measure, end: NaiveDate) -> Held {
        // What stands as no aid lacks no figure, and counts nothing.
        if self.award.stands_as_no_aid() {
            return Held::Nothing;
        }
        let gge = self.gge.filter(|_| self.is_anchored);
        match (measure, self.on.and(gge).and_then(|gge| Some((gge.low, gge.high?)))) {
            (Measure::Hours(_), _) => self.award.counts_in(measure, end),
            (Measure::Euro, Some((low, high))) => {
                Held::Counted(self.award.lessened(Figures { low, high }, end))
            }
            (Measure::Euro, None) => Held::Uncounted,
        }
    }
}

impl Awards {
    /// Whether a match names these two together, in either order.
    pub(crate) fn is_pair(&self, one: &ScopedId, other: &ScopedId) -> bool {
        self.index(one).zip(self.index(other)).is_some_and(|(one, other)| self.pairs.has(one, other))
    }

    /// An award and those that are matched with it, directly or through others.
    pub(crate) fn alike(&self, id: &ScopedId) -> impl Iterator<Item = &Award> {
        self.index(id).map(|index| self.class_of(index)).unwrap_or_default().into_iter()
    }

    /// Every sighting of the award with a number, itself included.
    pub(crate) fn class_of(&self, index: u32) -> Vec<&Award> {
        self.numbers_of_class(index).into_iter().filter_map(|index| self.get(index)).collect()
    }

    /// The numbers of every sighting of an award, itself included.
    pub(crate) fn numbers_of_class(&self, index: u32) -> BTreeSet<u32> {
        self.pairs.class(index)
    }

    /// The other sightings of an award that it counts for too.
    pub(crate) fn sightings<'a>(&'a self, of: &'a Award) -> impl Iterator<Item = &'a Award> {
        self.alike(&of.id).filter(|other| {
            other.id != of.id && (other.place == Place::Away || (other.is_apart() && other.stands()))
        })
    }

    /// Which counts of awards that are one, with all that they are matched with; where that hangs on the period, the highest.
    pub(crate) fn counts_of(&self, ids: &[ScopedId]) -> Option<&Award> {
        let named = ids.iter().filter_map(|id| self.index(id));
        let class: BTreeSet<u32> = named.flat_map(|index| self.pairs.class(index)).collect();
        self.get(self.highest(&class)?)
    }

    /// Whether two are one award, directly or through others.
    pub(crate) fn are_matched(&self, one: &ScopedId, other: &ScopedId) -> bool {
        let both = self.index(one).zip(self.index(other));
        both.is_some_and(|(one, other)| self.pairs.class(one).contains(&other))
    }

    pub(crate) fn match_with(&mut self, id: &ScopedId, others: impl Iterator<Item = ScopedId>) {
        let Some(index) = self.index(id) else { return };
        let others: Vec<u32> = others.filter_map(|other| self.index(&other)).collect();
        for other in others.into_iter().filter(|other| *other != index) {
            self.pairs.add(index, other);
        }
        self.settle(index);
    }

    pub(crate) fn unmatch(&mut self, id: &ScopedId, others: impl Iterator<Item = ScopedId>) {
        let Some(index) = self.index(id) else { return };
        let others: Vec<u32> = others.filter_map(|other| self.index(&other)).collect();
        for other in &others {
            self.pairs.remove(index, *other);
        }
        for parted in std::iter::once(index).chain(others) {
            self.settle(parted);
        }
    }

    /// A review at a position decided of an award: it concerns every sighting that the award has then.
    pub(crate) fn review(&mut self, id: &ScopedId, position: u64, decided: Option<Aside>) {
        let Some(index) = self.index(id) else { return };
        self.review_one(index, position, decided);
    }

    /// As [`Awards::review`], by the number of the award.
    pub(super) fn review_one(&mut self, index: u32, position: u64, decided: Option<Aside>) {
        for member in self.pairs.class(index) {
            self.alter(member, |award| award.reviews.push((position, index, decided)));
        }
        self.settle(index);
    }

    /// Settles what acts on the sightings of an award, and which of them stand in the sums.
    pub(super) fn settle(&mut self, index: u32) {
        let class = self.pairs.class(index);
        for member in &class {
            let Some(award) = self.get(*member) else { continue };
            let mut reviews = award.reviews.clone();
            // What was decided of another holds as long as the two stay matched.
            reviews.retain(|(_, about, _)| class.contains(about));
            let steps = self.course_of(*member, &class);
            let newest = reviews.iter().max_by_key(|(position, ..)| *position);
            let aside = newest.and_then(|(_, _, decided)| *decided);
            if (&award.course, award.reviews.len(), award.set_aside) == (&steps, reviews.len(), aside) {
                continue;
            }
            self.alter(*member, |award| {
                (award.course, award.reviews, award.set_aside) = (steps, reviews, aside);
            });
        }
        self.place_sightings(&class);
    }

    /// What the statements about an award, and what was used of it, come to for one of its sightings.
    fn course_of(&self, index: u32, class: &BTreeSet<u32>) -> Vec<Step> {
        course(&self.stated_of(index, class), self.used_of(class))
    }

    /// What lessens a sighting: what was stated of it, and of the others unless it takes back a row alone.
    pub(crate) fn stated_of(&self, index: u32, class: &BTreeSet<u32>) -> Vec<Lessened> {
        let all = class.iter().filter_map(|member| Some((*member, self.get(*member)?)));
        let stated = all.flat_map(|(member, award)| {
            award.stated_less().iter().filter(move |lessened| member == index || !lessened.row_only)
        });
        stated.copied().collect()
    }

    /// The most that was used of any sighting in effect.
    pub(crate) fn used_of(&self, class: &BTreeSet<u32>) -> Cents {
        let in_effect = class.iter().filter_map(|member| self.get(*member)).filter(|award| !award.is_freed());
        in_effect.map(Award::used).max().unwrap_or(Cents::ZERO)
    }

    /// Puts one of several that are alike into the sums, or none where it hangs on the period.
    fn place_sightings(&mut self, class: &BTreeSet<u32>) {
        let places: Vec<(u32, Place)> = match self.highest(class).filter(|_| self.are_alike(class)) {
            Some(counts) => {
                let on = self.get(counts).map(|award| award.granted_on);
                let checked = on.is_some_and(|on| self.is_checked_on(class, on));
                let checked = Place::Counts { checked: checked && class.len() > 1 };
                class.iter().map(|at| (*at, if *at == counts { checked } else { Place::Away })).collect()
            }
            None => {
                let several = self.standing(class).count() > 1;
                let place = |at: &u32| match self.filled(*at, class).filter(|_| several) {
                    Some(sighting) => Place::Apart { on: sighting.on },
                    None => Place::Counts { checked: false },
                };
                class.iter().map(|at| (*at, place(at))).collect()
            }
        };
        for (at, place) in places {
            if self.get(at).is_some_and(|award| award.place != place) {
                self.alter(at, |award| award.place = place);
            }
        }
    }

    /// Whether this ledger checked a sighting in effect that is of a day, set aside by a review or not (W5).
    pub(crate) fn is_checked_on(&self, class: &BTreeSet<u32>, on: NaiveDate) -> bool {
        let mut in_effect = class.iter().filter_map(|at| self.get(*at)).filter(|award| !award.is_freed());
        in_effect.any(|award| award.right == Right::Admitted && award.granted_on == on)
    }

    /// The sightings that count if they are asked: not freed, not set aside.
    fn standing<'a>(&'a self, class: &'a BTreeSet<u32>) -> impl Iterator<Item = (u32, &'a Award)> {
        let all = class.iter().filter_map(|at| Some((*at, self.get(*at)?)));
        all.filter(|(_, award)| !award.is_freed() && award.set_aside.is_none())
    }

    /// Whether all sightings that stand differ in their figures at most, so that the highest counts in every period. Where
    /// statements or use bring unlike figures to one and the same, the lowest position counts in some periods (W10).
    fn are_alike(&self, class: &BTreeSet<u32>) -> bool {
        let mut standing = self.standing(class);
        let Some((_, first)) = standing.next() else { return true };
        let plain = |award: &Award| {
            award.granted_until.is_none()
                && award.open().is_none()
                && !award.is_uncounted()
                && award.gge.is_some_and(|gge| gge.high.is_some())
                && award.regime != Regime::Unknown
                && !award.stated_less().iter().any(|lessened| lessened.row_only)
        };
        let key = |award: &Award| (award.beneficiary, award.member_state, award.regime, award.granted_on);
        let bound = self.is_bounded(class);
        let figure = |award: &Award| award.gge.filter(|_| bound);
        let quantity = |award: &Award| award.face().quantity;
        let others: Vec<&Award> = standing.map(|(_, award)| award).collect();
        // What stands alone is in the sums, however it is.
        others.is_empty()
            || (plain(first)
                && others.iter().all(|other| {
                    plain(other)
                        && key(other) == key(first)
                        && quantity(other) == quantity(first)
                        && figure(other) == figure(first)
                }))
    }

    /// Whether a statement or use may change what a sighting counts.
    fn is_bounded(&self, class: &BTreeSet<u32>) -> bool {
        let mut in_effect = self.standing(class);
        let used = self.used_of(class);
        in_effect.any(|(_, award)| award.gge.is_some_and(|gge| gge.low < used))
            || class.iter().any(|at| self.get(*at).is_some_and(|award| !award.stated_less().is_empty()))
    }

    /// Of the sightings that stand the one with the highest high end, then low end, then the lowest position; one without a
    /// figure only where none has any.
    fn highest(&self, class: &BTreeSet<u32>) -> Option<u32> {
        let rank = |(at, award): (u32, &Award)| {
            let figure = award.gge.and_then(|gge| Some((gge.high?, gge.low)));
            (figure, Reverse(at))
        };
        self.standing(class).map(rank).max().map(|(_, Reverse(at))| at)
    }

    /// A sighting that stands, with what it lacks taken from the others that stand.
    fn filled(&self, index: u32, class: &BTreeSet<u32>) -> Option<Sighting<'_>> {
        let award = self.get(index).filter(|award| !award.is_freed() && award.set_aside.is_none())?;
        let all: Vec<(u32, &Award)> = self.standing(class).collect();
        let rank = |(at, award): &(u32, &Award)| (award.gge.and_then(|gge| gge.high), Reverse(*at));
        let of_highest = |with: &dyn Fn(&Award) -> bool| {
            all.iter().copied().filter(|(_, award)| with(award)).max_by_key(rank).map(|(_, award)| award)
        };
        let regimes = match award.regime {
            Regime::Unknown => {
                let known = all.iter().map(|(_, award)| award.regime);
                let known: Vec<Regime> = known.filter(|regime| *regime != Regime::Unknown).collect();
                if known.is_empty() { vec![Regime::Unknown] } else { known }
            }
            regime => vec![regime],
        };
        let dated = |award: &Award| award.granted_until.is_none();
        let on = if dated(award) { Some(award) } else { of_highest(&dated) };
        let gge = self.figure_of(award, class);
        Some(Sighting {
            index,
            award,
            state: award.member_state.or_else(|| all.iter().find_map(|(_, award)| award.member_state)),
            regimes,
            on: on.map(|award| award.granted_on),
            gge,
            is_anchored: all.iter().any(|(_, award)| !award.is_unanchored),
        })
    }

    /// The sightings of an award that are asked for every period.
    pub(crate) fn asked_apart(&self, class: &BTreeSet<u32>) -> Vec<Sighting<'_>> {
        let apart = class.iter().filter(|at| self.get(**at).is_some_and(Award::is_apart));
        apart.filter_map(|at| self.filled(*at, class)).collect()
    }

    /// The sightings of an award that are in effect, each with what it counts in windows that end on a day, a figure that it
    /// lacks taken from the others (A11).
    pub(crate) fn sightings_on(
        &self,
        class: &BTreeSet<u32>,
        end: NaiveDate,
    ) -> Vec<((u32, &Award), Option<Figures>)> {
        let all = class.iter().filter_map(|at| Some((*at, self.get(*at)?)));
        let all = all.filter(|(_, award)| !award.is_freed());
        all.map(|(at, award)| {
            let gge = self.figure_of(award, class);
            let figures = gge.and_then(|gge| Some(Figures { low: gge.low, high: gge.high? }));
            ((at, award), figures.map(|figures| award.lessened(figures, end)))
        })
        .collect()
    }

    /// Whether nobody says under which regime an award came: neither its source nor that of another sighting that stands.
    pub(crate) fn is_of_unknown_regime(&self, award: &Award) -> bool {
        let known =
            |other: &Award| other.regime != Regime::Unknown && !other.is_freed() && other.set_aside.is_none();
        award.regime == Regime::Unknown && !self.alike(&award.id).any(known)
    }

    /// The figure of a sighting, or the one that it takes from the others where it lacks one (A11).
    fn figure_of(&self, award: &Award, class: &BTreeSet<u32>) -> Option<Figure> {
        let figured = |award: &Award| award.gge.filter(|gge| gge.high.is_some());
        let highest = || {
            let others = self.standing(class).filter_map(|(at, other)| Some((figured(other)?, Reverse(at))));
            others.max_by_key(|(gge, at)| (gge.high, *at)).map(|(gge, _)| gge)
        };
        // What stands as no aid lacks no figure.
        figured(award).or_else(|| if award.stands_as_no_aid() { None } else { highest() })
    }

    /// What one sighting of an award counts on a day, with what it lacks taken from the others.
    pub(crate) fn row_counts_on(&self, index: u32, day: NaiveDate) -> Option<Figures> {
        let sightings = self.sightings_on(&self.pairs.class(index), day);
        sightings.into_iter().find(|((at, _), _)| *at == index).and_then(|(_, figures)| figures)
    }

    /// The earliest day on which any sighting of an award was granted, or may have been where none has a date.
    pub(crate) fn granted_first(&self, index: u32) -> Option<NaiveDate> {
        let in_effect = |award: &&Award| !award.is_freed();
        let class = self.class_of(index);
        let first = class.iter().copied().filter(in_effect).map(Award::date_seen).min();
        first.or_else(|| self.get(index).map(Award::date_seen))
    }

    /// What an award counts on a day, windows and ceilings aside: the highest among its sightings in effect.
    pub(crate) fn counts_on(&self, index: u32, day: NaiveDate) -> Option<Figures> {
        self.would_count(index, day, None, Cents::ZERO)
    }

    /// The same with one more statement about the sighting of that number, and with so much used of it at least.
    pub(crate) fn would_count(
        &self,
        index: u32,
        day: NaiveDate,
        lessened: Option<Lessened>,
        used: Cents,
    ) -> Option<Figures> {
        let class = self.pairs.class(index);
        let used = self.used_of(&class).max(used);
        let row_only = lessened.is_some_and(|lessened| lessened.row_only);
        let counts = |member: u32| {
            let award = self.get(member).filter(|award| !award.is_freed())?;
            let gge = self.figure_of(award, &class)?;
            let mut stated = self.stated_of(member, &class);
            stated.extend(lessened);
            let steps = course(&stated, used);
            let step = steps.iter().rev().find(|step| step.on <= day);
            let of = |cents: Cents| step.map_or(cents, |step| step.of(cents));
            Some(Figures { low: of(gge.low), high: of(gge.high?) })
        };
        let asked = class.iter().copied().filter(|member| !row_only || *member == index);
        asked.filter_map(counts).max_by_key(|figures| (figures.high, figures.low))
    }

    /// The first day of an award: of its sightings the earliest, and of what was confirmed the date before, if that is earlier.
    pub(crate) fn began(&self, index: u32) -> Option<NaiveDate> {
        let class = self.class_of(index);
        let in_effect = class.iter().copied().filter(|award| !award.is_freed());
        in_effect.map(Award::first_date).min()
    }

    /// The earliest day on which something was done about an award, by what was stated of its sightings.
    pub(crate) fn first_deed(&self, index: u32) -> Option<NaiveDate> {
        let class = self.class_of(index);
        class.into_iter().filter_map(|award| award.deeds.as_ref()?.first_day).min()
    }
}
