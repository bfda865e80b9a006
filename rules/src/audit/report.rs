//! What an audit found, and the exit code that follows from it.

use std::collections::BTreeMap;
use std::fmt;

use ledger::event::field::choice;
use ledger::file::{Finding as FileFinding, FindingKind};
use serde::Serialize;

use crate::words::{Language, Message, Told, say};

/// The path of the published head below a log.
pub(super) const CHECKPOINT: &str = "checkpoint";
/// Most findings kept; a log with more faults is read no better by listing them all.
pub(super) const FINDINGS_MAX: usize = 256;
/// Most notes of each list that the JSON carries.
const NOTES_MAX: usize = 100;
/// Most notes of each list that are kept at all, for the page; the count goes on.
const NOTES_KEPT_MAX: usize = 100_000;

/// The exit codes of every auditing command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Exit {
    /// 0: sound within the scope printed.
    Sound,
    /// 1: could not run: the disk, the network, the arguments.
    CouldNotRun,
    /// 2: proven unsound.
    Unsound,
    /// 3: sound bytes, but a verdict differs on replay.
    VerdictDiffers,
    /// 4: something is missing: a part of the log, a reproduction, or who the log is.
    Incomplete,
    /// 5: the auditor's own state is corrupt; nothing is said about the log.
    StateCorrupt,
    /// 6: the packs compared judge differently.
    PacksDiffer,
}

impl Exit {
    /// The number a process ends with.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Sound => 0,
            Self::CouldNotRun => 1,
            Self::Unsound => 2,
            Self::VerdictDiffers => 3,
            Self::Incomplete => 4,
            Self::StateCorrupt => 5,
            Self::PacksDiffer => 6,
        }
    }

    /// The one that counts when several hold: 5, 1, 2, 4, 3, 6, 0.
    #[must_use]
    pub fn of(all: impl IntoIterator<Item = Exit>) -> Exit {
        let order = [
            Self::StateCorrupt,
            Self::CouldNotRun,
            Self::Unsound,
            Self::Incomplete,
            Self::VerdictDiffers,
            Self::PacksDiffer,
            Self::Sound,
        ];
        let rank = |exit: &Exit| order.iter().position(|other| other == exit);
        all.into_iter().min_by_key(rank).unwrap_or(Self::Sound)
    }

    /// What it means, in words.
    #[must_use]
    pub fn meaning(self) -> Message {
        match self {
            Self::Sound => say::exit_sound(),
            Self::CouldNotRun => say::exit_could_not_run(),
            Self::Unsound => say::exit_unsound(),
            Self::VerdictDiffers => say::exit_verdict_differs(),
            Self::Incomplete => say::exit_incomplete(),
            Self::StateCorrupt => say::exit_state_corrupt(),
            Self::PacksDiffer => say::exit_packs_differ(),
        }
    }
}

choice! {
    /// What kind of fault a finding is; each has one exit code.
    Kind {
        /// The place did not give the bytes.
        Unreadable = "unreadable",
        /// Present, but not what it must be.
        Wrong = "wrong",
        /// Not there.
        Absent = "absent",
        /// Cannot be judged: no pin, no quorum, semantics or pack of another release.
        Incomplete = "incomplete",
        /// The recorded verdict is not the recomputed one.
        VerdictDiffers = "verdict-differs",
    }
}

impl Kind {
    /// Its exit code.
    #[must_use]
    pub fn exit(self) -> Exit {
        match self {
            Self::Unreadable => Exit::CouldNotRun,
            Self::Wrong => Exit::Unsound,
            Self::Absent | Self::Incomplete => Exit::Incomplete,
            Self::VerdictDiffers => Exit::VerdictDiffers,
        }
    }
}

/// One fault and where it is: a file with a byte, a position, or both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What kind of fault.
    pub kind: Kind,
    /// Path below the log.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// First byte that is wrong, if it can be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
    /// The entry it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<u64>,
    /// What is the matter, in words.
    pub what: Told,
    /// For a verdict that differs: what the log says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded: Option<String>,
    /// For a verdict that differs: what this release says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recomputed: Option<String>,
    /// Whether it contradicts a head that was seen before, so that both are evidence.
    #[serde(skip)]
    pub contradicts_seen: bool,
}

