//! What is on record: undertakings, what joins and divides them, awards. Found anew from all past statements each time.

use std::collections::BTreeSet;

use super::awards::{self, Award};
use super::fraction::Fraction;
use super::group::{Body, Link, Merger};
use super::holding::{Among, Division};
use super::{Model, Past, tables};
use crate::ops::{Act, Day, History, Op};

/// An undertaking, whatever its handles: the number of one of them.
pub type Undertaking = usize;

/// What a handle is that nobody ever named.
const NOBODY: Undertaking = 63;

/// All of it.
#[derive(Debug, Default)]
pub struct Record {
    /// Handles, and whose they are.
    handles: Vec<(&'static str, Undertaking)>,
    registered: BTreeSet<&'static str>,
    /// Links of control.
    pub links: Vec<Link>,
    /// Mergers.
    pub mergers: Vec<Merger>,
    /// Holders that connect nobody.
    pub bodies: Vec<Body>,
    /// Divisions, in the order in which they apply.
    pub divisions: Vec<Division>,
    /// Awards, freed ones too.
    pub awards: Vec<Award>,
    /// Matched pairs.
    pub pairs: Vec<(u32, u32)>,
}

/// Whether a statement may be taken back (G16): of undertakings and of procedure; not what governs, nor awards.
fn may_be_taken_back(op: &Op) -> bool {
    match op {
        Op::Register { .. }
        | Op::Identify { .. }
        | Op::Assess { .. }
        | Op::Control { .. }
        | Op::EndControl { .. }
        | Op::Holding { .. }
        | Op::Merge { .. }
        | Op::Split { .. }
        | Op::Attribute { .. }
        | Op::Attest { .. } => true,
        Op::Act(act) => {
            !matches!(act, Act::RegisterSystem { .. } | Act::AmendSystem { .. } | Act::RegisterScheme { .. })
        }
        // Reading: a retraction is not itself such a statement.
        _ => false,
    }
}

/// Statements that hold: those that were taken back left out.
pub(super) fn standing(past: &[Past]) -> Vec<&Past> {
    let taken_back =
        |id: &str| past.iter().any(|other| matches!(&other.op, Op::Retract { id: of } if of == id));
    past.iter().filter(|past| !may_be_taken_back(&past.op) || !taken_back(&past.id)).collect()
}

impl Model {
    /// Whether a statement stands that can be taken back.
    pub(super) fn can_retract(&self, id: &str) -> bool {
        standing(&self.past).iter().any(|past| past.id == id && may_be_taken_back(&past.op))
    }

    /// What is on record, with room for handles that are only being asked for.
    pub(super) fn record(&self, named: &[&'static str]) -> Record {
        let standing = standing(&self.past);
        let mut record =
            Record { awards: awards::all(&self.past), pairs: awards::pairs(&self.past), ..Record::default() };
        record.name(&self.past, named);
        for past in &standing {
            if let Op::Register { who, identifiers: others } | Op::Identify { who, same_as: others } =
                &past.op
            {
                others.iter().for_each(|other| record.join(who, other));
                if matches!(past.op, Op::Register { .. }) {
                    record.registered.insert(who);
                }
            }
        }
        for past in &standing {
            record.join_and_part(past);
        }
        for past in &standing {
            record.divide(past, &standing, &self.past);
        }
        record.divisions.sort_by_key(|division| (division.day, division.position));
        record
    }
}

impl Record {
    fn name(&mut self, past: &[Past], named: &[&'static str]) {
        let stated = past.iter().flat_map(|past| past.op.names());
        for name in stated.chain(named.iter().copied()) {
            if !self.handles.iter().any(|(known, _)| *known == name) {
                self.handles.push((name, self.handles.len()));
            }
        }
    }

    fn join(&mut self, one: &str, other: &str) {
        let (one, other) = (self.by(one), self.by(other));
        for (_, undertaking) in &mut self.handles {
            if *undertaking == other {
                *undertaking = one;
            }
        }
    }

    /// Whose handle it is (U1).
    pub fn by(&self, handle: &str) -> Undertaking {
        self.handles.iter().find(|(known, _)| *known == handle).map_or(NOBODY, |(_, whose)| *whose)
    }

    /// Registered handles of an undertaking.
    pub fn registered(&self, who: Undertaking) -> Vec<&'static str> {
        let own =
            self.handles.iter().filter(|(handle, whose)| *whose == who && self.registered.contains(handle));
        own.map(|(handle, _)| *handle).collect()
    }

    /// Whether an undertaking is registered under any of its handles.
    pub fn knows(&self, handle: &str) -> bool {
        !self.registered(self.by(handle)).is_empty()
    }

    /// Whether a handle of somebody else, registered or among those that `received` an award, has a number of this
    /// undertaking's (U7).
    pub fn has_namesake(&self, who: Undertaking, received: &BTreeSet<&'static str>) -> bool {
        let (own, others): (Vec<_>, Vec<_>) = self.handles.iter().partition(|(_, whose)| *whose == who);
        let numbers: BTreeSet<_> = own.iter().filter_map(|(handle, _)| number(handle)).collect();
        let on_record = |handle: &str| self.registered.contains(handle) || received.contains(handle);
        let mut others = others.iter().filter(|(handle, _)| on_record(handle));
        others.any(|(handle, _)| number(handle).is_some_and(|number| numbers.contains(&number)))
    }

    /// The award in effect with this number.
    pub fn award(&self, number: u32) -> Option<&Award> {
        self.awards.iter().find(|award| award.number == number && !award.freed)
    }

