//! Foreign data, read into statements the ledger understands. Pure: bytes in, lines and faults out.
//!
//! Contract: nothing is guessed and nothing is converted. What a source says is kept in the source's own figures and
//! currency; what cannot be said in the ledger's vocabulary is handed back with the row, the column and the reason.
//! The same bytes always give the same lines. Nothing here opens a file, a socket or a clock: `command` does.

pub mod fx;
pub mod mapped;
pub mod known;
pub mod opened;
mod rows;
pub mod tables;
pub mod tam;
pub mod text;
