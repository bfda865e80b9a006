//! One line of the record: canonical JSON, one spelling, bound to the line before by its SHA-256.

use ledger::ids::{PartyId, UndertakingId};
use ledger::time::At;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use super::{Look, LookRole};

/// Undertakings named in one line; a look at more takes several lines.
pub(super) const LINE_UNDERTAKINGS_MAX: usize = 256;
/// Longest line, its line end included: 256 ids of 128 bytes, and a purpose of 200 characters, with room.
pub(super) const LINE_BYTES_MAX: usize = 65_536;
/// Longest name of a route and longest id of a token, in characters.
const WORD_MAX: usize = 64;

/// SHA-256 of a whole line, its line end included.
pub(super) type Digest = [u8; 32];

/// What stands before the first line.
pub(super) const NOTHING: Digest = [0; 32];

pub(super) fn digest(bytes: &[u8]) -> Digest {
    Sha256::digest(bytes).into()
}

/// A line as it is written. Members that a kind does not have are absent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct Line {
    pub n: u64,
    pub at: String,
    pub kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ledger: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub party: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub via: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub undertakings: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entries: Option<[u64; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub files: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last: Option<u64>,
    pub prev: String,
}

/// The record begins; says of which ledger.
pub(super) const BEGUN: &str = "begun";
/// Somebody looked.
pub(super) const LOOK: &str = "look";
/// The rest of an earlier file is no part of the record.
pub(super) const ASIDE: &str = "aside";
/// Whole files were removed because their time was over.
pub(super) const PRUNED: &str = "pruned";

impl Line {
    /// The canonical bytes, line end included.
    pub fn encode(&self) -> Option<Vec<u8>> {
        let mut bytes = serde_json::to_vec(self).ok()?;
        bytes.push(b'\n');
        (bytes.len() <= LINE_BYTES_MAX).then_some(bytes)
    }

    /// Reads a whole line; `None` for any other bytes than [`Line::encode`] gives.
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let line: Self = serde_json::from_slice(bytes.strip_suffix(b"\n")?).ok()?;
        (line.encode()? == bytes && line.at().is_some() && line.is_of_its_kind()).then_some(line)
    }

    /// Whether the members are those of the kind.
    fn is_of_its_kind(&self) -> bool {
        let look = [self.role.is_some(), self.via.is_some(), self.undertakings.is_some()];
        let aside = [self.why.is_some(), self.file.is_some(), self.from.is_some(), self.bytes.is_some()];
        let pruned = [self.files.is_some(), self.last.is_some()];
        let only = |ledger: bool, looks: bool, asides: bool, prunes: bool| {
            self.ledger.is_some() == ledger
                && look.iter().all(|there| *there == looks)
                && (looks || [&self.party, &self.token, &self.purpose].iter().all(|one| one.is_none()))
                && (looks || self.entries.is_none())
                && aside.iter().all(|there| *there == asides)
                && pruned.iter().all(|there| *there == prunes)
                && self.sha256.is_some() == (asides || prunes)
        };
        match self.kind.as_str() {
            BEGUN => only(true, false, false, false),
            LOOK => only(false, true, false, false),
            ASIDE => only(false, false, true, false),
            PRUNED => only(false, false, false, true),
            _ => false,
        }
    }

    pub fn at(&self) -> Option<At> {
        At::parse_canonical(&self.at)
    }

    /// The lines of one look, without number, time and link: as many as its undertakings take.
    pub fn of_look(look: &Look) -> Vec<Self> {
        let one = |undertakings: &[UndertakingId]| Self {
            kind: LOOK.to_owned(),
            role: Some(look.role.as_str().to_owned()),
            party: look.party.as_ref().map(|party| party.as_str().to_owned()),
            token: look.token_id.clone(),
            via: Some(look.via.to_owned()),
            undertakings: Some(undertakings.iter().map(|id| id.as_str().to_owned()).collect()),
            entries: look.entries.as_ref().map(|range| [range.start, range.end]),
            purpose: look.purpose.as_ref().map(|purpose| purpose.as_str().to_owned()),
            ..Self::default()
        };
        let mut seen = std::collections::HashSet::new();
        let once: Vec<UndertakingId> =
            look.undertakings.iter().filter(|id| seen.insert(id.as_str())).cloned().collect();
        if once.is_empty() {
            return vec![one(&[])];
        }
        once.chunks(LINE_UNDERTAKINGS_MAX).map(one).collect()
    }
}

/// Whether a text may be a token's id or a route's name in the record.
pub(super) fn is_word(text: &str) -> bool {
    let sound = |byte: u8| byte.is_ascii_alphanumeric() || b"._:/-".contains(&byte);
    (1..=WORD_MAX).contains(&text.len()) && text.bytes().all(sound)
}

/// A line of the record as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    line: Line,
}

impl Recorded {
    pub(super) fn new(line: Line) -> Self {
        Self { line }
    }

    /// Its number in the record.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.line.n
    }

    /// Who looked in which role; `None` where the line is none of a look.
    #[must_use]
    pub fn role(&self) -> Option<LookRole> {
        LookRole::from_word(self.line.role.as_deref()?)
    }

    /// The party of the token that looked.
    #[must_use]
    pub fn party(&self) -> Option<PartyId> {
        self.line.party.as_deref()?.parse().ok()
    }

    /// The stated purpose.
    #[must_use]
    pub fn purpose(&self) -> Option<&str> {
        self.line.purpose.as_deref()
    }

    /// What was shown, as far as the question admits.
    pub fn undertakings(&self) -> impl Iterator<Item = &str> {
        self.line.undertakings.iter().flatten().map(String::as_str)
    }

    pub(super) fn is_look(&self) -> bool {
        self.line.kind == LOOK
    }

    /// Whether it names any of these.
    #[must_use]
    pub fn names_any(&self, of: &[UndertakingId]) -> bool {
        self.undertakings().any(|id| of.iter().any(|one| one.as_str() == id))
    }

    /// The same without the other undertakings that one look showed: they are not the asker's to know.
    pub(super) fn only(mut self, of: &[UndertakingId]) -> Self {
        if let Some(names) = &mut self.line.undertakings {
            names.retain(|id| of.iter().any(|one| one.as_str() == id));
        }
        self
    }

    /// For an auditor or the operator: everything but the link to the line before.
    #[must_use]
    pub fn json(&self) -> Value {
        let mut value = serde_json::to_value(&self.line).unwrap_or(Value::Null);
        if let Some(members) = value.as_object_mut() {
            members.remove("prev");
        }
        value
    }

    /// For the undertaking: who looked at it, when, how and why. Not which token, nor what else the look showed.
    #[must_use]
    pub fn json_for_undertaking(&self) -> Value {
        let line = &self.line;
        let mut members = Map::new();
        let texts =
            [("role", &line.role), ("party", &line.party), ("via", &line.via), ("purpose", &line.purpose)];
        members.insert("n".into(), json!(line.n));
        members.insert("at".into(), json!(line.at));
        for (name, text) in texts {
            if let Some(text) = text {
                members.insert(name.into(), json!(text));
            }
        }
        members.insert("undertakings".into(), json!(line.undertakings));
        Value::Object(members)
    }
}
