//! Whose log it is: the checkpoint and who signed it, the key line, and what the auditor knows from elsewhere.

use ledger::checkpoint::{
    Checkpoint, KeyKind, Note as SignedNote, OpenError, SignedCheckpoint, VerifierKey, parse_note,
};
use ledger::directory::LogKeyRecord;
use ledger::event::governance::LogKeyPurpose;
use ledger::merkle::Hash;
use ledger::prove::{Policy, PolicyRefusal};
use ledger::reader::LogReader;
use ledger::submission::base64url;

use super::report::{CHECKPOINT, Finding, Kind, PinnedBy, Report};
use crate::state::State;
use crate::words::{Message, say};

/// Where the verifier key line stands.
const VKEY: &str = "vkey";

/// Which ledger an auditor means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pin {
    /// The ledger's id; it follows the log's own key rotations.
    Ledger(String),
    /// A checkpoint key of the log.
    Key(Box<VerifierKey>),
}

/// Why a pin cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PinError {
    /// Neither form.
    #[error("neither a ledger id (43 characters, base64url) nor a verifier key line (name+id+key)")]
    Form,
    /// A verifier key line with a fault.
    #[error("not a verifier key line")]
    Key(#[source] ledger::checkpoint::VkeyError),
}

impl std::str::FromStr for Pin {
    type Err = PinError;
    fn from_str(text: &str) -> Result<Self, PinError> {
        let text = text.trim();
        // An id in base64url never holds a plus; a key line always does.
        if text.contains('+') {
            return VerifierKey::parse(text).map(|key| Self::Key(Box::new(key))).map_err(PinError::Key);
        }
        let formed = base64url(text).is_some_and(|bytes| bytes.len() == 32);
        if formed { Ok(Self::Ledger(text.to_owned())) } else { Err(PinError::Form) }
    }
}

/// A head known from before or from elsewhere: the log must still contain it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Where it is known from, for messages.
    pub name: String,
    /// Number of entries.
    pub size: u64,
    /// Root over them.
    pub root: Hash,
}

impl Seen {
    /// From a checkpoint note, whose signature is not looked at: believe it because of where you keep it.
    ///
    /// # Errors
    /// What is wrong with the note, in one line.
    pub fn from_note(name: &str, note: &str) -> Result<Self, String> {
        let checkpoint = claimed(note)?.1;
        Ok(Self { name: name.to_owned(), size: checkpoint.size, root: checkpoint.root })
    }
}

/// What an auditor brings.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The ledger meant, given by hand.
    pub pin: Option<Pin>,
    /// Whom to believe, and how many witnesses.
    pub policy: Option<Policy>,
    /// The ledger id that this place showed before.
    pub remembered: Option<String>,
    /// Heads seen before.
    pub seen: Vec<Seen>,
    /// Whether a log about which nothing is known may pin its own id: so for a directory of one's own, never for an address.
    pub trust_first_sight: bool,
}

/// The note and the checkpoint it claims; no signature is checked.
pub(super) fn claimed(note: &str) -> Result<(SignedNote, Checkpoint), String> {
    let parsed = parse_note(note).map_err(|error| error.to_string())?;
    let checkpoint = Checkpoint::parse(parsed.unverified_text()).map_err(|error| error.to_string())?;
    Ok((parsed, checkpoint))
}

/// Reads the published checkpoint; a fault is noted.
pub(super) fn read(reader: &dyn LogReader, report: &mut Report) -> Option<(SignedNote, Checkpoint)> {
    let finding = match reader.read(CHECKPOINT) {
        Ok(Some(bytes)) => match String::from_utf8(bytes) {
            Ok(note) => match claimed(&note) {
                Ok(read) => {
                    report.note = Some(note);
                    return Some(read);
                }
                Err(why) => Finding::file(Kind::Wrong, CHECKPOINT, why),
            },
            Err(error) => Finding {
                offset: u64::try_from(error.utf8_error().valid_up_to()).ok(),
                ..Finding::file(Kind::Wrong, CHECKPOINT, say::found_no_utf8())
            },
        },
        Ok(None) => Finding::file(Kind::Absent, CHECKPOINT, say::found_no_head()),
        Err(error) => error.into(),
    };
    report.add(finding);
    None
}

