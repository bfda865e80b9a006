//! The record while the ledger runs: appending, syncing, reading pages, removing what is old.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant};

use ledger::file::{Durable, FileError, Files, Finding, Open, OpenFile, SyncPoint, Taken, write_durably};
use ledger::ids::UndertakingId;
use ledger::time::At;
use ledger::verdict::hex;

use super::super::locks::lock;
use super::index::Index;
use super::line::{BEGUN, LINE_BYTES_MAX, Line, PRUNED, Recorded, digest};
use super::part::{FOLDER, Part, each_line, len};
use super::walk::{Begun, Tip, Walk, walk};
use super::{LookError, LooksPage};

/// Size at which a further file is begun within a month, so that none grows beyond what tools open.
const PART_BYTES_MAX: u64 = 256 << 20;
/// How long written lines may wait for their sync before nothing more is shown: what a power cut may take.
const UNSYNCED_MAX: Duration = Duration::from_secs(30);
/// Stretches read for one page: at most about 4 MiB.
const STRETCHES_MAX: usize = 16;
/// Most lines on a page.
pub(super) const PAGE_MAX: usize = 1_000;
/// A file of the record: its owner's alone, never written over another.
const BEGINNING: Durable = Durable { taken: Taken::Refuse, private: true, ..Durable::KEPT };

/// The record of one ledger.
pub(in crate::service) struct Looks {
    files: Arc<dyn Files>,
    inner: Mutex<Inner>,
    /// A second handle on the file being written, so that no look waits for a sync. Taken after `inner`, never before.
    syncing: Mutex<Option<Box<dyn OpenFile>>>,
    stopped: OnceLock<Arc<str>>,
}

struct Inner {
    tip: Tip,
    /// What the record has to say before the next look.
    due: VecDeque<Line>,
    files: Vec<Begun>,
    current: Option<Current>,
    index: Index,
    /// Since when lines wait for a sync.
    unsynced: Option<Instant>,
    /// The line up to which files were removed, where the record has said so.
    pruned: Option<u64>,
}

/// The file being written.
struct Current {
    part: Part,
    len: u64,
    handle: Option<Box<dyn OpenFile>>,
}

/// What the start found of the record.
#[derive(Debug, Clone, Default)]
pub struct LooksFound {
    /// Lines that were read.
    pub lines: u64,
    /// What is not as it must be.
    pub findings: Vec<Finding>,
    /// What is no fault, but good to know.
    pub notes: Vec<String>,
}

impl Looks {
    /// Reads the whole record below the data directory. Nothing is written before the first look.
    pub(in crate::service) fn open(
        files: Arc<dyn Files>,
        ledger: &str,
    ) -> Result<(Self, LooksFound), FileError> {
        let mut index = Index::default();
        let found = walk(files.as_ref(), &mut |seen| index.add(seen.part, seen.bytes, seen.line))?;
        let Walk { files: begun, tip, end, rest, pruned, lines, mut findings, notes, ledger: said } = found;
        if let (Some(said), Some(first)) = (said, begun.first())
            && said != ledger
        {
            findings.push(Finding::wrong(
                first.part.path(),
                0,
                format!("this is the record of ledger {said}"),
            ));
        }
        let mut due = VecDeque::new();
        if begun.is_empty() {
            let line = Line { kind: BEGUN.to_owned(), ledger: Some(ledger.to_owned()), ..Line::default() };
            due.push_back(line);
        }
        let current = begun.last().map(|last| Current { part: last.part.clone(), len: end, handle: None });
        // Bytes that are not of the record stay where they are; the record goes on in a file of its own.
        let current = current.filter(|_| rest.is_none());
        due.extend(rest.as_ref().map(super::walk::Rest::line));
        let inner = Inner {
            tip,
            due,
            files: begun,
            current,
            index,
            unsynced: None,
            pruned: pruned.map(|(last, _)| last),
        };
        let looks =
            Self { files, inner: Mutex::new(inner), syncing: Mutex::default(), stopped: OnceLock::new() };
        Ok((looks, LooksFound { lines, findings, notes }))
    }

    /// Why nothing is recorded any more, if so.
    pub(super) fn stopped(&self) -> Option<Arc<str>> {
        self.stopped.get().map(Arc::clone)
    }

    fn stop(&self, why: &str) -> LookError {
        let why = self.stopped.get_or_init(|| {
            tracing::error!(why, "no look is recorded any more, so nothing that needs one is shown");
            why.into()
        });
        LookError::Stopped(Arc::clone(why))
    }

