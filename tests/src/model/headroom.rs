//! The answer to "how much is left".

use std::collections::BTreeSet;

use super::awards::{Award, Right};
use super::dates::{release, start};
use super::group::{View, alone, everything};
use super::law::{Ceiling, ceiling, half_open};
use super::record::{Record, Undertaking, eve};
use super::window::{Reading, Test};
use super::{Gge, Model};
use crate::ops::{Day, PARTY, award_id};

/// An award in the window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Full id.
    pub award: String,
    /// Its position.
    pub position: u64,
    /// Granting date.
    pub granted_on: Day,
    /// What it counts.
    pub counted: Gge,
    /// How it stands.
    pub standing: String,
}

/// What is left, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Headroom {
    /// Registered names of the group.
    pub group: Vec<String>,
    /// The ceiling.
    pub ceiling: i128,
    /// Sum in the window that binds: the fullest, the earliest of equals.
    pub used: i128,
    /// Its first and last day.
    pub window: (Day, Day),
    /// Sum in the window that ends on the day.
    pub own: i128,
    /// The most that fits.
    pub remaining: i128,
    /// By how much it is exceeded.
    pub excess: i128,
    /// Whether less may be left.
    pub upper_bound: bool,
    /// Awards of that window.
    pub awards: Vec<Line>,
    /// Day, what frees, what is left then; nothing can be granted where no ceiling is known.
    pub releases: Vec<(Day, i128, Option<i128>)>,
    /// Regime, awards not counted, awards of unknown regime.
    pub coverage: Vec<(String, u64, u64)>,
}

fn standing(award: &Award, on: Day) -> &'static str {
    let reduced = award.reductions.iter().any(|(from, _)| *from <= on);
    match award.right {
        _ if award.uncounted => "uncounted",
        _ if reduced => "reduced",
        _ if award.over => "over-ceiling",
        Right::Admitted => "admitted",
        Right::Conferred | Right::Reported => "recorded",
    }
}

/// Whose headroom, of which State, for the ceiling of which regime.
struct Pot<'a> {
    record: &'a Record,
    who: Undertaking,
    state: &'static str,
    regime: &'a str,
    view: View,
}

impl Pot<'_> {
    fn reading(&self, ceiling: &Ceiling, on: Day) -> Reading {
        let test = Test { who: self.who, state: self.state, on, without: None };
        self.record.reading(&test, self.view, ceiling, half_open(self.state), false)
    }

    fn left(&self, ceiling: &Ceiling, on: Day) -> (i128, bool) {
        let reading = self.reading(ceiling, on);
        (reading.left(), reading.uncounted())
    }

    /// Whether an award whose source names no regime lies in a window that holds the day, if such awards counted.
    fn beside_unknown(&self, ceiling: &Ceiling, on: Day) -> bool {
        let open = half_open(self.state);
        let of_state = |award: &&Award| award.state == Some(self.state);
        let unknown = |award: &Award| award.regime == "unknown";
        let all = self.record.countable(on, None);
        let all: Vec<&Award> = all
            .into_iter()
            .filter(|award| of_state(award) && (unknown(award) || ceiling.counted.contains(&award.regime)))
            .collect();
        let later = |award: &&&Award| {
            let ends = award.on > on && start(award.on, open) <= on && award.counts(award.on).is_some();
            let group = self.record.group(self.who, award.on, self.view);
            ends && self.record.shares(group, award.on, self.view, award)
        };
        let ends: BTreeSet<Day> = all.iter().filter(later).map(|award| award.on).chain([on]).collect();
        ends.into_iter().any(|to| {
            let (from, group) = (start(to, open), self.record.group(self.who, to, self.view));
            all.iter().filter(|award| unknown(award)).any(|award| {
                let held = self.record.holds(group, to, self.view, award).map_or(0, |(_, high)| high);
                let lies = from <= award.on && award.on <= to;
                (lies && held > 0)
                    || (award.uncounted && self.record.may_block(group, from, to, self.view, award))
            })
        })
    }

    /// Whether another handle on record has the undertaking's number: a grant would wait (U7).
    fn has_namesake(&self) -> bool {
        let received = self.record.awards.iter().filter(|award| !award.freed).map(|award| award.who);
        self.record.has_namesake(self.who, &received.collect())
    }

    /// What leaves the windows after a day.
    fn releases(&self, on: Day, counted: &[&str]) -> Vec<(Day, i128, Option<i128>)> {
        let open = half_open(self.state);
        // Of the awards in which the group of the day asked for has a share.
        let now = self.record.group(self.who, on, self.view);
        let of = |award: &&Award| {
            award.state == Some(self.state)
                && counted.contains(&award.regime)
                && self.record.shares(now, on, self.view, award)
        };
        let awards: Vec<&Award> = self.record.awards.iter().filter(of).collect();
        // An award leaves with the window that holds it, an open one on the day after its last if that comes first.
        let leaves = |award: &Award| match award.open.and_then(|last| last.succ_opt()) {
            Some(ends) => ends.min(release(award.on, open)),
            None => release(award.on, open),
        };
        let days: BTreeSet<Day> = awards.iter().map(|award| leaves(award)).filter(|day| *day > on).collect();
        let mut releases = Vec::new();
        for day in days {
            // What the group of the day before held that day is what goes.
            let group = self.record.group(self.who, eve(day), self.view);
            let mut amount = 0;
            for award in self.record.countable(eve(day), None) {
                if of(&award) && leaves(award) == day {
                    amount +=
                        self.record.holds(group, eve(day), self.view, award).map_or(0, |(_, high)| high);
                }
            }
            if amount > 0 {
                let left = ceiling(self.regime, day).map(|limit| self.left(&limit, day).0.max(0));
                releases.push((day, amount, left));
            }
        }
        releases
    }
}

