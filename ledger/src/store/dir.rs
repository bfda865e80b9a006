//! The driver on one directory: journal, published log, blobs. One process at a time, by locks on the directories.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::{Arc, Condvar, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use super::examine::{Anchor, Examined, OTHER_HISTORY, Snapshot, examine, examine_rest, published, snapshot};
use super::hold::Hold;
use super::{
    AppendError, Appended, Fatal, Head, NoteCheck, Pace, RangeError, Scarce, Seal, SealError, Store,
    StoreError, Superseded, blob_name, check_group, check_range, check_seal, index, is_blob_name,
    is_same_head,
};
use crate::file::{Durable, Fault, FileError, Files, Finding, Patient, SyncPoint, Taken, write_durably};
use crate::journal::{self, Contents, Journal, NotAppended, Record, SEGMENT_BYTES, Shelf, Torn, lock};
use crate::merkle::{Edge, Hash, empty_root, leaf_hash, tile};
use crate::publish::{self, CHECKPOINT, PACKS, Publisher, VKEY};
use crate::reader::{DirReader, read_bundle, read_tile};

/// Descriptors kept back for the writer: a publication has a handful of directories and one file open at once, and a
/// blob and a new segment may come at the same moment.
const RESERVE: usize = 16;
/// Bytes of entries that may wait to be cut into bundles before appends are refused: bounds memory and restart.
const MAX_WAITING_BYTES: usize = 256 * 1024 * 1024;

/// How to open a ledger's directory.
#[derive(Clone)]
pub struct DirOptions {
    /// Opens signed notes under the ledger's keys.
    pub check: Arc<dyn NoteCheck>,
    /// Heads known from elsewhere.
    pub anchors: Vec<Anchor>,
    /// Length of a new journal segment in bytes, a multiple of 4096.
    pub segment_bytes: u64,
    /// The verifier key line that belongs to `check`. With it a start puts a lost `log/vkey` back, once everything that
    /// was signed is proven under it.
    pub vkey: Option<String>,
}

impl DirOptions {
    /// No anchors, segments of the usual length.
    pub fn new(check: Arc<dyn NoteCheck>) -> DirOptions {
        DirOptions { check, anchors: Vec::new(), segment_bytes: SEGMENT_BYTES, vkey: None }
    }
}

/// Why no ledger was created.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    /// The disk failed; what was written so far is no ledger and can be removed.
    #[error(transparent)]
    Disk(#[from] FileError),
    /// Another process works on this directory.
    #[error("another process creates or uses a ledger in this directory: name another one")]
    Locked,
    /// Something is there already. A ledger is never created over anything.
    #[error("the directory is not empty (it holds `{found}`): name a new or empty one")]
    NotEmpty {
        /// One of the names in it.
        found: String,
    },
    /// The empty head could not be signed.
    #[error(transparent)]
    Seal(#[from] SealError),
}

/// Why a ledger does not start.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// A head known from elsewhere is not in this journal.
    #[error(transparent)]
    Anchor(#[from] AnchorError),
    /// The disk failed.
    #[error(transparent)]
    Disk(#[from] FileError),
    /// Another process runs on this directory.
    #[error("another process holds the lock on this ledger: stop it first, or use it through its server")]
    Locked,
    /// Neither journal nor log is there.
    #[error(
        "no ledger here (neither `{}` nor `{}`): name the right directory, or create a ledger with `init` in an empty one",
        journal::FOLDER,
        publish::FOLDER
    )]
    NoLedger,
    /// The published log is there, the journal is not.
    #[error(
        "`{}` is missing, but `{}` is here: the journal is the only authority for the last head; restore it from the          disk or the backup that has it, and found no ledger in its place",
        journal::FOLDER,
        publish::FOLDER
    )]
    NoJournal,
    /// The journal is there, the published log is not.
    #[error(
        "`{}` is missing, but `{}` is here: older entries are in the log only; restore it from a mirror or a backup",
        publish::FOLDER,
        journal::FOLDER
    )]
    NoLog,
    /// Files are not as they must be. Nothing was changed.
    #[error("the ledger's files are not sound; nothing was changed. First: {}", .0.first().map_or_else(String::new, ToString::to_string))]
    Unsound(
        /// Everything that was found, in the order of the examination.
        Vec<Finding>,
    ),
}

