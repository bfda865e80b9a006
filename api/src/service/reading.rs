//! Questions about what is recorded.

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use chrono::NaiveDate;
use ledger::entry::Entry;
use ledger::event::EventType;
use ledger::ids::{PartyId, ScopedId, UndertakingId};
use ledger::index::{Key, Kind, MAX_PAGE, Page};
use ledger::merkle::tile::parse_path;
use ledger::time::At;
use ledger::verdict::{Code, Flag, Outcome};
use rules::audit::mentions;

use super::follower::{OUT_OF_USE, indexed};
use super::locks::{lock, read};
use super::open::LOG;
use super::{ReadError, Service};

/// Positions as near as this are read in one go: entries of one bundle.
const READ_TOGETHER: u64 = 256;
/// An entry's position and exact bytes.
type Positioned = (u64, Arc<[u8]>);
/// Bytes of entries read together while their dates are looked at.
const NARROWED_BYTES_MAX: usize = 1 << 20;
/// Entries looked at for one page while the index is not at hand.
const SCAN_MAX: u64 = 4_096;

/// Which entries; every term must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EventFilter {
    /// Event type.
    pub type_: Option<EventType>,
    /// The main object, as in events.
    pub subject: Option<String>,
    /// The party that signed.
    pub issuer: Option<PartyId>,
    /// An undertaking the event names.
    pub undertaking: Option<UndertakingId>,
    /// The recorded outcome.
    pub outcome: Option<Outcome>,
    /// An award the event names.
    pub award: Option<ScopedId>,
    /// A flag of the verdict.
    pub flag: Option<Flag>,
    /// A code of the verdict.
    pub code: Option<Code>,
    /// Recorded on one of these days, UTC.
    pub recorded: Days,
    /// Of an award that the event says to be granted on one of these days.
    pub granted: Days,
}

/// From a day to another, both inside; what is absent bounds nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Days {
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub to: Option<NaiveDate>,
}

impl Days {
    fn are_all(self) -> bool {
        self.from.is_none() && self.to.is_none()
    }
}

impl EventFilter {
    fn keys(&self) -> Vec<Key> {
        // A subject that is an undertaking is filed in its normalised spelling.
        let subject = |text: &String| match text.parse::<UndertakingId>() {
            Ok(id) => id.as_str().to_owned(),
            Err(_) => text.clone(),
        };
        [
            (Kind::Type, self.type_.map(|event_type| event_type.name().to_owned())),
            (Kind::Subject, self.subject.as_ref().map(subject)),
            (Kind::Issuer, self.issuer.as_ref().map(|party| party.as_str().to_owned())),
            (Kind::Undertaking, self.undertaking.as_ref().map(|id| id.as_str().to_owned())),
            (Kind::Outcome, self.outcome.map(|outcome| outcome.as_str().to_owned())),
            (Kind::Award, self.award.as_ref().map(|award| award.as_str().to_owned())),
            (Kind::Flag, self.flag.map(|flag| flag.as_str().to_owned())),
            (Kind::Code, self.code.map(|code| code.as_str().to_owned())),
        ]
        .into_iter()
        .filter_map(|(kind, name)| name.map(|name| Key::new(kind, name)))
        .collect()
    }
}

/// Whether the service can be relied on now.
#[derive(Debug, Clone)]
pub struct Health {
    /// Why nothing is recorded: for good ([`Service::fatal`]), or while the clock is not believed.
    pub fatal: Option<String>,
    /// Why no look is recorded any more, and so nothing shown that needs one; statements are taken nevertheless.
    pub looks_stopped: Option<String>,
    /// Until when entries carry the instant of the last one, because a clock far behind it was accepted at the start.
    pub held_until: Option<At>,
    /// Number of entries.
    pub size: u64,
    /// When the last one was recorded.
    pub last_at: Option<At>,
    /// Size of the published head.
    pub published: u64,
    /// Entries that the index has not seen yet.
    pub index_lag: u64,
    /// Whether the index answers.
    pub index_ready: bool,
    /// Seconds since the start.
    pub uptime_s: u64,
}

