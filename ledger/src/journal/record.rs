//! The bytes of one record (docs/spec/journal.md): a group of entries and the signed note over the head after it.
//!
//! ```text
//! offset  size  what
//!      0     8  "aidljrn1"
//!      8     4  length of the record in bytes, this header and the digest included, u32 big-endian
//!     12     4  number of entries, u32 BE
//!     16     8  position of the first entry, u64 BE
//!     24     8  first 8 bytes of SHA-256 over bytes 0..24
//!     32     ?  the entries: length u16 BE, bytes
//!      ?     4  length of the note, u32 BE
//!      ?     ?  the note, UTF-8
//!      ?    32  SHA-256 over everything before
//! ```
//! A record starts at a multiple of [`BLOCK`]; zeros fill up to the next one.

use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::MAX_GROUP;
use crate::merkle::tile::ENTRY_BYTES_MAX;

/// Records start at multiples of this: the page in which Linux writes. No record shares a page with another, so
/// writing one can not tear an acknowledged neighbour; and as whole pages are written anyway, it costs no time.
pub const BLOCK: u64 = 4096;
/// First bytes of a record; the last is the version of this format.
pub const MAGIC: [u8; 8] = *b"aidljrn1";
/// Length of the fixed part.
pub const HEADER: usize = 32;
/// Length of the digest at the end.
pub const DIGEST: usize = 32;
/// A note with a hundred signatures of 5 kB (ML-DSA) has room.
pub const MAX_NOTE: usize = 1_000_000;
/// The longest record: a full group of the longest entries, and the longest note.
pub const MAX_RECORD: usize = HEADER + MAX_GROUP * (2 + ENTRY_BYTES_MAX) + 4 + MAX_NOTE + DIGEST;

/// One group, as it was appended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Position of the first entry.
    pub first: u64,
    /// The entries, at most [`MAX_GROUP`], each at most [`ENTRY_BYTES_MAX`] bytes.
    pub entries: Vec<Arc<[u8]>>,
    /// Signed note over the head after the last entry.
    pub note: String,
}

/// The fixed part of a record, once its own check holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// Length of the whole record in bytes, without the padding.
    pub len: usize,
    /// Number of entries.
    pub count: u32,
    /// Position of the first.
    pub first: u64,
}

/// Why bytes are no record, and at which offset from its start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what} at byte {offset} of the record")]
pub struct BadRecord {
    /// Bytes from the start of the record.
    pub offset: usize,
    /// What is wrong there.
    pub what: &'static str,
}

impl Record {
    /// Position after the last entry: the size of the log with this group.
    pub fn end(&self) -> u64 {
        self.first.saturating_add(u64::try_from(self.entries.len()).unwrap_or(u64::MAX))
    }

    /// The bytes, without padding. `None` if a limit is broken.
    pub fn encode(&self) -> Option<Vec<u8>> {
        let body: usize = self.entries.iter().map(|entry| entry.len().saturating_add(2)).sum();
        let len =
            HEADER.checked_add(body)?.checked_add(4)?.checked_add(self.note.len())?.checked_add(DIGEST)?;
        if self.entries.len() > MAX_GROUP || self.note.len() > MAX_NOTE {
            return None;
        }
        let mut bytes = Vec::with_capacity(len);
        bytes.extend_from_slice(&MAGIC);
        bytes.extend_from_slice(&u32::try_from(len).ok()?.to_be_bytes());
        bytes.extend_from_slice(&u32::try_from(self.entries.len()).ok()?.to_be_bytes());
        bytes.extend_from_slice(&self.first.to_be_bytes());
        let check = Sha256::digest(&bytes);
        bytes.extend(check.iter().take(8));
        for entry in &self.entries {
            bytes.extend_from_slice(&u16::try_from(entry.len()).ok()?.to_be_bytes());
            bytes.extend_from_slice(entry);
        }
        bytes.extend_from_slice(&u32::try_from(self.note.len()).ok()?.to_be_bytes());
        bytes.extend_from_slice(self.note.as_bytes());
        let digest = Sha256::digest(&bytes);
        bytes.extend_from_slice(&digest);
        Some(bytes)
    }

