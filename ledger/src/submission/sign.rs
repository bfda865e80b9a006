//! Making a compact JWS of ours.

use crate::key::{SecretKey, to_base64url};

/// Signs payload bytes as `aidledger+jws` with `alg` `Ed25519` (RFC 9864).
#[must_use]
pub fn sign(payload: &[u8], key: &SecretKey) -> String {
    let header =
        format!("{{\"alg\":\"Ed25519\",\"kid\":\"{}\",\"typ\":\"aidledger+jws\"}}", key.public().kid());
    let signed = format!("{}.{}", to_base64url(header.as_bytes()), to_base64url(payload));
    let signature = key.sign(signed.as_bytes());
    format!("{signed}.{}", to_base64url(&signature))
}