/// Plain numbers for whoever watches.
#[derive(Debug, Clone, Default)]
pub struct Metrics {
    /// Number of entries.
    pub size: u64,
    /// Size of the published head.
    pub published: u64,
    /// Groups made durable since the start.
    pub groups: u64,
    /// Entries that the index has not seen yet.
    pub index_lag: u64,
    /// Statement ids in memory.
    pub ids: u64,
    /// About how many bytes they take.
    pub id_bytes: u64,
    /// Packs compiled.
    pub packs: u64,
    /// Submissions turned away and not yet summed up, by status.
    pub turned: std::collections::BTreeMap<u16, u64>,
    /// 1 if nothing is recorded any more.
    pub read_only: u64,
    /// 1 if no look is recorded any more.
    pub looks_stopped: u64,
}

impl Service {
    /// The exact bytes at a position; `None` beyond the head.
    ///
    /// # Errors
    /// The log can't be read.
    pub fn entry(&self, position: u64) -> Result<Option<Arc<[u8]>>, ReadError> {
        if position >= self.view().head.size {
            return Ok(None);
        }
        let entries = self.core.store.read(position..position.saturating_add(1))?;
        Ok(entries.into_iter().next())
    }

    /// The entries from `first` on, at most `limit`, fewer at the end.
    ///
    /// # Errors
    /// The log can't be read.
    pub fn entries(&self, first: u64, limit: u64) -> Result<Vec<Arc<[u8]>>, ReadError> {
        let size = self.view().head.size;
        let end = first.saturating_add(limit).min(size);
        if first >= end { Ok(Vec::new()) } else { Ok(self.core.store.read(first..end)?) }
    }

    /// The entries at these positions, in their order, as many as fit into `bytes_max` but at least one. Positions near
    /// each other are read together, so that a page costs a few reads and not one for each entry.
    ///
    /// # Errors
    /// The log can't be read, or a position is beyond the head.
    pub fn entries_at(&self, positions: &[u64], bytes_max: usize) -> Result<Vec<Positioned>, ReadError> {
        let (mut entries, mut bytes) = (Vec::with_capacity(positions.len()), 0_usize);
        let mut rest = positions;
        while let Some(&first) = rest.first() {
            let near = rest
                .iter()
                .take_while(|position| position.checked_sub(first).is_some_and(|d| d < READ_TOGETHER));
            let (run, behind) = rest.split_at(near.count().max(1));
            let last = run.last().copied().unwrap_or(first);
            let read = self.core.store.read(first..last.saturating_add(1))?;
            for &position in run {
                let at = usize::try_from(position.saturating_sub(first)).unwrap_or(usize::MAX);
                let size = self.view().head.size;
                let entry = read.get(at).cloned().ok_or(ReadError::Beyond { position, size })?;
                bytes = bytes.saturating_add(entry.len());
                if bytes > bytes_max && !entries.is_empty() {
                    return Ok(entries);
                }
                entries.push((position, entry));
            }
            rest = behind;
        }
        Ok(entries)
    }

    /// The `.tlog-proof` of a position against the acknowledged head; `None` beyond it.
    ///
    /// # Errors
    /// The log can't be read.
    pub fn proof(&self, position: u64) -> Result<Option<String>, ReadError> {
        let head = self.view().head.clone();
        if position >= head.size { Ok(None) } else { self.core.proof(position, &head).map(Some) }
    }

    /// The positions behind `after` that fit, oldest first, page by page. A page may be short and still have a next.
    ///
    /// # Errors
    /// The log can't be read; a broken index is no error, the log is asked instead.
    pub fn positions(
        &self,
        filter: &EventFilter,
        after: Option<u64>,
        limit: usize,
    ) -> Result<Page, ReadError> {
        let within = self.recorded_within(filter.recorded)?;
        // An empty stretch of days: nothing lies in it, and nothing follows.
        if within.is_empty() {
            return Ok(Page { positions: Vec::new(), next: None, as_of: self.view().head.size });
        }
        let after = after.max(within.start.checked_sub(1));
        let found = self.carrying(&filter.keys(), after, limit)?;
        self.narrowed(found, filter, within.end)
    }

