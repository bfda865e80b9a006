//! The key of a State, and the handle that it makes of a number.

use hmac::{Hmac, KeyInit as _, Mac as _};
use ledger::file::{Durable, FileError, Files, write_durably};
use ledger::ids::{IdError, MemberState, UndertakingId, personal_number};
use ledger::key::{KeyError, base64url, to_base64url};
use ledger::verdict::hex;
use sha2::Sha256;

/// First word of a key file: what it is for, and which derivation.
const FORM: &str = "aidledger-pseudonym-key-v1";
/// First line of what is hashed: no other use of a key makes the same bytes.
const DOMAIN: &str = "aidledger-pseudonym-v1";
const KEY_BYTES: usize = 32;
/// Bytes of a handle: 128 bits, so that two persons of a State share one with a chance below 2^-80.
const HANDLE_BYTES: usize = 16;
/// The longest file that is looked at.
const FILE_BYTES_MAX: usize = 256;

/// Why a file is no key.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// The disk failed, or there is a file of that name already.
    #[error(transparent)]
    Disk(#[from] FileError),
    /// There is no such file.
    #[error("there is no `{0}`: make it with `aidledger pseudonym keygen`, or restore it")]
    Missing(String),
    /// Others than its owner can read it.
    #[error("`{name}` can be read by others (mode {mode:o}): chmod 600, and take its key for known")]
    Open {
        /// The file.
        name: String,
        /// Its permission bits.
        mode: u32,
    },
    /// Not the form of a key.
    #[error("`{0}` is no key of `aidledger pseudonym keygen`")]
    Form(String),
    /// No random numbers.
    #[error(transparent)]
    Random(KeyError),
}

/// The secret of one State. Whoever has it can try every number there is.
pub struct PseudonymKey {
    state: MemberState,
    secret: [u8; KEY_BYTES],
}

impl std::fmt::Debug for PseudonymKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PseudonymKey({})", self.state)
    }
}

impl PseudonymKey {
    /// A new key.
    ///
    /// # Errors
    /// [`KeyFileError::Random`].
    pub fn generate(state: MemberState) -> Result<Self, KeyFileError> {
        let mut secret = [0; KEY_BYTES];
        getrandom::fill(&mut secret)
            .map_err(|error| KeyFileError::Random(KeyError::NoRandom(error.to_string())))?;
        Ok(Self { state, secret })
    }

    /// Writes the key to a file of its own (0600), never over another.
    ///
    /// # Errors
    /// [`KeyFileError::Disk`].
    pub fn write(&self, files: &dyn Files, name: &str) -> Result<(), KeyFileError> {
        let line = format!("{FORM} {} {}\n", self.state, to_base64url(&self.secret));
        Ok(write_durably(files, name, line.as_bytes(), Durable::KEY)?)
    }

    /// Reads a key that its owner alone can read.
    ///
    /// # Errors
    /// [`KeyFileError`].
    pub fn read(files: &dyn Files, name: &str) -> Result<Self, KeyFileError> {
        let bytes = files.read(name)?.ok_or_else(|| KeyFileError::Missing(name.to_owned()))?;
        if let Some(mode) = files.mode(name)?.filter(|mode| mode & 0o077 != 0) {
            return Err(KeyFileError::Open { name: name.to_owned(), mode });
        }
        Self::parse(&bytes).ok_or_else(|| KeyFileError::Form(name.to_owned()))
    }

    fn parse(bytes: &[u8]) -> Option<Self> {
        let line = std::str::from_utf8(bytes)
            .ok()
            .filter(|text| text.len() <= FILE_BYTES_MAX)?
            .strip_suffix('\n')?;
        let mut words = line.split(' ');
        let (form, state, secret) = (words.next()?, words.next()?, words.next()?);
        let fits = form == FORM && words.next().is_none();
        let secret = base64url(secret).filter(|_| fits)?;
        Some(Self { state: state.parse().ok()?, secret: secret.try_into().ok()? })
    }

    /// The State whose numbers it is for.
    #[must_use]
    pub fn state(&self) -> MemberState {
        self.state
    }

