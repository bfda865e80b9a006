//! The shapes that cross the wire as JSON. The published document is made from these types, and each is filled from
//! the types of the rooms below by taking them apart whole: a member added there does not compile here until somebody
//! has decided whether it is shown.

mod judged;
mod routes;
mod stand;

use ledger::event::EventType;

use ledger::ids::MemberState;
use ledger::json::Json;
use ledger::{store, verdict};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use utoipa::openapi::{RefOr, Schema};

pub(in crate::http) use judged::*;
pub(in crate::http) use routes::*;
pub(in crate::http) use stand::*;

/// `["x"]`, `["low","high"]` or `["low",null]`.
fn figure() -> RefOr<Schema> {
    let text = serde_json::json!({"type": "array", "items": {"type": ["string", "null"]}, "minItems": 1, "maxItems": 2});
    serde_json::from_value(text).unwrap_or_default()
}

/// As [`figure`], or `null`.
fn figure_or_null() -> RefOr<Schema> {
    let text = serde_json::json!({"type": ["array", "null"], "items": {"type": ["string", "null"]}, "minItems": 1, "maxItems": 2});
    serde_json::from_value(text).unwrap_or_default()
}

/// Any JSON object.
fn any_object() -> RefOr<Schema> {
    serde_json::from_value(serde_json::json!({"type": "object"})).unwrap_or_default()
}

/// The process answers.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Alive {
    pub status: &'static str,
}

/// Whether statements are taken.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Ready {
    /// `ready` or `read-only`
    pub status: &'static str,
    /// Why not, for those who run or audit the ledger
    #[schema(required)]
    pub why: Option<String>,
    /// Why nothing that has to be recorded as a look is shown until a restart, for those who run or audit the ledger
    #[schema(required)]
    pub looks_stopped: Option<String>,
    /// Number of entries
    pub size: u64,
    /// Size of the published checkpoint
    pub published: u64,
    /// When the last entry was recorded
    #[schema(required)]
    pub last_at: Option<String>,
    /// Until when new entries carry the last one's instant, because the clock was ahead when that was made
    #[schema(required, format = DateTime)]
    pub held_until: Option<String>,
    pub index: IndexState,
    /// Seconds since the start
    pub uptime_s: u64,
}

/// The read side.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct IndexState {
    pub ready: bool,
    /// Entries that it has not seen yet
    pub lag: u64,
}

/// A head of the log.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Head {
    /// Number of entries
    pub size: u64,
    /// Merkle root over them (RFC 6962), base64
    pub root: String,
}

impl From<&store::Head> for Head {
    fn from(head: &store::Head) -> Self {
        let store::Head { size, root, note: _ } = head;
        Self { size: *size, root: root.to_base64() }
    }
}

/// Identity, keys, policy and head of the ledger.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Ledger {
    /// Leaf hash of entry 0
    pub id: String,
    /// Name of the log in every checkpoint
    pub origin: String,
    /// Display name
    pub name: String,
    pub vkeys: Vec<PublishedKey>,
    #[schema(required)]
    pub policy: Option<Policy>,
    /// Semantics number in force
    pub semantics: u64,
    pub head: Head,
}

/// A key of the log.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct PublishedKey {
    /// Verifier key line (C2SP signed-note)
    pub vkey: String,
    pub purpose: &'static str,
    /// Position from which it is good
    pub added_at: u64,
    /// Position from which it no longer is
    #[schema(required)]
    pub retired_at: Option<u64>,
}

/// What entry 0 laid down.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Policy {
    #[schema(required)]
    pub quotas: Option<QuotasInForce>,
    #[schema(required)]
    pub procedure: Option<&'static str>,
    #[schema(required)]
    pub designated_register: Option<String>,
}

/// What one party may have recorded in a day (UTC).
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct QuotasInForce {
    #[schema(required)]
    pub events_per_day: Option<u64>,
    #[schema(required)]
    pub bytes_per_day: Option<u64>,
}

/// Everybody who may make statements.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Parties {
    pub head: Head,
    pub parties: Vec<Party>,
}

/// A party.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Party {
    pub party: String,
    pub name: String,
    pub roles: Vec<&'static str>,
    pub suspended: bool,
    /// Position of its admission
    pub admitted_at: u64,
    pub mandates: Vec<MandateHeld>,
    pub keys: Vec<PartyKey>,
}