impl Finding {
    /// About a file of the log.
    pub fn file(kind: Kind, file: &str, what: impl Into<Told>) -> Self {
        Self { file: Some(file.to_owned()), ..Self::general(kind, what) }
    }

    /// About an entry.
    pub fn entry(kind: Kind, position: u64, what: impl Into<Told>) -> Self {
        Self { position: Some(position), ..Self::general(kind, what) }
    }

    /// About the log as a whole.
    pub fn general(kind: Kind, what: impl Into<Told>) -> Self {
        let what = what.into();
        Self {
            kind,
            file: None,
            offset: None,
            position: None,
            what,
            recorded: None,
            recomputed: None,
            contradicts_seen: false,
        }
    }

    /// The checkpoint against a head that was seen before.
    pub(super) fn contradiction(what: impl Into<Told>) -> Self {
        Self { contradicts_seen: true, ..Self::file(Kind::Wrong, CHECKPOINT, what) }
    }
}

impl Finding {
    /// With its kind before it.
    #[must_use]
    pub fn line(&self) -> Message {
        say::report_finding(self.kind.as_str(), self.said())
    }

    /// What is the matter, and where.
    #[must_use]
    pub fn said(&self) -> Message {
        let mut said = self.what.message().clone();
        if let (Some(recorded), Some(recomputed)) = (&self.recorded, &self.recomputed) {
            said = say::found_both(said, recorded, recomputed);
        }
        if let Some(position) = self.position {
            said = say::found_at(position, said);
        }
        match (&self.file, self.offset) {
            (Some(file), Some(offset)) => say::found_at_byte(file, offset, said),
            (Some(file), None) => say::found_in_file(file, said),
            (None, _) => said,
        }
    }
}

impl From<FileFinding> for Finding {
    fn from(found: FileFinding) -> Self {
        let kind = match found.kind {
            FindingKind::Wrong => Kind::Wrong,
            FindingKind::Absent => Kind::Absent,
            FindingKind::Unreadable => Kind::Unreadable,
        };
        Self { offset: found.offset, ..Self::file(kind, &found.file, found.what) }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.said().text(self.what.language()))
    }
}

/// Something about an entry that an auditor wants to see, and that is no fault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Note {
    /// Position of the entry.
    pub position: u64,
    /// What it is.
    pub what: Told,
}

/// Notes of one sort: how many there are, and the first of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Listed {
    /// How many there are.
    pub count: u64,
    /// The first hundred, by position.
    pub first: Vec<Note>,
    /// Those after them, for a report that shows all.
    #[serde(skip)]
    pub rest: Vec<Note>,
}

impl Listed {
    /// One more.
    pub fn push(&mut self, position: u64, what: impl Into<Told>) {
        self.count = self.count.saturating_add(1);
        let note = Note { position, what: what.into() };
        if self.first.len() < NOTES_MAX {
            self.first.push(note);
        } else if self.rest.len() < NOTES_KEPT_MAX {
            self.rest.push(note);
        }
    }

    /// Every note that is kept, and how many more there are.
    pub fn kept(&self) -> (impl Iterator<Item = &Note>, u64) {
        let kept = self.first.len().saturating_add(self.rest.len());
        let more = self.count.saturating_sub(u64::try_from(kept).unwrap_or(u64::MAX));
        (self.first.iter().chain(&self.rest), more)
    }
}

choice! {
    /// By what this auditor knows whose log it is.
    PinnedBy {
        /// A verifier key given by hand.
        Key = "key",
        /// A ledger id given by hand.
        LedgerId = "ledger-id",
        /// A log line of the policy.
        Policy = "policy",
        /// What this place showed before.
        State = "state",
        /// Nothing: a local directory seen for the first time pins its own id.
        FirstSight = "first-sight",
    }
}

