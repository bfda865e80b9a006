//! Reading the whole record: at start, and whenever somebody checks it. The same reading both times.

use ledger::file::{FileError, Files, Finding};
use ledger::time::At;
use ledger::verdict::hex;
use sha2::{Digest as _, Sha256};

use super::line::{ASIDE, BEGUN, Digest, LINE_BYTES_MAX, Line, NOTHING, PRUNED, digest};
use super::part::{FOLDER, Part, each_line, len, parts};

/// Findings that are listed; a record with more is not worth a longer list.
const FINDINGS_MAX: usize = 100;

/// One sound line, where it stands, and its hash.
pub(super) struct Seen<'a> {
    pub line: &'a Line,
    pub digest: Digest,
    pub part: &'a Part,
    /// Its first byte and the byte behind it.
    pub bytes: (u64, u64),
}

/// A file and how it begins.
#[derive(Debug, Clone)]
pub(super) struct Begun {
    pub part: Part,
    /// Number of its first line; `None` where that can't be read.
    pub first: Option<u64>,
    /// The link of its first line to the line before.
    pub prev: Digest,
}

/// The rest of the last file, which no line has spoken of yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rest {
    pub part: Part,
    pub from: u64,
    pub bytes: u64,
    pub sha256: String,
    /// Whether it is one line at most, behind a sound one, and can't be read: as an unfinished write leaves it.
    pub torn: bool,
}

impl Rest {
    /// `torn` where only an unfinished write is left, `broken` where more is.
    pub fn why(&self) -> &'static str {
        if self.torn { "torn" } else { "broken" }
    }

    /// The line that says so.
    pub fn line(&self) -> Line {
        Line {
            kind: ASIDE.to_owned(),
            why: Some(self.why().to_owned()),
            file: Some(self.part.name()),
            from: Some(self.from),
            bytes: Some(self.bytes),
            sha256: Some(self.sha256.clone()),
            ..Line::default()
        }
    }
}

/// Where the chain stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tip {
    /// Number of the next line.
    pub next: u64,
    /// Hash of the last line.
    pub prev: Digest,
    /// Instant of the last line.
    pub at: Option<At>,
}

/// What a reading found.
#[derive(Debug)]
pub(super) struct Walk {
    pub files: Vec<Begun>,
    pub tip: Tip,
    /// Length of the last file's part of the record.
    pub end: u64,
    pub rest: Option<Rest>,
    /// Up to which line files were removed, as the record says.
    pub pruned: Option<(u64, String)>,
    /// Of which ledger the record says to be.
    pub ledger: Option<String>,
    pub lines: u64,
    pub findings: Vec<Finding>,
    /// What is no fault, but good to know.
    pub notes: Vec<String>,
}

