//! Walks over all entries of a log, rebuilds its tree, and compares every file with it.

use std::sync::Arc;

use super::count;
use crate::file::Finding;
use crate::merkle::{Edge, Hash, leaf_hash, tile};
use crate::publish::{Tiles, subtree_root};
use crate::reader::{LogReader, read_bundle, read_tile};

/// A head that the rebuilt tree must reproduce, and what to say if it does not.
pub(super) struct Watch {
    pub size: u64,
    pub root: Hash,
    pub otherwise: Finding,
}

/// What to walk over.
pub(super) struct Route<'a> {
    pub reader: &'a dyn LogReader,
    /// Leading positions to take from bundles: a multiple of 256, unless there is no journal.
    pub from_bundles: u64,
    /// Entries from `journal_start` on, as the journal has them.
    pub journal_start: u64,
    pub journal: &'a [Arc<[u8]>],
    /// Size of the published checkpoint: its partial files are compared, too.
    pub published: u64,
    /// Where to keep a copy of the tiles: a multiple of 256.
    pub base: u64,
}

/// The tree and what was found on the way.
#[derive(Default)]
pub(super) struct Walked {
    pub findings: Vec<Finding>,
    pub edge: Edge,
    pub tiles_at_base: Tiles,
    tiles: Tiles,
    /// Some leaf is unknown: no root can be had beyond it.
    broken: bool,
}

/// Walks. `watches` are sorted by size. `progress` is called with entries done and to do.
pub(super) fn walk(route: &Route<'_>, watches: &[Watch], progress: &mut dyn FnMut(u64, u64)) -> Walked {
    let mut walked = Walked::default();
    let mut waiting = watches.iter().peekable();
    let total = route.journal_start.saturating_add(count(route.journal.len())).max(route.from_bundles);
    let mut notes = Vec::new();
    let mut arrive = |walked: &mut Walked, progress: &mut dyn FnMut(u64, u64)| {
        let size = walked.edge.size();
        while let Some(watch) = waiting.next_if(|watch| watch.size <= size) {
            if watch.size == size && watch.root != walked.edge.root() {
                notes.push(watch.otherwise.clone());
            }
        }
        if size == route.base {
            walked.tiles_at_base = walked.tiles.clone();
        }
        if size == route.published && size > 0 {
            walked.compare_partials(route);
        }
        if size.is_multiple_of(u64::from(tile::WIDTH)) || size == total {
            progress(size, total);
        }
    };
    arrive(&mut walked, progress);
    for group in 0..route.from_bundles.div_ceil(u64::from(tile::WIDTH)) {
        let leaves = walked.group(route, group);
        for leaf in leaves {
            walked.push(route, leaf);
            arrive(&mut walked, progress);
        }
    }
    let skip = usize::try_from(route.from_bundles.saturating_sub(route.journal_start)).unwrap_or(usize::MAX);
    for entry in route.journal.iter().skip(skip) {
        if walked.broken {
            break;
        }
        walked.push(route, leaf_hash(entry));
        arrive(&mut walked, progress);
    }
    walked.findings.extend(notes);
    walked
}

impl Walked {
    fn push(&mut self, route: &Route<'_>, leaf: Hash) {
        self.edge.push(leaf);
        let in_bundles = self.edge.size() <= route.from_bundles;
        for full in self.tiles.push(leaf) {
            // Level 0 was compared entry by entry; what the journal still has is compared when it is cut.
            if full.level > 0 && in_bundles {
                let path = tile::hash_path(full.level, full.index, tile::WIDTH);
                let what = "not the hashes of the tiles below";
                match route.reader.read(&path) {
                    Ok(Some(found)) => {
                        self.findings.extend(Finding::difference(&path, &found, &full.bytes, what))
                    }
                    Ok(None) => self.findings.push(Finding::absent(path, "a full tile of a published log")),
                    Err(error) => self.findings.push(error),
                }
            }
        }
    }

