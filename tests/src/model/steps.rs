//! What moves and divides holdings, in the order in which it acts (H2, H8, H9).

use std::collections::BTreeMap;

use super::awards::Award;
use super::group::{Group, View, alone};
use super::holding::{Held, divide};
use super::record::{Record, Undertaking, eve};
use crate::ops::Day;

/// What a step does.
#[derive(Debug, Clone)]
pub enum Does {
    /// The surviving takes over the absorbed.
    Merges {
        /// Who survives.
        surviving: Undertaking,
        /// Whom it takes in.
        absorbed: Vec<Undertaking>,
    },
    /// One is divided among successors.
    Splits {
        /// Who.
        who: Undertaking,
        /// Id of the statement.
        id: String,
        /// Successors and their equity.
        successors: Vec<(Undertaking, i128)>,
        /// Whether that equity divides anything (G13).
        divides: bool,
        /// Awards divided by their parts (G14).
        attributed: Vec<(u32, Vec<(Undertaking, i128)>)>,
    },
    /// A group parts with listed awards.
    Exits {
        /// Numbers of the links that it ends.
        ends: Vec<usize>,
        /// The two undertakings.
        pair: (Undertaking, Undertaking),
        /// Award, with whom, how much.
        parts: Vec<(u32, Undertaking, i128)>,
        /// What stays of each award.
        stays: Vec<(u32, i128)>,
    },
}

/// One step.
#[derive(Debug, Clone)]
pub struct Step {
    /// On which day.
    pub day: Day,
    /// Position of the statement.
    pub position: u64,
    /// What happens.
    pub does: Does,
}

/// Steps in the order in which they act (H8).
pub fn in_order(mut steps: Vec<Step>) -> Vec<Step> {
    steps.sort_by_key(|step| (step.day, step.position));
    let mut ordered: Vec<Step> = Vec::new();
    while let Some(first) = steps.first() {
        let day = first.day;
        let (today, later): (Vec<Step>, Vec<Step>) = steps.into_iter().partition(|step| step.day == day);
        steps = later;
        let (exits, mut left): (Vec<Step>, Vec<Step>) =
            today.into_iter().partition(|step| matches!(step.does, Does::Exits { .. }));
        ordered.extend(exits);
        while !left.is_empty() {
            let free = left.iter().position(|step| !waits(step, &left)).unwrap_or(0);
            ordered.push(left.remove(free));
        }
    }
    ordered
}

/// Whether a step waits for another of its day.
fn waits(step: &Step, others: &[Step]) -> bool {
    others.iter().filter(|other| other.position != step.position).any(|other| {
        match (&step.does, &other.does) {
            (Does::Splits { who, .. }, Does::Merges { surviving, .. }) => who == surviving,
            (Does::Merges { absorbed, .. }, Does::Splits { who, .. }) => absorbed.contains(who),
            _ => false,
        }
    })
}

/// Who stands for whom after mergers.
#[derive(Debug, Clone, Default)]
pub struct Forward(BTreeMap<Undertaking, Undertaking>);

impl Forward {
    /// Who gets what would come to one.
    pub fn to(&self, who: Undertaking) -> Undertaking {
        let mut now = who;
        for _ in 0..=self.0.len() {
            match self.0.get(&now) {
                Some(next) => now = *next,
                None => return now,
            }
        }
        now
    }

    /// Everybody on the way.
    pub fn chain(&self, who: Undertaking) -> Vec<Undertaking> {
        let mut all = vec![who];
        while let Some(next) = all.last().and_then(|last| self.0.get(last)) {
            if all.contains(next) {
                break;
            }
            all.push(*next);
        }
        all
    }

    /// One takes in another; who was absorbed before goes with the first that took it in.
    pub fn absorb(&mut self, surviving: Undertaking, absorbed: Undertaking) {
        if surviving == absorbed {
            return;
        }
        if self.chain(surviving).contains(&absorbed) {
            self.0.remove(&surviving);
        }
        self.0.entry(absorbed).or_insert(surviving);
    }
}

/// Until where steps are followed.
#[derive(Debug, Clone, Copy)]
pub enum Until<'a> {
    /// Up to a day, it included.
    Day(Day),
    /// Up to the moment at which a split acts.
    Split(&'a str),
}

