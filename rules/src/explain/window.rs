//! Each limit as it was tested: the ceiling, the reading of the boundary, the awards in the window, the sum.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use ledger::ids::UndertakingId;
use ledger::money::Cents;
use ledger::verdict::{Bound, Check, Code, Figure, Flag, Outcome, Verdict};

use super::build::{LIST_MAX, awarded, boundary, cut, disagreement, limit, remaining, under};
use super::group::Seen;
use super::holding::Holdings;
use super::reason::{Reason, step};
use crate::calendar::Boundary;
use crate::decide::Case;
use crate::limit::{Test, WindowSum, limits_on};
use crate::pack::Standing;
use crate::pack::rule::{Counted, Measure, Mode};
use crate::project::{Cause, Doubted, of_unknown_regime};
use crate::state::{Figures, Spans, State};
use crate::words::{Message, say};

/// What an award was judged against.
pub(super) struct Tested<'a> {
    /// The state without the award itself.
    pub state: &'a State,
    pub case: &'a Case<'a>,
}

impl Tested<'_> {
    /// Every limit of the verdict, and what holds awards that can't be counted.
    pub(super) fn explain(&self, verdict: &Verdict) -> Vec<Reason> {
        let case = self.case;
        let whose = case.whose(self.state);
        let tests = limits_on(self.state, &whose, &case.occasion());
        let mut steps = if verdict.checks.is_empty() {
            self.tentative(verdict, &tests)
        } else {
            self.recorded(verdict, &tests)
        };
        steps.extend(tests.iter().filter_map(|test| uncounted(self.state, test)));
        steps
    }

    fn recorded(&self, verdict: &Verdict, tests: &[Test<'_>]) -> Vec<Reason> {
        let mut steps: Vec<Reason> = Vec::new();
        let mut readings: Vec<Reason> = Vec::new();
        let mut decides = None;
        for check in &verdict.checks {
            let test = tests.iter().find(|test| test.limit.head.id == check.rule);
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
            let closed = decides.unwrap_or(Boundary::Closed) == Boundary::Closed;
            let said = say::boundary_dispute(day.unwrap_or(self.case.granted_on), closed);
            steps.push(step("boundary-dispute", said).with(readings));
        }
        steps
    }

    /// A deferred verdict records no checks; what would be tested is shown all the same.
    fn tentative(&self, verdict: &Verdict, tests: &[Test<'_>]) -> Vec<Reason> {
        let Some(Figure { low, high: Some(high) }) = verdict.gge else { return Vec::new() };
        if verdict.outcome != Outcome::Deferred {
            return Vec::new();
        }
        let checks = tests.iter().map(|test| {
            let window = test.tightest(test.boundary).window;
            let check = test.check(window, Figures { low, high }, None);
            self.check(verdict, &check, Some(test))
        });
        let checks: Vec<Reason> = checks.collect();
        if checks.is_empty() { checks } else { vec![step("tentative", say::tentative()).with(checks)] }
    }

    /// What is tested of a figure: not less than what was used of the award (A8).
    fn never_below(&self, gge: Figure) -> Figure {
        let least = self.case.least;
        Figure { low: gge.low.max(least), high: gge.high.map(|high| high.max(least)) }
    }

    fn check(&self, verdict: &Verdict, check: &Check, test: Option<&Test<'_>>) -> Reason {
        let said = say::check(check.member_state, check.after, check.limit);
        let node = step("check", said).comes_to(check.after);
        let national = self.state.packs().national_cap(&check.rule);
        if let Some(cap) = national.filter(|_| test.is_none()) {
            return under(node, &cap.head)
                .with([remaining(check.limit - check.after.high.unwrap_or(check.after.low))]);
        }
        let Some(test) = test else {
            return node.with([step("no-rule", say::no_rule(&check.rule))]);
        };
        let granted_on = self.case.granted_on;
        let to = check.to.unwrap_or(granted_on);
        let reading = match check.bound {
            Some(Bound::Closed) => Boundary::Closed,
            Some(Bound::HalfOpen) => Boundary::HalfOpen,
            None => test.boundary,
        };
        let from = check.from.unwrap_or_else(|| test.start(to, reading));
        let sum = test.any_window(self.state, (from, to));
        let own = match test.limit.measure {
            Measure::Euro => verdict.gge.map_or(Figure::exact(Cents::ZERO), |gge| self.never_below(gge)),
            // What it comes to in another measure is what it adds to what was there.
            Measure::Hours(_) => {
                Figure { low: check.after.low - sum.low, high: check.after.high.map(|high| high - sum.high) }
            }
        };
        let own_high = own.high.unwrap_or(own.low);
        let before = Figure { low: sum.low, high: Some(sum.high) };
        let (count, leaves) = Holdings::of(self.state, test, (from, to)).leaves();
        let mut inputs = vec![limit(test.limit, to, check.limit)];
        inputs.extend(boundary(test.limit, test.member_state, granted_on, to, reading));
        inputs.extend([
            step("window", say::window(from, to, count)).comes_to(before).with(leaves),
            step("this-award", say::this_award(granted_on)).at(self.state.size()).comes_to(own),
            remaining(check.limit - check.after.high.unwrap_or(check.after.low)),
        ]);
        inputs.extend(self.another_group(test, to));
        let windows = test.windows(reading, &test.timeline).len();
        inputs.push(step("other-windows", say::other_windows(windows.saturating_sub(1))));
        inputs.extend(self.same_day(verdict, test));
        inputs.extend(self.interpreted(verdict, test));
        inputs.extend(self.counted_by_reading(verdict, test));
        let after = Figure { low: sum.low + own.low, high: Some(sum.high + own_high) };
        let ceiling = test.ceiling_of(to);
        if after != check.after || ceiling != check.limit {
            inputs.push(disagreement(say::sum_and_ceiling(after, ceiling)));
        }
        under(node, &test.limit.head).with(inputs)
    }

    /// Where who came first on the day decides.
    fn same_day(&self, verdict: &Verdict, test: &Test<'_>) -> Option<Reason> {
        let ambiguous = verdict.codes.contains(&Code::OrderAmbiguous);
        let left = test.tightest(test.boundary).remaining_without_same_day;
        ambiguous.then(|| step("same-day", say::same_day()).comes_to(Figure::exact(left)))
    }

    /// Where the text does not say whether some awards count.
    fn interpreted(&self, verdict: &Verdict, test: &Test<'_>) -> Option<Reason> {
        let timeline = test.interpreted.as_ref().filter(|_| verdict.flags.contains(&Flag::Interpretation))?;
        let rows = test.limit.counts.iter().filter(|row| row.mode == Mode::Interpretation).map(|row| {
            step("open-question", say::interpreted(row.regime, row.note.as_deref()))
                .cited(row.citation.to_string())
        });
        let left = test.tightest_of(test.boundary, timeline).remaining;
        Some(step("with-open-awards", say::with_interpreted()).comes_to(Figure::exact(left)).with(rows))
    }

    /// Where some awards count by a reading of the text alone, and the answer turns on it.
    fn counted_by_reading(&self, verdict: &Verdict, test: &Test<'_>) -> Option<Reason> {
        let timeline = test.firm.as_ref().filter(|_| verdict.flags.contains(&Flag::Interpretation))?;
        let read = |row: &&Counted| row.mode == Mode::Counted && row.standing == Standing::Interpretation;
        let rows = test.limit.counts.iter().filter(read).map(|row| {
            step("open-question", say::counted_by_reading(row.regime, row.note.as_deref()))
                .cited(row.citation.to_string())
        });
        let left = test.tightest_of(test.boundary, timeline).remaining;
        Some(step("without-readings", say::without_readings()).comes_to(Figure::exact(left)).with(rows))
    }

    /// Where the group of the day a window ends is not the one of the day of the grant.
    fn another_group(&self, test: &Test<'_>, to: NaiveDate) -> Option<Reason> {
        let seen = |day: NaiveDate| Seen { state: self.state, view: &test.view, day };
        another_group(seen(self.case.granted_on), seen(to), test)
    }
}

/// What can't be counted in any of the windows tested, as long as the single undertaking stays as it is.
fn uncounted(state: &State, test: &Test<'_>) -> Option<Reason> {
    let windows = test.windows(test.boundary, &test.timeline);
    let mut open: BTreeMap<u64, Reason> = BTreeMap::new();
    let first = windows.first()?;
    let last = windows.iter().map(|window| window.to).max()?;
    let spans = Spans::of(state, &test.view, test.handle, (first.to, last), first.from);
    for span in spans.list.iter().take(LIST_MAX) {
        let here = |window: &&WindowSum| window.uncounted && span.from <= window.to && window.to < span.until;
        let from = windows.iter().filter(here).map(|window| window.from).min();
        let to = windows.iter().filter(here).map(|window| window.to).max();
        let Some(days) = from.zip(to) else { continue };
        open.extend(Holdings::of(state, test, days).uncounted());
    }
    let said = step("uncounted", say::uncounted_awards(open.len()));
    (!open.is_empty()).then(|| said.with(cut(open.into_values())))
}

fn another_group(then: Seen<'_>, now: Seen<'_>, test: &Test<'_>) -> Option<Reason> {
    if then.day == now.day {
        return None;
    }
    let changed = now.compared_with(then, test.handle);
    let said = step("another-group", say::another_group(now.day));
    (!changed.is_empty()).then(|| said.with(changed))
}

/// What headroom is explained from.
pub(crate) struct Left<'a> {
    pub state: &'a State,
    pub test: &'a Test<'a>,
    pub undertaking: &'a UndertakingId,
    /// The date of the grant that is thought of.
    pub on: NaiveDate,
    /// What makes the answer an upper bound.
    pub doubts: Vec<Doubted>,
}