    /// Links, ends, mergers and bodies, in the order of their positions.
    fn join_and_part(&mut self, past: &Past) {
        match &past.op {
            Op::Control { controller, controlled, from, level, .. } => self.links.push(Link {
                controller: self.by(controller),
                controlled: self.by(controlled),
                from: *from,
                end: None,
                settled_by: None,
                weak: *level == "declared",
                crosses: super::group::crosses(controller, controlled),
            }),
            Op::EndControl { controller, controlled, on, history } => {
                let pair = (self.by(controller), self.by(controlled));
                let settles = history.as_ref().map(|_| past.position);
                for link in self.links.iter_mut().filter(|link| (link.controller, link.controlled) == pair) {
                    link.ends(*on, settles);
                }
            }
            Op::Merge { surviving, absorbed, on } => {
                for other in absorbed {
                    self.mergers.push(Merger { one: self.by(surviving), other: self.by(other), on: *on });
                }
            }
            Op::Holding { holder, kind, from, .. } => {
                self.bodies.push(Body { holder: self.by(holder), kind, from: *from });
            }
            _ => {}
        }
    }

    /// What a split or a settled end divides (H2).
    fn divide(&mut self, past: &Past, standing: &[&Past], all: &[Past]) {
        match &past.op {
            Op::Split { who, on, successors } => {
                let one_currency = successors.windows(2).all(|pair| match pair {
                    [(_, _, one), (_, _, other)] => one == other,
                    _ => true,
                });
                let whole = successors.iter().map(|(_, equity, _)| equity).sum::<i128>() > 0;
                let divides = one_currency && whole && successors.iter().all(|(_, equity, _)| *equity >= 0);
                let among = if divides {
                    Among::Weights(
                        successors.iter().map(|(who, equity, _)| (self.by(who), *equity)).collect(),
                    )
                } else {
                    Among::Undivided(successors.iter().map(|(who, _, _)| self.by(who)).collect())
                };
                let attributed = self.attributed(&past.id, standing, all);
                let (day, position, who) = (*on, past.position, self.by(who));
                let ends = Vec::new();
                self.divisions.push(Division { day, position, who, award: None, among, ends, attributed });
            }
            Op::EndControl { on, history: Some(History::Attributed(parts)), .. } => {
                // An end that was overtaken by an earlier one divides nothing.
                let settled = self.links.iter().enumerate();
                let settled = settled.filter(|(_, link)| link.settled_by == Some(past.position));
                let ends: Vec<usize> = settled.map(|(number, _)| number).collect();
                if ends.is_empty() {
                    return;
                }
                let numbers: BTreeSet<u32> = parts.iter().map(|(award, _, _)| *award).collect();
                for number in numbers {
                    let Some(award) = self.award(number).cloned() else { continue };
                    let own = parts.iter().filter(|(award, _, _)| *award == number);
                    let mut weights: Vec<(Undertaking, Fraction)> = own
                        .filter_map(|(_, who, sum)| {
                            Some((self.by(who), tables::euro(all, *sum, award.state, award.on)?))
                        })
                        .collect();
                    let who = self.by(award.who);
                    let named = weights.iter().fold(Fraction::whole(0), |sum, (_, part)| sum.plus(part));
                    // Of a figure that is not known something is left.
                    let left = match award.gge.and_then(|(_, high)| high) {
                        Some(recorded) => Fraction::whole(recorded).less(&named).max(Fraction::whole(0)),
                        None => Fraction::whole(1),
                    };
                    weights.push((who, left));
                    self.divisions.push(Division {
                        day: *on,
                        position: past.position,
                        who,
                        award: Some(number),
                        among: Among::Weights(whole(&weights)),
                        ends: ends.clone(),
                        attributed: Vec::new(),
                    });
                }
            }
            _ => {}
        }
    }

    /// Awards that were attributed after a split, with the parts as weights (G14).
    fn attributed(
        &self,
        split: &str,
        standing: &[&Past],
        all: &[Past],
    ) -> Vec<(u32, Vec<(Undertaking, i128)>)> {
        let mut found: Vec<(u32, Vec<(Undertaking, i128)>)> = Vec::new();
        for past in standing {
            let Op::Attribute { award: number, split: of, parts, .. } = &past.op else { continue };
            let Some(award) = self.award(*number).filter(|_| of == split) else { continue };
            // A later attribution of the award by the same split replaces the earlier.
            found.retain(|(known, _)| known != number);
            let part = |(who, sum): &(&'static str, crate::ops::Sum)| {
                Some((self.by(who), tables::euro(all, *sum, award.state, award.on)?))
            };
            let weights: Vec<_> = parts.iter().filter_map(part).collect();
            found.push((*number, whole(&weights)));
        }
        found
    }
}

/// Country and number of a handle, as two of one company share them (U7). The streams have no country before a number.
fn number(handle: &str) -> Option<(&str, String)> {
    let (country, number) = match handle.split_once(':') {
        Some(("NID", rest)) => rest.split_once(':')?,
        Some(("EUID", rest)) => (rest.get(..2)?, rest.split_once('.')?.1),
        _ => return None,
    };
    let plain: String = number.chars().filter(char::is_ascii_alphanumeric).collect();
    let bare = plain.trim_start_matches('0');
    (!bare.is_empty()).then(|| (country, bare.to_owned()))
}

/// The same proportions in whole numbers.
fn whole(parts: &[(Undertaking, Fraction)]) -> Vec<(Undertaking, i128)> {
    let mut by = Fraction::whole(1);
    for (_, part) in parts {
        by = by.times(&part.times(&by).below());
    }
    parts.iter().map(|(who, part)| (*who, part.times(&by).cents())).collect()
}

/// The day before.
pub(super) fn eve(day: Day) -> Day {
    day.pred_opt().unwrap_or(day)
}