    /// Ends recording: what is written is synced, nothing follows.
    pub(in crate::service) fn close(&self) {
        if self.stopped.get().is_none() {
            drop(self.sync());
            drop(self.stopped.set("the ledger is shutting down".into()));
        }
    }

    /// Number and hash of the last line.
    pub(super) fn head(&self) -> Option<(u64, String)> {
        let tip = lock(&self.inner).tip;
        tip.next.checked_sub(1).map(|last| (last, hex(&tip.prev)))
    }

    /// Writes lines, and before them what is due; answers the number of the first one.
    pub(super) fn append(&self, lines: Vec<Line>, now: At) -> Result<u64, LookError> {
        let mut inner = lock(&self.inner);
        if let Some(why) = self.stopped.get() {
            return Err(LookError::Stopped(Arc::clone(why)));
        }
        if inner.unsynced.is_some_and(|since| since.elapsed() > UNSYNCED_MAX) {
            return Err(LookError::Behind);
        }
        self.append_to(&mut inner, lines, now)
    }

    fn append_to(&self, inner: &mut Inner, lines: Vec<Line>, now: At) -> Result<u64, LookError> {
        while let Some(line) = inner.due.front().cloned() {
            self.write(inner, line, now)?;
            inner.due.pop_front();
        }
        let first = inner.tip.next;
        for line in lines {
            self.write(inner, line, now)?;
        }
        Ok(first)
    }

    /// Writes one line. If this fails the record is as before: bytes of the line that reached the file are written over by the
    /// next one, and contain no line end, so that a start takes them for what they are.
    fn write(&self, inner: &mut Inner, line: Line, now: At) -> Result<(), LookError> {
        let at = inner.tip.at.map_or(now, |last| last.max(now));
        let line = Line { n: inner.tip.next, at: at.to_string(), prev: hex(&inner.tip.prev), ..line };
        let bytes = line.encode().ok_or(LookError::Bounds("the look names more than a line holds"))?;
        let fits = |current: &&mut Current| {
            current.part.is_month_of(at) && current.len.saturating_add(len(&bytes)) <= PART_BYTES_MAX
        };
        let (part, from) = match inner.current.as_mut().filter(fits) {
            Some(current) => {
                let from = current.len;
                self.handle(current)?.write_at(from, &bytes)?;
                inner.unsynced.get_or_insert_with(Instant::now);
                (current.part.clone(), from)
            }
            None => (self.begin(inner, at, &bytes)?, 0),
        };
        let to = from.saturating_add(len(&bytes));
        if let Some(current) = &mut inner.current {
            current.len = to;
        }
        inner.index.add(&part, (from, to), &line);
        inner.tip = Tip { next: line.n.saturating_add(1), prev: digest(&bytes), at: Some(at) };
        Ok(())
    }

