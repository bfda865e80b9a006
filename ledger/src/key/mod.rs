//! Ed25519: the one door to its verification, keys as JWKs with their thumbprints, and base64url in its one spelling.
//!
//! **Invariant:** no key is weak or in a second spelling, so that one key has one thumbprint.

mod base64url;
mod jwk;
pub mod signature;

pub use base64url::{base64url, to_base64url};
pub use jwk::{KeyError, PublicKey, SecretKey};
