//! Rebuilds the Merkle tree from the entries and compares every tile of every level with it.

use ledger::checkpoint::Checkpoint;
use ledger::merkle::{Edge, Hash, leaf_hash, root_of, tile};
use ledger::reader::{Bundle, LogReader, read_bundle, read_tile};

use super::head::Seen;
use super::report::{Finding, Kind};
use crate::words::say;

/// The tree so far, and the faults found while it grew.
pub(super) struct Tree<'a> {
    reader: &'a dyn LogReader,
    size: u64,
    /// The root that the checkpoint states.
    root: Hash,
    /// The growing edge, whose root is compared with checkpoints.
    pub edge: Edge,
    levels: Vec<Vec<Hash>>,
    /// Heads seen before that the tree has not reached, the nearest last.
    waiting: Vec<Seen>,
    pub findings: Vec<Finding>,
}

/// The entries of one bundle as far as they may be believed.
pub(super) struct Group {
    pub file: String,
    /// Offset and bytes of each entry up to the first that is wrong.
    pub entries: Vec<(u64, Vec<u8>)>,
    /// Whether entries of the group are missing at the end.
    pub cut: bool,
}

impl<'a> Tree<'a> {
    pub fn new(reader: &'a dyn LogReader, checkpoint: &Checkpoint, seen: &[Seen]) -> Self {
        let mut waiting = seen.to_vec();
        waiting.sort_by_key(|seen| std::cmp::Reverse(seen.size));
        let mut tree = Self {
            reader,
            size: checkpoint.size,
            root: checkpoint.root,
            edge: Edge::new(),
            levels: Vec::new(),
            waiting,
            findings: Vec::new(),
        };
        tree.compare_seen();
        tree
    }

    /// Reads the next bundle and its tile. `None`: neither can be had, so that the tree cannot grow any more.
    pub fn group(&mut self, index: u64) -> Option<Group> {
        let width = width_at(self.size, 0, index);
        let first = index.saturating_mul(u64::from(tile::WIDTH));
        let bundle = read_bundle(self.reader, index, width);
        let hashes = read_tile(self.reader, 0, index, width);
        let (group, leaves) = match (bundle, hashes) {
            (Ok(bundle), Ok((file, hashes))) => self.settle(index, width, bundle, &file, hashes),
            (Ok(bundle), Err(error)) => {
                self.findings.push(Finding { position: Some(first), ..error.into() });
                let leaves = leaves(&bundle);
                (whole(bundle), leaves)
            }
            (Err(error), Ok((_, hashes))) => {
                let last = first.saturating_add(u64::from(width)).saturating_sub(1);
                let what = say::found_gone(&error.what, first, last).into();
                self.findings.push(Finding { position: Some(first), ..Finding::from(error) });
                if let Some(finding) = self.findings.last_mut() {
                    finding.what = what;
                }
                (Group { file: String::new(), entries: Vec::new(), cut: true }, hashes)
            }
            (Err(bundle), Err(hashes)) => {
                self.findings.push(Finding { position: Some(first), ..bundle.into() });
                self.findings.push(hashes.into());
                return None;
            }
        };
        for leaf in leaves {
            self.push(leaf);
        }
        Some(group)
    }

    /// Where bundle and tile differ, what was made when both were whole tells which of them changed.
    fn settle(
        &mut self,
        index: u64,
        width: u16,
        bundle: Bundle,
        tile_file: &str,
        hashes: Vec<Hash>,
    ) -> (Group, Vec<Hash>) {
        let own = leaves(&bundle);
        let same = own.iter().zip(&hashes).take_while(|(a, b)| a == b).count();
        let (Some((offset, _)), Some(computed), Some(stated)) =
            (bundle.entries.get(same), own.get(same), hashes.get(same))
        else {
            return (whole(bundle), own);
        };
        let inside = u64::try_from(same).unwrap_or(u64::MAX);
        let position = index.saturating_mul(u64::from(tile::WIDTH)).saturating_add(inside);
        let bundle_wrong = Finding {
            offset: Some(*offset),
            position: Some(position),
            ..Finding::file(
                Kind::Wrong,
                &bundle.file,
                say::found_leaf(&computed.to_string(), tile_file, &stated.to_string()),
            )
        };
        let tile_wrong = Finding {
            offset: Some(inside.saturating_mul(32)),
            position: Some(position),
            ..Finding::file(
                Kind::Wrong,
                tile_file,
                say::found_tile(&stated.to_string(), &bundle.file, &computed.to_string()),
            )
        };
        if self.fits(index, width, &own) {
            self.findings.push(tile_wrong);
            return (whole(bundle), own);
        }
        self.findings.push(bundle_wrong);
        if !self.fits(index, width, &hashes) {
            self.findings.push(tile_wrong);
        }
        let entries = bundle.entries.into_iter().take(same).collect();
        (Group { file: bundle.file, entries, cut: true }, hashes)
    }

