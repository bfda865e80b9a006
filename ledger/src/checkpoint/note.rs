//! Signed notes: a text and the lines of those who signed it (C2SP signed-note).

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::name::{NameError, check_name};
use super::vkey::VerifierKey;

/// The longest note read. A checkpoint has some 200 bytes; the rest is room for signatures.
pub const MAX_NOTE_BYTES: usize = 1_000_000;
/// The most signatures read in one note; C2SP signed-note asks for at least 16.
pub const MAX_SIGNATURES: usize = 100;

/// What starts a signature line: em dash, space.
const SIGNATURE_MARK: &str = "\u{2014} ";

/// A parsed note, of which nothing is verified yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<NoteSignature>,
}

/// One signature line, of any algorithm.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NoteSignature {
    /// Name of the key.
    pub name: String,
    /// Id of the key.
    pub id: u32,
    /// The signature's bytes after the key id; what they mean depends on the key.
    pub blob: Vec<u8>,
}

/// A note that at least one of the given keys has signed, and none of them falsely.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// The signed text, its last newline included.
    pub text: String,
    /// The signatures of given keys, in the order of the note. The same key may appear twice.
    pub verified: Vec<VerifiedSignature>,
    /// The signatures of other keys: neither believed nor held against the note.
    pub unknown: Vec<NoteSignature>,
}

/// A signature that verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedSignature {
    /// The key it verified under.
    pub key: VerifierKey,
    /// For a cosignature, the time it states: seconds since 1970 by the witness's clock.
    pub time: Option<u64>,
}

/// Why a note cannot be read or is not believed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// A control character other than the newline.
    #[error("note has a control character at byte {offset}")]
    Control {
        /// Its place in the note.
        offset: usize,
    },
    /// A given key's signature is wrong. The whole note is refused: someone tampered with it.
    #[error("signature of {name} (key id {id:08x}) does not verify")]
    FalseSignature {
        /// Name of the key.
        name: String,
        /// Id of the key.
        id: u32,
    },
    /// A line among the signatures is none.
    #[error("signature line {line}: {fault}")]
    Line {
        /// Its number among the signature lines, from 1.
        line: usize,
        /// What is wrong with it.
        fault: LineFault,
    },
    /// No empty line, or nothing after it.
    #[error("note has no signatures: text, an empty line and signature lines are expected")]
    NoSignatures,
    /// None of the given keys has signed.
    #[error("note is not signed by any known key")]
    NotSigned,
    /// Longer than a note may be.
    #[error("note has {bytes} bytes, more than {MAX_NOTE_BYTES}")]
    TooLong {
        /// Its length.
        bytes: usize,
    },
    /// More signatures than a note may have.
    #[error("note has more than {MAX_SIGNATURES} signatures")]
    TooManySignatures,
    /// The last line lacks its newline.
    #[error("note does not end in a newline")]
    Unterminated,
}

/// What is wrong with a signature line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LineFault {
    /// It does not start with an em dash and a space.
    #[error("does not start with an em dash (U+2014) and a space")]
    Mark,
    /// The name is none.
    #[error(transparent)]
    Name(#[from] NameError),
    /// The signature is not canonical padded base64.
    #[error("signature is not canonical padded base64")]
    NotBase64,
    /// There is no space between name and signature.
    #[error("is not name, space, signature")]
    Shape,
    /// Fewer than five bytes: no room for key id and signature.
    #[error("signature is too short for a key id and a signature")]
    TooShort,
}

impl NoteSignature {
    /// Reads one line without its newline: `— name base64(id || signature)`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse_line(line: &str) -> Result<Self, LineFault> {
        let rest = line.strip_prefix(SIGNATURE_MARK).ok_or(LineFault::Mark)?;
        let (name, signature) = rest.split_once(' ').ok_or(LineFault::Shape)?;
        check_name(name)?;
        let bytes = STANDARD.decode(signature).map_err(|_| LineFault::NotBase64)?;
        let (id, blob) = bytes.split_first_chunk::<4>().ok_or(LineFault::TooShort)?;
        if blob.is_empty() {
            return Err(LineFault::TooShort);
        }
        Ok(Self { name: name.to_owned(), id: u32::from_be_bytes(*id), blob: blob.to_vec() })
    }

    /// Whether this claims to be by `key`: name and id both agree.
    pub fn is_by(&self, key: &VerifierKey) -> bool {
        self.id == key.id() && self.name == key.name()
    }
}

impl fmt::Display for NoteSignature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [&self.id.to_be_bytes(), self.blob.as_slice()].concat();
        write!(f, "{SIGNATURE_MARK}{} {}", self.name, STANDARD.encode(bytes))
    }
}

