//! Each catalogue against the keys: no text without a key, no key without a text or a user, no argument on one side only.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use fluent_bundle::{FluentArgs, FluentResource};
use ledger::event::EventType;
use ledger::event::aid::Form;
use ledger::event::undertaking::Size;
use ledger::money::Cents;
use ledger::verdict::{Code, Figure, Flag, Outcome};

use super::catalogue::{bundle, source};
use super::{Arg, Language, Message, Term, are_verified, family, say, terms};
use crate::project::Standing;

fn sources() -> impl Iterator<Item = (Language, &'static str)> {
    Language::ALL.iter().map(|language| (*language, source(*language)))
}

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
    let became = Outcome::ALL.iter().map(|outcome| family::became(*outcome));
    let sizes = Size::ALL.iter().map(|size| family::size(*size));
    let stands = Standing::ALL.iter().map(|standing| family::stands(standing.as_str()));
    let forms = FORMS.iter().map(|form| Message::of_word("form", form, None));
    let words = became.chain(sizes).chain(stands).chain(forms);
    codes
        .chain(flags)
        .chain(events)
        .chain(outcomes)
        .chain(words)
        .chain(crate::pack::labels())
        .map(key)
        .collect()
}

/// The words of the forms of aid. A form that is added to the vocabulary does not compile here until it is listed.
const FORMS: &[&str] = &[
    "grant",
    "instalments",
    "interest-subsidy",
    "loan",
    "guarantee",
    "capital",
    "compute",
    "credits",
    "service",
    "portfolio",
    "declared",
    "repayable-advance",
    "asset",
    "ip-transfer",
    "tax-relief",
];

#[expect(dead_code, reason = "it is there for the compiler, which knows every form")]
fn listed(form: &Form) -> Option<&'static str> {
    let place = match form {
        Form::Grant(_) => 0,
        Form::Instalments(_) => 1,
        Form::InterestSubsidy(_) => 2,
        Form::Loan(_) => 3,
        Form::Guarantee(_) => 4,
        Form::Capital(_) => 5,
        Form::Compute(_) => 6,
        Form::Credits(_) => 7,
        Form::Service(_) => 8,
        Form::Portfolio(_) => 9,
        Form::Declared(_) => 10,
        Form::RepayableAdvance(_) => 11,
        Form::Asset(_) => 12,
        Form::IpTransfer(_) => 13,
        Form::TaxRelief(_) => 14,
    };
    FORMS.get(place).copied()
}

fn of_functions() -> BTreeSet<String> {
    say::ALL.iter().map(|(key, _)| (*key).to_owned()).collect()
}

#[test]
fn every_catalogue_is_read_whole() {
    for (language, source) in sources() {
        for text in [source.to_owned(), super::terms::fluent(language)] {
            let read = FluentResource::try_new(text);
            assert!(read.is_ok(), "{}.ftl: {:?}", language.code(), read.map_err(|(_, errors)| errors));
        }
    }
}

/// What to do is said once, in docs/STYLE.md.
fn named(language: Language, found: &[(&str, Vec<String>)]) -> String {
    let lines = found.iter().filter(|(_, keys)| !keys.is_empty());
    let lines: Vec<String> =
        lines.map(|(what, keys)| format!("{}.ftl: {what}: {}", language.code(), keys.join(", "))).collect();
    lines.join("\n")
}

/// Fails once for all catalogues, so that a merge sees everything that is to be filled in.
fn fail_on(findings: Vec<String>) {
    let findings: Vec<String> = findings.into_iter().filter(|finding| !finding.is_empty()).collect();
    assert!(findings.is_empty(), "\n{}\ndocs/STYLE.md says how a message is added", findings.join("\n"));
}

#[test]
fn every_key_has_a_text_and_every_text_a_key() {
    let keys: BTreeSet<String> = of_functions().into_iter().chain(of_words()).collect();
    let findings = sources().map(|(language, source)| {
        let texts = texts(source);
        let inside: BTreeSet<&String> = texts.values().flat_map(|text| &text.messages).collect();
        let without_text = keys.iter().filter(|key| !texts.contains_key(*key)).cloned();
        let without_key = texts.keys().filter(|key| !keys.contains(*key) && !inside.contains(key)).cloned();
        let unknown = inside.iter().filter(|key| !texts.contains_key(**key)).map(|key| (*key).clone());
        let found = [
            ("missing keys", without_text.collect()),
            ("keys that nothing says", without_key.collect()),
            ("named inside a text and not there", unknown.collect()),
        ];
        named(language, &found)
    });
    fail_on(findings.collect());
}

