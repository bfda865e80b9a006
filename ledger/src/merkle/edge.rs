//! The right edge of a growing tree: all that appending needs to remember.

use super::hash::{Hash, empty_root, node_hash};
use super::source::HashSource;

/// The roots of the complete subtrees that a tree of `size` leaves splits into, largest first: one per bit
/// set in `size`. Appending touches nothing else, so a log that only grows keeps at most 64 hashes.
///
/// Cheap to clone: decide on a clone, keep it once the entries are durable, drop it otherwise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edge {
    size: u64,
    // INVARIANT: one root per bit set in `size`, from the highest bit down.
    roots: Vec<Hash>,
}

impl Edge {
    /// The edge of the tree without leaves.
    pub fn new() -> Self {
        Self::default()
    }

    /// The edge of the first `size` leaves of `source`: how a restart goes on where the files end.
    ///
    /// # Errors
    /// What `source` answers when it cannot name one of the subtrees.
    pub fn resume<S: HashSource>(source: &S, size: u64) -> Result<Self, S::Error> {
        let mut roots = Vec::new();
        let mut covered = 0_u64;
        for level in (0..u64::BITS).rev().filter(|level| size >> level & 1 == 1) {
            roots.push(source.hash_at(level, covered >> level)?);
            covered |= 1 << level;
        }
        Ok(Self { size, roots })
    }

    /// Appends one leaf.
    pub fn push(&mut self, leaf: Hash) {
        let mut carried = leaf;
        // Like adding one in binary: each trailing one bit is a subtree of the same height to merge with.
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.roots.pop() {
                carried = node_hash(&left, &carried);
            }
        }
        self.roots.push(carried);
        self.size += 1;
    }

    /// Number of leaves.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The root over all leaves (RFC 6962 §2.1); [`empty_root`] for none.
    pub fn root(&self) -> Hash {
        let smallest_first = self.roots.iter().rev().copied();
        smallest_first.reduce(|right, left| node_hash(&left, &right)).unwrap_or_else(empty_root)
    }
}

/// The root over `hashes` taken as leaves, in memory: a whole tree, or the one hash that a full tile hands
/// to the level above.
pub fn root_of(hashes: &[Hash]) -> Hash {
    let mut edge = Edge::new();
    hashes.iter().for_each(|hash| edge.push(*hash));
    edge.root()
}

#[cfg(test)]
mod tests {
    use super::super::{Nodes, leaf_hash, root_of};
    use super::*;

    #[test]
    fn the_edge_agrees_with_the_whole_tree_at_every_size() {
        let leaves: Vec<Hash> = (0_u32..300).map(|n| leaf_hash(&n.to_be_bytes())).collect();
        let (mut edge, mut nodes) = (Edge::new(), Nodes::new());
        assert_eq!(edge.root(), empty_root());
        for (done, leaf) in leaves.iter().enumerate() {
            edge.push(*leaf);
            nodes.push(*leaf);
            assert_eq!(edge.size(), done as u64 + 1);
            assert_eq!(edge.roots.len(), edge.size.count_ones() as usize);
            assert_eq!(edge.root(), root_of(&leaves[..=done]));
            assert_eq!(Edge::resume(&nodes, edge.size()), Ok(edge.clone()));
        }
    }

    #[test]
    fn resuming_past_the_source_is_an_error() {
        let nodes = Nodes::from_leaves([leaf_hash(b"a")]);
        assert!(Edge::resume(&nodes, 2).is_err());
    }
}
