//! Each catalogue against the keys: no text without a key, no key without a text or a user, no argument on one side only.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use fluent_bundle::FluentResource;
use ledger::event::EventType;
use ledger::money::Cents;
use ledger::verdict::{Code, Figure, Flag, Outcome};

use super::catalogue::SOURCES;
use super::{Arg, Language, Message, family, say};

/// A text of a catalogue: what it names of its arguments, and the messages it puts inside itself.
#[derive(Debug, Default)]
struct Text {
    variables: BTreeSet<String>,
    messages: BTreeSet<String>,
}

fn names(line: &str, before: &str) -> BTreeSet<String> {
    let name =
        |rest: &str| rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect::<String>();
    line.split(before).skip(1).map(name).filter(|name| !name.is_empty()).collect()
}

/// The texts of a catalogue by key, or by key and attribute with a dot between.
fn texts(source: &str) -> BTreeMap<String, Text> {
    let (mut found, mut message, mut key) = (BTreeMap::new(), String::new(), String::new());
    for line in source.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        if let Some((name, _)) = line.split_once(" = ").filter(|_| !line.starts_with(' ')) {
            (message, key) = (name.to_owned(), name.to_owned());
            assert!(found.insert(key.clone(), Text::default()).is_none(), "{name} stands there twice");
        } else if let Some((name, _)) = line.strip_prefix("    .").and_then(|line| line.split_once(" = ")) {
            key = format!("{message}.{name}");
            assert!(found.insert(key.clone(), Text::default()).is_none(), "{key} stands there twice");
        }
        let text = found.get_mut(&key).expect("a text begins with its key");
        text.variables.extend(names(line, "$"));
        text.messages.extend(names(line, "{ "));
    }
    found
}

/// The keys about words of the wire, as they are made.
fn of_words() -> BTreeSet<String> {
    let codes = Code::ALL.iter().flat_map(|code| {
        [family::code_meaning, family::code_citation, family::code_way_out].map(|of| of(*code))
    });
    let flags =
        Flag::ALL.iter().flat_map(|flag| [family::flag_meaning, family::flag_source].map(|of| of(*flag)));
    let events = EventType::ALL.iter().flat_map(|kind| [family::event, family::effect].map(|of| of(*kind)));
    let outcomes = Outcome::ALL.iter().map(|outcome| family::outcome(*outcome));
    let key = |message: Message| match message.attribute {
        Some(attribute) => format!("{}.{attribute}", message.key),
        None => message.key.into_owned(),
    };
    let of_packs = crate::pack::labels();
    codes.chain(flags).chain(events).chain(outcomes).chain(of_packs).map(key).collect()
}

fn of_functions() -> BTreeSet<String> {
    say::ALL.iter().map(|(key, _)| (*key).to_owned()).collect()
}

#[test]
fn every_catalogue_is_read_whole() {
    for (language, source) in SOURCES {
        assert!(FluentResource::try_new((*source).to_owned()).is_ok(), "{language:?}");
    }
}

#[test]
fn every_key_has_a_text_and_every_text_a_key() {
    let keys: BTreeSet<String> = of_functions().into_iter().chain(of_words()).collect();
    for (language, source) in SOURCES {
        let texts = texts(source);
        let inside: BTreeSet<&String> = texts.values().flat_map(|text| &text.messages).collect();
        let without_text: Vec<_> = keys.iter().filter(|key| !texts.contains_key(*key)).collect();
        let without_key: Vec<_> =
            texts.keys().filter(|key| !keys.contains(*key) && !inside.contains(key)).collect();
        let unknown: Vec<_> = inside.into_iter().filter(|key| !texts.contains_key(*key)).collect();
        assert!(
            without_text.is_empty() && without_key.is_empty() && unknown.is_empty(),
            "{language:?}\n  keys without a text: {without_text:?}\n  texts without a key: {without_key:?}\n  \
             named inside a text and not there: {unknown:?}"
        );
    }
}

#[test]
fn every_text_names_the_arguments_of_its_key() {
    for (language, source) in SOURCES {
        let texts = texts(source);
        for (key, args) in say::ALL {
            let text = &texts[*key];
            let inside = text.messages.iter().flat_map(|message| &texts[message].variables);
            let named: BTreeSet<&str> =
                text.variables.iter().chain(inside).map(|name| name.trim_end_matches("_given")).collect();
            let args: BTreeSet<&str> = args.iter().copied().collect();
            assert_eq!(named, args, "{language:?}, {key}; left: in the text, right: given");
        }
    }
}

/// What a term or an amount is, the packs say, and a message has it as an argument: a text that holds it would go on saying
/// it after the law has changed. Zero and one are no figures of the law.
#[test]
fn no_text_holds_a_figure_of_the_law() {
    let in_words =
        ["three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve", "twenty", "thirty"];
    for (language, source) in SOURCES {
        let texts = source.lines().filter(|line| {
            let cites =
                line.trim_start().starts_with(".citation") || line.trim_start().starts_with(".source");
            !line.starts_with('#') && !cites
        });
        for text in texts {
            let (mut plain, mut inside) = (String::new(), false);
            for char in text.chars() {
                inside = inside && char != '}' || char == '{';
                plain.push(if inside { ' ' } else { char });
            }
            let figure = |token: &str| {
                let token = token.trim_matches(|c: char| ".,;:()".contains(c));
                let digits = !token.is_empty() && token.chars().all(|c| c.is_ascii_digit());
                digits && !["0", "1"].contains(&token) || in_words.contains(&token)
            };
            let found: Vec<&str> = plain.split_whitespace().filter(|token| figure(token)).collect();
            assert!(found.is_empty(), "{language:?}: {found:?} in `{text}`");
        }
    }
}

fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
}

/// The compiler sees it of what only this crate says; what other crates say is public, and it does not.
#[test]
fn every_key_has_a_user() {
    let mut files = Vec::new();
    for user in ["rules", "api", "audit-tools"] {
        rust_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(user).join("src"), &mut files);
    }
    let mut said = BTreeSet::new();
    for file in files.iter().filter(|file| !file.ends_with("tests.rs")) {
        said.extend(names(&std::fs::read_to_string(file).unwrap(), "say::"));
    }
    let idle: Vec<String> = of_functions().difference(&said).cloned().collect();
    assert!(idle.is_empty(), "keys without a user: {idle:?}");
}

#[test]
fn what_has_no_text_says_its_key() {
    assert_eq!(Message::new("no_such_key", Vec::new()).text(Language::English), "no_such_key");
}

#[test]
fn arguments_are_written_exactly_and_without_marks() {
    let large = Cents(123_456_789_012_345_678_901);
    let text = say::eur(Figure::exact(large)).text(Language::English);
    assert_eq!(text, "EUR 1234567890123456789.01");
    let range = Figure { low: Cents(100), high: Some(Cents(250)) };
    let open = Figure { low: Cents(100), high: None };
    let told = |figure| Arg::from(figure).text(Language::English);
    assert_eq!([range, open, Figure::exact(Cents(7))].map(told), ["1.00 to 2.50", "1.00 or more", "0.07"]);
}

#[test]
fn counts_choose_their_words() {
    let awards = |count| say::affects(count).text(Language::English);
    assert_eq!(awards(1), "with hindsight 1 award stand over the ceiling that did not before");
    assert_eq!(awards(2), "with hindsight 2 awards stand over the ceiling that did not before");
}