/// The heads that should be below the checkpoint's but are beyond it.
pub(super) fn ahead(seen: &[Seen], size: u64, report: &mut Report) {
    for seen in seen.iter().filter(|seen| seen.size > size) {
        report.add(Finding::contradiction(say::found_rolled_back(&seen.name, seen.size, size)));
    }
}

/// Judges signer, key line and pins, once all that could be replayed was. `whole`: nothing of the log is missing in
/// `state`, so that its keys are all of them.
pub(super) fn judge(
    reader: &dyn LogReader,
    note: &SignedNote,
    checkpoint: &Checkpoint,
    state: &State,
    whole: bool,
    options: &Options,
    report: &mut Report,
) -> bool {
    let active = keys(state, |record| record.retired_at.is_none());
    let ever = keys(state, |_| true);
    report.identity.ledger_id = state.directory.ledger_id().map(str::to_owned);
    report.identity.origin = Some(checkpoint.origin.clone());
    report.identity.vkeys = active.iter().map(ToString::to_string).collect();
    let signed = signature(note, checkpoint, state, &active, whole, report);
    key_line(reader, &active, whole, report);
    let known = identify(note, state, &ever, options, report);
    signed && known
}

fn keys(state: &State, wanted: impl Fn(&LogKeyRecord) -> bool) -> Vec<VerifierKey> {
    let of_purpose = |record: &&LogKeyRecord| record.purpose == LogKeyPurpose::Checkpoint && wanted(record);
    let lines = state.directory.log_keys().filter(of_purpose);
    lines.filter_map(|record| VerifierKey::parse(record.vkey.as_str()).ok()).collect()
}

fn ids(keys: &[VerifierKey]) -> Message {
    let ids: Vec<String> = keys.iter().map(|key| format!("{:08x}", key.id())).collect();
    if ids.is_empty() { say::found_none() } else { say::as_said(&ids.join(", ")) }
}

/// The note must bear the signature of a checkpoint key that is active at its size.
fn signature(
    note: &SignedNote,
    checkpoint: &Checkpoint,
    state: &State,
    active: &[VerifierKey],
    whole: bool,
    report: &mut Report,
) -> bool {
    if state.size() == 0 {
        let what = say::found_unfounded();
        report.add(Finding::file(Kind::Incomplete, CHECKPOINT, what));
        return false;
    }
    let mut fits = true;
    if checkpoint.origin != state.directory.origin() {
        let what = say::found_origin(&checkpoint.origin, state.directory.origin());
        report.add(Finding::file(Kind::Wrong, CHECKPOINT, what));
        fits = false;
    }
    if let Err(error) = SignedCheckpoint::open(note, active) {
        let found: Vec<String> = note.signatures().iter().map(|by| format!("{:08x}", by.id)).collect();
        let what = say::found_signature(&error.to_string(), &found.join(", "), ids(active));
        let falsely = matches!(
            error,
            OpenError::Note(ledger::checkpoint::NoteError::FalseSignature { .. }) | OpenError::Checkpoint(_)
        );
        let kind = if whole || falsely { Kind::Wrong } else { Kind::Incomplete };
        report.add(Finding::file(kind, CHECKPOINT, what));
        fits = false;
    }
    fits
}

/// The key line must be that of a checkpoint key active at the end of the log.
fn key_line(reader: &dyn LogReader, active: &[VerifierKey], whole: bool, report: &mut Report) {
    let finding = match reader.read(VKEY) {
        Ok(None) => Finding::file(Kind::Absent, VKEY, say::found_no_key_line()),
        Err(error) => error.into(),
        Ok(Some(bytes)) => {
            match std::str::from_utf8(&bytes).map(|line| VerifierKey::parse(line.trim_end())) {
                Ok(Ok(key)) if active.contains(&key) => return,
                Ok(Ok(key)) => {
                    let what = say::found_key_line(&format!("{:08x}", key.id()), ids(active));
                    Finding::file(if whole { Kind::Wrong } else { Kind::Incomplete }, VKEY, what)
                }
                Ok(Err(error)) => Finding::file(Kind::Wrong, VKEY, error.to_string()),
                Err(_) => Finding::file(Kind::Wrong, VKEY, say::found_no_utf8()),
            }
        }
    };
    report.add(finding);
}

