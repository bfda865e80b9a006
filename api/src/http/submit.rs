//! The way in: one statement, many, or a rehearsal.

use std::convert::Infallible;

use axum::body::{Body, Bytes};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream;
use ledger::event::EventType;
use ledger::ids::PartyId;
use ledger::json::{Fault, Json, Place};
use ledger::time::LegalDate;
use serde_json::{Value, json};

use super::access::BATCH_LINES_MAX;
use super::call::Call;
use super::problem::{Problem, REFUSAL};
use super::wire::{self, Answer, answer, receipt, respond, turned};
use crate::service::{Receipt, Turned};

/// Lines handed to the sequencer at a time: its largest group.
const GROUP_LINES_MAX: usize = 1_000;
/// Most facts of one simulation.
const FACTS_MAX: usize = 64;

/// `POST /v1/events`
pub(super) async fn one(call: &Call) -> Result<Response, Problem> {
    call.query.only(&[])?;
    let service = &call.app.service;
    // A trailing line end is what editors and shells add; it is no part of the statement.
    let jws = call.body.trim_ascii_end().to_vec();
    match service.submit(jws).await {
        Ok(done) => Ok(respond(&receipt(&done, &service.view().state))),
        Err(why) => {
            let problem = turned(&why);
            let signed = service.sign_refusal(problem.status, problem.code, &call.body);
            Err(problem.with_header(REFUSAL, signed))
        }
    }
}

/// `POST /v1/events/batch`: answers line by line as they become durable, so that a broken connection loses no receipt
/// that was already earned.
pub(super) fn batch(call: &Call) -> Result<Response, Problem> {
    call.query.only(&[])?;
    let lines = lines(&call.body);
    if lines.len() > BATCH_LINES_MAX {
        let detail =
            format!("{} lines, at most {BATCH_LINES_MAX} are taken; send several batches", lines.len());
        let problem = Problem::new("too_large", detail);
        let signed = call.app.service.sign_refusal(problem.status, problem.code, &call.body);
        return Err(problem.with_header(REFUSAL, signed));
    }
    let app = call.app.clone();
    let groups: Vec<Vec<(usize, Vec<u8>)>> = lines.chunks(GROUP_LINES_MAX).map(<[_]>::to_vec).collect();
    let answers = stream::unfold((app, groups.into_iter()), |(app, mut groups)| async move {
        let (numbers, lines): (Vec<usize>, Vec<Vec<u8>>) = groups.next()?.into_iter().unzip();
        let results = app.service.submit_all(lines.clone()).await;
        let state = app.service.view();
        let mut text = String::new();
        for ((number, line), result) in numbers.iter().zip(&lines).zip(&results) {
            let answer = line_answer(result, line, &app.service, &state.state);
            let mut body = json!({"line": number, "status": answer.status, "body": answer.body});
            if answer.replayed {
                body["replayed"] = json!(true);
            }
            text.push_str(&body.to_string());
            text.push('\n');
        }
        Some((Ok::<_, Infallible>(Bytes::from(text)), (app, groups)))
    });
    Ok(wire::content("application/x-ndjson", Body::from_stream(answers)).into_response())
}

fn line_answer(
    result: &Result<Receipt, Turned>,
    line: &[u8],
    service: &crate::service::Service,
    state: &rules::state::State,
) -> Answer {
    match result {
        Ok(done) => receipt(done, state),
        Err(why) => {
            let mut problem = turned(why);
            let signed = service.sign_refusal(problem.status, problem.code, line);
            // A line has no header of its own, so the signature stands in the document.
            problem.more.insert("refusal".into(), json!(signed));
            Answer { status: problem.status, body: problem.body(), replayed: false }
        }
    }
}

/// Lines with their numbers from 1; blank ones are counted and skipped.
fn lines(body: &[u8]) -> Vec<(usize, Vec<u8>)> {
    let numbered = (1..).zip(body.split(|byte| *byte == b'\n'));
    numbered
        .map(|(number, line)| (number, line.trim_ascii()))
        .filter(|(_, line)| !line.is_empty())
        .map(|(number, line)| (number, line.to_vec()))
        .collect()
}

