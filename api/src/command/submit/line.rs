//! One line of the input: a compact JWS already signed, or an event to complete and sign.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ledger::event::EventType;
use ledger::event::template::LEDGER_PLACEHOLDER;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::Hooks;
use crate::command::statements::StatementFault;

/// Why a line was not sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum LineFault {
    #[error(transparent)]
    Statement(#[from] StatementFault),
    #[error("neither a compact JWS nor a JSON object")]
    Form,
    #[error("the payload of the JWS is no JSON object with id and source")]
    Payload,
    #[error("an event to sign, and no --key and --source to sign it with")]
    NoKey,
    #[error("the event's source is {found}, --source means {wanted}")]
    OtherSource { found: String, wanted: String },
    #[error("source {0:?} is no party: urn:aidledger:party:<party>")]
    SourceForm(String),
    #[error("{0}")]
    Refused(String),
    #[error(
        "id {0} was signed before with other content, and the first signature is kept: give the event another id"
    )]
    IdTaken(String),
    #[error(
        "the signature kept under this id is for ledger {found}, the server is {server}: use another --receipts folder"
    )]
    OtherLedger { found: String, server: String },
    #[error("cannot keep the signed statement: {0}")]
    Keep(String),
}

/// What a line says of itself before anything is signed.
#[derive(Debug)]
pub(super) enum Draft {
    /// A compact JWS, and its decoded payload.
    Signed { jws: String, payload: Value },
    /// An event; members may be missing.
    Event(Map<String, Value>),
}

/// How a statement is called: `source` and `id` are what the ledger knows it by, the rest is for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) source: String,
    pub(super) id: String,
    pub(super) event_type: Option<EventType>,
    pub(super) subject: Option<String>,
}

impl Name {
    /// Of an event's members.
    fn of(source: String, id: String, event: &Map<String, Value>) -> Self {
        let text = |of: Option<&Value>| of.and_then(Value::as_str).map(str::to_owned);
        let award = || event.get("data").and_then(|data| data.get("award"));
        Self {
            source,
            id,
            event_type: event.get("type").and_then(Value::as_str).and_then(EventType::from_wire),
            subject: text(event.get("subject").or_else(award)),
        }
    }

    /// What and about what, such as `award.granted 2026-0001`.
    pub(super) fn shown(&self) -> String {
        let about = self.subject.as_deref().unwrap_or(&self.id);
        self.event_type.map_or_else(|| about.to_owned(), |kind| format!("{} {about}", kind.name()))
    }

    /// Whether a signed statement has this name.
    pub(super) fn is_of(&self, jws: &str) -> bool {
        let payload: Option<Value> = payload(jws).and_then(|bytes| serde_json::from_slice(&bytes).ok());
        payload.is_some_and(|payload| {
            let is = |name: &str, wanted: &str| payload.get(name).and_then(Value::as_str) == Some(wanted);
            is("source", &self.source) && is("id", &self.id)
        })
    }
}

/// A line that names its statement.
#[derive(Debug)]
pub(super) struct Named {
    pub(super) name: Name,
    pub(super) draft: Draft,
}

/// Who signs, and into which ledger.
pub(super) struct Envelope<'a> {
    /// `urn:aidledger:party:<party>` of `--source`.
    pub(super) source: Option<&'a str>,
    /// The server's ledger id.
    pub(super) ledger: &'a str,
}

/// Reads a line as far as its name.
pub(super) fn read(line: &[u8], envelope: &Envelope<'_>, hooks: &Hooks<'_>) -> Result<Named, LineFault> {
    if !line.starts_with(b"{") {
        return signed(line);
    }
    (hooks.check_json)(line).map_err(|err| LineFault::Refused(err.to_string()))?;
    let Ok(Value::Object(mut event)) = serde_json::from_slice(line) else { return Err(LineFault::Form) };
    // A line made from a template names no ledger yet; the placeholder is nobody's id.
    if event.get("ledger").and_then(Value::as_str) == Some(LEDGER_PLACEHOLDER) {
        event.remove("ledger");
    }
    let wanted = envelope.source.ok_or(LineFault::NoKey)?;
    if let Some(found) = event.get("source").filter(|found| found.as_str() != Some(wanted)) {
        return Err(LineFault::OtherSource { found: found.to_string(), wanted: wanted.to_owned() });
    }
    let id = match event.get("id") {
        Some(id) => id.as_str().ok_or(LineFault::Form)?.to_owned(),
        None => format!("l.{:.32}", sha256_hex(line)),
    };
    Ok(Named { name: Name::of(wanted.to_owned(), id, &event), draft: Draft::Event(event) })
}

fn signed(line: &[u8]) -> Result<Named, LineFault> {
    let jws = std::str::from_utf8(line).map_err(|_| LineFault::Form)?;
    let payload = payload(jws).ok_or(LineFault::Form)?;
    let payload: Value = serde_json::from_slice(&payload).map_err(|_| LineFault::Payload)?;
    let member =
        |name: &str| payload.get(name).and_then(Value::as_str).map(str::to_owned).ok_or(LineFault::Payload);
    let (source, id) = (member("source")?, member("id")?);
    let Value::Object(members) = &payload else { return Err(LineFault::Payload) };
    Ok(Named { name: Name::of(source, id, members), draft: Draft::Signed { jws: jws.to_owned(), payload } })
}

/// The decoded payload of a compact JWS.
fn payload(jws: &str) -> Option<Vec<u8>> {
    let mut parts = jws.split('.');
    let (_, payload, _) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    URL_SAFE_NO_PAD.decode(payload).ok()
}

/// The signature to send for a line that has none yet: the envelope completed, then signed.
pub(super) fn sign(named: Named, envelope: &Envelope<'_>, hooks: &Hooks<'_>) -> Result<String, LineFault> {
    let mut event = match named.draft {
        Draft::Signed { jws, .. } => return Ok(jws),
        Draft::Event(event) => event,
    };
    let sign = hooks.sign.ok_or(LineFault::NoKey)?;
    for (name, value) in [
        ("specversion", "1.0".to_owned()),
        ("id", named.name.id.clone()),
        ("source", named.name.source),
        ("ledger", envelope.ledger.to_owned()),
        ("time", (hooks.now)()),
        ("datacontenttype", "application/json".to_owned()),
    ] {
        event.entry(name).or_insert(Value::String(value));
    }
    sign(&Value::Object(event), &named.name.id).map_err(|err| LineFault::Refused(err.to_string()))
}

/// Whether a signature kept from an earlier run says what the line says, in this ledger.
///
/// An event line may leave members out that the kept signature fills (`time`), never contradict it.
pub(super) fn agrees(kept: &str, named: &Named, ledger: &str) -> Result<(), LineFault> {
    let taken = || LineFault::IdTaken(named.name.id.clone());
    let kept: Value =
        payload(kept).and_then(|bytes| serde_json::from_slice(&bytes).ok()).ok_or_else(taken)?;
    let same = match &named.draft {
        Draft::Signed { payload, .. } => kept == *payload,
        Draft::Event(event) => event.iter().all(|(name, value)| kept.get(name) == Some(value)),
    };
    if !same {
        return Err(taken());
    }
    match kept.get("ledger").and_then(Value::as_str) {
        Some(found) if found != ledger => {
            Err(LineFault::OtherLedger { found: found.to_owned(), server: ledger.to_owned() })
        }
        _ => Ok(()),
    }
}

/// Lower-case hex of SHA-256.
pub(super) fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}
