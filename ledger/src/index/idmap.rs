//! Ids in memory: a keyed 128-bit hash to a position, for the duplicate check and the award lookup.
//!
//! The hash is keyed so that nobody outside can search for two ids that collide, and so that what is stored says
//! nothing about a name. At 10^9 ids the chance of any accidental collision is below 2^-68.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{BuildHasherDefault, Hasher};

use sha2::{Digest, Sha256};

use super::{IndexError, Kind};

/// A keyed hash of an id: SHA-256 over key, domain and length-prefixed parts, cut to 128 bits.
// Four words of 32 bits rather than a u128: a slot then needs no padding (28 bytes instead of 32).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id128([u32; 4]);

impl Id128 {
    pub(super) fn to_bytes(self) -> [u8; 16] {
        let [a, b, c, d] = self.0;
        ((u128::from(a) << 96) | (u128::from(b) << 64) | (u128::from(c) << 32) | u128::from(d)).to_be_bytes()
    }

    pub(super) fn from_bytes(bytes: [u8; 16]) -> Self {
        let [a0, a1, a2, a3, b0, b1, b2, b3, c0, c1, c2, c3, d0, d1, d2, d3] = bytes;
        let word = u32::from_be_bytes;
        Self([word([a0, a1, a2, a3]), word([b0, b1, b2, b3]), word([c0, c1, c2, c3]), word([d0, d1, d2, d3])])
    }
}

/// Makes [`Id128`]s under one secret key.
#[derive(Clone)]
pub struct IdHasher {
    key: [u8; 32],
}

impl std::fmt::Debug for IdHasher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("IdHasher(..)")
    }
}

// Domains keep an event id, an award id and a stream of the same text apart.
const EVENT: u8 = 0x10;
const AWARD: u8 = 0x11;

impl IdHasher {
    /// A hasher under a fresh key from the operating system.
    ///
    /// # Errors
    /// [`IndexError::Io`] when there is no randomness to be had.
    pub fn random() -> Result<Self, IndexError> {
        let mut key = [0; 32];
        match getrandom::fill(&mut key) {
            Ok(()) => Ok(Self { key }),
            Err(e) => Err(IndexError::Io { doing: "draw a key for", source: std::io::Error::other(e) }),
        }
    }

    /// The id of an event: unique per `(source, id)`.
    pub fn event(&self, source: &str, id: &str) -> Id128 {
        self.hash(EVENT, &[source, id])
    }

    /// The id of an award: unique per `(owner, award)`.
    pub fn award(&self, owner: &str, award: &str) -> Id128 {
        self.hash(AWARD, &[owner, award])
    }

    pub(super) fn stream(&self, kind: Kind, name: &str) -> Id128 {
        self.hash(kind as u8, &[name])
    }

    pub(super) fn from_key(key: [u8; 32]) -> Self {
        Self { key }
    }

    pub(super) fn key(&self) -> &[u8; 32] {
        &self.key
    }

    fn hash(&self, domain: u8, parts: &[&str]) -> Id128 {
        let mut hash = Sha256::new().chain_update(self.key).chain_update([domain]);
        for part in parts {
            // The length goes first, so that ("ab","c") and ("a","bc") differ.
            hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            hash.update(part.as_bytes());
        }
        let full: [u8; 32] = hash.finalize().into();
        Id128::from_bytes(std::array::from_fn(|i| full.get(i).copied().unwrap_or(0)))
    }
}

/// What an [`IdMap`] holds for an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// The position of the entry that first used the id.
    pub position: u64,
    /// A small number of the caller's, such as a slot in its own table; 0 if it has none.
    pub payload: u32,
}

// 12 bytes at alignment 4, see `Id128`.
#[derive(Clone, Copy, Debug)]
struct Slot {
    high: u32,
    low: u32,
    payload: u32,
}

impl Slot {
    fn new(found: Found) -> Self {
        let [a, b, c, d, e, f, g, h] = found.position.to_be_bytes();
        Self {
            high: u32::from_be_bytes([a, b, c, d]),
            low: u32::from_be_bytes([e, f, g, h]),
            payload: found.payload,
        }
    }

    fn found(self) -> Found {
        Found { position: (u64::from(self.high) << 32) | u64::from(self.low), payload: self.payload }
    }
}

/// The keys are already uniform under a secret, so the table takes their bits as they are.
#[derive(Clone, Copy, Debug, Default)]
struct Bits(u64);

impl Hasher for Bits {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 << 8) | u64::from(*byte);
        }
    }
    fn write_u32(&mut self, word: u32) {
        self.0 = (self.0 << 32) | u64::from(word);
    }
    fn write_usize(&mut self, _length_of_array: usize) {}
}

type Shard = HashMap<[u32; 4], Slot, BuildHasherDefault<Bits>>;

/// Ids to positions. In 256 parts, so that growing never copies more than one part while somebody waits.
#[derive(Clone, Debug)]
pub struct IdMap {
    shards: Vec<Shard>,
    len: usize,
}

impl Default for IdMap {
    fn default() -> Self {
        Self { shards: vec![Shard::default(); 256], len: 0 }
    }
}

impl IdMap {
    /// An empty map.
    pub fn new() -> Self {
        Self::default()
    }

    /// What the id stands for, if it was ever inserted.
    pub fn get(&self, id: &Id128) -> Option<Found> {
        self.shards.get(shard_of(id))?.get(&id.0).map(|slot| slot.found())
    }

    /// Enters an id; the first holder stays. Gives back the earlier one if there is one.
    pub fn insert(&mut self, id: Id128, found: Found) -> Option<Found> {
        match self.shards.get_mut(shard_of(&id))?.entry(id.0) {
            Entry::Occupied(earlier) => Some(earlier.get().found()),
            Entry::Vacant(free) => {
                free.insert(Slot::new(found));
                self.len = self.len.saturating_add(1);
                None
            }
        }
    }

    /// Number of ids.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// About how many bytes the tables take: slots that exist, filled or not, and one control byte each.
    pub fn allocated_bytes(&self) -> usize {
        const SLOT: usize = size_of::<([u32; 4], Slot)>() + 1;
        // The standard table fills to 7/8, and reports only what it would fill.
        let slots = self.shards.iter().map(|s| s.capacity().saturating_mul(8).div_ceil(7));
        slots.fold(0, |sum, n| sum.saturating_add(n.saturating_mul(SLOT)))
    }
}

fn shard_of(id: &Id128) -> usize {
    // The first word's top byte is not used by the table (it takes words three and four), so parts stay uniform.
    let [first, ..] = id.0;
    usize::from(first.to_be_bytes()[0])
}
