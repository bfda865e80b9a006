//! Who holds an award: what becomes of an aid history when undertakings merge and split, or when a link ends with parts
//! attributed (H2, H8, H9).

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use ledger::money::Cents;
use num_rational::BigRational;

use super::edge::{Attributed, History, Tie};
use super::view::{Reliance, View};
use crate::state::undertaking::Handle;
use crate::state::{Award, State};

/// A split of an undertaking.
#[derive(Debug, Clone)]
pub(crate) struct Split {
    pub position: u64,
    pub undertaking: Handle,
    pub on: NaiveDate,
    /// Successors with their equity by book value, in hundredths of one currency, in the order stated.
    pub successors: Vec<(Handle, i128)>,
    /// Whether equity can divide: none below zero, the sum above it, one currency.
    pub divides: bool,
    pub reach: Reliance,
    pub retracted: bool,
}

/// An award attributed after a split.
#[derive(Debug, Clone)]
pub(crate) struct Attribution {
    /// Undertaking and euro cents, in the order stated.
    pub parts: Vec<(Handle, Cents)>,
    pub reach: Reliance,
    pub position: u64,
}

/// Divides cents by weights: whole cents first, those left over to the largest remainders, the earlier on a tie (H3).
pub(crate) fn apportion(amount: Cents, weights: &[i128]) -> Vec<Cents> {
    let total = weights.iter().fold(0_i128, |sum, weight| sum.saturating_add((*weight).max(0)));
    if total == 0 || amount <= Cents::ZERO {
        return vec![Cents::ZERO; weights.len()];
    }
    let share = |weight: &i128| {
        let numerator = BigRational::from_integer(amount.0.into())
            * BigRational::from_integer((*weight).max(0).into())
            / BigRational::from_integer(total.into());
        let whole = numerator.floor();
        let rest = numerator - whole.clone();
        (i128::try_from(whole.to_integer()).unwrap_or(0), rest)
    };
    let mut shares: Vec<(i128, BigRational)> = weights.iter().map(share).collect();
    let given = shares.iter().fold(0_i128, |sum, (whole, _)| sum.saturating_add(*whole));
    let left = usize::try_from(amount.0.saturating_sub(given)).unwrap_or(0);
    let mut order: Vec<usize> = (0..shares.len()).collect();
    // Stable: the earlier listed stays first among equals.
    order.sort_by(|x, y| shares.get(*y).map(|(_, rest)| rest).cmp(&shares.get(*x).map(|(_, rest)| rest)));
    for at in order.into_iter().take(left) {
        if let Some((whole, _)) = shares.get_mut(at) {
            *whole = whole.saturating_add(1);
        }
    }
    shares.into_iter().map(|(whole, _)| Cents(whole)).collect()
}

/// By what an award is divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum How {
    /// By the equity of the successors of a split.
    Equity,
    /// As it was attributed after a split.
    Attributed,
    /// As the end of a link attributes it.
    Exit,
    /// Not yet: every successor of a split holds the whole (H4).
    Whole,
    /// Whoever takes an undertaking over holds what that one held.
    Merger,
}

/// One step as it acts on one award.
#[derive(Debug, Clone)]
pub(super) struct Division {
    pub(super) on: NaiveDate,
    pub(super) position: u64,
    /// Whose holdings it moves.
    pub(super) owners: BTreeSet<Handle>,
    /// Undertaking and weight in the order stated.
    pub(super) parts: Vec<(Handle, i128)>,
    /// One more weight, which stays with those who held it.
    pub(super) stays: i128,
    pub(super) how: How,
}

/// Who holds an award: an amount, and the ways in which it may be seen to be held. Usually one amount held in one way.
struct Pot {
    amount: Cents,
    ways: Vec<BTreeMap<Handle, Cents>>,
}

impl Pot {
    fn held_by(&self, holds: &dyn Fn(Handle) -> bool) -> Cents {
        let way = |way: &BTreeMap<Handle, Cents>| -> Cents {
            way.iter().filter(|(holder, _)| holds(**holder)).map(|(_, cents)| *cents).sum()
        };
        self.amount.min(self.ways.iter().map(way).sum())
    }

