//! What this auditor remembers: for each ledger the newest head it has verified, and which ledger each place showed.
//!
//! Files are replaced as a whole and synced before the command ends; each begins with the SHA-256 of the rest, so that
//! damage is noticed and never taken for the log's fault.

use std::path::{Path, PathBuf};

use ledger::file::{Durable, FileError, Files, RealFiles, write_durably};
use ledger::merkle::leaf_hash;
use ledger::verdict::hex;
use rules::audit::{Exit, Seen};

use crate::failure::Failure;

/// Which ledger each place showed.
const PLACES: &str = "places";
/// The head, in a directory named by the ledger id.
const HEAD: &str = "checkpoint";

/// The auditor's state directory.
pub struct State {
    files: RealFiles,
    root: PathBuf,
}

impl State {
    /// Where state is kept without `--state`.
    pub fn default_dir() -> Option<PathBuf> {
        let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let base = set("XDG_STATE_HOME").filter(|base| base.is_absolute());
        base.or_else(|| Some(set("HOME")?.join(".local/state"))).map(|base| base.join("aid-audit"))
    }

    /// Opens the directory, making what of its path is not there.
    pub fn open(root: &Path) -> Result<Self, FileError> {
        let mut missing: Vec<&Path> =
            root.ancestors().take_while(|dir| !dir.as_os_str().is_empty() && !dir.exists()).collect();
        while let Some(dir) = missing.pop() {
            RealFiles::create(dir)?;
        }
        Ok(Self { files: RealFiles::at(root)?, root: root.to_owned() })
    }

    /// The head of a ledger verified last.
    ///
    /// # Errors
    /// Exit 5 where the file is damaged, 1 where it cannot be read.
    pub fn head(&self, ledger: &str) -> Result<Option<Seen>, Failure> {
        let path = format!("{ledger}/{HEAD}");
        let Some(note) = self.read(&path)? else { return Ok(None) };
        let seen = Seen::from_note("the head that this auditor verified before", &note);
        seen.map(Some).map_err(|why| self.corrupt(&path, &why))
    }

    /// The ledger that a place showed before.
    ///
    /// # Errors
    /// As [`State::head`].
    pub fn shown_at(&self, place: &str) -> Result<Option<String>, Failure> {
        Ok(self.places()?.into_iter().find(|(_, known)| known == place).map(|(ledger, _)| ledger))
    }

    /// Remembers a verified head and where it was seen; durable when this returns.
    pub fn remember(&self, ledger: &str, place: &str, note: &str) -> Result<(), Failure> {
        let older = self.head(ledger)?.map_or(0, |seen| seen.size);
        let newer = Seen::from_note("", note).map_or(0, |seen| seen.size);
        if newer >= older {
            self.files.create_dir(ledger).map_err(Failure::from)?;
            self.files.sync_dir("", Durable::KEPT.name).map_err(Failure::from)?;
            self.write(&format!("{ledger}/{HEAD}"), note)?;
        }
        let mut places = self.places()?;
        if !places.iter().any(|(known, at)| known == ledger && at == place) {
            places.retain(|(_, at)| at != place);
            places.push((ledger.to_owned(), place.to_owned()));
            let text: String = places.iter().map(|(ledger, place)| format!("{ledger} {place}\n")).collect();
            self.write(PLACES, &text)?;
        }
        Ok(())
    }

    /// Keeps two notes that contradict each other: what the log showed now, beside what it showed before.
    pub fn keep_evidence(&self, ledger: &str, note: &str) -> Result<PathBuf, Failure> {
        self.files.create_dir(ledger).map_err(Failure::from)?;
        self.files.sync_dir("", Durable::KEPT.name).map_err(Failure::from)?;
        let path = format!("{ledger}/evidence-{}", leaf_hash(note.as_bytes()));
        self.write(&path, note)?;
        Ok(self.root.join(path))
    }

    fn places(&self) -> Result<Vec<(String, String)>, Failure> {
        let Some(text) = self.read(PLACES)? else { return Ok(Vec::new()) };
        let pair =
            |line: &str| line.split_once(' ').map(|(ledger, place)| (ledger.to_owned(), place.to_owned()));
        Ok(text.lines().filter_map(pair).collect())
    }

    fn write(&self, path: &str, text: &str) -> Result<(), Failure> {
        let whole = format!("{}\n{text}", digest(text));
        write_durably(&self.files, path, whole.as_bytes(), Durable::KEPT).map_err(Failure::from)
    }

    fn read(&self, path: &str) -> Result<Option<String>, Failure> {
        let Some(bytes) = self.files.read(path).map_err(Failure::from)? else { return Ok(None) };
        let text = String::from_utf8(bytes).map_err(|_| self.corrupt(path, "not UTF-8"))?;
        match text.split_once('\n') {
            Some((stated, rest)) if stated == digest(rest) => Ok(Some(rest.to_owned())),
            _ => Err(self.corrupt(path, "line 1 is not the digest of the rest")),
        }
    }

    fn corrupt(&self, path: &str, why: &str) -> Failure {
        let file = self.root.join(path);
        let message = format!(
            "the auditor's own state `{}` is damaged ({why}); nothing is said about the log. Restore the file, or remove it \
             knowing that a rollback since then would not be noticed",
            file.display()
        );
        Failure::with(Exit::StateCorrupt, message)
    }
}

impl From<FileError> for Failure {
    fn from(error: FileError) -> Self {
        Failure::run(format!("the auditor's state: {error}"))
    }
}

fn digest(text: &str) -> String {
    hex(&leaf_hash(text.as_bytes()).0)
}
