//! Figures of a period with those of linked enterprises and partners added (M1 to M6, A1 to A5; Art. 6).

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Months, NaiveDate};
use num_rational::BigRational;
use serde::Serialize;

use super::facts::{Accounts, Enterprise, Facts, MONTHS_OF_YEAR, Name};
use super::figures::Figures;
use super::law::Law;
use super::structure::Structure;
use crate::value::whole;

/// As what an enterprise is in a sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The enterprise asked for.
    Itself,
    /// A linked enterprise.
    Linked,
    /// A partner, or linked to one.
    Partner,
    /// Inside the accounts of another.
    Consolidated,
}

/// One enterprise in a sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Who.
    pub name: Name,
    /// As what.
    pub role: Role,
    /// At which percentage.
    pub percent: BigRational,
    /// The year of its accounts; `None` where there are none, or they are inside another's.
    pub year: Option<i32>,
    /// Its own figures on an annual basis, before the percentage; none where they are missing.
    pub own: Option<Figures>,
}

/// The sum of a period, line by line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sum {
    pub figures: Figures,
    pub lines: Vec<Line>,
}

/// A period of the enterprise asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Period<'a> {
    /// Its accounts; `None` where it has none.
    pub accounts: Option<&'a Accounts>,
    /// Its last day, or the day asked for if that is earlier.
    pub closed_on: NaiveDate,
    /// Whether it is the latest.
    pub is_latest: bool,
}

/// What a period takes from another enterprise.
#[derive(Debug, Clone, Copy)]
enum Taken<'a> {
    Accounts(&'a Accounts),
    /// It was not there yet.
    NotThere,
    Missing,
}

fn years_before(day: NaiveDate, years: u32) -> NaiveDate {
    day.checked_sub_months(Months::new(years.saturating_mul(MONTHS_OF_YEAR))).unwrap_or(NaiveDate::MIN)
}

/// M3 and M5 of the enterprise asked for, M7 and M8 around them: its periods, oldest first. `None` is one that is not on
/// record. Empty: it has no accounts.
pub(super) fn periods<'a>(facts: &'a Facts, law: &Law) -> Vec<Option<Period<'a>>> {
    let Some(own) = facts.enterprises.get(&facts.undertaking) else { return Vec::new() };
    let mut found: Vec<Option<Period<'a>>> = Vec::new();
    let mut before: Option<i32> = None;
    let accounts: Vec<&Accounts> =
        own.accounts.values().filter(|accounts| accounts.are_approved(facts.on)).collect();
    for (at, one) in (1..).zip(&accounts) {
        if let Some(before) = before {
            // Whether one year is missing or many: two may change a status.
            let between = one.year.saturating_sub(before).saturating_sub(1).clamp(0, 2);
            found.extend((0..between).map(|_| None));
        }
        before = Some(one.year);
        let is_latest = at == accounts.len();
        found.push(Some(Period { accounts: Some(one), closed_on: one.closed_on, is_latest }));
    }
    match found.last().copied().flatten() {
        None => {
            let estimate = estimate(facts, own, law);
            let closed_on = |accounts: &Accounts| accounts.closed_on.min(facts.on);
            found.extend(estimate.map(|accounts| {
                Some(Period { accounts: Some(accounts), closed_on: closed_on(accounts), is_latest: true })
            }));
        }
        Some(latest) if latest.closed_on <= years_before(facts.on, law.latest_within_years) => {
            found.extend([None, None]);
        }
        Some(_) => {}
    }
    found
}

/// M5: the estimate of a newly-established enterprise without approved accounts (Art. 4(3)).
fn estimate<'a>(facts: &Facts, one: &'a Enterprise, law: &Law) -> Option<&'a Accounts> {
    let founded = one.established_on?.year();
    if one.accounts.values().any(|accounts| accounts.are_approved(facts.on)) {
        return None;
    }
    let last = founded.saturating_add(i32::try_from(law.estimate_years).unwrap_or(i32::MAX));
    let last = last.min(facts.on.year());
    (founded <= last).then(|| one.accounts.range(founded..=last).next_back().map(|(_, accounts)| accounts))?
}

/// M4: what a period takes from another enterprise.
fn taken<'a>(facts: &'a Facts, name: &Name, period: &Period<'a>, law: &Law) -> Taken<'a> {
    let Some(one) = facts.enterprises.get(name) else { return Taken::Missing };
    let approved = one.accounts.values().filter(|accounts| accounts.are_approved(facts.on));
    let (found, there_by) = if period.is_latest {
        let newest = approved.max_by_key(|accounts| (accounts.closed_on, accounts.year));
        let found = newest.or_else(|| estimate(facts, one, law));
        let since = years_before(period.closed_on, law.latest_within_years);
        (found.filter(|accounts| accounts.closed_on > since), facts.on)
    } else {
        let since = years_before(period.closed_on, 1);
        let fit = approved.filter(|one| since < one.closed_on && one.closed_on <= period.closed_on);
        (fit.max_by_key(|accounts| (accounts.closed_on, accounts.year)), period.closed_on)
    };
    match found {
        Some(accounts) => Taken::Accounts(accounts),
        None if one.established_on.is_some_and(|founded| founded > there_by) => Taken::NotThere,
        None => Taken::Missing,
    }
}

