//! The journal: the durable medium, and the only authority for the last head.
//!
//! A group of entries and the signed note over the head after them are one record ([`Record`]), written into a
//! preallocated segment and made durable by one `fdatasync`. The order is the safety argument:
//!
//! 1. A segment's zeros are synced under a temporary name; then it gets its name, then the directory is synced.
//!    *If we die before that*, no record was in it, and the next start removes the temporary file.
//! 2. A record is written after the last one, then synced. *If we die before the sync*, nobody was told anything; the
//!    next start finds it whole (adopted), torn (moved aside and reported) or not at all.
//! 3. Only after the sync is anybody told. *If we die then*, the record is on the disk.
//! 4. A segment is retired when all its entries are in durable bundles: renamed, the directory synced, and only then
//!    overwritten with zeros. *If we die between*, a segment is whole or gone, never half empty.
//!
//! Before a record is written and again after its sync, the segment is looked up by its name: if another file has it by
//! now, somebody has replaced it, and what was written is in no journal that a start would read.
//!
//! After an error nothing is tried again, unless it came before anything was done (no descriptor, no memory): the writer is dropped, and the next start reads what the disk has. Since
//! pages whose sync failed look fine to readers and are lost with the power, a start trusts nothing it reads: the
//! last segment is written anew into another file, synced and put in place before it is built upon.

mod record;
mod recover;
mod shelf;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sha2::{Digest, Sha256};

use crate::file::{Durable, Fault, FileError, Files, Finding, OpenFile, SyncPoint, Taken, write_durably};
use record::padded;
pub use record::{BLOCK, MAX_NOTE, Record};
use recover::read_segment;
pub(crate) use shelf::Shelf;

/// Where the segments are, below the data directory.
pub const FOLDER: &str = "journal";
/// Where bytes go that belong to no record.
pub const ASIDE: &str = "aside";
/// Most entries in one group.
pub const MAX_GROUP: usize = 1000;
/// Length of a segment in bytes unless a larger record needs more: a few seconds of a busy ledger.
pub const SEGMENT_BYTES: u64 = 16 * 1024 * 1024;

/// `journal/<position of its first entry, 20 digits>.seg`
pub(crate) fn segment_path(first: u64) -> String {
    format!("{FOLDER}/{first:020}.seg")
}

/// The position in a segment's name.
fn segment_first(name: &str) -> Option<u64> {
    let digits = name.strip_suffix(".seg").filter(|digits| digits.len() == 20)?;
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
}

/// A write that never finished, kept for whoever wants to know what was in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Torn {
    /// The segment it stood in.
    pub file: String,
    /// Where it started, in bytes.
    pub offset: u64,
    /// What was there, without the zeros after it.
    pub bytes: Vec<u8>,
    /// The file below the data directory it was moved to.
    pub moved_to: String,
}

/// A record and where it stands.
#[derive(Clone, Debug)]
pub struct Placed {
    /// The segment.
    pub file: String,
    /// Offset in bytes.
    pub offset: u64,
    /// What stands there.
    pub record: Record,
}

/// What the journal holds. Reading it changes nothing.
#[derive(Debug)]
pub struct Contents {
    /// Position of the first entry that is still in the journal; all before it are in bundles.
    pub start: u64,
    /// The records, in order and without a gap.
    pub records: Vec<Placed>,
    /// An unfinished write after them.
    pub torn: Option<Torn>,
    segments: VecDeque<u64>,
    last_bytes: Vec<u8>,
    last_end: u64,
}

impl Contents {
    /// Reads and checks every segment.
    pub fn read(files: &dyn Files) -> Result<Contents, Fault> {
        let names = match files.list(FOLDER) {
            Err(error) if error.is_absent() => Vec::new(),
            listed => listed?,
        };
        let segments: VecDeque<u64> = names.iter().filter_map(|name| segment_first(name)).collect();
        let Some(start) = segments.front().copied() else {
            return Err(Finding::absent(segment_path(0), "the journal has no segment").into());
        };
        let mut contents = Contents {
            start,
            records: Vec::new(),
            torn: None,
            segments,
            last_bytes: Vec::new(),
            last_end: 0,
        };
        let firsts = contents.segments.clone();
        for (index, first) in firsts.iter().enumerate() {
            let is_last = index.saturating_add(1) == firsts.len();
            contents.read_one(files, *first, is_last)?;
        }
        Ok(contents)
    }

