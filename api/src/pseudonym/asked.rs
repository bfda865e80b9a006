//! Who asked, when and what for: a chain of lines, each durable before its question is answered. No line has a number or a
//! handle. Beside it stand the registrations that the register has yet to sign: handles, without who asked for them.

use std::collections::BTreeSet;
use std::sync::Mutex;

use ledger::event::field::TokenId;
use ledger::file::{FileError, Files, Held, Kind, Open, OpenFile, SyncPoint};
use ledger::ids::{MemberState, PartyId, UndertakingId};
use ledger::json::{Json, parse};
use ledger::time::At;
use ledger::verdict::hex;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::service::{Purpose, lock};

/// The chain.
const ASKED: &str = "asked.jsonl";
/// Unsigned `undertaking.registered`, one a line: for `aidledger submit`.
const REGISTRATIONS: &str = "registrations.jsonl";
/// Longest line of either.
const LINE_BYTES_MAX: usize = 2_048;
/// What the first line hangs on.
const BEGINNING: [u8; 32] = [0; 32];

/// Why the record can't be used.
#[derive(Debug, thiserror::Error)]
pub enum AskedError {
    /// The disk failed, or another process has the record.
    #[error(transparent)]
    Disk(#[from] FileError),
    /// A line is not what the lines before it say.
    #[error("`{file}` line {line}: {what}; restore the file from a copy, or set it aside with a note why")]
    Broken {
        /// The file.
        file: &'static str,
        /// Counted from 1.
        line: usize,
        /// What is wrong.
        what: &'static str,
    },
    /// A write failed before: what is on the disk is not known until the next start.
    #[error("nothing is recorded any more since a write failed, so nothing is answered: start again")]
    Stopped,
}

/// One question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asking {
    /// When.
    pub at: At,
    /// Who.
    pub party: PartyId,
    /// Under which token.
    pub token: TokenId,
    /// For a person of which State.
    pub state: MemberState,
    /// What for.
    pub purpose: Purpose,
}

/// The record, while the service runs; its directory is nobody else's.
pub struct Record {
    inner: Mutex<Inner>,
    _held: Box<dyn Held>,
}

struct Inner {
    asked: Lines,
    registrations: Lines,
    next: u64,
    prev: [u8; 32],
    known: BTreeSet<String>,
    stopped: bool,
}

/// A file that only grows by whole lines.
struct Lines {
    handle: Box<dyn OpenFile>,
    len: u64,
}

impl Lines {
    /// Opens a file, made where it is absent; what stands behind its last line end is written over by the next line.
    fn open(files: &dyn Files, name: &'static str) -> Result<(Self, Vec<String>), AskedError> {
        if files.kind(name)?.is_none() {
            files.open(name, Open::New)?.sync_data(SyncPoint::KeptBytes)?;
            files.sync_dir("", SyncPoint::KeptName)?;
        }
        let bytes = files.read(name)?.unwrap_or_default();
        let (lines, len) = whole_lines(name, &bytes)?;
        Ok((Self { handle: files.open(name, Open::Existing)?, len }, lines))
    }

    fn append(&mut self, line: &str) -> Result<(), FileError> {
        let bytes = format!("{line}\n");
        self.handle.write_at(self.len, bytes.as_bytes())?;
        self.handle.sync_data(SyncPoint::KeptBytes)?;
        self.len = self.len.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        Ok(())
    }
}

/// The lines that have their end, and the length of all of them.
fn whole_lines(file: &'static str, bytes: &[u8]) -> Result<(Vec<String>, u64), AskedError> {
    let mut lines = Vec::new();
    let mut len = 0_u64;
    for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
        let Some(line) = piece.strip_suffix(b"\n") else { break };
        let broken = |what| AskedError::Broken { file, line: lines.len().saturating_add(1), what };
        let line = std::str::from_utf8(line).map_err(|_| broken("not UTF-8"))?;
        if line.len() > LINE_BYTES_MAX {
            return Err(broken("too long"));
        }
        len = len.saturating_add(u64::try_from(piece.len()).unwrap_or(u64::MAX));
        lines.push(line.to_owned());
    }
    Ok((lines, len))
}

impl Record {
    /// Opens the record in a directory, checks every line of it, and holds the directory.
    ///
    /// # Errors
    /// [`AskedError`].
    pub fn open(files: &dyn Files) -> Result<Self, AskedError> {
        let held = files.hold("")?;
        let (asked, lines) = Lines::open(files, ASKED)?;
        let prev = chained(&lines)?;
        let (registrations, events) = Lines::open(files, REGISTRATIONS)?;
        let known = events.iter().filter_map(|line| handle_of(line)).collect();
        let next = u64::try_from(lines.len()).unwrap_or(u64::MAX);
        Ok(Self {
            inner: Mutex::new(Inner { asked, registrations, next, prev, known, stopped: false }),
            _held: held,
        })
    }

    /// Makes a question durable.
    ///
    /// # Errors
    /// [`AskedError`]; then nothing may be answered.
    pub fn note(&self, asking: &Asking) -> Result<(), AskedError> {
        let mut inner = lock(&self.inner);
        let line = json!({
            "n": inner.next, "at": asking.at.to_string(), "party": asking.party.as_str(), "token": asking.token.as_str(),
            "member_state": asking.state.as_str(), "purpose": asking.purpose.as_str(), "prev": hex(&inner.prev),
        })
        .to_string();
        inner.write(|inner| inner.asked.append(&line))?;
        inner.prev = Sha256::digest(line.as_bytes()).into();
        inner.next = inner.next.saturating_add(1);
        Ok(())
    }

