//! The witnesses that are asked to cosign, and what is known of each.

use std::sync::Mutex;
use std::time::Duration;

use ledger::checkpoint::{KeyKind, NoteSignature, VerifierKey};

/// Longest time one request may take, unless somebody asks for another.
const TIMEOUT: Duration = Duration::from_secs(3);

/// A witness that is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CosignerConfig {
    /// Its submission prefix; `/add-checkpoint` is asked below it.
    pub url: String,
    /// The key its cosignatures must verify under: type `cosignature/v1`.
    pub key: VerifierKey,
    /// Longest time one request to it may take.
    pub timeout: Duration,
}

/// A witness has cosigned what this journal does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CosignError {
    /// It has seen more.
    #[error(
        "witness `{name}` at {url} has cosigned {cosigned} entries, this journal has {ours}: the disk was rolled back or cut; restore it"
    )]
    Ahead {
        /// Name of its key.
        name: String,
        /// Where it was asked.
        url: String,
        /// The size it has cosigned.
        cosigned: u64,
        /// Ours.
        ours: u64,
    },
    /// It has seen something else.
    #[error(
        "witness `{name}` at {url} has cosigned another history than this journal's {ours} entries: two exist under one name; do not start"
    )]
    OtherHistory {
        /// Name of its key.
        name: String,
        /// Where it was asked.
        url: String,
        /// Size of our head.
        ours: u64,
    },
}

/// The witnesses, and what is known of each.
pub(super) struct Cosigners {
    pub(super) agent: ureq::Agent,
    // Held for a whole round, so that no two rounds ask the same witness at once.
    pub(super) witnesses: Mutex<Vec<Cosigner>>,
}

pub(super) struct Cosigner {
    pub(super) config: CosignerConfig,
    /// The size it is thought to have cosigned; 0 if unknown.
    pub(super) size: u64,
    /// The text it has cosigned here, with the line.
    pub(super) last: Option<(String, NoteSignature)>,
    /// The text that it says extends another history than it knows.
    pub(super) refused: Option<String>,
    /// What it was told off for last, so that the log says it once.
    pub(super) complaint: Option<String>,
}

impl Cosigners {
    /// `None` without witnesses.
    pub(super) fn new(configs: Vec<CosignerConfig>) -> Option<Self> {
        if configs.is_empty() {
            return None;
        }
        // No redirects: the head is for the witness that was named.
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(concat!("aidledger/", env!("CARGO_PKG_VERSION")))
            .build();
        let new = |config| Cosigner { config, size: 0, last: None, refused: None, complaint: None };
        Some(Self { agent: config.into(), witnesses: Mutex::new(configs.into_iter().map(new).collect()) })
    }
}

impl CosignerConfig {
    /// A witness by its address and its verifier key line.
    ///
    /// # Errors
    /// What is wrong, in one line.
    pub fn parse(url: &str, vkey: &str) -> Result<Self, String> {
        if !(url.starts_with("http://") || url.starts_with("https://")) {
            return Err(format!("`{url}` is no http:// or https:// address"));
        }
        let key = VerifierKey::parse(vkey).map_err(|error| format!("`{vkey}`: {error}"))?;
        if key.kind() != KeyKind::CosignatureV1 {
            return Err(format!("`{vkey}` is a log's key: give the witness's own (type 04)"));
        }
        Ok(Self { url: url.to_owned(), key, timeout: TIMEOUT })
    }
}