    /// The leaves of one bundle, from the bundle or its tile, whichever is right; and what is wrong with the other.
    fn group(&mut self, route: &Route<'_>, group: u64) -> Vec<Hash> {
        let left = route.from_bundles.saturating_sub(group.saturating_mul(u64::from(tile::WIDTH)));
        let width = u16::try_from(left).unwrap_or(tile::WIDTH).min(tile::WIDTH);
        let bundle = read_bundle(route.reader, group, width);
        let tile = read_tile(route.reader, 0, group, width);
        let leaves = match (bundle, tile) {
            (Ok(bundle), Ok((file, hashes))) => {
                let leaves: Vec<Hash> = bundle.entries.iter().map(|(_, entry)| leaf_hash(entry)).collect();
                let same = leaves.iter().zip(&hashes).take_while(|(a, b)| a == b).count();
                let Some((offset, _)) = bundle.entries.get(same) else { return self.unless_broken(leaves) };
                let position = group.saturating_mul(u64::from(tile::WIDTH)).saturating_add(count(same));
                let what = format!("entry {position} is not the one that `{file}` has the hash of");
                let bundle_wrong = Finding::wrong(&bundle.file, *offset, what);
                let what = format!("not the hash of entry {position} in `{}`", bundle.file);
                let tile_wrong = Finding::wrong(&file, count(same).saturating_mul(32), what);
                // The hash one level up, made when both were whole, decides.
                let parent = self.parent(route, group, width);
                if parent.is_some() && subtree_root(&leaves) == parent {
                    self.findings.push(tile_wrong);
                    leaves
                } else {
                    self.findings.push(bundle_wrong);
                    if parent.is_none() || subtree_root(&hashes) != parent {
                        self.findings.push(tile_wrong);
                    }
                    hashes
                }
            }
            (Ok(bundle), Err(error)) => {
                self.findings.push(error);
                bundle.entries.iter().map(|(_, entry)| leaf_hash(entry)).collect()
            }
            (Err(error), Ok((_, hashes))) => {
                self.findings.push(error);
                hashes
            }
            (Err(bundle), Err(tile)) => {
                self.findings.extend([bundle, tile]);
                self.broken = true;
                Vec::new()
            }
        };
        self.unless_broken(leaves)
    }

    /// Beyond an unknown leaf the tree cannot grow; files are still compared with each other.
    fn unless_broken(&self, leaves: Vec<Hash>) -> Vec<Hash> {
        if self.broken { Vec::new() } else { leaves }
    }

    fn parent(&self, route: &Route<'_>, group: u64, width: u16) -> Option<Hash> {
        let inside = tile::partial_width(group, 0);
        if width < tile::WIDTH {
            return None;
        }
        let tile = read_tile(route.reader, 1, group >> tile::HEIGHT, inside.saturating_add(1)).ok();
        tile.and_then(|(_, hashes)| hashes.last().copied())
    }

    /// Compares the partial bundle and tiles of the published size with the tree as it is now.
    fn compare_partials(&mut self, route: &Route<'_>) {
        let size = self.edge.size();
        for (level, index, width, bytes) in self.tiles.partials() {
            match read_tile(route.reader, level, index, width) {
                Ok((file, hashes)) => {
                    let what = "not the hashes of the published log";
                    self.findings.extend(Finding::difference(
                        &file,
                        &tile::encode_hashes(&hashes),
                        &bytes,
                        what,
                    ));
                }
                Err(error) => self.findings.push(error),
            }
            if level == 0 {
                self.compare_partial_bundle(route, size, width, &bytes);
            }
        }
    }

    fn compare_partial_bundle(&mut self, route: &Route<'_>, size: u64, width: u16, leaves: &[u8]) {
        match read_bundle(route.reader, tile::full_tiles(size, 0), width) {
            Ok(bundle) => {
                let (hashes, _) = leaves.as_chunks::<32>();
                let mut pairs = bundle.entries.iter().zip(hashes);
                if let Some(((offset, _), _)) = pairs.find(|((_, entry), hash)| leaf_hash(entry).0 != **hash)
                {
                    let what = "not an entry of the published log";
                    self.findings.push(Finding::wrong(bundle.file, *offset, what));
                }
            }
            Err(error) => self.findings.push(error),
        }
    }
}
