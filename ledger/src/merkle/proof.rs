//! Inclusion and consistency proofs: made by recursion as RFC 6962 §2.1.1 and §2.1.2 define them, checked
//! by the walks of RFC 9162 §2.1.3.2 and §2.1.4.2, so that one does not repeat the other's mistake.

use super::hash::{Hash, empty_root, node_hash};
use super::source::{HashSource, range_root, split_point};

/// The most hashes a proof may hold (C2SP tlog-witness): enough for any tree up to `2^63` leaves, so a reader
/// may stop there.
pub const MAX_PROOF_HASHES: usize = 63;

/// The proof does not show what it should. One error for every cause: the checker of a proof can act on
/// nothing finer, and a forger learns nothing from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("invalid tree proof: it does not lead to the given root")]
pub struct InvalidProof;

/// Why a proof cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProveError<E> {
    /// The question makes no sense: the leaf or the older tree is not inside the tree.
    #[error("{inner} is not inside a tree of {size} leaves")]
    OutOfRange {
        /// Index of the leaf, or size of the older tree.
        inner: u64,
        /// Size of the tree the proof should be for.
        size: u64,
    },
    /// A hash could not be had.
    #[error("a tree hash cannot be had")]
    Source(#[source] E),
}

/// The audit path of leaf `index` in the tree of `size` leaves, leaf's sibling first (RFC 6962 §2.1.1).
///
/// # Errors
/// `index` is not below `size`, or `source` fails.
pub fn prove_inclusion<S: HashSource>(
    source: &S,
    index: u64,
    size: u64,
) -> Result<Vec<Hash>, ProveError<S::Error>> {
    if index >= size {
        return Err(ProveError::OutOfRange { inner: index, size });
    }
    let (mut low, mut high) = (0, size);
    let mut path = Vec::new();
    // low <= index < high; the width at least loses its top bit each round, so at most 64 rounds.
    while high - low > 1 {
        let middle = low + split_point(high - low);
        let sibling = if index < middle { (middle, high) } else { (low, middle) };
        path.push(range_root(source, sibling.0, sibling.1).map_err(ProveError::Source)?);
        (low, high) = if index < middle { (low, middle) } else { (middle, high) };
    }
    path.reverse();
    Ok(path)
}

/// The proof that the tree of `old` leaves is a prefix of the tree of `new` leaves (RFC 6962 §2.1.2).
/// Empty when `old` is 0 or equals `new`, as C2SP tlog-witness asks.
///
/// # Errors
/// `old` is above `new`, or `source` fails.
pub fn prove_consistency<S: HashSource>(
    source: &S,
    old: u64,
    new: u64,
) -> Result<Vec<Hash>, ProveError<S::Error>> {
    if old > new {
        return Err(ProveError::OutOfRange { inner: old, size: new });
    }
    if old == 0 {
        return Ok(Vec::new());
    }
    let (mut low, mut high) = (0, new);
    let mut proof = Vec::new();
    // low < old <= high: the old tree ends inside [low, high).
    while old != high {
        let middle = low + split_point(high - low);
        let other = if old <= middle { (middle, high) } else { (low, middle) };
        proof.push(range_root(source, other.0, other.1).map_err(ProveError::Source)?);
        (low, high) = if old <= middle { (low, middle) } else { (middle, high) };
    }
    // The checker knows the old root, so it needs [low, old) only where that is not the whole old tree.
    if low != 0 {
        proof.push(range_root(source, low, high).map_err(ProveError::Source)?);
    }
    proof.reverse();
    Ok(proof)
}

/// Two counters walking up the tree: a node's place on the way up, and the place of the last node.
struct Walk {
    node: u64,
    last: u64,
}

impl Walk {
    fn up(&mut self) {
        self.node >>= 1;
        self.last >>= 1;
    }

    /// Goes up while the node is a left child (with nothing beside it, or we would not be asked).
    fn up_past_left_turns(&mut self) {
        while self.node & 1 == 0 && self.node != 0 {
            self.up();
        }
    }

    /// Whether the next hash of the proof stands to the left of the node.
    fn sibling_is_left(&self) -> bool {
        self.node & 1 == 1 || self.node == self.last
    }
}

