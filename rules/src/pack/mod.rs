//! Law as data: a pack is a folder of dated, cited figures and rules, read strictly and hashed exactly.
//!
//! What holds here:
//! - A pack loads wholly or not at all, and says everything that is wrong with it at once ([`PackErrors`]).
//! - Every value is dated and has a unit and a citation; before its first date there is none, never zero.
//! - Two rules never claim the same case; a cap never lacks scope or unit; no figure lies unused.
//! - The same files give the same bytes ([`Pack::canonical`]) and the same digest, which `pack.adopted` signs.
//! - This room reads no file and no clock: the caller brings the bytes of a folder.
//!
//! The files of this room, each importing only from those above it:
//! - `fault`: what can be wrong; `canonical`: the one byte form; `shape`: which keys a block has; `read`: strict TOML;
//! - `citation`, `timeline`, `regime`, `param`, `list`: places in the law, values through time, closed words, figures, tables;
//! - `omission`: what a pack leaves out;
//! - `rule`: `head`, `reader` and `sectors` first, then each kind, then the table of all kinds;
//! - `load`: one pack; `library`: the compiled ones; `set`: the adopted ones; `case`: tests in a lawyer's words; `check`: a
//!   folder as a whole; `schema`: the grammar for editors; `show`: a pack as prose; `shipped`: what comes with a release.
//!
//! The format is specified in `docs/spec/pack.md`; how a lawyer writes one, in `docs/guides/write-a-pack.md`.

mod canonical;
pub mod case;
mod check;
mod citation;
mod fault;
mod figures;
mod library;
mod list;
mod load;
mod omission;
mod param;
mod read;
mod regime;
pub mod rule;
mod schema;
mod set;
mod shape;
mod show;
mod shipped;
mod timeline;

pub use check::{Checked, check, check_since};
pub use citation::Citation;
pub use fault::{PackErrors, PackFault, PackFaultKind};
pub use figures::{Figure, Figures, FiguresError, Given};
pub use library::{PackLibrary, PackSource};
pub use list::List;
pub use load::{Pack, Status};
pub use omission::{Omission, OmissionEffect};
pub use param::{DayOfYear, LinkPolicy, LoanFormula, Parameter, PerState, Roll, Value};
pub use regime::{MEMBER_STATES, Regime, Regimes, parse_regime};
pub use rule::Rule;
pub use schema::schemas;
pub use set::{PackSet, Validity};
pub use shipped::{SHIPPED, ShippedPack};
pub use show::{Shown, ShownFigure, ShownList, ShownOmission, ShownRule, ShownValue};
pub use timeline::{Dated, Entry, Standing};

#[cfg(test)]
pub(crate) use tests::labels;
#[cfg(test)]
mod tests;