/// Compares with what the auditor knows; answers whether something says whose log it is.
fn identify(
    note: &SignedNote,
    state: &State,
    ever: &[VerifierKey],
    options: &Options,
    report: &mut Report,
) -> bool {
    let own = state.directory.ledger_id().unwrap_or_default();
    let mut pinned = None;
    let mut contradicted = false;
    if let Some(policy) = &options.policy {
        contradicted |= !by_policy(policy, note, ever, &mut pinned, report);
    }
    if let Some(before) = options.remembered.as_deref().filter(|_| !own.is_empty()) {
        if before == own {
            pinned = Some(PinnedBy::State);
        } else {
            contradicted = true;
            let what = say::found_other_ledger(before, own);
            report.add(Finding::general(Kind::Incomplete, what));
        }
    }
    match &options.pin {
        Some(Pin::Ledger(id)) if id == own => pinned = Some(PinnedBy::LedgerId),
        Some(Pin::Ledger(id)) if own.is_empty() => {
            report.add(Finding::general(Kind::Incomplete, say::found_no_ledger(id)));
        }
        Some(Pin::Ledger(id)) => {
            contradicted = true;
            report.add(Finding::general(Kind::Wrong, say::found_not_asked(own, id)));
        }
        Some(Pin::Key(key)) => match by_key(key, note, ever) {
            None => pinned = Some(PinnedBy::Key),
            Some(finding) => {
                contradicted = true;
                report.add(finding);
            }
        },
        None => {}
    }
    let asked = options.pin.is_some() || options.remembered.is_some();
    if pinned.is_none() && !asked && !contradicted && options.trust_first_sight && !own.is_empty() {
        pinned = Some(PinnedBy::FirstSight);
    }
    if pinned.is_none() && !contradicted && !own.is_empty() {
        let what = say::found_unpinned(own);
        report.add(Finding::general(Kind::Incomplete, what));
    }
    report.identity.pinned_by = pinned;
    pinned.is_some() && !contradicted
}

/// What speaks against a pinned key. The checkpoint must bear its own signature: a log could name a stranger's key beside its own.
fn by_key(key: &VerifierKey, note: &SignedNote, ever: &[VerifierKey]) -> Option<Finding> {
    let keys = std::slice::from_ref(key);
    match SignedCheckpoint::open(note, keys) {
        Ok(_) => None,
        Err(OpenError::Note(ledger::checkpoint::NoteError::NotSigned)) if ever.contains(key) => {
            let what = say::found_rotated();
            Some(Finding::file(Kind::Incomplete, CHECKPOINT, what))
        }
        Err(error) => {
            let what = say::found_not_by_key(&error.to_string(), &format!("{:08x}", key.id()));
            Some(Finding::file(Kind::Wrong, CHECKPOINT, what))
        }
    }
}

fn by_policy(
    policy: &Policy,
    note: &SignedNote,
    ever: &[VerifierKey],
    pinned: &mut Option<PinnedBy>,
    report: &mut Report,
) -> bool {
    let names_logs = policy.logs().next().is_some();
    // A policy of witnesses alone speaks of any log that they have seen; the log's own keys complete it.
    let whole = if names_logs {
        policy.clone()
    } else {
        let own = ever.iter().filter(|key| key.kind() == KeyKind::Ed25519);
        own.fold(policy.clone(), |policy, key| policy.with_log(key.clone()))
    };
    match whole.open(note) {
        Ok(trusted) => {
            report.identity.witnesses = trusted.witnesses;
            if names_logs {
                *pinned = Some(PinnedBy::Policy);
            }
            true
        }
        Err(PolicyRefusal::Quorum { cosigned }) => {
            let none = cosigned.is_empty();
            let names = if none { say::found_none() } else { say::as_said(&cosigned.join(", ")) };
            let what = say::found_no_quorum(names);
            report.identity.witnesses = cosigned;
            report.add(Finding::file(Kind::Incomplete, CHECKPOINT, what));
            false
        }
        Err(PolicyRefusal::Open(error)) => {
            report.add(Finding::file(Kind::Wrong, CHECKPOINT, say::found_not_by_policy(&error.to_string())));
            false
        }
    }
}
