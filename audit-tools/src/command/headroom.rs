//! `headroom`

use rules::audit::{Exit, verify_with};
use rules::explain::{headroom_in as answer, headroom_text_in};
use rules::project::Query;
use rules::state::State;
use rules::words::Language;

use super::{facts, lenient, refuse_unsound};
use crate::args::{Format, HeadroomArgs};
use crate::failure::Failure;
use crate::output::{pretty, print, with_footnote};
use crate::progress::Progress;
use crate::source::open;

/// Runs it.
pub fn headroom(args: &HeadroomArgs, language: Language) -> Result<Exit, Failure> {
    let (state, exit) = match &args.of.facts {
        Some(path) => (facts::run(path, &args.of, args.known_at, &mut |_| Ok(()))?, Exit::Sound),
        None => from_log(args, language)?,
    };
    if args.known_at.is_some_and(|position| position >= state.size()) {
        return Err(Failure::run(format!(
            "--known-at is beyond the last position, {}",
            state.size().saturating_sub(1)
        )));
    }
    let query = Query {
        undertaking: args.undertaking.clone(),
        regime: args.regime,
        member_state: args.member_state,
        on: args.on,
    };
    let headroom = answer(language, &state, &query, args.party.as_ref())
        .map_err(|error| Failure::run(error.message().text(language)))?;
    match args.format {
        Format::Json => print(&(pretty(&headroom)? + "\n"))?,
        Format::Text => print(&with_footnote(headroom_text_in(language, &headroom.answer), language))?,
    }
    Ok(exit)
}

/// The state of the log after a position, from a log that is not proven unsound.
fn from_log(args: &HeadroomArgs, language: Language) -> Result<(State, Exit), Failure> {
    let source = open(args.of.source.as_deref().unwrap_or_default(), args.of.token_file.as_deref())?;
    let progress = Progress::new("replaying");
    let mut state = State::new();
    let report = verify_with(
        source.reader.as_ref(),
        &lenient(),
        &mut |done, total| progress.set(done, total),
        &mut |after, replayed| {
            // A copy shares everything with the original and costs next to nothing.
            if args.known_at.is_none_or(|position| replayed.position <= position) {
                state = after.clone();
            }
        },
    );
    drop(progress);
    let exit = refuse_unsound(&report, args.known_at, language)?;
    Ok((state, exit))
}
