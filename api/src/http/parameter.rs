//! Parameters of path and query, typed: what a handler gets has been read by the vocabulary's own types, and the
//! published document says of each what those types take.

use std::sync::Arc;

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use ledger::event::Subject;
use ledger::event::aid::Regime;
use ledger::event::field::{Definitions, Field};
use ledger::ids::{MemberState, PartyId, ScopedRef, UndertakingId};
use ledger::json::{Faults, INTEGER_MAX, Json, Place};
use ledger::merkle::tile::{TilePath, parse_path};
use ledger::time::LegalDate;
use ledger::verdict::{Code, Flag, Outcome};
use rules::pack::MEMBER_STATES;
use rules::project::DutySelection;
use rules::words::say;
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_json::json;
use utoipa::openapi::path::{Parameter, ParameterIn};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{IntoParams, PartialSchema, ToSchema};

use super::problem::{Problem, parameter_fault};
use super::{App, path};
use crate::service::looks::{PURPOSE_PATTERN, Purpose, PurposeError};
use crate::service::rehearsal::DATE_PATTERN;

/// Longest query that is looked at, bytes.
const QUERY_BYTES_MAX: usize = 4_096;
/// Stands between a message and its hint on their way through serde's errors.
const HINT: char = '\u{1f}';

/// The query of a request: every name known, each given at most once, every value of its type. Nothing is ignored.
pub(super) struct Asked<T>(pub T);

impl<T: DeserializeOwned + IntoParams> FromRequestParts<Arc<App>> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<App>) -> Result<Self, Problem> {
        read(parts.uri.query().unwrap_or_default()).map(Self)
    }
}

/// Reads a query's text.
pub(super) fn read<T: DeserializeOwned + IntoParams>(query: &str) -> Result<T, Problem> {
    if query.len() > QUERY_BYTES_MAX || path::decoded(query).is_none() {
        let hint = "write name=value, percent-encoded UTF-8, at most 4096 bytes";
        return Err(Problem::parameter("/query", "not a query of names and values", hint));
    }
    let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).collect();
    let known: Vec<String> =
        T::into_params(|| Some(ParameterIn::Query)).into_iter().map(|one| one.name).collect();
    let mut faults = Faults::default();
    for (index, (name, _)) in pairs.iter().enumerate() {
        let place = format!("/query/{}", name.escape_debug());
        if !known.iter().any(|one| one == name) {
            let hint = match known.as_slice() {
                [] => "this route takes none".to_owned(),
                known => format!("known here: {}", known.join(", ")),
            };
            faults.absorb(vec![parameter_fault(&place, "unknown parameter", &hint)]);
        } else if pairs.iter().take(index).any(|(earlier, _)| earlier == name) {
            faults.absorb(vec![parameter_fault(&place, "given twice", "give it once")]);
        }
    }
    if !faults.is_empty() {
        return Err(Problem::malformed(faults.into_vec()));
    }
    let values = serde_urlencoded::Deserializer::new(form_urlencoded::parse(query.as_bytes()));
    serde_path_to_error::deserialize(values).map_err(|error| {
        let (place, said) = (format!("/query/{}", error.path()), error.inner().to_string());
        let (message, hint) = said.split_once(HINT).unwrap_or((&said, "see GET /docs"));
        Problem::parameter(&place, message, hint)
    })
}

/// No parameter at all.
#[derive(Debug, Deserialize, IntoParams)]
pub(super) struct NoQuery {}

/// A value of the vocabulary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Typed<T>(pub T);

impl<'de, T: Field> Deserialize<'de> for Typed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let mut faults = Faults::default();
        let read = T::read(&Json::Text(text), &Place::ROOT, &mut faults);
        read.filter(|_| faults.is_empty()).map(Self).ok_or_else(|| {
            let fault = faults.into_vec().into_iter().next();
            D::Error::custom(
                fault.map_or_else(String::new, |fault| format!("{}{HINT}{}", fault.message, fault.hint)),
            )
        })
    }
}

