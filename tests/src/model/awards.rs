//! Awards, as all that was stated of them leaves them.

use std::collections::BTreeSet;

use super::{Gge, Less, Past};
use crate::ops::json::RETRIEVED_ON;
use crate::ops::{About, Aid, Conditions, Day, Extra, Grant, Op, Report, Standing, Terms};

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

/// A NACE code, and whether it is of revision 2; of 2.1 otherwise.
pub type Nace = (&'static str, bool);

/// An award as it stands: one sighting of it.
#[derive(Debug, Clone)]
pub struct Award {
    /// Its number.
    pub number: u32,
    /// Position that brought it.
    pub position: u64,
    /// Position as of which its face is fixed: of the grant, or of what gave it other aid or another date (A13).
    pub valued_at: u64,
    /// Beneficiary as stated.
    pub who: &'static str,
    /// Granting State; none where it is no aid.
    pub state: Option<&'static str>,
    /// Legal basis.
    pub regime: &'static str,
    /// Of an unknown regime: the known ones of those matched with it (A11).
    pub others: Vec<&'static str>,
    /// Granting date, or the first possible one.
    pub on: Day,
    /// The last possible one, where it is open.
    pub until: Option<Day>,
    /// The day of its reservation, once that is confirmed (A21).
    pub reserved_on: Option<Day>,
    /// Recorded figure.
    pub gge: Option<Gge>,
    /// How it came to be known.
    pub right: Right,
    /// Whether a report is of the signer's own award (A23).
    pub own: bool,
    /// Whether it counts nowhere and blocks.
    pub uncounted: bool,
    /// Whether that is because nobody of its beneficiary's name is registered.
    pub unanchored: bool,
    /// Whether its verdict says that it is over a ceiling.
    pub over: bool,
    /// The aid as stated.
    pub aid: Aid,
    /// Activity, where it is stated; an empty code is a label.
    pub nace: Option<Nace>,
    /// Conditions, where they are stated, and the service.
    pub conditions: Conditions,
    /// All else that was stated.
    pub terms: Terms,
    /// Whether a report says that its basis is a scheme.
    pub kind: Option<bool>,
    /// Whether it is a reservation or a right under a condition, to its last day (A2, A3).
    pub open: Option<Day>,
    /// Freed: no longer in effect (A5).
    pub freed: bool,
    /// As what a review made it count nothing and block nothing, `no-aid` or `not-counted` (A15).
    pub set_aside: Option<&'static str>,
    /// Lessenings that name it (A6).
    pub less: Vec<Less>,
    /// The most that its used value came to (A22).
    pub used: Option<i128>,
    /// Whether anything of it is on record as drawn or used.
    pub touched: bool,
    /// When the newest row of a report was read.
    pub retrieved_on: Option<Day>,
    /// Every award matched with it now, itself included (A11).
    pub class: BTreeSet<u32>,
}

impl Award {
    /// Whether a last day is over for an event of a day (A2).
    pub fn has_run_out(&self, asked: Day) -> bool {
        self.open.is_some_and(|last| last < asked)
    }

    /// Whether it is in effect and not set aside.
    pub fn there(&self) -> bool {
        !self.freed && self.set_aside.is_none()
    }

    /// Whether it counts under one of these regimes (H7, A11).
    pub fn under(&self, regimes: &[&str]) -> bool {
        if self.regime == "unknown" {
            return self.others.iter().any(|regime| regimes.contains(regime));
        }
        regimes.contains(&self.regime)
    }

    /// Its figure, where it has a high end.
    pub fn figure(&self) -> Option<(i128, i128)> {
        self.gge.and_then(|(low, high)| Some((low, high?)))
    }

    fn granted(past: &Past, grant: &Grant, terms: &Terms) -> Self {
        let open = match terms.standing {
            Standing::Granted => None,
            Standing::Reserved(last) | Standing::Conditional(last) => Some(last),
        };
        Self {
            number: grant.award,
            position: past.position,
            valued_at: past.position,
            who: grant.who,
            state: terms.no_aid.is_none().then_some(grant.state),
            regime: grant.regime,
            others: Vec::new(),
            on: grant.on,
            until: None,
            reserved_on: None,
            gge: past.gge,
            right: if grant.conferred { Right::Conferred } else { Right::Admitted },
            own: false,
            uncounted: past.uncounted,
            unanchored: past.unanchored,
            over: past.over,
            aid: grant.aid.clone(),
            nace: Some((grant.nace, terms.nace_2)),
            conditions: grant.conditions,
            terms: terms.clone(),
            kind: Some(terms.by_scheme),
            open,
            freed: false,
            set_aside: None,
            less: Vec::new(),
            used: None,
            touched: false,
            retrieved_on: None,
            class: BTreeSet::from([grant.award]),
        }
    }

    fn reported(past: &Past, report: &Report, extra: &Extra) -> Self {
        Self {
            number: report.award,
            position: past.position,
            valued_at: past.position,
            who: report.who,
            state: Some(report.state),
            regime: report.regime,
            others: Vec::new(),
            on: report.on,
            until: report.until,
            reserved_on: None,
            gge: past.gge,
            right: Right::Reported,
            own: extra.own,
            uncounted: past.uncounted,
            unanchored: past.unanchored,
            over: past.over,
            aid: report.aid.clone(),
            nace: extra.nace,
            conditions: Conditions { service: extra.service, ..extra.conditions.unwrap_or_default() },
            terms: of_report(extra),
            kind: extra.by_scheme,
            open: None,
            freed: false,
            set_aside: None,
            less: Vec::new(),
            used: None,
            touched: false,
            retrieved_on: Some(retrieved(extra.retrieved_on)),
            class: BTreeSet::from([report.award]),
        }
    }

    /// What a later statement about this award does to it.
    fn change(&mut self, past: &Past) {
        match &past.op {
            Op::Confirm { on, aid, .. } => {
                if aid.is_some() || *on != self.on {
                    self.valued_at = past.position;
                }
                self.aid = aid.clone().unwrap_or_else(|| self.aid.clone());
                (self.reserved_on, self.on, self.open) = (Some(self.on), *on, None);
                self.judged_again(past);
            }
            Op::Met { on, .. } => {
                if *on != self.on {
                    self.valued_at = past.position;
                }
                (self.reserved_on, self.on, self.open) = (Some(self.on), *on, None);
                self.judged_again(past);
            }
            Op::Release { .. } | Op::Failed { .. } => self.freed = true,
            Op::Restate { aid, retrieved_on, .. } => {
                self.aid = aid.clone();
                self.valued_at = past.position;
                self.retrieved_on = Some(retrieved(*retrieved_on));
                self.judged_again(past);
            }
            Op::Correct { set, .. } => {
                if set.aid.is_some() || set.on.is_some_and(|on| on != self.on) {
                    self.valued_at = past.position;
                }
                if let Some(on) = set.on {
                    (self.on, self.until) = (on, None);
                }
                if let Some(regime) = set.regime {
                    (self.regime, self.terms.by_scheme, self.terms.scheme) = (regime, false, None);
                    self.kind = Some(false);
                }
                self.nace = set.nace.map(|code| (code, false)).or(self.nace);
                self.aid = set.aid.clone().unwrap_or_else(|| self.aid.clone());
                self.judged_again(past);
            }
            Op::Draw { .. } | Op::Usage { .. } => self.touched = true,
            _ => self.less.extend(past.less),
        }
        self.used = self.used.max(past.used);
    }

    fn judged_again(&mut self, past: &Past) {
        (self.gge, self.uncounted, self.over) = (past.gge, past.uncounted, past.over);
        self.unanchored = past.unanchored;
    }

    /// What stands as aid without a figure is uncounted (F13).
    fn reviewed(&mut self) {
        let no_figure = self.figure().is_none();
        self.uncounted |= self.set_aside.is_none() && self.terms.no_aid.is_none() && no_figure;
    }
}

/// When a row was read.
pub(super) fn retrieved(on: Option<Day>) -> Day {
    on.or_else(|| RETRIEVED_ON.parse().ok()).unwrap_or(Day::MAX)
}

/// What a report states, as the terms of an award.
pub(super) fn of_report(extra: &Extra) -> Terms {
    Terms {
        funding: extra.funding.clone(),
        by_scheme: extra.by_scheme == Some(true),
        project: extra.lines.0,
        lines: extra.lines.1.clone(),
        ..Terms::default()
    }
}

/// The award that a later statement changes.
fn changed(op: &Op) -> Option<u32> {
    match op {
        Op::Confirm { award, .. }
        | Op::Met { award, .. }
        | Op::Release { award }
        | Op::Failed { award, .. }
        | Op::Restate { award, .. }
        | Op::Correct { award, .. }
        | Op::Reduce { award, .. }
        | Op::Withdraw { award, .. }
        | Op::Waive { award, .. }
        | Op::Expire { award, .. }
        | Op::Draw { award, .. }
        | Op::Usage { award, .. } => Some(*award),
        _ => None,
    }
}

/// All awards connected with one by pairs, itself included.
pub(super) fn connected(pairs: &[(u32, u32)], number: u32) -> BTreeSet<u32> {
    let mut same = BTreeSet::from([number]);
    loop {
        let before = same.len();
        for (one, other) in pairs {
            if same.contains(one) || same.contains(other) {
                same.extend([*one, *other]);
            }
        }
        if same.len() == before {
            return same;
        }
    }
}

/// A review of an award: which it names, and whom it concerns for as long as they stay matched with that (A15).
struct Concern {
    named: u32,
    decision: &'static str,
    concerns: BTreeSet<u32>,
}

/// Every award on record, freed ones too.
pub(super) fn all(past: &[Past]) -> Vec<Award> {
    let mut awards: Vec<Award> = Vec::new();
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    let mut reviews: Vec<Concern> = Vec::new();
    for past in past {
        match &past.op {
            Op::Grant(grant) => awards.push(Award::granted(past, grant, &Terms::default())),
            Op::Offer(grant, terms) => awards.push(Award::granted(past, grant, terms)),
            Op::Report(report) => awards.push(Award::reported(past, report, &Extra::default())),
            Op::Tell(report, extra) => awards.push(Award::reported(past, report, extra)),
            Op::Match { .. } => pair(&mut pairs, &past.op),
            Op::Unmatch { .. } => {
                pair(&mut pairs, &past.op);
                for review in &mut reviews {
                    let still = connected(&pairs, review.named);
                    review.concerns.retain(|number| still.contains(number));
                }
            }
            Op::Review { about: About::Award(number), decision } => {
                let concerns = connected(&pairs, *number);
                for award in awards.iter_mut().filter(|award| concerns.contains(&award.number)) {
                    award.set_aside = Some(*decision).filter(|decision| *decision != "counts-as-aid");
                    award.reviewed();
                }
                reviews.push(Concern { named: *number, decision, concerns });
            }
            op => {
                for award in awards.iter_mut().filter(|award| changed(op) == Some(award.number)) {
                    award.change(past);
                }
            }
        }
    }
    for award in &mut awards {
        let newest = reviews.iter().rev().find(|review| review.concerns.contains(&award.number));
        let decision = newest.map(|review| review.decision);
        award.set_aside = decision.filter(|decision| *decision != "counts-as-aid");
        award.class = connected(&pairs, award.number);
    }
    awards
}

fn pair(pairs: &mut Vec<(u32, u32)>, op: &Op) {
    match op {
        Op::Match { award, same_as } => pairs.extend(same_as.iter().map(|other| (*award, *other))),
        Op::Unmatch { award, same_as } => pairs.retain(|(one, other)| {
            let named = |a: u32, b: u32| a == *award && same_as.contains(&b);
            !named(*one, *other) && !named(*other, *one)
        }),
        _ => {}
    }
}

/// Pairs of awards that are matched and were not taken apart again (A11).
pub(super) fn pairs(past: &[Past]) -> Vec<(u32, u32)> {
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    for past in past {
        pair(&mut pairs, &past.op);
    }
    pairs
}

/// The sightings, each with what it lacks filled in from the others that are in effect and not set aside (A11).
pub(super) fn filled(awards: &[Award]) -> Vec<Award> {
    awards.iter().map(|award| fill(award, awards)).collect()
}

fn fill(award: &Award, awards: &[Award]) -> Award {
    let mut filled = award.clone();
    let others: Vec<&Award> = awards
        .iter()
        .filter(|other| other.number != award.number && award.class.contains(&other.number) && other.there())
        .collect();
    // The one with the highest high end, of equals the lowest position.
    let rank = |other: &&&Award| {
        (other.figure().map(|(_, high)| high), std::cmp::Reverse((other.position, other.number)))
    };
    filled.state = award.state.or_else(|| others.iter().find_map(|other| other.state));
    if award.regime == "unknown" {
        filled.others =
            others.iter().map(|other| other.regime).filter(|regime| *regime != "unknown").collect();
    }
    if !award.uncounted {
        return filled;
    }
    if award.figure().is_none() {
        let with = others.iter().filter(|other| other.figure().is_some()).max_by_key(rank);
        filled.gge = with.map_or(award.gge, |other| other.gge);
    }
    if award.until.is_some()
        && let Some(exact) = others.iter().filter(|other| other.until.is_none()).max_by_key(rank)
    {
        (filled.on, filled.until) = (exact.on, None);
    }
    let anchored = others.iter().any(|other| !other.unanchored);
    filled.unanchored = award.unanchored && !anchored;
    // Only what is lacking still makes it uncounted.
    filled.uncounted = filled.figure().is_none() || filled.until.is_some() || filled.unanchored;
    filled
}
