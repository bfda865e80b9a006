//! The one writer: entries in order, postings and cursor in one atomic batch.
//!
//! If we die before the batch, the index is where it was; after it, the cursor says so. sled writes a batch whole or
//! not at all, and the totals in the cursor row would show if it did not.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::postings::{self, CHUNK, Chunk, StreamId};
use super::scan::{META_KEY, Meta, Totals};
use super::{Cursor, Found, Id128, IndexError, Key, Shared};

/// Most entries in one batch: bounds the memory of a batch and how long readers see the one before.
pub const MAX_BATCH: usize = 4_096;
/// Most keys of one entry; an entry of 65,535 bytes cannot name more.
pub const MAX_KEYS: usize = 16_384;

/// What the index is told of one entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Indexed {
    /// The entry's position in the log.
    pub position: u64,
    /// Its RFC 6962 leaf hash.
    pub leaf_hash: [u8; 32],
    /// The `source` of its event.
    pub source: String,
    /// The `id` of its event, unique within `source`.
    pub id: String,
    /// What it is filed under; a key given twice counts once.
    pub keys: Vec<Key>,
}

/// Feeds the index. There is one per open folder.
#[derive(Debug)]
pub struct Follower {
    shared: Arc<Shared>,
    meta: Meta,
}

impl Follower {
    pub(super) fn new(shared: Arc<Shared>, meta: Meta) -> Self {
        Self { shared, meta }
    }

    /// The position the index expects next, with the running hash up to it.
    pub fn cursor(&self) -> Cursor {
        self.meta.cursor
    }

    /// Applies consecutive entries, all or none, and shows them to readers. Not yet on disk: see [`flush`](Self::flush).
    ///
    /// # Errors
    /// [`IndexError::Sequence`] and [`IndexError::TooMany`] before anything is touched; after any other error the
    /// handle is stopped, and opening anew tells where the index stands.
    pub fn apply(&mut self, batch: &[Indexed]) -> Result<Cursor, IndexError> {
        let cursor = self.cursor_after(batch)?;
        let staged = self.stage(batch).inspect_err(|_| self.shared.db.stop())?;
        let meta = Meta { hasher: self.meta.hasher.clone(), cursor, totals: staged.totals };
        let mut rows = sled::Batch::default();
        for (key, value) in staged.rows {
            rows.insert(key, value);
        }
        rows.insert(META_KEY, meta.encode());
        self.shared.db.run("write", |db| db.apply_batch(rows))?;
        self.meta = meta;
        let mut view = self.shared.view_mut();
        for (entry, id) in batch.iter().zip(staged.ids) {
            view.ids.insert(id, Found { position: entry.position, payload: 0 });
        }
        view.cursor = cursor;
        Ok(cursor)
    }

    /// Hands everything applied to the operating system. sled 0.34.7 does not force it to the disk on Linux, so after
    /// a power loss the index may be older, or damaged and noticed; neither costs more than feeding it again.
    ///
    /// # Errors
    /// [`IndexError::Io`] when the disk is full or fails; the handle is then stopped.
    pub fn flush(&mut self) -> Result<(), IndexError> {
        self.shared.db.run("flush", |db| db.flush()).map(|_bytes| ())
    }

    fn cursor_after(&self, batch: &[Indexed]) -> Result<Cursor, IndexError> {
        at_most("entries", batch.len(), MAX_BATCH)?;
        let mut cursor = self.meta.cursor;
        for entry in batch {
            if entry.position != cursor.next {
                return Err(IndexError::Sequence { expected: cursor.next, found: entry.position });
            }
            at_most("keys of one entry", entry.keys.len(), MAX_KEYS)?;
            cursor = cursor.advance(&entry.leaf_hash);
        }
        Ok(cursor)
    }

    fn stage(&self, batch: &[Indexed]) -> Result<Staged, IndexError> {
        let mut staged =
            Staged { rows: Vec::new(), totals: self.meta.totals, ids: Vec::with_capacity(batch.len()) };
        self.stage_postings(batch, &mut staged)?;
        self.stage_ids(batch, &mut staged)?;
        Ok(staged)
    }

