//! How far the index got, and of which log: a count and a running hash of leaf hashes.

use sha2::{Digest, Sha256};

use super::IndexError;

/// Number of entries applied, and `chain(n) = SHA-256(tag || chain(n-1) || leaf(n-1))` over their leaf hashes.
///
/// The first leaf hash is the ledger id, so two ledgers part at the first step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// The position the index expects next, which is the number of entries applied.
    pub next: u64,
    /// Running hash over the leaf hashes of positions `0..next`.
    pub chain: [u8; 32],
}

const TAG: &[u8] = b"aidledger index chain v1\n";

impl Cursor {
    /// The cursor of an empty index.
    pub const START: Self = Self { next: 0, chain: [0; 32] };

    /// The cursor one entry further on.
    #[must_use]
    pub fn advance(self, leaf_hash: &[u8; 32]) -> Self {
        let hash = Sha256::new().chain_update(TAG).chain_update(self.chain).chain_update(leaf_hash);
        // 2^64 entries of one byte would not fit on earth's disks: saturation is never reached.
        Self { next: self.next.saturating_add(1), chain: hash.finalize().into() }
    }

    /// Compares the cursor with the leaf hashes of the log, from position 0 on; takes as many as it needs.
    /// Costs one SHA-256 block or two per entry.
    ///
    /// # Errors
    /// [`IndexError::NotThisLog`] when the log is shorter than the index or holds other entries.
    pub fn check(&self, leaves: impl IntoIterator<Item = [u8; 32]>) -> Result<(), IndexError> {
        let mut at = Self::START;
        let mut leaves = leaves.into_iter();
        while at.next < self.next {
            let Some(leaf) = leaves.next() else {
                return Err(IndexError::NotThisLog {
                    what: format!("it holds {} entries, the log only {}", self.next, at.next),
                });
            };
            at = at.advance(&leaf);
        }
        if at.chain == self.chain {
            return Ok(());
        }
        Err(IndexError::NotThisLog { what: format!("their first {} entries differ", self.next) })
    }
}
