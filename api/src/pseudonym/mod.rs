//! Pseudonyms of natural persons: derived by a State's designated register with a key that nobody else has.
//!
//! Hosts ask with a token of the ledger and a purpose; who asked, when and what for is durable before anything is answered;
//! the number is used once and kept nowhere. `docs/spec/pseudonym.md` is the contract.
//! **Invariant:** pseudonym never writes, logs or answers a person's number, and answers nothing that it did not record.

mod asked;
mod key;
mod members;
mod server;

pub use asked::{AskedError, Asking, Record, read_asked};
pub use key::{KeyFileError, PseudonymKey};
pub use members::{Members, MembersError};
pub use server::{Serving, serve};