/// Which head this journal lacks. Either the disk was rolled back, or this is another log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AnchorError {
    /// The other head has more entries.
    #[error(
        "`{name}` has seen {size} entries, this journal has {ours}: the disk was rolled back or cut; restore it"
    )]
    Ahead {
        /// Where the head is known from.
        name: String,
        /// Its size.
        size: u64,
        /// Ours.
        ours: u64,
    },
    /// The other head has another root at that size.
    #[error("`{name}` has seen another log at size {size}: two histories exist under one name; do not start")]
    OtherHistory {
        /// Where the head is known from.
        name: String,
        /// Its size.
        size: u64,
    },
}

/// A ledger that started, and what was found at its end.
#[derive(Debug)]
pub struct Opened {
    /// The store.
    pub store: DirStore,
    /// Size of the published checkpoint before this start.
    pub published_before: u64,
    /// Positions that the journal had beyond it: adopted, and published now.
    pub adopted: Range<u64>,
    /// An unfinished write that was moved aside. Nobody had been told of it.
    pub torn: Option<Torn>,
    /// Whether `log/vkey` was lost and is put back.
    pub vkey_restored: bool,
}

/// The store on a directory.
#[derive(Debug)]
pub struct DirStore {
    /// As they are: for reading.
    files: Arc<dyn Files>,
    /// For everything that changes files: waits a moment for descriptors.
    patient: Patient,
    check: Checks,
    writer: Mutex<Writer>,
    publisher: Mutex<Publisher>,
    shelf: Arc<Mutex<Shelf>>,
    shared: Mutex<Shared>,
    grown: Condvar,
    fatal: OnceLock<Fatal>,
    epoch: Mutex<u64>,
    /// Held while a blob or the key line is written: two writers of one name would share a temporary file.
    small_files: Mutex<()>,
    hold: Hold,
}

/// A note check that prints as its name.
struct Checks(Arc<dyn NoteCheck>);

impl std::fmt::Debug for Checks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NoteCheck")
    }
}

#[derive(Debug)]
struct Writer {
    journal: Journal,
    edge: Edge,
}

/// What readers see.
#[derive(Debug)]
struct Shared {
    head: Head,
    /// Position of the first entry in `recent`; all before it are in durable bundles.
    base: u64,
    recent: VecDeque<Arc<[u8]>>,
    recent_bytes: usize,
}

impl DirStore {
    /// Creates an empty ledger in an empty directory. `vkey`: the verifier key line; `seal` signs the empty head. When
    /// this returns, the ledger survives a power cut.
    pub fn create(
        files: Arc<dyn Files>,
        vkey: &str,
        segment_bytes: u64,
        seal: Seal<'_>,
    ) -> Result<(), CreateError> {
        let _hold = Hold::take(files.as_ref()).map_err(|error| match error.is_locked() {
            true => CreateError::Locked,
            false => CreateError::Disk(error),
        })?;
        if let Some(found) = files.list("")?.into_iter().next() {
            return Err(CreateError::NotEmpty { found });
        }
        let note = seal(0, empty_root())?;
        for dir in [publish::FOLDER, PACKS, journal::ASIDE, journal::FOLDER] {
            files.create_dir(dir)?;
        }
        for dir in ["", publish::FOLDER] {
            files.sync_dir(dir, SyncPoint::CreatedFolders)?;
        }
        for (path, text) in [(VKEY, vkey), (CHECKPOINT, note.as_str())] {
            write_durably(files.as_ref(), path, text.as_bytes(), FOUNDED)?;
        }
        // If we die before the next line is done, the directory is neither empty nor a ledger: `create` refuses it,
        // `open` finds no segment, and nobody has been told of a ledger.
        Ok(Journal::create(files, segment_bytes)?)
    }