    /// The handle of the person with a number, in whatever spelling the State's rules allow.
    ///
    /// # Errors
    /// [`IdError`] where it is no number of a natural person of this State, as far as that can be told.
    pub fn handle(&self, number: &str) -> Result<UndertakingId, IdError> {
        let number = personal_number(self.state, number)?;
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.secret).map_err(|_| IdError::Form)?;
        mac.update(format!("{DOMAIN}\n{}\n{number}\n", self.state).as_bytes());
        let digest: [u8; 32] = mac.finalize().into_bytes().into();
        let (head, _) = digest.split_at(HANDLE_BYTES);
        format!("PRS:{}", hex(head)).parse()
    }
}

#[cfg(test)]
mod tests {
    use ledger::file::RealFiles;

    use super::*;

    fn key(state: &str, byte: u8) -> PseudonymKey {
        PseudonymKey { state: state.parse().unwrap(), secret: [byte; KEY_BYTES] }
    }

    #[test]
    fn one_person_has_one_handle_in_every_spelling_and_another_under_another_key() {
        let one = key("FI", 7);
        let handle = one.handle("131052-308T").unwrap();
        assert_eq!(
            handle.as_str(),
            "PRS:255d09b6d2201f7eae363934daaf1f4e",
            "frozen: a handle must never change"
        );
        for spelling in ["131052-308t", " 131052-308T ", "FI131052-308T"] {
            assert_eq!(one.handle(spelling).unwrap(), handle, "{spelling}");
        }
        assert_ne!(one.handle("131052A308T").unwrap(), handle, "another century, another person");
        assert_ne!(key("FI", 8).handle("131052-308T").unwrap(), handle);
        assert_ne!(key("EE", 7).handle("37605030299").unwrap(), key("LT", 7).handle("37605030299").unwrap());
    }

    #[test]
    fn a_typing_error_or_a_companys_number_makes_no_handle() {
        let (fi, se, es) = (key("FI", 7), key("SE", 7), key("ES", 7));
        assert_eq!(fi.handle("131052-308U"), Err(IdError::Check));
        assert_eq!(fi.handle("2315078-1"), Err(IdError::Form));
        assert_eq!(fi.handle("131052 308\u{a0}T"), Err(IdError::Form));
        assert_eq!(se.handle("850709-9805"), Err(IdError::Form), "the century is needed");
        assert_eq!(se.handle("19850709-9806"), Err(IdError::Check));
        assert!(se.handle("19850709-9805").is_ok());
        assert_eq!(es.handle("A13585625"), Err(IdError::Form));
        assert_eq!(es.handle("54362315-Z"), Err(IdError::Check));
        assert!(es.handle("54362315-K").is_ok());
    }

    #[test]
    fn a_key_is_its_owners_alone_and_never_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let files = RealFiles::at(folder.path()).unwrap();
        let made = PseudonymKey::generate("FI".parse().unwrap()).unwrap();
        made.write(&files, "FI.key").unwrap();
        assert_eq!(files.mode("FI.key").unwrap(), Some(0o600));
        assert!(matches!(made.write(&files, "FI.key"), Err(KeyFileError::Disk(error)) if error.is_taken()));
        let read = PseudonymKey::read(&files, "FI.key").unwrap();
        assert_eq!(read.handle("131052-308T"), made.handle("131052-308T"));
        assert!(!format!("{read:?}").contains(&to_base64url(&read.secret)));
        let path = folder.path().join("FI.key");
        std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o640)).unwrap();
        assert!(matches!(PseudonymKey::read(&files, "FI.key"), Err(KeyFileError::Open { mode: 0o640, .. })));
        assert!(matches!(PseudonymKey::read(&files, "EE.key"), Err(KeyFileError::Missing(_))));
        for text in
            ["", "x\n", "aidledger-pseudonym-key-v1 FI AAAA\n", "aidledger-pseudonym-key-v1 ZZ AAAA\n"]
        {
            assert!(PseudonymKey::parse(text.as_bytes()).is_none(), "{text}");
        }
    }
}
