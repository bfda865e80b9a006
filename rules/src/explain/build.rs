//! Pieces that explanations of verdicts and of headroom share: a dated parameter, a boundary, a window with its awards.

use chrono::NaiveDate;
use ledger::ids::MemberState;
use ledger::money::Cents;
use ledger::verdict::Figure;

use super::{LIST_MAX, Say, Trace, english, step};
use crate::calendar::Boundary;
use crate::pack::rule::{Head, Limit};
use crate::pack::{Entry, Standing as Firm};

/// Since when a value holds, where it is written, and how firm it stands.
pub(super) fn parameter<T>(entry: &Entry<T>) -> Trace {
    let interpretation = entry.standing == Firm::Interpretation;
    let from = entry.from;
    step("parameter", Say::Parameter { from, interpretation, note: entry.note.as_deref() })
        .cited(&entry.citation.to_string())
}

/// A step under a rule of a pack.
pub(super) fn under(step: Trace, head: &Head) -> Trace {
    step.under(&head.id, &head.citation.to_string())
}

/// The ceiling on a date.
pub(crate) fn limit(rule: &Limit, on: NaiveDate, limit: Cents) -> Trace {
    let dated = rule.ceiling.on(on).map(parameter);
    under(step("limit", Say::Limit(limit)), &rule.head).with(dated.into_iter().collect())
}

/// How the first day of the window that ends on `to` is read, and by which dated value if it is the granting State's own;
/// nothing where a limit has no window.
pub(crate) fn boundary(
    rule: &Limit,
    member_state: Option<MemberState>,
    granted_on: NaiveDate,
    to: NaiveDate,
    reading: Boundary,
) -> Option<Trace> {
    let years = rule.window.as_ref()?.years;
    let own = rule.boundary_entry(member_state, granted_on).filter(|entry| entry.value == reading);
    let first_day = rule.length().start(to, reading);
    let said = step("boundary", Say::Boundary { reading, years, first_day });
    Some(said.with(own.map(parameter).into_iter().collect()))
}

/// A list of steps cut at [`LIST_MAX`], with a line that counts the rest.
pub(super) fn cut(steps: impl ExactSizeIterator<Item = Trace>) -> Vec<Trace> {
    let more = steps.len().saturating_sub(LIST_MAX);
    let mut shown: Vec<Trace> = steps.take(LIST_MAX).collect();
    if more > 0 {
        shown.push(step("more", Say::More(more)));
    }
    shown
}

/// As [`cut`], of a list inside a list.
pub(super) fn cut_at(mut steps: Vec<Trace>, most: usize) -> Vec<Trace> {
    let more = steps.len().saturating_sub(most);
    steps.truncate(most);
    if more > 0 {
        steps.push(step("more", Say::More(more)));
    }
    steps
}

/// The line that says that the recomputation does not reach what is recorded.
pub(super) fn disagreement(found: &str) -> Trace {
    let mut step = step("disagreement", Say::Disagrees);
    step.result = Some(found.to_owned());
    step
}

/// What is left, or by how much it is over.
pub(super) fn remaining(left: Cents) -> Trace {
    let excess = (Cents::ZERO - left).or_zero();
    if left < Cents::ZERO {
        step("excess", Say::Excess).comes_to(Figure::exact(excess))
    } else {
        step("remaining", Say::Remaining).comes_to(Figure::exact(left))
    }
}

/// A step with a result that is no figure to be added up.
pub(super) fn said(mut step: Trace, cents: Cents) -> Trace {
    step.result = Some(english::eur(cents));
    step
}
