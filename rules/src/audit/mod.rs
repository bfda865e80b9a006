//! The auditor's side: a published log read from its first byte to its last, every verdict recomputed, trusting nobody.
//!
//! Contract: bytes come through [`ledger::reader::LogReader`] and are believed only once they are hashed into the root
//! that the log's own key has signed. Nothing here reads a file, a socket or a clock; a caller brings the reader, the
//! keys it trusts and the heads it has seen before, and gets a [`Report`] whose [`Exit`] is the same wherever it is
//! asked for: `aid-audit verify`, the demo, the tests.
//!
//! - [`verify()`]: signatures, authority by position, tree, packs, consistency, every verdict; [`verify_with`] also hands
//!   each entry with the state after it to a visitor, which is how replay, headroom and explanations of a log are made.
//! - [`Diff`]: the same log judged under two choices of packs, and what differs.
//! - [`facts`]: the same rules over unsigned statements, for what-if questions and test vectors.
//! - [`Line`]: one replayed entry as a line of JSON; [`Rows`]: a log as a table of awards and statements.
//!
//! **Invariant:** a fault is named by file and byte or by position, never repaired and never passed over; what was not
//! checked is said in the report.

mod diff;
pub mod facts;
mod head;
mod line;
mod mention;
mod report;
mod row;
mod run;
mod tally;
mod text;
mod tree;
mod verify;

pub use diff::{Choice, Diff, Differs, Member, Room, RoomDiffers, Sum};
pub use head::{Options, Pin, PinError, Seen};
pub use line::{CheckLine, Line};
pub use mention::{Mention, mentioned, mentions};
pub use report::{Exit, Finding, Identity, Kind, Listed, Note, PinnedBy, Report};
pub use row::{Row, Rows};
pub use run::Visitor;
pub use verify::{identify, verify, verify_with};
