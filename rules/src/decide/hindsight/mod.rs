//! What a statement does to awards already on record: which of them stand over a ceiling now and did not before.
//!
//! `concern` says which awards a statement may push over, `near` whether there are any, `over` which of them are over now.

mod concern;
mod near;
mod over;
#[cfg(test)]
mod tests;

use ledger::event::Event;
use ledger::money::Cents;
use ledger::verdict::{Flag, Outcome, Verdict};

use crate::pack::PackLibrary;
use crate::state::State;
use crate::statement::{AwardStatement, Statement};

/// Whether an event with this verdict may push earlier awards over a ceiling: it takes effect without having been judged
/// by what it does to them. Which awards, if any, is for [`concern::concerns`] to say of every type.
pub(super) fn looks_back(event: &Event, verdict: &Verdict) -> bool {
    let stated = Statement::of(event);
    if matches!(stated, Statement::Review(_)) {
        return verdict.outcome == Outcome::Admitted;
    }
    // What is used pushes others over only where it brings back what was said to be given up.
    let used = matches!(stated, Statement::Award(AwardStatement::Drawn(_) | AwardStatement::Used(_)));
    let brings_back = [Flag::BenefitNotRepaid, Flag::DrawExceedsAward];
    if used && !verdict.flags.iter().any(|flag| brings_back.contains(flag)) {
        return false;
    }
    // What counts nowhere pushes nobody over; but what is on record already may have other sightings that count.
    let is_new = |stated| matches!(stated, AwardStatement::New(_) | AwardStatement::Reported(_));
    let is_new = matches!(stated, Statement::Award(stated) if is_new(stated));
    let counts = !is_new || !verdict.flags.contains(&Flag::Uncounted);
    verdict.outcome == Outcome::Recorded && counts
}

/// Position and excess of the awards that stand over a ceiling once an event has taken effect, and did not before.
pub(crate) fn pushed_over(state: &State, event: &Event, verdict: &Verdict) -> Vec<(u64, Cents)> {
    let Some(concern) = concern::concerns(state, event) else { return Vec::new() };
    // Before the first entry there is nobody to push over; when an entry is recorded changes no award.
    let Some(at) = state.last_at() else { return Vec::new() };
    if near::nothing_lies_there(state, &concern) {
        return Vec::new();
    }
    let mut after = state.clone();
    after.apply(event, verdict, at, &PackLibrary::default());
    over::newly_over(state, &after, &concern)
}
