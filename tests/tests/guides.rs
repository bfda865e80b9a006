//! The guides tell the truth: every example in them is a valid event, and comes back as the line after it says.
//!
//! An example is a block of JSON after a paragraph that names its event type in backticks, followed by a line `→` with the
//! outcome, the codes and flags and, where it has one, the figure. A chapter is a ledger of its own; a comment
//! `<!-- before TYPE {..} -->` says something first that the reader need not see. `sent .. with the event id X` names one.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at whatever it did not expect"
)]

use std::collections::BTreeSet;
use std::path::Path;

use ledger::event::{Event, EventType};
use ledger::verdict::Verdict;
use rules::audit::facts::{self, FactPacks};
use serde_json::{Value, json};

const GUIDES: &[(&str, usize)] =
    &[("life-of-an-award.md", 21), ("groups.md", 13), ("reviews-and-duties.md", 7)];

fn guide(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/guides").join(name);
    std::fs::read_to_string(path).unwrap()
}

/// A statement of a chapter; `answer` is what the guide says comes back.
#[derive(Debug)]
struct Example {
    event_type: String,
    id: Option<String>,
    data: Value,
    answer: Option<String>,
}

fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

fn wire(name: &str) -> String {
    format!("eu.aidledger.{name}.v1")
}

/// The event type that a paragraph names last, and the event id after the words.
fn named(paragraph: &str) -> (Option<String>, Option<String>) {
    let event_type = quoted(paragraph).filter(|word| EventType::from_wire(&wire(word)).is_some()).last();
    let id = paragraph.split("the event id").nth(1).and_then(|rest| quoted(rest).next());
    (event_type.map(str::to_owned), id.map(str::to_owned))
}

fn examples(chapter: &str) -> Vec<Example> {
    let (mut found, mut paragraph, mut id, mut hidden) =
        (Vec::<Example>::new(), String::new(), None, Vec::new());
    let mut lines = chapter.lines();
    while let Some(line) = lines.next() {
        if let Some(rest) = line.strip_prefix("<!-- before ") {
            let (event_type, data) = rest.strip_suffix(" -->").unwrap().split_once(' ').unwrap();
            let data = serde_json::from_str(data).unwrap_or_else(|error| panic!("{error}: {line}"));
            hidden.push(Example { event_type: event_type.to_owned(), id: None, data, answer: None });
        } else if line == "```json" {
            let text: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            let data =
                serde_json::from_str(&text.join("\n")).unwrap_or_else(|error| panic!("{error}: {text:?}"));
            let (event_type, own) = named(&paragraph);
            let event_type = event_type.unwrap_or_else(|| panic!("no event type before {text:?}"));
            // The id of a paragraph is that of what is said first after it.
            id = id.or(own);
            for mut before in hidden.drain(..) {
                if paragraph.contains("Sent before") {
                    before.id = id.take();
                }
                found.push(before);
            }
            found.push(Example { event_type, id: id.take(), data, answer: None });
            paragraph.clear();
        } else if let Some(answer) = line.strip_prefix("→ ") {
            let last = found.last_mut().unwrap_or_else(|| panic!("nothing before {line}"));
            assert!(last.answer.replace(answer.to_owned()).is_none(), "two answers: {line}");
            paragraph.clear();
        } else {
            paragraph.push_str(line);
            paragraph.push('\n');
        }
    }
    found
}

/// Every undertaking named anywhere in a value.
fn undertakings(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::String(text) if text.starts_with("NID:") => {
            found.insert(text.clone());
        }
        Value::Array(items) => items.iter().for_each(|item| undertakings(item, found)),
        Value::Object(members) => members.values().for_each(|member| undertakings(member, found)),
        _ => {}
    }
}

