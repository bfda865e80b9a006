//! The verdict on one statement.

use super::dates::twenty_working_days;
use super::law::{self, CODES, DEFERRING, FLAGS, UNKNOWNS, ceiling, half_open};
use super::record::{Award, Right};
use super::window::{Says, Test};
use super::{Answer, Check, Gge, Model, Past};
use crate::ops::{Day, Grant, Op, Report, Set, Statement, Sum};

/// What is found before the outcome is settled.
#[derive(Debug, Default)]
struct Found {
    codes: Vec<&'static str>,
    flags: Vec<&'static str>,
    gge: Option<Gge>,
    checks: Vec<Check>,
}

impl Found {
    fn only(code: &'static str) -> Self {
        Self { codes: vec![code], ..Self::default() }
    }

    /// What keeps a grant from being decided, and an award that stands anyway from being counted.
    fn unresolved(&mut self, code: &'static str, enforced: bool) {
        if enforced { self.codes.push(code) } else { self.flags.push("uncounted") }
    }
}

/// Keeps the words of the vocabulary that were found, in its order.
fn in_order(words: &[&'static str], found: &[&'static str]) -> Vec<&'static str> {
    words.iter().copied().filter(|word| found.contains(word)).collect()
}

impl Model {
    /// Judges a statement and, if it takes effect, puts it on record.
    pub fn state(&mut self, statement: &Statement) -> Answer {
        let (found, effect, later_than) = self.find(statement);
        let mut codes = in_order(CODES, &found.codes);
        if codes.iter().any(|code| UNKNOWNS.contains(code)) {
            codes.retain(|code| UNKNOWNS.contains(code));
        }
        let outcome = if codes.is_empty() {
            effect
        } else if codes.iter().all(|code| DEFERRING.contains(code)) {
            "deferred"
        } else {
            "refused"
        };
        let mut flags = in_order(FLAGS, &found.flags);
        match outcome {
            // Of what has no effect, only how the law was read is worth a flag.
            "refused" => flags.retain(|flag| matches!(*flag, "boundary_dispute" | "interpretation")),
            "deferred" => flags.clear(),
            _ => {}
        }
        let position = self.next;
        self.next += 1;
        let mut affects = Vec::new();
        if matches!(outcome, "admitted" | "recorded") {
            let before = self.over(later_than);
            self.past.push(Past {
                position,
                id: statement.id.clone(),
                op: statement.op.clone(),
                gge: found.gge,
                uncounted: flags.contains(&"uncounted"),
                over: flags.contains(&"over_ceiling"),
            });
            let after = self.over(later_than);
            affects =
                after.into_iter().filter(|(at, _)| !before.iter().any(|(known, _)| known == at)).collect();
        }
        let checks = if outcome == "deferred" { Vec::new() } else { found.checks };
        Answer { outcome, codes, flags, gge: found.gge, checks, affects }
    }

    /// What is found, what it would be if nothing stands against it, and after which date awards may be pushed over.
    fn find(&self, statement: &Statement) -> (Found, &'static str, Option<Day>) {
        match &statement.op {
            Op::Register { who, identifiers } => (self.registration(who, identifiers), "recorded", None),
            Op::Identify { who, .. } => {
                let known = !self.registered(who).is_empty();
                (if known { Found::default() } else { Found::only("unknown_undertaking") }, "recorded", None)
            }
            Op::Retract { id } => {
                let known = self.can_retract(id);
                (if known { Found::default() } else { Found::only("unknown_reference") }, "recorded", None)
            }
            Op::Rates(_) | Op::Holidays(_) => (Found::default(), "admitted", None),
            Op::Grant(grant) => {
                let effect = if grant.conferred { "recorded" } else { "admitted" };
                (self.grant(grant, statement.recorded_on), effect, Some(grant.on))
            }
            Op::Report(report) => (self.report(report), "recorded", Some(report.on)),
            Op::Reduce { award, after, kept, repaid, on } => {
                (self.lessen(*award, *after, *kept, *repaid, *on), "recorded", None)
            }
            Op::Withdraw { award, kept, repaid, on } => {
                (self.lessen(*award, crate::ops::eur(0), *kept, *repaid, *on), "recorded", None)
            }
            Op::Correct { award, set } => match self.award(*award) {
                None => (Found::only("unknown_award"), "recorded", None),
                Some(award) => {
                    let effect = if award.right == Right::Admitted { "admitted" } else { "recorded" };
                    (self.correct(&award, set), effect, Some(set.on.unwrap_or(award.on)))
                }
            },
        }
    }

