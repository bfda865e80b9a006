//! Rows as bytes: posting chunks, event-id chunks, and the check every row carries.
//!
//! Layout in `docs/spec/index.md`. A chunk keeps at most 256 positions of one stream, the first in its key, the
//! others as varint distances: one sled key per 256 postings instead of one per posting is what keeps sled fast.

use sha2::{Digest, Sha256};

use super::{Id128, IndexError, Kind};

/// Positions in one posting chunk, ids in one id chunk.
pub(super) const CHUNK: usize = 256;
/// First byte of the keys of id chunks; kinds take 1 to 5.
pub(super) const ID_TAG: u8 = 0;
const CHECK: usize = 8;

/// Tag and name of a stream: the first 17 bytes of its rows' keys.
pub(super) type StreamId = [u8; 17];

pub(super) fn stream_id(kind: Kind, name: Id128) -> StreamId {
    let mut id = [kind as u8; 17];
    for (to, from) in id.iter_mut().skip(1).zip(name.to_bytes()) {
        *to = from;
    }
    id
}

pub(super) fn posting_key(stream: &StreamId, first: u64) -> Vec<u8> {
    let mut key = stream.to_vec();
    key.extend_from_slice(&first.to_be_bytes());
    key
}

pub(super) fn id_key(chunk: u64) -> Vec<u8> {
    let mut key = vec![ID_TAG];
    key.extend_from_slice(&chunk.to_be_bytes());
    key
}

/// What one row adds to the digest over all rows: a number mod 2^128, so that order does not matter and a row can be
/// taken out again. No defence against somebody who writes the folder; that is what rebuilding is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Weight(pub(super) u128);

/// Puts the check in front of a body.
pub(super) fn seal_row(key: &[u8], body: &[u8]) -> (Vec<u8>, Weight) {
    let (check, weight) = row_hash(key, body);
    let mut value = Vec::with_capacity(body.len().saturating_add(CHECK));
    value.extend_from_slice(&check);
    value.extend_from_slice(body);
    (value, weight)
}

/// Takes the check off, or says that the row is not the one that was written under this key.
pub(super) fn open_row<'a>(key: &[u8], value: &'a [u8]) -> Result<(&'a [u8], Weight), IndexError> {
    if let Some((found, body)) = value.split_first_chunk::<CHECK>() {
        let (check, weight) = row_hash(key, body);
        if check == *found {
            return Ok((body, weight));
        }
    }
    Err(IndexError::damaged("a row's check does not hold"))
}

fn row_hash(key: &[u8], body: &[u8]) -> ([u8; CHECK], Weight) {
    let length = u64::try_from(key.len()).unwrap_or(u64::MAX).to_be_bytes();
    let hash: [u8; 32] =
        Sha256::new().chain_update(length).chain_update(key).chain_update(body).finalize().into();
    let mut check = [0; CHECK];
    let mut weight = [0; 16];
    for (to, from) in check.iter_mut().chain(weight.iter_mut()).zip(hash) {
        *to = from;
    }
    (check, Weight(u128::from_be_bytes(weight)))
}

/// Up to 256 ascending positions of one stream, and which chunk of the stream it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Chunk {
    /// 0, 1, 2, ..: a gap between two chunks read one after the other is a lost row.
    pub(super) ordinal: u32,
    /// Never empty.
    pub(super) positions: Vec<u64>,
}

impl Chunk {
    pub(super) fn first(&self) -> Option<u64> {
        self.positions.first().copied()
    }

    pub(super) fn last(&self) -> Option<u64> {
        self.positions.last().copied()
    }

    pub(super) fn is_full(&self) -> bool {
        self.positions.len() >= CHUNK
    }

    pub(super) fn encode(&self) -> Vec<u8> {
        let mut body = Vec::with_capacity(self.positions.len().saturating_mul(2).saturating_add(4));
        body.extend_from_slice(&self.ordinal.to_be_bytes());
        let pairs = self.positions.iter().zip(self.positions.iter().skip(1));
        for (before, after) in pairs {
            // Positions ascend strictly, so a distance of 0 is free to mean nothing: store it less one.
            put_varint(&mut body, after.saturating_sub(*before).saturating_sub(1));
        }
        body
    }

