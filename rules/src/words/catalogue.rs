//! The catalogues, one for each language, and how a message becomes text in one.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use ledger::verdict::Figure;

use super::language::Language;
use super::message::{Arg, Between, Listed, Message};
use super::{number, say, terms};

type Bundle = FluentBundle<FluentResource>;

/// A language's catalogue, read once, when the first sentence is asked for.
pub(super) fn bundle(language: Language) -> &'static Bundle {
    static BUNDLES: [LazyLock<Bundle>; 4] = [
        LazyLock::new(|| read(Language::English)),
        LazyLock::new(|| read(Language::French)),
        LazyLock::new(|| read(Language::German)),
        LazyLock::new(|| read(Language::Polish)),
    ];
    let [english, french, german, polish] = &BUNDLES;
    match language {
        Language::English => english,
        Language::French => french,
        Language::German => german,
        Language::Polish => polish,
    }
}

/// The text of a catalogue.
pub(super) fn source(language: Language) -> &'static str {
    match language {
        Language::English => include_str!("en.ftl"),
        Language::French => include_str!("fr.ftl"),
        Language::German => include_str!("de.ftl"),
        Language::Polish => include_str!("pl.ftl"),
    }
}

/// What a catalogue's text can't be read as is left out; a test reads each whole.
fn read(language: Language) -> Bundle {
    let mut bundle = Bundle::new_concurrent(language.code().parse().into_iter().collect());
    // The marks would stand around every argument, in plain text and in JSON; nothing here is written from right to left.
    bundle.set_use_isolating(false);
    for text in [terms::fluent(language), source(language).to_owned()] {
        let (Ok(resource) | Err((resource, _))) = FluentResource::try_new(text);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

impl Message {
    /// The sentence in a language; its key where the catalogue has none.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let bundle = bundle(language);
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