impl<T: Field> PartialSchema for Typed<T> {
    fn schema() -> RefOr<Schema> {
        let mut described = T::schema(&mut Definitions::default());
        // `format` alone would promise years that no legal date has.
        if let Some(members) =
            described.as_object_mut().filter(|members| members.get("format") == Some(&json!("date")))
        {
            members.insert("pattern".into(), json!(DATE_PATTERN));
        }
        schema(described)
    }
}

impl<T: Field> ToSchema for Typed<T> {}

// Without type arguments, as the document's macros want them.
pub(super) type DateText = Typed<LegalDate>;
pub(super) type CodeWord = Typed<Code>;
pub(super) type FlagWord = Typed<Flag>;
pub(super) type OutcomeWord = Typed<Outcome>;
pub(super) type DutyWord = Typed<DutySelection>;
pub(super) type PartyName = Typed<PartyId>;
pub(super) type RegimeWord = Typed<Regime>;

/// A value of the vocabulary whose parameter is described more closely than its member in an event.
macro_rules! described {
    ($($(#[$doc:meta])* $name:ident($type:ty) = $schema:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone)]
        pub(super) struct $name(pub $type);

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Typed::deserialize(deserializer).map(|Typed(value)| Self(value))
            }
        }

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                $schema
            }
        }

        impl ToSchema for $name {}
    )*};
}

/// An amount in euro as a form has it; read where the plan is.
pub(super) struct AmountText;

impl PartialSchema for AmountText {
    fn schema() -> RefOr<Schema> {
        schema(json!({"type": "string", "pattern": r"^(0|[1-9][0-9]{0,14})(\.[0-9]{1,2})?$"}))
    }
}

described! {
    /// An identifier of an undertaking in any spelling.
    UndertakingText(UndertakingId) = Typed::<UndertakingId>::schema();
    /// The main object of a statement.
    SubjectText(Subject) = schema(json!({"type": "string", "pattern": "^[A-Za-z0-9._:/-]{1,128}$"}));
    /// An award in full, `party/local`; of one's own the local part is enough.
    AwardText(ScopedRef) = Typed::<ScopedRef>::schema();
    /// A State that may grant.
    StateCode(MemberState) = schema(json!({"type": "string", "enum": MEMBER_STATES}));
}

/// As a form sends it: the value, or nothing for an empty field.
pub(super) fn or_blank<T: PartialSchema>() -> RefOr<Schema> {
    schema(json!({"anyOf": [{"type": "string", "maxLength": 0}, T::schema()]}))
}

/// A schema of the vocabulary as one of the document.
fn schema(value: serde_json::Value) -> RefOr<Schema> {
    serde_json::from_value(value).unwrap_or_default()
}

/// What a caller says it asks for.
#[derive(Debug, Clone)]
pub(super) struct PurposeText(pub Purpose);

impl<'de> Deserialize<'de> for PurposeText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let fault = |error| D::Error::custom(format!("{error}{HINT}{}", PurposeError::HINT));
        String::deserialize(deserializer)?.parse().map(Self).map_err(fault)
    }
}

impl PartialSchema for PurposeText {
    fn schema() -> RefOr<Schema> {
        schema(json!({"type": "string", "pattern": PURPOSE_PATTERN}))
    }
}

impl ToSchema for PurposeText {}

/// A number of digits alone: from `MIN` to `MAX`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number<const MIN: u64, const MAX: u64>(pub u64);

/// A position in the log; as large as JSON's integers may be everywhere.
pub(super) type Position = Number<0, { INTEGER_MAX as u64 }>;

impl<const MIN: u64, const MAX: u64> Number<MIN, MAX> {
    /// Reads digits; no sign, no blank, no leading zero but zero itself.
    pub fn parse(text: &str) -> Option<Self> {
        let plain = text == "0" || (text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0'));
        let number = plain.then(|| text.parse().ok()).flatten()?;
        (MIN..=MAX).contains(&number).then_some(Self(number))
    }

    fn wanted() -> String {
        format!("write a number from {MIN} to {MAX}, digits only")
    }
}

impl<'de, const MIN: u64, const MAX: u64> Deserialize<'de> for Number<MIN, MAX> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let fault = || format!("can't read `{}`{HINT}{}", text.escape_debug(), Self::wanted());
        Self::parse(&text).ok_or_else(|| D::Error::custom(fault()))
    }
}

