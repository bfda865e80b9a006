//! The Merkle leaf: one canonical line of JSON, both ways.
//!
//! **Invariant:** decoding and encoding again gives the stored bytes, or the entry is unsound.

use chrono::NaiveDate;
use serde_json::Value;

use crate::event::field::{Definitions, Field, List, Members, Sha256Hex, wrong_kind};
use crate::ids::MemberState;
use crate::json::{Fault, Faults, Json, Place, parse};
use crate::key::to_base64url;
use crate::merkle::{Hash, leaf_hash};
use crate::money::Cents;
use crate::submission::{CheckError, Submission, Unverified};
use crate::time::At;
use crate::verdict::{
    AMOUNTS_MAX, Affects, Bound, CHECKS_MAX, CODES_MAX, Check, Code, FLAGS_MAX, Figure, Flag, MEMBERS_MAX,
    Outcome, RULE_ID_BYTES_MAX, VERDICT_BYTES_MAX, Verdict,
};

pub use crate::merkle::tile::ENTRY_BYTES_MAX;

/// One entry of the log. It is made by [`Entry::new`] or read by [`Entry::decode`], nowhere else.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Entry {
    /// When it was recorded.
    pub at: At,
    /// The signed statement as it came.
    pub jws: String,
    /// What the rules said of it.
    pub verdict: Verdict,
}

/// Why bytes are not a sound entry.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// Longer than [`ENTRY_BYTES_MAX`].
    #[error("the entry has {0} bytes, at most {ENTRY_BYTES_MAX} are possible")]
    TooLong(usize),
    /// More of something in a verdict than an entry holds.
    #[error("the verdict has more {0} than an entry holds")]
    TooMany(&'static str),
    /// Not JSON of an entry's shape.
    #[error("not an entry: {}", .0.first().map(ToString::to_string).unwrap_or_default())]
    Form(Vec<Fault>),
    /// An entry in another spelling than the canonical one, from this byte on.
    #[error("not the canonical spelling, from byte {0} on")]
    NotCanonical(usize),
}

impl Entry {
    /// A new entry: for whoever gives a checked statement its position.
    #[must_use]
    pub fn new(at: At, jws: String, verdict: Verdict) -> Self {
        Self { at, jws, verdict }
    }

    /// The canonical bytes.
    ///
    /// # Errors
    /// [`EntryError::TooLong`], [`EntryError::TooMany`]: what nobody could read back is not written.
    pub fn encode(&self) -> Result<Vec<u8>, EntryError> {
        if let Some(what) = self.verdict.too_many() {
            return Err(EntryError::TooMany(what));
        }
        let mut out = String::with_capacity(self.jws.len() + 512);
        out.push_str("{\"v\":1,\"at\":\"");
        out.push_str(&self.at.to_string());
        out.push_str("\",\"jws\":\"");
        // A compact JWS is base64url and dots: nothing to escape.
        out.push_str(&self.jws);
        out.push_str("\",\"verdict\":");
        let before = out.len();
        self.verdict.write(&mut out);
        let verdict_bytes = out.len() - before;
        out.push('}');
        if out.len() > ENTRY_BYTES_MAX || verdict_bytes > VERDICT_BYTES_MAX {
            return Err(EntryError::TooLong(out.len()));
        }
        Ok(out.into_bytes())
    }

    /// Reads canonical bytes; the JWS inside is not looked at.
    ///
    /// # Errors
    /// [`EntryError`] naming what is wrong and where.
    pub fn decode(bytes: &[u8]) -> Result<Self, EntryError> {
        if bytes.len() > ENTRY_BYTES_MAX {
            return Err(EntryError::TooLong(bytes.len()));
        }
        let json = parse(bytes).map_err(EntryError::Form)?;
        let mut faults = Faults::default();
        let entry = match Self::read(&json, &Place::ROOT, &mut faults) {
            Some(entry) if faults.is_empty() => entry,
            _ => return Err(EntryError::Form(faults.into_vec())),
        };
        let canonical = entry.encode()?;
        if canonical != bytes {
            let same = canonical.iter().zip(bytes).take_while(|(a, b)| a == b).count();
            return Err(EntryError::NotCanonical(same));
        }
        Ok(entry)
    }

