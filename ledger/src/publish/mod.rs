//! Cuts the log's static files (C2SP tlog-tiles) from what the journal has made durable.
//!
//! One function does it, live and at start; at start it compares what is already there and writes it anew, because
//! it may never have reached the disk. The order:
//!
//! 1. Full bundles and tiles: bytes synced and read back, then named, then the directories synced. *If we die
//!    before the last sync*, their entries are still in the journal, and the next start cuts them again.
//! 2. Only then may the journal's segments be retired, and partial files of a tile that is full now be removed.
//! 3. At most once a second: the partial files for the present size, likewise, and after them the checkpoint.
//!    *If we die before the checkpoint*, the published one is the old one, and all its files are there.
//! 4. The checkpoint: bytes synced, renamed, directory synced. *If we die then*, everything it needs is there.
//!
//! A shortage of descriptors or memory ends a call before the file it met is touched; the next call goes on there.

mod placer;
mod tiles;

use std::collections::VecDeque;
use std::sync::Arc;

use crate::file::{Durable, Fault, FileError, Files, SyncPoint, Taken, write_durably};
use crate::merkle::{leaf_hash, tile};
use placer::Placer;
pub(crate) use tiles::{Tiles, subtree_root};

/// Where the published log is, below the data directory.
pub const FOLDER: &str = "log";
/// The published copy of the last head.
pub const CHECKPOINT: &str = "log/checkpoint";
/// The verifier key line.
pub const VKEY: &str = "log/vkey";
/// Packs and other blobs, by the SHA-256 of their bytes.
pub const PACKS: &str = "log/pack";
/// Least time between two published checkpoints in milliseconds.
pub const PUBLISH_EVERY_MS: u64 = 1000;

/// Whether files may be there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pass {
    /// No: each full file is written once, and one that is in the way is an error.
    Live,
    /// An earlier process may have written some.
    Recovery,
}

/// Whether a checkpoint may wait for its second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// Publish at most once a second.
    OncePerSecond,
    /// Publish now: a graceful stop.
    Now,
}

/// The cutting end. It is always behind the journal or level with it.
#[derive(Debug)]
pub(crate) struct Publisher {
    files: Arc<dyn Files>,
    placer: Placer,
    tiles: Tiles,
    /// Entries since the last full bundle.
    bundle: Vec<Arc<[u8]>>,
    /// Full files of entries cut so far that are not in their places yet: path and bytes.
    to_place: VecDeque<(String, Vec<u8>)>,
    /// Full files in their places whose partial ones are to be removed.
    placed: Vec<String>,
    published: Option<Published>,
}

#[derive(Clone, Debug)]
struct Published {
    size: u64,
    at_ms: u64,
    note: Arc<str>,
}

impl Publisher {
    /// Goes on from `tiles`, whose size is a multiple of 256. What follows may partly be on the disk already.
    pub fn recovering(files: Arc<dyn Files>, tiles: Tiles) -> Publisher {
        let placer = Placer::new(files.clone(), Pass::Recovery);
        let (bundle, to_place, placed) = (Vec::new(), VecDeque::new(), Vec::new());
        Publisher { files, placer, tiles, bundle, to_place, placed, published: None }
    }

    /// From now on every file is new.
    pub fn go_live(&mut self) {
        self.placer.set_pass(Pass::Live);
    }

    /// Number of entries cut so far, the partial bundle included: the position the next call must start at.
    pub fn size(&self) -> u64 {
        self.tiles.size()
    }

    /// Size of the checkpoint published last by this process.
    pub fn published_size(&self) -> Option<u64> {
        self.published.as_ref().map(|published| published.size)
    }

    /// The note of that checkpoint.
    pub fn published_note(&self) -> Option<&Arc<str>> {
        self.published.as_ref().map(|published| &published.note)
    }

