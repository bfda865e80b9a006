//! What a simulation asks: facts that nobody signed, in whose name, as of which day, and what for. Read from JSON with every
//! fault at once.

use ledger::event::EventType;
use ledger::ids::PartyId;
use ledger::json::{Fault, Faults, Json, Place};
use ledger::time::LegalDate;
use serde_json::{Value, json};

use super::looks::{PURPOSE_PATTERN, Purpose, PurposeError};

/// Most facts of one simulation.
pub const FACTS_MAX: usize = 64;

/// The dates that [`LegalDate`] reads, leap days included, as an ECMA-262 pattern.
pub const DATE_PATTERN: &str = "^((199[0-9]|20[0-9]{2}|21[0-9]{2})-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|\
(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))|\
(199[26]|20(0[048]|[2468][048]|[13579][26])|21(0[48]|[2468][048]|[13579][26]))-02-29)$";
/// What [`PartyId`] reads, as an ECMA-262 pattern.
pub const PARTY_PATTERN: &str = "^[A-Za-z0-9._-]{1,64}$";

/// The body of a simulation.
#[derive(Debug, Clone)]
pub struct Supposed {
    /// The facts in their order: type and `data`.
    pub events: Vec<(EventType, Json)>,
    /// The day on which they are stated; without it each one's own date.
    pub on: Option<LegalDate>,
    /// In whose name, and what for.
    pub whose: Whose,
}

/// Members of a body that say in whose name something is tried out, and what for.
pub const WHO_MEMBERS: [&str; 2] = ["as_party", "purpose"];

/// In whose name something is tried out, and what for, as a body says it.
#[derive(Debug, Clone)]
pub struct Whose {
    /// In whose name.
    pub as_party: Option<PartyId>,
    /// What for.
    pub purpose: Option<Purpose>,
}

impl Whose {
    /// Reads the two members, as far as they are there.
    pub(super) fn read(body: &Json, faults: &mut Faults) -> Self {
        let as_party = optional(body, "as_party", "write a party's id, or leave it out", faults);
        let purpose = optional(body, "purpose", PurposeError::HINT, faults);
        Self { as_party, purpose }
    }

    /// In whose name it is tried out: `own` is the party of a hosting entity's token, `None` for whoever reads everything. A
    /// hosting entity must say what for.
    ///
    /// # Errors
    /// [`RehearsalError::NotOwn`] where a party names another one; a fault at `/purpose` where it says no purpose.
    pub fn rehearsal(&self, own: Option<&PartyId>) -> Result<Rehearsal, RehearsalError> {
        let Some(own) = own else { return Ok(Rehearsal::Anybody(self.as_party.clone())) };
        if let Some(named) = self.as_party.as_ref().filter(|named| *named != own) {
            return Err(RehearsalError::NotOwn { own: own.clone(), named: named.clone() });
        }
        if self.purpose.is_none() {
            let mut faults = Faults::default();
            let what = "a hosting entity says what it asks for; it is recorded".to_owned();
            faults.push(&Place::ROOT.member("purpose"), "missing_member", what, PurposeError::HINT);
            return Err(RehearsalError::Malformed(faults.into_vec()));
        }
        Ok(Rehearsal::Own(own.clone()))
    }
}

/// The two members as JSON Schema.
pub(super) fn who_schema() -> Value {
    json!({
        "as_party": {"type": "string", "pattern": PARTY_PATTERN, "description": "In whose name; a hosting entity's own, or left out"},
        "purpose": {"type": "string", "pattern": PURPOSE_PATTERN, "description": "What for, in 3 to 200 characters, the first a letter or a digit; it is recorded. A hosting entity must say it"},
    })
}

/// In whose name, and with whose authority, facts are tried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rehearsal {
    /// A party tries out its own statements: its roles, mandates and objects are asked, and its own view is shown.
    Own(PartyId),
    /// Whoever reads everything tries out anybody's, or nobody's: nobody's authority is asked.
    Anybody(Option<PartyId>),
}

/// Why nothing is tried out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RehearsalError {
    /// The body is malformed; every fault of it.
    #[error("the simulation is malformed")]
    Malformed(Vec<Fault>),
    /// A party names another one.
    #[error("the token tries out statements of `{own}` only, not of `{named}`; leave `as_party` out")]
    NotOwn {
        /// The token's party.
        own: PartyId,
        /// Whom `as_party` names.
        named: PartyId,
    },
    /// The party is suspended: its statements would be turned away.
    #[error("the party `{0}` is suspended; the operator reinstates it")]
    Suspended(PartyId),
    /// The ledger has no such party.
    #[error("the ledger has no party `{0}`")]
    UnknownParty(PartyId),
}

