//! The answer to "how much is left".

use std::collections::BTreeSet;

use super::dates::release;
use super::law::{Ceiling, ceiling, half_open};
use super::record::{Award, Right};
use super::window::Test;
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
    /// Registered names of the undertaking.
    pub group: Vec<String>,
    /// Sum in the window that ends on the day.
    pub used: i128,
    /// The most that fits.
    pub remaining: i128,
    /// By how much it is exceeded.
    pub excess: i128,
    /// Whether less may be left.
    pub upper_bound: bool,
    /// Awards of the window.
    pub awards: Vec<Line>,
    /// Day, what frees, what is left then.
    pub releases: Vec<(Day, i128, i128)>,
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

impl Model {
    fn left(
        &self,
        names: &BTreeSet<&'static str>,
        state: &'static str,
        ceiling: &Ceiling,
        on: Day,
    ) -> (i128, bool) {
        let test = Test { names: names.clone(), state, on, without: None };
        let reading = self.reading(&test, ceiling, half_open(state), false);
        (reading.left(), reading.uncounted())
    }

    /// What may still be granted; `None` for an unknown undertaking, or where no ceiling applies.
    pub fn headroom(
        &self,
        who: &'static str,
        state: &'static str,
        regime: &str,
        on: Day,
    ) -> Option<Headroom> {
        let group = self.registered(who);
        let limit = ceiling(regime, on).filter(|_| !group.is_empty())?;
        let names = self.names(who);
        let test = Test { names: names.clone(), state, on, without: None };
        let (window, awards) = self.own_window(&test, &limit);
        let (left, uncounted) = self.left(&names, state, &limit, on);
        let inside = |award: &&Award| award.may_lie_in(window.from, window.to);
        let mut lines: Vec<Line> = awards
            .iter()
            .filter(inside)
            .map(|award| Line {
                award: format!("{PARTY}/{}", award_id(award.number)),
                position: award.position,
                granted_on: award.on,
                counted: match award.counts(on) {
                    Some((low, high)) => (low, Some(high)),
                    None => award.gge.unwrap_or((0, None)),
                },
                standing: standing(award, on).to_owned(),
            })
            .collect();
        lines.sort_by_key(|line| (line.granted_on, line.position));
        let all: Vec<Award> = self
            .awards()
            .into_iter()
            .filter(|award| names.contains(award.who) && award.state == state)
            .collect();
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
        Some(Headroom {
            group: group.iter().map(|name| (*name).to_owned()).collect(),
            used: window.high,
            remaining: left.max(0),
            excess: (-left).max(0),
            upper_bound: uncounted,
            awards: lines,
            releases: self.releases(&names, state, regime, on, &awards),
            coverage,
        })
    }

    fn releases(
        &self,
        names: &BTreeSet<&'static str>,
        state: &'static str,
        regime: &str,
        on: Day,
        awards: &[Award],
    ) -> Vec<(Day, i128, i128)> {
        let open = half_open(state);
        let days: BTreeSet<Day> =
            awards.iter().map(|award| release(award.on, open)).filter(|day| *day > on).collect();
        let mut releases = Vec::new();
        for day in days {
            let mut amount = 0;
            for award in awards.iter().filter(|award| release(award.on, open) == day) {
                // What it counted the day before is what goes.
                let eve = day.pred_opt().unwrap_or(day);
                amount += award.counts(eve).map_or(0, |(_, high)| high);
            }
            if amount > 0 {
                let left = ceiling(regime, day).map_or(0, |limit| self.left(names, state, &limit, day).0);
                releases.push((day, amount, left.max(0)));
            }
        }
        releases
    }
}
