//! The class of an enterprise by size: micro, small, medium or none of them, with the whole sum that says so.
//!
//! Sentences of `docs/spec/sme.md`. `facts` is what is asked about, `law` by which figures; `structure` says who is linked on a
//! day, `partner` who is a partner and whose hands are public, `sum` adds a period up, `status` follows the classes through
//! the periods, `judge` puts them together, `answer` tells it. `stated` takes the facts from a ledger's state.
//! **Invariant:** size judges no award, and takes nothing that is not known for nought: the answer says what is missing.

mod answer;
mod facts;
mod figures;
mod judge;
mod law;
mod partner;
mod stated;
mod status;
mod structure;
mod sum;

pub use answer::{Answer, Missing, PeriodLine, Told, told};
pub use facts::{
    Accounts, Control, Enterprise, Facts, Holder, Holding, LocalAuthority, MONTHS_OF_YEAR, Market, Name,
    Relation,
};
pub use figures::Figures;
pub use judge::judge;
pub use law::{Class, Law, LawError, Limits, Readings, Within};
pub use stated::{StatedError, asked};
pub use sum::{Line, Role};
