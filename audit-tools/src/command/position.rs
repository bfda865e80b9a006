//! `explain`

use rules::audit::{Exit, Line, verify_with};

use super::{lenient, refuse_unsound};
use crate::cli::PositionArgs;
use crate::failure::Failure;
use crate::output::print;
use crate::progress::Progress;
use crate::source::open;

/// Runs it: the entry's verdict with every figure, limit and citation.
pub fn explain(args: &PositionArgs) -> Result<Exit, Failure> {
    let source = open(&args.source.source, args.source.token_file.as_deref())?;
    let progress = Progress::new("replaying");
    let mut found = None;
    let report = verify_with(
        source.reader.as_ref(),
        &lenient(),
        &mut |done, total| progress.set(done, total),
        &mut |state, replayed| {
            if replayed.position == args.position {
                found = Some(Line::of_entry(state, replayed).to_text());
            }
        },
    );
    drop(progress);
    refuse_unsound(&report)?;
    let missing =
        || Failure::run(format!("the log has no entry that can be replayed at position {}", args.position));
    print(&(found.ok_or_else(missing)? + "\n"))?;
    Ok(Exit::Sound)
}
