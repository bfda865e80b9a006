//! One SHA-256 value and the three ways a tree makes one (RFC 6962 §2.1).

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

/// Prefix of a leaf's preimage: keeps a leaf from being read as an interior node (RFC 6962 §2.1).
const LEAF_PREFIX: [u8; 1] = [0x00];
/// Prefix of an interior node's preimage.
const NODE_PREFIX: [u8; 1] = [0x01];

/// A SHA-256 value in the tree: a leaf, a node or a root. 32 bytes; shown as lower-case hex.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Hash(pub [u8; 32]);

/// Why a text is not a hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HashTextError {
    /// Not RFC 4648 §4 base64, or not in its one canonical spelling (padding present, spare bits zero).
    #[error("not canonical padded base64: write the 44 characters of RFC 4648 section 4")]
    NotBase64,
    /// Base64, but not of 32 bytes.
    #[error("{found} bytes where a hash has 32")]
    WrongLength {
        /// Bytes the text decoded to.
        found: usize,
    },
}

impl Hash {
    /// The 44 characters used in checkpoints and proofs: standard alphabet, with padding (RFC 4648 §4).
    pub fn to_base64(&self) -> String {
        STANDARD.encode(self.0)
    }

    /// Reads [`Hash::to_base64`] back. Strict: any other spelling of the same bytes is refused, because a
    /// hash in a signed text must have one form only.
    pub fn from_base64(text: &str) -> Result<Self, HashTextError> {
        let bytes = STANDARD.decode(text).map_err(|_| HashTextError::NotBase64)?;
        let found = bytes.len();
        <[u8; 32]>::try_from(bytes).map(Hash).map_err(|_| HashTextError::WrongLength { found })
    }

    /// 64 lower-case hexadecimal digits.
    pub fn to_hex(&self) -> String {
        self.to_string()
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// `SHA-256(0x00 || entry)`: the leaf of an entry's exact bytes (RFC 6962 §2.1).
pub fn leaf_hash(entry: &[u8]) -> Hash {
    Hash(Sha256::new().chain_update(LEAF_PREFIX).chain_update(entry).finalize().into())
}

/// `SHA-256(0x01 || left || right)`: the node over two subtrees, in order (RFC 6962 §2.1).
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    let preimage = Sha256::new().chain_update(NODE_PREFIX).chain_update(left.0).chain_update(right.0);
    Hash(preimage.finalize().into())
}

/// `SHA-256("")`: the root of the tree without leaves (RFC 6962 §2.1).
pub fn empty_root() -> Hash {
    Hash(Sha256::digest([]).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_empty_root_is_the_published_one() {
        assert_eq!(empty_root().to_base64(), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
        assert_eq!(empty_root().to_hex(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    #[test]
    fn base64_has_one_spelling() {
        let good = empty_root().to_base64();
        assert_eq!(Hash::from_base64(&good), Ok(empty_root()));
        let unpadded = good.trim_end_matches('=');
        let spare_bits_set = good.replace("hSuFU=", "hSuFV=");
        let url_safe = good.replace('+', "-").replace('/', "_");
        let spaced = format!(" {good}");
        let newline = format!("{good}\n");
        for bad in [unpadded, &spare_bits_set, &url_safe, &spaced, &newline] {
            assert_eq!(Hash::from_base64(bad), Err(HashTextError::NotBase64), "{bad}");
        }
        assert_eq!(Hash::from_base64("AAAA"), Err(HashTextError::WrongLength { found: 3 }));
        assert_eq!(Hash::from_base64(""), Err(HashTextError::WrongLength { found: 0 }));
    }

    #[test]
    fn a_leaf_is_not_a_node() {
        let (left, right) = (leaf_hash(b"l"), leaf_hash(b"r"));
        let joined = [left.0, right.0].concat();
        assert_ne!(leaf_hash(&joined), node_hash(&left, &right));
        assert_ne!(node_hash(&left, &right), node_hash(&right, &left));
    }
}
