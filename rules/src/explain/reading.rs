//! What comes out where the group is looked at otherwise: beside a flag, or a question for a person, that turns on it.

use chrono::NaiveDate;
use ledger::verdict::{Check, Code, Flag, Verdict};

use super::build::disagreement;
use super::group::Seen;
use super::reason::{Reason, step};
use crate::decide::{Case, readings};
use crate::limit::{Otherwise, Reread, Whose};
use crate::state::State;
use crate::words::{self, say};

/// Every other reading on which the verdict turns, with its sums and with who is in the group then.
pub(super) fn others(state: &State, case: &Case<'_>, verdict: &Verdict) -> Vec<Reason> {
    let flags = [Flag::GroupEvidenceWeak, Flag::GroupCrossBorder];
    let flagged: Vec<Flag> = flags.into_iter().filter(|flag| verdict.flags.contains(flag)).collect();
    let asked = verdict.codes.contains(&Code::NeedsReview);
    let Some(gge) = verdict.gge.filter(|gge| gge.high.is_some()) else { return Vec::new() };
    if flagged.is_empty() && !asked {
        return Vec::new();
    }
    let (own, others) = readings(state, case, gge);
    let mut steps = Vec::new();
    for flag in &flagged {
        if !others.iter().any(|other| flag_of(other.otherwise) == Some(*flag)) {
            steps.push(disagreement(flag.as_str()));
        }
    }
    let said = |other: &&Reread| flag_of(other.otherwise).map_or(asked, |flag| flagged.contains(&flag));
    let whose = case.whose(state);
    steps.extend(others.iter().filter(said).map(|other| reading(state, case, (&own.checks, &whose), other)));
    steps
}

fn flag_of(otherwise: Otherwise) -> Option<Flag> {
    match otherwise {
        Otherwise::WithoutWeak | Otherwise::WithAllWeak => Some(Flag::GroupEvidenceWeak),
        Otherwise::Borders => Some(Flag::GroupCrossBorder),
        Otherwise::Persons => Some(Flag::GroupNaturalPerson),
        Otherwise::Undeclared => Some(Flag::LinkNotDeclared),
        Otherwise::AllParties => None,
    }
}

fn reading(state: &State, case: &Case<'_>, (own, whose): (&[Check], &Whose), other: &Reread) -> Reason {
    let (here, there) = (case.view(state, whose), case.view(state, &other.whose));
    let mut inputs: Vec<Reason> = other.found.checks.iter().map(check).collect();
    inputs.extend(
        other
            .found
            .codes
            .iter()
            .map(|code| step("other-code", say::named(code.as_str(), words::code_meaning(*code)))),
    );
    let ends = other.found.checks.iter().chain(own).filter_map(|check| check.to);
    // The group may be another only on the day a later window ends.
    let members = std::iter::once(case.granted_on).chain(ends).map(|day: NaiveDate| {
        let seen = |view| Seen { state, view, day };
        seen(&there).compared_with(seen(&here), whose.handle)
    });
    let ties = || {
        let seen = |view| Seen { state, view, day: case.granted_on };
        seen(&there).differing(seen(&here), whose.handle)
    };
    inputs.extend(members.into_iter().find(|members| !members.is_empty()).unwrap_or_else(ties));
    let said = match other.otherwise {
        Otherwise::WithoutWeak => say::reading_without_weak(),
        Otherwise::WithAllWeak => say::reading_with_all_weak(),
        Otherwise::Borders if there.across_borders => say::reading_across_borders(),
        Otherwise::Borders => say::reading_within_borders(),
        Otherwise::Persons if there.through_persons => say::reading_through_persons(),
        Otherwise::Persons => say::reading_without_persons(),
        Otherwise::Undeclared => say::reading_undeclared(),
        Otherwise::AllParties => say::reading_all_parties(),
    };
    step("other-reading", said).with(inputs)
}

fn check(check: &Check) -> Reason {
    let said = say::check(check.member_state, check.after, check.limit);
    step("other-check", said).comes_to(check.after).of_rule(&check.rule)
}
