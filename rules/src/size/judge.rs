//! The test as a whole (D5, D6, K1, M9).

use std::collections::{BTreeMap, BTreeSet};

use super::answer::{Answer, Missing, PeriodLine};
use super::facts::{Facts, Name};
use super::figures::Figures;
use super::law::{Class, Law};
use super::partner::PublicHands;
use super::status::classes;
use super::structure::{Structure, Unknown};
use super::sum::{Period, Role, Sum, periods};

/// The class of an enterprise on a day, with the sum that says so.
#[must_use]
pub fn judge(facts: &Facts, law: &Law) -> Answer {
    let now: BTreeMap<Unknown, Structure<'_>> =
        Unknown::BOTH.into_iter().map(|unknown| (unknown, Structure::on(facts, facts.on, unknown))).collect();
    let hands: Vec<PublicHands> = now.values().map(|structure| structure.public_hands(law)).collect();
    let periods = periods(facts, law);
    let found = if periods.is_empty() {
        without_accounts(facts, law, &now)
    } else {
        with_accounts(facts, law, &now, &periods)
    };
    let more_than_whole =
        now.get(&Unknown::More).map(|structure| structure.more_than_whole(law)).unwrap_or_default();
    let possible: BTreeSet<Class> = found
        .of_the_day
        .iter()
        .flat_map(|day| found.at_closing.iter().map(move |closing| choose(law, *day, *closing)))
        .collect();
    let (best, worst) = (possible.first().copied(), possible.last().copied());
    let class = best.filter(|_| best == worst && more_than_whole.is_empty());
    let own = facts.enterprises.get(&facts.undertaking);
    let stated = own.and_then(super::facts::Enterprise::stated_class);
    let missing = missing(facts, &now, &found, periods.is_empty());
    let [less, more] = found.shown;
    let is_complete = less.figures.is_complete && more.figures.is_complete && {
        let (less, more) = (&less.figures, &more.figures);
        (&less.heads, &less.turnover, &less.balance) == (&more.heads, &more.turnover, &more.balance)
    };
    Answer {
        undertaking: facts.undertaking.clone(),
        on: facts.on,
        class,
        best: best.unwrap_or(Class::Micro),
        worst: worst.unwrap_or(Class::Large),
        of_the_day: found.of_the_day,
        at_closing: found.at_closing,
        public_parts: hands.first().map(|hands| (hands.parts.capital.clone(), hands.parts.votes.clone())),
        barred: hands.first().is_some_and(|hands| hands.bars),
        perhaps_barred: hands.last().is_some_and(|hands| hands.bars),
        more_than_whole,
        stated,
        declared: periods.is_empty() && stated.is_some(),
        contradicted: !periods.is_empty() && class.is_some() && stated.is_some() && class != stated,
        figures: less.figures,
        is_complete,
        periods: found.periods,
        lines: less.lines,
        missing,
    }
}

/// What the structures and periods come to.
struct Found {
    /// By the structure of the day asked for.
    of_the_day: BTreeSet<Class>,
    /// By that of each period's last day.
    at_closing: BTreeSet<Class>,
    /// The sums of the latest period, less and more.
    shown: [Sum; 2],
    periods: Vec<PeriodLine>,
}

