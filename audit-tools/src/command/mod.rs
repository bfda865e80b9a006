//! The commands, one file each.

mod diff;
mod calculators;
mod duties;
mod facts;
mod headroom;
mod known;
mod list;
mod packs;
mod position;
mod proof;
mod replay;
mod routes;
mod verify;
mod witness;

pub use calculators::{interest, sme};
pub use diff::diff;
pub use duties::duties;
pub use headroom::headroom;
pub use list::list;
pub use position::explain;
pub use proof::{check, prove};
pub use replay::replay;
pub use routes::routes;
pub use verify::verify;
pub use witness::witness;

use rules::audit::{Exit, Options, Report};
use rules::words::Language;

use crate::failure::Failure;
use crate::output::note;

/// How commands read a log of which they only want an answer: whatever it is, but never past a fault in silence.
fn lenient() -> Options {
    Options { trust_first_sight: true, ..Options::default() }
}

/// An answer from an unsound log is none, nor one from a log of which a part could not be replayed. Answers the exit code
/// that goes with the answer otherwise.
fn refuse_unsound(report: &Report, up_to: Option<u64>, language: Language) -> Result<Exit, Failure> {
    let exit = report.exit();
    let Some(first) = report.first() else { return Ok(exit) };
    let message = format!("{}: {}", exit.meaning().text(language), first.said().text(language));
    let needed = up_to.map_or(report.size.unwrap_or(0), |position| position.saturating_add(1));
    let short = report.replayed < needed || report.not_reproduced > 0;
    match exit {
        Exit::Incomplete if short => Err(Failure::with(exit, message)),
        Exit::Sound | Exit::Incomplete | Exit::VerdictDiffers | Exit::PacksDiffer => {
            note(&message);
            Ok(exit)
        }
        exit => Err(Failure::with(exit, message)),
    }
}
