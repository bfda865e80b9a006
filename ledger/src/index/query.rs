//! Questions: the positions that carry all of some keys, page by page, oldest first.
//!
//! Streams are ascending, so several are intersected by leaping: each in turn is asked for its first position not
//! before the candidate, until all agree. A page does a bounded amount of work and may come back short, or empty,
//! with a cursor to go on from.

use super::follower::at_most;
use super::postings::{self, Chunk, StreamId};
use super::scan::follows;
use super::{Index, IndexError, Key, Shared};

/// Most positions on one page.
pub const MAX_PAGE: usize = 1_000;
/// Most terms of one filter.
pub const MAX_FILTER_KEYS: usize = 16;
/// Most leaps of one page. A leap reads two rows of each stream at worst, so this is some 100 ms, whatever the filter.
const MAX_LEAPS: usize = 8_192;

/// One page of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Ascending positions, each carrying every key of the filter.
    pub positions: Vec<u64>,
    /// Give this as `after` for the next page; `None` when there was nothing more as of `as_of`.
    pub next: Option<u64>,
    /// The number of entries this page took into account: positions from here on were not looked at.
    pub as_of: u64,
}

impl Index {
    /// The positions behind `after` that carry all the keys of `filter`; every position when the filter is empty.
    /// `limit` is brought into 1 to [`MAX_PAGE`].
    ///
    /// # Errors
    /// [`IndexError::TooMany`] for more than [`MAX_FILTER_KEYS`] keys; [`IndexError::Damaged`] when a row is missing
    /// or wrong, after which the handle answers nothing more.
    pub fn positions(&self, filter: &[Key], after: Option<u64>, limit: usize) -> Result<Page, IndexError> {
        at_most("keys in a filter", filter.len(), MAX_FILTER_KEYS)?;
        let as_of = self.cursor().next;
        let limit = limit.clamp(1, MAX_PAGE);
        let from = match after {
            Some(u64::MAX) => return Ok(Page { positions: Vec::new(), next: None, as_of }),
            Some(position) => position.saturating_add(1),
            None => 0,
        };
        let mut streams: Vec<Stream<'_>> =
            filter.iter().map(|key| Stream::new(&self.shared, key, as_of)).collect();
        collect(&mut streams, from, limit, as_of).inspect_err(|error| {
            if error.wants_rebuild() {
                self.shared.db.stop();
            }
        })
    }
}

fn collect(streams: &mut [Stream<'_>], from: u64, limit: usize, as_of: u64) -> Result<Page, IndexError> {
    let mut positions = Vec::new();
    let mut candidate = from;
    for _leap in 0..MAX_LEAPS {
        let agreed = leap(streams, candidate)?;
        match agreed {
            // Rows of a batch that readers are not shown yet are as good as absent.
            None => return Ok(Page { positions, next: None, as_of }),
            Some(found) if found >= as_of => return Ok(Page { positions, next: None, as_of }),
            Some(found) if found > candidate => candidate = found,
            Some(found) => {
                positions.push(found);
                if positions.len() >= limit {
                    return Ok(Page { positions, next: Some(found), as_of });
                }
                candidate = found.saturating_add(1);
            }
        }
    }
    // Not 0: a leap that did not find has moved the candidate on.
    Ok(Page { positions, next: candidate.checked_sub(1), as_of })
}

/// One round over the streams: the candidate itself if all carry it, a later one to try if not, `None` at an end.
fn leap(streams: &mut [Stream<'_>], candidate: u64) -> Result<Option<u64>, IndexError> {
    for stream in streams {
        match stream.seek(candidate)? {
            Some(found) if found == candidate => {}
            later_or_end => return Ok(later_or_end),
        }
    }
    Ok(Some(candidate))
}

/// One stream, and the chunk it was last read in.
struct Stream<'a> {
    shared: &'a Shared,
    id: StreamId,
    as_of: u64,
    chunk: Option<Chunk>,
}

impl<'a> Stream<'a> {
    fn new(shared: &'a Shared, key: &Key, as_of: u64) -> Self {
        let id = postings::stream_id(key.kind, shared.hasher.stream(key.kind, &key.name));
        Self { shared, id, as_of, chunk: None }
    }

    /// The first position not before `target`. Targets ascend.
    fn seek(&mut self, target: u64) -> Result<Option<u64>, IndexError> {
        if let Some(found) = self.chunk.as_ref().and_then(|chunk| first_from(chunk, target)) {
            return Ok(Some(found));
        }
        // The chunk that starts at or before the target may hold it; if not, the next one starts behind it.
        let low = postings::posting_key(&self.id, 0);
        let at = postings::posting_key(&self.id, target);
        let before = self.fetch(|db| db.range(low..=at.clone()).next_back().transpose())?;
        if let Some(found) = before.as_ref().and_then(|chunk| first_from(chunk, target)) {
            self.chunk = before;
            return Ok(Some(found));
        }
        let after = postings::posting_key(&self.id, target.saturating_add(1));
        let high = postings::posting_key(&self.id, u64::MAX);
        let behind = self.fetch(|db| db.range(after..=high).next().transpose())?;
        // A batch may land between the two reads. Whatever it adds lies beyond `as_of`, so a chunk that starts there
        // is no neighbour of the one read before it, and no concern of this page.
        let Some(chunk) = behind.filter(|chunk| chunk.first() < Some(self.as_of)) else { return Ok(None) };
        follows(before.as_ref(), &chunk)?;
        let first = chunk.first();
        self.chunk = Some(chunk);
        Ok(first)
    }

    fn fetch(
        &self,
        read: impl FnOnce(&sled::Db) -> Result<Option<(sled::IVec, sled::IVec)>, sled::Error>,
    ) -> Result<Option<Chunk>, IndexError> {
        let Some((key, value)) = self.shared.db.run("read", read)? else { return Ok(None) };
        let (body, _) = postings::open_row(&key, &value)?;
        Ok(Some(Chunk::decode(&key, body)?.1))
    }
}

fn first_from(chunk: &Chunk, target: u64) -> Option<u64> {
    chunk.positions.get(chunk.positions.partition_point(|p| *p < target)).copied()
}
