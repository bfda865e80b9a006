//! Puts bundles and tiles in their places, so that what has its name has its bytes, also after a power cut.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Pass;
use crate::file::{
    Durable, Fault, FileError, Files, Finding, SyncPoint, Taken, parent, scratch_name, write_scratch,
};

/// Bundles and tiles are written to a temporary name, synced, read back, renamed; the directories are synced at the
/// end of a batch.
#[derive(Debug)]
pub(crate) struct Placer {
    files: Arc<dyn Files>,
    pass: Pass,
    /// Directories whose own name this process has made durable. It does not trust an earlier process.
    proven: BTreeSet<String>,
    /// Directories with names to sync.
    changed: BTreeSet<String>,
}

impl Placer {
    pub fn new(files: Arc<dyn Files>, pass: Pass) -> Placer {
        Placer { files, pass, proven: BTreeSet::new(), changed: BTreeSet::new() }
    }

    pub fn set_pass(&mut self, pass: Pass) {
        self.pass = pass;
    }

    /// Makes `dir` and what is above it, durably. The top directories exist since creation.
    pub fn folder(&mut self, dir: &str) -> Result<(), FileError> {
        for (end, _) in dir.match_indices('/').chain([(dir.len(), "")]) {
            let path = dir.get(..end).unwrap_or(dir);
            if self.proven.contains(path) {
                continue;
            }
            self.files.create_dir(path)?;
            // If we die here, there is an empty directory or none. Synced once by each process even if it was
            // there, for the one that made it may have died before its sync.
            self.files.sync_dir(parent(path), SyncPoint::PublishFolder)?;
            self.proven.insert(path.to_owned());
        }
        Ok(())
    }

    /// Puts a file that will never change.
    pub fn full(&mut self, path: &str, bytes: &[u8]) -> Result<(), Fault> {
        let how = Durable {
            bytes: SyncPoint::CutBytes,
            name: SyncPoint::CutName,
            taken: match self.pass {
                Pass::Live => Taken::Refuse,
                Pass::Recovery => Taken::Replace,
            },
            private: false,
        };
        self.put(path, bytes, how)
    }

    /// Puts a partial file. Its bytes never change either, but one of the same name may be there from before.
    pub fn partial(&mut self, path: &str, bytes: &[u8]) -> Result<(), Fault> {
        let how = Durable {
            bytes: SyncPoint::PartialBytes,
            name: SyncPoint::PartialName,
            taken: Taken::Replace,
            private: false,
        };
        self.put(path, bytes, how)
    }

    fn put(&mut self, path: &str, bytes: &[u8], how: Durable) -> Result<(), Fault> {
        if self.pass == Pass::Recovery {
            // What an earlier process left may stand in the page cache only: compared, then written anew.
            let found = self.files.read(path)?;
            let differs = "not what the journal says this file must hold";
            if let Some(finding) = found.and_then(|found| Finding::difference(path, &found, bytes, differs)) {
                return Err(finding.into());
            }
        }
        self.folder(parent(path))?;
        write_scratch(self.files.as_ref(), path, bytes, how)?;
        self.files.rename(&scratch_name(path), path, how.taken)?;
        // If we die here, the name is there with all its bytes, or it is not there.
        self.changed.insert(parent(path).to_owned());
        Ok(())
    }

    /// Makes the names of everything put since the last call durable.
    pub fn settle(&mut self, at: SyncPoint) -> Result<(), FileError> {
        // What is not synced yet stays noted: a shortage comes before the sync, and the next call goes on there.
        while let Some(dir) = self.changed.first() {
            self.files.sync_dir(dir, at)?;
            self.changed.pop_first();
        }
        Ok(())
    }

    /// Removes the partial files of a full one that is durable. Unsynced: one that comes back does no harm.
    pub fn clear_partials(&mut self, full_path: &str) -> Result<(), FileError> {
        let dir = format!("{full_path}.p");
        if self.files.kind(&dir)?.is_none() {
            return Ok(());
        }
        for name in self.files.list(&dir)? {
            self.files.remove(&format!("{dir}/{name}"))?;
        }
        self.proven.remove(&dir);
        self.files.remove(&dir)
    }
}