    /// Reads a body under its key (stream and first position).
    pub(super) fn decode(key: &[u8], body: &[u8]) -> Result<(StreamId, Self), IndexError> {
        Self::try_decode(key, body).ok_or_else(|| IndexError::damaged("a posting row does not parse"))
    }

    fn try_decode(key: &[u8], body: &[u8]) -> Option<(StreamId, Self)> {
        let (stream, rest) = key.split_first_chunk::<17>()?;
        let mut at = u64::from_be_bytes(rest.try_into().ok()?);
        let (ordinal, mut rest) = body.split_first_chunk::<4>()?;
        let mut positions = vec![at];
        while !rest.is_empty() {
            let (distance, after) = take_varint(rest)?;
            at = at.checked_add(distance)?.checked_add(1)?;
            positions.push(at);
            rest = after;
        }
        let ordinal = u32::from_be_bytes(*ordinal);
        (positions.len() <= CHUNK).then_some((*stream, Self { ordinal, positions }))
    }
}

fn put_varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(0x80 | low_seven(value));
        value >>= 7;
    }
    out.push(low_seven(value));
}

fn low_seven(value: u64) -> u8 {
    u8::try_from(value & 0x7f).unwrap_or(0)
}

fn take_varint(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let mut value = 0_u64;
    let mut rest = bytes;
    for shift in (0..64).step_by(7) {
        let (byte, after) = rest.split_first()?;
        rest = after;
        let part = u64::from(byte & 0x7f);
        let shifted = part << shift;
        if shifted >> shift != part {
            return None;
        }
        value |= shifted;
        if byte & 0x80 == 0 {
            return Some((value, rest));
        }
    }
    None
}

/// The ids of an id chunk, in order of position.
pub(super) fn decode_ids(body: &[u8]) -> Result<Vec<Id128>, IndexError> {
    let (ids, rest) = body.as_chunks::<16>();
    if !rest.is_empty() || ids.is_empty() || ids.len() > CHUNK {
        return Err(IndexError::damaged("an id row does not parse"));
    }
    Ok(ids.iter().map(|id| Id128::from_bytes(*id)).collect())
}

pub(super) fn encode_ids(ids: &[Id128]) -> Vec<u8> {
    ids.iter().flat_map(|id| id.to_bytes()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn chunk(mut positions: Vec<u64>, ordinal: u32) -> Chunk {
        positions.sort_unstable();
        positions.dedup();
        Chunk { ordinal, positions }
    }

    proptest! {
        #[test]
        fn a_chunk_comes_back_as_it_was(p in prop::collection::vec(any::<u64>(), 1..=CHUNK), ordinal: u32) {
            let chunk = chunk(p, ordinal);
            let stream = stream_id(Kind::Issuer, Id128::from_bytes([7; 16]));
            let key = posting_key(&stream, chunk.first().unwrap());
            prop_assert_eq!(Chunk::decode(&key, &chunk.encode()).unwrap(), (stream, chunk));
        }

        #[test]
        fn no_bytes_make_the_decoder_panic(key: Vec<u8>, body: Vec<u8>) {
            let _ = Chunk::decode(&key, &body);
            let _ = decode_ids(&body);
            let _ = open_row(&key, &body);
        }

        #[test]
        fn a_flipped_bit_in_a_row_is_seen(body in prop::collection::vec(any::<u8>(), 0..64), bit in 0_usize..512) {
            let (mut value, _) = seal_row(b"key", &body);
            let at = bit % (value.len() * 8);
            value[at / 8] ^= 1 << (at % 8);
            prop_assert!(open_row(b"key", &value).is_err());
        }
    }

    #[test]
    fn a_row_under_another_key_is_seen() {
        let (value, _) = seal_row(b"key", b"body");
        assert!(open_row(b"key", &value).is_ok());
        assert!(open_row(b"kez", &value).is_err());
    }

    #[test]
    fn a_varint_longer_than_64_bits_is_refused() {
        assert_eq!(take_varint(&[0xff; 10]), None);
        assert_eq!(take_varint(&[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2]), None);
        assert_eq!(
            take_varint(&[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1]),
            Some((u64::MAX, &[][..]))
        );
    }
}
