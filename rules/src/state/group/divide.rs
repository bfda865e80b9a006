//! Divisions: what becomes of one undertaking's aid history when it splits, or when a link ends with parts attributed.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use ledger::money::Cents;
use num_rational::BigRational;

use super::edge::History;
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
}

/// One division as it acts on one award.
pub(super) struct Division {
    pub(super) on: NaiveDate,
    pub(super) position: u64,
    pub(super) owner: Handle,
    /// Undertaking and weight in the order stated.
    pub(super) parts: Vec<(Handle, i128)>,
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

    /// Takes what an undertaking holds out, and says how much each way had of it.
    fn take(&mut self, owner: Handle) -> Vec<(usize, Cents)> {
        let taken =
            |(at, way): (usize, &mut BTreeMap<Handle, Cents>)| way.remove(&owner).map(|cents| (at, cents));
        self.ways.iter_mut().enumerate().filter_map(taken).filter(|(_, cents)| *cents > Cents::ZERO).collect()
    }
}

/// Divides an amount of an award by all divisions in their order, and sums what the undertakings that `holds` names hold.
fn held(amount: Cents, recipient: Handle, divisions: &[Division], holds: &dyn Fn(Handle) -> bool) -> Cents {
    let mut pots = vec![Pot { amount, ways: vec![BTreeMap::from([(recipient, amount)])] }];
    for division in divisions {
        let mut joint = Vec::new();
        for pot in &mut pots {
            for (at, cents) in pot.take(division.owner) {
                if division.how == How::Whole {
                    let way = |(part, _): &(Handle, i128)| BTreeMap::from([(*part, cents)]);
                    joint.push(Pot { amount: cents, ways: division.parts.iter().map(way).collect() });
                    continue;
                }
                let weights: Vec<i128> = division.parts.iter().map(|(_, weight)| *weight).collect();
                let Some(way) = pot.ways.get_mut(at) else { continue };
                for ((part, _), share) in division.parts.iter().zip(apportion(cents, &weights)) {
                    *way.entry(*part).or_default() += share;
                }
            }
        }
        pots.extend(joint);
    }
    // What is held jointly was taken out of another pot, so no more than the whole is ever held.
    amount.min(pots.iter().map(|pot| pot.held_by(holds)).sum())
}

/// Divisions of an award that act up to a day, in their order.
pub(crate) struct Divided {
    pub(super) recipient: Handle,
    pub(super) divisions: Vec<Division>,
}

impl Divided {
    /// What the undertakings that `holds` names hold of an amount of the award.
    pub(crate) fn held(&self, amount: Cents, holds: &dyn Fn(Handle) -> bool) -> Cents {
        held(amount, self.recipient, &self.divisions, holds)
    }
}

impl State {
    /// The divisions that act in a view on an award granted on a day (its own, or one on which it may have been) up to `day`.
    pub(crate) fn divided(
        &self,
        index: u32,
        award: &Award,
        granted_on: NaiveDate,
        day: NaiveDate,
        view: &View,
    ) -> Divided {
        let recipient = self.one_of(award.beneficiary, view);
        let mut divisions: Vec<Division> = Vec::new();
        if let Some(traits) = self.groups.clusters.traits(award.beneficiary) {
            let acts = |on: NaiveDate| granted_on < on && on <= day;
            let splits = traits.splits.iter().filter_map(|at| Some((*at, self.groups.split(*at)?)));
            let seen = splits
                .filter(|(_, split)| !split.retracted && view.relies_on(&split.reach) && acts(split.on));
            divisions.extend(seen.map(|(at, split)| self.by_split(at, split, index, view)));
            for edge in traits.exits.iter().filter_map(|at| self.groups.edge(*at)) {
                let Some((_, end)) = self.in_force(edge, view) else { continue };
                let Some(ended) = edge.ended(view).filter(|ended| ended.on == end && acts(end)) else {
                    continue;
                };
                if let Some(History::Attributed(parts)) = ended.history {
                    divisions.extend(self.by_exit(parts, (end, ended.position), (index, award), view));
                }
            }
        }
        divisions.sort_by_key(|division| (division.on, division.position));
        // One statement ends every link of a pair, and divides once.
        divisions.dedup_by_key(|division| (division.on, division.position));
        // By weights of nothing nothing is divided: it stays where it is.
        divisions.retain(|division| {
            division.how == How::Whole || division.parts.iter().any(|(_, weight)| *weight > 0)
        });
        Divided { recipient, divisions }
    }

    fn by_split(&self, at: u32, split: &Split, index: u32, view: &View) -> Division {
        let attributed = self.groups.attributed(at, index, view);
        let (parts, how) = match attributed {
            Some(attribution) => {
                let parts = attribution.parts.iter().map(|(who, cents)| (*who, cents.0));
                (parts.collect::<Vec<_>>(), How::Attributed)
            }
            None => (split.successors.clone(), if split.divides { How::Equity } else { How::Whole }),
        };
        Division {
            on: split.on,
            position: split.position,
            owner: self.one_of(split.undertaking, view),
            parts: parts.into_iter().map(|(who, weight)| (self.one_of(who, view), weight)).collect(),
            how,
        }
    }

    /// The parts named, and what is left of the recorded figure to the recipient.
    fn by_exit(
        &self,
        parts: &[(u32, Handle, Cents)],
        (on, position): (NaiveDate, u64),
        (index, award): (u32, &Award),
        view: &View,
    ) -> Option<Division> {
        let owner = self.one_of(award.beneficiary, view);
        let named = parts.iter().filter(|(about, _, _)| *about == index);
        let mut parts: Vec<(Handle, i128)> =
            named.map(|(_, who, cents)| (self.one_of(*who, view), cents.0)).collect();
        if parts.is_empty() {
            return None;
        }
        let given = parts.iter().fold(0_i128, |sum, (_, cents)| sum.saturating_add(*cents));
        // Of a figure that is not known something is left.
        let recorded = award.gge.and_then(|gge| gge.high);
        let left = recorded.map_or(1, |recorded| recorded.0.saturating_sub(given).max(0));
        parts.push((owner, left));
        Some(Division { on, position, owner, parts, how: How::Exit })
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