    /// Takes what undertakings hold out, and says how much each of them had in each way.
    fn take(&mut self, owners: &BTreeSet<Handle>) -> Vec<(usize, BTreeMap<Handle, Cents>)> {
        let taken = |(at, way): (usize, &mut BTreeMap<Handle, Cents>)| {
            let held = |owner: &Handle| Some((*owner, way.remove(owner)?));
            (at, owners.iter().filter_map(held).filter(|(_, cents)| *cents > Cents::ZERO).collect())
        };
        let taken = self.ways.iter_mut().enumerate().map(taken);
        taken.filter(|(_, held): &(usize, BTreeMap<Handle, Cents>)| !held.is_empty()).collect()
    }
}

/// Who stands for whom after mergers.
#[derive(Default)]
struct Heirs(BTreeMap<Handle, Handle>);

impl Heirs {
    fn of(&self, handle: Handle) -> Handle {
        let mut at = handle;
        // A chain names everybody once at most.
        for _ in 0..=self.0.len() {
            match self.0.get(&at) {
                Some(heir) => at = *heir,
                None => break,
            }
        }
        at
    }

    /// One takes others over; it stands for itself again where one of them had taken it over.
    fn merge(&mut self, surviving: Handle, absorbed: &BTreeSet<Handle>) {
        let mut chain =
            std::iter::successors(self.0.get(&surviving), |at| self.0.get(*at)).take(self.0.len());
        if chain.any(|at| absorbed.contains(at)) {
            self.0.remove(&surviving);
        }
        let heir = self.of(surviving);
        for one in absorbed.iter().filter(|one| **one != heir) {
            // Who was absorbed before goes with the first that absorbed it.
            self.0.entry(*one).or_insert(heir);
        }
    }
}

/// Leads an amount of an award through all steps in their order.
fn led(
    amount: Cents,
    recipient: Handle,
    steps: &[Division],
    ids: &dyn Fn(Handle) -> Option<String>,
) -> Vec<Pot> {
    let mut pots = vec![Pot { amount, ways: vec![BTreeMap::from([(recipient, amount)])] }];
    let mut heirs = Heirs::default();
    for step in steps {
        if step.how == How::Merger
            && let Some((surviving, _)) = step.parts.first()
        {
            heirs.merge(*surviving, &step.owners);
        }
        let mut joint = Vec::new();
        for pot in &mut pots {
            for (at, held) in pot.take(&step.owners) {
                if step.how == How::Whole {
                    let cents = held.values().copied().sum();
                    let way = |(part, _): &(Handle, i128)| BTreeMap::from([(heirs.of(*part), cents)]);
                    joint.push(Pot { amount: cents, ways: step.parts.iter().map(way).collect() });
                    continue;
                }
                let Some(way) = pot.ways.get_mut(at) else { continue };
                for (who, cents) in given(step, &held, ids) {
                    *way.entry(heirs.of(who)).or_default() += cents;
                }
            }
        }
        pots.extend(joint);
    }
    pots
}

/// Who gets how much of what a step takes out.
fn given(
    step: &Division,
    held: &BTreeMap<Handle, Cents>,
    ids: &dyn Fn(Handle) -> Option<String>,
) -> Vec<(Handle, Cents)> {
    let whole: Cents = held.values().copied().sum();
    let mut weights: Vec<i128> = step.parts.iter().map(|(_, weight)| *weight).collect();
    weights.push(step.stays);
    let mut shares = apportion(whole, &weights);
    let stays = shares.pop().unwrap_or(Cents::ZERO);
    let mut given: Vec<(Handle, Cents)> = step.parts.iter().map(|(who, _)| *who).zip(shares).collect();
    if stays > Cents::ZERO {
        let mut held: Vec<(Handle, Cents)> = held.iter().map(|(who, cents)| (*who, *cents)).collect();
        held.sort_by_cached_key(|(who, _)| ids(*who));
        let weights: Vec<i128> = held.iter().map(|(_, cents)| cents.0).collect();
        given.extend(held.iter().map(|(who, _)| *who).zip(apportion(stays, &weights)));
    }
    given
}

/// The steps of an award that act up to a day, in their order.
pub(crate) struct Divided<'a> {
    state: &'a State,
    view: &'a View,
    pub(super) recipient: Handle,
    pub(super) divisions: Vec<Division>,
}

