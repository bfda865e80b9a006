//! Reads a published log, wherever it is: the auditor's side of the port.
//!
//! Paths are those of C2SP tlog-tiles relative to the log: `checkpoint`, `vkey`, `tile/0/000`,
//! `tile/entries/000.p/17`, `pack/<sha256 hex>`. Nothing read here is believed: callers hash it. What cannot be used
//! is named by file and byte: [`FindingKind::Absent`](crate::file::FindingKind) where a file is missing, `Wrong`
//! where its bytes cannot be what they must be, `Unreadable` where the disk or the network failed.

use std::path::Path;
use std::sync::Arc;

pub use crate::file::Finding as ReadError;
use crate::file::{FileError, Files, RealFiles};
use crate::merkle::{Hash, tile};

/// Longest full bundle: 256 entries of the longest kind.
pub const MAX_BUNDLE_BYTES: usize = 256 * (2 + tile::ENTRY_BYTES_MAX);

/// Somewhere a published log can be read from.
pub trait LogReader: Send + Sync {
    /// The whole file, or `None` if there is none of that name.
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, ReadError>;

    /// Widths of the partial files beside a full path, if the place can be listed. A place that cannot be listed
    /// answers nothing; then only the exact partial and the full file are tried.
    fn partial_widths(&self, full_path: &str) -> Result<Vec<u16>, ReadError> {
        let _ = full_path;
        Ok(Vec::new())
    }
}

/// A log in a directory.
#[derive(Debug, Clone)]
pub struct DirReader {
    files: Arc<dyn Files>,
    base: String,
}

impl DirReader {
    /// The log in a directory of the real file system: the one that holds `checkpoint`.
    pub fn at(log: &Path) -> Result<DirReader, FileError> {
        Ok(DirReader { files: Arc::new(RealFiles::at(log)?), base: String::new() })
    }

    /// The log in the directory `base` of `files` (`""`: its root).
    pub fn below(files: Arc<dyn Files>, base: &str) -> DirReader {
        DirReader { files, base: base.to_owned() }
    }

    fn full(&self, path: &str) -> String {
        if self.base.is_empty() { path.to_owned() } else { format!("{}/{path}", self.base) }
    }
}

impl LogReader for DirReader {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, ReadError> {
        self.files.read(&self.full(path)).map_err(|error| ReadError::unreadable(path, error.to_string()))
    }

    fn partial_widths(&self, full_path: &str) -> Result<Vec<u16>, ReadError> {
        let dir = self.full(&format!("{full_path}.p"));
        match self.files.list(&dir) {
            Ok(names) => Ok(names.iter().filter_map(|name| name.parse().ok()).collect()),
            Err(error) if error.is_absent() => Ok(Vec::new()),
            Err(error) => Err(ReadError::unreadable(format!("{full_path}.p"), error.to_string())),
        }
    }
}

/// The entries of a bundle and the file they came from.
#[derive(Clone, Debug)]
pub struct Bundle {
    /// Path below the log.
    pub file: String,
    /// Each entry with its offset in the file, that of its two length bytes.
    pub entries: Vec<(u64, Vec<u8>)>,
}

/// The first `width` entries of bundle `index`: from the partial of that width, the full bundle, or the narrowest
/// wider partial. The whole file must be well-formed, also where it is wider.
pub fn read_bundle(reader: &dyn LogReader, index: u64, width: u16) -> Result<Bundle, ReadError> {
    let (file, bytes, found_width) = find(reader, width, |width| tile::entries_path(index, width))?;
    let entries = tile::decode_bundle(&bytes).map_err(|error| {
        ReadError::wrong(&file, u64::try_from(error.offset).unwrap_or(u64::MAX), error.fault.to_string())
    })?;
    if entries.len() != usize::from(found_width) {
        let what = format!("{} entries where there must be {found_width}", entries.len());
        return Err(ReadError::wrong(&file, u64::try_from(bytes.len()).unwrap_or(u64::MAX), what));
    }
    let mut offset = 0_u64;
    let placed = entries.into_iter().map(|entry| {
        let here = offset;
        offset = offset.saturating_add(2).saturating_add(u64::try_from(entry.len()).unwrap_or(u64::MAX));
        (here, entry.to_vec())
    });
    let entries = placed.take(usize::from(width)).collect();
    Ok(Bundle { file, entries })
}

