//! What is known after a position, of a log or of facts.

use rules::audit::{Exit, verify_with};
use rules::state::State;
use rules::words::Language;

use super::{facts, lenient, refuse_unsound};
use crate::args::FactsOrSource;
use crate::failure::Failure;
use crate::progress::Progress;
use crate::source::open;

/// The state after a position, the last one where none is given, of a log that is not proven unsound or of facts.
pub fn state_of(
    of: &FactsOrSource,
    known_at: Option<u64>,
    language: Language,
) -> Result<(State, Exit), Failure> {
    let (state, exit) = match &of.facts {
        Some(path) => (facts::run(path, of, known_at, &mut |_| Ok(()))?, Exit::Sound),
        None => from_log(of, known_at, language)?,
    };
    if known_at.is_some_and(|position| position >= state.size()) {
        return Err(Failure::run(format!(
            "--known-at is beyond the last position, {}",
            state.size().saturating_sub(1)
        )));
    }
    Ok((state, exit))
}

fn from_log(of: &FactsOrSource, known_at: Option<u64>, language: Language) -> Result<(State, Exit), Failure> {
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
    let exit = refuse_unsound(&report, known_at, language)?;
    Ok((state, exit))
}
