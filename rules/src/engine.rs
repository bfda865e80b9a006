//! One entry forward: deciding a new statement, or replaying a stored one, on the same state with the same functions.

use ledger::directory::{AuthorisedEvent, Directory, Turned};
use ledger::entry::{Entry, EntryError};
use ledger::event::Event;
use ledger::submission::{CheckError, SignatureChecked, Unverified};
use ledger::time::At;
use ledger::verdict::Verdict;

use crate::decide::{SEMANTICS, decide, decide_founding, reproduces};
use crate::pack::PackSource;
use crate::state::State;

/// A statement with its verdict, not yet part of any log.
#[derive(Debug, Clone)]
pub struct Judged {
    /// The statement.
    pub event: Event,
    /// What the rules say of it at the state's position.
    pub verdict: Verdict,
}

/// An entry replayed: what is stored and what this release would have said.
#[derive(Debug, Clone)]
pub struct Replayed {
    /// Its position.
    pub position: u64,
    /// As stored.
    pub entry: Entry,
    /// The statement in it.
    pub event: Event,
    /// Thumbprint of the key that signed it.
    pub kid: String,
    /// What this build says of it; `None` where the rules in force are not its own.
    pub recomputed: Option<Verdict>,
    /// Whether this build's rules come to the recorded verdict, whoever's are in force.
    pub same_here: bool,
}

impl Replayed {
    /// Whether the recorded verdict is the recomputed one; `None` where it can't be reproduced.
    #[must_use]
    pub fn agrees(&self) -> Option<bool> {
        self.recomputed.as_ref().map(|verdict| *verdict == self.entry.verdict)
    }
}

/// Why a stored entry is unsound, whatever the rules would say.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unsound {
    /// Not canonical bytes of an entry.
    #[error("{0}")]
    Entry(#[source] EntryError),
    /// The statement in it is malformed, for another ledger, or not signed by the key it names.
    #[error("{0}")]
    Statement(#[source] CheckError),
    /// Its signer was not active at this position.
    #[error("{0}")]
    Signer(#[source] Turned),
    /// It carries another semantics number than the one in force.
    #[error("semantics {found} where {in_force} is in force")]
    Semantics {
        /// As stored.
        found: u64,
        /// As adopted.
        in_force: u64,
    },
    /// It is older than the entry before it.
    #[error("recorded at {found}, before the entry in front of it ({previous})")]
    Time {
        /// As stored.
        found: At,
        /// Of the entry before.
        previous: At,
    },
    /// An event id that this source has used before.
    #[error("the event id `{0}` was used at position {1}")]
    EventIdReused(String, u64),
}

/// Decides a checked statement at the state's position.
///
/// # Errors
/// [`Turned`] where the signer is not active: the statement gets no position.
pub fn judge(
    state: &State,
    packs: &dyn PackSource,
    checked: SignatureChecked,
    at: At,
) -> Result<Judged, Turned> {
    let authorised = state.directory.authorise(checked)?;
    let verdict = decide(state, &authorised, at, packs);
    Ok(Judged { event: authorised.event().clone(), verdict })
}

/// Decides entry 0.
///
/// # Errors
/// [`Turned`] where it is not signed by an operator key that it names.
pub fn judge_founding(statement: Unverified) -> Result<Judged, Turned> {
    let authorised = Directory::authorise_founding(statement)?;
    Ok(Judged { event: authorised.event().clone(), verdict: decide_founding() })
}

/// Decides and folds in an unsigned fact; nobody's authority is asked.
pub fn suppose(state: &mut State, packs: &dyn PackSource, event: Event, at: At) -> Verdict {
    let fact = AuthorisedEvent::unsigned_fact(event);
    let verdict = decide(state, &fact, at, packs);
    state.take_facts();
    state.apply(fact.event(), &verdict, at, packs);
    verdict
}

/// Decides an unsigned statement as its source could make it now, in that party's own view, and folds it in if it would take
/// effect: the verdict is that of the signed statement.
///
/// # Errors
/// [`Turned`] where the party is unknown or suspended.
pub fn rehearse(state: &mut State, packs: &dyn PackSource, event: Event, at: At) -> Result<Verdict, Turned> {
    let statement = state.directory.rehearse(event)?;
    let verdict = decide(state, &statement, at, packs);
    state.apply(statement.event(), &verdict, at, packs);
    Ok(verdict)
}

/// Decides a statement again that stands in a log, where its signature was checked, and folds in what comes of it here: what the rules
/// would say of it on another state.
///
/// # Errors
/// [`Turned`] where the party is unknown or suspended in that state.
pub fn rehearse_signed(
    state: &mut State,
    packs: &dyn PackSource,
    (event, kid): (&Event, &str),
    at: At,
) -> Result<Verdict, Turned> {
    let statement = state.directory.rehearse_signed(event.clone(), kid)?;
    let verdict = decide(state, &statement, at, packs);
    state.apply_signed((event, kid), &verdict, at, packs);
    Ok(verdict)
}

/// Replays one stored entry and folds its recorded outcome into the state.
///
/// # Errors
/// [`Unsound`]; the state is then left as it was.
pub fn replay(state: &mut State, packs: &dyn PackSource, bytes: &[u8]) -> Result<Replayed, Unsound> {
    let entry = Entry::decode(bytes).map_err(Unsound::Entry)?;
    let statement = entry.statement().map_err(Unsound::Statement)?;
    replay_parsed(state, packs, bytes, entry, statement)
}

/// As [`replay`], where the bytes were decoded before (in parallel).
///
/// # Errors
/// As [`replay`].
pub fn replay_parsed(
    state: &mut State,
    packs: &dyn PackSource,
    bytes: &[u8],
    entry: Entry,
    statement: Unverified,
) -> Result<Replayed, Unsound> {
    let kid = statement.kid().to_owned();
    if let Some(previous) = state.last_at().filter(|previous| entry.at < *previous) {
        return Err(Unsound::Time { found: entry.at, previous });
    }
    if entry.verdict.semantics != state.semantics() {
        return Err(Unsound::Semantics { found: entry.verdict.semantics, in_force: state.semantics() });
    }
    let position = state.size();
    if position == 0 {
        let judged = judge_founding(statement).map_err(Unsound::Signer)?;
        state.apply_founding(&judged.event, bytes, entry.at);
        let (event, same_here) = (judged.event, judged.verdict == entry.verdict);
        return Ok(Replayed { position, entry, event, kid, recomputed: Some(judged.verdict), same_here });
    }
    let ledger_id = state.directory.ledger_id().unwrap_or_default().to_owned();
    let statement = statement.addressed_to(&ledger_id).map_err(Unsound::Statement)?;
    let key = state.directory.usable_key(&statement).map_err(Unsound::Signer)?;
    let checked = statement.verify(&key).map_err(Unsound::Statement)?;
    let judged = judge(state, packs, checked, entry.at).map_err(Unsound::Signer)?;
    let ours =
        state.engine().is_none_or(|engine| reproduces(engine.semantics, engine.vectors_sha256.as_str()));
    state.apply_signed((&judged.event, &kid), &entry.verdict, entry.at, packs);
    let same_here = judged.verdict == entry.verdict;
    let recomputed = (ours && SEMANTICS.contains(&entry.verdict.semantics)).then_some(judged.verdict);
    Ok(Replayed { position, entry, event: judged.event, kid, recomputed, same_here })
}