#[test]
fn every_text_names_the_arguments_of_its_key() {
    let findings = sources().map(|(language, source)| {
        let texts = texts(source);
        let (mut missing, mut extra) = (Vec::new(), Vec::new());
        for (key, args) in say::ALL {
            // A key without a text is the other test's.
            let Some(text) = texts.get(*key) else { continue };
            let inside = text.messages.iter().filter_map(|message| texts.get(message));
            let inside = inside.flat_map(|text| &text.variables);
            let named: BTreeSet<&str> =
                text.variables.iter().chain(inside).map(|name| name.trim_end_matches("_given")).collect();
            let args: BTreeSet<&str> = args.iter().copied().collect();
            missing.extend(args.difference(&named).map(|name| format!("{key}(${name})")));
            extra.extend(named.difference(&args).map(|name| format!("{key}(${name})")));
        }
        self::named(
            language,
            &[("arguments that the text leaves out", missing), ("arguments that nobody gives", extra)],
        )
    });
    fail_on(findings.collect());
}

/// Every text with every argument as a count and as a yes or no: a variant, a term or a message that is not there is an error
/// of the bundle, which a reader would see as a raw name.
#[test]
fn every_text_can_be_told_whatever_its_arguments_are() {
    let mut findings = Vec::new();
    for (language, source) in sources() {
        let bundle = bundle(language);
        let all = texts(source);
        for (key, text) in &all {
            let (name, attribute) = key.split_once('.').map_or((key.as_str(), None), |(n, a)| (n, Some(a)));
            let message = bundle.get_message(name).unwrap();
            let pattern = match attribute {
                None => message.value(),
                Some(attribute) => message.get_attribute(attribute).map(|found| found.value()),
            };
            let inside = text.messages.iter().filter_map(|message| all.get(message));
            let names: BTreeSet<&String> =
                text.variables.iter().chain(inside.flat_map(|text| &text.variables)).collect();
            for value in ["0", "1", "2", "5", "22", "yes", "no"] {
                let mut args = FluentArgs::new();
                for name in &names {
                    match value.parse::<u64>() {
                        Ok(number) => args.set(name.as_str(), number),
                        Err(_) => args.set(name.as_str(), value),
                    }
                }
                let mut errors = Vec::new();
                let told = bundle.format_pattern(pattern.unwrap(), Some(&args), &mut errors);
                if !errors.is_empty()
                    || told.trim().is_empty() && !key.starts_with("in_state") && key != "stated_by"
                {
                    findings
                        .push(format!("{}.ftl: {key} with {value}: {told:?} {errors:?}", language.code()));
                }
            }
        }
    }
    fail_on(findings);
}

/// A text without what stands in braces.
fn plain(text: &str) -> String {
    let mut depth = 0_usize;
    let mut out = String::new();
    for char in text.chars() {
        depth += usize::from(char == '{');
        out.push(if depth > 0 { ' ' } else { char });
        depth = depth.saturating_sub(usize::from(char == '}'));
    }
    out
}

/// The terms that a catalogue names, each with its form.
fn terms_named(source: &str) -> BTreeSet<(String, String)> {
    let texts = source.lines().filter(|line| !line.starts_with('#'));
    let named = texts.flat_map(|line| line.split("{ -").skip(1)).map(|rest| {
        let inside = rest.split('}').next().unwrap_or_default().trim();
        let key = inside.split(['(', ' ']).next().unwrap_or_default().to_owned();
        let form = inside.split('"').nth(1).unwrap_or("base").to_owned();
        (key, form)
    });
    named.collect()
}

#[test]
fn the_table_of_terms_has_every_term_that_a_catalogue_names_and_no_other() {
    let all: Vec<Term> = terms().collect();
    let mut keys: BTreeSet<(&str, &str)> = BTreeSet::new();
    let mut findings = Vec::new();
    for term in &all {
        assert!(keys.insert((term.key, term.form)), "{} {} stands there twice", term.key, term.form);
        if term.form == "base" {
            let whole = Language::ALL.iter().all(|language| term.words(*language).is_some());
            assert!(whole && !term.source.is_empty(), "{}: a language or the source is missing", term.key);
        } else {
            assert!(keys.contains(&(term.key, "base")), "{} {} has no base before it", term.key, term.form);
        }
    }
    let mut used = BTreeSet::new();
    for (language, source) in sources() {
        let named = terms_named(source);
        let has = |key: &str, form: &str| {
            all.iter().any(|term| term.key == key && term.form == form && term.words(language).is_some())
        };
        let unknown = named.iter().filter(|(key, form)| !has(key, form));
        let unknown = unknown.map(|(key, form)| format!("{key} ({form})")).collect();
        findings.push(self::named(language, &[("terms that the table has not, in this form", unknown)]));
        used.extend(named.into_iter().map(|(key, _)| key));
    }
    let idle: BTreeSet<&str> = all.iter().map(|term| term.key).filter(|key| !used.contains(*key)).collect();
    assert!(idle.is_empty(), "terms that no catalogue names: {idle:?}");
    fail_on(findings);
}