    fn read_one(&mut self, files: &dyn Files, first: u64, is_last: bool) -> Result<(), Fault> {
        let (file, expected) = (segment_path(first), self.size());
        if first != expected {
            let what = format!("the segment of position {expected} should come before {first}");
            return Err(Finding::absent(segment_path(expected), what).into());
        }
        let bytes =
            files.read(&file)?.ok_or_else(|| Finding::absent(file.clone(), "it was listed a moment ago"))?;
        let mut segment = read_segment(&bytes, first, is_last)?;
        if segment.records.is_empty() && !is_last {
            return Err(Finding::wrong(file, 0, "the segment is empty, but another one follows").into());
        }
        self.torn = segment.torn.take().map(|bytes| {
            let digest: String = Sha256::digest(&bytes).iter().take(8).map(|b| format!("{b:02x}")).collect();
            let moved_to = format!("{ASIDE}/journal-{first:020}-{:010}-{digest}", segment.end);
            Torn { file: file.clone(), offset: segment.end, bytes, moved_to }
        });
        let placed = |(offset, record)| Placed { file: file.clone(), offset, record };
        self.records.extend(segment.records.into_iter().map(placed));
        if is_last {
            (self.last_bytes, self.last_end) = (bytes, segment.end);
        }
        Ok(())
    }

    /// The size of the log: the position after the last entry.
    pub fn size(&self) -> u64 {
        self.records.last().map_or(self.start, |last| last.record.end())
    }

    /// File and offset at which the journal ends: where something is missing, if something is.
    pub fn end(&self) -> (String, u64) {
        (segment_path(self.segments.back().copied().unwrap_or(self.start)), self.last_end)
    }
}

/// Why a group was not appended.
#[derive(Debug)]
pub(crate) enum NotAppended {
    /// Nothing was written.
    Before(FileError),
    /// Written, perhaps; the next start will tell.
    Unknown(FileError),
    /// A limit is broken; nothing was written.
    TooLarge,
}

/// The writing end.
#[derive(Debug)]
pub(crate) struct Journal {
    shelf: Arc<Mutex<Shelf>>,
    current: Box<dyn OpenFile>,
    /// Its path.
    path: String,
    /// Where the next record goes.
    offset: u64,
    capacity: u64,
}

impl Journal {
    /// The first segment of a new ledger.
    pub fn create(files: Arc<dyn Files>, segment_bytes: u64) -> Result<(), FileError> {
        Shelf::new(files, segment_bytes, VecDeque::new(), 0).take(0, segment_bytes).map(|_| ())
    }

    /// Goes on after what was read. The unproven tail is proven first.
    pub fn resume(
        files: Arc<dyn Files>,
        segment_bytes: u64,
        contents: &Contents,
    ) -> Result<Journal, FileError> {
        if let Some(torn) = &contents.torn {
            files.create_dir(ASIDE)?;
            let how = Durable {
                bytes: SyncPoint::AsideBytes,
                name: SyncPoint::AsideName,
                taken: Taken::Replace,
                private: false,
            };
            write_durably(files.as_ref(), &torn.moved_to, &torn.bytes, how)?;
            // If we die here, the torn bytes are in both places, and the next start moves the same bytes to the
            // same name.
        }
        let last_record = contents.records.last().map_or(contents.start, |last| last.record.first);
        let mut shelf = Shelf::new(files, segment_bytes, contents.segments.clone(), last_record);
        shelf.clear_spares()?;
        let used = usize::try_from(contents.last_end).unwrap_or(usize::MAX);
        let proven = contents.last_bytes.get(..used).unwrap_or(&contents.last_bytes);
        let (current, capacity) = shelf.rewrite_last(proven)?;
        let path = segment_path(contents.segments.back().copied().unwrap_or(0));
        Ok(Journal { shelf: Arc::new(Mutex::new(shelf)), current, path, offset: contents.last_end, capacity })
    }

    /// The segments, for whoever retires them.
    pub fn shelf(&self) -> Arc<Mutex<Shelf>> {
        self.shelf.clone()
    }

    /// Writes a record and syncs it. After an error the journal must not be used again, unless it is
    /// [`NotAppended::Before`] and a shortage.
    pub fn append(&mut self, record: &Record) -> Result<(), NotAppended> {
        let bytes = record.encode().ok_or(NotAppended::TooLarge)?;
        let room = padded(bytes.len());
        if self.offset.saturating_add(room) > self.capacity {
            let (file, capacity) = lock(&self.shelf).take(record.first, room).map_err(NotAppended::Before)?;
            // If we die here, the newest segment is empty and the one before ends with the last record.
            (self.current, self.capacity, self.offset) = (file, capacity, 0);
            self.path = segment_path(record.first);
        }
        self.current.check_named(&self.path).map_err(NotAppended::Before)?;
        self.current.write_at(self.offset, &bytes).map_err(NotAppended::Unknown)?;
        // If we die here, the record is there, torn or absent, and nobody was told.
        self.current.sync_data(SyncPoint::JournalRecord).map_err(NotAppended::Unknown)?;
        // What was replaced before this line is found here; what is copied after it has the record.
        self.current.check_named(&self.path).map_err(NotAppended::Unknown)?;
        // If we die here, the record is there, and nobody was told: the next start adopts it, and whoever submits the
        // same again gets the same position.
        self.offset = self.offset.saturating_add(room);
        lock(&self.shelf).last_record = record.first;
        Ok(())
    }
}

/// A lock whose holder panicked guards plain data that is never left half changed.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
