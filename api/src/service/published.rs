//! Parties, keys and withdrawn tokens as the published log has them: for whoever may not, or can't, ask the running service.

use ledger::directory::Directory;
use ledger::entry::Entry;
use ledger::reader::{LogReader, entries_from};
use ledger::verdict::Outcome;

/// Why the published log can't be read.
#[derive(Debug, thiserror::Error)]
pub enum PublishedError {
    /// Nothing is published.
    #[error("no entry is published yet: start the ledger once, or name the directory that holds its log")]
    Nothing,
    /// A file is absent, wrong or unreadable.
    #[error(transparent)]
    Log(#[from] ledger::reader::ReadError),
    /// An entry is none.
    #[error("entry {position} is not sound: {why}")]
    Unsound {
        /// Its position.
        position: u64,
        /// What is wrong.
        why: String,
    },
}

/// What the log says up to a published head.
#[derive(Debug, Default)]
pub struct Published {
    /// Parties, keys, mandates, withdrawn tokens.
    pub directory: Directory,
    /// Entries that were read.
    pub size: u64,
}

impl Published {
    /// Reads on to the head that is published now.
    ///
    /// # Errors
    /// [`PublishedError`]; what was read before stands.
    pub fn advance(&mut self, reader: &dyn LogReader) -> Result<(), PublishedError> {
        let note = reader.read("checkpoint")?.ok_or(PublishedError::Nothing)?;
        let size = String::from_utf8(note).ok().and_then(|note| note.lines().nth(1)?.parse::<u64>().ok());
        let size = size.filter(|size| *size > 0).ok_or(PublishedError::Nothing)?;
        for entry in entries_from(reader, self.size, size) {
            let entry = entry?;
            self.fold(entry.position, &entry.bytes)?;
            self.size = entry.position.saturating_add(1);
        }
        Ok(())
    }

    /// Folds in what took effect, as it was recorded: who is admitted is not judged again here.
    fn fold(&mut self, position: u64, bytes: &[u8]) -> Result<(), PublishedError> {
        let unsound = |why: String| PublishedError::Unsound { position, why };
        let entry = Entry::decode(bytes).map_err(|error| unsound(error.to_string()))?;
        if !matches!(entry.verdict.outcome, Outcome::Admitted | Outcome::Recorded) {
            return Ok(());
        }
        let statement = entry.statement().map_err(|error| unsound(error.to_string()))?;
        let body = &statement.event().body;
        if position == 0 {
            self.directory.apply_founding(body, bytes, entry.at);
        } else {
            self.directory.apply(body, position, entry.at);
        }
        Ok(())
    }
}
