//! How one member of an event is read: strictly, noting every fault, with the JSON Schema from the same source.
//!
//! [`record!`] declares an object, [`choice!`] a closed list of words; both give type, reader and schema at once, so
//! that the three cannot drift apart.

use std::collections::BTreeMap;
use std::ops::Deref;

use serde_json::{Value, json};
use unicode_normalization::is_nfc;

use crate::ids::{Country, EventId, Id, IdError, MemberState, PartyId, ScopedRef, UndertakingId};
use crate::json::{Faults, Json, Place};
use crate::money::{Currency, FigureError, Money, Percent, Quantity, Rate, Ratio, SignedPercent};
use crate::time::{At, LegalDate, StatementTime};

/// Longest compact JWS in bytes.
pub const JWS_BYTES_MAX: usize = 32_768;

/// Schemas of records and choices by name, filled while a type's schema is made.
pub type Definitions = BTreeMap<&'static str, Value>;

/// A value that an event's member may hold.
pub trait Field: Sized {
    /// Reads the value at a place; `None` when at least one fault was noted.
    fn read(json: &Json, at: &Place<'_>, faults: &mut Faults) -> Option<Self>;

    /// What an absent member means; a fault unless the type is optional.
    fn absent(at: &Place<'_>, faults: &mut Faults) -> Option<Self> {
        faults.push(at, "missing_member", "this member is required".into(), "add it");
        None
    }

    /// Whether the member may be absent.
    const OPTIONAL: bool = false;

    /// The JSON Schema (2020-12) of the value.
    fn schema(definitions: &mut Definitions) -> Value;
}

/// Notes that a value has the wrong JSON kind.
pub fn wrong_kind<T>(json: &Json, wanted: &str, at: &Place<'_>, faults: &mut Faults) -> Option<T> {
    faults.push(
        at,
        "wrong_type",
        format!("this is {}, not {wanted}", json.kind()),
        format!("write {wanted}"),
    );
    None
}

impl<T: Field> Field for Option<T> {
    const OPTIONAL: bool = true;

    fn read(json: &Json, at: &Place<'_>, faults: &mut Faults) -> Option<Self> {
        T::read(json, at, faults).map(Some)
    }

    fn absent(_: &Place<'_>, _: &mut Faults) -> Option<Self> {
        Some(None)
    }

    fn schema(definitions: &mut Definitions) -> Value {
        T::schema(definitions)
    }
}

impl<T: Field> Field for Box<T> {
    fn read(json: &Json, at: &Place<'_>, faults: &mut Faults) -> Option<Self> {
        T::read(json, at, faults).map(Box::new)
    }

    fn schema(definitions: &mut Definitions) -> Value {
        T::schema(definitions)
    }
}

impl Field for bool {
    fn read(json: &Json, at: &Place<'_>, faults: &mut Faults) -> Option<Self> {
        match json {
            Json::Bool(value) => Some(*value),
            other => wrong_kind(other, "true or false", at, faults),
        }
    }

    fn schema(_: &mut Definitions) -> Value {
        json!({"type": "boolean"})
    }
}

impl Field for u64 {
    fn read(json: &Json, at: &Place<'_>, faults: &mut Faults) -> Option<Self> {
        let Json::Int(value) = json else {
            return wrong_kind(json, "an integer of zero or more", at, faults);
        };
        let value = u64::try_from(*value).ok();
        if value.is_none() {
            faults.push(at, "out_of_range", "this integer is below zero".into(), "write zero or more");
        }
        value
    }

    fn schema(_: &mut Definitions) -> Value {
        json!({"type": "integer", "minimum": 0, "maximum": crate::json::INTEGER_MAX})
    }
}

/// A whole number from `MIN` to `MAX`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Whole<const MIN: u64, const MAX: u64>(u64);

impl<const MIN: u64, const MAX: u64> Whole<MIN, MAX> {
    /// The number.
    #[must_use]
    pub fn get(self) -> u64 {
        self.0
    }
}

impl<const MIN: u64, const MAX: u64> Field for Whole<MIN, MAX> {
    fn read(json: &Json, at: &Place<'_>, faults: &mut Faults) -> Option<Self> {
        let value = u64::read(json, at, faults)?;
        let fits = (MIN..=MAX).contains(&value);
        if !fits {
            let hint = format!("write a whole number from {MIN} to {MAX}");
            faults.push(at, "out_of_range", format!("{value} is not from {MIN} to {MAX}"), hint);
        }
        fits.then_some(Self(value))
    }

