//! The files of the record: one a month at least, a further part where a file was not whole or is large.

use chrono::Datelike as _;
use ledger::file::{FileError, Files};
use ledger::time::At;

/// Folder below the data directory.
pub(crate) const FOLDER: &str = "looks";
/// Bytes read at once.
const READ_BYTES: usize = 1 << 20;

/// The name of one file: `2026-11.0001.jsonl`. Names sort as the record goes on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Part {
    year: i32,
    month: u32,
    part: u32,
}

impl Part {
    /// The file for a line of this instant behind the last file there is.
    pub fn after(last: Option<&Self>, at: At) -> Self {
        let date = at.utc_date();
        let first = Self { year: date.year(), month: date.month(), part: 1 };
        match last {
            // Never before the last one, so that the order of names stays the order of lines.
            Some(last) if *last >= first => Self { part: last.part.saturating_add(1), ..last.clone() },
            _ => first,
        }
    }

    /// Reads a file's name.
    pub fn parse(name: &str) -> Option<Self> {
        let digits = |text: &str, len: usize| {
            let formed = text.len() == len && text.bytes().all(|byte| byte.is_ascii_digit());
            formed.then(|| text.parse::<u32>().ok()).flatten()
        };
        let (month, part) = name.strip_suffix(".jsonl")?.split_once('.')?;
        let (year, month) = month.split_once('-')?;
        let year = i32::try_from(digits(year, 4)?).ok()?;
        let (month, part) = (digits(month, 2)?, digits(part, 4)?);
        ((1..=12).contains(&month) && part > 0).then_some(Self { year, month, part })
    }

    /// The file's name.
    pub fn name(&self) -> String {
        format!("{:04}-{:02}.{:04}.jsonl", self.year, self.month, self.part)
    }

    /// Its path below the data directory.
    pub fn path(&self) -> String {
        format!("{FOLDER}/{}", self.name())
    }

    /// Whether an instant is in this file's month.
    pub fn is_month_of(&self, at: At) -> bool {
        let date = at.utc_date();
        (self.year, self.month) == (date.year(), date.month())
    }

    /// Whether every line of this file is older than so many whole months at `now`.
    pub fn is_over(&self, months: u32, now: At) -> bool {
        let count = |year: i32, month: u32| i64::from(year).saturating_mul(12).saturating_add(month.into());
        let date = now.utc_date();
        count(self.year, self.month) < count(date.year(), date.month()).saturating_sub(months.into())
    }
}

/// The files of the record in their order, and what else lies in its folder.
pub(super) fn parts(files: &dyn Files) -> Result<(Vec<Part>, Vec<String>), FileError> {
    if files.kind(FOLDER)?.is_none() {
        return Ok((Vec::new(), Vec::new()));
    }
    let (mut parts, mut others) = (Vec::new(), Vec::new());
    for name in files.list(FOLDER)? {
        match Part::parse(&name) {
            Some(part) => parts.push(part),
            // The left-over of a file that was never begun.
            None if name.ends_with(".tmp") => {}
            None => others.push(name),
        }
    }
    parts.sort();
    Ok((parts, others))
}

/// A stretch of a file: a line with its end, or what is no whole line.
pub(super) struct Stretch<'a> {
    /// Its first byte in the file.
    pub offset: u64,
    /// Its bytes; without a line end at the end where it is no whole line of bounded length.
    pub bytes: &'a [u8],
}

/// Goes through a file from `from` to `to` or its end, line by line; `visit` answers whether to go on.
///
/// # Errors
/// The disk failed. A file that is gone (removed because its time was over) has no lines.
pub(super) fn each_line(
    files: &dyn Files,
    path: &str,
    (from, to): (u64, u64),
    bound: usize,
    visit: &mut dyn FnMut(Stretch<'_>) -> bool,
) -> Result<(), FileError> {
    let file = match files.open(path, ledger::file::Open::Existing) {
        Ok(file) => file,
        Err(error) if error.is_absent() => return Ok(()),
        Err(error) => return Err(error),
    };
    let mut held: Vec<u8> = Vec::new();
    // `held` begins at this byte of the file.
    let mut offset = from;
    loop {
        let at = offset.saturating_add(len(&held));
        let room = usize::try_from(to.saturating_sub(at)).unwrap_or(READ_BYTES).min(READ_BYTES);
        let more = if room == 0 { Vec::new() } else { file.read_at(at, room)? };
        let ended = more.is_empty();
        held.extend_from_slice(&more);
        let mut done = 0_usize;
        while let Some(rest) = held.get(done..).filter(|rest| !rest.is_empty()) {
            let end =
                rest.iter().take(bound).position(|byte| *byte == b'\n').map(|end| end.saturating_add(1));
            let end = match end {
                Some(end) => end,
                None if rest.len() >= bound => bound,
                None if ended => rest.len(),
                None => break,
            };
            let bytes = rest.get(..end).unwrap_or(rest);
            if !visit(Stretch {
                offset: offset.saturating_add(len(held.get(..done).unwrap_or_default())),
                bytes,
            }) {
                return Ok(());
            }
            done = done.saturating_add(end);
        }
        held.drain(..done);
        offset = offset.saturating_add(u64::try_from(done).unwrap_or(u64::MAX));
        if ended {
            return Ok(());
        }
    }
}

/// A length in bytes as files count it.
pub(super) fn len(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}
