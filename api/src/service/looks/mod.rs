//! Who looked at which undertaking, in which role, and why: the one door to the record of it.
//!
//! # Contract
//! - Whatever shows an undertaking's figures calls [`Service::looked`] first and shows nothing where that fails: a look that
//!   can't be recorded does not take place.
//! - The record is a chain: each line carries the SHA-256 of the line before (`docs/spec/looks.md`). It lies in `looks/`, outside
//!   the log, because it must end: files older than the stated months are removed, and the record says so.
//! - A line is written before [`Service::looked`] returns and synced within a second: a killed process loses nothing, a power
//!   cut at most the lines of that second.
//! - An unfinished or unfitting end is never written over and never removed: the record goes on in a further file whose first
//!   line says where and what it is.
//! - Here is no name and no address of a person: roles, parties, token ids, identifiers of undertakings, stated purposes.
//!
//! **Invariant:** looks never changes a line that it has written.

mod index;
mod care;
mod keep;
mod line;
mod part;
mod purpose;
mod walk;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use ledger::file::{FileError, Files, Finding};
use ledger::ids::{PartyId, UndertakingId};
use ledger::verdict::hex;
use rules::state::State;
use serde_json::json;

use super::token::TokenRole;
use super::{Service, jws};

pub(super) use care::keep;
pub(super) use keep::Looks;
pub use keep::LooksFound;
pub use line::Recorded;
pub(crate) use part::FOLDER;
pub use purpose::{PURPOSE_CHARS_MAX, PURPOSE_CHARS_MIN, PURPOSE_PATTERN, Purpose, PurposeError};

/// JWS type of a signed head of the record.
const HEAD_TYP: &str = "aidledger-looks-head+jws";

/// In which role somebody looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LookRole {
    /// An undertaking at itself and its group.
    Applicant,
    /// A hosting entity.
    HostingEntity,
    /// An auditor; where the ledger is open on a loopback address, everybody.
    Auditor,
    /// The operator.
    Operator,
    /// Nobody in particular.
    Public,
}

impl LookRole {
    const ALL: [Self; 5] =
        [Self::Applicant, Self::HostingEntity, Self::Auditor, Self::Operator, Self::Public];

    /// The word in the record.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Applicant => "applicant",
            Self::HostingEntity => "hosting-entity",
            Self::Auditor => "auditor",
            Self::Operator => "operator",
            Self::Public => "public",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == word)
    }
}

impl From<TokenRole> for LookRole {
    fn from(role: TokenRole) -> Self {
        match role {
            TokenRole::Applicant => Self::Applicant,
            TokenRole::HostingEntity => Self::HostingEntity,
            TokenRole::Auditor => Self::Auditor,
            TokenRole::Operator => Self::Operator,
        }
    }
}

/// One look, to be recorded before it takes place. When is the service's to say.
#[derive(Debug, Clone)]
pub struct Look {
    /// In which role.
    pub role: LookRole,
    /// The party of the token.
    pub party: Option<PartyId>,
    /// The token's id: 1 to 64 of `[A-Za-z0-9._:/-]`.
    pub token_id: Option<String>,
    /// What is shown: ids as asked for, normalised, and what they resolve to ([`names_of`]).
    pub undertakings: Vec<UndertakingId>,
    /// Entries shown by position, where they are too many to name whom each concerns.
    pub entries: Option<Range<u64>>,
    /// The route or page, by its name.
    pub via: &'static str,
    /// What for, where that was said.
    pub purpose: Option<Purpose>,
}

/// The number of a line in the record, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LookNumber(pub u64);

/// Why a look was not recorded, and so must not take place; or why the record can't be read.
#[derive(Debug, thiserror::Error)]
pub enum LookError {
    /// The disk failed, or has no room; the next look tries again.
    #[error("the record of looks can't be written or read: {0}")]
    Disk(#[from] FileError),
    /// What was recorded is not durable yet.
    #[error("the look can't be recorded: the disk has synced nothing for half a minute")]
    Behind,
    /// Nothing is recorded any more until a restart.
    #[error("no look is recorded until the operator restarts: {0}")]
    Stopped(Arc<str>),
    /// The look itself can't be written.
    #[error("the look can't be recorded: {0}")]
    Bounds(&'static str),
}

impl LookError {
    /// Whether the system was only short of descriptors or memory: the same may be asked again.
    #[must_use]
    pub fn is_scarce(&self) -> bool {
        matches!(self, Self::Disk(error) if error.is_scarce())
    }
}

/// A stretch of the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LooksPage {
    /// The lines, oldest first.
    pub lines: Vec<Recorded>,
    /// Where the next page begins (`after`); `None` at the end. A page may be short or empty and still have a next one.
    pub next: Option<u64>,
}

/// What a check of a record without its ledger found.
#[derive(Debug)]
pub struct LooksChecked {
    /// Files of the record.
    pub files: usize,
    /// Lines read.
    pub lines: u64,
    /// Number and hash of the last line.
    pub head: Option<(u64, String)>,
    /// What is not as it must be.
    pub findings: Vec<Finding>,
    /// What is no fault, but good to know.
    pub notes: Vec<String>,
}

impl Service {
    /// Records a look. Only after `Ok` may what it names be shown.
    ///
    /// # Errors
    /// [`LookError`]: nothing may be shown; over HTTP this is a 503.
    pub fn looked(&self, look: &Look) -> Result<LookNumber, LookError> {
        if !line::is_word(look.via) || look.token_id.as_deref().is_some_and(|id| !line::is_word(id)) {
            return Err(LookError::Bounds("a route's name and a token's id have 1 to 64 plain characters"));
        }
        self.core.looks.append(line::Line::of_look(look), self.now()).map(LookNumber)
    }

