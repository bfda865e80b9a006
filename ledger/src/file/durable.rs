//! A small file, replaced or created in one step that survives a power cut.

use super::{FileError, Files, Open, SyncPoint, Taken, parent};

/// How [`write_durably`] treats the name and the mode, and which syncs it makes.
#[derive(Clone, Copy, Debug)]
pub struct Durable {
    /// The sync of the content.
    pub bytes: SyncPoint,
    /// The sync of the name.
    pub name: SyncPoint,
    /// What to do when the name is taken.
    pub taken: Taken,
    /// For a key: never through a left-over of the temporary name. (The mode is 0600 for every file.)
    pub private: bool,
}

impl Durable {
    /// For a small file that a room keeps up to date: replaced as a whole.
    pub const KEPT: Durable = Durable {
        bytes: SyncPoint::KeptBytes,
        name: SyncPoint::KeptName,
        taken: Taken::Replace,
        private: false,
    };
    /// For a key: never written over another key.
    pub const KEY: Durable = Durable { taken: Taken::Refuse, private: true, ..Durable::KEPT };
}

/// Writes `bytes` to `path` so that a reader, now or after a power cut, sees the old content or the new, never half.
/// The directory must exist and be durable itself.
pub fn write_durably(files: &dyn Files, path: &str, bytes: &[u8], how: Durable) -> Result<(), FileError> {
    write_scratch(files, path, bytes, how)?;
    files.rename(&scratch_name(path), path, how.taken)?;
    // If we die here, the name shows the old content or the new one, and the new one is whole.
    files.sync_dir(parent(path), how.name)
}

/// Steps one and two: the bytes under a temporary name, synced and read back.
pub(crate) fn write_scratch(
    files: &dyn Files,
    path: &str,
    bytes: &[u8],
    how: Durable,
) -> Result<(), FileError> {
    let scratch = scratch_name(path);
    let mut file = files.open(&scratch, if how.private { Open::PrivateScratch } else { Open::Scratch })?;
    // If we die here, there is at most a temporary file that nobody reads; the next write of this name empties it.
    file.write_at(0, bytes)?;
    file.sync_data(how.bytes)?;
    if file.read_at(0, bytes.len().saturating_add(1))? != bytes {
        let source = std::io::Error::other("the bytes read back are not the bytes written");
        return Err(FileError::new("verify", &scratch, source));
    }
    Ok(())
}

/// The temporary name beside `path`: same directory, so that one directory sync covers the rename.
pub(crate) fn scratch_name(path: &str) -> String {
    format!("{path}.tmp")
}

/// Whether a name is a left-over of a write that never finished.
pub(crate) fn is_scratch(name: &str) -> bool {
    name.ends_with(".tmp")
}
