//! Compact JWS that the ledger itself signs: refusals and tokens. Their `typ` keeps them from passing as statements.

use ledger::json::{Json, parse};
use ledger::submission::{PublicKey, SecretKey, base64url, to_base64url};

/// Signs a payload under a `typ` of its own.
pub(super) fn sign_as(typ: &str, payload: &[u8], key: &SecretKey) -> String {
    let signed = format!("{}.{}", header(typ, &key.public()), to_base64url(payload));
    let signature = key.sign(signed.as_bytes());
    format!("{signed}.{}", to_base64url(&signature))
}

/// The payload of a compact JWS of that `typ` by that key, or `None` whatever is wrong with it.
///
/// There is one header for a `typ` and a key, so it is compared and never interpreted: what it could ask a verifier to do
/// (another algorithm, a key of its own, `crit`, `b64`) is not read at all.
pub(super) fn open_as(typ: &str, compact: &str, key: &PublicKey) -> Option<Json> {
    let (signed, signature) = compact.rsplit_once('.')?;
    let (named, payload) = signed.split_once('.')?;
    if named != header(typ, key) {
        return None;
    }
    let signature: [u8; 64] = base64url(signature)?.try_into().ok()?;
    let payload = base64url(payload)?;
    if !key.signed(signed.as_bytes(), &signature) {
        return None;
    }
    parse(&payload).ok()
}

fn header(typ: &str, key: &PublicKey) -> String {
    to_base64url(format!("{{\"alg\":\"Ed25519\",\"kid\":\"{}\",\"typ\":\"{typ}\"}}", key.kid()).as_bytes())
}
