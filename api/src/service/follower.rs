//! The threads behind the sequencer: one lets readers of files see the head, one feeds the index, one looks at the clock and
//! writes down what was turned away.
//!
//! None can hold up an answer. An index that is damaged, or of another log, is removed and built anew from entry 0;
//! questions are then answered from the log itself, slower.

use std::path::Path;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use ledger::entry::Entry;
use ledger::event::naming::undertakings_named;
use ledger::index::{Cursor, Follower, Index, IndexError, Indexed, Key, Kind, Opened};
use ledger::json::parse;
use ledger::merkle::{Hash, leaf_hash};
use ledger::store::{Pace, StoreError};
use ledger::submission::base64url;
use rules::audit::mentions;

use super::core::Core;
use super::locks::write;
use super::{ReadError, Service};

/// How often files are cut while the log grows.
const CUT_EVERY: Duration = Duration::from_millis(200);
/// How often the last head is tried to be published at the end, where the system is short of descriptors.
const LAST_ATTEMPTS: u32 = 10;
/// How long a thread waits for the log to grow before it looks whether to stop.
const WAIT: Duration = Duration::from_millis(250);
/// Entries handed to the index at once.
const BATCH: u64 = 1_024;
/// How often the index is handed to the operating system.
const FLUSH_EVERY: Duration = Duration::from_secs(5);
/// Page cache of the index in bytes.
const CACHE_BYTES: u64 = 64 * 1024 * 1024;
/// How often the clock is looked at while nobody submits.
const LOOK_EVERY: Duration = Duration::from_millis(100);
/// How often what was turned away is written down, where it changed.
const KEEP_EVERY: Duration = Duration::from_secs(1);
/// Rebuilds in a row before the index is left alone until the next start.
const REBUILDS_MAX: u32 = 3;

/// Stands for the position of an index that is out of use: it holds up nobody.
pub(super) const OUT_OF_USE: u64 = u64::MAX;

/// Publishes the head, at most once a second, until the service stops; then the last one at once.
pub(super) fn publish(core: &Core) {
    let mut published = core.published.load(Ordering::Relaxed);
    while !core.stopping.load(Ordering::SeqCst) {
        if core.store.await_head(published, WAIT).size > published {
            match publish_now(core, Pace::OncePerSecond) {
                Some(size) => published = size,
                None => return,
            }
            std::thread::sleep(CUT_EVERY);
        }
    }
}

/// Publishes the last head before the service ends. A shortage may pass while connections close, so it is tried again.
pub(super) fn publish_last(core: &Core) {
    for _attempt in 0..LAST_ATTEMPTS {
        match publish_now(core, Pace::Now) {
            Some(size) if size < core.store.head().size => std::thread::sleep(CUT_EVERY),
            _ => return,
        }
    }
}

/// Looks after what must not wait for somebody to ask, until the service stops.
pub(super) fn look_after(core: &Core) {
    let mut kept = Instant::now();
    while !core.stopping.load(Ordering::SeqCst) {
        // A jump is told in the log, and small steps are followed, while nobody submits anything too.
        drop(core.time.fault());
        if kept.elapsed() >= KEEP_EVERY {
            core.keep_tally();
            kept = Instant::now();
        }
        std::thread::sleep(LOOK_EVERY);
    }
}

/// Publishes as `pace` says; answers the published size, `None` when the store has stopped.
pub(super) fn publish_now(core: &Core, pace: Pace) -> Option<u64> {
    match core.store.publish_head(core.time.counted_ms(), pace) {
        Ok(size) => {
            core.published.store(size, Ordering::Relaxed);
            Some(size)
        }
        Err(StoreError::Scarce(why)) => {
            tracing::warn!(%why, "the head is not published yet");
            Some(core.published.load(Ordering::Relaxed))
        }
        Err(StoreError::Fatal(fatal)) => {
            core.poison(&fatal.to_string());
            None
        }
    }
}

/// Feeds the index until the service stops.
pub(super) fn follow(core: &Core, path: &Path) {
    follow_while_it_holds(core, path);
    *write(&core.index) = None;
    core.indexed.store(OUT_OF_USE, Ordering::Relaxed);
}

fn follow_while_it_holds(core: &Core, path: &Path) {
    for _attempt in 0..REBUILDS_MAX {
        match follow_once(core, path) {
            Ok(()) => return,
            Err(ReadError::Index(error)) if error.wants_rebuild() => {
                tracing::warn!(%error, "the index is built anew");
                *write(&core.index) = None;
                core.indexed.store(0, Ordering::Relaxed);
                if let Err(error) = remove(path) {
                    tracing::error!(%error, "the index cannot be removed; it stays out of use");
                    return;
                }
            }
            Err(error) => {
                tracing::error!(%error, "the index stops; questions are answered from the log");
                return;
            }
        }
    }
}

