//! Packs from folders that the user names.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rules::pack::Pack;

use crate::failure::Failure;
use crate::output::read_file;

/// Largest file of a pack; the loader has its own, smaller bounds.
const PACK_FILE_MAX: u64 = 16 << 20;
/// Deepest folder inside a pack.
const DEPTH_MAX: u8 = 4;

/// The folders of packs at a place: itself, or those in it.
pub(super) fn folders(dir: &Path) -> Result<Vec<PathBuf>, Failure> {
    if dir.join("pack.toml").is_file() {
        return Ok(vec![dir.to_owned()]);
    }
    let mut folders = Vec::new();
    for found in std::fs::read_dir(dir).map_err(|error| Failure::file(dir, error))? {
        let found = found.map_err(|error| Failure::file(dir, error))?.path();
        if found.join("pack.toml").is_file() {
            folders.push(found);
        }
    }
    folders.sort();
    if folders.is_empty() {
        return Err(Failure::file(dir, "no folder with a pack.toml in it"));
    }
    Ok(folders)
}

/// The files of a pack's folder by path inside it.
pub(super) fn files(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
    let mut files = BTreeMap::new();
    read_folder(folder, "", 0, &mut files)?;
    Ok(files)
}

/// The canonical bytes of a pack's folder, which has to load.
pub(super) fn canonical(folder: &Path) -> Result<Vec<u8>, Failure> {
    let files = files(folder)?;
    Pack::from_files(&files).map_err(|error| Failure::file(folder, error))?;
    Ok(Pack::canonical(&files))
}

fn read_folder(
    dir: &Path,
    below: &str,
    depth: u8,
    files: &mut BTreeMap<String, Vec<u8>>,
) -> Result<(), Failure> {
    if depth > DEPTH_MAX {
        return Err(Failure::file(dir, "too deep for a pack"));
    }
    for found in std::fs::read_dir(dir).map_err(|error| Failure::file(dir, error))? {
        let path = found.map_err(|error| Failure::file(dir, error))?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
            return Err(Failure::file(&path, "not a name in UTF-8"));
        };
        let inner = if below.is_empty() { name.to_owned() } else { format!("{below}/{name}") };
        if path.is_dir() {
            read_folder(&path, &inner, depth.saturating_add(1), files)?;
        } else {
            files.insert(inner, read_file(&path, PACK_FILE_MAX)?);
        }
    }
    Ok(())
}