    /// Opens a ledger: reads and verifies all of it against the last signed head, deals with an unfinished write at
    /// the end of the journal, and publishes the head. `progress` is called with entries done and to do.
    pub fn open(
        files: Arc<dyn Files>,
        options: DirOptions,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Opened, OpenError> {
        look_for(files.as_ref())?;
        files.reserve(RESERVE);
        let patient = Patient(Arc::clone(&files));
        let locked = |error: FileError| match error.is_locked() {
            true => OpenError::Locked,
            false => OpenError::Disk(error),
        };
        let hold = Hold::take(&patient).map_err(locked)?;
        // Held until its successor is in place: hard links to a running journal's last segment are no other journal.
        let _last = Shelf::lock_last(&patient).map_err(locked)?;
        let check = options.check.as_ref();
        let reading: Arc<dyn Files> = Arc::new(patient.clone());
        let mut examined = examine(&reading, check, snapshot(&patient, check), &options.anchors, progress);
        refuse_by_anchor(&examined, &options.anchors)?;
        let vkey_restored = examined.findings.is_empty() && restore_vkey(&patient, &options)?;
        examined.findings.extend(examine_rest(&patient));
        let (Some(contents), Some(head), true) =
            (examined.contents.take(), examined.head.take(), examined.findings.is_empty())
        else {
            return Err(OpenError::Unsound(examined.findings));
        };
        let opened = Self::start((files, patient), options, examined, contents, head, hold)?;
        Ok(Opened { vkey_restored, ..opened })
    }

    /// The changing half of a start, after everything that was read has been believed.
    fn start(
        (files, patient): (Arc<dyn Files>, Patient),
        options: DirOptions,
        examined: Examined,
        contents: Contents,
        head: Head,
        hold: Hold,
    ) -> Result<Opened, OpenError> {
        let published_before = examined.published.as_ref().map_or(0, |(_, checkpoint)| checkpoint.size);
        // First the journal's own tail: nothing may be cut from a record that is not proven.
        let writing: Arc<dyn Files> = Arc::new(patient.clone());
        let journal = Journal::resume(Arc::clone(&writing), options.segment_bytes, &contents)?;
        let shelf = journal.shelf();
        // Then everything that is still in the journal, through the function that cuts it live.
        let mut publisher = Publisher::recovering(writing, examined.walked.tiles_at_base);
        let skip = index(examined.base.saturating_sub(contents.start));
        let waiting = examined.journal.get(skip..).unwrap_or(&[]);
        let base = publisher.cut(waiting).map_err(refused)?;
        if head.size > 0 {
            // Published already: its cosignatures are kept. The examination has compared size and root.
            let same = examined.published.as_ref().filter(|(_, checkpoint)| checkpoint.size == head.size);
            let note = same.map_or(&*head.note, |(note, _)| note.as_str());
            publisher.publish(note, 0).map_err(refused)?;
        }
        // If we die before this line, the segments are still there and the next start does the same again.
        lock(&shelf).retire(base)?;
        publisher.go_live();
        let recent: VecDeque<_> =
            waiting.iter().skip(index(base.saturating_sub(examined.base))).cloned().collect();
        let recent_bytes = recent.iter().map(|entry| entry.len()).sum();
        let adopted = published_before..head.size;
        let store = DirStore {
            files,
            patient,
            check: Checks(options.check),
            writer: Mutex::new(Writer { journal, edge: examined.walked.edge }),
            publisher: Mutex::new(publisher),
            shelf,
            shared: Mutex::new(Shared { head, base, recent, recent_bytes }),
            grown: Condvar::new(),
            fatal: OnceLock::new(),
            epoch: Mutex::new(0),
            small_files: Mutex::new(()),
            hold,
        };
        Ok(Opened { store, published_before, adopted, torn: contents.torn, vkey_restored: false })
    }

    /// Why this store has stopped, if it has.
    pub fn fatal(&self) -> Option<&Fatal> {
        self.fatal.get()
    }

    /// Replaces the verifier key line (`log/vkey`), durably: after a key rotation.
    pub fn put_vkey(&self, vkey: &str) -> Result<(), StoreError> {
        let _one = lock(&self.small_files);
        self.ours()?;
        let how = Durable { taken: Taken::Replace, ..RESTORED };
        write_durably(&self.patient, VKEY, vkey.as_bytes(), how).map_err(|error| self.failed(error.into()))
    }

    /// Reads everything again while the ledger runs: [`fsck`](super::fsck) without stopping. Appends wait only while
    /// the journal itself is read.
    pub fn scrub(&self, progress: &mut dyn FnMut(u64, u64)) -> Vec<Finding> {
        let check = self.check.0.as_ref();
        let first = published(self.files.as_ref(), check);
        let mut taken = {
            let _publisher = lock(&self.publisher);
            let _writer = lock(&self.writer);
            snapshot(self.files.as_ref(), check)
        };
        if let Ok(earlier) = first {
            // The walk compares the older checkpoint: the files it needs stay, in one width or another.
            taken = Snapshot { published: Some(earlier), ..taken };
        }
        let mut findings = examine(&self.files, check, taken, &[], progress).findings;
        findings.extend(examine_rest(self.files.as_ref()));
        findings
    }

    fn alive(&self) -> Result<(), Fatal> {
        self.fatal.get().map_or(Ok(()), |fatal| Err(fatal.clone()))
    }

    /// Whether it still runs, and the directories are still those it holds. Asked before each change.
    fn ours(&self) -> Result<(), StoreError> {
        self.alive()?;
        self.hold.check().map_err(|error| self.failed(error.into()))
    }

    /// Stops for good, unless there was only a shortage before anything was done.
    fn failed(&self, fault: Fault) -> StoreError {
        match fault {
            Fault::Disk(error) if error.is_scarce() => Scarce::from(error).into(),
            fault => self.stop(fault.into()).into(),
        }
    }

    /// Stops for good; the first reason stays.
    fn stop(&self, fatal: Fatal) -> Fatal {
        self.fatal.get_or_init(|| fatal).clone()
    }

    fn read_bundles(&self, range: Range<u64>) -> Result<Vec<Arc<[u8]>>, RangeError> {
        let reader = DirReader::below(self.files.clone(), publish::FOLDER);
        let width = u64::from(tile::WIDTH);
        let mut entries = Vec::new();
        let mut position = range.start;
        while position < range.end {
            let group = position >> tile::HEIGHT;
            let bundle = read_bundle(&reader, group, tile::WIDTH).map_err(Fault::from)?;
            let (_, hashes) = read_tile(&reader, 0, group, tile::WIDTH).map_err(Fault::from)?;
            let first = group.saturating_mul(width);
            let wanted =
                index(position.saturating_sub(first))..index(range.end.saturating_sub(first).min(width));
            let pairs = bundle.entries.into_iter().zip(hashes);
            for ((offset, entry), hash) in pairs.take(wanted.end).skip(wanted.start) {
                // What is read is hashed again: a disk may change its mind.
                if leaf_hash(&entry) != hash {
                    let finding = Finding::wrong(&bundle.file, offset, "the entry does not have its hash");
                    return Err(Fault::from(finding).into());
                }
                entries.push(entry.into());
            }
            position = first.saturating_add(width);
        }
        Ok(entries)
    }
}

const FOUNDED: Durable = Durable {
    bytes: SyncPoint::FoundedBytes,
    name: SyncPoint::FoundedName,
    taken: Taken::Refuse,
    private: false,
};

/// The key line where a start puts it back.
const RESTORED: Durable =
    Durable { bytes: SyncPoint::VkeyBytes, name: SyncPoint::VkeyName, taken: Taken::Refuse, private: false };

/// Puts a lost key line back. Everything signed was proven under it before.
fn restore_vkey(files: &dyn Files, options: &DirOptions) -> Result<bool, FileError> {
    match (&options.vkey, files.kind(VKEY)?) {
        (Some(vkey), None) => write_durably(files, VKEY, vkey.as_bytes(), RESTORED).map(|()| true),
        _ => Ok(false),
    }
}

/// Whether there is a ledger to open: its two directories, or which of them is missing.
///
/// # Errors
/// [`OpenError`] naming what is missing.
pub fn look_for(files: &dyn Files) -> Result<(), OpenError> {
    match (files.kind(journal::FOLDER)?, files.kind(publish::FOLDER)?) {
        (Some(_), Some(_)) => Ok(()),
        (None, None) => Err(OpenError::NoLedger),
        (None, Some(_)) => Err(OpenError::NoJournal),
        (Some(_), None) => Err(OpenError::NoLog),
    }
}

fn refused(fault: Fault) -> OpenError {
    match fault {
        Fault::Disk(error) => OpenError::Disk(error),
        Fault::Unsound(finding) => OpenError::Unsound(vec![finding]),
    }
}

/// Anchors have their own refusal: it is not a file that is wrong, it is the whole disk.
fn refuse_by_anchor(examined: &Examined, anchors: &[Anchor]) -> Result<(), AnchorError> {
    let Some(contents) = &examined.contents else { return Ok(()) };
    for anchor in anchors {
        let (name, size, ours) = (anchor.name.clone(), anchor.size, contents.size());
        if size > ours {
            return Err(AnchorError::Ahead { name, size, ours });
        }
        let other = |finding: &Finding| finding.file == anchor.name && finding.what == OTHER_HISTORY;
        if examined.findings.iter().any(other) {
            return Err(AnchorError::OtherHistory { name, size });
        }
    }
    Ok(())
}

impl Store for DirStore {
    fn append_group(
        &self,
        expected: &Head,
        entries: &[Arc<[u8]>],
        seal: Seal<'_>,
    ) -> Result<Appended, AppendError> {
        let mut writer = lock(&self.writer);
        self.ours()?;
        check_group(entries).map_err(AppendError::Group)?;
        let bytes: usize = entries.iter().map(|entry| entry.len()).sum();
        let first = {
            let shared = lock(&self.shared);
            if !shared.head.is_same_log(expected) {
                return Err(AppendError::Stale { head: shared.head.clone() });
            }
            if shared.recent_bytes > 0 && shared.recent_bytes.saturating_add(bytes) > MAX_WAITING_BYTES {
                return Err(AppendError::Behind);
            }
            shared.head.size
        };
        let mut edge = writer.edge.clone();
        entries.iter().for_each(|entry| edge.push(leaf_hash(entry)));
        let head = sealed(self.check.0.as_ref(), &edge, seal)?;
        let record = Record { first, entries: entries.to_vec(), note: head.note.to_string() };
        writer.journal.append(&record).map_err(|error| match error {
            NotAppended::Before(error) => self.failed(error.into()).into(),
            NotAppended::Unknown(error) => AppendError::Unknown(self.stop(error.into())),
            NotAppended::TooLarge => AppendError::Seal(SealError("the record breaks a limit".to_owned())),
        })?;
        // Moved away before this line: the record is in a directory that is no longer the ledger's, and nobody is told.
        // Copied after it: the copy has the record. Either way there is one receipt for a position.
        self.hold.check().map_err(|error| AppendError::Unknown(self.stop(error.into())))?;
        // The group is durable. From here on nothing can fail.
        writer.edge = edge;
        let mut shared = lock(&self.shared);
        shared.recent.extend(entries.iter().cloned());
        shared.recent_bytes = shared.recent_bytes.saturating_add(bytes);
        shared.head = head.clone();
        self.grown.notify_all();
        Ok(Appended { first, head })
    }

