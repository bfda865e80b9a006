//! What a party sends: JSON, an event, a compact JWS, and the words in them.

use std::fmt::{Debug, Display};
use std::str::FromStr;

use ledger::event::Event;
use ledger::ids::{EventId, MemberState, PartyId, UndertakingId};
use ledger::json::{FAULTS_BYTES_MAX, FAULTS_MAX, Fault, Json, parse};
use ledger::money::{Cents, Currency};
use ledger::submission::{CheckError, JWS_BYTES_MAX, Submission, base64url, sign, to_base64url};
use ledger::time::{At, LegalDate, StatementTime};
use serde_json::Value;

use crate::vectors::test_key;

/// Our reader and another one agree, what is read is written in one way, and faults are bounded and placed.
pub(super) fn json(bytes: &[u8]) {
    let other: Result<Value, _> = serde_json::from_slice(bytes);
    match parse(bytes) {
        Ok(value) => {
            let other = other.expect("we read what another reader refuses");
            assert_eq!(serde_json::to_value(&value).unwrap(), other, "two readers, two values");
            let text = value.to_string();
            assert_eq!(parse(text.as_bytes()).as_ref(), Ok(&value), "written and read again");
            integers_are_exact(&value);
        }
        Err(faults) => bounded(&faults),
    }
}

fn integers_are_exact(value: &Json) {
    match value {
        Json::Int(value) => assert!(value.unsigned_abs() <= 1 << 53, "{value}"),
        Json::Array(items) => items.iter().for_each(integers_are_exact),
        Json::Object(members) => {
            let mut names: Vec<&str> = members.iter().map(|(name, _)| name.as_str()).collect();
            names.sort_unstable();
            assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "a name twice: {names:?}");
            members.iter().for_each(|(_, value)| integers_are_exact(value));
        }
        Json::Null | Json::Bool(_) | Json::Text(_) => {}
    }
}

/// Faults say where and what; there is at least one, and not more than a person reads. Only the last may pass the bound
/// of bytes.
pub(super) fn bounded(faults: &[Fault]) {
    assert!(!faults.is_empty() && faults.len() <= FAULTS_MAX, "{} faults", faults.len());
    let length = |fault: &Fault| fault.pointer.len() + fault.message.len() + fault.hint.len();
    let but_last: usize = faults.iter().rev().skip(1).map(length).sum();
    assert!(but_last < FAULTS_BYTES_MAX, "{but_last} bytes of faults");
    for fault in faults {
        assert!(fault.pointer.is_empty() || fault.pointer.starts_with('/'), "{fault:?}");
        assert!(!fault.code.is_empty() && !fault.message.is_empty() && !fault.hint.is_empty(), "{fault:?}");
    }
}

/// An event is what its JSON says, in any spelling of that JSON.
pub(super) fn event(bytes: &[u8]) {
    match Event::read(bytes) {
        Ok(event) => {
            let json = parse(bytes).expect("an event is JSON");
            assert_eq!(Event::read(json.to_string().as_bytes()).as_ref(), Ok(&event), "written compactly");
            assert_eq!(json.member("id").and_then(Json::text), Some(event.id.as_str()));
            let wire = event.body.event_type().wire();
            assert_eq!(json.member("type").and_then(Json::text), Some(wire.as_str()));
        }
        Err(faults) => bounded(&faults),
    }
}

/// A compact JWS has one spelling, says what its payload says, and is nobody's but the key's that its header names.
pub(super) fn jws(bytes: &[u8]) {
    let read = match Submission(bytes).read() {
        Ok(read) => read,
        Err(CheckError::TooLarge(length)) => return assert!(length == bytes.len() && length > JWS_BYTES_MAX),
        Err(CheckError::Malformed(faults)) => return bounded(&faults),
        Err(other) => panic!("reading alone can't find {other}"),
    };
    assert!(bytes.len() <= JWS_BYTES_MAX);
    assert_eq!(read.jws().as_bytes(), bytes, "kept as it came");
    let parts: Vec<&str> = read.jws().split('.').collect();
    let decoded: Vec<Vec<u8>> = parts.iter().map(|part| base64url(part).expect("base64url")).collect();
    let again: Vec<String> = decoded.iter().map(|part| to_base64url(part)).collect();
    assert_eq!(again.join("."), read.jws(), "one spelling");
    let [header, payload, signature] = decoded.as_slice() else { panic!("{} parts", decoded.len()) };
    assert_eq!(signature.len(), 64);
    assert_eq!(Event::read(payload).as_ref(), Ok(read.event()), "the payload's own event");
    let header: Value = serde_json::from_slice(header).expect("a header that others read");
    assert_eq!(header.as_object().map(serde_json::Map::len), Some(3), "nothing else in the header");
    assert_eq!(header["kid"], read.kid());
    // A stranger's key under which this may be valid would be a forgery.
    let stranger = test_key(99);
    assert!(read.clone().verify(&stranger.public()).is_err());
    // The same payload, honestly signed, is the same event under that key alone.
    let signed = sign(payload, &stranger);
    if signed.len() <= JWS_BYTES_MAX {
        let ours = Submission(signed.as_bytes()).read().expect("what we sign we read");
        assert_eq!((ours.event(), ours.payload_sha256()), (read.event(), read.payload_sha256()));
    }
}

/// A normal form is its own, and canonical readers take one spelling alone.
pub(super) fn words(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    settles::<UndertakingId>(text);
    settles::<PartyId>(text);
    settles::<EventId>(text);
    settles::<MemberState>(text);
    settles::<Currency>(text);
    settles::<LegalDate>(text);
    one_spelling(At::parse_canonical(text), text);
    one_spelling(Cents::parse_canonical(text), text);
    if let Ok(time) = text.parse::<StatementTime>() {
        assert!(time.at().is_none_or(|at| At::parse_canonical(&at.to_string()) == Some(at)));
    }
    if let Some(decoded) = base64url(text) {
        assert_eq!(to_base64url(&decoded), text);
    }
}

fn settles<T: FromStr + Display + PartialEq + Debug>(text: &str) {
    let Ok(value) = text.parse::<T>() else { return };
    let normal = value.to_string();
    assert_eq!(normal.parse::<T>().ok().as_ref(), Some(&value), "`{text}` became `{normal}`");
    assert!(normal.is_ascii() && normal.len() <= 128, "`{normal}`");
}

fn one_spelling(value: Option<impl Display>, text: &str) {
    assert!(value.is_none_or(|value| value.to_string() == text), "`{text}` is not the one spelling");
}
