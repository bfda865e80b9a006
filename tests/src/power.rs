//! A ledger on a disk that loses power, and what it has promised so far.
//!
//! Failures: an acknowledged entry that is not there after a restart, or is another one; a group half there or there
//! twice; a start that refuses what a power cut left; a published checkpoint whose files are not all on the disk; a blob,
//! or bytes reported as moved aside, that are gone; anything `fsck` finds afterwards.
//! No failures: an unacknowledged group that is there, or is not; a creation that did not finish.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use ledger::checkpoint::Checkpoint;
use ledger::file::simulated::{Enumerated, Faults, SimulatedFiles};
use ledger::file::{Durable, Files, SyncPoint, write_durably};
use ledger::merkle::{Hash, leaf_hash};
use ledger::reader::{DirReader, LogReader, entries};
use ledger::store::{DirOptions, DirStore, NoteCheck, Pace, SealError, Store, fsck};

/// Name of the log in these tests.
pub const ORIGIN: &str = "ledger.example/test";

/// The entry that belongs at a position: its content names the place, so that a wrong one is recognised.
pub fn entry(position: u64) -> Arc<[u8]> {
    Arc::from(format!("entry {position}").as_bytes())
}

/// The entries of a group.
pub fn group(first: u64, len: u64) -> Vec<Arc<[u8]>> {
    (first..first + len).map(entry).collect()
}

/// A note over a head with a stand-in for a signature: enough to notice any changed byte.
pub fn seal(size: u64, root: Hash) -> Result<String, SealError> {
    let text = Checkpoint { origin: ORIGIN.to_owned(), size, root }.to_text();
    Ok(format!("{text}\n— {ORIGIN} {}\n", leaf_hash(text.as_bytes()).to_base64()))
}

/// The check that belongs to [`seal`].
pub fn check() -> Arc<dyn NoteCheck> {
    Arc::new(|note: &str| {
        let (text, _) = note.split_once("\n\n").ok_or("no signature")?;
        let said = Checkpoint::parse(&format!("{text}\n")).map_err(|error| error.to_string())?;
        // Lines of others may follow the log's own.
        let sealed = seal(said.size, said.root).map_err(|error| error.to_string())?;
        let others = note.strip_prefix(sealed.as_str());
        let lines = |rest: &str| {
            rest.is_empty() || rest.ends_with('\n') && rest.lines().all(|line| line.starts_with("— "))
        };
        if others.is_some_and(lines) { Ok(said) } else { Err("the signature does not fit".to_owned()) }
    })
}

/// How a test opens a ledger.
pub fn options(segment_bytes: u64) -> DirOptions {
    DirOptions { segment_bytes, ..DirOptions::new(check()) }
}

/// One thing to do with a ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Append a group of so many entries.
    Append(u64),
    /// Cut and publish.
    Publish,
    /// Add a cosignature to what is published.
    Cosign,
    /// Keep a blob of this one byte.
    Blob(u8),
    /// Write the verifier key line anew.
    Vkey,
    /// Keep a small file of another room.
    Keep,
}

/// What somebody outside has been told.
#[derive(Clone, Debug, Default, Hash)]
pub struct Promises {
    /// Creation returned.
    pub created: bool,
    /// Entries acknowledged, or reported as adopted by a start.
    pub acknowledged: u64,
    /// Size if the group on its way made it.
    pub perhaps: u64,
    /// Size of the last checkpoint reported as published.
    pub published: u64,
    /// Size of the last checkpoint reported as published with a cosignature.
    pub cosigned: Option<u64>,
    /// Names of the blobs kept.
    pub blobs: BTreeSet<String>,
    /// Files reported as moved aside, with their bytes.
    pub aside: BTreeMap<String, Vec<u8>>,
    /// The verifier key line was replaced.
    pub vkey_replaced: bool,
    /// A small file was kept.
    pub kept: bool,
}

/// Creates the ledger if it was not, opens it, and does `acts` until something fails. `Err` is why it stopped.
pub fn run(disk: &SimulatedFiles, segment: u64, acts: &[Act], told: &mut Promises) -> Result<(), String> {
    let files: Arc<dyn Files> = Arc::new(disk.clone());
    if !told.created {
        let created = DirStore::create(files.clone(), "vkey", segment, Box::new(seal));
        created.map_err(|error| error.to_string())?;
        told.created = true;
    }
    let opened = DirStore::open(files.clone(), options(segment), &mut |_, _| {});
    let opened = opened.map_err(|error| format!("open: {error}"))?;
    let size = opened.store.head().size;
    if size != told.acknowledged && size != told.perhaps {
        return Err(format!("BROKEN: {size} entries, promised {} or {}", told.acknowledged, told.perhaps));
    }
    if let Some(torn) = opened.torn {
        told.aside.insert(torn.moved_to, torn.bytes);
    }
    let store = opened.store;
    let lines = store.published().map_or(0, |note| note.lines().count());
    if told.cosigned == Some(size) && lines != 6 {
        return Err(format!("BROKEN: the cosignature on {size} entries is gone"));
    }
    (told.acknowledged, told.perhaps, told.published) = (size, size, size);
    for (number, act) in (1_u64..).zip(acts) {
        let done = one(&store, files.as_ref(), *act, number * 1000, told);
        if let Err(error) = done {
            return Err(stopped(&store, told).map_or(error, |broken| format!("BROKEN: {broken}")));
        }
    }
    Ok(())
}

