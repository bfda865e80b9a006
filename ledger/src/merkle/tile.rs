//! Tiles and entry bundles: the log as static files (C2SP tlog-tiles). Names, widths and bytes; no file access.
//!
//! A hash tile at level `L`, index `N` holds up to 256 hashes, each the root of `256^L` leaves. An entry
//! bundle holds the same 256 entries that a level-0 tile hashes, each after its length in two bytes. A full
//! file never changes; a partial one (`.p/W`) belongs to one size of the tree.

use super::decimal::decimal;
use super::hash::Hash;

/// Hashes in a full tile, and entries in a full bundle.
pub const WIDTH: u16 = 256;
/// Tree levels in one tile: `2^8 = 256`.
pub const HEIGHT: u32 = 8;
/// Highest tile level a path may name (C2SP tlog-tiles). A 64-bit tree fills eight.
pub const MAX_LEVEL: u8 = 63;
/// Bytes in a full hash tile.
pub const FULL_TILE_BYTES: usize = 8192;
/// The longest entry a bundle can carry: its length is two bytes.
pub const ENTRY_BYTES_MAX: usize = 65_535;

/// What a path below the log's prefix names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TilePath {
    /// Hash tile `tile/<level>/<index>`.
    Hashes {
        /// Tile level, 0 to 63.
        level: u8,
        /// Number of the tile from the left.
        index: u64,
        /// Hashes in it: 256, or fewer for a partial tile.
        width: u16,
    },
    /// Entry bundle `tile/entries/<index>`.
    Entries {
        /// Number of the bundle from the left.
        index: u64,
        /// Entries in it: 256, or fewer for a partial bundle.
        width: u16,
    },
}

/// Why a text is not the path of a tile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PathError {
    /// Neither `tile/<level>/` nor `tile/entries/` at the start.
    #[error("no tile path: it starts with tile/<level>/ or tile/entries/")]
    Kind,
    /// The level is not a canonical decimal of 0 to 63.
    #[error("tile level is not a number of 0 to 63 without leading zeros")]
    Level,
    /// The index is not in canonical groups of three digits, or above 64 bits.
    #[error("tile index is not in groups of three digits, all but the last after x")]
    Index,
    /// The width is not a canonical decimal of 1 to 255.
    #[error("partial width is not a number of 1 to 255 without leading zeros")]
    Width,
}

/// Path of a hash tile: `tile/0/x001/x234/067` for index 1234067, with `.p/<width>` below 256.
pub fn hash_path(level: u8, index: u64, width: u16) -> String {
    format!("tile/{level}/{}", index_path(index, width))
}

/// Path of an entry bundle: `tile/entries/005`, with `.p/<width>` below 256.
pub fn entries_path(index: u64, width: u16) -> String {
    format!("tile/entries/{}", index_path(index, width))
}

/// Three digits a group, last group last, all but it marked with `x`.
fn index_path(index: u64, width: u16) -> String {
    let mut path = format!("{:03}", index % 1000);
    let mut rest = index / 1000;
    while rest > 0 {
        path.insert_str(0, &format!("x{:03}/", rest % 1000));
        rest /= 1000;
    }
    if width < WIDTH { format!("{path}.p/{width}") } else { path }
}

/// Reads [`hash_path`] or [`entries_path`] back; one spelling for each tile, all others refused.
///
/// # Errors
/// Which part is not canonical.
pub fn parse_path(path: &str) -> Result<TilePath, PathError> {
    let rest = path.strip_prefix("tile/").ok_or(PathError::Kind)?;
    let (kind, rest) = rest.split_once('/').ok_or(PathError::Kind)?;
    let (groups, width) = match rest.split_once(".p/") {
        None => (rest, WIDTH),
        Some((groups, width)) => {
            let width = decimal(width).and_then(|width| u16::try_from(width).ok());
            (groups, width.filter(|width| (1..WIDTH).contains(width)).ok_or(PathError::Width)?)
        }
    };
    let index = parse_index(groups).ok_or(PathError::Index)?;
    if kind == "entries" {
        return Ok(TilePath::Entries { index, width });
    }
    let level = decimal(kind).and_then(|level| u8::try_from(level).ok());
    let level = level.filter(|level| *level <= MAX_LEVEL).ok_or(PathError::Level)?;
    Ok(TilePath::Hashes { level, index, width })
}

fn parse_index(groups: &str) -> Option<u64> {
    let mut index = 0_u64;
    let count = groups.split('/').count();
    for (at, group) in groups.split('/').enumerate() {
        let digits = if at + 1 == count { group } else { group.strip_prefix('x')? };
        if digits.len() != 3 || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
            return None;
        }
        let group: u64 = digits.parse().ok()?;
        if at == 0 && group == 0 && count > 1 {
            return None;
        }
        index = index.checked_mul(1000)?.checked_add(group)?;
    }
    Some(index)
}

