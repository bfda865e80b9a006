//! Compact JWS that the ledger itself signs: refusals and tokens. Their `typ` keeps them from passing as statements.

use ledger::json::{Json, parse};
use ledger::submission::{PublicKey, SecretKey, base64url, to_base64url};

/// Signs a payload under a `typ` of its own.
pub(super) fn sign_as(typ: &str, payload: &[u8], key: &SecretKey) -> String {
    let header = format!("{{\"alg\":\"Ed25519\",\"kid\":\"{}\",\"typ\":\"{typ}\"}}", key.public().kid());
    let signed = format!("{}.{}", to_base64url(header.as_bytes()), to_base64url(payload));
    let signature = key.sign(signed.as_bytes());
    format!("{signed}.{}", to_base64url(&signature))
}

/// The payload of a compact JWS of that `typ` by that key, or `None` whatever is wrong with it.
pub(super) fn open_as(typ: &str, compact: &str, key: &PublicKey) -> Option<Json> {
    let (signed, signature) = compact.rsplit_once('.')?;
    let (header, payload) = signed.split_once('.')?;
    let signature: [u8; 64] = base64url(signature)?.try_into().ok()?;
    let header = parse(&base64url(header)?).ok()?;
    let Json::Object(members) = &header else { return None };
    let says = |name, value: &str| header.member(name).and_then(Json::text) == Some(value);
    let ours = members.len() == 3 && says("alg", "Ed25519") && says("typ", typ) && says("kid", &key.kid());
    if !ours || !key.signed(signed.as_bytes(), &signature) {
        return None;
    }
    parse(&base64url(payload)?).ok()
}
