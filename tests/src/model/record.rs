//! What is on record: undertakings and awards, found anew from all past statements each time.

use std::collections::BTreeSet;

use super::{Gge, Model, Past};
use crate::ops::{Aid, Day, Op};

/// How an award came to be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// Admitted here first.
    Admitted,
    /// Conferred elsewhere.
    Conferred,
    /// Reported.
    Reported,
}

/// An award as it stands.
#[derive(Debug, Clone)]
pub struct Award {
    /// Its number.
    pub number: u32,
    /// Position that brought it.
    pub position: u64,
    /// Beneficiary as stated.
    pub who: &'static str,
    /// Granting State.
    pub state: &'static str,
    /// Legal basis.
    pub regime: &'static str,
    /// Granting date, or the first possible one.
    pub on: Day,
    /// The last possible one, where it is open.
    pub until: Option<Day>,
    /// Recorded figure.
    pub gge: Option<Gge>,
    /// How it came to be known.
    pub right: Right,
    /// Whether it counts nowhere and blocks.
    pub uncounted: bool,
    /// Whether its verdict says that it is over a ceiling.
    pub over: bool,
    /// The aid as stated.
    pub aid: Aid,
    /// From when on it counts at most how much.
    pub reductions: Vec<(Day, i128)>,
}

impl Award {
    /// What it counts in a window that ends on `end`, low and high.
    pub fn counts(&self, end: Day) -> Option<(i128, i128)> {
        let (mut low, high) = self.gge?;
        let mut high = high?;
        if self.uncounted {
            return None;
        }
        for (on, most) in &self.reductions {
            if *on <= end {
                low = low.min(*most);
                high = high.min(*most);
            }
        }
        Some((low, high))
    }

    /// Whether the day or any of the possible days lies in a window.
    pub fn may_lie_in(&self, from: Day, to: Day) -> bool {
        self.on <= to && from <= self.until.unwrap_or(self.on)
    }
}

impl Model {
    /// Statements about undertakings that hold: not taken back.
    fn standing(&self) -> Vec<&Past> {
        let mut standing = Vec::new();
        for past in &self.past {
            let taken_back =
                self.past.iter().any(|other| matches!(&other.op, Op::Retract { id } if *id == past.id));
            let about = matches!(past.op, Op::Register { .. } | Op::Identify { .. });
            if about && !taken_back {
                standing.push(past);
            }
        }
        standing
    }

    /// Whether a statement stands that can be taken back.
    pub(super) fn can_retract(&self, id: &str) -> bool {
        self.standing().iter().any(|past| past.id == id)
    }

    /// Every name of the undertaking that has this name.
    pub(super) fn names(&self, who: &'static str) -> BTreeSet<&'static str> {
        let mut names = BTreeSet::from([who]);
        let standing = self.standing();
        loop {
            let before = names.len();
            for past in &standing {
                let (own, others) = match &past.op {
                    Op::Register { who, identifiers } => (who, identifiers),
                    Op::Identify { who, same_as } => (who, same_as),
                    _ => continue,
                };
                let all: Vec<&'static str> = others.iter().copied().chain([*own]).collect();
                if all.iter().any(|name| names.contains(name)) {
                    names.extend(all);
                }
            }
            if names.len() == before {
                return names;
            }
        }
    }

    /// Those of its names under which it is registered.
    pub(super) fn registered(&self, who: &'static str) -> Vec<&'static str> {
        let names = self.names(who);
        let mut registered: Vec<&'static str> = Vec::new();
        for past in self.standing() {
            if let Op::Register { who, .. } = &past.op
                && names.contains(who)
                && !registered.contains(who)
            {
                registered.push(who);
            }
        }
        registered.sort_unstable();
        registered
    }

    /// Every award on record.
    pub fn awards(&self) -> Vec<Award> {
        let mut awards: Vec<Award> = Vec::new();
        for past in &self.past {
            match &past.op {
                Op::Grant(grant) => awards.push(Award {
                    number: grant.award,
                    position: past.position,
                    who: grant.who,
                    state: grant.state,
                    regime: grant.regime,
                    on: grant.on,
                    until: None,
                    gge: past.gge,
                    right: if grant.conferred { Right::Conferred } else { Right::Admitted },
                    uncounted: past.uncounted,
                    over: past.over,
                    aid: grant.aid.clone(),
                    reductions: Vec::new(),
                }),
                Op::Report(report) => awards.push(Award {
                    number: report.award,
                    position: past.position,
                    who: report.who,
                    state: report.state,
                    regime: report.regime,
                    on: report.on,
                    until: report.until,
                    gge: past.gge,
                    right: Right::Reported,
                    uncounted: past.uncounted,
                    over: past.over,
                    aid: report.aid.clone(),
                    reductions: Vec::new(),
                }),
                Op::Reduce { award, on, .. } | Op::Withdraw { award, on, .. } => {
                    if let Some((_, Some(most))) = past.gge {
                        for old in awards.iter_mut().filter(|old| old.number == *award) {
                            old.reductions.push((*on, most));
                        }
                    }
                }
                Op::Correct { award, set } => {
                    for old in awards.iter_mut().filter(|old| old.number == *award) {
                        if let Some(on) = set.on {
                            (old.on, old.until) = (on, None);
                        }
                        old.regime = set.regime.unwrap_or(old.regime);
                        old.aid = set.aid.clone().unwrap_or_else(|| old.aid.clone());
                        old.gge = past.gge;
                        old.uncounted = past.uncounted;
                        old.over = past.over;
                    }
                }
                _ => {}
            }
        }
        awards
    }

    pub(super) fn award(&self, number: u32) -> Option<Award> {
        self.awards().into_iter().find(|award| award.number == number)
    }

    pub(super) fn holidays(&self, state: &str) -> Vec<Day> {
        let mut days = Vec::new();
        for past in &self.past {
            if let Op::Holidays(rows) = &past.op {
                days.extend(
                    rows.iter().filter(|(of, _)| of.is_none_or(|of| of == state)).map(|(_, date)| *date),
                );
            }
        }
        days
    }
}
