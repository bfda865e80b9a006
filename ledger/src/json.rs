//! Strict JSON (RFC 8259, I-JSON RFC 7493 where it is stricter): what a stranger sent, read with every fault named.
//!
//! Refused at every level: duplicate members, floats and exponents, integers beyond 2^53, lone surrogates,
//! bytes that are not UTF-8. All faults of a document are collected (up to [`FAULTS_MAX`]) with the JSON pointer
//! (RFC 6901) of each, so that a sender mends everything in one go.
//! **Invariant:** nothing here knows an event type.

use std::cell::RefCell;
use std::fmt;

use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde::{Serialize, Serializer};

/// The largest integer that every JSON reader keeps exactly (2^53, RFC 8259 section 6).
pub const INTEGER_MAX: i64 = 1 << 53;
/// More faults than this help nobody; the list is cut there.
pub const FAULTS_MAX: usize = 64;
/// Bytes of text after which no further fault is noted: a pointer repeats the names around its place, so that 64 faults
/// under one long name would make a refusal sixty times as long as what was refused.
pub const FAULTS_BYTES_MAX: usize = 16_384;

/// A JSON value whose objects keep their order and have unique names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Json {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// An integer within plus or minus 2^53.
    Int(i64),
    /// A string.
    Text(String),
    /// An array.
    Array(Vec<Json>),
    /// An object in the order written.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// The member `name`, if this is an object that has it.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<&Json> {
        match self {
            Self::Object(members) => members.iter().find(|(key, _)| key == name).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The text, if this is a string.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// What kind of value this is, in words for messages.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Int(_) => "an integer",
            Self::Text(_) => "a string",
            Self::Array(_) => "an array",
            Self::Object(_) => "an object",
        }
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Int(value) => serializer.serialize_i64(*value),
            Self::Text(value) => serializer.serialize_str(value),
            Self::Array(values) => serializer.collect_seq(values),
            Self::Object(members) => serializer.collect_map(members.iter().map(|(k, v)| (k, v))),
        }
    }
}

impl fmt::Display for Json {
    /// Compact JSON with minimal escapes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&serde_json::to_string(self).map_err(|_| fmt::Error)?)
    }
}

/// One thing wrong with a document: where, what, and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// JSON pointer (RFC 6901) to the place; empty for the whole document.
    pub pointer: String,
    /// Stable name, listed in `docs/errors.md`.
    pub code: &'static str,
    /// What is wrong, in words.
    pub message: String,
    /// How to mend it.
    pub hint: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.pointer.is_empty() { "the document" } else { &self.pointer };
        write!(f, "{place}: {} ({}); {}", self.message, self.code, self.hint)
    }
}

/// A place in a document, built on the way down without allocation.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    parent: Option<&'a Place<'a>>,
    step: Step<'a>,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Root,
    Member(&'a str),
    Item(usize),
}

impl<'a> Place<'a> {
    /// The whole document.
    pub const ROOT: Place<'static> = Place { parent: None, step: Step::Root };

    /// The member `name` of the object here.
    #[must_use]
    pub fn member(&'a self, name: &'a str) -> Place<'a> {
        Place { parent: Some(self), step: Step::Member(name) }
    }

    /// The item `index` of the array here.
    #[must_use]
    pub fn item(&'a self, index: usize) -> Place<'a> {
        Place { parent: Some(self), step: Step::Item(index) }
    }

    /// The JSON pointer of this place.
    #[must_use]
    pub fn pointer(&self) -> String {
        let mut steps = Vec::new();
        let mut here = Some(self);
        while let Some(place) = here {
            match place.step {
                Step::Root => {}
                Step::Member(name) => steps.push(name.replace('~', "~0").replace('/', "~1")),
                Step::Item(index) => steps.push(index.to_string()),
            }
            here = place.parent;
        }
        steps.iter().rev().fold(String::new(), |pointer, step| pointer + "/" + step)
    }
}

/// The faults found so far in one document.
#[derive(Debug, Default)]
pub struct Faults {
    found: Vec<Fault>,
    bytes: usize,
}

impl Faults {
    /// Notes a fault; past [`FAULTS_MAX`] or [`FAULTS_BYTES_MAX`] it is dropped, the document is refused anyway.
    pub fn push(&mut self, at: &Place<'_>, code: &'static str, message: String, hint: impl Into<String>) {
        if self.has_room() {
            self.note(Fault { pointer: at.pointer(), code, message, hint: hint.into() });
        }
    }

    /// Takes over the faults of another part of the document, within the same bounds.
    pub fn absorb(&mut self, others: Vec<Fault>) {
        for fault in others {
            if self.has_room() {
                self.note(fault);
            }
        }
    }

    fn has_room(&self) -> bool {
        self.found.len() < FAULTS_MAX && self.bytes < FAULTS_BYTES_MAX
    }

    fn note(&mut self, fault: Fault) {
        let texts = [fault.pointer.len(), fault.message.len(), fault.hint.len()];
        self.bytes = texts.into_iter().fold(self.bytes, usize::saturating_add);
        self.found.push(fault);
    }

    /// Whether nothing was wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// The faults in the order found.
    #[must_use]
    pub fn into_vec(self) -> Vec<Fault> {
        self.found
    }
}

