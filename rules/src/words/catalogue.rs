//! The catalogues, one for each language, and how a message becomes text in one.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use ledger::verdict::Figure;

use super::message::{Arg, Message};
use super::say;

type Bundle = FluentBundle<FluentResource>;

macro_rules! languages {
    ($($(#[$of:meta])* $language:ident = $code:literal,)*) => {
        /// A language that there is a catalogue for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        pub enum Language {
            $($(#[$of])* $language,)*
        }

        impl Language {
            /// How it is called in `lang`, by BCP 47.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$language => $code,)*
                }
            }

            /// Read once, when the first sentence is asked for.
            fn bundle(self) -> &'static Bundle {
                match self {
                    $(Self::$language => {
                        static BUNDLE: LazyLock<Bundle> =
                            LazyLock::new(|| bundle($code, include_str!(concat!($code, ".ftl"))));
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
    English = "en",
}

/// What a catalogue's text can't be read as is left out; a test reads each whole.
fn bundle(language: &str, text: &str) -> Bundle {
    let mut bundle = Bundle::new_concurrent(language.parse().into_iter().collect());
    // The marks would stand around every argument, in plain text and in JSON; nothing here is written from right to left.
    bundle.set_use_isolating(false);
    let (Ok(resource) | Err((resource, _))) = FluentResource::try_new(text.to_owned());
    bundle.add_resource_overriding(resource);
    bundle
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
                Arg::Given(text) => {
                    args.set(format!("{name}_given"), yes_or_no(text.is_some()));
                    args.set(*name, text.as_deref().unwrap_or_default());
                }
                other => args.set(*name, other.text(language)),
            }
        }
        // What is missing shows as `{$name}`; a test holds the arguments of every message against its text.
        bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned()
    }
}

/// In the default language: for a list of texts in which those of errors stand too.
impl From<Message> for String {
    fn from(message: Message) -> Self {
        message.text(Language::default())
    }
}

impl Arg {
    /// The argument alone.
    pub(crate) fn text(&self, language: Language) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Given(text) => text.clone().unwrap_or_default(),
            Self::Amount(cents) => cents.to_string(),
            Self::Figure(figure) => match *figure {
                Figure { low, high: Some(high) } if low == high => high.to_string(),
                Figure { low, high: Some(high) } => say::figure_range(low, high).text(language),
                Figure { low, high: None } => say::figure_open(low).text(language),
            },
            Self::Date(date) => date.to_string(),
            Self::Count(count) => count.to_string(),
            Self::Holds(holds) => yes_or_no(*holds).to_owned(),
            Self::Said(message) => message.text(language),
        }
    }
}

fn yes_or_no(holds: bool) -> &'static str {
    if holds { "yes" } else { "no" }
}
