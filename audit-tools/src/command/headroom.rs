//! `headroom`

use rules::audit::Exit;
use rules::explain::{headroom as answer, headroom_text};
use rules::project::Query;

use super::{facts, log};
use crate::args::{Format, HeadroomArgs};
use crate::failure::Failure;
use crate::output::{pretty, print};

/// Runs it.
pub fn headroom(args: &HeadroomArgs) -> Result<Exit, Failure> {
    let (state, exit) = match &args.of.facts {
        Some(path) => (facts::run(path, &args.of, args.known_at, &mut |_| Ok(()))?, Exit::Sound),
        None => log::state_at(&args.of, args.known_at)?,
    };
    log::beyond(&state, args.known_at)?;
    let query = Query {
        undertaking: args.undertaking.clone(),
        regime: args.regime,
        member_state: args.member_state,
        on: args.on,
    };
    let headroom =
        answer(&state, &query, args.party.as_ref()).map_err(|error| Failure::run(error.to_string()))?;
    match args.format {
        Format::Json => print(&(pretty(&headroom)? + "\n"))?,
        Format::Text => print(&headroom_text(&headroom.answer))?,
    }
    Ok(exit)
}