    fn read(&self, range: Range<u64>) -> Result<Vec<Arc<[u8]>>, RangeError> {
        let (base, recent) = {
            let shared = lock(&self.shared);
            check_range(&range, shared.head.size)?;
            let from = index(range.start.max(shared.base).saturating_sub(shared.base));
            let len = index(range.end.saturating_sub(range.start.max(shared.base)));
            let recent: Vec<_> = shared.recent.iter().skip(from).take(len).cloned().collect();
            (shared.base, recent)
        };
        let mut entries = self.read_bundles(range.start..range.end.min(base))?;
        entries.extend(recent);
        Ok(entries)
    }

    fn head(&self) -> Head {
        lock(&self.shared).head.clone()
    }

    fn publish_head(&self, now_ms: u64, pace: Pace) -> Result<u64, StoreError> {
        let mut publisher = lock(&self.publisher);
        self.ours()?;
        let (head, waiting) = {
            let shared = lock(&self.shared);
            let skip = index(publisher.size().saturating_sub(shared.base));
            (shared.head.clone(), shared.recent.iter().skip(skip).cloned().collect::<Vec<_>>())
        };
        let failed = |fault: Fault| self.failed(fault);
        let base = publisher.cut(&waiting).map_err(failed)?;
        // Bundles and their names are durable: readers may use them, and the journal may let go.
        {
            let mut shared = lock(&self.shared);
            let cut = index(base.saturating_sub(shared.base));
            let freed: usize = shared.recent.drain(..cut).map(|entry| entry.len()).sum();
            shared.recent_bytes = shared.recent_bytes.saturating_sub(freed);
            shared.base = base;
        }
        if publisher.is_due(head.size, now_ms, pace) {
            publisher.publish(&head.note, now_ms).map_err(failed)?;
        }
        let mut shelf = lock(&self.shelf);
        shelf.retire(base).and_then(|()| shelf.prepare()).map_err(|error| self.failed(error.into()))?;
        Ok(publisher.published_size().unwrap_or(0))
    }