/// In whose name a party may grant.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct MandateHeld {
    #[schema(value_type = String)]
    pub member_state: MemberState,
    pub principal: MandatePrincipal,
    pub act: String,
    #[schema(format = Date)]
    pub from: String,
    #[schema(required, format = Date)]
    pub until: Option<String>,
}

/// The body in whose name a party grants.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct MandatePrincipal {
    pub id: String,
    pub name: String,
}

/// A key of a party.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct PartyKey {
    /// RFC 7638 thumbprint
    pub kid: String,
    /// Position from which it is good
    pub added_at: u64,
    /// Position from which it no longer is
    #[schema(required)]
    pub revoked_at: Option<u64>,
}

/// Adopted packs.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct RulePacks {
    pub head: Head,
    /// Digest over all adopted packs
    pub digest: String,
    pub packs: Vec<RulePack>,
}

/// An adopted pack.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct RulePack {
    pub pack: String,
    pub version: String,
    pub sha256: String,
    /// Path of its canonical bytes
    pub bytes: String,
    pub citations: Vec<String>,
}

/// A pack whose bytes are kept.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct PackKept {
    pub sha256: String,
    /// Path of its canonical bytes
    pub bytes: String,
}

/// A problem document (RFC 9457).
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Problem {
    /// Leads to the explanation of the code
    #[serde(rename = "type")]
    pub type_: String,
    pub title: String,
    /// The HTTP status
    pub status: u16,
    pub detail: String,
    /// A stable word
    pub code: &'static str,
    pub faults: Vec<Fault>,
    /// The ledger's signature under a line of a batch that was turned away; other answers have it in `AidLedger-Refusal`
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub refusal: Option<String>,
}

/// One fault of a request.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(in crate::http) struct Fault {
    /// JSON Pointer into the body, or `/query/<name>`, `/path/<name>`, `/header/<name>`
    pub pointer: String,
    pub code: String,
    pub message: String,
    pub hint: String,
}

impl From<&ledger::json::Fault> for Fault {
    fn from(fault: &ledger::json::Fault) -> Self {
        let ledger::json::Fault { pointer, code, message, hint } = fault.clone();
        Self { pointer, code: code.to_owned(), message, hint }
    }
}

/// A stored entry for readers.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Entry {
    pub position: u64,
    /// When it was recorded
    #[schema(format = DateTime)]
    pub at: String,
    /// The key that signed it
    pub kid: String,
    /// The signed payload as parsed
    #[schema(schema_with = any_object)]
    pub event: Json,
    /// The recorded verdict
    #[schema(schema_with = any_object)]
    pub verdict: verdict::Verdict,
    /// The exact bytes that are hashed
    pub entry: String,
}

/// Entries by position.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Page {
    pub events: Vec<Entry>,
    /// The last position looked at, where more may follow: give it as `after`
    #[schema(required)]
    pub next: Option<u64>,
    /// The size up to which was looked
    pub as_of: u64,
}

/// A stretch of the record of looks.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Looks {
    /// Lines, oldest first, as the record's format has them; those of one undertaking without the other undertakings
    #[schema(schema_with = objects)]
    pub looks: Vec<Value>,
    /// The last line looked at, where more may follow: give it as `after`
    #[schema(required)]
    pub next: Option<u64>,
    /// The record's last line, signed by the ledger: keep it to show later that nothing was changed
    #[schema(required)]
    pub head: Option<String>,
}

/// Summaries of what was turned away that are still to be signed.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct SummariesDue {
    /// The `data` of an `intake.summary` each, oldest day first, at most 31: due until one of that day takes effect
    #[schema(schema_with = summaries)]
    pub summaries: Vec<Value>,
}

/// A list of what the event says.
fn summaries() -> RefOr<Schema> {
    let data = format!("#/components/schemas/event.{}/properties/data", EventType::IntakeSummary.name());
    serde_json::from_value(serde_json::json!({"type": "array", "items": {"$ref": data}})).unwrap_or_default()
}

/// A list of JSON objects.
fn objects() -> RefOr<Schema> {
    serde_json::from_value(serde_json::json!({"type": "array", "items": {"type": "object"}}))
        .unwrap_or_default()
}
