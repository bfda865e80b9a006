//! The segments as files: made, named, retired, used again.

use std::collections::VecDeque;
use std::sync::Arc;

use super::{FOLDER, segment_first, segment_path};
use crate::file::{FileError, Files, Open, OpenFile, SyncPoint, Taken};

/// Where a zeroed segment waits for its name.
const SPARE: &str = "journal/spare";
/// Where one is made while another waits.
const FRESH: &str = "journal/fresh";

/// All segments of the journal. Only the last is written to.
#[derive(Debug)]
pub(crate) struct Shelf {
    files: Arc<dyn Files>,
    segment_bytes: u64,
    /// Positions of the segments' first entries, oldest first; a segment ends where the next one starts.
    segments: VecDeque<u64>,
    /// Position of the first entry of the last record: its segment stays, for it holds the last head.
    pub last_record: u64,
    spare: Option<Box<dyn OpenFile>>,
}

impl Shelf {
    pub fn new(
        files: Arc<dyn Files>,
        segment_bytes: u64,
        segments: VecDeque<u64>,
        last_record: u64,
    ) -> Shelf {
        Shelf { files, segment_bytes, segments, last_record, spare: None }
    }

    /// A segment for the record at `position` with room for at least `room` bytes, durable, named and locked. Where the
    /// error is a shortage, nothing has changed, and it may be asked for again.
    pub fn take(&mut self, position: u64, room: u64) -> Result<(Box<dyn OpenFile>, u64), FileError> {
        let len = room.max(self.segment_bytes);
        let spare = if len == self.segment_bytes { self.spare.take() } else { None };
        let (mut file, name) = match spare {
            Some(file) => (file, SPARE),
            None => (self.fresh(FRESH, len)?, FRESH),
        };
        file.lock()?;
        if let Err(error) = self.files.rename(name, &segment_path(position), Taken::Refuse) {
            if name == SPARE {
                self.spare = Some(file);
            }
            return Err(error);
        }
        // If we die here, the segment is there or not; it is empty either way.
        self.files.sync_dir(FOLDER, SyncPoint::SegmentName).map_err(FileError::after_all)?;
        self.segments.push_back(position);
        Ok((file, len))
    }

    /// Has a zeroed segment ready, so that no submission waits for one to be made.
    pub fn prepare(&mut self) -> Result<(), FileError> {
        if self.spare.is_none() {
            self.spare = Some(self.fresh(SPARE, self.segment_bytes)?);
        }
        Ok(())
    }

    fn fresh(&self, name: &str, len: u64) -> Result<Box<dyn OpenFile>, FileError> {
        let mut file = self.files.open(name, Open::Scratch)?;
        wipe(file.as_mut(), len)?;
        Ok(file)
    }

    /// The last segment of a journal, locked: a journal whose segments are hard links to those of a running one is not
    /// another journal. `None` where there is none yet.
    pub fn lock_last(files: &dyn Files) -> Result<Option<Box<dyn OpenFile>>, FileError> {
        let last = files.list(FOLDER)?.iter().filter_map(|name| segment_first(name)).next_back();
        let Some(first) = last else { return Ok(None) };
        let mut file = files.open(&segment_path(first), Open::Existing)?;
        file.lock()?;
        Ok(Some(file))
    }

    /// Retires every segment whose entries all lie below `position` and are therefore in durable bundles. The
    /// caller has synced those bundles and their names.
    pub fn retire(&mut self, position: u64) -> Result<(), FileError> {
        let keep_from = position.min(self.last_record);
        while let (Some(first), Some(next)) = (self.segments.front().copied(), self.segments.get(1).copied())
        {
            if next > keep_from {
                break;
            }
            self.retire_one(first)?;
            self.segments.pop_front();
        }
        Ok(())
    }

    fn retire_one(&mut self, first: u64) -> Result<(), FileError> {
        let path = segment_path(first);
        let mut file = self.files.open(&path, Open::Existing)?;
        // Whoever made hard links to it keeps what he has: it is not written over.
        let is_reused =
            self.spare.is_none() && file.len()? == self.segment_bytes && !file.has_other_names()?;
        if !is_reused {
            self.files.remove(&path)?;
            // One sync for each segment, oldest first: a later one can not be gone while an older one is there.
            let synced = self.files.sync_dir(FOLDER, SyncPoint::SegmentRetired);
            return synced.map_err(FileError::after_all);
        }
        self.files.rename(&path, SPARE, Taken::Replace)?;
        // If we die here, the segment is there under its old name or its new one, whole.
        self.files.sync_dir(FOLDER, SyncPoint::SegmentRetired).map_err(FileError::after_all)?;
        wipe(file.as_mut(), self.segment_bytes)?;
        self.spare = Some(file);
        Ok(())
    }

    /// Removes what an earlier process left under temporary names. Unsynced: if a name comes back, the next start
    /// removes it again.
    pub fn clear_spares(&mut self) -> Result<(), FileError> {
        for name in [SPARE, FRESH] {
            if self.files.kind(name)?.is_some() {
                self.files.remove(name)?;
            }
        }
        Ok(())
    }

    /// Writes the last segment anew, with `proven` and zeros, and puts it in the old one's place.
    pub fn rewrite_last(&mut self, proven: &[u8]) -> Result<(Box<dyn OpenFile>, u64), FileError> {
        let used = u64::try_from(proven.len()).unwrap_or(u64::MAX);
        let len = used.max(self.segment_bytes);
        let mut file = self.files.open(FRESH, Open::Scratch)?;
        file.write_at(0, proven)?;
        file.fill_zeros(used, len)?;
        file.sync_data(SyncPoint::TailRewritten)?;
        file.lock()?;
        // If we die here, the old segment is in place, torn tail and all.
        let last = self.segments.back().copied().unwrap_or(0);
        self.files.rename(FRESH, &segment_path(last), Taken::Replace)?;
        // If we die here, the old or the new one is in place: the same records.
        self.files.sync_dir(FOLDER, SyncPoint::JournalNames)?;
        Ok((file, len))
    }
}

/// Makes a segment zeros, before it gets its name.
fn wipe(file: &mut dyn OpenFile, len: u64) -> Result<(), FileError> {
    file.fill_zeros(0, len)?;
    // If we die here, old records may show through: under a temporary name, which the next start removes.
    file.sync_data(SyncPoint::SegmentZeros)
}
