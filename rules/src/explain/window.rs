//! Each limit as it was tested: the ceiling, the reading of the boundary, the awards in the window, the sum.

use chrono::NaiveDate;
use ledger::ids::MemberState;
use ledger::money::Cents;
use ledger::verdict::{Bound, Check, Code, Figure, Flag, Outcome, Verdict};

use super::build::{award_leaf, boundary, cut, disagreement, limit, remaining, under, window_leaves};
use super::{Say, Trace, english, step};
use crate::calendar::Boundary;
use crate::decide::{CapTest, Case, test_cap};
use crate::pack::rule::Mode;
use crate::state::{Award, State};

/// What an award was judged against.
pub(super) struct Tested<'a> {
    /// The state without the award itself.
    pub state: &'a State,
    pub case: &'a Case<'a>,
}

impl Tested<'_> {
    /// Every limit of the verdict, and what holds awards that can't be counted.
    pub(super) fn explain(&self, verdict: &Verdict) -> Vec<Trace> {
        let case = self.case;
        let whose = case.whose(self.state);
        let tests = test_cap(self.state, &whose, case.state, case.regime, case.granted_on);
        let mut steps = if verdict.checks.is_empty() {
            self.tentative(verdict, &tests)
        } else {
            self.recorded(verdict, &tests)
        };
        steps.extend(tests.iter().filter_map(|test| self.uncounted(test)));
        steps
    }

    fn recorded(&self, verdict: &Verdict, tests: &[CapTest<'_>]) -> Vec<Trace> {
        let mut steps: Vec<Trace> = Vec::new();
        let mut readings: Vec<Trace> = Vec::new();
        let mut decides = None;
        for check in &verdict.checks {
            let test = tests.iter().find(|test| test.cap.head.id == check.rule);
            let explained = self.check(verdict, check, test);
            if check.bound.is_some() {
                readings.push(explained);
                decides = decides.or(test.map(|test| test.boundary));
            } else {
                steps.push(explained);
            }
        }
        if !readings.is_empty() {
            let day = verdict
                .checks
                .iter()
                .find(|check| check.bound == Some(Bound::Closed))
                .and_then(|check| check.from);
            let said = Say::Dispute {
                day: day.unwrap_or(self.case.granted_on),
                decides: decides.unwrap_or(Boundary::Closed),
            };
            steps.push(step("boundary-dispute", said).with(readings));
        }
        steps
    }

    /// A deferred verdict records no checks; what would be tested is shown all the same.
    fn tentative(&self, verdict: &Verdict, tests: &[CapTest<'_>]) -> Vec<Trace> {
        let Some(Figure { low, high: Some(high) }) = verdict.gge else { return Vec::new() };
        if verdict.outcome != Outcome::Deferred {
            return Vec::new();
        }
        let checks = tests.iter().map(|test| {
            let window = test.reading(test.boundary).tightest;
            let check = Check {
                rule: test.cap.head.id.clone(),
                ms: self.case.state,
                from: Some(window.from),
                to: Some(window.to),
                unit: "EUR",
                bound: None,
                after: Figure { low: window.low + low, high: Some(window.high + high) },
                limit: test.ceiling,
            };
            self.check(verdict, &check, Some(test))
        });
        let checks: Vec<Trace> = checks.collect();
        if checks.is_empty() { checks } else { vec![step("tentative", Say::Tentative).with(checks)] }
    }

    fn check(&self, verdict: &Verdict, check: &Check, test: Option<&CapTest<'_>>) -> Trace {
        let said = Say::Check { ms: check.ms, after: check.after, limit: check.limit };
        let node = step("check", said).comes_to(check.after);
        let Some(test) = test else {
            return node.with(vec![step("no-rule", Say::NoRule(&check.rule))]);
        };
        let granted_on = self.case.granted_on;
        let (from, to) = (check.from.unwrap_or(granted_on), check.to.unwrap_or(granted_on));
        let reading = match check.bound {
            Some(Bound::Closed) => Boundary::Closed,
            Some(Bound::HalfOpen) => Boundary::HalfOpen,
            None => test.boundary,
        };
        let sum = test.timeline.sum(from, to, granted_on);
        let own = verdict.gge.unwrap_or(Figure::exact(Cents::ZERO));
        let own_high = own.high.unwrap_or(own.low);
        let before = Figure { low: sum.low, high: Some(sum.high) };
        let (count, leaves) = window_leaves(test.awards(self.state, from, to), to);
        let mut inputs = vec![
            limit(test.cap, granted_on, check.limit),
            boundary(test.cap, test.ms, granted_on, to, reading),
            step("window", Say::Window { from, to, count }).comes_to(before).with(leaves),
            step("this-award", Say::ThisAward(granted_on)).at(self.state.size()).comes_to(own),
            remaining(check.limit - check.after.high.unwrap_or(check.after.low)),
        ];
        let windows = test.windows(reading, &test.timeline).len();
        inputs.push(step("other-windows", Say::OtherWindows(windows.saturating_sub(1))));
        inputs.extend(self.same_day(verdict, test));
        inputs.extend(self.interpreted(verdict, test));
        let after = Figure { low: sum.low + own.low, high: Some(sum.high + own_high) };
        if after != check.after || test.ceiling != check.limit {
            inputs.push(disagreement(&format!("{} / {}", english::amount(after), test.ceiling)));
        }
        under(node, &test.cap.head).with(inputs)
    }

    /// Where who came first on the day decides.
    fn same_day(&self, verdict: &Verdict, test: &CapTest<'_>) -> Option<Trace> {
        let ambiguous = verdict.codes.contains(&Code::OrderAmbiguous);
        let left = test.reading(test.boundary).remaining_without_same_day;
        ambiguous.then(|| step("same-day", Say::SameDay).comes_to(Figure::exact(left)))
    }

    /// Where the text does not say whether some awards count.
    fn interpreted(&self, verdict: &Verdict, test: &CapTest<'_>) -> Option<Trace> {
        let timeline = test.interpreted.as_ref().filter(|_| verdict.flags.contains(&Flag::Interpretation))?;
        let rows = test.cap.counts.iter().filter(|row| row.mode == Mode::Interpretation).map(|row| {
            step("open-question", Say::Interpreted { regime: row.regime, note: row.note.as_deref() })
                .cited(&row.citation.to_string())
        });
        let left = test.reading_of(test.boundary, timeline).remaining;
        Some(
            step("with-open-awards", Say::WithInterpreted).comes_to(Figure::exact(left)).with(rows.collect()),
        )
    }

    fn uncounted(&self, test: &CapTest<'_>) -> Option<Trace> {
        let windows = test.windows(test.boundary, &test.timeline);
        let from = windows.first()?.from;
        let to = windows.iter().map(|window| window.to).max()?;
        let mut open: Vec<&Award> =
            test.awards(self.state, from, to).filter(|award| award.counted(to).is_none()).collect();
        open.sort_by_key(|award| (award.granted_on, award.position));
        let said = step("uncounted", Say::UncountedAwards(open.len()));
        (!open.is_empty()).then(|| said.with(cut(open.iter().map(|award| award_leaf(award, to)))))
    }
}

/// A window for headroom: what counts before any new grant.
pub(crate) fn headroom_window(
    ms: MemberState,
    test: &CapTest<'_>,
    state: &State,
    (from, to): (NaiveDate, NaiveDate),
    on: NaiveDate,
) -> Vec<Trace> {
    let sum = test.timeline.sum(from, to, on);
    let (count, leaves) = window_leaves(test.awards(state, from, to), to);
    vec![
        limit(test.cap, on, test.ceiling),
        boundary(test.cap, ms, on, to, test.boundary),
        under(step("window", Say::Window { from, to, count }), &test.cap.head)
            .comes_to(Figure { low: sum.low, high: Some(sum.high) })
            .with(leaves),
    ]
}