/// Which log it is, as far as it could be told.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Identity {
    /// Leaf hash of entry 0, base64url.
    pub ledger_id: Option<String>,
    /// The name the log signs under.
    pub origin: Option<String>,
    /// How it is known; `null`: it is not.
    pub pinned_by: Option<PinnedBy>,
    /// Witnesses of the policy that have cosigned the checkpoint.
    pub witnesses: Vec<String>,
    /// The checkpoint keys active at its end.
    pub vkeys: Vec<String>,
}

/// Everything an audit says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Which log.
    pub identity: Identity,
    /// Entries under the checkpoint.
    pub size: Option<u64>,
    /// Root the checkpoint states, base64.
    pub root: Option<String>,
    /// Whether the checkpoint is signed, reproduced from the entries and consistent with all heads seen before: a head
    /// worth remembering.
    pub head_verified: bool,
    /// The checkpoint as published.
    pub note: Option<String>,
    /// Faults in the order found.
    pub findings: Vec<Finding>,
    /// Faults beyond those that are listed.
    pub findings_left_out: u64,
    /// Entries replayed.
    pub replayed: u64,
    /// Entries whose verdict this release could not recompute; they never pass as checked.
    pub not_reproduced: u64,
    /// Of those, the ones that this build's rules come to all the same: no promise, and good to know.
    pub same_here: u64,
    /// Entries by type and outcome.
    pub counts: BTreeMap<String, BTreeMap<String, u64>>,
    /// Awards that came in past the check: own awards filed as reports, rights conferred before this ledger was asked.
    pub bypasses: Listed,
    /// Entries whose verdict turned on a matter of interpretation.
    pub interpretations: Listed,
    /// What was done in governance.
    pub governance: Listed,
    /// Entries signed by a key from the position on from which it is known to be compromised.
    pub signed_by_compromised_key: Listed,
    /// What this audit establishes.
    pub checked: Vec<Told>,
    /// What it does not.
    pub not_checked: Vec<Told>,
}

impl Report {
    /// The exit code, by the precedence of [`Exit::of`].
    #[must_use]
    pub fn exit(&self) -> Exit {
        Exit::of(self.findings.iter().map(|finding| finding.kind.exit()))
    }

    /// Its sentences are told in this language from now on; nothing else changes.
    pub fn tell(&mut self, language: Language) {
        let lists = [
            &mut self.bypasses,
            &mut self.interpretations,
            &mut self.governance,
            &mut self.signed_by_compromised_key,
        ];
        let notes = lists.into_iter().flat_map(|listed| listed.first.iter_mut().chain(&mut listed.rest));
        let findings = self.findings.iter_mut().map(|finding| &mut finding.what);
        let scope = self.checked.iter_mut().chain(&mut self.not_checked);
        for told in notes.map(|note| &mut note.what).chain(findings).chain(scope) {
            told.tell(language);
        }
    }

    /// The first fault of the kind that decides the exit code.
    #[must_use]
    pub fn first(&self) -> Option<&Finding> {
        let exit = self.exit();
        self.findings.iter().find(|finding| finding.kind.exit() == exit)
    }

    pub(super) fn add(&mut self, finding: Finding) {
        // A fault that decides the exit code is kept however many lesser ones came before it.
        if self.findings.len() < FINDINGS_MAX || Exit::of([self.exit(), finding.kind.exit()]) != self.exit() {
            self.findings.push(finding);
        } else {
            self.findings_left_out = self.findings_left_out.saturating_add(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_counts_in_the_fixed_order() {
        use Exit::{CouldNotRun, Incomplete, Sound, StateCorrupt, Unsound, VerdictDiffers};
        let order = [StateCorrupt, CouldNotRun, Unsound, Incomplete, VerdictDiffers, Sound];
        for (at, worst) in order.iter().enumerate() {
            assert_eq!(Exit::of(order[at..].iter().rev().copied()), *worst);
        }
        assert_eq!(order.map(Exit::code), [5, 1, 2, 4, 3, 0]);
    }
}