    fn stage_postings(&self, batch: &[Indexed], staged: &mut Staged) -> Result<(), IndexError> {
        // Streams are gathered first, so that each one's last chunk is read and written once per batch.
        let mut added: HashMap<&Key, Vec<u64>> = HashMap::new();
        for entry in batch {
            for key in entry.keys.iter().collect::<BTreeSet<_>>() {
                added.entry(key).or_default().push(entry.position);
            }
        }
        for (key, positions) in added {
            let name = self.meta.hasher.stream(key.kind, &key.name);
            let stream = postings::stream_id(key.kind, name);
            self.extend_stream(&stream, &positions, staged)?;
        }
        Ok(())
    }

    fn extend_stream(
        &self,
        stream: &StreamId,
        positions: &[u64],
        staged: &mut Staged,
    ) -> Result<(), IndexError> {
        let mut open = self.last_chunk(stream, staged)?;
        for position in positions {
            if open.is_full() {
                staged.put_chunk(stream, &open);
                let ordinal =
                    open.ordinal.checked_add(1).ok_or(IndexError::damaged("a stream of 2^40 postings"))?;
                open = Chunk { ordinal, positions: Vec::with_capacity(positions.len().min(CHUNK)) };
            }
            open.positions.push(*position);
        }
        staged.put_chunk(stream, &open);
        Ok(())
    }

    /// The stream's last chunk, its weight taken out of the totals because it is about to be written again.
    fn last_chunk(&self, stream: &StreamId, staged: &mut Staged) -> Result<Chunk, IndexError> {
        let row = self.shared.db.run("read", |db| db.scan_prefix(stream).next_back().transpose())?;
        let Some((key, value)) = row else {
            return Ok(Chunk { ordinal: 0, positions: Vec::new() });
        };
        let (body, weight) = postings::open_row(&key, &value)?;
        let (_, chunk) = Chunk::decode(&key, body)?;
        if chunk.last() >= Some(self.meta.cursor.next) {
            return Err(IndexError::damaged("a posting lies beyond the cursor"));
        }
        staged.totals.take(weight);
        Ok(chunk)
    }

    fn stage_ids(&self, batch: &[Indexed], staged: &mut Staged) -> Result<(), IndexError> {
        let next = self.meta.cursor.next;
        let mut chunk = next / 256;
        let mut open = self.last_ids(chunk, next % 256, staged)?;
        for entry in batch {
            let id = self.meta.hasher.event(&entry.source, &entry.id);
            staged.ids.push(id);
            open.push(id);
            if open.len() >= CHUNK {
                staged.put(postings::id_key(chunk), &postings::encode_ids(&open));
                open.clear();
                chunk = chunk.saturating_add(1);
            }
        }
        if !open.is_empty() {
            staged.put(postings::id_key(chunk), &postings::encode_ids(&open));
        }
        Ok(())
    }

    fn last_ids(&self, chunk: u64, expected: u64, staged: &mut Staged) -> Result<Vec<Id128>, IndexError> {
        if expected == 0 {
            return Ok(Vec::new());
        }
        let key = postings::id_key(chunk);
        let value = self.shared.db.run("read", |db| db.get(&key))?;
        let value = value.ok_or(IndexError::damaged("an id row is missing"))?;
        let (body, weight) = postings::open_row(&key, &value)?;
        let ids = postings::decode_ids(body)?;
        if u64::try_from(ids.len()) != Ok(expected) {
            return Err(IndexError::damaged("an id row is of another state"));
        }
        staged.totals.take(weight);
        Ok(ids)
    }
}

/// The rows of one batch and the totals they lead to.
struct Staged {
    rows: Vec<(Vec<u8>, Vec<u8>)>,
    totals: Totals,
    ids: Vec<Id128>,
}

impl Staged {
    fn put_chunk(&mut self, stream: &StreamId, chunk: &Chunk) {
        if let Some(first) = chunk.first() {
            self.put(postings::posting_key(stream, first), &chunk.encode());
        }
    }

    fn put(&mut self, key: Vec<u8>, body: &[u8]) {
        let (value, weight) = postings::seal_row(&key, body);
        self.totals.add(weight);
        self.rows.push((key, value));
    }
}

pub(super) fn at_most(what: &'static str, found: usize, limit: usize) -> Result<(), IndexError> {
    if found <= limit { Ok(()) } else { Err(IndexError::TooMany { what, found, limit }) }
}
