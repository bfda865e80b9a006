//! Cases: a seed with a few edits, or bytes out of nothing. Shrinks towards the seed as it is.

#![allow(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a case is made by cutting, in bounds that are taken from it"
)]

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

/// Longest case that is made, bytes: above the bound of a JWS and of an entry, so that both are met.
const CASE_BYTES_MAX: usize = 80_000;

/// The bytes of a case; printed as text where they are text.
#[derive(Clone)]
pub struct Case {
    /// What the target is given.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Case {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "b\"{}\"", self.bytes.escape_ascii())
    }
}

#[derive(Debug, Clone)]
enum Edit {
    /// One byte becomes another.
    Replace(Index, u8),
    /// One bit of a byte turns over.
    Flip(Index, u8),
    /// A word of the format, or another text, is put in.
    Insert(Index, Vec<u8>),
    /// A run of bytes goes.
    Remove(Index, usize),
    /// A run of bytes stands twice, or many times.
    Repeat(Index, usize, usize),
    /// From here on the rest of another seed.
    Splice(Index, Index, Index),
    /// The end goes.
    Cut(Index),
}

fn edits(words: &'static [&'static str]) -> impl Strategy<Value = Edit> {
    let at = any::<Index>;
    let word = prop_oneof![
        4 => prop::sample::select(words.to_vec()).prop_map(|word| word.as_bytes().to_vec()),
        1 => "\\PC{1,6}".prop_map(String::into_bytes),
        1 => vec(any::<u8>(), 1..4),
    ];
    prop_oneof![
        4 => (at(), any::<u8>()).prop_map(|(at, byte)| Edit::Replace(at, byte)),
        3 => (at(), 0..8_u8).prop_map(|(at, bit)| Edit::Flip(at, bit)),
        4 => (at(), word).prop_map(|(at, word)| Edit::Insert(at, word)),
        3 => (at(), 1..40_usize).prop_map(|(at, length)| Edit::Remove(at, length)),
        2 => (at(), 1..60_usize, prop_oneof![9 => 1..4_usize, 1 => 1..2_000_usize])
            .prop_map(|(at, length, times)| Edit::Repeat(at, length, times)),
        2 => (at(), at(), at()).prop_map(|(at, seed, from)| Edit::Splice(at, seed, from)),
        1 => at().prop_map(Edit::Cut),
    ]
}

fn apply(bytes: &mut Vec<u8>, edit: &Edit, seeds: &[Vec<u8>]) {
    let place = |at: &Index| at.index(bytes.len().max(1)).min(bytes.len());
    match edit {
        Edit::Replace(at, byte) => {
            let at = place(at);
            bytes.iter_mut().skip(at).take(1).for_each(|old| *old = *byte);
        }
        Edit::Flip(at, bit) => {
            let at = place(at);
            bytes.iter_mut().skip(at).take(1).for_each(|old| *old ^= 1 << bit);
        }
        Edit::Insert(at, word) => {
            let at = place(at);
            bytes.splice(at..at, word.iter().copied());
        }
        Edit::Remove(at, length) => {
            let at = place(at);
            bytes.drain(at..(at + length).min(bytes.len()));
        }
        Edit::Repeat(at, length, times) => {
            let at = place(at);
            let run = bytes[at..(at + length).min(bytes.len())].repeat(*times);
            bytes.splice(at..at, run);
        }
        Edit::Splice(at, seed, from) => {
            let other = &seeds[seed.index(seeds.len())];
            let from = from.index(other.len().max(1)).min(other.len());
            let at = place(at);
            bytes.truncate(at);
            bytes.extend_from_slice(&other[from..]);
        }
        Edit::Cut(at) => {
            let at = place(at);
            bytes.truncate(at);
        }
    }
    bytes.truncate(CASE_BYTES_MAX);
}

/// Mostly seeds with one to five edits, sometimes bytes of any kind.
pub fn cases(seeds: Vec<Vec<u8>>, words: &'static [&'static str]) -> impl Strategy<Value = Case> {
    let edited = (any::<Index>(), vec(edits(words), 1..6)).prop_map(move |(seed, edits)| {
        let mut bytes = seeds[seed.index(seeds.len())].clone();
        edits.iter().for_each(|edit| apply(&mut bytes, edit, &seeds));
        Case { bytes }
    });
    let of_words = vec(prop::sample::select(words.to_vec()), 0..30)
        .prop_map(|words| Case { bytes: words.concat().into_bytes() });
    let raw = vec(any::<u8>(), 0..120).prop_map(|bytes| Case { bytes });
    prop_oneof![16 => edited, 2 => of_words, 1 => raw]
}
