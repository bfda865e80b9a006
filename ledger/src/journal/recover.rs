//! Reading the journal back: which records are there, and whether what follows the last one is a write that never
//! finished or damage.
//!
//! A record is judged torn only where a power cut explains it: it is the very last thing in the journal, and what
//! is there is either a strict prefix of a record followed by zeros or the end of the file, or a record of which
//! whole sectors never reached the disk (a disk writes the sectors of one unsynced write in any order, and the place
//! held zeros before). Whatever else is not a record is damage, and damage is never cut away: the ledger refuses and
//! names file and offset.

use super::record::{BLOCK, DIGEST, HEADER, Header, MAGIC, MAX_RECORD, Record, padded};
use super::segment_path;
use crate::file::Finding;

/// The unit in which disks write.
const SECTOR: usize = 512;
const ZEROS: [u8; SECTOR] = [0; SECTOR];

/// What one segment holds.
#[derive(Debug, Default)]
pub(super) struct Segment {
    /// The records with their offsets in the segment.
    pub records: Vec<(u64, Record)>,
    /// Offset after the last record and its padding.
    pub end: u64,
    /// What stands after it, if it is a write that never finished.
    pub torn: Option<Vec<u8>>,
}

/// Reads a segment that must start with the entry at `position`. `is_last`: no segment follows, so that a torn tail
/// is possible.
pub(super) fn read_segment(bytes: &[u8], position: u64, is_last: bool) -> Result<Segment, Finding> {
    let file = segment_path(position);
    let corrupt = |offset: u64, what: &'static str| Err(Finding::wrong(file.clone(), offset, what));
    let mut segment = Segment::default();
    let mut position = position;
    loop {
        let offset = usize::try_from(segment.end).unwrap_or(usize::MAX);
        let rest = bytes.get(offset..).unwrap_or(&[]);
        if is_zero(rest) {
            return Ok(segment);
        }
        let record = match Record::decode(rest) {
            Ok(record) => record,
            Err(_) if is_last && is_torn(rest, position) => {
                segment.torn = Some(without_zeros(rest).to_vec());
                return Ok(segment);
            }
            Err(bad) => {
                let inside = u64::try_from(bad.offset).unwrap_or(0);
                return corrupt(segment.end.saturating_add(inside), bad.what);
            }
        };
        if record.first != position {
            return corrupt(segment.end.saturating_add(16), "the record starts at another position");
        }
        let len = Header::decode(rest).map_or(0, |header| header.len);
        let end = padded(len);
        let padding = rest.iter().take(usize::try_from(end).unwrap_or(usize::MAX)).enumerate().skip(len);
        if let Some((at, _)) = padding.into_iter().find(|(_, byte)| **byte != 0) {
            let inside = u64::try_from(at).unwrap_or(0);
            return corrupt(segment.end.saturating_add(inside), "bytes between two records");
        }
        position = record.end();
        segment.records.push((segment.end, record));
        segment.end = segment.end.saturating_add(end);
    }
}

/// Whether `rest`, which is not all zeros and starts with no valid record, is what an unfinished write of the record
/// at `position` over zeros can leave.
fn is_torn(rest: &[u8], position: u64) -> bool {
    let used = without_zeros(rest);
    match Header::decode(used) {
        Ok(header) => {
            header.first == position && used.len() <= header.len && {
                // A whole record with a wrong byte is damage; one that lacks its end or a sector is unfinished.
                used.len() < header.len.saturating_sub(DIGEST) && is_prefix(used, header)
                    || lacks_a_sector(rest, header.len)
                    || used.len() < header.len && ends_in_digest(used, header)
            }
        }
        // The header's own end is missing, and nothing follows.
        Err(_) if used.len() < HEADER => {
            let place = position.to_be_bytes();
            MAGIC.starts_with(used.get(..8).unwrap_or(used))
                && used.get(16..).is_none_or(|rest| place.starts_with(rest.get(..8).unwrap_or(rest)))
        }
        // The header's sector is missing: only later sectors of this one record may be there.
        Err(_) => {
            let lacks_first = rest.iter().take(SECTOR).all(|byte| *byte == 0);
            lacks_first && used.len() <= MAX_RECORD && !holds_a_header(used)
        }
    }
}

/// Whether the entries' and the note's lengths make sense as far as they go.
fn is_prefix(used: &[u8], header: Header) -> bool {
    let mut rest = used.get(HEADER..).unwrap_or(&[]);
    for _ in 0..header.count {
        let Some((len, after)) = rest.split_first_chunk::<2>() else { return true };
        let Some(after) = after.get(usize::from(u16::from_be_bytes(*len))..) else { return true };
        rest = after;
    }
    let Some((len, _)) = rest.split_first_chunk::<4>() else { return true };
    // The note ends where the digest starts.
    let before = used.len().saturating_sub(rest.len()).saturating_add(4);
    let note = usize::try_from(u32::from_be_bytes(*len)).unwrap_or(usize::MAX);
    before.saturating_add(note).saturating_add(DIGEST) == header.len
}

