//! Where the hashes of complete subtrees come from, and roots over any number of leaves.

use super::hash::{Hash, empty_root, node_hash};

/// Anything that can name the hash of a complete subtree.
pub trait HashSource {
    /// Why a hash cannot be had.
    type Error;

    /// The root of the complete subtree of `2^level` leaves that starts at leaf `index * 2^level`.
    ///
    /// # Errors
    /// The subtree is not complete in this source, or reading it failed.
    fn hash_at(&self, level: u32, index: u64) -> Result<Hash, Self::Error>;
}

impl<S: HashSource + ?Sized> HashSource for &S {
    type Error = S::Error;

    fn hash_at(&self, level: u32, index: u64) -> Result<Hash, Self::Error> {
        (**self).hash_at(level, index)
    }
}

/// The subtree asked for is not complete in the tree at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no complete subtree at level {level}, index {index}: the tree is smaller than that")]
pub struct OutsideTree {
    /// Height of the subtree: it has `2^level` leaves.
    pub level: u32,
    /// Its number from the left, among subtrees of that height.
    pub index: u64,
}

/// The largest power of two below `count`, where RFC 6962 §2.1 splits. `count` is at least 2.
pub(super) fn split_point(count: u64) -> u64 {
    debug_assert!(count >= 2, "a tree of {count} leaves has no split");
    // `| 1` keeps the logarithm defined should a caller break that promise.
    1 << (count.saturating_sub(1) | 1).ilog2()
}

/// The root over the leaves `[low, high)`, where the range is one that RFC 6962 §2.1 can reach by splitting.
/// The empty range is the empty tree.
pub(super) fn range_root<S: HashSource>(source: &S, low: u64, high: u64) -> Result<Hash, S::Error> {
    debug_assert!(low <= high);
    if low == high {
        return Ok(empty_root());
    }
    let mut lefts = Vec::new();
    let mut start = low;
    // Complete subtrees are split off on the left until what remains is one itself: at most 64 rounds.
    while !(high - start).is_power_of_two() {
        let width = split_point(high - start);
        lefts.push(complete_root(source, start, width)?);
        start += width;
    }
    let last = complete_root(source, start, high - start)?;
    Ok(lefts.iter().rev().fold(last, |right, left| node_hash(left, &right)))
}

/// The root of the complete subtree of `width` (a power of two) leaves from leaf `start`.
fn complete_root<S: HashSource>(source: &S, start: u64, width: u64) -> Result<Hash, S::Error> {
    debug_assert!(width.is_power_of_two() && start.is_multiple_of(width));
    let level = width.trailing_zeros();
    source.hash_at(level, start >> level)
}

/// The root of the first `size` leaves of `source` (RFC 6962 §2.1).
///
/// # Errors
/// What `source` answers when it holds fewer leaves or cannot be read.
pub fn root_at<S: HashSource>(source: &S, size: u64) -> Result<Hash, S::Error> {
    range_root(source, 0, size)
}

/// Every complete subtree of a tree, in memory: about two hashes for each leaf.
#[derive(Clone, Debug, Default)]
pub struct Nodes {
    // INVARIANT: levels[k] holds floor(size / 2^k) roots of subtrees of 2^k leaves, left to right.
    levels: Vec<Vec<Hash>>,
}

impl Nodes {
    /// The tree without leaves.
    pub fn new() -> Self {
        Self::default()
    }

    /// The tree over `leaves`, left to right.
    pub fn from_leaves(leaves: impl IntoIterator<Item = Hash>) -> Self {
        let mut nodes = Self::new();
        leaves.into_iter().for_each(|leaf| nodes.push(leaf));
        nodes
    }

    /// Appends one leaf.
    pub fn push(&mut self, leaf: Hash) {
        let mut carried = Some(leaf);
        let mut level = 0;
        while let Some(hash) = carried {
            if self.levels.len() == level {
                self.levels.push(Vec::new());
            }
            carried = self.levels.get_mut(level).and_then(|row| {
                row.push(hash);
                match row.as_slice() {
                    [.., left, right] if row.len().is_multiple_of(2) => Some(node_hash(left, right)),
                    _ => None,
                }
            });
            level += 1;
        }
    }

    /// Number of leaves.
    pub fn size(&self) -> u64 {
        self.levels.first().map_or(0, |leaves| leaves.len() as u64)
    }
}

impl HashSource for Nodes {
    type Error = OutsideTree;

    fn hash_at(&self, level: u32, index: u64) -> Result<Hash, OutsideTree> {
        let row = usize::try_from(level).ok().and_then(|level| self.levels.get(level));
        let column = usize::try_from(index).ok();
        row.zip(column).and_then(|(row, at)| row.get(at)).copied().ok_or(OutsideTree { level, index })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_split_is_the_largest_power_of_two_below() {
        let expected =
            [(2, 1), (3, 2), (4, 2), (5, 4), (8, 4), (9, 8), (1 << 63, 1 << 62), (u64::MAX, 1 << 63)];
        for (count, split) in expected {
            assert_eq!(split_point(count), split, "{count}");
        }
    }

    #[test]
    fn a_subtree_that_is_not_complete_has_no_hash() {
        let nodes = Nodes::from_leaves((0_u8..5).map(|n| super::super::leaf_hash(&[n])));
        assert_eq!(nodes.size(), 5);
        assert!(nodes.hash_at(0, 4).is_ok() && nodes.hash_at(1, 1).is_ok() && nodes.hash_at(2, 0).is_ok());
        for (level, index) in [(0, 5), (1, 2), (2, 1), (3, 0), (64, 0), (u32::MAX, u64::MAX)] {
            assert_eq!(nodes.hash_at(level, index), Err(OutsideTree { level, index }));
        }
        assert!(root_at(&nodes, 6).is_err());
        assert_eq!(root_at(&nodes, 0), Ok(empty_root()));
    }
}
