//! Verifier keys: the one-line public keys that policies and ledgers hand around (C2SP signed-note,
//! "Verifier keys").

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::VerifyingKey;
use sha2::{Digest as _, Sha256};

use super::name::{NameError, check_name};
use crate::key::signature::{SignatureError, public_key, verify_with};

/// What a key signs, by the type byte that C2SP signed-note assigns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KeyKind {
    /// Type 01: Ed25519 over the note's text. Log keys.
    Ed25519,
    /// Type 04: Ed25519 over a time and the text (C2SP tlog-cosignature, "cosignature/v1"). Witness keys.
    CosignatureV1,
}

impl KeyKind {
    /// The type byte.
    pub fn byte(self) -> u8 {
        match self {
            Self::Ed25519 => 0x01,
            Self::CosignatureV1 => 0x04,
        }
    }

    fn from_byte(byte: u8) -> Option<Self> {
        [Self::Ed25519, Self::CosignatureV1].into_iter().find(|kind| kind.byte() == byte)
    }
}

/// A public key with its name: who is believed when this verifies.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct VerifierKey {
    name: String,
    id: u32,
    kind: KeyKind,
    key: VerifyingKey,
}

/// Why a text is not a verifier key this build can use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VkeyError {
    /// The key id is not eight lower-case hexadecimal digits.
    #[error("key id is not eight lower-case hexadecimal digits")]
    IdForm,
    /// The key id is not the one that name, type and key give.
    #[error("key id {found:08x} belongs to another name or key: this one has {expected:08x}")]
    IdMismatch {
        /// The id that follows from name, type and key.
        expected: u32,
        /// The id written.
        found: u32,
    },
    /// The public key is weak or no point.
    #[error(transparent)]
    Key(#[from] SignatureError),
    /// The key after its type byte is not 32 bytes.
    #[error("public key has {found} bytes after its type, Ed25519 has 32")]
    KeyLength {
        /// Bytes after the type byte.
        found: usize,
    },
    /// A signature type this build does not know.
    #[error("signature type {byte:#04x} is not supported: use 0x01 (log) or 0x04 (witness)")]
    Kind {
        /// The type byte.
        byte: u8,
    },
    /// The name breaks the rules for names.
    #[error(transparent)]
    Name(#[from] NameError),
    /// The key is not canonical padded base64, or empty.
    #[error("public key is not canonical padded base64")]
    NotBase64,
    /// There are not three fields.
    #[error("verifier key is not name+id+key")]
    Shape,
}

impl VerifierKey {
    /// Names a public key of 32 bytes.
    ///
    /// # Errors
    /// The name is none, or the key is weak or no point.
    pub fn new(name: &str, kind: KeyKind, key: &[u8; 32]) -> Result<Self, VkeyError> {
        check_name(name)?;
        Ok(Self { name: name.to_owned(), id: key_id(name, kind, key), kind, key: public_key(key)? })
    }

    /// Reads a line `name+id+base64(type, key)`; one spelling for each key.
    ///
    /// # Errors
    /// Which field is wrong.
    pub fn parse(line: &str) -> Result<Self, VkeyError> {
        // Only the first two + separate: base64 may contain more.
        let mut fields = line.splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (fields.next(), fields.next(), fields.next()) else {
            return Err(VkeyError::Shape);
        };
        check_name(name)?;
        let found = parse_id(id).ok_or(VkeyError::IdForm)?;
        let bytes = STANDARD.decode(key).map_err(|_| VkeyError::NotBase64)?;
        let (byte, key) = bytes.split_first().ok_or(VkeyError::NotBase64)?;
        let kind = KeyKind::from_byte(*byte).ok_or(VkeyError::Kind { byte: *byte })?;
        let key = <&[u8; 32]>::try_from(key).map_err(|_| VkeyError::KeyLength { found: key.len() })?;
        let parsed = Self::new(name, kind, key)?;
        if parsed.id == found {
            Ok(parsed)
        } else {
            Err(VkeyError::IdMismatch { expected: parsed.id, found })
        }
    }

    /// The key's name; for a log key, the log's origin.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The key id: a short handle, no protection against collisions made on purpose.
    pub fn id(&self) -> u32 {
        self.id
    }

    /// What it signs.
    pub fn kind(&self) -> KeyKind {
        self.kind
    }

    /// The raw public key (RFC 8032 §5.1.5).
    pub fn public_key(&self) -> [u8; 32] {
        self.key.to_bytes()
    }

    /// Verifies a signature line's bytes after the key id, over a note's text. Answers the time that a
    /// cosignature states, in seconds since 1970.
    pub(super) fn verify(&self, text: &str, signature: &[u8]) -> Result<Option<u64>, SignatureError> {
        match self.kind {
            KeyKind::Ed25519 => verify_with(&self.key, text.as_bytes(), signature).map(|()| None),
            KeyKind::CosignatureV1 => {
                let (time, signature) = signature.split_first_chunk::<8>().ok_or(SignatureError::Invalid)?;
                let time = u64::from_be_bytes(*time);
                let message = cosigned_message(text, time).ok_or(SignatureError::Invalid)?;
                verify_with(&self.key, message.as_bytes(), signature).map(|()| Some(time))
            }
        }
    }
}

/// `SHA-256(name || 0x0A || type || key)[:4]`, big-endian (C2SP signed-note, "Signatures").
fn key_id(name: &str, kind: KeyKind, key: &[u8; 32]) -> u32 {
    let preimage = Sha256::new().chain_update(name).chain_update([b'\n', kind.byte()]).chain_update(key);
    let [a, b, c, d, ..]: [u8; 32] = preimage.finalize().into();
    u32::from_be_bytes([a, b, c, d])
}

fn parse_id(digits: &str) -> Option<u32> {
    let lower_hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    let well_formed = digits.len() == 8 && digits.bytes().all(lower_hex);
    if well_formed { u32::from_str_radix(digits, 16).ok() } else { None }
}

/// What a cosigner signs (C2SP tlog-cosignature, "Ed25519 signed message"); nothing for a time past the
/// format's limit of `2^63 - 1`.
pub(super) fn cosigned_message(text: &str, time: u64) -> Option<String> {
    i64::try_from(time).ok().map(|_| format!("cosignature/v1\ntime {time}\n{text}"))
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut typed = vec![self.kind.byte()];
        typed.extend_from_slice(self.key.as_bytes());
        write!(f, "{}+{:08x}+{}", self.name, self.id, STANDARD.encode(typed))
    }
}