fn one(store: &DirStore, files: &dyn Files, act: Act, now: u64, told: &mut Promises) -> Result<(), String> {
    match act {
        Act::Append(len) => {
            let head = store.head();
            told.perhaps = head.size + len;
            let appended = store.append_group(&head, &group(head.size, len), Box::new(seal));
            told.acknowledged = appended.map_err(|error| error.to_string())?.head.size;
        }
        Act::Publish => {
            told.published =
                store.publish_head(now, Pace::OncePerSecond).map_err(|error| error.to_string())?;
        }
        Act::Cosign => {
            let note = store.published().ok_or("nothing is published")?;
            let cosigned = store.publish_cosigned(&format!("{note}— witness.example/w AAAA\n"));
            if !cosigned.map_err(|error| error.to_string())? {
                return Err("BROKEN: the published head was not taken for itself".to_owned());
            }
            told.cosigned = Some(told.published);
        }
        Act::Blob(byte) => {
            told.blobs.insert(store.put_blob(&[byte]).map_err(|error| error.to_string())?);
        }
        Act::Vkey => {
            store.put_vkey("another").map_err(|error| error.to_string())?;
            told.vkey_replaced = true;
        }
        Act::Keep => {
            write_durably(files, "kept", b"kept", Durable::KEPT).map_err(|error| error.to_string())?;
            told.kept = true;
        }
    }
    Ok(())
}

/// After a failure: everything acknowledged can still be read, and nothing more is acknowledged.
fn stopped(store: &DirStore, told: &Promises) -> Option<String> {
    let head = store.head();
    if head.size != told.acknowledged {
        return Some(format!(
            "the head moved to {} although {} were acknowledged",
            head.size, told.acknowledged
        ));
    }
    match store.read(0..head.size) {
        Ok(read) if read == group(0, head.size) => {}
        Ok(_) => return Some("other entries are read after the failure".to_owned()),
        Err(error) => return Some(format!("reading ended with the failure: {error}")),
    }
    let fatal = store.fatal()?.clone();
    match store.append_group(&head, &group(head.size, 1), Box::new(seal)) {
        Err(ledger::store::AppendError::Fatal(again)) if again == fatal => None,
        other => Some(format!("a stopped store answered {other:?}")),
    }
}

/// Looks at the disk as it is, without starting the ledger: what a published checkpoint needs must be there.
pub fn check_published(disk: &SimulatedFiles, told: &Promises) -> Result<(), String> {
    let reader = DirReader::below(Arc::new(disk.clone()), "log");
    let note = reader.read("checkpoint").map_err(|error| error.to_string())?.ok_or("no checkpoint")?;
    let note = String::from_utf8(note).map_err(|error| error.to_string())?;
    let said = check().check(&note)?;
    if said.size < told.published || said.size > told.perhaps {
        return Err(format!("{} published, promised {} to {}", said.size, told.published, told.perhaps));
    }
    if told.cosigned == Some(said.size) && note.lines().count() != 6 {
        return Err(format!("the cosignature on {} entries is gone", said.size));
    }
    for (position, read) in (0..said.size).zip(entries(&reader, said.size)) {
        let read = read.map_err(|error| format!("published log: {error}"))?;
        if read.position != position || read.bytes != *entry(position) {
            return Err(format!("published log: another entry at {position}"));
        }
    }
    Ok(())
}

