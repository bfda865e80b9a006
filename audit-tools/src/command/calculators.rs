//! `sme` and `interest`

use std::path::Path;

use chrono::NaiveDate;
use rules::audit::Exit;
use rules::pack::Figures;
use rules::project::{no_order, recovery, recovery_text};
use rules::size::{Law, asked, judge, told};
use rules::state::Reliance;
use rules::value::interest::InterestLaw;
use rules::words::Language;

use super::known::state_of;
use crate::args::{Format, InterestArgs, SmeArgs};
use crate::failure::Failure;
use crate::output::{pretty, print, read_text, with_footnote};

/// The parameters of the SME test until a pack has them.
const SME: &str = include_str!("../../../docs/law/parameters/sme.toml");
/// Those of recovery interest.
const INTEREST: &str = include_str!("../../../docs/law/parameters/recovery-interest.toml");
/// Largest file of parameters.
const PARAMETERS_MAX: u64 = 1 << 20;

fn figures(file: Option<&Path>, shipped: &str, on: NaiveDate) -> Result<Figures, Failure> {
    let text = file.map(|file| read_text(file, PARAMETERS_MAX)).transpose()?;
    Figures::on(text.as_deref().unwrap_or(shipped), on).map_err(|error| Failure::run(error.to_string()))
}

/// Runs `sme`.
pub fn sme(args: &SmeArgs, language: Language) -> Result<Exit, Failure> {
    let law = Law::of(&figures(args.parameters.as_deref(), SME, args.on)?)
        .map_err(|error| Failure::run(error.to_string()))?;
    let (state, exit) = state_of(&args.of, args.known_at, language)?;
    let viewer = args.party.clone().map_or(Reliance::Everybody, Reliance::Party);
    let facts = asked(&state, &args.undertaking, args.on, &viewer, &law)
        .map_err(|error| Failure::run(error.message().text(language)))?;
    let answer = told(&judge(&facts, &law), language);
    match args.format {
        Format::Json => print(&(pretty(&answer)? + "\n"))?,
        Format::Text => print(&with_footnote(answer.text(language), language))?,
    }
    Ok(exit)
}

/// Runs `interest`.
pub fn interest(args: &InterestArgs, language: Language) -> Result<Exit, Failure> {
    let law = InterestLaw::of(&figures(args.parameters.as_deref(), INTEREST, args.on)?)
        .map_err(|error| Failure::run(error.to_string()))?;
    let (state, exit) = state_of(&args.of, args.known_at, language)?;
    let mut answers = recovery(&state, &args.decision, args.undertaking.as_ref(), args.on, &law);
    if answers.is_empty() {
        return Err(Failure::run(no_order(&args.decision).text(language)));
    }
    answers.iter_mut().for_each(|answer| answer.tell(language));
    match args.format {
        Format::Json => print(&(pretty(&answers)? + "\n"))?,
        Format::Text => print(&with_footnote(recovery_text(&answers), language))?,
    }
    Ok(exit)
}
