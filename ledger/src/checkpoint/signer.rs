//! The private side of keys: signing notes and cosigning checkpoints.

use std::fmt;

use ed25519_dalek::{Signer as _, SigningKey};

use super::note::{MAX_NOTE_BYTES, MAX_SIGNATURES, Note, NoteError, NoteSignature};
use super::text::{Checkpoint, CheckpointError};
use super::vkey::{KeyKind, VerifierKey, VkeyError, cosigned_message};

/// A log's signing key (type 01). Printing it shows the public side only.
#[derive(Clone)]
pub struct NoteSigner {
    public: VerifierKey,
    secret: SigningKey,
}

/// A witness's signing key (type 04, cosignature/v1). One key for each witness, and for nothing else: the
/// signed message does not name the witness (C2SP tlog-cosignature).
#[derive(Clone)]
pub struct Cosigner {
    public: VerifierKey,
    secret: SigningKey,
}

/// Why a text is not signed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignError {
    /// A witness cosigns checkpoints only.
    #[error("text to cosign is no checkpoint")]
    NotACheckpoint(#[source] CheckpointError),
    /// The text and its signatures would not be a note.
    #[error("text cannot be a note")]
    NotANote(#[source] NoteError),
    /// The text does not end in a newline.
    #[error("text to sign does not end in a newline")]
    TextUnterminated,
    /// Seconds since 1970 past the format's limit of `2^63 - 1`.
    #[error("time {time} is past the format's limit")]
    Time {
        /// The time given.
        time: u64,
    },
}

impl NoteSigner {
    /// Names a signing key. For a log, `name` is its origin.
    ///
    /// # Errors
    /// The name is none.
    pub fn new(name: &str, secret: SigningKey) -> Result<Self, VkeyError> {
        let public = VerifierKey::new(name, KeyKind::Ed25519, &secret.verifying_key().to_bytes())?;
        Ok(Self { public, secret })
    }

    /// The public side, to be published.
    pub fn verifier_key(&self) -> &VerifierKey {
        &self.public
    }

    fn sign(&self, text: &str) -> NoteSignature {
        let blob = self.secret.sign(text.as_bytes()).to_bytes().to_vec();
        NoteSignature { name: self.public.name().to_owned(), id: self.public.id(), blob }
    }
}

/// Signs `text` with every signer, in order: the whole note as it is stored and sent.
///
/// # Errors
/// `text` lacks its last newline or holds control characters, or there are no or too many signers.
pub fn sign_note(text: &str, signers: &[&NoteSigner]) -> Result<String, SignError> {
    if !text.ends_with('\n') {
        return Err(SignError::TextUnterminated);
    }
    if let Some(offset) = text.bytes().position(|byte| byte < b' ' && byte != b'\n') {
        return Err(SignError::NotANote(NoteError::Control { offset }));
    }
    if signers.is_empty() {
        return Err(SignError::NotANote(NoteError::NoSignatures));
    }
    if signers.len() > MAX_SIGNATURES {
        return Err(SignError::NotANote(NoteError::TooManySignatures));
    }
    let signatures = signers.iter().map(|signer| signer.sign(text)).collect();
    let note = Note::from_parts(text.to_owned(), signatures).to_string();
    if note.len() > MAX_NOTE_BYTES {
        return Err(SignError::NotANote(NoteError::TooLong { bytes: note.len() }));
    }
    Ok(note)
}

impl Cosigner {
    /// Names a signing key.
    ///
    /// # Errors
    /// The name is none.
    pub fn new(name: &str, secret: SigningKey) -> Result<Self, VkeyError> {
        let public = VerifierKey::new(name, KeyKind::CosignatureV1, &secret.verifying_key().to_bytes())?;
        Ok(Self { public, secret })
    }

    /// The public side, to be put into policies.
    pub fn verifier_key(&self) -> &VerifierKey {
        &self.public
    }

    /// States that at `time` (seconds since 1970) this checkpoint was the largest consistent tree seen of
    /// its log. The caller has checked that, and has made it durable: see [`crate::witness`].
    ///
    /// # Errors
    /// `checkpoint_text` is no checkpoint, or `time` is past `2^63 - 1`.
    pub fn cosign(&self, checkpoint_text: &str, time: u64) -> Result<NoteSignature, SignError> {
        Checkpoint::parse(checkpoint_text).map_err(SignError::NotACheckpoint)?;
        let message = cosigned_message(checkpoint_text, time).ok_or(SignError::Time { time })?;
        let signature = self.secret.sign(message.as_bytes()).to_bytes();
        let blob = [time.to_be_bytes().as_slice(), &signature].concat();
        Ok(NoteSignature { name: self.public.name().to_owned(), id: self.public.id(), blob })
    }
}

impl fmt::Debug for NoteSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NoteSigner({})", self.public)
    }
}

impl fmt::Debug for Cosigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cosigner({})", self.public)
    }
}
