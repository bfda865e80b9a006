//! Statements that this program makes itself: governance, signed with a key at hand.

use ledger::event::EventType;
use ledger::ids::PartyId;
use ledger::submission::{SecretKey, sign};
use ledger::time::At;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// What goes into the envelope.
#[derive(Debug, Clone)]
pub struct Parts<'a> {
    /// The event id; without one it follows from everything else.
    pub id: Option<String>,
    /// The type.
    pub event_type: EventType,
    /// Who states it.
    pub source: &'a PartyId,
    /// The ledger addressed; none in a founding.
    pub ledger: Option<&'a str>,
    /// The main object.
    pub subject: &'a str,
    /// When it is stated.
    pub time: At,
    /// The body.
    pub data: &'a Value,
}

/// The payload: one CloudEvent as compact JSON.
#[must_use]
pub fn payload(parts: &Parts<'_>) -> String {
    let mut event = json!({
        "specversion": "1.0",
        "id": parts.id.clone().unwrap_or_else(|| derived_id(parts)),
        "source": parts.source.source(),
        "type": parts.event_type.wire(),
        "subject": parts.subject,
        "time": parts.time.to_string(),
        "datacontenttype": "application/json",
        "data": parts.data,
    });
    if let (Some(ledger), Some(members)) = (parts.ledger, event.as_object_mut()) {
        members.insert("ledger".into(), json!(ledger));
    }
    event.to_string()
}

/// The statement as a compact JWS.
#[must_use]
pub fn signed(parts: &Parts<'_>, key: &SecretKey) -> String {
    sign(payload(parts).as_bytes(), key)
}

/// The proof in `key.added`: the new key's own statement that it is to be `party`'s in `ledger`.
#[must_use]
pub fn key_proof(ledger: &str, party: &PartyId, key: &SecretKey) -> String {
    let stated = json!({"ledger": ledger, "party": party.as_str(), "kid": key.public().kid()});
    sign(stated.to_string().as_bytes(), key)
}

/// The same statement at the same time has the same id.
fn derived_id(parts: &Parts<'_>) -> String {
    let text = format!("{}\n{}\n{}\n{}", parts.event_type, parts.subject, parts.time, parts.data);
    let digest = ledger::verdict::hex(&Sha256::digest(text.as_bytes()));
    format!("g.{}", digest.get(..32).unwrap_or(&digest))
}
