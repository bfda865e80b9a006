//! The growing edge of the hash tiles: which tile is full now, and what the partial ones hold.

use crate::merkle::{Hash, node_hash, tile};

/// A tile that will never change again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FullTile {
    pub level: u8,
    pub index: u64,
    /// [`tile::FULL_TILE_BYTES`] of them.
    pub bytes: Vec<u8>,
}

/// The tiles at the right edge, one per level, each with fewer than 256 hashes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tiles {
    size: u64,
    levels: Vec<Vec<Hash>>,
}

impl Tiles {
    /// Number of leaves.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Appends a leaf; the tiles that this fills, lowest level first.
    pub fn push(&mut self, leaf: Hash) -> Vec<FullTile> {
        self.size = self.size.saturating_add(1);
        let mut full = Vec::new();
        let mut carried = Some(leaf);
        for level in 0..=tile::MAX_LEVEL {
            let Some(hash) = carried.take() else { break };
            let at = usize::from(level);
            if self.levels.len() <= at {
                self.levels.push(Vec::new());
            }
            let Some(hashes) = self.levels.get_mut(at) else { break };
            hashes.push(hash);
            if hashes.len() == usize::from(tile::WIDTH) {
                let index = tile::full_tiles(self.size, level).saturating_sub(1);
                full.push(FullTile { level, index, bytes: tile::encode_hashes(hashes) });
                carried = subtree_root(hashes);
                hashes.clear();
            }
        }
        full
    }

    /// The partial tiles a reader of the present size needs: level, index, width and bytes.
    pub fn partials(&self) -> Vec<(u8, u64, u16, Vec<u8>)> {
        let levels = (0..=tile::MAX_LEVEL).zip(&self.levels);
        let partial = levels.filter_map(|(level, hashes)| {
            let width = u16::try_from(hashes.len()).ok().filter(|width| *width > 0)?;
            Some((level, tile::full_tiles(self.size, level), width, tile::encode_hashes(hashes)))
        });
        partial.collect()
    }
}

/// The root of a complete subtree over a power of two of hashes; `None` of none.
pub(crate) fn subtree_root(hashes: &[Hash]) -> Option<Hash> {
    let mut row = hashes.to_vec();
    while row.len() > 1 {
        row = row.chunks(2).filter_map(|pair| Some(node_hash(pair.first()?, pair.get(1)?))).collect();
    }
    row.first().copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merkle::leaf_hash;

    #[test]
    fn widths_are_those_of_the_specification() {
        // 70,000 leaves: 273 full tiles and one of 112, one full and one of 17, one of 1 (C2SP tlog-tiles).
        let mut tiles = Tiles::default();
        let mut full = [0_u64; 3];
        for n in 0_u32..70_000 {
            for tile in tiles.push(leaf_hash(&n.to_be_bytes())) {
                assert_eq!(tile.index, full[usize::from(tile.level)]);
                assert_eq!(tile.bytes.len(), tile::FULL_TILE_BYTES);
                full[usize::from(tile.level)] += 1;
            }
        }
        assert_eq!(full, [273, 1, 0]);
        let partials: Vec<_> =
            tiles.partials().into_iter().map(|(l, n, w, bytes)| (l, n, w, bytes.len())).collect();
        assert_eq!(partials, [(0, 273, 112, 112 * 32), (1, 1, 17, 17 * 32), (2, 0, 1, 32)]);
    }
}