impl Divided<'_> {
    /// What the undertakings that `holds` names hold of an amount of the award.
    pub(crate) fn held(&self, amount: Cents, holds: &dyn Fn(Handle) -> bool) -> Cents {
        let least = |handle: Handle| {
            let all = self.state.identity(handle, self.view);
            all.iter().filter_map(|one| self.state.undertakings.id(*one)).map(ToString::to_string).min()
        };
        let pots = led(amount, self.recipient, &self.divisions, &least);
        // What is held jointly was taken out of another pot, so no more than the whole is ever held.
        amount.min(pots.iter().map(|pot| pot.held_by(holds)).sum())
    }
}

/// One step as it stands in a cluster, whichever award it acts on.
#[derive(Debug, Clone)]
struct Stage {
    on: NaiveDate,
    position: u64,
    what: What,
}

#[derive(Debug, Clone)]
enum What {
    /// The end of a link that attributes awards, by the number of the link, and the group of the day before.
    Exit(u32, BTreeSet<Handle>),
    /// A split by number, the one that splits, and whether it goes on as its own successor.
    Split(u32, Handle, bool),
    /// Who takes over whom.
    Merger(Handle, BTreeSet<Handle>),
}

impl Stage {
    /// Whether it has to wait for another of the same day: a split for the mergers in which its undertaking survives, a
    /// merger for the splits of those it absorbs (H8).
    fn waits_for(&self, other: &Self) -> bool {
        match (&self.what, &other.what) {
            (What::Split(_, owner, _), What::Merger(surviving, _)) => owner == surviving,
            (What::Merger(_, absorbed), What::Split(_, owner, _)) => absorbed.contains(owner),
            _ => false,
        }
    }
}

/// Every step in a cluster, in the order in which they act.
#[derive(Debug, Clone, Default)]
pub(crate) struct Stages(Vec<Stage>);

impl Stages {
    /// Takes the steps of another cluster in.
    pub(super) fn join(&mut self, other: Self) {
        let all = std::mem::take(&mut self.0).into_iter().chain(other.0).collect();
        self.0 = in_order(all);
    }
}

/// Puts steps in their order (H8).
fn in_order(mut stages: Vec<Stage>) -> Vec<Stage> {
    let rank = |stage: &Stage| (stage.on, !matches!(stage.what, What::Exit(..)), stage.position);
    stages.sort_by_key(rank);
    let mut ordered: Vec<Stage> = Vec::with_capacity(stages.len());
    while let Some(first) = stages.first() {
        let on = first.on;
        let today: Vec<&Stage> = stages.iter().take_while(|stage| stage.on == on).collect();
        let free = |stage: &&Stage| !today.iter().any(|other| stage.waits_for(other));
        let next = today.iter().position(free).unwrap_or(0);
        ordered.push(stages.remove(next));
    }
    ordered
}

impl State {
    /// Every step that a view sees in the cluster of a handle, in the order in which they act.
    pub(crate) fn stages(&self, seed: Handle, view: &View) -> Stages {
        let Some(traits) = self.groups.clusters.traits(seed) else { return Stages::default() };
        let mut stages: BTreeMap<u64, Stage> = BTreeMap::new();
        let mut concerned: BTreeSet<Handle> = BTreeSet::new();
        for (at, split) in traits.splits.iter().filter_map(|at| Some((*at, self.groups.split(*at)?))) {
            if split.retracted || !view.relies_on(&split.reach) {
                continue;
            }
            let owner = self.one_of(split.undertaking, view);
            let goes_on = split.successors.iter().any(|(who, _)| self.one_of(*who, view) == owner);
            concerned.insert(split.undertaking);
            concerned.extend(split.successors.iter().map(|(who, _)| *who));
            let what = What::Split(at, owner, goes_on);
            stages.insert(split.position, Stage { on: split.on, position: split.position, what });
        }
        for at in &traits.exits {
            let Some(edge) = self.groups.edge(*at) else { continue };
            let Some((_, end)) = self.in_force(edge, view) else { continue };
            let Some(ended) = edge.ended(view).filter(|ended| ended.on == end) else { continue };
            let Some(History::Attributed(attributed)) = ended.history else { continue };
            concerned.extend(attributed.parts.iter().map(|(_, who, _)| *who));
            let eve = end.pred_opt().unwrap_or(end);
            let what = What::Exit(*at, self.group_seen(edge.a, eve, view));
            // One statement ends every link of a pair, and divides once.
            stages.entry(ended.position).or_insert(Stage { on: end, position: ended.position, what });
        }
        self.mergers_of(concerned, view, &mut stages);
        Stages(in_order(stages.into_values().collect()))
    }