    /// Notes that a handle is to be registered, once.
    ///
    /// # Errors
    /// [`AskedError`].
    pub fn to_register(&self, handle: &UndertakingId) -> Result<(), AskedError> {
        let mut inner = lock(&self.inner);
        if inner.known.contains(handle.as_str()) {
            return Ok(());
        }
        let line = json!({
            "type": "eu.aidledger.undertaking.registered.v1", "id": format!("und.{}", handle.as_str().trim_start_matches("PRS:")),
            "subject": handle.as_str(),
            "data": {"undertaking": handle.as_str(), "identifiers": [], "natural_person": true},
        })
        .to_string();
        inner.write(|inner| inner.registrations.append(&line))?;
        inner.known.insert(handle.as_str().to_owned());
        Ok(())
    }
}

impl Inner {
    fn write(&mut self, write: impl FnOnce(&mut Self) -> Result<(), FileError>) -> Result<(), AskedError> {
        if self.stopped {
            return Err(AskedError::Stopped);
        }
        // If we die here: a line without its end, which the next start writes over. Nobody was answered.
        let written = write(self);
        self.stopped = written.is_err();
        Ok(written?)
    }
}

/// Checks that each line hangs on the one before; answers what the next one hangs on.
fn chained(lines: &[String]) -> Result<[u8; 32], AskedError> {
    let mut prev = BEGINNING;
    for (at, line) in lines.iter().enumerate() {
        let broken = |what| AskedError::Broken { file: ASKED, line: at.saturating_add(1), what };
        let read = parse(line.as_bytes()).map_err(|_| broken("not strict JSON"))?;
        let hangs = read.member("prev").and_then(Json::text) == Some(hex(&prev).as_str());
        let counted = read.member("n").map(ToString::to_string) == Some(at.to_string());
        if !hangs || !counted {
            return Err(broken("it does not hang on the line before"));
        }
        prev = Sha256::digest(line.as_bytes()).into();
    }
    Ok(prev)
}

fn handle_of(line: &str) -> Option<String> {
    Some(parse(line.as_bytes()).ok()?.member("data")?.member("undertaking")?.text()?.to_owned())
}

/// The lines of a record, checked, and the hash of the last one; the directory may be in use.
///
/// # Errors
/// [`AskedError`].
pub fn read_asked(files: &dyn Files) -> Result<(Vec<String>, String), AskedError> {
    let bytes = match files.kind(ASKED)? {
        Some(Kind::File(_)) => files.read(ASKED)?.unwrap_or_default(),
        Some(Kind::Directory) | None => Vec::new(),
    };
    let (lines, _) = whole_lines(ASKED, &bytes)?;
    let last = chained(&lines)?;
    Ok((lines, hex(&last)))
}

#[cfg(test)]
mod tests {
    use ledger::file::RealFiles;

    use super::*;

    fn asking(purpose: &str) -> Asking {
        Asking {
            at: At::parse_canonical("2026-11-20T10:00:00.000000Z").unwrap(),
            party: "csc".parse().unwrap(),
            token: "YWlkbGVkZ2VyLWRlbW8tMQ".parse().unwrap(),
            state: "FI".parse().unwrap(),
            purpose: purpose.parse().unwrap(),
        }
    }

    #[test]
    fn every_question_hangs_on_the_one_before_and_a_changed_one_stops_the_start() {
        let folder = tempfile::tempdir().unwrap();
        let files = RealFiles::at(folder.path()).unwrap();
        let record = Record::open(&files).unwrap();
        assert!(matches!(Record::open(&files), Err(AskedError::Disk(error)) if error.is_locked()));
        record.note(&asking("application 1")).unwrap();
        record.note(&asking("application 2")).unwrap();
        drop(record);
        // A torn line is written over.
        let path = folder.path().join(ASKED);
        let whole = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, format!("{whole}{{\"n\":2,\"at")).unwrap();
        let record = Record::open(&files).unwrap();
        record.note(&asking("application 3")).unwrap();
        drop(record);
        let (lines, _) = read_asked(&files).unwrap();
        assert_eq!(lines.len(), 3);
        assert!(lines[2].contains("application 3"));
        let whole = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, whole.replace("application 2", "application 9")).unwrap();
        assert!(matches!(Record::open(&files), Err(AskedError::Broken { line: 3, .. })));
        assert!(read_asked(&files).is_err());
    }

    #[test]
    fn a_handle_is_to_be_registered_once_and_without_who_asked() {
        let folder = tempfile::tempdir().unwrap();
        let files = RealFiles::at(folder.path()).unwrap();
        let handle: UndertakingId = "PRS:0123456789abcdef0123456789abcdef".parse().unwrap();
        for _ in 0..2 {
            let record = Record::open(&files).unwrap();
            record.to_register(&handle).unwrap();
            record.to_register(&handle).unwrap();
        }
        let text = std::fs::read_to_string(folder.path().join(REGISTRATIONS)).unwrap();
        assert_eq!(text.lines().count(), 1);
        assert!(!text.contains("csc"));
    }
}
