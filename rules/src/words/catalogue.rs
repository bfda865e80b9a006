//! The catalogues, one for each language, and how a message becomes text in one.

use std::str::FromStr;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use ledger::verdict::Figure;

use super::message::{Arg, Between, Listed, Message};
use super::{number, say, terms};

type Bundle = FluentBundle<FluentResource>;

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

            /// Read once, when the first sentence is asked for.
            pub(super) fn bundle(self) -> &'static Bundle {
                match self {
                    $(Self::$language => {
                        static BUNDLE: LazyLock<Bundle> =
                            LazyLock::new(|| bundle(Language::$language, include_str!(concat!($code, ".ftl"))));
                        &BUNDLE
                    })*
                }
            }
        }

        /// The text of each catalogue.
        #[cfg(test)]
        pub(super) const SOURCES: &[(Language, &str)] =
            &[$((Language::$language, include_str!(concat!($code, ".ftl")))),*];
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

/// What a catalogue's text can't be read as is left out; a test reads each whole.
fn bundle(language: Language, text: &str) -> Bundle {
    let mut bundle = Bundle::new_concurrent(language.code().parse().into_iter().collect());
    // The marks would stand around every argument, in plain text and in JSON; nothing here is written from right to left.
    bundle.set_use_isolating(false);
    for text in [terms::fluent(language), text.to_owned()] {
        let (Ok(resource) | Err((resource, _))) = FluentResource::try_new(text);
        bundle.add_resource_overriding(resource);
    }
    bundle
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

impl Message {
    /// The sentence in a language; its key where the catalogue has none.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let bundle = language.bundle();
        let pattern = bundle.get_message(&self.key).and_then(|message| match self.attribute {
            None => message.value(),
            Some(name) => message.get_attribute(name).map(|attribute| attribute.value()),
        });
        let Some(pattern) = pattern else { return self.key.to_string() };
        let mut args = FluentArgs::with_capacity(self.args.len());
        for (name, arg) in &self.args {
            match arg {
                // The only numbers that the catalogue sees: it asks how many, and never calculates.
                Arg::Count(count) => args.set(*name, *count),
                Arg::Given(arg) => {
                    args.set(format!("{name}_given"), yes_or_no(arg.is_some()));
                    args.set(*name, inner_text(arg.as_deref(), language));
                }
                other => args.set(*name, other.text(language)),
            }
        }
        // What is missing shows as `{$name}`; a test holds the arguments of every message against its text.
        bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned()
    }
}

impl Arg {
    /// The argument alone.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Given(arg) => inner_text(arg.as_deref(), language),
            Self::Amount(cents) => number::number(&cents.to_string(), language),
            Self::Grouped(cents) => number::grouped_number(&cents.to_string(), language),
            Self::Number(number) => number::number(number, language),
            Self::Formula(formula) => number::numbers(formula, language),
            Self::Figure(figure) => match *figure {
                Figure { low, high: Some(high) } if low == high => Self::Amount(high).text(language),
                Figure { low, high: Some(high) } => say::figure_range(low, high).text(language),
                Figure { low, high: None } => say::figure_open(low).text(language),
            },
            Self::Date(date) => number::day(*date, language),
            Self::Count(count) => count.to_string(),
            Self::Holds(holds) => yes_or_no(*holds).to_owned(),
            Self::Said(message) => message.text(language),
            Self::Listed(listed) => listed.text(language),
        }
    }
}

impl Listed {
    fn text(&self, language: Language) -> String {
        let told: Vec<String> = self.messages.iter().map(|message| message.text(language)).collect();
        let word = |message: Message| format!(" {} ", message.text(language));
        told.join(&match self.between {
            Between::Comma => ", ".to_owned(),
            Between::Semicolon => "; ".to_owned(),
            Between::And => word(say::between_and()),
            Between::Or => word(say::between_or()),
        })
    }
}

fn inner_text(arg: Option<&Arg>, language: Language) -> String {
    arg.map_or_else(String::new, |arg| arg.text(language))
}

fn yes_or_no(holds: bool) -> &'static str {
    if holds { "yes" } else { "no" }
}