/// A term that is written out would stay when the table changes.
#[test]
fn no_catalogue_writes_a_term_out() {
    let findings = sources().map(|(language, source)| {
        let mut found = Vec::new();
        for line in source.lines().filter(|line| !line.starts_with('#')) {
            let text = plain(line.split_once(" = ").map_or(line, |(_, text)| text));
            for (term, words) in terms().filter_map(|term| Some((term, term.words(language)?))) {
                let stands = text.match_indices(words).any(|(at, _)| {
                    let alone =
                        |char: Option<char>| char.is_none_or(|char| !char.is_alphanumeric() && char != '-');
                    let before = text.get(..at).unwrap_or_default().chars().next_back();
                    let after = text.get(at + words.len()..).unwrap_or_default().chars().next();
                    alone(before) && alone(after)
                });
                if stands {
                    let form = if term.form == "base" {
                        String::new()
                    } else {
                        format!("(form: \"{}\")", term.form)
                    };
                    found.push(format!("`{words}` in `{}`: write {{ -{}{form} }}", line.trim(), term.key));
                }
            }
        }
        named(language, &[("terms written out", found)])
    });
    fail_on(findings.collect());
}

#[test]
fn a_term_changes_in_one_place_with_its_forms() {
    let told = |language| say::excess().text(language);
    assert_eq!(told(Language::English), "over the ceiling");
    assert_eq!(told(Language::French), "au-dessus du plafond");
    assert_eq!(told(Language::German), "über dem Höchstbetrag");
    assert_eq!(told(Language::Polish), "powyżej pułapu");
    assert!(are_verified(Language::English) && !are_verified(Language::French));
}

/// What a term or an amount is, the packs say, and a message has it as an argument: a text that holds it would go on saying
/// it after the law has changed. Zero and one are no figures of the law.
#[test]
fn no_text_holds_a_figure_of_the_law() {
    let in_words = |language: Language| match language {
        Language::English => "three four five six seven eight nine ten twelve twenty thirty",
        Language::French => "trois quatre cinq six sept huit neuf dix douze vingt trente",
        Language::German => "drei vier fünf sechs sieben acht neun zehn zwölf zwanzig dreißig",
        Language::Polish => {
            "trzy trzech cztery czterech pięć sześć siedem osiem dziewięć dziesięć dwanaście dwadzieścia trzydzieści"
        }
    };
    for (language, source) in sources() {
        let texts = source.lines().filter(|line| {
            let cites =
                line.trim_start().starts_with(".citation") || line.trim_start().starts_with(".source");
            !line.starts_with('#') && !cites
        });
        for text in texts {
            let figure = |token: &str| {
                let token = token.trim_matches(|c: char| ".,;:()".contains(c));
                let digits = !token.is_empty() && token.chars().all(|c| c.is_ascii_digit());
                digits && !["0", "1"].contains(&token)
                    || in_words(language).split(' ').any(|word| word == token)
            };
            let plain = plain(text);
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

#[test]
fn amounts_and_days_are_written_as_the_official_journal_does() {
    let told = |language| {
        let said =
            say::headroom_more(chrono::NaiveDate::from_ymd_opt(2026, 3, 1).unwrap(), Cents(30_000_000));
        said.text(language).replace('\u{a0}', "~")
    };
    assert_eq!(told(Language::English), "more from 2026-03-01 on: EUR 300000.00 left then");
    assert_eq!(
        told(Language::French),
        "davantage à partir du 1er~mars 2026: il restera alors 300~000,00 EUR"
    );
    assert_eq!(told(Language::German), "mehr ab dem 1.~März 2026: 300~000,00 EUR verbleiben dann");
    assert_eq!(told(Language::Polish), "więcej od dnia 1~marca 2026~r.: pozostaje wtedy 300~000,00 EUR");
}

/// Polish has one word for one, another for two to four, another for five.
#[test]
fn polish_counts_in_three_ways() {
    let told = |count| say::window(day(), day(), count).text(Language::Polish);
    let end = |count| told(count).rsplit(": ").next().unwrap().to_owned();
    assert_eq!(
        [1, 2, 5, 22, 25].map(end),
        [
            "1 przyznana pomoc",
            "2 przyznane pomoce",
            "5 przyznanych pomocy",
            "22 przyznane pomoce",
            "25 przyznanych pomocy",
        ]
    );
}

fn day() -> chrono::NaiveDate {
    chrono::NaiveDate::from_ymd_opt(2026, 3, 4).unwrap()
}

#[test]
fn a_tag_names_its_language_and_a_bad_one_says_what_to_write() {
    let read = |tag: &str| tag.parse::<Language>();
    assert_eq!(read("de-AT"), Ok(Language::German));
    assert_eq!(read("PL"), Ok(Language::Polish));
    assert_eq!(read("").unwrap_err().to_string(), "no catalogue for ``; write en, fr, de or pl");
    let locale = |set: &[&str]| Language::of_locale(set.iter().map(|one| (*one).to_owned()));
    assert_eq!(locale(&["", "de_DE.UTF-8"]), Language::German);
    assert_eq!(locale(&["C.UTF-8", "de_DE.UTF-8"]), Language::English);
    assert_eq!(locale(&["nl_NL@euro"]), Language::English);
    assert!(read("english").is_err() && read("nl").is_err());
}
