//! Reviews of what was deferred, and of awards (A15).

use super::Model;
use super::judge::{Found, Judged, in_order, listed};
use super::law::{DEFERRING, FLAGS, OF_RECORD, READINGS};
use crate::ops::{About, Op, Statement};

impl Model {
    pub(super) fn review(&self, about: &About, decision: &'static str, statement: &Statement) -> Judged {
        match about {
            About::Award(number) => {
                let record = self.record(&[]);
                let award = record.award(*number);
                let mut found = Found::unless(award.is_some(), "unknown_reference");
                if matches!(decision, "admit" | "refuse") {
                    found.codes.push("contradicts_record");
                }
                (found, "admitted", award.map(|award| award.on))
            }
            About::Statement(id) => {
                let Some(waiting) = self.waiting.iter().find(|waiting| waiting.id == *id) else {
                    return (Found::only("unknown_reference"), "admitted", None);
                };
                self.resolve(waiting, decision, statement)
            }
        }
    }

    /// A waiting statement, judged again now with all codes waived that only defer.
    ///
    /// Reading: what takes effect without counting is judged again, too; only what it refers to still matters, and its
    /// verdict shows no check.
    fn resolve(&self, waiting: &Statement, decision: &'static str, review: &Statement) -> Judged {
        if decision == "refuse" {
            let found =
                Found { closes: Some(waiting.id.clone()), instead: Some(Vec::new()), ..Found::default() };
            return (found, "admitted", None);
        }
        let counts = matches!(decision, "admit" | "counts-as-aid");
        let again = Statement { recorded_on: review.recorded_on, ..waiting.clone() };
        let (mut found, later_than) = match &waiting.op {
            Op::Together(grants) => self.set_again(grants, &again, counts),
            _ => {
                let (mut found, _, later_than) = self.find(&again);
                waive(&mut found, counts);
                let is_aid = match &waiting.op {
                    Op::Grant(_) => true,
                    Op::Offer(_, terms) => terms.no_aid.is_none(),
                    Op::Correct { award, .. } | Op::Confirm { award, .. } | Op::Met { award, .. } => {
                        let record = self.record(&[]);
                        record.award(*award).is_none_or(|award| award.terms.no_aid.is_none())
                    }
                    _ => false,
                };
                without_figure(&mut found, counts && is_aid);
                let flags = in_order(FLAGS, &found.flags);
                found.instead = Some(vec![self.recorded(&again, &found, &flags)]);
                (found, later_than)
            }
        };
        if !counts {
            let mut award = waiting.op.clone();
            let numbers: Vec<u32> = match &waiting.op {
                // What is named here are awards of others.
                Op::EndControl { .. } | Op::Match { .. } => Vec::new(),
                _ => award.awards_mut().into_iter().map(|number| *number).collect(),
            };
            let instead = found.instead.get_or_insert_default();
            for number in numbers {
                let op = Op::Review { about: About::Award(number), decision };
                instead.push(self.recorded(&Statement { op, ..review.clone() }, &Found::default(), &[]));
            }
        }
        found.closes = Some(waiting.id.clone());
        (found, "admitted", later_than)
    }

    fn set_again(
        &self,
        grants: &[(crate::ops::Grant, crate::ops::Terms)],
        again: &Statement,
        counts: bool,
    ) -> (Found, Option<crate::ops::Day>) {
        let mut model = self.clone();
        let (mut all, mut members) = (Found::default(), Vec::new());
        let mut sum = Some(0);
        for (grant, terms) in grants {
            let (mut found, _, _) = model.grant(grant, terms, again.recorded_on);
            waive(&mut found, counts);
            without_figure(&mut found, counts && terms.no_aid.is_none());
            let codes = listed(&found.codes);
            let flags = in_order(FLAGS, &found.flags);
            if codes.is_empty() {
                let op = Op::Offer(grant.clone(), terms.clone());
                let past = model.recorded(&Statement { op, ..again.clone() }, &found, &flags);
                model.past.push(past.clone());
                members.push(past);
            }
            all.codes.extend(codes);
            all.flags.extend(flags);
            all.checks.extend(found.checks);
            all.members.push(found.gge);
            let own = found.gge.and_then(|(_, high)| high).or(terms.no_aid.map(|_| 0));
            sum = sum.zip(own).map(|(sum, own)| sum + own);
        }
        all.gge = sum.map(|sum| (sum, Some(sum)));
        all.instead = Some(members);
        (all, grants.iter().map(|(grant, _)| grant.on).min())
    }
}

/// Flags that only limits give.
const LIMITS: &[&str] = &["over_ceiling", "beside_unknown_regime"];

/// What is aid and has no figure stands uncounted (F13).
fn without_figure(found: &mut Found, is_aid: bool) {
    if is_aid && found.gge.and_then(|(_, high)| high).is_none() {
        found.flags.push("uncounted");
    }
}

fn waive(found: &mut Found, counts: bool) {
    found.codes.retain(|code| !DEFERRING.contains(code) && (counts || OF_RECORD.contains(code)));
    if !counts {
        found.checks.clear();
        found.flags.retain(|flag| !READINGS.contains(flag) && !LIMITS.contains(flag));
    }
}
