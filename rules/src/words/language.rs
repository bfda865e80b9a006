//! The languages that there is a catalogue for, and how one is named.

use std::str::FromStr;

macro_rules! languages {
    ($($(#[$of:meta])* $language:ident = $code:literal $name:literal,)*) => {
        /// A language that there is a catalogue for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub enum Language {
            $($(#[$of])* $language,)*
        }

        impl Language {
            /// Every language, the default first.
            pub const ALL: &'static [Self] = &[$(Self::$language),*];

            /// Its own name for itself.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$language => $name,)*
                }
            }

            /// How it is called in `lang`, by BCP 47.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$language => $code,)*
                }
            }
        }
    };
}

languages! {
    /// English.
    #[default]
    English = "en" "English",
    /// French.
    French = "fr" "Français",
    /// German.
    German = "de" "Deutsch",
    /// Polish.
    Polish = "pl" "Polski",
}

/// Why a text names no language.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no catalogue for `{0}`; {hint}", hint = Self::HINT)]
pub struct LanguageError(String);

impl LanguageError {
    /// What to write instead.
    pub const HINT: &'static str = "write en, fr, de or pl";
}

impl Language {
    /// By the locale of a user: the first of these settings that says something, such as `LC_ALL` before `LANG` (POSIX:
    /// `de_DE.UTF-8`). English where it names a language without catalogue, or `C`.
    pub fn of_locale(settings: impl IntoIterator<Item = String>) -> Self {
        let set = settings.into_iter().find(|setting| !setting.is_empty());
        let tag = set.as_deref().and_then(|setting| setting.split(['_', '.', '@']).next());
        tag.and_then(|tag| tag.parse().ok()).unwrap_or_default()
    }
}

/// A BCP 47 tag: its language counts, whatever region or script stands behind it (`de-AT` is German).
impl FromStr for Language {
    type Err = LanguageError;

    fn from_str(tag: &str) -> Result<Self, LanguageError> {
        let own = tag.split('-').next().unwrap_or_default();
        let found = Self::ALL.iter().find(|language| own.eq_ignore_ascii_case(language.code()));
        found
            .copied()
            .ok_or_else(|| LanguageError(tag.chars().take(32).collect::<String>().escape_debug().to_string()))
    }
}