    /// The record behind line `after`, at most `limit` (1,000) lines, oldest first. With `of`, the looks that showed any of these ids
    /// ([`Service::identified`]), each without the other undertakings that it showed.
    ///
    /// # Errors
    /// The disk failed.
    pub fn looks(
        &self,
        of: Option<&[UndertakingId]>,
        after: Option<u64>,
        limit: usize,
    ) -> Result<LooksPage, LookError> {
        self.core.looks.page(of, after, limit)
    }

    /// Every id that is identified with this one now, itself included: whose looks an undertaking may see as its own. Not
    /// those of its group.
    #[must_use]
    pub fn identified(&self, id: &UndertakingId) -> Vec<UndertakingId> {
        let undertakings = &self.view().state.undertakings;
        let same = undertakings.find(id).map(|handle| undertakings.same(handle)).unwrap_or_default();
        let mut ids: BTreeSet<UndertakingId> =
            same.into_iter().filter_map(|handle| undertakings.id(handle).cloned()).collect();
        ids.insert(id.clone());
        ids.into_iter().collect()
    }

    /// The last line's number and hash, signed with the log's `certificate` key (a compact JWS of type
    /// `aidledger-looks-head+jws`), together with the log's head. Whoever keeps it can show later that lines were changed or
    /// removed. `None` while nothing is recorded.
    #[must_use]
    pub fn looks_head(&self) -> Option<String> {
        let (n, sha256) = self.core.looks.head()?;
        let head = self.view().head.clone();
        let payload = json!({
            "ledger": self.ledger_id(),
            "at": self.now().to_string(),
            "n": n,
            "sha256": sha256,
            "head": {"size": head.size, "root": head.root.to_base64()},
        });
        Some(jws::sign_as(HEAD_TYP, payload.to_string().as_bytes(), self.certificate_key()))
    }

    /// Why no look is recorded any more, if so: then nothing that needs one is shown. Statements are taken as before.
    #[must_use]
    pub fn looks_stopped(&self) -> Option<Arc<str>> {
        self.core.looks.stopped()
    }
}

/// The ids for [`Look::undertakings`]: each as given, and the registered ids of the same undertaking.
pub fn names_of<'a>(state: &State, ids: impl IntoIterator<Item = &'a UndertakingId>) -> Vec<UndertakingId> {
    let mut names = BTreeSet::new();
    for id in ids {
        let same = state.undertakings.registered(id);
        names.extend(same.into_iter().filter_map(|handle| state.undertakings.id(handle).cloned()));
        names.insert(id.clone());
    }
    names.into_iter().collect()
}

/// Reads a whole record without its ledger; `each` sees every line. `held`: number and hash of a line seen before (a signed
/// head), which the record must still have.
///
/// # Errors
/// The disk failed.
pub fn check(
    files: &dyn Files,
    held: Option<(u64, &str)>,
    each: &mut dyn FnMut(Recorded),
) -> Result<LooksChecked, FileError> {
    let mut found = None;
    let walked = walk::walk(files, &mut |seen| {
        if held.is_some_and(|(number, _)| number == seen.line.n) {
            found = Some(hex(&seen.digest));
        }
        each(Recorded::new(seen.line.clone()));
    })?;
    let (mut findings, mut notes) = (walked.findings, walked.notes);
    if let Some((number, sha256)) = held
        && found.as_deref() != Some(sha256)
    {
        let gone = walked.pruned.is_some_and(|(last, _)| number <= last) && found.is_none();
        match (gone, &found) {
            (true, _) => {
                notes.push(format!("line {number}, seen before, was removed because its time was over"))
            }
            (false, Some(other)) => {
                let what =
                    format!("line {number} has the hash {other}, not the one that was seen: it was changed");
                findings.push(Finding {
                    file: FOLDER.into(),
                    offset: None,
                    kind: ledger::file::FindingKind::Wrong,
                    what,
                });
            }
            (false, None) => {
                findings.push(Finding::absent(FOLDER, format!("line {number}, seen before, is gone")))
            }
        }
    }
    let head = walked.tip.next.checked_sub(1).map(|last| (last, hex(&walked.tip.prev)));
    Ok(LooksChecked { files: walked.files.len(), lines: walked.lines, head, findings, notes })
}