    /// The statement inside, not yet verified.
    ///
    /// # Errors
    /// As [`Submission::read`].
    pub fn statement(&self) -> Result<Unverified, CheckError> {
        Submission(self.jws.as_bytes()).read()
    }
}

/// The id of the ledger whose entry 0 has these bytes: base64url of the leaf hash.
#[must_use]
pub fn ledger_id(entry0: &[u8]) -> String {
    let Hash(hash) = leaf_hash(entry0);
    to_base64url(&hash)
}

impl Field for Entry {
    fn read(json: &Json, at: &Place<'_>, faults: &mut Faults) -> Option<Self> {
        let mut members = Members::of(json, at, faults)?;
        let version = members.take::<u64>("v", faults);
        let recorded = members.take::<At>("at", faults);
        let jws = members.take::<String>("jws", faults);
        let verdict = members.take::<Verdict>("verdict", faults);
        members.finish(faults);
        if version? != 1 {
            faults.push(
                &at.member("v"),
                "bad_value",
                "an entry of another version".into(),
                "use a release that reads it",
            );
        }
        Some(Self { at: recorded?, jws: jws?, verdict: verdict? })
    }

    fn schema(_: &mut Definitions) -> Value {
        Value::Null
    }
}

/// Fields of an entry are read by the same door as events, but published as prose in `docs/spec/entry.md`, not as schemas.
macro_rules! canonical_text {
    ($type:ty, $parse:expr, $what:literal) => {
        impl Field for $type {
            fn read(json: &Json, at: &Place<'_>, faults: &mut Faults) -> Option<Self> {
                let Some(text) = json.text() else { return wrong_kind(json, "a string", at, faults) };
                let parse: fn(&str) -> Option<$type> = $parse;
                let value = parse(text);
                if value.is_none() {
                    faults.push(
                        at,
                        "bad_value",
                        concat!("not ", $what).into(),
                        "the entry was not written by this format",
                    );
                }
                value
            }

            fn schema(_: &mut Definitions) -> Value {
                Value::Null
            }
        }
    };
}

canonical_text!(At, At::parse_canonical, "an instant with six decimals and Z");
canonical_text!(Cents, Cents::parse_canonical, "an amount in euro with two decimals");
canonical_text!(
    NaiveDate,
    |text| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|date| date.to_string() == text),
    "a date"
);

/// `null` or a value: unlike an absent member, which the canonical form does not know.
struct Nullable<T>(Option<T>);

impl<T: Field> Field for Nullable<T> {
    fn read(json: &Json, at: &Place<'_>, faults: &mut Faults) -> Option<Self> {
        if *json == Json::Null {
            Some(Self(None))
        } else {
            T::read(json, at, faults).map(|value| Self(Some(value)))
        }
    }

    fn schema(_: &mut Definitions) -> Value {
        Value::Null
    }
}

impl Field for Figure {
    fn read(json: &Json, at: &Place<'_>, faults: &mut Faults) -> Option<Self> {
        let ends = List::<Nullable<Cents>, 2>::read(json, at, faults)?;
        let figure = match &*ends {
            [Nullable(Some(exact))] => Some(Self::exact(*exact)),
            [Nullable(Some(low)), Nullable(high)] => Some(Self { low: *low, high: *high }),
            _ => None,
        };
        if figure.is_none() {
            faults.push(at, "bad_value", "not a figure or a range".into(), "one amount, or low and high");
        }
        figure
    }

    fn schema(_: &mut Definitions) -> Value {
        Value::Null
    }
}