impl Record {
    fn followed(&self, until: Until<'_>) -> &[Step] {
        let end = match until {
            Until::Day(day) => self.steps.partition_point(|step| step.day <= day),
            Until::Split(split) => {
                let acts = |step: &Step| matches!(&step.does, Does::Splits { id, .. } if id == split);
                self.steps.iter().position(acts).unwrap_or(0)
            }
        };
        self.steps.get(..end).unwrap_or_default()
    }

    /// Whether an exit is a step in a view, and the group that it parts.
    fn parted(
        &self,
        ends: &[usize],
        pair: (Undertaking, Undertaking),
        day: Day,
        view: View,
    ) -> Option<Group> {
        let looked_at =
            |number: &usize| self.links.get(*number).is_some_and(|link| self.looked_at(link, eve(day), view));
        let sides = self.group(pair.0, eve(day), view) | self.group(pair.1, eve(day), view);
        ends.iter().any(looked_at).then_some(sides)
    }

    /// How so many cents of an award are held, after steps.
    pub fn after(&self, until: Until<'_>, view: View, award: &Award, granted: Day, cents: i128) -> Held {
        let mut held = Held::all_with(self.by(award.who), cents);
        let mut forward = Forward::default();
        for step in self.followed(until) {
            match &step.does {
                Does::Merges { surviving, absorbed } => {
                    for other in absorbed {
                        forward.absorb(*surviving, *other);
                        held.moves(*other, forward.to(*other));
                    }
                }
                Does::Splits { who, successors, divides, attributed, .. } => {
                    let ceases = successors.iter().all(|(successor, _)| successor != who);
                    if granted >= step.day && !ceases {
                        continue;
                    }
                    let to = |weights: &[(Undertaking, i128)]| -> Vec<(Undertaking, i128)> {
                        weights.iter().map(|(who, weight)| (forward.to(*who), *weight)).collect()
                    };
                    match (parts_of(award, attributed), divides) {
                        (Some(parts), _) => held.splits(*who, &to(parts)),
                        (None, true) => held.splits(*who, &to(successors)),
                        (None, false) => held.whole_with_each(*who, &to(successors)),
                    }
                }
                Does::Exits { ends, pair, parts, stays } => {
                    let listed = listed(award, parts);
                    let Some(group) = self.parted(ends, *pair, step.day, view).filter(|_| granted < step.day)
                    else {
                        continue;
                    };
                    if !listed.is_empty() {
                        let to: Vec<_> = listed.iter().map(|(who, part)| (forward.to(*who), *part)).collect();
                        held.exits(group, &to, staying(award, stays), &|who| self.least_handle(who));
                    }
                }
            }
        }
        held
    }

    /// Who holds something of an award, without amounts (H6).
    pub fn holders(&self, until: Until<'_>, view: View, award: &Award, granted: Day) -> Group {
        let mut holders = alone(self.by(award.who));
        let mut forward = Forward::default();
        for step in self.followed(until) {
            match &step.does {
                Does::Merges { surviving, absorbed } => {
                    for other in absorbed {
                        forward.absorb(*surviving, *other);
                        if holders & alone(*other) != 0 {
                            holders = holders & !alone(*other) | alone(forward.to(*other));
                        }
                    }
                }
                Does::Splits { who, successors, divides, attributed, .. } => {
                    let ceases = successors.iter().all(|(successor, _)| successor != who);
                    if (granted >= step.day && !ceases) || holders & alone(*who) == 0 {
                        continue;
                    }
                    let by_parts = parts_of(award, attributed);
                    let all = by_parts.is_none() && !divides;
                    let some = |(_, weight): &&(Undertaking, i128)| all || *weight > 0;
                    let gets = by_parts.unwrap_or(successors).iter().filter(some);
                    let gets = gets.fold(0, |group, (who, _)| group | alone(forward.to(*who)));
                    if gets != 0 {
                        holders = holders & !alone(*who) | gets;
                    }
                }
                Does::Exits { ends, pair, parts, stays } => {
                    let listed = listed(award, parts);
                    let group = self.parted(ends, *pair, step.day, view).unwrap_or(0);
                    let theirs = holders & group;
                    if granted >= step.day || theirs == 0 || listed.is_empty() {
                        continue;
                    }
                    let some = listed.iter().filter(|(_, part)| *part > 0);
                    let gets = some.fold(0, |group, (who, _)| group | alone(forward.to(*who)));
                    let stay = if staying(award, stays) > 0 { theirs } else { 0 };
                    if gets | stay != 0 {
                        holders = holders & !theirs | gets | stay;
                    }
                }
            }
        }
        holders
    }

