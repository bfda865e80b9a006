//! The keys in `keys/`: four that the log signs with, one for each purpose, and those of the operator and the rule
//! authority where the ledger was created here. Each is a private JWK readable by its owner alone (0600).

use ed25519_dalek::SigningKey;
use ledger::checkpoint::{NoteSigner, VkeyError};
use ledger::event::governance::LogKeyPurpose;
use ledger::file::{Durable, FileError, Files, SyncPoint, write_durably};
use ledger::submission::{KeyError, PublicKey, SecretKey};

/// Their folder below the data directory.
pub const FOLDER: &str = "keys";

/// Why the keys can't be used.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    /// The disk failed, or a key was there already.
    #[error(transparent)]
    Disk(#[from] FileError),
    /// A key that the service needs is missing.
    #[error("`{FOLDER}/{0}.jwk` is missing: restore it from the operator's own copy of `{FOLDER}`")]
    Missing(&'static str),
    /// A file is no private key.
    #[error("`{FOLDER}/{name}.jwk`: {source}")]
    Unusable {
        /// Name of the key.
        name: &'static str,
        /// What is wrong with it.
        #[source]
        source: KeyError,
    },
    /// The origin is no name, or the machine gave no random numbers.
    #[error("origin: {0}")]
    Origin(#[from] VkeyError),
    /// No random numbers.
    #[error(transparent)]
    Random(KeyError),
}

/// All keys of a ledger's directory.
pub struct Keys {
    origin: String,
    checkpoint: SecretKey,
    /// Signs refusals.
    pub refusal: SecretKey,
    /// Signs certificates of headroom.
    pub certificate: SecretKey,
    /// Signs access tokens.
    pub token: SecretKey,
    /// The operator's, where it is kept here.
    pub operator: Option<SecretKey>,
    /// The rule authority's, where it is kept here.
    pub rule_authority: Option<SecretKey>,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Keys({})", self.origin)
    }
}

impl Keys {
    /// New keys for a ledger of this origin.
    ///
    /// # Errors
    /// [`KeysError::Random`].
    pub fn generate(origin: &str) -> Result<Self, KeysError> {
        let new = || SecretKey::generate().map_err(KeysError::Random);
        Ok(Self {
            origin: origin.to_owned(),
            checkpoint: new()?,
            refusal: new()?,
            certificate: new()?,
            token: new()?,
            operator: Some(new()?),
            rule_authority: Some(new()?),
        })
    }

    /// Writes every key to `keys/`, each durably and to its owner alone; none is ever written over.
    ///
    /// # Errors
    /// [`KeysError::Disk`].
    pub fn write(&self, files: &dyn Files) -> Result<(), KeysError> {
        files.create_dir(FOLDER)?;
        files.sync_dir("", SyncPoint::KeptName)?;
        let named = [
            ("checkpoint", Some(&self.checkpoint)),
            ("refusal", Some(&self.refusal)),
            ("certificate", Some(&self.certificate)),
            ("token", Some(&self.token)),
            ("operator", self.operator.as_ref()),
            ("rule-authority", self.rule_authority.as_ref()),
        ];
        for (name, key) in named {
            let Some(key) = key else { continue };
            let text = format!("{}\n", key.jwk());
            write_durably(files, &format!("{FOLDER}/{name}.jwk"), text.as_bytes(), Durable::KEY)?;
        }
        Ok(())
    }

    /// Reads the keys of the ledger of this origin.
    ///
    /// # Errors
    /// [`KeysError`] naming the file.
    pub fn read(files: &dyn Files, origin: &str) -> Result<Self, KeysError> {
        let needed = |name| read_key(files, name)?.ok_or(KeysError::Missing(name));
        Ok(Self {
            origin: origin.to_owned(),
            checkpoint: needed("checkpoint")?,
            refusal: needed("refusal")?,
            certificate: needed("certificate")?,
            token: needed("token")?,
            operator: read_key(files, "operator")?,
            rule_authority: read_key(files, "rule-authority")?,
        })
    }

    /// The origin they sign under.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The signer of checkpoints.
    ///
    /// # Errors
    /// [`KeysError::Origin`].
    pub fn signer(&self) -> Result<NoteSigner, KeysError> {
        Ok(NoteSigner::new(&self.origin, SigningKey::from_bytes(&self.checkpoint.seed()))?)
    }

    /// The verifier key lines by purpose, as entry 0 names them.
    ///
    /// # Errors
    /// [`KeysError::Origin`].
    pub fn vkeys(&self) -> Result<Vec<(LogKeyPurpose, String)>, KeysError> {
        let named = [
            (LogKeyPurpose::Checkpoint, &self.checkpoint),
            (LogKeyPurpose::Refusal, &self.refusal),
            (LogKeyPurpose::Certificate, &self.certificate),
            (LogKeyPurpose::Token, &self.token),
        ];
        let line = |key: &SecretKey| -> Result<String, KeysError> {
            let signer = NoteSigner::new(&self.origin, SigningKey::from_bytes(&key.seed()))?;
            Ok(signer.verifier_key().to_string())
        };
        named.into_iter().map(|(purpose, key)| Ok((purpose, line(key)?))).collect()
    }

    /// The public part of the token key.
    #[must_use]
    pub fn token_public(&self) -> PublicKey {
        self.token.public()
    }
}

fn read_key(files: &dyn Files, name: &'static str) -> Result<Option<SecretKey>, KeysError> {
    let Some(bytes) = files.read(&format!("{FOLDER}/{name}.jwk"))? else { return Ok(None) };
    SecretKey::from_jwk(&bytes).map(Some).map_err(|source| KeysError::Unusable { name, source })
}