impl fmt::Debug for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXAMPLE: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

    #[test]
    fn the_key_of_the_specification_reads_and_prints() {
        let key = VerifierKey::parse(EXAMPLE).unwrap();
        assert_eq!((key.name(), key.id(), key.kind()), ("example.com/foo", 0x530d_903a, KeyKind::Ed25519));
        assert_eq!(key.to_string(), EXAMPLE);
    }

    #[test]
    fn the_same_key_for_another_purpose_has_another_id() {
        let key = VerifierKey::parse(EXAMPLE).unwrap();
        let witness = VerifierKey::new(key.name(), KeyKind::CosignatureV1, &key.public_key()).unwrap();
        assert_ne!(witness.id(), key.id());
        assert_eq!(VerifierKey::parse(&witness.to_string()), Ok(witness));
    }

    #[test]
    fn every_changed_character_is_refused() {
        for at in 0..EXAMPLE.len() {
            for replacement in [b'0', b'A', b'+', b'=', b' ', b'\n'] {
                let mut bytes = EXAMPLE.as_bytes().to_vec();
                if bytes[at] == replacement {
                    continue;
                }
                bytes[at] = replacement;
                let changed = String::from_utf8(bytes).unwrap();
                assert!(VerifierKey::parse(&changed).is_err(), "{changed}");
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_refused_or_prints_as_it_read(text in "[a-z+]{0,3}[+]?[0-9a-f]{0,8}[+][A-Za-z0-9+/=]{0,50}|.*") {
            if let Ok(key) = VerifierKey::parse(&text) {
                proptest::prop_assert_eq!(key.to_string(), text);
            }
        }
    }
}