/// Reads a note. Verifies nothing: see [`Note::open`].
///
/// # Errors
/// Where it departs from the format.
pub fn parse_note(note: &str) -> Result<Note, NoteError> {
    if note.len() > MAX_NOTE_BYTES {
        return Err(NoteError::TooLong { bytes: note.len() });
    }
    if let Some(offset) = note.bytes().position(|byte| byte < b' ' && byte != b'\n') {
        return Err(NoteError::Control { offset });
    }
    let lines = note.strip_suffix('\n').ok_or(NoteError::Unterminated)?;
    // The text may contain empty lines; the last one in the note is the separator.
    let (text, lines) = lines.rsplit_once("\n\n").ok_or(NoteError::NoSignatures)?;
    Ok(Note { text: format!("{text}\n"), signatures: parse_signatures(lines)? })
}

/// Reads signature lines separated by newlines.
pub(crate) fn parse_signatures(lines: &str) -> Result<Vec<NoteSignature>, NoteError> {
    if lines.is_empty() {
        return Err(NoteError::NoSignatures);
    }
    if lines.split('\n').nth(MAX_SIGNATURES).is_some() {
        return Err(NoteError::TooManySignatures);
    }
    let read =
        |(line, text)| NoteSignature::parse_line(text).map_err(|fault| NoteError::Line { line, fault });
    (1..).zip(lines.split('\n')).map(read).collect()
}

impl Note {
    /// Puts signatures under a text that [`super::sign_note`] has checked.
    pub(super) fn from_parts(text: String, signatures: Vec<NoteSignature>) -> Self {
        Self { text, signatures }
    }

    /// The text as it stands, by nobody: for finding out which keys to open the note with.
    pub fn unverified_text(&self) -> &str {
        &self.text
    }

    /// The signature lines, in order, none of them verified.
    pub fn signatures(&self) -> &[NoteSignature] {
        &self.signatures
    }

    /// Verifies the note under `keys`. Signatures of other keys are set aside, even when they share a name
    /// or an id with one of `keys`; a wrong one by a given key refuses the note.
    ///
    /// # Errors
    /// [`NoteError::FalseSignature`], or [`NoteError::NotSigned`] when no given key has signed.
    pub fn open(&self, keys: &[VerifierKey]) -> Result<Opened, NoteError> {
        let mut opened = Opened { text: self.text.clone(), verified: Vec::new(), unknown: Vec::new() };
        for signature in &self.signatures {
            match verify_line(&self.text, signature, keys)? {
                Some(verified) => opened.verified.push(verified),
                None => opened.unknown.push(signature.clone()),
            }
        }
        if opened.verified.is_empty() { Err(NoteError::NotSigned) } else { Ok(opened) }
    }

    /// The note with the lines that claim to be by one of `keys`; open it first to know that they are.
    #[must_use]
    pub fn only_by(&self, keys: &[VerifierKey]) -> Self {
        let by_one = |line: &&NoteSignature| keys.iter().any(|key| line.is_by(key));
        let signatures = self.signatures.iter().filter(by_one).cloned().collect();
        Self { text: self.text.clone(), signatures }
    }

    /// Adds a signature line, unless the very same one is there.
    ///
    /// # Errors
    /// The note would have too many signatures or bytes. It stays as it was.
    pub fn add(&mut self, signature: NoteSignature) -> Result<(), NoteError> {
        if self.signatures.contains(&signature) {
            return Ok(());
        }
        if self.signatures.len() == MAX_SIGNATURES {
            return Err(NoteError::TooManySignatures);
        }
        self.signatures.push(signature);
        let bytes = self.to_string().len();
        if bytes > MAX_NOTE_BYTES {
            self.signatures.pop();
            return Err(NoteError::TooLong { bytes });
        }
        Ok(())
    }
}

/// Verifies one line over `text`; nothing if it is by none of `keys`.
pub(crate) fn verify_line(
    text: &str,
    signature: &NoteSignature,
    keys: &[VerifierKey],
) -> Result<Option<VerifiedSignature>, NoteError> {
    let Some(key) = keys.iter().find(|key| signature.is_by(key)) else {
        return Ok(None);
    };
    let time = key
        .verify(text, &signature.blob)
        .map_err(|_| NoteError::FalseSignature { name: signature.name.clone(), id: signature.id })?;
    Ok(Some(VerifiedSignature { key: key.clone(), time }))
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures.iter().try_for_each(|signature| writeln!(f, "{signature}"))
    }
}