    fn schema(_: &mut Definitions) -> Value {
        json!({"type": "integer", "minimum": MIN, "maximum": MAX})
    }
}

/// An array of at most `MAX` items; 64 where EVENTS states no number.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct List<T, const MAX: usize = 64>(pub(super) Vec<T>);

impl<T, const MAX: usize> Deref for List<T, MAX> {
    type Target = [T];
    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<'a, T, const MAX: usize> IntoIterator for &'a List<T, MAX> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<T: Field, const MAX: usize> Field for List<T, MAX> {
    fn read(json: &Json, at: &Place<'_>, faults: &mut Faults) -> Option<Self> {
        let Json::Array(items) = json else { return wrong_kind(json, "an array", at, faults) };
        if items.len() > MAX {
            let message = format!("{} items, at most {MAX} are allowed", items.len());
            faults.push(at, "too_many_items", message, "split the statement into several events");
            return None;
        }
        let read: Vec<Option<T>> =
            items.iter().enumerate().map(|(i, item)| T::read(item, &at.item(i), faults)).collect();
        read.into_iter().collect::<Option<Vec<T>>>().map(Self)
    }

    fn schema(definitions: &mut Definitions) -> Value {
        json!({"type": "array", "maxItems": MAX, "items": T::schema(definitions)})
    }
}

/// Reads a string and turns it into a value, naming the fault in the type's own words.
fn read_text<T, E: std::fmt::Display>(
    json: &Json,
    at: &Place<'_>,
    faults: &mut Faults,
    parse: impl Fn(&str) -> Result<T, E>,
    code: &'static str,
    hint: &str,
) -> Option<T> {
    let Json::Text(text) = json else { return wrong_kind(json, "a string", at, faults) };
    match parse(text) {
        Ok(value) => Some(value),
        Err(error) => {
            faults.push(at, code, format!("`{}`: {error}", shown(text)), hint);
            None
        }
    }
}

/// The text as a message may show it: short, and escaped where it is not plain.
pub(super) fn shown(text: &str) -> String {
    let cut: String = text.chars().take(60).collect();
    cut.escape_debug().to_string()
}

impl Field for UndertakingId {
    fn read(json: &Json, at: &Place<'_>, faults: &mut Faults) -> Option<Self> {
        if let Json::Text(text) = json
            && let Err(error @ IdError::Person) = text.parse::<Self>()
        {
            // The number is shown nowhere, not even to whoever sent it: answers are kept.
            faults.push(at, "bad_id", error.to_string(), PERSON_HINT);
            return None;
        }
        read_text(json, at, faults, |text| text.parse::<Self>(), "bad_id", UNDERTAKING_HINT)
    }