impl RehearsalError {
    /// Name of the problem, listed in `docs/errors.md`, and its HTTP status.
    #[must_use]
    pub fn problem(&self) -> (u16, &'static str) {
        match self {
            Self::Malformed(_) => (400, "malformed"),
            Self::NotOwn { .. } | Self::UnknownParty(_) => (403, "not_allowed"),
            Self::Suspended(_) => (403, "party_suspended"),
        }
    }
}

impl From<Vec<Fault>> for RehearsalError {
    fn from(faults: Vec<Fault>) -> Self {
        Self::Malformed(faults)
    }
}

impl Supposed {
    /// Reads a body. A member that is there must say something: `null` and `""` are faults.
    ///
    /// # Errors
    /// Every fault.
    pub fn read(body: &Json) -> Result<Self, Vec<Fault>> {
        let mut faults = Faults::default();
        let root = Place::ROOT;
        let Json::Object(members) = body else {
            let found = format!("{} where an object is due", body.kind());
            faults.push(&root, "bad_value", found, "send {\"events\": [{\"type\", \"data\"}]}");
            return Err(faults.into_vec());
        };
        let known = ["events", "on", "as_party", "purpose"];
        for (name, _) in members.iter().filter(|(name, _)| !known.contains(&name.as_str())) {
            let hint = "known: events, on, as_party, purpose";
            faults.push(&root.member(name), "unknown_member", "no such member".into(), hint);
        }
        let on = optional(body, "on", "write YYYY-MM-DD, 1990 to 2199, or leave it out", &mut faults);
        let whose = Whose::read(body, &mut faults);
        let mut events = Vec::new();
        match body.member("events") {
            Some(Json::Array(items)) if (1..=FACTS_MAX).contains(&items.len()) => {
                let list = root.member("events");
                for (index, item) in items.iter().enumerate() {
                    events.extend(fact(item, &list.item(index), &mut faults));
                }
            }
            _ => {
                let hint = format!("give 1 to {FACTS_MAX} facts, each {{\"type\", \"data\"}}");
                faults.push(&root.member("events"), "bad_value", "not a list of facts".into(), hint);
            }
        }
        if faults.is_empty() { Ok(Self { events, on, whose }) } else { Err(faults.into_vec()) }
    }

    /// The JSON Schema (2020-12) of exactly the bodies that [`Supposed::read`] takes; what `data` must hold is the event type's
    /// to say. That a hosting entity needs a purpose is not in it, since that hangs on the token.
    #[must_use]
    pub fn schema() -> Value {
        let types = EventType::ALL.iter().flat_map(|one| [one.name().to_owned(), one.wire()]);
        let types: Vec<String> = types.collect();
        let mut schema = json!({
            "type": "object",
            "required": ["events"],
            "additionalProperties": false,
            "properties": {
                "events": {
                    "type": "array", "minItems": 1, "maxItems": FACTS_MAX,
                    "description": "Facts that nobody signed, judged one after the other",
                    "items": {
                        "type": "object",
                        "required": ["type", "data"],
                        "additionalProperties": false,
                        "properties": {
                            "type": {"type": "string", "enum": types, "description": "Event type, by its short or its full name"},
                            "data": {"type": "object", "description": "As the event type has it (`aidledger template TYPE`)"},
                        },
                    },
                },
                "on": {"type": "string", "pattern": DATE_PATTERN, "description": "The day on which they are stated; without it each one's own date"},
            },
        });
        if let (Some(properties), Value::Object(who)) =
            (schema.pointer_mut("/properties").and_then(Value::as_object_mut), who_schema())
        {
            properties.extend(who);
        }
        schema
    }
}

fn optional<T: std::str::FromStr<Err: std::fmt::Display>>(
    body: &Json,
    name: &str,
    hint: &str,
    faults: &mut Faults,
) -> Option<T> {
    let given = body.member(name)?;
    let place = Place::ROOT.member(name);
    let Some(text) = given.text() else {
        let found = format!("{} where a string is due", given.kind());
        faults.push(&place, "wrong_type", found, hint);
        return None;
    };
    match text.parse() {
        Ok(value) => Some(value),
        Err(error) => {
            faults.push(&place, "bad_value", error.to_string(), hint);
            None
        }
    }
}