    /// The handle to write with, opened with the one that syncs: a write-back error is told to handles that were open.
    fn handle<'a>(&self, current: &'a mut Current) -> Result<&'a mut Box<dyn OpenFile>, LookError> {
        let handle = match current.handle.take() {
            Some(handle) => handle,
            None => {
                let path = current.part.path();
                let syncing = self.files.open(&path, Open::Existing)?;
                let handle = self.files.open(&path, Open::Existing)?;
                *lock(&self.syncing) = Some(syncing);
                handle
            }
        };
        Ok(current.handle.insert(handle))
    }

    /// Begins a file with its first line, durably.
    fn begin(&self, inner: &mut Inner, at: At, bytes: &[u8]) -> Result<Part, LookError> {
        // A durable file must never continue lines that are not durable.
        if inner.unsynced.is_some() {
            self.sync_file()?;
            inner.unsynced = None;
        }
        if inner.files.is_empty() {
            self.files.create_dir(FOLDER)?;
            self.files.sync_dir("", SyncPoint::KeptName)?;
        }
        let part = Part::after(inner.files.last().map(|begun| &begun.part), at);
        let path = part.path();
        if let Err(error) = write_durably(self.files.as_ref(), &path, bytes, BEGINNING) {
            // Under its name already: whether it lasts is not known, and the next start decides.
            return Err(match self.files.kind(&path) {
                Ok(None) => error.into(),
                _ => self.stop(&error.to_string()),
            });
        }
        *lock(&self.syncing) = None;
        inner.current = Some(Current { part: part.clone(), len: 0, handle: None });
        let (first, prev) = (Some(inner.tip.next), inner.tip.prev);
        inner.files.push(Begun { part: part.clone(), first, prev });
        Ok(part)
    }

    /// Makes durable what is written. Called once a second, by one thread.
    pub(in crate::service) fn sync(&self) -> Result<(), LookError> {
        if let Some(why) = self.stopped.get() {
            return Err(LookError::Stopped(Arc::clone(why)));
        }
        let mark = {
            let inner = lock(&self.inner);
            inner.unsynced.map(|_| (inner.tip.next, Instant::now()))
        };
        let Some((next, when)) = mark else { return Ok(()) };
        self.sync_file()?;
        let mut inner = lock(&self.inner);
        // Lines written since then wait for the next sync, the first of them since `when` at the earliest.
        inner.unsynced = inner.unsynced.filter(|_| inner.tip.next != next).map(|since| since.max(when));
        Ok(())
    }

    fn sync_file(&self) -> Result<(), LookError> {
        match lock(&self.syncing).as_mut() {
            // After a failed sync nothing is known of what was written: the next start reads what is there.
            Some(handle) => {
                handle.sync_data(SyncPoint::KeptBytes).map_err(|error| self.stop(&error.to_string()))
            }
            None => Ok(()),
        }
    }

    /// The lines behind `after`, oldest first; with `of`, the looks at any of these.
    pub(super) fn page(
        &self,
        of: Option<&[UndertakingId]>,
        after: Option<u64>,
        limit: usize,
    ) -> Result<LooksPage, LookError> {
        let first = after.map_or(0, |after| after.saturating_add(1));
        let limit = limit.clamp(1, PAGE_MAX);
        let (stretches, more) = lock(&self.inner).index.candidates(of, first, STRETCHES_MAX);
        let mut page = LooksPage { lines: Vec::new(), next: None };
        for stretch in &stretches {
            let mut full = false;
            each_line(
                self.files.as_ref(),
                &stretch.part.path(),
                stretch.bytes,
                LINE_BYTES_MAX,
                &mut |piece| {
                    let Some(line) = Line::decode(piece.bytes).filter(|line| line.n >= first) else {
                        return true;
                    };
                    let line = Recorded::new(line);
                    if of.is_some_and(|of| !line.is_look() || !line.names_any(of)) {
                        return true;
                    }
                    // Whether there is another one decides whether there is a next page.
                    full = page.lines.len() >= limit;
                    if !full {
                        page.lines.push(match of {
                            Some(of) => line.only(of),
                            None => line,
                        });
                    }
                    !full
                },
            )?;
            if full {
                page.next = page.lines.last().map(Recorded::number);
                return Ok(page);
            }
        }
        page.next = stretches.last().filter(|_| more).map(|last| last.lines.1);
        Ok(page)
    }

    /// Removes the files whose lines are all older than `months` whole months, oldest first, and says so in the record before.
    pub(in crate::service) fn prune(&self, months: u32, now: At) -> Result<usize, LookError> {
        let mut inner = lock(&self.inner);
        if let Some(why) = self.stopped.get() {
            return Err(LookError::Stopped(Arc::clone(why)));
        }
        let over: Vec<Part> = inner
            .files
            .iter()
            .map(|begun| begun.part.clone())
            .take_while(|part| part.is_over(months, now))
            .collect();
        if over.is_empty() {
            return Ok(0);
        }
        let (last, sha256) = match inner.files.get(over.len()) {
            Some(Begun { first: Some(first), prev, .. }) => (first.saturating_sub(1), hex(prev)),
            // How the next file goes on can't be read: what it hangs on stays.
            Some(_) => return Ok(0),
            None => (inner.tip.next.saturating_sub(1), hex(&inner.tip.prev)),
        };
        if inner.pruned.is_none_or(|said| said < last) {
            let files = over.iter().map(Part::name).collect();
            let line = Line {
                kind: PRUNED.to_owned(),
                files: Some(files),
                last: Some(last),
                sha256: Some(sha256),
                ..Line::default()
            };
            self.append_to(&mut inner, vec![line], now)?;
            self.sync_file()?;
            inner.unsynced = None;
            inner.pruned = Some(last);
        }
        // If we die from here on, the record has said what the next start still finds and removes.
        for part in &over {
            self.files.remove(&part.path())?;
            // One after the other, so that no power cut leaves an older file behind a gap.
            self.files.sync_dir(FOLDER, SyncPoint::KeptName)?;
        }
        inner.files.retain(|begun| !over.contains(&begun.part));
        inner.index.forget(&over);
        if inner.current.as_ref().is_some_and(|current| over.contains(&current.part)) {
            inner.current = None;
        }
        Ok(over.len())
    }
}
