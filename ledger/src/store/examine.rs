//! Reads everything a directory holds and says what is not as it must be. A start, the background scrub and `fsck`
//! are the same examination; they differ in what they do about it.

use std::sync::Arc;

use super::walk::{Route, Walked, Watch, walk};
use super::{Head, NoteCheck, blob_name, is_blob_name};
use crate::checkpoint::Checkpoint;
use crate::file::{Fault, Files, Finding, is_scratch};
use crate::journal::Contents;
use crate::merkle::{Hash, tile};
use crate::publish::{CHECKPOINT, FOLDER, PACKS, VKEY};
use crate::reader::DirReader;

/// A head known from somewhere else: a second disk, a URL, a witness. The journal must contain it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// Where it is from, for messages.
    pub name: String,
    /// Number of entries.
    pub size: u64,
    /// Root over them.
    pub root: Hash,
}

/// What is said about an anchor whose root the walk did not reproduce.
pub(super) const OTHER_HISTORY: &str = "it has seen another log at that size";

/// What was read before the walk.
pub(super) struct Snapshot {
    pub findings: Vec<Finding>,
    /// The note in `log/checkpoint` and what it says.
    pub published: Option<(String, Checkpoint)>,
    pub contents: Option<Contents>,
}

/// What an examination found.
pub(super) struct Examined {
    pub findings: Vec<Finding>,
    /// The published checkpoint, if it could be read.
    pub published: Option<(String, Checkpoint)>,
    pub contents: Option<Contents>,
    /// The last head of the journal, if it was reached.
    pub head: Option<Head>,
    /// All entries that are still in the journal.
    pub journal: Vec<Arc<[u8]>>,
    pub walked: Walked,
    /// The first bundle boundary at or after the journal's start.
    pub base: u64,
}

/// The checkpoint first, then the journal, so that on a running ledger the journal is never the older one.
pub(super) fn published(files: &dyn Files, check: &dyn NoteCheck) -> Result<(String, Checkpoint), Finding> {
    let bytes = files.read(CHECKPOINT)?.ok_or_else(|| {
        Finding::absent(
            CHECKPOINT,
            "no head is published: restore the file from a mirror, an anchor or a backup",
        )
    })?;
    let wrong = |why: String| Finding::wrong(CHECKPOINT, 0, why);
    let note = String::from_utf8(bytes).map_err(|error| wrong(error.to_string()))?;
    let checkpoint = check.check(&note).map_err(wrong)?;
    Ok((note, checkpoint))
}

pub(super) fn snapshot(files: &dyn Files, check: &dyn NoteCheck) -> Snapshot {
    let mut findings = Vec::new();
    let published = published(files, check).map_err(|finding| findings.push(finding)).ok();
    let contents = match Contents::read(files) {
        Ok(contents) => Some(contents),
        Err(Fault::Unsound(finding)) => {
            findings.push(finding);
            None
        }
        Err(Fault::Disk(error)) => {
            findings.push(error.into());
            None
        }
    };
    Snapshot { findings, published, contents }
}

/// Walks over the whole log and compares everything with everything.
pub(super) fn examine(
    files: &Arc<dyn Files>,
    check: &dyn NoteCheck,
    snapshot: Snapshot,
    anchors: &[Anchor],
    progress: &mut dyn FnMut(u64, u64),
) -> Examined {
    let Snapshot { mut findings, published, contents } = snapshot;
    let published_size = published.as_ref().map_or(0, |(_, checkpoint)| checkpoint.size);
    let mut watches = Vec::new();
    if let Some((_, checkpoint)) = &published {
        let what = "the published head is not that of the entries";
        watches.push(Watch {
            size: checkpoint.size,
            root: checkpoint.root,
            otherwise: Finding::wrong(CHECKPOINT, 0, what),
        });
    }
    for anchor in anchors {
        let otherwise = Finding::wrong(&anchor.name, 0, OTHER_HISTORY);
        watches.push(Watch { size: anchor.size, root: anchor.root, otherwise });
    }
    let mut journal = Vec::new();
    if let Some(contents) = &contents {
        note_watches(contents, check, &mut watches, &mut findings);
        journal.extend(contents.records.iter().flat_map(|placed| placed.record.entries.iter().cloned()));
        findings.extend(behind(contents, published_size, anchors));
    }
    watches.sort_by_key(|watch| watch.size);
    let width = u64::from(tile::WIDTH);
    let start = contents.as_ref().map_or(published_size, |contents| contents.start);
    let base = start.div_ceil(width).saturating_mul(width);
    if let Some((file, offset)) =
        contents.as_ref().filter(|contents| contents.size() < base).map(Contents::end)
    {
        let what =
            format!("a retired segment says that {base} entries are in bundles, the journal ends before");
        findings.push(Finding::wrong(file, offset, what));
    }
    let from_bundles = match &contents {
        Some(_) => base.max(published_size.saturating_sub(published_size.checked_rem(width).unwrap_or(0))),
        None => published_size,
    };
    let reader = DirReader::below(files.clone(), FOLDER);
    let route = Route {
        reader: &reader,
        from_bundles,
        journal_start: start,
        journal: &journal,
        published: published_size,
        base,
    };
    let mut walked = walk(&route, &watches, progress);
    // The walk knows paths below the log; people look below the data directory.
    let named = |finding: Finding| {
        let inside = finding.file.starts_with("tile/");
        Finding {
            file: if inside { format!("{FOLDER}/{}", finding.file) } else { finding.file.clone() },
            ..finding
        }
    };
    findings.extend(std::mem::take(&mut walked.findings).into_iter().map(named));
    let head = head_of(contents.as_ref(), published.as_ref(), &walked);
    Examined { findings, published, contents, head, journal, walked, base }
}

