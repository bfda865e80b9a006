//! Tree hashes read from hash tiles: the bridge from static files to proofs.

use super::edge::root_of;
use super::hash::Hash;
use super::source::{HashSource, OutsideTree};
use super::tile::{self, HEIGHT, WIDTH};

/// The tiles of a tree of known size, read one at a time by a closure `(level, index, width) -> bytes`.
///
/// The closure is asked for exactly the width that a tree of this size has there; it may cut that from a
/// wider partial or from the full tile. Nothing is cached: wrap the closure where reading is dear.
#[derive(Clone, Debug)]
pub struct TileSource<F> {
    size: u64,
    read: F,
}

/// Why a hash could not be had from tiles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TileSourceError<E> {
    /// The tree is too small to hold the subtree.
    #[error(transparent)]
    OutsideTree(#[from] OutsideTree),
    /// The closure failed.
    #[error("{} cannot be read", tile::hash_path(*level, *index, *width))]
    Read {
        /// Tile level: each hash in the tile covers `256^level` leaves.
        level: u8,
        /// Number of the tile from the left.
        index: u64,
        /// Hashes asked for, 1 to 256.
        width: u16,
        /// What the closure answered.
        #[source]
        source: E,
    },
    /// The tile has another length than 32 bytes for each hash: it is cut short or not this tile.
    #[error("{} has {found} bytes, not 32 for each hash: restore it", tile::hash_path(*level, *index, *width))]
    WrongLength {
        /// Tile level.
        level: u8,
        /// Number of the tile from the left.
        index: u64,
        /// Hashes asked for.
        width: u16,
        /// Bytes that came.
        found: usize,
    },
}

impl<F> TileSource<F> {
    /// Tiles of a tree of `size` leaves, as `read` finds them.
    pub fn new(size: u64, read: F) -> Self {
        Self { size, read }
    }
}

/// Which hashes of which tile make up a complete subtree.
struct Place {
    level: u8,
    index: u64,
    width: u16,
    first: usize,
    count: usize,
}

/// Finds the tile that holds the subtree `(level, index)` of a tree of `size` leaves.
fn place(size: u64, level: u32, index: u64) -> Option<Place> {
    let tile_level = u8::try_from(level / HEIGHT).ok()?;
    let count = 1_u64 << (level % HEIGHT);
    let start = index.checked_mul(count)?;
    let hashes_at_level = size.checked_shr(HEIGHT * u32::from(tile_level)).unwrap_or(0);
    if start.checked_add(count)? > hashes_at_level {
        return None;
    }
    let tile_index = start / u64::from(WIDTH);
    let before = tile_index * u64::from(WIDTH);
    // A subtree is aligned to its own width, which divides a tile's: it never straddles two tiles.
    Some(Place {
        level: tile_level,
        index: tile_index,
        width: u16::try_from(hashes_at_level - before).map_or(WIDTH, |rest| rest.min(WIDTH)),
        first: usize::try_from(start - before).ok()?,
        count: usize::try_from(count).ok()?,
    })
}

impl<E, F: Fn(u8, u64, u16) -> Result<Vec<u8>, E>> HashSource for TileSource<F> {
    type Error = TileSourceError<E>;

    fn hash_at(&self, level: u32, index: u64) -> Result<Hash, Self::Error> {
        let Place { level, index, width, first, count } =
            place(self.size, level, index).ok_or(OutsideTree { level, index })?;
        let bytes = (self.read)(level, index, width).map_err(|source| TileSourceError::Read {
            level,
            index,
            width,
            source,
        })?;
        let wrong_length = TileSourceError::WrongLength { level, index, width, found: bytes.len() };
        let hashes = match tile::decode_hashes(&bytes) {
            Some(hashes) if hashes.len() == usize::from(width) => hashes,
            _ => return Err(wrong_length),
        };
        hashes.get(first..first + count).map(root_of).ok_or(wrong_length)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::convert::Infallible;

    use super::super::{Nodes, leaf_hash, prove_consistency, prove_inclusion, root_at};
    use super::*;

    type Files = BTreeMap<(u8, u64, u16), Vec<u8>>;

    fn files(nodes: &Nodes, size: u64) -> Files {
        let mut files = Files::new();
        for level in 0..4_u8 {
            let hashes = size >> (8 * level);
            let row: Vec<Hash> =
                (0..hashes).map(|at| nodes.hash_at(8 * u32::from(level), at).unwrap()).collect();
            for (index, tile) in row.chunks(256).enumerate() {
                let width = u16::try_from(tile.len()).unwrap();
                files.insert((level, index as u64, width), tile::encode_hashes(tile));
            }
        }
        files
    }

    #[test]
    fn tiles_answer_what_memory_answers() {
        let nodes = Nodes::from_leaves((0_u32..70_000).map(|n| leaf_hash(&n.to_be_bytes())));
        for size in [1_u64, 2, 255, 256, 257, 512, 65_535, 65_536, 65_537, 70_000] {
            let files = files(&nodes, size);
            let tiles = TileSource::new(size, |level, index, width| {
                files.get(&(level, index, width)).cloned().ok_or("no such file")
            });
            assert_eq!(root_at(&tiles, size).unwrap(), root_at(&nodes, size).unwrap(), "{size}");
            for index in [0, 1, size / 3, size / 2, size - 1].into_iter().filter(|index| *index < size) {
                assert_eq!(
                    prove_inclusion(&tiles, index, size).unwrap(),
                    prove_inclusion(&nodes, index, size).unwrap(),
                );
                assert_eq!(
                    prove_consistency(&tiles, index, size).unwrap(),
                    prove_consistency(&nodes, index, size).unwrap(),
                );
            }
        }
    }

    #[test]
    fn seventy_thousand_leaves_lie_where_the_arithmetic_says() {
        let at =
            |level, index| place(70_000, level, index).map(|p| (p.level, p.index, p.width, p.first, p.count));
        assert_eq!(at(0, 69_999), Some((0, 273, 112, 111, 1)));
        assert_eq!(at(0, 70_000), None);
        assert_eq!(at(7, 0), Some((0, 0, 256, 0, 128)));
        assert_eq!(at(8, 272), Some((1, 1, 17, 16, 1)));
        assert_eq!(at(12, 16), Some((1, 1, 17, 0, 16)));
        assert_eq!(at(16, 0), Some((2, 0, 1, 0, 1)));
        assert_eq!(at(17, 0), None);
        assert_eq!(at(64, 0), None);
        assert_eq!(at(u32::MAX, u64::MAX), None);
    }

    #[test]
    fn a_tile_of_the_wrong_length_is_not_used() {
        let short = TileSource::new(2, |_, _, _| Ok::<_, Infallible>(vec![0; 63]));
        assert_eq!(
            short.hash_at(0, 0),
            Err(TileSourceError::WrongLength { level: 0, index: 0, width: 2, found: 63 })
        );
        let wide = TileSource::new(2, |_, _, _| Ok::<_, Infallible>(vec![0; 96]));
        assert!(wide.hash_at(0, 0).is_err());
        let absent = TileSource::new(2, |_, _, _| Err::<Vec<u8>, _>("gone"));
        let refused = absent.hash_at(1, 0).unwrap_err();
        assert_eq!(refused.to_string(), "tile/0/000.p/2 cannot be read");
    }
}