    fn schema(_: &mut Definitions) -> Value {
        json!({"type": "string", "maxLength": 128, "pattern": "^[A-Za-z]{3,4}:"})
    }
}

const UNDERTAKING_HINT: &str = "write NID:<country>:<number>, EUID:<register>.<number>, PRS:<32 hex>, or LEI:, VAT:, EORI:, PIC: and the number";
const PERSON_HINT: &str = "register the person as PRS:<32 hex> with natural_person true; the register's service or `aidledger pseudonym derive` makes the handle";

macro_rules! text_field {
    ($type:ty, $code:literal, $hint:literal, $schema:expr) => {
        impl Field for $type {
            fn read(json: &Json, at: &Place<'_>, faults: &mut Faults) -> Option<Self> {
                read_text(json, at, faults, |text| text.parse::<$type>(), $code, $hint)
            }

            fn schema(_: &mut Definitions) -> Value {
                $schema
            }
        }
    };
}

const ID_HINT: &str = "use printable ASCII letters, digits and . _ : / -, at most 128";
text_field!(
    Id,
    "bad_id",
    "use letters, digits and . _ : / - (ASCII), at most 128",
    pattern("^[A-Za-z0-9._:/-]{1,128}$")
);
text_field!(
    ScopedRef,
    "bad_id",
    "use <party>/<local> or your own <local>: letters, digits and . _ : / - (ASCII), at most 128",
    pattern("^[A-Za-z0-9._:/-]{1,128}$")
);
text_field!(
    EventId,
    "bad_id",
    "use letters, digits and . _ : - (ASCII), at most 64",
    pattern("^[A-Za-z0-9._:-]{1,64}$")
);
text_field!(
    PartyId,
    "bad_id",
    "use letters, digits and . _ - (ASCII), at most 64",
    pattern("^[A-Za-z0-9._-]{1,64}$")
);
text_field!(
    MemberState,
    "bad_member_state",
    "use the code of an EU Member State (EL for Greece), IS, LI, NO or XI",
    json!({"type": "string", "pattern": "^[A-Z]{2}$"})
);
text_field!(
    Country,
    "bad_country",
    "use ISO 3166-1 alpha-2, EL for Greece",
    json!({"type": "string", "pattern": "^[A-Z]{2}$"})
);
text_field!(
    LegalDate,
    "bad_date",
    "write a date that exists as YYYY-MM-DD",
    json!({"type": "string", "format": "date"})
);
impl Field for StatementTime {
    fn read(json: &Json, at: &Place<'_>, faults: &mut Faults) -> Option<Self> {
        let hint = "write the instant by RFC 3339, such as 2026-11-23T10:25:00Z";
        read_text(json, at, faults, str::parse::<Self>, "bad_time", hint)
    }

    fn schema(_: &mut Definitions) -> Value {
        let form =
            r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})$";
        json!({"type": "string", "format": "date-time", "maxLength": 40, "pattern": form})
    }
}
/// An instant in its one spelling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(pub At);

impl Field for Instant {
    fn read(json: &Json, at: &Place<'_>, faults: &mut Faults) -> Option<Self> {
        let parse =
            |text: &str| At::parse_canonical(text).map(Self).ok_or("not an instant in its one spelling");
        let hint = "write UTC with six decimals, such as 2026-11-23T10:25:00.000000Z";
        read_text(json, at, faults, parse, "bad_time", hint)
    }

    fn schema(_: &mut Definitions) -> Value {
        pattern(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z$")
    }
}
text_field!(
    Rate,
    "bad_figure",
    "write a decimal string with at most 12 decimals and no sign",
    pattern(r"^(0|[1-9][0-9]{0,11})(\.[0-9]{1,12})?$")
);
text_field!(
    Percent,
    "bad_figure",
    "write a decimal string from 0 to 100",
    pattern(r"^(0|[1-9][0-9]{0,2})(\.[0-9]{1,6})?$")
);
text_field!(
    SignedPercent,
    "bad_figure",
    "write a decimal string in percent, such as -0.45",
    pattern(r"^-?(0|[1-9][0-9]{0,2})(\.[0-9]{1,6})?$")
);
text_field!(
    Ratio,
    "bad_figure",
    "write a decimal string with at most six decimals, such as 7.5",
    pattern(r"^-?(0|[1-9][0-9]{0,8})(\.[0-9]{1,6})?$")
);
text_field!(
    Quantity,
    "bad_figure",
    "write a decimal string with at most six decimals and no sign",
    pattern(r"^(0|[1-9][0-9]{0,14})(\.[0-9]{1,6})?$")
);
text_field!(Currency, "bad_currency", "use an ISO 4217 code", pattern("^[A-Z]{3}$"));

pub(super) fn pattern(pattern: &str) -> Value {
    json!({"type": "string", "pattern": pattern})
}

impl Field for Money {
    fn read(json: &Json, at: &Place<'_>, faults: &mut Faults) -> Option<Self> {
        let mut members = Members::of(json, at, faults)?;
        let amount = members.raw_text("amount", faults);
        let currency = members.take::<Currency>("currency", faults);
        members.finish(faults);
        let (amount, currency) = (amount?, currency?);
        match Self::new(&amount, currency) {
            Ok(money) => Some(money),
            Err(error) => {
                let hint = match error {
                    FigureError::OverPrecise => format!("{currency} has {} decimals", currency.minor_units()),
                    _ => "write a decimal string such as \"40000.00\", at most 15 digits before the point, no sign".into(),
                };
                faults.push(
                    &at.member("amount"),
                    "bad_amount",
                    format!("`{}`: {error}", shown(&amount)),
                    hint,
                );
                None
            }
        }
    }

