//! STAGE 1: a compact JWS is checked on its own, and made.

mod check;
mod sign;

pub use crate::event::field::JWS_BYTES_MAX;
pub use crate::key::{KeyError, PublicKey, SecretKey, base64url, to_base64url};
pub use check::{CheckError, SignatureChecked, Submission, Unverified};
pub use sign::sign;
