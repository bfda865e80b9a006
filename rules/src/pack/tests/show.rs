//! A pack as it is shown: everything of it, or what holds on a day, and a text for every word of the grammar.

use super::*;
use crate::pack::rule::ROWS;
use crate::pack::shape::{Form, Shape, UNITS};
use crate::pack::show::is_word;
use crate::words::{Language, Message, pack_key, pack_kind, pack_unit, pack_word};

/// Every message about a word of the grammar: of kinds, keys, words of closed lists and units.
pub(crate) fn labels() -> Vec<Message> {
    let mut all: Vec<Message> = Vec::new();
    for row in &ROWS {
        all.push(pack_kind(row.kind, row.form()));
        all.extend(keys_of(&row.shape));
    }
    let of_units = [
        ("boundary", &["closed", "half-open"][..]),
        ("weekdays", &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]),
        ("roll", &["next-working-day", "none"]),
        ("cross-border", &["counted", "not-counted"]),
        ("natural-persons", &["counted", "not-counted"]),
        ("loan-formula", &["none", "undiscounted"]),
        ("status", &["illustrative", "reviewed", "adopted"]),
        ("jurisdiction", &["eu", "member-state"]),
    ];
    all.extend(
        keys_of(&crate::pack::shape::OMISSION).into_iter().filter(|message| *message != pack_key("text")),
    );
    all.extend(of_units.iter().flat_map(|(key, words)| words.iter().map(|word| pack_word(key, word))));
    all.extend(UNITS.iter().filter(|unit| !is_word(unit)).map(|unit| pack_unit(unit)));
    all
}

fn keys_of(shape: &Shape) -> Vec<Message> {
    let told = ["kind", "title", "from", "condition", "method", "duty"];
    let mut all = Vec::new();
    for key in shape.all().filter(|key| !told.contains(&key.name)) {
        let words: &[&str] = match &key.form {
            Form::OneOf(words) | Form::AnyOf(_, words) => words,
            Form::Truth => &["true", "false"],
            Form::Block(inner) | Form::Rows(_, inner) if inner.what != "citation" => {
                all.extend(keys_of(inner));
                &[]
            }
            _ => &[],
        };
        all.extend(words.iter().map(|word| pack_word(key.name, word)));
        // What every rule has is told in sentences of its own; a citation in a row shows by itself.
        let shown = key.name != "citation" && (key.name != "until" || shape.what == "tail");
        all.extend(shown.then(|| pack_key(key.name)));
    }
    all
}

#[test]
fn everything_of_a_shipped_pack_is_shown_with_its_place_in_the_law() {
    for ship in SHIPPED {
        let pack = shipped(ship.name);
        let shown = pack.show(None);
        let text = shown.to_text(Language::English);
        let json = serde_json::to_string(&shown).unwrap();
        let has = |part: &str| {
            assert!(text.contains(part), "{}: {part} is not in\n{text}", pack.id);
            let part = serde_json::to_string(part).unwrap();
            assert!(json.contains(part.trim_matches('"')), "{}: {part}", pack.id);
        };
        for rule in &pack.rules {
            let head = rule.head();
            has(&head.id);
            has(&head.title);
        }
        for citation in pack.citations() {
            has(&citation.to_string());
        }
        for parameter in pack.params.values() {
            has(&parameter.title);
            for entry in parameter.values.values().flat_map(Dated::entries) {
                has(&entry.from.to_string());
                entry.note.iter().for_each(|note| has(note));
            }
        }
        pack.not_modelled.iter().for_each(|omission| has(&omission.text));
        for word in ["pack_key", "pack_word", "pack_kind", "pack_unit", "{$", "show_"] {
            assert!(!text.contains(word), "{}: {word} has no text\n{text}", pack.id);
        }
    }
}

#[test]
fn on_a_day_only_what_holds_for_it_is_shown() {
    let pack = shipped("eu-deminimis");
    let text = |day: &str| pack.show(Some(d(day))).to_text(Language::English);
    let last = text("2023-12-31");
    let first = text("2024-01-01");
    assert!(!last.contains("eu-2023-2831/ceiling") && !last.contains("ceiling: general-ceiling ("), "{last}");
    assert!(first.contains("ceiling: general-ceiling (300000.00 euro)"), "{first}");
    assert!(first.contains("what holds for grants of 2024-01-01") || first.contains("What holds"), "{first}");
    // A validity that has ended shows as long as something may be granted after it.
    assert!(text("2031-06-30").contains("eu-2023-2831/in-force"));
    assert!(!text("2031-07-01").contains("eu-2023-2831/in-force"));
}