/// Checks that `leaf` is number `index` in the tree of `size` leaves with this `root` (RFC 9162 §2.1.3.2).
///
/// # Errors
/// [`InvalidProof`] for anything else, hashes left over or missing included.
pub fn check_inclusion(
    proof: &[Hash],
    index: u64,
    size: u64,
    leaf: Hash,
    root: Hash,
) -> Result<(), InvalidProof> {
    if index >= size {
        return Err(InvalidProof);
    }
    let mut walk = Walk { node: index, last: size - 1 };
    let mut reached = leaf;
    for hash in proof {
        if walk.last == 0 {
            return Err(InvalidProof);
        }
        if walk.sibling_is_left() {
            reached = node_hash(hash, &reached);
            walk.up_past_left_turns();
        } else {
            reached = node_hash(&reached, hash);
        }
        walk.up();
    }
    if walk.last == 0 && reached == root { Ok(()) } else { Err(InvalidProof) }
}

/// Checks that the tree of `new` leaves with `new_root` only appends to the tree of `old` leaves with
/// `old_root` (RFC 9162 §2.1.4.2). From an empty tree and between equal trees the proof is empty, and the
/// roots still have to fit.
///
/// # Errors
/// [`InvalidProof`] for anything else, hashes left over or missing included.
pub fn check_consistency(
    proof: &[Hash],
    old: u64,
    old_root: Hash,
    new: u64,
    new_root: Hash,
) -> Result<(), InvalidProof> {
    if new == 0 && new_root != empty_root() {
        return Err(InvalidProof);
    }
    let fits = match old {
        _ if old > new => false,
        0 => proof.is_empty() && old_root == empty_root(),
        _ if old == new => proof.is_empty() && old_root == new_root,
        _ => walk_consistency(proof, old, old_root, new) == Some((old_root, new_root)),
    };
    if fits { Ok(()) } else { Err(InvalidProof) }
}

/// Both roots as the proof has them, for `0 < old < new`; nothing if it has too few or too many hashes.
fn walk_consistency(proof: &[Hash], old: u64, old_root: Hash, new: u64) -> Option<(Hash, Hash)> {
    let mut walk = Walk { node: old - 1, last: new - 1 };
    // Up to the largest complete subtree that ends where the old tree ends.
    while walk.node & 1 == 1 {
        walk.up();
    }
    // A complete old tree is that subtree, so its root is known and not sent.
    let (start, rest) =
        if old.is_power_of_two() { (old_root, proof) } else { proof.split_first().map(|(f, r)| (*f, r))? };
    let (mut old_reached, mut new_reached) = (start, start);
    for hash in rest {
        if walk.last == 0 {
            return None;
        }
        if walk.sibling_is_left() {
            old_reached = node_hash(hash, &old_reached);
            new_reached = node_hash(hash, &new_reached);
            walk.up_past_left_turns();
        } else {
            new_reached = node_hash(&new_reached, hash);
        }
        walk.up();
    }
    (walk.last == 0).then_some((old_reached, new_reached))
}

#[cfg(test)]
mod tests {
    use super::super::{Nodes, leaf_hash, root_at, root_of};
    use super::*;

    const SIZE: u64 = 130;

    fn tree() -> Nodes {
        Nodes::from_leaves((0..SIZE).map(|n| leaf_hash(&n.to_be_bytes())))
    }

    fn flipped(hash: Hash) -> Hash {
        let mut bytes = hash.0;
        bytes[7] ^= 0x10;
        Hash(bytes)
    }

    /// Every way of spoiling a list of hashes by one: a bit, an absence, a stranger.
    fn spoiled(proof: &[Hash]) -> Vec<Vec<Hash>> {
        let mut all = Vec::new();
        for at in 0..proof.len() {
            let mut changed = proof.to_vec();
            changed[at] = flipped(changed[at]);
            all.push(changed);
            let mut shorter = proof.to_vec();
            shorter.remove(at);
            all.push(shorter);
        }
        all.push([proof, &[leaf_hash(b"left over")]].concat());
        all.push([&[leaf_hash(b"left over")], proof].concat());
        all
    }

