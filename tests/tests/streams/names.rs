//! Names for raw statements, so that they speak of what is there: reservations are confirmed, links ended, splits
//! attributed. The model is asked what is on record; one reference in some is left as it was drawn.

use std::collections::BTreeSet;

use aidledger_tests::model::{Known, Model};
use aidledger_tests::ops::{
    About, Act, Aid, Conditions, Day, Extra, Grant, History, Op, Report, Standing, Statement, Sum, Terms, eur,
};
use chrono::{Days, Months};

use super::d;

/// A statement as it was drawn.
pub struct Raw {
    /// What is stated.
    pub op: Op,
    /// How many days after the grant the ledger learned of it.
    pub delay: u64,
    /// Chooses among what is there.
    pub pick: u32,
}

/// What was stated so far.
#[derive(Default)]
struct Told {
    model: Model,
    awards: u32,
    reports: Vec<u32>,
    conditional: Vec<u32>,
    /// Awards that name a service.
    services: Vec<u32>,
    links: Vec<(&'static str, &'static str, Day)>,
    splits: Vec<(String, &'static str, Day, Vec<&'static str>)>,
    facts: Vec<String>,
    matched: Vec<(u32, u32)>,
    schemes: Vec<u32>,
    projects: Vec<u32>,
}

fn one_of<T: Clone>(all: &[T], pick: u32) -> Option<T> {
    let at = usize::try_from(pick).ok()?.checked_rem(all.len())?;
    all.get(at).cloned()
}

/// A share of a sum: all of it, a half, a third, a cent more.
fn share(cents: i128, pick: u32) -> i128 {
    match pick % 8 {
        0..=2 => cents,
        3 | 4 => cents / 2,
        5 | 6 => cents / 3,
        _ => cents + 1,
    }
}

fn high((_, _, _, gge, _): &Known) -> i128 {
    gge.and_then(|(_, high)| high).unwrap_or(0)
}

impl Told {
    fn new_award(&mut self, award: &mut u32) {
        if *award < 960 {
            *award = self.awards;
            self.awards += 1;
        } else {
            *award %= self.awards.max(1);
        }
    }

    /// Awards in effect that fit.
    fn known(&self, fits: impl Fn(&Known) -> bool) -> Vec<Known> {
        self.model.in_effect().into_iter().filter(|known| fits(known)).collect()
    }