    /// Who bears an unsettled end: its two undertakings, and who came after them up to a day (H5).
    pub fn bearers(&self, pair: (Undertaking, Undertaking), from: Day, to: Day) -> Group {
        let mut bearers = alone(pair.0) | alone(pair.1);
        for step in self.steps.iter().filter(|step| from <= step.day && step.day <= to) {
            match &step.does {
                Does::Merges { surviving, absorbed } => {
                    if absorbed.iter().any(|other| bearers & alone(*other) != 0) {
                        bearers |= alone(*surviving);
                    }
                }
                Does::Splits { who, successors, .. } => {
                    if bearers & alone(*who) != 0 {
                        bearers |= successors.iter().fold(0, |group, (who, _)| group | alone(*who));
                    }
                }
                Does::Exits { .. } => {}
            }
        }
        bearers
    }

    /// Whether one, or who took it over by mergers up to a day, split by then and is none of its successors (G19).
    pub fn has_ceased(&self, who: Undertaking, day: Day) -> bool {
        // Whoever took it over, directly or through others, whatever came after.
        let mut chain = vec![who];
        let mut at = 0;
        while let Some(next) = chain.get(at).copied() {
            at += 1;
            for step in self.followed(Until::Day(day)) {
                if let Does::Merges { surviving, absorbed } = &step.does
                    && absorbed.contains(&next)
                    && !chain.contains(surviving)
                {
                    chain.push(*surviving);
                }
            }
        }
        self.followed(Until::Day(day)).iter().any(|step| {
            matches!(&step.does, Does::Splits { who, successors, .. }
                if chain.contains(who) && successors.iter().all(|(successor, _)| successor != who))
        })
    }
}

/// The parts by which an award, or one matched with it, was attributed last.
fn parts_of<'a>(
    award: &Award,
    attributed: &'a [(u32, Vec<(Undertaking, i128)>)],
) -> Option<&'a [(Undertaking, i128)]> {
    let last = attributed.iter().rev().find(|(number, _)| award.class.contains(number));
    last.map(|(_, parts)| parts.as_slice())
}

/// The parts of an exit that are of an award or of one matched with it.
fn listed(award: &Award, parts: &[(u32, Undertaking, i128)]) -> Vec<(Undertaking, i128)> {
    let own = parts.iter().filter(|(number, _, _)| award.class.contains(number));
    own.map(|(_, who, part)| (*who, *part)).collect()
}

fn staying(award: &Award, stays: &[(u32, i128)]) -> i128 {
    stays.iter().filter(|(number, _)| award.class.contains(number)).map(|(_, stays)| stays).sum()
}

impl Held {
    /// What members of a group hold goes to the parts, and the rest back to those who held it (H9).
    fn exits(
        &mut self,
        group: Group,
        parts: &[(Undertaking, i128)],
        stays: i128,
        handle: &dyn Fn(Undertaking) -> &'static str,
    ) {
        self.in_each_hand(&mut |hand| {
            let mut theirs: Vec<(Undertaking, i128)> =
                hand.parts.iter().filter(|(who, _)| group & alone(*who) != 0).copied().collect();
            let mut weights = parts.to_vec();
            weights.push((usize::MAX, stays));
            if theirs.is_empty() || weights.iter().all(|(_, weight)| *weight == 0) {
                return;
            }
            theirs.sort_by_key(|(who, _)| handle(*who));
            let whole: i128 = theirs.iter().map(|(_, held)| held).sum();
            hand.parts.retain(|(who, _)| group & alone(*who) == 0);
            let mut divided = divide(whole, &weights);
            let left = divided.pop().map_or(0, |(_, left)| left);
            for (who, part) in divided.into_iter().chain(divide(left, &theirs)) {
                hand.gets(who, part);
            }
        });
    }
}