    fn registration(&self, who: &'static str, identifiers: &[&'static str]) -> Found {
        let own = self.names(who);
        for identifier in identifiers {
            if self.registered(identifier).iter().any(|owner| !own.contains(owner)) {
                return Found::only("identifier_in_use");
            }
        }
        Found::default()
    }

    fn grant(&self, grant: &Grant, recorded_on: Day) -> Found {
        let mut found = Found::default();
        let enforced = !grant.conferred;
        if self.registered(grant.who).is_empty() {
            found.unresolved("unknown_undertaking", enforced);
        }
        if self.award(grant.award).is_some() {
            found.codes.push("award_id_used");
        }
        if enforced {
            found.codes.extend(law::closed(grant.regime, grant.on));
            if law::sector_excluded(grant.regime, grant.on, grant.nace) {
                found.codes.push("excluded_sector");
            }
            found.codes.extend(law::conditions_codes(grant.regime, grant.on, &grant.conditions));
        } else {
            found.flags.push("granted_without_check");
        }
        let test = Test { names: self.names(grant.who), state: grant.state, on: grant.on, without: None };
        let worth = self.worth(&grant.aid, grant.state, grant.on);
        self.measure(worth, grant.regime, &test, enforced, &mut found);
        if recorded_on > twenty_working_days(grant.on, &self.holidays(grant.state)) {
            found.flags.push("late_registration");
        }
        found
    }

    fn report(&self, report: &Report) -> Found {
        let mut found = Found::default();
        if self.registered(report.who).is_empty() || report.until.is_some() {
            found.flags.push("uncounted");
        }
        if self.award(report.award).is_some() {
            found.codes.push("award_id_used");
        }
        let test = Test { names: self.names(report.who), state: report.state, on: report.on, without: None };
        let worth = self.worth(&report.aid, report.state, report.on);
        self.measure(worth, report.regime, &test, false, &mut found);
        found
    }

    /// Tests a figure against the ceiling of its regime.
    fn measure(&self, worth: Option<Gge>, regime: &str, test: &Test, enforced: bool, found: &mut Found) {
        let Some(gge) = worth else {
            found.unresolved("unknown_currency_rate", enforced);
            return;
        };
        found.gge = Some(gge);
        let Some(high) = gge.1 else {
            found.unresolved("needs_review", enforced);
            return;
        };
        let Some(ceiling) = ceiling(regime, test.on).filter(|_| !found.flags.contains(&"uncounted")) else {
            return;
        };
        let open = half_open(test.state);
        let own = self.reading(test, &ceiling, open, false);
        let check = |reading: &super::window::Reading, bound: Option<&'static str>| {
            reading.tightest().map(|window| Check {
                rule: ceiling.rule.to_owned(),
                state: test.state.to_owned(),
                from: window.from,
                to: window.to,
                bound: bound.map(str::to_owned),
                after: (window.low + gge.0, Some(window.high + high)),
                limit: ceiling.limit,
            })
        };
        let closed = self.reading(test, &ceiling, false, false);
        let half = self.reading(test, &ceiling, true, false);
        if closed.says(high, enforced) == half.says(high, enforced) {
            found.checks.extend(check(&own, None));
        } else {
            found.flags.push("boundary_dispute");
            found.checks.extend(check(&closed, Some("closed")));
            found.checks.extend(check(&half, Some("half_open")));
        }
        let counted = self.reading(test, &ceiling, open, true);
        if counted.says(high, enforced) != own.says(high, enforced) {
            found.flags.push("interpretation");
        }
        match (own.says(high, enforced), enforced) {
            (Says::Exceeds, true) => found.codes.push(ceiling.code),
            (Says::Exceeds, false) => found.flags.push("over_ceiling"),
            _ if enforced && own.order_decides(high) => found.codes.push("order_ambiguous"),
            _ => {}
        }
        if enforced && own.uncounted() {
            found.codes.push("uncounted_award_in_window");
        }
    }

    fn lessen(&self, award: u32, after: Sum, kept: Sum, repaid: Option<Sum>, on: Day) -> Found {
        let Some(award) = self.award(award) else { return Found::only("unknown_award") };
        let euro = |sum: Sum| self.euro(sum, award.state, award.on);
        let had = match repaid {
            None => euro(kept),
            Some(repaid) => euro(kept).zip(euro(repaid)).map(|(kept, repaid)| kept.less(repaid)),
        };
        let (Some(after), Some(had)) = (euro(after), had) else {
            return Found::only("unknown_currency_rate");
        };
        let (after, had) = (after.cents(), had.cents());
        let mut found = Found::default();
        if had > after {
            found.flags.push("benefit_not_repaid");
        }
        let most = after.max(had);
        match award.counts(on) {
            Some((low, high)) => found.gge = Some((low.min(most), Some(high.min(most)))),
            None => found.flags.push("uncounted"),
        }
        found
    }

    fn correct(&self, award: &Award, set: &Set) -> Found {
        let mut found = Found::default();
        let enforced = award.right == Right::Admitted;
        let on = set.on.unwrap_or(award.on);
        let regime = set.regime.unwrap_or(award.regime);
        if self.registered(award.who).is_empty() {
            found.unresolved("unknown_undertaking", enforced);
        }
        if enforced {
            found.codes.extend(law::closed(regime, on));
            if set.nace.is_some_and(|nace| law::sector_excluded(regime, on, nace)) {
                found.codes.push("excluded_sector");
            }
        }
        if award.right == Right::Conferred {
            found.flags.push("granted_without_check");
        }
        if award.until.is_some() && set.on.is_none() {
            found.flags.push("uncounted");
        }
        // A figure is fixed at the grant: only other aid or another date makes another one.
        let worth = match &set.aid {
            Some(aid) => self.worth(aid, award.state, on),
            None if on == award.on && award.gge.is_some() => award.gge,
            None => self.worth(&award.aid, award.state, on),
        };
        let test = Test { names: self.names(award.who), state: award.state, on, without: Some(award.number) };
        self.measure(worth, regime, &test, enforced, &mut found);
        found
    }

    /// Position and excess of every award whose own window is over the ceiling.
    fn over(&self, later_than: Option<Day>) -> Vec<(u64, i128)> {
        let mut over = Vec::new();
        for award in self.awards() {
            let later = later_than.is_none_or(|date| award.on > date);
            let Some(ceiling) = ceiling(award.regime, award.on).filter(|_| later) else { continue };
            // What counts nothing exceeds nothing.
            if award.counts(award.on).is_none_or(|(_, high)| high == 0) {
                continue;
            }
            let test = Test { names: self.names(award.who), state: award.state, on: award.on, without: None };
            let (window, _) = self.own_window(&test, &ceiling);
            if window.high > ceiling.limit {
                over.push((award.position, window.high - ceiling.limit));
            }
        }
        over.sort_unstable();
        over
    }
}