/// The first `width` hashes of a tile and the file they came from; found as in [`read_bundle`].
pub fn read_tile(
    reader: &dyn LogReader,
    level: u8,
    index: u64,
    width: u16,
) -> Result<(String, Vec<Hash>), ReadError> {
    let (file, bytes, found_width) = find(reader, width, |width| tile::hash_path(level, index, width))?;
    let expected = usize::from(found_width).saturating_mul(32);
    let hashes = tile::decode_hashes(&bytes).filter(|_| bytes.len() == expected);
    let Some(hashes) = hashes else {
        let what = format!("{} bytes where there must be {expected}", bytes.len());
        let offset = bytes.len().min(expected);
        return Err(ReadError::wrong(&file, u64::try_from(offset).unwrap_or(u64::MAX), what));
    };
    Ok((file, hashes.into_iter().take(usize::from(width)).collect()))
}

/// The file of `width` or any wider one: its path, bytes and width.
fn find(
    reader: &dyn LogReader,
    width: u16,
    path: impl Fn(u16) -> String,
) -> Result<(String, Vec<u8>, u16), ReadError> {
    let full_path = path(tile::WIDTH);
    for candidate in [width, tile::WIDTH] {
        if let Some(bytes) = reader.read(&path(candidate))? {
            return Ok((path(candidate), bytes, candidate));
        }
    }
    let mut wider = reader.partial_widths(&full_path)?;
    wider.retain(|found| (width..tile::WIDTH).contains(found));
    wider.sort_unstable();
    for candidate in wider {
        if let Some(bytes) = reader.read(&path(candidate))? {
            return Ok((path(candidate), bytes, candidate));
        }
    }
    Err(ReadError::absent(path(width), "neither it nor a wider file of the same place is there"))
}

/// The entries of a log of `size` entries, in order. Ends after the first error.
pub fn entries(reader: &dyn LogReader, size: u64) -> Entries<'_> {
    entries_from(reader, 0, size)
}

/// The same from a position on; its bundle is read from its beginning.
pub fn entries_from(reader: &dyn LogReader, from: u64, size: u64) -> Entries<'_> {
    let begins = from - u64::from(tile::partial_width(from, 0));
    Entries { reader, size, from, next: begins, bundle: Vec::new().into_iter(), file: String::new() }
}

/// An entry and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadEntry {
    /// Its position in the log.
    pub position: u64,
    /// The bundle it stands in, below the log.
    pub file: String,
    /// Offset of its length in that file.
    pub offset: u64,
    /// Its exact bytes.
    pub bytes: Vec<u8>,
}

/// Iterator of [`entries`]. Holds one bundle at a time.
pub struct Entries<'a> {
    reader: &'a dyn LogReader,
    size: u64,
    /// Those before it are read past.
    from: u64,
    next: u64,
    bundle: std::vec::IntoIter<(u64, Vec<u8>)>,
    file: String,
}

impl Iterator for Entries<'_> {
    type Item = Result<ReadEntry, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.step()? {
                Ok(entry) if entry.position < self.from => {}
                other => return Some(other),
            }
        }
    }
}

impl Entries<'_> {
    fn step(&mut self) -> Option<Result<ReadEntry, ReadError>> {
        if self.next >= self.size {
            return None;
        }
        let position = self.next;
        let (index, inside) = (position >> tile::HEIGHT, tile::partial_width(position, 0));
        if inside == 0 {
            let full = index < tile::full_tiles(self.size, 0);
            let width = if full { tile::WIDTH } else { tile::partial_width(self.size, 0) };
            match read_bundle(self.reader, index, width) {
                Ok(bundle) => (self.file, self.bundle) = (bundle.file, bundle.entries.into_iter()),
                Err(error) => {
                    self.next = self.size;
                    return Some(Err(error));
                }
            }
        }
        self.next = position.saturating_add(1);
        // A bundle has exactly the width asked for, so that this always finds one.
        let (offset, bytes) = self.bundle.next()?;
        Some(Ok(ReadEntry { position, file: self.file.clone(), offset, bytes }))
    }
}