    /// Reads the record that starts `bytes`; what follows it is not looked at.
    pub fn decode(bytes: &[u8]) -> Result<Record, BadRecord> {
        let bad = |offset, what| BadRecord { offset, what };
        let header = Header::decode(bytes)?;
        let whole = bytes.get(..header.len).ok_or(bad(bytes.len(), "the record is cut short"))?;
        let (content, digest) =
            whole.split_at_checked(header.len.saturating_sub(DIGEST)).unwrap_or((whole, &[]));
        if Sha256::digest(content).as_slice() != digest {
            return Err(bad(0, "the digest does not fit the bytes"));
        }
        // From here on the bytes are those that were written; the rest guards against a writer's mistake.
        let mut rest = content.get(HEADER..).unwrap_or(&[]);
        let at = |rest: &[u8]| content.len().saturating_sub(rest.len());
        let mut entries = Vec::new();
        for _ in 0..header.count {
            let here = at(rest);
            let entry =
                take::<2>(&mut rest).map(u16::from_be_bytes).and_then(|len| cut(&mut rest, len.into()));
            entries.push(Arc::from(entry.ok_or(bad(here, "an entry runs over the end"))?));
        }
        let here = at(rest);
        let note = take::<4>(&mut rest).and_then(|len| usize::try_from(u32::from_be_bytes(len)).ok());
        let note =
            note.filter(|len| *len == rest.len()).ok_or(bad(here, "the note does not end the record"))?;
        let note = rest.get(..note).and_then(|note| std::str::from_utf8(note).ok());
        let note = note.ok_or(bad(here, "the note is not UTF-8"))?.to_owned();
        Ok(Record { first: header.first, entries, note })
    }
}

impl Header {
    /// Reads and checks the first [`HEADER`] bytes.
    pub fn decode(bytes: &[u8]) -> Result<Header, BadRecord> {
        let bad = |offset, what| BadRecord { offset, what };
        let head = bytes.get(..HEADER).ok_or(bad(bytes.len(), "the header is cut short"))?;
        let (checked, check) = head.split_at_checked(24).unwrap_or((head, &[]));
        if !checked.starts_with(&MAGIC) {
            return Err(bad(0, "no record starts here"));
        }
        if !Sha256::digest(checked).starts_with(check) {
            return Err(bad(8, "the header does not fit its check"));
        }
        let mut rest = checked.get(8..).unwrap_or(&[]);
        let fields = (take::<4>(&mut rest), take::<4>(&mut rest), take::<8>(&mut rest));
        let (Some(len), Some(count), Some(first)) = fields else {
            return Err(bad(8, "the header is cut short"));
        };
        let len = usize::try_from(u32::from_be_bytes(len)).unwrap_or(usize::MAX);
        let count = u32::from_be_bytes(count);
        if !(HEADER.saturating_add(DIGEST)..=MAX_RECORD).contains(&len) {
            return Err(bad(8, "a length no record can have"));
        }
        if count == 0 || usize::try_from(count).is_ok_and(|count| count > MAX_GROUP) {
            return Err(bad(12, "a number of entries no group can have"));
        }
        Ok(Header { len, count, first: u64::from_be_bytes(first) })
    }
}

/// The next `N` bytes.
fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (first, after) = rest.split_first_chunk::<N>()?;
    *rest = after;
    Some(*first)
}

/// The next `len` bytes.
fn cut<'a>(rest: &mut &'a [u8], len: usize) -> Option<&'a [u8]> {
    let (first, after) = rest.split_at_checked(len)?;
    *rest = after;
    Some(first)
}

/// `len` rounded up to a multiple of [`BLOCK`].
pub fn padded(len: usize) -> u64 {
    u64::try_from(len).unwrap_or(u64::MAX).div_ceil(BLOCK).saturating_mul(BLOCK)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> Record {
        let entries = vec![Arc::from(&b"one"[..]), Arc::from(&b""[..]), Arc::from(&b"three"[..])];
        Record { first: 7, entries, note: "note\n".to_owned() }
    }

    #[test]
    fn what_is_written_is_read() {
        let bytes = record().encode().unwrap();
        assert_eq!(Record::decode(&bytes), Ok(record()));
        assert_eq!(Header::decode(&bytes).unwrap(), Header { len: bytes.len(), count: 3, first: 7 });
        assert_eq!(record().end(), 10);
    }

    #[test]
    fn every_flipped_bit_and_every_cut_is_noticed() {
        let bytes = record().encode().unwrap();
        for at in 0..bytes.len() {
            for bit in 0..8 {
                let mut flipped = bytes.clone();
                flipped[at] ^= 1 << bit;
                assert!(Record::decode(&flipped).is_err(), "bit {bit} of byte {at}");
            }
            assert!(Record::decode(&bytes[..at]).is_err(), "cut at {at}");
        }
    }

    #[test]
    fn limits_hold_on_both_sides() {
        let group = |n| Record { entries: vec![Arc::from(&b"x"[..]); n], ..record() };
        assert!(group(MAX_GROUP).encode().is_some());
        assert!(group(MAX_GROUP + 1).encode().is_none());
        assert!(Record::decode(&group(0).encode().unwrap()).is_err());
        let long = |n: usize| Record { entries: vec![Arc::from(vec![b'x'; n])], ..record() };
        assert!(long(ENTRY_BYTES_MAX).encode().is_some());
        assert!(long(ENTRY_BYTES_MAX + 1).encode().is_none());
    }
}