impl Field for Check {
    fn read(json: &Json, at: &Place<'_>, faults: &mut Faults) -> Option<Self> {
        let mut members = Members::of(json, at, faults)?;
        let rule = members.take::<crate::ids::Id>("rule", faults);
        let member_state = members.take::<Nullable<MemberState>>("ms", faults);
        let from = members.take::<Nullable<NaiveDate>>("from", faults);
        let to = members.take::<Nullable<NaiveDate>>("to", faults);
        let unit = members.take::<String>("unit", faults);
        let bound: Option<Option<Bound>> = members.take("bound", faults);
        let after = members.take::<Figure>("after", faults);
        let limit = members.take::<Cents>("limit", faults);
        members.finish(faults);
        let rule = rule?.as_str().to_owned();
        if unit? != "EUR" || rule.len() > RULE_ID_BYTES_MAX {
            faults.push(
                at,
                "bad_value",
                "a check has a short rule id and the unit EUR".into(),
                "the entry was not written by this format",
            );
        }
        Some(Self {
            rule,
            member_state: member_state?.0,
            from: from?.0,
            to: to?.0,
            unit: "EUR",
            bound: bound?,
            after: after?,
            limit: limit?,
        })
    }

    fn schema(_: &mut Definitions) -> Value {
        Value::Null
    }
}

impl Field for Affects {
    fn read(json: &Json, at: &Place<'_>, faults: &mut Faults) -> Option<Self> {
        let mut members = Members::of(json, at, faults)?;
        let count = members.take::<u64>("count", faults);
        let sum_over = members.take::<Cents>("sum_over", faults);
        let sha256 = members.take::<Sha256Hex>("sha256", faults);
        members.finish(faults);
        Some(Self { count: count?, sum_over: sum_over?, sha256: sha256?.as_str().to_owned() })
    }

    fn schema(_: &mut Definitions) -> Value {
        Value::Null
    }
}

impl Field for Verdict {
    fn read(json: &Json, at: &Place<'_>, faults: &mut Faults) -> Option<Self> {
        let mut members = Members::of(json, at, faults)?;
        let semantics = members.take::<u64>("semantics", faults);
        let packs = members.take::<Sha256Hex>("packs", faults);
        let outcome = members.take::<Outcome>("outcome", faults);
        let codes = members.take::<List<Code, CODES_MAX>>("codes", faults);
        let flags = members.take::<List<Flag, FLAGS_MAX>>("flags", faults);
        let gge = members.take::<Nullable<Figure>>("gge", faults);
        let of_set = members.take::<Nullable<List<Nullable<Figure>, MEMBERS_MAX>>>("members", faults);
        let amounts = members.take::<Nullable<List<Cents, AMOUNTS_MAX>>>("amounts", faults);
        let checks = members.take::<List<Check, CHECKS_MAX>>("checks", faults);
        let affects = members.take::<Nullable<Affects>>("affects", faults);
        members.finish(faults);
        Some(Self {
            semantics: semantics?,
            packs: packs?.as_str().to_owned(),
            outcome: outcome?,
            codes: codes?.to_vec(),
            flags: flags?.to_vec(),
            gge: gge?.0,
            members: of_set?.0.map(|all| all.iter().map(|one| one.0).collect()).unwrap_or_default(),
            amounts: amounts?.0.map(|all| all.to_vec()).unwrap_or_default(),
            checks: checks?.to_vec(),
            affects: affects?.0,
        })
    }

