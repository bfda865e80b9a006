//! What goes through the sequencer's queue, and what comes back.

use std::sync::Arc;

use ledger::event::Event;
use ledger::ids::PartyId;
use ledger::index::Id128;
use ledger::store::Head;
use ledger::submission::{CheckError, SignatureChecked, Unverified};
use ledger::verdict::Verdict;
use tokio::sync::oneshot;

use super::Turned;

/// A submission whose signature was looked at beforehand, as far as that was possible.
pub(super) struct Prepared {
    pub(super) id: Id128,
    pub(super) bytes: u64,
    pub(super) signature: Signature,
}

/// What is known of the signature. A key's material never changes, so a check made earlier stays good; only whether
/// the key is in force is asked in sequence.
pub(super) enum Signature {
    /// It is the key's.
    Checked(Box<SignatureChecked>),
    /// It is not, or the new key's own proof does not fit.
    Failed { kid: String, event: Box<Event>, error: CheckError },
    /// The key was not known then; it may be now.
    NoKey(Box<Unverified>),
}

/// One item of the queue.
pub(super) struct Job {
    pub(super) prepared: Prepared,
    pub(super) reply: oneshot::Sender<Answer>,
}

/// What the sequencer says.
pub(super) enum Answer {
    /// Recorded now, durably.
    Recorded(Box<Recorded>),
    /// The id was used before, and the signer's key is one that the party had.
    Known {
        /// Where.
        position: u64,
        /// What the signer may be told of now.
        asker: Asker,
        /// What to say if it was used for another statement: the signer's standing comes before the conflict.
        otherwise: Away,
    },
    /// Not recorded.
    Turned(Away),
}

/// A submission that gets no position.
pub(super) struct Away {
    /// Why.
    pub(super) turned: Turned,
    /// Who sent it: a party whose key, in force, has signed it. Nobody is named for what they did not sign.
    pub(super) by: Option<PartyId>,
}

impl Away {
    /// Sent by nobody who is known.
    pub(super) fn nameless(turned: Turned) -> Self {
        Self { turned, by: None }
    }
}

/// Who gets a receipt: always somebody whose signature verifies under a key that the party had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asker {
    /// The party itself: the key is in force and the party is not suspended.
    InForce,
    /// A revoked key, or a suspended party. It proves who wrote these bytes, so their first answer is given again; what
    /// holds now is not its business any more.
    Former,
}

/// An entry and the head that covers it.
pub(super) struct Recorded {
    pub(super) position: u64,
    pub(super) entry: Arc<[u8]>,
    pub(super) verdict: Verdict,
    pub(super) head: Head,
}
