//! The commands, one file each.

mod facts;
mod headroom;
mod position;
mod proof;
mod replay;
mod verify;
mod witness;

pub use headroom::headroom;
pub use position::explain;
pub use proof::{check, prove};
pub use replay::replay;
pub use verify::verify;
pub use witness::witness;

use rules::audit::{Options, Report};

use crate::failure::Failure;
use crate::output::note;

/// How commands read a log of which they only want an answer: whatever it is, but never past a fault in silence.
fn lenient() -> Options {
    Options { trust_first_sight: true, ..Options::default() }
}

/// An answer from an unsound log is none.
fn refuse_unsound(report: &Report) -> Result<(), Failure> {
    use rules::audit::Exit;
    let first = || report.first().map(ToString::to_string).unwrap_or_default();
    match report.exit() {
        Exit::Sound | Exit::Incomplete | Exit::VerdictDiffers => {
            if let Some(finding) = report.first() {
                note(&format!("{}: {finding}", report.exit().meaning()));
            }
            Ok(())
        }
        exit => Err(Failure::with(exit, format!("{}: {}", exit.meaning(), first()))),
    }
}