impl Left<'_> {
    /// What makes the answer an upper bound, with what it rests on.
    fn doubt(&self, doubt: &Doubted) -> Reason {
        let left = doubt.remaining.map(remaining);
        let rests_on: Vec<Reason> = match doubt.cause {
            Cause::UncountedAward => uncounted(self.state, self.test).into_iter().collect(),
            Cause::UnknownRegime => self.unknown(),
            Cause::StatedByOthers => self.other_reading(doubt, say::reading_all_stated()),
            Cause::LinkNotDeclared => self.other_reading(doubt, say::reading_undeclared()),
            Cause::OneNumber | Cause::NationalTotal => Vec::new(),
        };
        step("doubt", doubt.said.clone()).with(left.into_iter().chain(rests_on))
    }

    /// The awards whose source names no regime.
    fn unknown(&self) -> Vec<Reason> {
        let awards = of_unknown_regime(self.state, self.test);
        cut(awards
            .into_iter()
            .map(|award| step("of-unknown-regime", awarded(award, self.on)).at(award.position)))
    }

    /// Who else would be in the group in the view of a doubt.
    fn other_reading(&self, doubt: &Doubted, reading: Message) -> Vec<Reason> {
        let Some(view) = &doubt.seen else { return Vec::new() };
        let seen = |view| Seen { state: self.state, view, day: self.on };
        let members = seen(view).compared_with(seen(&self.test.view), self.test.handle);
        vec![step("other-reading", reading).with(members)]
    }
}

