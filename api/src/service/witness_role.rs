//! This node as a witness of other logs (C2SP tlog-witness): persist, then cosign.

use std::collections::BTreeMap;
use std::sync::Arc;

use ed25519_dalek::SigningKey;
use ledger::checkpoint::{Cosigner, VerifierKey};
use ledger::file::{Durable, Files, write_durably};
use ledger::merkle::Hash;
use ledger::submission::SecretKey;
use ledger::time::At;
use ledger::witness::{AddCheckpoint, KnownLog, SIZE_CONTENT_TYPE, WitnessRefusal, decide, monitoring_path};

/// Where the last cosigned checkpoints are kept.
const FOLDER: &str = "witness";
const TEXT: &str = "text/plain; charset=utf-8";

/// Whom this node is a witness for, and under which name.
pub struct WitnessConfig {
    /// Name of the witness, as verifiers know it.
    pub name: String,
    /// The key it cosigns with; used for nothing else.
    pub key: SecretKey,
    /// The logs it follows.
    pub logs: Vec<KnownLog>,
}

/// Why the witness does not start.
#[derive(Debug, thiserror::Error)]
pub enum WitnessError {
    /// The name is none.
    #[error("witness name: {0}")]
    Name(#[from] ledger::checkpoint::VkeyError),
    /// The disk failed.
    #[error(transparent)]
    Disk(#[from] ledger::file::FileError),
    /// The witness's key is the key of a log it follows.
    #[error(
        "the witness's key is also the key of the log `{0}`: a log can't witness itself; make the witness its own key"
    )]
    KeyOfLog(String),
    /// A kept checkpoint can't be read; cosigning without it could undo what was cosigned.
    #[error("`{0}` is not `<size> <root>`: restore it; a witness that forgets is none")]
    Kept(String),
}

/// The role, under one lock.
pub(super) struct Witness {
    files: Arc<dyn Files>,
    cosigner: Cosigner,
    logs: Vec<KnownLog>,
    last: BTreeMap<String, (u64, Hash)>,
}

impl Witness {
    pub(super) fn open(files: Arc<dyn Files>, config: WitnessConfig) -> Result<Self, WitnessError> {
        let cosigner = Cosigner::new(&config.name, SigningKey::from_bytes(&config.key.seed()))?;
        let own = cosigner.verifier_key().public_key();
        let same = |log: &&KnownLog| log.keys.iter().any(|key| key.public_key() == own);
        if let Some(log) = config.logs.iter().find(same) {
            return Err(WitnessError::KeyOfLog(log.origin.clone()));
        }
        files.create_dir(FOLDER)?;
        files.sync_dir("", ledger::file::SyncPoint::KeptName)?;
        let mut last = BTreeMap::new();
        for log in &config.logs {
            let path = kept_path(&log.origin);
            if let Some(bytes) = files.read(&path)? {
                let read = read_kept(&bytes).ok_or(WitnessError::Kept(path))?;
                last.insert(log.origin.clone(), read);
            }
        }
        Ok(Self { files, cosigner, logs: config.logs, last })
    }

    /// The key it cosigns with.
    pub(super) fn verifier_key(&self) -> &VerifierKey {
        self.cosigner.verifier_key()
    }

    /// Answers `add-checkpoint`: status, content type, body.
    pub(super) fn add_checkpoint(&mut self, body: &[u8], now: At) -> (u16, &'static str, String) {
        let request = match AddCheckpoint::parse(body) {
            Ok(request) => request,
            Err(error) => return (400, TEXT, format!("{error}\n")),
        };
        let accepted = match decide(&self.logs, |origin| self.last.get(origin).copied(), &request) {
            Ok(accepted) => accepted,
            Err(refusal) => {
                let media = if matches!(refusal, WitnessRefusal::OldIsNotLast { .. }) {
                    SIZE_CONTENT_TYPE
                } else {
                    TEXT
                };
                return (refusal.status(), media, refusal.body());
            }
        };
        let checkpoint = accepted.checkpoint().clone();
        let kept = format!("{} {}\n", checkpoint.size, checkpoint.root.to_base64());
        // If we die after this line, the size is kept and no cosignature left: the log asks again from that size.
        if let Err(error) =
            write_durably(self.files.as_ref(), &kept_path(&checkpoint.origin), kept.as_bytes(), Durable::KEPT)
        {
            return (503, TEXT, format!("{error}\n"));
        }
        self.last.insert(checkpoint.origin.clone(), (checkpoint.size, checkpoint.root));
        let seconds = u64::try_from(now.micros() / 1_000_000).unwrap_or(0);
        match accepted.cosign_once_persisted(&self.cosigner, seconds) {
            Ok(signature) => (200, TEXT, format!("{signature}\n")),
            Err(error) => (503, TEXT, format!("{error}\n")),
        }
    }
}

fn kept_path(origin: &str) -> String {
    format!("{FOLDER}/{}", monitoring_path(origin).replace("/checkpoint", ""))
}

fn read_kept(bytes: &[u8]) -> Option<(u64, Hash)> {
    let (size, root) = std::str::from_utf8(bytes).ok()?.strip_suffix('\n')?.split_once(' ')?;
    Some((size.parse().ok()?, Hash::from_base64(root).ok()?))
}