/// What is added up, and in which lines.
struct Adding<'a> {
    taken: BTreeMap<Name, Taken<'a>>,
    figures: Figures,
    lines: Vec<Line>,
}

impl Adding<'_> {
    /// A4: those of some enterprises whose data the accounts of another of them hold, unless it is the other way round, too.
    fn inside(&self, among: &BTreeSet<Name>) -> BTreeSet<Name> {
        let below = |name: &Name| -> BTreeSet<&Name> {
            match self.taken.get(name) {
                Some(Taken::Accounts(accounts)) => {
                    accounts.consolidates.iter().filter_map(|one| among.get(one)).collect()
                }
                Some(Taken::NotThere | Taken::Missing) | None => BTreeSet::new(),
            }
        };
        let mut closure: BTreeMap<&Name, BTreeSet<&Name>> = BTreeMap::new();
        for name in among {
            let mut seen: BTreeSet<&Name> = BTreeSet::new();
            let mut open = vec![name];
            while let Some(next) = open.pop() {
                open.extend(below(next).into_iter().filter(|one| *one != next && seen.insert(one)));
            }
            closure.insert(name, seen);
        }
        let holds = |one: &Name, other: &Name| closure.get(one).is_some_and(|inside| inside.contains(other));
        let is_inside = |name: &&Name| {
            among.iter().any(|other| other != *name && holds(other, name) && !holds(name, other))
        };
        among.iter().filter(is_inside).cloned().collect()
    }

    fn add(&mut self, name: &Name, role: Role, percent: &BigRational, inside: &BTreeSet<Name>) {
        let line = |role, year, own| Line { name: name.clone(), role, percent: percent.clone(), year, own };
        if inside.contains(name) {
            self.lines.push(line(Role::Consolidated, None, None));
            return;
        }
        match self.taken.get(name) {
            Some(Taken::Accounts(accounts)) => {
                let (turnover, balance) = (accounts.annual_turnover(), accounts.balance.clone());
                let is_complete = turnover.is_some() && balance.is_some();
                let own = Figures {
                    heads: accounts.heads.clone(),
                    turnover: turnover.unwrap_or_else(|| whole(0)),
                    balance: balance.unwrap_or_else(|| whole(0)),
                    is_complete,
                };
                let share = |figure: &BigRational| figure * percent / whole(100);
                self.figures.heads += share(&own.heads);
                self.figures.turnover += share(&own.turnover);
                self.figures.balance += share(&own.balance);
                self.figures.is_complete &= is_complete;
                self.lines.push(line(role, Some(accounts.year), Some(own)));
            }
            Some(Taken::NotThere) => {}
            Some(Taken::Missing) | None => {
                self.figures.is_complete = false;
                self.lines.push(line(role, None, None));
            }
        }
    }
}

impl Structure<'_> {
    /// A1 to A5: the sum of a period in this structure.
    pub(super) fn sum<'a>(&'a self, period: &Period<'a>, law: &Law) -> Sum {
        let asked = &self.facts.undertaking;
        let own = self.linked_to(asked);
        let partners = self.partners(law);
        let partners: Vec<(BTreeSet<Name>, &BigRational)> =
            partners.iter().map(|(group, percent)| (self.members(group), percent)).collect();
        let others = partners.iter().flat_map(|(members, _)| members).chain(&own);
        let taken = others.map(|name| {
            let taken = match period.accounts {
                Some(accounts) if name == asked => Taken::Accounts(accounts),
                None if name == asked => Taken::Missing,
                _ => taken(self.facts, name, period, law),
            };
            (name.clone(), taken)
        });
        let mut adding = Adding { taken: taken.collect(), figures: Figures::nothing(), lines: Vec::new() };
        let inside = adding.inside(&own);
        for name in &own {
            let role = if name == asked { Role::Itself } else { Role::Linked };
            adding.add(name, role, &whole(100), &inside);
        }
        for (members, percent) in &partners {
            let inside = adding.inside(&members.union(&own).cloned().collect());
            for name in members {
                adding.add(name, Role::Partner, percent, &inside);
            }
        }
        Sum { figures: adding.figures, lines: adding.lines }
    }
}