    /// Adds the mergers that move what others hold: those of everybody concerned, and of whoever is then.
    fn mergers_of(&self, concerned: BTreeSet<Handle>, view: &View, stages: &mut BTreeMap<u64, Stage>) {
        let mut open: Vec<Handle> = concerned.into_iter().collect();
        let mut seen: BTreeSet<Handle> = BTreeSet::new();
        while let Some(next) = open.pop() {
            for same in self.identity(next, view) {
                if !seen.insert(same) {
                    continue;
                }
                let mergers =
                    self.groups.edges_of(same).filter(|edge| edge.tie == Tie::Merger && edge.is_seen(view));
                for edge in mergers {
                    let (surviving, absorbed) = (self.one_of(edge.a, view), self.one_of(edge.b, view));
                    let stage = stages.entry(edge.position).or_insert_with(|| Stage {
                        on: edge.from,
                        position: edge.position,
                        what: What::Merger(surviving, BTreeSet::new()),
                    });
                    if let What::Merger(_, all) = &mut stage.what {
                        all.insert(absorbed);
                    }
                    open.push(edge.other(same));
                }
            }
        }
    }

    /// The steps that act in a view on an award granted on a day (its own, or one on which it may have been) up to `day`.
    pub(crate) fn divided<'a>(
        &'a self,
        (stages, view): (&Stages, &'a View),
        (index, award): (u32, &Award),
        granted_on: NaiveDate,
        day: NaiveDate,
    ) -> Divided<'a> {
        let acting = stages.0.iter().filter(|stage| stage.on <= day);
        let class = self.awards.numbers_of_class(index);
        let divisions = acting.filter_map(|stage| self.division(stage, &class, granted_on, view)).collect();
        Divided { state: self, view, recipient: self.one_of(award.beneficiary, view), divisions }
    }

    /// What the one that splits holds of an amount of an award at the moment at which a split acts.
    pub(crate) fn held_before_split(
        &self,
        at: u32,
        (index, award): (u32, &Award),
        amount: Cents,
        view: &View,
    ) -> Cents {
        let Some(split) = self.groups.split(at) else { return Cents::ZERO };
        let stages = self.stages(split.undertaking, view);
        let is_it = |stage: &Stage| matches!(stage.what, What::Split(number, ..) if number == at);
        let before = stages.0.iter().take_while(|stage| !is_it(stage)).cloned().collect();
        let Some(granted_on) = self.awards.granted_first(index) else { return Cents::ZERO };
        let owner = self.one_of(split.undertaking, view);
        let goes_on = split.successors.iter().any(|(who, _)| self.one_of(*who, view) == owner);
        if goes_on && granted_on >= split.on {
            return Cents::ZERO;
        }
        let divided = self.divided((&Stages(before), view), (index, award), granted_on, split.on);
        divided.held(amount, &|holder| holder == owner)
    }

    fn division(
        &self,
        stage: &Stage,
        class: &BTreeSet<u32>,
        granted_on: NaiveDate,
        view: &View,
    ) -> Option<Division> {
        let (on, position) = (stage.on, stage.position);
        match &stage.what {
            What::Split(at, owner, goes_on) => {
                let split = self.groups.split(*at)?;
                let acts = granted_on < on || !goes_on;
                acts.then(|| self.by_split((*at, split), *owner, class, view)).filter(Division::moves)
            }
            What::Exit(at, group) => {
                let ended = self.groups.edge(*at)?.ended(view)?;
                let Some(History::Attributed(attributed)) = ended.history else { return None };
                let division = self.by_exit(attributed, group, (on, position), class, view)?;
                (granted_on < on).then_some(division).filter(Division::moves)
            }
            What::Merger(surviving, absorbed) => {
                let (owners, parts) = (absorbed.clone(), vec![(*surviving, 1)]);
                Some(Division { on, position, owners, parts, stays: 0, how: How::Merger })
            }
        }
    }

    fn by_split(
        &self,
        (at, split): (u32, &Split),
        owner: Handle,
        class: &BTreeSet<u32>,
        view: &View,
    ) -> Division {
        let stated = class.iter().filter_map(|index| self.groups.attributed(at, *index, view));
        let (parts, how) = match stated.max_by_key(|attribution| attribution.position) {
            Some(attribution) => {
                let parts = attribution.parts.iter().map(|(who, cents)| (*who, cents.0));
                (parts.collect::<Vec<_>>(), How::Attributed)
            }
            None => (split.successors.clone(), if split.divides { How::Equity } else { How::Whole }),
        };
        let parts = parts.into_iter().map(|(who, weight)| (self.one_of(who, view), weight)).collect();
        let (on, position, owners) = (split.on, split.position, BTreeSet::from([owner]));
        Division { on, position, owners, parts, stays: 0, how }
    }

    /// The parts named, and what stays with those of the group who held it.
    fn by_exit(
        &self,
        attributed: &Attributed,
        group: &BTreeSet<Handle>,
        (on, position): (NaiveDate, u64),
        class: &BTreeSet<u32>,
        view: &View,
    ) -> Option<Division> {
        let named = attributed.parts.iter().filter(|(about, ..)| class.contains(about));
        let parts: Vec<(Handle, i128)> =
            named.map(|(_, who, cents)| (self.one_of(*who, view), cents.0)).collect();
        if parts.is_empty() {
            return None;
        }
        // Two that were matched later leave what each of them left.
        let stays = attributed.stays.iter().filter(|(about, _)| class.contains(about));
        let stays = stays.fold(0_i128, |sum, (_, cents)| sum.saturating_add(cents.0));
        let owners = group.iter().map(|handle| self.one_of(*handle, view)).collect();
        Some(Division { on, position, owners, parts, stays, how: How::Exit })
    }

    /// The days after `from` and up to `to` on which divisions seen in a view act in the cluster of a handle.
    pub(crate) fn division_days(
        &self,
        handle: Handle,
        from: NaiveDate,
        to: NaiveDate,
        view: &View,
    ) -> Vec<NaiveDate> {
        let Some(traits) = self.groups.clusters.traits(handle) else { return Vec::new() };
        let splits = traits.splits.iter().filter_map(|at| self.groups.split(*at));
        let splits =
            splits.filter(|split| !split.retracted && view.relies_on(&split.reach)).map(|split| split.on);
        let exits = traits.exits.iter().filter_map(|at| self.groups.edge(*at));
        let exits =
            exits.filter_map(|edge| edge.ended(view).filter(|_| edge.is_seen(view))).map(|ended| ended.on);
        splits.chain(exits).filter(|on| from < *on && *on <= to).collect()
    }
}

