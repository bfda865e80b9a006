//! The tree's hashes in memory, so that a receipt costs no disk read.
//!
//! From height 8 on every complete subtree is kept (a quarter of a byte for each entry). Below that only the newest
//! entries are; an older proof needs the 256 entries of one bundle besides, which the caller reads.

use std::collections::VecDeque;

use ledger::merkle::{Hash, HashSource, OutsideTree, ProveError, node_hash, prove_inclusion, root_of};

/// Entries of one bundle; subtrees below its height lie in one bundle.
pub(super) const BLOCK: u64 = 256;
/// Levels below a bundle's height.
const LOW: u32 = 8;

/// Complete subtrees by height.
#[derive(Debug, Default)]
pub(super) struct Tree {
    rows: Vec<Row>,
}

/// The subtrees of one height from number `first` on.
#[derive(Debug, Default)]
struct Row {
    first: u64,
    hashes: VecDeque<Hash>,
}

impl Row {
    fn count(&self) -> u64 {
        self.first.saturating_add(self.hashes.len() as u64)
    }

    fn get(&self, index: u64) -> Option<Hash> {
        let at = usize::try_from(index.checked_sub(self.first)?).ok()?;
        self.hashes.get(at).copied()
    }
}

impl Tree {
    /// Appends a leaf.
    pub(super) fn push(&mut self, leaf: Hash) {
        let mut carried = Some(leaf);
        let mut level = 0;
        while let Some(hash) = carried {
            if self.rows.len() == level {
                self.rows.push(Row::default());
            }
            carried = self.rows.get_mut(level).and_then(|row| {
                let left = row.hashes.back().copied();
                row.hashes.push_back(hash);
                // What is dropped is whole bundles, so a pair is never torn.
                left.filter(|_| row.count().is_multiple_of(2)).map(|left| node_hash(&left, &hash))
            });
            level = level.saturating_add(1);
        }
    }

    /// Number of leaves.
    pub(super) fn size(&self) -> u64 {
        self.rows.first().map_or(0, Row::count)
    }

    /// Drops low subtrees of all but about the last `keep` entries.
    pub(super) fn prune(&mut self, keep: u64) {
        let base = self.size().saturating_sub(keep) / BLOCK * BLOCK;
        for (level, row) in (0..LOW).zip(&mut self.rows) {
            while row.first < base >> level && row.hashes.pop_front().is_some() {
                row.first = row.first.saturating_add(1);
            }
        }
    }

    /// The first entry whose bundle is wholly at hand.
    pub(super) fn recent_from(&self) -> u64 {
        self.rows.first().map_or(0, |row| row.first)
    }

    /// The audit path of `position` in the tree of `size` leaves. `block`: the leaves of its bundle, where the position
    /// lies before [`recent_from`](Self::recent_from).
    pub(super) fn prove(
        &self,
        position: u64,
        size: u64,
        block: &[Hash],
    ) -> Result<Vec<Hash>, ProveError<OutsideTree>> {
        prove_inclusion(&self.with_block(position / BLOCK * BLOCK, block), position, size)
    }

    /// The tree and the leaves of the bundle that starts at `start`.
    pub(super) fn with_block<'a>(&'a self, start: u64, block: &'a [Hash]) -> WithBlock<'a> {
        WithBlock { tree: self, start, block }
    }
}

/// A tree whose one older bundle is at hand.
pub(super) struct WithBlock<'a> {
    tree: &'a Tree,
    start: u64,
    block: &'a [Hash],
}

impl WithBlock<'_> {
    fn in_block(&self, level: u32, index: u64) -> Option<Hash> {
        let offset = usize::try_from(index.checked_shl(level)?.checked_sub(self.start)?).ok()?;
        let end = offset.checked_add(1_usize.checked_shl(level)?)?;
        self.block.get(offset..end).map(root_of)
    }
}

impl HashSource for WithBlock<'_> {
    type Error = OutsideTree;

    fn hash_at(&self, level: u32, index: u64) -> Result<Hash, OutsideTree> {
        let row = usize::try_from(level).ok().and_then(|level| self.tree.rows.get(level));
        row.and_then(|row| row.get(index))
            .or_else(|| if level < LOW { self.in_block(level, index) } else { None })
            .ok_or(OutsideTree { level, index })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ledger::merkle::{Nodes, leaf_hash, prove_consistency, root_at};

    #[test]
    fn a_pruned_tree_proves_what_the_whole_tree_proves() {
        let leaves: Vec<Hash> = (0_u32..1_700).map(|n| leaf_hash(&n.to_be_bytes())).collect();
        let nodes = Nodes::from_leaves(leaves.iter().copied());
        let mut tree = Tree::default();
        for leaf in &leaves {
            tree.push(*leaf);
            tree.prune(300);
        }
        assert_eq!((tree.size(), tree.recent_from()), (1_700, 1_280));
        assert!(root_at(&nodes, 1_700).is_ok());
        for position in 0..1_700_u64 {
            let first = usize::try_from(position / 256 * 256).unwrap();
            let block = if position < 1_280 { &leaves[first..first + 256] } else { &[] };
            let expected = prove_inclusion(&nodes, position, 1_700).unwrap();
            assert_eq!(tree.prove(position, 1_700, block).unwrap(), expected, "{position}");
        }
        for old in 0..=1_700_u64 {
            let start = old.saturating_sub(1) / 256 * 256;
            let first = usize::try_from(start).unwrap();
            let block = leaves.get(first..first + 256).unwrap_or(&[]);
            let expected = prove_consistency(&nodes, old, 1_700).unwrap();
            assert_eq!(
                prove_consistency(&tree.with_block(start, block), old, 1_700).unwrap(),
                expected,
                "{old}"
            );
        }
        assert!(tree.prove(5, 1_700, &[]).is_err());
        assert!(tree.prove(1_700, 1_700, &[]).is_err());
    }
}