impl Model {
    /// What may still be granted; `None` for an unknown undertaking, or where no ceiling applies.
    pub fn headroom(
        &self,
        who: &'static str,
        state: &'static str,
        regime: &str,
        on: Day,
    ) -> Option<Headroom> {
        let record = self.record(&[who]);
        let limit = ceiling(regime, on).filter(|_| record.knows(who))?;
        let who = record.by(who);
        let view = everything(limit.rule);
        let group = record.group(who, on, view);
        let pot = Pot { record: &record, who, state, regime, view };
        let test = Test { who, state, on, without: None };
        let (left, uncounted) = pot.left(&limit, on);
        let window = pot.reading(&limit, on).tightest()?;
        let awards = record.countable(on, None);
        let last = record.group(who, window.to, view);
        let inside = |award: &&&Award| {
            award.state == Some(state)
                && limit.counted.contains(&award.regime)
                && record.may_block(last, window.from, window.to, view, award)
        };
        let line = |award: &&Award| Line {
            award: format!("{PARTY}/{}", award_id(award.number)),
            position: award.position,
            granted_on: award.on,
            counted: match record.holds(last, window.to, view, award) {
                Some((low, high)) => (low, Some(high)),
                None => award.gge.unwrap_or((0, None)),
            },
            standing: standing(award, window.to).to_owned(),
        };
        let mut lines: Vec<Line> = awards.iter().filter(inside).map(line).collect();
        lines.sort_by_key(|line| (line.granted_on, line.position));
        let mut all = record.countable(on, None);
        let ever = (Day::MIN, Day::MAX);
        all.retain(|award| award.state == Some(state) && record.may_be_held(group, ever, on, view, award));
        let count = |of: &dyn Fn(&Award) -> bool| {
            u64::try_from(all.iter().filter(|award| of(award)).count()).unwrap_or(0)
        };
        let unknown = count(&|award| award.regime == "unknown");
        let mut coverage = Vec::new();
        for regime in limit.counted.iter().chain(limit.unsettled) {
            coverage.push((
                (*regime).to_owned(),
                count(&|award| award.uncounted && award.regime == *regime),
                unknown,
            ));
        }
        let members = (0..64).filter(|member| group & alone(*member) != 0);
        let mut names: Vec<&str> = members.flat_map(|member| record.registered(member)).collect();
        names.sort_unstable();
        Some(Headroom {
            group: names.into_iter().map(str::to_owned).collect(),
            ceiling: limit.limit,
            used: window.high,
            window: (window.from, window.to),
            own: record.own_window(&test, view, &limit).0.high,
            remaining: left.max(0),
            excess: (-left).max(0),
            upper_bound: uncounted || pot.beside_unknown(&limit, on) || pot.has_namesake(),
            awards: lines,
            releases: pot.releases(on, limit.counted),
            coverage,
        })
    }
}
