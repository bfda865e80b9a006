//! The verifier key of a log key, as a statement brings it.

use serde_json::Value;

use super::field::{Definitions, Field, pattern, shown, wrong_kind};
use crate::checkpoint::{KeyKind, VerifierKey, VkeyError};
use crate::json::{Faults, Json, Place};

/// A verifier key line of a log key (C2SP signed-note, type 01): one whose key is sound and whose id is its own.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct VKey {
    text: String,
    key: [u8; 32],
}

/// Longest verifier key line, bytes.
const VKEY_BYTES_MAX: usize = 4_096;

impl VKey {
    /// The line.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The public key itself: the same bytes under any name.
    #[must_use]
    pub fn public_key(&self) -> [u8; 32] {
        self.key
    }
}

impl Field for VKey {
    fn read(json: &Json, at: &Place<'_>, faults: &mut Faults) -> Option<Self> {
        let Json::Text(text) = json else { return wrong_kind(json, "a string", at, faults) };
        let parsed =
            if text.len() > VKEY_BYTES_MAX { Err(VkeyError::Shape) } else { VerifierKey::parse(text) };
        let (code, why) = match parsed {
            Ok(key) if key.kind() == KeyKind::Ed25519 => {
                return Some(Self { text: text.clone(), key: key.public_key() });
            }
            Ok(_) => ("bad_value", "a witness's key, not a log's".to_owned()),
            Err(error @ VkeyError::Key(_)) => ("weak_key", error.to_string()),
            Err(error) => ("bad_value", error.to_string()),
        };
        let hint = "write name+8 hex digits+base64 as in C2SP signed-note, of type 01";
        faults.push(at, code, format!("`{}`: {why}", shown(text)), hint);
        None
    }

    fn schema(_: &mut Definitions) -> Value {
        pattern(r"^[^+ ]+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+$")
    }
}