    /// Of a page the positions before `end` whose awards are granted on the days asked for. Few may be left of many.
    fn narrowed(&self, found: Page, filter: &EventFilter, end: u64) -> Result<Page, ReadError> {
        let Page { mut positions, next, as_of } = found;
        let next = next.filter(|next| next.saturating_add(1) < end);
        positions.retain(|position| *position < end);
        if filter.granted.are_all() {
            return Ok(Page { positions, next, as_of });
        }
        let mut kept = Vec::new();
        let mut rest = positions.as_slice();
        while !rest.is_empty() {
            let entries = self.entries_at(rest, NARROWED_BYTES_MAX)?;
            rest = rest.get(entries.len()..).unwrap_or_default();
            for (position, bytes) in entries {
                if granted_within(position, &bytes, filter.granted)? {
                    kept.push(position);
                }
            }
        }
        Ok(Page { positions: kept, next, as_of })
    }

    /// The positions recorded on these days: `at` never goes back, so they follow each other.
    fn recorded_within(&self, days: Days) -> Result<Range<u64>, ReadError> {
        let size = self.view().head.size;
        let start = match days.from {
            Some(from) => self.first_recorded(size, |on| on >= from)?,
            None => 0,
        };
        let end = match days.to {
            Some(to) => self.first_recorded(size, |on| on > to)?,
            None => u64::MAX,
        };
        Ok(start..end)
    }

    /// The first position whose day of recording fits, where all behind it fit too; the size where none does.
    fn first_recorded(&self, size: u64, fits: impl Fn(NaiveDate) -> bool) -> Result<u64, ReadError> {
        let (mut low, mut high) = (0, size);
        while low < high {
            let middle = low.saturating_add(high.saturating_sub(low) / 2);
            let bytes = self.entry(middle)?.ok_or(ReadError::Beyond { position: middle, size })?;
            let entry = decoded(middle, &bytes)?;
            if fits(entry.at.utc_date()) {
                high = middle;
            } else {
                low = middle.saturating_add(1);
            }
        }
        Ok(low)
    }

    fn carrying(&self, keys: &[Key], after: Option<u64>, limit: usize) -> Result<Page, ReadError> {
        let index = read(&self.core.index).clone();
        let limit = limit.clamp(1, MAX_PAGE);
        let first = after.map_or(0, |after| after.saturating_add(1));
        match index.map(|index| index.positions(keys, after, limit)) {
            Some(Ok(page)) if page.next.is_some() => Ok(page),
            // What the index has not seen yet is read from the log: whoever submitted finds it at once.
            Some(Ok(page)) => self.scan(keys, first.max(page.as_of), limit, page.positions),
            Some(Err(error)) => {
                tracing::warn!(%error, "the index gives no answer; the log is read");
                self.scan(keys, first, limit, Vec::new())
            }
            None => self.scan(keys, first, limit, Vec::new()),
        }
    }

    /// Goes through the log from `first` on, behind the positions already found.
    fn scan(
        &self,
        keys: &[Key],
        first: u64,
        limit: usize,
        mut positions: Vec<u64>,
    ) -> Result<Page, ReadError> {
        let as_of = self.view().head.size;
        let end = first.saturating_add(SCAN_MAX).min(as_of);
        if first >= end {
            return Ok(Page { positions, next: None, as_of });
        }
        for (position, bytes) in (first..end).zip(self.core.store.read(first..end)?) {
            let entry = indexed(position, &bytes)?;
            if keys.iter().all(|key| entry.keys.contains(key)) {
                positions.push(position);
                if positions.len() >= limit {
                    return Ok(Page { positions, next: Some(position), as_of });
                }
            }
        }
        let next = (end < as_of).then(|| end.saturating_sub(1));
        Ok(Page { positions, next, as_of })
    }

