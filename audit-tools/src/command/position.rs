//! `explain`: figures, limits and citations of one verdict, and the steps that lead to it from the state before the entry.

use rules::audit::{Exit, Line, verify_with};
use rules::explain::explain as steps;
use rules::state::State;

use super::{lenient, refuse_unsound};
use crate::cli::PositionArgs;
use crate::failure::Failure;
use crate::output::print;
use crate::progress::Progress;
use crate::source::open;

/// Runs it: the entry's verdict with every figure, limit and citation, and its explanation.
pub fn explain(args: &PositionArgs) -> Result<Exit, Failure> {
    let source = open(&args.source.source, args.source.token_file.as_deref())?;
    let progress = Progress::new("replaying");
    let mut found = None;
    let mut before = State::new();
    let report = verify_with(
        source.reader.as_ref(),
        &lenient(),
        &mut |done, total| progress.set(done, total),
        &mut |state, replayed| {
            if replayed.position == args.position {
                let line = Line::of_entry(state, replayed).to_text();
                let steps = steps(&before, &replayed.event, &replayed.entry.verdict);
                found = Some(format!("{line}\n\n{}", steps.to_text().trim_end()));
            } else if replayed.position.checked_add(1) == Some(args.position) {
                before = state.clone();
            }
        },
    );
    drop(progress);
    let exit = refuse_unsound(&report, Some(args.position))?;
    let missing =
        || Failure::run(format!("the log has no entry that can be replayed at position {}", args.position));
    print(&(found.ok_or_else(missing)? + "\n"))?;
    Ok(exit)
}
