//! Whom to believe: the logs, the witnesses, and how many of them must have seen a checkpoint (C2SP
//! tlog-policy).

use std::collections::BTreeSet;

use crate::checkpoint::{Checkpoint, Note, OpenError, SignedCheckpoint, VerifiedSignature, VerifierKey};

/// A trust policy. Read from a file with [`Policy::parse`], or made of one log key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    pub(super) logs: Vec<Log>,
    // INVARIANT: a group's members stand before it, so one pass from the front evaluates all.
    pub(super) nodes: Vec<Node>,
    pub(super) quorum: Option<usize>,
}

/// A log line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Log {
    pub(super) key: VerifierKey,
    pub(super) url: Option<String>,
}

/// A witness or group line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Node {
    Witness(Box<Witness>),
    Group { threshold: usize, members: Vec<usize> },
}

/// What a witness line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Witness {
    pub(super) name: String,
    pub(super) key: VerifierKey,
    pub(super) url: Option<String>,
}

/// A checkpoint that a policy accepts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trusted {
    /// What is believed.
    pub checkpoint: Checkpoint,
    /// The signatures of the policy's logs and witnesses on it; each witness's states its time.
    pub signatures: Vec<VerifiedSignature>,
    /// The policy's names of the witnesses among them, in the order of the policy.
    pub witnesses: Vec<String>,
}

/// Why a policy does not accept a note.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PolicyRefusal {
    /// The note is not a checkpoint signed by one of the policy's logs.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// Too few witnesses have cosigned.
    #[error("witness quorum is not met: {} of the policy's witnesses have cosigned", cosigned.len())]
    Quorum {
        /// The policy's names of those that have.
        cosigned: Vec<String>,
    },
}

impl Policy {
    /// The policy that believes one log key and asks for no witness: `log <vkey>`, `quorum none`.
    pub fn one_log(key: VerifierKey) -> Self {
        Self { logs: vec![Log { key, url: None }], nodes: Vec::new(), quorum: None }
    }

    /// Adds a log known from elsewhere, as for a policy file that lists witnesses only. A log whose public
    /// key is listed already is left as it is.
    #[must_use]
    pub fn with_log(mut self, key: VerifierKey) -> Self {
        if !self.logs.iter().any(|log| log.key.public_key() == key.public_key()) {
            self.logs.push(Log { key, url: None });
        }
        self
    }

    /// The logs: key, and the URL if one is given.
    pub fn logs(&self) -> impl Iterator<Item = (&VerifierKey, Option<&str>)> {
        self.logs.iter().map(|log| (&log.key, log.url.as_deref()))
    }

    /// The witnesses: name in this policy, key, and the URL if one is given.
    pub fn witnesses(&self) -> impl Iterator<Item = (&str, &VerifierKey, Option<&str>)> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Witness(witness) => Some((witness.name.as_str(), &witness.key, witness.url.as_deref())),
            Node::Group { .. } => None,
        })
    }

    /// Whether any witness is asked for (`quorum none` asks for none).
    pub fn asks_for_witnesses(&self) -> bool {
        self.quorum.is_some()
    }

    /// Accepts `note` as a checkpoint: signed by a log of this policy whose name is the origin, and cosigned
    /// by a quorum. Signatures of strangers count for nothing; a wrong one by a key of this policy refuses
    /// the note.
    ///
    /// # Errors
    /// The note is not so signed, or the quorum is not met.
    pub fn open(&self, note: &Note) -> Result<Trusted, PolicyRefusal> {
        let logs = self.logs.iter().map(|log| log.key.clone());
        let keys: Vec<_> = logs.chain(self.witnesses().map(|(_, key, _)| key.clone())).collect();
        let SignedCheckpoint { checkpoint, signatures } = SignedCheckpoint::open(note, &keys)?;
        let signatures = signatures.verified;
        let cosigned = self.witnesses().filter(|(_, key, _)| signatures.iter().any(|by| by.key == **key));
        let witnesses: Vec<String> = cosigned.map(|(name, _, _)| name.to_owned()).collect();
        if self.quorum_met(&signatures) {
            Ok(Trusted { checkpoint, signatures, witnesses })
        } else {
            Err(PolicyRefusal::Quorum { cosigned: witnesses })
        }
    }

    /// Whether these signatures, all on one checkpoint, fulfil the quorum. Each witness counts once; one whose public
    /// key is a log's own is none.
    pub fn quorum_met(&self, signatures: &[VerifiedSignature]) -> bool {
        let Some(quorum) = self.quorum else { return true };
        let mut witnessed = BTreeSet::new();
        for (at, node) in self.nodes.iter().enumerate() {
            let holds = match node {
                Node::Witness(witness) => {
                    let log = |log: &Log| log.key.public_key() == witness.key.public_key();
                    !self.logs.iter().any(log) && signatures.iter().any(|by| by.key == witness.key)
                }
                Node::Group { threshold, members } => {
                    members.iter().filter(|member| witnessed.contains(*member)).count() >= *threshold
                }
            };
            if holds {
                witnessed.insert(at);
            }
        }
        witnessed.contains(&quorum)
    }
}
