//! Who may ask: holders of a hosting entity's token, by what the published log says now.

use std::sync::{Arc, Mutex};

use ledger::directory::Directory;
use ledger::event::governance::LogKeyPurpose;
use ledger::file::{FileError, Files};
use ledger::reader::DirReader;
use ledger::submission::{PublicKey, to_base64url};
use ledger::time::At;

use crate::service::token::{TokenClaims, TokenError, in_force, verify};
use crate::service::{Published, PublishedError, lock};

/// Why the log can't be read.
#[derive(Debug, thiserror::Error)]
pub enum MembersError {
    /// The disk failed.
    #[error(transparent)]
    Disk(#[from] FileError),
    /// The published log can't be read.
    #[error(transparent)]
    Log(#[from] PublishedError),
}

/// Parties, keys and withdrawn tokens as the published log has them. The log is the register's own copy or mirror; that it is the
/// ledger's is for `aid-audit verify` to say.
pub struct Members {
    reader: DirReader,
    published: Mutex<Published>,
}

impl Members {
    /// Reads the log in a directory: a ledger's data directory, or a mirror of its log.
    ///
    /// # Errors
    /// [`MembersError`].
    pub fn open(files: Arc<dyn Files>) -> Result<Self, MembersError> {
        let base = if files.kind("log/checkpoint")?.is_some() { "log" } else { "" };
        let reader = DirReader::below(files, base);
        let mut published = Published::default();
        published.advance(&reader)?;
        Ok(Self { reader, published: Mutex::new(published) })
    }

    /// The ledger's id.
    pub fn ledger(&self) -> String {
        lock(&self.published).directory.ledger_id().unwrap_or_default().to_owned()
    }

    /// What a token says, if it is good now by the newest published log.
    ///
    /// # Errors
    /// The first reason against it, or that the log can't be read: then nobody is let in.
    pub fn verify(&self, compact: &str, now: At) -> Result<Result<TokenClaims, TokenError>, MembersError> {
        let mut published = lock(&self.published);
        published.advance(&self.reader)?;
        Ok(checked(&published.directory, compact, now))
    }
}

fn checked(directory: &Directory, compact: &str, now: At) -> Result<TokenClaims, TokenError> {
    let ledger = directory.ledger_id().unwrap_or_default();
    let mut why = TokenError::NotOurs;
    let keys = directory.log_keys().filter(|record| record.purpose == LogKeyPurpose::Token);
    for record in keys {
        let Ok(key) = PublicKey::from_x(&to_base64url(&record.vkey.public_key())) else { continue };
        match verify(ledger, compact, &key, now) {
            Ok(claims) => {
                in_force(directory, &key, &claims, |_, _| false)?;
                return Ok(claims);
            }
            // Of another key's token nothing more is known than that.
            Err(TokenError::NotOurs) => {}
            Err(error) => why = error,
        }
    }
    Err(why)
}