    #[test]
    fn every_leaf_is_proven_in_every_tree_and_nothing_else_is() {
        let tree = tree();
        for size in 1..=SIZE {
            let root = root_at(&tree, size).unwrap();
            for index in 0..size {
                let leaf = tree.hash_at(0, index).unwrap();
                let proof = prove_inclusion(&tree, index, size).unwrap();
                assert_eq!(check_inclusion(&proof, index, size, leaf, root), Ok(()), "{index} of {size}");
                assert!(check_inclusion(&proof, index, size, flipped(leaf), root).is_err());
                assert!(check_inclusion(&proof, index, size, leaf, flipped(root)).is_err());
                assert!(check_inclusion(&proof, size, size, leaf, root).is_err());
                assert!(check_inclusion(&proof, index ^ 1, size, leaf, root).is_err());
                for bad in spoiled(&proof) {
                    assert!(check_inclusion(&bad, index, size, leaf, root).is_err(), "{index} of {size}");
                }
            }
        }
    }

    #[test]
    fn every_older_tree_is_a_prefix_and_nothing_else_is() {
        let tree = tree();
        for new in 0..=SIZE {
            let new_root = root_at(&tree, new).unwrap();
            for old in 0..=new {
                let old_root = root_at(&tree, old).unwrap();
                let proof = prove_consistency(&tree, old, new).unwrap();
                assert_eq!(check_consistency(&proof, old, old_root, new, new_root), Ok(()), "{old} to {new}");
                assert!(check_consistency(&proof, old, flipped(old_root), new, new_root).is_err());
                if old > 0 {
                    assert!(check_consistency(&proof, old, old_root, new, flipped(new_root)).is_err());
                }
                for bad in spoiled(&proof) {
                    assert!(check_consistency(&bad, old, old_root, new, new_root).is_err(), "{old} to {new}");
                }
            }
        }
    }

    #[test]
    fn an_empty_tree_has_one_root_only() {
        assert_eq!(check_consistency(&[], 0, empty_root(), 0, empty_root()), Ok(()));
        assert!(check_consistency(&[], 0, empty_root(), 0, leaf_hash(b"")).is_err());
        assert!(check_consistency(&[], 0, leaf_hash(b""), 3, leaf_hash(b"")).is_err());
    }

    /// A log that lies about its size can make a root that leftover hashes would lead to.
    #[test]
    fn a_root_made_to_fit_leftover_hashes_is_refused() {
        let (first, second) = (leaf_hash(b"first"), leaf_hash(b"second"));
        let of_two = node_hash(&first, &second);
        assert!(check_inclusion(&[first], 0, 1, second, of_two).is_err());
        let tree = tree();
        let roots = [3, 4].map(|size| root_at(&tree, size).unwrap());
        let [old_root, new_root] = roots.map(|root| node_hash(&first, &root));
        let mut proof = prove_consistency(&tree, 3, 4).unwrap();
        proof.push(first);
        assert!(check_consistency(&proof, 3, old_root, 4, new_root).is_err());
    }

    #[test]
    fn questions_outside_the_tree_are_errors() {
        let tree = tree();
        assert_eq!(prove_inclusion(&tree, 3, 3), Err(ProveError::OutOfRange { inner: 3, size: 3 }));
        assert_eq!(prove_consistency(&tree, 4, 3), Err(ProveError::OutOfRange { inner: 4, size: 3 }));
        assert!(matches!(prove_inclusion(&tree, 0, SIZE + 1), Err(ProveError::Source(_))));
        assert!(check_consistency(&[], 4, root_of(&[]), 3, root_of(&[])).is_err());
    }

    #[test]
    fn the_largest_numbers_end() {
        let any = leaf_hash(b"any");
        let many = vec![any; 200];
        assert!(check_inclusion(&many, u64::MAX - 1, u64::MAX, any, any).is_err());
        assert!(check_inclusion(&many, 0, u64::MAX, any, any).is_err());
        assert!(check_consistency(&many, u64::MAX - 1, any, u64::MAX, any).is_err());
        assert!(check_consistency(&many, 1 << 63, any, u64::MAX, any).is_err());
    }
}