fn with_accounts(
    facts: &Facts,
    law: &Law,
    now: &BTreeMap<Unknown, Structure<'_>>,
    periods: &[Option<Period<'_>>],
) -> Found {
    let (mut of_the_day, mut at_closing) = (BTreeSet::new(), BTreeSet::new());
    let (mut shown, mut lines) = (Vec::new(), Vec::new());
    for (unknown, structure) in now {
        let today: Vec<Option<Sum>> =
            periods.iter().map(|period| period.map(|period| structure.sum(&period, law))).collect();
        let then: Vec<Option<Sum>> = periods
            .iter()
            .map(|period| {
                period.map(|period| Structure::on(facts, period.closed_on, *unknown).sum(&period, law))
            })
            .collect();
        let figures = |sums: &[Option<Sum>]| {
            let sums: Vec<_> = sums.iter().map(|sum| sum.as_ref().map(|sum| &sum.figures)).collect();
            classes(law, &sums)
        };
        if structure.public_hands(law).bars {
            of_the_day.insert(Class::Large);
            at_closing.insert(Class::Large);
        } else {
            of_the_day.extend(figures(&today));
            at_closing.extend(figures(&then));
        }
        if *unknown == Unknown::Less {
            lines = periods
                .iter()
                .zip(&today)
                .zip(&then)
                .map(|((period, today), then)| PeriodLine {
                    year: period.and_then(|period| period.accounts).map(|accounts| accounts.year),
                    closed_on: period.map(|period| period.closed_on),
                    is_estimate: period
                        .and_then(|period| period.accounts)
                        .is_some_and(|one| !one.are_approved(facts.on)),
                    of_the_day: today.as_ref().map(|sum| sum.figures.clone()),
                    at_closing: then.as_ref().map(|sum| sum.figures.clone()),
                    within: today.as_ref().map(|sum| {
                        Class::SMES.iter().map(|class| law.within(*class, &sum.figures)).collect()
                    }),
                })
                .collect();
        }
        let latest =
            periods.iter().zip(today).filter(|(period, _)| period.is_some_and(|period| period.is_latest));
        shown.extend(latest.filter_map(|(_, sum)| sum));
    }
    Found { of_the_day, at_closing, shown: pair(shown), periods: lines }
}

/// M9: without accounts a stated size is relied on as long as nothing on record is against it (Art. 3(5)).
fn without_accounts(facts: &Facts, law: &Law, now: &BTreeMap<Unknown, Structure<'_>>) -> Found {
    let period = Period { accounts: None, closed_on: facts.on, is_latest: true };
    let shown: Vec<Sum> = now.values().map(|structure| structure.sum(&period, law)).collect();
    let stated = facts.enterprises.get(&facts.undertaking).and_then(super::facts::Enterprise::stated_class);
    let mut possible = BTreeSet::new();
    for (structure, sum) in now.values().zip(&shown) {
        match stated {
            _ if structure.public_hands(law).bars => {
                possible.insert(Class::Large);
            }
            None => possible.extend(classes(law, &[Some(&sum.figures)])),
            Some(stated) => {
                possible.insert(stated);
                let known = shown.first().map(|less| law.within(stated, &less.figures).both());
                if stated != Class::Large && known == Some(Some(false)) {
                    possible.extend(Class::ALL.iter().copied().filter(|class| *class > stated));
                }
            }
        }
    }
    Found { of_the_day: possible.clone(), at_closing: possible, shown: pair(shown), periods: Vec::new() }
}

/// The sums with less and with more; there is one of each.
fn pair(sums: Vec<Sum>) -> [Sum; 2] {
    let nothing = || Sum { figures: Figures::nothing(), lines: Vec::new() };
    let mut sums = sums.into_iter();
    std::array::from_fn(|_| sums.next().unwrap_or_else(nothing))
}

/// D6: the reading by the structure of the day, and that by the structure of each period's last day.
fn choose(law: &Law, day: Class, closing: Class) -> Class {
    let (smaller, larger) = (day.min(closing), day.max(closing));
    let takes_smaller = if closing < day {
        law.readings.status_kept_on_acquisition
    } else {
        law.readings.status_gained_at_once_on_sale
    };
    if takes_smaller { smaller } else { larger }
}

fn missing(
    facts: &Facts,
    now: &BTreeMap<Unknown, Structure<'_>>,
    found: &Found,
    without_accounts: bool,
) -> Vec<Missing> {
    let mut missing: BTreeSet<Missing> = BTreeSet::new();
    let mut nameless: BTreeSet<Name> = BTreeSet::new();
    for sum in &found.shown {
        for line in &sum.lines {
            let name = line.name.clone();
            match (line.role, &line.own) {
                (Role::Consolidated, _) => {}
                (Role::Itself, None) => {
                    missing.insert(Missing::OwnAccounts);
                }
                (Role::Linked | Role::Partner, None) => {
                    nameless.insert(name);
                }
                (Role::Itself | Role::Linked | Role::Partner, Some(own)) => {
                    if !own.is_complete {
                        missing.insert(Missing::ExchangeRate(name));
                    }
                }
            }
        }
    }
    missing.extend(nameless.into_iter().map(Missing::Accounts));
    for period in found.periods.iter() {
        match (&period.of_the_day, &period.at_closing) {
            (None, _) => {
                missing.insert(Missing::OwnPeriod);
            }
            (Some(day), Some(closing)) if !day.is_complete || !closing.is_complete => {
                missing.extend(period.year.map(Missing::Period));
            }
            (Some(_), _) => {}
        }
    }
    if without_accounts && found.of_the_day.len() > 1 {
        missing.insert(Missing::OwnAccounts);
    }
    for structure in now.values() {
        let own = structure.linked_to(&facts.undertaking);
        let near = |name: &Name| own.contains(name);
        let markets = structure.unstated_markets.iter().filter(|(one, other)| near(one) || near(other));
        missing.extend(markets.map(|(one, other)| Missing::Market(one.clone(), other.clone())));
        let (authorities, angels) = structure.unstated_investors();
        missing.extend(authorities.into_iter().map(Missing::LocalAuthority));
        missing.extend(angels.into_iter().map(Missing::Invested));
    }
    missing.into_iter().collect()
}
