//! The receipts folder: what was signed, and what the ledger answered.
//!
//! One folder, and in it names that a person finds: `2026-0001.award.granted.jws` is the statement about award 2026-0001.
//! A second statement of the same kind about the same thing takes 16 hex digits of its name's SHA-256 as well.
//!
//! `.jws` is on the disk before its bytes leave the machine, so that a crash never makes the client sign the same
//! statement twice with different bytes. `.tlog-proof` and `.entry.json` beside it are the receipt; the proof is written
//! last, so a receipt is either whole or absent.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::line::{LineFault, Name, sha256_hex};

/// Largest file of the folder that is read back: a signed statement is at most 32 KiB, a receipt a little more.
const FILE_BYTES_MAX: u64 = 1024 * 1024;

/// Longest part of a file's name that says what the statement is about; the whole name stays below 128 bytes.
const ABOUT_CHARS_MAX: usize = 64;

/// Names that no file may have on Windows, whatever follows the first dot.
const RESERVED: &[&str] = &[
    "aux", "con", "nul", "prn", "com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8",
    "com9", "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

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

    /// The place of a statement: the one where it was kept, else the plain name where that is free.
    pub(super) fn slot(&self, name: &Name) -> Result<Slot, LineFault> {
        let source = &name.source;
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"._:-".contains(&b);
        let named =
            source.starts_with("urn:aidledger:party:") && source.len() <= 128 && source.bytes().all(plain);
        if !named {
            return Err(LineFault::SourceForm(source.chars().take(128).collect()));
        }
        let at = |stem: String| Slot { folder: self.dir.clone(), stem };
        let readable = readable(name);
        let digest = sha256_hex(format!("{source}\n{}", name.id).as_bytes());
        let own = at(format!("{readable}.{digest:.16}"));
        let keep = |err: io::Error| LineFault::Keep(err.to_string());
        if own.kept().map_err(keep)?.is_some() {
            return Ok(own);
        }
        let plain = at(readable);
        match plain.kept().map_err(keep)? {
            Some(jws) if !name.is_of(&jws) => Ok(own),
            _ => Ok(plain),
        }
    }

    /// The newest receipt's proof: that of the largest tree.
    ///
    /// A file that is no proof is an error, not a reason to look at an older one: the check would then prove less.
    pub(super) fn newest_proof(&self) -> io::Result<Option<String>> {
        let mut newest: Option<(u64, String)> = None;
        for file in fs::read_dir(&self.dir)? {
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
        Ok(newest.map(|(_, proof)| proof))
    }
}

/// The tree size in a proof: second line of the checkpoint, which follows the first blank line (C2SP tlog-proof).
fn tree_size(proof: &str) -> Option<u64> {
    let (_, checkpoint) = proof.split_once("\n\n")?;
    checkpoint.lines().nth(1)?.parse().ok()
}

/// What a statement is about and its kind, in characters that every file system takes.
fn readable(name: &Name) -> String {
    let portable = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-') { c } else { '_' };
    let about = name.subject.as_deref().unwrap_or(&name.id);
    let mut about: String = about.chars().map(portable).take(ABOUT_CHARS_MAX).collect();
    let first = about.split('.').next().unwrap_or_default().to_ascii_lowercase();
    if first.is_empty() || RESERVED.contains(&first.as_str()) {
        about.insert(0, '_');
    }
    match name.event_type {
        Some(kind) => format!("{about}.{}", kind.name()),
        None => about,
    }
}

/// A receipt that is here.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) position: u64,
    /// The entry's verdict.
    pub(super) verdict: Value,
}

impl Slot {
    /// The files without their endings.
    pub(super) fn shown(&self) -> String {
        self.folder.join(&self.stem).display().to_string()
    }

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

    /// The receipt, where it is here whole.
    pub(super) fn receipt(&self) -> io::Result<Option<Kept>> {
        let (proof, entry) = (read_text(&self.file("tlog-proof"))?, read_text(&self.file("entry.json"))?);
        let Some((proof, entry)) = proof.zip(entry) else { return Ok(None) };
        // What can't be read is as good as absent: the same bytes are sent again, and the answer is the same.
        let position = proof.lines().find_map(|line| line.strip_prefix("index ")?.parse().ok());
        let entry: Option<Value> = serde_json::from_str(&entry).ok();
        let verdict = entry.and_then(|mut entry| entry.get_mut("verdict").map(Value::take));
        Ok(position.zip(verdict).map(|(position, verdict)| Kept { position, verdict }))
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