    /// Takes the next entries, which must be durable in the journal, and writes what they make full. Answers the
    /// position below which everything is in durable bundles. After a shortage the entries up to [`Publisher::size`]
    /// are taken, and the next call finishes what is left of them.
    pub fn cut(&mut self, entries: &[Arc<[u8]>]) -> Result<u64, Fault> {
        self.place_full()?;
        for entry in entries {
            self.take(entry)?;
            self.place_full()?;
        }
        // If we die here, some names may be missing; the journal still has all the entries.
        self.placer.settle(SyncPoint::CutName)?;
        while let Some(path) = self.placed.last() {
            self.placer.clear_partials(path)?;
            self.placed.pop();
        }
        let partial = u64::try_from(self.bundle.len()).unwrap_or(u64::MAX);
        Ok(self.tiles.size().saturating_sub(partial))
    }

    /// Takes one entry and notes the files that it makes full.
    fn take(&mut self, entry: &Arc<[u8]>) -> Result<(), FileError> {
        self.bundle.push(entry.clone());
        for tile in self.tiles.push(leaf_hash(entry)) {
            if tile.level == 0 {
                let path = format!("{FOLDER}/{}", tile::entries_path(tile.index, tile::WIDTH));
                let bytes = bundle_bytes(&path, &std::mem::take(&mut self.bundle))?;
                self.to_place.push_back((path, bytes));
            }
            let path = format!("{FOLDER}/{}", tile::hash_path(tile.level, tile.index, tile::WIDTH));
            if tile.bytes.len() != tile::FULL_TILE_BYTES {
                let source = std::io::Error::other("a full tile must have 8192 bytes");
                return Err(FileError::new("write", &path, source));
            }
            self.to_place.push_back((path, tile.bytes));
        }
        Ok(())
    }

    fn place_full(&mut self) -> Result<(), Fault> {
        while let Some((path, bytes)) = self.to_place.front() {
            self.placer.full(path, bytes)?;
            self.placed.extend(self.to_place.pop_front().map(|(path, _)| path));
        }
        Ok(())
    }

    /// Whether a head of this size should be published now.
    pub fn is_due(&self, size: u64, now_ms: u64, pace: Pace) -> bool {
        let Some(last) = &self.published else { return size > 0 };
        // A clock that went back must not stop publication.
        let waited = now_ms < last.at_ms || now_ms.saturating_sub(last.at_ms) >= PUBLISH_EVERY_MS;
        size > last.size && (waited || pace == Pace::Now)
    }

    /// Publishes `note`, the signed head over exactly the entries cut so far.
    pub fn publish(&mut self, note: &str, now_ms: u64) -> Result<(), Fault> {
        let size = self.tiles.size();
        let width = tile::partial_width(size, 0);
        if width > 0 {
            let path = format!("{FOLDER}/{}", tile::entries_path(tile::full_tiles(size, 0), width));
            let bytes = bundle_bytes(&path, &self.bundle)?;
            self.placer.partial(&path, &bytes)?;
        }
        for (level, index, width, bytes) in self.tiles.partials() {
            let path = format!("{FOLDER}/{}", tile::hash_path(level, index, width));
            self.placer.partial(&path, &bytes)?;
        }
        // If we die here, there are files that no published checkpoint needs.
        self.placer.settle(SyncPoint::PartialName)?;
        self.place(note)?;
        self.published = Some(Published { size, at_ms: now_ms, note: note.into() });
        Ok(())
    }

    /// Puts `note` in the place of the published one. The caller has checked that it is over the same head, whose
    /// files are all there.
    pub fn replace_note(&mut self, note: &str) -> Result<(), Fault> {
        // If we die in here, either note is the published one; both are signed by the log over the same head.
        self.place(note)?;
        if let Some(published) = &mut self.published {
            published.note = note.into();
        }
        Ok(())
    }

    fn place(&self, note: &str) -> Result<(), FileError> {
        let how = Durable {
            bytes: SyncPoint::CheckpointBytes,
            name: SyncPoint::CheckpointName,
            taken: Taken::Replace,
            private: false,
        };
        write_durably(self.files.as_ref(), CHECKPOINT, note.as_bytes(), how)
    }
}

fn bundle_bytes(path: &str, entries: &[Arc<[u8]>]) -> Result<Vec<u8>, FileError> {
    tile::encode_bundle(entries).map_err(|error| FileError::new("write", path, std::io::Error::other(error)))
}
