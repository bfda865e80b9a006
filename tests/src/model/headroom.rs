//! The answer to "how much is left".

use std::collections::BTreeSet;

use super::awards::{Award, Right};
use super::dates::release;
use super::group::{Group, View, alone, everything};
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

/// How an award stands on a day.
fn standing(record: &Record, award: &Award, on: Day) -> &'static str {
    let reduced = record.lessenings(award).iter().any(|less| less.day <= on);
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
    fn reading(&self, ceiling: &Ceiling, on: Day, view: View) -> Reading {
        let test = Test { who: self.who, state: self.state, on, without: None };
        self.record.reading(&test, view, ceiling.limit, half_open(self.state), &ceiling.counted())
    }

    fn left(&self, ceiling: &Ceiling, on: Day, view: View) -> (i128, bool) {
        let reading = self.reading(ceiling, on, view);
        (reading.left(), reading.uncounted())
    }

    /// Whether another handle on record has the undertaking's number: a grant would wait (U7).
    fn has_namesake(&self) -> bool {
        let received = self.record.awards.iter().filter(|award| !award.freed).map(|award| award.who);
        self.record.has_namesake(self.who, &received.collect())
    }

    /// An award leaves with the window that holds it, an open one on the day after its last if that comes first.
    fn leaves(&self, award: &Award) -> Day {
        let leaves = release(award.on, half_open(self.state));
        award.open.and_then(|last| last.succ_opt()).map_or(leaves, |ends| ends.min(leaves))
    }

    /// What leaves the windows after a day (A20).
    fn releases(&self, on: Day, counted: &[&str]) -> Vec<(Day, i128, Option<i128>)> {
        // Of the awards in which the group of the day asked for has a share.
        let now = self.record.group(self.who, on, self.view);
        let of = |award: &&Award| {
            award.there()
                && !award.uncounted
                && award.state == Some(self.state)
                && award.under(counted)
                && self.record.shares(now, on, self.view, award)
        };
        let awards: Vec<&Award> = self.record.filled.iter().filter(of).collect();
        let days: BTreeSet<Day> =
            awards.iter().map(|award| self.leaves(award)).filter(|day| *day > on).collect();
        let mut releases = Vec::new();
        for day in days {
            let amount = self.goes(&awards, day);
            if amount > 0 {
                // As a grant of that day would be judged: whose links count may be another question then.
                let left = ceiling(self.regime, day).map(|limit| {
                    let view = everything(limit.rule, self.state, day, Some(self.who));
                    self.left(&limit, day, view).0.max(0)
                });
                releases.push((day, amount, left));
            }
        }
        releases
    }

    /// By how much less counts on a day than the day before, by dates alone; what the group of that day before held.
    fn goes(&self, awards: &[&Award], day: Day) -> i128 {
        let group: Group = self.record.group(self.who, eve(day), self.view);
        let mut gone = 0;
        let classes: BTreeSet<Option<u32>> =
            awards.iter().map(|award| award.class.first().copied()).collect();
        for class in classes {
            let seen = || awards.iter().filter(|award| award.class.first().copied() == class);
            let held = |award: &&Award| {
                self.record.holds(group, eve(day), self.view, award).map_or(0, |(_, high)| high)
            };
            let on = |when: Day| {
                let there = seen().filter(|award| award.on <= when && when < self.leaves(award));
                there.map(held).max().unwrap_or(0)
            };
            gone += (on(eve(day)) - on(day)).max(0);
        }
        gone
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
        let view = everything(limit.rule, state, on, Some(who));
        let group = record.group(who, on, view);
        let pot = Pot { record: &record, who, state, regime, view };
        let test = Test { who, state, on, without: None };
        let (_, awards) = record.own_window(&test, view, &limit);
        let (left, uncounted) = pot.left(&limit, on, view);
        let window = pot.reading(&limit, on, view).tightest()?;
        let last = record.group(who, window.to, view);
        let (hidden, _) = pot.left(&limit, on, View { majorities: true, ..view });
        let tested = pot.reading(&limit, on, view).tested();
        let beside = tested.into_iter().any(|window| record.beside_unknown(&test, view, window));
        let causes = [
            (uncounted, "uncounted-award"),
            (beside, "unknown-regime"),
            (pot.has_namesake(), "one-number"),
            (hidden.max(0) < left.max(0), "link-not-declared"),
        ];
        let causes: Vec<_> = causes.into_iter().filter(|(is, _)| *is).map(|(_, cause)| cause).collect();
        let counting = record.counting(last, view, &awards, (window.from, window.to));
        let line = |award: &Award, counted| Line {
            award: format!("{PARTY}/{}", award_id(award.number)),
            position: award.position,
            granted_on: award.on,
            counted,
            standing: standing(&record, award, window.to).to_owned(),
        };
        let mut lines: Vec<Line> =
            counting.iter().map(|(award, (low, high))| line(award, (*low, Some(*high)))).collect();
        let inside = |award: &&&Award| {
            award.uncounted && record.may_be_held(last, (window.from, window.to), window.to, view, award)
        };
        let blocking = awards.iter().filter(inside);
        lines.extend(blocking.map(|award| line(award, award.gge.unwrap_or((0, None)))));
        // What the group has no share in is no line of its.
        let shared = |line: &Line| {
            let own = record
                .filled
                .iter()
                .find(|award| format!("{PARTY}/{}", award_id(award.number)) == line.award);
            own.is_some_and(|award| {
                record.may_be_held(last, (window.from, window.to), window.to, view, award)
            })
        };
        lines.retain(shared);
        lines.sort_by_key(|line| (line.granted_on, line.position));
        Some(Headroom {
            group: names(&record, group),
            ceiling: limit.limit,
            used: window.high,
            window: (window.from, window.to),
            own: record.own_window(&test, view, &limit).0.high,
            remaining: left.max(0),
            excess: (-left).max(0),
            upper_bound: !causes.is_empty(),
            awards: lines,
            releases: pot.releases(on, &limit.counted()),
            coverage: pot.coverage(&limit, group, on),
        })
    }
}

fn names(record: &Record, group: Group) -> Vec<String> {
    let members = (0..64).filter(|member| group & alone(*member) != 0);
    let mut names: Vec<&str> = members.flat_map(|member| record.registered(member)).collect();
    names.sort_unstable();
    names.into_iter().map(str::to_owned).collect()
}

impl Pot<'_> {
    /// Of each regime the uncounted awards of the group, and those of unknown regime.
    fn coverage(&self, limit: &Ceiling, group: Group, on: Day) -> Vec<(String, u64, u64)> {
        let ever = (Day::MIN, Day::MAX);
        let mut all = self.record.countable(on, None);
        all.retain(|award| {
            award.state == Some(self.state) && self.record.may_be_held(group, ever, on, self.view, award)
        });
        let count = |of: &dyn Fn(&Award) -> bool| {
            u64::try_from(all.iter().filter(|award| of(award)).count()).unwrap_or(0)
        };
        let unknown = count(&|award| award.regime == "unknown" && award.others.is_empty());
        let regimes = limit.regimes();
        let row = |regime: &&'static str| {
            let uncounted = count(&|award| award.uncounted && award.regime == *regime);
            ((*regime).to_owned(), uncounted, unknown)
        };
        regimes.iter().map(row).collect()
    }
}