/// A fact has exactly a type, by its short or its full name, and data.
fn fact(item: &Json, at: &Place<'_>, faults: &mut Faults) -> Option<(EventType, Json)> {
    let Json::Object(members) = item else {
        let found = format!("{} where an object is due", item.kind());
        faults.push(at, "wrong_type", found, "a fact is {\"type\", \"data\"}");
        return None;
    };
    for (name, _) in members.iter().filter(|(name, _)| !["type", "data"].contains(&name.as_str())) {
        let hint = "a fact has type and data; who and when are the ledger's to fill";
        faults.push(&at.member(name), "unknown_member", "no such member".into(), hint);
    }
    let name = item.member("type").and_then(Json::text).unwrap_or_default();
    let event_type = EventType::from_name(name).or_else(|| EventType::from_wire(name));
    if event_type.is_none() {
        faults.push(&at.member("type"), "unknown_type", "no such event type".into(), "such as award.granted");
    }
    let data = match item.member("data") {
        Some(data @ Json::Object(_)) => Some(data.clone()),
        Some(other) => {
            let found = format!("{} where an object is due", other.kind());
            faults.push(&at.member("data"), "wrong_type", found, "send the body of the event");
            None
        }
        None => {
            let what = "there is no data".to_owned();
            faults.push(&at.member("data"), "missing_member", what, "add the body of the event");
            None
        }
    };
    event_type.zip(data)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Supposed, Vec<(String, &'static str)>> {
        let json = ledger::json::parse(text.as_bytes()).unwrap();
        Supposed::read(&json)
            .map_err(|faults| faults.into_iter().map(|fault| (fault.pointer, fault.code)).collect())
    }

    const FACT: &str = r#"{"type":"award.granted","data":{}}"#;

    fn with(member: &str) -> Result<Supposed, Vec<(String, &'static str)>> {
        read(&format!(r#"{{"events":[{FACT}],{member}}}"#))
    }

    #[test]
    fn what_is_there_says_something() {
        let csc = || "csc".parse().unwrap();
        let asked = with(r#""on":"2026-11-20","as_party":"csc","purpose":" R 17 ""#).unwrap();
        assert_eq!(asked.whose.as_party, Some(csc()));
        assert_eq!(asked.whose.purpose.as_ref().map(Purpose::as_str), Some("R 17"));
        let bad = |pointer: &str, code| vec![(pointer.to_owned(), code)];
        // `null` was as good as absent before, and the schema says string.
        for name in ["as_party", "on", "purpose"] {
            assert_eq!(
                with(&format!(r#""{name}":null"#)).unwrap_err(),
                bad(&format!("/{name}"), "wrong_type")
            );
            assert_eq!(with(&format!(r#""{name}":"""#)).unwrap_err(), bad(&format!("/{name}"), "bad_value"));
            assert_eq!(with(&format!(r#""{name}":7"#)).unwrap_err(), bad(&format!("/{name}"), "wrong_type"));
        }
        assert_eq!(with(r#""on":"2026-02-29""#).unwrap_err(), bad("/on", "bad_value"));
        assert_eq!(with(r#""as_party":"a b""#).unwrap_err(), bad("/as_party", "bad_value"));
        assert_eq!(with(r#""purpose":"...""#).unwrap_err(), bad("/purpose", "bad_value"));
        assert_eq!(with(r#""extra":1"#).unwrap_err(), bad("/extra", "unknown_member"));
    }

    #[test]
    fn every_fault_of_a_body_is_named() {
        let wrong = |text| read(text).unwrap_err();
        let at = |pointer: &str, code| (pointer.to_owned(), code);
        assert_eq!(wrong("[]"), [at("", "bad_value")]);
        assert_eq!(wrong(r#"{}"#), [at("/events", "bad_value")]);
        assert_eq!(wrong(r#"{"events":[]}"#), [at("/events", "bad_value")]);
        assert_eq!(wrong(r#"{"events":[1]}"#), [at("/events/0", "wrong_type")]);
        assert_eq!(
            wrong(r#"{"events":[{"type":"x","time":1},{"type":"award.granted","data":null}],"on":1}"#),
            [
                at("/on", "wrong_type"),
                at("/events/0/time", "unknown_member"),
                at("/events/0/type", "unknown_type"),
                at("/events/0/data", "missing_member"),
                at("/events/1/data", "wrong_type"),
            ]
        );
        let many = format!(r#"{{"events":[{}]}}"#, [FACT; FACTS_MAX + 1].join(","));
        assert_eq!(wrong(&many), [at("/events", "bad_value")]);
    }

    #[test]
    fn a_party_tries_out_its_own_for_a_purpose() {
        let own: PartyId = "csc".parse().unwrap();
        let plain = read(&format!(r#"{{"events":[{FACT}]}}"#)).unwrap();
        assert_eq!(plain.whose.rehearsal(None), Ok(Rehearsal::Anybody(None)));
        let Err(RehearsalError::Malformed(faults)) = plain.whose.rehearsal(Some(&own)) else {
            panic!("no purpose")
        };
        assert_eq!((faults[0].pointer.as_str(), faults[0].code), ("/purpose", "missing_member"));
        let said = with(r#""purpose":"application 17""#).unwrap();
        assert_eq!(said.whose.rehearsal(Some(&own)), Ok(Rehearsal::Own(own.clone())));
        let other = with(r#""purpose":"application 17","as_party":"bsc""#).unwrap();
        let error = other.whose.rehearsal(Some(&own)).unwrap_err();
        assert_eq!(error.problem(), (403, "not_allowed"));
        assert_eq!(other.whose.rehearsal(None), Ok(Rehearsal::Anybody(Some("bsc".parse().unwrap()))));
    }
}