impl Division {
    /// By weights of nothing nothing is divided: it stays where it is.
    fn moves(&self) -> bool {
        self.how == How::Whole || self.parts.iter().any(|(_, weight)| *weight > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cents(values: &[i128]) -> Vec<Cents> {
        values.iter().map(|value| Cents(*value)).collect()
    }

    #[test]
    fn cents_left_over_go_to_the_largest_remainders_and_the_earlier_listed() {
        assert_eq!(apportion(Cents(100), &[1, 1, 1]), cents(&[34, 33, 33]));
        assert_eq!(apportion(Cents(101), &[1, 1, 1]), cents(&[34, 34, 33]));
        assert_eq!(apportion(Cents(100), &[1, 2, 4]), cents(&[14, 29, 57]));
        assert_eq!(apportion(Cents(1), &[0, 3, 4]), cents(&[0, 0, 1]));
        assert_eq!(apportion(Cents(0), &[1, 1]), cents(&[0, 0]));
        assert_eq!(apportion(Cents(7), &[0, 0]), cents(&[0, 0]));
    }

    #[test]
    fn nothing_is_lost_or_made() {
        for amount in [1, 99, 1_000_003, 99_999_999_999_999] {
            for weights in [vec![3, 7, 11], vec![1], vec![5, 0, 5, 1], vec![99_999_999_999_999_999, 1, 1]] {
                let parts = apportion(Cents(amount), &weights);
                assert_eq!(parts.into_iter().sum::<Cents>(), Cents(amount));
            }
        }
    }
}