/// Reads everything; `visit` sees each line of the record in order.
///
/// # Errors
/// The disk failed. What is wrong with the record is in [`Walk::findings`].
pub(super) fn walk(files: &dyn Files, visit: &mut dyn FnMut(Seen<'_>)) -> Result<Walk, FileError> {
    let (parts, others) = parts(files)?;
    let mut walk = Walk {
        files: Vec::new(),
        tip: Tip { next: 0, prev: NOTHING, at: None },
        end: 0,
        rest: None,
        pruned: None,
        ledger: None,
        lines: 0,
        findings: Vec::new(),
        notes: others.iter().map(|name| format!("`{FOLDER}/{name}` is no file of the record")).collect(),
    };
    for (index, part) in parts.iter().enumerate() {
        // What is not of the record in this file is said by the first line of the next one.
        let aside = match parts.get(index.saturating_add(1)) {
            Some(next) => first_line(files, next)?.filter(|line| speaks_of(line, part)),
            None => None,
        };
        let is_last = index.saturating_add(1) == parts.len();
        walk.file(files, part, (aside.as_ref(), is_last), visit)?;
    }
    walk.beginning();
    Ok(walk)
}

/// The first line of a file, if it is one.
fn first_line(files: &dyn Files, part: &Part) -> Result<Option<Line>, FileError> {
    let mut found = None;
    each_line(files, &part.path(), (0, u64::MAX), LINE_BYTES_MAX, &mut |piece| {
        found = Line::decode(piece.bytes);
        false
    })?;
    Ok(found)
}

fn speaks_of(line: &Line, part: &Part) -> bool {
    line.kind == ASIDE && line.file.as_deref() == Some(part.name().as_str())
}

impl Walk {
    fn wrong(&mut self, part: &Part, offset: u64, what: impl Into<String>) {
        if self.findings.len() < FINDINGS_MAX {
            self.findings.push(Finding::wrong(part.path(), offset, what));
        }
    }

    fn file(
        &mut self,
        files: &dyn Files,
        part: &Part,
        (aside, is_last): (Option<&Line>, bool),
        visit: &mut dyn FnMut(Seen<'_>),
    ) -> Result<(), FileError> {
        let to = aside.and_then(|line| line.from).unwrap_or(u64::MAX);
        self.files.push(Begun { part: part.clone(), first: None, prev: NOTHING });
        self.end = 0;
        // Where the last file stops to fit, the record ends: the next start says what follows it.
        let mut stop: Option<(Tip, u64)> = None;
        let mut torn = false;
        each_line(files, &part.path(), (0, to), LINE_BYTES_MAX, &mut |piece| {
            if stop.is_some() {
                torn = false;
                return true;
            }
            let line = Line::decode(piece.bytes);
            let fault =
                line.as_ref().map_or(Some("no line of the record".to_owned()), |line| self.fault(line, part));
            // A file's first line was durable before the second was written: no crash explains it, and it goes on from there.
            let begins = piece.offset == 0 && line.is_some();
            if fault.is_some() && is_last && !begins {
                stop = Some((self.tip, piece.offset));
                torn = piece.offset > 0 && line.is_none();
                return true;
            }
            if let Some(what) = fault {
                self.wrong(part, piece.offset, what);
            }
            if let Some(line) = line {
                let bytes = (piece.offset, piece.offset.saturating_add(len(piece.bytes)));
                self.take(Seen { line: &line, digest: digest(piece.bytes), part, bytes }, visit);
            }
            true
        })?;
        match (stop, aside) {
            (Some((tip, from)), _) => {
                let (bytes, sha256) = rest_of(files, part, from)?;
                (self.tip, self.end) = (tip, from);
                self.unsaid(Rest { part: part.clone(), from, bytes, sha256, torn });
            }
            (None, Some(line)) => self.said(files, part, line)?,
            (None, None) => {}
        }
        Ok(())
    }

    /// What keeps a line from being the next one.
    fn fault(&self, line: &Line, part: &Part) -> Option<String> {
        let begins = self.lines == 0;
        let Tip { next, prev, at } = self.tip;
        let month = line.at().is_some_and(|at| part.is_month_of(at));
        if begins && line.n > 0 {
            // What stood before was removed: whether rightly so is asked at the end.
            return (!month).then(|| "its time is not of the file's month".to_owned());
        }
        if begins && (line.kind != BEGUN) {
            return Some("the first line does not begin a record".to_owned());
        }
        if line.n > next {
            return Some(format!("number {} follows {}: lines are missing", line.n, next.saturating_sub(1)));
        }
        if line.n < next {
            return Some(format!("number {} where {next} was due", line.n));
        }
        if line.prev != hex(&prev) {
            return Some(format!("line {} does not fit the one before it: one of them was changed", line.n));
        }
        if line.at().zip(at).is_some_and(|(this, last)| this < last) {
            return Some(format!("line {} is older than the one before it", line.n));
        }
        (!month).then(|| format!("line {} is not of the file's month", line.n))
    }

    fn take(&mut self, seen: Seen<'_>, visit: &mut dyn FnMut(Seen<'_>)) {
        let line = seen.line;
        self.lines = self.lines.saturating_add(1);
        self.tip = Tip { next: line.n.saturating_add(1), prev: seen.digest, at: line.at() };
        self.end = seen.bytes.1;
        if let Some(begun) = self.files.last_mut().filter(|begun| begun.first.is_none()) {
            (begun.first, begun.prev) = (Some(line.n), read_hex(&line.prev).unwrap_or(NOTHING));
        }
        if line.kind == BEGUN {
            self.ledger.clone_from(&line.ledger);
        }
        if let (PRUNED, Some(last), Some(sha256)) = (line.kind.as_str(), line.last, &line.sha256) {
            self.pruned = Some((last, sha256.clone()));
        }
        visit(seen);
    }

    /// The rest of the last file, of which no line speaks yet.
    fn unsaid(&mut self, rest: Rest) {
        if rest.torn {
            self.notes.push(format!(
                "`{}` ends in {} bytes of a line that is not whole: being written, or torn by a crash; the next start says so \
                 in the record",
                rest.part.path(),
                rest.bytes
            ));
        } else {
            let what = format!(
                "from here on {} bytes do not continue the record: a power cut may have mixed what was written in its last \
                 second, anything else changed them",
                rest.bytes
            );
            self.wrong(&rest.part.clone(), rest.from, what);
        }
        self.rest = Some(rest);
    }

    /// The rest of an earlier file, as the first line of the next one has it.
    fn said(&mut self, files: &dyn Files, part: &Part, line: &Line) -> Result<(), FileError> {
        let from = line.from.unwrap_or_default();
        let (bytes, sha256) = rest_of(files, part, from)?;
        if self.end != from || line.bytes != Some(bytes) || line.sha256.as_deref() != Some(sha256.as_str()) {
            self.wrong(
                part,
                from,
                format!("what line {} says was set aside here is not what stands here", line.n),
            );
        }
        let why = line.why.as_deref().unwrap_or_default();
        let said = format!("`{}` from byte {from} on was set aside as {why} by line {}", part.path(), line.n);
        if why == "torn" {
            self.notes.push(said);
        } else {
            self.wrong(part, from, said);
        }
        Ok(())
    }

    /// Whether what is missing before the first line was removed because its time was over.
    fn beginning(&mut self) {
        let Some((part, first, prev)) =
            self.files.first().and_then(|begun| Some((begun.part.clone(), begun.first?, begun.prev)))
        else {
            return;
        };
        if first == 0 {
            return;
        }
        let excused = self.pruned.as_ref().is_some_and(|(last, sha256)| {
            let next = last.saturating_add(1);
            first < next || (first == next && *sha256 == hex(&prev))
        });
        if !excused && self.findings.len() < FINDINGS_MAX {
            let what = format!("lines 0 to {} are gone, and no line says that they were removed", first - 1);
            self.findings.push(Finding::absent(part.path(), what));
        }
    }
}

/// Length and hash of a file from a byte on.
fn rest_of(files: &dyn Files, part: &Part, from: u64) -> Result<(u64, String), FileError> {
    let (mut bytes, mut hash) = (0_u64, Sha256::new());
    each_line(files, &part.path(), (from, u64::MAX), LINE_BYTES_MAX, &mut |piece| {
        bytes = bytes.saturating_add(len(piece.bytes));
        hash.update(piece.bytes);
        true
    })?;
    Ok((bytes, hex(&hash.finalize())))
}

/// 32 bytes from lower-case hex.
pub(super) fn read_hex(text: &str) -> Option<Digest> {
    let mut out = NOTHING;
    if text.len() != 64 || !text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
        return None;
    }
    for (byte, pair) in out.iter_mut().zip(text.as_bytes().chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(out)
}