/// Restarts on `disk` and demands everything that was promised; then goes on as somebody does who got no answer.
pub fn check_promises(disk: &SimulatedFiles, segment: u64, told: &Promises) -> Result<(), String> {
    if !told.created {
        return Ok(());
    }
    check_published(disk, told)?;
    check_small_files(disk, told)?;
    let files: Arc<dyn Files> = Arc::new(disk.clone());
    let opened = DirStore::open(files.clone(), options(segment), &mut |_, _| {});
    let store = opened.map_err(|error| format!("the ledger does not start: {error}"))?.store;
    let head = store.head();
    if head.size != told.acknowledged && head.size != told.perhaps {
        return Err(format!("{} entries, promised {} or {}", head.size, told.acknowledged, told.perhaps));
    }
    let lines = store.published().map_or(0, |note| note.lines().count());
    if told.cosigned == Some(head.size) && lines != 6 {
        return Err("the start took the cosignature away".to_owned());
    }
    let read = store.read(0..head.size).map_err(|error| error.to_string())?;
    if read != group(0, head.size) {
        return Err("an entry is another one".to_owned());
    }
    // Whoever got no answer sends the same again: appended now if it was lost, and in the same place either way.
    if head.size < told.perhaps {
        let retry = store.append_group(&head, &group(head.size, told.perhaps - head.size), Box::new(seal));
        retry.map_err(|error| format!("retry: {error}"))?;
    }
    let head = store.head();
    store.append_group(&head, &group(head.size, 7), Box::new(seal)).map_err(|error| error.to_string())?;
    store.publish_head(1_000_000, Pace::Now).map_err(|error| error.to_string())?;
    drop(store);
    match fsck(&files, check().as_ref(), &mut |_, _| {}).first() {
        Some(finding) => Err(format!("fsck afterwards: {finding}")),
        None => Ok(()),
    }
}

fn check_small_files(disk: &SimulatedFiles, told: &Promises) -> Result<(), String> {
    let read = |path: &str| disk.read(path).map_err(|error| error.to_string());
    for name in &told.blobs {
        read(&format!("log/pack/{name}"))?.ok_or(format!("blob {name} is gone"))?;
    }
    for (path, bytes) in &told.aside {
        if read(path)?.as_ref() != Some(bytes) {
            return Err(format!("what was moved aside to {path} is gone"));
        }
    }
    let vkey = read("log/vkey")?.unwrap_or_default();
    if vkey != b"another" && (told.vkey_replaced || vkey != b"vkey") {
        return Err("the verifier key line is not the one written".to_owned());
    }
    if told.kept && read("kept")?.as_deref() != Some(b"kept") {
        return Err("a kept file is gone".to_owned());
    }
    Ok(())
}

/// Tries every power cut at every step.
#[derive(Debug, Default)]
pub struct Explorer {
    /// This sync does nothing.
    pub disabled: Option<SyncPoint>,
    /// Length of a journal segment.
    pub segment: u64,
    /// Different disks (with different promises) met so far.
    pub disks: u64,
    seen: HashSet<u64>,
}

impl Explorer {
    /// An explorer of ledgers with segments of this length, with one sync switched off perhaps.
    pub fn new(segment: u64, disabled: Option<SyncPoint>) -> Explorer {
        Explorer { disabled, segment, ..Explorer::default() }
    }

    /// Cuts the power at every step of `acts` on copies of `disk`; `depth` more times in what follows each cut. The
    /// first broken promise is the error.
    pub fn explore(
        &mut self,
        disk: &SimulatedFiles,
        told: &Promises,
        acts: &[Act],
        after: &[Act],
        depth: u32,
    ) -> Result<(), String> {
        for step in 0.. {
            let copy = disk.after_kill();
            copy.set_faults(Faults {
                power_off_at: Some(step),
                disabled: self.disabled,
                ..Faults::default()
            });
            let mut told = told.clone();
            let ended = run(&copy, self.segment, acts, &mut told);
            if let Err(broken) = &ended
                && broken.contains("BROKEN")
            {
                return Err(broken.clone());
            }
            let reached_the_end = copy.steps() <= step;
            if let (Err(error), true) = (&ended, reached_the_end) {
                return Err(format!("stopped without a fault: {error}"));
            }
            self.cut(&copy, &told, after, depth)
                .map_err(|broken| format!("power off at step {step}: {broken}"))?;
            if reached_the_end {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Everything that a power cut now can leave.
    pub fn cut(
        &mut self,
        disk: &SimulatedFiles,
        told: &Promises,
        after: &[Act],
        depth: u32,
    ) -> Result<(), String> {
        let mut fate = Enumerated::default();
        loop {
            let left = disk.after_power_cut(&mut fate);
            if self.is_new(&left, told, depth) {
                self.disks += 1;
                let copy = left.after_kill();
                copy.set_faults(Faults { disabled: self.disabled, ..Faults::default() });
                check_promises(&copy, self.segment, told)?;
                if depth > 0 && told.created {
                    self.explore(&left, told, after, after, depth - 1)?;
                }
            }
            if !fate.advance() {
                return Ok(());
            }
        }
    }

    fn is_new(&mut self, disk: &SimulatedFiles, told: &Promises, depth: u32) -> bool {
        let mut hasher = DefaultHasher::new();
        (disk.image(), told, depth).hash(&mut hasher);
        self.seen.insert(hasher.finish())
    }
}