    fn schema(_: &mut Definitions) -> Value {
        json!({"type": "object", "additionalProperties": false, "required": ["amount", "currency"], "properties": {
            "amount": {"type": "string", "pattern": r"^(0|[1-9][0-9]{0,14})(\.[0-9]{1,2})?$"},
            "currency": {"type": "string", "pattern": "^[A-Z]{3}$"}}})
    }
}

/// Free text: printable, NFC, 1 to 500 bytes. Never the place for a person's name.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Text(String);

impl Text {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for Text {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.is_empty() || text.len() > 500 {
            return Err("free text has 1 to 500 bytes");
        }
        // Format characters can make two texts look alike, or hide one inside another.
        let hidden = |c: char| {
            c.is_control()
                || matches!(u32::from(c), 0xAD | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x2064 | 0x2066..=0x206F | 0xFEFF | 0xFFF9..=0xFFFB | 0xE0000..=0xE0FFF)
        };
        if text.chars().any(hidden) {
            return Err("free text holds printable characters only");
        }
        if is_nfc(text) { Ok(Self(text.to_owned())) } else { Err("free text is in Unicode normal form C") }
    }
}

text_field!(
    Text,
    "bad_text",
    "write printable text in Unicode normal form C, at most 500 bytes",
    json!({"type": "string", "minLength": 1, "maxLength": 500})
);

macro_rules! shaped_text {
    ($(#[$doc:meta])* $name:ident, $shape:expr, $pattern:literal, $hint:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub struct $name(String);

        impl $name {
            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = &'static str;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let shape: fn(&str) -> bool = $shape;
                if shape(text) { Ok(Self(text.to_owned())) } else { Err(concat!("does not match ", $pattern)) }
            }
        }

        text_field!($name, "bad_value", $hint, pattern($pattern));
    };
}

fn lower_hex(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

shaped_text!(
    /// A SHA-256 digest in 64 lower-case hex digits.
    Sha256Hex, |text| lower_hex(text, 64), "^[0-9a-f]{64}$", "write 64 lower-case hex digits"
);
shaped_text!(
    /// 128 random bits in 32 lower-case hex digits.
    Nonce, |text| lower_hex(text, 32), "^[0-9a-f]{32}$", "write 32 lower-case hex digits of a random number"
);
shaped_text!(
    /// 32 bytes in base64url without padding: a ledger id, a JWK thumbprint or an Ed25519 public key.
    Key43, |text| crate::key::base64url(text).is_some_and(|bytes| bytes.len() == 32),
    "^[A-Za-z0-9_-]{43}$", "write 32 bytes in base64url without padding, 43 characters"
);
shaped_text!(
    /// 128 random bits in base64url without padding: the id of an access token.
    TokenId, |text| crate::key::base64url(text).is_some_and(|bytes| bytes.len() == 16),
    "^[A-Za-z0-9_-]{21}[AQgw]$", "write the token's id, 22 characters, as `aidledger token issue` prints it"
);
shaped_text!(
    /// A NACE code by digits: division, group or class.
    NaceCode,
    |text| {
        let digits = |part: &str, max: usize| (1..=max).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        match text.split_once('.') {
            None => text.len() == 2 && digits(text, 2),
            Some((division, rest)) => division.len() == 2 && digits(division, 2) && digits(rest, 2),
        }
    },
    r"^[0-9]{2}(\.[0-9]{1,2})?$", "write the digits of the NACE code, such as 62.10"
);
shaped_text!(
    /// A NUTS region code.
    Nuts,
    |text| (2..=5).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        && text.bytes().take(2).all(|b| b.is_ascii_uppercase()),
    "^[A-Z]{2}[A-Z0-9]{0,3}$", "write a NUTS code such as FI1C4"
);
shaped_text!(
    /// A product sector of Regulation (EU) No 1308/2013 Art. 1(2), by its letter.
    ProductSector, |text| matches!(text.as_bytes(), [b'a'..=b'w']), "^[a-w]$", "write the letter of the sector, a to w"
);
shaped_text!(
    /// A compact JWS (RFC 7515), checked where it is used.
    CompactJws, |text| text.len() <= JWS_BYTES_MAX && text.is_ascii() && text.matches('.').count() == 2,
    r"^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+$", "write a compact JWS: three base64url parts with dots between"
);
shaped_text!(
    /// The day and month a fiscal year ends, `--MM-DD` as in ISO 8601-1.
    MonthDay,
    |text| text.len() == 7 && text.starts_with("--") && format!("2024{}", text.get(1..).unwrap_or("")).parse::<LegalDate>().is_ok(),
    "^--[0-9]{2}-[0-9]{2}$", "write month and day as --12-31"
);

/// The members of an object while they are read; what is left over at the end is a fault.
pub struct Members<'a> {
    members: &'a [(String, Json)],
    taken: Vec<&'static str>,
    at: &'a Place<'a>,
}

impl<'a> Members<'a> {
    /// The members, if the value is an object.
    pub fn of(json: &'a Json, at: &'a Place<'a>, faults: &mut Faults) -> Option<Self> {
        match json {
            Json::Object(members) => Some(Self { members, taken: Vec::new(), at }),
            other => wrong_kind(other, "an object", at, faults),
        }
    }

