//! The witness as it stands on a disk: what it cosigned last, and what it keeps of every inconsistency.
//!
//! Steps of an answer: decide, cosign, make note and cosignature durable, and only then let the cosignature out.

use std::collections::BTreeMap;
use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use super::body::AddCheckpoint;
use super::decide::{Accepted, KnownLog, WitnessRefusal, decide, monitoring_path};
use super::{SIZE_CONTENT_TYPE, TEXT_CONTENT_TYPE};
use crate::checkpoint::{Checkpoint, Cosigner, Note, VerifierKey, parse_note};
use crate::file::{Durable, FileError, Files, SyncPoint, write_durably};
use crate::merkle::{Hash, decimal};
use crate::time::At;

/// Most inconsistencies kept: each is told when it is found, and the log's key has to sign every single one.
const INCONSISTENCIES_MAX: usize = 256;
/// How far the clock may be behind the last cosignature, in seconds: then the next one states that time again. Further
/// back it is a clock that somebody set, and nothing is cosigned.
const BEHIND_MAX_SECONDS: u64 = 10;

/// Where a witness keeps its files, below the directory it was given.
#[derive(Debug, Clone, Copy)]
pub struct Places {
    /// The file of a log's last cosigned checkpoint, by [`monitoring_path`] of its origin.
    pub last: fn(&str) -> String,
    /// The folder of inconsistencies.
    pub inconsistencies: &'static str,
}

/// Why a witness does not start.
#[derive(Debug, thiserror::Error)]
pub enum KeptError {
    /// The disk failed.
    #[error(transparent)]
    Disk(#[from] FileError),
    /// A kept checkpoint can't be read; cosigning without it could undo what was cosigned.
    #[error("the witness's own state `{0}` is damaged: restore it; never start it empty")]
    Damaged(String),
}

/// An answer to `add-checkpoint`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// Media type.
    pub media: &'static str,
    /// The body.
    pub body: String,
    /// What whoever runs the witness has to hear: an inconsistency, a disk that failed.
    pub alarm: Option<String>,
}

/// A witness of some logs, alone on its files.
pub struct Witness {
    files: Arc<dyn Files>,
    places: Places,
    cosigner: Cosigner,
    logs: Vec<KnownLog>,
    last: BTreeMap<String, Kept>,
}

/// The last checkpoint cosigned for a log.
#[derive(Debug, Clone)]
struct Kept {
    checkpoint: Checkpoint,
    /// The note with the signature of its log and the cosignature; nothing where an earlier build kept the checkpoint alone.
    note: Option<Note>,
    /// The time that the cosignature states.
    time: u64,
}

impl Witness {
    /// Reads what was cosigned last for each log.
    ///
    /// # Errors
    /// The disk failed, or what it holds is no checkpoint of the log.
    pub fn open(
        files: Arc<dyn Files>,
        places: Places,
        cosigner: Cosigner,
        logs: Vec<KnownLog>,
    ) -> Result<Self, KeptError> {
        files.create_dir(places.inconsistencies)?;
        files.sync_dir(crate::file::parent(places.inconsistencies), SyncPoint::KeptName)?;
        let mut last = BTreeMap::new();
        for log in &logs {
            let path = (places.last)(&monitoring_path(&log.origin));
            if let Some(bytes) = files.read(&path)? {
                let kept = Kept::read(&bytes, &log.origin, cosigner.verifier_key());
                last.insert(log.origin.clone(), kept.ok_or(KeptError::Damaged(path))?);
            }
        }
        Ok(Self { files, places, cosigner, logs, last })
    }

    /// The key it cosigns with.
    pub fn verifier_key(&self) -> &VerifierKey {
        self.cosigner.verifier_key()
    }

    /// The last cosigned checkpoint of the log with this [`monitoring_path`], with the log's signature and the cosignature.
    pub fn checkpoint(&self, path: &str) -> Option<String> {
        let origin =
            self.logs.iter().map(|log| &log.origin).find(|origin| monitoring_path(origin) == path)?;
        self.last.get(origin)?.note.as_ref().map(Note::to_string)
    }

    /// Answers a request whose body this is. `now` is asked only where something is to be cosigned, and may say why the
    /// clock is not believed.
    pub fn add_checkpoint(&mut self, body: &[u8], now: impl FnOnce() -> Result<At, String>) -> Reply {
        let request = match AddCheckpoint::parse(body) {
            Ok(request) => request,
            Err(error) => return Reply::text(400, &error.to_string()),
        };
        let last =
            |origin: &str| self.last.get(origin).map(|kept| (kept.checkpoint.size, kept.checkpoint.root));
        match decide(&self.logs, last, &request) {
            Ok(accepted) => self.cosign(&accepted, now).unwrap_or_else(|refused| *refused),
            Err(refusal) => self.refuse(&refusal),
        }
    }