impl<const MIN: u64, const MAX: u64> PartialSchema for Number<MIN, MAX> {
    fn schema() -> RefOr<Schema> {
        schema(json!({"type": "integer", "minimum": MIN, "maximum": MAX}))
    }
}

impl<const MIN: u64, const MAX: u64> ToSchema for Number<MIN, MAX> {}

/// A parameter of a path, by its type.
pub(super) trait PathParameter: Sized {
    /// How it is read; the message and hint otherwise.
    fn read(text: &str) -> Result<Self, (String, String)>;
    /// Its name in the table's patterns, and what the document says of it.
    fn parameters() -> Vec<Parameter>;
}

/// What stands in the path where the pattern has its one parameter.
pub(super) struct At<T>(pub T);

impl<T: PathParameter> FromRequestParts<Arc<App>> for At<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        let Path(text) = Path::<String>::from_request_parts(parts, app)
            .await
            .map_err(|_| Problem::not_found(&say::why_no_path()))?;
        let name = T::parameters().first().map_or_else(String::new, |one| one.name.clone());
        T::read(&text)
            .map(Self)
            .map_err(|(message, hint)| Problem::parameter(&format!("/path/{name}"), message, &hint))
    }
}

fn in_path(name: &str, about: &str, schema: RefOr<Schema>) -> Parameter {
    Parameter::builder()
        .name(name)
        .parameter_in(ParameterIn::Path)
        .required(utoipa::openapi::Required::True)
        .description(Some(about))
        .schema(Some(schema))
        .build()
}

impl PathParameter for Position {
    fn read(text: &str) -> Result<Self, (String, String)> {
        Self::parse(text).ok_or_else(|| (format!("can't read `{}`", text.escape_debug()), Self::wanted()))
    }

    fn parameters() -> Vec<Parameter> {
        vec![in_path("position", "Position of an entry, from 0", <Self as PartialSchema>::schema())]
    }
}

impl PathParameter for UndertakingId {
    fn read(text: &str) -> Result<Self, (String, String)> {
        let hint = "write NID:<country>:<number>, EUID:.., LEI:.. or VAT:..";
        text.parse().map_err(|error: ledger::ids::IdError| (error.to_string(), hint.to_owned()))
    }

    fn parameters() -> Vec<Parameter> {
        let about = "Identifier of an undertaking in any spelling of the event vocabulary; a slash in it is written %2F";
        vec![in_path("id", about, UndertakingText::schema())]
    }
}

/// The SHA-256 of a pack: 64 lower-case hex digits.
pub(super) struct Sha256(pub String);

impl PathParameter for Sha256 {
    fn read(text: &str) -> Result<Self, (String, String)> {
        digest(text, "64 lower-case hex digits, as `aidledger pack digest` prints").map(Self)
    }

    fn parameters() -> Vec<Parameter> {
        vec![in_path("sha256", "SHA-256 of the pack's canonical bytes, hex", hex_digits())]
    }
}

/// The SHA-256 of a log's origin, by which C2SP tlog-witness names logs.
pub(super) struct LogDigest(pub String);

impl PathParameter for LogDigest {
    fn read(text: &str) -> Result<Self, (String, String)> {
        digest(text, "64 lower-case hex digits: SHA-256 of the log's origin").map(Self)
    }

    fn parameters() -> Vec<Parameter> {
        vec![in_path("sha256", "SHA-256 of the log's origin, hex", hex_digits())]
    }
}

fn digest(text: &str, hint: &str) -> Result<String, (String, String)> {
    let formed = text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if formed { Ok(text.to_owned()) } else { Err(("not a digest".to_owned(), hint.to_owned())) }
}

fn hex_digits() -> RefOr<Schema> {
    schema(json!({"type": "string", "pattern": "^[0-9a-f]{64}$"}))
}

/// A tile's or bundle's path as C2SP tlog-tiles spells it, and no other spelling.
pub(super) struct TileAt {
    /// Its path below the log.
    pub path: String,
    index: u64,
}