/// What would be left with the awards whose counting is a matter of interpretation.
fn open_awards(test: &Test<'_>) -> Option<Reason> {
    let left = test.tightest_of(test.boundary, test.interpreted.as_ref()?).remaining;
    let rows = test.limit.counts.iter().filter(|row| row.mode == Mode::Interpretation).map(|row| {
        step("open-question", say::interpreted(row.regime, row.note.as_deref()))
            .cited(row.citation.to_string())
    });
    let changes = left != test.remaining();
    changes.then(|| {
        step("with-open-awards", say::with_interpreted()).comes_to(Figure::exact(left.or_zero())).with(rows)
    })
}

/// What is left before any new grant: the group, the fullest window with its awards, what makes it an upper bound.
pub(crate) fn headroom_tree(asked: &Left<'_>) -> Reason {
    let Left { state, test, on, .. } = *asked;
    let tightest = test.tightest(test.boundary);
    let WindowSum { from, to, low, high, .. } = tightest.window;
    let seen = |day: NaiveDate| Seen { state, view: &test.view, day };
    let (count, leaves) = Holdings::of(state, test, (from, to)).leaves();
    let mut inputs =
        vec![seen(on).group(asked.undertaking, test.handle), limit(test.limit, on, test.ceiling)];
    inputs.extend(boundary(test.limit, test.member_state, on, to, test.boundary));
    inputs.push(
        under(step("window", say::window(from, to, count)), &test.limit.head)
            .comes_to(Figure { low, high: Some(high) })
            .with(leaves),
    );
    inputs.extend(another_group(seen(on), seen(to), test));
    let others = test.windows(test.boundary, &test.timeline).len().saturating_sub(1);
    inputs.push(step("other-windows", say::other_windows(others)));
    inputs.extend(asked.doubts.iter().map(|doubt| asked.doubt(doubt)));
    inputs.extend(open_awards(test));
    step("headroom", say::headroom()).with(inputs).results_in(tightest.remaining)
}