    /// Whether these leaves are the ones that the level above has, or, at the right edge, the checkpoint.
    fn fits(&self, index: u64, width: u16, leaves: &[Hash]) -> bool {
        if width < tile::WIDTH {
            let mut edge = self.edge.clone();
            leaves.iter().for_each(|leaf| edge.push(*leaf));
            return edge.root() == self.root;
        }
        let (above, inside) = (index >> tile::HEIGHT, tile::partial_width(index, 0));
        let parents = read_tile(self.reader, 1, above, width_at(self.size, 1, above));
        parents.is_ok_and(|(_, parents)| parents.get(usize::from(inside)) == Some(&root_of(leaves)))
    }

    fn push(&mut self, leaf: Hash) {
        self.edge.push(leaf);
        self.compare_seen();
        let mut carried = Some(leaf);
        for level in 0..=tile::MAX_LEVEL {
            let Some(hash) = carried.take() else { break };
            let at = usize::from(level);
            if self.levels.len() <= at {
                self.levels.push(Vec::new());
            }
            let Some(hashes) = self.levels.get_mut(at) else { break };
            hashes.push(hash);
            if hashes.len() < usize::from(tile::WIDTH) {
                break;
            }
            let full = std::mem::take(hashes);
            carried = Some(root_of(&full));
            // Level 0 was compared entry by entry.
            if level > 0 {
                let index = tile::full_tiles(self.edge.size(), level).saturating_sub(1);
                self.compare(level, index, &full);
            }
        }
    }

    fn compare(&mut self, level: u8, index: u64, expected: &[Hash]) {
        let width = u16::try_from(expected.len()).unwrap_or(tile::WIDTH);
        let (file, found) = match read_tile(self.reader, level, index, width) {
            Ok(read) => read,
            Err(error) => {
                self.findings.push(error.into());
                return;
            }
        };
        let same = found.iter().zip(expected).take_while(|(a, b)| a == b).count();
        if let (Some(stated), Some(computed)) = (found.get(same), expected.get(same)) {
            let inside = u64::try_from(same).unwrap_or(u64::MAX);
            let under = 1_u64.checked_shl(tile::HEIGHT.saturating_mul(u32::from(level))).unwrap_or(u64::MAX);
            let number = index.saturating_mul(u64::from(tile::WIDTH)).saturating_add(inside);
            let first = number.saturating_mul(under);
            let last = first.saturating_add(under).saturating_sub(1);
            let what = say::found_node(&stated.to_string(), first, last, &computed.to_string());
            self.findings.push(Finding {
                offset: Some(inside.saturating_mul(32)),
                ..Finding::file(Kind::Wrong, &file, what)
            });
        }
    }

    fn compare_seen(&mut self) {
        let size = self.edge.size();
        while let Some(seen) = self.waiting.pop_if(|seen| seen.size == size) {
            if seen.root != self.edge.root() {
                let (root, own) = (seen.root.to_base64(), self.edge.root().to_base64());
                let what = say::found_two_histories(&seen.name, &root, size, &own);
                self.findings.push(Finding::contradiction(what));
            }
        }
    }

    /// The partial tiles at the right edge, once all entries are in; and the heads that lie beyond them.
    pub fn finish(&mut self) {
        for (level, hashes) in (0..=tile::MAX_LEVEL).zip(std::mem::take(&mut self.levels)) {
            if level > 0 && !hashes.is_empty() {
                self.compare(level, tile::full_tiles(self.size, level), &hashes);
            }
        }
    }
}

fn leaves(bundle: &Bundle) -> Vec<Hash> {
    bundle.entries.iter().map(|(_, entry)| leaf_hash(entry)).collect()
}

fn whole(bundle: Bundle) -> Group {
    Group { file: bundle.file, entries: bundle.entries, cut: false }
}

/// How many hashes tile `index` of a level has in a tree of `size` leaves.
fn width_at(size: u64, level: u8, index: u64) -> u16 {
    if index < tile::full_tiles(size, level) { tile::WIDTH } else { tile::partial_width(size, level) }
}