/// Entries in a whole bundle.
const BUNDLE: u64 = 256;
/// Groups of three digits, all but the last behind an `x`; a partial tile has its width behind `.p/`.
const INDEX: &str = r"^(x[0-9]{3}/){0,6}[0-9]{3}(\.p/([1-9]|[1-9][0-9]|1[0-9]{2}|2[0-4][0-9]|25[0-5]))?$";

impl TileAt {
    /// The path of a hash tile's level and index.
    pub fn hashes(level: &str, index: &str) -> Option<Self> {
        let path = format!("tile/{level}/{index}");
        let Ok(TilePath::Hashes { index, .. }) = parse_path(&path) else { return None };
        Some(Self { path, index })
    }

    /// The path of a bundle's index.
    pub fn entries(index: &str) -> Option<Self> {
        let path = format!("tile/entries/{index}");
        let Ok(TilePath::Entries { index, .. }) = parse_path(&path) else { return None };
        Some(Self { path, index })
    }

    /// The positions that a bundle of this index has room for.
    pub fn range(&self) -> std::ops::Range<u64> {
        let first = self.index.saturating_mul(BUNDLE);
        first..first.saturating_add(BUNDLE)
    }

    /// The index in the document.
    pub fn index() -> Parameter {
        let about =
            "Index in groups of three digits, and the width of a partial tile, as C2SP tlog-tiles has it";
        in_path("index", about, schema(json!({"type": "string", "pattern": INDEX})))
    }

    /// The level in the document.
    pub fn level() -> Parameter {
        in_path("level", "Level of the tile", schema(json!({"type": "integer", "minimum": 0, "maximum": 63})))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Few = Number<1, 500>;

    #[derive(Debug, Deserialize, IntoParams)]
    #[serde(rename_all = "kebab-case")]
    struct Some_ {
        #[param(inline)]
        member_state: Option<StateCode>,
        #[param(inline)]
        after: Option<Position>,
        #[param(inline)]
        limit: Option<Few>,
    }

    #[test]
    fn a_query_is_read_whole_or_refused_with_its_place() {
        let good: Some_ = read("member-state=FI&after=0&limit=%35").unwrap();
        assert_eq!(
            (good.member_state.unwrap().0.as_str(), good.after, good.limit),
            ("FI", Some(Number(0)), Some(Number(5)))
        );
        assert!(read::<Some_>("").unwrap().after.is_none());
        for (query, place) in [
            ("member-state=XX", "/query/member-state"),
            ("member-state=", "/query/member-state"),
            ("after=", "/query/after"),
            ("after=+1", "/query/after"),
            ("after=007", "/query/after"),
            ("after=9007199254740993", "/query/after"),
            ("limit=501", "/query/limit"),
            ("limit=0", "/query/limit"),
            ("limit=1&limit=1", "/query/limit"),
            ("lim%69t=1&limit=1", "/query/limit"),
            ("member_state=FI", "/query/member_state"),
            ("Limit=1", "/query/Limit"),
            ("limit=%zz", "/query"),
            ("limit=%ff", "/query"),
        ] {
            let problem = read::<Some_>(query).unwrap_err();
            let fault = &problem.faults[0];
            assert_eq!((problem.status, fault.pointer.as_str()), (400, place), "{query}");
            assert!(
                !fault.message.is_empty() && !fault.hint.is_empty() && !fault.message.contains(HINT),
                "{fault:?}"
            );
        }
        assert!(read::<NoQuery>("x=1").unwrap_err().faults[0].hint.contains("takes none"));
    }

    #[test]
    fn a_tile_has_one_spelling() {
        assert!(TileAt::hashes("0", "x001/234.p/5").is_some());
        assert!(TileAt::entries("000").is_some());
        for (level, index) in
            [("entries", "000"), ("00", "000"), ("64", "000"), ("0", "x000/000"), ("0", "000/.p")]
        {
            assert!(TileAt::hashes(level, index).is_none(), "{level} {index}");
        }
        assert!(TileAt::hashes("0", &"x001/".repeat(1_000)).is_none());
    }
}
