//! The keys in `keys/`: four that the log signs with, one for each purpose. Those of the operator and the rule authority lie
//! elsewhere: whoever breaks into a server must not find what governs the ledger. (They lie beside where one program founds,
//! governs and serves, and in ledgers of older releases.) Each is a private JWK readable by its owner alone (0600).

use ed25519_dalek::SigningKey;
use ledger::checkpoint::{NoteSigner, VkeyError};
use ledger::event::governance::LogKeyPurpose;
use ledger::file::{Durable, FileError, Files, SyncPoint, write_durably};
use ledger::submission::{KeyError, PublicKey, SecretKey};

/// Their folder below the data directory.
pub const FOLDER: &str = "keys";

/// The keys that govern: of the operator and of the rule authority.
pub const OWNER_KEYS: [&str; 2] = ["operator", "rule-authority"];

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
    /// The operator's, where it is at hand.
    pub operator: Option<SecretKey>,
    /// The rule authority's, where it is at hand.
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
        self.write_log_keys(files)?;
        self.write_owner_keys(files, &format!("{FOLDER}/"))
    }

    /// As [`Keys::write`], the four of the log alone.
    ///
    /// # Errors
    /// [`KeysError::Disk`].
    pub fn write_log_keys(&self, files: &dyn Files) -> Result<(), KeysError> {
        files.create_dir(FOLDER)?;
        files.sync_dir("", SyncPoint::KeptName)?;
        let named = [
            ("checkpoint", &self.checkpoint),
            ("refusal", &self.refusal),
            ("certificate", &self.certificate),
            ("token", &self.token),
        ];
        named.into_iter().try_for_each(|(name, key)| write_key(files, &format!("{FOLDER}/{name}.jwk"), key))
    }

    /// Writes the keys that govern, under their names behind `prefix`.
    ///
    /// # Errors
    /// [`KeysError::Disk`].
    pub fn write_owner_keys(&self, files: &dyn Files, prefix: &str) -> Result<(), KeysError> {
        let keys = OWNER_KEYS.iter().zip([self.operator.as_ref(), self.rule_authority.as_ref()]);
        keys.filter_map(|(name, key)| Some((name, key?)))
            .try_for_each(|(name, key)| write_key(files, &format!("{prefix}{name}.jwk"), key))
    }

    /// Reads the keys of the ledger of this origin, those that govern too where they are there.
    ///
    /// # Errors
    /// [`KeysError`] naming the file.
    pub fn read(files: &dyn Files, origin: &str) -> Result<Self, KeysError> {
        Ok(Self {
            operator: read_key(files, "operator")?,
            rule_authority: read_key(files, "rule-authority")?,
            ..Self::read_log_keys(files, origin)?
        })
    }

    /// Reads the four keys of the log and no other.
    ///
    /// # Errors
    /// [`KeysError`] naming the file.
    pub fn read_log_keys(files: &dyn Files, origin: &str) -> Result<Self, KeysError> {
        let needed = |name| read_key(files, name)?.ok_or(KeysError::Missing(name));
        Ok(Self {
            origin: origin.to_owned(),
            checkpoint: needed("checkpoint")?,
            refusal: needed("refusal")?,
            certificate: needed("certificate")?,
            token: needed("token")?,
            operator: None,
            rule_authority: None,
        })
    }

    /// These, with the operator's.
    #[must_use]
    pub fn with_operator(self, key: SecretKey) -> Self {
        Self { operator: Some(key), ..self }
    }

    /// The files of keys that govern which lie in `keys/`.
    ///
    /// # Errors
    /// [`KeysError::Disk`].
    pub fn owner_keys_beside(files: &dyn Files) -> Result<Vec<String>, KeysError> {
        let paths = OWNER_KEYS.iter().map(|name| format!("{FOLDER}/{name}.jwk"));
        let mut found = Vec::new();
        for path in paths {
            found.extend(files.kind(&path)?.map(|_| path));
        }
        Ok(found)
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

fn write_key(files: &dyn Files, path: &str, key: &SecretKey) -> Result<(), KeysError> {
    Ok(write_durably(files, path, format!("{}\n", key.jwk()).as_bytes(), Durable::KEY)?)
}

fn read_key(files: &dyn Files, name: &'static str) -> Result<Option<SecretKey>, KeysError> {
    let Some(bytes) = files.read(&format!("{FOLDER}/{name}.jwk"))? else { return Ok(None) };
    SecretKey::from_jwk(&bytes).map(Some).map_err(|source| KeysError::Unusable { name, source })
}
