//! A message on its way out: it stands in an answer, which is told in one language as a whole.

use std::fmt;

use serde::{Serialize, Serializer};

use super::language::Language;
use super::message::Message;
use super::say;

/// A message with the language it is told in; at first the default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    message: Message,
    language: Language,
}

impl Told {
    /// From now on in this language.
    pub fn tell(&mut self, language: Language) {
        self.language = language;
    }

    /// The language it is told in.
    #[must_use]
    pub fn language(&self) -> Language {
        self.language
    }

    /// The message itself.
    #[must_use]
    pub fn message(&self) -> &Message {
        &self.message
    }
}

impl From<Message> for Told {
    fn from(message: Message) -> Self {
        Self { message, language: Language::default() }
    }
}

/// What an error says stays as it is.
impl From<String> for Told {
    fn from(text: String) -> Self {
        say::as_said(&text).into()
    }
}

impl From<&str> for Told {
    fn from(text: &str) -> Self {
        say::as_said(text).into()
    }
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message.text(self.language))
    }
}

/// As text.
impl Serialize for Told {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