    fn cosign(
        &mut self,
        accepted: &Accepted,
        now: impl FnOnce() -> Result<At, String>,
    ) -> Result<Reply, Box<Reply>> {
        let origin = &accepted.checkpoint().origin;
        let refuse = |status, why: &str| Box::new(Reply::text(status, why));
        let now = now().map_err(|why| refuse(503, &why))?;
        let seconds = u64::try_from(now.micros()).unwrap_or(0) / 1_000_000;
        let before = self.last.get(origin).map_or(0, |kept| kept.time);
        if before.saturating_sub(seconds) > BEHIND_MAX_SECONDS {
            let why = format!(
                "the clock shows {seconds} s since 1970, the last cosignature for this log is of {before} s: ask again later"
            );
            return Err(Box::new(Reply { alarm: Some(why.clone()), ..Reply::text(503, &why) }));
        }
        // A cosignature never states an earlier time than the one before it, whatever a time service corrects.
        let time = before.max(seconds);
        let (note, line) =
            accepted.cosign(&self.cosigner, time).map_err(|error| refuse(500, &error.to_string()))?;
        let path = (self.places.last)(&monitoring_path(origin));
        // If we die in here, either note is kept, and the cosignature has not left: the log asks again.
        if let Err(error) =
            write_durably(self.files.as_ref(), &path, note.to_string().as_bytes(), Durable::KEPT)
        {
            let reply = Reply::text(503, "this witness cannot keep the checkpoint; ask again later");
            return Err(Box::new(Reply { alarm: Some(error.to_string()), ..reply }));
        }
        let kept = Kept { checkpoint: accepted.checkpoint().clone(), note: Some(note), time };
        self.last.insert(origin.clone(), kept);
        Ok(Reply::text(200, &line.to_string()))
    }

    fn refuse(&self, refusal: &WitnessRefusal) -> Reply {
        let media = if matches!(refusal, WitnessRefusal::OldIsNotLast { .. }) {
            SIZE_CONTENT_TYPE
        } else {
            TEXT_CONTENT_TYPE
        };
        let alarm = refusal.inconsistent().map(|shown| self.keep_inconsistency(shown));
        Reply { status: refusal.status(), media, body: refusal.body(), alarm }
    }

    /// Keeps both sides as files of their own: the note that was cosigned, and the request that does not extend it. Both
    /// bear the log's signature, so that they speak for themselves. What to tell of it.
    fn keep_inconsistency(&self, shown: &AddCheckpoint) -> String {
        let origin =
            Checkpoint::parse(shown.note.unverified_text()).map(|read| read.origin).unwrap_or_default();
        let name = Hash(Sha256::digest(shown.note.unverified_text()).into());
        let folder = self.places.inconsistencies;
        let at = format!("{folder}/{name}");
        let told = format!("`{origin}` has shown a tree that does not extend the one cosigned before");
        let kept = || -> Result<bool, FileError> {
            let there = self.files.list(folder)?;
            let shown_name = format!("{name}.shown");
            if there.contains(&shown_name) {
                return Ok(true);
            }
            if there.iter().filter(|name| name.ends_with(".shown")).count() >= INCONSISTENCIES_MAX {
                return Ok(false);
            }
            if let Some(cosigned) = self.last.get(&origin).and_then(|kept| kept.note.as_ref()) {
                let cosigned = cosigned.to_string();
                write_durably(
                    self.files.as_ref(),
                    &format!("{at}.cosigned"),
                    cosigned.as_bytes(),
                    Durable::KEPT,
                )?;
            }
            // If we die here, one side is kept twice when the log asks again.
            write_durably(
                self.files.as_ref(),
                &format!("{at}.shown"),
                shown.to_string().as_bytes(),
                Durable::KEPT,
            )?;
            Ok(true)
        };
        match kept() {
            Ok(true) => format!("{told}; both are kept: {at}.cosigned and {at}.shown"),
            Ok(false) => format!("{told}; not kept, {INCONSISTENCIES_MAX} are"),
            Err(error) => format!("{told}; not kept: {error}"),
        }
    }
}

impl Kept {
    /// What was kept: a note, or as earlier builds had it the checkpoint's text or its size and root alone.
    fn read(bytes: &[u8], origin: &str, own: &VerifierKey) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        let note = parse_note(text).ok();
        let bare = || {
            let (size, root) = text.strip_suffix('\n')?.split_once(' ')?;
            let (size, root) = (decimal(size)?, Hash::from_base64(root).ok()?);
            Some(Checkpoint { origin: origin.to_owned(), size, root })
        };
        let stated = note.as_ref().map_or(text, Note::unverified_text);
        let checkpoint = Checkpoint::parse(stated).ok().or_else(bare)?;
        let cosigned = note.as_ref().and_then(|note| note.open(std::slice::from_ref(own)).ok());
        let time = cosigned.and_then(|opened| opened.verified.first().and_then(|by| by.time)).unwrap_or(0);
        (checkpoint.origin == origin).then_some(Self { checkpoint, note, time })
    }
}

impl Reply {
    fn text(status: u16, body: &str) -> Self {
        Self { status, media: TEXT_CONTENT_TYPE, body: format!("{body}\n"), alarm: None }
    }
}
