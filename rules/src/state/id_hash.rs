//! Ids as keys.

use sha2::{Digest as _, Sha256};

/// The first 128 bits of SHA-256 over texts that hold no line feed, one a line: an eighth of the memory of the texts.
///
/// Ids come from strangers, so the hash must be one in which nobody finds two texts alike; 2^64 tries are out of reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct IdHash(u128);

impl IdHash {
    pub(crate) fn of(parts: &[&str]) -> Self {
        let mut sha256 = Sha256::new();
        for part in parts {
            sha256.update(part.as_bytes());
            sha256.update(b"\n");
        }
        let digest: [u8; 32] = sha256.finalize().into();
        Self(digest.iter().take(16).fold(0, |hash, byte| hash << 8 | u128::from(*byte)))
    }
}
