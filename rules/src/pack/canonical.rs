//! The one byte form of a pack, and its digest: what `pack.adopted` signs.
//!
//! The files `pack.toml`, `params/*.toml`, `rules/*.toml` and `lists/*.csv`, sorted by the bytes of their paths, each
//! as path, LF, length in decimal, LF, bytes; nothing before, between or after. Cases and notes are not law and stay
//! out. The length counts the bytes, so no content can imitate a boundary.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::fault::{PackErrors, PackFaultKind, PackFaults};

/// Bytes a canonical pack may have. The largest shipped one has some thousands.
pub const MAX_BYTES: usize = 1_048_576;
/// Files a canonical pack may have.
pub const MAX_FILES: usize = 256;

/// Whether a file is law, by its path: part of the canonical bytes.
pub(super) fn is_law(path: &str) -> bool {
    path == "pack.toml"
        || in_folder(path, "params/", ".toml")
        || in_folder(path, "rules/", ".toml")
        || in_folder(path, "lists/", ".csv")
}

/// Whether a file belongs in a pack's folder without being law.
pub(super) fn is_companion(path: &str) -> bool {
    path == "CHANGELOG.md" || path == "README.md" || in_folder(path, "cases/", ".toml")
}

fn in_folder(path: &str, folder: &str, ending: &str) -> bool {
    let stem = path.strip_prefix(folder).and_then(|name| name.strip_suffix(ending));
    stem.is_some_and(|s| !s.is_empty() && s.len() <= 64 && s.bytes().all(is_name_byte))
}

fn is_name_byte(b: u8) -> bool {
    b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'
}

/// The canonical bytes of a pack's files; files that are not law are left out.
pub fn encode(files: &BTreeMap<String, Vec<u8>>) -> Vec<u8> {
    let mut out = Vec::new();
    // A BTreeMap of strings runs in the order of their bytes.
    for (path, bytes) in files.iter().filter(|(path, _)| is_law(path)) {
        out.extend_from_slice(format!("{path}\n{}\n", bytes.len()).as_bytes());
        out.extend_from_slice(bytes);
    }
    out
}

/// The files inside canonical bytes; exactly one encoding of each pack is accepted.
pub fn decode(bytes: &[u8]) -> Result<BTreeMap<String, Vec<u8>>, PackErrors> {
    let faults = PackFaults::default();
    let files = match split(bytes) {
        Ok(files) => Some(files),
        Err(why) => {
            faults.add(
                "(canonical pack)",
                0,
                PackFaultKind::NotCanonical(why),
                "take the bytes that were adopted, unchanged",
            );
            None
        }
    };
    faults.settle(files)
}

fn split(bytes: &[u8]) -> Result<BTreeMap<String, Vec<u8>>, &'static str> {
    if bytes.len() > MAX_BYTES {
        return Err("too many bytes");
    }
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        if files.len() >= MAX_FILES {
            return Err("too many files");
        }
        let (path, after) = line(rest).ok_or("a path is cut short or is no text")?;
        let (length, after) = line(after).ok_or("a length is cut short or is no text")?;
        if !is_law(path) {
            return Err("a path is not one of pack.toml, params/, rules/, lists/");
        }
        if files.last_key_value().is_some_and(|(last, _)| last.as_str() >= path) {
            return Err("paths are not in ascending order");
        }
        let count: usize = length.parse().map_err(|_| "a length is no number")?;
        if count.to_string() != length {
            return Err("a length is not written plainly");
        }
        let (content, after) = after.split_at_checked(count).ok_or("a file is cut short")?;
        files.insert(path.to_owned(), content.to_vec());
        rest = after;
    }
    Ok(files)
}

/// The text before the first LF, and what follows it.
fn line(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let end = bytes.iter().position(|b| *b == b'\n')?;
    let (head, tail) = bytes.split_at_checked(end)?;
    Some((std::str::from_utf8(head).ok()?, tail.get(1..)?))
}

/// The text of a file: UTF-8 with LF line ends and no mark before it, so that equal texts are equal bytes.
pub(super) fn plain_text(bytes: &[u8]) -> Result<&str, &'static str> {
    let text = std::str::from_utf8(bytes).map_err(|_| "not UTF-8")?;
    if text.contains('\r') {
        return Err("carriage returns");
    }
    if text.starts_with('\u{feff}') {
        return Err("a byte order mark");
    }
    Ok(text)
}

/// SHA-256, as everywhere in the ledger.
pub(super) fn digest(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// Lower-case hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(list: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
        list.iter().map(|(p, b)| ((*p).to_owned(), b.as_bytes().to_vec())).collect()
    }

    #[test]
    fn the_encoding_is_paths_lengths_and_bytes_in_order() {
        let all = files(&[
            ("rules/b.toml", "r\n"),
            ("pack.toml", "p"),
            ("cases/c.toml", "c"),
            ("params/a.toml", ""),
            ("lists/n.csv", "x,y\n"),
        ]);
        let bytes = encode(&all);
        assert_eq!(bytes, b"lists/n.csv\n4\nx,y\npack.toml\n1\npparams/a.toml\n0\nrules/b.toml\n2\nr\n");
        let back = decode(&bytes).unwrap();
        assert_eq!(back.len(), 4);
        assert_eq!(encode(&back), bytes);
    }

    #[test]
    fn only_one_encoding_is_accepted() {
        let bad: [&[u8]; 9] = [
            b"pack.toml\n1\n",
            b"pack.toml\n01\np",
            b"pack.toml\n+1\np",
            b"pack.toml\n1\npp",
            b"pack.toml\n1\nppack.toml\n1\np",
            b"pack.toml\n1\nplists/n.csv\n1\nx",
            b"cases/a.toml\n1\np",
            b"../pack.toml\n1\np",
            b"params/a/b.toml\n1\np",
        ];
        for bytes in bad {
            assert!(decode(bytes).is_err(), "{}", String::from_utf8_lossy(bytes));
        }
        assert!(decode(&vec![b'x'; MAX_BYTES + 1]).is_err());
    }

    #[test]
    fn every_truncation_of_a_pack_is_refused_or_shorter() {
        let bytes = encode(&files(&[("pack.toml", "abc"), ("params/a.toml", "de\n")]));
        for end in 1..bytes.len() {
            if let Ok(short) = decode(&bytes[..end]) {
                assert_eq!(encode(&short), &bytes[..end]);
            }
        }
    }
}