    fn published(&self) -> Option<Arc<str>> {
        lock(&self.publisher).published_note().cloned()
    }

    fn publish_cosigned(&self, note: &str) -> Result<bool, StoreError> {
        let mut publisher = lock(&self.publisher);
        self.ours()?;
        let same = |published: &Arc<str>| is_same_head(self.check.0.as_ref(), published, note);
        if !publisher.published_note().is_some_and(same) {
            return Ok(false);
        }
        publisher.replace_note(note).map_err(|fault| self.failed(fault))?;
        Ok(true)
    }

    fn await_head(&self, size: u64, timeout: Duration) -> Head {
        let shared = lock(&self.shared);
        let waited = self.grown.wait_timeout_while(shared, timeout, |shared| shared.head.size <= size);
        waited.unwrap_or_else(PoisonError::into_inner).0.head.clone()
    }

    fn put_blob(&self, bytes: &[u8]) -> Result<String, StoreError> {
        let _one = lock(&self.small_files);
        self.ours()?;
        let name = blob_name(bytes);
        let path = format!("{PACKS}/{name}");
        // Written anew even if it is there: an earlier process may have died before it was durable.
        let how = Durable {
            bytes: SyncPoint::BlobBytes,
            name: SyncPoint::BlobName,
            taken: Taken::Replace,
            private: false,
        };
        write_durably(&self.patient, &path, bytes, how).map_err(|error| self.failed(error.into()))?;
        Ok(name)
    }

    fn get_blob(&self, sha256: &str) -> Result<Option<Vec<u8>>, Fault> {
        if !is_blob_name(sha256) {
            return Ok(None);
        }
        let path = format!("{PACKS}/{sha256}");
        let found = self.files.read(&path)?;
        match found {
            Some(bytes) if blob_name(&bytes) != sha256 => {
                Err(Finding::wrong(path, 0, "the bytes do not have the hash that is its name").into())
            }
            found => Ok(found),
        }
    }

    fn lease(&self, epoch: u64) -> Result<(), Superseded> {
        // The directory lock keeps other processes out; inside this one the highest epoch wins.
        let mut current = lock(&self.epoch);
        if epoch < *current {
            return Err(Superseded { current: *current });
        }
        *current = epoch;
        Ok(())
    }
}

/// Has the head after a group signed, and checks what was signed.
fn sealed(check: &dyn NoteCheck, edge: &Edge, seal: Seal<'_>) -> Result<Head, AppendError> {
    let (size, root): (u64, Hash) = (edge.size(), edge.root());
    let note = seal(size, root)?;
    check_seal(check, &note, size, root)?;
    Ok(Head { size, root, note: note.into() })
}
