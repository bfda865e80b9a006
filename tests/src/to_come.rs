//! The shipped packs with the parts of packs that are to come (`docs/law/packs-to-come`).

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use rules::audit::facts::FactPacks;

/// The folders there, by pack.
const TO_COME: [&str; 2] = ["ai-factories", "eu-gber"];

/// Every file of a folder by its path inside it.
fn read_folder(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>, String> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))? {
        let path = entry.map_err(|error| error.to_string())?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if path.is_dir() {
            let below = read_folder(&path)?.into_iter();
            files.extend(below.map(|(inner, bytes)| (format!("{name}/{inner}"), bytes)));
        } else {
            files.insert(name, fs::read(&path).map_err(|error| error.to_string())?);
        }
    }
    Ok(files)
}

/// All of them, adopted for every grant date.
///
/// # Errors
/// A folder that can not be read, or a pack with faults.
pub fn packs() -> Result<FactPacks, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/law/packs-to-come");
    let shipped = FactPacks::shipped().map_err(|errors| errors.to_string())?;
    TO_COME.into_iter().try_fold(shipped, |packs, pack| {
        packs.with(&read_folder(&folder.join(pack))?).map_err(|errors| format!("{pack}\n{errors}"))
    })
}
