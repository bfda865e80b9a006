//! Reading the whole folder once at open: is it what the last batch left?

use super::cursor::Cursor;
use super::guarded::Guarded;
use super::postings::{self, Chunk, ID_TAG, StreamId, Weight};
use super::{FORMAT, Found, IdHasher, IdMap, IndexError};

/// The row that says what all the others must add up to. Sorts behind every other row.
pub(super) const META_KEY: &[u8] = &[0xff];
const META_LEN: usize = 4 + 32 + 8 + 32 + 8 + 16;

/// Cursor, key and the sum over all rows, written in the same batch as the rows.
#[derive(Clone, Debug)]
pub(super) struct Meta {
    pub(super) hasher: IdHasher,
    pub(super) cursor: Cursor,
    pub(super) totals: Totals,
}

/// How many rows there are (this one left out) and what they weigh together, mod 2^128.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Totals {
    rows: u64,
    weight: u128,
}

impl Totals {
    pub(super) fn add(&mut self, row: Weight) {
        self.rows = self.rows.wrapping_add(1);
        self.weight = self.weight.wrapping_add(row.0);
    }

    pub(super) fn take(&mut self, row: Weight) {
        self.rows = self.rows.wrapping_sub(1);
        self.weight = self.weight.wrapping_sub(row.0);
    }
}

impl Meta {
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut body = Vec::with_capacity(META_LEN);
        body.extend_from_slice(&FORMAT.to_be_bytes());
        body.extend_from_slice(self.hasher.key());
        body.extend_from_slice(&self.cursor.next.to_be_bytes());
        body.extend_from_slice(&self.cursor.chain);
        body.extend_from_slice(&self.totals.rows.to_be_bytes());
        body.extend_from_slice(&self.totals.weight.to_be_bytes());
        postings::seal_row(META_KEY, &body).0
    }

    fn decode(value: &[u8]) -> Result<Self, IndexError> {
        let (body, _) = postings::open_row(META_KEY, value)?;
        let mut reader = Reader(body);
        let format = reader.take().map(u32::from_be_bytes);
        // The format comes first in every version, so that a newer one is named rather than called broken.
        if format != Some(FORMAT) {
            return Err(IndexError::damaged(format!("format {format:?}, this build reads {FORMAT}")));
        }
        Self::decode_rest(reader).ok_or_else(|| IndexError::damaged("the cursor row does not parse"))
    }

    fn decode_rest(mut reader: Reader<'_>) -> Option<Self> {
        let hasher = IdHasher::from_key(reader.take()?);
        let cursor = Cursor { next: u64::from_be_bytes(reader.take()?), chain: reader.take()? };
        let rows = u64::from_be_bytes(reader.take()?);
        let weight = u128::from_be_bytes(reader.take()?);
        reader.0.is_empty().then_some(Self { hasher, cursor, totals: Totals { rows, weight } })
    }
}

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*head)
    }
}

#[derive(Debug)]
pub(super) struct Scanned {
    pub(super) meta: Meta,
    pub(super) ids: IdMap,
}

/// Reads all rows and holds them against the cursor row; an empty folder gets its first cursor row.
pub(super) fn read_or_create(db: &Guarded) -> Result<Scanned, IndexError> {
    match db.run("read", |db| db.get(META_KEY))? {
        Some(value) => read(db, Meta::decode(&value)?),
        None => create(db),
    }
}

fn create(db: &Guarded) -> Result<Scanned, IndexError> {
    let foreign = db.run("read", |db| Ok(db.first()?.is_some() || db.tree_names().len() > 1))?;
    if foreign {
        return Err(IndexError::damaged("rows without a cursor row"));
    }
    let meta = Meta { hasher: IdHasher::random()?, cursor: Cursor::START, totals: Totals::default() };
    db.run("create", |db| db.insert(META_KEY, meta.encode()))?;
    Ok(Scanned { meta, ids: IdMap::new() })
}

fn read(db: &Guarded, meta: Meta) -> Result<Scanned, IndexError> {
    let mut tally = Tally { next: meta.cursor.next, ..Tally::default() };
    // The whole walk is one guarded call: sled may panic in any step of its iterator. What is wrong with a row is
    // carried out beside sled's own error. Bound: the rows there are.
    let walk = db.run("read", |db| {
        for row in db.range(..META_KEY) {
            let (key, value) = row?;
            if let Err(error) = tally.row(&key, &value) {
                return Ok(Err(error));
            }
        }
        Ok(Ok(()))
    })?;
    walk?;
    tally.finish(&meta)?;
    Ok(Scanned { meta, ids: tally.ids })
}

#[derive(Default)]
struct Tally {
    next: u64,
    totals: Totals,
    ids: IdMap,
    ids_seen: u64,
    stream: Option<(StreamId, Chunk)>,
}

impl Tally {
    fn row(&mut self, key: &[u8], value: &[u8]) -> Result<(), IndexError> {
        let (body, weight) = postings::open_row(key, value)?;
        self.totals.add(weight);
        match key.first() {
            Some(&ID_TAG) => self.id_row(key, body),
            _ => self.posting_row(key, body),
        }
    }

    fn id_row(&mut self, key: &[u8], body: &[u8]) -> Result<(), IndexError> {
        // Rows come in order, so each must start exactly where the one before ended.
        if *key != *postings::id_key(self.ids_seen / 256) || !self.ids_seen.is_multiple_of(256) {
            return Err(IndexError::damaged("an id row is missing"));
        }
        for id in postings::decode_ids(body)? {
            self.ids.insert(id, Found { position: self.ids_seen, payload: 0 });
            self.ids_seen = self.ids_seen.saturating_add(1);
        }
        Ok(())
    }

    fn posting_row(&mut self, key: &[u8], body: &[u8]) -> Result<(), IndexError> {
        let (stream, chunk) = Chunk::decode(key, body)?;
        let before = self.stream.take().filter(|(id, _)| *id == stream).map(|(_, chunk)| chunk);
        follows(before.as_ref(), &chunk)?;
        if chunk.last() >= Some(self.next) {
            return Err(IndexError::damaged("a posting lies beyond the cursor"));
        }
        self.stream = Some((stream, chunk));
        Ok(())
    }

    fn finish(&self, meta: &Meta) -> Result<(), IndexError> {
        if self.ids_seen != meta.cursor.next {
            return Err(IndexError::damaged(format!(
                "{} ids for {} entries",
                self.ids_seen, meta.cursor.next
            )));
        }
        if self.totals != meta.totals {
            return Err(IndexError::damaged(format!(
                "{} rows where {} were written, or rows of another state",
                self.totals.rows, meta.totals.rows
            )));
        }
        Ok(())
    }
}

/// Whether `chunk` can stand behind `before` in one stream (`None`: be the first).
pub(super) fn follows(before: Option<&Chunk>, chunk: &Chunk) -> Result<(), IndexError> {
    let sound = match before {
        None => chunk.ordinal == 0,
        Some(b) => b.is_full() && b.ordinal.checked_add(1) == Some(chunk.ordinal) && b.last() < chunk.first(),
    };
    if sound { Ok(()) } else { Err(IndexError::damaged("a posting row is missing")) }
}