    fn aim(&self, op: &mut Op, pick: u32, days: &[Day]) {
        let any = self.known(|_| true);
        let stray = pick.is_multiple_of(13);
        let is_met = matches!(op, Op::Met { .. });
        match op {
            Op::Confirm { award, on, .. } | Op::Met { award, on } if !stray => {
                let met = self.conditional.clone();
                let wants = is_met != pick.is_multiple_of(19);
                let wanted =
                    self.known(|(number, _, _, _, open)| open.is_some() && met.contains(number) == wants);
                if let Some((number, _, granted, _, Some(last))) = one_of(&wanted, pick / 13) {
                    *award = number;
                    *on = match pick / 7 % 6 {
                        0 | 1 => granted,
                        2 => granted + Days::new(1),
                        3 => last,
                        4 => last + Days::new(1),
                        _ => *on,
                    };
                }
            }
            Op::Release { award } | Op::Failed { award, .. } if !stray => {
                let open = self.known(|(_, _, _, _, open)| open.is_some());
                *award = one_of(&open, pick / 13).map_or(*award, |known| known.0);
            }
            Op::Restate { award, .. } if !stray => {
                *award = one_of(&self.reports, pick / 13).unwrap_or(*award)
            }
            Op::Waive { award, amount, .. } | Op::Expire { award, amount, .. } if !stray => {
                if let Some(known) = one_of(&any, pick / 13) {
                    *award = known.0;
                    if !pick.is_multiple_of(3) {
                        *amount = eur(share(high(&known), pick / 3));
                    }
                }
            }
            Op::Match { award, same_as } if !stray => {
                if let Some((number, who, ..)) = one_of(&any, pick / 13) {
                    // Now and then of another undertaking: one may have taken over the other.
                    let others = self
                        .known(|(other, of, ..)| *other != number && (*of == who || pick.is_multiple_of(5)));
                    *award = number;
                    for (n, other) in (0..).zip(same_as.iter_mut()) {
                        *other = one_of(&others, pick / 13 + n).map_or(self.awards + n, |known| known.0);
                    }
                }
            }
            Op::Unmatch { award, same_as } => {
                if let Some((one, other)) = one_of(&self.matched, pick / 13) {
                    *award = if pick.is_multiple_of(2) { one } else { other };
                    *same_as = vec![if pick.is_multiple_of(2) { other } else { one }];
                }
            }
            Op::Attribute { award, split, parts, .. } => self.attribution(award, split, parts, pick),
            Op::EndControl { controller, controlled, on, history } => {
                let Some((one, other, from)) = one_of(&self.links, pick / 13).filter(|_| !stray) else {
                    return;
                };
                (*controller, *controlled) = (one, other);
                if pick.is_multiple_of(3) {
                    *on = from + Days::new(u64::from(pick / 3 % 3));
                } else {
                    let later: Vec<Day> = days.iter().copied().filter(|day| *day > from).collect();
                    *on = one_of(&later, pick / 29).unwrap_or(from + Days::new(1));
                }
                if let Some(History::Attributed(parts)) = history {
                    let theirs = self.known(|(_, who, ..)| *who == one || *who == other);
                    for (n, (award, _, sum)) in (0..).zip(parts) {
                        if let Some(known) = one_of(&theirs, pick / 31 + n / 2) {
                            (*award, *sum) = (known.0, eur(share(high(&known), pick / 5 + 3)));
                        }
                    }
                }
            }
            Op::Review { about, decision } if !stray => {
                if let (About::Statement(_), Some(id)) = (&about, one_of(&self.model.waiting(), pick / 13)) {
                    *about = About::Statement(id);
                } else if let Some(known) = self.often_of_a_service(pick) {
                    *about = About::Award(known.0);
                    if matches!(*decision, "admit" | "refuse") && !pick.is_multiple_of(5) {
                        *decision = "not-counted";
                    }
                }
            }
            Op::Correct { award, .. } if !stray => {
                *award = self.often_of_a_service(pick).map_or(*award, |known| known.0);
            }
            Op::Assess { on, .. } if pick.is_multiple_of(2) => {
                *on = days.iter().min().copied().unwrap_or(*on)
            }
            Op::Split { who, on, .. } if !pick.is_multiple_of(4) => {
                if let Some((_, whose, granted, ..)) = one_of(&any, pick / 13) {
                    let later: Vec<Day> = days.iter().copied().filter(|day| *day > granted).collect();
                    *who = whose;
                    *on = one_of(&later, pick / 29).unwrap_or(granted + Days::new(1));
                }
            }
            Op::Retract { id } if !pick.is_multiple_of(8) => {
                *id = one_of(&self.facts, pick / 13).unwrap_or(id.clone())
            }
            Op::Act(Act::Notice { award, gge }) => {
                if let Some(known) = one_of(&any, pick / 13) {
                    *award = known.0;
                    if pick.is_multiple_of(2) {
                        *gge = eur(high(&known));
                    }
                }
            }
            other => {
                for number in other.awards_mut().into_iter().filter(|number| **number < 960) {
                    *number = one_of(&any, *number).map_or(*number, |known| known.0);
                }
            }
        }
    }

    /// What becomes of an award mostly comes after it.
    fn not_before_its_award(&self, op: &mut Op, pick: u32, days: &[Day]) {
        let number = op.clone().awards_mut().first().map(|number| **number);
        let known = self.known(|(known, ..)| Some(*known) == number);
        let Some((_, _, granted, ..)) = known.first().filter(|_| !pick.is_multiple_of(9)) else { return };
        let later: Vec<Day> = days.iter().copied().filter(|day| day >= granted).collect();
        let move_up = |day: &mut Day| {
            if *day < *granted {
                *day = one_of(&later, pick / 23).unwrap_or(*granted);
            }
        };
        match op {
            Op::Reduce { on, repaid, .. } | Op::Withdraw { on, repaid, .. } => {
                [Some(on), repaid.as_mut().map(|(_, on)| on)].into_iter().flatten().for_each(move_up);
            }
            Op::Waive { on, repaid_on, repaid, .. } => {
                let back = repaid.as_mut().map(|(_, on)| on);
                [Some(on), Some(repaid_on), back].into_iter().flatten().for_each(move_up);
            }
            Op::Draw { on, .. } | Op::Expire { on, .. } | Op::Usage { to: on, .. } => move_up(on),
            Op::Act(Act::Receipt { on, .. } | Act::Publication { on, .. }) => move_up(on),
            _ => {}
        }
    }

