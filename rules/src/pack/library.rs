//! Packs at hand, by digest.

use std::collections::HashMap;
use std::sync::Arc;

use super::fault::PackErrors;
use super::load::Pack;

/// Compiled packs by digest: what `pack.adopted` may name.
pub trait PackSource {
    /// The pack with this SHA-256 (lower-case hex) and the size of its canonical bytes, if its bytes are at hand and sound.
    fn pack(&self, sha256: &str) -> Option<(Arc<Pack>, u64)>;
}

/// A [`PackSource`] in memory.
#[derive(Debug, Clone, Default)]
pub struct PackLibrary {
    packs: HashMap<String, (Arc<Pack>, u64)>,
}

impl PackLibrary {
    /// Compiles canonical bytes and keeps the pack under its digest, which is returned in hex.
    ///
    /// # Errors
    /// Every fault of the pack.
    pub fn insert(&mut self, canonical: &[u8]) -> Result<String, PackErrors> {
        let pack = Pack::from_canonical(canonical)?;
        let sha256 = pack.sha256_hex();
        self.packs.insert(sha256.clone(), (Arc::new(pack), canonical.len() as u64));
        Ok(sha256)
    }
}

impl PackSource for PackLibrary {
    fn pack(&self, sha256: &str) -> Option<(Arc<Pack>, u64)> {
        self.packs.get(sha256).cloned()
    }
}
