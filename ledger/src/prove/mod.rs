//! Receipts that anybody can check offline: an entry, its `.tlog-proof`, and a policy that says whom to
//! believe.
//!
//! Contract of this room: no network, no clock, no file. A [`TlogProof`] proves nothing by itself;
//! [`TlogProof::verify`] does, for one leaf and under a [`Policy`] that the verifier already had. Only what
//! [`Verified`] carries is proven: the `extra` data of a proof is bound by nothing.

mod policy;
mod policy_parse;
mod proof;

#[cfg(test)]
mod policy_tests;
#[cfg(test)]
mod vector_tests;

pub use policy::{Policy, PolicyRefusal, Trusted};
pub use policy_parse::{PolicyError, PolicyFault};
pub use proof::{MAX_PROOF_BYTES, ProofError, TlogProof, Verified, VerifyError};