    fn find(&mut self, name: &'static str) -> Option<&'a Json> {
        self.taken.push(name);
        self.members.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// Reads the member `name`.
    pub fn take<T: Field>(&mut self, name: &'static str, faults: &mut Faults) -> Option<T> {
        let at = self.at.member(name);
        match self.find(name) {
            Some(json) => T::read(json, &at, faults),
            None => T::absent(&at, faults),
        }
    }

    fn raw_text(&mut self, name: &'static str, faults: &mut Faults) -> Option<String> {
        let at = self.at.member(name);
        match self.find(name) {
            Some(Json::Text(text)) => Some(text.clone()),
            Some(other) => wrong_kind(other, "a string", &at, faults),
            None => <String as Field>::absent(&at, faults),
        }
    }

    /// Notes every member that nobody took.
    pub fn finish(self, faults: &mut Faults) {
        for (name, _) in self.members {
            if !self.taken.contains(&name.as_str()) {
                let hint = match super::instead::instead(name, &self.taken) {
                    Some(hint) => hint.to_owned(),
                    None => format!("remove it; known here: {}", self.taken.join(", ")),
                };
                faults.push(
                    &self.at.member(name),
                    "unknown_member",
                    "no member of this name exists here".into(),
                    hint,
                );
            }
        }
    }
}

/// A value that is one of two shapes, told apart by whether it is a string.
pub(super) fn word_or<T: Field>(
    json: &Json,
    at: &Place<'_>,
    faults: &mut Faults,
    words: &[&str],
) -> Option<Result<String, T>> {
    match json {
        Json::Text(word) if words.contains(&word.as_str()) => Some(Ok(word.clone())),
        Json::Text(_) => wrong_kind(json, &format!("an object or one of: {}", words.join(", ")), at, faults),
        other => T::read(other, at, faults).map(Err),
    }
}

/// Only the envelope's fixed texts are plain strings; data uses the shaped types.
impl Field for String {
    fn read(json: &Json, at: &Place<'_>, faults: &mut Faults) -> Option<Self> {
        read_text(json, at, faults, |text| Ok::<_, IdError>(text.to_owned()), "bad_value", ID_HINT)
    }

    fn schema(_: &mut Definitions) -> Value {
        json!({"type": "string"})
    }
}

/// The wire name of a member: the field's own, or the one given with `as`.
macro_rules! wire {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $wire:literal) => {
        $wire
    };
}

/// Declares an object of the vocabulary: `record! { /// doc  Name { member: Type, other as "wire": Option<Type> } check rule }`.
/// The optional rule sees the whole record and notes what single members cannot show.
macro_rules! record {
    ($(#[$doc:meta])* $name:ident { $($(#[$fdoc:meta])* $field:ident $(as $wire:literal)? : $type:ty),* $(,)? } $(check $rule:path)?) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub struct $name {
            $($(#[$fdoc])* #[doc = concat!("Member `", stringify!($field), "`.")] pub $field: $type,)*
        }

        impl $crate::event::field::Field for $name {
            fn read(
                json: &$crate::json::Json,
                at: &$crate::json::Place<'_>,
                faults: &mut $crate::json::Faults,
            ) -> Option<Self> {
                #[allow(unused_mut, reason = "records without members take none")]
                let mut members = $crate::event::field::Members::of(json, at, faults)?;
                $(let $field = members.take::<$type>($crate::event::field::wire!($field $($wire)?), faults);)*
                members.finish(faults);
                let record = Self { $($field: $field?,)* };
                $(if !$rule(&record, at, faults) { return None; })?
                Some(record)
            }

            fn schema(definitions: &mut $crate::event::field::Definitions) -> serde_json::Value {
                let name = stringify!($name);
                if !definitions.contains_key(name) {
                    definitions.insert(name, serde_json::Value::Null);
                    #[allow(unused_mut, reason = "records without members fill none")]
                    let (mut properties, mut required) = (serde_json::Map::new(), Vec::<&str>::new());
                    $(
                        properties.insert($crate::event::field::wire!($field $($wire)?).to_owned(), <$type as $crate::event::field::Field>::schema(definitions));
                        if !<$type as $crate::event::field::Field>::OPTIONAL { required.push($crate::event::field::wire!($field $($wire)?)); }
                    )*
                    let schema = serde_json::json!({"type": "object", "additionalProperties": false, "properties": properties, "required": required});
                    definitions.insert(name, schema);
                }
                serde_json::json!({"$ref": format!("#/$defs/{name}")})
            }
        }
    };
}

/// Declares a closed list of words, for other crates too: `choice! { /// doc  Name { Variant = "word", .. } }`.
#[macro_export]
macro_rules! choice {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$vdoc])* #[doc = concat!("`", $word, "`")] $variant,)*
        }

        impl $name {
            /// Every word, in the order of the vocabulary.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word on the wire.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = &'static str;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text { $($word => Ok(Self::$variant),)* _ => Err(concat!("not one of" $(, " ", $word)*)) }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl $crate::event::field::Field for $name {
            fn read(
                json: &$crate::json::Json,
                at: &$crate::json::Place<'_>,
                faults: &mut $crate::json::Faults,
            ) -> Option<Self> {
                let $crate::json::Json::Text(text) = json else { return $crate::event::field::wrong_kind(json, "a string", at, faults) };
                let known = text.parse::<Self>();
                if known.is_err() {
                    let words: Vec<&str> = Self::ALL.iter().map(|word| word.as_str()).collect();
                    faults.push(at, "unknown_word", format!("`{}` is not a word of this list", text.escape_debug()), format!("use one of: {}", words.join(", ")));
                }
                known.ok()
            }

            fn schema(_: &mut $crate::event::field::Definitions) -> serde_json::Value {
                serde_json::json!({"type": "string", "enum": Self::ALL.iter().map(|word| word.as_str()).collect::<Vec<_>>()})
            }
        }
    };
}

pub use choice;
pub(crate) use {record, wire};
