//! Awards, as all that was stated of them leaves them.

use super::{Gge, Past};
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

/// An award as it stands.
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
    /// Sector, of a grant.
    pub nace: &'static str,
    /// Conditions; of a report no more than the service.
    pub conditions: Conditions,
    /// All else that was stated.
    pub terms: Terms,
    /// Whether it is a reservation or a right under a condition, to its last day (A2, A3).
    pub open: Option<Day>,
    /// Freed: no longer in effect (A5).
    pub freed: bool,
    /// As what a review made it count nothing and block nothing, `no-aid` or `not-counted` (A15).
    pub set_aside: Option<&'static str>,
    /// From when on it counts at most how much (A6).
    pub reductions: Vec<(Day, i128)>,
}

impl Award {
    /// What it counts in a window that ends on `end`, low and high (H1).
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

    /// Whether a last day is over for an event of a day (A2).
    pub fn has_run_out(&self, asked: Day) -> bool {
        self.open.is_some_and(|last| last < asked)
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
            on: grant.on,
            until: None,
            gge: past.gge,
            right: if grant.conferred { Right::Conferred } else { Right::Admitted },
            uncounted: past.uncounted,
            over: past.over,
            aid: grant.aid.clone(),
            nace: grant.nace,
            conditions: grant.conditions,
            terms: terms.clone(),
            open,
            freed: false,
            set_aside: None,
            reductions: Vec::new(),
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
            on: report.on,
            until: report.until,
            gge: past.gge,
            right: Right::Reported,
            uncounted: past.uncounted,
            over: past.over,
            aid: report.aid.clone(),
            nace: "",
            conditions: Conditions { service: extra.service, ..Conditions::default() },
            terms: Terms { funding: extra.funding.clone(), ..Terms::default() },
            open: None,
            freed: false,
            set_aside: None,
            reductions: Vec::new(),
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
                (self.on, self.open) = (*on, None);
                self.judged_again(past);
            }
            Op::Met { on, .. } => {
                if *on != self.on {
                    self.valued_at = past.position;
                }
                (self.on, self.open) = (*on, None);
                self.judged_again(past);
            }
            Op::Release { .. } | Op::Failed { .. } => self.freed = true,
            Op::Restate { aid, .. } => {
                self.aid = aid.clone();
                self.valued_at = past.position;
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
                }
                self.nace = set.nace.unwrap_or(self.nace);
                self.aid = set.aid.clone().unwrap_or_else(|| self.aid.clone());
                self.judged_again(past);
            }
            Op::Review { decision, .. } => {
                self.set_aside = Some(*decision).filter(|decision| *decision != "counts-as-aid");
                // What stands as aid without a figure is uncounted (F13).
                let no_figure = self.gge.is_none_or(|(_, high)| high.is_none());
                self.uncounted |= self.set_aside.is_none() && self.terms.no_aid.is_none() && no_figure;
            }
            _ => self.reductions.extend(past.less),
        }
    }

    fn judged_again(&mut self, past: &Past) {
        (self.gge, self.uncounted, self.over) = (past.gge, past.uncounted, past.over);
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
        | Op::Review { about: About::Award(award), .. } => Some(*award),
        _ => None,
    }
}

/// Every award on record, freed ones too.
pub(super) fn all(past: &[Past]) -> Vec<Award> {
    let mut awards: Vec<Award> = Vec::new();
    for past in past {
        match &past.op {
            Op::Grant(grant) => awards.push(Award::granted(past, grant, &Terms::default())),
            Op::Offer(grant, terms) => awards.push(Award::granted(past, grant, terms)),
            Op::Report(report) => awards.push(Award::reported(past, report, &Extra::default())),
            Op::Tell(report, extra) => awards.push(Award::reported(past, report, extra)),
            op => {
                for award in awards.iter_mut().filter(|award| changed(op) == Some(award.number)) {
                    award.change(past);
                }
            }
        }
    }
    awards
}

/// Pairs of awards that are matched and were not taken apart again (A11).
pub(super) fn pairs(past: &[Past]) -> Vec<(u32, u32)> {
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    for past in past {
        match &past.op {
            Op::Match { award, same_as } => pairs.extend(same_as.iter().map(|other| (*award, *other))),
            Op::Unmatch { award, same_as } => pairs.retain(|(one, other)| {
                let named = |a: u32, b: u32| a == *award && same_as.contains(&b);
                !named(*one, *other) && !named(*other, *one)
            }),
            _ => {}
        }
    }
    pairs
}