/// Each record's note must be over the head after its entries.
fn note_watches(
    contents: &Contents,
    check: &dyn NoteCheck,
    watches: &mut Vec<Watch>,
    findings: &mut Vec<Finding>,
) {
    if contents.records.is_empty() && contents.start > 0 {
        let (file, offset) = contents.end();
        findings.push(Finding::wrong(file, offset, "the journal has lost the record of the last head"));
    }
    for placed in &contents.records {
        let wrong = |what: String| Finding::wrong(&placed.file, placed.offset, what);
        match check.check(&placed.record.note) {
            Ok(said) if said.size == placed.record.end() => watches.push(Watch {
                size: said.size,
                root: said.root,
                otherwise: wrong("the head signed in this record is not that of the entries".to_owned()),
            }),
            Ok(said) => findings.push(wrong(format!("the record's note is over {} entries", said.size))),
            Err(why) => findings.push(wrong(format!("the record's note: {why}"))),
        }
    }
}

/// Where the journal ends although more has been signed.
fn behind(contents: &Contents, published: u64, anchors: &[Anchor]) -> Option<Finding> {
    let size = contents.size();
    let by_anchor = anchors.iter().map(|anchor| (anchor.size, anchor.name.as_str()));
    let (most, name) = by_anchor.chain([(published, CHECKPOINT)]).max()?;
    let (file, offset) = contents.end();
    let what = format!("the journal ends after {size} entries, but `{name}` is signed over {most}");
    (most > size).then(|| Finding::wrong(file, offset, what))
}

fn head_of(
    contents: Option<&Contents>,
    published: Option<&(String, Checkpoint)>,
    walked: &Walked,
) -> Option<Head> {
    let contents = contents?;
    let (size, root) = (walked.edge.size(), walked.edge.root());
    let note = match contents.records.last() {
        Some(last) => last.record.note.as_str(),
        None => published.map(|(note, _)| note.as_str())?,
    };
    (size == contents.size()).then(|| Head { size, root, note: note.into() })
}

/// The files that stand for themselves: packs, named by their hash, and the verifier key line.
pub(super) fn examine_rest(files: &dyn Files) -> Vec<Finding> {
    let mut findings = Vec::new();
    match files.kind(VKEY) {
        Ok(Some(_)) => {}
        Ok(None) => findings.push(Finding::absent(VKEY, "the verifier key line is missing")),
        Err(error) => findings.push(error.into()),
    }
    let names = match files.list(PACKS) {
        Ok(names) => names,
        Err(error) if error.is_absent() => {
            findings.push(Finding::absent(PACKS, "the directory of packs is missing"));
            Vec::new()
        }
        Err(error) => {
            findings.push(error.into());
            Vec::new()
        }
    };
    for name in names.iter().filter(|name| !is_scratch(name)) {
        let path = format!("{PACKS}/{name}");
        match files.read(&path) {
            Ok(Some(bytes)) if is_blob_name(name) && blob_name(&bytes) == *name => {}
            Ok(_) => {
                findings.push(Finding::wrong(path, 0, "the bytes do not have the hash that is its name"))
            }
            Err(error) => findings.push(error.into()),
        }
    }
    findings
}

/// Reads everything below a data directory whose ledger is not running: journal, checkpoint, every bundle, every tile of
/// each level, packs. Changes nothing. An unfinished write at the end of the journal is no finding; a start deals
/// with it. Empty: sound. `progress` is called with entries done and to do.
pub fn fsck(
    files: &Arc<dyn Files>,
    check: &dyn NoteCheck,
    progress: &mut dyn FnMut(u64, u64),
) -> Vec<Finding> {
    let examined = examine(files, check, snapshot(files.as_ref(), check), &[], progress);
    let mut findings = examined.findings;
    findings.extend(examine_rest(files.as_ref()));
    findings
}
