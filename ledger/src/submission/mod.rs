//! STAGE 1: a compact JWS is checked on its own, and made.

mod base64url;
mod check;
mod jwk;
mod sign;

pub use base64url::{base64url, to_base64url};
pub use check::{CheckError, JWS_BYTES_MAX, SignatureChecked, Submission, Unverified};
pub use jwk::{KeyError, PublicKey, SecretKey};
pub use sign::sign;