    fn often_of_a_service(&self, pick: u32) -> Option<Known> {
        let of_one = self.known(|(number, ..)| self.services.contains(number));
        let first = one_of(&of_one, pick / 13).filter(|_| pick.is_multiple_of(2));
        first.or_else(|| one_of(&self.known(|_| true), pick / 13))
    }

    fn attribution(
        &self,
        award: &mut u32,
        split: &mut String,
        parts: &mut Vec<(&'static str, Sum)>,
        pick: u32,
    ) {
        let Some((id, who, on, successors)) = one_of(&self.splits, pick / 13) else { return };
        *split = id;
        // Of what the split undertaking received, or may have inherited.
        let inherited = pick.is_multiple_of(3);
        let theirs = self.known(|(_, of, granted, ..)| (*of == who || inherited) && *granted < on);
        let Some(known) = one_of(&theirs, pick / 17).filter(|_| !pick.is_multiple_of(11)) else { return };
        *award = known.0;
        let mut left = high(&known);
        for (n, (whose, sum)) in (0..).zip(parts.iter_mut()) {
            *whose = one_of(&successors, pick / 19 + n).unwrap_or(who);
            *sum = eur(left / 3);
            left -= left / 3;
        }
        if let Some((_, sum)) = parts.last_mut() {
            // A cent too much now and then.
            sum.minor += left + i128::from(pick % 10 == 1);
        }
    }

    /// Whether a statement has something to speak of; some without are left in.
    fn has_an_object(&self, op: &Op, pick: u32) -> bool {
        let there = match op {
            Op::EndControl { .. } => !self.links.is_empty(),
            Op::Attribute { .. } => !self.splits.is_empty(),
            Op::Unmatch { .. } => !self.matched.is_empty(),
            Op::Retract { .. } => !self.facts.is_empty(),
            Op::Restate { .. } => !self.reports.is_empty(),
            Op::Confirm { .. } | Op::Met { .. } | Op::Release { .. } | Op::Failed { .. } => {
                !self.known(|(_, _, _, _, open)| open.is_some()).is_empty()
            }
            Op::Grant(_) | Op::Offer(..) | Op::Together(_) | Op::Report(_) | Op::Tell(..) => true,
            other => other.clone().awards_mut().is_empty() || !self.known(|_| true).is_empty(),
        };
        there || pick.is_multiple_of(16)
    }

    /// Now and then a report is of an award that is known already.
    fn tell_again(&self, report: &mut Report, pick: u32) {
        let exact = self.known(|(_, _, _, gge, _)| gge.is_some_and(|(low, high)| high == Some(low)));
        if let Some(known) = one_of(&exact, pick / 7).filter(|_| pick.is_multiple_of(7)) {
            report.who = known.1;
            if !pick.is_multiple_of(3) {
                (report.on, report.until) = (known.2, None);
                report.aid = Aid::Declared(eur(high(&known)));
            }
        }
    }

    /// A grant that asks is mostly of a day on which it may be made, under a scheme and project that are there.
    fn place(&self, grant: &mut Grant, terms: Option<&mut Terms>, pick: u32) {
        if pick.is_multiple_of(8) {
            return;
        }
        // Often the day and the beneficiary of another.
        if let Some(known) = one_of(&self.known(|_| true), pick / 11).filter(|_| pick % 5 == 1) {
            (grant.who, grant.on) = (known.1, known.2);
        }
        while !grant.conferred && grant.on < d("2024-01-01") {
            grant.on = grant.on + Months::new(36);
        }
        if let Some(terms) = terms {
            terms.scheme = terms.scheme.and_then(|_| one_of(&self.schemes, pick / 7));
            terms.project = terms.project.and_then(|_| one_of(&self.projects, pick / 7));
        }
    }

    fn note(&mut self, statement: &Statement) {
        let answer = self.model.state(statement);
        if !matches!(answer.outcome, "admitted" | "recorded") && answer.codes != ["needs_review"] {
            return;
        }
        if let Op::Offer(Grant { award, conditions: Conditions { service: Some(_), .. }, .. }, _)
        | Op::Tell(Report { award, .. }, Extra { service: Some(_), .. }) = &statement.op
        {
            self.services.push(*award);
        }
        match &statement.op {
            Op::Offer(Grant { award, .. }, terms) => {
                if matches!(terms.standing, Standing::Conditional(_)) {
                    self.conditional.push(*award);
                }
            }
            Op::Report(Report { award, .. }) | Op::Tell(Report { award, .. }, _) => self.reports.push(*award),
            Op::Control { controller, controlled, from, .. } => {
                self.links.push((controller, controlled, *from));
                self.facts.push(statement.id.clone());
            }
            Op::Split { who, on, successors } => {
                let successors = successors.iter().map(|(who, _, _)| *who).collect();
                self.splits.push((statement.id.clone(), who, *on, successors));
                self.facts.push(statement.id.clone());
            }
            Op::Match { award, same_as } => {
                self.matched.extend(same_as.iter().map(|other| (*award, *other)));
            }
            Op::Register { .. } => {}
            Op::Act(Act::RegisterScheme { scheme }) => self.schemes.push(*scheme),
            Op::Act(Act::OpenProject { project, .. }) => {
                self.projects.push(*project);
                self.facts.push(statement.id.clone());
            }
            op if !op.names().is_empty() || matches!(op, Op::Act(_)) => self.facts.push(statement.id.clone()),
            _ => {}
        }
    }
}

/// A list that names something twice is not read at all.
fn name_each_once(op: &mut Op) {
    let mut seen = BTreeSet::new();
    let mut awards = BTreeSet::new();
    match op {
        Op::Together(grants) => grants.retain(|(grant, _)| awards.insert(grant.award)),
        Op::Match { award, same_as } | Op::Unmatch { award, same_as } => {
            awards.insert(*award);
            same_as.retain(|other| awards.insert(*other));
            if same_as.is_empty() {
                same_as.push(*award + 1);
            }
        }
        Op::Split { successors, .. } => successors.retain(|(who, _, _)| seen.insert(*who)),
        Op::Merge { absorbed, .. } => absorbed.retain(|who| seen.insert(who)),
        Op::Attest { members, .. } => members.retain(|who| seen.insert(who)),
        Op::Identify { same_as, .. } => same_as.retain(|who| seen.insert(who)),
        Op::Register { identifiers, .. } => identifiers.retain(|who| seen.insert(who)),
        _ => {}
    }
}

/// Names the statements in their order.
pub fn named(raw: Vec<Raw>, days: &[Day]) -> Vec<Statement> {
    let mut told = Told::default();
    let mut statements = Vec::new();
    for (n, Raw { mut op, delay, pick }) in raw.into_iter().enumerate() {
        if !told.has_an_object(&op, pick) {
            continue;
        }
        match &mut op {
            Op::Report(report) => {
                told.tell_again(report, pick);
                told.new_award(&mut report.award);
            }
            Op::Tell(report, extra) => {
                if !extra.quarter_end {
                    told.tell_again(report, pick);
                }
                told.new_award(&mut report.award);
            }
            Op::Grant(grant) => {
                told.place(grant, None, pick);
                told.new_award(&mut grant.award);
            }
            Op::Offer(grant, terms) => {
                let first = grant.on;
                told.place(grant, Some(terms), pick);
                if let Standing::Reserved(last) | Standing::Conditional(last) = &mut terms.standing {
                    *last = grant.on + last.signed_duration_since(first);
                }
                told.new_award(&mut grant.award);
            }
            Op::Together(grants) => {
                for (grant, terms) in grants.iter_mut() {
                    told.place(grant, Some(terms), pick);
                    told.new_award(&mut grant.award);
                }
            }
            other => {
                told.aim(other, pick, days);
                told.not_before_its_award(other, pick, days);
            }
        }
        name_each_once(&mut op);
        let recorded_on = match &op {
            Op::Grant(grant) | Op::Offer(grant, _) => grant.on + Days::new(delay),
            Op::Review { .. } | Op::Prices(_) => d("2026-07-01") + Days::new(delay),
            _ => d("2024-01-01"),
        };
        let statement = Statement { id: format!("e{n}"), recorded_on, op };
        told.note(&statement);
        statements.push(statement);
    }
    statements
}
