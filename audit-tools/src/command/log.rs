//! The state of a log after a position, for commands that answer a question from it.

use rules::audit::{Exit, verify_with};
use rules::state::State;

use super::{lenient, refuse_unsound};
use crate::args::FactsOrSource;
use crate::failure::Failure;
use crate::progress::Progress;
use crate::source::open;

/// The state of the log after a position, from a log that is not proven unsound.
pub fn state_at(of: &FactsOrSource, known_at: Option<u64>) -> Result<(State, Exit), Failure> {
    let source = open(of.source.as_deref().unwrap_or_default(), of.token_file.as_deref())?;
    let progress = Progress::new("replaying");
    let mut state = State::new();
    let report = verify_with(
        source.reader.as_ref(),
        &lenient(),
        &mut |done, total| progress.set(done, total),
        &mut |after, replayed| {
            // A copy shares everything with the original and costs next to nothing.
            if known_at.is_none_or(|position| replayed.position <= position) {
                state = after.clone();
            }
        },
    );
    drop(progress);
    let exit = refuse_unsound(&report, known_at)?;
    Ok((state, exit))
}

/// A position that nothing is recorded at is none to ask of.
pub fn beyond(state: &State, known_at: Option<u64>) -> Result<(), Failure> {
    match known_at.filter(|position| *position >= state.size()) {
        Some(_) => {
            let last = state.size().saturating_sub(1);
            Err(Failure::run(format!("--known-at is beyond the last position, {last}")))
        }
        None => Ok(()),
    }
}
