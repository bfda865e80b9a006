//! The receipts folder: what was signed, and what the ledger answered.
//!
//! `DIR/<source>/<sha256 hex of id>.jws` is on the disk before its bytes leave the machine, so that a crash never makes
//! the client sign the same statement twice with different bytes. `.tlog-proof` and `.entry.json` beside it are the
//! receipt; the proof is written last, so a receipt is either whole or absent.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::line::{LineFault, sha256_hex};

/// Largest file of the folder that is read back: a signed statement is at most 32 KiB, a receipt a little more.
const FILE_BYTES_MAX: u64 = 1024 * 1024;

/// The folder.
#[derive(Debug)]
pub(super) struct Outbox {
    dir: PathBuf,
}

/// The place of one statement in the folder.
#[derive(Debug, Clone)]
pub(super) struct Slot {
    folder: PathBuf,
    stem: String,
}

impl Outbox {
    /// Opens the folder, creating it if it is absent.
    pub(super) fn open(dir: PathBuf) -> io::Result<Self> {
        fs::create_dir_all(&dir)?;
        Ok(Self { dir })
    }

    /// The folder's path.
    pub(super) fn dir(&self) -> &Path {
        &self.dir
    }

    /// The place of a statement. A source that is no plain name (a path, say) has none.
    pub(super) fn slot(&self, source: &str, id: &str) -> Result<Slot, LineFault> {
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"._:-".contains(&b);
        let named =
            source.starts_with("urn:aidledger:party:") && source.len() <= 128 && source.bytes().all(plain);
        if !named {
            return Err(LineFault::SourceForm(source.chars().take(128).collect()));
        }
        Ok(Slot { folder: self.dir.join(source), stem: sha256_hex(id.as_bytes()) })
    }

    /// The newest receipt's proof: that of the largest tree.
    ///
    /// A file that is no proof is an error, not a reason to look at an older one: the check would then prove less.
    pub(super) fn newest_proof(&self) -> io::Result<Option<String>> {
        let mut newest: Option<(u64, String)> = None;
        for folder in fs::read_dir(&self.dir)? {
            let folder = folder?;
            if !folder.file_type()?.is_dir() {
                continue;
            }
            for file in fs::read_dir(folder.path())? {
                let path = file?.path();
                if path.extension().is_none_or(|extension| extension != "tlog-proof") {
                    continue;
                }
                let Some(proof) = read_text(&path)? else { continue };
                let size = tree_size(&proof).ok_or_else(|| {
                    io::Error::new(io::ErrorKind::InvalidData, format!("{} is no tlog-proof", path.display()))
                })?;
                if newest.as_ref().is_none_or(|(known, _)| size > *known) {
                    newest = Some((size, proof));
                }
            }
        }
        Ok(newest.map(|(_, proof)| proof))
    }
}

/// The tree size in a proof: second line of the checkpoint, which follows the first blank line (C2SP tlog-proof).
fn tree_size(proof: &str) -> Option<u64> {
    let (_, checkpoint) = proof.split_once("\n\n")?;
    checkpoint.lines().nth(1)?.parse().ok()
}

impl Slot {
    fn file(&self, extension: &str) -> PathBuf {
        self.folder.join(format!("{}.{extension}", self.stem))
    }

    /// The statement as it was signed, if it was.
    pub(super) fn kept(&self) -> io::Result<Option<String>> {
        read_text(&self.file("jws"))
    }

    /// Keeps the signed statement; on return its bytes survive a loss of power.
    pub(super) fn keep(&self, jws: &str) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        write_durably(&self.folder, &self.file("jws"), jws.as_bytes())
    }

    /// Takes a statement that was not recorded out of the way, keeping it for whoever looks into it.
    pub(super) fn set_aside(&self) -> io::Result<()> {
        match fs::rename(self.file("jws"), self.file("jws.turned-away")) {
            // The same line twice in one batch: the first answer has moved it already.
            Err(err) if err.kind() == io::ErrorKind::NotFound => Ok(()),
            other => other,
        }
    }

    /// Whether the receipt is here.
    pub(super) fn has_receipt(&self) -> bool {
        let filled = |extension| fs::metadata(self.file(extension)).is_ok_and(|meta| meta.len() > 0);
        filled("tlog-proof") && filled("entry.json")
    }

    /// Keeps a receipt, byte for byte.
    pub(super) fn keep_receipt(&self, proof: &str, entry: &str) -> io::Result<()> {
        write_durably(&self.folder, &self.file("entry.json"), entry.as_bytes())?;
        write_durably(&self.folder, &self.file("tlog-proof"), proof.as_bytes())
    }
}

fn read_text(path: &Path) -> io::Result<Option<String>> {
    match fs::metadata(path) {
        Err(err) if err.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(err) => return Err(err),
        Ok(meta) if meta.len() > FILE_BYTES_MAX => {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                format!("{} is too large", path.display()),
            ));
        }
        Ok(_) => {}
    }
    let text = fs::read_to_string(path)?;
    // An empty file is what a crash between creation and writing leaves: the same as none.
    Ok(Some(text).filter(|text| !text.is_empty()))
}

/// A whole file under its name, or none: written aside, fsynced, renamed, and the folder fsynced.
fn write_durably(folder: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut aside = path.as_os_str().to_owned();
    aside.push(".new");
    let mut file = File::create(&aside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&aside, path)?;
    File::open(folder)?.sync_all()
}
