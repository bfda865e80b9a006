//! What is on record: undertakings, what joins and divides them, awards. Found anew from all past statements each time.

use std::collections::BTreeSet;

use super::awards::{self, Award};
use super::group::{Body, Holding, Link, Merger};
use super::steps::{self, Does, Step};
use super::{Model, Past};
use crate::ops::{Act, Day, History, Op};

/// An undertaking, whatever its handles: the number of one of them.
pub type Undertaking = usize;

/// What a handle is that nobody ever named.
const NOBODY: Undertaking = 63;

/// All of it.
#[derive(Debug, Clone, Default)]
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
    /// Votes.
    pub holdings: Vec<Holding>,
    /// Natural persons.
    pub persons: BTreeSet<Undertaking>,
    /// Steps, in the order in which they act.
    pub steps: Vec<Step>,
    /// Awards as recorded, freed ones too.
    pub awards: Vec<Award>,
    /// The same, with what they lack taken from those matched with them.
    pub filled: Vec<Award>,
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
        let awards = awards::all(&self.past);
        let mut record = Record { filled: awards::filled(&awards), awards, ..Record::default() };
        record.name(&self.past, named);
        for past in &standing {
            if let Op::Register { who, identifiers: others, .. } | Op::Identify { who, same_as: others } =
                &past.op
            {
                others.iter().for_each(|other| record.join(who, other));
                if matches!(past.op, Op::Register { .. }) {
                    record.registered.insert(who);
                }
            }
        }
        let persons = record.handles.iter().filter(|(handle, _)| handle.starts_with("PRS:"));
        record.persons = persons.map(|(_, whose)| *whose).collect();
        for past in &standing {
            record.join_and_part(past);
        }
        let steps = standing.iter().filter_map(|past| record.step(past, &standing)).collect();
        record.steps = steps::in_order(steps);
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

    /// The least of an undertaking's handles as text (H9).
    pub fn least_handle(&self, who: Undertaking) -> &'static str {
        let own = self.handles.iter().filter(|(_, whose)| *whose == who);
        own.map(|(handle, _)| *handle).min().unwrap_or_default()
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

    /// The sighting in effect with this number, with what it lacks taken from the others.
    pub fn sighting(&self, number: u32) -> Option<&Award> {
        self.filled.iter().find(|award| award.number == number && !award.freed)
    }

    /// The award in effect with this number, as recorded.
    pub fn award(&self, number: u32) -> Option<&Award> {
        self.awards.iter().find(|award| award.number == number && !award.freed)
    }

    /// Links, ends, mergers and bodies, in the order of their positions.
    fn join_and_part(&mut self, past: &Past) {
        match &past.op {
            Op::Control { controller, controlled, from, level, kind, .. } => self.links.push(Link {
                majority: *kind == "voting-majority",
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
            Op::Holding { holder, held, kind, from, votes_e6 } => {
                let (holder, held) = (self.by(holder), self.by(held));
                self.bodies.push(Body { holder, kind, from: *from });
                self.holdings.push(Holding { holder, held, from: *from, votes_e6: *votes_e6 });
            }
            Op::Register { who, person: true, .. } => {
                self.persons.insert(self.by(who));
            }
            _ => {}
        }
    }

    /// Steps that hold, but exits that were overtaken by an earlier end (H2, H9).
    fn step(&self, past: &Past, standing: &[&Past]) -> Option<Step> {
        let (day, does) = match &past.op {
            Op::Merge { surviving, absorbed, on } => {
                let absorbed = absorbed.iter().map(|who| self.by(who)).collect();
                (*on, Does::Merges { surviving: self.by(surviving), absorbed })
            }
            Op::Split { who, on, successors } => {
                let attributed = standing.iter().filter_map(|past| match &past.op {
                    Op::Attribute { award, split, parts, .. } => {
                        let whose = parts.iter().map(|(who, _)| self.by(who));
                        Some((*award, split.clone(), whose.zip(past.parts.iter().copied()).collect()))
                    }
                    _ => None,
                });
                let attributed = attributed.filter(|(_, split, _)| *split == past.id);
                let does = Does::Splits {
                    who: self.by(who),
                    id: past.id.clone(),
                    successors: successors.iter().map(|(who, equity, _)| (self.by(who), *equity)).collect(),
                    divides: divides(successors),
                    attributed: attributed.map(|(award, _, parts)| (award, parts)).collect(),
                };
                (*on, does)
            }
            Op::EndControl { controller, controlled, on, history: Some(History::Attributed(parts)) } => {
                let settled = self.links.iter().enumerate();
                let settled = settled.filter(|(_, link)| link.settled_by == Some(past.position));
                let ends: Vec<usize> = settled.map(|(number, _)| number).collect();
                if ends.is_empty() {
                    return None;
                }
                let parts = parts.iter().zip(&past.parts);
                let parts = parts.map(|((award, who, _), part)| (*award, self.by(who), *part)).collect();
                let pair = (self.by(controller), self.by(controlled));
                (*on, Does::Exits { ends, pair, parts, stays: past.stays.clone() })
            }
            _ => return None,
        };
        Some(Step { day, position: past.position, does })
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

/// Whether the equity of successors divides anything (G13).
pub(super) fn divides(successors: &[(&'static str, i128, &'static str)]) -> bool {
    let first = successors.first().map(|(_, _, currency)| *currency);
    successors.iter().all(|(_, equity, currency)| *equity >= 0 && Some(*currency) == first)
        && successors.iter().any(|(_, equity, _)| *equity > 0)
}

/// The day before.
pub(super) fn eve(day: Day) -> Day {
    day.pred_opt().unwrap_or(day)
}