/// Reads one JSON document strictly.
///
/// # Errors
/// All faults found; a syntax error ends the reading and is then the last one.
pub fn parse(bytes: &[u8]) -> Result<Json, Vec<Fault>> {
    let faults = RefCell::new(Faults::default());
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let read = Seed { at: &Place::ROOT, faults: &faults }.deserialize(&mut reader).and_then(|value| {
        reader.end()?;
        Ok(value)
    });
    let mut faults = faults.into_inner();
    match read {
        Ok(value) if faults.is_empty() => Ok(value),
        Ok(_) => Err(faults.into_vec()),
        Err(error) => {
            let place = format!("line {} column {}", error.line(), error.column());
            faults.push(
                &Place::ROOT,
                "json_syntax",
                format!("not valid JSON at {place}: {}", without_place(&error)),
                "send one JSON document in UTF-8 (RFC 8259)",
            );
            Err(faults.into_vec())
        }
    }
}

/// serde_json ends its messages with the place, which we have said already.
fn without_place(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ").map_or(text.clone(), |(head, _)| head.to_owned())
}

/// Reads a value at a place, noting faults and going on where it can.
struct Seed<'a> {
    at: &'a Place<'a>,
    faults: &'a RefCell<Faults>,
}

impl Seed<'_> {
    fn too_large(&self, value: String) -> Json {
        let message = format!("{value} is beyond 2^53, where readers differ");
        self.fault("integer_too_large", message, "write large figures as decimal strings")
    }

    fn fault(&self, code: &'static str, message: String, hint: &str) -> Json {
        self.faults.borrow_mut().push(self.at, code, message, hint);
        Json::Null
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Json;
    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Json, E> {
        if (-INTEGER_MAX..=INTEGER_MAX).contains(&value) {
            return Ok(Json::Int(value));
        }
        Ok(self.too_large(value.to_string()))
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Json, E> {
        match i64::try_from(value) {
            Ok(value) => self.visit_i64(value),
            Err(_) => Ok(self.too_large(value.to_string())),
        }
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(self.fault(
            "float",
            format!("{value} is read as a floating-point number"),
            "write amounts, rates and percentages as decimal strings, counts as integers",
        ))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Json, E> {
        Ok(Json::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let mut values = Vec::new();
        loop {
            let at = self.at.item(values.len());
            match items.next_element_seed(Seed { at: &at, faults: self.faults })? {
                Some(value) => values.push(value),
                None => return Ok(Json::Array(values)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Json, A::Error> {
        let mut values: Vec<(String, Json)> = Vec::new();
        // The set beside the list keeps a hostile object of many names from costing quadratic time.
        let mut names = std::collections::HashSet::new();
        while let Some(name) = members.next_key::<String>()? {
            let at = self.at.member(&name);
            if !names.insert(name.clone()) {
                Seed { at: &at, faults: self.faults }.fault(
                    "duplicate_member",
                    format!("`{}` stands twice in one object", name.escape_debug()),
                    "keep one of them",
                );
            }
            let value = members.next_value_seed(Seed { at: &at, faults: self.faults })?;
            values.push((name, value));
        }
        Ok(Json::Object(values))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str) -> Vec<(String, &'static str)> {
        parse(text.as_bytes()).unwrap_err().into_iter().map(|f| (f.pointer, f.code)).collect()
    }

    #[test]
    fn many_faults_under_a_long_name_stay_short() {
        let inner: Vec<String> = (0..70).map(|n| format!("\"{n}\":0.5")).collect();
        let text = format!("{{\"{}\":{{{}}}}}", "n".repeat(20_000), inner.join(","));
        let faults = parse(text.as_bytes()).unwrap_err();
        let bytes: usize = faults.iter().map(|fault| fault.pointer.len() + fault.message.len()).sum();
        assert_eq!(faults.len(), 1, "the first alone passes the bound");
        assert!(bytes < 2 * text.len(), "{bytes} bytes of faults for {} bytes", text.len());
        let many = parse(text.replace(&"n".repeat(20_000), "n").as_bytes()).unwrap_err();
        assert_eq!(many.len(), FAULTS_MAX);
        let mut both = Faults::default();
        both.absorb(many.clone());
        both.absorb(many);
        assert_eq!(both.into_vec().len(), FAULTS_MAX, "two lists together keep the bound of one");
    }

    #[test]
    fn all_faults_are_named_with_their_places() {
        let found = codes(r#"{"a":1.5,"b":{"c":1,"c":2},"d":[9007199254740993,1e2]}"#);
        let expected =
            [("/a", "float"), ("/b/c", "duplicate_member"), ("/d/0", "integer_too_large"), ("/d/1", "float")];
        assert_eq!(found, expected.map(|(p, c)| (p.to_owned(), c)));
    }

    #[test]
    fn syntax_ends_the_reading() {
        for text in ["", "{", "[1,]", "{} {}", "\u{feff}{}", "\"\\ud800\"", "01", "nul", "{\"a\":}"] {
            let found = codes(text);
            assert_eq!(found.last().map(|f| f.1), Some("json_syntax"), "{text}");
        }
        assert!(parse(b"\"\xff\"").is_err());
        assert!(parse("[".repeat(10_000).as_bytes()).is_err());
    }

    #[test]
    fn order_and_bounds_are_kept() {
        let text = r#"{"z":9007199254740992,"a":[-9007199254740992,null,true,"x\n"]}"#;
        assert_eq!(parse(text.as_bytes()).unwrap().to_string(), text);
    }
}