/// `POST /v1/simulations`
pub(super) fn simulate(call: &Call) -> Result<Response, Problem> {
    call.query.only(&[])?;
    let asked =
        ledger::json::parse(&call.body).and_then(|json| Asked::read(&json)).map_err(Problem::malformed)?;
    let service = &call.app.service;
    let view = service.view();
    // A hosting entity rehearses its own statements; whoever reads everything may rehearse anybody's.
    let as_party = call.caller.party.clone().or(asked.as_party);
    let on = asked.on.map(LegalDate::date);
    let judged = service.simulate(&asked.events, on, as_party).map_err(Problem::malformed)?;
    let results: Vec<Value> = judged
        .iter()
        .map(|one| {
            let mut body = answer(None, &one.verdict);
            // Ways out start from the ledger's state, so they are given where no simulated fact stands before.
            if judged.len() == 1 {
                let ways = rules::project::ways_out(&view.state, &one.event, &one.verdict);
                body.insert("ways_out".into(), json!(ways));
            }
            Value::Object(body)
        })
        .collect();
    tracing::info!(
        facts = asked.events.len(),
        party = call.caller.party.as_ref().map(PartyId::as_str),
        "simulated"
    );
    wire::json(&json!({"head": wire::head(&view.head), "results": results}))
}

/// The body of a simulation.
struct Asked {
    events: Vec<(EventType, Json)>,
    on: Option<LegalDate>,
    as_party: Option<PartyId>,
}

impl Asked {
    fn read(json: &Json) -> Result<Self, Vec<Fault>> {
        let mut faults = ledger::json::Faults::default();
        let root = Place::ROOT;
        if let Json::Object(members) = json {
            for (name, _) in
                members.iter().filter(|(name, _)| !["events", "on", "as_party"].contains(&name.as_str()))
            {
                faults.push(
                    &root.member(name),
                    "unknown_member",
                    "no such member".into(),
                    "known: events, on, as_party",
                );
            }
        }
        let on = optional(json, "on", "write YYYY-MM-DD", &mut faults);
        let as_party = optional(json, "as_party", "write a party's id", &mut faults);
        let mut events = Vec::new();
        match json.member("events") {
            Some(Json::Array(items)) if (1..=FACTS_MAX).contains(&items.len()) => {
                let list = root.member("events");
                for (index, item) in items.iter().enumerate() {
                    events.extend(fact(item, &list.item(index), &mut faults));
                }
            }
            _ => {
                let hint = format!("give 1 to {FACTS_MAX} facts, each {{\"type\", \"data\"}}");
                faults.push(&root.member("events"), "bad_value", "not a list of facts".into(), hint);
            }
        }
        if faults.is_empty() { Ok(Self { events, on, as_party }) } else { Err(faults.into_vec()) }
    }
}

fn optional<T: std::str::FromStr>(
    json: &Json,
    name: &str,
    hint: &str,
    faults: &mut ledger::json::Faults,
) -> Option<T> {
    let given = json.member(name).filter(|value| **value != Json::Null)?;
    let value = given.text().and_then(|text| text.parse().ok());
    if value.is_none() {
        faults.push(&Place::ROOT.member(name), "bad_value", "can't be read".into(), hint);
    }
    value
}

/// A fact has exactly a type, by its short or its full name, and data.
fn fact(item: &Json, at: &Place<'_>, faults: &mut ledger::json::Faults) -> Option<(EventType, Json)> {
    if let Json::Object(members) = item {
        for (name, _) in members.iter().filter(|(name, _)| !["type", "data"].contains(&name.as_str())) {
            faults.push(
                &at.member(name),
                "unknown_member",
                "no such member".into(),
                "a fact has type and data; who and when are the ledger's to fill",
            );
        }
    }
    let name = item.member("type").and_then(Json::text).unwrap_or_default();
    let event_type = EventType::from_name(name).or_else(|| EventType::from_wire(name));
    if event_type.is_none() {
        faults.push(&at.member("type"), "unknown_type", "no such event type".into(), "such as award.granted");
    }
    let data = item.member("data").cloned();
    if data.is_none() {
        faults.push(
            &at.member("data"),
            "missing_member",
            "there is no data".into(),
            "add the body of the event",
        );
    }
    event_type.zip(data)
}