/// Width of the partial tile at `level` that a tree of `size` leaves ends in: `floor(size / 256^level) mod
/// 256`. 0 means there is none, and none must be written or served.
pub fn partial_width(size: u64, level: u8) -> u16 {
    let hashes = size.checked_shr(HEIGHT * u32::from(level)).unwrap_or(0);
    u16::try_from(hashes % u64::from(WIDTH)).unwrap_or(0)
}

/// Number of full tiles at `level` in a tree of `size` leaves; also of full bundles, for level 0.
pub fn full_tiles(size: u64, level: u8) -> u64 {
    size.checked_shr(HEIGHT * (u32::from(level) + 1)).unwrap_or(0)
}

/// The bytes of a hash tile: its hashes, nothing between them.
pub fn encode_hashes(hashes: &[Hash]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| hash.0).collect()
}

/// The hashes of a tile; nothing if the bytes are not 1 to 256 whole hashes.
pub fn decode_hashes(bytes: &[u8]) -> Option<Vec<Hash>> {
    let (hashes, rest) = bytes.as_chunks::<32>();
    let whole = rest.is_empty() && !hashes.is_empty() && bytes.len() <= FULL_TILE_BYTES;
    whole.then(|| hashes.iter().copied().map(Hash).collect())
}

/// Why bytes are no entry bundle, or entries cannot become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("entry bundle at byte {offset}: {fault}")]
pub struct BundleError {
    /// Byte of the bundle at which the fault starts: the entry's two length bytes.
    pub offset: usize,
    /// What is wrong there.
    pub fault: BundleFault,
}

/// What is wrong with an entry bundle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BundleFault {
    /// The bytes end inside an entry or its length.
    #[error("the bytes end inside an entry")]
    CutShort,
    /// The entry is longer than two bytes can say (65,535).
    #[error("an entry of {length} bytes is longer than {ENTRY_BYTES_MAX}")]
    EntryTooLong {
        /// Its length in bytes.
        length: usize,
    },
    /// More than 256 entries.
    #[error("more than 256 entries")]
    TooMany,
}

/// The bytes of an entry bundle: each entry after its length as a big-endian `u16`.
///
/// # Errors
/// An entry above 65,535 bytes, or more than 256 entries.
pub fn encode_bundle<T: AsRef<[u8]>>(entries: impl IntoIterator<Item = T>) -> Result<Vec<u8>, BundleError> {
    let mut bundle = Vec::new();
    for (at, entry) in entries.into_iter().enumerate() {
        let (entry, offset) = (entry.as_ref(), bundle.len());
        if at >= usize::from(WIDTH) {
            return Err(BundleError { offset, fault: BundleFault::TooMany });
        }
        let length = u16::try_from(entry.len())
            .map_err(|_| BundleError { offset, fault: BundleFault::EntryTooLong { length: entry.len() } })?;
        bundle.extend_from_slice(&length.to_be_bytes());
        bundle.extend_from_slice(entry);
    }
    Ok(bundle)
}