/// As a party signs it: nothing left to assume.
fn reads_whole(example: &Example) {
    let kind = EventType::from_name(&example.event_type);
    let subject = kind.and_then(|kind| kind.named_in(&example.data)).unwrap_or("x");
    let event = json!({
        "specversion": "1.0", "id": "x", "source": "urn:aidledger:party:csc", "type": wire(&example.event_type),
        "ledger": "A".repeat(43), "subject": subject, "time": "2024-01-02T00:00:00Z", "datacontenttype": "application/json",
        "data": example.data,
    });
    if let Err(faults) = Event::read(event.to_string().as_bytes()) {
        panic!("{}: {faults:?}", example.event_type);
    }
}

fn said(verdict: &Verdict) -> (Vec<String>, Option<String>) {
    let codes = verdict.codes.iter().map(|code| code.as_str());
    let words = [verdict.outcome.as_str()].into_iter().chain(codes);
    let words = words.chain(verdict.flags.iter().map(|flag| flag.as_str())).map(str::to_owned).collect();
    (words, verdict.gge.and_then(|gge| gge.high).map(|high| high.to_string()))
}

/// Replays a chapter; how many examples it has.
fn replay(chapter: &str) -> usize {
    let examples = examples(chapter);
    let mut known = BTreeSet::new();
    examples.iter().for_each(|example| undertakings(&example.data, &mut known));
    let registered = known.iter().map(|id| {
        let data = json!({"undertaking": id, "identifiers": [], "natural_person": false});
        json!({"type": wire("undertaking.registered"), "data": data})
    });
    let stated = examples.iter().map(|example| {
        let source = "urn:aidledger:party:csc";
        let mut line = json!({"type": wire(&example.event_type), "source": source, "data": example.data});
        if let Some(id) = &example.id {
            line["id"] = json!(id);
        }
        line
    });
    let text: String = registered.chain(stated).map(|line| format!("{line}\n")).collect();
    let packs = FactPacks::shipped().unwrap();
    let mut state = packs.state();
    let facts = facts::read(text.as_bytes()).unwrap_or_else(|bad| panic!("{bad:?}"));
    let verdicts: Vec<Verdict> =
        facts.iter().map(|fact| facts::judge(&mut state, &packs, fact, false)).skip(known.len()).collect();
    assert_eq!(verdicts.len(), examples.len());
    let mut told = 0;
    for (example, verdict) in examples.iter().zip(&verdicts) {
        let (words, figure) = said(verdict);
        let what = format!("{} {}", example.event_type, example.data);
        let Some(answer) = &example.answer else {
            assert!(["admitted", "recorded"].contains(&words[0].as_str()), "before: {what}: {words:?}");
            continue;
        };
        reads_whole(example);
        assert_eq!(quoted(answer).collect::<Vec<_>>(), words, "{what}");
        let stated =
            answer.split("EUR ").nth(1).map(|rest| rest.split([',', ' ']).next().unwrap().to_owned());
        if verdict.codes.is_empty() && (stated.is_some() || example.event_type.starts_with("award.re")) {
            assert_eq!(stated, figure, "{what}");
        }
        told += 1;
    }
    told
}

#[test]
fn every_example_of_the_guides_comes_back_as_they_say() {
    for (name, expected) in GUIDES {
        let text = guide(name);
        let told: usize = text.split("\n## ").map(replay).sum();
        assert_eq!(text.matches("\n```json\n").count(), told, "{name}: an example without an answer");
        assert_eq!(told, *expected, "{name}: examples");
    }
}

#[test]
fn an_example_that_is_wrong_is_found() {
    let chapter = |answer: &str| {
        format!(
            "`control.ended`:\n\n```json\n{{\"controller\": \"NID:FI:1\", \"controlled\": \"NID:FI:2\", \"on\": \"2026-01-01\"}}\n```\n\n→ {answer}\n"
        )
    };
    assert_eq!(replay(&chapter("`refused` `unknown_reference`")), 1);
    assert!(std::panic::catch_unwind(|| replay(&chapter("`recorded`"))).is_err());
    assert!(
        std::panic::catch_unwind(|| replay(
            &chapter("`refused` `unknown_reference`").replace("\"on\"", "\"off\"")
        ))
        .is_err()
    );
}
