//! Pieces that explanations share: a dated parameter, a boundary, a list that stops, an award as it stands.

use chrono::NaiveDate;
use ledger::ids::{MemberState, ScopedId};
use ledger::money::Cents;
use ledger::verdict::{Code, Figure, Verdict};

use super::behind::Behind;
use super::reason::{Reason, step};
use crate::calendar::Boundary;
use crate::pack::rule::{Head, Limit};
use crate::pack::{Entry, Standing as Firm};
use crate::project::{Standing, standing};
use crate::state::{Award, State};
use crate::words::{self, Arg, Message, say};

/// Awards, handles or affected awards that one list shows; the rest is counted and added up in one line.
pub const LIST_MAX: usize = 1_000;

/// Lines of a list inside such a list: of the statements that tie one member, of what one award is divided into.
pub(super) const FEW: usize = 20;

/// Since when a value holds, where it is written, and how firm it stands.
pub(super) fn parameter<T>(entry: &Entry<T>) -> Reason {
    let reading = entry.standing == Firm::Interpretation;
    step("parameter", say::parameter(entry.from, reading, entry.note.as_deref()))
        .cited(entry.citation.to_string())
}

/// A step under a rule of a pack.
pub(super) fn under(step: Reason, head: &Head) -> Reason {
    step.of_rule(&head.id).cited(head.citation.to_string())
}

/// The ceiling on a date.
pub(super) fn limit(rule: &Limit, on: NaiveDate, limit: Cents) -> Reason {
    under(step("limit", say::limit(limit)), &rule.head).with(rule.ceiling.on(on).map(parameter))
}

/// How the first day of the window that ends on `to` is read, and by which dated value if it is the granting State's own;
/// nothing where a limit has no window.
pub(super) fn boundary(
    rule: &Limit,
    member_state: Option<MemberState>,
    granted_on: NaiveDate,
    to: NaiveDate,
    reading: Boundary,
) -> Option<Reason> {
    let years = rule.window.as_ref()?.years;
    let own = rule.boundary_entry(member_state, granted_on).filter(|entry| entry.value == reading);
    let first_day = rule.length().start(to, reading);
    let closed = reading == Boundary::Closed;
    Some(step("boundary", say::boundary(closed, years, first_day)).with(own.map(parameter)))
}

/// A list of steps cut at [`LIST_MAX`], with a line that counts the rest.
pub(super) fn cut(steps: impl ExactSizeIterator<Item = Reason>) -> Vec<Reason> {
    let more = steps.len().saturating_sub(LIST_MAX);
    let mut shown: Vec<Reason> = steps.take(LIST_MAX).collect();
    if more > 0 {
        shown.push(step("more", say::more(more)));
    }
    shown
}

/// As [`cut`], of a list inside a list.
pub(super) fn cut_at(mut steps: Vec<Reason>, most: usize) -> Vec<Reason> {
    let more = steps.len().saturating_sub(most);
    steps.truncate(most);
    if more > 0 {
        steps.push(step("more", say::more(more)));
    }
    steps
}

/// The line that says that the recomputation does not reach what is recorded.
pub(super) fn disagreement(found: impl Into<Arg>) -> Reason {
    step("disagreement", say::disagrees()).results_in(found)
}

/// What is left, or by how much it is over.
pub(super) fn remaining(left: Cents) -> Reason {
    if left < Cents::ZERO {
        step("excess", say::excess()).comes_to(Figure::exact((Cents::ZERO - left).or_zero()))
    } else {
        step("remaining", say::remaining()).comes_to(Figure::exact(left))
    }
}

/// The codes of a verdict, each with its sentence and its way out.
pub(super) fn codes(
    verdict: &Verdict,
    behind: Behind<'_>,
    sentence: impl Fn(Code) -> Message,
) -> Vec<Reason> {
    let explained = verdict.codes.iter().map(|code| {
        let way_out = say::way_out(words::code_way_out(*code));
        let citation = behind.code(*code).map_or_else(|| words::code_citation(*code).into(), Arg::from);
        step("code", say::named(code.as_str(), sentence(*code)))
            .cited(citation)
            .with([step("way-out", way_out)])
    });
    explained.collect()
}

/// Something that is not on record.
pub(super) fn unknown(id: &str) -> Reason {
    step("unknown", say::unknown_object(id))
}

/// An award as it stands in windows that end on a day.
pub(super) fn awarded(award: &Award, end: NaiveDate) -> Message {
    let standing = match standing(award, end) {
        Standing::Admitted => say::standing_admitted(),
        Standing::Recorded => say::standing_recorded(),
        Standing::OverCeiling => say::standing_over_ceiling(),
        Standing::Reduced => say::standing_reduced(),
        Standing::Uncounted => say::standing_uncounted(),
    };
    let standing = if award.is_disputed() { say::standing_disputed(standing) } else { standing };
    say::award(&award.id, award.granted_on, standing)
}

/// An award as it stands on a day, with what it counts.
pub(super) fn about(state: &State, id: &ScopedId, on: Option<NaiveDate>) -> Reason {
    let Some(award) = state.awards.find(id) else { return unknown(id.as_str()) };
    let end = on.unwrap_or(award.granted_on);
    let counted = award.counted(end).map(|counted| Figure { low: counted.low, high: Some(counted.high) });
    step("about", awarded(award, end)).at(award.position).comes_to_any(counted)
}