/// The entries of a bundle, in order. The caller compares their number with the width it asked for: a cut
/// between two entries leaves a well-formed bundle.
///
/// # Errors
/// Where the bytes stop being a bundle.
pub fn decode_bundle(bytes: &[u8]) -> Result<Vec<&[u8]>, BundleError> {
    let mut entries = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let offset = bytes.len() - rest.len();
        let cut_short = BundleError { offset, fault: BundleFault::CutShort };
        if entries.len() == usize::from(WIDTH) {
            return Err(BundleError { offset, fault: BundleFault::TooMany });
        }
        let (length, after) = rest.split_first_chunk::<2>().ok_or(cut_short)?;
        let length = usize::from(u16::from_be_bytes(*length));
        let (entry, after) = after.split_at_checked(length).ok_or(cut_short)?;
        entries.push(entry);
        rest = after;
    }
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn paths_are_those_of_the_specification() {
        let examples = [
            (hash_path(0, 1_234_067, 256), "tile/0/x001/x234/067"),
            (hash_path(3, 5, 17), "tile/3/005.p/17"),
            (hash_path(63, 0, 256), "tile/63/000"),
            (entries_path(5, 256), "tile/entries/005"),
            (entries_path(999, 1), "tile/entries/999.p/1"),
            (entries_path(1000, 255), "tile/entries/x001/000.p/255"),
            (entries_path(u64::MAX, 256), "tile/entries/x018/x446/x744/x073/x709/x551/615"),
        ];
        for (made, expected) in examples {
            assert_eq!(made, expected);
        }
    }

    #[test]
    fn other_spellings_of_a_path_are_refused() {
        let cases = [
            ("", PathError::Kind),
            ("/tile/0/000", PathError::Kind),
            ("tiles/0/000", PathError::Kind),
            ("tile/0", PathError::Kind),
            ("tile/00/000", PathError::Level),
            ("tile/64/000", PathError::Level),
            ("tile/+1/000", PathError::Level),
            ("tile/data/000", PathError::Level),
            ("tile/0/", PathError::Index),
            ("tile/0/5", PathError::Index),
            ("tile/0/0005", PathError::Index),
            ("tile/0/x005", PathError::Index),
            ("tile/0/x000/005", PathError::Index),
            ("tile/0/001/005", PathError::Index),
            ("tile/0/x001//005", PathError::Index),
            ("tile/0/+05", PathError::Index),
            ("tile/0/٠٠٥", PathError::Index),
            ("tile/0/x018/x446/x744/x073/x709/x551/616", PathError::Index),
            ("tile/0/005.p", PathError::Index),
            ("tile/0/005.p/", PathError::Width),
            ("tile/0/005.p/0", PathError::Width),
            ("tile/0/005.p/01", PathError::Width),
            ("tile/0/005.p/256", PathError::Width),
            ("tile/0/005.p/1.p/1", PathError::Width),
            ("tile/entries/../../checkpoint", PathError::Index),
        ];
        for (path, expected) in cases {
            assert_eq!(parse_path(path), Err(expected), "{path}");
        }
    }

    #[test]
    fn widths_are_those_of_the_specification() {
        let of = |size, level| (full_tiles(size, level), partial_width(size, level));
        assert_eq!([of(70_000, 0), of(70_000, 1), of(70_000, 2)], [(273, 112), (1, 17), (0, 1)]);
        assert_eq!([of(70_000, 3), of(70_000, 8), of(u64::MAX, 63)], [(0, 0); 3]);
        assert_eq!([of(256, 0), of(256, 1), of(256, 2)], [(1, 0), (0, 1), (0, 0)]);
        assert_eq!(of(0, 0), (0, 0));
        assert_eq!(of(u64::MAX, 7), (0, 255));
    }

    #[test]
    fn bundle_faults_name_their_byte() {
        let bundle = encode_bundle(["ab", "", "c"]).unwrap();
        assert_eq!(bundle, b"\x00\x02ab\x00\x00\x00\x01c");
        assert_eq!(decode_bundle(&bundle), Ok(vec![b"ab".as_slice(), b"", b"c"]));
        let fault = |bytes: &[u8]| decode_bundle(bytes).map(|e| e.len()).map_err(|e| (e.offset, e.fault));
        assert_eq!(fault(&bundle[..8]), Err((6, BundleFault::CutShort)));
        assert_eq!(fault(&bundle[..5]), Err((4, BundleFault::CutShort)));
        assert_eq!(fault(&bundle[..3]), Err((0, BundleFault::CutShort)));
        assert_eq!(fault(&[0; 514]), Err((512, BundleFault::TooMany)));
        assert_eq!(decode_bundle(&[]), Ok(vec![]));
    }

    #[test]
    fn entry_length_stops_at_two_bytes() {
        let longest = vec![7; ENTRY_BYTES_MAX];
        let bundle = encode_bundle([&longest]).unwrap();
        assert_eq!(decode_bundle(&bundle), Ok(vec![longest.as_slice()]));
        let too_long = encode_bundle([vec![], vec![7; ENTRY_BYTES_MAX + 1]]).unwrap_err();
        assert_eq!(
            too_long.to_string(),
            "entry bundle at byte 2: an entry of 65536 bytes is longer than 65535"
        );
        let too_many = encode_bundle(vec![[0_u8; 0]; 257]).unwrap_err();
        assert_eq!((too_many.offset, too_many.fault), (512, BundleFault::TooMany));
    }

    #[test]
    fn a_tile_is_whole_hashes() {
        let hashes = vec![super::super::leaf_hash(b"x"); 256];
        assert_eq!(encode_hashes(&hashes).len(), FULL_TILE_BYTES);
        assert_eq!(decode_hashes(&encode_hashes(&hashes)), Some(hashes));
        for wrong in [0, 31, 33, FULL_TILE_BYTES + 32] {
            assert_eq!(decode_hashes(&vec![0; wrong]), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn a_path_reads_back(level in 0..=MAX_LEVEL, index: u64, width in 1..=WIDTH) {
            let hashes = parse_path(&hash_path(level, index, width));
            prop_assert_eq!(hashes, Ok(TilePath::Hashes { level, index, width }));
            let entries = parse_path(&entries_path(index, width));
            prop_assert_eq!(entries, Ok(TilePath::Entries { index, width }));
        }

        #[test]
        fn any_text_is_refused_or_is_the_path_it_reads_as(path in "(tile/)?[0-9x/.pentris]{0,24}|.*") {
            match parse_path(&path) {
                Ok(TilePath::Hashes { level, index, width }) => prop_assert_eq!(hash_path(level, index, width), path),
                Ok(TilePath::Entries { index, width }) => prop_assert_eq!(entries_path(index, width), path),
                Err(_) => {}
            }
        }

        #[test]
        fn any_bytes_are_refused_or_are_the_bundle_they_read_as(bytes in proptest::collection::vec(0..4_u8, 0..600)) {
            match decode_bundle(&bytes) {
                Ok(entries) => prop_assert_eq!(encode_bundle(entries).unwrap(), bytes),
                Err(error) => prop_assert!(error.offset <= bytes.len()),
            }
        }
    }
}
