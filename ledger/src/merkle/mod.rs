//! The Merkle tree over the log's entries (RFC 6962 §2.1, SHA-256), its proofs and its tiles.
//!
//! Contract of this room: bytes and hashes in, hashes out. No file, no socket, no clock. A leaf is the hash
//! of an entry's exact stored bytes, never of a re-encoding. Proof checking never looks at who made the
//! proof and answers every failure with one error, so that nothing about the expected value leaks.
//!
//! - [`Edge`] is the append side: O(log n) hashes from which the next root follows.
//! - [`HashSource`] is the read side: anything that can name the hash of a complete subtree.
//! - [`prove_inclusion`] and [`check_inclusion`], [`prove_consistency`] and [`check_consistency`] are pairs:
//!   what the first makes, the second accepts, and it accepts nothing else for the same question.
//! - [`tile`] cuts the tree into the static files of C2SP tlog-tiles.

mod decimal;
mod edge;
mod hash;
mod proof;
mod source;
pub mod tile;
mod tile_source;

#[cfg(test)]
mod foreign_tests;

pub(crate) use decimal::decimal;
pub use edge::{Edge, root_of};
pub use hash::{Hash, HashTextError, empty_root, leaf_hash, node_hash};
pub use proof::{
    InvalidProof, MAX_PROOF_HASHES, ProveError, check_consistency, check_inclusion, prove_consistency,
    prove_inclusion,
};
pub use source::{HashSource, Nodes, OutsideTree, root_at};
pub use tile_source::{TileSource, TileSourceError};