/// The cut may lie inside the digest: then what is there of the digest must fit the content.
fn ends_in_digest(used: &[u8], header: Header) -> bool {
    use sha2::Digest as _;
    let Some((content, digest)) = used.split_at_checked(header.len.saturating_sub(DIGEST)) else {
        return false;
    };
    sha2::Sha256::digest(content).starts_with(digest)
}

/// Whether a whole sector inside the first `len` bytes is zeros. Entries are text, so no written sector is.
fn lacks_a_sector(rest: &[u8], len: usize) -> bool {
    let extent = rest.get(..len).unwrap_or(rest);
    extent.chunks(SECTOR).any(|sector| sector == ZEROS)
}

/// Whether a record starts at some later block: then a whole record is missing before it, and that is damage.
fn holds_a_header(used: &[u8]) -> bool {
    let block = usize::try_from(BLOCK).unwrap_or(usize::MAX);
    used.chunks(block).any(|chunk| Header::decode(chunk).is_ok())
}

/// Compared in pieces, not byte by byte: a start looks at whole segments.
fn is_zero(bytes: &[u8]) -> bool {
    bytes.chunks(SECTOR).all(|piece| ZEROS.starts_with(piece))
}

fn without_zeros(bytes: &[u8]) -> &[u8] {
    let used = bytes.iter().rposition(|byte| *byte != 0).map_or(0, |last| last.saturating_add(1));
    bytes.get(..used).unwrap_or(bytes)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn record(entries: usize) -> Vec<u8> {
        let entries =
            (0..entries).map(|n| Arc::from(format!("entry {n} of the record").as_bytes())).collect();
        Record { first: 5, entries, note: "n".repeat(300) }.encode().unwrap()
    }

    fn in_segment(bytes: &[u8]) -> Vec<u8> {
        let mut segment = bytes.to_vec();
        segment.resize(4 * 4096, 0);
        segment
    }

    fn read(bytes: &[u8]) -> Result<Segment, Finding> {
        read_segment(bytes, 5, true)
    }

    #[test]
    fn every_strict_prefix_is_torn_and_the_whole_is_not() {
        let whole = record(40);
        for end in 1..whole.len() {
            let cut = &whole[..end];
            if cut.ends_with(&[0]) {
                continue;
            }
            for segment in [in_segment(cut), cut.to_vec()] {
                let read = read(&segment).unwrap();
                assert_eq!(read.torn.as_deref(), Some(cut), "cut at {end}");
                assert!(read.records.is_empty());
            }
        }
        assert!(read(&in_segment(&whole)).unwrap().torn.is_none());
    }

    #[test]
    fn a_record_without_some_sectors_is_torn() {
        let whole = record(80);
        let sectors = whole.len().div_ceil(512);
        assert!(sectors > 3);
        for mask in 1_u32..(1 << sectors) - 1 {
            let mut torn = in_segment(&whole);
            for lost in (0..sectors).filter(|sector| mask >> sector & 1 == 0) {
                torn[lost * 512..(lost + 1) * 512].fill(0);
            }
            assert!(read(&torn).unwrap().torn.is_some(), "mask {mask:b}");
        }
    }

    #[test]
    fn a_flipped_bit_is_damage_never_torn() {
        let whole = record(40);
        for at in 0..whole.len() {
            let mut flipped = in_segment(&whole);
            flipped[at] ^= 0x10;
            assert!(read(&flipped).is_err(), "byte {at}");
        }
    }

    #[test]
    fn what_no_unfinished_write_leaves_is_damage() {
        let whole = record(40);
        let cut = in_segment(&whole[..whole.len() - 1]);
        assert!(read_segment(&cut, 5, false).is_err(), "a segment follows");
        assert!(read_segment(&cut, 6, true).is_err(), "another position");
        let mut beyond = in_segment(&whole[..100]);
        beyond[3 * 4096] = 1;
        assert!(read(&beyond).is_err(), "something beyond the record");
        let mut padding = in_segment(&whole);
        padding[whole.len() + 3] = 1;
        assert!(read(&padding).is_err(), "something in the padding");
        let mut missing = vec![0; 4096];
        missing.extend_from_slice(&whole);
        assert!(read(&missing).is_err(), "a whole record is missing before");
        assert!(read(b"hello").is_err(), "no record at all");
    }
}
