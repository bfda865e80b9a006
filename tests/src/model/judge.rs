//! The verdict on one statement.

use super::hindsight::over;
use super::law::{CODES, DEFERRING, FLAGS, READINGS, UNKNOWNS};
use super::{Answer, Check, Gge, Less, Model, Past};
use crate::ops::{Day, Op, Statement};

/// What is found before the outcome is settled.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub codes: Vec<&'static str>,
    pub flags: Vec<&'static str>,
    pub gge: Option<Gge>,
    pub checks: Vec<Check>,
    /// What lessens its award.
    pub less: Option<Less>,
    /// What the used value of its award comes to.
    pub used: Option<i128>,
    /// A correction is tested with no less than this.
    pub least: Option<i128>,
    /// Whether nobody of its beneficiary's name is registered.
    pub unanchored: bool,
    /// Parts in euro, and of an exit what stays of each award.
    pub parts: Vec<i128>,
    pub stays: Vec<(u32, i128)>,
    /// What the verdict keeps (A24).
    pub members: Vec<Option<Gge>>,
    pub amounts: Vec<i128>,
    /// What takes effect instead of the statement itself.
    pub instead: Option<Vec<Past>>,
    /// The waiting statement that it closes.
    pub closes: Option<String>,
}

impl Found {
    /// Nothing else can be said.
    pub fn only(code: &'static str) -> Self {
        Self { codes: vec![code], ..Self::default() }
    }

    /// The code, where something does not hold.
    pub fn unless(holds: bool, code: &'static str) -> Self {
        if holds { Self::default() } else { Self::only(code) }
    }

    /// A figure as it is tested: not below what was used.
    pub fn at_least(&self, (low, high): (i128, i128)) -> (i128, i128) {
        let least = self.least.unwrap_or(0);
        (low.max(least), high.max(least))
    }

    /// What keeps a grant from being decided, and an award that stands anyway from being counted (F13).
    pub fn unresolved(&mut self, code: &'static str, enforced: bool) {
        if enforced { self.codes.push(code) } else { self.flags.push("uncounted") }
    }
}

/// A judgement before it takes effect: what was found, what it is if nothing stands against it, and after which date
/// awards may be pushed over.
pub(super) type Judged = (Found, &'static str, Option<Day>);

/// Keeps the words of the vocabulary that were found, in its order.
pub(super) fn in_order(words: &[&'static str], found: &[&'static str]) -> Vec<&'static str> {
    words.iter().copied().filter(|word| found.contains(word)).collect()
}

