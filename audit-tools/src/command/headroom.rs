//! `headroom`

use rules::audit::Exit;
use rules::explain::{headroom_in as answer, headroom_text_in};
use rules::project::Query;
use rules::words::Language;

use super::known::state_of;
use crate::args::{Format, HeadroomArgs};
use crate::failure::Failure;
use crate::output::{pretty, print, with_footnote};

/// Runs it.
pub fn headroom(args: &HeadroomArgs, language: Language) -> Result<Exit, Failure> {
    let (state, exit) = state_of(&args.of, args.known_at, language)?;
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
