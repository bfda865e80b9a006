//! This node as a witness of other logs (C2SP tlog-witness).

use std::sync::Arc;

use ed25519_dalek::SigningKey;
use ledger::checkpoint::Cosigner;
use ledger::file::Files;
use ledger::submission::SecretKey;
use ledger::witness::{KeptError, KnownLog, Places, Witness};

/// Where the last cosigned checkpoints are kept.
const FOLDER: &str = "witness";
/// What is kept, and where.
const PLACES: Places = Places { last: kept_path, inconsistencies: "witness/inconsistencies" };

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
    /// What was kept can't be had.
    #[error(transparent)]
    Kept(#[from] KeptError),
}

/// The role, alone on its files.
pub(super) fn open(files: Arc<dyn Files>, config: WitnessConfig) -> Result<Witness, WitnessError> {
    let cosigner = Cosigner::new(&config.name, SigningKey::from_bytes(&config.key.seed()))?;
    let own = cosigner.verifier_key().public_key();
    let same = |log: &&KnownLog| log.keys.iter().any(|key| key.public_key() == own);
    if let Some(log) = config.logs.iter().find(same) {
        return Err(WitnessError::KeyOfLog(log.origin.clone()));
    }
    files.create_dir(FOLDER)?;
    files.sync_dir("", ledger::file::SyncPoint::KeptName)?;
    Ok(Witness::open(files, PLACES, cosigner, config.logs)?)
}

fn kept_path(monitoring_path: &str) -> String {
    format!("{FOLDER}/{}", monitoring_path.trim_end_matches("/checkpoint"))
}