impl Service {
    /// Builds the index in an empty folder up to the head, for a service that keeps none itself.
    ///
    /// # Errors
    /// The index or the log failed.
    pub fn feed_index(&self, path: &Path) -> Result<(), ReadError> {
        let Opened { mut follower, .. } = Index::open(path, CACHE_BYTES)?;
        let size = self.view().head.size;
        while follower.cursor().next < size {
            let next = follower.cursor().next;
            feed(&self.core, &mut follower, next..size.min(next.saturating_add(BATCH)))?;
        }
        Ok(follower.flush()?)
    }
}

/// Removes an index folder; it is built anew from the log.
///
/// # Errors
/// What the operating system says.
pub fn remove(path: &Path) -> std::io::Result<()> {
    match std::fs::remove_dir_all(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn follow_once(core: &Core, path: &Path) -> Result<(), ReadError> {
    let Opened { index, mut follower, cursor } = Index::open(path, CACHE_BYTES)?;
    belongs(core, &cursor)?;
    *write(&core.index) = Some(index);
    let mut flushed = Instant::now();
    loop {
        let next = follower.cursor().next;
        core.indexed.store(next, Ordering::Relaxed);
        let head = core.store.await_head(next, WAIT);
        if head.size > next {
            feed(core, &mut follower, next..head.size.min(next.saturating_add(BATCH)))?;
        } else if core.stopping.load(Ordering::SeqCst) {
            return Ok(follower.flush()?);
        }
        if flushed.elapsed() > FLUSH_EVERY {
            follower.flush()?;
            flushed = Instant::now();
        }
    }
}

/// Whether the index was built from this log.
fn belongs(core: &Core, cursor: &Cursor) -> Result<(), ReadError> {
    let size = core.store.head().size;
    if cursor.next > size {
        let what = format!("it holds {} entries, the log only {size}", cursor.next);
        return Err(IndexError::NotThisLog { what }.into());
    }
    let mut at = Cursor::START;
    while at.next < cursor.next {
        for entry in core.store.read(at.next..cursor.next.min(at.next.saturating_add(BATCH)))? {
            let Hash(leaf) = leaf_hash(&entry);
            at = at.advance(&leaf);
        }
    }
    if at == *cursor {
        return Ok(());
    }
    let what = format!("their first {} entries differ", cursor.next);
    Err(IndexError::NotThisLog { what }.into())
}

fn feed(core: &Core, follower: &mut Follower, range: std::ops::Range<u64>) -> Result<(), ReadError> {
    let entries = core.store.read(range.clone())?;
    let indexed: Result<Vec<Indexed>, ReadError> =
        range.zip(entries.iter()).map(|(position, bytes)| indexed(position, bytes)).collect();
    follower.apply(&indexed?)?;
    Ok(())
}

/// What the index is told of an entry.
pub(super) fn indexed(position: u64, bytes: &[u8]) -> Result<Indexed, ReadError> {
    let unsound = |why: String| ReadError::Unsound { position, why };
    let entry = Entry::decode(bytes).map_err(|error| unsound(error.to_string()))?;
    let statement = entry.statement().map_err(|error| unsound(error.to_string()))?;
    let event = statement.event();
    let mut keys = vec![
        Key::new(Kind::Subject, event.subject.as_str()),
        Key::new(Kind::Type, event.body.event_type().name()),
        Key::new(Kind::Issuer, event.source.as_str()),
        Key::new(Kind::Outcome, entry.verdict.outcome.as_str()),
    ];
    keys.extend(mentions(event).into_iter().map(|mention| Key::new(Kind::Award, mention.award.as_str())));
    keys.extend(entry.verdict.flags.iter().map(|flag| Key::new(Kind::Flag, flag.as_str())));
    keys.extend(entry.verdict.codes.iter().map(|code| Key::new(Kind::Code, code.as_str())));
    let payload = entry.jws.split('.').nth(1).and_then(base64url).and_then(|payload| parse(&payload).ok());
    if let Some(data) = payload.as_ref().and_then(|payload| payload.member("data")) {
        let named = undertakings_named(data).into_iter();
        keys.extend(named.map(|id| Key::new(Kind::Undertaking, id.as_str())));
    }
    let Hash(leaf_hash) = leaf_hash(bytes);
    let (source, id) = (event.source.as_str().to_owned(), event.id.as_str().to_owned());
    Ok(Indexed { position, leaf_hash, source, id, keys })
}