    /// A file of the published log by its path: `checkpoint`, `vkey`, `tile/..`, `pack/<sha256>`. `None` for any other
    /// path and for what is not there.
    ///
    /// # Errors
    /// The disk failed.
    pub fn log_file(&self, path: &str) -> Result<Option<Vec<u8>>, ReadError> {
        if !is_log_path(path) {
            return Ok(None);
        }
        match (&self.core.files, path.strip_prefix("pack/")) {
            (Some(files), _) => {
                files.read(&format!("{LOG}/{path}")).map_err(|error| ReadError::File(error.into()))
            }
            (None, Some(sha256)) => Ok(self.core.store.get_blob(sha256)?),
            (None, None) if path == "checkpoint" => Ok(Some(self.view().head.note.as_bytes().to_vec())),
            (None, None) => Ok(None),
        }
    }

    /// Whether the service can be relied on now.
    #[must_use]
    pub fn health(&self) -> Health {
        let view = self.view();
        let size = view.head.size;
        let last_at = view.state.last_at();
        Health {
            fatal: self.fatal().or_else(|| self.core.time.fault()).map(|why| why.to_string()),
            looks_stopped: self.looks_stopped().map(|why| why.to_string()),
            held_until: self.core.time.held_until(last_at),
            size,
            last_at,
            published: self.core.published.load(Ordering::Relaxed),
            index_lag: match self.core.indexed.load(Ordering::Relaxed) {
                OUT_OF_USE => size,
                next => size.saturating_sub(next),
            },
            index_ready: read(&self.core.index).is_some(),
            uptime_s: self.core.time.uptime_s(),
        }
    }

    /// Plain numbers for whoever watches.
    #[must_use]
    pub fn metrics(&self) -> Metrics {
        let health = self.health();
        let (ids, id_bytes) = self.id_memory();
        Metrics {
            size: health.size,
            published: health.published,
            groups: self.core.groups.load(Ordering::Relaxed),
            index_lag: health.index_lag,
            ids: ids as u64,
            id_bytes: id_bytes as u64,
            packs: lock(&self.core.known_packs).len() as u64,
            turned: lock(&self.core.tally).totals(),
            read_only: u64::from(health.fatal.is_some()),
            looks_stopped: u64::from(health.looks_stopped.is_some()),
        }
    }
}

fn decoded(position: u64, bytes: &[u8]) -> Result<Entry, ReadError> {
    Entry::decode(bytes).map_err(|error| ReadError::Unsound { position, why: error.to_string() })
}

fn granted_within(position: u64, bytes: &[u8], days: Days) -> Result<bool, ReadError> {
    let statement = decoded(position, bytes)?.statement();
    let statement = statement.map_err(|error| ReadError::Unsound { position, why: error.to_string() })?;
    let mentioned = mentions(statement.event());
    Ok(mentioned.iter().any(|mention| mention.is_granted_within(days.from, days.to)))
}

/// Only the paths of C2SP tlog-tiles, the key line and packs; nothing else of the directory is ever served.
fn is_log_path(path: &str) -> bool {
    if let Some(sha256) = path.strip_prefix("pack/") {
        return sha256.len() == 64 && sha256.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    }
    path == "checkpoint" || path == "vkey" || parse_path(path).is_ok()
}

#[cfg(test)]
mod tests {
    use super::is_log_path;

    #[test]
    fn only_paths_of_the_log() {
        let pack = format!("pack/{}", "0a".repeat(32));
        for path in
            ["checkpoint", "vkey", "tile/0/000", "tile/entries/x001/234", "tile/1/000.p/17", pack.as_str()]
        {
            assert!(is_log_path(path), "{path}");
        }
        for path in [
            "",
            "vkey/",
            "../keys/token.jwk",
            "tile/../../keys",
            "tile/",
            "tile/0",
            "tile/0/",
            "tile//000",
            "pack/..",
            "tile/0/000.p/17/..",
        ] {
            assert!(!is_log_path(path), "{path}");
        }
    }
}