/// Codes as a verdict lists them: beside an unknown thing nothing else can be established.
pub(super) fn listed(found: &[&'static str]) -> Vec<&'static str> {
    let mut codes = in_order(CODES, found);
    if codes.iter().any(|code| UNKNOWNS.contains(code)) {
        codes.retain(|code| UNKNOWNS.contains(code));
    }
    codes
}

impl Model {
    /// Judges a statement and, if it takes effect, puts it on record.
    pub fn state(&mut self, statement: &Statement) -> Answer {
        let (mut found, effect, later_than) = self.find(statement);
        if effect == "turned-away" {
            let nothing = Answer {
                outcome: effect,
                codes: Vec::new(),
                flags: Vec::new(),
                gge: None,
                checks: Vec::new(),
                affects: Vec::new(),
                members: Vec::new(),
                amounts: Vec::new(),
            };
            return nothing;
        }
        let codes = listed(&found.codes);
        let outcome = if codes.is_empty() {
            effect
        } else if codes.iter().all(|code| DEFERRING.contains(code)) {
            "deferred"
        } else {
            "refused"
        };
        let mut flags = in_order(FLAGS, &found.flags);
        match outcome {
            "refused" => flags.retain(|flag| READINGS.contains(flag)),
            "deferred" => flags.clear(),
            _ => {}
        }
        let mut affects = Vec::new();
        match outcome {
            "refused" => {}
            "deferred" => self.waiting.push(statement.clone()),
            _ => {
                let tells = outcome == "recorded" || matches!(statement.op, Op::Review { .. });
                affects =
                    self.take_effect(statement, &mut found, &flags, later_than.filter(|_| tells), tells);
            }
        }
        self.next += 1;
        let checks = if outcome == "deferred" { Vec::new() } else { found.checks };
        let effective = matches!(outcome, "admitted" | "recorded");
        let kept = |amounts: Vec<i128>| if effective { amounts } else { Vec::new() };
        let members = if effective { found.members } else { Vec::new() };
        Answer {
            outcome,
            codes,
            flags,
            gge: found.gge,
            checks,
            affects,
            members,
            amounts: kept(found.amounts),
        }
    }

    /// Puts what was found on record; the awards that it pushes over, where it `tells` of them.
    fn take_effect(
        &mut self,
        statement: &Statement,
        found: &mut Found,
        flags: &[&'static str],
        later_than: Option<Day>,
        tells: bool,
    ) -> Vec<(u64, i128)> {
        let all_over = |model: &Self, later_than| {
            if tells { over(&model.record(&[]), later_than) } else { Vec::new() }
        };
        // Who stood over before did so whatever its date was.
        let before = all_over(self, None);
        match found.instead.take() {
            Some(instead) => self.past.extend(instead),
            None => self.past.push(self.recorded(statement, found, flags)),
        }
        if let Some(closed) = &found.closes {
            self.waiting.retain(|waiting| waiting.id != *closed);
        }
        let mut affects = all_over(self, later_than);
        affects.retain(|(_, award, _)| !before.iter().any(|(_, known, _)| known == award));
        affects.into_iter().map(|(position, _, excess)| (position, excess)).collect()
    }

    /// A statement as it is put on record.
    pub(super) fn recorded(&self, statement: &Statement, found: &Found, flags: &[&'static str]) -> Past {
        Past {
            position: self.next,
            id: statement.id.clone(),
            op: statement.op.clone(),
            gge: found.gge,
            uncounted: flags.contains(&"uncounted"),
            over: flags.contains(&"over_ceiling"),
            less: found.less,
            unanchored: found.unanchored && flags.contains(&"uncounted"),
            used: found.used,
            parts: found.parts.clone(),
            stays: found.stays.clone(),
        }
    }

    /// Ids of statements that wait for a review.
    pub fn waiting(&self) -> Vec<String> {
        self.waiting.iter().map(|statement| statement.id.clone()).collect()
    }

    /// Awards in effect.
    pub fn in_effect(&self) -> Vec<super::Known> {
        let awards = super::awards::all(&self.past).into_iter().filter(|award| !award.freed);
        awards.map(|award| (award.number, award.who, award.on, award.gge, award.open)).collect()
    }

    /// What is found of a statement.
    pub(super) fn find(&self, statement: &Statement) -> Judged {
        let recorded = |found| (found, "recorded", None);
        let admitted = |found| (found, "admitted", None);
        match &statement.op {
            Op::Rates(_) | Op::Holidays(_) | Op::BaseRates(_) | Op::Covers(_) => admitted(Found::default()),
            Op::Prices(rows) => {
                let mut found = Found::default();
                if rows.iter().any(|row| row.from < statement.recorded_on) {
                    found.flags.push("late_registration");
                }
                admitted(found)
            }
            Op::Grant(grant) => self.grant(grant, &crate::ops::Terms::default(), statement.recorded_on),
            Op::Offer(grant, terms) => self.grant(grant, terms, statement.recorded_on),
            Op::Together(grants) => self.together(grants, statement),
            Op::Report(report) => self.report(report, &crate::ops::Extra::default()),
            Op::Tell(report, extra) => self.report(report, extra),
            Op::Confirm { award, on, aid } => self.confirm(*award, *on, aid.as_ref(), false),
            Op::Met { award, on } => self.confirm(*award, *on, None, true),
            Op::Correct { award, set } => self.correct(*award, set),
            Op::Restate { award, aid, retrieved_on } => self.restate(*award, aid, *retrieved_on),
            Op::Review { about, decision } => self.review(about, decision, statement),
            Op::Retract { id } => recorded(Found::unless(self.can_retract(id), "unknown_reference")),
            Op::Act(act) => self.act(act),
            op => match self.undertakings(op) {
                Some(found) => recorded(found),
                None => (self.life(op), "recorded", self.earliest(op)),
            },
        }
    }
}