    fn schema(_: &mut Definitions) -> Value {
        Value::Null
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The largest verdict the bounds admit.
    fn largest() -> Verdict {
        let amount = Cents(99_999_999_999_999_999_999_999);
        let date = NaiveDate::from_ymd_opt(2199, 12, 31);
        let check = Check {
            rule: "r".repeat(RULE_ID_BYTES_MAX),
            member_state: "FI".parse().ok(),
            from: date,
            to: date,
            unit: "EUR",
            bound: Some(Bound::HalfOpen),
            after: Figure { low: Cents(amount.0 - 1), high: Some(amount) },
            limit: Cents(99_999_999_999),
        };
        Verdict {
            semantics: u64::from(u32::MAX),
            packs: "f".repeat(64),
            outcome: Outcome::Deferred,
            codes: vec![Code::NotificationThresholdExceeded; CODES_MAX],
            flags: vec![Flag::GgeDiffersFromDeclared; FLAGS_MAX],
            gge: Some(check.after),
            members: vec![Some(check.after); MEMBERS_MAX],
            amounts: vec![amount; AMOUNTS_MAX],
            checks: vec![check; CHECKS_MAX],
            affects: Affects::of(&[(u64::MAX >> 12, amount)]),
        }
    }

    #[test]
    fn what_nobody_could_read_back_is_not_written() {
        type Change = fn(&mut Verdict);
        let one_more = |change: Change| {
            let mut verdict = largest();
            change(&mut verdict);
            Entry { at: At::from_micros(1).unwrap(), jws: "a.b.c".to_owned(), verdict }.encode()
        };
        let more: [(&str, Change); 5] = [
            ("codes", |verdict| verdict.codes.push(Code::NeedsReview)),
            ("flags", |verdict| verdict.flags.push(Flag::OverCeiling)),
            ("members", |verdict| verdict.members.push(None)),
            ("amounts", |verdict| verdict.amounts.push(Cents::ZERO)),
            ("checks", |verdict| verdict.checks.extend(verdict.checks.first().cloned())),
        ];
        for (what, change) in more {
            assert_eq!(one_more(change), Err(EntryError::TooMany(what)));
        }
    }

    #[test]
    fn the_largest_verdict_fits_and_comes_back() {
        let mut text = String::new();
        largest().write(&mut text);
        assert!(text.len() <= VERDICT_BYTES_MAX, "{} bytes", text.len());
        let entry = Entry { at: At::from_micros(1).unwrap(), jws: "a".repeat(32_768), verdict: largest() };
        let bytes = entry.encode().unwrap();
        assert_eq!(Entry::decode(&bytes).unwrap(), entry);
    }

    #[test]
    fn the_worked_example_is_canonical() {
        let text = r#"{"v":1,"at":"2026-11-23T10:25:00.123456Z","jws":"a.b.c","verdict":{"semantics":1,"packs":"0000000000000000000000000000000000000000000000000000000000000000","outcome":"admitted","codes":[],"flags":[],"gge":["40000.00"],"members":null,"amounts":null,"checks":[{"rule":"eu-2023-2831/ceiling","ms":"FI","from":"2023-11-23","to":"2026-11-23","unit":"EUR","after":["260000.00"],"limit":"300000.00"}],"affects":null}}"#;
        let entry = Entry::decode(text.as_bytes()).unwrap();
        assert_eq!(entry.encode().unwrap(), text.as_bytes());
    }

    #[test]
    fn other_spellings_are_unsound() {
        let entry = Entry { at: At::from_micros(0).unwrap(), jws: "a.b.c".into(), verdict: largest() };
        let text = String::from_utf8(entry.encode().unwrap()).unwrap();
        for (from, to) in [
            (",\"jws\"", ", \"jws\""),
            ("a.b.c", "\\u0061.b.c"),
            ("{\"v\":1,", "{"),
            ("\"unit\":\"EUR\",", ""),
        ] {
            let changed = text.replacen(from, to, 1);
            assert_ne!(changed, text);
            assert!(Entry::decode(changed.as_bytes()).is_err(), "{from} -> {to}");
        }
        let blank = text.find(",\"jws\"").unwrap() + 1;
        let changed = text.replacen(",\"jws\"", ", \"jws\"", 1);
        assert_eq!(Entry::decode(changed.as_bytes()), Err(EntryError::NotCanonical(blank)));
    }
}
